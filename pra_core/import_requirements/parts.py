"""The text in parts, each of which can be replaced by what somebody wrote instead.

All texts are plain words: nothing in them is markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pra_core.errors import PraError

MOST_LETTERS = 20_000
"""Longest text that one part may hold."""
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its clauses."""

    id: str
    title: str
    lead: str
    """Words before the clauses, ending in a colon; empty for none."""
    clauses: tuple[str, ...]
    kind: Literal["clauses", "quoted", "fields"] = "clauses"
    """`quoted`: texts for the certificate; `fields`: lines "field: entry" of the certificate."""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Requirements:
    """The whole text in one language."""

    language: str
    title: str
    parts: tuple[Part, ...]

    @property
    def edited(self) -> tuple[str, ...]:
        """Titles of the parts written by hand."""
        return tuple(part.title for part in self.parts if part.edited)


@dataclass(frozen=True, slots=True)
class Edit:
    """A part as written by hand, and the draft that was before the writer."""

    text: str
    draft: str

    def outdated(self, part: Part) -> bool:
        """Whether the draft has changed since, so that the writing may no longer fit it."""
        return self.draft != lines_of(part)


def lines_of(part: Part) -> str:
    """A part as it is edited: one clause a line, the words before them first."""
    return "\n".join(filter(None, (part.lead, *part.clauses)))


def edited(draft: Requirements, edits: Mapping[str, Edit]) -> Requirements:
    """The draft with parts replaced by what was written; `edits` by id of the part.

    One line is one clause; a first line that ends in a colon stands before the clauses. A part
    emptied by hand is left out. Raises PraError out_of_bounds for a text that is too long.
    """
    parts = [_written(part, edits[part.id].text) if part.id in edits else part
             for part in draft.parts]
    return replace(draft, parts=tuple(part for part in parts if part.lead or part.clauses))


def as_text(requirements: Requirements) -> str:
    """The whole as plain text: numbered parts and clauses."""
    blocks = [requirements.title]
    for number, part in enumerate(requirements.parts, start=1):
        lines = [f"{number}. {part.title}", *filter(None, [part.lead])]
        lines += [clause if part.kind == "fields" else f"{number}.{place} {clause}"
                  for place, clause in enumerate(part.clauses, start=1)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def field_of(line: str) -> tuple[str, str]:
    """Field and entry of one line of the certificate; a line without colon is all entry."""
    places = [place for mark in _COLONS if (place := line.find(mark)) > 0]
    if not places:
        return "", line
    return line[:min(places)].strip(), line[min(places) + 1:].strip()


def _written(part: Part, text: str) -> Part:
    if len(text) > MOST_LETTERS:
        raise PraError("out_of_bounds", part.title, f"{len(text):,}", f"<= {MOST_LETTERS:,}")
    lines = [line for one in text.splitlines() if (line := one.strip())]
    # A line that ends in a colon may also be a field of the certificate left empty.
    leads = bool(lines) and lines[0].endswith(_COLONS) and (part.kind != "fields"
                                                            or lines[0] == part.lead)
    return replace(part, lead=lines[0] if leads else "", clauses=tuple(lines[leads:]), edited=True)
