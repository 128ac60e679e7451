"""Who saw and who changed what, with filters; for administrators and the local user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from pages.ui import compute_store, display, people_door, session
from pra_core.access import ACTIONS, LOCAL_KEY, Action, Actor
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.store.entries import AuditLine

SIZE, LONGEST_DOWNLOAD, LONGEST_PAGE = 50, 20_000, 500
DONE: dict[str, str] = {
    "arrived": N_("logged in for the first time"), "opened": N_("opened"),
    "followed": N_("opened by a link"), "refused": N_("was refused"),
    "created": N_("saved as new"), "saved": N_("saved a version"),
    "restored": N_("went back to an older version"), "renamed": N_("renamed"),
    "tagged": N_("changed the tags"), "deleted": N_("deleted"), "undeleted": N_("took back"),
    "purged": N_("deleted for good"), "shared": N_("changed who may open it"),
    "classified": N_("changed its openness"), "approved": N_("approved"),
    "linked": N_("made a link"), "revoked": N_("withdrew a link"), "role": N_("gave a role"),
    "copied": N_("copied as a scenario of their own"), "exported": N_("exported"),
    "imported": N_("imported a library"), "restored_library": N_("restored a library"),
}
VISIBILITY: dict[str, str] = {"private": N_("private"), "named": N_("shared with named people"),
                              "open": N_("open to everybody with a role")}
OPENNESS: dict[str, str] = {"open": N_("Open"), "internal": N_("Internal"),
                            "confidential": N_("Confidential")}
HEADS = {"at": N_("When (UTC)"), "who": N_("Who"), "done": N_("Did"), "entry": N_("Scenario"),
         "version": N_("Version"), "detail": N_("Details"), "key": N_("Account")}
Filters = dict[str, Any]


def draw(asking: Actor, t: Translator) -> None:
    """Filters, one page of lines, and all of them as a file."""
    chosen = _filters(t)
    library = compute_store.library()
    page = int(str(session.shown("log-page") or 1))
    found = library.audit(asking, None, page - 1, SIZE, **chosen)
    if not found.entries and page > 1:
        _first_page()
        found = library.audit(asking, None, 0, SIZE, **chosen)
    if found.total > SIZE:
        st.pagination(-(-found.total // SIZE), key="log-page")
    if not found.total:
        st.info(t("Nothing in the log fits these filters."))
        return
    names = {one.key: one.name or one.email or one.key for one in library.people(asking)}
    display.table(frame(found.entries, names, t), "log", t, {
        name: (t(head), "text") for name, head in HEADS.items()},
        widths={"detail": 330, "key": 150})
    if found.total > SIZE:
        # The file is written after the run, where nobody can be asked for person or language.
        st.download_button(
            t("All {count} lines (CSV)", count=found.total),
            lambda: _file(asking, chosen, names, t), "log.csv", "text/csv", key="log-all",
            on_click="ignore", icon=":material/download:")


def _file(asking: Actor, chosen: Filters, names: Mapping[str, str], t: Translator) -> bytes:
    """All lines that fit the filters, the latest first, to whoever still may read them."""
    library, lines = compute_store.library(), list[AuditLine]()
    asking = library.known(asking)
    for page in range(LONGEST_DOWNLOAD // LONGEST_PAGE):
        more = library.audit(asking, None, page, LONGEST_PAGE, **chosen)
        lines.extend(more.entries)
        if len(lines) >= more.total:
            break
    heads = {name: t(head) for name, head in HEADS.items()}
    return display.csv_bytes(frame(lines, names, t).rename(columns=heads))


def _filters(t: Translator) -> Filters:
    who, done, since, until = st.columns([2, 2, 1, 1])
    person = who.text_input(t("Who (part of a name or account)"), key="log-who",
                            on_change=_first_page)
    action = done.selectbox(t("What was done"), list(DONE), index=None, key="log-done",
                            placeholder=t("everything"), on_change=_first_page,
                            format_func=lambda one: t(DONE[one]))
    first = since.date_input(t("First day"), value=None, key="log-since", on_change=_first_page,
                             format="YYYY-MM-DD")
    last = until.date_input(t("Last day"), value=None, key="log-until", on_change=_first_page,
                            format="YYYY-MM-DD")
    return {"person": person or "", "action": action or "",
            "since": _moment(first, dt.time.min), "until": _moment(last, dt.time.max)}


def _first_page() -> None:
    session.show("log-page", 1)


def _moment(day: object, time: dt.time) -> dt.datetime | None:
    return dt.datetime.combine(day, time, dt.UTC) if isinstance(day, dt.date) else None


def frame(lines: Sequence[AuditLine], names: Mapping[str, str], t: Translator) -> pd.DataFrame:
    """The lines in words; `names` of people by their accounts."""
    return pd.DataFrame([{
        "at": f"{line.at:%Y-%m-%d %H:%M:%S}", "who": who(line, t),
        "done": t(DONE[line.action]) if line.action in DONE else line.action,
        "entry": line.entry_name, "version": str(line.version or ""),
        "detail": detail(line.action, line.detail, names, t), "key": line.key,
    } for line in lines], columns=list(HEADS))


def who(line: AuditLine, t: Translator) -> str:
    """Name of whoever did it."""
    return line.name or (t("local user") if line.key == LOCAL_KEY else line.key)


def detail(action: str, given: Mapping[str, Any], names: Mapping[str, str], t: Translator) -> str:
    """What changed from what to what."""
    if action == "role":
        return t("{name}: {before} → {after}", name=given.get("name") or given.get("person", ""),
                 before=_role(given.get("before"), t), after=_role(given.get("after"), t))
    if action == "arrived":
        return _role(given.get("role"), t)
    if action == "shared":
        return t("{before} → {after}; readers: {readers}; editors: {editors}",
                 before=_word(VISIBILITY, given.get("before"), t),
                 after=_word(VISIBILITY, given.get("after"), t),
                 readers=_people(given.get("readers"), names, t),
                 editors=_people(given.get("editors"), names, t))
    if action == "classified":
        return t("{before} → {after}", before=_class(given.get("before"), t),
                 after=_class(given.get("after"), t))
    if action in ("renamed", "tagged"):
        return t("{before} → {after}", before=_plain(given.get("before"), t),
                 after=_plain(given.get("after"), t))
    if action == "restored":
        return t("as version {number}", number=given.get("from", ""))
    if action == "refused":
        asked = t("asked for {id}", id=given.get("asked_for", ""))
        wanted = ACTIONS.get(cast(Action, given.get("action")))
        return t("{what}: {detail}", what=t(wanted), detail=asked) if wanted else asked
    if action == "exported":
        return t("{count} scenarios in one file", count=given["entries"]) if given else ""
    return ", ".join(_plain(value, t) for value in given.values())


def _role(role: object, t: Translator) -> str:
    return _word(people_door.ROLE_NAMES, role, t) if role else t("no role")


def _word(words: Mapping[str, str], value: object, t: Translator) -> str:
    return t(words[str(value)]) if str(value) in words else str(value or "")


def _class(given: object, t: Translator) -> str:
    if not isinstance(given, Mapping):
        return ""
    word = _word(OPENNESS, given.get("openness"), t)
    until = given.get("until")
    return t("Confidential until {date}", date=until) if until else word


def _plain(value: object, t: Translator) -> str:
    return _listed(value, t) if isinstance(value, list) else str(value or "")


def _people(keys: object, names: Mapping[str, str], t: Translator) -> str:
    known = [names.get(str(key), str(key)) for key in keys] if isinstance(keys, list) else []
    return _listed(known, t)


def _listed(values: object, t: Translator) -> str:
    return t(", ").join(map(str, values)) if isinstance(values, list) and values else "–"
