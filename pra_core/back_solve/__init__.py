"""What it would take: back-solving the ALOP for one number at a time (design 2.7)."""

from __future__ import annotations

from pra_core.back_solve.levers import Axis, Lever, levers
from pra_core.back_solve.plan import UNCHANGED, Leaves, Plan, plan
from pra_core.back_solve.scan import Crossing
from pra_core.back_solve.tipping import Tipping, affordable, back_solve, tipping_points

__all__ = ["UNCHANGED", "Axis", "Crossing", "Leaves", "Lever", "Plan", "Tipping", "affordable",
           "back_solve", "levers", "plan", "tipping_points"]
