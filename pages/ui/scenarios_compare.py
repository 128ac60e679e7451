"""Two stored versions, or one and the scenario in use: what differs, and what that does."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.ui import compute, compute_store, display, scenarios_use, session
from pages.ui.scenarios_use import LEFT, RIGHT, RUNNING
from pra_core.access import Actor
from pra_core.figures import change_words, decision, version_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.scenario_changes import changes
from pra_core.store.entries import Entry
from pra_core.wording import escaped

OFFERED = 50
OPENED = "compare-opened"
"""Versions already looked at in this visit: they never change, and are noted once."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared."""

    name: str
    scenario: Scenario


def draw(asking: Actor, t: Translator) -> None:
    """The two, the answer, the chart, and every difference."""
    answer = st.container()
    columns = st.columns(2)
    sides = []
    for column, place, title in zip(columns, (LEFT, RIGHT), (t("First"), t("Second")),
                                    strict=True):
        with column:
            sides.append(_side(place, title, asking, t))
    if sides[0] is None or sides[1] is None:
        with answer:
            st.markdown(t("Choose two stored scenarios, or two versions of one."))
        return
    _compared(sides[0], sides[1], answer, t)


def _side(place: str, title: str, asking: Actor, t: Translator) -> Side | None:
    library = compute_store.library()
    text = st.text_input(t("Find ({side})", side=title), key=f"{place}-find",
                         persist_state="session", placeholder=t("name, pest, tag …"))
    found = {one.id: one for one in library.search(asking, text=text or "",
                                                   size=OFFERED).entries}
    held = str(session.shown(place) or "")
    if held not in ("", RUNNING, *found):
        found[held] = library.entry(asking, held)
    if held not in (RUNNING, *found):
        session.show(place, RUNNING if place == RIGHT or not found else next(iter(found)))
    chosen = st.selectbox(
        title, [RUNNING, *found], key=place, persist_state="session",
        format_func=lambda one: found[one].name if one in found else t("The scenario in use"))
    if chosen is None or chosen == RUNNING:
        running = session.scenario()
        return Side(version_words.name_of(t.local(running.title), None, t), running)
    return _stored(place, found[chosen], asking, t)


def _stored(place: str, entry: Entry, asking: Actor, t: Translator) -> Side:
    numbers = [one.number for one in compute_store.library().history(asking, entry.id)]
    key = scenarios_use.version_key(place, entry.id)
    if session.shown(key) not in numbers:
        session.show(key, numbers[0])
    number = st.selectbox(t("Version"), numbers, key=key, persist_state="session")
    opened: dict[tuple[str, str, int], Scenario] = dict(session.shown(OPENED) or {})  # type: ignore[call-overload]
    which = asking.key, entry.id, int(number or numbers[0])
    if which not in opened:
        opened[which] = compute_store.library().open(asking, entry.id, which[2]).scenario
        session.show(OPENED, dict(list(opened.items())[-8:]))
    return Side(version_words.name_of(entry.name, which[2], t), opened[which])


def _compared(left: Side, right: Side, answer: st.delta_generator.DeltaGenerator, t: Translator
              ) -> None:
    found = changes(left.scenario, right.scenario)
    with st.spinner(t("Assessing both …")):
        after = [compute.assessed(one.scenario) for one in (left, right)]
        before = [compute.baseline(one.scenario) for one in (left, right)]
    table = change_words.table(found, t, right.scenario.consequences.currency)
    with answer:
        display.sentence(version_words.headline(len(table), after[0], after[1], t))
    names = [left.name, right.name]
    display.chart(
        decision.chance(estimates=version_words.estimates(names, after, t), t=t,
                        draws=after[0].draws, confidence=right.scenario.alop.confidence),
        "compare", t, t("Share of simulated futures within the ALOP, with its 95 % interval"),
        code=t("{first} and {second}", first=left.scenario.fingerprint,
               second=right.scenario.fingerprint))
    st.subheader(t("Results, on the same simulated futures"))
    display.prose(version_words.results(before, after, t), "compare-results", t,
                  {"what": t("Result"), "left": names[0], "right": names[1]})
    st.subheader(t("What differs"))
    if table.empty:
        st.markdown(t("Nothing: {left} and {right} hold the same.", left=escaped(names[0]),
                      right=escaped(names[1])))
        return
    display.prose(table, "compare-inputs", t,
                  {"what": t("What"), "before": names[0], "after": names[1]})
