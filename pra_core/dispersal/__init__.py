"""Stochastic kernel spread of a pest over a grid of cells (design 2.4 b)."""

from pra_core.dispersal.equivalent import Equivalent, equivalent, front_speed
from pra_core.dispersal.landscape import (
    Dispersal,
    Entry,
    Gravity,
    Kernel,
    Landscape,
    degree_grid,
    plane,
)
from pra_core.dispersal.simulation import spread_in_batches, spread_on_grid

__all__ = ["Dispersal", "Entry", "Equivalent", "Gravity", "Kernel", "Landscape", "degree_grid",
           "equivalent", "front_speed", "plane", "spread_in_batches", "spread_on_grid"]
