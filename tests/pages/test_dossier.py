"""The dossier as a visitor sees it: both languages, measures switched, a pest opened."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.dossier import Dossier, packages
from pra_core.figures import dossier_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.store.dossiers import load_dossier
from tests.pages.conftest import OpenPage

ID, DRAWS = "citrus-south-africa-china", 500
PACKAGE = f"dossier-package:{ID}"
FIRST = ("cold-2c-18d", "field-management", "packhouse-grading")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load_dossier(ID)


def opened(open_page: OpenPage, language: str = "en", **state: object) -> AppTest:
    test = open_page("dossier", language, {"draws": DRAWS, **state})
    assert not test.exception
    assert [e.value for e in test.error] == []
    return test


def words(test: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption)).replace("\\", "")


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if b.label == label).click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_dossier_is_shown(open_page: OpenPage, dossier: Dossier, language: str) -> None:
    test, t = opened(open_page, language), translator(language)
    assert [h.value for h in test.title] == [t("Dossier")]
    shown = words(test)
    assert t.local(dossier.summary) in shown
    found = packages(dossier, DRAWS)
    assert found.first_meeting is not None
    assert dossier_words.answer(found, found.first_meeting, t) in shown
    assert set(test.session_state[PACKAGE]) == set(found.first_meeting)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measure_switched_off_changes_the_verdict(open_page: OpenPage, dossier: Dossier,
                                                    language: str) -> None:
    test, t = opened(open_page, language, **{PACKAGE: list(FIRST)}), translator(language)
    found = packages(dossier, DRAWS)
    before, rest = dossier_words.answer(found, FIRST, t), FIRST[1:]
    assert before in words(test)
    test.button_group(key=PACKAGE).set_value(list(rest)).run()
    assert not test.exception
    after = dossier_words.answer(found, rest, t)
    assert found.row(rest)["verdict"] == "fails"
    assert after != before
    assert after in words(test)
    assert before not in words(test)


def test_the_buttons_choose_packages(open_page: OpenPage, dossier: Dossier) -> None:
    test = press(opened(open_page), "No measures")
    assert not test.exception
    assert list(test.session_state[PACKAGE]) == []
    assert "No measure is selected." in words(test)
    test = press(test, "Least restrictive package that passes")
    first = packages(dossier, DRAWS).first_meeting
    assert first is not None
    assert set(test.session_state[PACKAGE]) == set(first)


def test_schedules_that_exclude_each_other_are_named(open_page: OpenPage) -> None:
    test = opened(open_page, **{PACKAGE: ["cold-1c-16d", "cold-2c-18d", "field-management"]})
    assert any("cannot be combined" in w.value for w in test.warning)
    assert not test.exception


@pytest.mark.parametrize("number", range(4))
def test_opening_a_pest_changes_the_running_scenario(open_page: OpenPage, dossier: Dossier,
                                                     number: int) -> None:
    test, wanted = opened(open_page, **{PACKAGE: list(FIRST)}), dossier.scenarios[number]
    choice = next(s for s in test.selectbox if s.label == "Assessment behind a row")
    choice.set_value(wanted.id).run()
    test = press(test, "Open it with this package")
    assert not test.exception
    running = test.session_state["scenario"]
    assert running.id == wanted.id
    assert set(running.selected) == set(FIRST)
