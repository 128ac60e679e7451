"""Sensitivity: which inputs the result hangs on, and which study would narrow it most."""

import streamlit as st

from pages.ui import compute, display, session
from pages.ui.sensitivity_parts import (
    OUTPUTS,
    SIZES,
    exact,
    exact_results,
    preview,
    top_answer,
)
from pra_core import wording

t, scenario = session.translator(), session.scenario()
result = compute.assessed(scenario)
influence = compute.influential(scenario)

st.title(t("Sensitivity"))
if not influence:
    display.sentence(t("**There is nothing to explain:** the risk is the same, or none is expected,"
                       " in every simulated future."))
    st.stop()
answer, chart = st.empty(), st.empty()
left, right = st.columns([3, 2], vertical_alignment="bottom")
with left:
    output = st.segmented_control(
        t("Result to explain"), list(OUTPUTS), default="log_founding_rate", required=True,
        format_func=lambda one: t(OUTPUTS[one]), key="sensitivity-output",
        persist_state="session")
with right:
    n = st.select_slider(t("Base sample n (a power of two)"), SIZES, value=256,
                         key="sensitivity-n", persist_state="session",
                         help=t("The exact analysis runs the model n × (inputs + 2) times; the seed"
                                " is in the sidebar."))
st.caption(t("For the selected measures: {measures}",
             measures=wording.escaped(wording.set_words(scenario, scenario.selected, t))))
preview(influence, answer, chart, t)
frame = exact(str(output), int(n), t)
if frame is not None:
    exact_results(frame, result, answer, chart, int(n), t)
top_answer(frame, influence, result, str(output), t)
display.equation(
    [r"S_i = \frac{\mathrm{Var}\bigl(E[Y \mid X_i]\bigr)}{\mathrm{Var}(Y)}",
     r"S_{T,i} = \frac{E\bigl[\mathrm{Var}(Y \mid X_{\sim i})\bigr]}{\mathrm{Var}(Y)}"],
    t("Sobol' indices: the share of the variance of the result Y that input Xᵢ explains alone (S),"
      " and with all its interactions (S_T). Y is the logarithm of the founding rate or of the loss"
      " per year. Estimators of Saltelli 2010 and Jansen 1999 with 95 % bootstrap intervals; inputs"
      " vary independently. The preview is a first-order estimate from the draws at hand"
      " (Plischke, Borgonovo & Smith 2013)."), t)
