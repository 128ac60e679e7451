"""Links: a stored one is followed with a check of access, a compressed one carries a draft."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pages.ui import (
    compute_store,
    people_actor,
    people_class,
    people_door,
    scenarios_use,
    session,
    session_access,
)
from pra_core import access
from pra_core.access import Actor, Classification, Holding
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.report.provenance import classification_words
from pra_core.scenario import Scenario
from pra_core.store.scenario_code import decode, encode, fits_link
from pra_core.wording import escaped

STORED, COMPRESSED = "link", "s"
LONGEST_ID = 64


def follow(asking: Actor, t: Translator) -> None:
    """Open what the address links to; the link then leaves the address, used or refused."""
    link, code = st.query_params.get(STORED, ""), st.query_params.get(COMPRESSED, "")
    if not link and not code:
        return
    for name in (STORED, COMPRESSED):
        if name in st.query_params:
            del st.query_params[name]
    try:
        session_access.tell("success", _stored(asking, link, t) if link else _compressed(code, t))
    except PraError as error:
        why = "; ".join(t.error(problem) for problem in error.problems)
        session_access.tell("error", escaped(t("The link was not opened: {why}", why=why)))


def _stored(asking: Actor, link: str, t: Translator) -> str:
    opened = compute_store.library().follow(asking, link[:LONGEST_ID])
    scenarios_use.begin(opened)
    entry = opened.entry
    session.open_pest_view("scenario")
    return t("Opened from a link: **{name}**, version {number}, {classification}.",
             name=escaped(entry.name), number=opened.version.number,
             classification=classification_words(entry.classification, people_actor.today(), t))


def _compressed(code: str, t: Translator) -> str:
    found = decode(code)
    session.start(found.scenario)
    scenarios_use.run_with(found.seed, found.draws)
    session.open_pest_view("scenario")
    return t("Opened from a link that carries the scenario itself: **{title}**. It is in no"
             " library until you save it.",
             title=escaped(t.local(session.scenario().title)))


def address(name: str, value: str) -> str:
    """The full address of a link to this workbench."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return f"{base}/?{name}={value}"


def compressed(asking: Actor, scenario: Scenario, seed: int, draws: int,
               classification: Classification) -> str:
    """An address that carries the scenario; PraError for a confidential or too large one."""
    holding = Holding(owner=asking.key, classification=classification)
    access.require(asking, "link", holding, people_actor.today())
    code = encode(scenario, seed, draws)
    if not fits_link(code):
        raise PraError("link_too_long", "", len(code))
    return address(COMPRESSED, code)


def draw_compressed(t: Translator) -> None:
    """A button that makes a link carrying the scenario in use, or says why there is none."""
    asking = people_actor.actor()
    if not asking.known:
        return
    if st.button(t("Make a link that carries this scenario"), key="link-compressed",
                 icon=":material/link:", width="stretch"):
        with people_door.guard(t):
            made = compressed(asking, session.scenario(), session.seed(), session.draws(),
                              people_class.running(asking) or Classification())
            st.code(made, language=None, wrap_lines=True)
            st.caption(t("Whoever has this address has the scenario: it stays in the history of"
                         " browsers and in logs on the way. For anything not public, save it and"
                         " share a stored link."))
