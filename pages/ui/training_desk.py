"""Where a trainee sits: whose answers are taken, on which seed, and what may be shown already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pra_core.training import Answers, Graded


@dataclass(frozen=True, slots=True)
class Desk:
    """One trainee at one exercise, alone or in a class."""

    key: str
    """Prefix of widget keys, different for every exercise and seat."""
    seed: int
    """The exercise's own, or that of the class."""
    given: Answers
    """Answers handed in before; empty = none."""
    hints: int
    """Hints opened so far."""
    open: bool
    """Whether answers are still taken."""
    reveal: bool
    """Whether right answers and the explanation may be shown; alone, once answers are in."""
    hand_in: Callable[[Answers, Graded], None]
    """Keeps answers with their points (`Graded.hints` were opened)."""
    take_hint: Callable[[int], None]
    """Keeps how many hints are open now."""
    draft: Answers = field(default_factory=dict)
    """Answers typed but not handed in, as they were before a reload."""
