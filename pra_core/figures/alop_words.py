"""The level of protection in all its forms, and decisions compared, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.alop import Alop, Metric
from pra_core.assessment import Assessment
from pra_core.consistency import (
    CommonMetric,
    Decided,
    Implied,
    Stop,
    implied,
    provable,
    reached,
    spread,
)
from pra_core.errors import N_
from pra_core.figures.decision import short_number
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import risk_limit
from pra_core.scenario import Scenario
from pra_core.wording import (
    alop_words,
    amount_words,
    escaped,
    set_words,
    verdict_words,
)

FORMS: Mapping[str, str] = {
    "annual_probability": N_("Chance of an outbreak in a year"),
    "years_between_outbreaks": N_("Years between outbreaks"),
    "annual_loss": N_("Expected loss per year"),
    "pests_per_lot": N_("Live pests per released lot"),
}
OFTEN = 0.1
"""A chance per year above which its inverse is no longer the years between outbreaks: several
outbreaks may fall into one year."""
METRICS: Mapping[CommonMetric, str] = {
    "outbreaks": N_("Outbreaks per year"),
    "loss_share": N_("Expected loss as a share of the value of the hosts"),
}


def forms(after: Assessment, before: Assessment, t: Translator) -> pd.DataFrame:
    """A row per form of the ALOP: what is asked, and what is met at the confidence asked for."""
    alop = after.scenario.alop
    return pd.DataFrame([{
        "form": t(title),
        "asked": _limit(alop, after, t) if metric == alop.metric else "–",
        "after": _limit(_reached(metric, after, alop.confidence), after, t),
        "before": _limit(_reached(metric, before, alop.confidence), before, t),
    } for metric, title in FORMS.items()])


def form_heads(t: Translator, confidence: float) -> dict[str, str]:
    """Headers of the table of forms."""
    share = t.percent(confidence)
    return {"form": t("What is limited"), "asked": t("Asked for (the ALOP)"),
            "after": t("Kept with {share} confidence, selected measures", share=share),
            "before": t("Kept with {share} confidence, no measures", share=share)}


def _reached(metric: str, assessment: Assessment, confidence: float) -> Alop:
    """The strictest ALOP of a metric that is met with the confidence."""
    name: Metric = metric  # type: ignore[assignment]
    return Alop.model_construct(metric=name, limit=reached(assessment, metric, confidence),
                                confidence=confidence)


def _limit(alop: Alop, assessment: Assessment, t: Translator) -> str:
    if alop.metric == "years_between_outbreaks":
        return (t("no outbreak at all") if np.isinf(alop.limit) else
                t("at least {years} years", years=t.number(alop.limit, 2)))
    if alop.metric == "annual_probability":
        if alop.limit == 0:
            return t("no outbreak at all")
        if alop.limit > OFTEN:
            return t("at most {share}", share=t.percent(alop.limit, 2))
        return t("at most {share} ({frequency})", share=t.percent(alop.limit, 2),
                 frequency=t.one_in(alop.limit))
    if alop.limit == 0:
        return t("no loss at all") if alop.metric == "annual_loss" else t("no live pest in any lot")
    return t("at most {amount}", amount=amount_words(
        alop.limit, alop, assessment.scenario.consequences.currency, t))


def horizon_sentence(scenario: Scenario, t: Translator) -> str:
    """What a yearly limit means over the horizon: 1 − (1 − p)^T, or 1 − e^(−T/years)."""
    alop, years = scenario.alop, scenario.consequences.horizon_years
    if alop.metric == "annual_probability" and 0 < alop.limit < 1:
        chance = -np.expm1(years * np.log1p(-alop.limit))
    elif alop.metric == "years_between_outbreaks" and alop.limit > 0:
        chance = -np.expm1(-years / alop.limit)
    else:
        return ""
    return t("Over {years} years, the horizon of this scenario, the limit allows a chance of"
             " **{chance}** of at least one outbreak.", years=years,
             chance=t.percent(float(chance), 2))


def confidence_sentence(alop: Alop, draws: int, t: Translator) -> str:
    """What the confidence asks for, and whether so many simulated futures can show it."""
    text = t("Confidence {share}: of 100 futures that fit what is known, at least {count} must be"
             " within the limit.", share=t.percent(alop.confidence),
             count=t.number(100 * alop.confidence, 4))
    most = provable(draws)
    if alop.confidence > most:
        text = t("{text} **{draws} simulated futures cannot show this**: even if all were within"
                 " the limit, no more than {most} is proven; ask for less or simulate more.",
                 text=text, draws=t.number(draws, 6), most=t.percent(most))
    return t("{text} A confidence of 100 % cannot be asked: no number of simulated futures can show"
             " it.", text=text)


def zero_sentence(alop: Alop, sets: Portfolios | None, t: Translator) -> str:
    """What a limit of zero (or no limit) means, and which set meets it; empty otherwise."""
    limit = risk_limit(alop)
    if limit == float("inf"):
        return t("This limit allows any number of outbreaks: every set of measures meets it.")
    if limit > 0:
        return ""
    text = t("**The limit is zero:** no risk at all is accepted. Only what stops every infested"
             " unit for certain, such as prohibition, can meet it; measures that nearly always work"
             " do not.")
    first = sets.first_meeting if sets is not None else None
    if sets is None or first is None:
        return t("{text} No set of the measures here meets it.", text=text)
    return t("{text} The first set that meets it: **{measures}**.", text=text,
             measures=escaped(set_words(sets.scenario, first, t)))


def in_force(alop: Alop, currency: str, t: Translator) -> str:
    """The ALOP as one sentence."""
    return t("In force: **{alop}**.", alop=alop_words(alop, currency, t))


def stop_words(stop: Stop, alop: Alop, currency: str, t: Translator) -> str:
    """A limit one could ask for and how the selected measures stand to it."""
    if stop.limit in (0, float("inf")):
        return t("{limit}: {share} of simulated futures within it, {needed} needed: {verdict}",
                 limit=_end_words(stop.limit, alop, t), share=t.percent(stop.share),
                 needed=t.percent(alop.confidence), verdict=verdict_words(stop.verdict, t))
    limit = amount_words(stop.limit, alop, currency, t)
    return t("at most {limit}: {share} of simulated futures within it, {needed} needed: {verdict}",
             limit=limit, share=t.percent(stop.share), needed=t.percent(alop.confidence),
             verdict=verdict_words(stop.verdict, t))


def _end_words(limit: float, alop: Alop, t: Translator) -> str:
    """A limit of zero, or of any number."""
    if limit > 0:
        return t("any number of outbreaks")
    return {"annual_loss": t("no loss at all"), "pests_per_lot": t("no live pest in any lot")}.get(
        alop.metric, t("no outbreak at all"))


def converted_sentence(before: Alop, now: Alop, currency: str, t: Translator) -> str:
    """Where the limit comes from after another metric was chosen."""
    old = alop_words(before, currency, t)
    if {before.metric, now.metric} == {"annual_probability", "years_between_outbreaks"}:
        return t("**Converted**, not decided: the same level said in another form (before: {old})."
                 " Type a limit to set another.", old=old)
    return t("**Converted**, not decided: what the selected measures just keep with that"
             " confidence, so they stand at the limit (before: {old}). Type the limit you mean.",
             old=old)


def metric_title(metric: CommonMetric, t: Translator) -> str:
    """The common metric as the title of an axis."""
    return t(METRICS[metric])


def tick(x: float, metric: CommonMetric, t: Translator) -> str:
    """A power of ten on the axis: "1 in 100" outbreaks a year, or a percentage."""
    if metric == "loss_share":
        return t.percent(x, 1)
    return t("1 in {number}", number=short_number(1 / x, t)) if x < 1 else short_number(x, t)


def limit_words(x: float, metric: CommonMetric, t: Translator) -> str:
    """A limit in words."""
    if x == 0:
        return t("no outbreak at all") if metric == "outbreaks" else t("no loss at all")
    if metric == "outbreaks":
        return t("at most {frequency}", frequency=t.one_in(x))
    return t("at most {share} of the value per year", share=t.percent(x, 2))


def range_words(one: Implied, metric: CommonMetric, of: Decided, t: Translator) -> str:
    """Median and 90 % interval of the residual risk of a decision."""
    if one.high == 0:
        return t("none expected")
    if metric == "outbreaks":
        low, median, high = (t.one_in(x) for x in (one.low, one.median, one.high))
        return t("{median} ({low} to {high})", median=median, low=low, high=high)
    value = of.scenario.consequences
    low, median, high = (t.percent(x, 2) for x in (one.low, one.median, one.high))
    return t("{median} ({low} to {high}) of the value of the hosts, {currency} of {year}",
             median=median, low=low, high=high, currency=value.currency, year=value.price_year)


def comparison_sentence(found: Sequence[Implied], titles: Sequence[str], metric: CommonMetric,
                        confidence: float, t: Translator) -> str:
    """The strictest and the laxest decision, and how far apart they are."""
    if len(found) < 2:
        return t("There is only one decision to show; add a scenario to compare it with.")
    strict, lax = found[0], found[-1]
    text = t("Implied with {share} confidence, the strictest: **{strict}** ({least}); the laxest:"
             " **{lax}** ({most}).", share=t.percent(confidence),
             strict=escaped(titles[strict.number]), lax=escaped(titles[lax.number]),
             least=limit_words(strict.limit, metric, t), most=limit_words(lax.limit, metric, t))
    times = spread(found)
    if times is None:
        return text
    if strict.limit == 0:
        return t("{text} Among decisions that accept some risk, the laxest accepts **{times}"
                 " times** what the strictest does.", text=text, times=t.number(times, 2))
    return t("{text} The laxest accepts **{times} times** what the strictest does.", text=text,
             times=t.number(times, 2))


def caution(decisions: Sequence[Decided], metric: CommonMetric, confidence: float, t: Translator
            ) -> str:
    """What a difference does and does not mean; told with the other metric's order."""
    other: CommonMetric = "loss_share" if metric == "outbreaks" else "outbreaks"
    orders = [[one.number for one in implied(decisions, m, confidence) if one.limit > 0]
              for m in (metric, other)]
    both = [[n for n in order if n in set(orders[0]) & set(orders[1])] for order in orders]
    text = t("A difference is no fault by itself: an outbreak of one pest costs more than one of"
             " another, and Article 5.5 of the SPS Agreement asks only that situations that can be"
             " compared are not treated differently without a reason. What is poorly known also"
             " looks lax here, since the limit has to hold with confidence: compare the medians"
             " too.")
    if both[0] != both[1]:
        return t("{text} By {metric} the order of these decisions is another.", text=text,
                 metric=_lower(metric_title(other, t)))
    return text


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def comparison_rows(found: Sequence[Implied], decisions: Sequence[Decided],
                    titles: Sequence[str], sources: Sequence[str], metric: CommonMetric,
                    t: Translator) -> pd.DataFrame:
    """The table of decisions, strictest first."""
    rows = []
    for one in found:
        scenario = decisions[one.number].scenario
        rows.append({
            "decision": titles[one.number],
            "pest": t.local(scenario.pest.common_name),
            "measures": set_words(scenario, scenario.selected, t),
            "implied": limit_words(one.limit, metric, t),
            "risk": range_words(one, metric, decisions[one.number], t),
            "status": sources[one.number]})
    return pd.DataFrame(rows)


def comparison_heads(t: Translator) -> dict[str, str]:
    """Headers of the table of decisions."""
    return {"decision": t("Decision"), "pest": t("Pest"), "measures": t("Measures"),
            "implied": t("ALOP implied"), "risk": t("Residual risk, median and 90 % interval"),
            "status": t("Source")}


def source_words(status: str, citation: str | None, t: Translator) -> str:
    """Badge and citation of a decision."""
    badge = labels.badge(status, t)
    return t("{badge}: {citation}", badge=badge, citation=citation) if citation else badge

