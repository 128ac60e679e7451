"""Rows of the table of sets in words."""

from __future__ import annotations

import pandas as pd

from pra_core.alop import Alop
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.wording import amount_words, cost_words, set_words, verdict_words


def described(rows: pd.DataFrame, sets: Portfolios, t: Translator) -> pd.DataFrame:
    """The rows with what a reader sees.

    Adds words, levels, cost_words, risk, mean_risk, chance, verdict_words and rises. Risk is the
    rate of outbreaks, or live pests per lot where the ALOP limits those.
    """
    scenario, told = sets.scenario, told_as(sets.alop)
    currency = scenario.consequences.currency
    return rows.assign(
        words=[set_words(scenario, m, t) for m in rows["measures"]],
        cost_words=[cost_words(float(c), int(u), currency, t)
                    for c, u in zip(rows["cost"], rows["unknown_costs"], strict=True)],
        risk=[amount_words(float(x), told, currency, t) for x in rows["median"]],
        mean_risk=[amount_words(float(x), told, currency, t) for x in rows["mean"]],
        levels=[t("{highest} / {total}", highest=int(h), total=int(s))
                for h, s in zip(rows["restrictiveness"], rows["level_sum"], strict=True)],
        chance=[t("{share} ± {error}", share=t.percent(float(p)), error=t.percent(float(e), 2))
                for p, e in zip(rows["probability"], rows["standard_error"], strict=True)],
        verdict_words=[verdict_words(v, t) for v in rows["verdict"]],
        rises=[t("fewer lots are rejected") if x else "" for x in rows["fewer_rejected"]])


def told_as(alop: Alop) -> Alop:
    """How the search's risk is told: foundings per year, except where lots are judged."""
    return alop if alop.metric == "pests_per_lot" else Alop(
        metric="annual_probability", limit=1.0, confidence=0.5)
