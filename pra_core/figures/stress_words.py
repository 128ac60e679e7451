"""What if it breaks, in words: the failures, how the risk changes, and what still holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pra_core.errors import N_, PraError
from pra_core.figures.negotiation_words import MONTHS
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.stress import HARDLY, Shocks, Stress
from pra_core.wording import amount_words, escaped, set_words, verdict_words

COLUMNS = {"what": N_("What breaks"), "verdict": N_("Verdict"), "chance": N_("P(meets)"),
           "factor": N_("Times the plan"), "risk": N_("Residual risk (90 % interval)")}
SAME, NEAR = 1.005, 1.05
"""Factors between these and their inverses are told as no change, and as hardly any."""
FIELDS: Mapping[str, str] = {
    "compliance": N_("Compliance falls to, %"), "treatment": N_("Treatment fails on 1 lot in"),
    "prevalence": N_("Bad year: prevalence times"), "volume": N_("Volume times"),
    "months": N_("Months of failure"),
}
"""Labels of what is typed, by attribute of `Shocks`."""
ALLOWED: Mapping[str, str] = {
    "compliance": N_("0 % to 100 %"), "treatment": N_("1 lot or more"),
    "prevalence": N_("more than 0"), "volume": N_("more than 0"), "months": N_("January to"
                                                                             " December")}


def shocks_of(*, compliance: float, one_lot_in: float, prevalence: float, volume: float,
              months: Sequence[int]) -> Shocks:
    """The failures as typed: compliance in %, a treatment's failure as one lot in so many."""
    share = 1.0 / one_lot_in if one_lot_in > 0 else math.inf
    return Shocks(compliance=compliance / 100.0, treatment=share, prevalence=prevalence,
                  volume=volume, months=tuple(months))


def typed_words(typed: Mapping[str, Any], t: Translator) -> dict[str, str]:
    """What was typed (arguments of `shocks_of`) in words, by attribute of `Shocks`."""
    return {"compliance": t("{number} %", number=t.number(typed["compliance"])),
            "treatment": t.number(typed["one_lot_in"]),
            "prevalence": t.number(typed["prevalence"]), "volume": t.number(typed["volume"])}


def problem_lines(error: PraError, typed: Mapping[str, str], t: Translator) -> list[str]:
    """Each refused failure by its label, as it was typed (`typed`, by attribute)."""
    return [t("“{field}”: {value} is outside what is allowed ({allowed}).",
              field=t(FIELDS[one.path]), value=typed[one.path], allowed=t(ALLOWED[one.path]))
            if one.path in FIELDS and one.path in typed else t.error(one)
            for one in error.problems]


def amount(x: float, scenario: Scenario, t: Translator) -> str:
    """One value of the risk as an official tells it: a chance per year as a frequency."""
    alop = scenario.alop
    if alop.metric == "annual_probability":
        x = math.inf if x >= 1 else -math.log1p(-x)
    return amount_words(x, alop, scenario.consequences.currency, t)


def what_words(scenario: Scenario, row: Stress, shocks: Shocks, months: Sequence[int],
               t: Translator) -> str:
    """What breaks; `months`: those in which inspections or a group stop."""
    named = set_words(scenario, row.about, t)
    when = months_words(months, t)
    if row.kind == "plan":
        return t("As planned")
    if row.kind == "compliance":
        return t("{measure}: compliance at most {share}", measure=named,
                 share=t.percent(shocks.compliance))
    if row.kind == "all_compliance":
        return t("Every measure: compliance at most {share}", share=t.percent(shocks.compliance))
    if row.kind == "treatment":
        return t("{measure}: fails on 1 treated lot in {number}", measure=named,
                 number=t.number(1 / shocks.treatment, 4) if shocks.treatment else "∞")
    if row.kind == "prevalence":
        return t("Bad year: prevalence times {factor}", factor=t.number(shocks.prevalence))
    if row.kind == "volume":
        return t("Trade grows: volume times {factor}", factor=t.number(shocks.volume))
    if row.kind == "inspection":
        return t("All inspections stop: {when}", when=when)
    if row.kind == "group":
        group = next(g for g in scenario.groups if g.id == row.about[0])
        return t("{group}: all its measures stop: {when}", group=t.local(group.title), when=when)
    return t("Worst single failure: a year without {measure}", measure=named)


def months_words(months: Sequence[int], t: Translator) -> str:
    """Months by name; any one month where it is not known when goods arrive."""
    if not months:
        return t("any one month")
    return t(", ").join(t(MONTHS[m - 1]) for m in months)


def factor_words(row: Stress, t: Translator) -> str:
    """Times the risk as planned: median and 90 % interval over the futures."""
    if row.kind == "plan":
        return "–"
    if not row.counts:
        return (t("already lower") if row.kind in ("compliance", "all_compliance") else
                t("no worse than planned"))
    if row.factor is None:
        return t("no risk as planned")
    for most, words in ((SAME, N_("no change")), (NEAR, N_("hardly any change (under 5 %)"))):
        if row.factor.high < most and row.factor.low > 2 - most:
            return t(words)
    return _range(*(t.number(x, 2) for x in (row.factor.median, row.factor.low,
                                             row.factor.high)), t=t)


def _range(median: str, low: str, high: str, *, t: Translator) -> str:
    """A median with its 90 % interval, alone where all are told alike."""
    if median == low == high:
        return median
    return t("{median} ({low} to {high})", median=median, low=low, high=high)


def _risk_sentence(row: Stress, t: Translator) -> str:
    """How a failure changes the risk."""
    words = factor_words(row, t)
    if row.factor is None:
        return t("As planned no risk is expected.")
    if row.factor.high < NEAR and row.factor.low > 2 - NEAR:
        return t("Risk: {change}.", change=words)
    return t("Risk times {factor}.", factor=words)


def remark_words(row: Stress, t: Translator) -> str:
    """What could not be raised further, what the plan keeps, and what lies below the plan."""
    if row.kind in ("compliance", "all_compliance") and HARDLY < row.reached < 1:
        return t("In {share} of the futures the plan counts on no more; there nothing changes.",
                 share=t.percent(1 - row.reached, 2))
    if row.held > 0:
        return t("In {share} of the futures prevalence would exceed what is possible; there every"
                 " unit is taken to be infested.", share=t.percent(row.held, 2))
    if row.factor is not None and row.factor.median < 2 - SAME:
        return t("Less risk: dirtier lots are rejected more often.")
    return ""


def table(scenario: Scenario, rows: Sequence[Stress], shocks: Shocks, months: Sequence[int],
          t: Translator) -> pd.DataFrame:
    """A row per failure, as `COLUMNS` names them."""
    found = []
    for row in rows:
        risk = _range(*(amount(x, scenario, t) for x in (row.risk.median, row.risk.low,
                                                         row.risk.high)), t=t)
        found.append({
            "what": what_words(scenario, row, shocks, months, t),
            "verdict": verdict_words(row.judgement.verdict, t),
            "chance": t.percent(row.judgement.probability), "factor": factor_words(row, t),
            "risk": "\n".join(part for part in (risk, remark_words(row, t)) if part)})
    return pd.DataFrame(found, columns=list(COLUMNS))


def headline(scenario: Scenario, rows: Sequence[Stress], shocks: Shocks, months: Sequence[int],
             t: Translator) -> str:
    """How many failures the verdict survives, and which one does most harm."""
    usual, broken = rows[0], [one for one in rows[1:] if one.counts]
    if not scenario.selected:
        return t("No measure is selected: only prevalence and volume can change.")
    worst = min(broken, key=lambda one: (one.judgement.probability, -one.risk.mean))
    words = {"worst": escaped(what_words(scenario, worst, shocks, months, t)),
             "change": _risk_sentence(worst, t),
             "chance": t.percent(worst.judgement.probability)}
    verdicts = [one.judgement.verdict for one in broken]
    if usual.judgement.verdict == "meets":
        first = t("**The set meets the ALOP in {held} of {count} cases in which something breaks**"
                  " ({close} too close to call).", held=verdicts.count("meets"),
                  count=len(broken), close=verdicts.count("too_close"))
    else:
        first = t("**Even as planned the set is not known to meet the ALOP** (probability {now}).",
                  now=t.percent(usual.judgement.probability))
    hurts = t("What hurts most: {worst}. {change} Probability of meeting the ALOP: {chance}.",
              **words)
    left = len(rows) - 1 - len(broken)
    return " ".join([first, hurts, *([t(
        "Not counted, because the plan already expects it: {left} of the {count} cases below.",
        left=left, count=len(rows) - 1)] if left else [])])


def hover(frame: pd.DataFrame, t: Translator) -> list[str]:
    """What the mark of each row says."""
    return ["<br>".join([row["what"], *row["risk"].split("\n"), row["verdict"],
                         t("Probability of meeting the ALOP: {share}", share=row["chance"])])
            for row in frame.to_dict("records")]
