"""One part of the model as the method page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the model: title, equations, and what they say."""

    title: str
    latex: tuple[str, ...]
    words: str
