"""Whether an input is not known or differs from year to year, and what that does to the result."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from pages.ui import compute, display, session
from pages.ui import elicitation_state as state
from pages.ui.elicitation_pairs import show_effect
from pages.ui.elicitation_state import key
from pra_core import labels
from pra_core.errors import N_, PraError
from pra_core.figures import elicitation_pairs_words as words
from pra_core.i18n import Translator
from pra_core.parameter import Nature, Parameter
from pra_core.scenario import Scenario
from pra_core.store.edit import with_nature
from pra_core.wording import escaped

NATURES = {"uncertainty": N_("We do not know it"),
           "variability": N_("It differs from year to year")}
MEANS = {
    "uncertainty": N_("One value holds in every year; we do not know which. Every simulated future"
                      " takes another one, so it widens the band and moves P(meets)."),
    "variability": N_("Good and bad years follow each other. Every simulated future has all of"
                      " them; its result is the average over years, in which bad years weigh"
                      " most; it does not widen the band, and P(meets) counts only what we do not"
                      " know."),
}


def draw(scenario: Scenario, name: str, t: Translator) -> None:
    """The switch for the input chosen, what it does, and all inputs that differ by year."""
    parameter = scenario.parameters[name]
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("##### " + escaped(labels.parameter_label(scenario, name, t)))
        _switch(scenario, parameter, t)
    with right:
        for nature, title in NATURES.items():
            st.markdown(t("**{title}.** {text}", title=t(title), text=t(MEANS[nature])))
        st.caption(t("Differences from lot to lot are in the formulas already."))
    with display.guard(t):
        st.markdown(words.years_sentence(scenario, compute.assessed(scenario), t))
        _effect(scenario, parameter, t)
    _varying(scenario, t)


def _switch(scenario: Scenario, parameter: Parameter, t: Translator) -> None:
    if not labels.quantity_of(scenario, parameter.name).varies:
        st.markdown(t("Climate, spread and costs stand for all years together: this input can only"
                      " be something we do not know."))
        return
    place = key(f"{parameter.name}:nature")
    session.show(place, parameter.nature)
    st.segmented_control(t("This input:"), get_args(Nature), key=place, required=True,
                         format_func=lambda one: t(NATURES[one]), on_change=_take,
                         args=(parameter.name,))
    st.caption(t("{value}, {unit}", value=labels.value_words(parameter.distribution, t),
                 unit=labels.unit_of(parameter, t)))


def _take(name: str) -> None:
    def act() -> None:
        t, scenario = session.translator(), session.scenario()
        nature: Nature = ("variability" if session.shown(key(f"{name}:nature")) == "variability"
                          else "uncertainty")
        changed = with_nature(scenario, name, nature)
        compute.assessed(changed)
        session.keep(changed)
        state.tell(t("{input}: {nature}", input=labels.parameter_label(scenario, name, t),
                     nature=t(NATURES[nature])))

    state.attempted(act)


def _effect(scenario: Scenario, parameter: Parameter, t: Translator) -> None:
    """The result both ways, whichever is in use."""
    if not labels.quantity_of(scenario, parameter.name).varies:
        return
    other: Nature = "uncertainty" if parameter.nature == "variability" else "variability"
    try:
        trial = with_nature(scenario, parameter.name, other)
    except PraError as error:
        display.problems(error, t, t("So it stays as it is."))
        return
    before, after = compute.assessed(scenario), compute.assessed(trial)
    st.subheader(t("What it does to the result"))
    show_effect(before, after, "years-effect",
                (t("In use: {nature}", nature=t(NATURES[parameter.nature])),
                 t("Otherwise: {nature}", nature=t(NATURES[other]))), t)


def _varying(scenario: Scenario, t: Translator) -> None:
    st.subheader(t("Inputs that differ from year to year"))
    if not scenario.varying:
        st.markdown(t("No input of this scenario does so far."))
        return
    display.sources(scenario.varying.values(), t, "years-varying", expander=False)
