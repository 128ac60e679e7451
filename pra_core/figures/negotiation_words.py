"""The negotiating table in words: what each proposal leaves, costs and rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.i18n import Translator, translator
from pra_core.measure import PaidBy
from pra_core.negotiation import (
    Negotiation,
    Note,
    Position,
    Proposal,
    SideCost,
    Weak,
)
from pra_core.parameter import Source
from pra_core.presentation import shortfall
from pra_core.scenario import Scenario
from pra_core.wording import (
    chance_words,
    escaped,
    risk_words,
    verdict_words,
)

PARTY_TITLES: Mapping[str, str] = {
    "exporter": N_("Exporter"), "importer": N_("Importer"), "alternative": N_("Alternative"),
}
PAYER_TITLES: Mapping[PaidBy | None, str] = {
    "exporter": N_("exporter"), "importer": N_("importer"), "shared": N_("both"),
    None: N_("not stated who"),
}
MONTHS = (N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
          N_("July"), N_("August"), N_("September"), N_("October"), N_("November"),
          N_("December"))


def party_words(negotiation: Negotiation, proposal: Proposal, t: Translator) -> str:
    """Who makes the proposal: the party by name, or that it is an alternative."""
    if proposal.party == "alternative":
        return t(PARTY_TITLES["alternative"])
    return t("{party} ({role})", party=t.local(negotiation.parties[proposal.party]),
             role=t(PARTY_TITLES[proposal.party]).lower())


def proposal_words(negotiation: Negotiation, proposal: Proposal, t: Translator) -> str:
    """Party and title of a proposal, for lists."""
    return t("{party}: {title}", party=party_words(negotiation, proposal, t),
             title=t.local(proposal.title))


def short_words(negotiation: Negotiation, proposal: Proposal, t: Translator) -> str:
    """The party alone, with the title where it has several proposals on the table."""
    if sum(p.party == proposal.party for p in negotiation.proposals) > 1:
        return proposal_words(negotiation, proposal, t)
    return party_words(negotiation, proposal, t)


def volume_words(scenario: Scenario, t: Translator) -> str:
    """Units offered per year, by pathway where they differ."""
    volumes = {p.id: float(p.volume.distribution.ppf(0.5)) for p in scenario.pathways}
    amounts = {k: labels.money(v, "", t).strip() for k, v in volumes.items()}
    if len(set(amounts.values())) == 1:
        return t("{amount} units a year", amount=next(iter(amounts.values())))
    return t("{amounts} units a year", amounts=t(", ").join(
        t("{amount} ({pathway})", amount=amounts[p.id], pathway=t.local(p.title))
        for p in scenario.pathways))


def statement(position: Position, t: Translator) -> str:
    """The residual risk as a frequency at this volume of trade, with its interval."""
    scenario = position.scenario
    risk = risk_words(position.assessment, scenario.alop, t)
    opening = {
        "annual_loss": N_("Yearly loss at {volume}: {risk}."),
        "pests_per_lot": N_("Live pests in released lots at {volume}: {risk}."),
    }.get(scenario.alop.metric, N_("Outbreaks at {volume}: {risk}."))
    return t(opening, volume=volume_words(scenario, t), risk=risk)


def pest_free_words(position: Position, t: Translator) -> str:
    """At least n of so many released units are free of live pests, with 95 % certainty."""
    free, scenario = position.free, position.scenario
    if free.infested_share == 0.0:
        return t("No unit with a live pest is released.")
    pathway = next(p for p in scenario.pathways if p.id == free.pathway)
    units = 10_000 if free.infested_share >= 1e-4 else 1_000_000
    text = t("At least **{number} of {units}** units released (unit: {unit}) are free of live"
             " pests, with 95 % certainty.", number=t.number(free.at_least(units), 7),
             units=t.number(units, 7), unit=escaped(t.local(pathway.unit_name)))
    if len(scenario.pathways) == 1:
        return text
    return t("{text} This is the worst pathway: {pathway}.", text=text,
             pathway=escaped(t.local(pathway.title)))


def judged(position: Position, t: Translator) -> str:
    """P(meets) and the verdict, then the gap to the ALOP at the confidence asked for."""
    alop = position.scenario.alop
    return t("Probability of meeting the ALOP: {chance}: **{verdict}**. {gap}",
             chance=chance_words(position.judgement, position.assessment.draws, t),
             verdict=verdict_words(position.judgement.verdict, t),
             gap=gap_words(position.assessment, alop.confidence, t))


def gap_words(assessment: Assessment, confidence: float, t: Translator) -> str:
    """How far the risk is from the limit in the future the confidence asks about."""
    times, share = shortfall(assessment, assessment.scenario.alop), t.percent(confidence)
    if times == 0.0:
        return t("At {share} confidence no risk is left.", share=share)
    if times == float("inf"):
        return t("The limit is zero, and some risk is left.")
    if _at_limit(times, t):
        return t("At {share} confidence the risk is at the limit.", share=share)
    if times > 1.0:
        return t("Gap: at {share} confidence the risk is **{times} times** the limit.",
                 share=share, times=t.number(times, 2))
    return t("Margin: at {share} confidence the limit is **{times} times** the risk.",
             share=share, times=t.number(1.0 / times, 2))


def _at_limit(times: float, t: Translator) -> bool:
    """Whether a factor or its inverse would read as 1."""
    return "1" in (t.number(times, 2), t.number(1.0 / times, 2))


def gap_short(assessment: Assessment, t: Translator) -> str:
    """The gap or the margin in a few words, for a chart."""
    times = shortfall(assessment, assessment.scenario.alop)
    share = t.percent(assessment.scenario.alop.confidence)
    if times == 0.0:
        return t("no risk left")
    if _at_limit(times, t):
        return t("at the limit (at {share} confidence)", share=share)
    if times > 1.0:
        return t("{times} times the limit (at {share} confidence)", times=t.number(times, 2),
                 share=share)
    return t("within, by a factor of {times} (at {share} confidence)", share=share,
             times=t.number(1.0 / times, 2))


def measure_lines(scenario: Scenario, position: Position, t: Translator) -> list[str]:
    """The measures asked for, each with level, payer and note; internal notes are marked."""
    notes, lines = position.proposal.notes, []
    for m in scenario.measures:
        note = note_words(notes[m.id], t) if m.id in notes else ""
        title = escaped(t.local(m.title))
        if m.id in position.proposal.measures:
            line = t("**{measure}** · level {level} · paid by: {payer}", measure=title,
                     level=m.restrictiveness, payer=t(PAYER_TITLES[m.paid_by]))
            lines.append(f"{line}  \n  {note}" if note else line)
        elif note:
            lines.append(t("Not asked for: **{measure}**", measure=title) + f"  \n  {note}")
    return lines or [t("no measures")]


def note_words(note: Note, t: Translator) -> str:
    """A note, with the mark that keeps it out of letters where it is internal."""
    text = escaped(t.local(note.text))
    return text if note.shared else t("{note} *(internal note)*", note=text)


def measure_title(scenario: Scenario, measure_id: str, t: Translator) -> str:
    """The title of one measure."""
    return t.local(scenario.measure(measure_id).title)


def levels_words(scenario: Scenario, t: Translator) -> str:
    """Trade restrictiveness of the selected measures: highest level, sum, number."""
    levels = [scenario.measure(i).restrictiveness for i in scenario.selected]
    if not levels:
        return t("no measure: no restriction")
    return t("highest level {highest} of 5; {count} measures, levels summing to {total}",
             highest=max(levels), count=len(levels), total=sum(levels))


def cost_lines(costs: Sequence[SideCost], currency: str, t: Translator) -> list[str]:
    """What the measures cost, a line for each side that pays."""
    lines = []
    for side in costs:
        lines.append(t("{payer}: {amount}", payer=t(PAYER_TITLES[side.payer]),
                       amount=_amount(side, currency, t)))
    return lines or [t("no measures, no cost")]


def _amount(side: SideCost, currency: str, t: Translator) -> str:
    """What one side pays; what is not on record is not taken for zero."""
    if side.known is None:
        return t("unknown ({count} measures without a cost on record)", count=side.unknown)
    money = labels.money(side.known, currency, t)
    if side.unknown:
        return t("at least {money} per year ({count} of {total} measures without a cost on"
                 " record)", money=money, count=side.unknown, total=len(side.measures))
    return t("{money} per year", money=money)


def weak_words(scenario: Scenario, weak: Weak | None, t: Translator) -> str:
    """The number easiest to attack: what it is, value, status and what it explains."""
    if weak is None:
        return t("None: nothing varies.")
    found = weak.parameter
    return t("**{label}**: {value}, {unit}; {badge}; {share} of the variation.",
             label=escaped(labels.parameter_label(scenario, found.name, t)),
             value=labels.value_words(found.distribution, t), unit=labels.unit_of(found, t),
             badge=labels.badge(found.source.status, t), share=t.percent(weak.share, 2))


def weak_source(weak: Weak, t: Translator) -> str:
    """Where the weakest number comes from."""
    return t("Source: {source}",
             source=labels.source_text(weak.parameter.source, t).replace("\n", " · "))


def weakness_rule(t: Translator) -> str:
    """How the weakest number is found."""
    return t("Weakest = largest influence on the risk (quick estimate) × weight of its source:"
             " assumed and unverified 1, elicited ½, verified ¼. The weights are a rule of this"
                " workbench.")


def median_rule(t: Translator) -> str:
    """What median and mean mean, once for the page."""
    return t("Median: half of the simulated futures have more risk, half have less. Mean: the"
             " average of all futures; a few very bad ones can raise it far above the median.")


def blank(scenario: Scenario, source: Source) -> Negotiation:
    """A table to begin with where none is written: nothing asked for, and the running selection."""
    english, chinese = translator("en"), translator("zh_CN")

    def both(msgid: str) -> dict[str, str]:
        return {"en": english(msgid), "zh_CN": chinese(msgid)}

    empty = both(N_("No argument is written yet."))
    return Negotiation(
        schema_version=1, scenario=scenario.id, title=scenario.title,
        context=both(N_("Nobody has written a negotiation on this scenario. The table begins with"
                        " no measures on one side and the selected measures on the other.")),
        parties={"exporter": scenario.pathways[0].origin, "importer": scenario.pra_area.title},
        proposals=(
            Proposal(id="exporter", party="exporter", title=both(N_("No measures")),
                     argument=empty, source=source),
            Proposal(id="importer", party="importer", title=both(N_("The selected measures")),
                     measures=scenario.selected, argument=empty, source=source)))
