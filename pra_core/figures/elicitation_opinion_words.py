"""Several assessors in words: what each said, who stands apart, what that does to the decision."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import N_
from pra_core.figures.elicitation_words import THREE, chance_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.wording import escaped, set_words

REASON = N_("Reason")
INVENTED = N_("Invented for training; nobody judged this.")
POOLING_WORDS: Mapping[str, str] = {
    "linear": N_("Everybody's chances are averaged: a value that one assessor alone finds possible"
                 " stays possible. The range is usually wide."),
    "logarithmic": N_("Chances are multiplied: what one assessor finds impossible is impossible for"
                      " all. The range is usually narrow."),
}


def judgement_words(judgement: Judgement, t: Translator) -> str:
    """What was said, e.g. "1 %: 0.1; 50 %: 0.2; 99 %: 0.4"."""
    if judgement.asked == "quantiles":
        pairs = [t("{share}: {value}", share=t.percent(p), value=t.number(x))
                 for p, x in zip(judgement.probabilities, judgement.values, strict=True)]
        return t("; ").join(pairs)
    said = t("; ").join(t("{field} {number}", field=t(title).lower(), number=t.number(x))
                        for title, x in zip(THREE.values(), judgement.values, strict=True))
    if judgement.outside > 0.0:
        return t("{said}; {chance} beyond each end", said=said,
                 chance=chance_words(judgement.outside, t))
    return said


def judgement_table(elicitation: Elicitation, t: Translator) -> pd.DataFrame:
    """All judgements of all rounds in words, with their reasons."""
    return pd.DataFrame([{
        "assessor": j.assessor, "round": j.round, "said": judgement_words(j, t),
        "law": labels.distribution_words(j.distribution, t),
        "value": labels.value_words(j.distribution, t), "weight": t.number(j.weight),
        "date": j.date.isoformat(), "reason": t.local(j.reason),
    } for j in elicitation.judgements])


def is_invented(judgement: Judgement) -> bool:
    """Whether a judgement was made up for training."""
    return judgement.reason["en"] == INVENTED


def apart_sentence(spread: pd.DataFrame, t: Translator) -> str:
    """Who stands apart from the others, from `spread_of_opinion`."""
    if spread.attrs.get("note") == "too_few":
        return t("With two assessors neither can be told to stand apart; a third would show it.")
    apart = [escaped(str(name)) for name in spread.loc[spread["outlier"].astype(bool), "assessor"]]
    if not apart:
        return t("Nobody stands apart: every median lies within the 90 % range of the others.")
    return t("**Standing apart: {names}.** The median lies outside the 90 % range of all others"
             " together. That alone is no reason to leave an opinion out: ask why, and judge again"
             " in a second round.", names=t(", ").join(apart))


def effect_table(scenario: Scenario, spread: pd.DataFrame, effects: pd.DataFrame | None,
                 t: Translator) -> pd.DataFrame:
    """Per assessor: range, whether apart, and the set chosen with them alone and without them.

    `effects` as `assessor_effects` gives them; None before they are computed.
    """
    rows = spread if effects is None else spread.merge(effects, on="assessor", how="left")
    found = pd.DataFrame({"assessor": rows["assessor"]})
    found["range"] = [t("{median} (90 %: {low} to {high})", median=t.number(median),
                        low=t.number(low), high=t.number(high)) for median, low, high in
                      rows[["median", "low", "high"]].to_numpy(np.float64)]
    found["apart"] = [t("yes") if flag else t("no") for flag in rows["outlier"]]
    for side in ("alone", "without") if effects is not None else ():
        pairs = zip(rows[f"{side}_set"], rows[f"{side}_probability"], strict=True)
        found[side] = [_chosen_words(scenario, ids, p, t) for ids, p in pairs]
    return found


def _chosen_words(scenario: Scenario, ids: object, probability: float, t: Translator) -> str:
    if math.isnan(probability):
        return "–"
    words = (set_words(scenario, [str(one) for one in ids], t) if isinstance(ids, (tuple, list))
             else t("no set is known to meet the ALOP"))
    return t("{measures}\nP(meets) of the set chosen now: {share}", measures=words,
             share=t.percent(probability))


def effect_columns(frame: pd.DataFrame, t: Translator) -> dict[str, str]:
    """Headers of the columns of `effect_table` that are there."""
    heads = {"assessor": t("Assessor"), "range": t("Median and 90 % range"),
             "apart": t("Stands apart?"),
             "alone": t("Least restrictive set with this assessor alone"),
             "without": t("Least restrictive set without this assessor")}
    return {column: head for column, head in heads.items() if column in frame}


def effect_sentence(frame: pd.DataFrame, now: str, t: Translator) -> str:
    """Whether the choice of measures hangs on whom one believes; `now`: the set chosen now."""
    return t("Chosen now, with all assessors pooled: **{measures}**. {rest}",
             measures=escaped(now), rest=_believed(frame, t))


def _believed(frame: pd.DataFrame, t: Translator) -> str:
    sets = list(dict.fromkeys(text.split("\n")[0] for text in frame["alone"]))
    if len(sets) == 1:
        return t("Whichever assessor is believed, the least restrictive set that meets the ALOP is"
                 " the same: **{measures}**.", measures=escaped(sets[0]))
    return t("**The choice of measures hangs on whom one believes:** {count} different answers come"
             " out with one assessor alone.", count=len(sets))


def preview_table(scenario: Scenario, found: Mapping[str, Elicitation], t: Translator
                  ) -> pd.DataFrame:
    """What a file of judgements would change, an input a row."""
    return pd.DataFrame([{
        "input": labels.parameter_label(scenario, name, t),
        "people": t(", ").join(j.assessor for j in elicitation.current),
        "now": labels.value_words(scenario.parameters[name].distribution, t),
        "then": labels.value_words(elicitation.distribution(), t),
    } for name, elicitation in found.items()])
