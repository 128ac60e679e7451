"""Your own data as a workbook, CSV files or YAML; an empty workbook as a form."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.ui import session
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.store.own_files import dump_own, fits
from pra_core.store.workbook import SHEETS, write_csv, write_workbook
from pra_core.store.workbook.writing import guide_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(t: Translator) -> None:
    """What to save, and as what."""
    own, library = session.own_data(), session.own_data().pest_library()
    shipped = sorted(c for c in library.records if c not in own.pests)
    also = st.multiselect(
        t("Shipped pests to save as well, for example to change them in a workbook"), shipped,
        key="own-save-also", persist_state="session", placeholder=t("none"),
        format_func=lambda code: f"{code} · {library.records[code].name}")
    saved = replace(own, pests={**own.pests, **{code: library.records[code] for code in also}})
    language = t.language
    guide = guide_of(t)
    st.markdown("###### " + t("Workbook"))
    st.caption(t("A sheet each for pests, hosts, range, regulation, pathways, numbers, vectors,"
                 " similar species, sources, commodities and trade, with columns for unit and"
                 " source. Texts that a spreadsheet would take for formulas begin with an"
                 " apostrophe, which is taken away again when the file is opened here."))
    left, right = st.columns(2)
    with left:
        st.download_button(t("Save as a workbook (Excel)"),
                           lambda: write_workbook(saved, language, guide), "own-data.xlsx", XLSX,
                           key="own-save-xlsx", on_click="ignore", icon=":material/download:",
                           disabled=saved.empty)
    with right:
        st.download_button(t("Save an empty workbook to fill in"),
                           lambda: write_workbook(OwnData(), language, guide), "own-data-form.xlsx",
                           XLSX, key="own-save-form", on_click="ignore",
                           icon=":material/download:")
    _csv(saved, t)
    _yaml(saved, t)


def guide_of(t: Translator) -> list[list[str]]:
    """The first sheet of a workbook: what each sheet and column is for."""
    lines = [[t("Sheet"), t("What it holds"), t("Column"), t("Needed"), t("What is allowed")]]
    for sheet in SHEETS.values():
        lines += guide_lines(sheet, t.language, t(sheet.about), t("needed"))
    return lines


def _csv(saved: OwnData, t: Translator) -> None:
    st.markdown("###### " + t("CSV"))
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        sheet = st.selectbox(t("Sheet"), list(SHEETS), key="own-save-sheet",
                             format_func=lambda key: SHEETS[key].name(t.language),
                             persist_state="session") or next(iter(SHEETS))
    with right:
        language = t.language
        st.download_button(t("Save this sheet (CSV)"), lambda: write_csv(saved, sheet, language),
                           f"{sheet}.csv", "text/csv", key="own-save-csv", on_click="ignore",
                           icon=":material/download:", disabled=saved.empty)


def _yaml(saved: OwnData, t: Translator) -> None:
    st.markdown("###### " + t("YAML"))
    scenario = session.scenario()
    titles = {m.id: t.local(m.title) for m in scenario.measures}
    began = {m.id for m in session.original().measures}
    chosen = st.multiselect(
        t("Measures of the open scenario to save with them"), list(titles),
        format_func=titles.__getitem__, default=[i for i in titles if i not in began],
        key=f"{session.generation()}:own-save-measures", placeholder=t("none"))
    st.caption(t("Measures of your own are added and changed on the page “Measure library”."))
    measures = [scenario.measure(one) for one in chosen]
    if not fits(saved):
        st.info(t("This is too much for one YAML file: save a workbook, which holds the same."),
                icon=":material/info:")
        return
    st.download_button(t("Save as YAML"), lambda: dump_own(saved, measures).encode(),
                       "own-data.yaml", "application/yaml", key="own-save-yaml",
                       on_click="ignore", icon=":material/download:",
                       disabled=saved.empty and not measures)
