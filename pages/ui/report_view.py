"""The report: its first page as a picture, what it holds, and its files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui import compute_report, people_class, report_choice, session
from pages.ui.compute_report import FORMATS
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.report.document import Document
from pra_core.wording import escaped, plain

ABOUT = {
    "PDF": N_("to print and sign; the scenario file is inside"),
    "Word": N_("to write on"),
    "HTML": N_("one page for a browser"),
    "Excel": N_("every table, numbers as numbers"),
}


def draw(t: Translator) -> None:
    """Left what to choose, right the first page; below it the files."""
    left, right = st.columns([5, 7], gap="large")
    with left:
        chosen = report_choice.choice(t)
    with right, st.spinner(t("Writing the report …"), show_time=True):
        documents = compute_report.documents(chosen)
        _state(documents[0], t)
        with st.container(border=True):
            st.image(compute_report.first_picture(chosen), width="stretch",
                     caption=t("First page"))
    with left:
        files(documents, people_class.file_mark(chosen.classification) + session.scenario().id, t)


def files(documents: tuple[Document, ...], name: str, t: Translator,
          only: tuple[str, ...] = tuple(ABOUT)) -> None:
    """A download for each format; the file is written when it is asked for."""
    st.markdown("###### " + t("Take away"))
    language = documents[0].language if len(documents) == 1 else "en-zh"
    code = session.scenario().fingerprint
    for kind in only:
        form, title = FORMATS[kind], t("{kind}: {about}", kind=kind, about=t(ABOUT[kind]))
        # Written when it is asked for, after the run, where no session can be asked any more.
        st.download_button(
            title, partial(form.write, documents), f"{name}-{code}-{language}.{form.ending}",
            form.mime, key=f"report-{kind}", on_click="ignore", width="stretch",
            icon=":material/download:")
    st.caption(t("Printed on every page: {openness}", openness=escaped(
        documents[0].classification)))


def _state(document: Document, t: Translator) -> None:
    """Whether it is a draft, and why."""
    if document.watermark:
        st.warning("\n".join([t("This report is a **draft** and says so on every page:"), "",
                              *(f"- {escaped(plain(one))}" for one in document.watermark_reasons)
                              ]), icon=":material/edit_note:")
    else:
        st.success(t("Nothing stands against signing this report: its inputs are complete, and no"
                     " unverified one decides the result."), icon=":material/task_alt:")
