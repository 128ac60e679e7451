"""Sensitivity indices that are published or follow in closed form; tolerances from their error."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from SALib.sample import sobol as salib_sample

from pra_core.copula import latent
from pra_core.scenario import Scenario
from pra_core.sensitivity import (
    morris,
    names_of,
    quick,
    quick_from_function,
    sobol,
    sobol_from_function,
    tornado,
)
from pra_core.sensitivity import salib as reference
from pra_core.sensitivity.design import Groups, saltelli
from tests.minimal import SOURCE, parameter
from tests.unit.test_sensitivity import g_function, ishigami, product

Floats = NDArray[np.float64]
SEEDS = 8
Z95 = 1.96
HALF_WIDTH = math.sqrt(3.0) / 2
"""Half the width of a uniform law with variance 0.25."""
ISHIGAMI = ((0.313905, 0.442411, 0.0), (0.557589, 0.442411, 0.243684))
G8 = ((0.716192, 0.179048, 0.023676, 0.007162, *[7.2e-5] * 4),
      (0.787144, 0.242198, 0.034317, 0.010460, *[1.05e-4] * 4))


def deviation(found: Floats, half: Floats, exact: Floats, rounding: float) -> Floats:
    """Mean over seeds [seeds, d] less the truth, in standard errors of that mean, [d]."""
    error = np.sqrt(np.mean((half / Z95) ** 2, axis=0) / len(found))
    gap = np.maximum(np.abs(found.mean(axis=0) - exact) - rounding, 0.0)
    return np.divide(gap, error, out=np.where(gap > 0, np.inf, 0.0), where=error > 0)


@pytest.mark.parametrize("estimate", [sobol_from_function, quick_from_function])
@pytest.mark.parametrize(
    ("f", "laws", "exact", "rounding"),
    [pytest.param(ishigami, [(-math.pi, math.pi)] * 3, ISHIGAMI, 5e-7, id="Ishigami-Homma-1990"),
     pytest.param(g_function, [(0.0, 1.0)] * 8, G8, 5e-6, id="Saltelli-Sobol-1995-G-function")])
def test_first_and_total_order(
        estimate: Callable[..., dict[str, Floats]], f: Callable[[Floats], Floats],
        laws: list[tuple[float, float]], exact: tuple[tuple[float, ...], ...], rounding: float,
) -> None:
    """The mean of eight seeds lies within four of its standard errors, by the bootstrap itself."""
    runs = [estimate(f, laws, n=1024, seed=seed) for seed in range(SEEDS)]
    for key, truth in zip(("S1", "ST"), exact, strict=True):
        found = np.stack([run[key] for run in runs])
        half = np.stack([run[key + "_conf"] for run in runs])
        assert np.all(deviation(found, half, np.array(truth), rounding) <= 4.0), key


def test_second_order_of_ishigami() -> None:
    """S13 = 0.243684, S12 = S23 = 0 (Ishigami & Homma 1990), mean of four seeds."""
    groups: Groups = ((0,), (1,), (2,))
    found, half = [], []
    for seed in range(4):
        u = np.concatenate(list(saltelli(2048, 3, groups, seed, second=True)))
        s2, conf = reference.pairs(ishigami(math.pi * (2 * u - 1)), 3, seed)
        at = ([0, 0, 1], [1, 2, 2])
        found.append(s2[at])
        half.append(conf[at])
    exact = np.array([0.0, 0.243684, 0.0])
    assert np.all(deviation(np.array(found), np.array(half), exact, 5e-7) <= 4.0)


@pytest.mark.parametrize("second", [False, True])
def test_rows_are_those_of_salib(second: bool) -> None:
    groups: Groups = ((0, 2), (1,), (3,))
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [(0.0, 1.0)] * 4,
               "groups": ["x", "y", "x", "z"]}
    theirs = salib_sample.sample(problem, 64, calc_second_order=second, seed=8)
    ours = np.concatenate(list(saltelli(64, 4, groups, 7, second=second, chunk=100)))
    np.testing.assert_array_equal(ours, theirs)


def test_morris_is_exact_on_a_linear_function() -> None:
    """y = Σ b u over the grid from 5 % to 95 %: mu = 0.9 b, mu* = 0.9 |b|, sigma = 0."""
    b, groups = np.array([2.0, -3.0, 0.0, 0.5]), ((0,), (1,), (2,), (3,))
    u = reference.trajectories(6, groups, 3)
    found = reference.elementary_effects(u, u @ b, groups, 3)
    np.testing.assert_allclose(found["mu"], 0.9 * b, atol=1e-12)
    np.testing.assert_allclose(found["mu_star"], 0.9 * np.abs(b), atol=1e-12)
    np.testing.assert_allclose(found["sigma"], 0.0, atol=1e-12)
    assert u.min() == pytest.approx(0.05)
    assert u.max() == pytest.approx(0.95)


def test_morris_moves_a_group_together() -> None:
    """Of two inputs that move in the same or in opposite directions only the mean size is told."""
    groups = ((0, 1), (2,))
    u = reference.trajectories(40, groups, 1)
    y = u @ np.array([1.0, 2.0, 4.0])
    found = reference.elementary_effects(u, y, groups, 1)
    steps = np.abs(np.diff(y.reshape(40, 3), axis=1)) / (2 / 3)
    assert found["mu_star"][0] * 40 == pytest.approx(
        sum(row[row < 3.59].sum() for row in steps))
    assert found["mu_star"][1] == pytest.approx(3.6)
    assert np.isnan(found["mu"][0])
    assert np.isnan(found["sigma"][0])


def ishigami_sample(n: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(5)
    u = np.stack([(rng.permutation(n) + rng.random(n)) / n for _ in range(4)], axis=1)
    return u, ishigami(math.pi * (2 * u[:, :3] - 1))


@pytest.mark.parametrize(("i", "expected"), [
    pytest.param(i, value, id=f"SALib-test_regression-Ishigami-delta-x{i + 1}")
    for i, value in enumerate((0.210, 0.358, 0.155))])
def test_delta_of_ishigami(i: int, expected: float) -> None:
    """The values and the tolerance of SALib's own regression test; the classes need many draws."""
    u, y = ishigami_sample(4096)
    assert reference.density_distance(u[:, i], y, 1)["delta"] == pytest.approx(expected, abs=0.05)


def test_delta_and_pawn_of_an_input_without_influence_are_noise() -> None:
    """KS noise of a tenth against the rest: its median over tenths lies below the 99 % point of
    Kolmogorov's law, 1.63 sqrt(1/m + 1/n), and all distances in [0, 1]."""
    n = 1000
    u, y = ishigami_sample(n)
    null, strong = (reference.slice_distances(u[:, i], y) for i in (3, 1))
    assert 0 <= null["minimum"] <= null["median"] <= null["maximum"] <= 1
    assert null["median"] < 1.63 * math.sqrt(10 / n + 1 / n)
    assert null["median"] < strong["median"] <= strong["maximum"] <= 1
    weak, half = reference.density_distance(u[:, 3], y, 1).values()
    assert weak < reference.density_distance(u[:, 2], y, 1)["delta"] - half


def test_pawn_of_an_input_that_decides_all() -> None:
    """y = x: the KS distance of tenth k from all is max(k/10, 1 - (k + 1)/10), 0.45 in the median
    of 0.9, 0.8, 0.7, 0.6, 0.5, 0.5 … up to one draw in the tenth and one in all."""
    n = 2000
    x = (np.random.default_rng(1).permutation(n) + 0.5) / n
    found = reference.slice_distances(x, x)
    one = 1 / 200 + 1 / n
    assert found["maximum"] == pytest.approx(0.9, abs=one)
    assert found["median"] == pytest.approx(0.7, abs=one)
    assert found["minimum"] == pytest.approx(0.5, abs=one)


def three_factors(rank: float | None = None) -> Scenario:
    """log Λ = 0.8 z1 + 0.6 z2 + w + constant; z1 and z2 of the given rank correlation, w uniform
    with variance 0.25."""
    data = product().model_dump(mode="json")
    data["pathways"][0]["prevalence"] = parameter(
        "f", "infested units/unit", kind="loguniform", low=1e-4 * math.exp(-HALF_WIDTH),
        high=1e-4 * math.exp(HALF_WIDTH))
    if rank is not None:
        data["correlations"] = [{"between": ["m", "v"], "rank": rank, "source": SOURCE}]
    return Scenario.model_validate(data)


@pytest.mark.parametrize("estimate", [sobol, quick])
@pytest.mark.parametrize("rank", [-0.6, 0.3, 0.9])
def test_a_correlated_block_is_one_input(estimate: Callable[..., object], rank: float) -> None:
    """Its share is (0.64 + 0.36 + 2 ρ 0.48) of that + 0.25, ρ = 2 sin(π r / 6)."""
    case = three_factors(rank)
    rho = float(latent(case.correlated[0])[0, 1])
    block = 1.0 + 2 * rho * 0.48
    found = estimate(case, n=2048, seed=1).set_index("parameter")  # type: ignore[attr-defined]
    assert set(found.index) == {"m + v", "f", "rate", "yield_loss"}
    for row, share in (("m + v", block / (block + 0.25)), ("f", 0.25 / (block + 0.25))):
        for key in ("S1", "ST"):
            allowed = 4 * found.loc[row, key + "_conf"] / Z95
            assert abs(found.loc[row, key] - share) <= allowed
    assert names_of("m + v") == ("m", "v")


def test_probability_of_meeting_at_even_odds() -> None:
    """1{Z <= its median} of Z = a z1 + b z2: S1 = 2 asin(a² / (a² + b²)) / π.

    From P(both below 0) = 1/4 + asin(ρ) / 2π of two standard normals (Sheppard 1899).
    """
    case = product()
    middle = tornado(case)["middle"].iloc[0]
    data = case.model_dump(mode="json")
    data["alop"] = {"metric": "annual_probability", "limit": -math.expm1(-math.exp(middle)),
                    "confidence": 0.9}
    found = sobol(Scenario.model_validate(data), n=4096, seed=2, output="within_alop")
    by_name = found.set_index("parameter")
    for name, share in (("v", 0.64), ("m", 0.36)):
        s1 = 2 * math.asin(share) / math.pi
        assert abs(by_name.loc[name, "S1"] - s1) <= 4 * by_name.loc[name, "S1_conf"] / Z95
    # The parts that only act together are in both totals: 1 - S1 of the other.
    assert abs(by_name.loc["v", "ST"] - (1 - 2 * math.asin(0.36) / math.pi)) <= (
        4 * by_name.loc["v", "ST_conf"] / Z95)


def test_swings_of_lognormal_inputs() -> None:
    """log Λ moves by ± 1.644854 σ of a normal log, by ± 0.9 of half the width of a uniform one."""
    found = tornado(three_factors()).set_index("parameter")
    for name, swing in (("v", 1.6448536 * 0.8), ("m", 1.6448536 * 0.6), ("f", 0.9 * HALF_WIDTH)):
        row = found.loc[name]
        assert row["high"] - row["middle"] == pytest.approx(swing, rel=1e-3)
        assert row["low"] - row["middle"] == pytest.approx(-swing, rel=1e-3)
        assert math.log(row["high_value"] / row["low_value"]) == pytest.approx(2 * swing)
    assert list(found.index[:3]) == ["v", "m", "f"]


def test_morris_orders_additive_inputs_by_their_swing() -> None:
    """Additive in the logs: a move from the 5 % or 35 % to the 65 % or 95 % percentile is 2/3 of
    the grid and changes a normal log by z(.95) + z(.65) = 2.030174 σ, whichever it is; a uniform
    one by 0.6 of its width."""
    found = morris(three_factors(), n=16).set_index("parameter")
    assert found.index[:3].tolist() == ["v", "m", "f"]
    for name, change in (("v", 2.0301740 * 0.8), ("m", 2.0301740 * 0.6), ("f", 1.2 * HALF_WIDTH)):
        assert found.loc[name, "mu_star"] == pytest.approx(1.5 * change, rel=1e-3)
        assert found.loc[name, "mu"] == pytest.approx(1.5 * change, rel=1e-3)
        assert found.loc[name, "sigma"] < 1e-3
    assert found.loc[["rate", "yield_loss"], "mu_star"].tolist() == [0.0, 0.0]
