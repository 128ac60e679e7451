"""The sensitivity page: the answer on top, every view of every result, and runs that stop."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import (
    compute_sensitivity,
    compute_sets,
    sensitivity_parts,
    sensitivity_runs,
)
from pages.ui.sensitivity_views import VIEWS
from pra_core.figures import sensitivity_words
from pra_core.figures.sensitivity_labels import row_labels
from pra_core.figures.sensitivity_words import SUBJECTS
from pra_core.figures.study_words import short_answer
from pra_core.i18n import LANGUAGES, translator
from pra_core.labels import parameter_label
from pra_core.ladder import ladder
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.sensitivity import sobol
from pra_core.top_up import decided
from pra_core.value_of_information import decision, studies
from tests.minimal import parameter, pathway, scenario, scenario_data
from tests.pages.conftest import OpenPage

OWN = ("drivers", "how", "swings", "methods")
"""Views that are about the chosen result."""


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    st.cache_resource.clear()
    monkeypatch.setattr(sensitivity_parts, "USUAL", 64)


def opened(open_page: OpenPage, case: Scenario, language: str = "en", **state: object) -> AppTest:
    page = open_page("7_sensitivity", language, {
        "scenario": case, "draws": 500,
        **{key.replace("_", "-"): value for key, value in state.items()}})
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(e.value) for e in (
        *page.markdown, *page.caption, *page.error, *page.info, *page.subheader))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_top_input_of_the_exact_analysis_is_named(open_page: OpenPage, language: str) -> None:
    case = scenario()
    page = opened(open_page, case, language)
    top = str(sobol(case, n=64, seed=1)["parameter"].iloc[0])
    assert row_labels(case, [top], translator(language))[0] in said(page)
    assert case.fingerprint in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_view_of_every_result(open_page: OpenPage, subject: str, language: str) -> None:
    case = scenario().with_measures(("cold",))
    page = opened(open_page, case, language, sensitivity_subject=subject)
    for view in OWN:
        page.segmented_control(key="sensitivity-view").set_value(view).run()
        assert not page.error, [e.value for e in page.error]
        assert said(page)


@pytest.mark.parametrize("view", [name for name in VIEWS if name not in OWN])
def test_the_views_of_others_open(open_page: OpenPage, view: str) -> None:
    page = opened(open_page, scenario(), sensitivity_view=view)
    assert not page.exception


@pytest.mark.parametrize("subject", ["rate", "loss", "difference"])
def test_amounts_as_they_are(open_page: OpenPage, subject: str) -> None:
    page = opened(open_page, scenario().with_measures(("cold",)), sensitivity_subject=subject,
                  sensitivity_view="swings")
    page.segmented_control(key="sensitivity-log").set_value(False).run()
    assert not page.error
    page.segmented_control(key="sensitivity-view").set_value("how").run()
    assert not page.error
    assert "Amounts as they are" in said(page)


def test_the_base_sample_can_be_chosen(open_page: OpenPage) -> None:
    page = opened(open_page, scenario())
    assert "n = 64" in said(page)
    page.select_slider(key="sensitivity-n").set_value(128).run()
    assert "n = 128" in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("view", OWN)
def test_no_risk_has_nothing_to_explain(open_page: OpenPage, view: str, subject: str,
                                        language: str) -> None:
    empty = pathway(volume=parameter("fruit.volume", "units/yr", value=0.0))
    page = opened(open_page, scenario(pathways=[empty]), language, sensitivity_view=view,
                  sensitivity_subject=subject)
    assert not page.error, [e.value for e in page.error]
    if language == "en":
        assert "nothing to explain" in said(page)


@pytest.mark.parametrize("view", OWN)
def test_no_uncertain_input_has_nothing_to_explain(open_page: OpenPage, view: str) -> None:
    def certain(node: object) -> object:
        if isinstance(node, dict):
            if "distribution" in node:
                law = node["distribution"]
                value = law.get("value", law.get("mode", law.get("low")))
                return node | {"distribution": {"kind": "fixed", "value": value}}
            return {key: certain(one) for key, one in node.items()}
        return [certain(one) for one in node] if isinstance(node, list) else node

    page = opened(open_page, Scenario.model_validate(certain(scenario_data())),
                  sensitivity_view=view)
    assert not page.error, [e.value for e in page.error]
    assert "nothing to explain" in said(page)


def test_some_futures_without_risk_are_told_on_the_log_scale(open_page: OpenPage) -> None:
    law = {"kind": "pert", "low": 0.0, "mode": 0.5, "high": 2.0}
    data = scenario_data()
    data["pest"]["r0"]["distribution"] = law
    page = opened(open_page, Scenario.model_validate(data))
    assert "have zero risk, which a logarithm cannot hold" in said(page)
    assert page.error, "the logarithm of no risk is refused in words"
    page.segmented_control(key="sensitivity-log").set_value(False).run()
    assert not page.error


def test_a_scenario_without_measures_has_no_set_to_compare_with(open_page: OpenPage) -> None:
    page = opened(open_page, scenario(measures=[]), sensitivity_subject="difference")
    assert "no other set to compare with" in said(page)
    assert not page.error


def test_what_differs_from_year_to_year_stands_apart(open_page: OpenPage) -> None:
    data = scenario_data()
    data["pathways"][0]["prevalence"]["nature"] = "variability"
    case = Scenario.model_validate(data)
    page = opened(open_page, case)
    assert "Differs from year to year, so averaged and not ranked: " + parameter_label(
        case, "fruit.prevalence", translator("en")) in said(page)


def test_correlated_inputs_stand_in_one_row(open_page: OpenPage) -> None:
    data = scenario_data()
    data["correlations"] = [{"between": ["fruit.prevalence", "fruit.transfer"], "rank": 0.6,
                             "source": data["pathways"][0]["volume"]["source"]}]
    case = Scenario.model_validate(data)
    for view in OWN:
        page = opened(open_page, case, sensitivity_view=view)
        assert not page.error
        assert "(correlated: together)" in said(page)


def test_a_run_that_is_stopped_goes_on_where_it_was(open_page: OpenPage,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_runs, "BY_ITSELF", False)
    page = opened(open_page, scenario())
    assert "By a quick estimate" in said(page)
    start = next(b for b in page.button if str(b.key).endswith("run-sobol-start"))
    assert next(b for b in page.button if str(b.key).endswith("run-sobol-stop")).disabled
    run, = (one for one in compute_sensitivity._runs().values() if one.key[0] == "sobol")
    assert run.advance()
    kept = run.done
    page.run()
    assert run.done == kept > 0
    assert "it goes on from there" in said(page)
    start = next(b for b in page.button if str(b.key).endswith("run-sobol-start"))
    assert start.label == "Continue"
    start.click().run()
    assert "By a quick estimate" not in said(page)
    assert run.frame is not None
    assert run.frame.equals(sobol(scenario(), n=64, seed=1))
    assert not [b for b in page.button if "run-sobol" in str(b.key)]


def test_a_long_run_blocks_nothing_below_it_and_goes_on_after_a_break(
        open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(sensitivity_runs, "carry_on", lambda waiting, _: begun.extend(
        one.key.rpartition("-")[2] for one in waiting))
    page = opened(open_page, scenario(), sensitivity_view="methods")
    assert begun == ["sobol", "morris"], "both run by themselves, after the page is drawn"
    assert "Which inputs act together?" in said(page)
    run, = (one for one in compute_sensitivity._runs().values() if one.key[0] == "morris")
    assert run.advance()
    page.segmented_control(key="sensitivity-view").set_value("drivers").run()
    begun.clear()
    page.segmented_control(key="sensitivity-view").set_value("methods").run()
    assert begun == ["sobol", "morris"], "what ran when the view was left goes on"
    next(b for b in page.button if str(b.key).endswith("run-morris-stop")).click().run()
    begun.clear()
    page.run()
    assert begun == ["sobol"], "what was stopped waits"


def close_to_call() -> Scenario:
    """A limit at the median residual risk of a set, so that few draws cannot decide about it."""
    case = scenario()
    for confidence in (i / 100 for i in range(50, 99)):
        data = scenario_data(alop=case.alop.model_dump(mode="json") | {"confidence": confidence})
        found = Scenario.model_validate(data)
        if portfolios(found, found.alop, 500, 1).undecided:
            return found
    pytest.fail("no confidence leaves a set too close to call")


@pytest.mark.parametrize("view", ["drivers", "stable"])
def test_the_answer_is_that_of_the_settled_sets_whatever_view_is_open(
        open_page: OpenPage, view: str) -> None:
    case = close_to_call()
    page = opened(open_page, case, sensitivity_view=view)
    sets = decided(portfolios(case, case.alop, 500, 1))
    table = studies(decision(ladder(sets), 500, 1))
    assert short_answer(table, case, translator("en")) in said(page)
    assert "Preliminary" not in said(page)


def test_until_then_the_answer_is_called_preliminary(open_page: OpenPage,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute_sets, "is_settled", lambda _: False)
    monkeypatch.setattr(sensitivity_parts, "settle", lambda *_: None)
    assert "(Preliminary: sets near the limit are still being judged" in said(
        opened(open_page, scenario()))


def test_indices_that_can_rank_nothing_leave_the_preview(open_page: OpenPage,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_words, "WIDEST", 0.0)
    page = opened(open_page, scenario())
    assert "The exact indices cannot rank the numbers yet" in said(page)
    assert "By a quick estimate" in said(page)
    assert "Taken one by one" not in said(page)
    page.segmented_control(key="sensitivity-view").set_value("methods").run()
    assert not page.exception
