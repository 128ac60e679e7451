"""Planning inspection by ISPM 31: five bases of a sample, boxes and units, skipped lots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.inspection import LARGEST_SAMPLE, detection_probability, sample_size

Basis = Literal["hypergeometric", "binomial", "poisson", "beta_binomial", "fixed_proportion"]
BASES: tuple[Basis, ...] = ("hypergeometric", "binomial", "poisson", "beta_binomial",
                            "fixed_proportion")


@dataclass(frozen=True, slots=True)
class Target:
    """What a sample is to find: prevalence f [infested units/unit] with a confidence.

    `sensitivity` q: chance that an infested unit in the sample is recognised. `aggregation` theta:
    how clustered infested units are among the units drawn (0 = not at all).
    """

    prevalence: float
    confidence: float
    lot_size: int
    sensitivity: float = 1.0
    aggregation: float = 0.0


@dataclass(frozen=True, slots=True)
class BasisPlan:
    """The sample one basis asks for.

    `sample`: units per lot, None where the basis cannot give the confidence (`problem` says why).
    `detection`: chance to detect by the basis's own law. `truly`: chance with the lot's real size
    where units are mixed, or by the beta-binomial law where they are clustered.
    """

    basis: Basis
    sample: int | None
    detection: float
    truly: float
    problem: Problem | None = None


def five_bases(target: Target, proportion: float) -> tuple[BasisPlan, ...]:
    """The sample by each of the five bases of ISPM 31, and what it really detects.

    Hypergeometric n without replacement from the lot; binomial n = ln(1 - C)/ln(1 - f q); Poisson
    n = -ln(1 - C)/(f q); beta-binomial for clustered infestation; fixed proportion n = share of the
    lot, rounded up, whatever that detects.

    Raises PraError out_of_bounds with every problem of the target or the proportion.
    """
    _check(target, proportion)
    return tuple(_plan(basis, target, proportion) for basis in BASES)


def _plan(basis: Basis, target: Target, proportion: float) -> BasisPlan:
    try:
        n = _sample(basis, target, proportion)
        return BasisPlan(basis, n, _own(basis, n, target), really_detects(n, target))
    except PraError as error:
        if error.code != "unreachable":
            raise
        return BasisPlan(basis, None, math.nan, math.nan, error.problems[0])


def _sample(basis: Basis, target: Target, proportion: float) -> int:
    f, c, q = target.prevalence, target.confidence, target.sensitivity
    if basis == "hypergeometric":
        return sample_size(f, c, target.lot_size, q)
    if basis == "fixed_proportion":
        return math.ceil(proportion * target.lot_size - 1e-9)
    if basis == "poisson":
        if f * q == 0.0:
            raise PraError("unreachable", "confidence", c, "n < ∞")
        return _within_lot(math.ceil(-math.log1p(-c) / (f * q) * (1.0 - 1e-12)), target)
    theta = target.aggregation if basis == "beta_binomial" else 0.0
    return _within_lot(sample_size(f, c, None, q, theta), target)


def _within_lot(n: int, target: Target) -> int:
    if n > min(target.lot_size, LARGEST_SAMPLE):
        raise PraError("unreachable", "sample", n, f"n <= {target.lot_size}")
    return n


def _own(basis: Basis, n: int, target: Target) -> float:
    f, q = target.prevalence, target.sensitivity
    if basis == "poisson":
        return -math.expm1(-n * f * q)
    if basis == "beta_binomial":
        return detection_probability(n, f, None, q, target.aggregation)
    if basis == "binomial":
        return detection_probability(n, f, None, q)
    return detection_probability(n, f, target.lot_size, q)


def really_detects(n: int, target: Target, prevalence: float | None = None) -> float:
    """Chance that n units of the lot show the pest: beta-binomial if clustered, else the lot's law.

    `prevalence` replaces the target's. Below one infested unit in the lot nothing can be found.
    """
    f = target.prevalence if prevalence is None else prevalence
    if target.aggregation > 0.0:
        return detection_probability(n, f, None, target.sensitivity, target.aggregation)
    if math.floor(target.lot_size * f + 1e-9) == 0:
        return 0.0
    return detection_probability(n, f, target.lot_size, target.sensitivity)


def _check(target: Target, proportion: float) -> None:
    problems = []
    for name, value in (("prevalence", target.prevalence), ("sensitivity", target.sensitivity),
                        ("proportion", proportion)):
        if not 0.0 < value <= 1.0:
            problems.append(Problem("out_of_bounds", name, value, "0 < x <= 1"))
    if not 0.0 < target.confidence < 1.0:
        problems.append(Problem("out_of_bounds", "confidence", target.confidence, "0 < x < 1"))
    if not 1 <= target.lot_size <= LARGEST_SAMPLE:
        problems.append(Problem("out_of_bounds", "lot_size", target.lot_size,
                                f"1..{LARGEST_SAMPLE}"))
    if not 0.0 <= target.aggregation < math.inf:
        problems.append(Problem("out_of_bounds", "aggregation", target.aggregation, ">= 0"))
    if problems:
        raise PraError.of(problems)


def fallacy(target: Target, proportion: float, lots: Sequence[int]
            ) -> list[tuple[int, int, float]]:
    """(lot size, sample, detection) of one fixed share of the lot, for lots of several sizes.

    The same share protects small lots hardly at all and large lots needlessly: detection hangs on
    the number of units drawn, not on their share (ISPM 31).
    """
    found = []
    for lot in lots:  # the fallacy needs no clustering to show
        sized = Target(target.prevalence, target.confidence, lot, target.sensitivity)
        _check(sized, proportion)
        n = math.ceil(proportion * lot - 1e-9)
        found.append((lot, n, really_detects(n, sized)))
    return found


@dataclass(frozen=True, slots=True)
class Boxes:
    """A lot of equal boxes, some of them infested.

    `within`: share of the units of an infested box that are infested.
    """

    boxes: int
    units_per_box: int
    within: float


def two_stage(lot: Boxes, prevalence: float, opened: int, per_box: int, sensitivity: float = 1.0
              ) -> float:
    """Chance to detect by opening boxes and looking at some units of each.

    Infested boxes D = floor(boxes·f/within + 1e-9) are drawn without replacement, and so are
    infested units within an opened box: P0 = sum_k Hypergeometric(k; boxes, D, opened)·b^k, with b
    the chance that the units looked at in an infested box show nothing.

    Raises PraError out_of_bounds with every problem; unreachable without one infested box or unit.
    """
    problems = []
    for name, count in (("boxes", lot.boxes), ("units_per_box", lot.units_per_box)):
        if count < 1:
            problems.append(Problem("out_of_bounds", name, count, ">= 1"))
    if not 0.0 < lot.within <= 1.0:
        problems.append(Problem("out_of_bounds", "within", lot.within, "0 < x <= 1"))
    elif not 0.0 <= prevalence <= lot.within:
        problems.append(Problem("out_of_bounds", "prevalence", prevalence, f"0..{lot.within:g}"))
    if not 0 <= opened <= lot.boxes:
        problems.append(Problem("out_of_bounds", "opened", opened, f"0..{lot.boxes}"))
    if not 0 <= per_box <= lot.units_per_box:
        problems.append(Problem("out_of_bounds", "per_box", per_box, f"0..{lot.units_per_box}"))
    if problems:
        raise PraError.of(problems)
    if math.floor(lot.units_per_box * lot.within + 1e-9) == 0:
        raise PraError("unreachable", "within", lot.within, f">= {1.0 / lot.units_per_box:.3g}")
    in_box = detection_probability(per_box, lot.within, lot.units_per_box, sensitivity)
    return detection_probability(opened, prevalence / lot.within, lot.boxes, in_box)


def splits(lot: Boxes, prevalence: float, units: int, sensitivity: float = 1.0, most: int = 8
           ) -> list[tuple[int, int, float]]:
    """(boxes opened, units of each, detection) for the same number of units in all, fewest first.

    Raises PraError out_of_bounds where the lot has fewer units; see `two_stage`.
    """
    if not 1 <= units <= lot.boxes * lot.units_per_box:
        raise PraError("out_of_bounds", "units", units, f"1..{lot.boxes * lot.units_per_box}")
    fits = [b for b in range(1, min(units, lot.units_per_box) + 1)
            if units % b == 0 and units // b <= lot.boxes]
    if not fits:
        raise PraError("unreachable", "units", units, f"{lot.boxes} x {lot.units_per_box}")
    step = max(1, math.ceil(len(fits) / most))
    kept = sorted({*fits[::step], fits[-1]}, reverse=True)
    return [(units // b, b, two_stage(lot, prevalence, units // b, b, sensitivity)) for b in kept]


@dataclass(frozen=True, slots=True)
class SkipLot:
    """Long run of a schedule that inspects only some lots once enough in a row were clean.

    `inspected`, `rejected`: share of all lots. `released_infested`: infested units released
    relative to those offered. Arrays where the arguments are.
    """

    inspected: FloatArray | float
    rejected: FloatArray | float
    released_infested: FloatArray | float


def skip_lot(rejection: FloatArray | float, released: FloatArray | float, clearance: int,
             fraction: float) -> SkipLot:
    """Every lot is inspected until `clearance` in a row pass; then a random `fraction` of them.

    `rejection`: share of lots that inspection rejects; `released`: share of infested units that it
    releases. With p the rejection, i the clearance and f the fraction the share inspected is
    f / (f + (1 - f)(1 - p)^i) (Dodge 1943, Ann. Math. Stat. 14:264, CSP-1, for lots). Lots are
    taken to be alike and independent; whether a lot is skipped does not depend on how infested it
    is.

    Raises PraError out_of_bounds with every problem.
    """
    problems = [Problem("out_of_bounds", name, float(np.min(value)), "0..1")
                for name, value in (("rejection", rejection), ("released", released))
                if not (np.all(np.greater_equal(value, 0.0)) and np.all(np.less_equal(value, 1.0)))]
    if not 0.0 < fraction <= 1.0:
        problems.append(Problem("out_of_bounds", "fraction", fraction, "0 < x <= 1"))
    if clearance < 1:
        problems.append(Problem("out_of_bounds", "clearance", clearance, ">= 1"))
    if problems:
        raise PraError.of(problems)
    qualified = (1.0 - fraction) * np.power(1.0 - rejection, clearance)
    share = fraction / (fraction + qualified)
    return SkipLot(share, share * rejection, share * released + (1.0 - share))
