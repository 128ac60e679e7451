"""What is wrong with entries, line by line, and what is only to be known."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import display
from pra_core.i18n import Translator
from pra_core.store.workbook import CellFault

SENTENCES = 30
"""So many faults are shown as text that wraps; more in a table to scroll."""


def frame(faults: Sequence[CellFault], t: Translator) -> pd.DataFrame:
    """One row per fault: sheet, line, column, what is wrong and what is allowed."""
    return pd.DataFrame([{"sheet": f.sheet, "line": f.line or "", "column": f.column,
                          "problem": t.error(f.problem)} for f in faults],
                        columns=["sheet", "line", "column", "problem"])


def draw(faults: Sequence[CellFault], count: int, name: str, t: Translator) -> None:
    """Every fault in a table that can be saved; `count` where not all of them were kept."""
    if not faults:
        return
    heads = {"sheet": t("Sheet"), "line": t("Line"), "column": t("Column"),
             "problem": t("Problem and what is allowed")}
    if count > len(faults):
        st.caption(t("The first {shown} of {count} problems are shown.", shown=len(faults),
                     count=t.number(count, 9)))
    if len(faults) <= SENTENCES:
        display.prose(frame(faults, t), name, t, heads)
    else:
        display.table(frame(faults, t), name, t, {k: (h, "text") for k, h in heads.items()},
                      {"sheet": 110, "line": 70, "column": 160}, height=420)


def remarks(found: Sequence[CellFault], name: str, t: Translator) -> None:
    """Names that are not in the list of plants: allowed, but they match only themselves."""
    if found:
        with st.expander(t("Plants that are not in the list ({count})", count=len(found)),
                         icon=":material/info:"):
            st.markdown(t("They are kept. A pest and a commodity meet on such a plant only where"
                          " both name it in the same way."))
            display.prose(frame(found, t), name, t, {
                "sheet": t("Sheet"), "line": t("Line"), "column": t("Column"),
                "problem": t("Plant")})
