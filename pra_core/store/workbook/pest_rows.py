"""Lines of the sheets of pests put together to records, beside those there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz, process

from pra_core.errors import N_, Problem
from pra_core.pest_library.checks import ROUND, record_faults
from pra_core.pest_library.library import PestLibrary
from pra_core.pest_library.record import (
    Carried,
    Cited,
    Fact,
    HostPlant,
    Occurrence,
    PestRecord,
    Regulation,
    Similar,
    Vector,
    same_name,
)
from pra_core.plants import plants
from pra_core.store.workbook.entries import Entry, Faults, Progress
from pra_core.store.workbook.goods_rows import PLANT_LIST
from pra_core.store.workbook.sheets import PARTS
from pra_core.store.workbook.source_rows import SourceRows

MODELS: Mapping[str, type[Cited]] = {
    "hosts": HostPlant, "range": Occurrence, "regulation": Regulation, "pathways": Carried,
    "facts": Fact, "vectors": Vector, "similar": Similar}
MISSPELLED = 85.0
"""From this likeness to a plant of the list on, a name counts as misspelled."""
SHOWN = 8
EPPO_CODE = re.compile(r"[A-Z0-9]{5,7}")
A_CODE = N_("an EPPO code: 5 to 7 letters and digits")


@dataclass(slots=True)
class PestRows:
    """The pests of a file while they are put together."""

    entries: Mapping[str, list[Entry]]
    library: PestLibrary
    kinds: Collection[str]
    faults: Faults
    remarks: Faults
    progress: Progress
    add: bool = False
    used: set[int] = field(default_factory=set)
    """Entries that stand in a record, by identity."""
    _heads: dict[str, Entry] = field(default_factory=dict)
    _parts: dict[str, dict[str, list[tuple[Entry, Any]]]] = field(default_factory=dict)
    _origins: dict[int, Entry] = field(default_factory=dict)
    """Entry of a record, by identity -> its line; `_parts` keeps the entries alive."""
    _hosts: set[tuple[str, str, str]] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)
    _sources: SourceRows = field(init=False)

    def records(self) -> dict[str, PestRecord]:
        """Records by EPPO code that the valid lines make; faults are added as they are found."""
        self._name_pests()
        self._sources = SourceRows(self.library, self.faults)
        for entry in self.entries["sources"]:
            code = self._code(entry, needed=False)
            if code is not None:
                self._sources.read(entry, code)
        for part in (*PARTS, "gaps"):
            for entry in self.entries[part]:
                self.progress.line()
                self._part(part, entry)
        codes = dict.fromkeys([*self._heads, *self._parts, *self._sources.pests()])
        made = {code: record for code in codes if (record := self._record(code)) is not None}
        made = self._beside_others(made)
        for code in made:
            self.used |= {id(e) for part in self._parts.get(code, {}).values()
                          for e, _ in part if e.good}
            self.used |= {id(e) for e in self._sources.entries(code)}
            if code in self._heads:
                self.used.add(id(self._heads[code]))
        return made

    def _name_pests(self) -> None:
        """Codes of the file and names that stand for codes."""
        self._names = {same_name(r.name): code for code, r in self.library.records.items()}
        for entry in self.entries["pests"]:
            code = entry.text("eppo_code").upper()
            if not code:
                continue
            entry.values["eppo_code"] = code
            if not EPPO_CODE.fullmatch(code):
                entry.fault("eppo_code", Problem("wrong_type", "", code[:40], A_CODE), self.faults)
            if code in self._heads:
                entry.fault("eppo_code", Problem("duplicate", "", code), self.faults)
                continue
            self._heads[code] = entry
            if entry.text("name"):
                self._names.setdefault(same_name(entry.text("name")), code)

    def _code(self, entry: Entry, needed: bool = True) -> str | None:
        """The pest an entry belongs to; "" for none; None where it is not known."""
        given = entry.text("pest")
        code = given.upper()
        if not given and not needed:
            return ""
        if code not in self._heads and code not in self.library.records:
            code = self._names.get(same_name(given), "")
        if not code:
            if given:
                known = [*self._heads, *self.library.records]
                entry.fault("pest", Problem("unknown_id", "", given[:40], ", ".join(
                    known[:SHOWN]) + " …"), self.faults)
            return None
        return code

    def _part(self, part: str, entry: Entry) -> None:
        """One line of a list; nothing is said of lines whose pest is faulty itself."""
        code = self._code(entry)
        if code is None:
            return
        data = {k: v for k, v in entry.values.items() if k != "pest" and v is not None}
        parts = self._parts.setdefault(code, {}).setdefault(part, [])
        if part == "gaps":
            if entry.good:
                parts.append((entry, data["gap"]))
            return
        self._sources.cite(entry, code, data, "", self.faults)
        self._plants(part, entry, data)
        if part == "hosts" and entry.good:
            self._once(entry, code, data)
        made = entry.checked(MODELS[part], data, self.faults)
        if made is not None and entry.good:
            parts.append((entry, made))
            self._origins[id(made)] = entry

    def _once(self, entry: Entry, code: str, data: Mapping[str, Any]) -> None:
        """A host by whatever name is listed once per source."""
        host = code, str(data.get("plant")), str(data.get("source"))
        if host in self._hosts:
            entry.fault("plant", Problem("duplicate", "", host[1][:40]), self.faults)
        self._hosts.add(host)

    def _plants(self, part: str, entry: Entry, data: Mapping[str, Any]) -> None:
        """A name nearly like one of the list is misspelled; any other is the user's to know."""
        if part not in ("hosts", "pathways", "facts"):
            return
        key = "plants" if part == "pathways" else "plant"
        given = data.get(key) or ()
        for name in [given] if isinstance(given, str) else given:
            if name in plants():
                continue
            near = process.extractOne(name, list(plants()), scorer=fuzz.ratio,
                                      score_cutoff=MISSPELLED)
            if near is not None:
                entry.fault(key, Problem("unknown_id", "", name[:40], near[0]), self.faults)
            else:
                self.remarks.add(entry.title, entry.line, entry.head(key),
                                 Problem("not_found", "", name[:40], PLANT_LIST))

    def _record(self, code: str) -> PestRecord | None:
        """The record of a code: its line, or the record there is, with the lists of the file."""
        base, head = self.library.records.get(code), self._heads.get(code)
        if head is None and base is None:
            return None
        data: dict[str, Any] = {name: getattr(base, name) for name in PestRecord.model_fields
                                } if base is not None else {}
        if head is not None:
            data |= self._identity(code, head)
        for part, found in self._parts.get(code, {}).items():
            place = "not_found" if part == "gaps" else part
            fresh = [one for entry, one in found if entry.good]
            before = list(data.get(place, ())) if self.add else []
            data[place] = tuple([*before, *(one for one in fresh if one not in before)])
        data["sources"] = self._sources.of(code, data)
        entry = head or next(iter(self._entries(code)), None)
        made = entry.checked(PestRecord, data, self.faults) if entry is not None else None
        return made if isinstance(made, PestRecord) and (head is None or head.good) else None

    def _entries(self, code: str) -> Sequence[Entry]:
        return [e for part in self._parts.get(code, {}).values() for e, _ in part
                ] or self._sources.entries(code)

    def _identity(self, code: str, head: Entry) -> dict[str, Any]:
        """Names, group and taxonomy of the line; taxonomy and reproduction cite as the names."""
        data = {k: v for k, v in head.values.items() if v is not None}
        identity = data.setdefault("identity", {})
        for key in ("taxonomy", "reproduction_source"):
            part = data.setdefault(key, {})
            for cited in ("source", "status"):
                if identity.get(cited) is not None and part.get(cited) is None \
                        and (cited == "source" or "source" not in part):
                    part[cited] = identity[cited]
        unknown = ""
        for key in ("identity", "taxonomy", "reproduction_source"):
            inner = {k: v for k, v in data[key].items() if v is not None}
            given = str(inner.get("source", ""))
            # A source that is not known is told once, in the column where it was written.
            if given != unknown and not self._sources.cite(head, code, inner, key, self.faults):
                unknown = given
            data[key] = inner
        return data

    def _beside_others(self, made: dict[str, PestRecord]) -> dict[str, PestRecord]:
        """Without what does not fit other records: names of others, repetitions, circles.

        What is left is looked at again: one circle may have hidden another.
        """
        again, dropped = set[str](), set[str]()
        beside = {**self.library.records, **made}
        for problem in record_faults(beside, self.kinds, plants(), of=made):
            code, _, path = problem.path.partition(".")
            part, _, rest = path.partition("[")
            index = int(rest.partition("]")[0]) if rest[:1].isdigit() else None
            if problem.code == "unknown_id" and part in ("hosts", "pathways", "facts"):
                continue  # told already, line by line
            if part in ("name", "other_names") and code in self._heads:
                self._heads[code].fault(part, problem, self.faults)
                dropped.add(code)
            elif problem.code == "conflict" and part == "vectors":
                again |= self._opened(problem)
            elif (entry := self._origin(code, part, index, made[code])) is not None:
                entry.fault(path.rpartition("].")[2] or "name", problem, self.faults)
                again.add(code)
        rest_of = {code: record for code in made if code not in dropped
                   and (record := self._record(code) if code in again else made[code])}
        return self._beside_others(rest_of) if again | dropped and rest_of else rest_of

    def _opened(self, problem: Problem) -> set[str]:
        """The first lines of the file that close a circle of vectors are faulty; whose they are."""
        for code, carrier in pairwise(str(problem.value).split(ROUND)):
            lines = [entry for entry, made in self._parts.get(code, {}).get("vectors", ())
                     if entry.good and made.eppo_code == carrier]
            for entry in lines:
                entry.fault("eppo_code", problem, self.faults)
            if lines:
                return {code}
        return set()

    def _origin(self, code: str, part: str, index: int | None, record: PestRecord
                ) -> Entry | None:
        """The line that an entry of a record came from; None where the file did not give it."""
        found = self._parts.get(code, {}).get(part, [])
        if index is None:
            return found[-1][0] if found else None
        return self._origins.get(id(getattr(record, part)[index]))
