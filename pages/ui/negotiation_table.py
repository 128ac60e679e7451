"""The negotiating table: two proposals side by side, the chart between them, and the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui import compute, compute_negotiation, display, session
from pra_core.errors import PraError
from pra_core.figures import meeting_words, negotiation_summary
from pra_core.figures import negotiation as charts
from pra_core.figures import negotiation_words as words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.negotiation import (
    Meeting,
    Negotiation,
    Position,
    Proposal,
    Weak,
    same_terms,
)
from pra_core.portfolio import Portfolios
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.wording import escaped, risk_words, set_words, verdict_words

LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one run of the page shows, computed once."""

    scenario: Scenario
    negotiation: Negotiation
    positions: dict[str, Position]
    """By proposal id; what could not be put to the scenario is missing."""
    left: Position
    right: Position

    def name(self, position: Position, t: Translator) -> str:
        """Party and title."""
        return words.proposal_words(self.negotiation, position.proposal, t)

    def short(self, position: Position, t: Translator) -> str:
        """The party alone, where it has one proposal on the table."""
        return words.short_words(self.negotiation, position.proposal, t)


def view(scenario: Scenario, negotiation: Negotiation, t: Translator) -> View | None:
    """Every proposal judged, and the two that face each other; None where fewer than two can."""
    positions: dict[str, Position] = {}
    for proposal in negotiation.proposals:
        try:
            with st.spinner(t("Judging the proposals …"), show_time=True):
                positions[proposal.id] = compute_negotiation.positioned(scenario, proposal)
        except PraError as error:
            display.problems(error, t, t("“{title}” is left out until this is mended.",
                                         title=t.local(proposal.title)))
    if len(positions) < 2:
        return None
    left, right = _facing(negotiation, list(positions), t)
    return View(scenario, negotiation, positions, positions[left], positions[right])


def _facing(negotiation: Negotiation, ids: list[str], t: Translator) -> tuple[str, str]:
    by_id = {p.id: p for p in negotiation.proposals}

    def titled(one: str) -> str:
        return words.proposal_words(negotiation, by_id[one], t)

    chosen = []
    for column, place, label in zip(st.columns(2), (0, 1),
                                    (t("On the left"), t("On the right")), strict=True):
        with column:
            others = [i for i in ids if i not in chosen]
            start = next((i for i in others if by_id[i].party == ("exporter", "importer")[place]),
                         others[0])
            chosen.append(st.selectbox(label, others, index=others.index(start),
                                       format_func=titled,
                                       key=f"side-{place}-{session.generation()}"))
    return chosen[0], chosen[1]


def headline(shown: View, t: Translator) -> None:
    """What each of the two leaves, in a line each."""
    lines = [t("{name}: {risk}; **{verdict}** ({share} of simulated futures within the ALOP).",
               name=f"**{escaped(shown.short(p, t))}**",
               risk=risk_words(p.assessment, p.scenario.alop, t),
               verdict=verdict_words(p.judgement.verdict, t),
               share=t.percent(p.judgement.probability)) for p in (shown.left, shown.right)]
    display.sentence("  \n".join(lines))


def between(shown: View, t: Translator) -> None:
    """The chart both sides share, and which is safer."""
    alop, scenario = shown.scenario.alop, shown.scenario
    found = compute_negotiation.paired(scenario, shown.left.proposal, shown.right.proposal)
    st.markdown("  \n".join((
        meeting_words.pair_words(
            shown.short(shown.left, t), shown.short(shown.right, t), found, t),
        meeting_words.contested_words(shown.left.scenario, compute_negotiation.contesting(
            scenario, shown.left.proposal, shown.right.proposal), t))))
    display.chart(charts.table(
        sides=sides([shown.left, shown.right], shown.negotiation, t), alop=alop, t=t,
        before=risk(compute.baseline(scenario), alop),
        currency=scenario.consequences.currency), "negotiation", t,
        t("Residual risk over the simulated futures, one proposal above the axis and one below;"
          " grey: without measures on the terms of the scenario. Arrow: from the ALOP to the risk"
          " at the confidence asked for. Dot and line: median and 90 % interval"))


def sides(positions: Sequence[Position], negotiation: Negotiation, t: Translator,
          *, titles: bool = True) -> list[charts.Side]:
    """Proposals as the charts take them."""
    naming = words.proposal_words if titles else words.short_words
    return [charts.Side(naming(negotiation, p.proposal, t),
                        risk(p.assessment, p.scenario.alop),
                        words.gap_short(p.assessment, t))
            for p in positions]


def columns(shown: View, t: Translator) -> None:
    """Both positions: statement, cost, restriction, weakest number, argument, notes."""
    for column, position in zip(st.columns(2, gap="medium"), (shown.left, shown.right),
                                strict=True):
        with column, st.container(border=True):
            _card(shown, position, t)


def _card(shown: View, position: Position, t: Translator) -> None:
    scenario, currency = position.scenario, position.scenario.consequences.currency
    st.subheader(shown.name(position, t))
    st.markdown(f"*{escaped(t.local(position.proposal.argument))}*")
    st.markdown("\n".join(f"- {line}" for line in (
        words.statement(position, t), words.pest_free_words(position, t),
        words.judged(position, t),
        t("Terms: {terms}", terms=escaped(words.terms_words(scenario, position.proposal, t))),
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


Searched = dict[str, tuple[Portfolios, Meeting]]


def met(shown: View, t: Translator) -> Searched:
    """Where the two could meet, on the terms of each; drawn and handed back by proposal id."""
    first, second = shown.left.proposal, shown.right.proposal
    st.header(t("Where could they meet?"))
    st.caption(t("Sets and proposals that are too close to call are judged again on more simulated"
                 " futures."))
    found: Searched = {}
    for proposal in (first, second)[: 1 if same_terms(first, second) else 2]:
        searched = _search(shown.scenario, proposal, first, second, t)
        if searched is None:
            continue
        found[proposal.id] = searched
        if not same_terms(first, second):
            st.markdown(t("On the terms of **{name}** ({terms}):", name=escaped(
                words.proposal_words(shown.negotiation, proposal, t)), terms=escaped(
                words.terms_words(shown.scenario, proposal, t))))
        _told(shown, *searched, t)
    return found


def _search(scenario: Scenario, terms: Proposal, first: Proposal, second: Proposal, t: Translator
            ) -> tuple[Portfolios, Meeting] | None:
    try:
        with st.spinner(t("Judging every set of measures …"), show_time=True):
            return compute_negotiation.met(scenario, terms, first, second)
    except PraError as error:
        display.problems(error, t, t("The two proposals are compared all the same."))
        return None


def _told(shown: View, sets: Portfolios, found: Meeting, t: Translator) -> None:
    target = found.between[0] if found.between else found.nearest
    st.markdown(meeting_words.meeting_words(sets, found, t))
    st.markdown("\n".join("- " + meeting_words.move_words(
        shown.scenario, shown.short(p, t), p.proposal.measures, target, t)
        for p in (shown.left, shown.right)))
    if len(found.between) > 1:
        with st.expander(t("Other sets between the two that meet it: {count}",
                           count=len(found.between) - 1)):
            st.markdown("\n".join(f"- {escaped(set_words(shown.scenario, ids, t))}"
                                  for ids in found.between[1:]))


def everybody(shown: View, t: Translator) -> None:
    """All proposals on one axis, and every pair; only where there are more than two."""
    if len(shown.positions) < 3:
        return
    alop, positions = shown.scenario.alop, list(shown.positions.values())
    st.header(t("All proposals"))
    display.chart(charts.intervals(
        sides=sides(positions, shown.negotiation, t, titles=False), alop=alop, t=t,
        currency=shown.scenario.consequences.currency), "negotiation-all", t,
        t("Residual risk of every proposal, median and 90 % interval"))
    rest = [(a, b) for i, a in enumerate(positions) for b in positions[i + 1:]
            if {a.proposal.id, b.proposal.id}
            != {shown.left.proposal.id, shown.right.proposal.id}]
    st.markdown("\n".join("- " + meeting_words.pair_words(
        shown.short(a, t), shown.short(b, t),
        compute_negotiation.paired(shown.scenario, a.proposal, b.proposal), t)
        for a, b in rest))


def summaries(shown: View, found: Searched, t: Translator) -> None:
    """The position of either side as text in both languages, to copy or to save."""
    st.header(t("Position summaries"))
    st.caption(t("To copy into a letter or a brief; every text in both languages."))
    for column, position, other in zip(st.columns(2, gap="medium"), (shown.left, shown.right),
                                       (shown.right, shown.left), strict=True):
        pair = compute_negotiation.paired(shown.scenario, position.proposal, other.proposal)
        near = found.get(position.proposal.id, next(iter(found.values()), None))
        texts = {code: negotiation_summary.position_text(
            shown.negotiation, position, other, pair, near, translator(code))
            for code in sorted(LANGUAGES, key=lambda code: code != t.language)}
        with column, st.container(border=True):
            st.markdown(f"**{escaped(shown.name(position, t))}**")
            tabs = st.tabs([LANGUAGE_NAMES[code] for code in texts])
            for tab, code in zip(tabs, texts, strict=True):
                with tab:
                    st.code(texts[code], language=None, wrap_lines=True, height=260)
            st.download_button(t("Save both (text)"), "\n\n".join(texts.values()),
                               f"position-{position.proposal.id}-{shown.scenario.id}.txt",
                               "text/plain", key=f"position-{position.proposal.id}",
                               on_click="ignore", icon=":material/download:")
