"""Rank dependence between inputs: what was asked for, on exactly the stratified points."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pra_core import copula, top_up
from pra_core.assessment import assess, evaluate, percentiles_used, sample
from pra_core.copula import Block, blocks, is_possible, latent, nearest, tied, tied_percentiles
from pra_core.errors import PraError
from pra_core.portfolio import portfolios, set_rates
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario
from pra_core.store.codec import read_scenario
from pra_core.streams import percentiles
from tests.minimal import SOURCE, inspection, scenario_data, treatment

DRAWS = 20_000
THREE = blocks([(("c", "a"), 0.5), (("b", "c"), -0.7)])[0]


def pair(rank: float) -> Block:
    return Block(("a", "b"), ((1.0, rank), (rank, 1.0)))


def correlated(*pairs: tuple[str, str, float], **changes: object) -> Scenario:
    data = scenario_data(**changes)
    data["correlations"] = [{"between": [a, b], "rank": r, "source": dict(SOURCE)}
                            for a, b, r in pairs]
    return Scenario.model_validate(data)


PAIRS = (("fruit.prevalence", "fruit.transfer", 0.6), ("rate", "fruit.prevalence", -0.4),
         ("r0", "yield_loss", 0.9))


@pytest.mark.parametrize("rank", [-1.0, -0.8, -0.3, 0.0, 0.5, 0.95, 1.0])
def test_the_rank_correlation_asked_for_is_that_of_the_draws(rank: float) -> None:
    found = tied_percentiles(pair(rank), DRAWS, 3)
    measured = stats.spearmanr(found["a"], found["b"]).statistic
    error = (1 - rank**2) / np.sqrt(DRAWS)
    # A normal copula's rank correlation has up to 1.1 times the error of Pearson's.
    assert abs(measured - rank) <= 4 * 1.1 * error + 1e-12


def test_every_pair_of_three_has_its_own() -> None:
    found = tied_percentiles(THREE, DRAWS, 3)
    for i, one in enumerate(THREE.names):
        for j, other in enumerate(THREE.names[:i]):
            rank = THREE.rank[i][j]
            measured = stats.spearmanr(found[one], found[other]).statistic
            assert abs(measured - rank) <= 4 * 1.1 * (1 - rank**2) / np.sqrt(DRAWS)
    assert THREE.rank[0][1] == 0.0  # a and b were not declared: not correlated


@pytest.mark.parametrize("seed", [1, 2])
def test_margins_are_exactly_the_stratified_points(seed: int) -> None:
    found = tied_percentiles(THREE, 500, seed)
    for name in THREE.names:
        assert np.array_equal(np.sort(found[name]), np.sort(percentiles(name, 500, seed)))
    assert np.array_equal(found["a"], percentiles("a", 500, seed))


def test_rows_are_mapped_one_by_one() -> None:
    u = np.random.default_rng(1).random((50, 3))
    whole = tied(THREE, u)
    assert np.array_equal(tied(THREE, u[7:9]), whole[7:9])
    assert np.array_equal(whole[:, 0], u[:, 0])
    assert np.all((whole > 0) & (whole < 1))


@pytest.mark.parametrize(("rank", "expected"), [(1.0, lambda u: u), (-1.0, lambda u: 1 - u),
                                                (0.0, None)])
def test_full_dependence_is_one_input_said_twice(rank: float, expected: object) -> None:
    u = np.random.default_rng(2).random((200, 2))
    found = tied(pair(rank), u)
    wanted = u[:, 1] if expected is None else expected(u[:, 0])  # type: ignore[operator]
    assert found[:, 1] == pytest.approx(wanted, abs=1e-9)
    ordered = tied_percentiles(pair(rank), 200, 1)
    if rank:
        order = np.argsort(ordered["a"])
        steps = np.diff(ordered["b"][order])
        assert np.all(rank * steps > 0)


def test_normal_scores_reproduce_a_rank_correlation_in_closed_form() -> None:
    """6/π asin(ρ/2) of a bivariate normal: 1/2 needs ρ = 2 sin(π/12) = 0.5176…"""
    assert latent(pair(0.5))[0, 1] == pytest.approx((np.sqrt(6) - np.sqrt(2)) / 2)
    assert latent(pair(-1.0))[0, 1] == pytest.approx(-1.0)


@pytest.mark.parametrize("seed", range(6))
def test_the_nearest_matrix_is_possible_and_stays_what_it_is(seed: int) -> None:
    rng, k = np.random.default_rng(seed), 4
    names = tuple("abcd")
    rank = np.eye(k)
    upper = np.triu_indices(k, 1)
    rank[upper] = np.round(rng.uniform(-1, 1, upper[0].size), 3)
    rank = rank + np.triu(rank, 1).T
    asked = Block(names, tuple(tuple(row) for row in rank.tolist()))
    found = nearest(asked)
    assert is_possible(found)
    assert nearest(found) == found
    if is_possible(asked):
        assert found == asked
    else:
        # No possible matrix of a random crowd lies nearer, beyond rounding to three decimals.
        far = np.linalg.norm(latent(found) - latent(asked))
        for _ in range(300):
            some = rng.normal(size=(k, k + 1))
            other = np.corrcoef(some)
            assert np.linalg.norm(other - latent(asked)) > far - 0.02


def test_an_impossible_matrix_is_refused_with_one_that_is_possible() -> None:
    wrong = (("fruit.prevalence", "fruit.transfer", 0.9), ("fruit.transfer", "rate", 0.9),
             ("fruit.prevalence", "rate", -0.9))
    with pytest.raises(PraError) as caught:
        read_scenario(dump_scenario(correlated()).replace(
            "correlations: []", "") + _declared(wrong), "f.yaml")
    [problem] = [p for p in caught.value.problems if p.code == "not_a_correlation"]
    offered = dict(one.split(" = ") for one in problem.allowed.split("; "))
    pairs = tuple((*key.split(" ~ "), float(value)) for key, value in offered.items())
    assert correlated(*pairs).correlated[0].names == ("fruit.prevalence", "fruit.transfer", "rate")


def _declared(pairs: tuple[tuple[str, str, float], ...]) -> str:
    lines = ["", "correlations:"]
    for a, b, rank in pairs:
        lines += [f"- between: [{a}, {b}]", f"  rank: {rank}", "  source:",
                  *(f"    {k}: {v!r}" if isinstance(v, str) else
                    f"    {k}: {{en: r, zh_CN: r}}" for k, v in SOURCE.items())]
    return "\n".join(lines)


def test_the_order_of_declaration_matters_nowhere() -> None:
    one = correlated(*PAIRS)
    other = correlated(*((b, a, r) for a, b, r in reversed(PAIRS)))
    assert one.fingerprint == other.fingerprint
    assert one.correlated == other.correlated
    for name, column in sample(one, 100, 1).items():
        assert np.array_equal(column, sample(other, 100, 1)[name]), name
    moved = correlated(*PAIRS[:-1], (*PAIRS[-1][:2], 0.8))
    assert moved.fingerprint != one.fingerprint


def test_inputs_that_are_not_tied_keep_their_draws() -> None:
    plain, found = sample(correlated(), 300, 1), sample(correlated(*PAIRS[:1]), 300, 1)
    changed = [name for name in plain if not np.array_equal(plain[name], found[name])]
    assert changed == ["fruit.transfer"]


def test_all_see_the_same_columns() -> None:
    """Assessment, percentiles, search, single sets and sets judged again."""
    case = correlated(*PAIRS, measures=[treatment("cold", 0.9), inspection("look")])
    one = assess(case, 400, 2)
    at = evaluate(case, percentiles_used(case, 400, 2))
    assert at.founding_rate == pytest.approx(one.founding_rate, rel=1e-12)
    assert at.annual_loss == pytest.approx(one.annual_loss, rel=1e-12)
    columns = top_up._Columns(case, 400, 2)
    for name in one.values:
        assert np.array_equal(columns[name], one.values[name]), name
    rates = set_rates(case, case.alop, [()], 400, 2)[:, 0]
    assert rates == pytest.approx(one.founding_rate, rel=1e-12)
    row = portfolios(case, case.alop, 400, 2).row(())
    assert row["mean"] == pytest.approx(one.founding_rate.mean(), rel=1e-6)


def test_dependence_changes_the_spread_and_not_the_margins() -> None:
    """Two factors of the rate that rise together make it wider; opposed ones narrower."""
    widths = []
    for rank in (-0.8, 0.0, 0.8):
        pairs = (("fruit.prevalence", "fruit.transfer", rank),) if rank else ()
        found = assess(correlated(*pairs), 4_000)
        widths.append(float(np.std(np.log(found.founding_rate))))
    assert widths[0] < 0.8 * widths[1] < widths[1] < widths[2] / 1.1


def test_blocks_are_the_connected_groups() -> None:
    found = blocks([(("d", "c"), 0.1), (("a", "b"), 0.2), (("b", "e"), 0.3)])
    assert [b.names for b in found] == [("a", "b", "e"), ("c", "d")]
    assert found[0].rank[0][2] == 0.0
    assert copula.in_words(found[1]) == "c ~ d = 0.1"
