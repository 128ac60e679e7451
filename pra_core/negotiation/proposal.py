"""What a party puts on the table: measures with the terms of trade they hold for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_serializer, model_validator

from pra_core.distribution import Distribution, Fixed, scaled
from pra_core.errors import PraError
from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN, Source
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.validation import validated

Party = Literal["exporter", "importer", "alternative"]
Month = Annotated[int, Field(ge=1, le=12)]


class Note(Frozen):
    """What a party says of a measure; for its own eyes unless it is marked as shared."""

    text: LocalText
    shared: bool = False
    """Whether it may stand in a letter to the other side."""

    @model_validator(mode="before")
    @classmethod
    def _languages_beside(cls, given: Any) -> Any:
        """`{en: …, zh_CN: …, shared: true}` as files have it; a bare text is internal."""
        if not isinstance(given, dict) or "text" in given:
            return given
        text = {key: value for key, value in given.items() if key != "shared"}
        return {"text": text} | {k: v for k, v in given.items() if k == "shared"}

    @model_serializer
    def _beside(self) -> dict[str, Any]:
        return {**self.text, **({"shared": True} if self.shared else {})}


class Override(Frozen):
    """A value of the scenario that a proposal changes, with its own source."""

    parameter: str
    distribution: Distribution
    source: Source


class Proposal(Frozen):
    """What one party puts on the table."""

    id: str = Field(pattern=NAME_PATTERN)
    party: Party
    title: LocalText
    measures: tuple[str, ...] = ()
    volume_factor: Annotated[float, Field(gt=0, le=100)] = 1.0
    """Yearly volume offered beside that of the scenario, on every pathway."""
    arrival_months: tuple[Month, ...] = ()
    """Months of arrival, 1 = January: the year's volume arrives in these alone, in the shares they
    have in the scenario. Left out = as in the scenario."""
    sample_sizes: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    """Units inspected per lot, by the id of the inspection."""
    overrides: tuple[Override, ...] = ()
    argument: LocalText
    """Why the party thinks so. Without figures: the results stand beside it."""
    notes: dict[str, Note] = Field(default_factory=dict)
    """What the party says of a measure, its own or the other side's, by measure id."""
    source: Source
    """Who wrote the proposal, when, and on what it rests."""

    @field_validator("arrival_months")
    @classmethod
    def _months_once(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(months)) < len(months):
            raise problem("duplicate", sorted(months), "each month once")
        return months


class Negotiation(Frozen):
    """The proposals on one scenario."""

    schema_version: Literal[1]
    scenario: str = Field(pattern=NAME_PATTERN)
    """Id of the scenario they are made on."""
    title: LocalText
    context: LocalText
    """What the parties want from each other, for somebody new to the case."""
    parties: dict[Literal["exporter", "importer"], LocalText]
    proposals: Annotated[tuple[Proposal, ...], Field(min_length=2, max_length=6)]

    @field_validator("parties")
    @classmethod
    def _both(cls, parties: dict[str, LocalText]) -> dict[str, LocalText]:
        if set(parties) != {"exporter", "importer"}:
            raise problem("missing", sorted(parties), "exporter, importer")
        return parties

    @field_validator("proposals")
    @classmethod
    def _ids_once(cls, proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
        ids = [p.id for p in proposals]
        if len(set(ids)) < len(ids):
            raise problem("duplicate", ", ".join(sorted(ids)), "unique ids")
        return proposals

    def with_proposal(self, proposal: Proposal) -> Negotiation:
        """The same table with this proposal added, or in place of the one with its id."""
        others = [p.id for p in self.proposals]
        kept = tuple(proposal if p.id == proposal.id else p for p in self.proposals)
        added = kept if proposal.id in others else (*kept, proposal)
        return validated(Negotiation, self.model_dump() | {"proposals": added})

    def without_proposal(self, proposal_id: str) -> Negotiation:
        """The same table without one proposal; PraError where fewer than two would be left."""
        kept = tuple(p for p in self.proposals if p.id != proposal_id)
        return validated(Negotiation, self.model_dump() | {"proposals": kept})


def arriving_months(scenario: Scenario) -> tuple[int, ...]:
    """Months in which something arrives on at least one pathway, 1 = January."""
    return tuple(m for m in range(1, 13) if any(
        p.arrival_share is None or p.arrival_share[m - 1] > 0.0 for p in scenario.pathways))


def season_matters(scenario: Scenario) -> bool:
    """Whether the months of arrival change anything in this scenario's climate model."""
    model = scenario.pest.climate_model
    return isinstance(model, Ecoclimatic) and model.season_dependence is not None


def on_terms(scenario: Scenario, proposal: Proposal) -> Scenario:
    """The scenario at the proposal's volume, months, sample sizes and values; no measure selected.

    Raises PraError with every problem found: unknown ids, a sample larger than the lot, months
    where the climate model knows no season.
    """
    bare = scenario.with_measures(())
    if not own_terms(proposal):
        return bare
    data = bare.model_dump(mode="python")
    source = proposal.source.model_dump()
    for pathway, node in zip(scenario.pathways, data["pathways"], strict=True):
        if proposal.volume_factor != 1.0:
            law = scaled(pathway.volume.distribution, proposal.volume_factor)
            node["volume"] |= {"distribution": law.model_dump(), "source": source}
        if proposal.arrival_months:
            node["arrival_share"] = _shares(pathway.id, pathway.arrival_share,
                                            proposal.arrival_months)
            node["arrival_source"] = source
    for measure_id, units in proposal.sample_sizes.items():
        for node in _inspections(scenario, data, measure_id):
            node["sample_size"] |= {"distribution": Fixed(value=units).model_dump(),
                                    "source": source}
    for change in proposal.overrides:
        _parameter(scenario, data, change.parameter).update(
            distribution=change.distribution.model_dump(), source=change.source.model_dump())
    return validated(Scenario, data)


def proposed(scenario: Scenario, proposal: Proposal) -> Scenario:
    """The scenario as the proposal would have it: its terms and its measures.

    Raises PraError as `on_terms`, and for unknown, infeasible or mutually excluded measures.
    """
    return on_terms(scenario, proposal).with_measures(proposal.measures)


TERMS = ("volume_factor", "arrival_months", "sample_sizes", "overrides")


def same_terms(a: Proposal, b: Proposal) -> bool:
    """Whether two proposals differ in their measures only."""
    return all(getattr(a, name) == getattr(b, name) for name in TERMS)


def own_terms(proposal: Proposal) -> bool:
    """Whether a proposal changes more of the scenario than its measures."""
    return any(getattr(proposal, name) != Proposal.model_fields[name].get_default(
        call_default_factory=True) for name in TERMS)


def _shares(pathway_id: str, before: tuple[float, ...] | None, months: Sequence[int]
            ) -> tuple[float, ...]:
    even = before is None
    kept = [(1.0 if even else (before or ())[m - 1]) if m in months else 0.0
            for m in range(1, 13)]
    if sum(kept) == 0.0:
        raise PraError("out_of_bounds", f"pathways.{pathway_id}.arrival_share",
                       ", ".join(map(str, sorted(months))), "months in which some of it arrives")
    return tuple(share / sum(kept) for share in kept)


def _inspections(scenario: Scenario, data: dict[str, Any], measure_id: str) -> list[dict[str, Any]]:
    number = scenario.measures.index(scenario.measure(measure_id))
    found = [e for e in data["measures"][number]["effects"] if e["kind"] == "inspection"]
    if not found:
        raise PraError("wrong_type", "sample_sizes", measure_id, ", ".join(
            m.id for m in scenario.measures if any(e.kind == "inspection" for e in m.effects)))
    return found


def _parameter(scenario: Scenario, data: dict[str, Any], name: str) -> dict[str, Any]:
    node: Any = data
    for place, parameter in scenario.located_parameters():
        if parameter.name == name:
            for key in place:
                node = node[key]
            found: dict[str, Any] = node
            return found
    raise PraError("unknown_id", "overrides", name, ", ".join(sorted(scenario.parameters)))
