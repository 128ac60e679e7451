"""The shell around every page: navigation, language, scenario bar, seed and draws."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui import (
    draft_notice,
    first_steps,
    forms,
    people_actor,
    people_class,
    people_door,
    people_link,
    scenarios_work,
    session,
    session_access,
    training_banner,
    training_class_seat,
    training_kept,
)
from pra_core.access import LOCAL_KEY, Actor
from pra_core.errors import N_
from pra_core.i18n import Translator

PAGES_ROOT = Path(__file__).resolve().parents[1]

PAGES = {
    "1_pest": N_("Pest and pathway"),
    "2_entry": N_("Entry"),
    "3_establishment": N_("Establishment"),
    "4_spread": N_("Spread"),
    "5_consequences": N_("Consequences"),
    "6_measures": N_("Measures"),
    "7_sensitivity": N_("Sensitivity"),
    "9_report": N_("Report"),
    "scenarios": N_("Scenario library"),
    "elicitation": N_("Expert judgement"),
    "negotiation": N_("Negotiating table"),
    "dossier": N_("Dossier"),
    "library": N_("Measure library"),
    "evidence": N_("Evidence and inspection"),
    "data": N_("Data and sources"),
    "training": N_("Training"),
    "people": N_("People and access"),
    "method": N_("Method and sources"),
}
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}


def page_list(t: Translator) -> list[StreamlitPage]:
    """The pages in the order of ISPM 11; addresses come from file names, never from titles."""
    return [st.Page(str(PAGES_ROOT / f"{name}.py"), title=t(PAGES[name])) for name in PAGES]


def front_door(first: StreamlitPage) -> StreamlitPage:
    """What stands at `/`, where a default page has no other address: leads to the first step."""

    def lead() -> None:
        st.switch_page(first, query_params={"lang": session.language()})

    return st.Page(lead, default=True, visibility="hidden")


def steps(listed: list[StreamlitPage]) -> None:
    """Links to the pages; each carries the language, so that a copied address keeps it."""
    for page in listed:
        st.page_link(page, query_params={"lang": session.language()}, width="stretch")


def language_switch(t: Translator) -> None:
    session.show_language_in_switch()
    st.segmented_control(
        t("Language"),
        list(LANGUAGE_NAMES),
        format_func=LANGUAGE_NAMES.__getitem__,
        key=session.LANGUAGE_WIDGET,
        on_change=session.take_language_from_switch,
        required=True,
    )


def simulation(asking: Actor, t: Translator) -> None:
    """Seed, number of simulated futures, and the name recorded with typed values."""
    # The widgets are driven by their keys alone, which opening a scenario sets too.
    for key, held in (("seed_input", session.seed()), ("draws_input", session.draws())):
        if session.shown(key) is None:
            session.show(key, held)
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        session.set_seed(
            st.number_input(
                t("Seed"),
                min_value=0,
                max_value=2**31 - 1,
                step=1,
                key="seed_input",
                help=t("The same seed gives the same simulated futures, on every machine."),
            )
        )
    with right:
        session.set_draws(
            st.number_input(
                t("Simulated futures"),
                min_value=500,
                max_value=100_000,
                step=500,
                key="draws_input",
                help=t("More simulated futures narrow the Monte Carlo error and take longer."),
            )
        )
    account = "" if asking.key == LOCAL_KEY else asking.name
    session.set_user_name(
        st.text_input(
            t("Your name"),
            key="user_name_input",
            placeholder=account or t("local user"),
            help=t("Recorded as assessor, with the reason, for every value you type."),
        ) or account
    )


def _name(current: StreamlitPage) -> str:
    """The name of the page as in `PAGES`; empty for the front door."""
    return next((n for n in PAGES if n.split("_", 1)[-1] == current.url_path), "")


def _run(current: StreamlitPage, listed: list[StreamlitPage], asking: Actor, t: Translator
         ) -> None:
    """The page with its help, or why it is closed."""
    name = _name(current)
    if people_door.locked(name, asking):
        people_door.tell(name, asking, t)
    elif not training_banner.above(name, t):
        return
    else:
        first_steps.above(name, dict(zip(PAGES, listed, strict=True)), t)
        _body(current, name, t)


def _body(current: StreamlitPage, name: str, t: Translator) -> None:
    """The page itself; results of a draft say what it lacks."""
    if session.drafting() and name in draft_notice.RESULT_PAGES:
        draft_notice.draw(t(PAGES[name]), t)
    else:
        current.run()


def _workbench(current: StreamlitPage, listed: list[StreamlitPage], asking: Actor,
               t: Translator) -> None:
    """The sidebar and the page of whoever may compute here."""
    session_access.keep_handled(people_class.running(asking))
    with st.sidebar:
        scenario_bar = st.container()
        steps(listed)
        st.divider()
        language_switch(t)
        simulation(asking, t)
        fingerprint = st.empty()
        people_door.account(asking, t)
    people_door.news()
    scenarios_work.offer(asking, t)
    with people_door.guard(t):
        _run(current, listed, asking, t)
    session_access.drop_news()
    training_class_seat.keep()
    training_kept.keep()
    # After the page, so that the bar and the fingerprint show what was just typed there.
    with scenario_bar:
        people_class.show(t)
        forms.scenario_bar(t)
    code = session.scenario().fingerprint
    fingerprint.caption(t("Scenario fingerprint: {code}", code=code))
    scenarios_work.keep(asking, t)


def _outside(current: StreamlitPage, listed: list[StreamlitPage], asking: Actor,
             t: Translator) -> None:
    """What somebody without account or role sees: why, in which language, and classes."""
    with st.sidebar:
        language_switch(t)
        people_door.account(asking, t)
    with people_door.guard(t):
        _run(current, listed, asking, t)
    training = listed[list(PAGES).index("training")]
    if people_door.locked(_name(current), asking):
        st.divider()
        st.page_link(training, label=t("Join a class by its code: trainees need no account"),
                     query_params={"lang": session.language()}, icon=":material/school:")


def main() -> None:
    t = session.translator()
    st.set_page_config(page_title=t("PRA workbench"), layout="wide")
    listed = page_list(t)
    current = st.navigation([front_door(listed[0]), *listed], position="hidden")
    session.show_language_in_address()
    with people_door.guard(t):
        training_class_seat.follow()
        training_kept.follow()
        asking = people_actor.actor()
        if people_door.inside(asking) and not people_door.locked("", asking):
            people_link.follow(asking, t)
            _workbench(current, listed, asking, t)
        else:
            _outside(current, listed, asking, t)


main()
