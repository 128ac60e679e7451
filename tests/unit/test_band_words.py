"""The sentence that says what a band shows."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.figures import band_words
from pra_core.figures.band_words import band_sentence, years_caption
from pra_core.i18n import LANGUAGES, translator
from pra_core.labels import parameter_label
from pra_core.year_to_year import Years
from tests.varying import varying, wide


@pytest.mark.parametrize("language", LANGUAGES)
def test_inputs_that_differ_from_year_to_year_are_named(language: str) -> None:
    t, found = translator(language), varying(wide(), "juice.volume", "host_value")
    said = band_sentence(found, t)
    for name in ("juice.volume", "host_value"):
        assert parameter_label(found, name, t) in said
    assert parameter_label(found, "cold.compliance", t) not in said
    assert said != band_sentence(wide(), t)


def test_without_any_it_says_so() -> None:
    assert "No input of this scenario is entered as differing from year to year" in band_sentence(
        wide(), translator("en"))


def test_averages_over_years_that_are_not_close_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    t, found = translator("en"), varying(wide(), "juice.volume", "fruit.volume")
    assert "to within about" not in band_sentence(found, t)
    monkeypatch.setattr(band_words, "years", lambda _: Years(np.ones(1), {}, 0.02))
    assert "to within about 2" in band_sentence(found, t)


def test_visible_line_is_there_only_where_an_input_varies() -> None:
    t = translator("en")
    assert years_caption(wide(), t) == ""
    said = years_caption(varying(wide(), "juice.volume"), t)
    assert "averaged inside every simulated future" in said
    assert said.endswith("P(meets) counts only what we do not know.")
