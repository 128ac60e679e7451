"""The view of decision stability, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.distribution import Pert
from pra_core.elicitation import Elicitation, Judgement
from pra_core.i18n import LANGUAGES
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from tests import minimal

VIEW = """
from pages.ui import sensitivity_stability, session
sensitivity_stability.draw(session.translator())
"""


def opened(scenario: Scenario, language: str = "en", draws: int = 300) -> AppTest:
    page = AppTest.from_string(VIEW, default_timeout=180)
    page.session_state["scenario"] = scenario
    page.session_state["language"] = language
    page.session_state["draws"] = draws
    return page.run()


def small(**changes: object) -> Scenario:
    return Scenario.model_validate(minimal.scenario_data(**{
        "measures": [minimal.treatment("mild", 0.9, restrictiveness=1),
                     minimal.treatment("strong", 0.99999, restrictiveness=3)]} | changes))


def told(page: AppTest) -> str:
    return " ".join(m.value for m in page.markdown)


def judged(*assessors: str) -> Scenario:
    """The minimal scenario with R0 judged by some people."""
    judgements = tuple(Judgement(
        assessor=one, date=dt.date(2026, 11, 22), reason={"en": "test"}, asked="min_likely_max",
        values=(1.5 + k, 5.0 + k, 20.0), distribution=Pert(low=1.5 + k, mode=5.0 + k, high=20.0))
        for k, one in enumerate(assessors))
    elicitation = Elicitation(judgements=judgements)
    data = minimal.scenario_data(measures=[minimal.treatment("mild", 0.9, restrictiveness=1)])
    data["pest"]["r0"]["distribution"] = elicitation.distribution().model_dump()
    data["pest"]["r0"]["elicitation"] = elicitation.model_dump()
    return Scenario.model_validate(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_futures_and_shapes_come_by_themselves(language: str) -> None:
    page = opened(small(), language)
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert len(page.table) == 2  # sets by name, shapes all at once
    cells = [str(cell) for table in page.table for row in table.value.values for cell in row]
    assert not any(cell in ("nan", "None") for cell in cells)


def test_the_first_sentence_counts_the_shapes_under_which_the_choice_stays() -> None:
    first = opened(small()).markdown[0].value
    assert "all 4 shapes give the same set" in first
    assert "of 100 simulated futures" in first


@pytest.mark.parametrize("part", ["one", "breaks"])
def test_a_long_part_runs_when_asked(part: str) -> None:
    page = opened(small())
    before = len(page.table) + len(page.dataframe)
    page.button(key=f"0:stability-start-{part}").click().run()
    assert not page.exception
    assert len(page.table) + len(page.dataframe) == before + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_shows_each_figure_with_its_status(language: str) -> None:
    page = opened(small(), language)
    page.toggle(key="0:stability-case").set_value(True).run()
    assert not page.exception
    rows = page.table[-1].value
    marks = [str(row[3])[0] for row in rows.values]
    assert marks[:4] == ["●", "△", "△", "△"]
    assert any("3.33 × 10⁻⁷" in str(cell) for cell in rows.values.ravel())


def test_each_assessor_stands_in_a_row() -> None:
    page = opened(judged("Ana", "Bo"))
    assert not page.exception
    next(one for one in page.toggle if "each assessor alone" in one.label).set_value(True).run()
    assert not page.exception
    assert [row[0] for row in page.table[-1].value.values] == ["Ana", "Bo"]


def test_without_measures_there_is_nothing_to_choose() -> None:
    page = opened(Scenario.model_validate(minimal.scenario_data(measures=[])))
    assert not page.exception
    assert "no measures to choose from" in told(page)


def test_the_worked_example_names_its_recommended_set() -> None:
    page = opened(load_scenario("medfly-citrus-china"), draws=500)
    assert not page.exception
    assert "Cold" in told(page) or "cold" in told(page)
