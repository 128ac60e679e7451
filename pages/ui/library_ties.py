"""What ties a new measure to those of the scenario: twins, group, exclusions, practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui import library_inputs, session
from pra_core.figures import measure_form_words as words
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.measure_library import Entry, likely_group, practised
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.wording import escaped

NONE = ""


def twins(entry: Entry, found: Sequence[Measure], key: str, t: Translator) -> bool:
    """The warning where the scenario has the measure already; whether it is wanted all the same."""
    if not found:
        return True
    st.warning(words.twin_warning(entry, found, session.scenario(), t),
               icon=":material/content_copy:")
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        wanted = st.checkbox(t("Add it all the same, as another form"), key=f"{key}:again",
                             persist_state="session")
    with right:
        st.button(t("Open “{measure}” instead", measure=t.local(found[0].title)),
                  key=f"{key}:open", on_click=_open, args=(found[0].id,), width="stretch")
    return wanted


def _open(measure_id: str) -> None:
    session.show("library-view", "own")
    session.show("own-next", measure_id)


def practice(entry: Entry, scenario: Scenario, found: Sequence[Measure], key: str, t: Translator
             ) -> Parameter | None:
    """Survivors in practice per survivor in the trial, as another treatment here has it."""
    others = practised(entry, scenario)
    if not others:
        return None
    by_id = {one.id: one for one in others}
    twin = next((m.id for m in found if m.id in by_id), NONE)
    chosen = st.selectbox(
        words.field_title("survivor_factor", t), [NONE, *by_id], key=f"{key}:practice",
        index=[NONE, *by_id].index(twin if found else others[0].id), persist_state="session",
        format_func=lambda one: words.practice_words(by_id[one], t) if one else
        t("as in the trial: nothing is added"))
    st.caption(t("Commercial treatment is seldom as even as a trial. Other treatments of this"
                 " scenario are corrected for it; without it this one looks better than they do."))
    if chosen == NONE:
        return None
    factor = next(e.survivor_factor for e in by_id[chosen].effects
                  if e.survivor_factor is not None)
    told = t("Taken over from {measure}.", measure=t.local(by_id[chosen].title))
    return factor.model_copy(update={"source": library_inputs.source(told)})


def ties(entry: Entry, scenario: Scenario, found: Sequence[Measure], key: str, t: Translator
         ) -> dict[str, Any]:
    """Group, exclusions and feasibility, each with what the scenario suggests."""
    decided: dict[str, Any] = {}
    if scenario.groups and not entry.per_founding and not entry.prohibits:
        groups = [NONE, *(g.id for g in scenario.groups)]
        decided["group"] = st.selectbox(
            words.field_title("group", t), groups, key=f"{key}:group", persist_state="session",
            index=groups.index(likely_group(entry, scenario) or NONE),
            format_func=lambda one: words.group_words(one, scenario, t) if one else
            t("none: it fails on its own")) or None
        st.caption(t("Proposed is the group of similar measures of this scenario: the same"
                     " operator, packhouse or inspector."))
    if found:
        decided["excludes"] = tuple(st.multiselect(
            words.field_title("excludes", t), [m.id for m in scenario.measures],
            default=[] if entry.inspects else [m.id for m in found], key=f"{key}:excludes",
            format_func=lambda one: t.local(scenario.measure(one).title), placeholder=t("none")))
    return decided | _feasibility(entry, found, key, t)


def _feasibility(entry: Entry, found: Sequence[Measure], key: str, t: Translator
                 ) -> dict[str, Any]:
    closest = found[0] if found else None
    refused = closest is not None and not closest.feasible
    feasible = st.toggle(t("Feasible for this commodity"), entry.feasible and not refused,
                         key=f"{key}:feasible")
    ground = closest.feasibility if closest is not None and refused else entry.feasibility
    if closest is not None and refused:
        st.caption(t("Taken over from {measure}, which is held to be not feasible here.",
                     measure=escaped(t.local(closest.title))))
    return {"feasible": feasible, "feasibility": library_inputs.local_text(
        f"{key}:feasibility", words.field_title("feasibility", t), t, ground,
        long=True, needed=True)}
