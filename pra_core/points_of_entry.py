"""Points of entry beside the hosts: distances, and which regions lie within their reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import endangered_area, reference_places
from pra_core.endangered_area import Suitability
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.sphere import arc_km, chord_of, on_sphere

KINDS = ("seaport", "airport")
NEAR_KM = 60.0
"""A point of entry farther than this from every cell of the PRA area lies outside it [km]."""
NEGLIGIBLE = 20.0
"""Reaches after which a cell no longer counts: e^-20 is 2 in a thousand million."""


def nearest_km(latitude: FloatArray, longitude: FloatArray, to_latitude: FloatArray,
               to_longitude: FloatArray) -> FloatArray:
    """Great-circle distance [km] from each place [n] to the nearest of others [m], [n].

    Infinite where there is no other place. Degrees north and east; sphere of 6371.0 km.
    """
    if to_latitude.size == 0:
        return np.full(latitude.size, np.inf)
    chord, _ = cKDTree(on_sphere(to_latitude, to_longitude)).query(on_sphere(latitude, longitude))
    return arc_km(np.asarray(chord, np.float64))


def host_area(found: Suitability, limit: float) -> FloatArray:
    """Suitable host area of each cell [ha], [cells]: hosts, or land where hosts are not mapped.

    A cell is suitable where its index reaches `limit` and is above 0.
    """
    hectares = found.area_km2 * 100.0 if found.host_hectares is None else found.host_hectares
    return np.where((found.index >= limit) & (found.index > 0), hectares, 0.0)


def entry_table(scenario: Scenario, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """Points of entry of the PRA area with their distance to the hosts, nearest first.

    Columns: kind, code, name, country, lat, lon, distance_km (great circle to the nearest cell
    with suitable host area at the median threshold; infinite where there is none), share (of
    arriving units, from the scenario's ports; NaN where it names none). Ports the scenario names
    are listed wherever they lie: what lands there may enter a neighbour's port.

    Raises PraError: `unknown_id` (a kind that is not one of KINDS), `not_found`, `integrity`.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise PraError("unknown_id", "kinds", ", ".join(unknown), ", ".join(KINDS))
    found = endangered_area.suitability(scenario)
    points = reference_places.points_of_entry()
    how = scenario.landing
    used = {port.code: port.share for port in how.ports} if how.by == "ports" else {}
    points = points[points["kind"].isin(kinds) & (
        points["iso2"].isin(scenario.pra_area.countries) | points["code"].isin(used))]
    latitude, longitude = points["lat"].to_numpy(np.float64), points["lon"].to_numpy(np.float64)
    inside = nearest_km(latitude, longitude, found.latitude, found.longitude) <= NEAR_KM
    inside |= points["code"].isin(used).to_numpy()
    hosted = host_area(found, _limit(scenario)) > 0
    distance = nearest_km(latitude, longitude, found.latitude[hosted], found.longitude[hosted])
    table = points.rename(columns={"iso2": "country"}).assign(
        distance_km=distance, share=[used.get(code, np.nan) for code in points["code"]])
    return table[inside].sort_values(["distance_km", "kind", "code"], ignore_index=True)


def exposure(latitude: FloatArray, longitude: FloatArray, weight: FloatArray,
             found: Suitability, hectares: FloatArray, reach_km: float) -> FloatArray:
    """Pull of each cell on what enters at the points, [cells]; an index, not a probability.

    x_c = hectares_c sum_p w_p e^(-d_pc / reach), d the great-circle distance [km]; cells beyond
    20 reaches of a point do not count for it.

    Args:
        latitude: of the points of entry, degrees, [points]; `longitude` likewise.
        longitude: degrees east.
        weight: share of each point, 0 or more, [points].
        found: cells of the PRA area.
        hectares: suitable host area of each cell [ha], [cells].
        reach_km: distance over which the pull falls to 1/e.

    Raises PraError: `out_of_bounds` for a reach that is not above 0 and a weight below 0.
    """
    if not reach_km > 0:
        raise PraError("out_of_bounds", "reach_km", reach_km, "> 0")
    if weight.size and not (np.isfinite(weight).all() and weight.min() >= 0):
        raise PraError("out_of_bounds", "weight", float(weight.min()), ">= 0")
    pull = np.zeros(found.cells.size)
    hosted = np.flatnonzero(hectares > 0)
    if hosted.size == 0:
        return pull
    places = on_sphere(found.latitude[hosted], found.longitude[hosted])
    tree = cKDTree(places)
    for point, share in zip(on_sphere(latitude, longitude), weight, strict=True):
        if share > 0:
            near = np.asarray(tree.query_ball_point(point, chord_of(NEGLIGIBLE * reach_km)),
                              np.intp)
            distance = arc_km(np.linalg.norm(places[near] - point, axis=1))
            pull[hosted[near]] += share * np.exp(-distance / reach_km)
    return pull * hectares


def exposure_table(scenario: Scenario, kinds: Sequence[str] = KINDS,
                   reach_km: float | None = None) -> pd.DataFrame:
    """Which regions lie within reach of the points of entry, most exposed first.

    exposure_r = sum_p w_p sum_{c in r} hectares_c e^(-d_pc / reach), scaled to sum 1 over the
    regions; w = the scenario's shares by port, or the same for every point of entry of `kinds` in
    the PRA area; `reach_km` as in the scenario's landing unless given. It is an index for ranking
    regions, with an assumed reach: not the share of units that goes there.

    Columns: region, country (codes), hectares (suitable host area at the median threshold: land
    where hosts are not mapped), nearest_km (from that area to the nearest point of entry),
    exposure (shares; all 0 where nothing is exposed).

    Raises PraError: `out_of_bounds` (reach), `unknown_id` (a kind), `not_found`, `integrity`.
    """
    found, table = endangered_area.suitability(scenario), entry_table(scenario, kinds)
    weight = table["share"].to_numpy(np.float64)
    named = np.isfinite(weight)
    weight = np.where(named, weight, 0.0) if named.any() else np.full(len(table), 1.0)
    latitude, longitude = table["lat"].to_numpy(np.float64), table["lon"].to_numpy(np.float64)
    hectares = host_area(found, _limit(scenario))
    pull = exposure(latitude, longitude, weight, found, hectares,
                    scenario.landing.reach_km if reach_km is None else reach_km)
    region, group = np.unique(reference_places.region_codes()[found.cells], return_inverse=True)
    summed = np.bincount(group, pull, region.size)
    total = summed.sum()
    used = weight > 0
    frame = pd.DataFrame({
        "region": region, "country": [code[:2] for code in region.tolist()],
        "hectares": np.bincount(group, hectares, region.size),
        "nearest_km": _nearest(found, hectares, group, region.size, latitude[used],
                               longitude[used]),
        "exposure": summed / total if total > 0 else summed,
    })
    return frame.sort_values(["exposure", "hectares"], ascending=False, ignore_index=True)


def _nearest(found: Suitability, hectares: FloatArray, group: NDArray[np.intp], size: int,
             latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    least, hosted = np.full(size, np.inf), hectares > 0
    distance = nearest_km(found.latitude[hosted], found.longitude[hosted], latitude, longitude)
    np.minimum.at(least, group[hosted], distance)
    return least


def _limit(scenario: Scenario) -> float:
    """Median of the index from which a cell counts as suitable."""
    return float(scenario.pest.climate_model.suitable_from.distribution.ppf(0.5))
