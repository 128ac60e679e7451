"""A phytosanitary measure as data: what it does, how surely, at what cost and restriction."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN, Parameter, Source, quantity
from pra_core.step import Step

EffectKind = Literal["survival", "kill", "prevalence", "volume", "inspection", "establishment",
                     "spread"]
PER_FOUNDING: frozenset[str] = frozenset({"establishment", "spread"})
Ispm11Class = Literal["consignment", "crop", "pest_free", "other_pathways", "within_country",
                      "prohibition"]
PaidBy = Literal["exporter", "importer", "shared"]


class Trial(Frozen):
    """The published trial behind a treatment's efficacy, for display and for checking."""

    treated: Annotated[int, Field(gt=0)]
    survivors: Annotated[int, Field(ge=0)]
    """At most those of the treated that would have lived without treatment."""
    control_mortality: Annotated[float, Field(ge=0, lt=1)] = 0.0
    conditions: LocalText
    source: Source

    @model_validator(mode="after")
    def _survivors_were_treated(self) -> Trial:
        most = self.treated * (1.0 - self.control_mortality)
        if self.survivors > most:
            raise problem("out_of_bounds", self.survivors, f"0..{most:.6g}", "survivors")
        return self


class Effect(Frozen):
    """One effect of a measure on one step (design 2.6)."""

    kind: EffectKind
    step: Step | None = None
    acts_on: Literal["unit", "individual"] = "unit"
    pathways: tuple[str, ...] = ()
    """Pathway ids; empty = every pathway of the scenario."""
    efficacy: dict[str, Annotated[Parameter, quantity("efficacy")]] = Field(default_factory=dict)
    """Efficacy when applied, keyed by EPPO code of the pest it was shown for."""
    survivor_factor: Annotated[Parameter, quantity("survivor_factor")] | None = None
    """Survivors in commercial use per survivor in the trial (≥ 1); survival is capped at 1."""
    trial: Trial | None = None
    sample_size: Annotated[Parameter, quantity("sample_size")] | None = None
    sensitivity: Annotated[Parameter, quantity("sensitivity")] | None = None
    detects: Literal["live", "signs"] = "live"
    detects_source: Source | None = None

    @model_validator(mode="after")
    def _fits_kind(self) -> Effect:
        if (self.step is None) != (self.kind in PER_FOUNDING):
            raise problem("missing" if self.step is None else "conflict", self.kind,
                          "a step for every kind except establishment and spread", "step")
        if self.kind == "inspection":
            if self.sample_size is None or self.sensitivity is None or self.efficacy:
                raise problem("missing", "inspection", "sample_size and sensitivity, no efficacy")
            if self.detects == "signs" and self.detects_source is None:
                raise problem("no_source", "detects: signs", "detects_source")
        elif not self.efficacy or self.sample_size is not None or self.sensitivity is not None:
            raise problem("missing", self.kind, "efficacy per pest, no sample_size or sensitivity")
        if self.acts_on == "individual" and self.kind not in ("survival", "kill"):
            raise problem("conflict", f"{self.kind} + individual", "survival or kill", "acts_on")
        return self

    @property
    def prohibits(self) -> bool:
        """Whether it removes the whole volume for certain."""
        return self.kind == "volume" and all(
            p.distribution.support == (1.0, 1.0) for p in self.efficacy.values())


class TreatmentEntry(Frozen):
    """What section III of a phytosanitary certificate states of a treatment (ISPM 12)."""

    treatment: LocalText
    chemical: LocalText | None = None
    """Active ingredient."""
    duration_temperature: LocalText | None = None
    concentration: LocalText | None = None
    additional: LocalText | None = None


class Measure(Frozen):
    """A measure or a phytosanitary requirement (ISPM 11, 3.4)."""

    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    description: LocalText
    ispm11_class: Ispm11Class
    type: str | None = Field(default=None, pattern=NAME_PATTERN)
    """Its type in the published menu of measures (`data/measures/taxonomy.yaml`)."""
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    compliance: Annotated[Parameter, quantity("compliance")] | None = None
    group: str | None = None
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    adds: bool = False
    """An inspection that adds to others at its step instead of being covered by the largest."""
    cost: Annotated[Parameter, quantity("cost")] | None = None
    """Left out = no cost was found; shown as unknown, never as zero."""
    paid_by: PaidBy | None = None
    """Who bears the cost; left out = not stated."""
    restrictiveness: Annotated[int, Field(ge=1, le=5)]
    restrictiveness_reason: LocalText
    feasible: bool = True
    feasibility: LocalText
    standard: str = ""
    certificate: LocalText | None = None
    """Additional declaration on the phytosanitary certificate (ISPM 12, section II)."""
    treatment_entry: TreatmentEntry | None = None

    @model_validator(mode="after")
    def _per_lot_or_not(self) -> Measure:
        whole = self.prohibits or all(e.kind in PER_FOUNDING for e in self.effects)
        if whole and (self.compliance is not None or self.group is not None):
            raise problem("conflict", self.id,
                          "no compliance or group for prohibition, establishment or spread")
        if not whole and self.compliance is None:
            raise problem("missing", "compliance", "share of lots on which it is applied")
        if not whole and any(e.kind in PER_FOUNDING for e in self.effects):
            raise problem("conflict", self.id, "effects per lot or per founding, not both")
        if self.requires and any(e.kind == "spread" for e in self.effects):
            raise problem("not_computed", f"{self.id}: requires with an effect on spread",
                          "no requires", "requires")
        if set(self.requires) & set(self.excludes):
            raise problem("conflict", sorted(set(self.requires) & set(self.excludes)),
                          "an id either required or excluded")
        if {self.id} & (set(self.requires) | set(self.excludes)):
            raise problem("conflict", self.id, "ids of other measures")
        return self

    @property
    def prohibits(self) -> bool:
        """Whether one of its effects removes the whole volume for certain."""
        return any(e.prohibits for e in self.effects)
