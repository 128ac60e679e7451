"""View: how far the numbers still depend on chance, and more simulated futures to lessen it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute, compute_precision, compute_sets, display, session
from pra_core import convergence
from pra_core.assessment import MAX_DRAWS
from pra_core.figures import precision as figures
from pra_core.figures import precision_words as words
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.scenario import Scenario
from pra_core.summary import wilson
from pra_core.top_up import judged, judged_draws

MOST = 100_000
"""The most simulated futures a visitor may ask for; the field in the sidebar says the same."""


def draw(t: Translator) -> None:
    """Sentence, charts, table, and a button for more."""
    scenario = session.scenario()
    st.subheader(t("How far do the numbers hang on simulation?"))
    sets = _sets(scenario, t)
    alop, after = scenario.alop, compute.assessed(scenario)
    settled = sets is None or compute_sets.is_settled(scenario)
    found, draws = judged(after, sets), after.draws
    if sets is not None:
        draws = max(draws, judged_draws(sets.row(scenario.selected), sets))
    table, running = compute_precision.precision(scenario), compute_precision.running(scenario)
    close = found.verdict == "too_close"
    st.markdown("  \n".join(filter(None, (
        # Before the close ones are judged, what would decide is not told: it comes by itself.
        "" if close and not settled else words.answer(
            table, found, draws, alop, t, measures=bool(scenario.selected)),
        words.top_up_sentence(sets, t, settled=settled)))))
    if not close or (settled and draws < MAX_DRAWS):
        more(t)
    if draws > after.draws:
        table = convergence.with_share(table, found.probability, draws)
    left, right = st.columns(2, gap="medium")
    with left:
        low, high = (float(x) for x in wilson(round(found.probability * draws), draws))
        display.chart(figures.chance(
            running=running, confidence=alop.confidence, t=t,
            judged=(draws, found.probability, low, high) if draws > after.draws else None),
            "precision-chance", t,
            t("Probability of meeting the ALOP on the first so many simulated futures, with its"
              " 95 % interval"))
    with right:
        currency = scenario.consequences.currency
        display.chart(figures.risk(running=running, alop=alop, currency=currency, t=t),
                      "precision-risk", t,
                      t("Residual risk on the first so many simulated futures, with 95 % intervals"
                        " of its quantiles"))
    _table(words.rows(table, alop, currency, t), t)


def _table(rows: pd.DataFrame, t: Translator) -> None:
    """Every number that is told with its simulation error."""
    display.table(rows, "precision", t, {
        "what": (t("What is told"), "text"), "value": (t("Estimate"), "text"),
        "error": (t("Standard error"), "text"), "interval": (t("95 % interval"), "text")})
    st.caption(t("The errors are those of independent simulated futures. Ours are spread evenly"
                 " over every input, which makes them smaller, never more than a trifle larger"
                 " (Owen 1997). They come from simulation alone: what we do not know is the 90 %"
                 " interval of the result, and more simulated futures do not narrow that."))


def _sets(scenario: Scenario, t: Translator) -> Portfolios | None:
    """Every set of measures; None where there is nothing to choose, or too much to search."""
    if not scenario.measures:
        return None
    with (display.guard(t), st.spinner(t("Judging every set of measures …"), show_time=True)):
        return compute_sets.searched(scenario)
    return None


def more(t: Translator) -> None:
    """Buttons for more simulated futures; each shows its number."""
    offers = words.offers(session.draws(), MOST)
    if not offers:
        st.caption(t("{most} simulated futures are the most that can be asked for here.",
                     most=t.number(MOST, 6)))
        return
    with st.container(horizontal=True):
        for draws in offers:
            st.button(t("Use {draws} simulated futures", draws=t.number(draws, 6)),
                      key=f"more-draws-{draws}", on_click=use, args=(draws,),
                      icon=":material/casino:")


def use(draws: int) -> None:
    """Work with so many simulated futures from now on; the field in the sidebar follows."""
    session.set_draws(draws)
    session.show("draws_input", draws)
