"""Report: what is taken away, signed and sent, and how it is opened again."""

import streamlit as st

from pages.ui import display, report_reload, report_requirements, report_view, session
from pages.ui.measures_results import sharpen, view
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.wording import result_sentence, verdict_sentence

VIEWS = {"report": N_("Report"), "requirements": N_("Import requirements"),
         "reload": N_("Open from a report")}
DRAW = {"report": report_view.draw, "requirements": report_requirements.draw,
        "reload": report_reload.draw}

t = session.translator()
st.title(t("Report"))
shown = view(t)
display.sentence("  \n".join((result_sentence(shown.before, shown.after, shown.alop, t),
                              verdict_sentence(shown.judgement, shown.after, shown.alop, t))))
opened = open_view("report-view", VIEWS, t)
DRAW[opened](t)
if opened == "report":
    sharpen(shown, t)
