"""Tables of all sets, as a product over components and as a sweep, against plain enumeration."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from pra_core import set_sweep
from pra_core.kernels import (
    CONCLUDE,
    EXPAND,
    FOUNDINGS,
    INDIVIDUAL,
    INSPECT,
    PESTS,
    UNIT,
    WEIGHT,
)
from pra_core.portfolio_kernels import padded, safe_margin
from pra_core.separable import Product, product
from pra_core.set_sweep import SetTable, exact_values, tally, within
from tests.enumeration import FloatArray, Operation, Program, judged, random_program

MODES = [FOUNDINGS, PESTS]


def product_program(rng: np.random.Generator, k: int, draws: int, *, kills: int = 2,
                    inspected: bool = False, certain: bool = False) -> Program:
    """Mostly kills of units and limits to the volume; a few kills of pests; perhaps a look."""
    base = random_program(rng, k, draws)
    operations = [Operation(UNIT, -1, rng.uniform(0.1, 1, draws))]
    for b in range(k):
        code = INDIVIDUAL if b < kills else int(rng.choice([UNIT, UNIT, WEIGHT, EXPAND]))
        operations.append(Operation(code, b, 10 ** rng.uniform(-2, 0, draws)))
        if inspected and b == kills:
            operations += [Operation(INSPECT, b, rng.uniform(5, 400, draws), live=True),
                           Operation(CONCLUDE, -1, np.ones(draws))]
    for b in rng.integers(0, k, 3) if k else ():
        operations.append(Operation(UNIT, int(b), rng.uniform(0.2, 1, draws)))
    needs = {k - 1: frozenset({k - 2})} if k > 3 and rng.random() < 0.5 else {}
    few = rng.integers(0, k, 2) if k else []
    masks = (sum({1 << int(b) for b in few}), 1 << (k - 1)) if k else ()
    return replace(base, operations=tuple(operations), requires=needs, groups=masks,
                   outage=rng.uniform(0, 0.2, (len(masks), draws)),
                   compliance=np.ones_like(base.compliance) if certain else base.compliance)


def table_of(programs: list[Program], *, whole: bool = True) -> SetTable:
    chains = [p.chain() for p in programs]
    one: Product | None = product(chains[0], 16) if whole and len(chains) == 1 else None
    return SetTable(tuple("abcdefghijklmnop"[: programs[0].k]), padded(chains),
                    programs[0].draws, safe_margin(np.inf), one)


def counted(values: FloatArray, limits: FloatArray) -> list[int]:
    return [int(n) for n in (values <= limits[:, None]).sum(axis=0)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(30))
def test_products_equal_enumeration(seed: int, mode: int) -> None:
    rng = np.random.default_rng(seed)
    k = 2 + seed % 6
    program = product_program(rng, k, 12, kills=seed % 4, inspected=seed % 3 == 0 and k > 4)
    expected = judged([program], [np.arange(1 << k)], mode)
    table = table_of([program])
    assert table.product is not None
    found = exact_values(table, mode, np.arange(1 << k))
    np.testing.assert_allclose(found, expected, rtol=1e-11)
    limits = np.median(expected, axis=1) * (1 + 1e-9)
    result = tally(table, mode, limits[None, :], np.zeros(1 << k, np.int64))
    assert result.within.tolist() == counted(expected, limits)
    np.testing.assert_allclose(result.mean, expected.mean(axis=0), rtol=1e-11)


@pytest.mark.parametrize("mode", MODES)
def test_the_sweep_gives_what_the_product_gives(mode: int) -> None:
    rng = np.random.default_rng(5)
    program = product_program(rng, 8, 3000, inspected=True)
    table, plain = table_of([program]), table_of([program], whole=False)
    limits = np.stack([exact_values(plain, mode, np.array([j]))[:, 0] for j in (255, 60)])
    limits[0, ::7], limits[1, ::9] = np.inf, 0.0
    limits *= 1 + 1e-9
    which = np.arange(256) & 1
    product_tally, sweep_tally = (tally(t, mode, limits, which) for t in (table, plain))
    assert product_tally.within.tolist() == sweep_tally.within.tolist()
    np.testing.assert_allclose(product_tally.mean, sweep_tally.mean, rtol=1e-5)
    low, high = np.sort(exact_values(plain, mode, np.arange(256)), axis=0)[1499:1501]
    for found in (product_tally.median, sweep_tally.median):  # any median lies between these
        assert np.all(found >= low * (1 - 6e-3))
        assert np.all(found <= high * (1 + 6e-3))


@pytest.mark.parametrize("whole", [True, False])
def test_a_value_at_its_limit_is_within_it(whole: bool) -> None:
    """Ties: every set judged by its own values and by those of another."""
    rng = np.random.default_rng(11)
    table = table_of([product_program(rng, 6, 600, kills=2)], whole=whole)
    values = exact_values(table, FOUNDINGS, np.arange(64))
    for number in range(0, 64, 7):
        limits = values[:, number]
        found = within(table, FOUNDINGS, limits[None, :], np.zeros(64, np.int64))
        assert found[number] == 600
        assert found.tolist() == counted(values, limits)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("code", [UNIT, INDIVIDUAL, WEIGHT])
def test_a_measure_without_effect_changes_no_draw(code: int, whole: bool) -> None:
    rng = np.random.default_rng(3)
    program = product_program(rng, 6, 40, kills=3)
    idle = Operation(code, 6, np.ones(40))
    more = replace(program, k=7, operations=(*program.operations, idle),
                   compliance=np.vstack([program.compliance, np.full((1, 40), 0.7)]))
    values = exact_values(table_of([more], whole=whole), FOUNDINGS, np.arange(128))
    assert np.array_equal(values[:, :64], values[:, 64:])


@pytest.mark.parametrize("k", [15, 16])
def test_many_sets_are_counted_as_pair_by_pair(k: int) -> None:
    """Sixteen measures reach the sorted halves, fifteen the plain comparison."""
    rng = np.random.default_rng(k)
    program = product_program(rng, k, 130, kills=1, certain=True)
    whole = product(program.chain())
    assert whole is not None
    _, _, tables = next(whole.blocks(0, 130, FOUNDINGS))
    low, high = whole.halves(tables)
    limits = np.stack([np.median(low, axis=1) * np.median(high, axis=1) * s for s in (0.1, 1, 5)])
    limits[1, 5], limits[2, 7] = np.inf, 0.0
    counts = np.zeros((3, *whole.shape), np.int64)
    whole.count(tables, low, high, limits, counts)
    expected = [sum((np.outer(b, a) <= limits[r, d]).astype(int)
                    for d, (a, b) in enumerate(zip(low, high, strict=True))) for r in range(3)]
    assert np.array_equal(counts, expected)
    numbers = rng.integers(0, 1 << k, 200)
    place, lows = whole.place(1 << k)[numbers], low.shape[1]
    np.testing.assert_allclose(low[:, place % lows] * high[:, place // lows], exact_values(
        table_of([program], whole=False), FOUNDINGS, numbers), rtol=1e-12)


def test_medians_of_awkward_values() -> None:
    """Values that are often zero, all the same, of two sizes, or spread over many decades."""
    rng = np.random.default_rng(2)
    n = 4000
    low = np.ones((n, 2), np.float32)
    low[:, 1] = rng.random(n) < 0.4  # mostly zero
    high = np.stack([np.full(n, 3.0), 10 ** rng.uniform(-12, 2, n),
                     np.where(rng.random(n) < 0.3, 1e-6, 1e3), rng.random(n) < 0.7],
                    axis=1).astype(np.float32)
    found = set_sweep._product_medians(low, high, 0.005)
    for h in range(4):
        for m in range(2):
            expected = float(np.median(low[:, m] * high[:, h]))
            assert found[h, m] == pytest.approx(expected, rel=0.01), (h, m)


def test_sixteen_measures_stay_within_the_memory() -> None:
    rng = np.random.default_rng(4)
    program = product_program(rng, 16, 2000, kills=1, certain=True)
    for table in (table_of([program]), table_of([program], whole=False)):
        told: list[float] = []
        tracemalloc.start()
        found = tally(table, FOUNDINGS, np.full((1, 2000), 1e-3), np.zeros(1 << 16, np.int64),
                      told.append)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 300e6
        assert told[-1] == 1.0
        assert told == sorted(told)
        assert found.within.shape == (1 << 16,)
