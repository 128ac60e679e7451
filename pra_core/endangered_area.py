"""Climate suitability and the endangered area as a scenario defines them (ISPM 11, 2.2.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import RLock

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from pra_core import climate_futures, hosts, landing, reference
from pra_core.climate import ensemble
from pra_core.climate.suitability import (
    EcoclimaticResult,
    WeeklyProfile,
    ecoclimatic,
    limiting_below,
    weekly_profile,
)
from pra_core.climate_futures import SEED, ClimateCase, case_of, central, member_of
from pra_core.climate_sheet import ClimateSheet
from pra_core.distribution import Distribution
from pra_core.frozen import FloatArray
from pra_core.pest import Ecoclimatic
from pra_core.pra_area import Hosts
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.streams import percentiles

Values = Mapping[str, FloatArray]
KNOTS = 20_001
"""Points of the threshold's law that P(suitable) is read from, between index 0 and 100."""

DENSITIES = 2_000
"""Simulated futures of the host density from which loss matters, for the map."""


@dataclass(frozen=True, slots=True, eq=False)
class Suitability:
    """Suitability of the land cells of the PRA area; arrays [cells] unless said otherwise."""

    cells: NDArray[np.intp]
    """Position of each cell in the climate grid."""
    latitude: FloatArray
    longitude: FloatArray
    country: NDArray[np.str_]
    index: FloatArray
    """0–100 at the median of every uncertain input: ecoclimatic, rule or published index."""
    weights: FloatArray
    """Share of arriving units that end up in the cell, sum 1."""
    area_km2: FloatArray
    detail: EcoclimaticResult | None
    """Growth, stresses and limiting factor, for the ecoclimatic model."""
    members: NDArray[np.float32] | None = None
    """Index in each future of an uncertain climate model, [members, cells]; None if certain."""
    host_hectares: FloatArray | None = None
    """Hosts in the cell [ha]; None where the scenario maps no hosts."""

    @property
    def host_share(self) -> FloatArray | None:
        """Share of the PRA area's hosts in each cell, sum 1; None where hosts are not mapped.

        All 0 where none of the mapped hosts grows in the PRA area.
        """
        if self.host_hectares is None:
            return None
        whole = float(self.host_hectares.sum())
        return self.host_hectares / whole if whole > 0 else np.zeros_like(self.host_hectares)


@dataclass(frozen=True, slots=True, eq=False)
class Endangered:
    """The endangered area of each simulated future, [draws]."""

    suitable: FloatArray
    """km2 of land where climate suits the pest."""
    area: FloatArray
    """km2 of land: suitable, with hosts, and with a loss that matters, where these are given."""
    hosts: FloatArray
    """Share of the hosts in it; 1 where hosts are not mapped and some area is endangered."""


def suitability(scenario: Scenario) -> Suitability:
    """Suitability of every land cell of the scenario's PRA area (shared, read-only)."""
    grown = scenario.hosts
    return _suitability(case_of(scenario), "" if grown is None else grown.model_dump_json())


def _bytes(found: Suitability) -> int:
    """Memory of one area: a dozen arrays of 8 bytes a cell, and the members."""
    return 100 * found.cells.size + (0 if found.members is None else found.members.nbytes)


@cached(LRUCache(climate_futures.KEPT_BYTES, _bytes), lock=RLock())
def _suitability(case: ClimateCase, grown: str) -> Suitability:
    place, normals = climate_futures.climate_of(case), reference.climate_normals()
    detail: EcoclimaticResult | None = None
    if isinstance(case.model, Ecoclimatic):
        detail = ecoclimatic(
            place.temperature, place.precipitation, place.latitude, central_sheet(case.model),
            central(case.model.diurnal_range), case.model.capacity_mm, case.model.accumulation,
            case.model.irrigation_mm)
    index = climate_futures.central_index(case) if detail is None else detail.ei
    futures = climate_futures.members(case)
    cells = place.cells
    return Suitability(
        cells, place.latitude, normals.longitude[cells], normals.country[cells], index,
        landing.weights(case.area, case.landing), normals.area_km2[cells], detail,
        None if futures is None else futures.index,
        hosts.host_hectares(Hosts.model_validate_json(grown), cells) if grown else None)


def central_sheet(model: Ecoclimatic) -> ClimateSheet:
    """The sheet with the median of every uncertain value."""
    return model.sheet.model_copy(
        update={field: central(law) for field, law in model.uncertain.items()})


def chance_suitable(found: Suitability, law: Distribution) -> FloatArray:
    """P(the cell's index reaches the threshold), [cells].

    Mean over the futures of the climate model of P(threshold <= index), `law` being that of the
    threshold: exact for a certain model, else read at the nearest of `KNOTS` points of the law. A
    cell with index 0 is never suitable.
    """
    if found.members is None:
        return np.where(found.index > 0, np.asarray(law.cdf(found.index)), 0.0)
    if law.kind == "fixed":
        return np.asarray(((found.members >= law.mean()) & (found.members > 0)).mean(axis=0))
    reached, total = np.asarray(law.cdf(np.linspace(0.0, 100.0, KNOTS))), np.zeros(found.index.size)
    for row in found.members:
        knot = np.rint(row * np.float32((KNOTS - 1) / 100)).astype(np.int32)
        total += np.where(row > 0, reached[knot], 0.0)
    return total / len(found.members)


def endangered_chance(scenario: Scenario, suitable: FloatArray) -> FloatArray:
    """P(a cell belongs to the endangered area), [cells], from P(suitable), [cells].

    P(suitable) times P(the loss where its hosts grow reaches `important_loss`), which hang on
    different inputs; 0 where no hosts grow; P(suitable) itself where hosts are not mapped.
    """
    found = suitability(scenario)
    share, c = found.host_share, scenario.consequences
    if share is None:
        return suitable
    used = [c.host_value, c.host_area, *(e.amount for e in c.effects), c.important_loss]
    values = {p.name: np.asarray(p.distribution.ppf(percentiles(p.name, DENSITIES, SEED)))
              for p in used if p is not None}
    limits = np.sort(_density_from(scenario, values))
    matters = np.searchsorted(limits, share / found.area_km2, side="right") / limits.size
    return np.where(share > 0, suitable * matters, 0.0)


def persistence(scenario: Scenario, full: FloatArray, pick: FloatArray | None = None,
                arrival: tuple[float, ...] | None = None) -> FloatArray:
    """p_climate = sum_c w_c g(index_c), [draws] (design 2.2; see `climate_futures.persistence`)."""
    return climate_futures.persistence(case_of(scenario), suitability(scenario).index, full, pick,
                                       arrival)


def suitable_area(scenario: Scenario, threshold: FloatArray, pick: FloatArray | None = None
                  ) -> FloatArray:
    """Area of the cells whose index reaches the threshold, km2, [draws].

    `pick` is the percentile of the climate model's future; None reads the central index. A cell
    with index 0 is never suitable, whatever the threshold.
    """
    found = suitability(scenario)
    if found.members is not None and pick is not None:
        return _counted(found, pick, threshold, None)[0]
    order = np.argsort(found.index)
    ranked, area = found.index[order], found.area_km2[order]
    above = np.concatenate([np.cumsum(area[::-1])[::-1], [0.0]])
    low = np.searchsorted(ranked, 0.0, side="right")
    return np.asarray(above[np.maximum(np.searchsorted(ranked, threshold, side="left"), low)])


def endangered(scenario: Scenario, values: Values) -> Endangered:
    """Where climate suits, hosts grow and the loss matters, [draws] (ISPM 5; design 2.3).

    A cell counts where index >= threshold, hosts grow, and its loss per area of land while the pest
    is there, host share / area x (value of production x share lost + host area x cost per
    hectare), reaches `important_loss`. Without mapped hosts: the suitable area.
    """
    model, found = scenario.pest.climate_model, suitability(scenario)
    threshold, pick = values[model.suitable_from.name], values.get(CLIMATE_MODEL)
    suitable = suitable_area(scenario, threshold, pick)
    if found.host_hectares is None:
        return Endangered(suitable, suitable, np.where(suitable > 0, 1.0, 0.0))
    area, share = _counted(found, pick, threshold, _density_from(scenario, values))
    return Endangered(suitable, area, share)


def _density_from(scenario: Scenario, values: Values) -> FloatArray:
    """Share of the hosts per km2 of land from which loss matters, [draws]; 0 if not stated."""
    c = scenario.consequences
    per_year = np.zeros_like(values[c.host_value.name])
    for effect in c.effects:
        whole = {"share_of_value": c.host_value, "per_hectare": c.host_area}.get(effect.basis)
        if whole is not None:
            per_year = per_year + values[effect.amount.name] * values[whole.name]
    if c.important_loss is None:
        return np.zeros_like(per_year)
    limit = values[c.important_loss.name]
    return np.where(limit > 0, np.divide(limit, per_year, out=np.full_like(per_year, np.inf),
                                         where=per_year > 0), 0.0)


def _counted(found: Suitability, pick: FloatArray | None, threshold: FloatArray,
             density_from: FloatArray | None) -> tuple[FloatArray, FloatArray]:
    """Area [km2] and share of hosts in the cells that count, [draws] each."""
    # Not rounded to float32: a published index may equal the threshold.
    index: NDArray[np.floating] = found.index[None]
    member = np.zeros(threshold.size, np.int64)
    if found.members is not None and pick is not None:
        index, member = found.members, member_of(pick)
    share = found.host_share
    if share is None or density_from is None:
        everywhere = np.ones(found.area_km2.size)
        return ensemble.endangered_draws(index, member, threshold, everywhere,
                                         np.zeros(threshold.size), found.area_km2, everywhere)
    return ensemble.endangered_draws(index, member, threshold, share / found.area_km2,
                                     density_from, found.area_km2, share)


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
    place = climate_futures.climate_of(case_of(scenario))
    return weekly_profile(
        place.temperature[:, cell], place.precipitation[:, cell], float(place.latitude[cell]),
        central_sheet(model), central(model.diurnal_range), model.capacity_mm, model.accumulation,
        model.irrigation_mm)
