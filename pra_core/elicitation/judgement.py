"""What each assessor judged, in which round and why, and the distribution that stands for all."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.distribution import Distribution, Pooled, Single, pool_faults
from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import Frozen, LocalText, problem

Pooling = Literal["linear", "logarithmic"]


class Judgement(Frozen):
    """What one assessor said about a quantity, and the distribution fitted to it."""

    assessor: Annotated[str, Field(min_length=1)]
    round: Annotated[int, Field(ge=1, le=9)] = 1
    """1 = before discussion, 2 = after it."""
    date: dt.date
    reason: LocalText
    asked: Literal["quantiles", "min_likely_max"] = "quantiles"
    probabilities: tuple[float, ...] = ()
    """For quantiles: the cumulative probabilities asked for, increasing, inside (0, 1)."""
    values: Annotated[tuple[float, ...], Field(min_length=1)]
    """Quantiles, one per probability; or smallest, most likely and largest value."""
    outside: Annotated[float, Field(ge=0, lt=0.5)] = 0.0
    """For smallest, likely, largest: the chance meant to lie beyond each end (0 = none)."""
    weight: Annotated[float, Field(ge=0)] = 1.0
    """Weight of this assessor in the pool, relative to the others."""
    distribution: Single
    """The candidate chosen for this judgement."""

    @model_validator(mode="after")
    def _complete(self) -> Judgement:
        p, x = self.probabilities, self.values
        if self.asked == "min_likely_max":
            if len(x) != 3 or not x[0] <= x[1] <= x[2] or x[0] == x[2]:
                raise problem("order", x, "min <= likely <= max, min < max", "values")
            if p:
                raise problem("conflict", p, N_("none beside min, likely, max"), "probabilities")
            low, high = self.distribution.support
            if self.outside == 0.0 and (low < x[0] or high > x[2]):
                raise problem("conflict", f"[{low:g}, {high:g}]", f"{x[0]:g} … {x[2]:g}",
                              "distribution")
            return self
        if self.outside:
            raise problem("conflict", self.outside, N_("0 where quantiles were asked for"),
                          "outside")
        if len(p) != len(x):
            raise problem("conflict", f"{len(x)} != {len(p)}", "values = probabilities", "values")
        if any(not 0 < one < 1 for one in p):
            raise problem("out_of_bounds", p, "0 < p < 1", "probabilities")
        for name, given in (("probabilities", p), ("values", x)):
            if any(a >= b for a, b in zip(given, given[1:], strict=False)):
                raise problem("order", given, "x1 < x2 < ...", name)
        return self


class Elicitation(Frozen):
    """The judgements of one quantity, all rounds; those of the last round are pooled."""

    judgements: Annotated[tuple[Judgement, ...], Field(min_length=1)]
    pooling: Pooling = "linear"
    lower: float | None = None
    """Smallest value the assessors were told is possible."""
    upper: float | None = None

    @model_validator(mode="after")
    def _poolable(self) -> Elicitation:
        seen: set[tuple[str, int]] = set()
        for j in self.judgements:
            if (j.assessor, j.round) in seen:
                raise problem("duplicate", f"{j.assessor}, {j.round}", "one judgement per assessor"
                              " and round", "judgements")
            seen.add((j.assessor, j.round))
        if not self.counted:
            raise problem("out_of_bounds", [j.weight for j in self.current],
                          "at least one weight > 0", "judgements")
        if len(self.counted) > 1:
            for fault in pool_faults([j.distribution for j in self.counted],
                                     [j.weight for j in self.counted], self.pooling):
                raise problem(*fault, "judgements")
        return self

    @model_validator(mode="after")
    def _inside_bounds(self) -> Elicitation:
        low = -math.inf if self.lower is None else self.lower
        high = math.inf if self.upper is None else self.upper
        if low >= high:
            raise problem("order", high, f"> {low:g}", "upper")
        for place, j in enumerate(self.judgements):
            ends = j.distribution.support
            for path, (first, last) in (("values", (min(j.values), max(j.values))),
                                        ("distribution", ends)):
                if first < low or last > high:
                    raise problem("out_of_bounds", f"[{first:g}, {last:g}]",
                                  f"{low:g} … {high:g}", f"judgements[{place}].{path}")
        return self

    @property
    def last_round(self) -> int:
        """The latest round in which anybody judged."""
        return max(j.round for j in self.judgements)

    @property
    def current(self) -> tuple[Judgement, ...]:
        """The latest judgement of each assessor, in the order in which they first appear."""
        return self.as_of(self.last_round)

    @property
    def counted(self) -> tuple[Judgement, ...]:
        """Those of `current` with a weight above 0; with one alone there is nothing to pool."""
        return tuple(j for j in self.current if j.weight > 0)

    def as_of(self, round_number: int) -> tuple[Judgement, ...]:
        """The latest judgement of each assessor up to a round, in order of first appearance."""
        latest: dict[str, Judgement] = {}
        for j in self.judgements:
            if j.round <= round_number and (j.assessor not in latest
                                            or j.round >= latest[j.assessor].round):
                latest[j.assessor] = j
        return tuple(latest.values())

    def distribution(self) -> Distribution:
        """The distribution that stands for all assessors."""
        return pooled(self.current, self.pooling)


def pooled(judgements: Sequence[Judgement], pooling: Pooling) -> Distribution:
    """The pool of the judgements' distributions with their weights; one alone stands for itself.

    Judgements of weight zero are kept on record and count nothing. Raises PraError: out_of_bounds
    for weights that are all zero, conflict and not_computed for distributions that cannot be
    pooled this way (`pool_faults`).
    """
    counted = [j for j in judgements if j.weight > 0]
    if len(counted) == 1:
        return counted[0].distribution
    laws, weights = [j.distribution for j in counted], [j.weight for j in counted]
    faults = pool_faults(laws, weights, pooling)
    if faults:
        raise PraError.of(Problem(code, "judgements", value, allowed)
                          for code, value, allowed in faults)
    return Pooled(method=pooling, laws=tuple(laws), weights=tuple(weights))
