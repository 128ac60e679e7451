"""The view "which study?": what it would change and be worth to know a number better."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_study, display, session
from pra_core import labels
from pra_core.figures import study as figures
from pra_core.figures import study_words as words
from pra_core.figures.sensitivity_labels import short_label
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.value_of_information import Offer, StudyTable

MOST = 12
MOST_TOGETHER = 8
WORTH_WIDTHS = {"label": 172, "chance": 74, "error": 68, "lighter": 66, "stricter": 68, "steps": 66,
                "steps_error": 74, "money": 82, "money_error": 66, "to": 72, "status": 90}
SET_WIDTHS = {"number": 130, "set": 360, "probability": 130, "cost": 160, "unknown": 120}
SIZES = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000)


def draw(t: Translator) -> None:
    """Below the answer: what is known today, every number, several together, size of a study."""
    scenario = session.scenario()
    st.header(t("Which study would change the choice?"))
    with display.guard(t):
        with st.spinner(t("Asking what each number would change …"), show_time=True):
            table = compute_study.studies(scenario)
        if table.state in ("one_set", "certain"):
            st.markdown(words.answer_sentence(table, scenario, t))
            return
        st.markdown("  \n".join((words.next_sentence(table, scenario, t),
                                 words.step_clause(table, t))))
        if note := words.told_note(table, t):
            display.note(note)
        wanted = _together(scenario, table, t)
        if wanted:
            table = compute_study.studies(scenario, [wanted])
            st.markdown(words.group_sentence(table, wanted, scenario, t))
        _ranked(scenario, table, t)
        _samples(scenario, table, t)
        _explained(scenario, table, t)


def _key(name: str) -> str:
    return f"{session.generation()}:study-{name}"


def _together(scenario: Scenario, table: StudyTable, t: Translator) -> tuple[str, ...]:
    """Inputs a study would measure together; nothing below two."""
    order = [one.names[0] for one in table.rows if one.kind == "input"]
    named = labels.parameter_labels(scenario, t)
    chosen = st.multiselect(
        t("A study of several numbers at once"), order, format_func=lambda i: named[i],
        key=_key("together"), persist_state="session", max_selections=MOST_TOGETHER,
        placeholder=t("Choose two or more numbers, the most telling first"),
        help=t("Up to {most} numbers. The study then stands among the others below.",
               most=MOST_TOGETHER))
    return tuple(chosen) if len(chosen) > 1 else ()


def _ranked(scenario: Scenario, table: StudyTable, t: Translator) -> None:
    """Bars and table of every study, then what money rests on."""
    shown = [one for one in table.rows if one.change.chance > 0][:MOST]
    if shown:
        display.chart(figures.chances(
            found=shown, t=t, named=[short_label(scenario, one.names, t) for one in shown]),
            "study-chances", t, t(
                "How often knowing a number exactly would change the choice, with 95 % intervals;"
                " the {count} most likely. A change may be one step only; what it is worth stands"
                " below. Of numbers as likely within simulation error, the one worth most steps is"
                " named above.", count=len(shown)))
    st.subheader(t("What each number is worth"))
    if money := words.money_sentence(table, scenario, compute_study.assumed_cost(), t):
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.warning(money, icon=":material/payments:")
        right.number_input(
            t("Assumed cost of each measure whose cost is not known, {currency} per year",
              currency=scenario.consequences.currency), min_value=0.0, value=0.0, step=100_000.0,
            format="%.0f", key=compute_study.COST, persist_state="session")
    currency = scenario.consequences.currency
    display.table(words.rows(table, scenario, t), "study-worth", t, {
        key: (t(head, currency=currency) if "{" in head else t(head), kind)
        for key, (head, kind) in words.COLUMNS.items()}, WORTH_WIDTHS, height=420)
    st.caption(t("Changes: share of the cases in which the choice would change, to a lighter or a"
                 " stricter set; in steps and {currency}/yr: what knowing the number is worth; on"
                 " ladder: the place below it would mostly go to.", currency=currency))


def _samples(scenario: Scenario, table: StudyTable, t: Translator) -> None:
    """What a trial or a survey with n samples would be worth."""
    if not table.offers:
        return
    st.subheader(t("How large a study?"))
    exact = {one.names[0]: one for one in table.rows if one.kind == "input"}
    order = sorted(table.offers, key=lambda o: -exact[o.name].steps.value)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        offer = st.selectbox(
            t("Study, the most valuable first"), order, key=_key("offer"),
            format_func=lambda one: words.offer_label(scenario, one, t))
    with right:
        n = st.select_slider(
            t("Insects or units treated") if offer.method == "trial" else t("Units looked at"),
            SIZES, value=1_000, key=_key("size"), format_func=lambda x: t.number(x, 8))
    sensitivity = _sensitivity(offer, t)
    with st.spinner(t("Drawing the outcomes of the study …"), show_time=True):
        found = compute_study.sampled(scenario, offer, SIZES, sensitivity)
    st.markdown(words.sample_sentence(table, scenario, offer, n, found[SIZES.index(n)], t))
    display.chart(figures.by_size(
        sizes=SIZES, found=found, exact=exact[offer.name], chosen=n, t=t,
        title=t("Number of samples")), "study-size", t,
        t("What the study is worth by its size. Its outcome is drawn for every simulated future:"
          " survivors of those treated, or units found infested"))


def _sensitivity(offer: Offer, t: Translator) -> float:
    if offer.method == "trial":
        return 1.0
    return float(st.slider(
        t("Share of infested units that looking finds"), 0.05, 1.0, 1.0, 0.05,
        key=_key("sensitivity")))


def _explained(scenario: Scenario, table: StudyTable, t: Translator) -> None:
    """What a step is, the sets themselves, the caveats and the equation."""
    st.subheader(t("What a step is"))
    st.markdown(words.step_words(table, t))
    currency = scenario.consequences.currency
    display.table(words.sets(table, scenario, t), "study-sets", t, {
        key: (t(head, currency=currency) if "{" in head else t(head), kind)
        for key, (head, kind) in words.SETS.items()}, SET_WIDTHS)
    st.markdown(t(
        "**What this leaves out.** No study tells a number exactly: these are upper bounds, and the"
        " cost of the study is not taken off. Sets that are never the choice in any case are left"
        " out, and at most {most} stay. A number whose effect these simulated futures cannot show"
        " counts as 0; more simulated futures show smaller ones.", most=12))
    display.equation(
        [r"\mathrm{EVPPI}(x) = E_x\bigl[\max_d E[B_d \mid x]\bigr] - \max_d E[B_d]",
         r"B_d^{steps} = -(1-\gamma)\,\#\{j<d : j \text{ enough}\}"
         r" - \gamma\,\#\{j \ge d : j \text{ not enough}\}",
         r"B_d^{money} = -(\text{loss} + \text{cost of the measures})"],
        t("The expected value of partial perfect information (EVPPI) of a number x: the net benefit"
          " B of choosing set d after x is known, less that of choosing now. Estimated from the"
          " simulated futures at hand in classes of x of equal size (Strong & Oakley 2013), several"
          " numbers by Hermite polynomials of their normal scores (Strong, Oakley & Brennan 2014),"
          " a study with n samples by its drawn outcome (Strong et al. 2015). The choice is made on"
          " four fifths of the futures and its worth taken from the last fifth, in turn, so noise"
          " adds no value and 0 ≤ EVPPI ≤ EVPI; ± is the 95 % simulation error. Years that vary"
          " are averaged first; γ is the confidence of the ALOP."), t)
