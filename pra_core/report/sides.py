"""What a rendering prints: the blocks of one or two languages laid beside each other.

A text is a tuple with one entry per language of the report. Headings, tables and figures carry
their numbers, so that they are the same in every format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pra_core.report.document import Form, Role

Sides = tuple[str, ...]
"""One text per language."""
LONGEST_HEAD = 90
"""Letters of a title that stand over every page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a section; `level` 1 to 3, `number` as "2.1" or, in an annex, "A.1"."""

    id: str
    number: str
    text: Sides
    level: int
    annex: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; marked text."""

    text: Sides
    role: Role

    @property
    def leads(self) -> bool:
        """Whether it announces what follows, and must not stand alone at the foot of a page."""
        return bool(self.text) and self.text[0].endswith((":", "："))


@dataclass(frozen=True, slots=True)
class Points:
    """A list; marked text; one tuple of items per language."""

    items: tuple[tuple[str, ...], ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a table."""

    text: Sides
    value: float | None
    strong: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a row of one cell is a heading in it; `note` is marked text."""

    id: str
    title: Sides
    caption: Sides
    """The title with its number."""
    head: tuple[Sides, ...]
    rows: tuple[tuple[Entry, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...]
    note: Sides


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A figure in one language; `note` is marked text."""

    id: str
    language: str
    caption: str
    alt: str
    draw: Callable[[Form], bytes]
    width_mm: float
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """One figure, or two narrow ones that stand in a row."""

    row: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Pairs of a name and what it is."""

    pairs: tuple[tuple[Sides, Sides], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A boxed statement; marked text."""

    text: Sides
    kind: Literal["verdict", "warning"]


@dataclass(frozen=True, slots=True)
class Reload:
    """The code of the scenario; `caption` is marked text."""

    text: str
    caption: Sides
    qr: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Item = Heading | Words | Points | Grid | Pictures | Names | Box | Reload | NewPage


@dataclass(frozen=True, slots=True)
class Face:
    """What the first page says, in one language."""

    language: str
    title: str
    subtitle: str
    kind: str
    watermark: str
    reasons: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A report ready to be printed: a first page per language, then the languages together."""

    languages: tuple[str, ...]
    title: Sides
    kind: Sides
    classification: Sides
    watermark: Sides
    running: Sides
    contents_title: Sides
    faces: tuple[Face, ...]
    body: tuple[Item, ...]
    attachment: tuple[str, bytes] | None

    @property
    def has_contents(self) -> bool:
        """Whether a list of contents follows the first page; without, the text follows at once."""
        return bool(once(self.contents_title))

    @property
    def square(self) -> Reload | None:
        """The first code of the scenario that fits in a printed square."""
        return next((one for one in self.body if isinstance(one, Reload) and one.qr), None)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that is printed below titles; of the first pages only the first."""
        return (*self.faces[0].items, *self.body)


def once(text: Sides) -> Sides:
    """The different ones of the texts, empty ones left out."""
    return tuple(dict.fromkeys(one for one in text if one))


def beside(text: Sides) -> str:
    """The different ones of the texts in one line."""
    return " · ".join(once(text))


def running_title(text: Sides) -> str:
    """The titles as they stand over every page: the beginning of long ones."""
    return beside(tuple(one if len(one) <= LONGEST_HEAD else one[:LONGEST_HEAD - 1] + "…"
                        for one in text))
