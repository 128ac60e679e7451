"""A file of one's own data: how it is read, what is wrong with it, and taking over the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import compute_own, display, own_columns, own_faults, own_state, session
from pra_core.errors import PraError, Problem
from pra_core.i18n import Translator
from pra_core.measure_edit import with_measure
from pra_core.own_data import OwnData
from pra_core.store.own_files import OwnFile, read_own
from pra_core.store.workbook import SHEETS, Imported, Match, RawSheet, imported
from pra_core.store.workbook.csv_text import decoded
from pra_core.wording import escaped

LARGEST_MB = 10
TYPES = ["xlsx", "csv", "tsv", "txt", "yaml", "yml", "json", "xlsm", "xls"]
"""xlsm and xls are refused by name."""
YAML = (".yaml", ".yml", ".json")
MEMO = "own-open-memo"
RUNNING = "own-open-running"
SHOWN, FEWER = 300, 6
MANY = 10_000
"""Lines from which checking is begun by hand and can be stopped."""


def draw(t: Translator) -> None:
    """Files, what was understood, every problem, and taking over."""
    st.caption(t("A workbook (.xlsx) with any of the sheets, CSV files (UTF-8, UTF-16 or GB18030;"
                 " comma, semicolon or tab), or YAML. Columns may stand in any order and be named"
                 " in English or Chinese. Formulas and macros are never run."))
    files = st.file_uploader(t("Open files of your data (at most {size} MB each)", size=LARGEST_MB),
                             type=TYPES, accept_multiple_files=True, max_upload_size=LARGEST_MB,
                             key=f"own-open:{own_state.turn()}")
    tables = [f for f in files if not f.name.lower().endswith(YAML)]
    for file in files:
        if file.name.lower().endswith(YAML):
            with display.guard(t):
                _yaml(file.getvalue(), file.name, t)
    if tables:
        _tables([(f.getvalue(), f.name) for f in tables], t)


def _tables(files: Sequence[tuple[bytes, str]], t: Translator) -> None:
    """Workbooks and CSV files together: sheets of several files make one set of data."""
    sheets, problems = [], list[Problem]()
    with st.spinner(t("Reading …")):
        for content, name in files:
            try:
                sheets += list(compute_own.sheets(content, name))
            except PraError as error:
                problems += error.problems
    if problems:
        display.refusal([t.error(p) for p in problems], t("Nothing of such a file is used."))
    if not sheets:
        return
    read = own_columns.draw(sheets, "/".join(name for _, name in files), t)
    add = st.radio(t("Where a pest is there already"), [False, True], key="own-open-add",
                   format_func=lambda one: t("add the lines of the file to its record") if one else
                   t("let a sheet of the file replace that part of its record"), horizontal=True)
    own = session.own_data()
    key = (tuple(read), bool(add), own)
    memo: Any = session.shown(MEMO)
    if memo is None or memo[0] != key:
        found = _checked(read, own, bool(add), t)
        if found is None:
            return
        memo = key, found
        session.show(MEMO, memo)
        if sum(len(raw.rows) for raw, _ in read) > MANY:
            st.rerun()  # without the buttons
    _result(memo[1], own, t)


def _checked(read: Sequence[tuple[RawSheet, Match]], own: OwnData, add: bool, t: Translator
             ) -> Imported | None:
    """Every line checked; a long file is begun by a button, shows how far it is, and stops."""
    lines = sum(len(raw.rows) for raw, _ in read)
    library, commodities = own.pest_library(), own.commodities()
    if lines <= MANY:
        with st.spinner(t("Checking every line …")):
            return imported(read, library, commodities, add=add)
    running = session.shown(RUNNING) is True
    with st.container(horizontal=True):
        st.button(t("Check {count} lines", count=t.number(lines, 9)), key="own-open-check",
                  type="primary", disabled=running, on_click=session.show, args=(RUNNING, True),
                  icon=":material/play_arrow:")
        st.button(t("Stop"), key="own-open-stop", disabled=not running, on_click=session.show,
                  args=(RUNNING, False), icon=":material/stop:")
    if not running:
        st.caption(t("Nothing of the files is used before their lines are checked."))
        return None
    bar = st.progress(0.0, t("Checking every line …"))

    def tell(share: float) -> None:
        # Drawing is where a visitor who stops, or does something else, ends this run.
        bar.progress(share, t("{share} of the work is done", share=t.percent(share)))

    found = imported(read, library, commodities, add=add, tell=tell)
    session.show(RUNNING, False)
    return found


def _result(found: Imported, own: OwnData, t: Translator) -> None:
    """How much of it is right, what is not, what would change, and the button."""
    total = sum(lines for lines, _ in found.lines.values())
    used = sum(good for _, good in found.lines.values())
    st.markdown(t("**{used}** of {total} lines can be used (pests: {pests}, commodities: {goods},"
                  " pathways: {kinds}, trade figures: {figures}).", used=t.number(used, 9),
                  total=t.number(total, 9), **_counts(found.own)))
    if found.fault_count:
        st.error(t("Problems: {count}. The lines that have them are not used.",
                   count=t.number(found.fault_count, 9)))
        own_faults.draw(found.faults, found.fault_count, "own-open-faults", t)
    own_faults.remarks(found.remarks, "own-open-remarks", t)
    _changes(found, own, t)
    if not found.own.empty and st.button(
            t("Keep the valid lines ({count})", count=used) if found.fault_count else
            t("Take everything over"), key="own-open-take", type="primary",
            icon=":material/check:"):
        session.keep_own_data(own.joined(found.own))
        session.show(MEMO, None)
        own_state.saved(t("Taken over. Pests: {pests}, commodities: {goods}, pathways: {kinds},"
                          " trade figures: {figures}.", **_counts(found.own)),
                        {"own-view": "pests"})
        st.rerun()


def _counts(own: OwnData) -> dict[str, int]:
    return {"pests": len(own.pests), "goods": len(own.goods), "kinds": len(own.kinds),
            "figures": len(own.trade)}


def _fewer(found: Imported, heads: dict[str, str], t: Translator) -> None:
    """A short file that replaces a long list is often meant to add to it."""
    lines = [f"{one.code} {heads[part]} {before} → {one.after[part]}" for one in found.changes
             for part, before in (one.before or {}).items() if one.after[part] < before]
    if lines:
        more = t(" and {count} more", count=len(lines) - FEWER) if len(lines) > FEWER else ""
        st.warning(t("Entries would go: {parts}. To keep them, let the lines be added above.",
                     parts=escaped(t("; ").join(lines[:FEWER]) + more)))


def _changes(found: Imported, own: OwnData, t: Translator) -> None:
    """Before and after for every pest of the file."""
    if not found.changes:
        return
    heads = {name: sheet.name(t.language) for name, sheet in SHEETS.items()}
    heads["not_found"] = heads["gaps"]
    _fewer(found, heads, t)
    rows = []
    for one in found.changes[:SHOWN]:
        before = one.before or {}
        what = t("new") if one.before is None else t("replaces your version") \
            if one.code in own.pests else t("becomes your version of a shipped pest")
        counts = [f"{heads[part]} {before[part]} → {count}" if part in before
                  else f"{heads[part]} {count}"
                  for part, count in one.after.items() if count != before.get(part, 0)]
        rows.append({"pest": f"{one.code} {one.name}", "what": what,
                     "entries": t("; ").join(counts) or t("as many as before")})
    title = t("What changes (pests: {count})", count=len(found.changes))
    with st.expander(title, expanded=len(rows) <= 10, icon=":material/compare_arrows:"):
        frame = pd.DataFrame(rows)
        names = {"pest": t("Pest"), "what": t("What it becomes"), "entries": t("Entries")}
        if len(rows) <= own_faults.SENTENCES:
            display.prose(frame, "own-open-changes", t, names)
        else:
            display.table(frame, "own-open-changes", t, {k: (h, "text") for k, h in names.items()})


def _yaml(content: bytes, name: str, t: Translator) -> None:
    """A YAML file: valid entries, problems, and measures for the open scenario."""
    own = session.own_data()
    text, _ = decoded(content, name)
    found = read_own(text, name, own.pest_library(), own.commodities())
    used = len(found.own.pests) + len(found.own.goods) + len(found.own.trade) + len(
        found.own.kinds) + len(found.measures)
    st.markdown(t("**{name}**: **{used}** of {total} entries can be used.", name=escaped(name),
                  used=used, total=found.count))
    own_faults.draw(found.faults, len(found.faults), f"own-yaml-{name}", t)
    replaced = [code for code in found.own.pests if code in own.pests]
    if replaced:
        st.warning(t("These are yours already and would be replaced: {pests}",
                     pests=", ".join(replaced)))
    if found.measures:
        st.markdown(t("Measures for the open scenario: {measures}", measures=escaped(
            t("; ").join(t.local(m.title) for m in found.measures))))
    if used and st.button(t("Keep the valid entries of {name}", name=name) if found.faults else
                          t("Take {name} over", name=name), key=f"own-yaml-take:{name}",
                          type="primary", icon=":material/check:"):
        with display.guard(t):
            _keep(own, found, t)


def _keep(own: OwnData, found: OwnFile, t: Translator) -> None:
    scenario = session.scenario()
    for measure in found.measures:
        scenario = with_measure(scenario, measure)
    session.keep(scenario)
    session.keep_own_data(own.joined(found.own))
    own_state.saved(t("Taken over. Pests: {pests}, commodities: {goods}, pathways: {kinds}, trade"
                      " figures: {figures}, measures: {measures}.", **_counts(found.own),
                      measures=len(found.measures)))
    st.rerun()
