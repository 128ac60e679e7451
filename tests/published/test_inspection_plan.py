"""Sample sizes of ISPM 31 by basis, and schedules of skipped lots in use."""

from __future__ import annotations

import pytest

from pra_core.inspection_plan import Target, five_bases, skip_lot


@pytest.mark.parametrize(("basis", "prevalence", "confidence", "lot", "expected"), [
    pytest.param("hypergeometric", 0.05, 0.95, 100, 45, id="ISPM-31-Table-1-N100-5pc"),
    pytest.param("hypergeometric", 0.01, 0.95, 1000, 258, id="ISPM-31-Table-1-N1000-1pc"),
    pytest.param("binomial", 0.05, 0.95, 10_000, 59, id="McSorley-Littell-1993-59"),
    pytest.param("binomial", 0.05, 0.99, 10_000, 90, id="McSorley-Littell-1993-90"),
    pytest.param("binomial", 0.005, 0.95, 100_000, 598, id="600-unit-inspection-0.5pc"),
])
def test_published_samples(
    basis: str, prevalence: float, confidence: float, lot: int, expected: int
) -> None:
    found = {p.basis: p for p in five_bases(Target(prevalence, confidence, lot), 0.02)}
    assert found[basis].sample == expected


@pytest.mark.parametrize(("clearance", "fraction"), [
    pytest.param(10, 0.10, id="Australia-CBIS-dried-apricots-10-in-a-row-10pc"),
    pytest.param(5, 0.25, id="Australia-CBIS-cherries-5-in-a-row-25pc"),
])
def test_schedules_in_use_inspect_their_reduced_rate_where_lots_are_clean(
    clearance: int, fraction: float
) -> None:
    assert skip_lot(0.0, 1.0, clearance, fraction).inspected == pytest.approx(fraction)
    assert skip_lot(1.0, 0.0, clearance, fraction).inspected == 1.0
