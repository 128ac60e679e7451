"""Where an assessment starts: what the scenario library already holds on the same pest and area."""

from __future__ import annotations

import streamlit as st

from pages.ui import people_actor, scenarios_use, scenarios_words, session, start_state
from pages.ui.start_state import Selection
from pra_core.i18n import Translator
from pra_core.overlap import Subject
from pra_core.pest_library import PestRecord
from pra_core.reference_places import region_names

MEMO = "start-overlap"
MOST = 5


def draw(chosen: Selection, t: Translator) -> None:
    """A warning for each stored assessment that overlaps, with the way to it."""
    record = chosen.record
    if record is None or not chosen.countries:
        return
    asking = people_actor.actor()
    key = chosen.key, asking.key
    memo = session.shown(MEMO)
    if not isinstance(memo, tuple) or memo[0] != key:
        memo = key, scenarios_words.overlapping(asking, _subject(record, chosen))
        session.show(MEMO, memo)
    for one in memo[1][:MOST]:
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.warning(scenarios_words.overlap_words(one, t), icon=":material/content_copy:")
        button.button(t("Open it"), key=f"overlap-{one.entry}", width="stretch",
                      on_click=_open, args=(one.entry, t))
    if len(memo[1]) > MOST:
        st.caption(t("and {count} more in the scenario library", count=len(memo[1]) - MOST))


def _subject(record: PestRecord, chosen: Selection) -> Subject:
    """What was chosen so far; goods and origin may still be open."""
    names = region_names()
    return Subject(
        pest=record.name, eppo_code=record.eppo_code, countries=chosen.countries,
        commodity=chosen.goods.title if chosen.goods is not None else {},
        origin=start_state.listed([names.get(code, {"en": code}) for code in chosen.origin])
        if chosen.origin else {})


def _open(entry_id: str, t: Translator) -> None:
    scenarios_use.open_version(entry_id, None, t)
    session.open_pest_view("scenario")
