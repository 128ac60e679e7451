"""Decision stability against cases with known answers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pytest

from pra_core import decision_stability as stability
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.decision_stability.limits import limits, with_laws
from pra_core.distribution import (
    Beta,
    Distribution,
    Fixed,
    LogNormal,
    LogUniform,
    Pert,
    Triangular,
    Uniform,
)
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import PraError
from pra_core.figures import stability_break_words as break_words
from pra_core.i18n import translator
from pra_core.ladder import Ladder, ladder
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.summary import Interval
from tests import minimal

DRAWS = 4_000
SHARE = 0.95


def one_input(low: float = 1e-4, high: float = 1e-2, efficacy: float = 0.9) -> Scenario:
    """Only prevalence is uncertain; one measure lets a tenth of the infested fruit through."""
    fruit = minimal.pathway(
        prevalence=minimal.parameter("fruit.prevalence", "infested units/unit", kind="uniform",
                                     low=low, high=high),
        steps={"transfer": {"unit": minimal.share("fruit.transfer", 1e-4)}})
    data = minimal.scenario_data(
        pathways=[fruit], measures=[minimal.treatment("wash", efficacy, acts_on="unit")])
    data["pest"]["r0"] = minimal.parameter("r0", "females/female", value=5.0)
    data["spread"]["rate"] = minimal.parameter("rate", "km/yr", value=5.0)
    data["consequences"]["effects"][0]["amount"] = minimal.share("yield_loss", 0.1)
    return Scenario.model_validate(data)


def judged_at(scenario: Scenario, share: float, ids: Sequence[str] = (),
              confidence: float = SHARE) -> Ladder:
    """The ladder with the limit where this share of the futures of a set is within it."""
    values = assess(scenario.with_measures(ids), DRAWS).annual_probability
    alop = Alop(metric="annual_probability", confidence=confidence,
                limit=float(np.quantile(values, share)))
    found = scenario.with_alop(alop)
    return ladder(portfolios(found, alop, DRAWS))


def test_two_rungs_split_the_futures_as_their_chances_say() -> None:
    found = judged_at(one_input(), 0.5)
    assert found.measures == ((), ("wash",))
    seen = stability.futures(stability.inside(found, found.scenario, DRAWS, 1))
    near = 1.0 / DRAWS  # one stratum of a stratified sample
    assert seen.too_light[0] == pytest.approx(0.5, abs=near)
    assert seen.just_right == pytest.approx([0.5, 0.5], abs=near)
    assert seen.stricter == pytest.approx([0.0, 0.5], abs=near)
    assert seen.too_light[1] == 0.0  # a tenth of the largest rate is within the limit


def test_shares_of_futures_add_up_to_one() -> None:
    within = np.random.default_rng(3).random((500, 5)) < [0.2, 0.4, 0.5, 0.8, 1.0]
    seen = stability.futures(within)
    assert seen.too_light + seen.just_right + seen.stricter == pytest.approx(np.ones(5))
    assert seen.stricter[0] == 0.0
    first = np.where(within.any(axis=1), within.argmax(axis=1), -1)
    assert seen.just_right == pytest.approx([np.mean(first == k) for k in range(5)])


def test_a_clear_choice_is_named_in_every_resample_and_a_close_one_in_some() -> None:
    within = np.ones((1_000, 2), np.bool_)
    within[:100, 0] = False
    assert stability.resampled(within, 0.95, 1).tolist() == [0.0, 1.0, 0.0]
    assert stability.resampled(within, 0.5, 1).tolist() == [1.0, 0.0, 0.0]
    within[:64, 0], within[64:, 0] = True, True
    within[:36, 0] = False  # 0.964: the lower end of its interval is just at 0.95
    told = stability.resampled(within, 0.95, 1)
    assert told.sum() == pytest.approx(1.0)
    assert 0.05 < told[0] < 0.95
    assert np.array_equal(told, stability.resampled(within, 0.95, 1))


def test_where_nothing_is_enough_the_last_share_says_so() -> None:
    assert stability.resampled(np.zeros((100, 3), np.bool_), 0.5, 1).tolist() == [0, 0, 0, 1]


LAWS: list[Distribution] = [
    Pert(low=0.1, mode=0.2, high=0.5), Triangular(low=0.0, mode=0.3, high=0.4),
    Uniform(low=0.2, high=0.6), LogNormal(median=0.01, sdlog=0.5), Beta(a=4.0, b=8.0)]


@pytest.mark.parametrize("shape", ["pert", "triangular"])
@pytest.mark.parametrize("law", LAWS[:3] + LAWS[4:], ids=lambda law: law.kind)
def test_three_quantiles_are_kept_where_the_shape_can(law: Distribution,
                                                      shape: stability.Shape) -> None:
    found = stability.rival(law, shape)
    assert found is not None
    for u in stability.POINTS:
        assert float(found.law.ppf(u)) == pytest.approx(float(law.ppf(u)), rel=1e-9)
    assert found.misfit < 1e-9


@pytest.mark.parametrize("shape", ["uniform", "lognormal"])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.kind)
def test_two_quantiles_are_kept_by_two_parameters(law: Distribution,
                                                  shape: stability.Shape) -> None:
    found = stability.rival(law, shape)
    assert found is not None
    for u in (0.05, 0.95):
        assert float(found.law.ppf(u)) == pytest.approx(float(law.ppf(u)), rel=1e-9)
    middle = float(found.law.cdf(float(law.ppf(0.5)))) - 0.5
    assert found.errors == pytest.approx((0.0, middle, 0.0), abs=1e-9)


def test_a_share_gets_a_lognormal_cut_off_at_one_that_keeps_both_quantiles() -> None:
    law = Pert(low=0.5, mode=0.8, high=1.0)
    found = stability.rival(law, "lognormal", 0.0, 1.0)
    assert found is not None
    assert found.law.support == (0.0, 1.0)
    assert (found.errors[0], found.errors[2]) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_an_end_beyond_the_limit_is_put_there_and_the_misfit_told() -> None:
    law = LogUniform(low=1e-4, high=1e-2)
    found = stability.rival(law, "uniform", 0.0, 1.0)
    assert found is not None
    assert found.law.support[0] == 0.0
    assert found.errors[2] == pytest.approx(0.0, abs=1e-12)
    # F = 0.95 q/q95 with q50 = 1e-3, q95 = 1e-4 * 100^0.95
    assert found.errors[1] == pytest.approx(0.95 * 1e-3 / (1e-4 * 100**0.95) - 0.5)


def test_what_has_no_spread_or_may_be_negative_has_no_rival() -> None:
    assert stability.rival(Fixed(value=0.3), "pert") is None
    assert stability.rival(Uniform(low=-1.0, high=2.0), "lognormal") is None


def test_limits_are_those_of_the_quantity_and_of_the_parameter() -> None:
    data = minimal.scenario_data()
    data["pathways"][0]["prevalence"]["bounds"] = [0.0, 0.05]
    found = limits(Scenario.model_validate(data))
    assert found["fruit.prevalence"] == (0.0, 0.05)
    assert found["cold.efficacy"] == (0.0, 1.0)
    assert found["r0"] == (0.0, math.inf)
    assert found["inspection.sample_size"][1] == 20_000.0


@pytest.mark.parametrize("shape", list(stability.SHAPES))
def test_every_shape_fits_every_shipped_scenario(shape: stability.Shape) -> None:
    found = load_scenario("fire-blight-apple-australia")
    bounds = limits(found)
    laws = {name: stability.rival(p.distribution, shape, *bounds[name])
            for name, p in found.uncertain.items() if name in bounds}
    other = with_laws(found, {name: one.law for name, one in laws.items() if one is not None})
    assert other.uncertain.keys() == found.uncertain.keys()
    for name, one in laws.items():
        assert one is not None
        low, high = one.law.support
        assert bounds[name][0] <= low
        assert high <= bounds[name][1]


def test_a_shape_that_keeps_the_quantiles_exactly_keeps_the_choice_of_one_input() -> None:
    found = judged_at(one_input(), 0.9)
    rows = {one.case.shape: one for *_, made in [tuple(stability.rivals(
        found, stability.all_at_once(found.scenario), DRAWS, 1))] for one in made}
    assert rows["uniform"].choice.change == "same"
    assert rows["uniform"].choice.probability == pytest.approx(found.probability)
    assert rows["uniform"].misfit < 1e-9


def test_a_stopped_run_goes_on_where_it_was() -> None:
    found = judged_at(one_input(), 0.9)
    asked = stability.all_at_once(found.scenario)
    whole = list(stability.rivals(found, asked, DRAWS, 1))
    rest = list(stability.rivals(found, asked, DRAWS, 1, whole[1]))
    assert len(rest) == len(asked) - 2
    assert [r.choice.rung for r in rest[-1]] == [r.choice.rung for r in whole[-1]]


def test_the_breaking_point_of_the_only_input_is_where_its_risk_passes_the_limit() -> None:
    """P(meets) is 1 below and 0 above the prevalence at which the rate is that of the limit."""
    scenario = one_input()
    found = judged_at(scenario, 0.7, confidence=0.6)
    assert found.measures[found.chosen] == ()
    broken = [b for _, name, made in stability.breaks(found, DRAWS, 1) for b in made]
    assert [(b.parameter, b.above, b.to) for b in broken] == [
        ("fruit.prevalence", True, "stricter")]
    # The rate is proportional to prevalence, so the 70 % quantile of one is that of the other.
    assert broken[0].chance == pytest.approx(0.3, abs=2e-3)
    assert broken[0].value == pytest.approx(1e-4 + 0.7 * (1e-2 - 1e-4), rel=5e-3)


def test_a_lighter_set_would_do_below_its_own_breaking_point() -> None:
    found = judged_at(one_input(), 0.4)
    assert found.measures[found.chosen] == ("wash",)
    broken = {b.to: b for _, _, made in stability.breaks(found, DRAWS, 1) for b in made}
    assert set(broken) == {"lighter"}
    assert not broken["lighter"].above
    assert broken["lighter"].chance == pytest.approx(0.4, abs=2e-3)


def test_inputs_already_looked_at_are_left_out() -> None:
    found = judged_at(one_input(), 0.4)
    assert list(stability.breaks(found, DRAWS, 1, ("fruit.prevalence",))) == []


def elicited(*modes: float, weights: Sequence[float] = ()) -> Scenario:
    """Prevalence judged by as many people as modes are given."""
    judgements = tuple(Judgement(
        assessor=f"A{k}", date=dt.date(2026, 11, 22), reason={"en": "test"},
        asked="min_likely_max", values=(0.0, mode, 2 * mode),
        weight=weights[k] if weights else 1.0,
        distribution=Triangular(low=0.0, mode=mode, high=2 * mode))
        for k, mode in enumerate(modes))
    told = Elicitation(judgements=judgements)
    data = one_input().model_dump(mode="python")
    data["pathways"][0]["prevalence"] |= {
        "distribution": told.distribution().model_dump(), "elicitation": told.model_dump()}
    return Scenario.model_validate(data)


NAME = "fruit.prevalence"


def test_one_assessor_alone_is_the_present_choice_and_without_them_nothing_is_left() -> None:
    found = judged_at(elicited(0.004), 0.97)
    frame = stability.assessor_effects(found.scenario, NAME, DRAWS, 1, found)
    row = frame.to_dict("records")[0]
    assert row["alone_set"] == found.measures[found.chosen]
    assert row["alone_probability"] == found.probability[found.chosen]
    assert row["without_set"] is None
    assert math.isnan(row["without_probability"])


def test_each_of_two_assessors_alone_is_the_other_left_out() -> None:
    found = judged_at(elicited(0.001, 0.008), 0.97)
    first, second = stability.assessor_effects(
        found.scenario, NAME, DRAWS, 1, found).to_dict("records")
    assert first["alone_set"] == second["without_set"]
    assert first["alone_probability"] == second["without_probability"]
    assert first["alone_probability"] > second["alone_probability"]


def test_an_assessor_without_weight_changes_nothing_by_leaving() -> None:
    found = judged_at(elicited(0.004, 0.009, weights=(1.0, 0.0)), 0.97)
    frame = stability.assessor_effects(found.scenario, None, DRAWS, 1, found)
    last = frame.to_dict("records")[1]
    assert last["without_set"] == found.measures[found.chosen]
    assert last["without_probability"] == found.probability[found.chosen]


def test_an_assessor_alone_hangs_on_nobody_else() -> None:
    def alone(*others: float) -> stability.Answer:
        scenario = judged_at(elicited(0.004, *others), 0.97).scenario
        scenario = scenario.with_alop(limit)
        one = stability.alternatives(scenario, NAME)[0]
        assert (one.assessor, one.side) == ("A0", "alone")
        assert one.scenario is not None
        return stability.answer(portfolios(one.scenario, limit, DRAWS))

    limit = judged_at(elicited(0.004), 0.5).alop
    assert alone(0.0005) == alone(0.09) == alone(0.002, 0.05)


def test_what_is_told_is_what_the_search_tells_with_its_own_chance() -> None:
    found = judged_at(elicited(0.004), 0.5)
    sets = portfolios(found.scenario, found.alop, DRAWS)
    told = stability.answer(sets)
    assert told.meets
    assert told.measures == sets.first_meeting
    assert told.probability == sets.row(told.measures)["probability"]
    assert told.undecided == len(sets.undecided)
    rate = assess(found.scenario.with_measures(told.measures), DRAWS).founding_rate
    assert told.median == pytest.approx(float(np.median(rate)), rel=1e-9)


def test_where_no_set_meets_the_one_that_most_often_does_is_told() -> None:
    found = judged_at(elicited(0.004), 0.0)
    told = stability.answer(portfolios(found.scenario, found.alop, DRAWS))
    assert not told.meets
    assert told.measures == ("wash",)
    assert told.probability < SHARE


def test_a_number_nobody_judged_is_refused() -> None:
    with pytest.raises(PraError) as refused:
        stability.assessor_effects(one_input(), NAME, DRAWS, 1)
    assert refused.value.problems[0].code == "unknown_id"
    assert stability.assessor_effects(one_input(), None, DRAWS, 1).empty


def test_inputs_by_strength_begin_with_the_only_one_that_acts() -> None:
    data = one_input().model_dump(mode="python")
    data["consequences"]["host_value"]["distribution"] = Uniform(low=1e7, high=1e8).model_dump()
    found = judged_at(Scenario.model_validate(data), 0.9)
    assert stability.by_strength(found, DRAWS, 1) == (NAME, "host_value")


def test_a_sentence_gives_both_sides_of_the_number_that_changes_the_choice() -> None:
    found, t = judged_at(one_input(), 0.97, ("wash",)), translator("en")
    now = Interval(0.005, 0.005, 0.001, 0.009)
    sides = [stability.Break("fruit.prevalence", 0.008, True, "stricter", 0.2, now),
             stability.Break("fruit.prevalence", 0.002, False, "lighter", 0.1, now)]
    said = break_words.breaks_sentence(found, sides, 1, t)
    p = found.scenario.parameters["fruit.prevalence"]
    above, below = (break_words.value_words(p, x, t) for x in (0.008, 0.002))
    assert f"above {above}, the set is no longer enough (20 %" in said
    assert f"if below {below}, a lighter set is enough (10 %" in said


def test_levers_without_a_break_inside_are_looked_at_outside() -> None:
    case = one_input().with_measures(("wash",))
    now = Interval(0.005, 0.005, 0.001, 0.009)
    every = {one.parameter for one in stability.unbroken(case, ())}
    left = stability.unbroken(case, [
        stability.Break("fruit.prevalence", 0.008, True, "stricter", 0.2, now)])
    assert {one.parameter for one in left} == every - {"fruit.prevalence"}
    assert "fruit.prevalence" in every
