"""Inputs that go together and inputs that differ from year to year, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pra_core import copula, labels
from pra_core.assessment import Assessment
from pra_core.copula import Pair
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.scenario import Correlation, Scenario
from pra_core.summary import interval, meets
from pra_core.wording import amount_words, plain, risk_words, told, verdict_words


def attained(x: FloatArray, y: FloatArray) -> float:
    """Spearman's rank correlation of two samples [draws]; nan where one of them is constant."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(stats.spearmanr(x, y).statistic)


def pair_words(scenario: Scenario, between: Sequence[str], t: Translator) -> str:
    """Both inputs of a pair."""
    first, second = (labels.parameter_label(scenario, name, t) for name in between)
    return t("{first} and {second}", first=first, second=second)


def rank_words(rank: float, t: Translator) -> str:
    """What a rank correlation means, without the number."""
    if rank == 0:
        return t("they have nothing to do with each other")
    strength = (t("hardly") if abs(rank) < 0.2 else t("weakly") if abs(rank) < 0.4 else
                t("clearly") if abs(rank) < 0.7 else t("strongly"))
    if rank > 0:
        return t("{strength} together: where one is high, the other tends to be high",
                 strength=strength)
    return t("{strength} against each other: where one is high, the other tends to be low",
             strength=strength)


def matrix_table(scenario: Scenario, pairs: Sequence[Pair], t: Translator) -> pd.DataFrame:
    """The pairs of every impossible block: what was asked and the nearest that is possible."""
    rows, named = [], [set(between) for between, _ in pairs]
    for block in copula.blocks(pairs):
        if copula.is_possible(block):
            continue
        offered, k = copula.nearest(block), len(block.names)
        for i in range(k):
            for j in range(i + 1, k):
                declared = {block.names[i], block.names[j]} in named
                rows.append({
                    "pair": pair_words(scenario, (block.names[i], block.names[j]), t),
                    "asked": t.number(block.rank[i][j]) if declared else
                    t("0 (not declared)"), "nearest": t.number(offered.rank[i][j])})
    return pd.DataFrame(rows, columns=["pair", "asked", "nearest"])


def undeclared_sentence(scenario: Scenario, pairs: Sequence[Pair], t: Translator) -> str:
    """Which pairs of an impossible block nobody declared, so that they count as 0; else empty."""
    named = [set(between) for between, _ in pairs]
    open_ones = [t("“{pair}”", pair=pair_words(scenario, (first, second), t))
                 for block in copula.blocks(pairs) if not copula.is_possible(block)
                 for first, second in combinations(block.names, 2) if {first, second} not in named]
    if not open_ones:
        return ""
    return t("Not declared, and so counted as having nothing to do with each other (0): {pairs}."
             " Declare such a pair first if that is not meant.", pairs=t("; ").join(open_ones))


def nearest_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """The declared pairs with every impossible block replaced by the nearest possible one.

    Pairs of such a block that were not declared are declared too where theirs is not 0.
    """
    found: list[Pair] = []
    for block in copula.blocks(pairs):
        near = block if copula.is_possible(block) else copula.nearest(block)
        k = len(near.names)
        found += [((near.names[i], near.names[j]), near.rank[i][j])
                  for i in range(k) for j in range(i + 1, k) if near.rank[i][j] != 0.0]
    return found


def replaced(declared: Sequence[Correlation], between: tuple[str, str], new: Correlation | None
             ) -> list[Correlation]:
    """The declared correlations with that of one pair replaced, or taken out."""
    rest = [c for c in declared if set(c.between) != set(between)]
    return rest if new is None else [*rest, new]


def effect_table(before: Assessment, after: Assessment, t: Translator,
                 titles: tuple[str, str]) -> pd.DataFrame:
    """Median, 90 % interval and P(meets) of two assessments of the same ALOP."""
    rows = []
    for title, one in zip(titles, (before, after), strict=True):
        alop, currency = one.scenario.alop, one.scenario.consequences.currency
        found, judged = interval(told(one, alop)), meets(one, alop)
        median, low, high = (amount_words(x, alop, currency, t)
                             for x in (found.median, found.low, found.high))
        rows.append({"case": title, "median": median,
                     "interval": t("{low} to {high}", low=low, high=high),
                     "probability": t("{share} ± {error}", share=t.percent(judged.probability),
                                      error=t.percent(judged.standard_error, 2)),
                     "verdict": verdict_words(judged.verdict, t)})
    return pd.DataFrame(rows)


def effect_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `effect_table` for display."""
    return {"case": (t("Case"), "text"), "median": (t("Median"), "text"),
            "interval": (t("90 % interval"), "text"),
            "probability": (t("P(meets) ± standard error"), "text"),
            "verdict": (t("Verdict"), "text")}


def years_sentence(scenario: Scenario, result: Assessment, t: Translator) -> str:
    """What the bands of the result show, and the result itself."""
    risk = plain(risk_words(result, scenario.alop, t))
    count = len(scenario.varying)
    shown = (t("Result with the selected measures: {risk}.", risk=risk) if scenario.selected else
             t("Result without measures: {risk}.", risk=risk))
    if not count:
        return t("No input differs from year to year here: the band of every result shows what we"
                 " do not know. {result}", result=shown)
    if count == 1:
        return t("The band of every result shows what we do not know; the years of one input are"
                 " averaged inside every simulated future. {result}", result=shown)
    return t("The band of every result shows what we do not know; the years of {count} inputs are"
             " averaged inside every simulated future. {result}", count=count, result=shown)
