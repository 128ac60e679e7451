"""Köppen–Geiger zones of a PRA area and of the places it is compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import climate_futures, endangered_area, reference
from pra_core.climate.koppen import ZONES, koppen_zones
from pra_core.climate_match.places import Places, cells_of
from pra_core.scenario import Scenario

RARE = 0.01
"""A zone with less of the land compared with than this does not count as shared."""


def zones(scenario: Scenario) -> NDArray[np.int8]:
    """Köppen–Geiger zone of each cell of the PRA area, positions in `koppen.ZONES`, [cells]."""
    here = climate_futures.climate_of(climate_futures.case_of(scenario))
    return koppen_zones(here.temperature, here.precipitation)


def zone_table(scenario: Scenario, places: Places) -> pd.DataFrame:
    """One row per zone of the PRA area or of the places, the largest of the PRA area first.

    Columns: zone, area [km2 of the PRA area], share (of the PRA area's land), there (share of the
    places' land), shared (whether the zone makes `RARE` or more of the places' land).

    Raises PraError: as `cells_of`.
    """
    normals, known = reference.climate_normals(), cells_of(places)
    size = endangered_area.suitability(scenario).area_km2
    theirs = koppen_zones(normals.temperature[:, known], normals.precipitation[:, known])
    area = np.bincount(zones(scenario), size, len(ZONES))
    there = np.bincount(theirs, normals.area_km2[known], len(ZONES))
    frame = pd.DataFrame({"zone": ZONES, "area": area, "share": area / area.sum(),
                          "there": there / there.sum()})
    frame["shared"] = frame["there"] >= RARE
    frame = frame[(frame["area"] > 0) | (frame["there"] > 0)]
    return frame.sort_values(["share", "there"], ascending=False, ignore_index=True)
