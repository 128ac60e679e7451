"""Report: what is taken away, signed and sent, and how it is opened again."""

import streamlit as st

from pages.ui import (
    display,
    draft_notice,
    report_reload,
    report_requirements,
    report_view,
    session,
)
from pages.ui.measures_results import sharpen, view
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.wording import result_sentence, verdict_sentence

VIEWS = {"report": N_("Report"), "requirements": N_("Import requirements"),
         "reload": N_("Open from a report")}
DRAW = {"report": report_view.draw, "requirements": report_requirements.draw,
        "reload": report_reload.draw}



def draw(t: Translator) -> None:
    """The answer, and the view that is open."""
    st.title(t("Report"))
    shown = view(t)
    display.sentence("  \n".join((result_sentence(shown.before, shown.after, shown.alop, t),
                                  verdict_sentence(shown.judgement, shown.after, shown.alop, t))))
    opened = open_view("report-view", VIEWS, t)
    DRAW[opened](t)
    if opened == "report":
        sharpen(shown, t)


translator = session.translator()
if session.drafting():
    # Nothing is signed of an assessment that lacks inputs; another one can be opened.
    draft_notice.draw(translator("Report"), translator)
    report_reload.draw(translator)
else:
    draw(translator)
