"""Parts of the sensitivity page: preview, exact analysis, and the answer to the top input."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import compute, display, forms, session
from pra_core import labels, wording
from pra_core.assessment import Assessment
from pra_core.errors import N_, PraError
from pra_core.figures import sensitivity as figures
from pra_core.i18n import Translator
from pra_core.presentation import response

OUTPUTS = {"log_founding_rate": N_("outbreaks per year"),
           "log_annual_loss": N_("expected loss per year")}
SIZES = (64, 128, 256, 512, 1024, 2048)
MOST = 12


def preview(influence: Mapping[str, float], answer: DeltaGenerator, chart: DeltaGenerator,
            t: Translator) -> None:
    """The quick estimate, called that, until the exact one is there."""
    scenario = session.scenario()
    with answer.container():
        st.markdown(wording.matters_sentence(scenario, influence, t))
    named = {labels.parameter_label(scenario, name, t): share
             for name, share in islice(influence.items(), MOST)}
    with chart.container():
        display.chart(figures.preview(influence=named, t=t), "sensitivity-preview", t,
                      t("Preview from the simulated futures at hand, first order only, for"
                        " outbreaks per year; the exact analysis follows"))


def exact(output: str, n: int, t: Translator) -> pd.DataFrame | None:
    """Sobol' indices, or None with the reason shown."""
    scenario = session.scenario()
    try:
        with st.spinner(t("Exact analysis: the model runs {runs} times …", runs=t.number(
                n * (len(scenario.sampled) + 2), 2))):
            return compute.indices(scenario, output, n)
    except PraError as error:
        display.problems(error, t, t("The preview above stands."))
        return None


def exact_results(frame: pd.DataFrame, result: Assessment, answer: DeltaGenerator,
                  chart: DeltaGenerator, n: int, t: Translator) -> None:
    """Sentence, ranked bars with intervals in place of the preview, and the table."""
    scenario = result.scenario
    named = [forms.quantity_label(scenario, name, t) for name in frame["parameter"]]
    with answer.container():
        display.sentence(wording.drivers_sentence(frame, named, t))
    with chart.container():
        display.chart(figures.indices(frame=frame.head(MOST), named=named[:MOST], t=t),
                      "sensitivity", t,
                      t("Sobol' indices with 95 % intervals, base sample {n}; the {count} largest",
                        n=t.number(n, 4), count=min(MOST, len(frame))))
    st.subheader(t("All inputs"))
    status = [labels.badge(scenario.sampled[name].source.status, t)
              for name in frame["parameter"]]
    display.table(frame.assign(label=named, status=status), "sensitivity", t, {
        "label": (t("Input"), "text"), "status": (t("Status"), "text"),
        "ST": (t("Total order"), "number"), "ST_conf": (t("± (95 %)"), "number"),
        "S1": (t("First order"), "number"), "S1_conf": (t("± (95 %) "), "number")}, height=380)


def top_answer(frame: pd.DataFrame | None, influence: Mapping[str, float], result: Assessment,
               output: str, t: Translator) -> None:
    """How the result answers to the input that matters most."""
    scenario = result.scenario
    top = str(frame["parameter"].iloc[0]) if frame is not None else next(iter(influence))
    parameter = scenario.sampled[top]
    label = forms.quantity_label(scenario, top, t)
    loss = output == "log_annual_loss"
    y = result.annual_loss if loss else result.founding_rate
    st.subheader(t("How the result answers to the number that matters most"))
    display.chart(figures.answer(
        response=response(result.values[top], y), label=label, t=t,
        unit=labels.unit_words(parameter.unit, t),
        money=scenario.consequences.currency if loss else ""), "sensitivity-answer", t,
        t("Line and band: median and 90 % interval of the result at each value of the input"))
    st.markdown(t("**Where it comes from** ({badge}): {source}",
                  badge=labels.badge(parameter.source.status, t),
                  source=wording.escaped(labels.source_text(parameter.source, t))))
