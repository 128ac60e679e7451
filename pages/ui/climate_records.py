"""Records of where the pest was found, beside what the map says there."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display, session
from pra_core.errors import PraError
from pra_core.figures import record_words as words
from pra_core.figures import records as figures
from pra_core.i18n import Translator
from pra_core.records import TEMPLATE
from pra_core.scenario import Scenario
from pra_core.wording import escaped

File = tuple[str, bytes]
"""Name and content."""


def draw(scenario: Scenario, t: Translator) -> None:
    """Upload, agreement, where the records lie, and the ones the map misses."""
    st.markdown(words.intro(t))
    _upload(t)
    kept = session.shown(_key("kept"))
    if not isinstance(kept, tuple):
        return
    name, content = kept
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.caption(t("In use: {file}", file=escaped(name)))
    right.button(t("Remove"), on_click=_forget, key="records-remove", width="stretch")
    with display.guard(t):
        _agreement(scenario, content, t)


def _agreement(scenario: Scenario, content: bytes, t: Translator) -> None:
    records = compute.records(content)
    found = compute.records_agreement(scenario, content)
    st.markdown(words.answer(found, t))
    st.caption("  \n".join(escaped(note) for note in words.notes(records, found, t)))
    display.chart(figures.found_by_land(
        curve=found.curve, area_share=found.area_share,
        share=found.cells_suitable / found.cells, t=t), "records-found", t,
        t("The farther the line lies above the diagonal, the better the map finds the records"))
    display.chart(figures.where(records=records, found=found, t=t), "records-where", t,
                  t("Records and what the map says there"))
    st.caption(t("Boundaries and names do not imply any opinion on the legal status of a"
                 " territory."))
    missed = words.misses(records, found, t)
    st.subheader(t("Records the map misses"))
    if missed.empty:
        st.caption(t("None: every record lies in a suitable cell."))
    else:
        display.table(missed, "records-missed", t, words.miss_columns(t))


def _upload(t: Translator) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    given = left.file_uploader(
        t("Records as CSV"), type=["csv", "tsv", "txt"], help=words.columns(t),
        key=_key(f"upload-{session.shown(_key('turn')) or 0}"))
    right.download_button(t("Template"), TEMPLATE.encode("utf-8-sig"), "records.csv", "text/csv",
                          key="records-template", on_click="ignore", icon=":material/download:",
                          width="stretch")
    if given is None:
        return
    content = given.getvalue()
    try:
        compute.records(content)
    except PraError as error:
        st.error(t("{file} is not used; what was compared before stays. Problems: {count}",
                   file=escaped(given.name), count=t.number(len(error.problems), 6)))
        display.table(words.problems(error, t), "records-problems", t, words.problem_columns(t))
        return
    session.show(_key("kept"), (given.name, content))


def _forget() -> None:
    """Take the records away; a new uploader starts empty."""
    session.show(_key("kept"), None)
    turn = session.shown(_key("turn"))
    session.show(_key("turn"), (turn if isinstance(turn, int) else 0) + 1)


def _key(name: str) -> str:
    return f"{session.generation()}:records-{name}"
