"""Sources numbered in the order in which a report cites them."""

from __future__ import annotations

from pra_core.i18n import Translator
from pra_core.parameter import Source


class References:
    """The numbered list of one report; a citation that returns keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def listed(self) -> tuple[str, ...]:
        """Citations in the order of their numbers."""
        return tuple(self._numbers)

    def mark(self, citation: str) -> str:
        """The number of a citation in brackets, e.g. "[3]"."""
        key = " ".join(citation.split())
        return f"[{self._numbers.setdefault(key, len(self._numbers) + 1)}]"

    def cited(self, source: Source, t: Translator) -> str:
        """Number of the citation, or who judged when; then reason and note, one line each."""
        lines = [self.mark(source.citation)] if source.citation else []
        if source.assessor and source.date:
            lines.append(t("{assessor}, {date}", assessor=source.assessor,
                           date=source.date.isoformat()))
        lines += [t.local(text) for text in (source.reason, source.note) if text]
        return "\n".join(lines)
