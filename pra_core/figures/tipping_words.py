"""What it would take, in words: levers, their values, tipping points and the room that is left."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.back_solve import Crossing, Lever, Tipping
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.summary import Judgement
from pra_core.wording import escaped

COLUMNS = {"quantity": N_("Number"), "now": N_("Now (90 % range)"),
           "tipping": N_("The set meets the ALOP"), "room": N_("Room")}
UPWARDS, UPTO = N_("from {value} upwards"), N_("up to {value}")
ONLY = N_("only at {value}")
MOST_TIMES, LIMIT_TIMES = 1e4, 1.05
"""Factors from the first on are told as "more than"; below the second, as "at the limit"."""


def lever_title(scenario: Scenario, lever: Lever, t: Translator) -> str:
    """What the number is and whose, with the pathways where it does not act on all."""
    title = labels.parameter_label(scenario, lever.parameter, t)
    if not lever.pathways or {p.id for p in scenario.pathways} == set(lever.pathways):
        return title
    return t("{quantity} ({pathways})", quantity=title, pathways=t(", ").join(
        t.local(p.title) for p in scenario.pathways if p.id in lever.pathways))


def value_words(lever: Lever, x: float, t: Translator) -> str:
    """One value of a lever with its unit."""
    rare = _rare(lever, x)
    return _with_unit(lever, rare, _bare(lever, x, rare, t), t)


def now_words(tipping: Tipping, t: Translator) -> str:
    """The present median and 90 % range; a known value alone."""
    lever, law = tipping.lever, tipping.present
    rare = _rare(lever, law.median)
    median, low, high = (_bare(lever, x, rare, t) for x in (law.median, law.low, law.high))
    words = median if law.low == law.high else t("{median} ({low} to {high})", median=median,
                                                 low=low, high=high)
    return _with_unit(lever, rare, words, t)


def _bare(lever: Lever, x: float, rare: bool, t: Translator) -> str:
    if lever.kind in ("sample_size", "volume"):
        return t.number(x)
    if not rare:
        return t.percent(x)
    return t.number(1 / x) if x > 0 else "∞"


def _with_unit(lever: Lever, rare: bool, number: str, t: Translator) -> str:
    if lever.kind == "sample_size":
        return t("{number} units per lot", number=number)
    if lever.kind == "volume":
        return t("{number} units per year", number=number)
    return t("1 infested unit in {number}", number=number) if rare else number


def _rare(lever: Lever, x: float) -> bool:
    """Told as one infested unit in so many."""
    return lever.kind == "prevalence" and 0 < x < 0.1


def nearest(tipping: Tipping) -> Crossing | None:
    """The crossing nearest to the present median."""
    here = tipping.axis.place(tipping.present.median)
    return min(tipping.crossings, default=None,
               key=lambda one: abs(tipping.axis.place(one.value) - here))


def tipping_words(tipping: Tipping, t: Translator) -> str:
    """Where the set meets the ALOP: from or up to a value, between two, anywhere or nowhere."""
    lever = tipping.lever
    if tipping.outcome == "met_anyway":
        return t("whatever this number is")
    if tipping.outcome == "unreachable":
        value, share = tipping.best
        if share == 0:
            return t("nowhere, whatever this number is")
        return t("nowhere: {share} at best, at {value}", share=t.percent(share),
                 value=value_words(lever, value, t))
    return t("; ").join(_stretches(tipping, t))


def _stretches(tipping: Tipping, t: Translator) -> list[str]:
    """Stretches of the lever on which the ALOP is met, from the smallest value up."""
    found: list[str] = []
    begun: Crossing | None = None
    for one in tipping.crossings:
        value = value_words(tipping.lever, one.value, t)
        if one.rising:
            begun = one
        elif begun is not None:
            found.append(t("from {low} to {high}", high=value,
                           low=value_words(tipping.lever, begun.value, t)))
            begun = None
        else:
            found.append(t(UPTO if one.value > 0 else ONLY, value=value))
    if begun is not None:
        found.append(t(UPWARDS if begun.value < tipping.axis.top else ONLY,
                       value=value_words(tipping.lever, begun.value, t)))
    return found


def room_words(tipping: Tipping, t: Translator, judged: Judgement | None = None) -> str:
    """How far the present median is from the nearest tipping point, as a factor.

    `judged`: the set as it is, where it was judged on more draws.
    """
    one = nearest(tipping)
    if one is None:
        return "–"
    inside = (tipping.present.median >= one.value) == one.rising
    times = 10.0**tipping.distance
    apart = inside != ((judged or tipping.now).probability >= tipping.confidence)
    if times < LIMIT_TIMES or (apart and _undecided(tipping)):
        return t("at the limit")
    if not inside and tipping.axis.extreme(one.value) and not math.isfinite(times):
        return t("only {value} itself would do", value=value_words(tipping.lever, one.value, t))
    most = not math.isfinite(times) or times >= MOST_TIMES
    number = t.number(MOST_TIMES, 6) if most else t.number(times, 2)
    if apart:
        return (t("today's median would do, if it were certain") if inside else
                t("today's median would not do, if it were certain"))
    if most:
        return (t("more than {number} times worse would still do", number=number) if inside else
                t("would have to be more than {number} times better", number=number))
    return (t("{number} times worse would still do", number=number) if inside else
            t("would have to be {number} times better", number=number))


def _undecided(tipping: Tipping) -> bool:
    """Whether these draws cannot tell the side on which the present median lies."""
    place = tipping.axis.place
    low, high = (np.interp(place(tipping.present.median), [place(x) for x in tipping.values], end)
                 for end in tipping.band)
    return bool(low <= tipping.confidence <= high)


def sentence(scenario: Scenario, tipping: Tipping, t: Translator,
             judged: Judgement | None = None) -> str:
    """The answer for one lever, with simulation error and today's value."""
    quantity = escaped(lever_title(scenario, tipping.lever, t))
    first = {
        "tips": N_("**{quantity}:** the set meets the ALOP **{where}**. Now: {now}."),
        "met_anyway": N_("**{quantity}:** the set meets the ALOP **{where}**. Now: {now}."),
        "unreachable": N_("**{quantity}:** no value of this number alone is enough; the set meets"
                          " the ALOP **{where}**, and {needed} is needed. Now: {now}."),
    }[tipping.outcome]
    parts = [t(first, quantity=quantity, where=tipping_words(tipping, t),
               now=now_words(tipping, t), needed=t.percent(tipping.confidence))]
    parts += [_error_words(tipping.lever, one, t) for one in tipping.crossings
              if tipping.axis.whole or not tipping.axis.extreme(one.value)]
    if len(tipping.crossings) > 1:
        parts.append(t("The verdict changes more than once because cleaner lots are rejected less"
                       " often."))
    if tipping.crossings:
        parts.append(t("Measured from today's median: {room}.",
                       room=room_words(tipping, t, judged)))
    return " ".join(parts)


def _error_words(lever: Lever, one: Crossing, t: Translator) -> str:
    """Between which values these draws cannot decide."""
    low, high = (None if x is None else value_words(lever, x, t) for x in (one.low, one.high))
    if low is not None and high is not None:
        if low == high:
            return ""
        return t("Too close to call between {low} and {high}.", low=low, high=high)
    if high is not None:
        return t("Too close to call up to {high}.", high=high)
    if low is not None:
        return t("Too close to call from {low} on.", low=low)
    return t("Too close to call over the whole range: more simulated futures are needed.")


def headline(scenario: Scenario, found: Sequence[Tipping], t: Translator,
             judged: Judgement | None = None) -> str:
    """The number nearest to its tipping point; what alone would be enough; or that nothing is.

    `judged`: the set as it is, where it was judged on more draws.
    """
    tips = [one for one in found if one.crossings]
    if not tips:
        if found and found[0].outcome == "met_anyway":
            return t("**No single number tips the verdict:** over its whole range, each of them"
                     " leaves the ALOP met.")
        return t("**No single number is enough:** whatever one of them is, the set does not meet"
                 " the ALOP while the others stay as they are.")
    first, now = tips[0], judged or tips[0].now
    words = {"quantity": escaped(lever_title(scenario, first.lever, t)),
             "where": tipping_words(first, t), "now": now_words(first, t)}
    if now.probability < first.confidence and not math.isfinite(first.distance):
        return t("**No single number is enough short of its extreme:** with {quantity}, the set"
                 " meets the ALOP {where}.", **words)
    if now.verdict == "too_close":
        return t("**The set is at the limit of the ALOP, and {quantity} decides first:** the set"
                 " meets the ALOP {where}; it is now {now}. Of {count} numbers, {tips} can tip the"
                 " verdict alone.", **words, count=len(found), tips=len(tips))
    if now.probability >= first.confidence:
        return t("**The weakest point is {quantity}:** the set meets the ALOP {where}; it is now"
                 " {now}. Of {count} numbers, {tips} can tip the verdict alone.", **words,
                 count=len(found), tips=len(tips))
    return t("**The shortest way to the ALOP is {quantity}:** the set meets it {where}; it is now"
             " {now}. Of {count} numbers, {tips} could do it alone.", **words, count=len(found),
             tips=len(tips))


def more_words(found: Sequence[Tipping], judged: Judgement, draws: int, t: Translator) -> str:
    """What the first line's judgement rests on where these draws tell another chance."""
    here = found[0].now.probability if found else judged.probability
    told = t.percent(judged.probability), t.percent(here)
    if not found or found[0].draws >= draws or told[0] == told[1]:
        return ""
    return t("The set as it is was judged on {many} simulated futures: probability {share} of"
             " meeting the ALOP. Values are tried on {draws} futures, on which it is {here}; what"
             " is within that difference is at the limit.", many=t.number(draws, 6),
             share=told[0], draws=t.number(found[0].draws, 6), here=told[1])


def fewer_words(found: Sequence[Tipping], asked: int, t: Translator) -> str:
    """That fewer futures were judged than asked for, and why; else nothing."""
    if not found or found[0].draws >= asked:
        return ""
    return t("Judged on {draws} of the {asked} simulated futures, because each of the many selected"
             " measures doubles what can happen on a lot. Chances here can differ a little from"
             " those above.", draws=t.number(found[0].draws, 4), asked=t.number(asked, 6))


def table(scenario: Scenario, found: Sequence[Tipping], t: Translator,
          judged: Judgement | None = None) -> pd.DataFrame:
    """A row per lever, as `COLUMNS` names them, the nearest to its tipping point first."""
    return pd.DataFrame([{
        "quantity": lever_title(scenario, one.lever, t),
        "now": f"{now_words(one, t)} {_mark(scenario, one.lever)}",
        "tipping": tipping_words(one, t), "room": room_words(one, t, judged)} for one in found],
        columns=list(COLUMNS))


def _mark(scenario: Scenario, lever: Lever) -> str:
    return labels.STATUS_MARKS[scenario.parameters[lever.parameter].source.status]
