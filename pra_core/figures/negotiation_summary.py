"""The position of one party as plain text, to be copied into a letter or a brief."""

from __future__ import annotations

from collections.abc import Iterator

from pra_core.errors import N_
from pra_core.figures import meeting_words, negotiation_terms, negotiation_words
from pra_core.i18n import Translator
from pra_core.negotiation import Meeting, Negotiation, Pair, Position, same_terms
from pra_core.portfolio import Portfolios
from pra_core.wording import alop_words, plain, set_words


def position_text(negotiation: Negotiation, position: Position, other: Position, found: Pair,
                  meeting: tuple[Portfolios, Meeting] | None, t: Translator, *,
                  rival: bool = False, weak: bool = False) -> str:
    """What the party proposes, what it leaves and costs, its argument and the notes it shares.

    `found`: this position's risk beside the other's; `meeting`: the search on this position's
    terms, None where there was none. Only where asked for: `rival`, the verdict, how the two
    compare and where they could meet; `weak`, the numbers that are easiest to attack. Internal
    notes never stand in it.
    """
    lines = [*_heading(negotiation, position, t), "", *_results(position, t, rival=rival)]
    lines += [*(_weak(position, t) if weak else ()), ""]
    if rival:
        lines += [*_compared(negotiation, position, other, found, t), ""]
        if meeting is not None:
            lines += [*_meeting(negotiation, position, other, meeting, t), ""]
    lines += [t("Argument"), t.local(position.proposal.argument), "", *_notes(position, t),
              _origin(position, t)]
    return "\n".join(lines)


def _heading(negotiation: Negotiation, position: Position, t: Translator) -> list[str]:
    scenario, proposal = position.scenario, position.proposal
    return [
        t("Position of {party}: {title}", title=t.local(proposal.title),
          party=negotiation_words.party_words(negotiation, proposal, t)),
        t("Case: {title}", title=t.local(negotiation.title)),
        t("Measures: {measures}", measures=set_words(scenario, scenario.selected, t)),
        t("Terms: {terms}", terms=negotiation_terms.terms_words(scenario, proposal, t)),
        t("ALOP judged against: {alop}", alop=alop_words(
            scenario.alop, scenario.consequences.currency, t))]


def _compared(negotiation: Negotiation, position: Position, other: Position, found: Pair,
              t: Translator) -> list[str]:
    own, rival = (negotiation_terms.named(negotiation, p.proposal, t, title=True)
                  for p in (position, other))
    return [t("Compared with the other proposal"),
            plain(meeting_words.pair_words(own, rival, found, t))]


def _meeting(negotiation: Negotiation, position: Position, other: Position,
             meeting: tuple[Portfolios, Meeting], t: Translator) -> Iterator[str]:
    """Where both could meet, and on whose terms that was searched."""
    yield t("Where the two could meet")
    if not same_terms(position.proposal, other.proposal):
        yield t("On the terms of this proposal ({terms}):", terms=negotiation_terms.terms_words(
            position.scenario, position.proposal, t))
    sets, found = meeting
    sides = [(negotiation_words.short_words(negotiation, p.proposal, t), p.proposal.measures)
             for p in (position, other)]
    for line in (meeting_words.meeting_words(sets, found, sides, t),
                 *meeting_words.further_words(sets, found, sides, t)):
        yield plain(line)


def _results(position: Position, t: Translator, *, rival: bool) -> Iterator[str]:
    scenario, currency = position.scenario, position.scenario.consequences.currency
    yield plain(negotiation_words.statement(position, t))
    yield plain(negotiation_words.pest_free_words(position, t))
    if rival:
        yield plain(negotiation_words.judged(position, t))
    yield t("Trade restrictiveness: {levels}.",
            levels=negotiation_words.levels_words(scenario, t))
    yield t("Cost: {costs}.", costs=t("; ").join(
        negotiation_words.cost_lines(position.costs, currency, t)))


def _weak(position: Position, t: Translator) -> Iterator[str]:
    scenario = position.scenario
    for words, weak in ((N_("Weakest number: {weak}"), position.weakest),
                        (N_("Weakest number of its own measures: {weak}"),
                         position.weakest_own)):
        if weak is not None:
            yield t(words, weak=plain(negotiation_words.weak_words(scenario, weak, t)))
            yield negotiation_words.weak_source(weak, t)


def _notes(position: Position, t: Translator) -> list[str]:
    notes = {i: note for i, note in position.proposal.notes.items() if note.shared}
    if not notes:
        return []
    return [t("Notes on measures"), *(t("{measure}: {note}", note=t.local(note.text),
            measure=negotiation_words.measure_title(position.scenario, i, t))
            for i, note in notes.items()), ""]


def _origin(position: Position, t: Translator) -> str:
    """By which numbers the text was written, so that it can be made again."""
    assessment = position.assessment
    return t("Scenario {code} · seed {seed} · {draws} simulated futures",
             code=position.scenario.fingerprint, seed=assessment.seed,
             draws=t.number(assessment.draws, 6))
