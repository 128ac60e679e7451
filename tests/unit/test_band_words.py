"""The sentence that says what a band shows."""

from __future__ import annotations

import pytest

from pra_core.figures.band_words import band_sentence
from pra_core.i18n import LANGUAGES, translator
from pra_core.labels import parameter_label
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
