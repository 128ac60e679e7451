"""Where arriving units end up: the landing weights of a scenario (design 2.2)."""

from __future__ import annotations

from pra_core import reference
from pra_core.frozen import FloatArray
from pra_core.pra_area import Landing, PraArea


def weights(area: PraArea, how: Landing) -> FloatArray:
    """Share of arriving units that ends up in each cell of the PRA area, [cells], sum 1."""
    return reference.landing_weights(area.countries, area.box)
