"""The shell around every page: navigation, language, scenario bar, seed and draws."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui import forms, session
from pra_core.errors import N_, PraError
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
    "method": N_("Method and sources"),
}
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}


def page_list(t: Translator) -> list[StreamlitPage]:
    """The pages in the order of ISPM 11; addresses come from file names, never from titles."""
    return [
        st.Page(str(PAGES_ROOT / f"{name}.py"), title=t(title), default=position == 0)
        for position, (name, title) in enumerate(PAGES.items())
    ]


def steps(listed: list[StreamlitPage]) -> None:
    """Links to the pages; each carries the language, so that a copied address keeps it."""
    for page in listed:
        st.page_link(page, query_params={"lang": session.language()}, width="stretch")


def language_switch(t: Translator) -> None:
    st.segmented_control(
        t("Language"),
        list(LANGUAGE_NAMES),
        default=session.language(),
        format_func=LANGUAGE_NAMES.__getitem__,
        key=session.LANGUAGE_WIDGET,
        on_change=session.take_language_from_switch,
        required=True,
    )


def simulation(t: Translator) -> None:
    """Seed, number of simulated futures, and the name recorded with typed values."""
    left, right = st.columns(2)
    with left:
        session.set_seed(
            st.number_input(
                t("Seed"),
                min_value=0,
                max_value=2**31 - 1,
                value=session.seed(),
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
                value=session.draws(),
                step=500,
                key="draws_input",
                help=t("More simulated futures narrow the Monte Carlo error and take longer."),
            )
        )
    session.set_user_name(
        st.text_input(
            t("Your name"),
            key="user_name_input",
            placeholder=t("local user"),
            help=t("Recorded as assessor, with the reason, for every value you type."),
        )
    )


def sidebar(t: Translator, listed: list[StreamlitPage]) -> None:
    forms.scenario_bar(t)
    steps(listed)
    st.divider()
    language_switch(t)
    simulation(t)
    st.caption(t("Scenario fingerprint: {fingerprint}", fingerprint=session.scenario().fingerprint))


def main() -> None:
    t = session.translator()
    session.set_language(t.language)
    st.set_page_config(page_title=t("PRA workbench"), layout="wide")
    listed = page_list(t)
    current = st.navigation(listed, position="hidden")
    try:
        with st.sidebar:
            sidebar(t, listed)
        current.run()
    except PraError as error:
        for problem in error.problems:
            st.error(t.error(problem))


main()
