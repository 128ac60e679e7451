"""Where every file of reference data is from: `data/SOURCES.md` as it is, offline."""

from __future__ import annotations

import re

import streamlit as st

from pages.ui import compute_pests, display
from pra_core.i18n import Translator

STYLE = ("<style>.st-key-sources-document table {display: block; overflow-x: auto;}"
         " .st-key-sources-document td {min-width: 7rem; overflow-wrap: anywhere;}</style>")
_TITLE = re.compile(r"^# .*\n", re.MULTILINE)
_HEADINGS = re.compile(r"^(#{2,4}) ", re.MULTILINE)


def draw(t: Translator) -> None:
    """The document in English, whose words are those of licences, and a copy to take away."""
    text = compute_pests.sources_document()
    display.sentence(t("Where every file of reference data is from, under which licence, and how"
                       " exact it is."))
    st.caption(t("The document is kept in English, with the words of the licences."))
    st.download_button(t("Download the document"), text.encode("utf-8"), "SOURCES.md",
                       "text/markdown", key="sources-file", on_click="ignore",
                       icon=":material/download:")
    with st.container(border=True, key="sources-document"):
        st.html(STYLE)
        st.markdown(as_part_of_a_page(text))


def as_part_of_a_page(text: str) -> str:
    """The document without its title, headings one level down: a page has one title."""
    return _HEADINGS.sub(r"\1# ", _TITLE.sub("", text, count=1))
