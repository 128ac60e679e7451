"""The model in plain words, what it assumes, its data, and how it compares with published work."""

import pandas as pd
import streamlit as st

from pages.ui import compute, display, range_view, session
from pages.ui import model_words as words
from pra_core.summary import interval
from pra_core.wording import escaped

t, scenario = session.translator(), session.scenario()

st.title(t("Method and sources"))
display.sentence(t("Everything uncertain is a distribution with a source; **{draws} simulated"
                   " futures** are drawn from them, the same ones for every set of measures, and"
                   " each follows the pest from origin to loss.",
                   draws=t.number(session.draws(), 6)))

st.header(t("The model"))
for part in words.PARTS:
    with st.expander(t(part.title)):
        for line in part.latex:
            st.latex(line)
        st.markdown(t(part.words))

st.header(t("What the model assumes"))
st.markdown("\n".join(f"- {t(text)}" for text in words.ASSUMPTIONS))

st.header(t("Comparison with published results"))
if scenario.comparisons:
    ours = interval(compute.baseline(scenario).founding_rate)
    st.markdown(t("Beside them, this model without measures: outbreaks **{median}** (90 % interval:"
                  " {low} to {high}). Its inputs were never adjusted to come nearer to a published"
                  " result.", median=t.one_in(ours.median), low=t.one_in(ours.high),
                  high=t.one_in(ours.low)))
    display.prose(pd.DataFrame([{
        "study": c.study, "result": t.local(c.result), "ours": t.local(c.ours),
        "status": display.badge(c.source.status, t), "source": display.source_text(c.source, t)}
        for c in scenario.comparisons]), "comparisons", t, {
        "study": t("Study"), "result": t("Published result"),
        "ours": t("This model, and why it differs"), "status": t("Status"),
        "source": t("Source")})
else:
    st.caption(t("No published result was found to compare with."))

st.header(t("Maps against published ranges"))
range_view.draw(t)
st.header(t("Climate grid against stations"))
range_view.grid(t)

st.header(t("Looked for and not found"))
if scenario.not_found:
    st.markdown("\n".join(f"- {escaped(t.local(text))}" for text in scenario.not_found))
else:
    st.caption(t("Nothing is recorded."))

st.header(t("Sources of every input of the scenario"))
display.sources(scenario.parameters.values(), t, expander=False)

st.header(t("Data sources"))
display.prose(pd.DataFrame(
    [[t(cell) for cell in row] for row in words.DATASETS],
    columns=["what", "origin", "licence", "accuracy"]), "datasets", t, {
    "what": t("Data"), "origin": t("Origin"), "licence": t("Licence"),
    "accuracy": t("Accuracy and weak spots")})
st.caption(t(words.ATTRIBUTION))
st.caption(t("Verified: the figure was read in its source. Elicited: a structured judgement."
             " Assumed: one assessor's judgement, with the reason. Unverified: cited, but not"
             " read."))
