"""The test of SPS 5.6 in words: the sentence, and a row of three answers per alternative."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.sps_test import SpsTest
from pra_core.wording import escaped, set_words, verdict_words

TEST = N_("A measure restricts trade more than required only if another one is (i) reasonably"
          " available, technically and economically, (ii) achieves the appropriate level of"
          " protection and (iii) is significantly less restrictive to trade: all three at once (SPS"
          " Agreement, Article 5.6, footnote 3).")
LEVELS = N_("Levels of restriction (1–5) are the assessor's. A lower highest level counts as"
            " significantly less restrictive; a lower sum of levels alone can be argued about.")
LESS = {"yes": N_("✔ yes"), "arguable": N_("≈ can be argued"), "no": N_("✘ no"),
        "unknown": N_("trade loss not given")}


def sentence(test: SpsTest, sets: Portfolios, t: Translator) -> str:
    """Whether the challenged set restricts trade more than required, and compared with what."""
    named = _set(test.challenged, sets, t)
    if test.verdict != "meets":
        opening = t("The challenged set, **{measures}**, does not surely meet the ALOP itself"
                    " ({verdict}).", measures=named, verdict=verdict_words(test.verdict, t))
    else:
        opening = t("The challenged set, **{measures}**, meets the ALOP.", measures=named)
    return f"{opening} {_finding(test, sets, t)}"


def _finding(test: SpsTest, sets: Portfolios, t: Translator) -> str:
    passing = test.passing
    if len(passing):
        first = passing.iloc[0]
        return t("It is more trade-restrictive than required: **{other}** is available, meets the"
                 " ALOP and is significantly less restrictive ({less}). Of the alternatives below,"
                 " {count} pass all three parts.", other=_set(first["measures"], sets, t),
                 less=_less_words(first, test, sets, t), count=len(passing))
    if len(test.arguable):
        first = test.arguable.iloc[0]
        return t("No alternative is clearly significantly less restrictive. **{other}** is"
                 " available and meets the ALOP, but is less restrictive only by its sum of levels"
                 " ({less}).", other=_set(first["measures"], sets, t),
                 less=_less_words(first, test, sets, t))
    return t("No alternative passes all three parts, so the test does not show that it restricts"
             " trade more than required.")


def _less_words(row: pd.Series, test: SpsTest, sets: Portfolios, t: Translator) -> str:
    if row["trade_loss"] == row["trade_loss"]:  # given
        currency = sets.scenario.consequences.currency
        return t("trade loss {less} instead of {more} per year",
                 less=labels.money(float(row["trade_loss"]), currency, t),
                 more=labels.money(test.trade_loss, currency, t))
    return t("levels {less}, {less_sum} instead of {more}, {more_sum}; highest, then sum",
             less=int(row["restrictiveness"]), less_sum=int(row["level_sum"]),
             more=test.restrictiveness, more_sum=test.level_sum)


def _set(ids: tuple[str, ...], sets: Portfolios, t: Translator) -> str:
    return escaped(set_words(sets.scenario, ids, t))


def _failing(row: Mapping[Hashable, object], t: Translator) -> str:
    """Which parts an alternative fails."""
    parts = []
    if not row["available"]:
        parts.append(t("it is not available"))
    if row["verdict"] != "meets":
        parts.append(t("it is too close to call whether it meets the ALOP")
                     if row["verdict"] == "too_close" else t("it does not meet the ALOP"))
    if row["less"] != "yes":
        parts.append({"arguable": t("it can be argued whether it is significantly less"
                                    " restrictive"),
                      "no": t("it is not less restrictive")}.get(
                          str(row["less"]), t("its loss of trade is not given")))
    return t("does not pass: {parts}", parts=t("; ").join(parts))


def table(test: SpsTest, sets: Portfolios, t: Translator) -> pd.DataFrame:
    """A row per alternative: words, available_words, achieves_words, less_words, result."""
    currency, scenario = sets.scenario.consequences.currency, sets.scenario
    passing = {tuple(ids) for ids in test.passing["measures"]}
    rows = []
    for row in test.table.to_dict("records"):
        ids = tuple(row["measures"])
        answer = LESS[row["less"]]
        amount = (labels.money(float(row["trade_loss"]), currency, t)
                  if row["trade_loss"] == row["trade_loss"] else
                  t("{highest} / {total}", highest=int(row["restrictiveness"]),
                    total=int(row["level_sum"])))
        rows.append({
            "words": set_words(scenario, ids, t),
            "available_words": t("✔ yes") if row["available"] else t(
                "✘ no: {reason}", reason=" ".join(t.local(scenario.measure(i).feasibility)
                                                  for i in row["unavailable"])),
            "achieves_words": t("{verdict}: {share}", verdict=verdict_words(row["verdict"], t),
                                share=t.percent(float(row["probability"]))),
            "less_words": t("{answer} ({amount})", answer=t(answer), amount=amount),
            "result": t("passes all three parts") if ids in passing else _failing(row, t)})
    return pd.DataFrame(rows, columns=["words", "available_words", "achieves_words", "less_words",
                                       "result"])
