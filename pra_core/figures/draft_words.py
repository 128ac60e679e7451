"""A scenario in the making in words: how far it is, and what each input rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.alop import Alop
from pra_core.commodities.schema import CitedSurvival
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES, Parameter, Source
from pra_core.pest_library.record import Fact
from pra_core.scenario_draft import PARTS, Climate, Draft, DraftInput, Value, Years, fact_words
from pra_core.wording import alop_words, escaped

OPEN, SET = "open", "set"
ADDRESS = re.compile(r"https?://[^\s<>;,]+")
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
    """How many inputs are open, or that none is."""
    title, count = escaped(t.local(draft.title)), len(draft.open)
    if count == 0:
        return t("**Complete**: {title}. Every input has a value with its source.", title=title)
    if count == 1:
        return t("**Incomplete: 1 input is open.** {title}. No result is shown until it is"
                 " decided.", title=title)
    return t("**Incomplete: {count} inputs are open.** {title}. No result is shown until they"
             " are decided.", count=count, title=title)


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
        return f"{labels.value_words(value.distribution, t)} {labels.unit_of(value, t)}"
    if isinstance(value, Climate):
        return t(CLIMATES[value.model.kind])
    if isinstance(value, Years):
        return t("{count} years", count=value.years)
    assert isinstance(value, Alop)  # the last kind there is
    return alop_words(value, currency, t)


def origin_text(one: DraftInput, t: Translator) -> str:
    """Where the value of an input comes from, in words."""
    if one.source is None:
        return t("Set by the user.")
    return labels.source_text(one.source, t)


def ground(source: Source, t: Translator) -> str:
    """Reason of a suggestion, with what it rests on, as markdown."""
    parts = [t.local(source.reason) if source.reason else "", source.citation or ""]
    return linked(" ".join(part for part in parts if part))


def linked(text: str) -> str:
    """A source as markdown: addresses stay whole, everything else stands as it is."""
    return " ".join(ADDRESS.sub(r"<\g<0>>", word) if ADDRESS.match(word) else escaped(word)
                    for word in text.split(" "))


def fact_lines(facts: Sequence[Fact], t: Translator) -> list[str]:
    """Facts as published, each with the mark of its status; the first ones."""
    said = [f"{labels.STATUS_MARKS[f.status]} {escaped(fact_words(f, t.language))}"
            for f in facts[:NAMED]]
    more = len(facts) - NAMED
    return [*said, t("and {count} more on the card of the pest", count=more)] if more > 0 else said


def guide_lines(guides: Sequence[CitedSurvival], t: Translator) -> list[str]:
    """Survival of other pests at a step, with conditions and source."""
    return [t("{mark} {low} to {high}: {conditions} ({source})",
              mark=labels.STATUS_MARKS[one.source.status], low=t.number(one.low),
              high=t.number(one.high), conditions=escaped(t.local(one.measured_on)),
              source=linked(labels.source_text(one.source, t)))
            for one in guides]


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
