"""One person's judgement of an input: by number or by dragging, fitted live, kept with a reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.ui import compute_elicitation, display, session
from pages.ui import elicitation_state as state
from pages.ui.elicitation_drag import judged_chart
from pages.ui.elicitation_state import Draft, key
from pages.ui.forms_parameter import ROW_STYLE
from pra_core import labels
from pra_core.distribution import Fit, Law
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import N_, PraError
from pra_core.figures import elicitation as figures
from pra_core.figures import elicitation_words as words
from pra_core.figures.elicitation_drag import Axis, Curve, Handle, axis_of, drag_chart
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.validation import validated

REASON = N_("Reason")


def draw(scenario: Scenario, name: str, t: Translator) -> None:
    """The form beside its chart; candidates, tails, and the button that keeps the judgement."""
    parameter = scenario.parameters[name]
    left, right = st.columns([3, 4], gap="large")
    with left:
        _who(name, t)
        _asked(name, t)
        place = _numbers(scenario, name, t)
    draft = state.draft(name)
    found = _candidates(scenario, draft, name, t, place)
    with right:
        picked = _picked(found, name)
        _chart(scenario, parameter, draft, found, picked, t)
        _far_out(scenario, parameter, found, picked, t)
    if found:
        _choice(scenario, parameter, draft, found, t)
    _keeping(name, bool(found), t)


def _who(name: str, t: Translator) -> None:
    if session.shown(key("assessor")) is None:
        session.show(key("assessor"), session.user_name())
    who, when = st.columns([2, 1])
    who.text_input(t("Assessor"), key=key("assessor"), persist_state="session")
    if session.shown(key(f"{name}:round")) is None:
        session.show(key(f"{name}:round"), 1)
    when.number_input(t("Round"), 1, 9, key=key(f"{name}:round"), persist_state="session",
                      help=t("1 before the assessors talk to each other, 2 after."))


def _asked(name: str, t: Translator) -> None:
    asked = st.segmented_control(
        t("How you say it"), list(words.METHODS), key=key(f"{name}:asked"), default=None if
        session.shown(key(f"{name}:asked")) else "quantiles", required=True,
        persist_state="session", width="stretch",
        format_func=lambda one: t(words.METHODS[one]))
    if asked == "min_likely_max":
        place = key(f"{name}:outside")
        if session.shown(place) not in words.OUTSIDE:
            session.show(place, 0.0)
        st.selectbox(t("“Smallest” and “largest” mean:"), list(words.OUTSIDE), key=place,
                     persist_state="session", format_func=lambda x: t(words.OUTSIDE[x]))
        return
    place = key(f"{name}:probabilities")
    if not session.shown(place):
        session.show(place, list(words.USUAL))
    known = sorted({*words.PROBABILITIES, *state.draft(name).probabilities})
    st.pills(t("Values asked for, in %; at least two"), known, key=place,
             selection_mode="multi", persist_state="session", format_func=lambda p: f"{100 * p:g}",
             help=t("The chance that the true value is at most what you say."))


def _numbers(scenario: Scenario, name: str, t: Translator) -> st.delta_generator.DeltaGenerator:
    """The fields, and the place below them where what is wrong with them is told."""
    draft = state.draft(name)
    st.caption(t("All values in: {unit}", unit=labels.unit_of(scenario.parameters[name], t)))
    named = words.field_words(draft.asked, draft.probabilities, t)
    with st.container(key=f"inputs-judgement-{draft.asked}"):
        st.html(ROW_STYLE)
        for i, (part, title) in enumerate(
                zip(state.parts(draft.asked, draft.probabilities), named, strict=True)):
            if i % 3 == 0:  # row by row, so that the tab key goes from each to the next
                columns = st.columns(3)
            columns[i % 3].number_input(
                title, value=None, key=state.field(name, draft.asked, part), format="%.6g",
                persist_state="session", step=0.01)
        place = st.container()
        st.button(t("Start from the value in use"), key="judgement-start", on_click=state.from_use,
                  args=(name,), icon=":material/edit_note:",
                  help=t("Fills every field with the value in use and shows it. Who judges without"
                         " seeing it is not steered by it."))
        st.toggle(t("Hide the value in use, so that it does not steer you"),
                  key=key(f"{name}:blind"), persist_state="session")
        with st.expander(t("Smallest and largest possible value")):
            low, high = st.columns(2)
            for column, end, title in ((low, "lower", t("Smallest possible")),
                                       (high, "upper", t("Largest possible"))):
                column.number_input(title, value=None, key=key(f"{name}:{end}"), format="%.6g",
                                    persist_state="session", step=0.01, placeholder=t("no limit"))
            if why := words.limit_words(scenario, name, t):
                st.caption(why)
    return place


def _candidates(scenario: Scenario, draft: Draft, name: str, t: Translator,
                place: st.delta_generator.DeltaGenerator) -> list[Fit]:
    """The fits, or none with the reasons beside the fields."""
    beyond = words.beyond_limits(scenario, name, (draft.lower, draft.upper), t)
    if beyond:
        with place:
            display.refusal(beyond, t("What you typed stays; it cannot be kept like this."))
        return []
    try:
        return compute_elicitation.fits(draft.asked, draft.probabilities, draft.complete,
                                        draft.outside, draft.lower, draft.upper)
    except PraError as error:
        named = words.field_words(draft.asked, draft.probabilities, t)
        with place:
            if error.code == "missing":
                open_ones = [a for a, x in zip(named, draft.values, strict=True) if x is None]
                display.note(t("Still to be said: {fields}.", fields=t("; ").join(open_ones)))
                return []
            display.refusal(
                words.faults(error, named, draft.values, (draft.lower, draft.upper), t),
                t("What you typed stays; it cannot be kept like this."))
        return []


def _picked(found: Sequence[Fit], name: str) -> int:
    """The place of the candidate chosen; the best where none was."""
    kinds = [fit.distribution.kind for fit in found]
    picked = session.shown(key(f"{name}:picked"))
    return kinds.index(picked) if picked in kinds else 0


def _axis(scenario: Scenario, parameter: Parameter, draft: Draft, found: Sequence[Fit],
          picked: int) -> tuple[Axis, float, float]:
    low, high = words.limits_of(scenario, parameter.name)
    least = low if draft.lower is None else max(draft.lower, low)
    most = high if draft.upper is None else min(draft.upper, high)
    laws: list[Law] = [] if state.is_blind(parameter.name) and found else [parameter.distribution]
    given = [x for x in draft.values if x is not None]
    place = key(f"{parameter.name}:axis")
    if found:
        laws.append(found[picked].distribution)
        session.show(place, axis_of(laws, given, low, high))
    held = session.shown(place)  # a wrong value does not move the frame
    axis = held if isinstance(held, Axis) else axis_of(laws, [], low, high)
    return axis, least, most


def _title(parameter: Parameter, t: Translator) -> str:
    return t("Value, {unit}", unit=labels.unit_of(parameter, t))


def _chart(scenario: Scenario, parameter: Parameter, draft: Draft, found: Sequence[Fit],
           picked: int, t: Translator) -> None:
    axis, least, most = _axis(scenario, parameter, draft, found, picked)
    cumulative = draft.asked == "quantiles"
    heights = draft.probabilities if cumulative else (0.0,) * 3
    handles = [Handle(part, title, height, value) for part, title, height, value in zip(
        state.parts(draft.asked, draft.probabilities),
        words.field_words(draft.asked, draft.probabilities, t), heights, draft.values,
        strict=True)]
    curves = [Curve(f.distribution, "", "candidate") for i, f in enumerate(found) if i != picked]
    if not state.is_blind(parameter.name):
        curves.append(Curve(parameter.distribution, t("in use now"), "before"))
    if found:
        curves.append(Curve(found[picked].distribution, t("chosen candidate: {name}",
                            name=words.candidate_title(found[picked].distribution, t)), "chosen"))
    place = key(f"{parameter.name}:{draft.asked}:chart")

    def moved(part: str, value: float) -> None:
        session.show(state.field(parameter.name, draft.asked, part), value)

    judged_chart(drag_chart(handles=handles, curves=curves, axis=axis, least=least, most=most,
                            cumulative=cumulative, title=_title(parameter, t), t=t),
                 place, on_moved=moved)


def _far_out(scenario: Scenario, parameter: Parameter, found: Sequence[Fit], picked: int,
             t: Translator) -> None:
    """What the chosen candidate says far out, and whether that is possible at all."""
    if found:
        law = found[picked].distribution
        st.markdown(words.tail_sentence(law, labels.unit_of(parameter, t), t))
        if warning := words.impossible(law, words.limits_of(scenario, parameter.name), t):
            st.warning(warning)


def _choice(scenario: Scenario, parameter: Parameter, draft: Draft, found: Sequence[Fit],
            t: Translator) -> None:
    """Which candidate, how far each is from what was said, and what the chosen one says far out."""
    name, kinds = parameter.name, [fit.distribution.kind for fit in found]
    place, picked = key(f"{name}:family"), _picked(found, name)
    session.show(place, kinds[picked])
    left, right = st.columns([3, 4], gap="large")
    with left:
        st.radio(
            t("Candidates, best first"), kinds, key=place, on_change=_pick, args=(name,),
            format_func=lambda kind: words.candidate_title(
                found[kinds.index(kind)].distribution, t),
            captions=[words.candidate_words(f, draft.asked, draft.probabilities, t)
                      for f in found])
    law = found[picked].distribution
    with right:
        axis, _, _ = _axis(scenario, parameter, draft, found, picked)
        blind = state.is_blind(name)
        cumulative = draft.asked != "quantiles"
        display.chart(figures.candidates(
            laws=[f.distribution for f in found], chosen=picked, cumulative=cumulative,
            before=None if blind else parameter.distribution, axis=axis,
            judged=words.judged_points(draft.values, draft.outside), title=_title(parameter, t),
            t=t), "judgement-candidates", t, t("All candidates; the chosen one is drawn thick"))
    unit = labels.unit_of(parameter, t)
    display.table(words.tail_table(law, t), "judgement-tails", t, {
        "chance": (t("Chance"), "text"), "below": (t("of a value below, {unit}", unit=unit),
                                                   "number"),
        "above": (t("of a value above, {unit}", unit=unit), "number")})


def _pick(name: str) -> None:
    """Until a candidate is picked by hand, the best one is taken."""
    session.show(key(f"{name}:picked"), session.shown(key(f"{name}:family")))


def _keeping(name: str, possible: bool, t: Translator) -> None:
    st.text_area(t("Reason (required): what you know, and from where"),
                 key=key(f"{name}:reason"), persist_state="session", height=90)
    st.button(t("Keep this judgement"), type="primary", icon=":material/check:",
              key="judgement-keep", disabled=not possible, on_click=_keep, args=(name,))
    state.report(t)


def _keep(name: str) -> None:
    state.attempted(lambda: _take(name))


def _take(name: str) -> None:
    t, draft = session.translator(), state.draft(name)
    reason = str(session.shown(key(f"{name}:reason")) or "").strip()
    who = str(session.shown(key("assessor")) or "").strip()
    if not reason or not who:
        raise PraError("missing", t("Assessor") if not who else t(REASON), "", "a text")
    found = compute_elicitation.fits(draft.asked, draft.probabilities, draft.complete,
                                     draft.outside, draft.lower, draft.upper)
    law = found[_picked(found, name)].distribution
    earlier = session.scenario().parameters[name].elicitation
    number = int(str(session.shown(key(f"{name}:round")) or 1))
    judgement = validated(Judgement, {
        "assessor": who, "round": number, "date": state.today(),
        "reason": {"en": reason, session.language(): reason}, "asked": draft.asked,
        "probabilities": draft.probabilities, "values": draft.complete,
        "outside": draft.outside if draft.asked == "min_likely_max" else 0.0,
        "weight": state.weight(earlier, who), "distribution": law.model_dump()})
    others = [j for j in (earlier.judgements if earlier else ())
              if (j.assessor, j.round) != (who, number)]
    elicitation = validated(Elicitation, {
        "judgements": [one.model_dump() for one in [*others, judgement]],
        "pooling": earlier.pooling if earlier else "linear",
        "lower": draft.lower, "upper": draft.upper})
    own, pool = (labels.value_words(one, t) for one in (law, elicitation.distribution()))
    if len(elicitation.counted) == 1 and elicitation.counted[0].assessor == who:
        told = t("The judgement of {name} is kept and in use: {value}.", name=who, value=own)
    else:
        told = t("The judgement of {name} is kept: {own}. In use is the pool of all {count}:"
                 " {value}.", name=who, own=own, count=len(elicitation.counted), value=pool)
    state.take(name, elicitation, told)
