"""What is known of each pest: counts of evidence, completeness, the table to take away."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_pests, display
from pra_core.figures import pest_known, pest_known_words
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """The answer, evidence by group of fields, one row per pest, and what is missing most."""
    known = compute_pests.known()
    display.sentence(pest_known_words.answer(known.pests, known.counts, t))
    figure = pest_known.evidence(counts=pest_known_words.chart_rows(known.counts, t), t=t)
    caption = t("Entries of all records by group of fields and status")
    st.plotly_chart(figure, key="chart-known-evidence", theme=None, width="stretch", alt=caption,
                    config={"displaylogo": False, "modeBarButtonsToRemove": display.MODE_BAR})
    st.caption(caption)
    display.table(pest_known_words.counts_frame(known.counts, t), "known-groups", t,
                  pest_known_words.counts_columns(t))
    st.subheader(t("Pest by pest"))
    st.markdown(t("A scenario needs up to {count} parts. A part counts as read when at least one"
                  " entry of it was read in its source; a gap stays a gap.",
                  count=int(known.pests["needed"].max()) if len(known.pests) else 0))
    st.caption(pest_known_words.ready_words(t))
    display.table(pest_known_words.pests_frame(known.library, known.pests, t), "known-pests", t,
                  pest_known_words.pests_columns(t), height=520)
    st.subheader(t("What is missing most often"))
    display.prose(pest_known_words.missing(known.library.records.values(), t), "known-missing", t,
                  pest_known_words.missing_heads(t))
