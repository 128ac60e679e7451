"""Sensitivity: which number to know better, what it would change, and what the result hangs on."""

import streamlit as st

from pages.ui import (
    display,
    sensitivity_parts,
    sensitivity_runs,
    sensitivity_sources,
    sensitivity_views,
    session,
)
from pra_core import wording

t, scenario = session.translator(), session.scenario()
st.title(t("Sensitivity"))
places = sensitivity_parts.Places(*(st.empty() for _ in range(6)))
places.answer.markdown(t("Asking what each number would change …"))
question = sensitivity_parts.choice(scenario, t)
st.caption(t("For the selected measures: {measures}",
             measures=wording.escaped(wording.set_words(scenario, scenario.selected, t))))
shown = sensitivity_parts.previewed(scenario, question, places, t)
table = sensitivity_parts.answered(scenario, places, t)
shown = sensitivity_parts.analysed(shown, places, t)
sensitivity_parts.bridged(shown, table, places, t)
sensitivity_views.draw(shown, t)
sensitivity_sources.in_words(t)
display.equation(
    [r"S_i = \frac{\mathrm{Var}\bigl(E[Y \mid X_i]\bigr)}{\mathrm{Var}(Y)}",
     r"S_{T,i} = \frac{E\bigl[\mathrm{Var}(Y \mid X_{\sim i})\bigr]}{\mathrm{Var}(Y)}"],
    t("Sobol' indices: the share of the variance of the result Y that input Xᵢ explains alone (S),"
      " and with all its interactions (S_T). Estimators of Saltelli 2010 and Jansen 1999 with 95 %"
      " bootstrap intervals. Inputs vary independently, except that correlated inputs move"
      " together and stand in one row. The preview is a first-order estimate from the simulated"
      " futures at hand (Plischke, Borgonovo & Smith 2013)."), t)
sensitivity_runs.carry_on(shown.waiting, t)
sensitivity_parts.settle(shown, table, places, t)
