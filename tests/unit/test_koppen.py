"""Köppen–Geiger zones: every cell exactly one, boundaries by hand, both hemispheres."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.koppen import COLOURS, NUMBER, TITLES, ZONES, koppen_zones
from pra_core.errors import PraError

SUMMER = np.isin(np.arange(12), range(3, 9))


def zone(heat: object, rain: object, **rules: object) -> str:
    made = [np.broadcast_to(np.asarray(x, float), 12).reshape(12, 1) for x in (heat, rain)]
    return ZONES[int(koppen_zones(*made, **rules)[0])]  # type: ignore[arg-type]


def year(coldest: float, warmest: float, warm_months: int = 5, middle: float = 9.0) -> np.ndarray:
    """Coldest in January, warmest in July, `warm_months` of 11 degC or more, others `middle`."""
    heat = np.full(12, float(middle))
    heat[[6, 7, 5, 8, 4, 3][:warm_months]] = 11.0
    heat[6], heat[0] = warmest, coldest
    return heat


def halves(summer: float, winter: float) -> np.ndarray:
    return np.where(SUMMER, float(summer), float(winter))


def one(values: np.ndarray, month: int, value: float) -> np.ndarray:
    changed = values.copy()
    changed[month] = value
    return changed


EVEN, DRY_WINTER, DRY_SUMMER = halves(80, 80), halves(120, 11), halves(30, 120)
CASES = {
    "Af": (25, 60), "Am": (25, one(np.full(12, 200.0), 1, 20.0)),
    "Aw": (25, one(np.full(12, 120.0), 1, 20.0)),
    "BWh": (25, 5), "BWk": (10, 5), "BSh": (25, 40), "BSk": (10, 20),
    "Csa": (year(5, 22), DRY_SUMMER), "Csb": (year(5, 21.9), DRY_SUMMER),
    "Csc": (year(5, 15, 3), DRY_SUMMER),
    "Cwa": (year(5, 22), DRY_WINTER), "Cwb": (year(5, 21.9), DRY_WINTER),
    "Cwc": (year(5, 15, 3), DRY_WINTER),
    "Cfa": (year(5, 22), EVEN), "Cfb": (year(5, 21.9), EVEN), "Cfc": (year(5, 15, 3), EVEN),
    "Dsa": (year(-5, 22), DRY_SUMMER), "Dsb": (year(-5, 21.9), DRY_SUMMER),
    "Dsc": (year(-5, 15, 3), DRY_SUMMER), "Dsd": (year(-39, 15, 3), DRY_SUMMER),
    "Dwa": (year(-5, 22), DRY_WINTER), "Dwb": (year(-5, 21.9), DRY_WINTER),
    "Dwc": (year(-5, 15, 3), DRY_WINTER), "Dwd": (year(-39, 15, 3), DRY_WINTER),
    "Dfa": (year(-5, 22), EVEN), "Dfb": (year(-5, 21.9), EVEN), "Dfc": (year(-5, 15, 3), EVEN),
    "Dfd": (year(-39, 15, 3), EVEN),
    "ET": (year(-20, 10, 0), EVEN), "EF": (year(-40, 0, 0, -10), EVEN),
}


@pytest.mark.parametrize("expected", ZONES)
def test_each_zone_has_a_climate_that_gives_it(expected: str) -> None:
    assert zone(*CASES[expected]) == expected


@pytest.mark.parametrize("expected", ZONES)
def test_the_other_hemisphere_gets_the_same_zone(expected: str) -> None:
    heat, rain = (np.broadcast_to(np.asarray(x, float), 12) for x in CASES[expected])
    assert zone(np.roll(heat, 6), np.roll(rain, 6)) == expected


def test_every_climate_gets_one_zone_whatever_the_hemisphere() -> None:
    made = np.random.default_rng(3)
    uneven = made.uniform(0, 15, 20_000)
    heat = made.normal(10, 15, 20_000) + uneven * made.normal(0, 1, (12, 20_000))
    rain = made.gamma(made.uniform(0.5, 5, 20_000), 60, (12, 20_000))
    found = koppen_zones(heat, rain)
    assert found.min() == 0
    assert found.max() == len(ZONES) - 1
    turned = koppen_zones(np.roll(heat, 6, axis=0), np.roll(rain, 6, axis=0))
    np.testing.assert_array_equal(found, turned)
    # The main class follows from temperature and aridity alone, worked out here another way.
    mean, total = heat.mean(axis=0), rain.sum(axis=0)
    main = np.array([name[0] for name in ZONES])[found]
    tropical, polar = heat.min(axis=0) >= 18, heat.max(axis=0) <= 10
    humid = main != "B"
    assert (main[humid & tropical] == "A").all()
    assert (main[humid & polar] == "E").all()
    rest = humid & ~tropical & ~polar
    assert (main[rest] == np.where(heat.min(axis=0) > 0, "C", "D")[rest]).all()
    assert (total[~humid] < 10 * (2 * mean[~humid] + 28)).all()
    assert (total[humid] >= 20 * mean[humid]).all()


@pytest.mark.parametrize(("heat", "rain", "expected"), [
    pytest.param(18.0, 100, "Af", id="coldest-month-18-is-tropical"),
    pytest.param(17.999, 100, "Cfb", id="coldest-month-below-18-is-not"),
    pytest.param(25.0, 60, "Af", id="driest-month-60"),
    pytest.param(25.0, one(np.full(12, 200.0), 1, 59.9), "Am", id="driest-month-below-60"),
    pytest.param(25.0, one(np.full(12, 135.0), 1, 39.0), "Aw", id="below-100-minus-P/25"),
    pytest.param(25.0, one(np.full(12, 135.0), 1, 39.1), "Am", id="above-100-minus-P/25"),
    pytest.param(18.0, 41.666, "BSh", id="threshold-2T+14-is-50-and-P-499.99"),
    pytest.param(18.0, 41.667, "Aw", id="threshold-2T+14-is-50-and-P-500.004"),
    pytest.param(18.0, 20.833, "BWh", id="desert-below-half-the-threshold"),
    pytest.param(18.0, 20.834, "BSh", id="steppe-from-half-the-threshold"),
    pytest.param(year(0.1, 20), EVEN, "Cfb", id="coldest-month-above-0"),
    pytest.param(year(0.0, 20), EVEN, "Dfb", id="coldest-month-0-is-cold"),
    pytest.param(year(5, 10.1, 1), EVEN, "Cfc", id="warmest-month-above-10"),
    pytest.param(year(5, 10.0, 0), EVEN, "ET", id="warmest-month-10-is-polar"),
    pytest.param(year(-20, 0.1, 0, -5), EVEN, "ET", id="warmest-month-above-0"),
    pytest.param(year(5, 15, 4), EVEN, "Cfb", id="four-months-above-10"),
    pytest.param(year(-38.0, 15, 3), EVEN, "Dfc", id="minus-38-is-not-severe"),
    pytest.param(year(5, 20), one(halves(60, 119), 7, 39.9), "Cfb", id="dry-month-not-a-third"),
    pytest.param(year(5, 20), one(halves(60, 121), 7, 40.0), "Cfb", id="40-mm-is-not-dry"),
    pytest.param(year(5, 20), one(halves(60, 121), 7, 39.9), "Csb", id="below-40-and-a-third"),
    pytest.param(year(5, 20), halves(120, 12), "Cfb", id="a-tenth-is-not-dry-winter"),
    pytest.param(year(5, 20), halves(120, 11.9), "Cwb", id="below-a-tenth-is-dry-winter")])
def test_boundaries(heat: object, rain: object, expected: str) -> None:
    assert zone(heat, rain) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.71, "C"), (0.69, "B")])
def test_rain_in_winter_lowers_what_is_arid(share: float, expected: str) -> None:
    heat, total = np.where(SUMMER, 22.0, 10.0), 400.0  # T = 16: limit 320, else 460 mm
    rain = np.where(SUMMER, total * (1 - share) / 6, total * share / 6)
    assert zone(heat, rain)[0] == expected


def test_rain_in_summer_raises_what_is_arid() -> None:
    heat, total = np.where(SUMMER, 22.0, 10.0), 550.0  # limit 600 mm, else 460
    for share, arid in ((0.71, True), (0.69, False)):
        rain = np.where(SUMMER, total * share / 6, total * (1 - share) / 6)
        assert (zone(heat, rain)[0] == "B") is arid


def test_both_dry_seasons_go_with_the_wetter_half() -> None:
    heat = year(5, 20)
    rain = halves(30, 100)
    rain[[4, 0, 7]] = [200.0, 5.0, 10.0]  # driest summer 10, driest winter 5, wettest summer 200
    assert zone(heat, rain) == "Csb"
    rain[[3, 5, 8]] = 150.0
    assert zone(heat, rain) == "Cwb"


def test_equal_warmth_takes_the_wetter_half_for_summer() -> None:
    for months in (DRY_WINTER, np.roll(DRY_WINTER, 6)):
        assert zone(15.0, months) == "Cwb"


def test_rules_of_kottek() -> None:
    assert zone(year(-2.9, 20), EVEN, cold_limit=-3.0) == "Cfb"
    assert zone(year(-3.0, 20), EVEN, cold_limit=-3.0) == "Dfb"
    cold_desert = year(-5, 9, 0, 3)
    assert zone(cold_desert, 2) == "BWk"
    assert zone(cold_desert, 2, polar_first=True) == "ET"


def test_names_and_colours_are_complete() -> None:
    assert set(TITLES) == set(ZONES)
    assert len(set(TITLES.values())) == len(set(COLOURS)) == len(ZONES) == 30
    assert [NUMBER[name] for name in ZONES] == list(range(30))


def test_refusals() -> None:
    with pytest.raises(PraError, match="precipitation"):
        koppen_zones(np.zeros((12, 2)), np.full((12, 2), -1.0))
    with pytest.raises(PraError, match="shape"):
        koppen_zones(np.zeros((11, 2)), np.zeros((11, 2)))
    with pytest.raises(PraError, match="not a finite"):
        koppen_zones(np.full((12, 1), np.nan), np.zeros((12, 1)))
