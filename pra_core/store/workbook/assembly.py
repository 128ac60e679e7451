"""Entries of a workbook put together to pests, goods and trade figures that the schemas accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pra_core.commodities.library import CommodityLibrary
from pra_core.commodities.schema import PathwayKind
from pra_core.own_data import OwnData
from pra_core.pest_library.checks import NATURAL_SPREAD
from pra_core.pest_library.library import PestLibrary
from pra_core.store.workbook.cells import Words
from pra_core.store.workbook.entries import CellFault, Entry, Faults, Progress, entries_of
from pra_core.store.workbook.goods_rows import goods_of, trade_of
from pra_core.store.workbook.kind_rows import kinds_of
from pra_core.store.workbook.matching import Match, plain_name
from pra_core.store.workbook.pest_rows import PestRows
from pra_core.store.workbook.raw import RawSheet
from pra_core.store.workbook.sheets import SHEETS

KINDS_FIRST = ("kinds", "steps")


@dataclass(frozen=True, slots=True)
class Change:
    """What a pest of the file would change: entries per sheet before and after."""

    code: str
    name: str
    before: Mapping[str, int] | None
    """None for a pest that neither the library nor the user has."""
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """What the valid lines of a file make, and everything that is wrong with the others."""

    own: OwnData
    faults: tuple[CellFault, ...]
    fault_count: int
    """All faults; the first of them are in `faults`."""
    remarks: tuple[CellFault, ...]
    """Nothing wrong, but to be known: plants that are not in the list match only themselves."""
    lines: Mapping[str, tuple[int, int]]
    """Sheet -> lines that hold something, lines used."""
    changes: tuple[Change, ...]


def imported(sheets: Sequence[tuple[RawSheet, Match]], library: PestLibrary,
             commodities: CommodityLibrary, *, add: bool = False,
             tell: Callable[[float], None] = lambda _: None) -> Imported:
    """The pests, goods and trade figures of these sheets, without what is faulty.

    Args:
        sheets: every sheet with its meaning.
        library: pests there are: a sheet that a file leaves out stays as it is in the record.
        commodities: kinds of pathway, and goods that trade figures may be of.
        add: whether lines are added to those of a pest's record instead of replacing its sheet.
        tell: called with the share done, 0 to 1, every few thousand lines; may raise to stop.
    """
    kinds = dict(commodities.kinds)
    faults, remarks = Faults(), Faults()
    # Every line is read, and those of lists in pests are put together after that.
    progress = Progress(max(2 * sum(len(raw.rows) for raw, _ in sheets), 1), tell)
    entries: dict[str, list[Entry]] = {key: [] for key in SHEETS}
    words = words_of(kinds)
    # Goods and pests may name kinds of pathway that the file itself brings.
    first = [one for one in sheets if one[1].sheet in KINDS_FIRST]
    for raw, match in first:
        entries[match.sheet] += entries_of(raw, match, words, faults, progress)
    own_kinds = kinds_of(entries["kinds"], entries["steps"], kinds, faults)
    kinds |= own_kinds
    words = words_of(kinds)
    for raw, match in sheets:
        if match.sheet and match.sheet not in KINDS_FIRST:
            entries[match.sheet] += entries_of(raw, match, words, faults, progress)
    rows = PestRows(entries, library, set(kinds), faults, remarks, progress, add=add)
    records = rows.records()
    goods = goods_of(entries["goods"], faults, remarks)
    trade = trade_of(entries["trade"], {*goods, *commodities.goods}, faults)
    used = rows.used | {id(e) for key in ("goods", "trade", *KINDS_FIRST)
                        for e in entries[key] if e.good}
    own = OwnData(records, goods, trade, own_kinds)
    position = {raw.name: place for place, (raw, _) in enumerate(sheets)}
    return Imported(
        own, _in_order(faults, position), faults.count, _in_order(remarks, position),
        {key: (len(found), sum(id(e) in used for e in found))
         for key, found in entries.items() if found},
        tuple(_change(code, own, library) for code in records))


def _in_order(faults: Faults, order: Mapping[str, int]) -> tuple[CellFault, ...]:
    return tuple(sorted(faults.found, key=lambda f: (order.get(f.sheet, 0), f.line)))


def _change(code: str, own: OwnData, library: PestLibrary) -> Change:
    record, before = own.pests[code], library.records.get(code)
    parts = ("hosts", "range", "regulation", "pathways", "facts", "vectors", "similar",
             "not_found", "sources")
    return Change(code, record.name,
                  None if before is None else {p: len(getattr(before, p)) for p in parts},
                  {p: len(getattr(record, p)) for p in parts})


def words_of(kinds: Mapping[str, PathwayKind]) -> Words:
    """Ids and titles of the kinds of pathway, as they are compared."""
    found: dict[str, str] = {}
    for kind in kinds.values():
        for name in (kind.id, *kind.title.values()):
            found.setdefault(plain_name(name), kind.id)
    for name in (NATURAL_SPREAD, "自然扩散"):
        found[plain_name(name)] = NATURAL_SPREAD
    return Words(found)
