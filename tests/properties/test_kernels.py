"""What must hold for every small chain of measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core.kernels import (
    COMPARE,
    CONCLUDE,
    EXPAND,
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
from tests.enumeration import Operation, Program, judged, table

shares = st.one_of(st.just(0.0), st.just(1.0), st.floats(1e-6, 1.0))
modes = st.sampled_from([FOUNDINGS, UNITS, PESTS, LOTS])


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to three measures, any operations in any order, one draw."""
    k = draw(st.integers(0, 3))
    used, operations = 0, []
    codes = st.sampled_from([UNIT, INDIVIDUAL, WEIGHT, EXPAND, INSPECT, COMPARE, CONCLUDE])
    for code in draw(st.lists(codes, max_size=9)):
        bit = -1 if code == CONCLUDE else draw(st.integers(-1, min(used, k - 1)))
        used = max(used, bit + 1)
        x = draw(shares) * (500.0 if code in (INSPECT, COMPARE) else 1.0)
        operations.append(Operation(code, bit, np.array([x]), draw(st.booleans())))
    for left in range(used, k):
        operations.append(Operation(EXPAND, left, np.ones(1)))
    operations.append(Operation(CONCLUDE, -1, np.ones(1)))
    const = np.array([draw(st.floats(1.0, 1e6)), draw(st.floats(1e-6, 0.3)),
                      draw(st.one_of(st.just(0.0), st.floats(0.01, 20.0))),
                      draw(st.floats(1.0, 5.0)),
                      draw(st.one_of(st.just(-1.0), st.floats(0.1, 0.9))),
                      draw(st.floats(1e-3, 1.0)), draw(shares), 500.0])[:, None]
    groups = draw(st.lists(st.integers(1, (1 << k) - 1), max_size=2)) if k else []
    needs = {b: draw(st.sets(st.integers(0, k - 1))) - {b} for b in range(k)}
    return Program(k, const, np.array([draw(st.floats(1e-6, 50.0))]), tuple(operations),
                   np.array([[draw(shares)] for _ in range(k)]).reshape(k, 1),
                   {b: frozenset(n) for b, n in needs.items()}, tuple(groups),
                   np.array([[draw(shares)] for _ in groups]).reshape(len(groups), 1))


def exact(program: Program, mode: int) -> np.ndarray:
    out = np.empty((1, 1 << program.k))
    columns(0, 1, mode, (program.chain(),), out.size, np.arange(out.size), out)
    return out


@settings(max_examples=300, deadline=None)
@given(programs(), modes)
def test_full_set_and_every_set_equal_enumeration(program: Program, mode: int) -> None:
    full = np.empty(1)
    fold(mode, *program.arguments(), full)
    np.testing.assert_allclose(full, table(program, mode)[:, -1], rtol=1e-9, atol=1e-200)
    if mode != PESTS or (table(program, LOTS) > 1e-200).all():
        expected = judged([program], [np.arange(1 << program.k)], mode)
        np.testing.assert_allclose(exact(program, mode), expected, rtol=1e-9, atol=1e-200)


@settings(max_examples=200, deadline=None)
@given(programs(), modes, st.integers(0, 7), st.sampled_from([-1e-7, 0.0, 1e-7, 0.1]))
def test_a_limit_beside_any_value_is_judged_as_in_float64(
    program: Program, mode: int, chosen: int, beside: float
) -> None:
    values = exact(program, mode)
    limits = np.array([[values[0, chosen % values.size] * (1.0 + beside)]])
    counts, sums = np.zeros(values.size, np.int64), np.zeros(values.size)
    sweep(0, 1, mode, (program.chain(),), limits, np.zeros(values.size, np.int64),
          safe_margin(np.inf), np.zeros(values.size, np.int32), 23, counts, sums,
          np.zeros((values.size, 0), np.int32))
    np.testing.assert_array_equal(counts, (values <= limits)[0])


@settings(max_examples=200, deadline=None)
@given(programs(), modes, st.sampled_from([UNIT, INDIVIDUAL, WEIGHT]), st.integers(0, 9),
       st.floats(0.01, 1.0))
def test_an_operation_without_effect_changes_no_bit(
    program: Program, mode: int, code: int, at: int, compliance: float
) -> None:
    added = Operation(code, program.k, np.ones(1))
    more = replace(program, k=program.k + 1, operations=(*program.operations, added),
                   compliance=np.append(program.compliance, [[compliance]], axis=0))
    always = Operation(code, -1, np.ones(1))
    same = replace(program, operations=(*program.operations[:at], always,
                                        *program.operations[at:]))
    expected, found = np.empty(1), np.empty(1)
    fold(mode, *program.arguments(), expected)
    for changed in (more, same):
        fold(mode, *changed.arguments(), found)
        assert found[0] == expected[0]


@settings(max_examples=100, deadline=None)
@given(programs(), st.floats(0.0, 0.999))
def test_foundings_lie_between_all_lots_complying_and_none(
    program: Program, compliance: float
) -> None:
    """Mixing is a weighted mean of what happens with and without the last measure."""
    if program.k == 0:
        return
    program = replace(program, requires={}, groups=(), outage=np.zeros((0, 1)))
    values = []
    for c in (1.0, 0.0, compliance):
        changed = program.compliance.copy()
        changed[-1] = c
        full = np.empty(1)
        fold(FOUNDINGS, *replace(program, compliance=changed).arguments(), full)
        values.append(full[0])
    with_it, without, mixed = values
    expected = compliance * with_it + (1.0 - compliance) * without
    np.testing.assert_allclose(mixed, expected, rtol=1e-12)
