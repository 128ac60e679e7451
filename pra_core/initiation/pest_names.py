"""The pest named in a sentence, by any of its whole names."""

from __future__ import annotations

from collections.abc import Iterable

from pra_core.initiation.place_names import folded
from pra_core.pest_library import PestRecord

SHORTEST, SHORTEST_CHINESE = 5, 3
"""Shorter names are read only where they are all that was typed."""


def pest_named(text: str, records: Iterable[PestRecord]) -> tuple[str, str] | None:
    """EPPO code of the pest with the longest name in a text, and the text without that name.

    Scientific, common and other names count, and the code itself; None where none is in it.
    """
    plain, best = f" {folded(text)} ", ("", "")
    for record in records:
        for name in (record.name, record.eppo_code, *record.common_name.values(),
                     *record.other_names):
            said = folded(name)
            least = SHORTEST if said.isascii() else SHORTEST_CHINESE
            if len(said) < max(least, len(best[1]) + 1) or said not in plain:
                continue
            if not said.isascii() or _apart(plain, said):
                best = record.eppo_code, said
    if not best[0]:
        return None
    return best[0], " ".join(plain.replace(best[1], " ", 1).split())


def _apart(plain: str, said: str) -> bool:
    """Whether a Latin name stands by itself, not inside a longer word."""
    at = plain.find(said)
    after = plain[at + len(said):]
    return not plain[at - 1].isalnum() and (
        not after[0].isalnum() or after.startswith(("s ", "es ")))
