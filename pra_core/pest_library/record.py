"""The record of one pest: identity, hosts, range, regulation, pathways and cited facts.

Every value names one of the record's `sources` and says whether the figure was read there.
A gap is left out; it is shown as a gap, never filled by guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import Source, Status
from pra_core.pest_library.fields import FACT_FIELDS

Group = Literal["insects_mites", "fungi_oomycetes", "bacteria_phytoplasmas", "nematodes",
                "viruses_viroids", "weeds"]
Organism = Literal["insect", "mite", "fungus", "oomycete", "bacterium", "phytoplasma", "nematode",
                   "virus", "viroid", "plant"]
ORGANISMS: Mapping[str, tuple[str, ...]] = {
    "insects_mites": ("insect", "mite"), "fungi_oomycetes": ("fungus", "oomycete"),
    "bacteria_phytoplasmas": ("bacterium", "phytoplasma"), "nematodes": ("nematode",),
    "viruses_viroids": ("virus", "viroid"), "weeds": ("plant",)}
"""The six groups and the organisms in each."""
HostStatus = Literal["major", "minor", "wild", "experimental"]
Presence = Literal["present", "widespread", "limited", "transient", "eradicated", "absent"]
PRESENT: tuple[str, ...] = ("present", "widespread", "limited", "transient")
RegulatoryStatus = Literal["quarantine", "priority", "regulated_non_quarantine", "emergency",
                           "regulated", "recommended", "invasive"]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]
Date = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, month or day, as far as the source says."""


class Reference(Frozen):
    """A publication, or a judgement with its assessor."""

    citation: str | None = None
    url: str | None = None
    assessor: str | None = None
    date: dt.date | None = None
    reason: LocalText | None = None

    @model_validator(mode="after")
    def _named(self) -> Reference:
        if not self.citation and not (self.assessor and self.date and self.reason):
            raise problem("no_source", "", "citation | assessor + date + reason")
        return self


class Cited(Frozen):
    """Anything that rests on one of the record's sources."""

    source: Key
    status: Status = "verified"
    """verified: the value was read in the source; unverified: named there from memory, or read
    only on a page that repeats it."""
    note: LocalText | None = None


class Taxonomy(Cited):
    """Where the organism stands among others; ranks that a group does not use are left out."""

    kingdom: str
    phylum: str | None = None
    order: str | None = None
    family: str


class HostPlant(Cited):
    """A host plant, genus or family, by its Latin name in `data/plants.csv`."""

    plant: str
    host: HostStatus = "major"


class Occurrence(Cited):
    """Where it occurs or was declared absent, by country or first-level region."""

    areas: Annotated[tuple[str, ...], Field(min_length=1)]
    """ISO 3166-1 alpha-2 or ISO 3166-2 codes."""
    presence: Presence = "present"


class Regulation(Cited):
    """A regulatory list that names the pest."""

    authority: str
    """ISO 3166-1 alpha-2 of a country, or EU, EPPO, NAPPO, IAPSC, EAEU, COSAVE."""
    listing: LocalText
    """Name of the list."""
    regulated_as: RegulatoryStatus = "quarantine"
    dated: Date | None = None
    """When it was listed, or the date of the list."""


class Carried(Cited):
    """A pathway on which it moves, and the stages that are carried."""

    kind: Key
    """Kind of pathway in `data/commodities/kinds.yaml`."""
    plants: tuple[str, ...] = ()
    """Plants whose goods carry it; empty = all of its hosts, or goods without plants."""
    stages: LocalText
    """Life stages or inoculum on the goods, and where in them."""


class Fact(Cited):
    """A number from a publication: one value, or low and high, or all three."""

    field: str
    low: float | None = None
    value: float | None = None
    """Most likely or only value."""
    high: float | None = None
    unit: str
    stage: LocalText | None = None
    """Life stage it is of."""
    measured_on: LocalText | None = None
    """Host, goods, place or conditions it was measured on."""
    plant: str | None = None
    """Latin name, where the value is of one host or commodity."""
    kind: Key | None = None
    """Kind of pathway, where the value is of one."""
    proxy: bool = False
    """Measured on something else than the field says (another species, cells instead of founders,
    a rule of law): shown, but never filled into a scenario by itself, and no evidence that the
    field is known."""

    @model_validator(mode="after")
    def _as_its_field(self) -> Fact:
        found = FACT_FIELDS.get(self.field)
        if found is None:
            raise problem("unknown_id", self.field, ", ".join(FACT_FIELDS), "field")
        faults = []
        if self.unit not in found.units:
            faults.append(("unit", "wrong_unit", self.unit, ", ".join(found.units)))
        numbers = [n for n in (self.low, self.value, self.high) if n is not None]
        if not numbers:
            faults.append(("value", "missing", "", "low, value, high"))
        shown = ", ".join(f"{n:g}" for n in numbers)
        if numbers != sorted(numbers):
            faults.append(("value", "order", shown, "low <= value <= high"))
        if numbers and (min(numbers) < found.low or max(numbers) > found.high):
            faults.append(("value", "out_of_bounds", shown, f"{found.low:g} … {found.high:g}"))
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self


class Vector(Cited):
    """An organism that carries it from host to host."""

    name: str
    eppo_code: str | None = None


class Similar(Cited):
    """A species it is taken for, and how to tell them apart."""

    name: str
    eppo_code: str | None = None
    difference: LocalText


class PestRecord(Frozen):
    """All that the library knows of one pest."""

    eppo_code: str = Field(pattern=r"^[A-Z0-9]{5,7}$")
    name: str
    """Scientific name."""
    authority: str | None = None
    """Author and year of the name."""
    group: Group
    organism: Organism
    common_name: LocalText
    other_names: tuple[str, ...] = ()
    """Synonyms and trade names in any language, for the search."""
    identity: Cited
    """Where name and code were read."""
    taxonomy: Taxonomy
    description: LocalText
    reproduction: Literal["sexual", "asexual"]
    """How founders multiply: `sexual` needs a male and a female."""
    reproduction_source: Cited
    sources: Annotated[dict[Key, Reference], Field(min_length=1)]
    hosts: tuple[HostPlant, ...] = ()
    range: tuple[Occurrence, ...] = ()
    regulation: tuple[Regulation, ...] = ()
    pathways: tuple[Carried, ...] = ()
    facts: tuple[Fact, ...] = ()
    vectors: tuple[Vector, ...] = ()
    similar: tuple[Similar, ...] = ()
    not_found: tuple[LocalText, ...] = ()
    """What was looked for and not found."""

    @model_validator(mode="after")
    def _consistent(self) -> PestRecord:
        faults = []
        if self.organism not in ORGANISMS[self.group]:
            faults.append(("organism", "conflict", f"{self.group}, {self.organism}",
                           ", ".join(ORGANISMS[self.group])))
        for path, one in self.cited():
            if one.source not in self.sources:
                faults.append((f"{path}.source", "unknown_id", one.source,
                               ", ".join(sorted(self.sources))))
            elif bool(self.sources[one.source].citation) != (
                    one.status in ("verified", "unverified")):
                faults.append((f"{path}.status", "no_source", one.status,
                               "citation | assessor + date + reason"))
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self

    def cited(self) -> Iterator[tuple[str, Cited]]:
        """Everything that rests on a source, with its place in the record."""
        yield "identity", self.identity
        yield "taxonomy", self.taxonomy
        yield "reproduction_source", self.reproduction_source
        for part in ("hosts", "range", "regulation", "pathways", "facts", "vectors", "similar"):
            for index, one in enumerate(getattr(self, part)):
                yield f"{part}[{index}]", one

    def source_of(self, one: Cited) -> Source:
        """The source of a value as the model's parameters carry it."""
        found = self.sources[one.source]
        citation = " ".join(filter(None, (found.citation, found.url))) or None
        return Source(status=one.status, citation=citation, assessor=found.assessor,
                      date=found.date, reason=found.reason, note=one.note)

    def of_field(self, *fields: str) -> tuple[Fact, ...]:
        """Facts of these fields, in the order of the record."""
        return tuple(f for f in self.facts if f.field in fields)


_SPACES = re.compile(r"\s+")


def same_name(name: str) -> str:
    """A name as it is compared: lower case, one space between words."""
    return _SPACES.sub(" ", name).strip().casefold()
