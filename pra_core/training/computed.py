"""Quantities of questions computed by the core, on the exercise's scenario, seed and draws."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from pra_core import consistency, dependence, inspection, treatment, trial_evidence
from pra_core import value_of_information as information
from pra_core.assessment import Assessment, assess
from pra_core.frozen import FloatArray
from pra_core.ladder import ladder
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.step import STEPS
from pra_core.summary import influence, interval, meets
from pra_core.training import quantity as q
from pra_core.training.ground import Ground, replaced
from pra_core.value_of_information import StudyTable


class Computed:
    """Computes one quantity after another; assessments and the search are done once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._assessed: dict[str, Assessment] = {}
        self._sets: Portfolios | None = None
        self._studies: StudyTable | None = None

    @property
    def sets(self) -> Portfolios:
        """The search over all sets of the exercise's scenario."""
        if self._sets is None:
            start = self._ground.scenario
            self._sets = portfolios(start, start.alop, self._ground.draws, self._ground.seed)
        return self._sets

    def worth(self, asked: q.Quantity) -> float:
        """The quantity in its own unit; infinite years where nothing is expected.

        Raises PraError where the core refuses the numbers, e.g. a sample that cannot be reached.
        """
        if isinstance(asked, q.Funnel):
            return self._funnel(asked)
        if isinstance(asked, q.Risk):
            return self._risk(asked)
        if isinstance(asked, q.Meets):
            return meets(self._with(asked.measures), self._ground.scenario.alop).probability
        if isinstance(asked, q.Influence):
            return float(influence(self._with(asked.measures)).get(asked.parameter, 0.0))
        if isinstance(asked, q.Change):
            return self._change(asked)
        if isinstance(asked, q.Implied):
            return self._implied(asked)
        return _of_formula(asked)

    def _with(self, ids: Iterable[str]) -> Assessment:
        return self._of(self._ground.scenario.with_measures(tuple(ids)))

    def _of(self, scenario: Scenario) -> Assessment:
        kept = self._assessed.get(scenario.fingerprint)
        if kept is None:
            kept = assess(scenario, self._ground.draws, self._ground.seed)
            self._assessed[scenario.fingerprint] = kept
        return kept

    def _funnel(self, asked: q.Funnel) -> float:
        stages = self._with(asked.measures).funnel
        place = STEPS.index(asked.step) + 1
        before, after = stages[place - 1], stages[place]
        if asked.of == "left":
            return interval(after).median
        left = np.divide(after, before, out=np.ones_like(after), where=before > 0)
        return interval(left if asked.of == "share_left" else 1.0 - left).median

    def _risk(self, asked: q.Risk) -> float:
        changed = replaced(self._ground.scenario, asked.replaced).with_measures(asked.measures)
        mine = _statistic(asked, self._of(changed))
        if asked.over is None:
            return mine
        plain = asked.model_copy(update={"apart": False, "measures": asked.over, "replaced": ()})
        return mine / _statistic(plain, self._with(asked.over))

    def _change(self, asked: q.Change) -> float:
        if self._studies is None:
            taken = information.decision(ladder(self.sets), self._ground.draws, self._ground.seed)
            self._studies = information.studies(taken)
        return next((one.change.chance for one in self._studies.rows
                     if one.names == (asked.parameter,)), 0.0)

    def _implied(self, asked: q.Implied) -> float:
        decided = consistency.decided(self._of(self._ground.decided[asked.decision]))
        found = consistency.implied([decided], asked.metric, asked.confidence)
        limit = found[0].limit if found else math.nan
        if not asked.as_years:
            return limit
        return 1.0 / limit if limit > 0 else math.inf


def _statistic(asked: q.Risk, assessment: Assessment) -> float:
    draws = _metric(asked, assessment)
    found = interval(draws)
    return {"median": found.median, "mean": found.mean, "low": found.low,
            "high": found.high}[asked.statistic]


def _metric(asked: q.Risk, assessment: Assessment) -> FloatArray:
    if asked.metric == "founding_rate":
        if asked.apart:
            return dependence.founding_rate(assessment, asked.measures, apart=True)
        return assessment.founding_rate
    return assessment.metric(asked.metric)


def _of_formula(asked: q.SampleSize | q.Detection | q.InsectsToTest | q.TrialLimit | q.Survivors
                | q.Law | q.Failure) -> float:
    """Quantities that need no assessment."""
    if isinstance(asked, q.SampleSize):
        return float(inspection.sample_size(asked.prevalence, asked.confidence, asked.lot_size,
                                            asked.sensitivity, asked.aggregation))
    if isinstance(asked, q.Detection):
        found = inspection.detection_probability(asked.n, asked.prevalence, asked.lot_size,
                                                 asked.sensitivity, asked.aggregation)
        return 1.0 - found if asked.missed else found
    if isinstance(asked, q.InsectsToTest):
        return float(treatment.insects_to_test(asked.mortality, asked.confidence,
                                               asked.survivors))
    if isinstance(asked, q.TrialLimit):
        return 1.0 - treatment.proven_mortality(asked.n, asked.confidence, asked.events)
    if isinstance(asked, q.Survivors):
        return _survivors(asked)
    if isinstance(asked, q.Law):
        law = asked.distribution
        one = law.mean() if asked.at is None else float(law.ppf(np.array([asked.at]))[0])
        return one * asked.times
    return _failure(asked)


def _failure(asked: q.Failure) -> float:
    if asked.relation == "either_suffices":
        apart = math.prod(asked.chances)
    else:
        apart = 1.0 - math.prod(1.0 - a for a in asked.chances)
    return asked.shared + (1.0 - asked.shared) * apart


def _survivors(asked: q.Survivors) -> float:
    found = trial_evidence.shipment(asked.units, asked.infested, asked.pests_per_unit,
                                    asked.mortality, alpha=asked.alpha,
                                    confidence=asked.confidence)
    if asked.of == "to_treat":
        return math.nan if found.to_treat is None else float(found.to_treat)
    return {"mean": found.survivors, "pair": found.chance,
            "mortality_needed": found.mortality_needed}[asked.of]
