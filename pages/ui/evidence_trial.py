"""A treatment trial: what it proves, what it does not, and its use for a measure."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.ui import display, session
from pages.ui.evidence_forms import Fields, fill, guard, key, row
from pra_core import measure_edit
from pra_core.errors import N_, PraError
from pra_core.figures import evidence as figures
from pra_core.figures import evidence_trial_words as words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.measure import Trial
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.treatment import maximum_pest_limit
from pra_core.trial_evidence import PROBIT_9, TrialEvidence, evidence, shipment, with_trial
from pra_core.wording import escaped

OWN = "own"
FORM = "trial"
TYPED = N_("Typed in the workbench: {survivors} survivors of {treated} treated; {control} died"
           " untreated")
CONDITIONS = N_("As typed in the workbench")


def draw(scenario: Scenario, t: Translator) -> None:
    """Answer, chart, the trial, what it proves, standards, shipment, use."""
    top = st.container()
    found, control = None, 0.0
    st.subheader(t("The trial"))
    with guard(t):
        treated, survivors, control, found = _inputs(scenario, t)
    if found is None:
        return
    with top:
        display.sentence(words.answer(found, treated, control, t))
        display.chart(figures.trial(found=found, t=t), "trial-posterior", t,
                      t("What the trial leaves open: probability of each number of survivors in a"
                        " million (Jeffreys prior)"))
    _read(found, control, t)
    _standards(found, control, t)
    _use(scenario, treated, survivors, control, t)
    st.subheader(t("What it means for a shipment"))
    _shipment(scenario, found, control, t)
    _limit(scenario, found, t)
    _conventions(t)


def _inputs(scenario: Scenario, t: Translator) -> tuple[int, int, float, TrialEvidence]:
    known = words.trials(scenario)
    start = next(iter(known.values()), None)
    st.selectbox(
        t("Take the numbers of"), [*known, OWN], key=key("preset"), persist_state="session",
        on_change=_preset, args=(scenario,),
        format_func=lambda one: t("a trial of my own") if one == OWN else t.local(
            scenario.measure(one).title))
    chosen, said = known.get(str(session.shown(key("preset")))), st.container()
    fields, columns = Fields(FORM, t), row(FORM, 5)
    with columns[0]:
        treated = fields.whole("treated", start.treated if start else 10_000)
    with columns[1]:
        survivors = fields.whole("survivors", start.survivors if start else 0)
    with columns[2]:
        control = fields.percent("control_mortality", start.control_mortality if start else 0.0,
                                 t("Abbott's correction: pests that would have died anyway prove"
                                   " nothing and do not count."))
    with columns[3]:
        confidence = fields.percent("confidence", 0.95)
    with columns[4]:
        required = fields.percent("required", PROBIT_9, t("99.9968 % is probit 9."))
    if chosen is not None:
        said.caption(escaped(words.trial_words(chosen, (treated, survivors, control), t)))
    fields.check()
    return treated, survivors, control, evidence(treated, survivors, confidence, control, required)


def _preset(scenario: Scenario) -> None:
    trial = words.trials(scenario).get(str(session.shown(key("preset"))))
    if trial is not None:
        fill(FORM, {"treated": trial.treated, "survivors": trial.survivors,
                    "control_mortality": float(f"{100 * trial.control_mortality:.10g}")})


def _read(found: TrialEvidence, control: float, t: Translator) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("What this trial proves"))
        st.markdown("\n".join(f"- {line}" for line in words.proven(found, t)))
    with right:
        st.subheader(t("What it does not prove"))
        st.markdown("\n".join(f"- {line}" for line in words.unproven(found, control, t)))


def _standards(found: TrialEvidence, control: float, t: Translator) -> None:
    st.subheader(t("Beside the standards in use"))
    display.table(words.standards(found, control, t), "trial-standards", t,
                  words.standards_columns(t))
    with st.expander(t("How many must be treated?"), icon=":material/calculate:"), guard(t):
        display.table(words.needed(found.required, found.statement.confidence, control, t),
                      "trial-needed", t, words.needed_columns(t))


def _use(scenario: Scenario, treated: int, survivors: int, control: float, t: Translator) -> None:
    takers = words.takers(scenario)
    with st.expander(t("Use this trial for a measure"), icon=":material/input:"):
        if not takers:
            st.markdown(t("No measure of this scenario takes an efficacy from a trial."))
            return
        left, right = st.columns(2)
        chosen = left.selectbox(t("Measure"), [m.id for m in takers], key=key("taker"),
                                persist_state="session",
                                format_func=lambda one: t.local(scenario.measure(one).title))
        right.text_input(t("Where the trial is reported"), key=key("citation"),
                         persist_state="session", placeholder=t("Author year, journal; or empty"))
        right.checkbox(t("I have read these numbers there"), key=key("read"),
                       persist_state="session")
        st.caption(t("The efficacy of the measure becomes the distribution this trial gives; its"
                     " factor from trial to practice and its compliance stay. On the page"
                     " “Measures” you see what changes."))
        st.button(t("Use this trial"), type="primary", key="trial-use", on_click=_take,
                  args=(chosen, treated, survivors, control))
        _told(t)


def _told(t: Translator) -> None:
    told = session.shown(key("told"))
    if isinstance(told, PraError):
        display.problems(told, t)
    elif told:
        st.success(t("In use for {measure}.", measure=escaped(str(told))))
    session.show(key("told"), None)


def _take(measure_id: str, treated: int, survivors: int, control: float) -> None:
    scenario = session.scenario()
    source = words.trial_source(str(session.shown(key("citation")) or ""),
                                bool(session.shown(key("read"))),
                                judged(TYPED, treated=treated, survivors=survivors,
                                       control=control))
    try:
        trial = Trial(treated=treated, survivors=survivors, control_mortality=control,
                      conditions={one: translator(one)(CONDITIONS) for one in LANGUAGES},
                      source=source)
        changed = with_trial(scenario.measure(measure_id), scenario.pest.eppo_code, trial, source)
        session.keep(measure_edit.with_measure(scenario, changed))
        session.show(key("told"), session.translator().local(changed.title))
    except PraError as error:
        session.show(key("told"), error)


def judged(reason: str, **values: float) -> Source:
    """The visitor as assessor, with a reason in both languages; shares below 1 as percentages."""
    told = {}
    for one in LANGUAGES:
        t = translator(one)
        told[one] = t(reason, **{name: t.percent(v) if isinstance(v, float) else t.number(v, 9)
                                 for name, v in values.items()})
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason=told)


def _shipment(scenario: Scenario, found: TrialEvidence, control: float, t: Translator) -> None:
    pathway, top = scenario.pathways[0], st.container()
    danger = st.segmented_control(
        t("What must not survive"), ["pair", "single"], key=key("danger"),
        default="pair" if scenario.pest.reproduction == "sexual" else "single",
        required=True, format_func=lambda one: t("a female and a male (Landolt et al. 1984)")
        if one == "pair" else t("any pest: gravid or asexual"))
    fields, columns = Fields("shipment", t), row("shipment", 5)
    with columns[0]:
        units = fields.whole("units", round(float(pathway.lot_size.distribution.ppf(0.5))))
    with columns[1]:
        infested = fields.percent("infested",
                                  _rounded(pathway.prevalence.distribution.ppf(0.5)))
    with columns[2]:
        pests = fields.number("pests_per_unit",
                              _rounded(pathway.pests_per_unit.distribution.ppf(0.5)))
    with columns[3]:
        females = fields.percent("female_share", 0.5)
    with columns[4]:
        limit = fields.percent("alpha", 0.01)
    with guard(t):
        fields.check()
        one = shipment(units, infested, pests, found.statement.proven_mortality, alpha=limit,
                       danger="single" if danger == "single" else "pair", female_share=females,
                       control_mortality=control)
        top.markdown(words.shipment_words(one, str(danger), limit, t))
    st.caption(t("Filled in from this scenario: one lot, median prevalence and pests per infested"
                 " unit, before any step. Poor hosts need far smaller trials than probit 9"
                 " (Follett & McQuate 2001)."))
    display.sources([pathway.lot_size, pathway.prevalence, pathway.pests_per_unit], t,
                    "trial-sources")


def _rounded(value: object) -> float:
    return float(f"{float(str(value)):.3g}")


def _limit(scenario: Scenario, found: TrialEvidence, t: Translator) -> None:
    pathway = scenario.pathways[0]
    with st.expander(t("Maximum pest limit (Baker et al. 1990)"), icon=":material/calculate:"):
        top, fields, columns = st.container(), Fields("limit", t), row("limit", 4)
        with columns[0]:
            lot = fields.whole("lot_size", round(float(pathway.lot_size.distribution.ppf(0.5))))
        with columns[1]:
            pests = fields.number("pests_per_unit",
                                  _rounded(pathway.pests_per_unit.distribution.ppf(0.5)))
        with columns[2]:
            most = fields.whole("limit", 3, t("Living pests that may arrive together."))
        with columns[3]:
            alpha = fields.percent("alpha", 0.05)
        with guard(t):
            fields.check()
            sample = maximum_pest_limit(lot, pests, 1.0 - found.statement.proven_mortality, most,
                                        alpha)
            top.markdown(words.limit_words(sample, lot, most, t))
        st.caption(t("Survival is what the trial above leaves open at its confidence."))


def _conventions(t: Translator) -> None:
    with st.expander(t("Why 93,613 and not 93,616?"), icon=":material/help:"):
        st.markdown(words.conventions_words(t))
        display.table(words.conventions_table(t), "trial-conventions", t,
                      words.conventions_columns(t))
