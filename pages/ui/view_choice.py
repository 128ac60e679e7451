"""The row of views of a page; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.ui import session
from pra_core.i18n import Translator


def open_view(key: str, titles: Mapping[str, str], t: Translator) -> str:
    """The view chosen, the first to begin with; `titles` by name, not yet translated."""
    first = next(iter(titles))
    if session.shown(key) not in titles:
        session.show(key, first)
    chosen = st.segmented_control(
        t("View"), list(titles), format_func=lambda name: t(titles[name]), key=key,
        required=True, label_visibility="collapsed", width="stretch", persist_state="session")
    return chosen or first
