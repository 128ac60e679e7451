"""Hosts: how many grow where the pest could live, from which table or file, and what counts."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import streamlit as st

from pages.ui import climate_entry_points, compute, display, forms, session
from pra_core import hosts
from pra_core.distribution import Fixed
from pra_core.errors import N_, PraError
from pra_core.figures import host_words as words
from pra_core.hosts import HostFile
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import QUANTITIES, Parameter, Source
from pra_core.scenario import Scenario

TYPES = ["csv", "geojson", "json", "tif", "tiff"]
NONE, OWN = "", "own"
"""Choices beside the shipped tables: no hosts, and what the scenario or a file gives."""
VALUES = {"share": N_("Share of the pixel under host (0 to 1)"),
          "hectares": N_("Hectares in the pixel")}
TYPED = N_("Typed in the workbench; loss below this density is not counted as important.")
QUANTITY = "important_loss"
LOSS = f"consequences.{QUANTITY}"


def draw(scenario: Scenario, t: Translator) -> None:
    """Sentence, tables and file, sources, and the loss from which an area counts."""
    try:
        st.markdown(words.answer(scenario, compute.baseline(scenario), t))
        told = words.remarks(scenario, t)
    except PraError as error:
        display.problems(error, t, t("Choose another table or file of hosts below."))
        told = []
    for line in told:
        st.caption(line)
    _choice(scenario, t)
    _file(scenario, t)
    if scenario.hosts is not None:
        with display.guard(t):
            st.subheader(t("Hosts by country or region"))
            display.table(words.table(scenario, t), "hosts", t, words.columns(scenario, t))
            with st.expander(t("Where the hectares are known from"),
                             icon=":material/menu_book:"):
                display.prose(words.sources(scenario, t), "host-sources", t, {
                    "area": t("Country or region"), "year": t("Year"), "status": t("Status"),
                    "source": t("Source")})
    st.subheader(t("From which loss on does an area count?"))
    _important_loss(scenario, t)
    with display.guard(t):
        climate_entry_points.draw(scenario, t)


def _choice(scenario: Scenario, t: Translator) -> None:
    offered = [NONE, *words.fitting_tables(scenario)]
    given = scenario.hosts
    if given is None:
        used = NONE
    elif given.table in offered:
        used = str(given.table)
    else:
        offered, used = [*offered, OWN], OWN
    named = {NONE: t("Not given: spread evenly over the suitable area"),
             OWN: t("In use: {title}", title=t.local(given.title) if given else "")}
    key = f"{session.generation()}:hosts"
    if session.shown(key) not in offered or session.shown(f"{key}:was") != used:
        session.show(key, used)
        session.show(f"{key}:was", used)
    st.selectbox(t("Where the hosts grow"), offered, key=key, on_change=_take_table, args=(key,),
                 format_func=lambda name: named.get(name) or words.table_title(name, t),
                 help=t("Shipped tables with hosts in the PRA area, each row with its source."))


def _take_table(key: str) -> None:
    chosen = str(session.typed(key))
    began = session.original().hosts
    if began is not None and began.table == chosen:
        session.keep(session.scenario().changed(hosts=began))
    elif chosen != OWN:
        with suppress(PraError):
            session.keep(words.with_table(session.scenario(), chosen or None, session.user_name(),
                                          dt.date.today()))


def _file(scenario: Scenario, t: Translator) -> None:
    with st.expander(t("Bring your own file of hosts"), icon=":material/upload:"):
        st.markdown(words.explanation(t))
        for column, (kind, name, title) in zip(st.columns(3), (
                ("areas", "hosts-by-area.csv", t("Example: CSV by area")),
                ("points", "hosts-by-point.csv", t("Example: CSV by point")),
                ("shapes", "hosts.geojson", t("Example: GeoJSON"))), strict=True):
            with column:
                st.download_button(title, words.template(kind, scenario), name,
                                   key=f"host-template-{kind}", on_click="ignore",
                                   icon=":material/download:", width="stretch")
        values = st.radio(t("What a GeoTIFF holds"), list(VALUES), horizontal=True,
                          format_func=lambda v: t(VALUES[v]), persist_state="session",
                          key=f"{session.generation()}:host-values")
        file = st.file_uploader(
            t("Hosts (CSV, GeoJSON or GeoTIFF, at most {size} MB)", size=hosts.LARGEST_UPLOAD_MB),
            type=TYPES, key=f"{session.generation()}:host-file",
            max_upload_size=hosts.LARGEST_UPLOAD_MB)
        if file is None:
            return
        try:
            hosts.refuse_large(file.size, file.name)
            read = compute.host_file(file.getvalue(), file.name, scenario, str(values))
        except PraError as error:
            display.problems(error, t, t("Nothing of the file is used; the hosts stay as they"
                                         " were."))
            return
        st.markdown(words.file_words(read, t))
        st.button(t("Use these hosts"), key="host-use", type="primary", on_click=_take_file,
                  args=(read,), icon=":material/check:", disabled=words.in_use(scenario, read))


def _take_file(read: HostFile) -> None:
    session.keep(words.with_file(session.scenario(), read, session.user_name(), dt.date.today()))


def _important_loss(scenario: Scenario, t: Translator) -> None:
    title, currency = t(QUANTITIES[QUANTITY].title), scenario.consequences.currency
    st.markdown(t("The endangered area is where climate and hosts suit the pest **and** its loss"
                  " would be important (ISPM 5). Left out, any loss counts."))
    limit = scenario.consequences.important_loss
    if limit is not None:
        forms.parameters([(title, limit)], t, "establishment")
        st.button(t("Count any loss"), key="loss-none", on_click=_without_loss)
        return
    key = f"{session.generation()}:important-loss"
    st.number_input(t("{quantity} ({currency} per km² and year)", quantity=title,
                      currency=currency), value=None, key=key, on_change=_take_loss, args=(key,),
                    format="%.7g", placeholder=t("any loss counts"))
    typed = session.shown(key)
    if isinstance(typed, float | int) and typed < 0:
        display.refusal([t("The loss must not be below 0.")], t("Any loss still counts."))


def _take_loss(key: str) -> None:
    typed, running = session.typed(key), session.scenario()
    if not isinstance(typed, float | int) or typed < 0:
        return
    source = Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                    reason={one: translator(one)(TYPED) for one in LANGUAGES})
    impact = running.consequences
    limit = Parameter(name=LOSS, distribution=Fixed(value=float(typed)),
                      unit=f"{impact.currency}/km2/yr", source=source)
    session.keep(running.changed(consequences=impact.model_copy(
        update={"important_loss": limit})))


def _without_loss() -> None:
    running = session.scenario()
    session.keep(running.changed(consequences=running.consequences.model_copy(
        update={"important_loss": None})))
