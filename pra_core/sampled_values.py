"""Sampled inputs of a scenario, and the same in every year of each simulated future."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pra_core import chain, copula, endangered_area, reference, year_to_year
from pra_core.chain import Founders, Values
from pra_core.copula import Block
from pra_core.distribution import Distribution
from pra_core.errors import PraError
from pra_core.establishment import founding_probability
from pra_core.frozen import FloatArray
from pra_core.pest import Pest
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.streams import percentiles
from pra_core.year_to_year import Rows, Years

MAX_DRAWS = 200_000
ROWS = 1 << 17
"""Futures x years held at once."""


@lru_cache(maxsize=192)
def _column(distribution: Distribution, name: str, tied: Block | None, draws: int, seed: int
            ) -> FloatArray:
    u = percentiles(name, draws, seed) if tied is None else (
        copula.tied_percentiles(tied, draws, seed)[name])
    values = np.asarray(distribution.ppf(u), np.float64)
    values.setflags(write=False)
    return values


def sample(scenario: Scenario, draws: int, seed: int) -> dict[str, FloatArray]:
    """The value of every parameter at its named percentiles; unchanged columns are reused.

    Inputs tied by declared rank correlations have the same percentiles in dependent order. The
    column of an input that varies from year to year shows its spread; results average over it.
    """
    return {name: _column(p.distribution, name, scenario.tie(name), draws, seed)
            for name, p in scenario.sampled.items()}


def percentiles_used(scenario: Scenario, draws: int, seed: int) -> dict[str, FloatArray]:
    """The percentiles of `sample` for every uncertain parameter by name, [draws] each."""
    found = {}
    for name in scenario.uncertain:
        tied = scenario.tie(name)
        found[name] = percentiles(name, draws, seed) if tied is None else (
            copula.tied_percentiles(tied, draws, seed)[name])
    return found


def check_sampling(draws: int, seed: int) -> None:
    """PraError out_of_bounds unless 1 <= draws <= MAX_DRAWS and seed >= 0."""
    if not 1 <= draws <= MAX_DRAWS:
        raise PraError("out_of_bounds", "draws", draws, f"1 … {MAX_DRAWS:,}")
    if seed < 0:
        raise PraError("out_of_bounds", "seed", seed, "0 or more")


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

    What varies from year to year is taken as `values` has it; `by_years` goes through the years.
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


@lru_cache(maxsize=4)
def _shared_founders(scenario: Scenario, draws: int, seed: int,
                     boundaries: str) -> Founders:  # noqa: ARG001 - part of the key
    """What becomes of founders depends on no measure, so it is kept between assessments."""
    return founders(scenario, sample(scenario, draws, seed))


def shared_founders(scenario: Scenario, draws: int, seed: int) -> Founders:
    """`founders` at the draws of `sample(scenario, draws, seed)`, kept between calls."""
    return _shared_founders(scenario.changed(selected=()), draws, seed, reference.boundary_set())


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some futures with all their years: values and founders are [rows], futures x years."""

    draws: slice
    years: Years
    values: Values
    fate: Founders


def by_years(scenario: Scenario, values: Values, fate: Founders, fixed: Collection[str] = ()
             ) -> Iterator[Part]:
    """The futures in parts of at most `ROWS` rows; where nothing varies one part, as given.

    Inputs named in `fixed` are what `values` says in every year.
    """
    draws = fate.line.size
    step = max(1, ROWS // year_to_year.years(scenario).count)
    if year_to_year.years(scenario).count == 1:
        step = draws
    for start in range(0, draws, step):
        yield lived(scenario, values, fate, slice(start, min(start + step, draws)), fixed)


def lived(scenario: Scenario, values: Values, fate: Founders, some: slice,
          fixed: Collection[str] = ()) -> Part:
    """Some futures with all their years; as given where nothing varies (then all of them)."""
    over = year_to_year.years(scenario)
    if over.count == 1:
        return Part(some, over, values, fate)
    rows = Rows(values, over, some, fixed)
    return Part(some, over, rows, _lived(scenario, fate, rows, over, some, fixed))


def _lived(scenario: Scenario, fate: Founders, rows: Values, over: Years, some: slice,
           fixed: Collection[str]) -> Founders:
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


def yearly_means(scenario: Scenario, values: Values, fate: Founders,
                 leaf: Callable[[Part], FloatArray], fixed: Collection[str] = ()) -> FloatArray:
    """E_v of what `leaf` gives for a part, [..., rows] -> [..., draws]."""
    found = [part.years.mean(leaf(part)) for part in by_years(scenario, values, fate, fixed)]
    return found[0] if len(found) == 1 else np.concatenate(found, axis=-1)
