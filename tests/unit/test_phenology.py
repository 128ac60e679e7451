"""Generations and emergence: constant climates by hand, both hemispheres, limits."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.degree_days import DegreeDayMethod
from pra_core.climate.phenology import day_of_year, phenology
from pra_core.errors import PraError

SUM = {"lower": 10.0, "generation": 300.0, "diurnal_range": 8.0}


def wave(mean: float, swing: float, cells: int = 1) -> np.ndarray:
    """A northern year, coldest at its turn."""
    month = (np.arange(12) + 0.5) / 12
    return np.repeat((mean - swing * np.cos(2 * np.pi * month))[:, None], cells, axis=1)


@pytest.mark.parametrize("method", DegreeDayMethod)
def test_constant_warmth_by_hand(method: str) -> None:
    # 20 degC all year with days from 16 to 24: 10 degree-days every day, whatever the curve.
    found = phenology(np.full((12, 1), 20.0), [40.0], method=method, emergence=100.0, **SUM)
    assert found.degree_days[0] == pytest.approx(3650.0)
    assert found.generations[0] == pytest.approx(3650 / 300)
    assert found.emergence[0] == pytest.approx(10.0)


def test_upper_threshold_cuts() -> None:
    hot = phenology(np.full((12, 1), 40.0), [40.0], upper=30.0, **SUM)
    assert hot.degree_days[0] == pytest.approx(365 * 20.0)
    free = phenology(np.full((12, 1), 40.0), [40.0], **SUM)
    assert free.degree_days[0] == pytest.approx(365 * 30.0)


def test_methods_are_ordered_at_the_threshold() -> None:
    # Convexity: the wider the curve spends time away from its mean, the more it exceeds it.
    total = {m: phenology(np.full((12, 1), 10.0), [0.0], method=m, **SUM).degree_days[0]
             for m in DegreeDayMethod}
    assert total["average"] == pytest.approx(0.0, abs=1e-9)
    # Triangle: a quarter of the half range; sine: half range / pi.
    assert total["triangle"] == pytest.approx(365 * 4 / 4)
    assert total["sine"] == pytest.approx(365 * 4 / np.pi)


def test_hemispheres_are_symmetric() -> None:
    north = wave(12.0, 10.0)
    found = phenology(np.hstack([north, np.roll(north, 6, axis=0)]), [45.0, -45.0],
                      emergence=250.0, **SUM)
    for values in (found.degree_days, found.generations, found.emergence):
        assert values[0] == pytest.approx(values[1], rel=1e-12)
    north_day, south_day = day_of_year(found.emergence, [45.0, -45.0])
    assert (south_day - north_day) % 365 == 181


def test_emergence_is_later_where_colder_and_nan_where_never() -> None:
    heat = np.hstack([wave(m, 10.0) for m in (16.0, 12.0, 8.0, -5.0)])
    found = phenology(heat, [50.0] * 4, emergence=400.0, **SUM)
    assert np.isnan(found.emergence).tolist() == [False, False, False, True]
    assert (np.diff(found.emergence[:3]) > 0).all()
    assert found.generations[3] == 0
    exactly = phenology(np.full((12, 1), 20.0), [50.0], emergence=3650.0 - 1e-6, **SUM)
    assert exactly.emergence[0] == pytest.approx(365.0)


def test_emergence_matches_a_daily_sum() -> None:
    # Daily counting of the same curve from January; the weekly steps differ by days, not weeks.
    day = (np.arange(365) + 0.5) / 365
    daily = np.maximum(0.0, 12.0 - 10.0 * np.cos(2 * np.pi * day) - 10.0)
    expected = int(np.argmax(np.cumsum(daily) >= 300.0)) + 1
    found = phenology(wave(12.0, 10.0), [45.0], method="average", emergence=300.0, lower=10.0,
                      generation=300.0, diurnal_range=0.0)
    assert found.emergence[0] == pytest.approx(expected, abs=2.0)
    # Monthly means flatten the wave by a little; the year's sum agrees within 3 %.
    assert found.degree_days[0] == pytest.approx(daily.sum(), rel=0.03)


def test_not_asked_is_nan_and_blocks_join() -> None:
    cells = 9000
    heat = np.linspace(-10, 30, cells)[None, :] + np.zeros((12, 1))
    whole = phenology(heat, np.linspace(-60, 60, cells), emergence=120.0, **SUM)
    alone = phenology(heat[:, 5000:5001], [np.linspace(-60, 60, cells)[5000]], emergence=120.0,
                      **SUM)
    assert whole.emergence[5000] == pytest.approx(alone.emergence[0], rel=1e-12)
    assert np.isnan(phenology(heat[:, :1], [0.0], **SUM).emergence).all()


@pytest.mark.parametrize(("days", "latitude", "expected"), [
    (0.0, 50.0, 1), (0.2, 50.0, 1), (1.0, 50.0, 1), (1.2, 50.0, 2), (31.0, 50.0, 31),
    (365.0, 50.0, 365), (0.5, -1.0, 182), (184.0, -30.0, 365), (184.5, -30.0, 1),
    (365.0, -30.0, 181)])
def test_day_of_year(days: float, latitude: float, expected: int) -> None:
    assert day_of_year([days], [latitude])[0] == expected


def test_day_of_year_keeps_nan() -> None:
    assert np.isnan(day_of_year([np.nan], [10.0])[0])


def test_all_refusals_at_once() -> None:
    with pytest.raises(PraError) as caught:
        phenology(np.zeros((12, 1)), [95.0], lower=20.0, upper=10.0, generation=0.0,
                  diurnal_range=-1.0, method="cosine", emergence=-5.0)
    assert {p.path for p in caught.value.problems} == {
        "latitude", "generation", "diurnal_range", "method", "lower, upper", "emergence"}
