"""Annex of a report: every input with its distribution, value, nature, status and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import cast

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures import climate_words
from pra_core.figures.uncertainty_words import step_title
from pra_core.i18n import Translator
from pra_core.labels import Place
from pra_core.parameter import Parameter
from pra_core.report.blocks import said
from pra_core.report.citing import References
from pra_core.report.content_settings import settings
from pra_core.report.document import Block, Cell, Table
from pra_core.report.results import Results
from pra_core.scenario import Scenario
from pra_core.uncertainty_sources import STEPS, section_of

NATURES: Mapping[str, str] = {"uncertainty": N_("not known exactly"),
                              "variability": N_("differs from year to year")}

WIDTHS = (4, 3, 2.8, 1.3, 1.4, 1.7, 6)
"""Of the columns of every input; reasons and notes stand in the last."""


def inputs(found: Results, t: Translator, cite: References) -> list[Block]:
    """Every parameter by step of ISPM 11, then every setting that is no parameter."""
    scenario = found.scenario
    rows: list[tuple[Cell, ...]] = []
    for title, some in groupby(_ordered(scenario, t), key=lambda one: one[0]):
        rows.append((Cell(title, strong=True),))
        rows += [_row(scenario, p, t, cite) for _, p in some]
    blocks: list[Block] = [
        *said(t("Every input of the assessment. In brackets behind a value: 90 % range. Numbers in"
                " square brackets: references. {marks}.",
                marks=" · ".join(labels.badge(s, t) for s in labels.STATUS_TITLES)), role="note"),
        Table("inputs", t("Inputs"), (
            t("Input"), t("Distribution shape"), t("Value (90 % range)"), t("Unit"), t("Nature"),
            t("Status"), t("Source")), tuple(rows), WIDTHS)]
    return [*blocks, *_sheet(scenario, t), *settings(scenario, t, cite)]


def _ordered(scenario: Scenario, t: Translator) -> Iterator[tuple[str, Parameter]]:
    """(heading, parameter): by step of ISPM 11, measures that are not selected last."""
    order = {step: i for i, step in enumerate(STEPS)}
    spare = t("Measures that are not selected")
    placed = [(section_of(place), place, p) for place, p in scenario.located_parameters()]
    used = [one for one in placed if _in_use(scenario, one[1])]
    for section, _, p in sorted(used, key=lambda one: order[one[0]]):
        yield step_title(section, t), p
    for _, place, p in placed:
        if not _in_use(scenario, place):
            yield spare, p


def _in_use(scenario: Scenario, place: Place) -> bool:
    """Not of a measure, or of a group of measures, that is left aside."""
    if place[0] == "measures":
        return scenario.measures[cast(int, place[1])].id in scenario.selected
    if place[0] == "groups":
        group = scenario.groups[cast(int, place[1])].id
        return any(scenario.measure(i).group == group for i in scenario.selected)
    return True


def _row(scenario: Scenario, p: Parameter, t: Translator, cite: References) -> tuple[Cell, ...]:
    law = p.distribution
    middle = float(law.mean()) if law.support[0] == law.support[1] else float(law.ppf(0.5))
    return (Cell(labels.parameter_label(scenario, p.name, t)),
            Cell(labels.distribution_words(law, t)), Cell(labels.value_words(law, t), middle),
            Cell(labels.unit_of(p, t)),
            Cell("–" if law.kind == "fixed" else t(NATURES[p.nature])),
            Cell(labels.badge(p.source.status, t)), Cell(cite.cited(p.source, t)))


def _sheet(scenario: Scenario, t: Translator) -> list[Block]:
    """Values of the climate sheet, where the model has one."""
    frame = climate_words.sheet(scenario, t)
    if frame is None:
        return []
    return [Table("climate-sheet", t("Climate sheet of the pest"), (
        t("Field"), t("Meaning"), t("Value"), t("Unit")),
        tuple(tuple(Cell(str(x)) for x in row) for row in frame[
            ["field", "meaning", "value", "unit"]].itertuples(index=False, name=None)),
        (1.5, 6, 4, 3))]
