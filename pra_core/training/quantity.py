"""What the right answer of a question is computed from; a file names it, the core computes it.

No exercise holds a right number: it says which quantity of which set it asks for, and the number
is that of the trainee's scenario on the seed of the exercise.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pra_core.distribution import Distribution
from pra_core.frozen import Frozen
from pra_core.parameter import NAME_PATTERN
from pra_core.step import Step

Share = Annotated[float, Field(ge=0, le=1)]
Inner = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]
Ids = tuple[Annotated[str, Field(pattern=NAME_PATTERN)], ...]


class _Sample(Frozen):
    prevalence: Inner
    lot_size: Annotated[int, Field(ge=1)] | None = None
    sensitivity: Annotated[float, Field(gt=0, le=1)] = 1.0
    aggregation: Annotated[float, Field(ge=0)] = 0.0


class SampleSize(_Sample):
    """Units to inspect per lot (`inspection.sample_size`, ISPM 31)."""

    kind: Literal["sample_size"]
    confidence: Inner


class Detection(_Sample):
    """Chance that an inspection finds the lot, or misses it (ISPM 31)."""

    kind: Literal["detection"]
    n: Annotated[int, Field(ge=0)]
    missed: bool = False


class InsectsToTest(Frozen):
    """Individuals to treat that show a mortality (`treatment.insects_to_test`)."""

    kind: Literal["insects_to_test"]
    mortality: Inner
    confidence: Inner
    survivors: Annotated[int, Field(ge=0)] = 0


class TrialLimit(Frozen):
    """Largest chance per case that events seen in n cases leave possible, one-sided, exact.

    1 - `treatment.proven_mortality`.
    """

    kind: Literal["trial_limit"]
    n: Annotated[int, Field(ge=1)]
    events: Annotated[int, Field(ge=0)] = 0
    confidence: Inner = 0.95


class Survivors(Frozen):
    """Of one shipment (`trial_evidence.shipment`): survivors, chance of a pair, trial needed."""

    kind: Literal["survivors"]
    of: Literal["mean", "pair", "mortality_needed", "to_treat"]
    units: Positive
    infested: Inner
    pests_per_unit: Positive
    mortality: Share
    alpha: Inner = 0.01
    """Chance of a mating pair that is accepted; for what is needed."""
    confidence: Inner = 0.95


class Law(Frozen):
    """Mean or quantile of a distribution; `times` independent draws of it expected."""

    kind: Literal["law"]
    distribution: Distribution
    at: Inner | None = None
    """Percentile; left out = the mean."""
    times: Positive = 1.0


class Failure(Frozen):
    """Chance that safeguards with these chances of failing let something through.

    `either_suffices`: all have to fail, the product; `all_needed`: one failing is enough,
    1 - prod(1 - a). Both for failures that are independent of each other (ISPM 14), but for a
    share `shared` of cases on which all fail together.
    """

    kind: Literal["failure"]
    chances: Annotated[tuple[Share, ...], Field(min_length=2)]
    relation: Literal["either_suffices", "all_needed"]
    shared: Share = 0.0


class Funnel(Frozen):
    """Medians of infested units along the pathways (`Assessment.funnel`)."""

    kind: Literal["funnel"]
    step: Step
    of: Literal["left", "removed", "share_left"]
    """left: infested units per year after the step; share_left: of those before it, per draw;
    removed: 1 less that."""
    measures: Ids = ()


class Replaced(Frozen):
    """One input of the scenario taken to be otherwise, for a comparison."""

    parameter: Annotated[str, Field(pattern=NAME_PATTERN)]
    distribution: Distribution


class Risk(Frozen):
    """The residual risk with a set of measures, of which the statistic over the draws.

    With `over`, divided by the same statistic of the risk with those measures and no replaced
    input: how many times larger.
    """

    kind: Literal["risk"]
    metric: Literal["founding_rate", "annual_probability", "years_between_outbreaks",
                    "annual_loss", "pests_per_lot"]
    statistic: Literal["median", "mean", "low", "high"] = "median"
    measures: Ids = ()
    replaced: tuple[Replaced, ...] = ()
    apart: bool = False
    """Every measure failing by itself instead of groups failing together."""
    over: Ids | None = None


class Meets(Frozen):
    """P(meets): the share of draws on which the set is within the exercise's ALOP."""

    kind: Literal["meets"]
    measures: Ids = ()


class Influence(Frozen):
    """Quick estimate of the share of the variation of log risk one input explains."""

    kind: Literal["influence"]
    parameter: Annotated[str, Field(pattern=NAME_PATTERN)]
    measures: Ids = ()


class Change(Frozen):
    """Chance that knowing an input exactly would change the set chosen (`studies`)."""

    kind: Literal["change"]
    parameter: Annotated[str, Field(pattern=NAME_PATTERN)]


class Implied(Frozen):
    """The ALOP a past decision implies (`consistency.implied`): its strictest limit kept."""

    kind: Literal["implied"]
    decision: Annotated[str, Field(pattern=NAME_PATTERN)]
    metric: Literal["outbreaks", "loss_share"] = "outbreaks"
    confidence: Inner
    as_years: bool = False
    """Years between outbreaks instead of outbreaks per year."""


Quantity = Annotated[
    SampleSize | Detection | InsectsToTest | TrialLimit | Survivors | Law | Failure | Funnel
    | Risk | Meets | Influence | Change | Implied, Field(discriminator="kind")]
