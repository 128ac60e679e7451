"""Views of sets: what to choose, each one's neighbours, equivalents and the test of SPS 5.6."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.i18n import LANGUAGES
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from tests.minimal import inspection, scenario, treatment
from tests.pages.conftest import OpenPage

DRAWS = 500


def case(**changes: object) -> Scenario:
    return scenario(measures=[
        treatment("mild", 0.999, restrictiveness=1),
        treatment("strong", 0.99999, restrictiveness=3),
        treatment("glass", 0.99, feasible=False), inspection()], **changes)


def opened(open_page: OpenPage, view: str, language: str = "en",
           shown: Scenario | None = None) -> AppTest:
    page = open_page("6_measures", language, {"scenario": shown or case(), "draws": DRAWS,
                                              "measures-view": view})
    assert not page.exception
    assert [e.value for e in page.error] == []
    return page


def said(page: AppTest) -> str:
    return "\n".join(str(e.value) for e in page.info)


def words(page: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*page.markdown, *page.caption))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["sets", "necessary", "equivalent", "sps"])
def test_views_stand_in_both_languages(open_page: OpenPage, view: str, language: str) -> None:
    said = words(opened(open_page, view, language))
    assert "{" not in said
    assert "nan" not in said


def close_call() -> Scenario:
    """Two sets; a limit at which the milder one is close to the confidence asked for."""
    found = scenario(measures=[treatment("mild", 0.9, restrictiveness=1),
                               treatment("strong", 0.999999, restrictiveness=3)])
    rate = assess(found.with_measures(("mild",)), 50_000).annual_probability
    return found.with_alop(Alop(metric="annual_probability", limit=float(np.quantile(rate, 0.96)),
                                confidence=0.95))


def test_close_calls_are_judged_again_and_the_headline_says_so(open_page: OpenPage) -> None:
    close = close_call()
    assert portfolios(close, close.alop, DRAWS).least_restrictive is None
    said = words(opened(open_page, "sets", shown=close))
    assert "Least restrictive set that meets it: **mild** (decided on" in said
    page = opened(open_page, "sets", shown=close.with_measures(("mild",)))
    assert "meets**." in page.markdown[0].value


def test_the_table_is_filtered_and_paged(open_page: OpenPage) -> None:
    many = scenario(measures=[treatment(f"m{i}", 0.3 + 0.05 * i) for i in range(8)])
    page = opened(open_page, "sets", shown=many)
    page.segmented_control(key="0:verdict").set_value("").run()
    table = next(d for d in page.dataframe if "Rank" in d.value.columns)
    assert len(table.value) == 50
    page.multiselect(key="sets-with").set_value(["m0", "m1"]).run()
    page.multiselect(key="sets-without").set_value(["m2"]).run()
    assert not page.exception
    table = next(d for d in page.dataframe if "Rank" in d.value.columns)
    assert len(table.value) == 2 ** 5
    assert all("m0" in one and "m1" in one and "m2" not in one
               for one in table.value["Measures in the set"])


def test_a_prohibition_is_challenged(open_page: OpenPage) -> None:
    ban = treatment("ban", 1.0, "production", "volume", "unit", restrictiveness=5)
    del ban["compliance"]
    page = opened(open_page, "sps", shown=scenario(
        measures=[ban, treatment("strong", 0.9999999, restrictiveness=2)],
        alop={"metric": "annual_probability", "limit": 0.01, "confidence": 0.95}))
    assert page.multiselect[0].value == ["strong"]
    assert "first set known to meet the ALOP, **strong**" in said(page)
    page.multiselect[0].set_value(["ban"]).run()
    assert "more trade-restrictive than required: **strong**" in words(page)


def test_a_set_of_measures_that_exclude_each_other_is_refused(open_page: OpenPage) -> None:
    apart = scenario(measures=[treatment("a", 0.9), treatment("b", 0.9, excludes=["a"])])
    page = opened(open_page, "sps", shown=apart)
    page.multiselect[0].set_value(["a", "b"]).run()
    assert not page.exception
    assert any("do not exclude each other" in str(e.value) for e in page.error)
