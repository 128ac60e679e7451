"""Measures as a file: saved from this scenario, or read into it."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, library_inputs, session
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.measure_edit import with_measure
from pra_core.scenario import Scenario
from pra_core.store.measures import dump_measures, read_measures
from pra_core.wording import escaped

LARGEST_MB = 1


def draw(t: Translator) -> None:
    """Save chosen measures, and open a file of measures."""
    with st.expander(t("Measures as a file (YAML)"), icon=":material/file_save:"):
        _saving(t)
        _opening(t)


def _saving(t: Translator) -> None:
    scenario = session.scenario()
    if not scenario.measures:
        return
    titles = {m.id: t.local(m.title) for m in scenario.measures}
    began = {m.id for m in session.original().measures}
    chosen = st.multiselect(
        t("Measures to save"), list(titles), format_func=titles.__getitem__,
        default=[i for i in titles if i not in began], key=f"{session.generation()}:measures-out",
        placeholder=t("none"))
    st.caption(t("Groups and links to other measures stay with the scenario."))
    if chosen:
        st.download_button(t("Save these measures"),
                           lambda: dump_measures(scenario, chosen).encode(), "measures.yaml",
                           "application/yaml", key="measures-save", on_click="ignore",
                           icon=":material/download:")


def _opening(t: Translator) -> None:
    file = st.file_uploader(t("Open a file of measures (YAML, at most {size} MB)", size=LARGEST_MB),
                            type=["yaml", "yml", "json"], max_upload_size=LARGEST_MB,
                            key=f"{session.generation()}:measures-in")
    if file is None:
        return
    with display.guard(t):
        scenario, read = session.scenario(), file.getvalue()
        fresh, titles = opened(scenario, read, file.name, t)
        st.markdown(t("The file holds: {measures}", measures=escaped(titles)))
        same = [m.id for m in scenario.measures
                if m.id in {f.id for f in fresh.measures} and m != fresh.measure(m.id)]
        if same:
            st.warning(t("These are in the scenario already and would be replaced: {measures}",
                         measures=escaped(t(", ").join(same))))
        if st.button(t("Use these measures"), key="measures-use", type="primary",
                     icon=":material/check:", disabled=fresh == scenario):
            session.keep(fresh)
            library_inputs.told(t("Added from the file: {measures}", measures=escaped(titles)))
            st.rerun()


def opened(scenario: Scenario, content: bytes, name: str, t: Translator) -> tuple[Scenario, str]:
    """The scenario with the measures of a file, and their titles; PraError with every problem."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, str(error), "UTF-8 text") from error
    read = read_measures(text, name)
    for measure in read:
        scenario = with_measure(scenario, measure)
    return scenario, t("; ").join(t.local(m.title) for m in read)
