"""Two versions of a scenario side by side: what each amounts to, on the same simulated futures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.errors import PraError
from pra_core.figures.decision import Estimate
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
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


def headline(changes: int, left: Assessment, right: Assessment, alop: Alop, t: Translator) -> str:
    """How many things differ, and what that makes of risk and P(meets)."""
    if not changes:
        return t("**Nothing differs** between the two.")
    same_futures(left, right)
    old, new = (amount_words(interval(told(one, alop)).median, alop, _currency(one), t)
                for one in (left, right))
    then, now = (t.percent(meets(one, alop).probability) for one in (left, right))
    first = t("**1 difference.**") if changes == 1 else t("**{count} differences.**",
                                                          count=changes)
    return t("{first} Median risk with the selected measures: **{old}** → **{new}**; probability"
             " of meeting the ALOP: **{then}** → **{now}**.", first=first, old=old, new=new,
             then=then, now=now)


def alop_note(left: Scenario, right: Scenario, t: Translator) -> str:
    """Against which level both are judged, where their own ones differ; else nothing."""
    if left.alop == right.alop:
        return ""
    currency = right.consequences.currency
    return t("Both are judged against the level of protection of the second: {alop}.",
             alop=alop_words(right.alop, currency, t))


def estimates(names: Sequence[str], found: Sequence[Assessment], alop: Alop) -> list[Estimate]:
    """P(meets) and verdict of each, for the chart."""
    judged = [meets(one, alop) for one in found]
    return [(name, one.probability, one.verdict) for name, one in zip(names, judged, strict=True)]


def results(before: Sequence[Assessment], after: Sequence[Assessment], alop: Alop, t: Translator
            ) -> pd.DataFrame:
    """One row per result: what, left, right; plain text."""
    same_futures(after[0], after[1])
    judged = [meets(one, alop) for one in after]
    rows = {
        t("Selected measures"): [set_words(one.scenario, one.scenario.selected, t)
                                 for one in after],
        t("Risk without measures"): [plain(risk_words(one, alop, t)) for one in before],
        t("Residual risk with the selected measures"): [plain(risk_words(one, alop, t))
                                                        for one in after],
        t("Probability of meeting the ALOP"): [t.percent(one.probability) for one in judged],
        t("Verdict"): [verdict_words(one.verdict, t) for one in judged],
        t("Inputs"): [plain(evidence_sentence(one.scenario, t)) for one in after],
    }
    return pd.DataFrame([{"what": what, "left": left, "right": right}
                         for what, (left, right) in rows.items()])


def name_of(name: str, version: int | None, t: Translator) -> str:
    """A stored version by name and number; the scenario in use by its title alone."""
    if version is None:
        return t("In use: {name}", name=name)
    return t("{name}, version {number}", name=name, number=version)


def _currency(assessment: Assessment) -> str:
    return escaped(assessment.scenario.consequences.currency)
