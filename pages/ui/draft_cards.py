"""One card per input: what is published, what is suggested, and fields to type one's own."""

from __future__ import annotations

import streamlit as st

from pages.ui import draft_climate, draft_state, library_inputs
from pages.ui.draft_sources import source_fields, typed_source
from pages.ui.draft_state import change, decided_by, key
from pages.ui.forms import LIMITS, METRICS
from pages.ui.library_inputs import ONE, RANGE
from pra_core import labels
from pra_core.alop import Alop
from pra_core.figures import draft_words as words
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.scenario_draft import MONEY, Draft, DraftInput, Years
from pra_core.validation import validated
from pra_core.wording import escaped

CURRENCIES = ("ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "EUR", "GBP", "INR", "JPY", "KRW",
              "MXN", "NZD", "USD", "ZAR")


def card(running: Draft, one: DraftInput, t: Translator) -> None:
    """An input that is open, or one that is to be changed."""
    with st.container(border=True, key=key(running, "card", one.key)):
        title, why = escaped(words.input_title(one, t)), escaped(t.local(one.why))
        unit = words.unit_text(one, t)
        st.markdown(f"**{title}**" + (f" · {unit}" if unit else ""))
        st.caption(why)
        if one.form == "climate":
            draft_climate.choices(running, one, t)
        elif one.form == "alop":
            _alop(running, t)
        elif one.form == "years":
            _years(running, one, t)
        else:
            _number(running, one, t)


def _number(running: Draft, one: DraftInput, t: Translator) -> None:
    _measured(running, one, t)
    _suggested(running, one, t)
    if one.guides:
        with st.expander(t("Measured on other pests or in another way, for orientation"),
                         icon=":material/menu_book:"):
            for line in words.guide_lines(one.guides, t):
                st.markdown(line)
    if one.elsewhere:
        with st.expander(t("Figures on other goods, stages or places, for orientation"),
                         icon=":material/menu_book:"):
            for line in words.fact_lines(one.elsewhere, t):
                st.markdown(line)
    if one.trade:
        with st.expander(t("Trade figures that give no yearly number of units, for orientation"),
                         icon=":material/menu_book:"):
            for line in words.trade_lines(one.trade, t):
                st.markdown(line)
    alone = one.suggestion is None and one.measured is None
    with st.expander(t("Type numbers"), expanded=alone, icon=":material/edit:"):
        _typed(running, one, t)


def _measured(running: Draft, one: DraftInput, t: Translator) -> None:
    """Published figures that hold only if the user says so, and why."""
    if one.measured is None:
        return
    st.markdown(t("Published: {value} {status}",
                  value=words.value_text(one.measured, running.currency, t),
                  status=labels.badge(one.measured.source.status, t)))
    for line in words.fact_lines(one.facts, t) or [
            linked(x) for x in labels.source_text(one.measured.source, t).split("\n")]:
        st.caption(line)
    agreed = st.checkbox(words.condition(one, running, t), key=key(running, "agreed", one.key),
                         persist_state="session")
    said, use = st.columns([3, 2], vertical_alignment="bottom")
    with said:
        why = st.text_input(t("Why these figures hold here"), key=key(running, "holds", one.key),
                            persist_state="session")
    if use.button(t("These figures hold here"), key=key(running, "confirm", one.key),
                  width="stretch"):
        if not agreed:
            st.error(t("Tick what has to be true of these figures first, or type numbers of your"
                       " own."))
            return
        who = decided_by(running, why, t)
        if who is not None:
            change(lambda: running.confirm(one.key, *who), t)


def _suggested(running: Draft, one: DraftInput, t: Translator) -> None:
    if one.suggestion is None:
        return
    said, use = st.columns([4, 1], vertical_alignment="center")
    with said:
        st.markdown(t("Suggested: {value}",
                      value=words.value_text(one.suggestion, running.currency, t)))
        st.caption(words.ground(one.suggestion.source, t))
    if use.button(t("Accept as assumed"), key=key(running, "accept", one.key), width="stretch"):
        who = decided_by(running, None, t)
        if who is not None:
            change(lambda: running.accept(one.key, *who), t)


def _typed(running: Draft, one: DraftInput, t: Translator) -> None:
    if one.key in MONEY:
        _currency(running, one, t)
    law = library_inputs.law(key(running, "law", one.key), one.quantity, t, ways=(RANGE, ONE),
                             title=t("Your numbers"))
    rests, source = source_fields(running, one.key, t)
    if not st.button(t("Use these numbers"), key=key(running, "use", one.key)):
        return
    lines = library_inputs.faults(one.quantity, law, t)
    if lines:
        st.error("\n".join(f"- {escaped(line)}" for line in lines))
        return
    told = typed_source(running, rests, source, t)
    found = library_inputs.built(one.quantity, law)
    if told is not None and found is not None:
        change(lambda: running.typed(one.key, found, told), t)


def _currency(running: Draft, one: DraftInput, t: Translator) -> None:
    offered = sorted({*CURRENCIES, running.currency})
    chosen = st.selectbox(t("Currency of the assessment"), offered,
                          index=offered.index(running.currency),
                          key=key(running, "currency", one.key, running.currency))
    if chosen is not None and chosen != running.currency:
        change(lambda: running.in_currency(chosen), t)


def _years(running: Draft, one: DraftInput, t: Translator) -> None:
    _suggested(running, one, t)
    with st.expander(t("Type numbers"), icon=":material/edit:"):
        years = st.number_input(t("Years"), min_value=1, max_value=200, value=None, step=1,
                                key=key(running, "years"), persist_state="session")
        reason = st.text_input(t("Reason"), key=key(running, "years-reason"),
                               persist_state="session") or ""
        if st.button(t("Use these numbers"), key=key(running, "use", one.key)):
            who = decided_by(running, reason, t)
            if years is None:
                st.error(t("Type a number of years."))
            elif who is not None:
                change(lambda: running.decide("horizon", Years(int(years),
                                                               draft_state.judged(who))), t)


def _alop(running: Draft, t: Translator) -> None:
    """Metric, limit and confidence; all of them empty to begin with."""
    metric = st.selectbox(
        t("Level of protection: what is limited"), list(METRICS), index=None,
        key=key(running, "metric"), format_func=lambda one: t(METRICS[one]),
        placeholder=t("choose"), persist_state="session")
    limit = share = None
    if metric is not None:
        label = LIMITS[metric]
        left, right = st.columns(2)
        with left:
            limit = st.number_input(
                t(label, currency=running.currency) if metric == "annual_loss" else t(label),
                value=None, key=key(running, "limit", metric), step=1.0, format="%.7g",
                persist_state="session")
        with right:
            share = st.number_input(t("with confidence of at least, %"), value=None,
                                    key=key(running, "share"), step=1.0, format="%.4g",
                                    persist_state="session")
    if st.button(t("Set this level of protection"), key=key(running, "use", "alop")):
        lines = alop_faults(metric, limit, share, t)
        if lines:
            st.error("\n".join(f"- {escaped(line)}" for line in lines))
        elif limit is not None and share is not None:
            value = 1.0 / limit if metric == "annual_probability" else limit
            change(lambda: running.decide("alop", validated(Alop, {
                "metric": metric, "limit": value, "confidence": share / 100.0})), t)


def alop_faults(metric: str | None, limit: float | None, share: float | None, t: Translator
                ) -> list[str]:
    """What is missing or impossible of a level of protection as typed."""
    if metric is None:
        return [t("Choose what is limited.")]
    found = []
    least = 1.0 if metric == "annual_probability" else 0.0
    if limit is None:
        found.append(t("The limit is empty."))
    elif limit < least:
        found.append(t("The limit must be {least} or more.", least=t.number(least)))
    if share is None:
        found.append(t("The confidence is empty."))
    elif not 0.0 < share < 100.0:
        found.append(t("The confidence ({number} %) must be above 0 % and below 100 %.",
                       number=t.number(share)))
    return found

