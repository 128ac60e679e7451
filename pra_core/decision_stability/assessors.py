"""What would be recommended if one assessor alone were believed, or were left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pra_core.decision_stability.limits import with_laws
from pra_core.distribution import Distribution
from pra_core.elicitation import Elicitation, pooled
from pra_core.errors import PraError
from pra_core.ladder import Ladder, ladder
from pra_core.portfolio import Portfolios, portfolios, set_values
from pra_core.scenario import Scenario
from pra_core.top_up import decided

COLUMNS = ("assessor", "alone_set", "alone_probability", "without_set", "without_probability")
Side = Literal["alone", "without"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search of all sets recommends."""

    measures: tuple[str, ...]
    """The first set that meets; where none is known to, the one that most often does."""
    meets: bool
    probability: float
    """P(meets) of that set."""
    standard_error: float
    median: float
    """Median of what the ALOP limits, of that set: outbreaks, loss per year, or pests per lot."""
    undecided: int
    """Less restrictive sets that are too close to call."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A scenario in which one assessor alone is believed, or is left out."""

    assessor: str
    side: Side
    scenario: Scenario | None
    """None where nobody else judged with a weight."""


def elicited(scenario: Scenario) -> dict[str, Elicitation]:
    """The expert judgements of the scenario by parameter name."""
    return {name: p.elicitation for name, p in scenario.parameters.items()
            if p.elicitation is not None}


def answer(sets: Portfolios) -> Answer:
    """What a search tells, as the Measures page does: pass one that is `decided`."""
    told = sets.first_meeting
    best = int(sets.table["probability"].to_numpy(np.float64).argmax())
    ids: tuple[str, ...] = tuple(sets.table["measures"].iloc[best]) if told is None else told
    row = sets.row(ids)
    values = set_values(sets.scenario, sets.alop, [ids], sets.draws, sets.seed)[:, 0]
    median = float(np.median(values))
    if sets.alop.metric == "annual_probability":
        median = -math.log1p(-median) if median < 1.0 else math.inf
    return Answer(ids, told is not None, float(row["probability"]), float(row["standard_error"]),
                  median, len(sets.undecided))


def alternatives(scenario: Scenario, name: str | None) -> list[Alternative]:
    """Each assessor alone, then without them; measures are not selected in any.

    `name`: one elicited parameter, or None for all of them together. Alone: this assessor's own
    distribution instead of the pool, for each of these parameters that they judged. Without: the
    pool of the others; where nobody else judged with a weight, the parameter stays as it is, and
    where that is so for all of them there is no scenario. Raises PraError unknown_id for a
    parameter nobody judged.
    """
    judged, bare = _judged(scenario, name), scenario.changed(selected=())
    found = []
    for assessor in _assessors(judged.values()):
        alone, without = _alone(judged, assessor), _without(judged, assessor)
        found.append(Alternative(assessor, "alone", with_laws(bare, alone)))
        found.append(Alternative(assessor, "without",
                                 with_laws(bare, without) if without else None))
    return found


def assessor_effects(scenario: Scenario, name: str | None, draws: int, seed: int,
                     found: Ladder | None = None) -> pd.DataFrame:
    """The recommended set, and P(meets) of the set recommended now, by assessor.

    All sets are searched anew for each of the `alternatives`, so that the set with an assessor
    alone hangs on nobody else's judgement. Columns: assessor, alone_set, alone_probability,
    without_set, without_probability; a set is a tuple of ids, or None where no set is known to
    meet or where nobody is left (then the probability is nan). `found`: the ladder whose chosen
    set is the one recommended now, where it is at hand. Raises PraError as `alternatives`.
    """
    made, bare = alternatives(scenario, name), scenario.changed(selected=())
    if made and found is None:
        found = ladder(decided(portfolios(bare, bare.alop, draws, seed)))
    rows: dict[str, list[object]] = {}
    for one in made:
        row = rows.setdefault(one.assessor, [one.assessor])
        if one.scenario is None or found is None:
            row += [None, math.nan]
            continue
        sets = decided(portfolios(one.scenario, one.scenario.alop, draws, seed))
        row += [sets.first_meeting,
                float(sets.row(found.measures[found.chosen])["probability"])]
    frame = pd.DataFrame(list(rows.values()), columns=list(COLUMNS))
    return frame.astype({"alone_set": object, "without_set": object})


def _judged(scenario: Scenario, name: str | None) -> dict[str, Elicitation]:
    judged = elicited(scenario)
    if name is None:
        return judged
    if name not in judged:
        raise PraError("unknown_id", "parameters", name, ", ".join(sorted(judged)) or "none")
    return {name: judged[name]}


def _assessors(judged: Iterable[Elicitation]) -> list[str]:
    """Everybody who judged, in the order in which they first appear."""
    return list(dict.fromkeys(j.assessor for one in judged for j in one.current))


def _alone(judged: Mapping[str, Elicitation], assessor: str) -> dict[str, Distribution]:
    return {name: j.distribution for name, one in judged.items() for j in one.current
            if j.assessor == assessor}


def _without(judged: Mapping[str, Elicitation], assessor: str) -> dict[str, Distribution]:
    found = {}
    for name, one in judged.items():
        others = [j for j in one.current if j.assessor != assessor]
        if len(others) < len(one.current) and any(j.weight > 0 for j in others):
            found[name] = pooled(others, one.pooling)
    return found
