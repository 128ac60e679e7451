"""A document whose figures are drawn once per form, however often and wherever they are printed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pra_core.report.document import Block, Document, Figure, Section


def drawn_once(document: Document) -> Document:
    """The same document; each figure remembers what it drew, as vectors and as pixels."""
    return replace(document, executive=_blocks(document.executive),
                   sections=tuple(map(_section, document.sections)))


def _section(section: Section) -> Section:
    return replace(section, blocks=_blocks(section.blocks),
                   sections=tuple(map(_section, section.sections)))


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(block, draw=lru_cache(maxsize=2)(block.draw))
                 if isinstance(block, Figure) else block for block in blocks)
