"""The position of one party as plain text, to be copied into a letter or a brief."""

from __future__ import annotations

from collections.abc import Iterator

from pra_core.errors import N_
from pra_core.figures import meeting_words, negotiation_words
from pra_core.i18n import Translator
from pra_core.negotiation import Meeting, Negotiation, Pair, Position
from pra_core.portfolio import Portfolios
from pra_core.wording import alop_words, plain, set_words


def position_text(negotiation: Negotiation, position: Position, other: Position, found: Pair,
                  meeting: tuple[Portfolios, Meeting] | None, t: Translator) -> str:
    """What the party proposes, what it leaves and costs, how it compares, where both could meet.

    `found`: this position's risk beside the other's; `meeting`: the search on this position's
    terms, None where there was none.
    """
    lines = [*_heading(negotiation, position, t), "", *_results(position, t), ""]
    name, rival = (negotiation_words.proposal_words(negotiation, p.proposal, t)
                   for p in (position, other))
    lines += [t("Compared with the other proposal"),
              plain(meeting_words.pair_words(name, rival, found, t)), ""]
    if meeting is not None:
        lines += [t("Where the two could meet"),
                  plain(meeting_words.meeting_words(*meeting, t)), ""]
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
        t("Terms: {terms}", terms=negotiation_words.terms_words(scenario, proposal, t)),
        t("ALOP judged against: {alop}", alop=alop_words(
            scenario.alop, scenario.consequences.currency, t))]


def _results(position: Position, t: Translator) -> Iterator[str]:
    scenario, currency = position.scenario, position.scenario.consequences.currency
    yield plain(negotiation_words.statement(position, t))
    yield plain(negotiation_words.pest_free_words(position, t))
    yield plain(negotiation_words.judged(position, t))
    yield t("Trade restrictiveness: {levels}.",
            levels=negotiation_words.levels_words(scenario, t))
    yield t("Cost: {costs}.", costs=t("; ").join(
        negotiation_words.cost_lines(position.costs, currency, t)))
    for words, weak in ((N_("Weakest number: {weak}"), position.weakest),
                        (N_("Weakest number of its own measures: {weak}"),
                         position.weakest_own)):
        if weak is not None:
            yield t(words, weak=plain(negotiation_words.weak_words(scenario, weak, t)))
            yield negotiation_words.weak_source(weak, t)


def _notes(position: Position, t: Translator) -> list[str]:
    notes = position.proposal.notes
    if not notes:
        return []
    return [t("Notes on measures"), *(t("{measure}: {note}", note=t.local(note),
            measure=negotiation_words.measure_title(position.scenario, i, t))
            for i, note in notes.items()), ""]


def _origin(position: Position, t: Translator) -> str:
    """By which numbers the text was written, so that it can be made again."""
    assessment = position.assessment
    return t("Scenario {code} · seed {seed} · {draws} simulated futures",
             code=position.scenario.fingerprint, seed=assessment.seed,
             draws=t.number(assessment.draws, 6))
