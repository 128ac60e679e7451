"""The climate model with other values, or in another climate: what-if beside the assessment.

Nothing here is kept: a variant is shown next to the scenario's own result. Every uncertain input
that is not varied stands at its median.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from pra_core import climate_futures, endangered_area, landing, reference
from pra_core.climate import ensemble
from pra_core.climate.shift import share_of_years, shifted, year_anomalies
from pra_core.climate.suitability import ecoclimatic
from pra_core.climate_futures import MEMBERS, SEED, case_of, central
from pra_core.climate_rules import rule_index
from pra_core.frozen import FloatArray
from pra_core.parameter import QUANTITIES
from pra_core.pest import CitedTable, ClimateModel, DwarfBunt, Ecoclimatic, Rule
from pra_core.scenario import Scenario
from pra_core.streams import percentiles

YEARS = 11
"""Equally likely years of a varying climate."""
MOST_IRRIGATION = 60.0
"""Largest irrigation offered [mm per week]."""
IRRIGATION = "irrigation_mm"
REACH: dict[str, float] = {"degC": 6.0, "1": 0.5}
"""How far a value may be moved from the sheet's, by unit; others by `FACTOR`."""
FACTOR = 3.0
ORDER = "order of what-if futures"
"""Futures stand in order of persistence; first results must not come from its low end alone."""
NO_CHANGE = (0.0,) * 12, (1.0,) * 12
"""Warming and factors on rain of the normals themselves."""


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One value of the climate model that can be moved."""

    field: str
    value: float
    low: float
    high: float
    unit: str

    @property
    def step(self) -> float:
        """A round step, about a hundredth of the way from `low` to `high`."""
        size = 10.0 ** math.floor(math.log10((self.high - self.low) / 100))
        return next(size * k for k in (1, 2, 5, 10) if 100 * size * k >= self.high - self.low)

    @property
    def format(self) -> str:
        """How a value is written to the digits of a step."""
        return f"%.{max(0, -math.floor(math.log10(self.step) + 1e-9))}f"


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """Suitability of the PRA area in a variant; arrays [cells], read-only."""

    index: FloatArray
    """0-100."""
    years: FloatArray | None
    """Share of years in which the cell is suitable; None where years are not varied."""
    suitable_km2: float
    """Area with an index from the median threshold on."""
    arrivals: float
    """Share of arriving units that ends up there."""
    persistence: float
    """Chance that climate lets a founder persist, at the median of the link."""

    def suitable(self, threshold: float) -> NDArray[np.bool_]:
        """Whether each cell counts as suitable."""
        return np.asarray((self.index >= threshold) & (self.index > 0))


def can_vary(scenario: Scenario) -> bool:
    """Whether the climate model computes its index; a published table does not."""
    return not isinstance(scenario.pest.climate_model, CitedTable)


def years_vary(scenario: Scenario) -> bool:
    """Whether years can be varied; the index of dwarf bunt is itself a share of winters."""
    return can_vary(scenario) and not isinstance(scenario.pest.climate_model, DwarfBunt)


def threshold(scenario: Scenario) -> float:
    """Median of the index from which a cell counts as suitable."""
    return central(scenario.pest.climate_model.suitable_from)


def adjustable(scenario: Scenario) -> dict[str, Adjustable]:
    """The values that can be moved, uncertain ones first, with limits around their median."""
    model = scenario.pest.climate_model
    laws = climate_futures.inputs(model)
    values = {field: central(law) for field, law in laws.items()}
    if isinstance(model, Ecoclimatic):
        values |= {field: value for field, value in model.sheet if value is not None
                   and field not in values}
    found = {}
    for field, value in values.items():
        span = laws[field].distribution.support if field in laws else (value, value)
        rate = QUANTITIES[field].units[0].startswith("1/week")  # sheets print some with a minus
        one = _limits(field, abs(value) if rate else value,
                      tuple(map(abs, span)) if rate else span)
        if one.low < one.high:  # a rate of 0 cannot be moved by a factor
            found[field] = one
    if isinstance(model, Ecoclimatic):
        found[IRRIGATION] = Adjustable(IRRIGATION, model.irrigation_mm, 0.0, MOST_IRRIGATION,
                                       "mm/week")
    return found


def _limits(field: str, value: float, span: tuple[float, ...]) -> Adjustable:
    quantity = QUANTITIES[field]
    unit = quantity.units[0]
    reach = REACH.get(unit)
    ends = (value - reach, value + reach) if reach is not None else (value / FACTOR, value * FACTOR)
    low, high = min(*ends, *span), max(*ends, *span)
    return Adjustable(field, value, max(low, quantity.low), min(high, quantity.high), unit)


def what_if(scenario: Scenario, values: Mapping[str, float]) -> Variant:
    """The scenario with some values of `adjustable` replaced, in the scenario's own climate.

    Raises:
        PraError: `order`, `out_of_bounds`, `unknown_id` for values the model cannot have.
    """
    place = climate_futures.climate_of(case_of(scenario))
    index = _index(scenario.pest.climate_model, values, place.temperature, place.precipitation,
                   place.latitude)
    return _variant(scenario, index, None)


def other_climate(scenario: Scenario, warming: tuple[float, ...] = NO_CHANGE[0],
                  rain: tuple[float, ...] = NO_CHANGE[1], sd: float = 0.0) -> Variant:
    """The scenario's model on the normals changed by month, years varying by `sd` [degC].

    A change the scenario itself holds (`climate_scenario`) is left out, so that the normals are
    what is compared with. A year is taken to be followed by years like itself.

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    model, normals = scenario.pest.climate_model, reference.climate_normals()
    cells = climate_futures.climate_of(case_of(scenario)).cells
    months = shifted(normals.temperature[:, cells], normals.precipitation[:, cells], warming, rain)
    latitude = normals.latitude[cells]
    index, years = _index(model, {}, *months, latitude), None
    if sd > 0 and years_vary(scenario):
        each = [index if anomaly == 0 else _index(model, {}, months[0] + anomaly, months[1],
                                                  latitude)
                for anomaly in year_anomalies(sd, YEARS)]
        years = share_of_years(np.stack(each), threshold(scenario))
    return _variant(scenario, index, years)


def _index(model: ClimateModel, values: Mapping[str, float], temperature: FloatArray,
           precipitation: FloatArray, latitude: FloatArray) -> FloatArray:
    medians = {field: central(law) for field, law in climate_futures.inputs(model).items()}
    if isinstance(model, Ecoclimatic):
        given = {**medians, IRRIGATION: model.irrigation_mm, **values}
        irrigation, spread = given.pop(IRRIGATION), given.pop("diurnal_range")
        return ecoclimatic(temperature, precipitation, latitude,
                           model.sheet.model_copy(update=given), spread, model.capacity_mm,
                           model.accumulation, irrigation).ei
    if not isinstance(model, Rule):
        raise TypeError(type(model))  # `can_vary` says no
    return rule_index(model, {**medians, **values}, temperature, precipitation, latitude)


def _variant(scenario: Scenario, index: FloatArray, years: FloatArray | None) -> Variant:
    found, limit = endangered_area.suitability(scenario), threshold(scenario)
    chosen = (index >= limit) & (index > 0)
    full = np.full(1, central(scenario.pest.climate_model.full_suitability))
    weights = landing.weights(scenario.pra_area, scenario.landing)
    persists = climate_futures.persistence(case_of(scenario), index, full, None)
    return Variant(index, years, float(found.area_km2[chosen].sum()),
                   min(1.0, float(weights[chosen].sum())), float(persists[0]))


def chance_what_if(scenario: Scenario, values: Mapping[str, float], step: int = 32
                   ) -> Iterator[tuple[int, FloatArray]]:
    """P(each cell is suitable) with some values replaced: (futures done, chance so far), [cells].

    All other uncertain inputs and the threshold vary as in the assessment; the last step has
    `MEMBERS` futures. Only for the growth-and-stress model.

    Raises:
        PraError: `order` where a value cannot stand beside the range of an uncertain one.
    """
    case, model = case_of(scenario), scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    futures, mixed = climate_futures.members(case), percentiles(ORDER, MEMBERS, SEED).argsort()
    rows = (np.tile(climate_futures.sheet_row(model), (MEMBERS, 1)) if futures is None
            else futures.rows[mixed])
    for field, value in values.items():
        if field != IRRIGATION:
            rows[:, ensemble.FIELDS.index(field)] = value
    place = climate_futures.climate_of(case)
    weeks = ensemble.weeks(place.temperature, place.precipitation, place.latitude,
                           model.capacity_mm, values.get(IRRIGATION, model.irrigation_mm))
    steps = ensemble.suitable_share_progress(weeks, rows, _thresholds(scenario),
                                             model.accumulation, step)
    for done, share in steps:
        yield done, share.astype(np.float64)


def _thresholds(scenario: Scenario) -> FloatArray:
    law = scenario.pest.climate_model.suitable_from
    return np.asarray(law.distribution.ppf(percentiles(law.name, MEMBERS, SEED)), np.float64)


def area_drivers(scenario: Scenario) -> pd.DataFrame:
    """Which uncertain inputs move the suitable area over the futures of the climate model.

    One row per uncertain input and for the threshold, strongest first: name (of the parameter),
    correlation (Spearman's rank correlation with the suitable area), low and high (mean area [km2]
    in the quarter of futures with the lowest and the highest values).
    """
    found, limits = endangered_area.suitability(scenario), _thresholds(scenario)
    futures = climate_futures.members(case_of(scenario))
    law = scenario.pest.climate_model.suitable_from
    columns = {} if futures is None else dict(futures.values)
    columns[law.name] = limits
    index = [found.index] * MEMBERS if futures is None else futures.index
    area = np.array([found.area_km2[(row >= limit) & (row > 0)].sum()
                     for row, limit in zip(index, limits, strict=True)])
    rows = [{"name": name, **_driven(values, area)} for name, values in columns.items()
            if np.ptp(values) > 0]
    frame = pd.DataFrame(rows, columns=["name", "correlation", "low", "high"])
    order = frame["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _driven(values: FloatArray, area: FloatArray) -> dict[str, float]:
    quarter = max(1, values.size // 4)
    order = np.argsort(values, kind="stable")
    moved = np.ptp(area) > 0
    ranks = np.corrcoef(rankdata(values), rankdata(area))[0, 1] if moved else 0.0
    return {"correlation": float(ranks), "low": float(area[order[:quarter]].mean()),
            "high": float(area[order[-quarter:]].mean())}


def strongest(scenario: Scenario, most: int = 2) -> list[str]:
    """Fields of `adjustable` that move the suitable area most, strongest first."""
    frame = area_drivers(scenario)
    field = {law.name: one
             for one, law in climate_futures.inputs(scenario.pest.climate_model).items()}
    return [field[name] for name in frame["name"] if name in field][:most]
