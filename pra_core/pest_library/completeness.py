"""How much is known of a pest: parts a scenario needs, their evidence, and values that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pra_core.errors import N_
from pra_core.pest_library.fields import BY_DEFINITION, FACT_FIELDS, HELPFUL, NEEDED_ANY
from pra_core.pest_library.record import Cited, Fact, PestRecord

STATUSES = ("verified", "elicited", "assumed", "unverified")
"""From the strongest evidence to the weakest."""
FIELD_GROUPS: Mapping[str, str] = {
    "identity": N_("Identity"), "hosts": N_("Hosts"), "range": N_("Present range"),
    "regulation": N_("Regulation"), "pathways": N_("Pathways"),
    "biology": N_("Biology"), "entry": N_("Entry"), "spread": N_("Spread"),
    "impact": N_("Consequences"), "relations": N_("Vectors and similar species"),
}
"""Groups of fields in the order of ISPM 11."""
PARTS: Mapping[str, tuple[str, str]] = {
    "identity": ("identity", N_("Name, code and taxonomy")),
    "hosts": ("hosts", N_("Host plants")),
    "range": ("range", N_("Present range")),
    "regulation": ("regulation", N_("Regulatory lists")),
    "pathways": ("pathways", N_("Pathways and stages carried")),
    "reproduction": ("biology", N_("Way of reproduction")),
    "female_share": ("biology", N_("Share of females")),
    "temperature": ("biology", N_("Temperature limits")),
    "development": ("biology", N_("Time or heat for development")),
    "growth": ("biology", N_("Growth of the population")),
    "prevalence": ("entry", N_("How many units are infested")),
    "load": ("entry", N_("How many pests an infested unit holds")),
    "survival": ("entry", N_("Survival on the pathway")),
    "spread": ("spread", N_("Rate or distance of spread")),
    "impact": ("impact", N_("Losses and costs")),
    "similar": ("relations", N_("Similar species")),
}
"""What a scenario needs of a pest: group of fields and title, in the order of ISPM 11."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a scenario needs."""

    key: str
    count: int
    """Entries given."""
    verified: int
    """Entries read in their source."""
    best: str | None
    """Status of the strongest entry; None = a gap."""
    proxies: int = 0
    """Facts measured on something else; they fill no gap and are in neither count."""
    proxies_read: int = 0
    """Those of them that were read in their source."""

    @property
    def group(self) -> str:
        """Group of fields, a key of `FIELD_GROUPS`."""
        return PARTS[self.key][0]

    @property
    def title(self) -> str:
        """Title, not yet translated."""
        return PARTS[self.key][1]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a scenario needs of a pest and what helps, in the order of ISPM 11."""

    code: str
    parts: tuple[Part, ...]
    """What a scenario needs of the pest itself."""
    helpful: tuple[Part, ...] = ()
    """What only helps: of one trade, optional, or known by definition (`fields.HELPFUL`)."""

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Parts of which nothing is given, those that only help included."""
        return tuple(part for part in (*self.parts, *self.helpful) if part.best is None)

    @property
    def gaps(self) -> tuple[Part, ...]:
        """Parts of which nothing is given."""
        return tuple(part for part in self.parts if part.best is None)

    @property
    def weak(self) -> tuple[Part, ...]:
        """Parts given, of which nothing was read in its source."""
        return tuple(part for part in self.parts if part.best not in (None, "verified"))

    @property
    def ready(self) -> bool:
        """Every part that a scenario needs of the pest is cited and was read in its source."""
        return all(part.best == "verified" for part in self.parts)

    @property
    def ready_with_proxies(self) -> bool:
        """As `ready`, where a fact measured on something else would do as well."""
        return all(part.best == "verified" or part.proxies_read for part in self.parts)


@dataclass(frozen=True, slots=True)
class Range:
    """What all sources together say of one quantity, for the same stage, plant and pathway."""

    field: str
    unit: str
    low: float
    value: float | None
    """Most likely value where the sources agree on one."""
    high: float
    facts: tuple[Fact, ...]
    conflicting: bool
    """Two sources exclude each other: their intervals do not meet."""

    @property
    def proxy(self) -> bool:
        """Measured on something else than the field says."""
        return self.facts[0].proxy


def completeness(record: PestRecord) -> Completeness:
    """What a scenario needs of this pest, with the best evidence for each part.

    Facts measured on something else (`Fact.proxy`) make nothing known.
    """
    given: dict[str, Sequence[Cited]] = {
        "identity": (record.identity, record.taxonomy), "hosts": record.hosts,
        "range": record.range, "regulation": record.regulation, "pathways": record.pathways,
        "reproduction": (record.reproduction_source,), "similar": record.similar,
        **{part: record.of_field(*fields) for part, fields in NEEDED_ANY.items()}}
    if record.reproduction == "sexual":
        given["female_share"] = record.of_field("female_share")
    helps = HELPFUL | BY_DEFINITION.get(record.group, frozenset())
    found = {key: _part(key, given[key]) for key in PARTS if key in given}
    return Completeness(record.eppo_code, tuple(p for k, p in found.items() if k not in helps),
                        tuple(p for k, p in found.items() if k in helps))


def ranges(record: PestRecord, field: str) -> tuple[Range, ...]:
    """Facts of one field, joined for the same unit, stage, plant and kind of pathway.

    Proxies are joined with proxies only.

    low = least and high = greatest number that any source gives; value = the most likely value
    where all that give one give the same. Sources conflict when the intervals of two different
    sources do not meet. In the order of the record.
    """
    together: dict[tuple[str, str, str, str, bool], list[Fact]] = {}
    for fact in record.of_field(field):
        stage = fact.stage["en"].casefold() if fact.stage else ""
        place = fact.unit, stage, fact.plant or "", fact.kind or "", fact.proxy
        together.setdefault(place, []).append(fact)
    return tuple(_joined(facts) for facts in together.values())


def status_counts(records: Iterable[PestRecord]) -> pd.DataFrame:
    """Entries by group of fields and status.

    Columns: group (key of `FIELD_GROUPS`), verified, elicited, assumed, unverified, entries,
    proxies (entries among these that were measured on something else); one row per group, in the
    order of ISPM 11.
    """
    counts = {group: dict.fromkeys((*STATUSES, "entries", "proxies"), 0)
              for group in FIELD_GROUPS}
    for record in records:
        for path, one in record.cited():
            row = counts[_group(path, one)]
            row[one.status] += 1
            row["entries"] += 1
            row["proxies"] += is_proxy(one)
    return pd.DataFrame([{"group": group, **found} for group, found in counts.items()])


def by_pest(records: Iterable[PestRecord]) -> pd.DataFrame:
    """One row per pest, the fewest gaps first.

    Columns: code, name, kind (group of organisms); numbers of parts: needed, verified_parts,
    weak, gaps; ready, ready_with_proxies; numbers of entries: entries and the four statuses.
    """
    rows = []
    for record in records:
        found = completeness(record)
        statuses: list[str] = [one.status for _, one in record.cited()]
        rows.append({
            "code": record.eppo_code, "name": record.name, "kind": record.group,
            "needed": len(found.parts),
            "verified_parts": sum(part.best == "verified" for part in found.parts),
            "weak": len(found.weak), "gaps": len(found.gaps), "ready": found.ready,
            "ready_with_proxies": found.ready_with_proxies,
            "entries": len(statuses), **{s: statuses.count(s) for s in STATUSES}})
    columns = ["code", "name", "kind", "needed", "verified_parts", "weak", "gaps", "ready",
               "ready_with_proxies", "entries", *STATUSES]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["gaps", "weak", "name"], ignore_index=True)


def spans(fact: Fact) -> tuple[float, float]:
    """Least and greatest number that a fact gives."""
    numbers = [n for n in (fact.low, fact.value, fact.high) if n is not None]
    return min(numbers), max(numbers)


def _joined(facts: Sequence[Fact]) -> Range:
    lows, highs = zip(*(spans(fact) for fact in facts), strict=True)
    likely = {fact.value for fact in facts if fact.value is not None}
    apart = any(a.source != b.source and (spans(a)[1] < spans(b)[0] or spans(b)[1] < spans(a)[0])
                for i, a in enumerate(facts) for b in facts[:i])
    return Range(facts[0].field, facts[0].unit, min(lows),
                 likely.pop() if len(likely) == 1 and not apart else None, max(highs),
                 tuple(facts), apart)


def _part(key: str, entries: Sequence[Cited]) -> Part:
    given = [one for one in entries if not is_proxy(one)]
    read = sum(one.status == "verified" for one in given)
    return Part(key, len(given), read, _best(given, every=key == "identity"),
                len(entries) - len(given), sum(o.status == "verified" for o in entries) - read)


def is_proxy(one: Cited) -> bool:
    """Whether it is a fact measured on something else than its field says."""
    return isinstance(one, Fact) and one.proxy


def _best(given: Sequence[Cited], *, every: bool) -> str | None:
    """The strongest status; the weakest where every entry is needed."""
    found = sorted((STATUSES.index(one.status) for one in given), reverse=every)
    return STATUSES[found[0]] if found else None


def _group(path: str, one: Cited) -> str:
    if isinstance(one, Fact):
        return FACT_FIELDS[one.field].group
    part = path.partition("[")[0]
    return {"taxonomy": "identity", "reproduction_source": "biology", "vectors": "relations",
            "similar": "relations"}.get(part, part)
