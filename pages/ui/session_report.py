"""What a visitor wrote for the report; beside `session`, its other door."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.ui import session
from pra_core.import_requirements import Edit
from pra_core.import_requirements.kept import Key

_KEPT = "requirement-edits"


def edits(language: str) -> dict[str, Edit]:
    """Parts of the import requirements of the running scenario written by hand, by id."""
    running = session.scenario().id
    return {part: edit for (scenario, code, part), edit in every().items()
            if scenario == running and code == language}


def keep_edit(language: str, part: str, edit: Edit | None) -> None:
    """Remember what was written of one part; None goes back to the draft."""
    key = session.scenario().id, language, part
    others = {one: kept for one, kept in every().items() if one != key}
    st.session_state[_KEPT] = others if edit is None else others | {key: edit}


def every() -> Mapping[Key, Edit]:
    """Everything written by hand, of every scenario; another object once it has changed."""
    found: Mapping[Key, Edit] = st.session_state.setdefault(_KEPT, {})
    return found


def join(found: Mapping[Key, Edit]) -> None:
    """Take up what was kept of an earlier visit; what was written in this one stays."""
    st.session_state[_KEPT] = {**found, **every()}
