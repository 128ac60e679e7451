"""The usual measures of a kind of pathway, as far as they can be used without a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pra_core.commodities import PathwayKind
from pra_core.distribution import Fixed, Uniform
from pra_core.frozen import LocalText
from pra_core.measure import Measure
from pra_core.measure_library import (
    Choices,
    Entry,
    Library,
    measure_from,
    open_questions,
    usual_compliance,
    usual_sample_size,
)
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.scenario_draft.inputs import taken

USUAL = frozenset({"compliance", "sample_size", "sensitivity"})
"""Questions with a usual answer or a wide range that a user can take; efficacy has none."""
SEEN = Uniform(low=0.1, high=0.9)
"""Chance that an inspected infested unit is recognised, where nothing is known of the pest."""
MOST = 8
"""Measures added at once, so that all sets of them are compared without waiting."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One usual measure: ready, or with what has to be decided first."""

    entry: str
    title: LocalText
    questions: tuple[str, ...]
    """Of `measure_library.open_questions`; empty where it is ready as it is in the library."""
    usual: bool
    """Whether usual values answer every question; they are used only where the user takes them."""
    measure: Measure | None
    """None where something has to be decided on the page of the measure library."""


def offers(scenario: Scenario, kind: PathwayKind, library: Library,
           taken_by: Mapping[str, Source]) -> tuple[Offer, ...]:
    """The usual measures of the kind for a scenario, those with evidence first.

    `taken_by`: entry -> who takes it with the usual sample and compliance and a wide range of what
    inspectors see; all are then assumed. Other measures that need them are not added. Efficacy is
    never assumed. Prohibition is left to the library.
    """
    named = {e.id: e for e in library.entries}
    entries = [named[one] for one in kind.measures if one in named and not named[one].prohibits]
    found: list[Offer] = []
    for entry in sorted(entries, key=lambda e: not e.has_evidence(scenario.pest.eppo_code)):
        asked = open_questions(entry, scenario)
        source = taken_by.get(entry.id)
        usual = USUAL >= set(asked) and entry.feasible
        ready = usual and (not asked or source is not None)
        room = sum(one.measure is not None for one in found) < MOST
        found.append(Offer(entry.id, entry.title, asked, usual and bool(asked),
                           _made(entry, scenario, asked, source) if ready and room else None))
    return tuple(found)


def _made(entry: Entry, scenario: Scenario, asked: Sequence[str], source: Source | None
          ) -> Measure:
    chosen = {}
    if source is not None:
        usual = {"compliance": usual_compliance(), "sample_size": usual_sample_size(scenario)}
        chosen = {field: _by(usual[field], source) for field in asked if field in usual}
    return measure_from(entry, scenario, Choices(
        compliance=chosen.get("compliance"), sample_size=_whole(chosen.get("sample_size")),
        sensitivity=SEEN if "sensitivity" in asked else None, source=source))


def _by(usual: Parameter, source: Source) -> Parameter:
    assert source.assessor is not None  # by the schema: assumed values name who, when and why
    assert source.date is not None
    assert source.reason is not None
    return usual.model_copy(update={
        "source": taken(usual.source, source.assessor, source.date, source.reason)})


def _whole(sample: Parameter | None) -> Parameter | None:
    """A sample counts whole units."""
    if sample is None or not isinstance(sample.distribution, Fixed):
        return sample
    law = Fixed(value=float(int(sample.distribution.value)))
    return sample.model_copy(update={"distribution": law})
