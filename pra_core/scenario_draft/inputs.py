"""One input of a draft: what is known of it, what is proposed, and what was decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pra_core.alop import Alop
from pra_core.commodities.schema import CitedSurvival, TradeFigure
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.pest import ClimateModel
from pra_core.pest_library.record import Fact
from pra_core.scenario_draft.terms import Form, Part

State = Literal["given", "decided", "open"]
"""given: from the library; decided: by the user; open: nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class Years:
    """A number of whole years with its source."""

    years: int
    source: Source


@dataclass(frozen=True, slots=True)
class Climate:
    """A climate model, and whether it brings its own link from index to persistence."""

    model: ClimateModel
    whole: bool = False

    @property
    def source(self) -> Source:
        """What the model rests on."""
        return self.model.source


Value = Parameter | Climate | Years | Alop


@dataclass(frozen=True, slots=True)
class ClimateOption:
    """One thing that climatic suitability can rest on."""

    key: str
    """sheet, example or thresholds."""
    title: LocalText
    reason: LocalText
    """What is taken from where, and what is assumed."""
    climate: Climate


@dataclass(frozen=True, slots=True)
class DraftInput:
    """One input of the scenario to be."""

    key: str
    title: LocalText
    why: LocalText
    """What it means for the assessment."""
    part: Part
    form: Form
    quantity: str
    """Key of `parameter.QUANTITIES`; empty for what is no parameter."""
    unit: str
    state: State
    value: Value | None = None
    suggestion: Parameter | Climate | Years | None = None
    """A wide range to start from, with its reason; used only where the user accepts it."""
    measured: Parameter | None = None
    """Published figures that hold here only if the user says so: of other goods of the kind, or
    with a reservation of the source."""
    facts: tuple[Fact, ...] = ()
    """Facts of the library behind the value or what was measured."""
    elsewhere: tuple[Fact, ...] = ()
    """Facts on other goods or hosts, for orientation only."""
    guides: tuple[CitedSurvival, ...] = ()
    """Survival at this step measured on other pests, or on another level."""
    trade: tuple[TradeFigure, ...] = ()
    """Trade figures that give no yearly number of units."""
    single: bool = False
    """Given as one published figure without a range; the suggestion is then a range around it."""
    conflicting: bool = False
    """Sources differ; the range takes in all of them."""
    options: tuple[ClimateOption, ...] = ()

    @property
    def parameter(self) -> Parameter | None:
        """The value, where it is a parameter."""
        return self.value if isinstance(self.value, Parameter) else None

    @property
    def source(self) -> Source | None:
        """Where the value comes from; None while it is open, and for the ALOP."""
        if self.value is None or isinstance(self.value, Alop):
            return None
        return self.value.source


def taken(source: Source, assessor: str, date: dt.date, reason: LocalText) -> Source:
    """The source of a suggestion that somebody accepts: assumed by that person, for that reason.

    What the suggestion rests on stays as citation and note.
    """
    return Source(status="assumed", citation=source.citation, assessor=assessor, date=date,
                  reason=reason, note=source.reason or source.note)
