"""The shipped pest records, and the user's own beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from pra_core.errors import PraError
from pra_core.library_file import library_document
from pra_core.pest_library.record import PestRecord
from pra_core.validation import validated


@dataclass(frozen=True)
class PestLibrary:
    """Records by EPPO code. An own record stands before a shipped one of the same code."""

    records: Mapping[str, PestRecord]
    own: frozenset[str] = frozenset()
    """Codes whose record is the user's."""
    originals: Mapping[str, PestRecord] = field(default_factory=dict)
    """Shipped records that an own one stands before."""

    def get(self, code: str) -> PestRecord:
        """The record of that EPPO code; PraError `unknown_id` otherwise."""
        found = self.records.get(code)
        if found is None:
            raise PraError("unknown_id", "eppo_code", code, ", ".join(sorted(self.records)))
        return found

    def shipped(self, code: str) -> PestRecord | None:
        """The shipped record of that code, whether or not an own one stands before it."""
        if code in self.originals:
            return self.originals[code]
        return None if code in self.own else self.records.get(code)

    def joined(self, own: Mapping[str, PestRecord]) -> PestLibrary:
        """This library with the user's records; nothing shipped is overwritten."""
        base = {code: found for code in self.records
                if (found := self.shipped(code)) is not None}
        return PestLibrary(
            records=MappingProxyType({**base, **own}), own=frozenset(own),
            originals=MappingProxyType({code: base[code] for code in own if code in base}))


@lru_cache(maxsize=1)
def pest_library() -> PestLibrary:
    """The shipped records (shared, read-only).

    Raises PraError: `not_found`, `integrity`, and what a record refuses.
    """
    found = (validated(PestRecord, data) for data in library_document()["pests"])
    return PestLibrary(MappingProxyType({record.eppo_code: record for record in found}))
