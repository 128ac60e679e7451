"""Two versions of a scenario side by side: what each amounts to, on the same simulated futures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.errors import PraError
from pra_core.figures.decision import Estimate
from pra_core.i18n import Translator
from pra_core.summary import interval, meets
from pra_core.wording import (
    alop_words,
    amount_words,
    escaped,
    evidence_sentence,
    plain,
    risk_words,
    set_words,
    told,
    verdict_words,
)


def same_futures(left: Assessment, right: Assessment) -> None:
    """Raises PraError conflict unless both stand on as many futures of the same seed."""
    asked = [(one.draws, one.seed) for one in (left, right)]
    if asked[0] != asked[1]:
        raise PraError("conflict", "draws", str(asked), "the same draws and seed")


def headline(changes: int, left: Assessment, right: Assessment, t: Translator) -> str:
    """How many things differ, and what that makes of risk and P(meets), each by its own ALOP.

    The risk of both is told in the metric of the second.
    """
    if not changes:
        return t("**Nothing differs** between the two.")
    same_futures(left, right)
    own, other = _level(left), _level(right)
    old, new = (amount_words(interval(told(one, other)).median, other, _currency(one), t)
                for one in (left, right))
    then, now = (t.percent(meets(one, _level(one)).probability) for one in (left, right))
    first = t("**1 difference.**") if changes == 1 else t("**{count} differences.**",
                                                          count=changes)
    risk = t("{first} Median risk with the selected measures: **{old}** → **{new}**.",
             first=first, old=old, new=new)
    if own == other:
        return t("{risk} Probability of meeting the ALOP ({alop}): **{then}** → **{now}**.",
                 risk=risk, alop=_level_words(right, t), then=then, now=now)
    apart = t("{risk} The levels of protection differ: the first meets its own ({own}) with"
              " probability **{then}**, the second its own ({other}) with **{now}**.", risk=risk,
              own=_level_words(left, t), other=_level_words(right, t), then=then, now=now)
    if not crossed(left, right):
        return apart
    return t("{apart} By the level of the second, the first has **{crossed}**.", apart=apart,
             crossed=t.percent(meets(left, other).probability))


def crossed(left: Assessment, right: Assessment) -> bool:
    """Whether the first can also be judged by another level, that of the second.

    A loss in one currency is not within a limit in another.
    """
    own, other = _level(left), _level(right)
    return own != other and (other.metric != "annual_loss" or _currency(left) == _currency(right))


def estimates(names: Sequence[str], found: Sequence[Assessment], t: Translator) -> list[Estimate]:
    """P(meets) and verdict by the ALOP of the second; the first also by its own, where it differs.

    Every name tells the level it is judged by where there are two.
    """
    left, right = found
    if _level(left) == _level(right):
        shown = [(names[0], left, _level(left)), (names[1], right, _level(right))]
    else:
        told_by = [t("{name} · its own ALOP: {alop}", name=name, alop=_level_words(one, t))
                   for name, one in zip(names, found, strict=True)]
        shown = [(told_by[0], left, _level(left)), (told_by[1], right, _level(right))]
        if crossed(left, right):
            shown.insert(1, (t("{name} · ALOP of the second", name=names[0]), left,
                             _level(right)))
    judged = [(name, meets(one, alop)) for name, one, alop in shown]
    return [(name, one.probability, one.verdict) for name, one in judged]


def results(before: Sequence[Assessment], after: Sequence[Assessment], t: Translator
            ) -> pd.DataFrame:
    """One row per result: what, left, right; plain text. Risk is told as the second's ALOP does."""
    left, right = after
    same_futures(left, right)
    alop = _level(right)
    rows = {
        t("Selected measures"): [set_words(one.scenario, one.scenario.selected, t)
                                 for one in after],
        t("Risk without measures"): [plain(risk_words(one, alop, t)) for one in before],
        t("Residual risk with the selected measures"): [plain(risk_words(one, alop, t))
                                                        for one in after],
        t("Level of protection (ALOP)"): [plain(_level_words(one, t)) for one in after],
        t("Probability of meeting the ALOP"): _chances(after, [_level(one) for one in after], t),
        t("Verdict"): _verdicts(after, [_level(one) for one in after], t),
    }
    if crossed(left, right):
        rows[t("Probability of meeting the ALOP of the second")] = _chances(
            after, [alop, alop], t)
        rows[t("Verdict by the ALOP of the second")] = _verdicts(after, [alop, alop], t)
    rows[t("Inputs")] = [plain(evidence_sentence(one.scenario, t)) for one in after]
    return pd.DataFrame([{"what": what, "left": first, "right": second}
                         for what, (first, second) in rows.items()])


def _chances(found: Sequence[Assessment], alops: Sequence[Alop], t: Translator) -> list[str]:
    return [t.percent(meets(one, alop).probability)
            for one, alop in zip(found, alops, strict=True)]


def _verdicts(found: Sequence[Assessment], alops: Sequence[Alop], t: Translator) -> list[str]:
    return [verdict_words(meets(one, alop).verdict, t)
            for one, alop in zip(found, alops, strict=True)]


def _level(assessment: Assessment) -> Alop:
    return assessment.scenario.alop


def _level_words(assessment: Assessment, t: Translator) -> str:
    return alop_words(_level(assessment), _currency(assessment), t)


def name_of(name: str, version: int | None, t: Translator) -> str:
    """A stored version by name and number; the scenario in use by its title alone."""
    if version is None:
        return t("In use: {name}", name=name)
    return t("{name}, version {number}", name=name, number=version)


def _currency(assessment: Assessment) -> str:
    return escaped(assessment.scenario.consequences.currency)
