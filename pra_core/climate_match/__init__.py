"""What the climate of a PRA area resembles, and what its warmth allows (ISPM 11, 2.2.2.2).

The climate of the PRA area is that of the scenario, with its change of climate where it has one;
the places it is compared with keep the normals of 2000-2025.
"""

from __future__ import annotations

from pra_core.climate_match.generations import METHODS, daily_range, development
from pra_core.climate_match.matching import (
    GOOD_MATCH,
    KNOWN_PEOPLE,
    Resemblance,
    Similar,
    best_places,
    region_table,
    resemblance,
    similar,
)
from pra_core.climate_match.places import Places, cell_at, cells_of, cells_of_cities, present_range
from pra_core.climate_match.shared_zones import RARE, zone_table, zones

__all__ = [
    "GOOD_MATCH", "KNOWN_PEOPLE", "METHODS", "RARE", "Places", "Resemblance", "Similar",
    "best_places", "cell_at", "cells_of", "cells_of_cities", "daily_range", "development",
    "present_range", "region_table", "resemblance", "similar", "zone_table", "zones",
]
