"""The terms of proposals in words: volume, months, samples; and why one is refused."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core import labels
from pra_core.errors import PraError, Problem
from pra_core.figures.negotiation_words import MONTHS, measure_title, proposal_words, short_words
from pra_core.i18n import Translator
from pra_core.negotiation import Negotiation, Proposal, own_terms
from pra_core.scenario import Scenario


def named(negotiation: Negotiation, proposal: Proposal, t: Translator, *, title: bool = False
          ) -> str:
    """The party (and title) of a proposal, with its terms where they are not the scenario's."""
    name = (proposal_words if title else short_words)(negotiation, proposal, t)
    if not own_terms(proposal):
        return name
    return t("{name} – {terms}", name=name, terms=short_terms(proposal, t))


def short_terms(proposal: Proposal, t: Translator) -> str:
    """What a proposal changes besides measures, in as few words as a heading takes."""
    parts = []
    if proposal.volume_factor == 0.5:
        parts.append(t("at half the volume"))
    elif proposal.volume_factor == 2.0:
        parts.append(t("at twice the volume"))
    elif proposal.volume_factor != 1.0:
        parts.append(t("at {factor} times the volume", factor=t.number(proposal.volume_factor)))
    if proposal.arrival_months:
        parts.append(t("arriving in {months} only", months=_span(proposal.arrival_months, t)))
    parts += [t("sample of {units} units", units=t.number(units, 6))
              for units in dict.fromkeys(proposal.sample_sizes.values())]
    if proposal.overrides:
        parts.append(t("with other values for {count} inputs", count=len(proposal.overrides)))
    return t(", ").join(parts)


def _in_season(months: Sequence[int]) -> list[int]:
    """Months in the order in which they follow each other, the longest gap left outside."""
    ordered = sorted(months)
    gaps = [(m - ordered[i - 1] - 1) % 12 for i, m in enumerate(ordered)]
    start = gaps.index(max(gaps))
    return ordered[start:] + ordered[:start]


def _span(months: Sequence[int], t: Translator) -> str:
    """Months as a span where they follow each other, else one by one."""
    found = _in_season(months)
    if len(found) > 2 and (found[-1] - found[0]) % 12 == len(found) - 1:
        return t("{first} to {last}", first=t(MONTHS[found[0] - 1]), last=t(MONTHS[found[-1] - 1]))
    return t(", ").join(t(MONTHS[m - 1]) for m in found)


def terms_words(scenario: Scenario, proposal: Proposal, t: Translator) -> str:
    """What the proposal changes besides measures: volume, months, samples, other values."""
    parts = []
    if proposal.volume_factor != 1.0:
        parts.append(t("{factor} times the volume of the scenario",
                       factor=t.number(proposal.volume_factor)))
    if proposal.arrival_months:
        parts.append(t("arrival in {months} only", months=t(", ").join(
            t(MONTHS[m - 1]) for m in _in_season(proposal.arrival_months))))
    parts += [t("{units} units per lot looked at in “{measure}”", units=t.number(units, 6),
                measure=measure_title(scenario, measure_id, t))
              for measure_id, units in proposal.sample_sizes.items()]
    parts += [t("{label}: {value}", label=labels.parameter_label(scenario, o.parameter, t),
                value=labels.value_words(o.distribution, t)) for o in proposal.overrides]
    if not parts:
        return t("the terms of trade of the scenario")
    return t("; ").join(parts)


def refusal_lines(error: PraError, scenario: Scenario, proposal: Proposal, t: Translator
                  ) -> list[str]:
    """Why a proposal cannot be put to the scenario, with names in place of ids."""
    return [_refusal(problem, scenario, proposal, t) for problem in error.problems]


def _refusal(problem: Problem, scenario: Scenario, proposal: Proposal, t: Translator) -> str:
    if problem.path.endswith("arrival_share") and proposal.arrival_months:
        pathway = problem.path.split(".")[1] if "." in problem.path else ""
        title = next((t.local(p.title) for p in scenario.pathways if p.id == pathway), pathway)
        return t("Nothing arrives in {months} on “{pathway}”. Choose a month in which some does.",
                 months=_span(proposal.arrival_months, t), pathway=title)
    if "sample_size" in problem.path:
        return t("The sample is larger than the lot: {problem}", problem=t.error(
            Problem(problem.code, "", problem.value, problem.allowed)))
    names = [i.strip() for i in str(problem.value).split(",")]
    known = {m.id: t.local(m.title) for m in scenario.measures}
    if names and all(i in known for i in names):
        titles = t("; ").join(known[i] for i in names)
        if problem.code == "conflict":
            return t("These measures exclude each other: {measures}.", measures=titles)
        if problem.code in ("missing", "unknown_id", "not_found", "wrong_type"):
            return t("“{measures}” cannot be chosen on this scenario.", measures=titles)
    return t.error(problem)
