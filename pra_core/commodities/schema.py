"""Kinds of pathway with their usual step chains, goods with HS headings, and trade figures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import Parameter, Source, quantity
from pra_core.pathway import StepSurvival
from pra_core.step import Step

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class CitedSurvival(Frozen):
    """A survival somebody measured at a step, for the pest and goods it was measured on."""

    acts_on: Literal["unit", "individual"]
    low: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]
    measured_on: LocalText
    """Pest, goods and conditions."""
    eppo_codes: tuple[str, ...] = ()
    """Pests it holds for by itself; for others it is a guide only."""
    source: Source

    @model_validator(mode="after")
    def _ordered(self) -> CitedSurvival:
        if self.low > self.high:
            raise problem("order", f"{self.low:g}, {self.high:g}", "low <= high", "low")
        return self


class UsualStep(Frozen):
    """What usually happens to infested units at one step, without phytosanitary measures."""

    step: Step
    practice: LocalText
    """What is done there, in words."""
    usual: StepSurvival | None = None
    """Cited or assumed survival ranges; None = depends on the pest and has to be decided."""
    suggestion: StepSurvival | None = None
    """A wide range to start from where nothing is cited; used only when the user accepts it."""
    cited: tuple[CitedSurvival, ...] = ()
    """What was measured at this step, each for its own pest and goods."""


class PathwayKind(Frozen):
    """One kind of commodity or conveyance (ISPM 11, 2.2.1.1)."""

    id: Key
    title: LocalText
    description: LocalText
    hs_headings: tuple[str, ...] = ()
    """Headings or chapters of the Harmonized System; empty for what is not traded as goods."""
    unit_name: LocalText
    """What one unit is, e.g. one fruit, one tonne, one container."""
    carries: Literal["hosts", "any"] = "hosts"
    """hosts: pests of the plant traded; any: pests known to travel so, whatever the goods."""
    end_use: LocalText
    """What becomes of it, e.g. consumption, planting, processing."""
    lot_size: Annotated[Parameter, quantity("lot_size")] | None = None
    lot_shape: Annotated[Parameter, quantity("lot_shape")] | None = None
    steps: tuple[UsualStep, ...]
    measures: tuple[str, ...] = ()
    """Ids of entries of the measure library that are usual for it."""
    measure_kinds: tuple[str, ...] = ()
    """Pathway kinds of the measure library (`data/measures/taxonomy.yaml`) it belongs to."""
    source: Source


class Goods(Frozen):
    """A commodity in trade: a plant in the form of one kind, or goods without a plant."""

    id: Key
    kind: Key
    title: LocalText
    other_names: tuple[str, ...] = ()
    plants: tuple[str, ...] = ()
    """Latin names in `data/plants.csv`; empty for goods that are no plant."""
    hs: tuple[str, ...] = ()
    """HS codes, four or six digits, e.g. 0806.10."""
    intended_use: Literal["planting", "consumption", "processing"] | None = None
    """What they are imported for (ISPM 5), where the kind leaves it open."""
    unit_name: LocalText | None = None
    """Where it differs from the kind's."""
    unit_kg: Annotated[Parameter, quantity("unit_kg")] | None = None
    """Weight of one unit, to turn tonnes into units."""
    measure_kinds: tuple[str, ...] = ()
    """Where they differ from the kind's."""
    source: Source


class TradeFigure(Frozen):
    """A quantity traded in one year."""

    goods: Key
    origin: str
    """ISO 3166-1 alpha-2, or EU."""
    destination: str
    year: Annotated[int, Field(ge=1960, le=2100)]
    quantity: Annotated[float, Field(ge=0)]
    unit: Literal["t", "units", "m3", "consignments"]
    source: Source
