"""What is kept of a visit for the next one; beside `session`, its door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages.ui import session, session_report, session_seat, session_training
from pages.ui.session_stored import Stored, stored
from pra_core.import_requirements import Edit
from pra_core.import_requirements.kept import Key
from pra_core.own_data import OwnData
from pra_core.scenario import Scenario
from pra_core.scenario_draft import Draft
from pra_core.store.entries import Workspace

LESSONS = (session_seat.SEAT, session_seat.CLASS, "exercise")
"""Names in an address that leads to a class or an exercise."""
NAME = "user_name_input"
"""Key of the field for one's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What somebody is working on: scenario, draft and data of their own."""

    scenario: Scenario
    draft: Draft | None
    own: OwnData
    seed: int
    draws: int
    place: Stored | None
    edits: Mapping[Key, Edit]
    """Import requirements written by hand."""
    name: str = ""
    """The name typed, for what is recorded with typed values."""

    def same(self, other: Work) -> bool:
        """Whether nothing was changed between the two; cheap, for every run of every page."""
        return (self.draft is other.draft and self.own is other.own and self.edits is other.edits
                and (self.seed, self.draws, self.place, self.name)
                == (other.seed, other.draws, other.place, other.name)
                and self.scenario.fingerprint == other.scenario.fingerprint)


def work() -> Work | None:
    """What is being worked on; None while an exercise puts it away."""
    if session_training.running() is not None:
        return None
    return Work(session.scenario(), session.draft(), session.own_data(), session.seed(),
                session.draws(), stored(), session_report.every(), str(session.shown(NAME) or ""))


def learning() -> bool:
    """Whether this visit is one of a trainee: a seat, an exercise, or the way to one of them.

    Whoever sits there may be somebody else than whose work is kept on this machine.
    """
    return (bool(session_seat.token()) or session_training.running() is not None
            or any(name in st.query_params for name in LESSONS))


def begun() -> bool:
    """Whether this visit holds anything but the example it opened with."""
    return (session.generation() > 0 or session.draft() is not None
            or not session.own_data().empty or bool(session_report.every())
            or session.scenario() != session.original())


def kept() -> Work | None:
    """What was kept last in this visit; None before anything was."""
    found: Work | None = st.session_state.get("work-kept")
    return found


def mark_kept(now: Work) -> None:
    """Remember what was kept."""
    st.session_state["work-kept"] = now


def asked() -> bool:
    """Whether the library was asked in this visit for what was kept before; then it was now."""
    before = bool(st.session_state.get("work-asked", False))
    st.session_state["work-asked"] = True
    return before


def offered() -> Workspace | None:
    """Earlier work that can be taken up; nothing else is kept until that is decided."""
    found: Workspace | None = st.session_state.get("work-offered")
    return found


def offer(found: Workspace | None) -> None:
    """Offer earlier work, or no longer."""
    st.session_state["work-offered"] = found


def failed() -> tuple[dt.datetime, str] | None:
    """When and why keeping did not work; None where it did."""
    found: tuple[dt.datetime, str] | None = st.session_state.get("work-failed")
    return found


def mark_failed(failure: tuple[dt.datetime, str] | None) -> None:
    """Remember a failure, or that there is none any more."""
    st.session_state["work-failed"] = failure
