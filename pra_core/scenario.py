"""The scenario: one immutable, validated input of an assessment, with its fingerprint."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from pra_core.alop import Alop
from pra_core.distribution import Distribution, Uniform, scaled
from pra_core.errors import PraError, Problem
from pra_core.establishment import occupied_to_poisson
from pra_core.frozen import Frozen, LocalText
from pra_core.measure import Measure
from pra_core.parameter import NAME_PATTERN, QUANTITIES, Parameter, Source, quantity
from pra_core.pathway import Pathway
from pra_core.pest import Ecoclimatic, Pest
from pra_core.pra_area import ClimateScenario, Hosts, Landing, PraArea
from pra_core.scenario_checks import Fault, cross_faults, selection_faults

SCHEMA_VERSION = 1
CLIMATE_MODEL = "climate-model"
"""Percentile that picks one of the futures of an uncertain climate model (`climate_futures`)."""
_LINKS = frozenset({"full_suitability", "suitable_from", "season_dependence"})
"""Fields of a climate model with a percentile of their own; the others act through its futures."""


class Group(Frozen):
    """Measures that fail together: same operator, packhouse or inspector."""

    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    outage: Annotated[Parameter, quantity("outage")]


class Spread(Frozen):
    """Lag and radial rate, capped at the endangered area (design 2.4 a)."""

    lag: Annotated[Parameter, quantity("lag")]
    rate: Annotated[Parameter, quantity("rate")]


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


class Comparison(Frozen):
    """A published result beside ours, with the difference explained; never tuned to."""

    study: str
    result: LocalText
    ours: LocalText
    source: Source


class Scenario(Frozen):
    """Everything one assessment needs. Two equal scenarios have equal fingerprints."""

    schema_version: Literal[1]
    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    summary: LocalText
    pra_area: PraArea
    pest: Pest
    pathways: Annotated[tuple[Pathway, ...], Field(min_length=1)]
    landing: Landing
    """Where units end up: by city population in the PRA area, or as `Landing` says."""
    hosts: Hosts | None = None
    """Left out = hosts are taken to be spread evenly over the suitable area."""
    climate_scenario: ClimateScenario | None = None
    spread: Spread
    consequences: Consequences
    measures: tuple[Measure, ...] = ()
    groups: tuple[Group, ...] = ()
    alop: Alop
    comparisons: tuple[Comparison, ...] = ()
    not_found: tuple[LocalText, ...] = ()
    """What was looked for and not found, so that nobody takes silence for zero."""
    selected: tuple[str, ...] = ()

    @field_validator("selected")
    @classmethod
    def _sorted(cls, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(ids)))

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        faults = [*cross_faults(self.model_dump(mode="python")), *_overfull(self.pathways),
                  *_seasonless(self.pathways, self.pest)]
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """First 12 hex digits of the SHA-256 of content, ALOP and selected measures.

        The order in which pathways, measures and groups are declared does not matter.
        """
        chosen = f"{self.content}|{self.alop.model_dump_json()}|{','.join(self.selected)}"
        return hashlib.sha256(chosen.encode("utf-8")).hexdigest()[:12]

    @cached_property
    def content(self) -> str:
        """SHA-256 of the canonical JSON form of everything but ALOP and selected measures."""
        data = self.model_dump(mode="json", exclude={"alop", "selected"})
        for key in ("pathways", "measures", "groups"):
            data[key] = sorted(data[key], key=lambda item: str(item["id"]))
        for m in data["measures"]:
            m["requires"], m["excludes"] = sorted(m["requires"]), sorted(m["excludes"])
            for effect in m["effects"]:
                effect["pathways"] = sorted(effect["pathways"])
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Every parameter by name, in declaration order."""
        return {p.name: p for _, p in self.located_parameters()}

    @cached_property
    def climate_inputs(self) -> dict[str, Parameter]:
        """Parameters that act through the climate model alone, by name: not sampled one by one."""
        return {p.name: p for place, p in self.located_parameters()
                if place[:2] == ("pest", "climate_model") and place[2] not in _LINKS}

    @cached_property
    def sampled(self) -> dict[str, Parameter]:
        """Parameters with a percentile of their own in the Monte Carlo, by name.

        All but the inputs of the climate model and phenology; where one of those inputs is
        uncertain, `CLIMATE_MODEL` stands for all of them.
        """
        apart = self.climate_inputs
        found = {p.name: p for place, p in self.located_parameters()
                 if p.name not in apart and place[:2] != ("pest", "phenology")}
        if any(p.distribution.kind != "fixed" for p in apart.values()):
            found[CLIMATE_MODEL] = Parameter(
                name=CLIMATE_MODEL, distribution=Uniform(low=0.0, high=1.0), unit="1",
                source=self.pest.climate_model.source)
        return found

    def located_parameters(self) -> Iterator[tuple[tuple[str | int, ...], Parameter]]:
        """Every parameter with its place in the scenario, e.g. ('pathways', 0, 'volume')."""
        return _walk(self, ())

    def measure(self, measure_id: str) -> Measure:
        """The measure of that id; PraError unknown_id otherwise."""
        for m in self.measures:
            if m.id == measure_id:
                return m
        raise PraError("unknown_id", "measures", measure_id,
                       ", ".join(sorted(m.id for m in self.measures)))

    def with_measures(self, ids: Sequence[str]) -> Scenario:
        """The same scenario with exactly these measures selected.

        Raises PraError for unknown, infeasible or mutually excluded ids, all at once.
        """
        chosen = tuple(sorted(set(ids)))
        faults = selection_faults(self.model_dump(include={"measures"}), chosen)
        if faults:
            raise PraError.of(Problem(code, path, value, allowed)
                              for path, code, value, allowed in faults)
        return self.changed(selected=chosen)

    def with_parameter(self, name: str, distribution: Distribution, source: Source) -> Scenario:
        """The same scenario with one parameter's distribution and source replaced."""
        for place, _ in self.located_parameters():
            data = self.model_dump(mode="python")
            node: Any = data
            for key in place:
                node = node[key]
            if node["name"] == name:
                node["distribution"] = distribution.model_dump()
                node["source"] = source.model_dump()
                return Scenario.model_validate(data)
        raise PraError("unknown_id", "parameters", name, ", ".join(sorted(self.parameters)))

    def with_scaled(self, name: str, factor: float, source: Source) -> Scenario:
        """The same scenario with one parameter multiplied by `factor` (> 0), values and source."""
        found = self.parameters.get(name)
        if found is None:
            raise PraError("unknown_id", "parameters", name, ", ".join(sorted(self.parameters)))
        return self.with_parameter(name, scaled(found.distribution, factor), source)

    def with_alop(self, alop: Alop) -> Scenario:
        """The same scenario judged against another ALOP."""
        return self.changed(alop=alop)

    def changed(self, **fields: object) -> Scenario:
        """A copy with validated field values replaced; only what still holds is carried over."""
        copy = self.model_copy(update=fields)
        copy.__dict__.pop("fingerprint", None)
        if not set(fields) <= {"alop", "selected"}:
            for kept in ("content", "parameters", "climate_inputs", "sampled"):
                copy.__dict__.pop(kept, None)
        return copy


def _overfull(pathways: Sequence[Pathway]) -> Iterator[Fault]:
    """Prevalences above 1 once units without a living pest are counted (design 2.1)."""
    for index, p in enumerate(pathways):
        if p.counts == "occupied":
            poisson = float(occupied_to_poisson(p.pests_per_unit.distribution.support[0]))
            most = -math.expm1(-poisson)
            if p.prevalence.distribution.support[1] > most:
                yield (f"pathways[{index}].prevalence", "out_of_bounds",
                       f"{p.prevalence.distribution.support[1]:g}",
                       f"at most {most:.3g} where only occupied units are counted")


def _seasonless(pathways: Sequence[Pathway], pest: Pest) -> Iterator[Fault]:
    """Months of arrival without a statement of how much the season matters."""
    model = pest.climate_model
    for index, p in enumerate(pathways):
        months = p.arrival_share
        if months is None or max(months) - min(months) <= 1e-9:
            continue
        if not isinstance(model, Ecoclimatic):
            yield (f"pathways[{index}].arrival_share", "not_computed", model.kind,
                   "an even year with this climate model")
        elif model.season_dependence is None:
            yield ("pest.climate_model.season_dependence", "missing", p.id,
                   "a value where months of arrival differ")


def _walk(node: object, place: tuple[str | int, ...]
          ) -> Iterator[tuple[tuple[str | int, ...], Parameter]]:
    if isinstance(node, Parameter):
        yield place, node
    elif isinstance(node, Frozen):
        for key in type(node).model_fields:
            yield from _walk(getattr(node, key), (*place, key))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*place, key))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _walk(value, (*place, index))
