"""Expert judgement: typed, kept, seen on other pages, pooled, tied, by year, as a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import elicitation_drag, elicitation_files, forms_parameter
from pra_core import load_scenario
from pra_core.decision_stability import Answer
from pra_core.distribution import Pert
from pra_core.elicitation import Elicitation
from pra_core.errors import PraError
from pra_core.figures.elicitation_example import invented
from pra_core.figures.elicitation_opinion_words import file_problems
from pra_core.figures.elicitation_words import limits_of
from pra_core.i18n import LANGUAGES, translator
from pra_core.labels import KIND_TITLES, parameter_label, value_words
from pra_core.parameter import Parameter
from pra_core.reference import scenario_ids
from pra_core.scenario import Scenario
from pra_core.store.edit import elicited_source, with_elicitation
from pra_core.store.judgements import dump_judgements, read_judgements

OpenPage = Callable[..., AppTest]
VIEWS = ("judge", "assessors", "pairs", "years", "files")
RAW = re.compile(r"(?i:\bnan\b|\binf\b)|Traceback|\bNone\b")
PREVALENCE, VOLUME = "fruit.prevalence", "fruit.volume"
REASON = "Seen in twenty consignments"


def _key(name: str) -> str:
    return f"0:judgement:{name}"


def _open(open_page: OpenPage, name: str = PREVALENCE, view: str = "judge", language: str = "en",
          scenario: Scenario | None = None) -> AppTest:
    state: dict[str, object] = {_key("input"): name, _key("view"): view, "draws": 2000}
    if scenario is not None:
        state["scenario"] = scenario
    page = open_page("elicitation", language, state)
    assert not page.exception
    return page


def _running(page: AppTest) -> Scenario:
    scenario: Scenario = page.session_state["scenario"]
    return scenario


def _parameter(page: AppTest, name: str = PREVALENCE) -> Parameter:
    return _running(page).parameters[name]


def _said(page: AppTest) -> str:
    return "\n".join(str(e.value) for block in (page.markdown, page.caption, page.info,
                                                page.warning, page.success) for e in block)


def _type(page: AppTest, values: dict[str, float | None], asked: str = "quantiles",
          name: str = PREVALENCE) -> AppTest:
    for part, value in values.items():
        page.number_input(key=_key(f"{name}:{asked}:{part}")).set_value(value)
    return page.run()


FIVE = {"0.01": 1e-5, "0.25": 1e-4, "0.5": 2e-4, "0.75": 4e-4, "0.99": 1.5e-3}


def _keep(page: AppTest, who: str = "Li Na", reason: str = REASON, number: int = 1,
          name: str = PREVALENCE) -> AppTest:
    page.text_input(key=_key("assessor")).set_value(who)
    page.number_input(key=_key(f"{name}:round")).set_value(number)
    page.text_area(key=_key(f"{name}:reason")).set_value(reason)
    return page.button(key="judgement-keep").click().run()


@pytest.fixture
def judged() -> Scenario:
    """Three invented judgements of the prevalence."""
    scenario = load_scenario("medfly-citrus-china")
    law = scenario.parameters[PREVALENCE].distribution
    made = invented(law, *limits_of(scenario, PREVALENCE), dt.date(2026, 11, 22), "en")
    return with_elicitation(scenario, PREVALENCE, made, elicited_source(made))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_in_both_languages(
    open_page: OpenPage, judged: Scenario, view: str, language: str
) -> None:
    page = _open(open_page, view=view, language=language, scenario=judged)
    assert [e.value for e in page.error] == []
    assert RAW.findall(_said(page)) == []


@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_page_opens_on_the_most_influential_input_of_every_worked_example(
    open_page: OpenPage, scenario_id: str
) -> None:
    page = open_page("elicitation", "en", {"scenario": load_scenario(scenario_id), "draws": 2000})
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert "Nobody has judged it yet" in page.markdown[0].value
    assert "of the uncertainty of the result" in page.markdown[0].value


def test_kept_judgement_is_used_and_says_who_and_why(open_page: OpenPage) -> None:
    page = _keep(_type(_open(open_page), FIVE))
    found = _parameter(page)
    assert [e.value for e in page.error] == []
    assert found.elicitation is not None
    (one,) = found.elicitation.judgements
    assert (one.assessor, one.round, one.reason["en"]) == ("Li Na", 1, REASON)
    assert one.values == tuple(FIVE.values())
    assert (found.source.status, found.source.assessor) == ("elicited", "Li Na")
    assert found.distribution == one.distribution
    assert "One person has judged it: Li Na" in page.markdown[0].value


def test_kept_judgement_shows_on_entry_where_a_number_replaces_it(open_page: OpenPage) -> None:
    page = _keep(_type(_open(open_page), FIVE))
    page.switch_page("../2_entry.py").run()
    assert not page.exception
    assert any("Judged by Li Na" in c.value for c in page.caption)
    fields = [n for n in page.number_input if str(n.key).startswith(f"0:{PREVALENCE}:")]
    assert fields
    fields[0].set_value(float(fields[0].value) * 1.1).run()
    assert _parameter(page).elicitation is None
    assert _parameter(page).source.status == "assumed"


def test_pool_has_no_fields_on_other_pages_and_names_its_assessors(
    open_page: OpenPage, judged: Scenario
) -> None:
    page = open_page("2_entry", "en", {"scenario": judged})
    assert not page.exception
    assert any("Pooled from 3 assessors" in c.value for c in page.caption)
    assert not [n for n in page.number_input if str(n.key).startswith(f"0:{PREVALENCE}:")]


def test_button_beside_a_judged_input_leads_to_its_judgements(
    open_page: OpenPage, judged: Scenario
) -> None:
    page = open_page("2_entry", "en", {"scenario": judged})
    button = next(b for b in page.button if str(b.key).startswith("judge:"))
    page = button.click().run()
    assert not page.exception
    assert page.title[0].value == "Expert judgement"
    assert page.selectbox(key=_key("input")).value == PREVALENCE


def test_undo_on_another_page_takes_the_judgements_out(judged: Scenario) -> None:
    began = load_scenario("medfly-citrus-china")
    assert forms_parameter.undone(judged, began.parameters[PREVALENCE]) == began


@pytest.mark.parametrize(("typed", "words"), [
    pytest.param({"0.25": 3e-4}, "“Below this 1 time in 4” (0.0003) must be smaller than “As often"
                 " above as below” (0.0002).", id="out-of-order"),
    pytest.param({"0.25": 2e-4}, "(0.0002) must be smaller than", id="equal"),
    pytest.param({"0.99": 1.5}, "“Exceeded 1 time in 100” (1.5) lies above the largest possible"
                 " value (0.58", id="above-the-bound"),
    pytest.param({"0.01": -1.0}, "“Below this 1 time in 100” (−1) lies below the smallest possible"
                 " value (0).", id="below-the-bound"),
])
def test_refused_judgement_is_told_in_the_words_of_the_form_and_stays(
    open_page: OpenPage, typed: dict[str, float | None], words: str
) -> None:
    page = _type(_open(open_page), FIVE)
    before = _running(page).fingerprint
    page = _type(page, typed)
    assert not page.exception
    assert len(page.error) == 1
    assert words in page.error[0].value
    assert "What you typed stays" in page.error[0].value
    part, value = next(iter(typed.items()))
    assert page.number_input(key=_key(f"{PREVALENCE}:quantiles:{part}")).value == value
    assert page.button(key="judgement-keep").disabled
    assert _running(page).fingerprint == before


def test_smallest_likely_largest_out_of_order(open_page: OpenPage) -> None:
    page = _open(open_page)
    page.segmented_control(key=_key(f"{PREVALENCE}:asked")).set_value("min_likely_max").run()
    page = _type(page, {"low": 1e-4, "likely": 5e-4, "high": 2e-4}, "min_likely_max")
    assert "“Most likely” (0.0005) must be smaller than “Largest” (0.0002)." in page.error[0].value


@pytest.mark.parametrize("outside", [0.0, 0.05])
def test_smallest_likely_largest_is_kept_with_what_it_means(
    open_page: OpenPage, outside: float
) -> None:
    page = _open(open_page)
    page.segmented_control(key=_key(f"{PREVALENCE}:asked")).set_value("min_likely_max").run()
    page.selectbox(key=_key(f"{PREVALENCE}:outside")).set_value(outside).run()
    page = _keep(_type(page, {"low": 1e-5, "likely": 1e-4, "high": 1e-3}, "min_likely_max"))
    found = _parameter(page).elicitation
    assert found is not None
    assert found.judgements[0].outside == outside
    assert found.judgements[0].values == (1e-5, 1e-4, 1e-3)
    if outside == 0.0:
        assert found.distribution() == Pert(low=1e-5, mode=1e-4, high=1e-3)


@pytest.mark.parametrize(("who", "reason", "missing"), [("Li Na", "", "Reason"),
                                                        ("", REASON, "Assessor")])
def test_judgement_without_reason_or_name_is_not_kept(
    open_page: OpenPage, who: str, reason: str, missing: str
) -> None:
    page = _type(_open(open_page), FIVE)
    before = _running(page).fingerprint
    page = _keep(page, who, reason)
    assert page.error[0].value.startswith(f"- {missing}:")
    assert _running(page).fingerprint == before


def test_another_candidate_can_be_chosen(open_page: OpenPage) -> None:
    page = _type(_open(open_page), FIVE)
    radio = page.radio(key=_key(f"{PREVALENCE}:family"))
    best, other = radio.options[0], "uniform"
    assert radio.value != other
    page = _keep(radio.set_value(other).run())
    assert _parameter(page).distribution.kind == "uniform"
    assert best != "Uniform"


def test_best_candidate_is_followed_until_one_is_chosen(open_page: OpenPage) -> None:
    page = _type(_open(open_page), FIVE)
    place = _key(f"{PREVALENCE}:family")
    for values in (FIVE, {"0.01": 1e-5, "0.25": 2.5e-4, "0.5": 5e-4, "0.75": 7.5e-4, "0.99": 1e-3}):
        page = _type(page, dict(values))
        radio = page.radio(key=place)
        assert radio.options[0].lower() == KIND_TITLES[radio.value].lower()


def test_judging_begins_empty_and_can_start_from_the_value_in_use(open_page: OpenPage) -> None:
    page = _open(open_page)
    fields = [n for n in page.number_input if ":quantiles:" in str(n.key)]
    assert [n.value for n in fields] == [None] * len(fields)
    assert "Still to be said" in page.info[0].value
    value = value_words(_parameter(page).distribution, translator("en"))
    assert value not in _said(page), "what is in use is hidden from who judges"
    page = page.button(key="judgement-start").click().run()
    law = _parameter(page).distribution
    typed = page.number_input(key=_key(f"{PREVALENCE}:quantiles:0.5")).value
    assert typed == pytest.approx(float(law.ppf(0.5)), rel=5e-3)  # three digits are shown
    assert value in _said(page)


def test_another_assessor_sees_nothing_of_who_judged_before(open_page: OpenPage) -> None:
    page = _keep(_type(_open(open_page), FIVE))
    half = _key(f"{PREVALENCE}:quantiles:0.5")
    page = page.text_input(key=_key("assessor")).set_value("Ivo").run()
    assert page.number_input(key=half).value is None
    assert page.text_area(key=_key(f"{PREVALENCE}:reason")).value == ""
    page = _type(page, {"0.5": 3e-4})
    page = page.text_input(key=_key("assessor")).set_value("Li Na").run()
    assert page.number_input(key=half).value == FIVE["0.5"]
    assert page.text_area(key=_key(f"{PREVALENCE}:reason")).value == REASON
    page = page.text_input(key=_key("assessor")).set_value("Ivo").run()
    assert page.number_input(key=half).value == 3e-4, "what was typed is there again"


def test_numbers_typed_before_the_name_stay_with_it(open_page: OpenPage) -> None:
    page = _type(_open(open_page), FIVE)
    page = page.text_input(key=_key("assessor")).set_value("Li Na").run()
    assert page.number_input(key=_key(f"{PREVALENCE}:quantiles:0.5")).value == FIVE["0.5"]


def test_each_way_of_asking_keeps_its_numbers(open_page: OpenPage) -> None:
    page = _open(open_page)
    asked = _key(f"{PREVALENCE}:asked")
    page = page.segmented_control(key=asked).set_value("min_likely_max").run()
    page = _type(page, {"low": 1e-5, "likely": 1e-4, "high": 1e-3}, "min_likely_max")
    page = page.segmented_control(key=asked).set_value("quantiles").run()
    assert page.number_input(key=_key(f"{PREVALENCE}:quantiles:0.5")).value is None
    page = page.segmented_control(key=asked).set_value("min_likely_max").run()
    assert page.number_input(key=_key(f"{PREVALENCE}:min_likely_max:likely")).value == 1e-4


def test_largest_possible_value_beyond_a_share_is_refused_at_once(open_page: OpenPage) -> None:
    page = _type(_open(open_page), FIVE)
    assert not page.button(key="judgement-keep").disabled
    page = page.number_input(key=_key(f"{PREVALENCE}:upper")).set_value(1.5).run()
    assert "the most this input can be" in page.error[0].value
    assert page.button(key="judgement-keep").disabled


def test_lower_possible_value_above_a_judged_one_is_told(open_page: OpenPage) -> None:
    page = _type(_open(open_page), FIVE)
    page = page.number_input(key=_key(f"{PREVALENCE}:lower")).set_value(5e-5).run()
    assert "lies below the smallest possible value (5 × 10⁻⁵)" in page.error[0].value


def test_two_assessors_are_pooled_and_a_second_round_replaces_the_first(
    open_page: OpenPage,
) -> None:
    page = _keep(_type(_open(open_page), FIVE))
    page = _keep(_type(page, {"0.99": 3e-3}), "Ivo")
    found = _parameter(page).elicitation
    assert found is not None
    assert [j.assessor for j in found.current] == ["Li Na", "Ivo"]
    assert _parameter(page).distribution.kind == "pooled"
    page = _keep(_type(page, {"0.99": 2e-3}), "Ivo", number=2)
    found = _parameter(page).elicitation
    assert found is not None
    assert [(j.assessor, j.round) for j in found.judgements] == [
        ("Li Na", 1), ("Ivo", 1), ("Ivo", 2)]
    assert found.current[1].values[-1] == 2e-3
    page = page.segmented_control(key=_key("view")).set_value("assessors").run()
    assert not page.exception
    assert "From round to round" in [s.value for s in page.subheader]


def test_one_assessor_only_is_told_what_is_missing(open_page: OpenPage) -> None:
    page = _keep(_type(_open(open_page), FIVE))
    page = page.segmented_control(key=_key("view")).set_value("assessors").run()
    assert "Only one person has judged this" in page.info[0].value


def test_pooling_and_weights_change_what_is_used(open_page: OpenPage, judged: Scenario) -> None:
    page = _open(open_page, view="assessors", scenario=judged)
    linear = _parameter(page).distribution
    page = page.segmented_control(key=_key(f"{PREVALENCE}:pooling")).set_value("logarithmic").run()
    assert [e.value for e in page.error] == []
    found = _parameter(page)
    assert found.elicitation is not None
    assert found.elicitation.pooling == "logarithmic"
    assert found.distribution != linear
    names = [j.assessor for j in found.elicitation.current]
    for name in names[1:]:
        page = page.number_input(key=_key(f"{PREVALENCE}:weight:{name}")).set_value(0.0).run()
    assert _parameter(page).distribution == found.elicitation.current[0].distribution


@pytest.mark.parametrize("weight", [0.0, -1.0, None], ids=str)
def test_weights_that_count_nobody_are_refused_and_stay(
    open_page: OpenPage, judged: Scenario, weight: float | None
) -> None:
    page = _open(open_page, view="assessors", scenario=judged)
    elicitation = _parameter(page).elicitation
    assert elicitation is not None
    for j in elicitation.current:
        before = _running(page).fingerprint
        key = _key(f"{PREVALENCE}:weight:{j.assessor}")
        page = page.number_input(key=key).set_value(weight).run()
    assert not page.exception
    assert page.error
    assert _running(page).fingerprint == before
    assert page.number_input(key=key).value == weight


def test_invented_judgements_are_marked_and_taken_out_again(open_page: OpenPage) -> None:
    page = _open(open_page, view="assessors")
    before = _running(page)
    page = page.button(key="judgement-example").click().run()
    found = _parameter(page).elicitation
    assert found is not None
    assert all("Invented" in j.assessor for j in found.current)
    assert all("nobody judged this" in j.reason["en"] for j in found.current)
    assert "Standing apart: Invented assessor C" in _said(page)
    page = page.button(key="judgement-clear").click().run()
    assert _running(page) == before


def test_judgements_of_an_opened_file_are_taken_out_and_come_back_by_undo(
    open_page: OpenPage, judged: Scenario
) -> None:
    own = judged.parameters[PREVALENCE].elicitation
    assert own is not None
    named = own.model_copy(update={"judgements": tuple(
        j.model_copy(update={"reason": {"en": REASON}}) for j in own.judgements)})
    opened = with_elicitation(judged, PREVALENCE, named, elicited_source(named))
    page = _open(open_page, view="years", scenario=opened)
    page = page.segmented_control(key=_key(f"{PREVALENCE}:nature")).set_value("variability").run()
    page = page.segmented_control(key=_key("view")).set_value("assessors").run()
    page = page.button(key="judgement-clear").click().run()
    found = _parameter(page)
    assert found.elicitation is None
    assert found.distribution == opened.parameters[PREVALENCE].distribution
    assert found.nature == "variability"
    assert found.source.reason is not None
    assert "were taken out" in found.source.reason["en"]
    page = page.button(key="judgement-undo").click().run()
    assert not page.exception
    assert _parameter(page).elicitation == named
    assert _parameter(page).nature == "variability"


def test_weights_are_there_again_after_another_view(open_page: OpenPage, judged: Scenario) -> None:
    page = _open(open_page, view="assessors", scenario=judged)
    name = judged.parameters[PREVALENCE].elicitation.current[0].assessor  # type: ignore[union-attr]
    weight = _key(f"{PREVALENCE}:weight:{name}")
    page = page.number_input(key=weight).set_value(2.0).run()
    page = page.segmented_control(key=_key("view")).set_value("years").run()
    page = page.segmented_control(key=_key("view")).set_value("assessors").run()
    assert page.number_input(key=weight).value == 2.0
    page = page.segmented_control(key=_key(f"{PREVALENCE}:pooling")).set_value("logarithmic").run()
    assert [e.value for e in page.error] == []


def test_judgement_can_be_changed_and_taken_out(open_page: OpenPage, judged: Scenario) -> None:
    page = _open(open_page, view="assessors", scenario=judged)
    page = page.button(key="judgement-remove").click().run()
    found = _parameter(page).elicitation
    assert found is not None
    assert len(found.judgements) == 2
    page = page.button(key="judgement-edit").click().run()
    assert not page.exception
    assert page.text_input(key=_key("assessor")).value == found.judgements[0].assessor
    assert page.number_input(key=_key(f"{PREVALENCE}:quantiles:0.05")).value == (
        found.judgements[0].values[0])


def test_each_assessor_s_decision_comes_when_asked_for(
    open_page: OpenPage, judged: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.ui import compute_elicitation

    told = {"alone": ((), ("prohibition",), None), "without": ((), (), ())}

    def answers(scenario: Scenario, name: str) -> dict[tuple[str, str], Answer]:
        people = scenario.parameters[name].elicitation
        assert people is not None
        return {(j.assessor, side): Answer(sets[i] or (), sets[i] is not None, 0.9, 0.01, 1e-3, 0)
                for side, sets in told.items() for i, j in enumerate(people.current)}

    monkeypatch.setattr(compute_elicitation, "answers", answers)
    monkeypatch.setattr(compute_elicitation, "answer_now",
                        lambda _: Answer(("cold-treatment",), True, 0.96, 0.01, 1e-3, 0))
    page = _open(open_page, view="assessors", scenario=judged)
    page = page.button(key="judgement-effects-run").click().run()
    assert "3 different answers" in _said(page)
    shown = " ".join(t.value.to_csv() for t in page.table)
    assert translator("en").local(judged.measure("prohibition").title) in shown
    assert "no set is known to meet" in shown


def _pair(page: AppTest, first: str, second: str, rank: float) -> AppTest:
    page.selectbox(key=_key("pair-first")).set_value(first)
    page = page.selectbox(key=_key("pair-second")).set_value(second).run()
    ends = ":".join(sorted((first, second)))
    return page.slider(key=_key(f"pair:{ends}:rank")).set_value(rank).run()


def _declare(page: AppTest, first: str, second: str, rank: float) -> AppTest:
    page = _pair(page, first, second, rank)
    ends = ":".join(sorted((first, second)))
    page.text_input(key=_key(f"pair:{ends}:reason")).set_value(REASON)
    return page.button(key="pair-declare").click().run()


def test_declared_pair_is_kept_with_its_reason_and_removed(open_page: OpenPage) -> None:
    page = _declare(_open(open_page, view="pairs"), PREVALENCE, VOLUME, 0.6)
    assert [e.value for e in page.error] == []
    (one,) = _running(page).correlations
    assert (set(one.between), one.rank) == ({PREVALENCE, VOLUME}, 0.6)
    assert one.source.reason is not None
    assert one.source.reason["en"] == REASON
    page = page.button(key="pair-remove-0").click().run()
    assert _running(page).correlations == ()


def test_simulated_values_attain_the_rank_correlation_tried(open_page: OpenPage) -> None:
    page = _pair(_open(open_page, view="pairs"), PREVALENCE, VOLUME, -0.8)
    told = next(c.value for c in page.caption if "rank correlation of" in c.value)
    attained = float(told.split("rank correlation of ")[1].split(" ")[0].replace("−", "-"))
    # Standard error of Spearman's rho on 2,000 draws is below (1 - 0.64) / sqrt(2000) * 1.1.
    assert attained == pytest.approx(-0.8, abs=4 * 0.36 * 1.1 / 2000**0.5)
    assert _running(page).correlations == (), "trying declares nothing"


def test_impossible_correlations_offer_the_nearest(open_page: OpenPage) -> None:
    third = "fruit.pests-per-unit"
    page = _open(open_page, view="pairs")
    assert third in _running(page).uncertain
    page = _declare(page, PREVALENCE, VOLUME, 0.6)
    page = _declare(page, VOLUME, third, 0.6)
    before = _running(page).fingerprint
    page = _pair(page, PREVALENCE, third, -0.9)
    assert "cannot all hold at once" in page.error[0].value
    assert page.button(key="pair-declare").disabled
    assert _running(page).fingerprint == before
    page = page.button(key="pair-nearest-use").click().run()
    assert [e.value for e in page.error] == []
    assert len(_running(page).correlations) == 3


def test_pair_without_reason_is_not_declared(open_page: OpenPage) -> None:
    page = _pair(_open(open_page, view="pairs"), PREVALENCE, VOLUME, 0.5)
    page = page.button(key="pair-declare").click().run()
    assert page.error[0].value.startswith("- Reason:")
    assert _running(page).correlations == ()


def test_input_may_differ_from_year_to_year(open_page: OpenPage) -> None:
    page = _open(open_page, view="years")
    page = page.segmented_control(key=_key(f"{PREVALENCE}:nature")).set_value("variability").run()
    assert not page.exception
    assert list(_running(page).varying) == [PREVALENCE]
    assert "averaged inside every simulated future" in _said(page)


def test_input_that_cannot_differ_by_year_says_so(open_page: OpenPage) -> None:
    page = _open(open_page, "spread.lag", "years")
    assert "can only be something we do not know" in _said(page)


def test_correlated_input_cannot_differ_by_year(open_page: OpenPage) -> None:
    page = _declare(_open(open_page, view="pairs"), PREVALENCE, VOLUME, 0.6)
    page = page.segmented_control(key=_key("view")).set_value("years").run()
    before = _running(page).fingerprint
    page = page.segmented_control(key=_key(f"{PREVALENCE}:nature")).set_value("variability").run()
    assert not page.exception
    assert page.error
    assert _running(page).fingerprint == before


def _uploading(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    class File:
        name = "panel.csv"

        @staticmethod
        def getvalue() -> bytes:
            return content

    def uploader(*_: object, key: str, **__: object) -> File | None:
        return File() if "judgement:file" in key else None

    monkeypatch.setattr(elicitation_files.st, "file_uploader", uploader)


def test_saved_judgements_come_back_the_same(
    open_page: OpenPage, judged: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    _uploading(monkeypatch, dump_judgements(judged).encode("utf-8-sig"))
    bare = load_scenario("medfly-citrus-china")
    page = _open(open_page, view="files", scenario=bare)
    assert [e.value for e in page.error] == []
    label = parameter_label(judged, PREVALENCE, translator("en"))
    assert label in str(page.table[0].value.iloc[0, 0])
    page = page.button(key="judgements-take").click().run()
    assert _parameter(page).elicitation == judged.parameters[PREVALENCE].elicitation
    assert _running(page).fingerprint == judged.fingerprint


def test_refused_file_names_every_line_and_changes_nothing(
    open_page: OpenPage, judged: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = dump_judgements(judged).replace(PREVALENCE, "no.such", 1).replace(",0.75,", ",1.75,")
    with pytest.raises(PraError) as caught:
        read_judgements(text.encode(), "panel.csv", judged)
    _uploading(monkeypatch, text.encode())
    page = _open(open_page, view="files", scenario=judged)
    assert len(page.error[0].value.strip().split("\n- ")) == len(caught.value.problems)
    assert len(caught.value.problems) >= 2
    assert not [b for b in page.button if b.key == "judgements-take"]
    assert _running(page).fingerprint == judged.fingerprint


def test_a_file_s_faults_are_told_by_line_with_names_in_words(judged: Scenario) -> None:
    t = translator("en")
    text = dump_judgements(judged).replace(f"\n{PREVALENCE},", "\nfruit.prevalance,", 1)
    with pytest.raises(PraError) as caught:
        read_judgements(text.encode(), "panel.csv", judged)
    (line,) = (x for x in file_problems(caught.value, judged, t) if "prevalance" in x)
    assert line.startswith("panel.csv, line 2, column “parameter”")
    assert f"{PREVALENCE} ({parameter_label(judged, PREVALENCE, t)})" in line
    with pytest.raises(PraError) as caught:
        read_judgements(b"PK\x03\x04\xff\x00\xff", "panel.xlsx", judged)
    assert "is no table of text" in file_problems(caught.value, judged, t)[0]


@pytest.mark.parametrize(("sent", "taken"), [
    (3.0, True), (3, True), (float("nan"), False), (float("inf"), False), ("3", False),
    (None, False), (True, False)])
def test_only_numbers_come_back_from_a_dragged_point(sent: Any, taken: bool) -> None:
    assert elicitation_drag.is_value(sent) is taken


def test_judgements_of_an_elicitation_are_those_of_the_page(judged: Scenario) -> None:
    found = judged.parameters[PREVALENCE].elicitation
    assert isinstance(found, Elicitation)
    assert len(found.current) == 3
