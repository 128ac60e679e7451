"""Which study would change the choice: every uncertain input, blocks of them, and user's studies.

The options are the rungs of the ladder; the choice is the ALOP's rule on them (`choice`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pra_core.assessment import percentiles_used, sample
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.ladder import Ladder, outcomes
from pra_core.scenario import Scenario
from pra_core.summary import Z95
from pra_core.value_of_information.choice import (
    Change,
    change,
    change_knowing_all,
    step_losses,
    told_confidence,
)
from pra_core.value_of_information.classes import (
    IntArray,
    Options,
    Worth,
    cells_at,
    cells_of,
    gains,
    worth,
)
from pra_core.value_of_information.information import group_gains, normal_scores, regressed
from pra_core.value_of_information.samples import rising, survey, trial

JOINED = " + "
"""Between the names of inputs that are known together."""
Kind = Literal["input", "block", "group", "all"]
Method = Literal["trial", "survey"]
State = Literal["changes", "no_input", "never", "one_set", "certain"]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The choice between the rungs on every draw, prepared so that any study is cheap to judge."""

    ladder: Ladder
    draws: int
    seed: int
    confidence: float
    """The confidence at which these draws choose the set told about (`choice.told_confidence`)."""
    within: FloatArray
    """[draws, rungs]: 1 where the rung is within the ALOP's limit, else 0."""
    steps: Options
    """Net benefit in steps of restrictiveness, less `choice.step_losses`."""
    money: Options
    """Net benefit in currency per year: minus expected loss and known cost of the measures."""
    score: FloatArray
    """[draws]: normal scores of the residual risk about the present rung, for groups of inputs."""
    everything: Change

    @property
    def present(self) -> int:
        """The rung of the set told about."""
        return self.ladder.chosen

    @property
    def scenario(self) -> Scenario:
        """The scenario the choice is about."""
        return self.ladder.scenario


@dataclass(frozen=True, slots=True)
class Study:
    """What it would change, and be worth, to know some inputs exactly or by n samples."""

    names: tuple[str, ...]
    kind: Kind
    change: Change
    steps: Worth
    """Steps of restrictiveness."""
    money: Worth
    """Currency per year."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A study that can be done on an input: a treatment trial or a prevalence survey."""

    name: str
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class StudyTable:
    """Every study judged, the one most likely to change the choice first."""

    ladder: Ladder
    draws: int
    seed: int
    confidence: float
    rows: tuple[Study, ...]
    everything: Study
    """Knowing all inputs at once: no study can be worth more (EVPI)."""
    offers: tuple[Offer, ...]

    @property
    def best(self) -> Study | None:
        """The single input most likely to change the choice; None where none would.

        Of those as likely within simulation error (95 %), the one worth most steps.
        """
        return max(self._level, key=lambda one: one.steps.value, default=None)

    @property
    def as_good(self) -> tuple[Study, ...]:
        """The other inputs whose chance and worth cannot be told apart from those of `best`.

        Within simulation error (95 %) in chance of change and in steps, worth most first.
        """
        best = self.best
        if best is None:
            return ()
        return tuple(sorted(
            (one for one in self._level if one is not best
             and best.steps.value - one.steps.value
             <= Z95 * np.hypot(best.steps.error, one.steps.error)),
            key=lambda one: -one.steps.value))

    @property
    def _level(self) -> list[Study]:
        """The inputs as likely to change the choice as the likeliest, within simulation error."""
        single = [one for one in self.rows if one.kind == "input" and one.change.chance > 0]
        return [one for one in single if single[0].change.chance - one.change.chance
                <= Z95 * np.hypot(single[0].change.error, one.change.error)]

    @property
    def state(self) -> State:
        """Whether anything could change the choice, and if not, why."""
        if not any(m.feasible for m in self.ladder.scenario.measures):
            return "one_set"
        if not self.rows:
            return "certain"
        if self.everything.change.chance == 0:
            return "never"
        return "changes" if self.best is not None else "no_input"

    @property
    def unknown_costs(self) -> tuple[str, ...]:
        """Measures of the sets compared that have no known cost, counted as free."""
        used = {i for ids in self.ladder.measures for i in ids}
        return tuple(m.id for m in self.ladder.scenario.measures
                     if m.id in used and m.cost is None)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a table; rungs as numbers, -1 for none."""
        return pd.DataFrame([{
            "names": one.names, "kind": one.kind, "chance_of_change": one.change.chance,
            "error": one.change.error, "lighter": one.change.lighter,
            "stricter": one.change.stricter, "to": one.change.to,
            "evppi_steps": one.steps.value, "evppi_steps_error": one.steps.error,
            "evppi_money": one.money.value, "evppi_money_error": one.money.error,
        } for one in self.rows], columns=[
            "names", "kind", "chance_of_change", "error", "lighter", "stricter", "to",
            "evppi_steps", "evppi_steps_error", "evppi_money", "evppi_money_error"])


def decision(found: Ladder, draws: int, seed: int, assumed_cost: float = 0.0) -> Decision:
    """The choice between the rungs of a ladder on common draws.

    `assumed_cost`: currency per year for each measure whose cost is not known, in the net benefit
    in money only. Raises PraError out_of_bounds (assumed_cost).
    """
    if not 0.0 <= assumed_cost < np.inf:
        raise PraError("out_of_bounds", "assumed_cost", assumed_cost, "0 or more")
    seen = outcomes(found, draws, seed)
    spent = seen.cost + assumed_cost * found.unknown_costs
    p = seen.within.mean(axis=0)
    confidence = told_confidence(p, found.alop.confidence, found.chosen)
    near = slice(max(0, found.chosen - 1), found.chosen + 2)
    score = np.mean([normal_scores(v) for v in seen.value[:, near].T], axis=0)
    return Decision(
        found, draws, seed, confidence, seen.within.astype(np.float64),
        Options.of(-step_losses(seen.within, confidence)), Options.of(-(seen.loss + spent)),
        np.asarray(score, np.float64), change_knowing_all(seen.within, found.chosen))


def studies(taken: Decision, groups: Sequence[Sequence[str]] = ()) -> StudyTable:
    """Every uncertain input by itself, every block of correlated ones, and the groups asked for.

    Sorted by chance of change, then worth in steps, then in money. Raises PraError unknown_id for
    a group that names something else than an uncertain input.
    """
    scenario = taken.scenario
    at = percentiles_used(scenario, taken.draws, taken.seed)
    found = [judged(taken, (name,), "input", cells_at(u)) for name, u in at.items()]
    found += [together(taken, block.names, "block") for block in scenario.correlated]
    found += [together(taken, names) for names in groups]
    found.sort(key=lambda one: (-one.change.chance, -one.steps.value, -one.money.value))
    every = Study(tuple(at), "all", taken.everything, taken.steps.evpi, taken.money.evpi)
    return StudyTable(taken.ladder, taken.draws, taken.seed, taken.confidence, tuple(found), every,
                      offers(scenario))


def judged(taken: Decision, names: tuple[str, ...], kind: Kind, cells: IntArray) -> Study:
    """A study whose outcome puts each draw into one of the finest classes, [draws]."""
    return Study(names, kind, change(taken.within, cells, taken.confidence, taken.present),
                 worth(gains(taken.steps, cells)), worth(gains(taken.money, cells)))


def together(taken: Decision, names: Sequence[str], kind: Kind = "group") -> Study:
    """Several inputs known at once, by regression on them (`information.evppi_group`).

    The chance of change is that of knowing what they say together about the residual risk near
    the present rung. Raises PraError unknown_id, missing.
    """
    at = percentiles_used(taken.scenario, taken.draws, taken.seed)
    unknown = [name for name in names if name not in at]
    if unknown or not names:
        raise PraError("unknown_id" if unknown else "missing", "study", ", ".join(unknown),
                       ", ".join(sorted(at)))
    chosen = tuple(dict.fromkeys(names))
    if len(chosen) == 1:
        return judged(taken, chosen, kind, cells_at(at[chosen[0]]))
    xs = np.stack([at[name] for name in chosen], axis=1)
    cells = cells_of(regressed(taken.score[:, None], xs)[:, 0])
    return Study(chosen, kind, change(taken.within, cells, taken.confidence, taken.present),
                 worth(group_gains(taken.steps, xs)), worth(group_gains(taken.money, xs)))


def offers(scenario: Scenario) -> tuple[Offer, ...]:
    """The uncertain inputs that a treatment trial or a prevalence survey would measure."""
    pest = scenario.pest.eppo_code
    tried = [e.efficacy[pest].name for m in scenario.measures if m.feasible for e in m.effects
             if e.kind in ("kill", "survival") and pest in e.efficacy]
    looked = [p.prevalence.name for p in scenario.pathways]
    methods: list[tuple[str, Method]] = [(name, "survey") for name in looked]
    methods += [(name, "trial") for name in dict.fromkeys(tried)]
    return tuple(Offer(name, method) for name, method in methods if name in scenario.uncertain)


def sampled(taken: Decision, offer: Offer, sizes: Sequence[int], sensitivity: float = 1.0
            ) -> tuple[Study, ...]:
    """The study with each number of samples, increasing; worth never falls along them.

    Trial: survivors among n treated; survey: positives among n units looked at with `sensitivity`.
    Raises PraError out_of_bounds, order.
    """
    if list(sizes) != sorted(set(sizes)) or not sizes:
        raise PraError("order", "sizes", ", ".join(map(str, sizes)), "a < b < c")
    value = sample(taken.scenario, taken.draws, taken.seed)[offer.name]
    told = (trial(value, offer.name, taken.seed) if offer.method == "trial" else
            survey(value, sensitivity, offer.name, taken.seed))
    found = [judged(taken, (offer.name,), "input", cells_of(told(n))) for n in sizes]
    steps, money = rising([f.steps for f in found]), rising([f.money for f in found])
    return tuple(Study(one.names, one.kind, one.change, s, m)
                 for one, s, m in zip(found, steps, money, strict=True))
