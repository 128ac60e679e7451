"""Distance to the nearest reference and the match index: axioms, units, brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pra_core.climate.similarity import (
    Moments,
    element_months,
    match_index,
    moments,
    nearest_reference,
    similarity_distance,
    standardised,
)
from pra_core.errors import PraError

FEATURES = arrays(np.float64, (6, 4), elements=st.floats(-50, 50).map(lambda x: round(x, 3)))


def climate(cells: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    made = np.random.default_rng(seed)
    return (made.normal(12, 9, (12, cells)), made.gamma(2, 30, (12, cells)),
            made.uniform(-60, 70, cells))


@settings(max_examples=60, deadline=None)
@given(FEATURES)
def test_distances_between_stations_are_a_metric(features: np.ndarray) -> None:
    found = similarity_distance(features)
    assert not np.diag(found).any()
    np.testing.assert_array_equal(found, found.T)
    assert (found[:, :, None] <= found[:, None, :] + found.T[None, :, :] + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(FEATURES, st.floats(0.1, 20), st.floats(-40, 40))
def test_units_do_not_matter(features: np.ndarray, factor: float, shift: float) -> None:
    kept = features[:, np.ptp(features, axis=0) > 1.0]
    np.testing.assert_allclose(similarity_distance(kept * factor + shift),
                               similarity_distance(kept), atol=1e-7)


def test_fahrenheit_and_inches_give_the_same_match() -> None:
    heat, rain, lat = climate(40)
    area = np.linspace(1.0, 5.0, 40)

    def distances(t: np.ndarray, p: np.ndarray) -> np.ndarray:
        features = element_months(t, p, lat)
        points = standardised(features, moments(features, area))
        return nearest_reference(points, points[:7])[0]

    np.testing.assert_allclose(distances(heat * 1.8 + 32, rain / 25.4), distances(heat, rain),
                               atol=1e-12)


def test_moments_divide_by_n_and_weigh() -> None:
    found = moments([[0.0], [2.0], [4.0]], [1.0, 1.0, 1.0])
    assert (found.mean[0], found.sd[0]) == (2.0, pytest.approx(np.sqrt(8 / 3)))
    twice = moments([[0.0], [2.0], [4.0]], [2.0, 0.0, 1.0])
    assert twice.mean[0] == pytest.approx(4 / 3)
    assert twice.sd[0] == pytest.approx(np.sqrt((2 * 16 / 9 + 64 / 9) / 3))


def test_distance_by_hand_and_constants_dropped() -> None:
    over = Moments(np.array([1.0, 5.0, 0.0]), np.array([2.0, 0.0, 4.0]))
    points = standardised([[1.0, 5.0, 0.0], [3.0, 5.0, 4.0], [1.0, 9.0, 0.0]], over)
    # Two features count: sqrt(((2/2)^2 + (4/4)^2) / 2) = 1; the constant one does not.
    distance, nearest = nearest_reference(points, points[:1])
    np.testing.assert_allclose(distance, [0.0, 1.0, 0.0])
    assert nearest.tolist() == [0, 0, 0]
    assert not standardised([[1.0], [2.0]], Moments(np.zeros(1), np.zeros(1))).any()


@pytest.mark.parametrize("references", [1, 2, 30, 300])
def test_nearest_is_what_brute_force_finds(references: int) -> None:
    features = element_months(*climate(800))
    points = standardised(features, moments(features, np.ones(800)))
    known = points[-references:]
    every = np.sqrt(((points[:, None] - known[None]) ** 2).sum(axis=2))
    distance, nearest = nearest_reference(points, known)
    np.testing.assert_allclose(distance, every.min(axis=1), atol=1e-12)
    np.testing.assert_array_equal(nearest, every.argmin(axis=1))
    assert not distance[-references:].any()


def test_a_larger_reference_never_lowers_the_match() -> None:
    features = element_months(*climate(300))
    points = standardised(features, moments(features, np.ones(300)))
    few, many = (match_index(nearest_reference(points, points[:k])[0]) for k in (10, 60))
    assert (many >= few).all()
    assert (many > few).any()


def test_south_is_shifted_by_six_months() -> None:
    heat, rain, _ = climate(5)
    north = element_months(heat, rain, np.full(5, 30.0))
    south = element_months(np.roll(heat, 6, axis=0), np.roll(rain, 6, axis=0), np.full(5, -30.0))
    np.testing.assert_array_equal(north, south)
    np.testing.assert_allclose(north[:, 12:] ** 2, rain.T)


@pytest.mark.parametrize(("distance", "match"), [
    pytest.param(0.0, 100.0, id="Euclimatch-climatch_vec-same-climate"),
    pytest.param(0.25, 75.0, id="Euclimatch-climatch_vec-(1-d)x10-on-a-scale-of-100"),
    pytest.param(1.0, 0.0, id="Euclimatch-climatch_vec-one-sd"),
    pytest.param(3.0, 0.0, id="Euclimatch-climatch_vec-never-below-0")])
def test_match_index(distance: float, match: float) -> None:
    assert match_index([distance])[0] == match


def test_refusals() -> None:
    with pytest.raises(PraError, match="at least one place"):
        nearest_reference(np.zeros((2, 3)), np.zeros((0, 3)))
    with pytest.raises(PraError, match="references"):
        nearest_reference(np.zeros((2, 3)), np.zeros((1, 4)))
    with pytest.raises(PraError, match="distance"):
        match_index([-0.1])
    with pytest.raises(PraError, match="some weight > 0"):
        moments([[1.0]], [0.0])
    with pytest.raises(PraError, match="precipitation"):
        element_months(np.zeros((12, 1)), np.full((12, 1), -1.0), [0.0])
