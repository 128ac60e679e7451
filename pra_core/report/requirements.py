"""Phytosanitary import requirements as a section of the report, or as a paper of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pra_core import markdown_text
from pra_core.i18n import Translator
from pra_core.import_requirements import Part, Requirements
from pra_core.import_requirements.parts import field_of
from pra_core.report.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)
from pra_core.report.provenance import Provenance

SECTION = "requirements"
"""Id of the section in a report."""


def section(requirements: Requirements, title: str, t: Translator,
            differing: Collection[str] = ()) -> Section:
    """The requirements under one heading; parts written by hand are named.

    `differing`: ids of the parts written by hand in one language only.
    """
    blocks: list[Block] = [Paragraph(_origin(requirements, differing, t), "note")]
    return Section(SECTION, title, tuple(blocks),
                   tuple(_part(part, t) for part in requirements.parts))


def paper(requirements: Requirements, *, kind: str, classification: str, running: str,
          attachment: tuple[str, bytes] | None, t: Translator,
          provenance: Provenance | None = None, differing: Collection[str] = ()) -> Document:
    """The requirements alone; each part is a section of it.

    `provenance`: who issues it, when, and who approved it; `differing`: as in `section`.
    """
    return Document(
        language=requirements.language, title=requirements.title, subtitle="", kind=kind,
        classification=classification, watermark=t("DRAFT"),
        watermark_reasons=(_origin(requirements, differing, t),), running=running,
        executive=() if provenance is None else _issued(provenance, t),
        sections=tuple(_part(part, t) for part in requirements.parts),
        contents_title="", attachment=attachment)


def level(sides: Sequence[Requirements]) -> tuple[Requirements, ...]:
    """The same text in several languages with as many clauses in each part, to stand side by side.

    Clauses that somebody wrote in one language only face a dash; a part that was emptied in one
    language is gone from all.
    """
    kept = [part.id for part in sides[0].parts
            if all(part.id in {p.id for p in other.parts} for other in sides)]
    found = [{p.id: p for p in side.parts} for side in sides]
    most = {one: max(len(parts[one].clauses) for parts in found) for one in kept}
    leads = {one: any(parts[one].lead for parts in found) for one in kept}
    return tuple(replace(side, parts=tuple(
        _filled(parts[one], most[one], leads=leads[one]) for one in kept))
        for side, parts in zip(sides, found, strict=True))


def _filled(part: Part, count: int, *, leads: bool) -> Part:
    lead = part.lead or ("–" if leads else "")
    return replace(part, lead=lead, clauses=(*part.clauses,
                                             *("–" for _ in range(count - len(part.clauses)))))


def _issued(provenance: Provenance, t: Translator) -> tuple[Block, ...]:
    """Who issues the text, when, and who approved what it rests on."""
    by = provenance.approver
    approved = t("not named") if not by.name else (
        f"{by.name}, {by.date.isoformat()}" if by.date else by.name)
    return (Facts(((t("Organisation"), provenance.organisation or t("not named")),
                   (t("Date"), provenance.made.isoformat()),
                   (t("Approved by"), approved))),)


def _origin(requirements: Requirements, differing: Collection[str], t: Translator) -> str:
    text = t("Draft generated from the selected measures; to be checked against the records of"
             " the measures before it is sent.")
    if requirements.edited:
        text = t("Draft generated from the selected measures and edited by hand in: {parts}.",
                 parts=markdown_text.escaped(t("; ").join(requirements.edited)))
    alone = [part.title for part in requirements.parts if part.id in differing]
    if not alone:
        return text
    return t("{first} {second}", first=text, second=t(
        "Edited in one language only: {parts}. In the other it still says what was generated.",
        parts=markdown_text.escaped(t("; ").join(alone))))


def _part(part: Part, t: Translator) -> Section:
    title = t("{title} (edited)", title=part.title) if part.edited else part.title
    lead = [Paragraph(markdown_text.escaped(part.lead))] if part.lead else []
    return Section(f"{SECTION}-{part.id}", title, (*lead, *_clauses(part, t)))


def _clauses(part: Part, t: Translator) -> list[Block]:
    if not part.clauses:
        return []
    if part.kind == "fields":
        rows = tuple((Cell(field), Cell(entry))
                     for field, entry in map(field_of, part.clauses))
        head = t("Field of the certificate"), t("Text for the field")
        return [Table(f"{SECTION}-{part.id}-table", part.title, head, rows, widths=(1.0, 2.5))]
    said = tuple(t("“{text}”", text=markdown_text.escaped(one)) if part.kind == "quoted"
                 else markdown_text.escaped(one) for one in part.clauses)
    return [Bullets(said, numbered=True)]
