"""Decision stability in words: futures, other shapes, breaking points and assessors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.decision_stability import ALIKE, SHAPES, Change, Futures, RivalChoice
from pra_core.errors import N_
from pra_core.figures.stability_break_words import value_words
from pra_core.figures.stress_words import amount
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.ladder import Ladder
from pra_core.wording import escaped, joined, set_words

SAME = N_("the same set")
CHANGES: Mapping[Change, str] = {
    "same": SAME, "lighter": N_("a lighter set is enough"),
    "stricter": N_("it is no longer enough"), "too_close": N_("too close to call"),
}
SETS = {"set": N_("Set"), "measures": N_("Measures"), "light": N_("Not enough, of 100 futures"),
        "right": N_("Just right"), "strict": N_("More than needed")}
ALL = {"shape": N_("Distribution shape"), "changed": N_("Numbers that take it"),
       "then": N_("Recommended then"), "chance": N_("P(meets) of today's set"),
       "risk": N_("Residual risk, median")}
ONE = {"number": N_("Number"), "shape": N_("Distribution shape"),
       "median": N_("Median: now → then"), "chance": N_("P(meets) of today's set"),
       "then": N_("Recommended then")}
ASSESSORS = {"assessor": N_("Assessor"), "alone": N_("This assessor alone"),
             "alone_chance": N_("P(meets) of today's set, alone"),
             "without": N_("Everybody else"),
             "without_chance": N_("P(meets) of today's set, without")}


def of_100(share: float, t: Translator) -> str:
    """A share as a number of a hundred."""
    if 0 < share < 0.01:
        return t("fewer than 1")
    if 0.99 < share < 1:
        return t("more than 99")
    return t.number(round(100 * share))


def set_names(found: Ladder, t: Translator) -> list[str]:
    """A short name of each rung; the one told about is marked."""
    return [t("▶ Set {number}, recommended", number=i + 1) if i == found.chosen and found.meets
            else t("▶ Set {number}, the safest", number=i + 1) if i == found.chosen
            else t("Set {number}", number=i + 1) for i in range(len(found.measures))]


def futures_sentence(found: Ladder, seen: Futures, t: Translator) -> str:
    """In how many futures the recommended set is enough, and a lighter one would have been."""
    at = found.chosen
    words = {"measures": escaped(set_words(found.scenario, found.measures[at], t)),
             "enough": of_100(1 - float(seen.too_light[at]), t),
             "lighter": of_100(float(seen.stricter[at]), t),
             "light": of_100(float(seen.too_light[at]), t),
             "right": of_100(float(seen.just_right[at]), t)}
    if not found.meets:
        return t("**No set is known to meet the ALOP.** The safest, {measures}, is enough in"
                 " **{enough} of 100** simulated futures.", **words)
    if at == 0:
        return t("**{measures}** is enough in **{enough} of 100** simulated futures, and no set is"
                 " lighter.", **words)
    return t("**In {enough} of 100 simulated futures the recommended set is enough; in {lighter} of"
             " them a lighter one would have been.** It is just right in {right} and not enough in"
             " {light}. Recommended: {measures}.", **words)


def assurance_words(found: Ladder, t: Translator) -> str:
    """Why a set is usually more than needed."""
    return t("That is the price of assurance: the ALOP asks for {share} certainty, and nobody knows"
             " beforehand which future comes. “Lighter” looks at the {count} sets below, each more"
             " restrictive and safer than the one above.",
             share=t.percent(found.alop.confidence), count=len(found.measures))


def simulation_words(found: Ladder, told: FloatArray, draws: int, t: Translator) -> str:
    """How often the same set would be named again: simulation error, and nothing else."""
    at = found.chosen
    words = {"draws": t.number(draws, 6)}
    last = t("More simulated futures remove this error; they do not remove what is not known about"
             " the pest and the trade, which the bars above show.")
    if not found.meets:
        return joined((t("**Simulation error alone:** with another {draws} simulated futures"
                           " from the same inputs, again no set would be known to meet in **{same}"
                           " of 100** runs.", same=of_100(float(told[-1]), t), **words), last), t)
    return joined((t("**Simulation error alone:** with another {draws} simulated futures from the"
                       " same inputs, the same set would be named in **{same} of 100** runs, a"
                       " lighter one in {lighter}, a stricter one or none in {stricter}.",
                       same=of_100(float(told[at]), t),
                       lighter=of_100(float(told[:at].sum()), t),
                       stricter=of_100(float(told[at + 1:].sum()), t), **words), last), t)


def shapes_sentence(rows: Sequence[RivalChoice], t: Translator,
                    single: Sequence[RivalChoice] = ()) -> str:
    """What other shapes do to the choice, told first; empty before any was tried.

    `rows`: cases of all numbers at once; `single`: of one number alone, as far as they were tried.
    """
    alike = [one for one in rows if one.case.reach == "alike"]
    if not alike:
        return ""
    reached, count = [one.changed for one in alike], len(alike)
    same = sum(one.choice.change == "same" for one in alike)
    words = {"fewest": min(reached), "most": max(reached), "all": max(
        one.uncertain for one in alike), "same": same, "count": count}
    parts = [t("**Where another shape can keep the middle of a number ({fewest} to {most} of {all}"
               " numbers), all {count} shapes give the same set.**", **words) if same == count else
             t("**Where another shape can keep the middle of a number ({fewest} to {most} of {all}"
               " numbers), the same set is recommended under {same} of {count} shapes.**", **words)]
    if others := [one for one in alike if one.choice.change != "same"]:
        parts.append(t("Under the others: {list}.", list=t("; ").join(
            t("{shape}: {change}", shape=t(SHAPES[one.case.shape]),
              change=t(CHANGES[one.choice.change])) for one in others)))
    wide = [one for one in rows if one.case.reach == "all"]
    if wide:
        parts.append(t("For the other numbers another shape is another judgement: forced on all"
                       " numbers, {changed} of {count} shapes change the choice.",
                       changed=_changed(wide), count=len(wide)))
    if single:
        parts.append(t("Given to one number alone, {changed} of {count} other shapes tried change"
                       " it.", changed=_changed(single), count=len(single)))
    return joined(parts, t)


def _changed(rows: Sequence[RivalChoice]) -> int:
    """Cases in which another set is known to be the one; too close to call is none of them."""
    return sum(one.choice.change in ("lighter", "stricter") for one in rows)


def then_words(found: Ladder, one: RivalChoice, t: Translator) -> str:
    """What is recommended in a case."""
    change, rung = one.choice.change, one.choice.rung
    words = t(CHANGES[change])
    if change == "same" or change == "too_close":
        return words
    if rung is None:
        return t("{change}, and no other of these sets is known to be", change=words)
    return t("{change}: {name}", change=words, name=set_names(found, t)[rung])


def all_table(found: Ladder, rows: Sequence[RivalChoice], now: float, t: Translator
              ) -> pd.DataFrame:
    """All inputs at once: a row per shape, as `ALL` names them, after what is judged now.

    `now`: median of what the ALOP limits, on the scale of `portfolio.set_values`.
    """
    told = [{"shape": t("as judged now"), "changed": "–",
             "then": set_names(found, t)[found.chosen],
             "chance": t.percent(float(found.probability[found.chosen])),
             "risk": amount(now, found.scenario, t)}]
    for one in rows:
        changed = t("{number} of {count}", number=one.changed, count=one.uncertain)
        if one.case.reach == "all":
            changed = t("{changed}, also where the middle moves", changed=changed)
        told.append({"shape": t(SHAPES[one.case.shape]), "changed": changed,
                     "then": then_words(found, one, t), "chance": _chance(found, one, t),
                     "risk": amount(one.choice.risk.median, found.scenario, t)})
    return pd.DataFrame(told, columns=list(ALL))


def one_table(found: Ladder, rows: Sequence[RivalChoice], t: Translator) -> pd.DataFrame:
    """One input at a time, as `ONE` names them."""
    told = []
    for one in rows:
        assert one.case.parameter is not None  # these cases are about one input
        p = found.scenario.parameters[one.case.parameter]
        then = "–" if one.law is None else t(
            "{now} → {then}", now=value_words(p, float(p.distribution.ppf(0.5)), t),
            then=value_words(p, float(one.law.ppf(0.5)), t))
        told.append({"number": labels.parameter_label(found.scenario, p.name, t),
                     "shape": t(SHAPES[one.case.shape]), "median": then,
                     "chance": _chance(found, one, t), "then": then_words(found, one, t)})
    return pd.DataFrame(told, columns=list(ONE))


def _chance(found: Ladder, one: RivalChoice, t: Translator) -> str:
    return t.percent(float(one.choice.probability[found.chosen]))


def kept_words(t: Translator) -> str:
    """What a rival shape keeps, and where it cannot."""
    return t("Each shape keeps the 5 % and 95 % quantiles and, where it can, the median; no value"
             " leaves the limits of its quantity. Numbers whose quantiles it would miss by more"
             " than {most} of probability take it only in the rows marked so: a range over several"
             " powers of ten has its middle near the bottom, which these shapes put near the"
             " top. Same percentiles, so only the shapes differ.", most=t.percent(ALIKE))


def assessor_table(found: Ladder, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """A row per assessor, as `ASSESSORS` names them."""
    def told(ids: object, chance: float) -> tuple[str, str]:
        if chance != chance:
            return t("nobody else judged"), "–"
        if not isinstance(ids, tuple):
            return t("no set is known to meet"), t.percent(chance)
        same = found.meets and ids == found.measures[found.chosen]
        name = t(SAME) if same else set_words(found.scenario, ids, t)
        return name, t.percent(chance)

    rows = []
    for one in frame.to_dict("records"):
        alone, alone_chance = told(one["alone_set"], one["alone_probability"])
        without, without_chance = told(one["without_set"], one["without_probability"])
        rows.append((one["assessor"], alone, alone_chance, without, without_chance))
    return pd.DataFrame(rows, columns=list(ASSESSORS))


def assessors_sentence(found: Ladder, frame: pd.DataFrame, t: Translator) -> str:
    """Whether it matters whom one believes."""
    now = found.measures[found.chosen] if found.meets else None
    other = [str(row["assessor"]) for row in frame.to_dict("records")
             if row["alone_set"] != now and not np.isnan(row["alone_probability"])]
    if not other:
        return t("**Whichever of the {count} assessors is believed alone, the same set is"
                 " recommended.**", count=len(frame))
    return t("**Another set would be recommended if {names} alone were believed**; the others lead"
             " to the same set.", names=escaped(t(", ").join(other)))


def hover(measures: str) -> str:
    """The measures of a set on lines of their own."""
    return "<br>".join(measures.split(" + "))


def sets_table(found: Ladder, seen: Futures, t: Translator) -> pd.DataFrame:
    """A row per set, as `SETS` names them."""
    return pd.DataFrame([{
        "set": name, "measures": set_words(found.scenario, ids, t),
        "light": of_100(float(seen.too_light[i]), t),
        "right": of_100(float(seen.just_right[i]), t),
        "strict": of_100(float(seen.stricter[i]), t)} for i, (name, ids) in enumerate(
            zip(set_names(found, t), found.measures, strict=True))], columns=list(SETS))
