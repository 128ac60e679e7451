"""The pest: identity, reproduction, climate model, and the evidence of its categorization."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.climate_sheet import ClimateSheet
from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import Parameter, Source, quantity
from pra_core.pest_status import PestStatus
from pra_core.sheet_uncertainty import order_faults, sheet_faults

Month = Annotated[int, Field(ge=1, le=12)]


class _Climate(Frozen):
    """What every climate model states: how its index 0–100 is read."""

    full_suitability: Annotated[Parameter, quantity("full_suitability")]
    """Index at which a founder's persistence is that of the climate R0 was quoted for."""
    suitable_from: Annotated[Parameter, quantity("suitable_from")]
    """Index from which a cell belongs to the climatically suitable area."""
    season_dependence: Annotated[Parameter, quantity("season_dependence")] | None = None
    """How much of a founder's persistence hangs on growth in the month it lands, 0 to 1."""
    source: Source


class Ecoclimatic(_Climate):
    """Weekly growth and stress indices (after Sutherst & Maywald 1985)."""

    kind: Literal["ecoclimatic"] = "ecoclimatic"
    sheet: ClimateSheet
    uncertain: dict[str, Parameter] = {}
    """Field of the sheet -> law that takes the place of its one value."""
    diurnal_range: Annotated[Parameter, quantity("diurnal_range")]
    accumulation: Literal["linear", "compounding"] = "compounding"
    """How weekly stresses add up; compounding fits known ranges better (`range_check`)."""
    capacity_mm: Annotated[float, Field(gt=0, le=500)]
    irrigation_mm: Annotated[float, Field(ge=0, le=200)] = 0.0
    """Rain is topped up to so much in every week [mm/week]; 0 = rain-fed."""

    @model_validator(mode="after")
    def _uncertain_fits(self) -> Ecoclimatic:
        faults = [fault for field, law in self.uncertain.items()
                  for fault in sheet_faults(self.sheet, field, law)]
        faults += order_faults(self.sheet, self.uncertain) if not faults else []
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self


class Rule(_Climate):
    """A published rule where growth indices do not fit (design 2.3)."""

    kind: Literal["rule"] = "rule"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Fields that hold the rule's own parameters, those of the link left out."""
        return tuple(name for name in type(self).model_fields
                     if isinstance(getattr(self, name), Parameter)
                     and name not in _Climate.model_fields)


class BlossomBlight(Rule):
    """Blossom infection weather of fire blight."""

    rule: Literal["blossom_blight"] = "blossom_blight"
    bloom_months: Annotated[tuple[Month, ...], Field(min_length=1)]
    bloom_hemisphere: Literal["north", "south"]
    """For which hemisphere the months are given; the other blooms six months later."""
    diurnal_range: Annotated[Parameter, quantity("diurnal_range")]
    daily_sd: Annotated[Parameter, quantity("daily_sd")]
    wet_month: Annotated[Parameter, quantity("wet_month")]


class DwarfBunt(Rule):
    """Winters with enough days of unfrozen soil under snow for dwarf bunt to infect."""

    rule: Literal["dwarf_bunt"] = "dwarf_bunt"
    snow_days: Annotated[Parameter, quantity("snow_days")]
    soil_low: Annotated[Parameter, quantity("soil_low")]
    soil_high: Annotated[Parameter, quantity("soil_high")]
    winter_sd: Annotated[Parameter, quantity("winter_sd")]
    daily_sd: Annotated[Parameter, quantity("daily_sd")]
    snow_damping: Annotated[Parameter, quantity("snow_damping")]

    @model_validator(mode="after")
    def _possible(self) -> DwarfBunt:
        for name in ("daily_sd", "snow_damping"):  # they change the snow of the whole winter
            if getattr(self, name).distribution.kind != "fixed":
                raise problem("not_computed", f"{name} as a distribution", "one fixed value", name)
        low, high = self.soil_low.distribution.support[1], self.soil_high.distribution.support[0]
        if low >= high:
            raise problem("out_of_bounds", f"{low:g}", f"below soil_high, {high:g}", "soil_low")
        return self


class AreaSuitability(Frozen):
    """A published suitability of one country or area, on the index scale 0–100."""

    country: str
    index: Annotated[float, Field(ge=0, le=100)]
    source: Source


class CitedTable(_Climate):
    """Published suitability by area; nothing is modelled (design 2.3)."""

    kind: Literal["cited_table"] = "cited_table"
    areas: Annotated[tuple[AreaSuitability, ...], Field(min_length=1)]


class DegreeDayStress(_Climate):
    """Degree-day development with exclusion by stress; carried by the schema, not computed yet."""

    kind: Literal["degree_day_stress"]

    @model_validator(mode="before")
    @classmethod
    def _computed(cls, _: object) -> object:
        raise problem("not_computed", "climate_model: degree_day_stress",
                      "ecoclimatic, rule, cited_table", "kind")


RuleModel = Annotated[BlossomBlight | DwarfBunt, Field(discriminator="rule")]
ClimateModel = Annotated[Ecoclimatic | RuleModel | CitedTable | DegreeDayStress,
                         Field(discriminator="kind")]


class Phenology(Frozen):
    """Development by degree-days: generations a year and when adults appear first."""

    lower: Annotated[Parameter, quantity("lower_threshold")]
    upper: Annotated[Parameter, quantity("upper_threshold")] | None = None
    """Development gets no faster above it; left out = no cut-off."""
    generation: Annotated[Parameter, quantity("generation")]
    emergence: Annotated[Parameter, quantity("emergence")] | None = None
    """Degree-days from midwinter to the first adults."""
    method: Literal["average", "triangle", "sine"] = "triangle"


class PresentRange(Frozen):
    """Countries and first-level regions where the pest occurs (ISPM 11, 2.1.1.2)."""

    areas: Annotated[tuple[str, ...], Field(min_length=1)]
    """ISO 3166-1 alpha-2 or ISO 3166-2 codes."""
    source: Source


class Criterion(Frozen):
    """One yes/no element of pest categorization with its evidence (ISPM 11, 2.1.1)."""

    element: Literal["identity", "presence", "regulatory_status", "establishment_spread",
                     "consequences"]
    met: bool
    evidence: LocalText
    source: Source


class Pest(Frozen):
    """The organism assessed."""

    eppo_code: str = Field(pattern=r"^[A-Z0-9]{5,7}$")
    name: str
    """Scientific name."""
    common_name: LocalText
    group: Literal["insect", "mite", "nematode", "fungus", "bacterium", "virus", "weed"]
    description: LocalText
    reproduction: Literal["sexual", "asexual"]
    female_share: Annotated[Parameter, quantity("female_share")] | None = None
    r0: Annotated[Parameter, quantity("r0")] | None = None
    line_survival: Annotated[Parameter, quantity("line_survival")] | None = None
    climate_model: ClimateModel
    phenology: Phenology | None = None
    present_in: tuple[PresentRange, ...] = ()
    categorization: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    status: PestStatus | None = None
    """The answers behind the categorization, where they were given in the workbench."""

    @model_validator(mode="after")
    def _complete(self) -> Pest:
        if (self.r0 is None) == (self.line_survival is None):
            raise problem("conflict", "r0, line_survival", "exactly one of the two", "r0")
        if (self.reproduction == "sexual") == (self.female_share is None):
            raise problem("conflict", f"{self.reproduction}, female_share",
                          "female_share for sexual reproduction only", "female_share")
        return self

    @property
    def quarantine_pest(self) -> bool:
        """Whether every element of categorization is met (a gate, not a score)."""
        return all(c.met for c in self.categorization)
