"""How an assessment began: starting point, information, earlier PRAs, conclusion (ISPM 11, 1)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem

StartingPoint = Literal["pathway", "pest", "policy"]
STARTING_POINTS: tuple[StartingPoint, ...] = ("pathway", "pest", "policy")
Shared = Literal["pest", "commodity", "origin", "area"]
SHARED: tuple[Shared, ...] = ("pest", "commodity", "origin", "area")


class PolicyReview(Frozen):
    """A decision or measure that is to be revised, and what gave the reason (ISPM 11, 1.1.3)."""

    decision: LocalText
    reason: LocalText


class EarlierPra(Frozen):
    """An assessment made before that bears on this one (ISPM 11, 1.3.1)."""

    title: LocalText
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    shared: tuple[Shared, ...]
    """What it has in common with this one."""


class Initiation(Frozen):
    """Stage 1 as concluded: what is assessed, why, on what, and by whom (ISPM 11, 1.4)."""

    start: StartingPoint
    pest: LocalText | None = None
    """The pest of concern; left out where the pathway was concluded on as a whole."""
    goods: LocalText
    origin: LocalText
    area: LocalText
    review: PolicyReview | None = None
    """For a policy review: what is revised and why."""
    candidates: tuple[str, ...] = ()
    """EPPO codes of the pests likely to follow the pathway, in the order found."""
    information: tuple[LocalText, ...] = ()
    """What was gathered besides the library."""
    earlier: tuple[EarlierPra, ...] = ()
    assessor: Annotated[str, Field(min_length=1)]
    date: dt.date
    reason: LocalText
    """Why this PRA is made, or what was concluded."""

    @model_validator(mode="after")
    def _review_named(self) -> Initiation:
        if (self.start == "policy") != (self.review is not None):
            raise problem("missing", self.start, "review for a policy review only", "review")
        return self
