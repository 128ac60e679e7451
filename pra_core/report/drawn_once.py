"""A document whose figures are drawn once per form, however often and wherever they are printed."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import replace

from pra_core.report.document import Block, Document, Figure, Form, Section

Drawn = MutableMapping[tuple[str, str, Form], bytes]
"""Drawings by language, id of the figure and form."""


def drawn_once(document: Document, drawn: Drawn) -> Document:
    """The same document, its figures taken from `drawn`, where each is put when first asked for.

    Documents about the same results may share `drawn`, whoever signs them and in whatever parts.
    """
    def blocks(given: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(replace(one, draw=_kept(one, document.language, drawn))
                     if isinstance(one, Figure) else one for one in given)

    def section(one: Section) -> Section:
        return replace(one, blocks=blocks(one.blocks), sections=tuple(map(section, one.sections)))

    return replace(document, executive=blocks(document.executive),
                   sections=tuple(map(section, document.sections)))


def _kept(figure: Figure, language: str, drawn: Drawn) -> Callable[[Form], bytes]:
    def draw(form: Form) -> bytes:
        key = language, figure.id, form
        if key not in drawn:
            drawn[key] = figure.draw(form)
        return drawn[key]

    return draw
