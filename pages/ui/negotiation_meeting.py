"""The negotiating table: where two proposals could meet, all proposals, and letters."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_negotiation, display, people_class
from pages.ui.negotiation_table import View, sides
from pra_core.errors import PraError
from pra_core.figures import (
    meeting_words,
    negotiation_all,
    negotiation_summary,
    negotiation_terms,
)
from pra_core.figures import negotiation as charts
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.negotiation import Meeting, Position, Proposal, same_terms
from pra_core.portfolio import Portfolios
from pra_core.wording import escaped

LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}
Searched = dict[str, tuple[Portfolios, Meeting]]
"""Searches by the id of the proposal on whose terms they were made."""


def met(shown: View, t: Translator) -> Searched:
    """Where the two could meet, on the terms of each; drawn and handed back by proposal id."""
    first, second = shown.left.proposal, shown.right.proposal
    st.header(t("Where could they meet?"))
    st.caption(t("Sets and proposals that are too close to call are judged again on more simulated"
                 " futures."))
    found: Searched = {}
    for proposal in _terms(shown):
        searched = _search(shown, proposal, t)
        if searched is None:
            continue
        found[proposal.id] = searched
        if not same_terms(first, second):
            st.markdown(_on_terms(shown, proposal, t))
        _told(shown, *searched, t)
    if same_terms(first, second) and first.id in found:
        found[second.id] = found[first.id]
    return found


def _terms(shown: View) -> tuple[Proposal, ...]:
    """The proposals on whose terms sets are judged: one where both have the same."""
    first, second = shown.left.proposal, shown.right.proposal
    return (first,) if same_terms(first, second) else (first, second)


def _on_terms(shown: View, proposal: Proposal, t: Translator) -> str:
    return t("On the terms of **{name}**:", name=escaped(negotiation_terms.named(
        shown.negotiation, proposal, t)))


def in_short(shown: View, found: Searched, t: Translator) -> str:
    """Where they could meet in a sentence for each side's terms, for the answer."""
    lines = []
    for proposal in _terms(shown):
        if proposal.id in found:
            text = meeting_words.meeting_words(*found[proposal.id], _named(shown, t), t)
            lines.append(text if len(_terms(shown)) == 1 else
                         f"{_on_terms(shown, proposal, t)} {text}")
    return "  \n".join(lines)


def _named(shown: View, t: Translator) -> list[meeting_words.Side]:
    return [(shown.party(p, t), p.proposal.measures) for p in (shown.left, shown.right)]


def _search(shown: View, terms: Proposal, t: Translator) -> tuple[Portfolios, Meeting] | None:
    try:
        with st.spinner(t("Judging every set of measures …"), show_time=True):
            return compute_negotiation.met(shown.scenario, terms, shown.left.proposal,
                                           shown.right.proposal)
    except PraError as error:
        display.problems(error, t, t("The two proposals are compared all the same."))
        return None


def _told(shown: View, sets: Portfolios, found: Meeting, t: Translator) -> None:
    target = found.between[0] if found.between else found.nearest
    named = _named(shown, t)
    st.markdown(meeting_words.meeting_words(sets, found, named, t))
    lines = [meeting_words.move_words(shown.scenario, name, ids, target, t)
             for name, ids in named]
    lines += meeting_words.further_words(sets, found, named, t)
    st.markdown("\n".join(f"- {line}" for line in lines))
    with st.expander(t("All measures of this set, and other sets between the two that meet the"
                       " ALOP: {count}", count=max(0, len(found.between) - 1))):
        st.markdown("\n".join(f"- {meeting_words.whole_words(shown.scenario, ids, t)}"
                              for ids in (target, *found.between[1:])))


def everybody(shown: View, t: Translator) -> None:
    """All proposals: a table, one axis, and every pair that does not face each other."""
    alop = shown.scenario.alop
    with st.spinner(t("Judging the proposals …"), show_time=True):
        positions = [compute_negotiation.positioned(shown.scenario, p) for p in shown.proposals]
    st.header(t("All proposals"))
    display.prose(negotiation_all.frame(shown.negotiation, positions, t), "proposals", t,
                  negotiation_all.heads(t))
    if len(positions) < 3:
        return
    display.chart(charts.intervals(
        sides=sides(positions, shown, t, titles=False), alop=alop, t=t,
        currency=shown.scenario.consequences.currency), "negotiation-all", t,
        t("Residual risk of every proposal, median and 90 % interval"))
    facing = {shown.left.proposal.id, shown.right.proposal.id}
    rest = [(a, b) for i, a in enumerate(positions) for b in positions[i + 1:]
            if {a.proposal.id, b.proposal.id} != facing]
    st.markdown("\n".join("- " + meeting_words.pair_words(
        shown.short(a, t), shown.short(b, t),
        compute_negotiation.paired(shown.scenario, a.proposal, b.proposal), t)
        for a, b in rest))


def summaries(shown: View, found: Searched, t: Translator) -> None:
    """The position of either side as text in both languages, to copy or to save."""
    st.header(t("Position summaries"))
    st.caption(t("To copy into a letter or a brief; every text in both languages. Internal notes"
                 " never stand in it; what would help the other side only if you tick it."))
    with st.container(horizontal=True):
        rival = st.checkbox(t("Include the verdict and the comparison with the other side"),
                            key="letter-rival")
        weak = st.checkbox(t("Include our weakest numbers"), key="letter-weak")
    for column, position, other in zip(st.columns(2, gap="medium"), (shown.left, shown.right),
                                       (shown.right, shown.left), strict=True):
        pair = compute_negotiation.paired(shown.scenario, position.proposal, other.proposal)
        texts = {code: negotiation_summary.position_text(
            shown.negotiation, position, other, pair, found.get(position.proposal.id),
            translator(code), rival=rival, weak=weak)
            for code in sorted(LANGUAGES, key=lambda code: code != t.language)}
        with column, st.container(border=True):
            _letter(shown, position, texts, t)


def _letter(shown: View, position: Position, texts: dict[str, str], t: Translator) -> None:
    st.markdown(f"**{escaped(shown.name(position, t))}**")
    for tab, text in zip(st.tabs([LANGUAGE_NAMES[code] for code in texts]), texts.values(),
                         strict=True):
        with tab:
            st.code(text, language=None, wrap_lines=True, height=560)
    st.download_button(t("Save both (text)"), "\n\n".join(texts.values()),
                       people_class.named(
                           f"position-{position.proposal.id}-{shown.scenario.id}.txt"),
                       "text/plain", key=f"position-{position.proposal.id}",
                       on_click="ignore", icon=":material/download:")


def sharpen(shown: View, found: Searched, t: Translator) -> None:
    """Judges what is too close to call on more simulated futures, then draws the page anew.

    Stands at the end of the page: whoever does not wait goes on, and what was judged is kept.
    """
    first, second = shown.left.proposal, shown.right.proposal
    waiting = [(terms, ids) for terms in _terms(shown) if terms.id in found
               for ids in compute_negotiation.pending(shown.scenario, terms, first, second)]
    if not waiting:
        return
    place = st.empty()
    for number, (terms, ids) in enumerate(waiting):
        for _ in compute_negotiation.settling(shown.scenario, terms, ids):
            place.caption(t("Too close to call: judging on more simulated futures, set {number} of"
                            " {count} …", number=number + 1, count=len(waiting)))
    st.rerun()
