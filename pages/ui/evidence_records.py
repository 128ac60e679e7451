"""Interception records: typed or from a table, what they say, and their use."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute_evidence, display, session
from pages.ui.evidence_forms import guard, key
from pages.ui.evidence_trial import judged
from pra_core.errors import N_, PraError
from pra_core.figures import evidence as figures
from pra_core.figures import evidence_record_words as words
from pra_core.i18n import Translator
from pra_core.interception import Posterior, Record
from pra_core.interception_records import with_posterior
from pra_core.pathway import Pathway
from pra_core.scenario import Scenario
from pra_core.wording import escaped

REASON = N_("Interception records: {hits} detections in {lots} lots, read as a posterior of the"
            " inputs before")


def draw(scenario: Scenario, t: Translator) -> None:
    """Prior and posterior, the records, what to expect, use."""
    top = st.container()
    st.subheader(t("The records"))
    left, right = st.columns(2)
    with left:
        pathway = _pathway(scenario, t)
    with right:
        place = st.selectbox(t("Where the lots were inspected"), list(words.PLACES),
                             key=key("inspected-at"), persist_state="session", index=3,
                             format_func=lambda one: t(words.PLACE_TITLES[one]))
    edited = _rows(t)
    _upload(t)
    _told(pathway, t)
    with guard(t):
        records = words.records(edited)
        if not records:
            top.markdown(words.before_any(pathway, t))
            return
        refuted = words.impossible(pathway, records, t)
        if refuted:
            top.error(refuted)
            return
        found = compute_evidence.posterior(scenario, pathway.id, records, words.PLACES[place])
        with top:
            _learned(pathway, found, records, t)
        for line in words.notes(pathway, found, t):
            display.note(line)
        _use(pathway, found, records, t)
        st.subheader(t("Do the records fit?"))
        display.table(words.check_table(records, found, t), "records-check", t,
                      words.check_columns(t))
    st.caption(words.method(t))


def _pathway(scenario: Scenario, t: Translator) -> Pathway:
    ways = {p.id: p for p in scenario.pathways}
    chosen = st.selectbox(t("Pathway"), list(ways), key=key("pathway"),
                          persist_state="session",
                          format_func=lambda one: t.local(ways[one].title))
    return ways[chosen]


def _rows(t: Translator) -> pd.DataFrame:
    """Rows to edit; what was typed outlives a visit to another page."""
    widget = _widget()
    start, kept = session.shown(f"{widget}:start"), session.shown(f"{widget}:kept")
    if not isinstance(start, pd.DataFrame):
        start = words.frame(())
    elif session.shown(widget) is None and isinstance(kept, pd.DataFrame):
        start = kept
    session.show(f"{widget}:start", start)
    titles = words.titles(t)
    edited = st.data_editor(
        start, key=widget, num_rows="dynamic", hide_index=True, width="stretch",
        placeholder="",
        column_config={name: st.column_config.Column(title, width="small")
                       for name, title in titles.items()})
    session.show(f"{widget}:kept", edited)
    return edited


def _fresh(records: tuple[Record, ...]) -> None:
    """Rows that replace those of the table."""
    session.show(key("records-turn"), _turn("records-turn") + 1)
    session.show(f"{_widget()}:start", words.frame(records))


def _turn(name: str) -> int:
    """How often a widget was replaced by a fresh one."""
    turn = session.shown(key(name))
    return turn if isinstance(turn, int) else 0


def _widget() -> str:
    """The key of the rows; new rows have a new one, so that no former edit clings to them."""
    return key(f"records-rows-{_turn('records-turn')}")


def _upload(t: Translator) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    right.button(t("Show an example"), key="records-example", on_click=_fresh,
                 args=(words.EXAMPLE,), icon=":material/visibility:", width="stretch")
    place = key(f"records-file-{_turn('records-file-turn')}")
    given = left.file_uploader(t("Interception records as CSV"), key=place,
                               type=["csv", "tsv", "txt"], help=words.columns_help(t),
                               on_change=_read, args=(place,))
    right.download_button(t("Template"), words.template(t).encode("utf-8-sig"), "interceptions.csv",
                          "text/csv", key="interceptions-template", on_click="ignore",
                          icon=":material/download:", width="stretch")
    if given is not None:
        with guard(t):
            records = compute_evidence.table(given.getvalue())
            st.caption(t("{file}: rows put into the table above: {count}.",
                         file=escaped(given.name), count=t.number(len(records), 6)))


def _read(place: str) -> None:
    given = session.shown(place)
    if given is None:
        return
    try:
        records = compute_evidence.table(given.getvalue())  # type: ignore[attr-defined]
    except PraError:
        return  # the page shows every problem; the rows stay
    _fresh(records)


def _learned(pathway: Pathway, found: Posterior, records: tuple[Record, ...], t: Translator
             ) -> None:
    if words.is_example(records):
        display.note(t("**An example, not data.** The charts show what such records would teach."
                       " Replace every row of the example to get an answer."))
    else:
        display.sentence(words.answer(pathway, found, records, t))
    left, right = st.columns(2)
    with left:
        if words.fixed(pathway.prevalence.distribution):
            st.markdown(t("Prevalence is fixed in this scenario, so no record can change it. Give"
                          " it a range on the page “Entry” first."))
        else:
            display.chart(figures.learned(
                prior=pathway.prevalence.distribution, curve=found.prevalence_curve,
                title=t("Infested units at origin"), shares=True, t=t), "records-prevalence", t,
                t("Prevalence before and after the records"))
    if found.shape_curve is not None and pathway.lot_shape is not None:
        with right:
            display.chart(figures.learned(
                prior=pathway.lot_shape.distribution, curve=found.shape_curve,
                title=t("Lot-to-lot shape κ"), shares=False, t=t), "records-shape", t,
                t("Lot shape before and after the records; the smaller κ, the more lots differ"))
    display.table(words.quantity_table(pathway, found, t), "records-quantities", t,
                  words.quantity_columns(t))


def _use(pathway: Pathway, found: Posterior, records: tuple[Record, ...], t: Translator) -> None:
    left, right = st.columns([1, 2], vertical_alignment="center")
    reason = _why_not(pathway, records, t)
    left.button(t("Use it in the scenario"), type="primary", key="records-use", on_click=_take,
                args=(pathway.id, found, records), width="stretch", disabled=bool(reason))
    right.caption(reason or t(
        "Prevalence and lot shape of this pathway are replaced; “Undo the change” on the page"
        " “Entry” brings them back. Used records become part of the present inputs and leave the"
        " table, so that they are not counted twice."))


def _why_not(pathway: Pathway, records: tuple[Record, ...], t: Translator) -> str:
    """Why the records cannot be used; empty if they can."""
    if words.is_example(records):
        return t("The example cannot be used: replace its rows.")
    twice = words.used_before(pathway, records)
    if twice:
        return t("Already in the present inputs: {records}. Delete what was used, or give it"
                 " another name if these are other lots.",
                 records=escaped(t("; ").join(words.record_words(r, t) for r in twice)))
    if words.fixed(pathway.prevalence.distribution):
        return t("Prevalence is fixed in this scenario, so the records change nothing in it.")
    return ""


def _told(pathway: Pathway, t: Translator) -> None:
    """What was just taken over, and on which records the present prevalence rests."""
    if session.shown(key("records-used")):
        st.success(t("In use. Prevalence starts from the new inputs now; the table is ready for"
                     " the next records."))
        session.show(key("records-used"), None)
    rests = words.used(pathway, t)
    if rests:
        st.caption(escaped(rests))


def _take(pathway_id: str, found: Posterior, records: tuple[Record, ...]) -> None:
    scenario = session.scenario()
    pathway = next(p for p in scenario.pathways if p.id == pathway_id)
    source = judged(REASON, hits=sum(r.detections for r in records),
                    lots=sum(r.lots for r in records)).model_copy(
        update={"note": words.used_note(pathway, records)})
    session.keep(with_posterior(scenario, pathway_id, found, source))
    session.show(key("records-used"), True)
    session.show(key("records-file-turn"), _turn("records-file-turn") + 1)
    _fresh(())
