"""What becomes of founders in each simulated future, and in each of its years."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from pra_core import chain, endangered_area
from pra_core.chain import Founders, Values
from pra_core.establishment import founding_probability
from pra_core.frozen import FloatArray
from pra_core.pest import Pest
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.year_to_year import Years


def values_at(scenario: Scenario, u: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Parameter values at percentiles; each distinct percentile is transformed once.

    Only uncertain inputs need one: results hang on no other percentile.
    """
    found: dict[str, FloatArray] = {}
    size = next((x.size for x in u.values()), 1)
    for name, p in scenario.sampled.items():
        at = u[name] if name in u or name in scenario.uncertain else np.full(size, 0.5)
        distinct, place = np.unique(at, return_inverse=True)
        found[name] = np.asarray(p.distribution.ppf(distinct), np.float64)[place]
    return found


def founders(scenario: Scenario, values: Values) -> Founders:
    """Line survival p1 (branching process at R0, or given) and climate persistence, [draws].

    What varies from year to year is taken as `values` has it; `lived` goes through the years.
    """
    place = _lasting(scenario, values)
    return Founders(line_survival(scenario.pest, values), _arriving(scenario, values, place), place,
                    {p.id: chain.infested_at_origin(p, values) for p in scenario.pathways})


def line_survival(pest: Pest, values: Values) -> FloatArray:
    """Chance that one female's (or one founder's) line survives in favourable climate."""
    if pest.r0 is not None:
        return np.asarray(founding_probability(values[pest.r0.name], 1.0))
    assert pest.line_survival is not None  # by the schema: one of the two
    return values[pest.line_survival.name]


def _lasting(scenario: Scenario, values: Values,
             arrival: tuple[float, ...] | None = None) -> FloatArray:
    """Chance that the climate where units land lets a founder persist, [draws]."""
    full = values[scenario.pest.climate_model.full_suitability.name]
    return endangered_area.persistence(scenario, full, values.get(CLIMATE_MODEL), arrival)


def _arriving(scenario: Scenario, values: Values, place: FloatArray) -> dict[str, FloatArray]:
    """p_climate by pathway id: p (1 - s) + p_season s, s the dependence on the season, [draws].

    p counts the place alone, p_season also the growth in the months of arrival beside that of the
    place's best month (`climate_futures.persistence`); p where no months are given.
    """
    hangs, found = scenario.pest.climate_model.season_dependence, {}
    for p in scenario.pathways:
        found[p.id] = place
        if p.arrival_share is not None and hangs is not None:
            s = values[hangs.name]
            found[p.id] = place * (1 - s) + _lasting(scenario, values, p.arrival_share) * s
    return found


def lived(scenario: Scenario, fate: Founders, rows: Values, over: Years, some: slice,
          fixed: Collection[str] = ()) -> Founders:
    """What becomes of founders in every year; climate is that of all years together."""
    def varies(*names: str) -> bool:
        return any(name in over.values and name not in fixed for name in names)

    pest, origin = scenario.pest, {}
    own = pest.r0 or pest.line_survival
    assert own is not None  # by the schema: one of the two
    line = (np.tile(line_survival(pest, over.values), some.stop - some.start) if varies(own.name)
            else over.repeated(fate.line[some]))
    for p in scenario.pathways:
        f0, m0 = fate.origin[p.id]
        origin[p.id] = (chain.infested_at_origin(p, rows)
                        if varies(p.prevalence.name, p.pests_per_unit.name)
                        else (over.repeated(f0[some]), over.repeated(m0[some])))
    return Founders(line, {k: over.repeated(x[some]) for k, x in fate.climate.items()},
                    over.repeated(fate.place[some]), origin)
