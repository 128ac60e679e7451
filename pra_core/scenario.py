"""The scenario: one immutable, validated input of an assessment, with its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from pra_core import copula
from pra_core.alop import Alop
from pra_core.consequences import Consequences
from pra_core.copula import Block
from pra_core.distribution import Distribution, Uniform, scaled
from pra_core.errors import PraError, Problem
from pra_core.frozen import Frozen, LocalText
from pra_core.initiation_record import Initiation
from pra_core.measure import Measure
from pra_core.parameter import NAME_PATTERN, Parameter, Source, quantity
from pra_core.pathway import Pathway
from pra_core.pest import Pest
from pra_core.pra_area import ClimateScenario, Hosts, Landing, PraArea
from pra_core.scenario_checks import cross_faults, selection_faults
from pra_core.scenario_rules import overfull, seasonless, uncorrelatable

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


class Comparison(Frozen):
    """A published result beside ours, with the difference explained; never tuned to."""

    study: str
    result: LocalText
    ours: LocalText
    source: Source


class Correlation(Frozen):
    """Declared rank correlation (Spearman) of two uncertain inputs; pairs not declared have 0."""

    between: tuple[str, str]
    """Names of two parameters."""
    rank: Annotated[float, Field(ge=-1, le=1)]
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
    correlations: tuple[Correlation, ...] = ()
    """Inputs that tend to be high or low together (Gaussian copula, `copula`)."""
    alop: Alop
    comparisons: tuple[Comparison, ...] = ()
    not_found: tuple[LocalText, ...] = ()
    """What was looked for and not found, so that nobody takes silence for zero."""
    selected: tuple[str, ...] = ()
    initiation: Initiation | None = None
    """How the assessment began, where that was recorded (ISPM 11, stage 1)."""

    @field_validator("selected")
    @classmethod
    def _sorted(cls, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(ids)))

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        faults = [*cross_faults(self.model_dump(mode="python")), *overfull(self.pathways),
                  *seasonless(self.pathways, self.pest), *uncorrelatable(
                      [(c.between, c.rank) for c in self.correlations], self.uncertain)]
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """First 12 hex digits of the SHA-256 of content, ALOP and selected measures.

        The order in which pathways, measures, groups and correlations are declared does not matter.
        """
        chosen = f"{self.content}|{self.alop.model_dump_json()}|{','.join(self.selected)}"
        return hashlib.sha256(chosen.encode("utf-8")).hexdigest()[:12]

    @cached_property
    def content(self) -> str:
        """SHA-256 of the canonical JSON form of everything but ALOP and selected measures."""
        data = _used(self.model_dump(mode="json", exclude={"alop", "selected"}))
        for key in ("pathways", "measures", "groups"):
            data[key] = sorted(data[key], key=lambda item: str(item["id"]))
        for m in data["measures"]:
            m["requires"], m["excludes"] = sorted(m["requires"]), sorted(m["excludes"])
            for effect in m["effects"]:
                effect["pathways"] = sorted(effect["pathways"])
        for pair in data.get("correlations", ()):
            pair["between"] = sorted(pair["between"])
        if "correlations" in data:
            data["correlations"] = sorted(data["correlations"], key=lambda c: str(c["between"]))
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @cached_property
    def located(self) -> tuple[tuple[tuple[str | int, ...], Parameter], ...]:
        """Every parameter behind its place in the scenario; looked up once."""
        return tuple(_walk(self, ()))

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

    @cached_property
    def varying(self) -> dict[str, Parameter]:
        """Sampled parameters that differ from year to year, by name."""
        return {name: p for name, p in self.sampled.items()
                if p.nature == "variability" and p.distribution.kind != "fixed"}

    @cached_property
    def uncertain(self) -> dict[str, Parameter]:
        """Sampled parameters that we do not know, by name: their draws make the bands."""
        return {name: p for name, p in self.sampled.items()
                if p.nature == "uncertainty" and p.distribution.kind != "fixed"}

    @cached_property
    def correlated(self) -> tuple[Block, ...]:
        """Blocks of inputs tied by declared rank correlations, each with its whole matrix."""
        return copula.blocks([(c.between, c.rank) for c in self.correlations])

    def tie(self, name: str) -> Block | None:
        """The block of correlated inputs that a parameter belongs to, if any."""
        return next((block for block in self.correlated if name in block.names), None)

    def located_parameters(self) -> Iterator[tuple[tuple[str | int, ...], Parameter]]:
        """Every parameter with its place in the scenario, e.g. ('pathways', 0, 'volume')."""
        return iter(self.located)

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
        if chosen == self.selected:
            return self
        if not chosen:
            return self._unrestricted
        faults = selection_faults(self.model_dump(include={"measures"}), chosen)
        if faults:
            raise PraError.of(Problem(code, path, value, allowed)
                              for path, code, value, allowed in faults)
        return self.changed(selected=chosen)

    @cached_property
    def _unrestricted(self) -> Scenario:
        """The same scenario without measures: what every search of sets is known by."""
        return self.changed(selected=())

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
                node["elicitation"] = None
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
        for kept in ("fingerprint", "_unrestricted"):
            copy.__dict__.pop(kept, None)
        if not set(fields) <= {"alop", "selected"}:
            for kept in ("content", "located", "parameters", "climate_inputs", "sampled", "varying",
                         "uncertain", "correlated"):
                copy.__dict__.pop(kept, None)
        return copy


_LATER: Mapping[str, object] = {"cause": None, "elicitation": None, "correlations": [],
                                "initiation": None, "status": None, "goods": None}
"""Fields added later, as they stand where they are not used: earlier fingerprints stay valid."""


def _used(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _used(value) for key, value in node.items()
                if key not in _LATER or value != _LATER[key]}
    return [_used(one) for one in node] if isinstance(node, list) else node


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
