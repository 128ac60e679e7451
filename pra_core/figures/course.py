"""The course of an invasion, as the spread and consequence charts draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pra_core.assessment import Assessment
from pra_core.frozen import FloatArray
from pra_core.loss import effect_by_age, invaded_by_age, invaded_share
from pra_core.scenario import Scenario
from pra_core.summary import interval
from pra_core.year_to_year import averaged

AGES = 80
"""About so many ages are drawn over the horizon, the same number in each year."""
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What becomes of a population founded today, over the horizon of the scenario."""

    ages: FloatArray
    """Years since founding, [ages]."""
    invaded: FloatArray
    """5, 50 and 95 % quantiles of the invaded area, km2, [3, ages]."""
    loss: FloatArray
    """The same of the loss per year, currency per year, [3, ages]."""
    cap: FloatArray
    """The same of the climatically suitable area, km2, [3]."""
    effects: Mapping[str, FloatArray]
    """Mean loss per year over the horizon after founding, by effect id, [draws]."""

    def by_year(self) -> pd.DataFrame:
        """Invaded area at each full year after founding (year, low, median, high), km2."""
        full = (self.ages > 0) & (self.ages == np.round(self.ages))
        low, median, high = self.invaded[:, full]
        return pd.DataFrame({"year": self.ages[full], "low": low, "median": median, "high": high})

    def effect_table(self, titles: Mapping[str, str], kinds: Mapping[str, str]) -> pd.DataFrame:
        """Mean loss per year of each effect once founded (effect, category, median, low, high)."""
        found = {key: interval(draws) for key, draws in self.effects.items()}
        return pd.DataFrame([{"effect": titles[k], "category": kinds[k], "median": i.median,
                              "low": i.low, "high": i.high} for k, i in found.items()])


def course(assessment: Assessment) -> Course:
    """Area and loss by age of a population founded today, undiscounted (design 2.4–2.5)."""
    scenario = assessment.scenario
    values = averaged(scenario, assessment.values)
    area = assessment.endangered_area
    horizon = scenario.consequences.horizon_years
    per_year = max(1, AGES // horizon)
    age = np.arange(horizon * per_year + 1) / per_year
    invaded = invaded_by_age(scenario, values, area, age)
    share = invaded_share(invaded, area)
    total = np.zeros_like(share)
    effects: dict[str, FloatArray] = {}
    for effect in scenario.consequences.effects:
        loss = effect_by_age(scenario, effect, values, share, assessment.hosts_at_risk, age)
        effects[effect.id] = np.asarray(np.trapezoid(loss, age, axis=1)) / horizon
        total += loss
    return Course(age, _quantiles(invaded), _quantiles(total), _quantiles(area), effects)


def slows_spread(scenario: Scenario) -> bool:
    """Whether a selected measure acts on spread."""
    return any(e.kind == "spread" for m in scenario.measures if m.id in scenario.selected
               for e in m.effects)


def removed(stages: FloatArray) -> FloatArray:
    """Share of infested units each step removes: 5, 50 and 95 % quantiles, [stages - 1, 3].

    0 where nothing arrives at the step.
    """
    before, after = stages[:-1], stages[1:]
    kept = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    return _quantiles((1.0 - kept).T).T


def more_than_two(assessment: Assessment) -> float:
    """Share of draws with more than two foundings expected over the horizon (ΛT > 2).

    There the loss of the first founding is a lower bound worth a note (design 2.5).
    """
    expected = assessment.founding_rate * assessment.scenario.consequences.horizon_years
    return float(np.mean(expected > 2.0))


def _quantiles(draws: FloatArray) -> FloatArray:
    return np.asarray(np.quantile(draws, QUANTILES, axis=0, method="inverted_cdf"))
