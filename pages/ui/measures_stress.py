"""The view "what if it breaks": the chosen set when something fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui import compute_failures, display, session
from pages.ui.measures_results import View
from pra_core.errors import PraError
from pra_core.figures import stress, stress_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.stress import Shocks, Stress


def draw(shown: View, t: Translator) -> None:
    """How much the verdict survives, the risk under each failure, how hard, and the table."""
    st.header(t("What if it breaks?"))
    answer = st.container()
    typed = _inputs(t)
    with answer:
        found = _broken(shown.scenario, typed, t)
    if found is None:
        return
    shocks, rows = found
    scenario, months = shown.scenario, compute_failures.stopped_months(shown.scenario, shocks)
    frame = stress_words.table(scenario, rows, shocks, months, t)
    with answer:
        st.markdown(stress_words.headline(scenario, rows, shocks, months, t))
        display.chart(stress.stress_chart(
            rows=rows, labels=frame["what"].tolist(), words=stress_words.hover(frame, t),
            scenario=scenario, t=t), "stress", t,
            t("Median and 90 % interval of the residual risk, one failure at a time, on the same"
              " simulated futures"))
    display.prose(frame, "stress", t,
                  {key: t(head) for key, head in stress_words.COLUMNS.items()})
    st.caption(t("A bad year or more trade is told as if every year were like it. Lots that escape"
                 " a measure are mixed with the others, not averaged."))


def _broken(scenario: Scenario, typed: Mapping[str, Any], t: Translator
            ) -> tuple[Shocks, list[Stress]] | None:
    """The failures as typed, or those last possible; None where none were."""
    kept, shocks = f"{session.generation()}:stress-used", stress_words.shocks_of(**typed)
    try:
        with st.spinner(t("Breaking one thing after another …"), show_time=True):
            rows = compute_failures.stressed(scenario, shocks)
    except PraError as error:
        last = session.shown(kept)
        display.refusal(stress_words.problem_lines(error, stress_words.typed_words(typed, t), t),
                        t("Nothing is shown until these numbers are possible.") if last is None
                        else t("What is shown below is for the numbers used before."))
        return None if last is None else (last, compute_failures.stressed(scenario, last))
    session.show(kept, shocks)
    return shocks, rows


def _inputs(t: Translator) -> dict[str, Any]:
    """How hard each thing breaks, as `stress_words.shocks_of` takes it."""
    st.subheader(t("How hard does it break?"))
    usual, labels = Shocks(), {k: t(title) for k, title in stress_words.FIELDS.items()}
    columns, made = st.columns(5, gap="small"), session.generation()
    with columns[0]:
        compliance = st.number_input(labels["compliance"], value=80.0, step=5.0,
                                     key=f"{made}:stress-compliance", format="%.4g")
    with columns[1]:
        lots = st.number_input(labels["treatment"], value=1000.0, step=100.0,
                               key=f"{made}:stress-lots", format="%.6g")
    with columns[2]:
        prevalence = st.number_input(labels["prevalence"], value=usual.prevalence,
                                     step=0.5, key=f"{made}:stress-prevalence", format="%.4g")
    with columns[3]:
        volume = st.number_input(labels["volume"], value=usual.volume, step=0.5,
                                 key=f"{made}:stress-volume", format="%.4g")
    with columns[4]:
        months = st.multiselect(
            labels["months"], range(1, 13), key=f"{made}:stress-months",
            format_func=lambda m: t(stress_words.MONTHS[m - 1]), placeholder=t("the busiest"),
            help=t("Months in which inspections, or a group, stop. Left empty: the month in which"
                   " most arrives; any one month where that is not known."))
    return {"compliance": compliance, "one_lot_in": lots, "prevalence": prevalence,
            "volume": volume, "months": months}
