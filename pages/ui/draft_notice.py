"""What pages of results show while the scenario is not complete: how many inputs are open."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, session
from pra_core.figures import draft_words as words
from pra_core.i18n import Translator
from pra_core.scenario_draft import Draft
from pra_core.wording import escaped

RESULT_PAGES = frozenset({
    "2_entry", "3_establishment", "4_spread", "5_consequences", "6_measures", "7_sensitivity",
    "elicitation", "negotiation", "library"})
"""Pages about the running scenario, which is not the one being built."""


def state(draft: Draft, t: Translator) -> str:
    """How far a draft is: "Incomplete: 3 inputs" or "Complete"."""
    count = len(draft.open)
    if count == 1:
        return t("Incomplete: 1 input")
    return t("Incomplete: {count} inputs", count=count) if count else t("Complete")


def draw(title: str, t: Translator) -> None:
    """No result, but what is missing and the ways on; `title` is the page's."""
    draft = session.draft()
    st.title(title)
    if draft is None:
        return
    display.sentence(
        t("**{state}.** {draft} cannot be assessed before everything open is decided.",
          state=state(draft, t), draft=escaped(t.local(draft.title))) if draft.open else
        t("**Complete, but not opened yet.** Open {draft} to see its results.",
          draft=escaped(t.local(draft.title))))
    st.markdown("\n".join(f"- {escaped(words.input_title(one, t))}" for one in draft.open))
    left, right = st.columns(2)
    if left.button(t("Decide the open inputs"), type="primary", key="draft-go", width="stretch"):
        session.open_pest_view("draft")
        st.switch_page("1_pest.py", query_params={"lang": session.language()})
    right.button(t("Show “{title}” meanwhile", title=escaped(t.local(session.scenario().title))),
                 key="draft-meanwhile", on_click=session.show_draft, args=(False,),
                 width="stretch")
