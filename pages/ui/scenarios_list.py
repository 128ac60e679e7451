"""The list of the scenario library: search, filters, pages; all of it done by the database."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import (
    compute_store,
    display,
    scenarios_entry,
    scenarios_told,
    scenarios_use,
    session,
)
from pages.ui import scenarios_words as words
from pra_core.access import Actor
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.store.entries import Entry, Page

PER_PAGE = 20
ORDERS = {"changed": N_("Changed last"), "oldest": N_("Changed first"), "name": N_("Name"),
          "pest": N_("Pest"), "area": N_("PRA area")}
HEADS = {"name": N_("Name"), "pest": N_("Pest"), "commodity": N_("Commodity"),
         "origin": N_("Origin"), "area": N_("PRA area"), "version": N_("Version"),
         "changed": N_("Changed (UTC)"), "by": N_("Changed by"), "tags": N_("Tags"),
         "openness": N_("Handling")}
WIDTHS = {"name": 215, "pest": 135, "commodity": 125, "origin": 80, "area": 80, "version": 90,
          "changed": 125, "by": 110, "tags": 180}
ASKED = {"pest": N_("Pest"), "commodity": N_("Commodity"), "origin": N_("Origin"),
         "area": N_("PRA area")}
PAGE = "scenarios-page"


def draw(asking: Actor, t: Translator) -> None:
    """Filters, the page of the list, and the scenario chosen in it."""
    found = _found(asking, t)
    if not found.total and not compute_store.library().search(asking, size=1).total:
        said(t)
        return
    st.markdown("**" + (t("1 scenario") if found.total == 1 else
                        t("{count} scenarios", count=t.number(found.total, 9))) + "**")
    if not found.entries:
        st.markdown(t("No stored scenario passes every filter. Widen one of them."))
        said(t)
        return
    _table(found.entries, t)
    if any(one.approved for one in found.entries):
        st.caption(t("✔ approved version"))
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key=PAGE)
    chosen = _chosen(found.entries, t)
    st.divider()
    said(t)
    scenarios_entry.draw(chosen, asking, t)


def said(t: Translator) -> None:
    """What the library last said, beside what it is about; a deletion can be undone."""
    undo = scenarios_told.draw(t)
    if undo:
        st.button(t("Undo"), key="scenarios-undo", icon=":material/undo:",
                  on_click=scenarios_use.bring_back, args=(undo, t))


def _found(asking: Actor, t: Translator) -> Page[Entry]:
    """What the filters keep, the page asked for of it."""
    first, second, third = st.columns([4, 2, 2], vertical_alignment="bottom")
    text = first.text_input(t("Search"), key="scenarios-text", persist_state="session",
                            on_change=_first_page,
                            placeholder=t("name, pest, commodity, origin, area, tag, person or"
                                          " fingerprint"))
    order = second.selectbox(t("Order"), list(ORDERS), format_func=lambda one: t(ORDERS[one]),
                             key="scenarios-order", persist_state="session",
                             on_change=_first_page)
    mine = third.checkbox(t("Only my own"), key="scenarios-mine", persist_state="session",
                          on_change=_first_page)
    asked: dict[str, str] = {}
    with st.expander(t("More filters"), icon=":material/filter_list:"):
        columns = st.columns(5)
        for column, (name, title) in zip(columns, ASKED.items(), strict=False):
            asked[name] = column.text_input(t(title), key=f"scenarios-{name}",
                                            persist_state="session", on_change=_first_page) or ""
        tags = columns[4].text_input(t("Tags, separated by commas"), key="scenarios-tags",
                                     persist_state="session", on_change=_first_page)

    def searched(page: int) -> Page[Entry]:
        return compute_store.library().search(
            asking, text=text or "", pest=asked["pest"], commodity=asked["commodity"],
            origin=asked["origin"], area=asked["area"],
            tags=scenarios_use.tags_of(tags or ""), mine=bool(mine), order=order or "changed",
            page=page, size=PER_PAGE)

    page = session.shown(PAGE)
    found = searched(page - 1 if isinstance(page, int) else 0)
    if found.entries or not found.total:
        return found
    session.show(PAGE, 1)  # the last page went with what was deleted on it
    return searched(0)


def _first_page() -> None:
    """Another question begins on its first page."""
    session.show(PAGE, 1)


def _table(entries: tuple[Entry, ...], t: Translator) -> None:
    frame = pd.DataFrame([{
        "id": one.id, "name": one.name, "pest": t.local(one.pest_title) or one.pest,
        "commodity": t.local(one.commodity), "origin": t.local(one.origin),
        "area": t.local(one.area), "tags": t(", ").join(one.tags),
        "version": _version(one, t), "changed": f"{one.changed_at:%Y-%m-%d %H:%M}",
        "by": words.who(one.changed_by, t),
        "openness": words.class_words(one, t)} for one in entries])
    if not frame["tags"].any():
        frame = frame.drop(columns="tags")

    def row_chosen() -> None:
        rows = getattr(getattr(session.shown("table-scenarios"), "selection", None), "rows", [])
        if rows and rows[0] < len(frame):
            session.show(scenarios_use.CHOSEN, str(frame["id"].iloc[rows[0]]))

    display.table(frame, "scenarios", t, {c: (t(HEADS[c]), "text") for c in HEADS if c in frame},
                  WIDTHS, on_select=row_chosen, selection_mode="single-row")


def _version(one: Entry, t: Translator) -> str:
    if one.approved is None:
        return str(one.version)
    return t("{version} (✔ {approved})", version=one.version, approved=one.approved)


def _chosen(entries: tuple[Entry, ...], t: Translator) -> Entry:
    """The scenario shown in full: of this page, the one opened or saved last to begin with."""
    by_id = {one.id: one for one in entries}
    if session.shown(scenarios_use.CHOSEN) not in by_id:
        session.show(scenarios_use.CHOSEN, next(iter(by_id)))
    chosen = st.selectbox(t("Scenario to look at"), list(by_id), key=scenarios_use.CHOSEN,
                          format_func=lambda one: by_id[one].name)
    return by_id[str(chosen)]


def deleted(asking: Actor, t: Translator) -> None:
    """What was deleted and can be brought back."""
    library = compute_store.library()
    found = library.search(asking, deleted=True, page=0, size=PER_PAGE)
    if not found.total:
        st.markdown(t("Nothing was deleted."))
        return
    st.caption(t("A deleted scenario is in nobody's list and its links lead nowhere. Its history"
                 " comes back with it."))
    if found.total > len(found.entries):
        st.caption(t("The last {count} of {total} are shown.", count=len(found.entries),
                     total=t.number(found.total, 9)))
    for one in found.entries:
        with st.container(horizontal=True, vertical_alignment="center", key=f"gone-{one.id}"):
            st.markdown(words.deleted_line(one, t))
            st.button(t("Bring back"), key=f"back-{one.id}", icon=":material/undo:",
                      on_click=scenarios_use.bring_back, args=(one.id, t))
            if one.approved is None:
                _purge(one, t)


def _purge(one: Entry, t: Translator) -> None:
    with st.popover(t("Remove for good"), icon=":material/delete_forever:"):
        st.markdown(t("Every version of it will be gone. This cannot be undone."))
        st.button(t("Remove it for good"), key=f"purge-{one.id}", type="primary",
                  on_click=scenarios_use.purge, args=(one.id, one.name, t))
