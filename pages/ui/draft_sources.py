"""The source of what is typed into a draft: something that was read, or a judgement."""

from __future__ import annotations

import streamlit as st

from pages.ui.draft_state import decided_by, judged, key
from pra_core.i18n import Translator
from pra_core.parameter import Source
from pra_core.scenario_draft import Draft

CITED, JUDGED = "cited", "judged"


def source_fields(running: Draft, name: str, t: Translator) -> tuple[str, str]:
    """Whether what is typed was read or is judged, and the citation or the reason."""
    rests = st.segmented_control(
        t("It rests on"), [CITED, JUDGED], default=JUDGED, required=True,
        key=key(running, "rests", name), persist_state="session",
        format_func=lambda way: t("A source that I read") if way == CITED else t("My judgement"))
    title = t("Citation") if rests == CITED else t("Reason")
    text = st.text_input(title, key=key(running, "source", name), persist_state="session")
    return str(rests or JUDGED), str(text or "")


def typed_source(running: Draft, rests: str, text: str, t: Translator) -> Source | None:
    """The source of what was typed; None, with a word about it, where none was given."""
    if rests == CITED:
        if text.strip():
            return Source(status="verified", citation=text.strip())
        st.error(t("Name the source that you read."))
        return None
    who = decided_by(running, text, t)
    return None if who is None else judged(who)
