"""Monte Carlo error: intervals hold what they promise, stratified draws do no worse than told."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, chi2, norm

from pra_core import convergence
from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.convergence import draws_needed, precision, running, share_row
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.summary import interval, meets, wilson
from tests.minimal import parameter, pathway, scenario, scenario_data

ALOP = Alop(metric="annual_probability", limit=0.01, confidence=0.95)


def made_of(risk: FloatArray) -> Assessment:
    """An assessment whose chance of an outbreak in a year is given draw by draw."""
    case = assess(scenario(), 10)
    return replace(case, annual_probability=risk, founding_rate=-np.log1p(-risk))


def row(assessment: Assessment, quantity: str) -> dict[str, float]:
    table = precision(assessment, ALOP).set_index("quantity")
    return {k: float(v) for k, v in table.loc[quantity].items()}


def test_values_are_those_told_elsewhere() -> None:
    after = assess(scenario(), 2_000)
    found = interval(after.annual_probability)
    table = precision(after, ALOP).set_index("quantity")["value"]
    assert (table["p05"], table["median"], table["p95"], table["mean"]) == (
        found.low, found.median, found.high, found.mean)
    assert table["meets"] == meets(after, ALOP).probability


@pytest.mark.parametrize("q", list(convergence.QUANTILES.values()))
def test_interval_of_a_quantile_covers_it_as_often_as_the_binomial_says(q: float) -> None:
    # Uniform draws: quantile q is q. Order statistics j and k cover it with the chance that
    # Binomial(n, q) lies in j … k - 1, whatever the distribution.
    n, runs, rng = 400, 3_000, np.random.default_rng(3)
    hits = 0
    for _ in range(runs):
        ordered = np.sort(rng.random(n))
        low, high = convergence._bounds(ordered, q, 0.95)
        hits += low < q < high
    first, last = (int(binom.ppf(p, n, q)) for p in (0.025, 0.975))
    exact = float(binom.cdf(last, n, q) - binom.cdf(first - 1, n, q))
    assert exact >= 0.95
    assert abs(hits / runs - exact) < 4 * math.sqrt(exact * (1 - exact) / runs)


@pytest.mark.parametrize(("name", "q"), list(convergence.QUANTILES.items()))
def test_error_of_a_quantile_is_the_asymptotic_one(name: str, q: float) -> None:
    # sqrt(q(1 - q)/n) / f(x_q) for the standard normal, shifted and scaled into (0, 1). The half
    # distance of two order statistics m ranks apart has a relative error of about 1/sqrt(m).
    n, rng = 200_000, np.random.default_rng(5)
    spread = 0.02
    draws = np.clip(0.5 + spread * rng.standard_normal(n), 0.0, 0.999)
    x = float(norm.ppf(q))
    expected = spread * math.sqrt(q * (1 - q) / n) / float(norm.pdf(x))
    ranks_apart = 2 * math.sqrt(n * q * (1 - q))
    assert row(made_of(draws), name)["error"] == pytest.approx(
        expected, rel=4 / math.sqrt(ranks_apart))


def test_the_mean_and_the_share_have_their_usual_errors() -> None:
    draws = np.array([0.001] * 90 + [0.5] * 10)
    made = made_of(draws)
    mean, share = row(made, "mean"), row(made, "meets")
    assert mean["error"] == pytest.approx(float(np.std(draws, ddof=1)) / 10)
    assert share["value"] == 0.9
    assert share["error"] == pytest.approx(0.03)
    low, high = wilson(90, 100)
    assert (share["low"], share["high"]) == (float(low), float(high))


def test_too_few_draws_bound_nothing_instead_of_something_narrow() -> None:
    made = made_of(np.array([0.1, 0.2, 0.3]))
    assert (row(made, "p95")["low"], row(made, "p95")["high"]) == (0.2, math.inf)
    assert row(made, "p05")["low"] == 0.0
    assert row(made_of(np.array([0.1])), "median")["error"] == math.inf


def test_no_risk_at_all_has_no_error() -> None:
    table = precision(made_of(np.zeros(100)), ALOP).set_index("quantity")
    assert (table.loc[["p05", "median", "p95", "mean"], "relative"] == 0).all()
    assert table.loc["meets", "value"] == 1.0
    assert not convergence.is_coarse(table.reset_index())


@pytest.mark.parametrize("quantity", ["p05", "median", "p95", "mean", "meets"])
def test_stratified_draws_vary_no_more_from_seed_to_seed_than_told(quantity: str) -> None:
    # Owen 1997: at most n/(n - 1) times the variance of independent draws. The variance over
    # seeds is chi-squared; the error told varies itself and is averaged.
    seeds, draws, case = 60, 400, scenario()
    case = case.with_alop(ALOP.model_copy(update={"limit": 0.3}))
    found = [precision(assess(case, draws, seed), case.alop).set_index("quantity").loc[quantity]
             for seed in range(seeds)]
    seen = float(np.var([one["value"] for one in found], ddof=1))
    told = float(np.mean([one["error"]**2 for one in found])) * draws / (draws - 1)
    assert 0 < seen < told * chi2.ppf(0.999, seeds - 1) / (seeds - 1)


def test_stratification_helps_where_one_input_moves_the_result() -> None:
    # With one uncertain input a quantile of the result sits in one stratum of width 1/n.
    still = pathway(steps={"transfer": {"unit": parameter("fruit.transfer", "1", value=1e-3)}})
    data = scenario_data(pathways=[still])
    data["pest"]["r0"] = parameter("r0", "females/female", value=5.0)
    case = Scenario.model_validate(data)
    found = [precision(assess(case, 400, seed), ALOP).set_index("quantity").loc["median"]
             for seed in range(20)]
    assert np.std([one["value"] for one in found]) < np.mean([one["error"] for one in found]) / 5


def test_the_running_table_ends_with_the_whole_and_narrows() -> None:
    after = assess(scenario(), 2_000)
    table = running(after, ALOP, points=10)
    last = table[table["draws"] == 2_000].set_index("quantity").drop(columns="draws")
    whole = precision(after, ALOP).set_index("quantity")
    assert np.array_equal(last.to_numpy(), whole.to_numpy())
    error = table[table["quantity"] == "mean"].set_index("draws")["error"]
    assert error.iloc[-1] < error.iloc[0] / 3  # 40 times the draws
    assert list(error.index) == sorted(set(error.index))


@pytest.mark.parametrize(("p", "gamma"), [(0.951, 0.95), (0.94, 0.95), (0.5, 0.9), (0.9501, 0.95)])
def test_so_many_draws_decide_and_a_little_fewer_do_not(p: float, gamma: float) -> None:
    n = draws_needed(p, gamma)

    def leaves_out(draws: float) -> bool:
        low, high = wilson(p * draws, int(draws))
        return bool(low > gamma or high < gamma)

    assert leaves_out(math.ceil(n * 1.001) + 1)
    assert not leaves_out(math.floor(n * 0.999) - 1)


def test_exactly_on_the_confidence_no_number_of_draws_decides() -> None:
    assert draws_needed(0.95, 0.95) == math.inf


def test_a_share_judged_on_other_draws_has_their_error() -> None:
    found = share_row(0.951, 40_000)
    assert found["error"] == pytest.approx(math.sqrt(0.951 * 0.049 / 40_000))
