"""Value of information: limits that always hold, no value without influence, and the decision."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from pra_core.errors import PraError
from pra_core.ladder import ladder
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.streams import percentiles
from pra_core.value_of_information import (
    Change,
    classes,
    decision,
    evpi,
    evppi,
    evppi_group,
    evsi,
    evsi_curve,
    ruled,
    sampled,
    step_losses,
    studies,
    survey,
    together,
    trial,
)
from pra_core.value_of_information.choice import NEVER, change, change_knowing_all, told_confidence
from pra_core.value_of_information.classes import cells_at, cells_of, finest
from tests import minimal

DRAWS = 4_000


def normal(name: str, seed: int = 1, draws: int = DRAWS) -> np.ndarray:
    return np.asarray(special.ndtri(percentiles(name, draws, seed)))


def three_options(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    x = np.stack([normal(k, seed) for k in "abc"], axis=1)
    benefit = np.stack([np.zeros(DRAWS), x[:, 0] + 0.1 * x[:, 1] ** 2 - 0.2,
                        0.5 * x[:, 2] - 0.1], axis=1)
    return benefit, x


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), options=st.integers(1, 6),
       shape=st.sampled_from(["normal", "heavy", "ties", "constant"]))
def test_values_lie_between_nothing_and_perfect_information(seed: int, options: int, shape: str
                                                            ) -> None:
    draws = 500
    base = np.stack([normal(f"o{i}", seed, draws) for i in range(options)], axis=1)
    benefit = {"normal": base, "heavy": np.exp(3 * base), "ties": np.round(base),
               "constant": np.zeros_like(base)}[shape]
    everything = evpi(benefit).value
    for found in (evppi(benefit, benefit[:, 0]), evppi(benefit, normal("null", seed, draws)),
                  evppi_group(benefit, base[:, :2])):
        assert 0.0 <= found.value <= everything
        assert found.error >= 0.0


def test_an_input_without_influence_is_worth_nothing() -> None:
    # The plain maximum over noisy class means would tell 0.4 standard errors a class on average.
    found = []
    for seed in range(40):
        benefit, _ = three_options(seed)
        found.append(evppi(benefit, normal("null", seed)).value / evpi(benefit).value)
    assert np.count_nonzero(found) <= 4
    assert max(found) < 0.01


def test_noise_adds_no_value_even_in_many_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    # Means of 62 draws each differ by chance: choosing and judging on the same ones would gain.
    monkeypatch.setattr(classes, "chosen_classes", lambda sums, counts, spread: len(sums))  # noqa: ARG005
    found = np.array([classes.gains(classes.Options.of(three_options(seed)[0]),
                                    cells_at(percentiles("null", DRAWS, seed))).mean()
                      for seed in range(20)])
    assert found.mean() < 0.0


def test_classes_are_as_many_as_the_draws_support() -> None:
    benefit, x = three_options()
    options = classes.Options.of(benefit)

    def count(one: np.ndarray) -> int:
        cells = cells_of(one)
        return classes.chosen_classes(
            classes.cell_sums(options.contrast, cells, finest(DRAWS)),
            np.bincount(cells, minlength=finest(DRAWS)).astype(float), options.spread)

    assert count(x[:, 0]) >= 16
    assert count(normal("null")) == 1


def test_more_inputs_are_never_worth_less_beyond_error() -> None:
    benefit, x = three_options()
    one, two, all_three = (evppi_group(benefit, x[:, :k]) for k in (1, 2, 3))
    assert one.value <= two.value + 2 * two.error
    assert two.value <= all_three.value + 2 * all_three.error
    assert all_three.value > one.value


def test_options_equal_on_every_draw_leave_nothing_to_learn() -> None:
    same = np.repeat(normal("a")[:, None], 3, axis=1)
    assert evpi(same).value == 0.0
    assert evppi(same, normal("a")).value == 0.0
    assert evppi_group(same, np.stack([normal("a"), normal("b")], axis=1)).value == 0.0


def test_a_constant_input_teaches_nothing() -> None:
    benefit, _ = three_options()
    assert evppi(benefit, np.full(DRAWS, 3.0)).value == 0.0
    assert evppi_group(benefit, np.full((DRAWS, 2), 3.0)).value == 0.0


@pytest.mark.parametrize(("benefit", "x", "code"), [
    (np.zeros(5), np.zeros(5), "wrong_type"),
    (np.zeros((5, 2)), np.zeros(4), "wrong_type"),
    (np.full((5, 2), np.nan), np.zeros(5), "not_finite"),
    (np.zeros((5, 2)), np.array([0.0, 1.0, np.inf, 2.0, 3.0]), "not_finite")])
def test_arrays_that_do_not_fit_are_refused(benefit: np.ndarray, x: np.ndarray, code: str
                                            ) -> None:
    with pytest.raises(PraError) as refused:
        evppi(benefit, x)
    assert refused.value.code == code


def test_classes_by_rank_and_by_percentile_are_the_same() -> None:
    u = percentiles("a", 6_400, 3)
    assert np.array_equal(cells_of(special.ndtri(u)), cells_at(u))
    assert np.array_equal(np.bincount(cells_at(u)), np.full(64, 100))


def test_equal_values_share_a_class() -> None:
    x = np.repeat([0.0, 1.0, 2.0], [3_000, 900, 100])
    cells = cells_of(x)
    assert [np.unique(cells[x == v]).size for v in (0.0, 1.0, 2.0)] == [1, 1, 1]


def test_a_study_approaches_perfect_information_and_is_nothing_without_samples() -> None:
    share = special.expit(normal("share"))
    benefit = np.stack([np.zeros(DRAWS), share - 0.6], axis=1)
    curve = evsi_curve(benefit, trial(1.0 - share, "share", 1), (0, 1, 10, 100, 1_000, 10**6))
    values = [one.value for one in curve.worth]
    exact = evppi(benefit, share)
    assert values[0] == 0.0
    assert values == sorted(values)
    assert values[1] < 0.5 * exact.value
    # The last study tells the share to a thousandth; one class in 64 may be chosen otherwise.
    assert values[-1] == pytest.approx(exact.value, abs=exact.error)


def test_a_survey_that_overlooks_more_is_worth_less() -> None:
    share = special.expit(normal("share") - 3)
    benefit = np.stack([np.zeros(DRAWS), share - 0.06], axis=1)
    sharp, blunt = (evsi(benefit, survey(share, q, "share", 1)(200)) for q in (1.0, 0.05))
    assert blunt.value < sharp.value - 2 * sharp.error


@pytest.mark.parametrize(("call", "code"), [
    (lambda s: trial(s, "a", 1)(-1), "out_of_bounds"),
    (lambda s: trial(s + 1.5, "a", 1)(5), "out_of_bounds"),
    (lambda s: survey(s, 0.0, "a", 1), "out_of_bounds"),
    (lambda s: evsi_curve(s[:, None], trial(s, "a", 1), (5, 1)), "order"),
    (lambda s: evsi_curve(s[:, None], trial(s, "a", 1), ()), "order")])
def test_studies_that_cannot_be_are_refused(call: object, code: str) -> None:
    with pytest.raises(PraError) as refused:
        call(np.full(10, 0.3))  # type: ignore[operator]
    assert refused.value.code == code


nested = st.builds(lambda first, rungs: np.arange(rungs) >= np.array(first)[:, None],
                   st.lists(st.integers(0, 6), min_size=20, max_size=60), st.integers(1, 6))


@settings(max_examples=60, deadline=None)
@given(within=nested, confidence=st.floats(0.05, 0.95))
def test_the_least_loss_in_steps_is_the_choice_of_the_alop(within: np.ndarray, confidence: float
                                                           ) -> None:
    p, expected = within.mean(axis=0), step_losses(within, confidence).mean(axis=0)
    rung = int(ruled(p, confidence))
    if p[-1] >= confidence:  # else none meets, and the last one is the safest
        assert expected[rung] <= expected.min() + 1e-9
        assert np.all(expected[:rung] > expected[rung] - 1e-9)
    else:
        assert expected[-1] <= expected.min() + 1e-9


@given(within=nested, confidence=st.floats(0.05, 0.95))
def test_on_nested_rungs_the_loss_in_steps_is_the_pinball_loss(within: np.ndarray,
                                                               confidence: float) -> None:
    rungs = within.shape[1]
    first = np.where(within.any(axis=1), np.argmax(within, axis=1), rungs)[:, None]
    d = np.arange(rungs)
    pinball = np.where(d < first, confidence * (first - d), (1 - confidence) * (d - first))
    assert step_losses(within, confidence) == pytest.approx(pinball, abs=1e-12)


@given(within=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=10, max_size=30),
       confidence=st.floats(0.05, 0.95))
def test_one_rung_further_costs_the_chance_less_the_confidence(within: list[list[bool]],
                                                               confidence: float) -> None:
    seen = np.array(within)
    steps = np.diff(step_losses(seen, confidence).mean(axis=0))
    assert steps == pytest.approx(seen.mean(axis=0)[:-1] - confidence, abs=1e-9)


def test_the_rule_takes_the_safest_where_none_is_enough() -> None:
    assert ruled(np.array([[0.1, 0.5, 0.4], [0.2, 0.96, 0.99]]), 0.95).tolist() == [1, 1]


def test_the_confidence_is_moved_only_where_the_draws_choose_otherwise() -> None:
    p = np.array([0.5, 0.951, 0.957])
    assert told_confidence(p, 0.95, 1) == 0.95
    assert told_confidence(p, 0.95, 2) == pytest.approx(0.954)
    assert told_confidence(np.array([0.5, 0.949, 0.957]), 0.95, 1) == pytest.approx(0.7245)


def smooth_rungs(seed: int, slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Three rungs enough with P = Φ(level + slope z), and the percentiles of z."""
    u, other = percentiles("z", DRAWS, seed), normal("rest", seed)
    level = np.array([0.0, 1.3, 2.2]) * np.sqrt(1 + slope**2)
    return (other[:, None] < level + slope * special.ndtri(u)[:, None]).astype(float), u


def test_an_input_without_influence_changes_no_choice() -> None:
    found = []
    for seed in range(40):
        within, _ = smooth_rungs(seed, 0.5)
        found.append(change(within, cells_at(percentiles("null", DRAWS, seed)), 0.9, 1).chance)
    assert np.mean(found) < 0.02


def test_the_chance_of_change_agrees_with_the_truth() -> None:
    slope, confidence = 0.7, 0.9
    level = np.array([0.0, 1.3, 2.2]) * np.sqrt(1 + slope**2)
    z = special.ndtri((np.arange(100_000) + 0.5) / 100_000)
    truth = ruled(special.ndtr(level + slope * z[:, None]), confidence)
    found = [change(w, cells_at(u), confidence, 1)
             for w, u in (smooth_rungs(seed, slope) for seed in range(12))]
    for told, exact in ((lambda f: f.chance, np.mean(truth != 1)),
                        (lambda f: f.lighter, np.mean(truth < 1)),
                        (lambda f: f.stricter, np.mean(truth > 1))):
        values = np.array([told(f) for f in found])
        error = values.std(ddof=1) / np.sqrt(len(values))
        # A grid of 64 cells knows each of two crossings to half a cell.
        assert abs(values.mean() - exact) <= 3 * error + 1 / finest(DRAWS)
    assert np.std([f.chance for f in found], ddof=1) <= 2 * np.mean([f.error for f in found])


def test_knowing_everything_leads_to_the_first_rung_that_is_enough() -> None:
    within = np.array([[0, 1, 1], [1, 1, 1], [0, 0, 0], [0, 1, 1]], bool)
    found = change_knowing_all(within, 1)
    assert (found.chance, found.lighter, found.stricter) == (0.5, 0.25, 0.25)
    assert (found.to_lighter, found.to_stricter) == (0, 2)


def rich(**changes: object) -> Scenario:
    return Scenario.model_validate(minimal.rich_data(**changes))


def taken_of(scenario: Scenario, draws: int = DRAWS, **options: float):  # noqa: ANN201
    found = ladder(portfolios(scenario, scenario.alop, draws, 1))
    return decision(found, draws, 1, **options)


def test_the_table_of_studies() -> None:
    scenario = rich()
    table = studies(taken_of(scenario), groups=[("fruit.prevalence", "fruit.transfer")])
    frame = table.frame
    assert set(sum(frame["names"], ())) == set(scenario.uncertain)
    assert np.allclose(frame["chance_of_change"], frame["lighter"] + frame["stricter"])
    assert frame["chance_of_change"].is_monotonic_decreasing
    assert (frame["evppi_steps"] <= table.everything.steps.value + 1e-9).all()
    assert (frame["evppi_money"] <= table.everything.money.value + 1e-9).all()
    group = next(one for one in table.rows if one.kind == "group")
    alone = [one.steps for one in table.rows if one.names[0] in group.names and one is not group]
    assert group.steps.value >= max(one.value for one in alone) - 2 * group.steps.error


def test_correlated_inputs_also_stand_together() -> None:
    scenario = rich(correlations=[{"between": ("fruit.prevalence", "fruit.transfer"), "rank": 0.6,
                                   "source": dict(minimal.SOURCE)}])
    table = studies(taken_of(scenario))
    block = next(one for one in table.rows if one.kind == "block")
    assert block.names == ("fruit.prevalence", "fruit.transfer")
    alone = [one for one in table.rows if one.kind == "input" and one.names[0] in block.names]
    assert block.steps.value >= max(one.steps.value for one in alone) - 2 * block.steps.error
    assert table.best is not None
    assert table.best.kind == "input"


def test_what_differs_from_year_to_year_is_no_number_to_learn() -> None:
    varying = minimal.parameter("fruit.prevalence", "infested units/unit", kind="loguniform",
                                low=1e-4, high=1e-2) | {"nature": "variability"}
    scenario = Scenario.model_validate(minimal.scenario_data(
        pathways=[minimal.pathway(prevalence=varying)],
        alop={"metric": "annual_probability", "limit": 0.9, "confidence": 0.9}))
    table = studies(taken_of(scenario, 500))
    assert "fruit.prevalence" not in {one.names[0] for one in table.rows}
    assert [offer.name for offer in table.offers] == []
    assert table.everything.steps.value > 0


def test_inputs_of_the_loss_alone_change_no_choice_under_a_limit_on_outbreaks() -> None:
    table = studies(taken_of(rich()))
    by_name = {one.names[0]: one for one in table.rows}
    found = by_name["yield_loss"].change
    assert found == replace(NEVER, error=found.error)
    assert 0.0 < found.error < 0.5  # what so few draws may hide, told beside the chance of 0
    assert by_name["yield_loss"].steps.value == 0.0
    assert by_name["rate"].steps.value == 0.0


def test_an_effect_the_draws_do_not_show_has_an_error_of_its_size() -> None:
    """An influence at the edge of what 4,000 draws show: seen with some seeds, not with others.

    The error told is that of the chances over the seeds, within the error of both.
    """
    chances, errors, blind = [], [], 0
    for seed in range(1, 25):
        x = percentiles("x", DRAWS, seed)
        share = np.stack([0.955 + 0.012 * (x - 0.5), np.full(DRAWS, 0.99)], axis=1)
        within = (percentiles("y", DRAWS, seed)[:, None] < share).astype(np.float64)
        found = change(within, cells_at(x), told_confidence(within.mean(axis=0), 0.95, 0), 0)
        blind += found.chance == 0 and found.error > 0
        chances.append(found.chance)
        errors.append(found.error)
    truth = (0.95 - 0.949) / 0.012
    missed = float(np.sqrt(np.mean((np.array(chances) - truth) ** 2)))
    assert blind > 6
    assert missed / 2 < float(np.sqrt(np.mean(np.square(errors)))) < 2.5 * missed


def test_an_input_with_a_single_value_has_no_error() -> None:
    within = (percentiles("y", DRAWS, 1)[:, None] < np.array([0.955, 0.99])).astype(np.float64)
    assert change(within, np.zeros(DRAWS, np.int64), 0.95, 0) == NEVER


def test_everything_at_zero_risk_can_change_nothing() -> None:
    scenario = rich(pathways=[minimal.pathway("fruit", volume=minimal.parameter(
        "fruit.volume", "units/yr", value=0.0))], groups=[], measures=[
            minimal.treatment(), minimal.inspection()])
    table = studies(taken_of(scenario, 500))
    assert (table.state, table.best) == ("never", None)
    assert table.everything.change == Change(0.0, 0.0, 0.0, 0.0, -1, -1)


def test_without_measures_there_is_nothing_to_choose() -> None:
    scenario = rich(measures=[], groups=[])
    assert studies(taken_of(scenario, 500)).state == "one_set"


def test_an_alop_nobody_meets_keeps_the_safest_set_whatever_is_learnt_of_losses() -> None:
    alop = {"metric": "annual_probability", "limit": 0.0, "confidence": 0.95}
    taken = taken_of(rich(alop=alop), 500)
    assert not taken.ladder.meets
    table = studies(taken)
    assert table.state == "never" or table.everything.change.chance >= 0.0
    assert all(one.change.stricter == 0.0 for one in table.rows)


def test_a_trial_and_a_survey_are_offered_for_what_they_measure() -> None:
    cold = minimal.treatment("cold", 0.95)
    cold["effects"][0]["efficacy"][minimal.EPPO] = minimal.parameter(
        "cold.efficacy", "1", kind="pert", low=0.5, mode=0.95, high=0.999)
    scenario = Scenario.model_validate(minimal.scenario_data(measures=[
        cold, minimal.inspection()]))
    taken = taken_of(scenario)
    table = studies(taken)
    assert {(o.name, o.method) for o in table.offers} == {
        ("cold.efficacy", "trial"), ("fruit.prevalence", "survey")}
    exact = next(one for one in table.rows if one.names == ("fruit.prevalence",))
    offer = next(o for o in table.offers if o.method == "survey")
    found = sampled(taken, offer, (0, 100, 10_000, 5_000_000))
    assert found[0].change == NEVER
    assert found[-1].steps.value == pytest.approx(exact.steps.value, abs=2 * exact.steps.error)
    assert found[-1].change.chance == pytest.approx(exact.change.chance, abs=0.1)


def test_unknown_costs_are_counted_and_can_be_assumed() -> None:
    scenario = rich()
    free, dear = (taken_of(scenario, 1_000, assumed_cost=c) for c in (0.0, 1e12))
    assert free.money.best > 0
    assert dear.money.best == 0
    assert len(studies(free).unknown_costs) == len(
        {i for ids in free.ladder.measures for i in ids})
    with pytest.raises(PraError):
        taken_of(scenario, 100, assumed_cost=-1.0)


def test_a_study_of_something_else_is_refused() -> None:
    taken = taken_of(rich(), 500)
    for names in (("nothing",), ()):
        with pytest.raises(PraError):
            together(taken, names)


@pytest.mark.parametrize("n", [100, 1_000, 10_000])
def test_a_survey_changes_and_is_worth_what_its_posterior_says(n: int) -> None:
    """Each possible number of positives weighs the draws by its likelihood: Bayes' rule itself."""
    draws, gamma = 20_000, 0.9
    share = np.exp(-8.0 + 1.5 * special.ndtri(percentiles("prevalence", draws, 1)))
    risk = share * np.exp(special.ndtri(percentiles("other", draws, 1)))
    within = np.stack([risk <= limit for limit in (1e-3, 2.6e-3, 2e-2, np.inf)], axis=1)
    loss, columns = step_losses(within, gamma), within.astype(np.float64)
    present = int(ruled(within.mean(axis=0), gamma))
    some = np.sort(np.random.default_rng(1).binomial(n, np.minimum(share, 1.0)))[::20]
    changes, worths = [], []
    for hits in some:
        weight = stats.binom.pmf(hits, n, share)
        weight /= weight.sum()
        changes.append(int(ruled(weight @ columns, gamma)) != present)
        worths.append(loss.mean(axis=0).min() - (weight @ loss).min())
    told = survey(share, 1.0, "prevalence", 1)(n)
    found = change(columns, cells_of(told), gamma, present)
    sampled_error = np.std(changes) / np.sqrt(len(changes))
    assert found.chance == pytest.approx(
        np.mean(changes), abs=4 * np.hypot(found.error, sampled_error))
    value = evsi(-loss, told)
    spread = np.std(worths) / np.sqrt(len(worths))
    assert value.value == pytest.approx(np.mean(worths), abs=4 * np.hypot(value.error, spread))
