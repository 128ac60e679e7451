"""What a visitor wrote for the report; beside `session`, its other door."""

from __future__ import annotations

import streamlit as st

from pages.ui import session
from pra_core.import_requirements import Edit

Key = tuple[str, str, str]
"""Scenario id, language and part."""


def edits(language: str) -> dict[str, Edit]:
    """Parts of the import requirements of the running scenario written by hand, by id."""
    running = session.scenario().id
    return {part: edit for (scenario, code, part), edit in _edits().items()
            if scenario == running and code == language}


def keep_edit(language: str, part: str, edit: Edit | None) -> None:
    """Remember what was written of one part; None goes back to the draft."""
    key = session.scenario().id, language, part
    if edit is None:
        _edits().pop(key, None)
    else:
        _edits()[key] = edit


def _edits() -> dict[Key, Edit]:
    kept: dict[Key, Edit] = st.session_state.setdefault("requirement-edits", {})
    return kept
