"""A scenario in the making in words: how far it is, and what each input rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.alop import Alop
from pra_core.commodities.schema import CitedSurvival, TradeFigure
from pra_core.distribution import Distribution, LogUniform, Pert, Uniform
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.parameter import QUANTITIES, Parameter, Source
from pra_core.pest_library.record import Fact
from pra_core.scenario_draft import (
    ON_GOODS,
    PARTS,
    Climate,
    Draft,
    DraftInput,
    Value,
    Years,
    fact_words,
)
from pra_core.scenario_draft import counts as draft_counts
from pra_core.wording import alop_words, escaped

OPEN, SET = "open", "set"
PART_TITLES: Mapping[str, str] = {
    "entry": N_("Entry"), "establishment": N_("Establishment"), "spread": N_("Spread"),
    "impact": N_("Consequences"), "management": N_("Level of protection")}
CLIMATES: Mapping[str, str] = {
    "ecoclimatic": N_("growth and stress by week"), "rule": N_("published rule"),
    "cited_table": N_("suitability by country")}
QUESTIONS: Mapping[str, str] = {
    "efficacy": N_("efficacy against this pest"), "sample_size": N_("units inspected per lot"),
    "sensitivity": N_("chance that an inspected infested unit is recognised"),
    "compliance": N_("share of lots on which it is really applied")}
NAMED = 4
"""So many facts are told; the pest's card has them all."""


def part_title(part: str, t: Translator) -> str:
    """The step of ISPM 11 that an input bears on."""
    return t(PART_TITLES[part])


def part_label(part: str, left: int, t: Translator) -> str:
    """A step with the number of its open inputs."""
    title = part_title(part, t)
    return t("{step}: {count} open", step=title, count=left) if left else t("{step} ✓", step=title)


def progress(draft: Draft, t: Translator) -> str:
    """How many inputs are open, or on what the complete draft rests."""
    title, count = escaped(t.local(draft.title)), len(draft.open)
    if count == 0:
        found = draft_counts(draft)
        return t("**Complete**: {title}. Inputs: {all}; read in their source: {read}; cited but"
                 " not checked: {unread}; assumed or judged: {judged}.", title=title,
                 all=sum(found.values()), read=found.get("verified", 0),
                 unread=found.get("unverified", 0),
                 judged=found.get("assumed", 0) + found.get("elicited", 0))
    if count == 1:
        return t("**Incomplete: 1 input is open.** {title}. No result is shown until it is"
                 " decided.", title=title)
    return t("**Incomplete: {count} inputs are open.** {title}. No result is shown until they"
             " are decided.", count=count, title=title)


def input_title(one: DraftInput, t: Translator) -> str:
    """An input as the result pages call it; a step of the pathway by its own title."""
    if one.quantity in QUANTITIES and not one.key.startswith("steps."):
        return t(QUANTITIES[one.quantity].title)
    return t.local(one.title)


def counts(draft: Draft) -> dict[str, dict[str, int]]:
    """Step -> status of the source, `SET` or `OPEN` -> number of inputs."""
    found: dict[str, dict[str, int]] = {}
    for part in PARTS:
        inside: dict[str, int] = {}
        for one in draft.inputs:
            if one.part == part:
                key = OPEN if one.state == "open" else _status(one)
                inside[key] = inside.get(key, 0) + 1
        if inside:
            found[part] = inside
    return found


def _status(one: DraftInput) -> str:
    """Status of an input that has a value; the ALOP is a decision, not an assumption."""
    return one.source.status if one.source is not None else SET


def unit_text(one: DraftInput, t: Translator) -> str:
    """The unit of an input in words; empty for what has none."""
    if one.unit == "1" and QUANTITIES[one.quantity].high > 1.0:
        return t("a number without unit")
    return labels.unit_words(one.unit, t) if one.unit else ""


def value_text(value: Value, currency: str, t: Translator) -> str:
    """A value in words with its unit."""
    if isinstance(value, Parameter):
        return f"{law_text(value.distribution, t)} · {labels.unit_of(value, t)}"
    if isinstance(value, Climate):
        return t(CLIMATES[value.model.kind])
    if isinstance(value, Years):
        return t("{count} years", count=value.years)
    assert isinstance(value, Alop)  # the last kind there is
    return alop_words(value, currency, t)


def law_text(law: Distribution, t: Translator) -> str:
    """The numbers that define a law where they are plain, else median and 90 % interval."""
    low, high = (t.number(end, 4) for end in law.support)
    if law.support[0] == law.support[1]:
        return low
    if isinstance(law, Pert):
        return t("{low} to {high}, most likely {mode}", low=low, high=high,
                 mode=t.number(law.mode, 4))
    if isinstance(law, Uniform):
        return t("{low} to {high}, every value alike", low=low, high=high)
    if isinstance(law, LogUniform):
        return t("{low} to {high}, every order of magnitude alike", low=low, high=high)
    return t("median {value}", value=labels.value_words(law, t))


def origin_text(one: DraftInput, t: Translator) -> str:
    """Where the value of an input comes from, in words."""
    if one.source is None:
        return t("Set by the user.")
    return labels.source_text(one.source, t)


def ground(source: Source, t: Translator) -> str:
    """Reason of a suggestion, with what it rests on, as markdown."""
    parts = [t.local(source.reason) if source.reason else "", source.citation or ""]
    return linked(" ".join(part for part in parts if part))


def fact_lines(facts: Sequence[Fact], t: Translator) -> list[str]:
    """Facts as published, each with the mark of its status; the first ones."""
    said = [f"{labels.STATUS_MARKS[f.status]} {escaped(fact_words(f, t.language))}"
            for f in facts[:NAMED]]
    more = len(facts) - NAMED
    return [*said, t("and {count} more on the card of the pest", count=more)] if more > 0 else said


def guide_lines(guides: Sequence[CitedSurvival], t: Translator) -> list[str]:
    """Survival of other pests at a step, with what was counted, conditions and source."""
    counted = {"unit": t("infested units"), "individual": t("individuals")}
    return [t("{mark} {low} to {high} of {counted}: {conditions} ({source})",
              mark=labels.STATUS_MARKS[one.source.status], low=t.number(one.low),
              high=t.number(one.high), counted=counted[one.acts_on],
              conditions=escaped(t.local(one.measured_on)),
              source=linked(labels.source_text(one.source, t)))
            for one in guides]


def trade_lines(figures: Sequence[TradeFigure], t: Translator) -> list[str]:
    """Trade figures that give no yearly number of units, with what their source says."""
    units = {"t": t("tonnes"), "units": t("units"), "m3": t("cubic metres"),
             "consignments": t("consignments")}
    return [t("{mark} {year}, {origin} to {destination}: {quantity} {unit} ({source})",
              mark=labels.STATUS_MARKS[one.source.status], year=str(one.year),
              origin=one.origin, destination=one.destination,
              quantity=t.number(one.quantity, 6), unit=units[one.unit],
              source=linked(labels.source_text(one.source, t)))
            for one in figures]


def condition(one: DraftInput, draft: Draft, t: Translator) -> str:
    """What a user has to find true before published figures are taken over to this trade."""
    if one.key in ON_GOODS:
        unit = escaped(t.local(draft.goods.unit_name or draft.kind.unit_name))
        return t("These figures were counted on the unit of this pathway: **{unit}**; not on"
                 " samples, lots, packs or trees.", unit=unit)
    if one.key.startswith("steps."):
        return t("These figures are of ordinary trade, **without a phytosanitary treatment**, over"
                 " about as long and as warm as here.")
    said = {"volume": t("These figures cover **whole years of this trade**, as it would be without"
                        " phytosanitary measures."),
            "rate": t("These figures are of spread **with human help and without official"
                      " control**, in a place like the PRA area."),
            "yield_loss": t("These figures are of ordinary fields **with the control that growers"
                            " would use anyway**, not of worst cases, pots or inoculated plants.")}
    return said.get(one.key) or t("These figures hold for **this pest, these goods and the PRA"
                                  " area**, with what their sources say against them.")


def flags(one: DraftInput, t: Translator) -> str:
    """What a reader has to know of a value: sources that differ, or a figure without a range."""
    if one.conflicting:
        return t("Sources differ; the range takes in all of them.")
    if one.single:
        return t("One figure without a range; its uncertainty is not published.")
    return ""


def question_text(questions: Sequence[str], t: Translator) -> str:
    """What has to be decided before a measure can be used."""
    return t(", ").join(t(QUESTIONS[one]) for one in questions)
