"""Typed values: used everywhere at once, kept, refused in words, and never called verified."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import display, forms
from pra_core import load_scenario
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.labels import parameter_label
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario

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


@pytest.mark.parametrize("value", [1.0, -5.0])
def test_refused_value_is_explained_and_changes_nothing(open_page: OpenPage, value: float) -> None:
    """A largest below the most likely value, and a negative volume."""
    page = open_page("2_entry")
    before, answer = _running(page).fingerprint, _answer(page)
    page = _type(page, VOLUME, "high", value)
    assert not page.exception
    assert len(page.error) == 1
    assert "Largest" in page.error[0].value
    assert "In use is still" in page.error[0].value
    assert _running(page).fingerprint == before
    assert _answer(page) == answer
    assert page.number_input(key=f"0:{VOLUME}:high").value == value, "what was typed stays"


def test_probability_above_one_is_refused(open_page: OpenPage) -> None:
    page = open_page("2_entry")
    before = _running(page).fingerprint
    page = _type(page, "fruit.prevalence", "high", 1.5)
    assert len(page.error) == 1
    assert "1.5" in page.error[0].value
    assert _running(page).fingerprint == before


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
