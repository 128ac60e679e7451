"""Stochastic kernel spread: what must hold whatever is drawn, and what theory says of it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from pra_core.dispersal import (
    Dispersal,
    Entry,
    Gravity,
    Kernel,
    Landscape,
    degree_grid,
    equivalent,
    front_speed,
    plane,
    spread_in_batches,
    spread_on_grid,
)
from pra_core.dispersal.equivalent import UNITS
from pra_core.dispersal_kernels import CAUCHY, EXPONENTIAL, distances, random_bits
from pra_core.errors import PraError

SHORT = Kernel("exponential", 1.0)


def patchy(rows: int = 40, columns: int = 60) -> Landscape:
    """Hosts here and there, none in places, one half unsuitable."""
    rng = np.random.default_rng(3)
    hosts = rng.integers(0, 30, (rows, columns)).astype(np.int32)
    suitability = np.where(rng.random((rows, columns)) < 0.5, rng.random((rows, columns)), 0.0)
    hosts[rows // 2, columns // 2], suitability[rows // 2, columns // 2] = 30, 1.0
    return plane(hosts, suitability)


def middle(land: Landscape, **more: Any) -> Entry:
    rows, columns = land.hosts.shape
    return Entry(np.array([rows // 2 * columns + columns // 2]), np.ones(1), **more)


def run(land: Landscape, *, years: int = 12, replicates: int = 8, seed: int = 5,
        entry: Entry | None = None, reproduction: float = 4.0, **more: Any) -> Dispersal:
    return spread_on_grid(land, entry or middle(land), years, replicates, seed,
                          reproduction=reproduction, kernel=more.pop("kernel", SHORT), **more)


def same(a: Dispersal, b: Dispersal) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name))
               for f in dataclasses.fields(Dispersal))


@pytest.mark.parametrize("expected", [pytest.param(
    [41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
     9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736,
     10450023813501588000], id="Blackman-Vigna-xoshiro256plusplus-reference-output")])
def test_random_numbers_are_those_of_the_published_generator(expected: list[int]) -> None:
    out = np.empty(10, np.uint64)
    random_bits(np.array([1, 2, 3, 4], np.uint64), out)
    assert out.tolist() == expected


def test_hosts_are_conserved() -> None:
    land = patchy()
    found = run(land, replicates=1, reproduction=20.0)
    infested = found.infested.reshape(land.hosts.shape)
    assert (infested <= land.hosts).all()
    assert infested.sum() == found.infested_units[0, -1]
    assert infested.sum() > 1000  # spread far enough for cells to fill up
    assert (infested == land.hosts)[infested > 0].any()
    share = infested / np.maximum(land.hosts, 1) * land.area_km2
    assert found.area_km2[0, -1] == pytest.approx(share.sum())
    assert found.occupied_km2[0, -1] == pytest.approx(land.area_km2[infested > 0].sum())


def test_nothing_is_invaded_outside_hosts_and_suitability() -> None:
    land = patchy()
    found = run(land, reproduction=50.0, kernel=Kernel("exponential", 5.0), years=20)
    never = (land.hosts == 0) | (land.suitability == 0)
    assert found.invaded[-1][never.ravel()].max() == 0
    assert found.invaded[-1][~never.ravel()].mean() > 0.9 * found.replicates


@pytest.mark.parametrize("still", [{"reproduction": 0.0}, {"entry_lag": 12.0}])
def test_without_reproduction_or_before_the_lag_ends_nothing_spreads(still: dict[str, float]
                                                                     ) -> None:
    land = patchy()
    entry = middle(land, founders=7, lag=still.pop("entry_lag", 0.0))
    found = run(land, entry=entry, **still)
    assert (found.infested_units == 7).all()
    assert (found.occupied_km2 == 1.0).all()


def test_the_lag_ends_within_a_year() -> None:
    land = plane(np.full((41, 41), 100_000), np.ones((41, 41)))
    entry = middle(land, founders=100_000, lag=1.75)
    found = run(land, entry=entry, years=2, replicates=40, reproduction=1.0,
                kernel=Kernel("exponential", 3.0))
    grown = found.infested_units[:, 2] - 100_000
    assert (found.infested_units[:, 1] == 100_000).all()
    stay = 100_000 - 25_000 * 0.2  # an upper limit: dispersers that fall back on the full cell
    assert 25_000 - 100_000 + stay < grown.mean() < 25_000


def test_a_replicate_depends_on_seed_and_number_only() -> None:
    land = patchy()
    entry = Entry(np.flatnonzero(land.hosts.ravel() * land.suitability.ravel()),
                  np.ones(int(np.count_nonzero(land.hosts * land.suitability))))
    one = run(land, entry=entry, replicates=12, threads=1)
    assert same(one, run(land, entry=entry, replicates=12, threads=5))
    fewer = run(land, entry=entry, replicates=7)
    assert np.array_equal(fewer.area_km2, one.area_km2[:7])
    other = run(land, entry=entry, replicates=12, seed=6)
    assert not np.isin(other.area_km2[:, -1], one.area_km2[:, -1]).any()
    assert len(set(one.area_km2[:, -1])) == 12


def test_batches_add_up_to_the_whole() -> None:
    land = patchy()
    parts = list(spread_in_batches(land, middle(land), 12, 8, 5, reproduction=4.0, kernel=SHORT,
                                   batch=3))
    assert [p.replicates for p in parts] == [3, 6, 8]
    assert same(parts[-1], run(land))
    assert np.array_equal(parts[0].area_km2, parts[-1].area_km2[:3])


def test_the_chance_of_invasion_never_falls() -> None:
    found = run(patchy(), years=15)
    chance = np.stack([found.probability(year) for year in range(16)])
    assert (np.diff(chance, axis=0) >= 0).all()
    assert (np.diff(found.area_km2, axis=1) >= 0).all()
    assert chance[0].sum() == pytest.approx(1.0)
    assert 0 < chance.max() <= 1


def mirrored(land: Landscape) -> Landscape:
    return plane(land.hosts[:, ::-1], land.suitability[:, ::-1])


def test_east_and_west_are_alike() -> None:
    """A mirrored landscape gives mirrored chances: no direction is favoured."""
    land = patchy(41, 61)
    here = run(land, replicates=1500, years=8)
    there = run(mirrored(land), replicates=1500, years=8, seed=99)
    a = here.probability(8).reshape(41, 61).astype(float)
    b = there.probability(8).reshape(41, 61)[:, ::-1].astype(float)
    spread = np.sqrt((a * (1 - a) + b * (1 - b)) / 1500)
    z = ((a - b) / np.where(spread > 0, spread, 1))[(a + b) > 0.1]
    assert z.size > 30
    assert np.abs(z).max() < 4.5
    assert z.std() == pytest.approx(1.0, abs=0.2)


def half_cauchy(longest: float) -> Callable[[Any], Any]:
    return lambda d: np.arctan(d / 2.0) / math.atan(longest / 2.0)


@pytest.mark.parametrize(("kind", "longest", "law"), [
    (EXPONENTIAL, math.inf, lambda d: -np.expm1(-d / 2.0)),
    (EXPONENTIAL, 3.0, lambda d: np.expm1(-d / 2.0) / math.expm1(-1.5)),
    (CAUCHY, 50.0, half_cauchy(50.0)),
], ids=["exponential", "exponential, truncated", "Cauchy, truncated"])
def test_distances_follow_their_law(kind: int, longest: float, law: Callable[[Any], Any]) -> None:
    out = np.empty(200_000)
    distances(11, 0, kind, 2.0, longest, out)
    assert stats.kstest(out, law).pvalue > 0.01
    assert out.max() <= longest


def arrivals(land: Landscape, kernel: Kernel, founders: int, **more: Any) -> np.ndarray:
    """Where the dispersers of one year and one cell came down."""
    found = run(land, entry=middle(land, founders=founders), years=1, replicates=1,
                reproduction=1.0, kernel=kernel, **more)
    counts = found.infested.reshape(land.hosts.shape).copy()
    counts[land.hosts.shape[0] // 2, land.hosts.shape[1] // 2] = 0
    return counts


def roomy(size: int) -> np.ndarray:
    """So many hosts that arrivals never run out of them."""
    return np.full((size, size), 2_000_000_000)


def test_dispersers_land_at_the_distances_of_the_kernel() -> None:
    size, mean = 401, 20.0
    land = plane(roomy(size), np.ones((size, size)))
    counts = arrivals(land, Kernel("exponential", mean), 100_000)
    rows, columns = np.nonzero(counts)
    weight, distance = counts[rows, columns], np.hypot(rows - size // 2, columns - size // 2)
    assert weight.sum() > 90_000
    for edge in (10.0, 20.0, 40.0, 80.0, 160.0):  # those that fell back at home count as near
        beyond = weight[distance > edge].sum() / 100_000
        assert beyond == pytest.approx(math.exp(-edge / mean), abs=0.006)


def great_circle(lat1: float, lat2: np.ndarray, lon: np.ndarray) -> np.ndarray:
    a, b = math.radians(lat1), np.radians(lat2)
    chord = (np.sin((b - a) / 2) ** 2
             + math.cos(a) * np.cos(b) * np.sin(np.radians(lon) / 2) ** 2)
    return 2 * 6371.0072 * np.arcsin(np.sqrt(chord))


def test_kilometres_are_true_on_a_grid_of_degrees_far_north() -> None:
    """At 60 degrees a cell is half as wide as high; mean distance east-west = north-south."""
    rows, columns, step, north = 161, 321, 0.25, 80.0
    hosts = np.full((rows, columns), 2_000_000_000)
    land = degree_grid(hosts, np.ones(hosts.shape), np.ones(hosts.shape), north, step, 2e9)
    counts = arrivals(land, Kernel("exponential", 150.0, 1000.0), 100_000)
    row, column = np.nonzero(counts)
    weight = counts[row, column]
    latitude = north - step * (row + 0.5)
    here = north - step * (rows // 2 + 0.5)
    distance = great_circle(here, latitude, step * (column - columns // 2))
    law = stats.truncexpon(1000 / 150, scale=150)
    for edge in (75.0, 150.0, 300.0, 600.0):
        inside = weight[distance < edge].sum() / 100_000
        at_home = 1 - weight.sum() / 100_000
        assert inside + at_home == pytest.approx(law.cdf(edge), abs=0.012)
    east = np.average(great_circle(here, np.full(row.size, here), step * (
        column - columns // 2)), weights=weight)
    south = np.average(np.abs(latitude - here) * math.pi / 180 * 6371.0072, weights=weight)
    assert east == pytest.approx(south, rel=0.05)


def test_establishment_needs_a_free_host_and_a_suitable_cell() -> None:
    size, ones = 101, np.ones((101, 101))
    kernel, founders = Kernel("exponential", 10.0), 100_000
    hosts = roomy(size)
    whole = arrivals(plane(hosts, ones), kernel, founders).sum()
    quarter = 0.25 * ones
    quarter[size // 2, size // 2] = 1.0
    fewer = hosts // 4
    fewer[size // 2, size // 2] = hosts[0, 0]
    for land in (plane(hosts, quarter), plane(fewer, ones)):
        share = arrivals(land, kernel, founders).sum() / whole
        assert share == pytest.approx(0.25, abs=0.03)


def test_long_distance_dispersers_go_where_people_are() -> None:
    land = plane(roomy(101), np.ones((101, 101)))
    towns = np.array([50 * 101 + 60, 50 * 101 + 90])  # 10 and 40 km east
    far = Gravity(towns, np.array([1.0, 3.0]), 20.0)
    counts = arrivals(land, Kernel("exponential", 1e-3), 1_000_000, long_share=0.5,
                      long_distance=far).ravel()
    near, away = counts[towns]
    assert counts.sum() - near - away < 0.01 * counts.sum()
    assert near + away == pytest.approx(500_000, rel=0.02)
    # w / (1 + (d / reach)^2): 1 / 1.25 against 3 / 5
    assert near / away == pytest.approx(0.8 / 0.6, rel=0.02)


def test_long_jumps_can_have_a_kernel_of_their_own() -> None:
    land = plane(np.full((201, 201), 1_000_000), np.ones((201, 201)))
    counts = arrivals(land, Kernel("exponential", 1e-3), 100_000, long_share=0.2,
                      long_distance=Kernel("cauchy", 5.0, 60.0))
    assert counts.sum() == pytest.approx(20_000, rel=0.07)  # a few fall back on their cell
    rows, columns = np.nonzero(counts)
    assert np.hypot(rows - 100, columns - 100).max() <= 62


@pytest.mark.parametrize("reproduction", [0.5, 2.0])
def test_straight_front_moves_at_the_speed_of_theory(reproduction: float) -> None:
    """At most 30 % below: with whole hosts the far tail of a front is empty."""
    rows, columns, units = 24, 260, 400
    land = plane(np.full((rows, columns), units), np.ones((rows, columns)), 0.25)
    found = spread_on_grid(land, Entry(np.array([12 * columns + 2]), np.ones(1), founders=units),
                           26, 3, 2, reproduction=reproduction, kernel=SHORT)
    # The strip is 6 km wide and loses what leaves it, so it runs below the open plane.
    speed = np.diff(found.area_km2.mean(axis=0))[-10:].mean() / (rows * 0.25)
    limit = front_speed(reproduction, 1.0)
    assert 0.7 * limit < speed < limit


def test_front_speed_of_theory() -> None:
    """Few offspring: min R / (x sqrt(1 - x^2)) = 2 R at x^2 = 1/2, per mean distance."""
    assert front_speed(1e-4, 3.0) == pytest.approx(2 * 1e-4 * 3.0, rel=1e-3)
    assert front_speed(2.0, 6.0) == pytest.approx(2 * front_speed(2.0, 3.0))
    assert front_speed(0.0, 1.0) == 0.0


@pytest.mark.parametrize(("rate", "lag"), [(2.0, 1.0), (4.0, 6.0), (15.0, 1.0), (40.0, 6.0)])
def test_equivalent_parameters_follow_lag_and_radial_rate(rate: float, lag: float) -> None:
    """On uniform hosts the median radius is rate * (t - lag), within a fifth or a quarter cell."""
    cell, years, reps = 25.0, 20, 16
    found = equivalent(np.full(reps, lag), np.full(reps, rate), cell)
    size = 2 * int(rate * (20 - lag) * 1.3 / cell + 4) + 1
    land = plane(np.full((size, size), UNITS), np.ones((size, size)), cell)
    entry = middle(land, founders=found.founders, lag=found.lag)
    spread = spread_on_grid(land, entry, years, reps, 1, reproduction=found.reproduction,
                            kernel=Kernel("exponential", found.scale_km))
    radius = np.sqrt(np.median(spread.area_km2, axis=0) / math.pi)
    for t in (12, 16, 20):
        expected = rate * (t - lag)
        assert abs(radius[t] - expected) < max(0.2 * expected, cell / 4)


BAD: list[tuple[str, dict[str, Any], list[str]]] = [
    ("hosts", {"land": plane(np.ones((3, 3)), np.ones((3, 3)))}, ["hosts"]),
    ("suitability", {"land": plane(np.ones((3, 3), int), np.full((3, 3), 1.5))}, ["suitability"]),
    ("not a number", {"land": plane(np.ones((3, 3), int), np.full((3, 3), math.nan))},
     ["suitability"]),
    ("shape", {"land": plane(np.ones((3, 3), int), np.ones((3, 4)))}, ["suitability"]),
    ("empty", {"land": plane(np.ones((0, 3), int), np.ones((0, 3)))}, ["hosts"]),
    ("numbers", {"years": 0, "replicates": 70_000, "seed": -1, "threads": 0},
     ["years", "replicates", "seed", "threads", "batch"]),
    ("outside", {"entry": Entry(np.array([9]), np.ones(1))}, ["entry.cells"]),
    ("weights", {"entry": Entry(np.array([4]), np.zeros(1))}, ["entry.weights"]),
    ("no host", {"land": plane(np.eye(3, dtype=int), np.ones((3, 3))),
                 "entry": Entry(np.array([1]), np.ones(1))}, ["entry.cells"]),
    ("many", {"reproduction": -1.0, "kernel": Kernel("cauchy", 0.0), "long_share": 2.0,
              "entry": Entry(np.array([4]), np.ones(1), founders=0, lag=-1.0)},
     ["entry.founders", "entry.lag", "kernel.scale_km", "kernel.longest_km", "long_share",
      "long_distance", "reproduction"]),
    ("by replicate", {"reproduction": np.ones(3)}, ["reproduction"]),
]


@pytest.mark.parametrize(("change", "paths"), [row[1:] for row in BAD], ids=[b[0] for b in BAD])
def test_every_problem_is_named_at_once(change: dict[str, Any], paths: list[str]) -> None:
    given = {"land": plane(np.ones((3, 3), int), np.ones((3, 3))), **change}
    with pytest.raises(PraError) as caught:
        run(given.pop("land"), **given)
    assert [p.path for p in caught.value.problems] == paths


def test_equivalent_refuses_what_cannot_be() -> None:
    with pytest.raises(PraError) as caught:
        equivalent(np.array([-1.0]), np.array([-2.0]), 0.0)
    assert [p.path for p in caught.value.problems] == ["lag", "rate", "cell_km"]


def test_a_rate_of_zero_stands_still() -> None:
    found = equivalent(np.array([2.0]), np.array([0.0]), 25.0)
    assert found.reproduction.tolist() == [0.0]
    assert found.founders.tolist() == [1]
