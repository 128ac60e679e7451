"""How the climate model agrees with records of where the pest was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from pra_core import climate_futures, reference
from pra_core.climate import ensemble
from pra_core.climate.limiting import limiting_below
from pra_core.climate.suitability import ecoclimatic
from pra_core.climate_rules import rule_members
from pra_core.climate_sheet import ClimateSheet
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.pest import CitedTable, ClimateModel, Ecoclimatic, Rule
from pra_core.records.table import Records, nearest
from pra_core.scenario import Scenario
from pra_core.streams import percentiles


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How the climate model agrees with records; cells are distinct cells with a record."""

    line: NDArray[np.int64]
    """Line of each record that was compared, [k]."""
    position: NDArray[np.intp]
    """Place of each in `Records`, [k]."""
    index: FloatArray
    """Index of the nearest land cell, [k], at the medians of the model's inputs."""
    suitable: NDArray[np.bool_]
    """Whether it reaches the median threshold (and is above 0), [k]."""
    limiting: NDArray[np.int64] | None
    """What limits each record's cell, codes of LimitingFactor; None where not modelled."""
    at_sea: tuple[int, ...]
    """Lines of records farther than 30 km from land; not compared."""
    countries: tuple[str, ...]
    """Countries with a record; their land is what chance is judged against."""
    threshold: float
    sensitivity: float
    """Share of records in suitable cells; `low` and `high` are its 5 and 95 % quantiles over the
    uncertain climate model and threshold."""
    low: float
    high: float
    cells: int
    cells_suitable: int
    area_share: float
    """Share of the countries' land that is suitable."""
    chance: float
    """Probability that cells placed at random on that land would do as well, one-sided."""
    curve: FloatArray
    """[2, m]: share of land and share of cells with at least each index, highest index first."""


def agreement(scenario: Scenario, records: Records) -> Agreement:
    """Compare records with the scenario's climate model in the present climate.

    A cell is suitable when its index reaches the threshold and is above 0. Chance: with area share
    s and m distinct cells of which x are suitable, P(X >= x) for X ~ Binomial(m, s) (Anderson,
    Lew & Peterson 2003, Ecological Modelling 162:211-232).

    Raises:
        PraError: `unreachable` when no record is within 30 km of land.
    """
    cell, land = nearest(records.latitude, records.longitude)
    if not land.any():
        raise PraError("unreachable", value="0", allowed="a record on land")
    kept, normals = np.flatnonzero(land), reference.climate_normals()
    at, occupied = cell[kept], np.unique(cell[kept])
    countries = sorted(set(normals.country[occupied].tolist()) - {""})
    around = np.union1d(np.flatnonzero(np.isin(normals.country, countries)), occupied)
    model = scenario.pest.climate_model
    threshold = climate_futures.central(model.suitable_from)
    index = _index(model, around)[0]
    there, cells = (index[np.searchsorted(around, places)] for places in (at, occupied))
    good, area = _reaches(index, threshold), normals.area_km2[around]
    share = float(area[good].sum() / area.sum())
    hits = int(_reaches(cells, threshold).sum())
    spread = _sensitivities(model, at)
    low, high = np.quantile(spread, [0.05, 0.95])
    suitable = _reaches(there, threshold)
    return Agreement(
        line=records.line[kept], position=kept, index=there, suitable=suitable,
        limiting=_limits(model, at, there, threshold), at_sea=_lines(records, ~land),
        countries=tuple(countries), threshold=threshold, sensitivity=float(suitable.mean()),
        low=float(low), high=float(high), cells=occupied.size, cells_suitable=hits,
        area_share=share, chance=float(binom.sf(hits - 1, occupied.size, share)),
        curve=_curve(index, area, cells))


def _lines(records: Records, chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(records.line[chosen].tolist())


def _reaches(index: FloatArray, threshold: FloatArray | float) -> NDArray[np.bool_]:
    return (index >= threshold) & (index > 0)


def _climate(cells: NDArray[np.intp]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Temperature and precipitation [12, cells] and latitude [cells] of the normals."""
    normals = reference.climate_normals()
    return (normals.temperature[:, cells].astype(np.float64),
            normals.precipitation[:, cells].astype(np.float64), normals.latitude[cells])


def _index(model: ClimateModel, cells: NDArray[np.intp],
           values: Mapping[str, FloatArray] | None = None) -> FloatArray:
    """Index for each set of values of the model's inputs, by field [k]; by default the medians.

    Returns [k, cells].
    """
    given = values or {field: np.full(1, climate_futures.central(law))
                       for field, law in climate_futures.inputs(model).items()}
    if isinstance(model, Ecoclimatic):
        count = len(next(iter(given.values())))
        rows = np.stack([climate_futures.sheet_row(
            model, {field: float(column[k]) for field, column in given.items()})
            for k in range(count)])
        weeks = ensemble.weeks(*_climate(cells), model.capacity_mm, model.irrigation_mm)
        return ensemble.index_of_members(weeks, rows, model.accumulation).astype(np.float64)
    if isinstance(model, CitedTable):
        published = {area.country: area.index for area in model.areas}
        countries = reference.climate_normals().country[cells]
        return np.array([[published.get(str(code), 0.0) for code in countries]])
    assert isinstance(model, Rule)  # no other climate model is computed
    return rule_members(model, given, *_climate(cells)).astype(np.float64)


def _sensitivities(model: ClimateModel, at: NDArray[np.intp]) -> FloatArray:
    """Share of records in suitable cells for each member of the uncertain model and threshold."""
    members, seed = climate_futures.MEMBERS, climate_futures.SEED
    law, uncertain = model.suitable_from, climate_futures.uncertain(model)
    threshold = law.sample(percentiles(law.name, members, seed))
    values = {field: p.sample(percentiles(p.name, members, seed))
              for field, p in climate_futures.inputs(model).items()} if uncertain else None
    cells, back = np.unique(at, return_inverse=True)
    index = _index(model, cells, values)[:, back]
    return np.asarray(_reaches(index, threshold[:, None]).mean(axis=1))


def _limits(model: ClimateModel, at: NDArray[np.intp], index: FloatArray, threshold: float
            ) -> NDArray[np.int64] | None:
    if not isinstance(model, Ecoclimatic):
        return None
    cells, back = np.unique(at, return_inverse=True)
    sheet = ClimateSheet(**{**model.sheet.model_dump(), **{
        field: climate_futures.central(law) for field, law in model.uncertain.items()}})
    detail = ecoclimatic(*_climate(cells), sheet, climate_futures.central(model.diurnal_range),
                         model.capacity_mm, model.accumulation, irrigation_mm=model.irrigation_mm)
    return limiting_below(detail.limiting[back], index, threshold)


def _curve(index: FloatArray, area: FloatArray, cells: FloatArray) -> FloatArray:
    """Share of land and of cells at or above 101 levels of the index, from the highest down."""
    levels = np.linspace(100.0, 0.0, 101)
    order = np.argsort(index)
    above = np.concatenate([np.cumsum(area[order][::-1])[::-1], [0.0]])
    land = above[np.searchsorted(index[order], levels, side="left")] / area.sum()
    found = (cells[:, None] >= levels).mean(axis=0)
    return np.stack([land, found])
