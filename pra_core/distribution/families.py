"""Families that can be fitted to judgements: their parameters, starts and limits of the search."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import special

from pra_core.distribution.bounded import Beta, Pert, Triangular, Uniform
from pra_core.distribution.pooled import Single
from pra_core.distribution.positive import Gamma, LogNormal, Weibull
from pra_core.distribution.truncated import TruncatedLogNormal, TruncatedNormal
from pra_core.frozen import FloatArray

Build = Callable[[FloatArray], Single]

FREE_END = 20.0
"""A free end lies at most this many judged ranges outside the judgements."""
FREE_DECADES = 5.0
"""The free upper end of a lognormal lies this many judged ranges of the logarithm above them."""

NEAR = 1e-9
"""Share of the room up to a bound that counts as rounding."""


@dataclass(frozen=True, slots=True)
class Family:
    """Parameters of one family on the whole real line, with starts and limits of the search."""

    build: Build
    starts: tuple[tuple[float, ...], ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Judgements P(X <= q) = p, and the bounds that every candidate must respect."""

    p: FloatArray
    q: FloatArray
    lower: float | None
    upper: float | None


def families(given: Points) -> Iterator[Family]:
    """Every family that can respect the bounds: those of tails first, then those of ends."""
    centre, sd = _line(special.ndtri(given.p), given.q)
    if given.q[0] > 0.0:
        middle, sdlog = _line(special.ndtri(given.p), np.log(given.q))
        if given.upper is None and (given.lower is None or given.lower <= 0.0):
            yield from _positive(given, middle, sdlog)
        else:
            yield _truncated_lognormal(given, middle, sdlog)
    if given.lower is not None and given.upper is not None:
        yield _beta(given, given.lower, given.upper, centre, sd)
    yield _truncated(given, centre, sd)
    yield from _ended(given)


def _line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Intercept and slope of y on x by least squares."""
    spread = x - x.mean()
    slope = float(spread @ y / (spread @ spread))
    return float(y.mean()) - slope * float(x.mean()), slope


def _positive(given: Points, middle: float, sdlog: float) -> Iterator[Family]:
    yield Family(
        lambda x: LogNormal(median=math.exp(x[0]), sdlog=math.exp(x[1])),
        ((middle, math.log(sdlog)),), (middle - 20.0, -20.0), (middle + 20.0, 3.0),
    )
    shape = min(max(1.0 / sdlog**2, 1e-3), 1e8)
    yield Family(
        lambda x: Gamma(shape=math.exp(x[0]), scale=math.exp(x[1] - x[0])),
        ((math.log(shape), middle),), (-12.0, middle - 20.0), (25.0, middle + 30.0),
    )
    # ln(−ln(1 − p)) = shape·(ln q − ln scale) is a straight line for the Weibull.
    log_scale, slope = _line(np.log(-np.log1p(-given.p)), np.log(given.q))
    yield Family(
        lambda x: Weibull(shape=math.exp(x[0]), scale=math.exp(x[1])),
        ((min(max(-math.log(slope), -3.0), 14.0), log_scale),),
        (-4.0, log_scale - 20.0), (15.0, log_scale + 20.0),
    )


def _truncated_lognormal(given: Points, middle: float, sdlog: float) -> Family:
    low = max(given.lower or 0.0, 0.0)
    first, last = float(given.q[0]), float(given.q[-1])
    high = last * (last / first) ** FREE_DECADES if given.upper is None else given.upper
    return Family(
        lambda x: TruncatedLogNormal(median=math.exp(middle + sdlog * float(x[0])),
                                     sdlog=sdlog * math.exp(x[1]), low=low, high=high),
        ((0.0, 0.0),), (-20.0, -4.0), (20.0, 3.0),
    )


def _beta(given: Points, lower: float, upper: float, centre: float, sd: float) -> Family:
    """Starts: the moments of a normal, and near either end those of a gamma or its mirror image.

    A beta whose mean is a small share m of its width is nearly a gamma of shape a with b = a / m.
    """
    width, z = upper - lower, special.ndtri(given.p)
    share = min(max((centre - lower) / width, 0.01), 0.99)
    total = max(share * (1.0 - share) * (width / sd) ** 2 - 1.0, 0.5)
    starts = [(math.log(share * total), math.log((1.0 - share) * total))]
    for mirrored in (False, True):
        gaps = (upper - given.q if mirrored else given.q - lower) / width
        if np.all((gaps > 0.0) & (gaps < 1.0)):
            middle, sdlog = _line(-z if mirrored else z, np.log(gaps))
            a = -2.0 * math.log(abs(sdlog))
            near, far = a, a - min(middle, -0.01)
            starts.append((far, near) if mirrored else (near, far))
    return Family(
        lambda x: Beta(a=math.exp(x[0]), b=math.exp(x[1]), low=lower, high=upper),
        tuple((min(max(a, -11.0), 39.0), min(max(b, -11.0), 39.0)) for a, b in starts),
        (-12.0, -12.0), (40.0, 40.0),
    )


def _truncated(given: Points, centre: float, sd: float) -> Family:
    first, last = float(given.q[0]), float(given.q[-1])
    room = FREE_END * (last - first)
    low = first - room if given.lower is None else given.lower
    high = last + room if given.upper is None else given.upper
    return Family(
        lambda x: TruncatedNormal(mean=centre + sd * float(x[0]), sd=sd * math.exp(x[1]),
                                  low=low, high=high),
        ((0.0, 0.0),), (-50.0, -4.0), (50.0, 4.0),
    )


def _ended(given: Points) -> Iterator[Family]:
    """Families with ends of their own; shares of the room that is left outside the judgements."""
    first, last = float(given.q[0]), float(given.q[-1])
    room = FREE_END * (last - first)
    below = room if given.lower is None else first - given.lower
    above = room if given.upper is None else given.upper - last
    start_low = 0.02 if given.lower is None else 0.5
    start_high = 0.02 if given.upper is None else 0.5

    def ends(x: FloatArray) -> tuple[float, float]:
        low, high = first - below * float(x[0]), last + above * float(x[1])
        # An end that reaches its bound within rounding stands on it.
        if given.lower is not None and low <= given.lower + NEAR * below:
            low = given.lower
        if given.upper is not None and high >= given.upper - NEAR * above:
            high = given.upper
        return low, high

    def peak(x: FloatArray) -> float:
        low, high = ends(x)
        return min(max(low + (high - low) * float(x[2]), low), high)

    def level(x: FloatArray) -> Single:
        low, high = ends(x)
        return Uniform(low=low, high=high)

    def triangle(x: FloatArray) -> Single:
        low, high = ends(x)
        return Triangular(low=low, mode=peak(x), high=high)

    def pert(x: FloatArray) -> Single:
        low, high = ends(x)
        return Pert(low=low, mode=peak(x), high=high)

    near = (start_low / 20.0, start_high / 20.0)
    wide = (start_low, start_high)
    three = tuple((*start, share) for start, share in (
        (wide, 0.4), (near, 0.9), (wide, 0.1), (near, 0.1), (wide, 0.9), (near, 0.4)))
    yield Family(level, (wide, near), (0.0, 0.0), (1.0, 1.0))
    yield Family(pert, three, (0.0,) * 3, (1.0,) * 3)
    yield Family(triangle, three, (0.0,) * 3, (1.0,) * 3)


def peak_of(law: Single) -> float:
    """The most likely value of a candidate; the middle where every value is equally likely."""
    if isinstance(law, (Pert, Triangular)):
        return law.mode
    if isinstance(law, LogNormal):
        return law.median * math.exp(-law.sdlog**2)
    if isinstance(law, Gamma):
        return max(law.shape - 1.0, 0.0) * law.scale
    if isinstance(law, Weibull):
        rise = max(law.shape - 1.0, 0.0) / law.shape
        return float(law.scale * rise ** (1.0 / law.shape))
    if isinstance(law, Beta):
        return law.low + (law.high - law.low) * _beta_peak(law.a, law.b)
    low, high = law.support
    if isinstance(law, TruncatedNormal):
        return min(max(law.centre, low), high)
    if isinstance(law, TruncatedLogNormal):
        return min(max(law.median * math.exp(-law.sdlog**2), low), high)
    return 0.5 * low + 0.5 * high


def _beta_peak(a: float, b: float) -> float:
    if a <= 1.0 or b <= 1.0:  # the density is largest at an end, the one with the smaller shape
        return 0.5 if a == b else float(a > b)
    return (a - 1.0) / (a + b - 2.0)
