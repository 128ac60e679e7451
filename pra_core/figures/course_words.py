"""Spread and consequences in one answer each, and what is not counted in money."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pra_core import labels
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.figures import course as invasions
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.summary import interval
from pra_core.wording import escaped

KINDS: Mapping[str, str] = {
    "environmental": N_("environmental"), "social": N_("social"),
    "non_commercial": N_("non-commercial")}
CATEGORIES: Mapping[str, str] = {"direct": N_("direct"), "indirect": N_("indirect")}


def spread_answer(base: Assessment, slowed: Assessment | None, t: Translator) -> str:
    """Area invaded at the horizon, and where it stops; `slowed`: where measures act on spread."""
    scenario, cap = base.scenario, interval(base.endangered_area)
    if cap.high <= 0:
        return t("**No part of the PRA area ({area}) is endangered**: nowhere is the climate"
                 " suitable where hosts grow, so there is nothing to invade.",
                 area=escaped(t.local(scenario.pra_area.title)))
    area = interval(base.invaded_area)
    text = t("A population founded today occupies a median of **{median} km²** after {years} years"
             " (90 % interval {low} to {high}; mean {mean}). The endangered area, where it stops,"
             " is {cap} km² ({cap_low} to {cap_high}).",
             median=t.number(area.median), low=t.number(area.low), high=t.number(area.high),
             mean=t.number(area.mean), years=scenario.consequences.horizon_years,
             cap=t.number(cap.median), cap_low=t.number(cap.low), cap_high=t.number(cap.high))
    if slowed is None:
        return text
    end = interval(slowed.invaded_area)
    return text + " " + t(
        "With the selected measures: **{median} km²** ({low} to {high}; mean {mean}).",
        median=t.number(end.median), low=t.number(end.low), high=t.number(end.high),
        mean=t.number(end.mean))


def loss_answer(base: Assessment, after: Assessment | None, t: Translator) -> str:
    """Expected loss per year without measures, and with the selected ones where there are any."""
    impact, found = base.scenario.consequences, interval(base.annual_loss)

    def money(amount: float) -> str:
        return labels.money(amount, impact.currency, t)

    text = t("Without measures, the median loss is **{median} a year** (90 % interval {low} to"
             " {high}; mean {mean}), in prices of {year}.", median=money(found.median),
             low=money(found.low), high=money(found.high), mean=money(found.mean),
             year=impact.price_year)
    if after is None:
        return text
    left = interval(after.annual_loss)
    return text + " " + t(
        "With the selected measures: **{median}** ({low} to {high}; mean {mean}).",
        median=money(left.median), low=money(left.low), high=money(left.high),
        mean=money(left.mean))


def lower_bound(base: Assessment, t: Translator) -> str:
    """That only the first founding is counted, where that matters; else empty."""
    share = invasions.more_than_two(base)
    if share <= 0.05:
        return ""
    return t("In {share} of the simulated futures more than two foundings are expected within"
             " {years} years. Only the first is counted, so the loss given is a lower bound.",
             share=t.percent(share, 2), years=base.scenario.consequences.horizon_years)


def scored(scenario: Scenario, t: Translator) -> pd.DataFrame:
    """Effects that are not counted in money: effect, kind, score, evidence, status, source."""
    return pd.DataFrame([{
        "effect": t.local(s.title), "kind": t(KINDS[s.category]), "score": f"{s.score} / 4",
        "evidence": t.local(s.evidence), "status": labels.badge(s.source.status, t),
        "source": labels.source_text(s.source, t)} for s in scenario.consequences.scored],
        columns=["effect", "kind", "score", "evidence", "status", "source"])
