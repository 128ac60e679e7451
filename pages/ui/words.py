"""A result as one paragraph to copy into a report."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pra_core.i18n import Translator


def draw(made: Callable[[], str], t: Translator) -> None:
    """The paragraph in an expander with a copy button; made only when it is opened."""
    with st.expander(t("In words, for a report"), icon=":material/description:",
                     on_change="rerun", key="in-words") as opened:
        if opened.open:
            st.code(made(), language=None, wrap_lines=True)
