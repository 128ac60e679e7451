"""The compiled kernels against plain enumeration, bit by bit where that is promised."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numba import njit

from pra_core.elementary_kernels import one_minus_exp, released
from pra_core.kernels import (
    COMPARE,
    CONCLUDE,
    FOUNDINGS,
    INDIVIDUAL,
    INSPECT,
    LOTS,
    PESTS,
    UNIT,
    UNITS,
    WEIGHT,
    fold,
)
from pra_core.portfolio_kernels import columns, safe_margin, sweep
from tests.enumeration import FloatArray, Operation, Program, judged, random_program, table

MODES = [FOUNDINGS, UNITS, PESTS, LOTS]


def folded(program: Program, mode: int) -> FloatArray:
    out = np.empty(program.draws)
    fold(mode, *program.arguments(), out)
    return out


def exact(chains: tuple[tuple[object, ...], ...], mode: int, draws: int, k: int) -> FloatArray:
    out = np.empty((draws, 1 << k))
    columns(0, draws, mode, chains, 1 << k, np.arange(1 << k), out)
    return out


def swept(chains: tuple[tuple[object, ...], ...], mode: int, limits: FloatArray, k: int, *,
          margin: float = safe_margin(np.inf), which: np.ndarray | None = None, bins: int = 0,
          base: np.ndarray | None = None, shift: int = 19, first: int = 0, last: int | None = None
          ) -> tuple[int, np.ndarray, FloatArray, np.ndarray]:
    size = 1 << k
    counts, sums = np.zeros(size, np.int64), np.zeros(size)
    histogram = np.zeros((size, bins), np.int32)
    again = sweep(first, limits.shape[1] if last is None else last, mode, chains, limits,
                  np.zeros(size, np.int64) if which is None else which, margin,
                  np.zeros(size, np.int32) if base is None else base, shift, counts, sums,
                  histogram)
    return again, counts, sums, histogram


def two_pathways(seed: int, draws: int) -> tuple[list[Program], list[np.ndarray], int]:
    """Four measures on the first pathway, three of five on the second, in another order."""
    rng = np.random.default_rng(seed)
    programs = [random_program(rng, 4, draws), random_program(rng, 3, draws, equal_lots=True)]
    number = np.arange(32)
    places = [number & 15, (number >> 4 & 1) | (number >> 2 & 1) << 1 | (number & 1) << 2]
    return programs, places, 5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(12))
def test_full_set_equals_enumeration(seed: int, mode: int) -> None:
    rng = np.random.default_rng(seed)
    program = random_program(rng, seed % 7, 3, equal_lots=seed % 3 == 0, sexual=seed % 2 == 0,
                             groups=seed % 5)
    expected = table(program, mode)[:, -1]
    np.testing.assert_allclose(folded(program, mode), expected, rtol=1e-11)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(8))
def test_every_set_equals_enumeration(seed: int, mode: int) -> None:
    rng = np.random.default_rng(100 + seed)
    k = 1 + seed % 6
    program = random_program(rng, k, 3, equal_lots=seed % 4 == 0, sexual=seed % 2 == 0)
    expected = judged([program], [np.arange(1 << k)], mode)
    np.testing.assert_allclose(exact((program.chain(),), mode, 3, k), expected, rtol=1e-11)


@pytest.mark.parametrize("mode", [FOUNDINGS, UNITS, PESTS])
@pytest.mark.parametrize("seed", range(4))
def test_pathways_add_or_the_worst_counts(seed: int, mode: int) -> None:
    programs, places, k = two_pathways(seed, 3)
    chains = tuple(p.chain(place) for p, place in zip(programs, places, strict=True))
    expected = judged(programs, places, mode)
    np.testing.assert_allclose(exact(chains, mode, 3, k), expected, rtol=1e-11)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(4))
def test_counts_equal_float64_even_at_the_limit(seed: int, mode: int) -> None:
    """The limit of each draw is exactly the value of one of the sets, or next to it."""
    rng = np.random.default_rng(200 + seed)
    program = random_program(rng, 6, 80, equal_lots=seed == 3)
    values = exact((program.chain(),), mode, 80, 6)
    picked = values[np.arange(80), rng.integers(0, 64, 80)]
    limits = np.where(np.arange(80) % 3 == 0, picked, np.nextafter(picked, [0, np.inf] * 40))
    limits[7] = np.inf
    again, counts, sums, _ = swept((program.chain(),), mode, limits[None, :], 6)
    np.testing.assert_array_equal(counts, (values <= limits[:, None]).sum(axis=0))
    np.testing.assert_allclose(sums, values.sum(axis=0), rtol=1e-5)
    assert 60 <= again <= 80


@pytest.mark.parametrize("mode", [FOUNDINGS, PESTS])
@pytest.mark.parametrize("seed", range(3))
def test_counts_of_two_pathways_and_a_limit_per_set(seed: int, mode: int) -> None:
    programs, places, k = two_pathways(50 + seed, 70)
    chains = tuple(p.chain(place) for p, place in zip(programs, places, strict=True))
    values = exact(chains, mode, 70, k)
    limits = np.quantile(values, [0.3, 0.7], axis=1)
    limits[1, 3], limits[0, 5] = np.inf, 1e-15
    which = np.arange(32) // 16
    _, counts, sums, _ = swept(chains, mode, limits, k, which=which)
    np.testing.assert_array_equal(counts, (values <= limits[which].T).sum(axis=0))
    np.testing.assert_allclose(sums, values.sum(axis=0), rtol=1e-5)


def test_parts_of_the_draws_add_up() -> None:
    program = random_program(np.random.default_rng(3), 5, 75)
    chains, limits = (program.chain(),), np.full((1, 75), 10.0)
    whole = swept(chains, FOUNDINGS, limits, 5)
    parts = [swept(chains, FOUNDINGS, limits, 5, first=a, last=b)
             for a, b in [(0, 32), (32, 33), (33, 75)]]
    np.testing.assert_array_equal(whole[1], sum(p[1] for p in parts))
    np.testing.assert_allclose(whole[2], sum(p[2] for p in parts), rtol=1e-14)


@pytest.mark.parametrize("k", [2, 6])
def test_bins_hold_every_draw_in_its_place(k: int) -> None:
    """Cumulated bins lie between those of values moved by float32's error either way."""
    rng = np.random.default_rng(9)
    program = random_program(rng, k, 100)
    values = exact((program.chain(),), UNITS, 100, k)
    base = np.float32(np.median(values, axis=0) / 16).view(np.int32)
    *_, histogram = swept((program.chain(),), UNITS, np.full((1, 100), np.inf), k, bins=40,
                          base=base, shift=20)
    assert (histogram.sum(axis=1) == 100).all()

    def cumulated(moved: FloatArray) -> np.ndarray:
        bits = moved.astype(np.float32).view(np.int32).astype(np.int64)
        places = np.clip((bits - base) >> 20, 0, 39)
        return np.array([np.bincount(p, minlength=40).cumsum() for p in places.T])

    found = histogram.cumsum(axis=1)
    assert (cumulated(values * (1 + 1e-5)) <= found).all()
    assert (found <= cumulated(values * (1 - 1e-5))).all()
    assert np.unique(found).size > 10


@pytest.mark.parametrize("groups", [0, 2, 5])
@pytest.mark.parametrize("code", [UNIT, INDIVIDUAL, WEIGHT, INSPECT, COMPARE])
def test_a_measure_without_effect_changes_no_bit(code: int, groups: int) -> None:
    rng = np.random.default_rng(code * 10 + groups)
    program = random_program(rng, 6, 60, groups=groups, requires=False)
    size = len(program.operations)
    if code == COMPARE:
        found = [i for i, o in enumerate(program.operations) if o.code == CONCLUDE]
        at = found[-1]
    else:
        at = int(rng.integers(0, size))
    nothing = 0.0 if code in (INSPECT, COMPARE) else 1.0
    bit = max((o.bit for o in program.operations[:at]), default=-1) + 1
    later = [replace(o, bit=o.bit + 1) if o.bit >= bit else o for o in program.operations]
    added = Operation(code, bit, np.full(60, nothing), live=True)
    low = (1 << bit) - 1
    masks = tuple((g & low) | (g & ~low) << 1 | 1 << bit for g in program.groups)
    more = replace(program, k=7, operations=(*later[:at], added, *later[at:]), groups=masks,
                   compliance=np.insert(program.compliance, bit, 0.83, axis=0))
    for mode in MODES:
        np.testing.assert_array_equal(folded(more, mode), folded(program, mode))


def test_all_units_inspected_with_full_sensitivity_pass_nothing() -> None:
    rng = np.random.default_rng(1)
    program = random_program(rng, 0, 5, groups=0)
    whole = Operation(INSPECT, 0, program.const[7])
    program = replace(program, k=1, operations=(whole,), compliance=np.full((1, 5), 0.75))
    values = exact((program.chain(),), UNITS, 5, 1)
    assert (folded(replace(program, compliance=np.ones((1, 5))), UNITS) == 0.0).all()
    np.testing.assert_allclose(values[:, 1], 0.25 * values[:, 0], rtol=1e-15)


def test_rivals_float32_cannot_tell_apart_are_judged_in_float64() -> None:
    """Two inspections with almost the same n q d thin the lot by 5 % and by 95 %."""
    rng = np.random.default_rng(2)
    draws, m0 = 40, np.full(40, 0.05129)
    program = random_program(rng, 0, draws, groups=0)
    program.const[7] = 1000.0
    live = Operation(COMPARE, 0, np.full(draws, 950.0), live=True)
    shares = 1 + rng.choice([-1e-9, 1e-9], draws)
    signs = Operation(COMPARE, 1, -np.expm1(-m0) * 950.0 * shares)
    rivals = (live, signs, Operation(CONCLUDE, -1, np.ones(draws)))
    program = replace(program, k=2, m0=m0, operations=rivals, compliance=np.ones((2, draws)))
    values = exact((program.chain(),), UNITS, draws, 2)
    thinned = values[:, 3] / values[:, 2]
    assert (thinned < 0.1).any()
    assert (thinned > 0.9).any()
    limits = np.sqrt(values[:, 1] * values[:, 2])[None, :]
    again, counts, _, _ = swept((program.chain(),), UNITS, limits, 2)
    np.testing.assert_array_equal(counts, (values <= limits.T).sum(axis=0))
    assert again == draws


SHAPES = [0.05, 0.3, 1.0, 5.0, 50.0, 1000.0, np.inf]


def hard_program(shape: float, rng: np.random.Generator, draws: int) -> Program:
    """Large and small m, compliance near 1 and near 0, whole lots inspected."""
    program = random_program(rng, 5, draws, requires=False)
    const = program.const.copy()
    const[2] = 0.0 if shape == np.inf else 1.0 / shape
    const[1] = 10 ** rng.uniform(-5, -1, draws)
    far = 1.0 - 10 ** rng.uniform(-9, -0.1, (5, draws))
    operations = tuple(
        replace(o, value=const[7] * (1 - 10 ** rng.uniform(-6, -0.01, draws)))
        if o.code in (INSPECT, COMPARE) and rng.random() < 0.5 else o
        for o in program.operations)
    return replace(program, const=const, operations=operations, compliance=far,
                   m0=10 ** rng.uniform(-7, 3, draws))


@pytest.mark.parametrize("mode", [FOUNDINGS, UNITS, LOTS])
@pytest.mark.parametrize("shape", SHAPES)
def test_float32_errs_by_less_than_the_safe_margin(shape: float, mode: int) -> None:
    worst = 0.0
    for seed in range(12):
        program = hard_program(shape, np.random.default_rng(seed), 20)
        values = exact((program.chain(),), mode, 20, 5)
        free = np.full((1, 20), np.inf)
        for d in range(20):
            again, _, single, _ = swept((program.chain(),), mode, free, 5, first=d, last=d + 1,
                                        margin=0.0)
            scale = 1.0 if mode == LOTS else program.const[0, d] * program.const[1, d]
            for value, coarse in zip(values[d], single, strict=True):
                if again or value < 1e-10:
                    continue
                decline = np.log(scale / value) + 5 * np.log(2)
                margin = safe_margin(shape + 1, decline, len(program.operations), 7)
                worst = max(worst, abs(coarse / value - 1) / margin)
    assert 0.005 < worst <= 1.0


def test_safe_margin_grows_with_the_power_and_the_decline() -> None:
    assert safe_margin(1.0) < safe_margin(3.0) < safe_margin(50.0) < safe_margin(np.inf)
    assert safe_margin(3.0, 20.0) < safe_margin(3.0, 40.0) < safe_margin(3.0)
    assert safe_margin(3.0, 20.0, 10) < safe_margin(3.0, 20.0, 20)
    assert safe_margin(np.inf, 1e9) == safe_margin(np.inf) < 1e-3


@njit
def call_one_minus_exp(x: FloatArray, factor: float, out: FloatArray) -> None:
    one_minus_exp(x, factor, out, x.size)


@njit
def call_released(
    t: FloatArray, f0: float, inverse: float, power: float, out: FloatArray
) -> None:
    released(t, f0, inverse, power, out, t.size)


@pytest.mark.parametrize(("kind", "precision"), [(np.float32, 5e-7), (np.float64, 1e-15)])
def test_one_minus_exp_keeps_its_relative_precision(kind: type, precision: float) -> None:
    x = np.concatenate([np.logspace(-30, 3, 4001), np.linspace(0.3, 3, 2001)]).astype(kind)
    out = np.empty_like(x)
    call_one_minus_exp(x, 1.0, out)
    np.testing.assert_allclose(out, -np.expm1(-x.astype(float)), rtol=precision)
    call_one_minus_exp(np.zeros(3, kind), 1.0, out[:3])
    assert (out[:3] == 0).all()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("kind", "precision"), [(np.float32, 4e-7), (np.float64, 1e-15)])
def test_release_is_precise_relative_to_its_logarithm(
    kind: type, precision: float, shape: float
) -> None:
    t = np.concatenate([[0.0], np.logspace(-20, 9, 6000)]).astype(kind)
    out, inverse = np.empty_like(t), 1 / shape
    call_released(t, 0.03125, inverse, shape + 1 if inverse else 0.0, out)
    z = t.astype(float) * 0.03125
    y = (shape + 1) * np.log1p(z * inverse) if inverse else z
    sure = y < 80
    assert (np.abs(out[sure] / np.exp(-y[sure]) - 1) <= precision * (1 + 2 * y[sure])).all()
    assert (out[y > 710] == 0).all()
    assert out[0] == 1.0
