"""A running exercise seen from every page: its task on top, its name in the scenario bar."""

from __future__ import annotations

import streamlit as st

from pages.ui import session, session_training, training_kept
from pra_core.i18n import Translator
from pra_core.wording import escaped

CARRIED = ("class", "seat", training_kept.MARK, training_kept.DESK)
"""Marks of a class and of an exercise in the address, which links keep."""


def above(name: str, t: Translator) -> bool:
    """The questions above a page; False where the page stays shut while the exercise runs.

    `name`: the page's file, without its ending.
    """
    run, page = session_training.running(), address(name)
    if run is None or page == "training":
        return True
    title = escaped(t.local(run.exercise.title))
    with st.container(border=True, key="exercise-banner"):
        words, link = st.columns([5, 1], vertical_alignment="center")
        with words.expander(t("**Exercise: {title}**", title=title), expanded=True,
                            icon=":material/school:"):
            st.markdown("\n".join(f"{i}. {t.local(q.text)}"
                                  for i, q in enumerate(run.exercise.questions, 1)))
        with link:
            to_training(t("Answer"), t)
    if not session_training.closed(page):
        return True
    st.info(t("This page is closed while the exercise runs: it could show what you are asked to"
              " find out. Open is the page named in the task."), icon=":material/lock:")
    return False


def bar(t: Translator) -> bool:
    """The scenario bar while an exercise runs; True = there is nothing else in it."""
    run = session_training.running()
    if run is None:
        return False
    running = session.scenario()
    common, name = escaped(t.local(running.pest.common_name)), escaped(running.pest.name)
    st.markdown(f"**{common}** · *{name}*")
    with st.container(border=True, key="exercise-bar"):
        st.markdown(t("**Exercise: {title}**", title=escaped(t.local(run.exercise.title))))
        st.caption(t("You work on a copy of your own. Your scenario comes back when you end the"
                     " exercise."))
        to_training(t("Back to the exercise"), t)
        if not run.seat:
            st.button(t("End the exercise"), key="exercise-end", on_click=training_kept.end,
                      icon=":material/logout:", width="stretch")
    return True


def to_training(label: str, t: Translator) -> None:
    """A link to the page of exercises that keeps language and class."""
    st.page_link("../training.py", label=label, query_params=carried(t),
                 icon=":material/school:", width="stretch")


def carried(t: Translator) -> dict[str, str]:
    """What links take along in the address."""
    return {"lang": t.language, **{k: st.query_params[k] for k in CARRIED if k in st.query_params}}


def address(name: str) -> str:
    """The address of a page by its file: `2_entry` is at `/entry`."""
    number, _, rest = name.partition("_")
    return rest if number.isdigit() else name
