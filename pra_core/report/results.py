"""What a report tells, computed once for both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from pra_core import uncertainty_sources
from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.figures.course import Course, course, slows_spread
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import drop_one, nearest
from pra_core.presentation import thinned
from pra_core.report.blocks import Draw
from pra_core.report.deciding import turning_points
from pra_core.scenario import Scenario
from pra_core.summary import Judgement, influence
from pra_core.top_up import judged, judged_draws
from pra_core.value_of_information import StudyTable
from pra_core.wording import PER_YEAR


@dataclass(frozen=True, eq=False)
class Results:
    """Assessments of one scenario without and with its selected measures, and the search."""

    before: Assessment
    after: Assessment
    sets: Portfolios | None
    """None where the sets were not searched."""
    exact: pd.DataFrame | None = None
    """Rows of `sobol` for log Λ, where that was run."""
    study: StudyTable | None = None
    """What it would change to know each input, where that was asked."""
    drawings: dict[str, Draw] = field(default_factory=dict)
    """Drawings that stand in more than one place of a report, by name."""

    @property
    def scenario(self) -> Scenario:
        """With its selected measures."""
        return self.after.scenario

    @property
    def alop(self) -> Alop:
        """What the result is judged against."""
        return self.scenario.alop

    @property
    def chosen(self) -> Assessment | None:
        """With the selected measures, None where none is selected."""
        return self.after if self.scenario.selected else None

    @cached_property
    def judgement(self) -> Judgement:
        """P(meets) of the selected set, on more draws where these were too few."""
        return judged(self.after, self.sets)

    @cached_property
    def draws(self) -> int:
        """Simulated futures behind `judgement`."""
        if self.sets is None:
            return self.after.draws
        row = self.sets.row(self.scenario.selected)
        return max(self.after.draws, judged_draws(row, self.sets))

    @cached_property
    def quick(self) -> dict[str, float]:
        """The quick estimate of what drives what the ALOP limits (log), largest first."""
        if self.alop.metric in PER_YEAR:
            return influence(thinned(self.after))
        # Another metric takes the place of Λ; draws at zero are left out just the same.
        return influence(thinned(replace(
            self.after, founding_rate=self.after.metric(self.alop.metric))))

    @property
    def exact_of_judged(self) -> pd.DataFrame | None:
        """The exact analysis, which is of outbreaks, where outbreaks are what the ALOP limits."""
        return self.exact if self.alop.metric in PER_YEAR else None

    @property
    def drivers(self) -> Mapping[str, float] | pd.DataFrame:
        """The exact analysis where it was run for what is judged, else the quick estimate."""
        return self.quick if self.exact_of_judged is None else self.exact_of_judged

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Every source of uncertainty with its share (ISPM 11, 2.4)."""
        return uncertainty_sources.table(self.scenario,
                                         *uncertainty_sources.shares(self.drivers))

    @cached_property
    def turning(self) -> tuple[str, ...]:
        """Inputs on which the verdict hangs, each within its own range."""
        return turning_points(self.after)

    @cached_property
    def course(self) -> Course:
        """What becomes of a population founded today, without measures."""
        return course(self.before)

    @cached_property
    def slowed(self) -> Course | None:
        """The same with the selected measures, where one of them acts on spread."""
        return course(self.after) if slows_spread(self.scenario) else None

    @cached_property
    def base(self) -> tuple[tuple[str, ...], bool]:
        """The set that comparisons are about, and whether it is the selected one.

        Where none is selected: the first that meets, else the nearest.
        """
        if self.scenario.selected or self.sets is None:
            return self.scenario.selected, True
        first = self.sets.first_meeting
        return (first, False) if first is not None else (nearest(self.sets).measures, False)

    @cached_property
    def dropped(self) -> pd.DataFrame | None:
        """`base` and what is left of it without each of its measures."""
        ids, _ = self.base
        return drop_one(self.sets, ids) if self.sets is not None and ids else None
