"""The headline says what the numbers say, in both languages, at the edges too."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from pra_core import labels, wording
from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.figures import choice_words, necessity_words
from pra_core.figures.measure_words import effect_words, measure_lines
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.portfolio import portfolios
from pra_core.presentation import best, kept_apart, shortfall, without_support
from pra_core.scenario import Scenario
from pra_core.summary import Judgement, interval, meets
from tests.minimal import (
    inspection,
    parameter,
    pathway,
    scenario,
    scenario_data,
    text,
    treatment,
)

DRAWS = 2_000
NOT_A_NUMBER = re.compile(r"\bnan\b|\binf\b|∞|not defined|无定义", re.IGNORECASE)


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def english() -> Translator:
    return translator("en")


def prohibition() -> dict[str, object]:
    whole = treatment("ban", efficacy=1.0, step="production", kind="volume", acts_on="unit",
                      ispm11_class="prohibition", restrictiveness=5)
    del whole["compliance"]
    return whole


def told(case: Scenario, t: Translator) -> tuple[Assessment, str]:
    before, after = assess(case.with_measures(()), DRAWS), assess(case, DRAWS)
    judgement = meets(after, case.alop)
    sentences = (wording.result_sentence(before, after, case.alop, t),
                 wording.verdict_sentence(judgement, after, case.alop, t),
                 wording.mean_sentence(after, judgement, t))
    return after, "\n".join(sentences)


def test_the_sentence_carries_the_median_and_the_interval_of_the_draws() -> None:
    t = english()
    after, words = told(scenario().with_measures(("cold",)), t)
    found = interval(after.founding_rate)
    assert f"**{t.one_in(found.median)}**" in words
    assert f"median **{t.one_in(found.median)}** (90 % interval: {t.one_in(found.low)} to" in words
    assert f"mean chance {t.percent(float(after.annual_probability.mean()), 2)} a year" in words


def test_a_loss_is_told_with_its_mean_and_one_pest_in_the_singular() -> None:
    t = english()
    loss = Alop(metric="annual_loss", limit=1.0, confidence=0.9)
    case = assess(scenario(), DRAWS)
    mean = wording.amount_words(float(case.annual_loss.mean()), loss, "USD", t)
    assert f"; mean {mean})" in wording.risk_words(case, loss, t)
    lots = Alop(metric="pests_per_lot", limit=1.0, confidence=0.9)
    assert wording.alop_words(lots, "USD", t).startswith("at most 1 live pest per lot,")
    assert wording.amount_words(2.0, lots, "USD", t) == "2 live pests per lot"


def test_probability_and_verdict_are_those_of_the_judgement() -> None:
    t = english()
    after, words = told(scenario().with_measures(("cold",)), t)
    judgement = meets(after, after.scenario.alop)
    assert 0 < judgement.probability < 1
    assert t.percent(judgement.probability) in words
    assert t.percent(judgement.standard_error, 2) in words
    assert wording.verdict_words(judgement.verdict, t) in words


@pytest.mark.parametrize("metric", ["annual_probability", "years_between_outbreaks",
                                    "annual_loss", "pests_per_lot"])
@pytest.mark.parametrize("limit", [0.0, 1e-6, 1.0])
def test_no_metric_or_limit_puts_a_bare_nan_or_infinity_on_screen(
    metric: str, limit: float, t: Translator
) -> None:
    alop = Alop.model_validate({"metric": metric, "limit": limit, "confidence": 0.9})
    case = scenario().with_alop(alop).with_measures(("cold", "inspection"))
    _, words = told(case, t)
    found = portfolios(case, alop, DRAWS)
    words += choice_words.choice_sentence(found, t)
    assert not NOT_A_NUMBER.search(words)


def test_prohibition_is_told_as_none_expected(t: Translator) -> None:
    case = scenario(measures=[prohibition()]).with_measures(("ban",))
    after, words = told(case, t)
    assert not after.founding_rate.any()
    assert wording.risk_words(after, case.alop, t) == f"**{t('none expected')}**"
    assert wording.verdict_words("meets", t) in words
    assert t("No outbreak is expected in any simulated future.") in words


def test_a_pathway_without_volume_is_told_as_none_expected(t: Translator) -> None:
    empty = pathway(volume=parameter("fruit.volume", "units/yr", value=0.0))
    _, words = told(scenario(pathways=[empty]), t)
    assert t("none expected") in words
    assert not NOT_A_NUMBER.search(words)


def test_the_least_restrictive_set_is_the_one_the_search_names() -> None:
    case = scenario(measures=[treatment("weak", efficacy=0.1, restrictiveness=1),
                              prohibition()])
    found = portfolios(case, case.alop, DRAWS)
    assert found.least_restrictive == ("ban",)
    assert "**ban**" in choice_words.choice_sentence(found, english())


def test_when_none_meets_the_best_and_its_distance_are_told() -> None:
    weak = scenario(measures=[treatment("weak", efficacy=0.1)],
                    alop={"metric": "annual_probability", "limit": 1e-6, "confidence": 0.95})
    found = portfolios(weak, weak.alop, DRAWS)
    of_best = assess(weak.with_measures(best(found)), DRAWS)
    words = choice_words.choice_sentence(found, english())
    times = float(np.quantile(of_best.annual_probability, 0.95, method="inverted_cdf")) / 1e-6
    assert "No set of measures meets the ALOP" in words
    assert f"{english().number(times, 2)} times" in words
    assert shortfall(of_best, weak.alop) == pytest.approx(times)


def test_a_set_too_close_to_call_is_named_before_the_one_that_meets() -> None:
    case = scenario(measures=[treatment("mild", efficacy=0.97, restrictiveness=1), prohibition()])
    rate = assess(case.with_measures(("mild",)), DRAWS).annual_probability
    limit = float(np.quantile(rate, 0.95))
    alop = Alop(metric="annual_probability", limit=limit, confidence=0.95)
    found = portfolios(case.with_alop(alop), alop, DRAWS)
    assert found.undecided == (("mild",),)
    words = choice_words.choice_sentence(found, english())
    assert words.index("**mild**") < words.index("**ban**")


def test_a_mean_above_a_met_limit_is_explained() -> None:
    case = scenario().with_measures(("cold",))
    after = assess(case, DRAWS)
    limit = float(after.annual_probability.mean()) / 1.5
    alop = Alop(metric="annual_probability", limit=limit, confidence=0.3)
    after = assess(case.with_alop(alop), DRAWS)
    judgement = meets(after, alop)
    assert judgement.verdict == "meets"
    assert "above the limit" in wording.mean_sentence(after, judgement, english())
    fails = Judgement(0.1, 0.01, "fails")
    assert "above the limit" not in wording.mean_sentence(after, fails, english())


def test_titles_stay_text_and_come_back_whole() -> None:
    hostile = "cold *1 °C* [x](y) **all** $a$ <b>"
    case = scenario(measures=[treatment(title=text(hostile))]).with_measures(("cold",))
    found = portfolios(case, Alop(metric="annual_probability", limit=1.0, confidence=0.5), DRAWS)
    named = wording.escaped(wording.set_words(case, ("cold",), english()))
    assert wording.plain(f"**{named}**") == hostile
    assert wording.pieces(f"a **{named}** b") == [
        ("a ", "plain"), (hostile, "bold"), (" b", "plain")]
    assert found.first_meeting == ()


def test_what_cannot_be_spared_is_told_from_the_verdicts() -> None:
    case = scenario().with_measures(("cold", "inspection"))
    t = english()
    spare = necessity_words.necessity_sentence(case, ["meets", "fails", "meets"], t)
    assert "one at a time, not together): **inspection**" in spare
    assert "Without any one of these it fails: **cold**." in spare
    close = necessity_words.necessity_sentence(case, ["meets", "fails", "too_close"], t)
    assert "without one of these is too close to call: **inspection**." in close
    assert "Without any one of these it fails: **cold**." in close
    assert "no measure can be left out" not in close
    assert necessity_words.necessity_sentence(case, ["meets", "fails", "fails"], t).startswith(
        "Within this set, no measure can be left out")
    assert "does not meet the ALOP beyond simulation error" in necessity_words.necessity_sentence(
        case, ["fails", "fails", "fails"], t)


def test_needed_within_a_set_is_not_needed_at_all() -> None:
    t = english()
    case = scenario(measures=[treatment("enough", efficacy=0.999999, restrictiveness=1),
                              prohibition()]).with_measures(("ban",))
    found = portfolios(case, case.alop, DRAWS)
    verdicts = found.drop_one(("ban",))["verdict"].tolist()
    assert verdicts == ["meets", "fails"]
    words = necessity_words.necessity_sentence(case, verdicts, t, found)
    assert "Within this set" in words
    assert words.endswith("A less restrictive set also meets the ALOP: **enough**.")
    least = case.with_measures(("enough",))
    assert "less restrictive" not in necessity_words.necessity_sentence(least, verdicts, t, found)


def test_verified_inputs_are_counted_among_those_in_use() -> None:
    data = scenario_data()
    data["pathways"][0]["volume"]["source"] = {"status": "verified", "citation": "a paper"}
    case = Scenario.model_validate(data)
    own = [p for p in case.parameters if p.startswith(("cold.", "inspection."))]
    assert wording.evidence_sentence(case, english()).startswith(
        f"1 of {len(case.parameters) - len(own)} inputs in use")
    assert wording.evidence_sentence(
        case.with_measures(("cold", "inspection")), english()).startswith(
        f"1 of {len(case.parameters)} inputs in use")


@pytest.mark.parametrize(("total", "error", "start"), [
    ([0.9, 0.05], [0.01, 0.01], "One number"), ([0.5, 0.3], [0.05, 0.05], "The result hangs most"),
    ([0.4, 0.38], [0.05, 0.05], "Two numbers"), ([0.4], [0.05], "One number")])
def test_the_drivers_are_told_as_surely_as_their_intervals_allow(
    total: list[float], error: list[float], start: str
) -> None:
    frame = pd.DataFrame({"ST": total, "ST_conf": error})
    words = wording.drivers_sentence(frame, ["A", "B"][:len(total)], english())
    assert words.startswith(start)


def test_effects_are_told_by_what_they_act_on() -> None:
    t = english()
    cold, look = scenario().measures
    assert effect_words(cold.effects[0], "TESTPE", t).startswith("kills 99 % of the pests inside")
    assert "600 units per lot" in effect_words(look.effects[0], "TESTPE", t)
    assert effect_words(cold.effects[0], "OTHERP", t) == t("no efficacy is recorded for this pest")
    assert inspection()["effects"][0]["kind"] == "inspection"


def test_survivors_in_practice_are_told_beside_the_trial() -> None:
    t = english()
    factor = parameter("cold.survivor_factor", "1", kind="loguniform", low=1.0, high=20.0)
    data = treatment("cold", efficacy=0.99)
    data["effects"][0]["survivor_factor"] = factor
    case = scenario(measures=[data])
    after = assess(case, DRAWS)
    left = np.quantile(0.01 * after.values["cold.survivor_factor"], (0.95, 0.05),
                       method="inverted_cdf")
    trial, practice = measure_lines(case, case.measures[0], after.values, t)
    assert trial.startswith("kills 99 %")
    assert f"({t.percent(1 - left[0])} to {t.percent(1 - left[1])}) ○" in practice
    data["effects"][0]["survivor_factor"]["distribution"] = {"kind": "fixed", "value": 1_000}
    capped = scenario(measures=[data])
    _, none_left = measure_lines(capped, capped.measures[0], assess(capped, DRAWS).values, t)
    assert none_left == "in practice 0 % ○"


def test_effects_that_differ_by_pathway_name_it() -> None:
    one, other = (treatment("cold", efficacy=e)["effects"][0] | {"pathways": [p]}
                  for p, e in (("fruit", 0.99), ("juice", 0.5)))
    other["efficacy"]["TESTPE"]["name"] = "cold.juice"
    ways = [pathway(), pathway("juice")]
    case = scenario(pathways=ways, measures=[treatment("cold", effects=[one, other])])
    values = assess(case, DRAWS).values
    lines = measure_lines(case, case.measures[0], values, english())
    assert [x.split(" kills")[0] for x in lines] == ["fruit:", "juice:"]
    other["efficacy"]["TESTPE"]["distribution"]["value"] = 0.99
    same = scenario(pathways=ways, measures=[treatment("cold", effects=[one, other])])
    line, = measure_lines(same, same.measures[0], values, english())
    assert line.startswith("kills 99 %")


def test_an_inspection_that_sees_nothing_says_so() -> None:
    blind = inspection(q=0.0)
    words = measure_lines(scenario(measures=[blind]), scenario(measures=[blind]).measures[0], {},
                          english())
    assert "cannot recognise symptomless infestation" in words[0]
    assert "recognises" not in words[0]


def test_exclusion_binds_both_ways_and_missing_support_is_found() -> None:
    case = scenario(measures=[treatment("a", excludes=["b"]), treatment("b", excludes=["a"]),
                              treatment("c", requires=["a"])])
    assert kept_apart(case.with_measures(("a",)), "b") == ["a"]
    assert kept_apart(case.with_measures(("b",)), "a") == ["b"]
    assert without_support(case.with_measures(("c",)), "c") == ["a"]
    assert without_support(case.with_measures(("a", "c")), "c") == []


@pytest.mark.parametrize(("total", "error", "named", "open_"), [
    ([0.5, 0.2], [0.1, 0.05], "A", False), ([0.22, 0.2], [0.065, 0.05], "A, or B", True)],
    ids=["apart", "overlapping"])
def test_the_most_important_number_is_one_only_where_the_order_is_certain(
        total: list[float], error: list[float], named: str, open_: bool) -> None:
    case, t = scenario(), translator("en")
    names = ["r0", "fruit.prevalence"]
    frame = pd.DataFrame({"parameter": names, "ST": total, "ST_conf": error})
    said = wording.matters_sentence(case, dict.fromkeys(names, 0.2), t, frame)
    labelled = [labels.parameter_label(case, name, t) in said for name in names]
    assert labelled == [True, "B" in named]
    assert ("order is not certain" in said) == open_
    undecided = frame.assign(ST_conf=1.0)
    quick = wording.matters_sentence(case, {"r0": 0.39}, t, undecided)
    assert "about 39 %" in quick
    assert "without an interval" in quick


def test_a_small_chance_is_told_as_a_frequency_and_sentences_join() -> None:
    t = translator("en")
    assert wording.yearly_chance(0.0123, t) == "1.2 %"
    assert wording.yearly_chance(3.6e-8, t) == "1 in 28,000,000"
    assert wording.joined(["A.", "", "B."], t) == "A. B."
    assert wording.joined(["**A.**", "B."], translator("zh_CN")) == "**A.** B."
