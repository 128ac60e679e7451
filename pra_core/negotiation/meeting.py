"""Where two proposals could meet (WTO SPS Agreement, Articles 4 and 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pra_core.portfolio import Portfolios


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two proposals could meet: sets that keep what both want and add nothing new."""

    between: tuple[tuple[str, ...], ...]
    """Sets that meet the ALOP, hold every common measure and no measure of neither, and of which
    no smaller such set meets it; least restrictive first."""
    undecided: tuple[tuple[str, ...], ...]
    """Sets between the proposals, before the first that meets, which these draws do not decide."""
    nearest: tuple[str, ...]
    """The set between them with the highest P(meets)."""
    elsewhere: tuple[str, ...] | None
    """The least restrictive set of all that meets."""


def meeting(sets: Portfolios, first: Sequence[str], second: Sequence[str]) -> Meeting:
    """Common measures ⊆ set ⊆ measures of either, judged on the terms `sets` was searched on.

    Raises PraError unknown_id where not even the common measures are a candidate set.
    """
    common, either = set(first) & set(second), set(first) | set(second)
    sets.row(sorted(common))
    inside = [(s, str(v), float(p)) for s, v, p in
              zip(sets.table["measures"], sets.table["verdict"], sets.table["probability"],
                  strict=True) if common <= set(s) <= either]
    minimal: list[tuple[str, ...]] = []
    for ids, verdict, _ in inside:  # a subset stands before its supersets
        if verdict == "meets" and not any(set(m) <= set(ids) for m in minimal):
            minimal.append(ids)
    before = inside if not minimal else inside[: [s for s, _, _ in inside].index(minimal[0])]
    return Meeting(tuple(minimal), tuple(s for s, v, _ in before if v == "too_close"),
                   max(inside, key=lambda item: item[2])[0], sets.first_meeting)
