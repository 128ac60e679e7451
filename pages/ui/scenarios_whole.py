"""The whole library as one file: out to another workbench or a safe place, and in from one."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_store, display, people_actor, session
from pra_core import access
from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.store.entries import ImportReport
from pra_core.wording import escaped

LARGEST_MB = 200
TURN, READY, REPORT = "library-file-turn", "library-file-ready", "library-file-report"
ZIP = "application/zip"


def draw(asking: Actor, t: Translator) -> None:
    """Saving everything that may be read, and opening such a file."""
    _copy(asking, t)
    left, right = st.columns(2, gap="large")
    with left:
        _save(asking, t)
    with right:
        _open(asking, t)


def _save(asking: Actor, t: Translator) -> None:
    st.subheader(t("Save as one file"))
    st.markdown(t("Every stored scenario you may read, with all its versions, history and tags."
                  " Confidential ones are in it too: keep the file as carefully as they ask for."
                  " An administrator's file also holds owners and sharing."))
    with display.guard(t):
        portions = compute_store.library().portions(asking)
        part = _part(len(portions), t)
        if st.button(t("Put the file together"), key="library-pack", icon=":material/archive:"):
            with st.spinner(t("Putting the file together …"), show_time=True):
                content = compute_store.library().export(
                    asking, portions[part] if len(portions) > 1 else None)
                session.show(READY, (asking.key, part, content))
        held = session.shown(READY)
        if isinstance(held, tuple) and held[:2] == (asking.key, part):
            day = people_actor.today().isoformat()
            of = f"-{part + 1}-of-{len(portions)}" if len(portions) > 1 else ""
            st.download_button(t("Save the library ({size} MB)",
                                 size=t.number(len(held[2]) / 1e6, 2)), held[2],
                               f"pra-library-{day}{of}.zip", ZIP, key="library-save",
                               type="primary", on_click="ignore", icon=":material/download:")


def _part(count: int, t: Translator) -> int:
    """Which part of a library that is too large for one file."""
    if count < 2:
        return 0
    st.caption(t("The library is too large for one file: save every part, and take them in one"
                 " after the other."))
    return st.selectbox(t("Which part"), range(count), key="library-part", persist_state="session",
                        format_func=lambda one: t("Part {number} of {count}", number=one + 1,
                                                  count=count)) or 0


def _copy(asking: Actor, t: Translator) -> None:
    """Where the library lies as it was before this version of the workbench changed its form."""
    copy = compute_store.library().copy_kept
    if copy is not None and asking.role == "admin":
        display.note(t("The library was brought to the form of this version of the workbench. A"
                       " copy as it was before lies beside it: {name}.", name=escaped(copy.name)))


def _open(asking: Actor, t: Translator) -> None:
    st.subheader(t("Take in such a file"))
    st.markdown(t("Scenarios that are not here yet are added as yours, visible to nobody else."
                  " Nothing that is here is changed or replaced."))
    why = access.refusal(asking, "create", None, people_actor.today())
    turn = session.shown(TURN) or 0
    file = st.file_uploader(t("Library file (at most {size} MB)", size=LARGEST_MB), type=["zip"],
                            key=f"library-file:{turn}", max_upload_size=LARGEST_MB,
                            disabled=bool(why))
    whole = asking.role == "admin" and st.checkbox(
        t("It is a copy of this library: put back owners, sharing and approvals too"),
        key="library-whole")
    if file is not None and st.button(t("Take it in"), key="library-take", type="primary",
                                      icon=":material/unarchive:"):
        with display.guard(t), st.spinner(t("Checking and taking in …"), show_time=True):
            report = _taken(asking, file.getvalue(), file.name, whole)
            session.show(REPORT, report)
            session.show(TURN, int(str(turn)) + 1)
            st.rerun()
    done = session.shown(REPORT)
    if isinstance(done, ImportReport):
        _report(done, t)


def _taken(asking: Actor, content: bytes, name: str, whole: bool) -> ImportReport:
    """What came of it; a file that is refused changes nothing."""
    try:
        return compute_store.library().import_(asking, content, name, restore=whole)
    except PraError:
        session.show(REPORT, None)
        raise


def _report(report: ImportReport, t: Translator) -> None:
    """What was added, what was here already, and what became different."""
    count = len(report.added)
    st.success(t("Added: 1 scenario.") if count == 1 else
               t("Added: {count} scenarios.", count=count), icon=":material/check:")
    for title, names in (
            (t("Here already, left as they are"), report.already_here),
            (t("Taken in under a new number, because theirs is in use here (look among the deleted"
               " ones too)"), report.renewed),
            (t("Approved elsewhere; here somebody has to approve them again"),
             report.approvals_dropped)):
        if names:
            st.markdown(f"{title}: " + escaped(t(", ").join(names)))

