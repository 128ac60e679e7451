"""Radial spread and front speed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pra_core.errors import PraError
from pra_core.spread import front_speed, invaded_area


def test_area_is_a_disc_after_the_lag_up_to_the_cap() -> None:
    t = np.array([0.0, 2.0, 3.0, 5.0, 50.0])
    area = invaded_area(t, 2.0, 10.0, 5000.0)
    np.testing.assert_allclose(area, [0.0, 0.0, math.pi * 100, math.pi * 900, 5000.0])


def test_draws_by_ages() -> None:
    area = invaded_area(
        np.arange(4.0)[None, :],
        np.array([0.0, 1.0])[:, None],
        np.array([1.0, 2.0])[:, None],
        np.array([20.0, 1e9])[:, None],
    )
    np.testing.assert_allclose(area[0], [0.0, math.pi, 4 * math.pi, 20.0])
    np.testing.assert_allclose(area[1], [0.0, 0.0, 4 * math.pi, 16 * math.pi])


def test_front_speed_broadcasts() -> None:
    speed = front_speed(np.array([0.25, 1.0, 0.0]), np.array([[4.0], [9.0]]))
    np.testing.assert_allclose(speed, [[2.0, 4.0, 0.0], [3.0, 6.0, 0.0]])


def test_the_radius_of_a_diffusing_front_approaches_the_speed() -> None:
    """Skellam 1951: contour of N0·e^(rt)·exp(−x²/4Dt)/(4πDt); slope of sqrt(area) is v·sqrt(π)."""
    r, diffusion = 0.8, 3.0
    t = np.array([1e6, 2e6])
    radius = np.sqrt(4 * diffusion * t * (r * t - np.log(4 * np.pi * diffusion * t)))
    slope = float(np.diff(radius)[0] / 1e6)
    assert slope == pytest.approx(float(front_speed(r, diffusion)), rel=1e-5)


ages = st.floats(0, 100)
sizes = st.floats(0, 1e4)


@given(ages, ages, ages, sizes, sizes)
def test_invaded_area_never_shrinks_nor_passes_the_cap(
    t: float, later: float, lag: float, rate: float, cap: float
) -> None:
    early, late = invaded_area(np.sort([t, later]), lag, rate, cap)
    assert 0.0 <= early <= late <= cap


@pytest.mark.parametrize(
    ("lag", "rate", "cap", "path"),
    [(-1.0, 1.0, 1.0, "lag"), (1.0, -1.0, 1.0, "rate"), (1.0, 1.0, float("nan"), "cap")],
)
def test_negative_or_missing_numbers_are_refused(
    lag: float, rate: float, cap: float, path: str
) -> None:
    with pytest.raises(PraError) as caught:
        invaded_area(1.0, lag, rate, cap)
    assert caught.value.problems[0].path == path
    with pytest.raises(PraError):
        front_speed(-1.0, 1.0)
