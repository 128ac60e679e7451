"""The negotiating table: the answer, two proposals on one chart, both positions beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import compute, compute_negotiation, display, session
from pra_core.errors import PraError
from pra_core.figures import meeting_words, negotiation_all, negotiation_terms
from pra_core.figures import negotiation as charts
from pra_core.figures import negotiation_words as words
from pra_core.i18n import Translator
from pra_core.negotiation import Negotiation, Position, Proposal, Weak, own_terms, proposed
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.wording import escaped


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one run of the page shows, computed once."""

    scenario: Scenario
    negotiation: Negotiation
    proposals: tuple[Proposal, ...]
    """Those that can be put to the scenario."""
    left: Position
    right: Position

    def name(self, position: Position, t: Translator) -> str:
        """Party and title, with the terms where they are not the scenario's."""
        return negotiation_terms.named(self.negotiation, position.proposal, t,
                                       title=True)

    def short(self, position: Position, t: Translator) -> str:
        """The party alone where it has one proposal, with terms that are not the scenario's."""
        return negotiation_terms.named(self.negotiation, position.proposal, t)

    def party(self, position: Position, t: Translator) -> str:
        """The party alone, where it has one proposal on the table."""
        return words.short_words(self.negotiation, position.proposal, t)


def view(scenario: Scenario, negotiation: Negotiation, t: Translator) -> View | None:
    """The two proposals that face each other, judged; None where fewer than two can be."""
    possible = []
    for proposal in negotiation.proposals:
        try:
            proposed(scenario, proposal)
            possible.append(proposal)
        except PraError as error:
            display.refusal(
                negotiation_terms.refusal_lines(error, scenario, proposal, t),
                t("“{title}” is left out until this is mended.", title=t.local(proposal.title)))
    if len(possible) < 2:
        return None
    chosen = _facing(negotiation, possible, t)
    with st.spinner(t("Judging the proposals …"), show_time=True):
        left, right = (compute_negotiation.positioned(scenario, p) for p in chosen)
    return View(scenario, negotiation, tuple(possible), left, right)


def _facing(negotiation: Negotiation, possible: Sequence[Proposal], t: Translator
            ) -> list[Proposal]:
    by_id = {p.id: p for p in possible}
    chosen: list[str] = []
    for column, place, label in zip(st.columns(2), (0, 1),
                                    (t("On the left"), t("On the right")), strict=True):
        with column:
            others = [i for i in by_id if i not in chosen]
            start = next((i for i in others if by_id[i].party == ("exporter", "importer")[place]),
                         others[0])
            chosen.append(st.selectbox(
                label, others, index=others.index(start), label_visibility="collapsed",
                format_func=lambda i: negotiation_terms.named(negotiation, by_id[i], t,
                                                              title=True),
                key=f"side-{place}-{session.generation()}"))
    return [by_id[i] for i in chosen]


def answer(place: DeltaGenerator, shown: View, t: Translator) -> DeltaGenerator:
    """Who meets the ALOP and who is safer; hands back where the meeting point is told later."""
    left, right = shown.left, shown.right
    found = compute_negotiation.paired(shown.scenario, left.proposal, right.proposal)
    text = meeting_words.answer_words(
        shown.short(left, t), shown.short(right, t),
        (left.judgement.verdict, right.judgement.verdict), found, t)
    with place, st.container(key="answer"):
        st.html(display.ANSWER_STYLE)
        st.markdown(text)
        meeting = st.empty()
    meeting.markdown(t("Where they could meet is being worked out …"))
    return meeting


def between(shown: View, t: Translator) -> None:
    """The chart both sides share, and by how much they differ."""
    alop, scenario = shown.scenario.alop, shown.scenario
    display.chart(charts.table(
        sides=sides([shown.left, shown.right], shown, t), alop=alop, t=t,
        before=risk(compute.baseline(scenario), alop),
        currency=scenario.consequences.currency), "negotiation", t,
        t("Residual risk over the simulated futures, one proposal above the axis and one below;"
          " grey: without measures on the terms of the scenario. Arrow: from the ALOP to the risk"
          " at the confidence asked for. Dot and line: median and 90 % interval"))
    found = compute_negotiation.paired(scenario, shown.left.proposal, shown.right.proposal)
    st.markdown("  \n".join((
        meeting_words.pair_words(
            shown.short(shown.left, t), shown.short(shown.right, t), found, t),
        meeting_words.contested_words(shown.left.scenario, compute_negotiation.contesting(
            scenario, shown.left.proposal, shown.right.proposal), t))))


def case(negotiation: Negotiation, t: Translator) -> None:
    """What is negotiated, for somebody new to it."""
    with st.expander(t("The case: {title}", title=escaped(t.local(negotiation.title))),
                     icon=":material/menu_book:"):
        st.markdown(escaped(t.local(negotiation.context)))


def sides(positions: Sequence[Position], shown: View, t: Translator, *, titles: bool = True
          ) -> list[charts.Side]:
    """Proposals as the charts take them; the title gives way where there are terms to name."""
    return [charts.Side((shown.name if titles and not own_terms(p.proposal) else shown.short)(p, t),
                        risk(p.assessment, p.scenario.alop), words.gap_short(p.assessment, t))
            for p in positions]


def columns(shown: View, t: Translator) -> None:
    """Both positions: statement, cost, restriction, weakest number, argument, notes."""
    for column, position in zip(st.columns(2, gap="medium"), (shown.left, shown.right),
                                strict=True):
        with column, st.container(border=True):
            _card(shown, position, t)
    st.markdown(negotiation_all.costs_compared(shown.left, shown.right, t))


def _card(shown: View, position: Position, t: Translator) -> None:
    scenario, currency = position.scenario, position.scenario.consequences.currency
    st.subheader(shown.name(position, t))
    st.markdown(f"*{escaped(t.local(position.proposal.argument))}*")
    terms = negotiation_terms.terms_words(scenario, position.proposal, t)
    st.markdown("\n".join(f"- {line}" for line in (
        words.statement(position, t), words.pest_free_words(position, t),
        words.judged(position, t), t("Terms: {terms}", terms=escaped(terms)),
        t("Trade restrictiveness: {levels}.", levels=words.levels_words(scenario, t)),
        t("Cost: {costs}.", costs=escaped(t("; ").join(
            words.cost_lines(position.costs, currency, t)))))))
    _weak(t("Weakest number"), scenario, position.weakest, t)
    if position.weakest_own not in (None, position.weakest):
        _weak(t("Weakest number of its own measures"), scenario, position.weakest_own, t)
    st.markdown(t("Measures and notes"))
    st.markdown("\n".join(f"- {line}" for line in words.measure_lines(scenario, position, t)))


def _weak(title: str, scenario: Scenario, weak: Weak | None, t: Translator) -> None:
    st.markdown(f"{escaped(title)}  \n{words.weak_words(scenario, weak, t)}",
                help=escaped(words.weak_source(weak, t)) if weak is not None else None)
