"""Typed values: used everywhere at once, kept, refused in words, and never called verified."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import display, forms, refused
from pages.ui.climate_map import VIEW
from pra_core import load_scenario
from pra_core.distribution import Elicited, LogNormal, Pert, Uniform
from pra_core.distribution.law import Law
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.labels import distribution_fields, parameter_label
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario
from pra_core.store.edit import with_fields

OpenPage = Callable[..., AppTest]
VOLUME = "fruit.volume"


@pytest.fixture
def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china")


def _answer(page: AppTest) -> str:
    return str(page.markdown[0].value)


def _running(page: AppTest) -> Scenario:
    scenario: Scenario = page.session_state["scenario"]
    return scenario


def _type(page: AppTest, name: str, field: str, value: float) -> AppTest:
    return page.number_input(key=f"0:{name}:{field}").set_value(value).run()


def test_typed_value_changes_the_answer_and_stays_on_other_pages(open_page: OpenPage) -> None:
    page = open_page("2_entry")
    before = _answer(page)
    page = _type(page, VOLUME, "high", 4e9)
    assert _running(page).parameters[VOLUME].distribution.support[1] == 4e9
    assert _answer(page) != before
    changed = _answer(page)
    page.switch_page("../4_spread.py").run()
    page.switch_page("../2_entry.py").run()
    assert page.number_input(key=f"0:{VOLUME}:high").value == 4e9
    assert _answer(page) == changed


def test_change_on_one_page_reaches_the_pages_after_it(open_page: OpenPage) -> None:
    page = open_page("5_consequences")
    before = _answer(page)
    page.switch_page("../2_entry.py").run()
    page = _type(page, VOLUME, "high", 4e9)
    page.switch_page("../5_consequences.py").run()
    assert _answer(page) != before


def _refusal(page: AppTest) -> str:
    return str(page.error[0].value)


@pytest.mark.parametrize("value", [1.0, -5.0])
def test_refused_value_is_explained_and_changes_nothing(open_page: OpenPage, value: float) -> None:
    """A largest below the most likely value, and a negative volume."""
    page = open_page("2_entry")
    before, answer = _running(page).fingerprint, _answer(page)
    page = _type(page, VOLUME, "high", value)
    assert not page.exception
    assert len(page.error) == 1
    assert f"must not exceed largest ({translator('en').number(value)})." in _refusal(page)
    assert "In use is still" in page.error[0].value
    assert _running(page).fingerprint == before
    assert _answer(page) == answer
    assert page.number_input(key=f"0:{VOLUME}:high").value == value, "what was typed stays"


def test_probability_above_one_is_refused(open_page: OpenPage) -> None:
    page = open_page("2_entry")
    before = _running(page).fingerprint
    page = _type(page, "fruit.prevalence", "high", 1.5)
    assert len(page.error) == 1
    assert "Largest (1.5) is above 1, the most allowed." in _refusal(page)
    assert _running(page).fingerprint == before


def test_order_is_told_in_the_words_of_the_form(open_page: OpenPage, medfly: Scenario) -> None:
    """The field typed into is named, not the one the check happens to stop at."""
    fields = distribution_fields(medfly.parameters[VOLUME].distribution)
    typed = fields["mode"] + 5e6
    page = _type(open_page("2_entry"), VOLUME, "low", typed)
    assert f"- Smallest ({typed:,.0f}) must not exceed most likely ({fields['mode']:,.0f})." in (
        _refusal(page))
    assert "allowed:" not in _refusal(page)


def test_number_below_its_limit_is_told_in_the_words_of_the_form(open_page: OpenPage) -> None:
    page = _type(open_page("2_entry"), VOLUME, "low", -5.0)
    assert "Smallest (−5) is below 0, the least allowed." in _refusal(page)


JUDGED = Elicited(probabilities=(0.25, 0.75), values=(2.0, 3.0), lower=1.0, upper=4.0)


@pytest.mark.parametrize(("law", "change", "words"), [
    pytest.param(Uniform(low=1, high=2), {"low": 3.0},
                 "Smallest (3) must not exceed largest (2).", id="uniform"),
    pytest.param(Pert(low=1, mode=2, high=3), {"mode": 3.5},
                 "Most likely (3.5) must not exceed largest (3).", id="mode"),
    pytest.param(Pert(low=1, mode=2, high=3, shape=3), {"shape": -1.0},
                 "Weight of the most likely value (−1) must be above 0.", id="shape"),
    pytest.param(LogNormal(median=1, sdlog=1), {"sdlog": 0.0},
                 "Spread (standard deviation of the logarithm) (0) must be above 0.", id="sdlog"),
    pytest.param(LogNormal(median=1, sdlog=1), {"sdlog": 99.0}, "the most allowed.",
                 id="sdlog-max"),
    pytest.param(JUDGED, {"values.0": 3.5}, "Below this in 25 % of cases (3.5) must not exceed"
                 " below this in 75 % of cases (3).", id="judged"),
    pytest.param(JUDGED, {"lower": 2.5}, "Smallest (2.5) must not exceed below this in 25 % of"
                 " cases (2).", id="judged-lower"),
    pytest.param(JUDGED, {"upper": 2.5}, "Below this in 75 % of cases (3) must not exceed largest"
                 " (2.5).", id="judged-upper"),
])
def test_each_rule_of_a_distribution_has_its_sentence(
    medfly: Scenario, law: Law, change: dict[str, float], words: str
) -> None:
    source = medfly.parameters[VOLUME].source
    running = medfly.with_parameter(VOLUME, law, source)
    typed = distribution_fields(law) | change
    with pytest.raises(PraError) as caught:
        with_fields(running, VOLUME, typed, source)
    told = refused.lines(caught.value, law, typed, translator("en"))
    assert len(told) == 1
    assert words in told[0]


def test_emptied_field_is_named(open_page: OpenPage) -> None:
    page = open_page("2_entry")
    page.number_input(key=f"0:{VOLUME}:mode").set_value(None).run()
    assert "Most likely is empty; a number is required." in _refusal(page)


def _refused_inputs(page: AppTest) -> list[str]:
    return [str(one.value) for one in page.sidebar.warning]


def test_refused_number_is_named_on_every_page_until_it_is_put_right(
    open_page: OpenPage, medfly: Scenario
) -> None:
    page = open_page("6_measures")
    chosen = medfly.measures[0].id
    page = page.selectbox(key="0:measure-edited").set_value(chosen).run()
    name = next(str(n.key).split(":")[1] for n in page.number_input if ".efficacy" in str(n.key))
    field = list(distribution_fields(medfly.parameters[name].distribution))[-1]
    held = distribution_fields(medfly.parameters[name].distribution)[field]
    assert not _refused_inputs(page)
    page = _type(page, name, field, 7.0)
    line = (f"1 input was refused and is not used: "
            f"{parameter_label(medfly, name, translator('en'))} (Measures page)")
    assert _refused_inputs(page) == [line]
    page.switch_page("../2_entry.py").run()
    assert _refused_inputs(page) == [line]
    page = _type(page, VOLUME, "high", 1.0)
    assert _refused_inputs(page)[0].startswith("2 inputs were refused")
    page = _type(page, VOLUME, "high", 4e9)
    page.switch_page("../6_measures.py").run()
    page = _type(page, name, field, held)
    assert not _refused_inputs(page)


def test_another_scenario_forgets_what_was_refused(open_page: OpenPage) -> None:
    page = _type(open_page("2_entry"), VOLUME, "high", 1.0)
    assert _refused_inputs(page)
    page = page.selectbox(key="scenario:0").set_value("fire-blight-apple-australia").run()
    assert not _refused_inputs(page)


@pytest.mark.parametrize("pages", [("3_establishment", "4_spread"),
                                   ("4_spread", "3_establishment", "4_spread")])
def test_input_on_two_pages_shows_its_value_on_both(
    open_page: OpenPage, medfly: Scenario, pages: tuple[str, ...]
) -> None:
    page = open_page(pages[0])
    for one in pages[1:]:
        page.switch_page(f"../{one}.py").run()
    name = medfly.pest.climate_model.suitable_from.name
    for field, value in distribution_fields(medfly.parameters[name].distribution).items():
        sent = page.number_input(key=f"0:{name}:{field}").proto
        assert sent.set_value, "a browser draws this page's field anew, empty unless told"
        assert sent.value == value


def test_refused_number_stays_on_the_other_page_too(open_page: OpenPage, medfly: Scenario) -> None:
    name = medfly.pest.climate_model.suitable_from.name
    field = next(iter(distribution_fields(medfly.parameters[name].distribution)))
    opened = open_page("3_establishment", state={VIEW: "inputs"})
    page = _type(opened, name, field, -1.0)
    page.switch_page("../4_spread.py").run()
    assert page.number_input(key=f"0:{name}:{field}").value == -1.0
    assert "(−1) is below 0, the least allowed." in _refusal(page)


@pytest.mark.parametrize(("part", "typed", "words"), [
    ("limit", 0.5, "The limit (0.5) is below 1, the least allowed."),
    ("limit", 0.0, "The limit (0) is below 1, the least allowed."),
    ("limit", None, "The limit is empty"),
    ("share", 100.0, "The confidence (100 %) must be above 0 % and below 100 %."),
])
def test_refused_level_of_protection_is_explained_and_changes_nothing(
    open_page: OpenPage, part: str, typed: float | None, words: str
) -> None:
    page = open_page("6_measures")
    page = page.selectbox(key="0:alop:metric").set_value("annual_probability").run()
    before = _running(page).alop
    page = page.number_input(key=f"0:alop:{part}").set_value(typed).run()
    assert not page.exception
    assert words in _refusal(page)
    assert "In use is still" in _refusal(page)
    assert "Level of protection (Measures page)" in _refused_inputs(page)[0]
    assert _running(page).alop == before
    page = page.number_input(key=f"0:alop:{part}").set_value(50.0).run()
    assert not page.error
    assert not _refused_inputs(page)
    assert _running(page).alop != before


def test_saved_file_holds_the_running_scenario(
    open_page: OpenPage, medfly: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser fetches the file after the run, from a thread that knows no session."""
    offered: dict[str, Callable[[], bytes]] = {}

    def button(_label: str, data: Callable[[], bytes], *_: object, key: str, **__: object) -> bool:
        offered[key] = data
        return False

    page = open_page("2_entry")
    page = _type(page, VOLUME, "high", 4e9)
    page.session_state["scenario"] = _running(page).with_measures((medfly.measures[0].id,))
    monkeypatch.setattr(forms.st, "download_button", button)
    page.switch_page("../6_measures.py").run()
    assert not page.exception
    wanted = _running(page)
    assert wanted.fingerprint != medfly.fingerprint
    with ThreadPoolExecutor(1) as downloads:
        for key in ("scenario-save", "result-scenario"):
            saved = forms.uploaded(downloads.submit(offered[key]).result(), "mine.yaml")
            assert saved.fingerprint == wanted.fingerprint
            assert saved.selected == wanted.selected


def test_typed_value_records_who_when_and_what_was_before(open_page: OpenPage) -> None:
    page = open_page("4_spread")
    page.text_input(key="user_name_input").set_value("Zhang Wei").run()
    page = _type(page, "spread.lag", "high", 9.0)
    source = _running(page).parameters["spread.lag"].source
    assert (source.status, source.assessor) == ("assumed", "Zhang Wei")
    assert source.date is not None
    assert source.reason is not None
    before = load_scenario("medfly-citrus-china").parameters["spread.lag"].distribution
    assert translator("en").number(float(before.ppf(0.5))) in source.reason["en"]
    assert set(source.reason) == {"en", "zh_CN"}


def test_edited_value_is_no_longer_verified(medfly: Scenario, open_page: OpenPage) -> None:
    law = medfly.parameters[VOLUME].distribution
    cited = medfly.with_parameter(VOLUME, law, Source(status="verified", citation="A 2020, p. 1"))
    page = open_page("2_entry", "en", {"scenario": cited})
    page = _type(page, VOLUME, "high", 4e9)
    source = _running(page).parameters[VOLUME].source
    assert source.status == "assumed"
    assert source.reason is not None
    assert "verified" in source.reason["en"]


def test_undo_brings_back_value_and_source(medfly: Scenario, open_page: OpenPage) -> None:
    page = _type(open_page("2_entry"), VOLUME, "high", 4e9)
    assert _running(page) != medfly
    page = page.button(key=f"undo:0:{VOLUME}:").click().run()
    assert _running(page).fingerprint == medfly.fingerprint
    wanted = medfly.parameters[VOLUME].distribution.support[1]
    assert page.number_input(key=f"0:{VOLUME}:high").value == wanted


def test_typing_the_old_value_again_brings_its_source_back(
    medfly: Scenario, open_page: OpenPage
) -> None:
    high = medfly.parameters[VOLUME].distribution.support[1]
    page = _type(_type(open_page("2_entry"), VOLUME, "high", 4e9), VOLUME, "high", high)
    assert _running(page).fingerprint == medfly.fingerprint


def test_another_scenario_shows_its_own_values(open_page: OpenPage) -> None:
    page = _type(open_page("2_entry"), VOLUME, "high", 4e9)
    page = page.selectbox(key="scenario:0").set_value("fire-blight-apple-australia").run()
    assert not page.exception
    assert _running(page).id == "fire-blight-apple-australia"
    shown = [n for n in page.number_input if n.key and n.key.startswith("1:")]
    assert shown
    running = _running(page)
    for widget in shown:
        _, name, field = str(widget.key).split(":")
        assert widget.value == running.parameters[name].distribution.model_dump()[field]


def test_changed_scenario_left_for_another_is_put_aside_and_taken_up_again(
    open_page: OpenPage,
) -> None:
    page = open_page("2_entry")
    page = page.selectbox(key="scenario:0").set_value("fire-blight-apple-australia").run()
    assert not [b for b in page.button if b.key == "aside-back"], "nothing was changed"
    page = page.selectbox(key="scenario:1").set_value("medfly-citrus-china").run()
    page = page.number_input(key=f"2:{VOLUME}:high").set_value(4e9).run()
    changed = _running(page)
    page = page.selectbox(key="scenario:2").set_value("fire-blight-apple-australia").run()
    assert "was put aside" in "\n".join(str(m.value) for m in page.markdown)
    page = page.button(key="aside-back").click().run()
    assert not page.exception
    assert _running(page) == changed
    assert page.button(key=f"undo:4:{VOLUME}:"), "what it was opened with is remembered too"
    assert not [b for b in page.button if b.key == "aside-back"]


def test_broken_upload_names_every_problem(medfly: Scenario) -> None:
    text = dump_scenario(medfly).replace("schema_version: 1", "schema_version: 1\nsurprise: 3")
    text = text.replace("unit: units/lot", "unit: bananas", 1)
    with pytest.raises(PraError) as caught:
        forms.uploaded(text.encode(), "mine.yaml")
    codes = {p.code for p in caught.value.problems}
    assert {"unknown_key", "wrong_unit"} <= codes
    assert all("mine.yaml" in p.path for p in caught.value.problems)


def test_upload_that_is_no_text_is_refused() -> None:
    with pytest.raises(PraError) as caught:
        forms.uploaded(b"\xff\xfe\x00\x01", "x.yaml")
    assert caught.value.code == "unreadable"


def test_upload_above_the_limit_is_refused() -> None:
    with pytest.raises(PraError) as caught:
        forms.uploaded(b" " * (2 * 2**20 + 1), "x.yaml")
    assert caught.value.code == "out_of_bounds"


def test_csv_cells_never_start_a_formula() -> None:
    frame = pd.DataFrame({"=head": ["=1+1", "+a", "-b", "@c", "\td", "\re", "plain"],
                          "n": [-1.5, 2.0, 3.0, 4.0, 5.0, 6.0, float("nan")]})
    rows = list(csv.reader(io.StringIO(display.csv_bytes(frame).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["'=head", "n"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'+a", "'-b", "'@c", "'\td", "'\re", "plain"]
    assert [row[1] for row in rows[1:]] == ["-1.5", "2.0", "3.0", "4.0", "5.0", "6.0", ""]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_parameter_has_a_plain_label_of_its_own(medfly: Scenario, language: str) -> None:
    t = translator(language)
    found = [parameter_label(medfly, name, t) for name in medfly.parameters]
    assert not set(found) & set(medfly.parameters)
    assert len(set(found)) == len(found)
