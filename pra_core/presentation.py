"""What a decision is read from: residual risk by size, the sets worth showing, what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.frozen import FloatArray
from pra_core.measure import Effect, Measure
from pra_core.parameter import Parameter
from pra_core.portfolio import Portfolios
from pra_core.restrictiveness import front
from pra_core.scenario import Scenario

BINS = 48
"""Classes of a histogram of risk; their edges are equal steps of the logarithm."""


def risk(assessment: Assessment, alop: Alop) -> FloatArray:
    """What the ALOP limits, so that less is safer, [draws].

    Chance per year, founding rate per year (for years between outbreaks), currency per year, or
    live pests per released lot.
    """
    if alop.metric == "years_between_outbreaks":
        return assessment.founding_rate
    return assessment.metric(alop.metric)


def risk_limit(alop: Alop) -> float:
    """The largest `risk` within the ALOP; a limit on years is turned into a rate."""
    if alop.metric != "years_between_outbreaks":
        return alop.limit
    return 1.0 / alop.limit if alop.limit > 0 else float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Shares of the draws in classes of equal width on a logarithmic scale."""

    edges: FloatArray
    """[bins + 1]"""
    shares: FloatArray
    """[bins]; with `none` they sum to 1."""
    none: float
    """Share of the draws at zero, which a logarithmic scale cannot show."""


def histograms(samples: Sequence[FloatArray], bins: int = BINS) -> list[Histogram]:
    """One histogram per sample [draws] of values >= 0, all on the same edges.

    Edges span every positive value; where there is none they run from 0.1 to 1.
    """
    positive = np.concatenate([s[s > 0] for s in samples])
    low, high = (positive.min(), positive.max()) if positive.size else (0.1, 1.0)
    if high <= low * 1.001:
        low, high = low / 2.0, high * 2.0
    edges = np.geomspace(low, high, bins + 1)
    edges[0], edges[-1] = low, high
    return [Histogram(edges, np.histogram(s, edges)[0] / s.size, float(np.mean(s <= 0)))
            for s in samples]


def shortfall(assessment: Assessment, alop: Alop) -> float:
    """How many times the limit the risk is that is exceeded on a share 1 - γ of the draws.

    At most 1 where the ALOP is met; infinite where the limit is zero and the risk is not.
    """
    reached = float(np.quantile(risk(assessment, alop), alop.confidence, method="inverted_cdf"))
    limit = risk_limit(alop)
    if reached == 0.0:
        return 0.0
    return reached / limit if limit > 0 else float("inf")


def best(sets: Portfolios) -> tuple[str, ...]:
    """The set with the highest P(meets); the least restrictive of equals."""
    place = int(np.argmax(sets.table["probability"].to_numpy(np.float64)))
    found: tuple[str, ...] = sets.table["measures"].tolist()[place]
    return found


def shown_sets(table: pd.DataFrame, verdict: str = "", most: int = 50) -> pd.DataFrame:
    """The first `most` sets in order of restrictiveness, of one verdict or of all; with rank."""
    ranked = table.assign(rank=np.arange(1, len(table) + 1))
    return ranked[ranked["verdict"] == verdict].head(most) if verdict else ranked.head(most)


def compared_sets(table: pd.DataFrame) -> pd.DataFrame:
    """The sets a scatter of restrictiveness against residual risk needs, front marked.

    Of the sets with the same levels and verdict the one that leaves least risk is kept, besides
    everything on the front.
    """
    marked = table.assign(front=front(table))
    leaders = marked.groupby(["restrictiveness", "level_sum", "verdict"])["mean"].idxmin()
    keep = marked.index.isin(leaders) | marked["front"].to_numpy(np.bool_)
    kept: pd.DataFrame = marked.loc[keep].reset_index(drop=True)
    return kept


def thinned(assessment: Assessment, most: int = 2_500) -> Assessment:
    """Every k-th draw of the parameters and the founding rate, for quick estimates only."""
    some = slice(None, None, max(1, assessment.draws // most))
    return replace(assessment, founding_rate=assessment.founding_rate[some],
                   values={name: x[some] for name, x in assessment.values.items()})


def measure_parameters(scenario: Scenario, measure_id: str) -> list[Parameter]:
    """The numbers of one measure, and the outage of its group."""
    measure = scenario.measure(measure_id)
    index = scenario.measures.index(measure)
    found = [p for place, p in scenario.located if place[:2] == ("measures", index)]
    return found + [g.outage for g in scenario.groups if g.id == measure.group]


def parameters_in_use(scenario: Scenario) -> list[Parameter]:
    """Every input but those of measures that are not selected."""
    own: dict[str, set[str]] = {m.id: {g.outage.name for g in scenario.groups if g.id == m.group}
                                for m in scenario.measures}
    for place, p in scenario.located:
        if place[0] == "measures" and isinstance(place[1], int):
            own[scenario.measures[place[1]].id].add(p.name)
    used = {name for one in scenario.selected for name in own[one]}
    spare = {name for names in own.values() for name in names} - used
    return [p for p in scenario.parameters.values() if p.name not in spare]


def efficacy_in_practice(effect: Effect, eppo_code: str, values: Mapping[str, FloatArray]
                         ) -> FloatArray | None:
    """1 - min(1, (1 - efficacy) x survivor factor), [draws]; None where no factor is given.

    `values`: draws by parameter name. What the chain applies (design 2.6).
    """
    shown, factor = effect.efficacy.get(eppo_code), effect.survivor_factor
    if shown is None or factor is None:
        return None
    return 1.0 - np.minimum(1.0, (1.0 - values[shown.name]) * values[factor.name])


def less_restrictive(sets: Portfolios, ids: Sequence[str]) -> tuple[str, ...] | None:
    """The first set that meets, if its levels are below those of a set (SPS 5.6)."""
    first = sets.first_meeting
    if first is None:
        return None
    levels = [tuple(sets.row(one)[["restrictiveness", "level_sum"]]) for one in (first, ids)]
    return first if levels[0] < levels[1] else None


def at_step(scenario: Scenario, step: str) -> list[Measure]:
    """Measures whose first effect is at a step; `after` for those that act once it has arrived."""
    return [m for m in scenario.measures if (m.effects[0].step or "after") == step]


def kept_apart(scenario: Scenario, measure_id: str) -> list[str]:
    """Selected measures that exclude this one, or that it excludes."""
    own = set(scenario.measure(measure_id).excludes)
    return [m.id for m in scenario.measures if m.id in scenario.selected
            and (m.id in own or measure_id in m.excludes)]


def without_support(scenario: Scenario, measure_id: str) -> list[str]:
    """Measures it needs that are not selected, so that it has no effect."""
    return [i for i in scenario.measure(measure_id).requires if i not in scenario.selected]
