"""Equivalence in words: at least as safe draw by draw, or meeting the same ALOP (ISPM 24)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pra_core.errors import N_
from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import Equivalence, minimal
from pra_core.scenario import Scenario
from pra_core.wording import escaped, set_words

EQUIVALENCE = N_("Two meanings of equivalent: a set **meets the same ALOP**, which is what ISPM 24"
                 " and Article 4 of the SPS Agreement ask; or it is **at least as safe draw by"
                 " draw**, which is stricter: in a share of simulated futures of at least the"
                 " confidence of the ALOP its risk is not above that of the set compared with. Sets"
                 " that only add measures to that set are left out.")


def equivalence_sentence(found: Equivalence, sets: Portfolios, t: Translator) -> str:
    """How many sets do what the named one does, and the least restrictive of them (ISPM 24)."""
    named = escaped(set_words(sets.scenario, found.named, t))
    confidence = t.percent(sets.alop.confidence)
    if found.table.empty:
        return t("No other set is at least as safe as **{measures}** with {confidence}"
                 " confidence.", measures=named, confidence=confidence)
    first = found.table.iloc[0]
    return t("At least as safe as **{measures}** with {confidence} confidence, and least"
             " restrictive: **{other}**. It is at least as safe in {share} of the simulated"
             " futures; its residual risk is {ratio} times (90 % interval {low} to {high}) that of"
             " the named set.", measures=named, confidence=confidence,
             other=escaped(set_words(sets.scenario, first["measures"], t)),
             share=t.percent(float(first["at_least_as_safe"])),
             ratio=t.number(float(first["ratio"]), 2), low=t.number(float(first["ratio_low"]), 2),
             high=t.number(float(first["ratio_high"]), 2))


def difference_words(scenario: Scenario, named: Sequence[str], ids: Sequence[str], t: Translator
                     ) -> str:
    """What a set leaves out of the named one and what it adds."""
    out = t(", ").join(t.local(scenario.measure(i).title) for i in named if i not in ids)
    new = t(", ").join(t.local(scenario.measure(i).title) for i in ids if i not in named)
    if not out:
        return t("adds {measures}", measures=new)
    if not new:
        return t("leaves out {measures}", measures=out)
    return t("leaves out {out}; adds {new}", out=out, new=new)


def compared(found: Equivalence, rows: pd.DataFrame, sets: Portfolios, t: Translator
             ) -> pd.DataFrame:
    """The rows in words, each set told by its difference from the named one."""
    return described(rows, sets, t).assign(words=[
        difference_words(sets.scenario, found.named, ids, t) for ids in rows["measures"]])


def equivalents(found: Equivalence, sets: Portfolios, t: Translator) -> pd.DataFrame:
    """Rows of the equivalent sets in words: safe and ratio_words besides `described`."""
    rows = compared(found, found.table, sets, t)
    return rows.assign(
        safe=[t.percent(float(x)) for x in rows["at_least_as_safe"]],
        ratio_words=[t("{ratio} ({low}–{high})", ratio=t.number(float(m), 2),
                       low=t.number(float(a), 2), high=t.number(float(b), 2))
                     for m, a, b in zip(rows["ratio"], rows["ratio_low"], rows["ratio_high"],
                                        strict=True)])


def same_alop(found: Equivalence, sets: Portfolios, most: int = 12) -> pd.DataFrame:
    """Sets that meet the ALOP without being at least as safe, least restrictive first.

    Only sets in which every measure is needed, none that add to the named one or prohibit trade.
    """
    safe = {found.named, *(tuple(ids) for ids in found.table["measures"])}
    bans = {m.id for m in sets.scenario.measures if m.prohibits}
    rows = minimal(sets)
    keep = [tuple(ids) not in safe and not set(found.named) <= set(ids)
            and bans.isdisjoint(ids) for ids in rows["measures"]]
    return rows[np.array(keep, np.bool_)].head(most).reset_index(drop=True)


def same_alop_sentence(found: Equivalence, rows: pd.DataFrame, sets: Portfolios, t: Translator
                       ) -> str:
    """Whether the named set meets the ALOP, and which others do without being as safe."""
    verdict = str(sets.row(found.named)["verdict"])
    if rows.empty:
        return t("No other set in which every measure is needed meets the ALOP without being at"
                 " least as safe.")
    text = t("These meet the ALOP as well, without being at least as safe as the named set in"
             " {confidence} of the simulated futures. In each of them every measure is needed.",
             confidence=t.percent(sets.alop.confidence))
    if verdict == "meets":
        return text
    return t("{text} The named set itself does not surely meet the ALOP.", text=text)
