"""Samples by five bases, boxes and units, and schedules that skip lots."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from pra_core.errors import PraError
from pra_core.inspection import detection_probability
from pra_core.inspection_plan import (
    BASES,
    Boxes,
    Target,
    fallacy,
    five_bases,
    really_detects,
    skip_lot,
    splits,
    two_stage,
)


def plans(target: Target, proportion: float = 0.02) -> dict[str, object]:
    return {p.basis: p for p in five_bases(target, proportion)}


def test_every_basis_gives_its_confidence_with_the_smallest_sample() -> None:
    target = Target(0.02, 0.95, 5000, 0.8, 0.001)
    found = five_bases(target, 0.02)
    assert [p.basis for p in found] == list(BASES)
    for p in found[:4]:
        assert p.sample is not None
        assert p.detection >= 0.95
    laws = [lambda n: detection_probability(n, 0.02, 5000, 0.8),
            lambda n: 1 - (1 - 0.016) ** n, lambda n: 1 - math.exp(-0.016 * n),
            lambda n: 1 - sum(stats.betabinom(n, 20, 980).pmf(np.arange(n + 1))
                              * 0.2 ** np.arange(n + 1))]
    for p, law in zip(found[:4], laws, strict=True):
        assert law(p.sample) >= 0.95 - 1e-12
        assert law(p.sample - 1) < 0.95


def test_a_share_of_the_lot_is_rounded_up() -> None:
    assert plans(Target(0.05, 0.95, 101))["fixed_proportion"].sample == 3
    assert plans(Target(0.05, 0.95, 100))["fixed_proportion"].sample == 2


def test_a_basis_that_cannot_reach_the_confidence_says_so_and_the_others_stand() -> None:
    found = plans(Target(0.05, 0.95, 100, 1.0, 2.0))
    assert found["beta_binomial"].sample is None
    assert found["beta_binomial"].problem.code == "unreachable"
    assert found["hypergeometric"].sample == 45
    tiny = plans(Target(0.001, 0.95, 100))
    assert tiny["hypergeometric"].problem.path == "prevalence"
    assert tiny["binomial"].problem.path == "sample"  # more than the lot holds


def test_clustering_is_what_a_mixed_sample_really_meets() -> None:
    found = plans(Target(0.01, 0.95, 10_000, 1.0, 0.05))
    assert found["binomial"].detection >= 0.95
    assert found["binomial"].truly == pytest.approx(
        detection_probability(299, 0.01, aggregation=0.05))
    assert found["binomial"].truly < 0.5


def test_nothing_is_found_in_a_lot_without_an_infested_unit() -> None:
    assert really_detects(50, Target(0.02, 0.95, 100), 0.005) == 0.0


def test_one_share_of_the_lot_protects_small_lots_hardly_and_large_ones_needlessly() -> None:
    rows = fallacy(Target(0.01, 0.95, 1000), 0.02, [100, 1000, 10_000, 100_000])
    assert [n for _, n, _ in rows] == [2, 20, 200, 2000]
    chances = [c for *_, c in rows]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(0.02)
    assert chances[-1] > 0.9999


def test_two_stages_equal_the_enumeration_of_all_choices() -> None:
    """6 boxes of 4 units, 2 boxes infested with 2 of 4 units each; 3 opened, 2 units of each."""
    infested_boxes, chances = {0, 1}, []
    for opened in combinations(range(6), 3):
        miss = 1.0
        for _ in infested_boxes & set(opened):
            seen = [set(units) & {0, 1} for units in combinations(range(4), 2)]
            miss *= np.mean([0.5 ** len(s) for s in seen])
        chances.append(1 - miss)
    found = two_stage(Boxes(6, 4, 0.5), 2 / 6 * 0.5, 3, 2, sensitivity=0.5)
    assert found == pytest.approx(float(np.mean(chances)), rel=1e-12)


def test_opening_every_box_and_all_units_is_a_full_search() -> None:
    assert two_stage(Boxes(20, 10, 0.3), 0.03, 20, 10) == 1.0
    assert two_stage(Boxes(20, 10, 0.3), 0.03, 0, 10) == 0.0


def test_more_boxes_find_more_with_the_same_number_of_units() -> None:
    rows = splits(Boxes(200, 100, 0.1), 0.01, 600)
    assert {opened * each for opened, each, _ in rows} == {600}
    chances = [c for *_, c in rows]
    assert chances == sorted(chances)
    assert rows[0][0] < rows[-1][0]


@pytest.mark.parametrize(("rejection", "clearance", "fraction"), [
    (0.05, 5, 0.1), (0.3, 3, 0.25), (0.0, 10, 0.1)])
def test_the_share_inspected_is_that_of_a_simulated_run(
    rejection: float, clearance: int, fraction: float
) -> None:
    rng = np.random.default_rng(7)
    lots, inspected, clean = 200_000, 0, 0
    looks, bad = rng.random(lots) < fraction, rng.random(lots) < rejection
    for look, rejected in zip(looks, bad, strict=True):
        if clean < clearance or look:
            inspected += 1
            clean = 0 if rejected else clean + 1
    found = skip_lot(rejection, 0.5, clearance, fraction)
    assert found.inspected == pytest.approx(inspected / lots, abs=0.01)
    assert found.rejected == pytest.approx(found.inspected * rejection)
    assert found.released_infested == pytest.approx(1 - found.inspected * 0.5)


def test_inspecting_every_lot_is_the_limit_of_a_fraction_of_one() -> None:
    found = skip_lot(0.2, 0.4, 5, 1.0)
    assert (found.inspected, found.released_infested) == (1.0, pytest.approx(0.4))


@pytest.mark.parametrize(("call", "paths"), [
    (lambda: five_bases(Target(0.0, 1.0, 0, 2.0, -1.0), 0.0),
     ["prevalence", "sensitivity", "proportion", "confidence", "lot_size", "aggregation"]),
    (lambda: two_stage(Boxes(0, 5, 2.0), 0.5, 9, 9), ["boxes", "within", "opened", "per_box"]),
    (lambda: two_stage(Boxes(5, 5, 0.2), 0.5, 1, 1), ["prevalence"]),
    (lambda: two_stage(Boxes(5, 5, 0.1), 0.05, 1, 1), ["within"]),
    (lambda: splits(Boxes(5, 5, 0.2), 0.1, 26), ["units"]),
    (lambda: splits(Boxes(5, 5, 0.2), 0.1, 7), ["units"]),
    (lambda: skip_lot(2.0, -1.0, 0, 0.0), ["rejection", "released", "fraction", "clearance"]),
])
def test_every_impossible_number_is_named(call: object, paths: list[str]) -> None:
    with pytest.raises(PraError) as caught:
        call()  # type: ignore[operator]
    assert [p.path for p in caught.value.problems] == paths
