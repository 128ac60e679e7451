"""The evidence page: trials, inspection, skipped lots and interception records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.assessment import sample
from pra_core.distribution import Fixed
from pra_core.figures import evidence_record_words, evidence_trial_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.interception import Record, update
from pra_core.interception_records import condensed, findable_share
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.trial_evidence import efficacy_posterior, evidence

OpenPage = Callable[..., AppTest]
ID = "medfly-citrus-china"
VIEWS = ("trial", "course", "sample", "skip", "records")


def state(view: str, scenario: str | Scenario = ID, **more: object) -> dict[str, object]:
    shown = load_scenario(scenario) if isinstance(scenario, str) else scenario
    return {"scenario": shown, "draws": 500, "0:evidence:view": view, **more}


def said(page: AppTest) -> list[str]:
    return [m.value for m in page.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens(open_page: OpenPage, view: str, language: str) -> None:
    page = open_page("evidence", language, state(view))
    assert not page.exception
    assert [e.value for e in page.error] == []


@pytest.mark.parametrize("scenario", ["false-codling-moth-citrus-eu", "dwarf-bunt-wheat-china",
                                      "fire-blight-apple-australia"])
def test_it_opens_on_other_scenarios(open_page: OpenPage, scenario: str) -> None:
    page = open_page("evidence", "en", state("course", scenario))
    assert not page.exception
    assert [e.value for e in page.error] == []


def test_the_answer_is_that_of_the_scenarios_trial(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("trial"))
    found = evidence(71_756, 0, 0.95, 0.081)
    assert evidence_trial_words.answer(found, 71_756, 0.081, translator("en")) in said(page)


def test_more_survivors_than_treated_is_refused_and_stays_typed(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("trial"))
    page.number_input(key="0:evidence:trial:survivors").set_value(99_999).run()
    assert not page.exception
    assert any("Survivors" in e.value for e in page.error)
    assert page.number_input(key="0:evidence:trial:survivors").value == 99_999


def test_a_trial_is_used_for_a_measure(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("trial"))
    page.number_input(key="0:evidence:trial:treated").set_value(5_000).run()
    page.text_input(key="0:evidence:citation").set_value("Author 2026, Journal 1:1").run()
    page.button(key="trial-use").click().run()
    assert not page.exception
    kept = page.session_state["scenario"]
    effect = kept.measure(evidence_trial_words.takers(kept)[0].id).effects[0]
    law = effect.efficacy["CERTCA"].distribution
    assert law == efficacy_posterior(5_000, 0, 0.081)
    assert effect.efficacy["CERTCA"].source.status == "unverified"
    assert effect.trial is not None
    assert effect.trial.treated == 5_000


def test_an_impossible_plan_is_refused_in_words(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("sample"))
    page.number_input(key="0:evidence:plan:prevalence").set_value(0.0).run()
    assert not page.exception
    assert any("Infested units to be found" in e.value for e in page.error)


OWN = b"year,lots,detections,sample,sensitivity\n2026,700,2,600,0.5\n"


def records_page(open_page: OpenPage, **more: object) -> AppTest:
    page = open_page("evidence", "en", state("records", **more))
    return page.file_uploader[0].set_value(("own.csv", OWN, "text/csv")).run()


def test_the_example_gives_no_headline_and_cannot_be_used(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("records"))
    assert any("No records yet" in m for m in said(page))
    page.button(key="records-example").click().run()
    assert not page.exception
    assert not any("detections** in" in m or "** detections" in m for m in said(page))
    assert page.button(key="records-use").disabled


def test_records_are_used_once(open_page: OpenPage) -> None:
    page = records_page(open_page)
    assert not page.button(key="records-use").disabled
    page.button(key="records-use").click().run()
    assert any("No records yet" in m for m in said(page))
    assert any("2 detections in 700 lots" in c.value for c in page.caption)
    again = open_page("evidence", "en",
                      state("records", scenario=page.session_state["scenario"]))
    again = again.file_uploader[0].set_value(("own.csv", OWN, "text/csv")).run()
    assert again.button(key="records-use").disabled
    other = OWN.replace(b"2026", b"2027")
    again = again.file_uploader[0].set_value(("own.csv", other, "text/csv")).run()
    again.button(key="records-use").click().run()
    note = again.session_state["scenario"].pathways[0].prevalence.source.note
    assert "2026" in note["en"]
    assert "2027" in note["zh_CN"]


def test_records_against_a_prevalence_of_zero_are_answered(open_page: OpenPage) -> None:
    one = load_scenario(ID)
    fixed = one.with_parameter(one.pathways[0].prevalence.name, Fixed(value=0.0),
                               one.pathways[0].prevalence.source)
    page = records_page(open_page, scenario=fixed)
    assert not page.exception
    assert any("contradict the scenario" in e.value for e in page.error)
    none = OWN.replace(b"700,2", b"700,0")
    page = page.file_uploader[0].set_value(("none.csv", none, "text/csv")).run()
    assert not page.exception
    assert page.button(key="records-use").disabled


def test_a_share_above_the_most_is_refused_in_percent(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("sample"))
    page.number_input(key="0:evidence:plan:sensitivity").set_value(150.0).run()
    assert any("150 % is above 100 %" in e.value for e in page.error)


def test_a_schedule_becomes_the_compliance_once_and_is_taken_back(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("skip"))
    before = page.session_state["scenario"]
    told = said(page)
    page.button(key="skip-use").click().run()
    assert not page.exception
    first = page.session_state["scenario"]
    assert first.fingerprint != before.fingerprint
    assert said(page) == told
    page.button(key="skip-use").click().run()
    assert page.session_state["scenario"].fingerprint == first.fingerprint
    page.button(key="skip-back").click().run()
    assert page.session_state["scenario"].fingerprint == before.fingerprint


def test_records_are_used_by_the_scenario(open_page: OpenPage) -> None:
    page = records_page(open_page)
    before = load_scenario(ID)
    page.button(key="records-use").click().run()
    assert not page.exception
    after = page.session_state["scenario"]
    assert after.fingerprint != before.fingerprint
    assert after.pathways[0].prevalence.distribution.kind == "elicited"
    assert after.pathways[0].lot_shape.distribution.kind == "elicited"
    assert after.pathways[0].prevalence.source.status == "assumed"
    assert any("In use" in s.value for s in page.success)


def test_an_upload_fills_the_rows_and_a_bad_one_keeps_them(open_page: OpenPage) -> None:
    page = open_page("evidence", "en", state("records"))
    good = b"lots,detections,sample,sensitivity\n1000,1,600,1\n"
    page = page.file_uploader[0].set_value(("good.csv", good, "text/csv")).run()
    assert not page.exception
    assert any("**1** detections in **1,000** lots" in m for m in said(page))
    bad = b"lots,detections,sample,sensitivity\n10,11,600,1\n"
    page = page.file_uploader[0].set_value(("bad.csv", bad, "text/csv")).run()
    assert not page.exception
    assert any("line 2, Lots with the pest" in e.value for e in page.error)
    assert any("**1** detections in **1,000** lots" in m for m in said(page))


def test_the_posterior_shown_is_that_of_the_core(open_page: OpenPage) -> None:
    page, one = records_page(open_page), load_scenario(ID)
    records = (Record(700, 2, 600, 0.5, None, "2026"),)
    way = one.pathways[0]
    found = update(records, way.prevalence.distribution,
                   way.lot_shape.distribution,
                   condensed(findable_share(way, sample(one, 500, 1), "transport")))
    told = evidence_record_words.answer(way, found, records, translator("en"))
    assert told in said(page)
