"""What is being typed of one's own data, kept while the visitor looks elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from pages.ui import own_tables, session
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.pest_library import PestRecord
from pra_core.store.workbook.raw import Cell
from pra_core.store.workbook.writing import Line, lines_of

TABLES = ("sources", "hosts", "range", "regulation", "pathways", "facts", "vectors", "similar",
          "gaps")
TOLD, TURN, NEXT = "own-told", "own-turn", "own-next"


@dataclass
class Tables:
    """Tables being edited: the lines as they stand, and as each table on screen began."""

    lines: dict[str, list[Line]]
    began: dict[str, list[Line]] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)

    def edit(self, place: str, part: str, t: Translator) -> None:
        """The table of one part; one that was left and is back begins with what was typed."""
        if part not in self.began or session.shown(self._key(place, part)) is None:
            self.began[part] = self.lines.get(part, [])
            self.opened[part] = self.opened.get(part, 0) + 1
        self.lines[part] = own_tables.editor(self._key(place, part), part, self.began[part],
                                             session.own_data().commodities(), t)

    def _key(self, place: str, part: str) -> str:
        return f"{place}:{part}:{self.opened.get(part, 0)}"


@dataclass
class PestForm:
    """What is typed about one pest: the fields of the first sheet, and the tables."""

    identity: list[Cell]
    tables: Tables


def pest_form(code: str, record: PestRecord | None) -> PestForm:
    """The form of a pest; "" is a new one. What was typed before is still in it."""
    place = f"own-form:{code}:{turn()}"
    kept = session.shown(place)
    if not isinstance(kept, PestForm):
        own = OwnData(pests={record.eppo_code: record} if record is not None else {})
        identity: list[Cell] = [*next(lines_of(own, "pests"), [])]
        kept = PestForm(identity, Tables(
            {part: [line[1:] for line in lines_of(own, part)] for part in TABLES}))
        session.show(place, kept)
    return kept


def kind_tables(kind_id: str, own: OwnData) -> Tables:
    """The table of the steps of a kind of pathway; "" is a new one."""
    place = f"own-kind-form:{kind_id}:{turn()}"
    kept = session.shown(place)
    if not isinstance(kept, Tables):
        kept = Tables({"steps": [line[1:] for line in lines_of(own, "steps")]})
        session.show(place, kept)
    return kept


def trade_tables(own: OwnData) -> Tables:
    """The table of trade figures; what was typed and not saved is still in it."""
    place = f"own-trade-form:{turn()}"
    kept = session.shown(place)
    if not isinstance(kept, Tables):
        kept = Tables({"trade": list(lines_of(own, "trade"))})
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
