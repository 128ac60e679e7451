"""Sampled inputs of a scenario, and the same in every year of each simulated future."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pra_core import copula, reference
from pra_core.chain import Founders, Values
from pra_core.copula import Block
from pra_core.distribution import Distribution
from pra_core.errors import PraError
from pra_core.founders import founders, line_survival, values_at
from pra_core.founders import lived as lived_founders
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.streams import percentiles
from pra_core.year_to_year import Rows, Years
from pra_core.years_needed import years

__all__ = ["MAX_DRAWS", "ROWS", "Part", "by_years", "check_sampling", "founders", "line_survival",
           "lived", "percentiles_used", "sample", "shared_founders", "values_at", "yearly_means"]

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
    step = max(1, ROWS // years(scenario).count)
    if years(scenario).count == 1:
        step = draws
    for start in range(0, draws, step):
        yield lived(scenario, values, fate, slice(start, min(start + step, draws)), fixed)


def lived(scenario: Scenario, values: Values, fate: Founders, some: slice,
          fixed: Collection[str] = ()) -> Part:
    """Some futures with all their years; as given where nothing varies (then all of them)."""
    over = years(scenario)
    if over.count == 1:
        return Part(some, over, values, fate)
    rows = Rows(values, over, some, fixed)
    return Part(some, over, rows, lived_founders(scenario, fate, rows, over, some, fixed))


def yearly_means(scenario: Scenario, values: Values, fate: Founders,
                 leaf: Callable[[Part], FloatArray], fixed: Collection[str] = ()) -> FloatArray:
    """E_v of what `leaf` gives for a part, [..., rows] -> [..., draws]."""
    found = [part.years.mean(leaf(part)) for part in by_years(scenario, values, fate, fixed)]
    return found[0] if len(found) == 1 else np.concatenate(found, axis=-1)
