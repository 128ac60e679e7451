"""What the library hands out: plain frozen values, never rows of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pra_core.access import Classification, Holding, Role
from pra_core.scenario import Scenario
from pra_core.scenario_changes import Change

Item = TypeVar("Item")
Texts = Mapping[str, str]
"""A text in both languages, `en` and `zh_CN`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored scenario as the list shows it."""

    id: str
    name: str
    owner: str
    owner_name: str
    """Empty for the person of a workbench without log-in."""
    holding: Holding
    classification: Classification
    tags: tuple[str, ...]
    title: Texts
    pest: str
    """Scientific name."""
    pest_title: Texts
    commodity: Texts
    origin: Texts
    area: Texts
    version: int
    """The latest version."""
    versions: int
    fingerprint: str
    changed_at: dt.datetime
    changed_by: str
    """Name of who saved last; empty like `owner_name`."""
    approved: int | None
    """The latest approved version."""
    deleted_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state; an approved one never changes."""

    number: int
    at: dt.datetime
    by: str
    by_name: str
    note: str
    fingerprint: str
    seed: int
    draws: int
    changes: tuple[Change, ...]
    """Against the version before it; empty for the first."""
    approved_at: dt.datetime | None
    approved_by: str
    """Name of the approver."""
    approval_note: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored scenario, opened."""

    entry: Entry
    version: Version
    scenario: Scenario
    seed: int
    draws: int


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list that the database filtered, and how many there are in all."""

    entries: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link; whoever follows it must be allowed to read what it leads to."""

    id: str
    entry: str
    version: int | None
    """None = always the latest."""
    made_at: dt.datetime
    made_by: str
    made_by_name: str
    revoked_at: dt.datetime | None
    followed: int
    """How often somebody opened the scenario by it."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what, when; `action` is a code such as `opened`, `saved`, `shared`, `refused`."""

    number: int
    at: dt.datetime
    key: str
    name: str
    """Who; empty for the local user."""
    action: str
    entry_id: str | None
    entry_name: str
    version: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in at least once, or the local user."""

    key: str
    name: str
    email: str
    role: Role | None
    first_seen: dt.datetime
    last_seen: dt.datetime
    """To the hour."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What somebody was working on; texts are JSON, empty where there was nothing."""

    scenario: str = ""
    """The scenario in use (`store.codec.dump_json`)."""
    seed: int = 1
    draws: int = 10_000
    entry: str = ""
    """Id of the stored scenario it came from, and its version."""
    version: int = 0
    draft: str = ""
    """An assessment that was being filled in."""
    own_data: str = ""
    """The person's own pests, commodities and trade figures."""
    requirements: str = ""
    """What was written by hand of import requirements."""
    at: dt.datetime | None = None
    """When it was kept; filled in by the library."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a library file."""

    added: tuple[Entry, ...]
    already_here: tuple[str, ...]
    """Names of scenarios whose every version is here already."""
    renewed: tuple[str, ...]
    """Names of those that got a new id because another scenario here has theirs."""
    approvals_dropped: tuple[str, ...]
    """Names of those whose approval in the other library does not count here."""
