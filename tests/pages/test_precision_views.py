"""Simulation error and sources of uncertainty as a visitor sees them, in both languages."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pra_core import paragraphs
from pra_core.assessment import Assessment, assess
from pra_core.convergence import precision
from pra_core.figures import precision_words, uncertainty_words
from pra_core.figures.band_words import band_sentence
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.portfolio import portfolios
from pra_core.precision_wording import close_sentence
from pra_core.presentation import thinned
from pra_core.report import study_sentence
from pra_core.scenario import Scenario
from pra_core.summary import influence, meets
from pra_core.uncertainty_sources import table
from tests.minimal import scenario
from tests.pages.conftest import OpenPage

DRAWS = 1_000
VIEW = """
import streamlit as st
from pages.ui import session, {module}
{module}.draw(session.translator())
"""


def view(module: str, language: str = "en", case: Scenario | None = None) -> AppTest:
    test = AppTest.from_string(VIEW.format(module=module), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state["scenario"] = case or scenario().with_measures(("cold",))
    test.session_state["draws"] = DRAWS
    return test.run()


def words(test: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption, *test.code))


@pytest.mark.parametrize("language", LANGUAGES)
def test_precision_tells_the_error_and_offers_more(language: str) -> None:
    t, case = translator(language), scenario().with_measures(("cold",))
    test = view("sensitivity_precision", language, case)
    assert not test.exception
    after = assess(case, DRAWS)
    said = precision_words.answer(precision(after, case.alop), meets(after, case.alop), DRAWS,
                                  case.alop, t)
    assert said in words(test)
    assert [b.label for b in test.button] == [
        t("Use {draws} simulated futures", draws=n) for n in ("2,000", "4,000", "10,000")]
    assert [len(frame.value) for frame in test.dataframe] == [5]


def test_a_button_for_more_futures_uses_them() -> None:
    test = view("sensitivity_precision")
    test.button(key="more-draws-4000").click().run()
    assert test.session_state["draws"] == 4_000
    assert not test.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_name_every_uncertain_input_and_every_assumption(language: str) -> None:
    t, case = translator(language), scenario().with_measures(("cold",))
    test = view("sensitivity_sources", language, case)
    assert not test.exception
    sources = table(case, {})
    shown = test.dataframe[0].value
    some = uncertainty_words.inputs(case, sources[sources["in_use"]], t)
    assert list(shown[t("What is uncertain")]) == list(some["what"])
    assert len(shown) >= 4
    taken = test.table[0].value
    assert len(taken) == (sources["kind"] == "assumption").sum() >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def made(page: str, before: Assessment, after: Assessment, t: Translator) -> str:
    band = band_sentence(before.scenario, t)
    if page == "2_entry":
        return paragraphs.entry_paragraph(before, after, t, band=band)
    if page == "3_establishment":
        return paragraphs.establishment_paragraph(before, t, band=band)
    if page == "4_spread":
        return paragraphs.spread_paragraph(before, None, t, band=band)
    if page == "5_consequences":
        return paragraphs.consequences_paragraph(before, after, t, band=band)
    sets = portfolios(before.scenario, before.scenario.alop, DRAWS)
    return paragraphs.measures_paragraph(before, after, sets, influence(thinned(after)), t,
                                         band=band, study=study_sentence(sets, t))


@pytest.mark.parametrize("page", ["2_entry", "3_establishment", "4_spread", "5_consequences",
                                  "6_measures"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_gives_its_paragraph_to_copy(open_page: OpenPage, page: str,
                                               language: str) -> None:
    t, case = translator(language), scenario().with_measures(("cold",))
    test = open_page(page, language, {"scenario": case, "draws": DRAWS, "in-words": True})
    assert not test.exception
    before, after = assess(case.with_measures(()), DRAWS), assess(case, DRAWS)
    assert [c.value for c in test.code] == [made(page, before, after, t)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_measures_speak_of_simulation_error_only_where_it_matters(
        open_page: OpenPage, language: str) -> None:
    t = translator(language)
    # A limit at the 95 % quantile of the risk left: P(meets) sits on the confidence asked for.
    base = scenario(measures=[]).with_measures(())
    limit = float(np.quantile(assess(base, 200_000).annual_probability, 0.95))
    on_it = base.with_alop(base.alop.model_copy(update={"limit": limit}))
    after = assess(on_it, DRAWS)
    said = close_sentence(meets(after, on_it.alop), DRAWS, on_it.alop.confidence, t)
    test = open_page("6_measures", language, {"scenario": on_it, "draws": DRAWS})
    assert said in words(test)
    clear = open_page("6_measures", language, {"scenario": base.with_alop(
        base.alop.model_copy(update={"limit": 1.0})), "draws": 50_000})
    assert not any(str(b.key).startswith("more-draws") for b in clear.button)


IN_WORDS = """
from pages.ui import session, sensitivity_sources
sensitivity_sources.in_words(session.translator())
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_sensitivity_gives_its_paragraph_to_copy(language: str) -> None:
    t, case = translator(language), scenario().with_measures(("cold",))
    test = AppTest.from_string(IN_WORDS, default_timeout=60)
    test.query_params["lang"] = language
    for key, value in (("scenario", case), ("draws", DRAWS), ("in-words", True)):
        test.session_state[key] = value
    test.run()
    assert not test.exception
    after = assess(case, DRAWS)
    shares = influence(thinned(after))
    sets = portfolios(case.with_measures(()), case.alop, DRAWS)
    assert [c.value for c in test.code] == [paragraphs.sensitivity_paragraph(
        after, shares, table(case, shares), t, study=study_sentence(sets, t),
        band=band_sentence(case, t))]


def test_precision_says_what_is_still_to_be_judged_and_then_what_was() -> None:
    base = scenario(measures=[]).with_measures(())
    limit = float(np.quantile(assess(base, 200_000).annual_probability, 0.955))
    close = scenario().with_measures(())
    close = close.with_alop(close.alop.model_copy(update={"limit": limit}))
    assert meets(assess(close, DRAWS), close.alop).verdict == "too_close"
    first = words(view("sensitivity_precision", case=close))
    assert "still to be judged" in first
    assert "No set was so near" not in first
    settled = VIEW.replace("{module}.draw", "from pages.ui import compute_sets\n"
                           "list(compute_sets.settling(session.scenario()))\n{module}.draw")
    test = AppTest.from_string(settled.format(module="sensitivity_precision"), default_timeout=60)
    test.session_state["scenario"], test.session_state["draws"] = close, DRAWS
    said = words(test.run())
    assert "still to be judged" not in said
    assert "have been judged on up to" in said
