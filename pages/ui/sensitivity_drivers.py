"""The views of the drivers: every index, how the result answers to one input, and the swings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute_sensitivity, display, sensitivity_parts, session
from pages.ui.sensitivity_parts import Shown
from pages.ui.sensitivity_runs import ran
from pra_core import labels, wording
from pra_core.figures import sensitivity_response
from pra_core.figures import sensitivity_swings as swings
from pra_core.figures import sensitivity_words as words
from pra_core.i18n import Translator

WIDTHS = {"short": 300, "status": 92, "unit": 130, "ST": 92, "ST_conf": 84, "S1": 92,
          "S1_conf": 84}
SWING_WIDTHS = {"short": 310, "status": 92, "range": 190, "low_words": 130, "high_words": 130}
SWINGS = 8
ANY = 2
"""Base sample of the swings, which need none."""


def draw(shown: Shown, t: Translator) -> None:
    """The base sample, what the indices add up to, and every input in a table."""
    st.subheader(t("Every input"))
    st.select_slider(
        t("How exact: runs of the model per input (base sample n)"), sensitivity_parts.SIZES,
        value=sensitivity_parts.USUAL, key=sensitivity_parts.SIZE, persist_state="session",
        help=t("The exact analysis runs the model n × (inputs + 2) times. Four times as many"
               " halve the intervals."))
    y = compute_sensitivity.drawn(shown.scenario, shown.question)
    lines = [words.scale_sentence(shown.question, y, t), words.varying_sentence(shown.scenario, t)]
    if shown.sure is not None and not words.note_words(shown.sure, t):
        lines.insert(0, words.shares_sentence(shown.sure, t))
    st.markdown("  \n".join(filter(None, lines)))
    if shown.exact is None:
        _quick(shown, t)
    elif len(shown.exact):
        display.table(words.described(shown.exact, shown.scenario, t), "sensitivity", t, {
            "short": (t("Input"), "text"), "status": (t("Status"), "text"),
            "unit": (t("Unit"), "text"),
            "ST": (t("Total order"), "percent"), "ST_conf": (t("± (95 %)"), "percent"),
            "S1": (t("First order"), "percent"), "S1_conf": (t("± (95 %) "), "percent")},
            WIDTHS, height=380)
        st.caption(t("Saltelli 2010 and Jansen 1999 by SALib, 95 % bootstrap intervals · n = {n} ·"
                     " seed {seed}", n=t.number(shown.n, 4), seed=session.seed()))


def _quick(shown: Shown, t: Translator) -> None:
    """The preview in a table, called that."""
    if not shown.quick:
        return
    frame = pd.DataFrame({"parameter": list(shown.quick), "S1": list(shown.quick.values())})
    display.table(words.described(frame, shown.scenario, t), "sensitivity-preview", t, {
        "short": (t("Input"), "text"), "status": (t("Status"), "text"), "unit": (t("Unit"), "text"),
        "S1": (t("First order, preview"), "percent")}, WIDTHS, height=380)
    st.caption(t("Preview from the simulated futures at hand, without interval: the numbers change"
                 " when the exact analysis is done."))


def draw_response(shown: Shown, t: Translator) -> None:
    """The result against one input, the strongest unless another is chosen."""
    st.subheader(t("How the result answers to one input"))
    scenario, question = shown.scenario, shown.question
    name = st.selectbox(
        t("Input, the one that explains most first"), shown.ranked,
        format_func=lambda one: labels.parameter_label(scenario, one, t),
        key=f"{session.generation()}:response:{question.output}")
    if name is None:
        st.markdown(t("No input is uncertain."))
        return
    found = compute_sensitivity.responded(scenario, question, name)
    st.markdown(words.scale_sentence(
        question, compute_sensitivity.drawn(scenario, question), t))
    if not found.centre.size:
        st.markdown(t("In no simulated future is there a value to show on this scale."))
        return
    display.chart(sensitivity_response.answer(
        found=found, question=question, label=labels.parameter_label(scenario, name, t),
        unit=words.unit_words(scenario, name, t), scenario=scenario, t=t),
        "sensitivity-answer", t, " · ".join((
            words.subject_words(question, scenario, t),
            t("line and band in {count} classes of equal count", count=found.centre.size))))
    source = scenario.sampled[name].source
    # A single line break is none in markdown.
    st.markdown(t("**Where it comes from** ({badge}): {source}",
                  badge=labels.badge(source.status, t), source=wording.escaped(
                      labels.source_text(source, t)).replace("\n", "  \n")))


def draw_swings(shown: Shown, t: Translator) -> None:
    """What each input does by itself between its 5 % and 95 % points."""
    st.subheader(t("What each input does by itself"))
    question = swings.question_of(shown.question, shown.scenario)
    with display.guard(t):
        found = ran({"tornado": ANY}, shown.scenario, question, t, shown.waiting,
                    t("Moving one input at a time"), by_itself=True)
        if found is None:
            return
        frame = found["tornado"]
        if nothing := words.note_words(frame, t):
            st.markdown(nothing)
            return
        _swings(shown, swings.amounts(frame, question), question, t)


def _swings(shown: Shown, frame: pd.DataFrame, question: words.Question, t: Translator) -> None:
    scenario, rows = shown.scenario, words.described(frame, shown.scenario, t)
    rows = rows.assign(
        range=[words.range_words(scenario, str(name), float(a), float(b), t) for name, a, b in
               zip(rows["parameter"], rows["low_value"], rows["high_value"], strict=True)],
        **{f"{end}_words": [words.amount_words(float(x), question, scenario, t)
                            for x in rows[end]] for end in swings.ENDS})
    first = rows.iloc[0]
    st.markdown(words.swing_sentence(
        frame, str(first["label"]), [str(first[f"{end}_words"]) for end in swings.ENDS], t))
    if question != shown.question:
        st.markdown(t("Whether the ALOP is met is a yes or no; shown is the risk it limits, with"
                      " its limit as the dashed line."))
    top = rows.head(SWINGS)
    display.chart(swings.tornado(
        frame=top, named=top["short"].tolist(), ranges=top["range"].tolist(), question=question,
        scenario=scenario, t=t), "sensitivity-swings", t, " · ".join((
            words.subject_words(question, scenario, t),
            t("one input at a time at its 5 % and 95 % point, all others at their medians; the"
              " {count} widest of {all}", count=len(top), all=len(rows)))))
    display.table(rows, "sensitivity-swings", t, {
        "short": (t("Input"), "text"), "status": (t("Status"), "text"),
        "range": (t("Its 5 % and 95 % point"), "text"),
        "low_words": (t("Result at 5 %"), "text"), "high_words": (t("Result at 95 %"), "text")},
        SWING_WIDTHS, height=380)
