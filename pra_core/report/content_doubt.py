"""Uncertainty in a report, and what would change the decision (ISPM 11, 2.4 and 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from pra_core import labels, paragraphs, wording
from pra_core.driver_wording import RESULTS, sources_sentence
from pra_core.errors import N_
from pra_core.figures import study_words, uncertainty_words
from pra_core.figures.band_words import band_sentence
from pra_core.figures.sensitivity_labels import row_labels
from pra_core.figures.study_answer_words import set_lines
from pra_core.i18n import Translator
from pra_core.report import drafting
from pra_core.report.annex import told_study
from pra_core.report.blocks import once, said, text_rows
from pra_core.report.citing import References
from pra_core.report.document import Block, Bullets, Cell, Figure, Table
from pra_core.report.figures_sets import drivers_picture
from pra_core.report.results import Results
from pra_core.sensitivity import names_of
from pra_core.uncertainty_sources import WEAKEST, statuses
from pra_core.wording import escaped

WIDE = 165.0
SHOWN = 8
"""Inputs on the figure; all of them are in the table."""
TOLD = 5
"""Inputs named that turn the verdict; of more the number is told."""
JUDGED: Mapping[str, str] = {
    "annual_loss": RESULTS["loss"], "pests_per_lot": N_("live pests per released lot (log)")}
"""What the ALOP limits, where that is no frequency of outbreaks."""


def uncertainty(found: Results, t: Translator, cite: References) -> list[Block]:
    """What is uncertain, what matters of it, and what would change the decision."""
    scenario = found.scenario
    blocks: list[Block] = [
        *said(escaped(sources_sentence(scenario, found.sources, t)),
              matters(found, t)),
        *_drivers(found, t), *said(escaped(band_sentence(scenario, t)), role="note")]
    return [*blocks, *_decision(found, t), *_sources(found, t), *_taken(found, t),
            *_left_out(found, t, cite)]


def matters(found: Results, t: Translator) -> str:
    """The number that matters most for what the ALOP limits."""
    scenario = found.scenario
    if found.alop.metric in wording.PER_YEAR or not found.quick:
        return wording.matters_sentence(scenario, found.quick, t, found.exact_of_judged)
    name, share = next(iter(found.quick.items()))
    return t("The number that matters most: **{label}**, with about {share} of the variation of"
             " {result}; a quick estimate without an interval.", share=t.percent(share, 2),
             label=escaped(labels.parameter_label(scenario, name, t)), result=_judged(found, t))


def _judged(found: Results, t: Translator) -> str:
    """What the ALOP limits, as the shares of inputs are of."""
    return t(JUDGED.get(found.alop.metric, RESULTS["outbreaks"]))


def _drivers(found: Results, t: Translator) -> list[Block]:
    """The inputs that the result hangs on, strongest first."""
    rows = _shares(found, t)
    if not rows:
        return []
    how = uncertainty_words.estimator(isinstance(found.drivers, pd.DataFrame), t)
    return [Figure(
        "drivers", t("Which numbers the result hangs on"),
        t("Share of the variation of the result that each input explains, the largest first;"
          " colours show the status of its source"),
        once(lambda form: drivers_picture(rows, t, form, WIDE)), WIDE,
        " · ".join((t("Share alone: of the variation of {result}; {how}.",
                      result=_judged(found, t), how=how),
                    t("Colours: {marks}.", marks=" · ".join(
                        labels.badge(status, t) for status in labels.STATUS_TITLES)))))]


def _shares(found: Results, t: Translator) -> list[tuple[str, float, float, str]]:
    """Label, share alone, half its interval (nan where none) and weakest status."""
    if isinstance(found.drivers, pd.DataFrame):
        frame = found.drivers.sort_values("S1", ascending=False, kind="stable").head(SHOWN)
        rows = [(str(name), max(0.0, float(share)), float(error)) for name, share, error in zip(
            frame["parameter"], frame["S1"], frame["S1_conf"], strict=True)]
    else:
        rows = [(name, share, math.nan)
                for name, share in list(found.drivers.items())[:SHOWN] if share > 0]
    named = row_labels(found.scenario, [name for name, _, _ in rows], t)
    return [(label, share, error, _weakest(found, name))
            for label, (name, share, error) in zip(named, rows, strict=True)]


def _weakest(found: Results, row: str) -> str:
    marks = {one for name in names_of(row) for one in statuses(found.scenario, name)}
    return next(status for status in WEAKEST if status in marks)


def _decision(found: Results, t: Translator) -> list[Block]:
    """What would change the decision: knowing a number, or a value at the end of its range."""
    scenario = found.scenario
    blocks: list[Block] = []
    if found.study is not None:
        blocks += said(told_study(found.study, scenario, t))
        blocks.append(Bullets(tuple(set_lines(found.study, scenario, t))))
        blocks += said(study_words.next_sentence(found.study, scenario, t))
    ranked = sorted(found.turning, key=lambda name: -found.quick.get(name, 0.0))
    turning = [labels.short_label(scenario, name, t) for name in ranked[:TOLD]]
    if len(ranked) > TOLD:
        turning.append(t("{count} more", count=len(ranked) - TOLD))
    blocks += said(t(
        "The verdict hangs on {count} inputs, each within its own range (futures with its lowest"
        " and its highest fifth of values give opposite verdicts): **{list}**.",
        count=len(ranked), list=escaped(t("; ").join(turning))) if turning else t(
        "No single input turns the verdict round within its own range (futures with its lowest and"
        " its highest fifth of values do not give opposite verdicts)."))
    return [*blocks, *said(drafting.rule(t), role="note")]


def _sources(found: Results, t: Translator) -> list[Block]:
    """Every uncertain input in use by step of ISPM 11 (2.4)."""
    used = found.sources[found.sources["in_use"]]
    frame = uncertainty_words.inputs(found.scenario, used, t)
    rows: list[tuple[Cell, ...]] = []
    for step, some in frame.groupby("step", sort=False):
        rows.append((Cell(str(step), strong=True),))
        rows += [(Cell(str(one["what"])), Cell(str(one["cause"])), Cell(str(one["status"])),
                  Cell(f"{one['range']} {one['unit']}".strip()),
                  Cell(str(one["contribution"]), _known(one["share"])))
                 for one in some.to_dict("records")]
    if not rows:
        return []
    heads = uncertainty_words.HEADS
    return [Table("uncertainty", t("Sources of uncertainty (ISPM 11, 2.4)"), tuple(
        t(heads[key]) for key in ("what", "cause", "status", "range", "contribution")),
        tuple(rows), (5, 2.6, 2, 3.4, 2.4))]


def _known(share: object) -> float | None:
    return float(share) if isinstance(share, float) and not math.isnan(share) else None


def _taken(found: Results, t: Translator) -> list[Block]:
    """What the model takes for granted."""
    frame = uncertainty_words.assumptions(found.sources, t)
    if frame.empty:
        return []
    return [Table("assumptions", t("What no number carries"), (
        t("Section of ISPM 11"), t("What the model assumes")),
        text_rows((str(one["step"]), str(one["what"])) for one in frame.to_dict("records")),
        (3, 8))]


def _left_out(found: Results, t: Translator, cite: References) -> list[Block]:
    """What the result leaves out, what was looked for in vain, and what others found."""
    scenario = found.scenario
    blocks: list[Block] = [*said(escaped(paragraphs.not_included(
        scenario, t, loss=found.alop.metric == "annual_loss", costs=True)))]
    if scenario.not_found:
        blocks += said(t("Looked for and not found:"))
        blocks.append(Bullets(tuple(escaped(t.local(one)) for one in scenario.not_found)))
    rows = [(t("{study} {mark}", study=one.study, mark=cite.mark(one.source.citation))
             if one.source.citation else one.study, t.local(one.result), t.local(one.ours),
             labels.badge(one.source.status, t)) for one in scenario.comparisons]
    if rows:
        blocks.append(Table("comparisons", t("Published results beside this one"), (
            t("Study"), t("Its result"), t("How this one differs"), t("Status")),
            text_rows(rows), (3, 5, 5, 2)))
    return blocks
