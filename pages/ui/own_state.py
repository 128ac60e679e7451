"""What is being typed about a pest of one's own, kept while the visitor looks elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from pages.ui import session
from pra_core.own_data import OwnData
from pra_core.pest_library import PestRecord
from pra_core.store.workbook.writing import Line, lines_of

TABLES = ("sources", "hosts", "range", "regulation", "pathways", "facts", "vectors", "similar",
          "gaps")
TOLD, TURN, NEXT = "own-told", "own-turn", "own-next"


@dataclass
class PestForm:
    """The tables of a form: as they stand, and as the one on screen began."""

    tables: dict[str, list[Line]]
    identity: list[str | float | None]
    open: str = ""
    began: list[Line] = field(default_factory=list)
    turn: int = 0
    """How many tables were opened; part of the key of the next one."""

    def show(self, part: str) -> list[Line]:
        """The lines that the table of a part begins with."""
        if self.open != part:
            self.open, self.began = part, self.tables[part]
            self.turn += 1
        return self.began


def form(code: str, record: PestRecord | None) -> PestForm:
    """The form of a pest; "" is a new one. What was typed before is still in it."""
    place = f"own-form:{code}:{turn()}"
    kept = session.shown(place)
    if not isinstance(kept, PestForm):
        own = OwnData(pests={record.eppo_code: record} if record is not None else {})
        identity = next(iter(lines_of(own, "pests")), [])
        kept = PestForm({part: [line[1:] for line in lines_of(own, part)] for part in TABLES},
                        identity)
        session.show(place, kept)
    return kept


def turn() -> int:
    """How often something was saved; forms after it begin afresh."""
    kept = session.shown(TURN)
    return kept if isinstance(kept, int) else 0


def saved(text: str, chosen: dict[str, str] | None = None) -> None:
    """Something was saved: forms begin afresh, the page says so, and these choices are shown."""
    session.show(TURN, turn() + 1)
    session.show(TOLD, text)
    session.show(NEXT, chosen or {})
