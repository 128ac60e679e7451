"""What would be recommended if one assessor alone were believed, or were left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from pra_core.decision_stability.choice import chosen
from pra_core.decision_stability.limits import with_laws
from pra_core.distribution import Distribution
from pra_core.elicitation import Elicitation, pooled
from pra_core.errors import PraError
from pra_core.ladder import Ladder, ladder
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.top_up import decided

COLUMNS = ("assessor", "alone_set", "alone_probability", "without_set", "without_probability")


def elicited(scenario: Scenario) -> dict[str, Elicitation]:
    """The expert judgements of the scenario by parameter name."""
    return {name: p.elicitation for name, p in scenario.parameters.items()
            if p.elicitation is not None}


def assessor_effects(scenario: Scenario, name: str | None, draws: int, seed: int,
                     found: Ladder | None = None) -> pd.DataFrame:
    """The recommended set, and P(meets) of the set recommended now, by assessor.

    `name`: one elicited parameter, or None for all of them together. Alone: this assessor's own
    distribution instead of the pool, for each of these parameters that they judged. Without: the
    pool of the others; where nobody else judged with a weight, the parameter stays as it is, and
    where that is so for all of them, set and probability are missing (None, nan).

    Columns: assessor, alone_set, alone_probability, without_set, without_probability; a set is a
    tuple of ids, or None where no set of the ladder is known to meet. `found`: the ladder, where
    it is at hand. Raises PraError unknown_id for a parameter nobody judged.
    """
    judged = elicited(scenario)
    if name is not None:
        if name not in judged:
            raise PraError("unknown_id", "parameters", name, ", ".join(sorted(judged)) or "none")
        judged = {name: judged[name]}
    bare = scenario.changed(selected=())
    if judged and found is None:
        found = ladder(decided(portfolios(bare, bare.alop, draws, seed)))
    rows = []
    for assessor in _assessors(judged.values()):
        alone, without = _alone(judged, assessor), _without(judged, assessor)
        rows.append((assessor, *_judged(found, bare, alone, draws, seed),
                     *_judged(found, bare, without, draws, seed)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"alone_set": object, "without_set": object})


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


def _judged(found: Ladder | None, scenario: Scenario, laws: Mapping[str, Distribution],
            draws: int, seed: int) -> tuple[tuple[str, ...] | None, float]:
    if not laws or found is None:
        return None, math.nan
    choice = chosen(found, with_laws(scenario, laws), draws, seed)
    told = None if choice.rung is None else found.measures[choice.rung]
    return told, float(choice.probability[found.chosen])
