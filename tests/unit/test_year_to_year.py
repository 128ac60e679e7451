"""Years inside a simulated future: the rule, and every result against years drawn at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate

from pra_core import chain, dependence, kernels, stress, top_up
from pra_core.alop import Alop
from pra_core.assessment import (
    Assessment,
    assess,
    evaluate,
    evaluate_rate,
    founders,
    pests_per_lot,
)
from pra_core.back_solve import Lever, affordable, back_solve
from pra_core.back_solve.plan import plan
from pra_core.distribution import (
    Distribution,
    Elicited,
    Gamma,
    LogNormal,
    LogUniform,
    Pert,
    Triangular,
    Uniform,
)
from pra_core.impact import loss_weights, time_grid, weighted_present_value
from pra_core.ladder import ladder, outcomes
from pra_core.negotiation.comparison import contested, pest_free
from pra_core.portfolio import limit_draws, portfolios, set_rates, set_values
from pra_core.portfolio import tables as tables_module
from pra_core.restrictiveness import cost_draws
from pra_core.scenario import Scenario
from pra_core.stress import Shocks
from pra_core.summary import influence, meets
from pra_core.year_rules import FINE, GRID, Rule, Smooth, best_rules
from pra_core.year_to_year import Years, acting, effective_within
from pra_core.years_needed import CLOSE, years
from tests.minimal import parameter, scenario, treatment
from tests.varying import histories, varying, wide

YEARS = 20_000
NAMES = ("fruit.volume", "juice.volume", "cold.compliance", "host_value", "slow.efficacy")
METRICS = {"annual_probability": 0.05, "years_between_outbreaks": 20.0, "annual_loss": 2e5,
           "pests_per_lot": 50.0}
FACTOR_TEN = [
    pytest.param(LogUniform(low=1.0, high=10.0), id="loguniform"),
    pytest.param(LogNormal(median=1.0, sdlog=np.log(10) / 3.29), id="lognormal"),
    pytest.param(Uniform(low=1.0, high=10.0), id="uniform"),
    pytest.param(Triangular(low=1.0, mode=2.0, high=10.0), id="triangular"),
    pytest.param(Pert(low=1.0, mode=2.0, high=10.0), id="pert"),
    pytest.param(Gamma(shape=1.5, scale=1.0), id="gamma"),
    pytest.param(Elicited(probabilities=(0.05, 0.5, 0.95), values=(1.0, 3.0, 10.0), lower=0.0,
                          upper=20.0), id="elicited"),
]


def rule(law: Distribution, least: int) -> Rule:
    """The rule of fewest nodes that is close enough where the rate is the input itself."""
    part = Smooth.of(law, None)
    return best_rules(part, part.grid(GRID).values[None], least, CLOSE)[-1][0]


@pytest.fixture(scope="module")
def case() -> Scenario:
    return varying(wide(), *NAMES)


@pytest.mark.parametrize("law", FACTOR_TEN)
@pytest.mark.parametrize("least", [3, 4, 8])
def test_the_chance_of_a_year_is_close_for_an_input_ten_times_wide(law: Distribution, least: int
                                                                   ) -> None:
    found_rule = rule(law, least)
    values, weights = found_rule.values, found_rule.weights
    assert weights.sum() == pytest.approx(1.0)
    for rate in (1e-4, 0.01, 0.1, 0.5, 2.0, 10.0):
        def chance(u: float, rate: float = rate) -> float:
            return float(-np.expm1(-rate / law.mean() * law.ppf(np.array([u]))[0]))

        knots = law.probabilities if isinstance(law, Elicited) else (0.5, 0.9, 0.999)
        truth = integrate.quad(chance, 0.0, 1.0, points=knots, limit=200, epsrel=1e-6)[0]
        found = float(weights @ -np.expm1(-rate * values / law.mean()))
        assert found == pytest.approx(truth, rel=CLOSE * 1.05)


def test_nodes_stay_inside_the_support_and_are_those_of_the_law() -> None:
    part = Smooth.of(Uniform(low=0.2, high=0.9), None)
    own, _, even = part.rules(8, part.grid(FINE))
    nodes, expected = np.polynomial.legendre.leggauss(8)
    for found in (own, even):  # the law is summed at 2,001 points
        assert 0.2 <= found.values.min() < found.values.max() <= 0.9
        assert found.values == pytest.approx(0.55 + 0.35 * nodes, rel=1e-5)
        assert found.weights == pytest.approx(expected / 2, rel=1e-4)


def test_only_what_changes_a_founding_needs_years(case: Scenario) -> None:
    assert acting(case) == ("cold.compliance", "fruit.volume", "juice.volume")
    assert years(varying(wide(), "host_value", "slow.efficacy")).count == 1
    assert years(wide()).count == 1


def test_the_largest_rate_within_a_limit_is_the_inverse_of_the_effective_rate() -> None:
    weights, relative = np.array([0.25, 0.5, 0.25]), np.array([0.2, 1.0, 1.8])
    limit = np.array([[1e-9, 1e-3, 0.3, 5.0, 500.0]])
    found = effective_within(weights, relative, limit)
    again = Years(weights, {}).effective(np.multiply.outer(found[0], relative).ravel())
    assert again == pytest.approx(limit[0], rel=1e-12)
    some_years_none = effective_within(weights, np.array([0.0, 1.0, 2.0]),
                                       np.array([0.0, 1.3, -np.log(0.25), np.inf]))
    assert some_years_none[0] == 0
    assert 1.3 < some_years_none[1] < np.inf
    assert np.all(np.isinf(some_years_none[2:]))


@pytest.fixture(scope="module", params=[0.2, 0.7])
def future(request: pytest.FixtureRequest, case: Scenario) -> tuple[Assessment, Assessment]:
    """One future by the rule, and its years drawn one by one."""
    u = dict.fromkeys(case.sampled, request.param)
    one = evaluate(case, {k: np.array([x]) for k, x in u.items()})
    return one, histories(case, u, YEARS, 7)


def close(found: float, sampled: np.ndarray) -> None:
    """Within four standard errors of the years drawn, and the rule's own error."""
    error = 4 * sampled.std() / np.sqrt(sampled.size) + CLOSE * abs(sampled.mean())
    assert abs(found - sampled.mean()) < error


def test_rates_and_chances_are_those_of_the_years(future: tuple[Assessment, Assessment]) -> None:
    one, drawn = future
    close(one.founding_rate[0], drawn.founding_rate)
    close(one.annual_probability[0], drawn.annual_probability)
    for key in one.rates:
        close(one.rates[key][0], drawn.rates[key])
    for stage in range(len(one.funnel)):
        close(one.funnel[stage, 0], drawn.funnel[stage])
    none = 1 - drawn.annual_probability  # whole horizons, cut from the years
    horizon = one.scenario.consequences.horizon_years
    whole = none[: none.size // horizon * horizon].reshape(-1, horizon).prod(axis=1)
    close(1 - one.horizon_probability[0], whole)


def test_pests_per_lot_are_those_of_all_lots_of_all_years(future: tuple[Assessment, Assessment]
                                                          ) -> None:
    """Pests and lots released are summed over the years, then divided."""
    one, drawn = future
    lots, scenario = pests_per_lot(one.scenario, one.values), drawn.scenario
    fate = founders(scenario, drawn.values)
    for p in scenario.pathways:
        built = chain.build(scenario, p, scenario.selected, drawn.values, fate,
                            until="import_inspection")
        pests, released = built.full_set(kernels.PESTS), built.full_set(kernels.LOTS)
        ratio = pests.sum() / released.sum()
        close(lots[p.id][0] - ratio, (pests - ratio * released) / released.mean())


def test_the_loss_is_that_of_first_foundings_in_independent_years() -> None:
    """Years drawn one by one, the first founding timed inside its year, against PV(Λ_eff).

    The mean of the loss over constant rates, one draw of the year for all years, is far below.
    """
    horizon, discount, mean, count = 20, 0.03, 0.1, 100_000
    law, rng = LogNormal(median=1.0, sdlog=0.7), np.random.default_rng(5)

    def loss(age: np.ndarray) -> np.ndarray:
        return 1e6 * np.clip((age - 2) / 8, 0, 1) ** 2

    rate = mean * law.ppf(rng.random((count, horizon))) / law.mean()
    hazard = np.concatenate([np.zeros((count, 1)), np.cumsum(rate, axis=1)], axis=1)
    target, row = rng.exponential(size=count), np.arange(count)
    year = np.minimum((hazard <= target[:, None]).sum(axis=1) - 1, horizon - 1)
    at = year + (target - hazard[row, year]) / rate[row, year]
    ages = np.linspace(0, horizon, 4_001)
    middle = (ages[1:] + ages[:-1]) / 2
    damage = np.concatenate([[0.0], np.cumsum(np.exp(-discount * middle) * loss(middle)
                                              * np.diff(ages))])
    founded = hazard[:, -1] > target
    worth = np.where(founded, np.exp(-discount * at) * np.interp(
        horizon - np.minimum(at, horizon), ages, damage), 0.0)
    weights = loss_weights(np.array([discount]), loss(time_grid(horizon, 80))[None], horizon)
    nodes = rule(law, 8)
    values, over = nodes.values, Years(nodes.weights, {})
    by_year = mean * values / law.mean()
    found = weighted_present_value(over.effective(by_year), weights, horizon)[0]
    error = worth.std() / np.sqrt(count)
    # Besides sampling: the grid's quarters, and that inside a year the hazard is not yet averaged.
    assert abs(found - worth.mean()) < 4 * error + 0.005 * worth.mean()
    constant = over.weights @ weighted_present_value(
        by_year, np.repeat(weights, values.size, axis=0), horizon)
    assert constant < 0.95 * worth.mean()


def test_yearly_losses_enter_with_their_mean() -> None:
    still = wide()
    mean = still.parameters["host_value"].distribution.mean()
    fixed = still.with_parameter("host_value", Uniform(low=mean * (1 - 1e-9), high=mean * (
        1 + 1e-9)), still.parameters["host_value"].source)
    found, expected = assess(varying(still, "host_value"), 200), assess(fixed, 200)
    assert found.annual_loss == pytest.approx(expected.annual_loss, rel=1e-6)
    assert found.endangered_area == pytest.approx(expected.endangered_area)
    assert np.ptp(found.values["host_value"]) > 0


@pytest.mark.parametrize("metric", METRICS)
def test_the_search_judges_each_set_as_its_assessment(case: Scenario, metric: str) -> None:
    alop = Alop(metric=metric, limit=METRICS[metric], confidence=0.9)
    judged = case.with_alop(alop)
    sets = portfolios(judged, alop, 200)
    assert sets.table["probability"].between(0.02, 0.98).any()
    for row in sets.table.itertuples():
        one = assess(judged.with_measures(row.measures), 200)
        assert row.probability == meets(one, alop).probability
        shown = one.metric(metric) if metric == "pests_per_lot" else one.founding_rate
        assert row.median == pytest.approx(np.median(shown), rel=1e-6)
        assert row.mean == pytest.approx(np.mean(shown), rel=1e-9)
    ids = [tuple(m) for m in sets.table["measures"]]
    rates = set_rates(judged, alop, ids, 200)
    limits = np.stack([limit_draws(judged, alop, i, 200) for i in ids], axis=1)
    assert (rates <= limits).mean(axis=0) == pytest.approx(sets.table["probability"].to_numpy())
    values = set_values(judged, alop, ids, 200)
    for column, i in enumerate(ids):
        own = assess(judged.with_measures(i), 200).metric(metric)
        own = 1 / own if metric == "years_between_outbreaks" else own
        assert values[:, column] == pytest.approx(own, rel=1e-9)
    assert ladder(sets).measures
    assert outcomes(ladder(sets), 200, 1).within.shape[0] == 200


@pytest.mark.parametrize("metric", METRICS)
def test_one_table_will_do_where_the_only_volume_varies(metric: str,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    base = scenario(measures=[treatment("a", 0.9), treatment("b", 0.8), treatment("c", 0.5)])
    found = varying(base.with_parameter("fruit.volume", LogUniform(low=3e5, high=3e6),
                                        base.parameters["fruit.volume"].source), "fruit.volume")
    alop = Alop(metric=metric, limit=METRICS[metric], confidence=0.9)
    quick = portfolios(found.with_alop(alop), alop, 500)
    assert tables_module.tables(found, alop, ("a", "b", "c"), 50, 1).sole is not None
    monkeypatch.setattr("pra_core.portfolio.search.tables", lambda s, a, ids, n, seed: (
        tables_module.Tables(s, a, tuple(ids), n, seed, None)))
    slow = portfolios(found.with_alop(alop), alop, 500)
    assert quick.table["probability"].tolist() == slow.table["probability"].tolist()
    assert quick.table["mean"].to_numpy() == pytest.approx(slow.table["mean"].to_numpy(), rel=1e-6)
    assert quick.equivalent_to(("a",))["at_least_as_safe"].tolist() == slow.equivalent_to(
        ("a",))["at_least_as_safe"].tolist()


def test_sets_judged_on_more_draws_average_their_years(case: Scenario) -> None:
    alop = Alop(metric="annual_probability", limit=float(np.quantile(
        assess(case, 2_000).annual_probability, 0.9)), confidence=0.9)
    judged = case.with_alop(alop)
    sets = top_up.settled(portfolios(judged, alop, 500), [("cold", "look")], most=2_000)
    row = sets.row(("cold", "look"))
    one = meets(assess(judged, int(row["draws"])), alop)
    assert (row["draws"], row["probability"]) == (2_000, one.probability)


@pytest.mark.parametrize("metric", METRICS)
def test_back_solving_and_the_stress_test_start_from_the_assessment(case: Scenario, metric: str
                                                                    ) -> None:
    alop = Alop(metric=metric, limit=METRICS[metric], confidence=0.9)
    judged = case.with_alop(alop)
    one = assess(judged, 400)
    made = plan(judged, alop, 400)
    expected = one.metric(metric)
    expected = 1 / expected if metric == "years_between_outbreaks" else expected
    assert made.risk(made.leaves()) == pytest.approx(expected, rel=1e-12)
    thin = made.thinned(8)
    assert thin.risk(made.fewer(made.leaves(), 8)) == pytest.approx(expected[::8], rel=1e-12)
    rows = {(r.kind, *r.about): r for r in stress.stress(judged, alop, Shocks(volume=2.0), 400)}
    assert rows["plan",].judgement == meets(one, alop)
    source = judged.parameters["fruit.volume"].source
    twice = judged.with_scaled("fruit.volume", 2.0, source).with_scaled("juice.volume", 2.0, source)
    assert rows["volume",].judgement.probability == meets(assess(twice, 400), alop).probability
    group = dependence.shared_failure(one, "packhouse", np.array([0.0, 0.1, 1.0]))
    none = judged.with_parameter("packhouse.outage", Uniform(low=0.0, high=1e-12), source)
    assert group.probability[0] == meets(assess(none, 400), alop).probability
    assert group.probability[0] >= group.probability[2]


def test_a_lever_takes_one_value_in_every_year(case: Scenario) -> None:
    lever = Lever("volume", "fruit.volume", "fruit")
    alop = Alop(metric="annual_probability", limit=0.05, confidence=0.8)
    tipping = back_solve(case.with_alop(alop), alop, lever, 400)
    held = varying(wide(), *(n for n in NAMES if n != "fruit.volume")).with_alop(alop)
    for place in (2, 8):
        x = float(tipping.values[place])
        fixed = held.with_parameter("fruit.volume", Uniform(low=x, high=x * (1 + 1e-12)),
                                    held.parameters["fruit.volume"].source)
        assert tipping.share[place] == meets(assess(fixed, 400), alop).probability
    assert affordable(case, 200_000) < affordable(wide(), 200_000)


def test_dependence_is_judged_over_the_years(case: Scenario) -> None:
    one = assess(case, 300)
    assert dependence.founding_rate(one, case.selected) == pytest.approx(one.founding_rate)
    share = dependence.share_working(case, ("cold",), one.values)
    mean = case.parameters["cold.compliance"].distribution.mean()
    assert share == pytest.approx(mean * (1 - one.values["packhouse.outage"]))
    assert [p.first for p in dependence.pairs(one, case.selected)] == ["cold"]


def test_the_pest_free_share_counts_all_units_of_all_years(case: Scenario) -> None:
    """With volume alone varying it is that of any one year: infested units go with the volume."""
    still = wide()
    found = varying(still, "fruit.volume", "juice.volume")
    assert pest_free(assess(found, 200)).infested_share == pytest.approx(
        pest_free(assess(still, 200)).infested_share, rel=1e-9)
    assert pest_free(assess(case, 200)).infested_share > 0


def test_costs_per_unit_count_the_mean_volume() -> None:
    base = scenario(measures=[treatment("cold", 0.9, cost=parameter("c", "USD/unit", value=2.0))])
    source = base.parameters["fruit.volume"].source
    found = varying(base.with_parameter("fruit.volume", Uniform(low=1e5, high=1e6), source),
                    "fruit.volume")
    cost = cost_draws(found, assess(found, 50).values)["cold"]
    assert cost is not None
    assert cost == pytest.approx(np.full(50, 2.0 * 5.5e5))


def test_what_varies_explains_nothing(case: Scenario) -> None:
    one = assess(case, 2_000)
    assert not set(influence(one)) & set(case.varying)
    assert not set(contested(one, assess(case.with_measures(()), 2_000))) & set(case.varying)


def test_percentiles_of_what_varies_are_ignored(case: Scenario) -> None:
    u = {name: np.array([0.3, 0.6]) for name in case.uncertain}
    plain = evaluate(case, u)
    for moved in (0.01, 0.99):
        other = evaluate(case, u | {name: np.full(2, moved) for name in case.varying})
        assert np.array_equal(other.founding_rate, plain.founding_rate)
        assert np.array_equal(other.annual_loss, plain.annual_loss)
    assert np.array_equal(evaluate_rate(case, u), plain.founding_rate)
    chance = -np.expm1(-evaluate_rate(case, u, effective=True))
    assert chance == pytest.approx(plain.annual_probability, rel=1e-12)


def test_futures_are_taken_in_parts_without_a_trace(case: Scenario,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assess(case, 300)
    monkeypatch.setattr("pra_core.sampled_values.ROWS", 45 * 7)
    parts = assess(case, 300)
    assert np.array_equal(parts.founding_rate, whole.founding_rate)
    assert np.array_equal(parts.funnel, whole.funnel)
    assert np.array_equal(parts.metric("pests_per_lot"), whole.metric("pests_per_lot"))


def test_a_thinned_assessment_keeps_its_years(case: Scenario) -> None:
    one = assess(case, 40)
    thin = replace(one, values={k: x[::2] for k, x in one.values.items()})
    assert thin.metric("pests_per_lot") == pytest.approx(one.metric("pests_per_lot")[::2])
