"""The entries of a library file: what stands in it, checked throughout when it comes in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field
from sqlalchemy.engine import RowMapping

from pra_core.access import LOCAL_KEY, Classification, Visibility
from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import Frozen, problem
from pra_core.scenario_changes import Change, compared
from pra_core.store.codec import dump_json, scenario_from
from pra_core.store.entries import Entry
from pra_core.store.rows import described, packed, plain, words
from pra_core.store.saving import checked_tags, drawn
from pra_core.store.schema import KEY
from pra_core.store.shelf import LONGEST_NOTE, checked_name, checked_note, one_line
from pra_core.validation import validated

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Between them every database keeps a moment in every zone."""


def _in_bounds(at: dt.datetime) -> dt.datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise problem("out_of_bounds", at.year, f"{FIRST_YEAR} … {LAST_YEAR}")
    return at


def _account(key: str) -> str:
    if key and not key.isprintable():
        raise problem("out_of_bounds", repr(key[:40]), "1 to 255 characters")
    return key


Moment = Annotated[AwareDatetime, AfterValidator(_in_bounds)]
Account = Annotated[str, Field(max_length=KEY), AfterValidator(_account)]


MARKS = ("copied", "restored", "imported")
"""Kinds of changes that are no difference of scenarios."""


class KeptVersion(Frozen):
    """One version as the file holds it."""

    number: int = Field(ge=1)
    at: Moment
    by: Account = ""
    by_name: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    fingerprint: str = Field(pattern=r"^[0-9a-f]{12}$")
    seed: int = Field(ge=0, lt=2**63)
    draws: int = Field(ge=1, lt=2**31)
    approved_at: Moment | None = None
    approved_by: Account = ""
    approved_by_name: str = Field(default="", max_length=255)
    approval_note: str = Field(default="", max_length=LONGEST_NOTE)
    marks: tuple[Change, ...] = Field(default=(), max_length=10)
    """That it was copied, brought back or taken in; only in an administrator's file."""
    scenario: dict[str, Any]

    @property
    def counts(self) -> bool:
        """Whether it was approved by somebody who did not save it (`sharing.approve`)."""
        return self.approved_at is not None and bool(self.approved_by) and (
            self.approved_by != self.by or self.approved_by == LOCAL_KEY)


class KeptEntry(Frozen):
    """One entry as the file holds it; owner and sharing only in an administrator's file."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    name: str = Field(max_length=400)
    owner: Account = ""
    owner_name: str = Field(default="", max_length=255)
    visibility: Visibility = "private"
    readers: tuple[Account, ...] = Field(default=(), max_length=10_000)
    editors: tuple[Account, ...] = Field(default=(), max_length=10_000)
    classification: Classification
    tags: tuple[str, ...] = Field(default=(), max_length=100)
    versions: tuple[KeptVersion, ...] = Field(min_length=1, max_length=100_000)


@dataclass(frozen=True, slots=True)
class Ready:
    """An entry that was checked, as it goes into the tables."""

    kept: KeptEntry
    name: str
    tags: tuple[str, ...]
    columns: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


def part_of(held: Entry, rows: Iterable[RowMapping], keys: bool) -> dict[str, Any]:
    """One entry as it goes into a file; `keys`: with the accounts of people."""
    part: dict[str, Any] = {
        "id": held.id, "name": held.name, "tags": list(held.tags),
        "classification": held.classification.model_dump(mode="json")}
    if keys:
        part |= {"owner": held.owner, "owner_name": held.owner_name,
                 "visibility": held.holding.visibility, "readers": sorted(held.holding.readers),
                 "editors": sorted(held.holding.editors)}
    return part | {"versions": [_version(row, held.name, keys) for row in rows]}


def _version(row: RowMapping, name: str, keys: bool) -> dict[str, Any]:
    """One version; the keys of people only where they may be known."""
    found = {key: row[key] for key in ("number", "by", "by_name", "note", "fingerprint", "seed",
                                       "draws")}
    found["at"] = row["at"].isoformat()
    if row["approved_at"] is not None:
        found |= {"approved_at": row["approved_at"].isoformat(),
                  **{key: row[key] or "" for key in ("approved_by", "approved_by_name",
                                                     "approval_note")}}
    if keys:
        found["marks"] = [one for one in row["changes"] if one["kind"] in MARKS]
    else:
        found = {key: value for key, value in found.items() if key not in ("by", "approved_by")}
    return found | {"scenario": plain(row, name)}


def ready(data: object, place: str) -> Ready:
    """One entry of a file, checked throughout. Raises PraError with every problem."""
    try:
        kept = validated(KeptEntry, data)
    except PraError as error:
        raise PraError.of(Problem(p.code, f"{place}: {p.path}", p.value, p.allowed)
                          for p in error.problems) from error
    if [v.number for v in kept.versions] != list(range(1, len(kept.versions) + 1)):
        numbers = ", ".join(str(v.number) for v in kept.versions[:20])
        raise PraError("order", f"{place}: versions", numbers, "1, 2, 3 …")
    rows, before, scenario, last = [], None, None, kept.versions[0]
    for version in kept.versions:
        where = f"{place}: {version.number}"
        scenario = scenario_from(version.scenario, where)
        if scenario.fingerprint != version.fingerprint:
            raise PraError("integrity", "", where, scenario.fingerprint)
        text = dump_json(scenario)
        after = json.loads(text)
        found: tuple[Change, ...] = () if before is None else (
            *compared(before, after), *drawn(last.seed, version.seed, last.draws, version.draws))
        rows.append(version.model_dump(exclude={"scenario", "marks"}) | {
            "by_name": one_line(version.by_name), "note": checked_note(version.note),
            "approval_note": checked_note(version.approval_note), "document": packed(text),
            "approved_by_name": one_line(version.approved_by_name),
            "changes": [one.model_dump(mode="json") for one in found]})
        before, last = after, version
    if scenario is None:
        raise PraError("missing", place, "", N_("at least one entry"))
    tags = checked_tags(kept.tags) or ()
    columns = described(scenario) | {"other_words": words(*scenario.title.values(), *tags)}
    kept = kept.model_copy(update={"versions": tuple(
        one.model_copy(update={"scenario": {}}) for one in kept.versions)})  # packed by now
    return Ready(kept, checked_name(kept.name), tags, columns, tuple(rows))
