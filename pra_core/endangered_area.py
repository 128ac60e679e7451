"""Climate suitability of the PRA area as a scenario defines it (ISPM 11, 2.2.2.2 and 2.2.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pra_core import reference
from pra_core.climate.endangered import climate_persistence
from pra_core.climate.rule import blossom_blight_index
from pra_core.climate.suitability import (
    EcoclimaticResult,
    WeeklyProfile,
    ecoclimatic,
    limiting_below,
    weekly_profile,
)
from pra_core.frozen import FloatArray
from pra_core.parameter import Parameter
from pra_core.pest import BlossomBlight, CitedTable, Ecoclimatic
from pra_core.pra_area import PraArea
from pra_core.scenario import Scenario

_ClimateModel = Ecoclimatic | BlossomBlight | CitedTable


@dataclass(frozen=True, slots=True, eq=False)
class Suitability:
    """Suitability of the land cells of the PRA area; arrays [cells]."""

    cells: NDArray[np.intp]
    """Position of each cell in the climate grid."""
    latitude: FloatArray
    longitude: FloatArray
    country: NDArray[np.str_]
    index: FloatArray
    """0–100: ecoclimatic index, rule index or published index."""
    weights: FloatArray
    """Share of arriving units that end up in the cell, sum 1."""
    area_km2: FloatArray
    detail: EcoclimaticResult | None
    """Growth, stresses and limiting factor, for the ecoclimatic model."""


def fixed_value(parameter: Parameter) -> float:
    """The value of a parameter that the schema requires to be fixed."""
    return float(parameter.distribution.mean())


def suitability(scenario: Scenario) -> Suitability:
    """Suitability of every land cell of the scenario's PRA area (shared, read-only)."""
    return _suitability(scenario.pest.climate_model.model_dump_json(),
                        scenario.pra_area.model_dump_json(), reference.boundary_set())


@lru_cache(maxsize=16)
def _suitability(model_json: str, area_json: str, boundaries: str  # noqa: ARG001 - cache key
                 ) -> Suitability:
    area = PraArea.model_validate_json(area_json)
    model = _model(model_json)
    normals = reference.climate_normals()
    cells = reference.pra_area_cells(area.countries, area.box)
    detail: EcoclimaticResult | None = None
    if isinstance(model, Ecoclimatic):
        detail = ecoclimatic(
            normals.temperature[:, cells], normals.precipitation[:, cells],
            normals.latitude[cells], model.sheet, fixed_value(model.diurnal_range),
            model.capacity_mm, model.accumulation)
        index = detail.ei
    elif isinstance(model, BlossomBlight):
        index = blossom_blight_index(
            normals.temperature[:, cells], normals.precipitation[:, cells],
            normals.latitude[cells], model.bloom_months, bloom_hemisphere=model.bloom_hemisphere,
            diurnal_range=fixed_value(model.diurnal_range), daily_sd=fixed_value(model.daily_sd),
            wet_month_mm=fixed_value(model.wet_month))
    else:
        published = {a.country: a.index for a in model.areas}
        index = np.array([published.get(str(c), 0.0) for c in normals.country[cells]])
    return Suitability(
        cells, normals.latitude[cells], normals.longitude[cells], normals.country[cells], index,
        reference.landing_weights(area.countries, area.box), normals.area_km2[cells], detail)


def _model(text: str) -> _ClimateModel:
    for kind in (Ecoclimatic, BlossomBlight, CitedTable):
        if f'"kind":"{kind.model_fields["kind"].default}"' in text:
            return kind.model_validate_json(text)
    raise TypeError(text)


def persistence(scenario: Scenario, full: FloatArray) -> FloatArray:
    """p_climate = sum_c w_c min(1, index_c / full), [draws] (design 2.2)."""
    found = suitability(scenario)
    return climate_persistence(found.index, found.weights, full)


def suitable_area(scenario: Scenario, threshold: FloatArray) -> FloatArray:
    """Area of the cells whose index reaches the threshold, km2, [draws].

    A cell with index 0 is never suitable, whatever the threshold.
    """
    found = suitability(scenario)
    order = np.argsort(found.index)
    ranked, area = found.index[order], found.area_km2[order]
    above = np.concatenate([np.cumsum(area[::-1])[::-1], [0.0]])
    low = np.searchsorted(ranked, 0.0, side="right")
    return np.asarray(above[np.maximum(np.searchsorted(ranked, threshold, side="left"), low)])


def limiting_factors(scenario: Scenario, threshold: float) -> NDArray[np.int64] | None:
    """What keeps unsuitable cells unsuitable, codes of LimitingFactor; None if not modelled."""
    found = suitability(scenario)
    if found.detail is None:
        return None
    return limiting_below(found.detail.limiting, found.index, threshold)


def profile(scenario: Scenario, cell: int) -> WeeklyProfile | None:
    """The weeks of one cell of the PRA area, by its position in `Suitability.cells`."""
    model = scenario.pest.climate_model
    if not isinstance(model, Ecoclimatic):
        return None
    normals, at = reference.climate_normals(), suitability(scenario).cells[cell]
    return weekly_profile(
        normals.temperature[:, at], normals.precipitation[:, at], float(normals.latitude[at]),
        model.sheet, fixed_value(model.diurnal_range), model.capacity_mm, model.accumulation)
