"""Tables of all sets, as a product over components and as a sweep, against plain enumeration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

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
from pra_core.set_sweep import SetTable, exact_values, tally
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
