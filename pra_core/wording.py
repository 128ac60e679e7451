"""The headline in words: results and a translator in, sentences with **bold** numbers out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from pra_core import labels, markdown_text
from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.presentation import parameters_in_use, risk_limit
from pra_core.scenario import Scenario
from pra_core.sensitivity import names_of
from pra_core.sensitivity.contenders import contenders
from pra_core.summary import Judgement, interval, predictive

VERDICTS: Mapping[str, str] = {
    "meets": N_("meets"), "fails": N_("fails"), "too_close": N_("too close to call")}
VERDICT_MARKS: Mapping[str, str] = {"meets": "✔", "fails": "✘", "too_close": "≈"}
PER_YEAR = ("annual_probability", "years_between_outbreaks")
"""Metrics that are told as a frequency of outbreaks."""
_NOTHING: Mapping[str, str] = {
    "annual_loss": N_("no loss at all, with {share} confidence"),
    "pests_per_lot": N_("no live pest in any lot, with {share} confidence"),
}
SMALL, NAMED = 1e-3, 2
"""Chances below the first are told as a frequency; numbers named where their order is open."""


def escaped(text: str) -> str:
    """A text that stands as it is when read as markdown; web addresses are no links."""
    return markdown_text.escaped(text)


def pieces(text: str) -> list[tuple[str, Literal["plain", "bold"]]]:
    """A sentence cut at its bold marks, escapes undone, for what does not read markdown."""
    cut = re.split(r"(?<!\\)\*\*", text)
    return [(markdown_text.unescaped(part), "bold" if i % 2 else "plain")
            for i, part in enumerate(cut) if part]


def plain(text: str) -> str:
    """A sentence without bold marks and escapes."""
    return "".join(part for part, _ in pieces(text))


def joined(sentences: Iterable[str], t: Translator) -> str:
    """Sentences one after another as the language does; empty ones are left out."""
    text = ""
    for one in filter(None, sentences):
        # Bold that ends in a mark is not read as bold without a space behind it.
        text = (one if not text else f"{text} {one}" if text.endswith("**") else
                t("{first} {second}", first=text, second=one))
    return text


def verdict_words(verdict: str, t: Translator) -> str:
    """Mark and word of a verdict: the colour is never the only sign."""
    return f"{VERDICT_MARKS[verdict]} {t(VERDICTS[verdict])}"


def set_words(scenario: Scenario, ids: Sequence[str], t: Translator) -> str:
    """The measures of a set by title, in the order of the scenario."""
    titles = [t.local(m.title) for m in scenario.measures if m.id in set(ids)]
    return " + ".join(titles) if titles else t("no measures")


def told(assessment: Assessment, alop: Alop) -> FloatArray:
    """The draws a sentence tells: outbreaks per year, or the ALOP's own metric."""
    return assessment.founding_rate if alop.metric in PER_YEAR else assessment.metric(alop.metric)


def amount_words(x: float, alop: Alop, currency: str, t: Translator) -> str:
    """One value of `told`, e.g. "1 in 210 years", "3 million EUR per year"."""
    if x == 0:
        return t("none expected")
    if alop.metric in PER_YEAR:
        return t.one_in(x)
    if alop.metric == "annual_loss":
        return t("{money} per year", money=labels.money(x, currency, t))
    number = t.number(x, 2)
    return (t("1 live pest per lot") if number == "1" else
            t("{number} live pests per lot", number=number))


def risk_words(assessment: Assessment, alop: Alop, t: Translator) -> str:
    """Median, 90 % interval from low to high risk, and mean; nothing at all in one word."""
    found = interval(told(assessment, alop))
    currency = assessment.scenario.consequences.currency
    if found.high == 0 and found.mean == 0:
        return t("**none expected**")
    median, low, high = (amount_words(x, alop, currency, t)
                         for x in (found.median, found.low, found.high))
    if alop.metric in PER_YEAR:
        mean, _ = predictive(assessment.annual_probability)
        return t("median **{median}** (90 % interval: {low} to {high}; mean chance {mean} a year)",
                 median=median, low=low, high=high, mean=yearly_chance(mean, t))
    return t("median **{median}** (90 % interval: {low} to {high}; mean {mean})", median=median,
             low=low, high=high, mean=amount_words(found.mean, alop, currency, t))


def yearly_chance(p: float, t: Translator) -> str:
    """A chance in one year in per cent, a small one as a frequency."""
    return t("1 in {times}", times=t.number(1 / p, 2)) if 0 < p < SMALL else t.percent(p, 2)


def alop_words(alop: Alop, currency: str, t: Translator) -> str:
    """The level of protection: its limit as a frequency, and the confidence asked for."""
    share = t.percent(alop.confidence)
    limit = risk_limit(alop)
    if limit == 0:
        return t(_NOTHING.get(alop.metric, N_("no outbreak at all, with {share} confidence")),
                 share=share)
    if alop.metric in PER_YEAR:
        if limit == float("inf"):
            return t("any number of outbreaks, with {share} confidence", share=share)
        return t("at most {frequency}, with {share} confidence", frequency=t.one_in(limit),
                 share=share)
    return t("at most {amount}, with {share} confidence", share=share,
             amount=amount_words(limit, alop, currency, t))


def chance_words(judgement: Judgement, draws: int, t: Translator) -> str:
    """P(meets) with its standard error; all or none of the draws said as such."""
    if judgement.probability in (0.0, 1.0):
        share = t.percent(judgement.probability)
        if judgement.probability == 1.0:
            return t("**{share}** (all {draws} simulated futures)", share=share,
                     draws=t.number(draws, 6))
        return t("**{share}** (none of {draws} simulated futures)", share=share,
                 draws=t.number(draws, 6))
    return t("**{share}** (standard error {error})", share=t.percent(judgement.probability),
             error=t.percent(judgement.standard_error, 2))


def result_sentence(before: Assessment, after: Assessment, alop: Alop, t: Translator) -> str:
    """Unrestricted risk, and what the selected measures leave of it."""
    pest = escaped(t.local(after.scenario.pest.common_name))
    unrestricted, count = risk_words(before, alop, t), len(after.scenario.selected)
    opening = {
        "annual_loss": N_("{pest}, yearly loss without measures: {risk}."),
        "pests_per_lot": N_("{pest}, live pests in released lots without measures: {risk}."),
    }.get(alop.metric, N_("{pest}, outbreaks without measures: {risk}."))
    first = t(opening, pest=pest, risk=unrestricted)
    if not count:
        return first
    rest = risk_words(after, alop, t)
    if count == 1:
        return t("{first} With the selected measure: {risk}.", first=first, risk=rest)
    return t("{first} With the {count} selected measures: {risk}.", first=first, count=count,
             risk=rest)


def verdict_sentence(judgement: Judgement, after: Assessment, alop: Alop, t: Translator) -> str:
    """The probability that the risk is within the ALOP, and the verdict."""
    currency = after.scenario.consequences.currency
    return t("Probability of meeting your ALOP ({alop}): {chance}: **{verdict}**.",
             alop=alop_words(alop, currency, t), chance=chance_words(judgement, after.draws, t),
             verdict=verdict_words(judgement.verdict, t))


def order_words(t: Translator) -> str:
    """By what rule one set is less restrictive than another."""
    return t("Less restrictive = lower highest level (1–5, the assessor's), then lower sum of"
             " levels; equal sets stand in order of known cost.")


def evidence_sentence(scenario: Scenario, t: Translator) -> str:
    """How many of the inputs behind the verdict are verified."""
    used = parameters_in_use(scenario)
    return t("{verified} of {all} inputs in use are verified.", all=len(used),
             verified=sum(p.source.status == "verified" for p in used))


def matters_sentence(scenario: Scenario, influence: Mapping[str, float], t: Translator,
                     exact: pd.DataFrame | None = None) -> str:
    """The number that matters most, from the exact analysis where there is one; none without risk.

    `influence`: the quick estimate, largest first; `exact`: rows of `sobol` for log Λ, largest
    first. Numbers whose intervals hold one another's place stand together.
    """
    if not influence:
        return t("No number matters more than another here: the risk does not vary.")
    rows = contenders(exact) if exact is not None else []
    if not rows:
        name, share = next(iter(influence.items()))
        return t("The number that matters most: **{label}**, with about {share} of the variation of"
                 " outbreaks per year (log); a quick estimate without an interval.",
                 share=t.percent(share, 2),
                 label=escaped(labels.parameter_label(scenario, name, t)))
    named = [t("**{label}** ({share} ± {error})", label=escaped(row_label(scenario, name, t)),
               share=t.percent(total, 2), error=t.percent(error, 2))
             for name, total, error in rows[:NAMED]]
    if len(rows) > NAMED:
        named.append(t("one of {count} others", count=len(rows) - NAMED))
    if len(rows) == 1:
        return t("The number that matters most: {number} of the variation of outbreaks per year"
                 " (log), its interactions included.", number=named[0])
    return t("The number that matters most: {numbers}; their order is not certain. In brackets:"
             " share of the variation of outbreaks per year (log), interactions included.",
             numbers=t(", or ").join(named))


def row_label(scenario: Scenario, row: str, t: Translator) -> str:
    """The inputs of one row of indices in words; inputs that are correlated stand together."""
    named = [labels.parameter_label(scenario, name, t) for name in names_of(row)]
    if len(named) == 1:
        return named[0]
    return t("{inputs} (correlated: together)", inputs=" + ".join(named))


def drivers_sentence(frame: pd.DataFrame, named: Sequence[str], t: Translator) -> str:
    """The inputs with the largest total order; two are named unless the first stands alone.

    `frame`: rows of `sobol`, largest first, `named` their labels.
    """
    total, error = (frame[c].to_numpy(np.float64) for c in ("ST", "ST_conf"))
    if total[0] <= error[0]:
        return t("No number stands out yet: the interval of the largest, **{label}**, holds zero"
                 " ({share} ± {error} of the variation). Take a larger base sample, or explain"
                 " orders of magnitude.", label=escaped(named[0]),
                 share=t.percent(float(total[0]), 2), error=t.percent(float(error[0]), 2))
    first = t("**{label}** (with its interactions {share} ± {error} of the variation)",
              label=escaped(named[0]), share=t.percent(float(total[0]), 2),
              error=t.percent(float(error[0]), 2))
    if len(total) == 1 or total[1] < total[0] / 4:
        return t("One number drives the result: {first}.", first=first)
    second = t("**{label}** ({share} ± {error})", label=escaped(named[1]),
               share=t.percent(float(total[1]), 2), error=t.percent(float(error[1]), 2))
    if total[0] - error[0] <= total[1] + error[1]:
        return t("Two numbers drive the result most, and their order is not certain: {first} and"
                 " {second}.", first=first, second=second)
    return t("The result hangs most on {first}, then on {second}.", first=first, second=second)


def mean_sentence(assessment: Assessment, judgement: Judgement, t: Translator) -> str:
    """The mean of what the ALOP limits, or the mean chance of an outbreak in a year.

    A mean chance above a limit that is met is explained.
    """
    alop, (mean, error) = assessment.scenario.alop, predictive(assessment.annual_probability)
    if alop.metric not in PER_YEAR:
        return t("Mean residual risk: {amount}.", amount=amount_words(
            float(np.mean(told(assessment, alop))), alop,
            assessment.scenario.consequences.currency, t))
    if mean == 0:
        return t("No outbreak is expected in any simulated future.")
    text = t("Mean chance of at least one outbreak in a year: {mean} (standard error: {error} of"
             " it).", mean=yearly_chance(mean, t), error=t.percent(error / mean, 2))
    above = alop.metric == "annual_probability" and mean > alop.limit
    if judgement.verdict == "meets" and above:
        return t("{text} It is above the limit although the ALOP is met with the confidence asked"
                 " for: the few futures beyond the limit are far beyond it.", text=text)
    return text


def cost_words(cost: float, unknown: int, currency: str, t: Translator) -> str:
    """The known cost of a set per year, and how many of its measures have none on record."""
    money = labels.money(cost, currency, t)
    if not unknown:
        return t("{money} per year", money=money)
    if cost == 0:
        return t("unknown")
    return t("{money} per year, and {count} unknown", money=money, count=unknown)
