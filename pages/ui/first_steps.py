"""Above every page: the guided tour, and help with the page, its terms and worked questions."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui import session, session_tour, start_state, worked_question
from pra_core.glossary import FirstSteps
from pra_core.i18n import Translator
from pra_core.store.first_steps import load_first_steps
from pra_core.wording import escaped

STYLE = ("<style>.st-key-first-steps {margin: 1rem 0 -4.25rem; pointer-events: none;"
         " position: relative; z-index: 5;}"
         " .st-key-first-steps button {pointer-events: auto;}"
         " .st-key-tour, .st-key-tour-offer {margin-top: 1rem;}"
         " .st-key-tour {gap: 0.4rem;}</style>")
"""The row of the help button shares the line of the page's title."""


def above(name: str, pages: Mapping[str, StreamlitPage], t: Translator) -> None:
    """What stands above the page of that file name; `pages` by file name, to lead on."""
    if not name:
        return  # the front door leads on by itself
    steps = load_first_steps()
    st.html(STYLE)
    if session_tour.stop() is not None:
        _tour(steps, name, pages, t)
    elif name == "1_pest" and session_tour.offered() and _nothing_begun():
        _offer(pages, t)
    _help(steps, name, pages, t)


def _nothing_begun() -> bool:
    """Whether the visitor still stands at the very start; nobody at work is asked."""
    chosen = start_state.selection()
    begun = chosen.record or chosen.goods or chosen.origin or chosen.chosen or session.draft()
    return not begun and session.shown(session.PEST_VIEW) in (None, "start")


def _lead(steps: FirstSteps, at: int, pages: Mapping[str, StreamlitPage]) -> None:
    """To the page of a stop, with the view the stop is about."""
    session_tour.go(at)
    if steps.tour[at].view:
        session.open_pest_view(steps.tour[at].view)
    st.switch_page(pages[steps.tour[at].page], query_params={"lang": session.language()})


def _offer(pages: Mapping[str, StreamlitPage], t: Translator) -> None:
    with st.container(border=True, key="tour-offer", horizontal=True, vertical_alignment="center"):
        st.markdown(t("**New here?** A tour of five stops shows a finished example in about four"
                      " minutes."), width="stretch")
        if st.button(t("Take the tour"), key="tour-begin", type="primary",
                     icon=":material/tour:"):
            _begin(pages)
        st.button(t("No, thanks"), key="tour-decline", on_click=session_tour.end)


def _begin(pages: Mapping[str, StreamlitPage]) -> None:
    session_tour.begin()
    _lead(load_first_steps(), 0, pages)


def _tour(steps: FirstSteps, name: str, pages: Mapping[str, StreamlitPage], t: Translator) -> None:
    at = session_tour.stop() or 0
    stop, last = steps.tour[at], len(steps.tour) - 1
    with st.container(border=True, key="tour"):
        title = escaped(t.local(stop.title))
        st.markdown(t("**Stop {number} of {count}: {title}**", number=at + 1, count=last + 1,
                      title=title))
        if name != stop.page:
            st.markdown(t("The tour waits on another page."))
        else:
            st.markdown(t("{look}  \n**Try it:** {what}", look=escaped(t.local(stop.look)),
                          what=escaped(t.local(stop.do))))
        with st.container(horizontal=True):
            if name != stop.page and st.button(t("Back to the tour"), key="tour-return",
                                               type="primary"):
                _lead(steps, at, pages)
            if at > 0 and st.button(t("Stop before"), key="tour-back",
                                    icon=":material/arrow_back:"):
                _lead(steps, at - 1, pages)
            if at < last and st.button(t("Next stop"), key="tour-next", type="primary",
                                       icon=":material/arrow_forward:"):
                _lead(steps, at + 1, pages)
            st.button(t("End the tour"), key="tour-end", on_click=session_tour.end,
                      type="primary" if at == last else "secondary")


def _help(steps: FirstSteps, name: str, pages: Mapping[str, StreamlitPage], t: Translator) -> None:
    """What the page answers, how to read it, its terms and questions; drawn when opened."""
    found = steps.help_of(name)
    if found is None:
        return
    with st.container(key="first-steps", horizontal=True, horizontal_alignment="right"):
        panel = st.popover(t("Help"), icon=":material/help:", key=f"help-{name}",
                           on_change="rerun", width="content")
        if panel.open:
            with panel:
                st.markdown(f"**{escaped(t.local(found.answers))}**")
                st.markdown(escaped(t.local(found.read)))
                st.markdown(t("**Next:** {what}", what=escaped(t.local(found.then))))
                if found.questions:
                    worked_question.draw(found.questions, t)
                _terms(steps, name, t)
                if st.button(t("Take the tour of five stops"), key="tour-again",
                             icon=":material/tour:"):
                    _begin(pages)


def _terms(steps: FirstSteps, name: str, t: Translator) -> None:
    terms = steps.terms_of(name)
    if not terms:
        return
    with st.expander(t("Terms on this page"), icon=":material/dictionary:", expanded=False):
        for one in terms:
            st.markdown(t("**{term}**: {meaning} *({after})*", term=escaped(t.local(one.term)),
                          meaning=escaped(t.local(one.meaning)), after=escaped(one.after)))
        st.caption(t("Paraphrased, for orientation; the wording of the standard is the official"
                     " one."))
