"""What if it breaks, in words: the failures, how the risk changes, and what still holds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from pra_core.errors import N_
from pra_core.figures.negotiation_words import MONTHS
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.stress import Shocks, Stress
from pra_core.wording import amount_words, escaped, set_words, verdict_words

COLUMNS = {"what": N_("What breaks"), "verdict": N_("Verdict"), "chance": N_("P(meets)"),
           "factor": N_("Times the plan"), "risk": N_("Residual risk (90 % interval)")}
SAME = 1.005
"""Factors below this are told as no change."""


def shocks_of(*, compliance: float, one_lot_in: float, prevalence: float, volume: float,
              months: Sequence[int]) -> Shocks:
    """The failures as typed: compliance in %, a treatment's failure as one lot in so many."""
    share = 1.0 / one_lot_in if one_lot_in > 0 else math.inf
    return Shocks(compliance=compliance / 100.0, treatment=share, prevalence=prevalence,
                  volume=volume, months=tuple(months))


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
        return t("{measure}: compliance only {share}", measure=named,
                 share=t.percent(shocks.compliance))
    if row.kind == "all_compliance":
        return t("Every measure: compliance only {share}", share=t.percent(shocks.compliance))
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
    if row.factor is None:
        return t("no risk as planned")
    if row.factor.high < SAME and row.factor.low > 2 - SAME:
        return t("no change")
    median, low, high = (t.number(x, 2) for x in (row.factor.median, row.factor.low,
                                                  row.factor.high))
    return median if low == high else t("{median} ({low} to {high})", median=median, low=low,
                                        high=high)


def remark_words(row: Stress, t: Translator) -> str:
    """What could not be raised further, and what lies below the plan."""
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
        median, low, high = (amount(x, scenario, t) for x in (row.risk.median, row.risk.low,
                                                              row.risk.high))
        risk = t("{median} ({low} to {high})", median=median, low=low, high=high)
        found.append({
            "what": what_words(scenario, row, shocks, months, t),
            "verdict": verdict_words(row.judgement.verdict, t),
            "chance": t.percent(row.judgement.probability), "factor": factor_words(row, t),
            "risk": "\n".join(part for part in (risk, remark_words(row, t)) if part)})
    return pd.DataFrame(found, columns=list(COLUMNS))


def headline(scenario: Scenario, rows: Sequence[Stress], shocks: Shocks, months: Sequence[int],
             t: Translator) -> str:
    """How many failures the verdict survives, and which one does most harm."""
    usual, broken = rows[0], rows[1:]
    if not scenario.selected:
        return t("No measure is selected: only prevalence and volume can change.")
    worst = min(broken, key=lambda one: (one.judgement.probability, -one.risk.mean))
    words = {"worst": escaped(what_words(scenario, worst, shocks, months, t)),
             "factor": factor_words(worst, t), "chance": t.percent(worst.judgement.probability)}
    verdicts = [one.judgement.verdict for one in broken]
    if usual.judgement.verdict == "meets":
        return t("**The set meets the ALOP in {held} of {count} cases in which something breaks**"
                 " ({close} too close to call). What hurts most: {worst}. Risk times {factor};"
                 " probability of meeting the ALOP {chance}.", held=verdicts.count("meets"),
                 count=len(broken), close=verdicts.count("too_close"), **words)
    return t("**Even as planned the set is not known to meet the ALOP** (probability {now})."
             " What hurts most: {worst}. Risk times {factor}; probability of meeting the ALOP"
             " {chance}.",
             now=t.percent(usual.judgement.probability), **words)


def hover(frame: pd.DataFrame, t: Translator) -> list[str]:
    """What the mark of each row says."""
    return ["<br>".join([row["what"], *row["risk"].split("\n"), row["verdict"],
                         t("Probability of meeting the ALOP: {share}", share=row["chance"])])
            for row in frame.to_dict("records")]
