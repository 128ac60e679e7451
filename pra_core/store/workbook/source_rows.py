"""The sources of a file: by key, per pest or for all pests, or a citation in the cell itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pra_core.errors import Problem
from pra_core.pest_library.library import PestLibrary
from pra_core.pest_library.record import Cited, Reference
from pra_core.store.workbook.entries import Entry, Faults

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
LONGEST_KEY = 50


@dataclass(slots=True)
class SourceRows:
    """Sources by pest ("" = of every pest in the file) and key."""

    library: PestLibrary
    faults: Faults
    _found: dict[str, dict[str, Reference]] = field(default_factory=dict)
    _entries: dict[str, list[Entry]] = field(default_factory=dict)

    def pests(self) -> Sequence[str]:
        """Pests that the file names sources of."""
        return [code for code in self._found if code]

    def entries(self, code: str) -> Sequence[Entry]:
        """Lines of the sources of a pest, and of those of all."""
        return [*self._entries.get(code, ()), *self._entries.get("", ())]

    def read(self, entry: Entry, code: str) -> None:
        """One line of the sheet of sources."""
        key = entry.text("source")
        if key and not _KEY.fullmatch(key):
            entry.fault("source", Problem("wrong_type", "", key[:40], "a-z 0-9 . _ -"), self.faults)
        data = {k: v for k, v in entry.values.items()
                if k not in ("pest", "source") and v is not None}
        made = entry.checked(Reference, data, self.faults)
        if made is None or not entry.good:
            return
        several = self._found.setdefault(code, {})
        if several.get(key, made) != made:
            entry.fault("source", Problem("duplicate", "", key), self.faults)
            return
        several[key] = made
        self._entries.setdefault(code, []).append(entry)

    def known(self, code: str) -> Mapping[str, Reference]:
        """Every source that an entry of the pest may name."""
        base = self.library.records.get(code)
        return {**(base.sources if base is not None else {}), **self._found.get("", {}),
                **self._found.get(code, {})}

    def cite(self, entry: Entry, code: str, data: dict[str, Any], inside: str, faults: Faults
             ) -> bool:
        """Puts key and status of the source into `data`; a citation in words gets a key.

        Says whether the source is known.
        """
        path = f"{inside}.source" if inside else "source"
        given = str(data.get("source") or "").strip()
        if not given:
            return False
        known = self.known(code)
        if given not in known:
            if _KEY.fullmatch(given):
                entry.fault(path, Problem("unknown_id", "", given, ", ".join(sorted(known))),
                            faults)
                return False
            given = self._of_citation(code, given, known)
        data["source"] = given
        reference = self.known(code)[given]
        if "status" not in data:
            data["status"] = "unverified" if reference.citation else "assumed"
        elif bool(reference.citation) != (data["status"] in ("verified", "unverified")):
            entry.fault(path.replace("source", "status"), Problem(
                "no_source", "", data["status"]), faults)
        return True

    def of(self, code: str, data: Mapping[str, Any]) -> dict[str, Reference]:
        """The sources of a record: those it had, its own of the file, and of all what it cites."""
        base = self.library.records.get(code)
        cited = {one.source if isinstance(one, Cited) else one.get("source")
                 for part in data.values() for one in (part if isinstance(part, tuple) else (part,))
                 if isinstance(one, (Cited, dict))}
        return {**(base.sources if base is not None else {}),
                **{k: r for k, r in self._found.get("", {}).items() if k in cited},
                **self._found.get(code, {})}

    def _of_citation(self, code: str, citation: str, known: Mapping[str, Reference]) -> str:
        for key, reference in known.items():
            if reference.citation == citation:
                return key
        words = re.findall(r"[a-z0-9]+", citation.lower())
        stem = "-".join(words)[:LONGEST_KEY].strip("-") or "source"
        key, number = stem, 1
        while key in known:
            number += 1
            key = f"{stem}-{number}"
        self._found.setdefault(code, {})[key] = Reference(citation=citation)
        return key
