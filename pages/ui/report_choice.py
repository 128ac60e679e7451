"""What the report holds, in which language, who signs it, and how openly it may be handled."""

from __future__ import annotations

import datetime as dt
from typing import cast

import streamlit as st

from pages.ui import (
    compute_report,
    compute_store,
    people_actor,
    people_class,
    session,
    session_report,
    session_stored,
)
from pra_core import __version__
from pra_core.access import Classification, Openness
from pra_core.errors import N_, PraError
from pra_core.i18n import LANGUAGES, Translator
from pra_core.report.content import ALWAYS, SECTIONS
from pra_core.report.provenance import Provenance, Signature
from pra_core.store.entries import Entry, Version
from pra_core.wording import escaped

BOTH = "both"
LANGUAGE, PARTS, OPENNESS, UNTIL = ("report-language", "report-parts", "report-openness",
                                    "report-until")
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}
OPENNESSES: dict[Openness, str] = {
    "open": N_("Open"), "internal": N_("Internal"), "confidential": N_("Confidential")}
PEOPLE = {"assessor": N_("Assessor"), "reviewer": N_("Reviewer"), "approver": N_("Approved by")}
LONGEST_NAME = 120


def languages(t: Translator) -> tuple[str, ...]:
    """The choice of one language, or of both side by side."""
    if session.shown(LANGUAGE) not in (*LANGUAGES, BOTH):
        session.show(LANGUAGE, session.language())
    chosen = st.segmented_control(
        t("Language of the report"), [*LANGUAGES, BOTH], key=LANGUAGE, required=True,
        persist_state="session",
        format_func=lambda one: LANGUAGE_NAMES.get(one) or t("both, side by side"))
    return LANGUAGES if chosen == BOTH else (str(chosen),)


def parts(t: Translator) -> tuple[str, ...]:
    """Which parts are printed; conclusions and origin always are."""
    free = [one for one in SECTIONS if one not in ALWAYS]
    if session.shown(PARTS) is None:
        session.show(PARTS, free)
    count = len(cast(list[str], session.shown(PARTS)))
    with st.expander(t("Parts: {count} of {all}", count=count + len(ALWAYS), all=len(SECTIONS)),
                     icon=":material/checklist:"):
        chosen = st.pills(
            t("Parts of the report"), free, selection_mode="multi", key=PARTS,
            persist_state="session", format_func=lambda one: t(SECTIONS[one]),
            help=t("First page, conclusions and origin of the numbers are always in."))
    return tuple(one for one in SECTIONS if one in ALWAYS or one in chosen)


def provenance(t: Translator) -> Provenance:
    """Names and dates of those who sign, and what the library knows of the scenario."""
    made = people_actor.today()
    entry, version = place()
    organisation = _name("organisation", t("Organisation"))
    signed = {}
    for role, title in PEOPLE.items():
        if role == "approver" and entry is not None:
            signed[role] = _approval(version, t)
            continue
        left, right = st.columns([3, 2])
        with left:
            usual = _own_name(t) if role == "assessor" else ""
            name = _name(role, t(title), usual)
        with right:
            day = _date(role, made if role == "assessor" else None, t)
        signed[role] = Signature(name, day if name else None)
    return Provenance(
        made, signed["assessor"], signed["reviewer"], signed["approver"], organisation,
        entry.name if entry else "", version.number if version else None,
        approved_version=bool(version and version.approved_at), software=__version__)


def classification(t: Translator) -> Classification:
    """The openness of the stored scenario; of one that is in no library, as chosen here."""
    stored = people_class.running(people_actor.actor())
    if stored is not None:
        words = escaped(people_class.words(stored, t))
        if place()[0] is None:
            st.warning(t("The scenario library does not say how openly this scenario may be"
                         " handled: **{openness}** is printed.", openness=words))
        else:
            st.markdown(t("Openness: **{openness}**, as set in the scenario library.",
                          openness=words))
        return stored
    if session.shown(OPENNESS) not in OPENNESSES:
        session.show(OPENNESS, "internal")
    chosen: Openness | None = st.segmented_control(
        t("Openness, printed on every page"), list(OPENNESSES), key=OPENNESS, required=True,
        format_func=lambda one: t(OPENNESSES[one]), persist_state="session")
    if chosen != "confidential":
        return Classification(openness=chosen or "internal")
    until = _day(st.text_input(
        t("Confidential until (year-month-day; empty = without end)"), key=UNTIL,
        persist_state="session", placeholder=people_actor.today().isoformat()), t)
    return Classification(openness="confidential", until=until)


def choice(t: Translator) -> compute_report.Choice:
    """All of it, drawn in one column."""
    spoken = languages(t)
    kept = parts(t)
    with st.container(border=True):
        st.markdown("###### " + t("Who and when"))
        people = provenance(t)
    handled = classification(t)
    return compute_report.Choice(spoken, kept, people, handled, written())


def quiet_provenance(t: Translator) -> Provenance:
    """The day, the organisation typed for the report, and who approved this version."""
    _, version = place()
    approver = Signature()
    if version is not None and version.approved_at is not None:
        approver = Signature(version.approved_by or t("local user"), version.approved_at.date())
    return Provenance(people_actor.today(), approver=approver, software=__version__,
                      organisation=str(session.shown("report-organisation") or "").strip())


def written() -> compute_report.Edits:
    """What was written by hand of the import requirements, in every language."""
    return tuple((language, part, edit) for language in LANGUAGES
                 for part, edit in sorted(session_report.edits(language).items()))


def place() -> tuple[Entry | None, Version | None]:
    """The entry of the scenario in use and, if it was not changed since, the version it is.

    Another seed or number of futures gives other numbers, so that is no version of it either.
    None where the scenario is in no library, or the library does not answer.
    """
    kept = session_stored.stored()
    if kept is None:
        return None, None
    asking = people_actor.actor()
    now = kept.version, session.scenario().fingerprint, session.seed(), session.draws()
    try:
        library = compute_store.library()
        entry, versions = library.entry(asking, kept.entry), library.history(asking, kept.entry)
    except PraError:
        return None, None  # `classification` then says so
    return entry, next((one for one in versions if now == (
        one.number, one.fingerprint, one.seed, one.draws)), None)


def _approval(version: Version | None, t: Translator) -> Signature:
    """Who approved a stored scenario is not typed: the library knows."""
    if version is None or version.approved_at is None:
        st.caption(t("Not approved in the scenario library in this form."))
        return Signature()
    name, day = version.approved_by or t("local user"), version.approved_at.date()
    st.caption(t("Approved by {name} on {date} (scenario library)", name=escaped(name),
                 date=day.isoformat()))
    return Signature(name, day)


def _own_name(t: Translator) -> str:
    """Who is logged in, or what was typed as one's name; empty where neither is known."""
    typed = session.user_name()
    return people_actor.actor().name or ("" if typed == t("local user") else typed)


def _name(role: str, title: str, usual: str = "") -> str:
    typed = st.text_input(title, key=f"report-{role}", placeholder=usual, max_chars=LONGEST_NAME,
                          persist_state="session")
    return typed.strip() or usual


def _date(role: str, usual: dt.date | None, t: Translator) -> dt.date | None:
    typed = st.text_input(t("Date"), key=f"report-{role}-date", persist_state="session",
                          placeholder=usual.isoformat() if usual else t("year-month-day"))
    return _day(typed, t) or usual


def _day(typed: str, t: Translator) -> dt.date | None:
    """A day as typed; None while nothing is, and with a word where it is none."""
    if not typed.strip():
        return None
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        st.error(t("“{typed}” is no date; it is left out. Allowed: a date like {example}.",
                   typed=escaped(typed.strip()), example=people_actor.today().isoformat()))
        return None
