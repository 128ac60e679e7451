"""Ports and airports with their distance to hosts, exposed regions, and where units land."""

from __future__ import annotations

import datetime as dt
from typing import cast

import streamlit as st

from pages.ui import display, session
from pra_core.errors import PraError
from pra_core.figures import landing_words as words
from pra_core.i18n import Translator
from pra_core.points_of_entry import KINDS
from pra_core.scenario import Scenario


def draw(scenario: Scenario, t: Translator) -> None:
    """The part of the view of hosts on points of entry."""
    st.subheader(t("Points of entry"))
    kinds = st.pills(t("Points of entry counted"), list(KINDS), selection_mode="multi",
                     format_func=lambda kind: t(words.KIND_TITLES[kind]), default=list(KINDS),
                     key=f"{session.generation()}:entry-kinds", persist_state="session")
    if kinds:
        rows = words.entry_rows(scenario, kinds, t)
        st.markdown(words.answer(scenario, rows, t))
        if len(rows) > words.MOST_ROWS:
            st.caption(t("The {count} nearest to suitable hosts are listed.",
                         count=words.MOST_ROWS))
        if not rows.empty:
            display.table(rows.head(words.MOST_ROWS), "entry-points", t,
                          words.entry_columns(scenario, t), height=320)
        st.subheader(t("Exposed regions"))
        st.caption(t("Suitable hosts of a region, each counted less the farther it lies from the"
                     " points of entry: e^(−distance / {reach} km), an assumed reach. The index"
                     " ranks regions; it is no share of arriving units.",
                     reach=t.number(scenario.landing.reach_km)))
        display.table(words.exposure_rows(scenario, kinds, t), "exposure", t,
                      words.exposure_columns(scenario, t), height=320)
    st.subheader(t("Where arriving produce ends up"))
    st.markdown(words.landing_words(scenario, t))
    _landing(scenario, t)


def _key(name: str) -> str:
    return f"{session.generation()}:landing-{name}"


def _landing(scenario: Scenario, t: Translator) -> None:
    with st.expander(t("Change where produce ends up"), icon=":material/edit_location:"):
        by = cast(words.By, st.radio(
            t("Arriving produce ends up"), list(words.BY_TITLES), key=_key("by"),
            format_func=lambda one: t(words.BY_TITLES[one]), persist_state="session",
            index=list(words.BY_TITLES).index(scenario.landing.by)))
        if by == "population":
            text, reach = "", None
        else:
            text = st.text_area(
                t("One place per line: its code and its share, adding up to 1"),
                words.typed_lines(scenario, by), key=_key(by), persist_state="session",
                help=t("Ports: UN/LOCODE, airports: IATA code, as in the table above. Areas: ISO"
                       " codes such as NZ or CN-GD."))
            reach = None if by == "areas" else st.number_input(
                t("Reach: distance over which the pull of a port falls to 37 % (km)"),
                value=scenario.landing.reach_km, key=_key("reach"), persist_state="session")
        try:
            changed = words.with_landing(scenario, by, text, reach, session.user_name(),
                                         dt.date.today())
        except PraError as error:
            display.problems(error, t, t("In use is still: {value}",
                                         value=words.landing_words(scenario, t)))
            return
        st.button(t("Use this"), key=_key("use"), type="primary", on_click=_take,
                  args=(changed,), disabled=_same(scenario, changed))


def _take(changed: Scenario) -> None:
    session.keep(changed)


def _same(scenario: Scenario, changed: Scenario) -> bool:
    a, b = scenario.landing, changed.landing
    return (a.by, a.ports, a.areas) == (b.by, b.ports, b.areas) and (
        a.by != "ports" or a.reach_km == b.reach_km)
