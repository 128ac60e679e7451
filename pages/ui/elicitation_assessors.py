"""Several assessors: overlay, pool, who stands apart and what that does, rounds, reasons."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from pages.ui import compute_elicitation, display, elicitation_views, session
from pages.ui import elicitation_state as state
from pages.ui.elicitation_state import key
from pages.ui.forms_parameter import ROW_STYLE
from pra_core import labels
from pra_core.elicitation import Elicitation, Judgement, spread_of_opinion
from pra_core.elicitation.judgement import Pooling
from pra_core.errors import N_, PraError, Problem
from pra_core.figures import elicitation as figures
from pra_core.figures import elicitation_example as example
from pra_core.figures import elicitation_opinion_words as words
from pra_core.figures.elicitation_drag import Axis, axis_of
from pra_core.figures.elicitation_words import limits_of
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.validation import validated


def draw(scenario: Scenario, name: str, t: Translator) -> None:
    """Everybody's distribution and the pool, and what each opinion does to the decision."""
    parameter = scenario.parameters[name]
    given = parameter.elicitation
    if given is None:
        st.markdown(t("Nobody has judged this input yet. Judge it under “Judge”, or open judgements"
                      " from a file."))
        _example(name, t)
        _undo_all(name, t)
        return
    axis = _axis(scenario, parameter, given)
    title = t("Value, {unit}", unit=labels.unit_of(parameter, t))
    left, right = st.columns([3, 2], gap="large")
    with left:
        display.chart(figures.assessors(elicitation=given, axis=axis, title=title, t=t),
                      "judgement-assessors", t, t("One curve per assessor; filled: all together"))
    with right:
        _pooling(name, given, t)
    _apart(scenario, name, given, t)
    if given.last_round > 1:
        st.subheader(t("From round to round"))
        display.chart(figures.rounds(elicitation=given, axis=axis, title=title, t=t),
                      "judgement-rounds", t, t("Bar: 90 % range; point: median; the arrow leads"
                                               " to the next round"))
    _reasons(name, given, t)


def _axis(scenario: Scenario, parameter: Parameter, given: Elicitation) -> Axis:
    return axis_of([j.distribution for j in given.judgements], (),
                   *limits_of(scenario, parameter.name))


def _example(name: str, t: Translator) -> None:
    st.button(t("Try with invented judgements"), key="judgement-example", on_click=_invent,
              args=(name,), icon=":material/school:",
              help=t("Three invented assessors, made from the value in use; clearly marked, and"
                     " taken out again with one click."))


def _invent(name: str) -> None:
    def act() -> None:
        t, scenario = session.translator(), session.scenario()
        low, high = limits_of(scenario, name)
        session.show(key(f"{name}:before-invented"), scenario.parameters[name])
        made = example.invented(scenario.parameters[name].distribution, low,
                                high if high < float("inf") else None, state.today(), t.language)
        state.take(name, made, t("Three invented judgements are in use, for training only."))
        elicitation_views.show("assessors")

    state.attempted(act)


def _pooling(name: str, given: Elicitation, t: Translator) -> None:
    """How opinions are put together, and the weight of each."""
    if len(given.current) == 1:
        display.note(t("Only one person has judged this so far: there is nothing to pool, and"
                       " nobody to tell whether it is an outlying opinion. A second judgement"
                       " would show how far opinions differ."))
        _undo(name, t)
        return
    place = key(f"{name}:pooling")
    session.show(place, given.pooling)
    st.segmented_control(t("How opinions are pooled"), get_args(Pooling), key=place, required=True,
                         format_func=lambda one: t(labels.POOLING_TITLES[one]), on_change=_pool,
                         args=(name,))
    st.caption(t(words.POOLING_WORDS[given.pooling]))
    with st.container(key="inputs-judgement-weights"):
        st.html(ROW_STYLE)
        columns = st.columns(2)
        for i, j in enumerate(given.current):
            field = key(f"{name}:weight:{j.assessor}")
            if session.shown(f"{field}:seen") != j.weight:
                session.show(f"{field}:seen", j.weight)
                session.show(field, j.weight)
                session.show(f"{field}:typed", j.weight)
            elif session.shown(field) is None:  # left and come back: a widget lives as its page
                session.show(field, session.shown(f"{field}:typed"))
            columns[i % 2].number_input(t("Weight of {name}", name=j.assessor), key=field,
                                        value=None, step=0.1, format="%.3g", on_change=_weigh,
                                        args=(name, field), persist_state="session")
    st.markdown(t("All together: **{value}** {unit}.", value=labels.value_words(
        given.distribution(), t), unit=labels.unit_of(session.scenario().parameters[name], t)))
    _undo(name, t)


def _weigh(name: str, field: str) -> None:
    session.show(f"{field}:typed", session.shown(field))
    _pool(name)


def _pool(name: str) -> None:
    """Weights or pooling were changed; what is refused is told and what was typed stays."""
    def act() -> None:
        t, given = session.translator(), session.scenario().parameters[name].elicitation
        if given is None:
            return
        latest = {j.assessor: session.shown(f"{key(f'{name}:weight:{j.assessor}')}:typed")
                  for j in given.current}
        open_ones = [Problem("missing", t("Weight of {name}", name=who), "", N_("a number"))
                     for who, weight in latest.items() if weight is None]
        if open_ones:
            raise PraError.of(open_ones)
        changed = validated(Elicitation, given.model_dump() | {
            "pooling": session.shown(key(f"{name}:pooling")) or given.pooling,
            "judgements": [j.model_dump() | {"weight": latest[j.assessor]}
                           for j in given.judgements]})
        state.take(name, changed, t("Pooled anew."))

    state.attempted(act)


def _undo(name: str, t: Translator) -> None:
    invented = session.scenario().parameters[name].elicitation
    training = invented is not None and all(words.is_invented(j) for j in invented.judgements)
    st.button(t("Take the invented judgements out") if training else
              t("Take all judgements out"), key="judgement-clear", icon=":material/delete:",
              on_click=_clear, args=(name, training), help=t(
                  "Back to the value that was in use before.") if training else t(
                  "The value in use stays; its source says that the judgements were taken out."))
    if not training:
        _undo_all(name, t)


def _undo_all(name: str, t: Translator) -> None:
    if state.changed(name):
        st.button(t("Undo all changes of this input"), key="judgement-undo",
                  icon=":material/undo:", on_click=state.undo, args=(name,),
                  help=t("Back to the value and the judgements the scenario was opened with."))


def _clear(name: str, training: bool) -> None:
    t, before = session.translator(), session.shown(key(f"{name}:before-invented"))
    if training and isinstance(before, Parameter):
        told = t("The value that was in use before is in use again.")
        state.attempted(lambda: state.put_back(name, before, told))
        return
    told = t("The judgements are taken out; the value in use stays.")
    state.attempted(lambda: state.take(name, None, told))


def _apart(scenario: Scenario, name: str, given: Elicitation, t: Translator) -> None:
    """Who stands apart, and the choice of measures with each alone and without each."""
    if len(given.current) < 2:
        return
    st.subheader(t("Who stands apart, and what that does to the decision"))
    spread = spread_of_opinion(given.current)
    st.markdown(words.apart_sentence(spread, t))
    place = key(f"{name}:effects")
    asked = session.shown(place) == scenario.fingerprint
    with display.guard(t):
        if asked and compute_elicitation.answers(scenario, name) is None:
            _search(scenario, name, t)
        answers = compute_elicitation.answers(scenario, name) if asked else None
        if answers is not None:
            st.markdown(words.effect_sentence(
                scenario, answers, compute_elicitation.answer_now(scenario), t))
        frame = words.effect_table(scenario, spread, answers, t)
        display.prose(frame, "judgement-effects", t, words.effect_columns(frame, t))
        if answers is None:
            st.button(t("Choose the measures with each assessor alone, and without each"),
                      key="judgement-effects-run", icon=":material/play_arrow:",
                      on_click=session.show, args=(place, scenario.fingerprint),
                      help=t("All sets of measures are searched anew for each; this takes up to a"
                             " minute."))


def _search(scenario: Scenario, name: str, t: Translator) -> None:
    bar = st.progress(0.0, t("Choosing the measures with each assessor alone …"))
    for share in compute_elicitation.answering(scenario, name):
        bar.progress(share, t("Choosing the measures with each assessor alone …"))
    bar.empty()


def _reasons(name: str, given: Elicitation, t: Translator) -> None:
    st.subheader(t("What was said, and why"))
    display.prose(words.judgement_table(given, t), "judgement-reasons", t, {
        "assessor": t("Assessor"), "round": t("Round"), "said": t("Said"), "law": t("Taken as"),
        "weight": t("Weight"), "date": t("Date"), "reason": t(words.REASON)})
    named = {str(i): t("{name}, round {round}", name=j.assessor, round=j.round)
             for i, j in enumerate(given.judgements)}
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    place = key(f"{name}:which")
    if session.shown(place) not in named:
        session.show(place, "0")
    which = left.selectbox(t("Judgement"), list(named), format_func=named.__getitem__, key=place)
    kept = given.judgements[int(which or 0)]
    middle.button(t("Change it"), key="judgement-edit", icon=":material/edit:", width="stretch",
                  on_click=_edit, args=(name, kept))
    right.button(t("Take it out"), key="judgement-remove", icon=":material/delete:",
                 width="stretch", on_click=_remove, args=(name, kept))


def _edit(name: str, judgement: Judgement) -> None:
    state.load(name, judgement)
    elicitation_views.show("judge")


def _remove(name: str, judgement: Judgement) -> None:
    def act() -> None:
        t, given = session.translator(), session.scenario().parameters[name].elicitation
        rest = [j for j in given.judgements if j != judgement] if given else []
        told = t("The judgement of {name} is taken out.", name=judgement.assessor)
        if not rest or given is None:
            state.take(name, None, told)
        else:
            state.take(name, validated(Elicitation, given.model_dump() | {
                "judgements": [j.model_dump() for j in rest]}), told)

    state.attempted(act)
