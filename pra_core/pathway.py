"""A pathway: how many units are offered, how infested they are, and what happens to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN, Parameter, Share, Source, Volume, quantity
from pra_core.step import Step


class StepSurvival(Frozen):
    """Survival through one step in standard commercial practice, without measures."""

    unit: Share | None = None
    """Share of infested units that stay infested and keep moving."""
    individual: Share | None = None
    """Share of the pests inside that stay alive."""


class BaselineSteps(Frozen):
    """Commercial practice per step. Treatment and inspection act through measures only."""

    production: StepSurvival | None = None
    packing: StepSurvival | None = None
    transport: StepSurvival | None = None
    distribution: StepSurvival | None = None
    transfer: StepSurvival

    def at(self, step: Step) -> StepSurvival | None:
        """Commercial practice at a step, None where nothing happens to the pest."""
        return getattr(self, step, None)


class UnitsTogether(Frozen):
    """Infested units that end up together, so that their pests can meet (design 2.2)."""

    number: Annotated[Parameter, quantity("units_together")]
    counts: Literal["infested", "any"] = "infested"

    @model_validator(mode="after")
    def _computed(self) -> UnitsTogether:
        if self.counts == "any":
            raise problem("not_computed", "counts: any", "infested")
        return self


class Pathway(Frozen):
    """One pathway of entry (ISPM 11, 2.2.1.1)."""

    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    commodity: LocalText
    goods: LocalText | None = None
    """What is traded, where this pathway is a part of it only (the calyx end of an apple) or one of
    several ways of the same goods; left out = the commodity."""
    origin: LocalText
    unit_name: LocalText
    """What one unit is, e.g. one fruit."""
    volume: Volume
    prevalence: Annotated[Parameter, quantity("prevalence")]
    pests_per_unit: Annotated[Parameter, quantity("pests_per_unit")]
    counts: Literal["all", "occupied"] = "all"
    """`occupied`: the source of pests_per_unit counted only units with a living pest."""
    lot_size: Annotated[Parameter, quantity("lot_size")]
    lot_shape: Annotated[Parameter, quantity("lot_shape")] | None = None
    """Gamma shape κ of lot prevalence; left out = equal lots (κ → ∞)."""
    steps: BaselineSteps
    units_together: UnitsTogether | None = None
    arrival_share: Annotated[tuple[float, ...], Field(min_length=12, max_length=12)] | None = None
    """Share of the volume arriving in each month, January first; left out = the month of arrival
    does not matter."""
    arrival_source: Source | None = None
    """Where the months of arrival come from."""
    on_detection: Literal["destroy_or_return", "replace", "treat"] = "destroy_or_return"

    @model_validator(mode="after")
    def _computed(self) -> Pathway:
        if self.on_detection != "destroy_or_return":
            raise problem("not_computed", f"on_detection: {self.on_detection}",
                          "destroy_or_return", "on_detection")
        months = self.arrival_share
        if months is not None and (min(months) < 0 or abs(sum(months) - 1) > 1e-6):
            raise problem("out_of_bounds", f"sum {sum(months):g}",
                          "12 shares of 0 or more, sum 1", "arrival_share")
        if (months is None) != (self.arrival_source is None):
            raise problem("missing", "arrival_share, arrival_source", "both or neither",
                          "arrival_source")
        if self.counts == "occupied" and self.pests_per_unit.distribution.support[0] <= 1:
            raise problem("out_of_bounds", self.pests_per_unit.distribution.support[0],
                          "> 1 when only occupied units are counted", "pests_per_unit")
        return self
