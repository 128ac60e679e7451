"""The sensitivity page: the exact indices, and words where there is nothing to explain."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.i18n import translator
from pra_core.labels import parameter_label
from pra_core.sensitivity import sobol
from tests.minimal import parameter, pathway, scenario
from tests.pages.conftest import OpenPage


def words(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption, *test.error))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_top_input_of_the_exact_analysis_is_named(open_page: OpenPage, language: str) -> None:
    case = scenario()
    test = open_page("7_sensitivity", language, {"scenario": case, "draws": 1_000})
    top = str(sobol(case, n=256, seed=1)["parameter"].iloc[0])
    assert parameter_label(case, top, translator(language)) in words(test)
    assert case.fingerprint in words(test)


def test_base_sample_and_result_can_be_chosen(open_page: OpenPage) -> None:
    test = open_page("7_sensitivity", "en", {"scenario": scenario(), "draws": 1_000})
    test.select_slider[0].set_value(64).run()
    assert "base sample 64" in words(test)
    test.segmented_control[-1].set_value("log_annual_loss").run()
    said = words(test)
    assert "base sample 64" in said


def test_no_risk_has_nothing_to_explain(open_page: OpenPage) -> None:
    empty = pathway(volume=parameter("fruit.volume", "units/yr", value=0.0))
    test = open_page("7_sensitivity", "en", {"scenario": scenario(pathways=[empty])})
    assert "nothing to explain" in words(test)
