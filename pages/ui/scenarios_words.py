"""What the scenario library says in several places: who, when, how open, what overlaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pages.ui import compute_store, people_class, session
from pages.ui.people_settings import settings
from pages.ui.session_stored import Stored
from pra_core.access import ACTIONS, LOCAL_KEY, Actor, Visibility
from pra_core.errors import MESSAGES, N_, PraError
from pra_core.i18n import Translator
from pra_core.overlap import Overlap, Subject, subject_of
from pra_core.scenario import Scenario
from pra_core.store.entries import Entry
from pra_core.store.scenarios import ScenarioLibrary
from pra_core.wording import escaped

VISIBILITY: Mapping[Visibility, str] = {
    "private": N_("only the owner"), "named": N_("named people"), "open": N_("everybody")}
SHARED: Mapping[str, str] = {
    "pest": N_("pest"), "commodity": N_("commodity"), "origin": N_("origin"),
    "area": N_("PRA area")}
OVERLAP = "store-overlap"


def headline(library: ScenarioLibrary, asking: Actor, t: Translator) -> str:
    """How many scenarios are stored, how many are one's own, and what changed last."""
    every, own = library.search(asking, size=1), library.search(asking, mine=True, size=1)
    if not every.total:
        return t("**No scenario is stored yet.** Save the one in use with “Open or save” in the"
                 " bar on the left: every save keeps its history.")
    last = every.entries[0]
    count = (t("**1 scenario** is stored for you to open") if every.total == 1 else
             t("**{count} scenarios** are stored for you to open",
               count=t.number(every.total, 9)))
    return t("{count}, {own} of them your own. Changed last: **{name}** ({moment}).", count=count,
             own=t.number(own.total, 9), name=escaped(last.name),
             moment=escaped(changed(last, t)))


def who(name: str, t: Translator) -> str:
    """Somebody by name; the local user has none."""
    return name or t("the user of this machine")


def moment(at: dt.datetime, t: Translator) -> str:
    """Day and minute."""
    return t("{date} {time} UTC", date=at.date().isoformat(), time=at.strftime("%H:%M"))


def class_words(entry: Entry, t: Translator) -> str:
    """How openly it may be handled, as the report prints it."""
    return people_class.words(entry.classification, t)


def changed(entry: Entry, t: Translator) -> str:
    """When it was saved last, and by whom where somebody logs in."""
    if not entry.changed_by:
        return moment(entry.changed_at, t)
    return t("{moment}, {name}", moment=moment(entry.changed_at, t),
             name=entry.changed_by)


def subject(entry: Entry, t: Translator) -> str:
    """Pest, commodity, origin and PRA area in one line."""
    return t("{pest} on {commodity}, {origin} → {area}", area=escaped(t.local(entry.area)),
             pest=escaped(t.local(entry.pest_title) or entry.pest),
             commodity=escaped(t.local(entry.commodity)), origin=escaped(t.local(entry.origin)))


def visible_to(entry: Entry, asking: Actor, t: Translator) -> str:
    """Who can open it; where nobody logs in, whoever uses the workbench."""
    if asking.key != LOCAL_KEY:
        return t(VISIBILITY[entry.holding.visibility])
    if settings().trust_network:
        return t("everybody on the network")
    return t("whoever sits at this machine")


def deleted_line(entry: Entry, t: Translator) -> str:
    """A deleted entry: name, and when it was deleted."""
    at = moment(entry.deleted_at, t) if entry.deleted_at else ""
    return t("**{name}**, deleted {moment}", name=escaped(entry.name), moment=at)


def refused(code: str, asking: Actor, t: Translator) -> str:
    """Why nothing can be saved, as a sentence of its own."""
    who, saving = asking.name or asking.email or asking.key or "?", ACTIONS["create"]
    return escaped(t(MESSAGES[code], value=who, allowed=t(saving)))


def overlap_lines(asking: Actor, scenario: Scenario, place: Stored | None, t: Translator
                  ) -> list[str]:
    """One line per stored assessment that overlaps a scenario not yet saved; looked up once."""
    besides = place.entry if place is not None else ""
    key = (scenario.fingerprint, asking.key, besides)
    memo = session.shown(OVERLAP)
    if not isinstance(memo, tuple) or memo[0] != key:
        memo = key, overlapping(asking, subject_of(scenario), besides)
        session.show(OVERLAP, memo)
    return [overlap_words(one, t) for one in memo[1]]


def overlapping(asking: Actor, subject: Subject, besides: str = "") -> tuple[Overlap, ...]:
    """Stored assessments that overlap and may be read; none where the library stays shut."""
    if not asking.known:
        return ()
    try:
        return compute_store.library().overlapping(asking, subject, besides)
    except PraError:  # starting an assessment does not hang on the library
        return ()


def overlap_words(found: Overlap, t: Translator) -> str:
    """A stored assessment and what it has in common."""
    name = escaped(found.name)
    if found.same:
        return t("The library already holds an assessment of this pest, commodity, origin and PRA"
                 " area: **{name}**.", name=name)
    return t("The library holds an assessment that overlaps: **{name}** (in common: {shared}).",
             name=name, shared=t(", ").join(t(SHARED[one]) for one in found.shared))
