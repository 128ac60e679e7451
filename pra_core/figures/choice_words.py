"""The choice of a set in words: what to choose, and what a change would do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import (
    Nearest,
    cheapest,
    nearest,
    safest,
)
from pra_core.scenario import Scenario
from pra_core.top_up import judged_draws
from pra_core.wording import alop_words, escaped, set_words, verdict_words


def choice_sentence(sets: Portfolios, t: Translator) -> str:
    """The least restrictive set that meets; what stands before it; or the nearest, and its lack.

    Says on how many simulated futures what is near the limit was judged.
    """
    first = sets.first_meeting
    if first is None:
        return nearest_sentence(sets, nearest(sets), t)
    named = escaped(set_words(sets.scenario, first, t))
    if not sets.undecided:
        draws = judged_draws(sets.row(first), sets)
        if draws == sets.draws:
            return t("Least restrictive set that meets it: **{measures}**.", measures=named)
        return t("Least restrictive set that meets it: **{measures}** (decided on {draws} simulated"
                 " futures, as some sets were too close to call).", measures=named,
                 draws=t.number(draws, 6))
    earlier = escaped(set_words(sets.scenario, sets.undecided[0], t))
    draws = min(judged_draws(sets.row(ids), sets) for ids in sets.undecided)
    if len(sets.undecided) == 1:
        return t("Too close to call even on {draws} simulated futures: **{earlier}**. The first set"
                 " after it that meets it beyond simulation error: **{measures}**.",
                 earlier=earlier, measures=named, draws=t.number(draws, 6))
    return t("Too close to call even on {draws} simulated futures: {count} sets, the first"
             " **{earlier}**. The first set after these that meets it beyond simulation error:"
             " **{measures}**.",
             count=len(sets.undecided), measures=named, draws=t.number(draws, 6), earlier=earlier)


def nearest_sentence(sets: Portfolios, found: Nearest, t: Translator) -> str:
    """No set meets the ALOP: which comes nearest, how far off it is, and what is missing."""
    named = escaped(set_words(sets.scenario, found.measures, t))
    share, needed = t.percent(found.probability), t.percent(sets.alop.confidence)
    if sets.undecided:
        text = t("No set meets the ALOP beyond simulation error; too close to call: {count}. The"
                 " nearest, **{measures}**, reaches {share} of the {needed} needed.",
                 count=len(sets.undecided), measures=named, share=share, needed=needed)
    else:
        text = t("No set of measures meets the ALOP. The nearest, **{measures}**, reaches {share}"
                 " of the {needed} needed.", measures=named, share=share, needed=needed)
    if found.factor == float("inf") or found.rate_factor == float("inf"):
        return t("{text} The limit is zero, and its risk is not: only no trade at all would meet"
                 " it.", text=text)
    if found.factor <= 1.0:
        return text
    return t("{text} At the confidence asked for, its risk is **{times} times** the limit. Missing:"
             " one further step, after all others, that takes away at least **{missing}** of what"
             " is left.", text=text, times=t.number(found.factor, 2),
             missing=t.percent(found.missing, 3))


def pending_sentence(sets: Portfolios, t: Translator) -> str:
    """What is going on while sets are judged on more simulated futures."""
    return t("{count} sets are too close to call on {draws} simulated futures; these are now judged"
             " on more.", count=len(sets.undecided),
             draws=t.number(min(judged_draws(sets.row(i), sets) for i in sets.undecided), 6))


def counts_sentence(sets: Portfolios, least: pd.DataFrame, t: Translator) -> str:
    """How many sets meet, and how many of them contain no smaller set that does.

    `least`: `portfolio_choice.minimal`.
    """
    counts = sets.table["verdict"].value_counts()
    met = int(counts.get("meets", 0))
    if not met:
        return t("Of {all} sets none meets the ALOP ({alop}).", all=t.number(len(sets.table), 6),
                 alop=_alop(sets, t))
    return t("Of {all} sets **{met}** meet the ALOP ({alop}). In **{least}** of these every measure"
             " is needed: no part of the set meets it beyond simulation error.",
             all=t.number(len(sets.table), 6), met=t.number(met, 6),
             least=t.number(len(least), 6), alop=_alop(sets, t))


def choices(sets: Portfolios, t: Translator) -> pd.DataFrame:
    """Least restrictive, cheapest and safest of the sets that meet, described, with a remark.

    No set is called the cheapest where none that meets has all its costs on record.
    """
    first, low, safe = sets.first_meeting, cheapest(sets), safest(sets)
    found: list[tuple[str, tuple[str, ...], str]] = []
    if first is not None:
        found.append((t("Least restrictive"), first, _least_remark(sets, t)))
    if low is not None and low.known:
        remark = (t("{count} sets with unknown costs could be cheaper", count=low.rivals)
                  if low.rivals else t("lowest cost on record"))
        found.append((t("Cheapest, by the costs known"), low.measures, remark))
    if safe is not None:
        found.append((t("Safest that leaves trade open") if _bans(sets) else t("Safest"), safe,
                      t("lowest mean risk")))
    if not found:
        return pd.DataFrame()
    rows = described(pd.DataFrame([sets.row(ids) for _, ids, _ in found]).reset_index(drop=True),
                     sets, t)
    return rows.assign(what=[w for w, _, _ in found], remark=[r for _, _, r in found])


def cost_remark(sets: Portfolios, t: Translator) -> str:
    """Why no set is called the cheapest; empty where one is, or where none meets."""
    low = cheapest(sets)
    if low is None or low.known:
        return ""
    return t("Which set is cheapest cannot be told: no set that meets has all its costs on record.")


def card(row: pd.Series, sets: Portfolios, t: Translator) -> str:
    """One of `choices` as a few lines: the set, its risk, P(meets), levels and cost."""
    remark = f" · :gray[{escaped(row['remark'])}]" if row["remark"] else ""
    told = [t("Risk: median {median}, mean {mean}", median=row["risk"], mean=row["mean_risk"]),
            t("P(meets): {chance}, {verdict}", chance=row["chance"],
              verdict=verdict_with_draws(row, sets, t)),
            t("Levels, highest / sum: {levels}", levels=row["levels"]),
            t("Cost: {cost}", cost=row["cost_words"])]
    return "  \n".join([f"**{row['what']}**{remark}", escaped(row["words"]), " · ".join(told)])


def _least_remark(sets: Portfolios, t: Translator) -> str:
    if sets.undecided:
        return t("{count} sets before it are too close to call", count=len(sets.undecided))
    return t("lowest levels of restriction")


def _bans(sets: Portfolios) -> bool:
    return any(m.prohibits and m.feasible for m in sets.scenario.measures)


def _alop(sets: Portfolios, t: Translator) -> str:
    return alop_words(sets.alop, sets.scenario.consequences.currency, t)


def on_common(frame: pd.DataFrame, sets: Portfolios) -> pd.DataFrame:
    """Rows of `drop_one` and the like, P(meets) and its error on the common draws, all alike.

    Verdicts stay: what was too close to call was judged on more draws.
    """
    if "common" not in frame:
        return frame
    p = frame["common"].to_numpy(np.float64)
    return frame.assign(probability=p, standard_error=np.sqrt(p * (1 - p) / sets.draws))


def common_words(frame: pd.DataFrame, sets: Portfolios, t: Translator) -> str:
    """On what the figures of a comparison rest, and where a verdict rests on more."""
    text = t("P(meets) of every set here is on the same {draws} simulated futures.",
             draws=t.number(sets.draws, 6))
    most = int(frame["draws"].max())
    if most <= sets.draws:
        return text
    return t("{text} Verdicts that were too close to call on these are from up to {most}.",
             text=text, most=t.number(most, 6))


def neighbours(frame: pd.DataFrame, sets: Portfolios, t: Translator) -> pd.DataFrame:
    """Rows of `drop_one`, `add_one` or `swap_one` in words, the base left out.

    Adds to `described`: change_words (what is taken out and put in), points (P(meets)), times
    (risk) and level_words. P(meets) is on the common draws.
    """
    rows, base = described(on_common(frame, sets).iloc[1:], sets, t), frame.iloc[0]
    before = int(base["restrictiveness"]), int(base["level_sum"])
    return rows.assign(
        change_words=[_change(sets.scenario, out, new, t)
                      for out, new in zip(rows["out"], rows["in"], strict=True)],
        points=[points_words(float(x), t) for x in rows["change"]],
        times=[times_words(float(x), t) for x in rows["ratio"]],
        level_words=[_levels(before, (int(a), int(b)), t) for a, b in
                     zip(rows["restrictiveness"], rows["level_sum"], strict=True)])


def _change(scenario: Scenario, out: str, new: str, t: Translator) -> str:
    if not new:
        return t("without {measure}", measure=t.local(scenario.measure(out).title))
    added = t.local(scenario.measure(new).title)
    if not out:
        return t("with {measure} as well", measure=added)
    return t("{new} instead of {old}", new=added, old=t.local(scenario.measure(out).title))


def points_words(change: float, t: Translator) -> str:
    """A change of P(meets) in percentage points, with its sign."""
    size = t.number(abs(change) * 100, 2)
    if size == "0":
        return t("no change")
    return t("+{size} points", size=size) if change > 0 else t("−{size} points", size=size)


def times_words(ratio: float, t: Translator) -> str:
    """How many times the risk of the set compared with."""
    if ratio == float("inf"):
        return t("from none to some")
    if ratio == 0:
        return t("none left")
    return t("no change") if abs(ratio - 1) < 0.005 else t("× {times}", times=t.number(ratio, 2))


def _levels(old: tuple[int, int], new: tuple[int, int], t: Translator) -> str:
    if old == new:
        return t("no change")
    return t("{old} / {old_sum} → {new} / {new_sum}", old=old[0], old_sum=old[1], new=new[0],
             new_sum=new[1])


def add_sentence(frame: pd.DataFrame, sets: Portfolios, t: Translator) -> str:
    """Which further measure, short of prohibition, raises P(meets) most; how many lower it."""
    bans = {m.id for m in sets.scenario.measures if m.prohibits}
    rows = frame.iloc[1:]
    rows = rows[~rows["in"].isin(bans)]
    if rows.empty:
        return t("No further measure can be added to this set.")
    top = rows.iloc[int(np.argmax(rows["change"]))]
    title = escaped(t.local(sets.scenario.measure(str(top["in"])).title))
    if float(top["change"]) <= 0:
        text = t("No further measure raises the probability of meeting the ALOP.")
    else:
        text = t("What would help most{except_bans}: **{measure}**, {points} of probability of"
                 " meeting the ALOP, risk {times}.", measure=title,
                 except_bans=t(", short of prohibiting trade") if bans & set(frame["in"]) else "",
                 points=points_words(float(top["change"]), t),
                 times=times_words(float(top["ratio"]), t))
    worse = int((rows["ratio"] > 1.02).sum())
    if not worse:
        return text
    return t("{text} Careful: {count} of the others would raise the risk, because cleaner lots are"
             " rejected less often.", text=text, count=worse)


def swap_sentence(frame: pd.DataFrame, sets: Portfolios, t: Translator) -> str:
    """Whether an exchange of one measure gives a less restrictive set that meets."""
    rows = frame.iloc[1:]
    lower = rows[(rows["verdict"] == "meets")
                 & ((rows["restrictiveness_change"] < 0)
                    | ((rows["restrictiveness_change"] == 0) & (rows["level_sum_change"] < 0)))]
    if rows.empty:
        return t("No measure of this set can be exchanged for another.")
    if lower.empty:
        return t("No exchange of one measure gives a less restrictive set that meets the ALOP.")
    first = lower.sort_values(["restrictiveness", "level_sum"], kind="stable").iloc[0]
    words = _change(sets.scenario, str(first["out"]), str(first["in"]), t)
    return t("{count} exchanges of one measure give a less restrictive set that meets the ALOP,"
             " for example **{change}**.", count=len(lower), change=escaped(words))


def verdict_with_draws(row: pd.Series, sets: Portfolios, t: Translator) -> str:
    """The verdict, with the number of simulated futures where it is not the common one."""
    draws, words = judged_draws(row, sets), verdict_words(str(row["verdict"]), t)
    if draws == sets.draws:
        return words
    return t("{verdict} ({draws} simulated futures)", verdict=words, draws=t.number(draws, 6))
