"""What initiation and categorization recorded, as the scenario carries it (ISPM 11, 1.4)."""

from __future__ import annotations

import streamlit as st

from pra_core.figures import initiation_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario


def draw(scenario: Scenario, t: Translator) -> None:
    """Starting point, conclusion, information and earlier assessments; nothing where none is."""
    begun, status = scenario.initiation, scenario.pest.status
    if begun is None and status is None:
        return
    st.header(t("How it began"))
    if begun is not None:
        for sentence in words.sentences(begun, t):
            st.markdown(sentence)
        if lines := words.lines(begun, t):
            st.markdown("\n".join(f"- {line}" for line in lines))
    if status is not None:
        st.markdown(words.status_sentence(status, t))
