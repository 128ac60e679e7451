"""What presence of the pest would cost: economic effects in money, others scored (ISPM 11, 2.3)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.frozen import Frozen, LocalText
from pra_core.parameter import NAME_PATTERN, QUANTITIES, Parameter, Source, quantity


class ConsequenceEffect(Frozen):
    """One economic effect of presence (ISPM 11, 2.3.1)."""

    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    category: Literal["direct", "indirect"]
    basis: Literal["share_of_value", "per_hectare", "while_present"]
    amount: Parameter
    years: Annotated[float, Field(gt=0)] | None = None
    """For while_present: how long it lasts once found; left out = as long as present."""

    @model_validator(mode="after")
    def _amount_fits_basis(self) -> ConsequenceEffect:
        faults = [(f"amount.{path}", *rest)
                  for path, *rest in QUANTITIES[self.basis].faults(self.amount)]
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self


class ScoredEffect(Frozen):
    """A non-commercial, environmental or social effect: described and scored, never in money."""

    title: LocalText
    category: Literal["environmental", "social", "non_commercial"]
    score: Annotated[int, Field(ge=0, le=4)]
    evidence: LocalText
    source: Source


class Consequences(Frozen):
    """What presence would cost (ISPM 11, 2.3; design 2.5)."""

    horizon_years: Annotated[int, Field(ge=1, le=200)]
    discount: Annotated[Parameter, quantity("discount")]
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    price_year: Annotated[int, Field(ge=1900, le=2100)]
    host_area: Annotated[Parameter, quantity("host_area")]
    host_value: Annotated[Parameter, quantity("host_value")]
    important_loss: Annotated[Parameter, quantity("important_loss")] | None = None
    """Loss per area of land from which a cell belongs to the endangered area."""
    effects: Annotated[tuple[ConsequenceEffect, ...], Field(min_length=1)]
    scored: tuple[ScoredEffect, ...] = ()
