"""Suitability of the PRA area by country and by city, and what the assumed climate does to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import endangered_area, reference
from pra_core.climate.endangered import aggregate
from pra_core.climate.limiting import LimitingFactor
from pra_core.climate_futures import (
    MEMBERS,
    SEED,
    case_of,
    central,
    climate_of,
    inputs,
    member_of,
)
from pra_core.climate_rules import rule_index
from pra_core.distribution import Distribution, Fixed
from pra_core.endangered_area import Suitability, central_sheet
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.pest import BlossomBlight, Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.sphere import arc_km, on_sphere
from pra_core.streams import percentiles

CITY_REACH_KM = 60.0
"""A city farther than this from every cell of the PRA area lies outside it [km]."""
UNKNOWN = (0.1, 0.9)
"""A cell whose chance of being suitable lies between these is one we do not know."""
RANGE_STEPS = (-3.0, 0.0, 3.0)
"""Changes of the daily temperature range whose effect is shown [degC]."""
ABOVE_ZERO = float(np.nextafter(0.0, 1.0))
"""A cell with index 0 is never suitable, whatever the threshold."""

LIMITING_TITLES: Mapping[LimitingFactor, str] = {
    LimitingFactor.NONE: N_("Suitable"),
    LimitingFactor.TOO_COLD: N_("Too cold in winter"),
    LimitingFactor.TOO_HOT: N_("Too hot"),
    LimitingFactor.TOO_DRY: N_("Too dry"),
    LimitingFactor.TOO_WET: N_("Too wet"),
    LimitingFactor.SEASON_TOO_SHORT: N_("Too little warmth for one generation"),
    LimitingFactor.LOW_GROWTH: N_("Too little growth over the year"),
}
LIMITING_WORDS = tuple(LIMITING_TITLES[factor] for factor in LimitingFactor)
"""By code of `LimitingFactor`, to be translated."""


def threshold_law(scenario: Scenario) -> Distribution:
    """Law of the index from which a cell counts as suitable."""
    return scenario.pest.climate_model.suitable_from.distribution


def thresholds(scenario: Scenario) -> tuple[float, float, float]:
    """5, 50 and 95 % quantile of the index from which a cell counts as suitable, above 0."""
    law = threshold_law(scenario)
    low, middle, high = (max(float(law.ppf(u)), ABOVE_ZERO) for u in (0.05, 0.5, 0.95))
    return low, middle, high


def chance_suitable(found: Suitability, law: Distribution) -> FloatArray:
    """P(a cell counts as suitable), [cells] (`endangered_area.chance_suitable`)."""
    return endangered_area.chance_suitable(found, law)


def arriving_share(scenario: Scenario, threshold: FloatArray, pick: FloatArray | None = None
                   ) -> FloatArray:
    """Share of arriving units that end up in suitable cells, [draws].

    `threshold` is [draws], and `pick` the percentile of the climate model's future of each draw;
    None reads the central index.
    """
    found = endangered_area.suitability(scenario)
    limit = np.maximum(threshold, ABOVE_ZERO)
    used = found.weights > 0
    if found.members is None or pick is None:
        return _landing_above(found.index[used], found.weights[used], limit)
    member, out = member_of(pick), np.empty(limit.size)
    for k in np.unique(member):
        drawn = member == k
        out[drawn] = _landing_above(found.members[k][used].astype(np.float64),
                                    found.weights[used], limit[drawn])
    return out


def _landing_above(index: FloatArray, weights: FloatArray, limit: FloatArray) -> FloatArray:
    """Sum of the weights of cells whose index reaches each limit."""
    order = np.argsort(index)
    above = np.concatenate([np.cumsum(weights[order][::-1])[::-1], [0.0]])
    cut = np.searchsorted(index[order], limit, side="left")
    # Shares sum to 1; adding in floating point can pass it by the last digit.
    return np.asarray(np.minimum(above[cut], 1.0), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class GroupFutures:
    """Suitable area and hosts of groups of cells in joint futures; arrays [futures, groups]."""

    suitable: FloatArray
    """Land where the index reaches the threshold [km2]."""
    hosts: FloatArray | None
    """Hosts there [ha]; None where the scenario maps no hosts."""


def group_futures(scenario: Scenario, group: NDArray[np.intp], size: int) -> GroupFutures:
    """Suitable area and hosts of groups of cells in 256 futures of climate model and threshold.

    A_gk = sum over cells c of group g with index_kc >= threshold_k, index_kc > 0, of area_c; the
    same with hectares of host. Members are paired with stratified values of the threshold.

    Args:
        scenario: its PRA area, climate model and hosts.
        group: number of the group of each cell of the PRA area, 0 to size - 1, [cells].
        size: number of groups.
    """
    found, law = endangered_area.suitability(scenario), scenario.pest.climate_model.suitable_from
    limits = np.broadcast_to(np.asarray(law.distribution.ppf(
        percentiles(law.name, MEMBERS, SEED)), np.float64), MEMBERS)
    suitable = np.zeros((MEMBERS, size))
    grown = None if found.host_hectares is None else np.zeros((MEMBERS, size))
    for k, limit in enumerate(limits):
        index = found.index if found.members is None else found.members[k]
        counts = (index >= limit) & (index > 0)
        suitable[k] = np.bincount(group[counts], found.area_km2[counts], size)
        if grown is not None and found.host_hectares is not None:
            grown[k] = np.bincount(group[counts], found.host_hectares[counts], size)
    return GroupFutures(suitable, grown)


def country_table(scenario: Scenario) -> pd.DataFrame:
    """One row per country of the PRA area, largest suitable area first.

    Columns: country (code), area [km2], suitable [km2] at the median of threshold and climate
    model, suitable_low, suitable_high [km2] (5 and 95 % over both, `group_futures`; for a certain
    model exactly at the 95 and 5 % quantile of the threshold), share (of its area), arrivals
    (share of arriving units), arrivals_suitable (share that ends up in its suitable cells), mean
    and highest index, limiting (code of what keeps most of its unsuitable area unsuitable; -1
    where nothing does or it is not modelled).
    """
    found = endangered_area.suitability(scenario)
    low, middle, high = thresholds(scenario)
    by_area = aggregate(found.index, found.area_km2, found.country)
    codes = endangered_area.limiting_factors(scenario, middle)
    group, size = np.searchsorted(by_area.group, found.country), by_area.group.size

    def summed(amount: FloatArray, limit: float) -> FloatArray:
        counted = np.where(found.index >= limit, amount, 0.0)
        return np.asarray(np.bincount(group, counted, size), np.float64)

    least, most = summed(found.area_km2, high), summed(found.area_km2, low)
    if found.members is not None:
        drawn = group_futures(scenario, group, size).suitable
        least, most = np.quantile(drawn, (0.05, 0.95), axis=0)
    frame = pd.DataFrame({
        "country": by_area.group, "area": by_area.weight,
        "suitable": summed(found.area_km2, middle), "suitable_low": least, "suitable_high": most,
        "arrivals": summed(found.weights, 0.0),
        "arrivals_suitable": summed(found.weights, middle), "mean": by_area.mean,
        "highest": by_area.highest, "limiting": commonest_limit(codes, group, found, size),
    })
    frame.insert(5, "share", frame["suitable"] / frame["area"])
    return frame.sort_values(["suitable", "area"], ascending=False, ignore_index=True)


def commonest_limit(codes: NDArray[np.int64] | None, group: NDArray[np.intp],
                    found: Suitability, size: int) -> NDArray[np.int64]:
    """What keeps most of a group's unsuitable land unsuitable, [groups]; -1 where nothing does.

    `codes` are those of `endangered_area.limiting_factors`; None (not modelled) gives -1.
    """
    if codes is None:
        return np.full(size, -1)
    area = np.zeros((size, int(codes.max()) + 1))
    np.add.at(area, (group, codes), found.area_km2)
    area[:, 0] = 0.0
    return np.where(area.sum(axis=1) > 0, area.argmax(axis=1), -1)


def city_table(scenario: Scenario, most: int = 200) -> pd.DataFrame:
    """The biggest cities of the PRA area with their cell, biggest first; at most `most`.

    Columns: name, country (code), population, cell (position in `Suitability.cells`), index,
    chance (that the cell counts as suitable), limiting (code, 0 where suitable, -1 where not
    modelled), generations (per year; NaN where not modelled).
    """
    found = endangered_area.suitability(scenario)
    cities = reference.cities()
    chosen = cities[cities["iso2"].isin(scenario.pra_area.countries)]
    tree = cKDTree(on_sphere(found.latitude, found.longitude))
    chord, cell = tree.query(on_sphere(chosen["lat"].to_numpy(), chosen["lon"].to_numpy()))
    near = arc_km(np.asarray(chord, np.float64)) <= CITY_REACH_KM
    chosen, cell = chosen.loc[chosen.index[near]], np.asarray(cell)[near]
    codes = endangered_area.limiting_factors(scenario, thresholds(scenario)[1])
    none = np.full(cell.size, np.nan)
    frame = pd.DataFrame({
        "name": chosen["name"].to_numpy(), "country": chosen["iso2"].to_numpy(),
        "population": chosen["population"].to_numpy(), "cell": cell, "index": found.index[cell],
        "chance": chance_suitable(found, threshold_law(scenario))[cell],
        "limiting": -1 if codes is None else codes[cell],
        "generations": none if found.detail is None else found.detail.generations[cell],
    })
    return frame.nlargest(most, "population").reset_index(drop=True)


def range_effect(scenario: Scenario, full: FloatArray, steps: Sequence[float] = RANGE_STEPS
                 ) -> pd.DataFrame | None:
    """What another daily temperature range would do; None where the model has none.

    One row per step from its median: range [degC], suitable area [km2] and arrivals (share of
    arriving units in suitable cells) at the median threshold, persistence (mean over the draws of
    `full_suitability`); every other input of the climate model stands at its median. Steps that
    leave the allowed limits of the range are left out.
    """
    model = scenario.pest.climate_model
    if not isinstance(model, (Ecoclimatic, BlossomBlight)):
        return None
    middle = np.array([thresholds(scenario)[1]])
    rows = []
    for step in steps:
        value = central(model.diurnal_range) + step
        if not 0.0 <= value <= 30.0:
            continue
        other = _with_range(scenario, model, value)
        rows.append({
            "range": value,
            "suitable": float(endangered_area.suitable_area(other, middle)[0]),
            "arrivals": float(arriving_share(other, middle)[0]),
            "persistence": float(endangered_area.persistence(other, full).mean()),
        })
    return pd.DataFrame(rows)


def _with_range(scenario: Scenario, model: Ecoclimatic | BlossomBlight, value: float) -> Scenario:
    """A what-if in passing: no value of the climate model is kept, so none carries a source."""
    fixed: dict[str, object] = {
        field: law.model_copy(update={"distribution": Fixed(
            value=value if field == "diurnal_range" else central(law))})
        for field, law in inputs(model).items()}
    if isinstance(model, Ecoclimatic):
        fixed = {"diurnal_range": fixed["diurnal_range"], "uncertain": {},
                 "sheet": central_sheet(model)}
    changed = model.model_copy(update=fixed)
    return scenario.changed(pest=scenario.pest.model_copy(update={"climate_model": changed}))


def monthly_rule_index(scenario: Scenario, cell: int) -> FloatArray | None:
    """Index of one cell if bloom were in each single month, [12]; None for other models."""
    model = scenario.pest.climate_model
    if not isinstance(model, BlossomBlight):
        return None
    place, at = climate_of(case_of(scenario)), [cell]
    south = bool(place.latitude[cell] < 0)
    values = {field: central(law) for field, law in inputs(model).items()}
    blooms = (model.model_copy(update={"bloom_months": (month,),
                                       "bloom_hemisphere": "south" if south else "north"})
              for month in range(1, 13))
    return np.array([float(rule_index(one, values, place.temperature[:, at],
                                      place.precipitation[:, at], place.latitude[at])[0])
                     for one in blooms])


def bloom_months_at(scenario: Scenario, cell: int) -> tuple[int, ...]:
    """Months of bloom in one cell: six months later on the hemisphere the rule isn't given for."""
    model = scenario.pest.climate_model
    if not isinstance(model, BlossomBlight):
        return ()
    south = bool(endangered_area.suitability(scenario).latitude[cell] < 0)
    ahead = 0 if south == (model.bloom_hemisphere == "south") else 6
    return tuple(sorted((month - 1 + ahead) % 12 + 1 for month in model.bloom_months))


def monthly_normals(scenario: Scenario, cell: int) -> tuple[FloatArray, FloatArray]:
    """Mean temperature [degC] and precipitation [mm/month] of one cell, [12] each.

    With the scenario's change of climate, where it has one.
    """
    place = climate_of(case_of(scenario))
    return place.temperature[:, cell], place.precipitation[:, cell]
