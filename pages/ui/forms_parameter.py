"""Rows of inputs: the numbers of a parameter's distribution beside its unit, range and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import display, refused, session, session_training
from pra_core import labels
from pra_core.errors import N_, PraError
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.store.edit import with_elicitation, with_fields, with_nature
from pra_core.wording import escaped

Item = tuple[str, Parameter]
ROW_STYLE = ("<style>[class*='st-key-inputs-'] button[data-testid^='stNumberInputStep']"
             ", [class*='st-key-inputs-'] [data-testid='stWidgetLabelRequired']"
             " {display: none;}</style>")
"""Step buttons would hide the number in a narrow field (arrow keys still step), and "required" is
always in English."""
PAGE_OF = {"establishment": N_("Establishment"), "spread": N_("Spread"),
           "impact": N_("Consequences"), "measure": N_("Measures")}
ENTRY = N_("Entry")
"""The page of a group of inputs; the steps of a pathway are on Entry."""
CHANGED = N_("Changed in the workbench; before: {value} ({status})")


def parameters(items: Sequence[Item], t: Translator, key: str) -> None:
    """One row per (label, parameter): editable numbers, unit, status, 90 % range, source."""
    with st.container(key=f"inputs-{key}", gap="small"):
        st.html(ROW_STYLE)
        for label, parameter in items:
            _row(label, parameter, t, key)


def _row(label: str, parameter: Parameter, t: Translator, group: str) -> None:
    if session_training.hidden(parameter.name):
        _hidden(label, parameter, t)
        return
    fields = labels.distribution_fields(parameter.distribution)
    problem = _settle(parameter, fields, group)
    with st.container(border=True):
        words, numbers, source = st.columns([7, 11, 4], vertical_alignment="center")
        with words:
            st.markdown(f"**{escaped(label)}**")
            st.caption(" · ".join((
                labels.unit_of(parameter, t), display.badge(parameter.source.status, t),
                labels.value_words(parameter.distribution, t))))
        with numbers:
            _numbers(parameter, fields, t, group)
        with source:
            _source(parameter, t)
        if problem is not None:
            law = parameter.distribution
            display.refusal(
                refused.lines(problem, law, _typed(parameter.name, fields), t),
                t("In use is still: {value}", value=labels.value_words(law, t)))


def _hidden(label: str, parameter: Parameter, t: Translator) -> None:
    """The row of an input that the running exercise hides."""
    with st.container(border=True):
        st.markdown(f"**{escaped(label)}**")
        st.caption(" · ".join((labels.unit_of(parameter, t),
                               t("Hidden while the exercise runs"))))


def _numbers(parameter: Parameter, fields: Mapping[str, float], t: Translator, group: str
             ) -> None:
    _judged(parameter, t, group)
    if not fields:
        return
    columns = st.columns(min(len(fields), 4))
    for i, field in enumerate(fields):
        with columns[i % 4]:
            st.number_input(
                labels.field_title(parameter.distribution, field, t), value=None,
                key=_key(parameter.name, field), step=_step(fields[field]), format="%.7g",
                required=True, on_change=_take, args=(parameter.name, group),
                persist_state="session", disabled=session_training.locked(parameter.name))


def _judged(parameter: Parameter, t: Translator, group: str) -> None:
    """Who judged it, and the way to where that is changed; a pool has no numbers of its own."""
    if parameter.elicitation is None:
        return
    count = len(parameter.elicitation.current)
    said = (t("Judged by {name}; a number typed here replaces that.",
              name=escaped(parameter.elicitation.current[0].assessor)) if count == 1 else
            t("Pooled from {count} assessors.", count=count))
    words, link = st.columns([3, 2], vertical_alignment="center")
    words.caption(said)
    if link.button(t("Expert judgement"), key=f"judge:{group}:{_key(parameter.name, '')}",
                   icon=":material/group:", width="stretch"):
        session.show(f"{session.generation()}:judgement:input", parameter.name)
        st.switch_page("../elicitation.py", query_params={"lang": session.language()})


def refresh(name: str) -> None:
    """Let the fields of an input show what is in use, after it was changed elsewhere."""
    _show(name, labels.distribution_fields(session.scenario().parameters[name].distribution))
    session.accept(name)


def _source(parameter: Parameter, t: Translator) -> None:
    with st.popover(t("Source"), width="stretch"):
        st.markdown(f"**{display.badge(parameter.source.status, t)}**")
        for line in display.source_text(parameter.source, t).split("\n"):
            st.markdown(escaped(line))
        st.caption(labels.distribution_words(parameter.distribution, t))
    began = session.original().parameters.get(parameter.name)
    if began is not None and began != parameter:
        st.button(t("Undo the change"), key=f"undo:{_key(parameter.name, '')}", on_click=_undo,
                  args=(parameter.name,), width="stretch",
                  help=t("Back to the scenario's value: {value}",
                         value=labels.value_words(began.distribution, t)))


def _key(name: str, field: str) -> str:
    return f"{session.generation()}:{name}:{field}"


def _step(value: float) -> float:
    """One unit in the second digit that means something."""
    return float(f"1{f'{value:e}'[-4:]}") / 10 if value else 0.01


def _typed(name: str, fields: Mapping[str, float]) -> dict[str, object]:
    return {field: session.shown(_key(name, field)) for field in fields}


def _settle(parameter: Parameter, fields: Mapping[str, float], group: str) -> PraError | None:
    """Widgets hold what is in use, unless what was typed is refused: then why."""
    name = parameter.name
    typed = _typed(name, fields)
    moved = session.moved(_key(name, ""), group)
    if any(value is not None for value in typed.values()) and typed != dict(fields):
        try:
            edited(session.scenario(), name, typed)
        except PraError as error:
            session.refuse(name, PAGE_OF.get(group, ENTRY))
            if moved:
                _show(name, typed)
            return error
    session.accept(name)
    if moved or typed != dict(fields):
        _show(name, fields)
    return None


def _show(name: str, fields: Mapping[str, object]) -> None:
    for field, value in fields.items():
        session.show(_key(name, field), value)


def _take(name: str, group: str) -> None:
    """A number was typed: use it, or leave the scenario; the row then says what is wrong."""
    running = session.scenario()
    fields = labels.distribution_fields(running.parameters[name].distribution)
    try:
        session.keep(edited(running, name, _typed(name, fields)))
    except PraError:
        session.refuse(name, PAGE_OF.get(group, ENTRY))
    else:
        session.accept(name)


def _undo(name: str) -> None:
    began = session.original().parameters[name]
    changed = undone(session.scenario(), began)
    if changed.parameters[name].nature != began.nature:
        changed = with_nature(changed, name, began.nature)
    session.keep(changed)
    refresh(name)


def undone(running: Scenario, began: Parameter) -> Scenario:
    """The scenario with one parameter as it was at first: distribution, source and judgements.

    Whether it differs from year to year is a choice of its own and stays.
    """
    changed = running.with_parameter(began.name, began.distribution, began.source)
    if began.elicitation is not None:
        changed = with_elicitation(changed, began.name, began.elicitation, began.source)
    return changed


def edited(running: Scenario, name: str, typed: Mapping[str, object]) -> Scenario:
    """The scenario with typed numbers; the source says who typed them, unless nothing changed.

    Raises PraError with every problem: an empty field, or what the scenario refuses.
    """
    empty = [field for field, value in typed.items() if not isinstance(value, float | int)]
    if empty:
        raise PraError("missing", name, "", ", ".join(empty))
    numbers = {field: float(value) for field, value in typed.items()
               if isinstance(value, float | int)}
    began = session.original().parameters.get(name, running.parameters[name])
    if (running.parameters[name].distribution.kind == began.distribution.kind
            and numbers == labels.distribution_fields(began.distribution)):
        return undone(running, began)
    return with_fields(running, name, numbers, _typed_by_user(began))


def _typed_by_user(began: Parameter) -> Source:
    reasons = {}
    for language in LANGUAGES:
        t = translator(language)
        reasons[language] = t(CHANGED, value=labels.value_words(began.distribution, t),
                              status=labels.badge(began.source.status, t))
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason=reasons)
