"""Cached readings of files of one's own data; see `compute` for the rules."""

from __future__ import annotations

import streamlit as st

from pra_core.store.workbook import RawSheet, read_file

KEPT_SECONDS = 1200


def sheets(content: bytes, name: str) -> tuple[RawSheet, ...]:
    """The sheets of a workbook or CSV file, read once; a refused file is read again."""
    return _sheets(content, name)


@st.cache_resource(max_entries=3, ttl=KEPT_SECONDS, show_spinner=False)
def _sheets(content: bytes, name: str) -> tuple[RawSheet, ...]:
    return read_file(content, name)
