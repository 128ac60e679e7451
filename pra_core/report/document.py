"""The document tree every rendering prints: sections of blocks, all words already said.

One tree per language; trees of the same assessment have the same shape, so that two of them can
stand side by side. Texts are plain words in which `**…**` marks bold; nothing else is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "lead", "note", "caption"]
Form = Literal["svg", "png"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; `lead` is the one sentence of the page, `note` smaller, e.g. a limitation."""

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is printed and, for a spreadsheet, the number behind it."""

    text: str
    value: float | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; `widths` are relative, a row of one cell is a heading in it."""

    id: str
    """ASCII, unique in the document: name of the sheet and anchor."""
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    right: tuple[int, ...] = ()
    """Columns of numbers, set to the right."""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A drawing with its words; drawn only when a rendering asks for it."""

    id: str
    title: str
    alt: str
    draw: Callable[[Form], bytes]
    """SVG (letters as outlines) or PNG at 200 dpi, of that width."""
    width_mm: float = 165.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is, e.g. seed and fingerprint."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed statement that must not be overlooked."""

    text: str
    kind: Literal["verdict", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class ReloadCode:
    """The text from which the workbench opens exactly this scenario again."""

    text: str
    caption: str
    qr: str = ""
    """What the square code holds, where it fits in one; else empty."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Bullets | Table | Figure | Facts | Callout | ReloadCode | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    """ASCII, unique in the document."""
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language."""

    language: str
    """`en` or `zh_CN`."""
    title: str
    subtitle: str
    kind: str
    """What sort of paper it is, e.g. "Report of a pest risk analysis"."""
    classification: str
    """Openness in words, printed on every page."""
    watermark: str
    """Word across every page, e.g. "DRAFT"; empty for none."""
    watermark_reasons: tuple[str, ...]
    running: str
    """Foot of every page: fingerprint, seed, simulated futures, version."""
    executive: tuple[Block, ...]
    """The first page: one sentence, figures, what is chosen."""
    sections: tuple[Section, ...]
    contents_title: str = ""
    attachment: tuple[str, bytes] | None = None
    """Scenario file travelling inside the report: name and content."""


def walk(document: Document) -> Iterator[Block]:
    """Every block in the order of reading."""
    yield from document.executive
    for section in document.sections:
        yield from _inside(section)


def _inside(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for part in section.sections:
        yield from _inside(part)
