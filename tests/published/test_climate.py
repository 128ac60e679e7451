"""Climate numbers that were published, each with its citation."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from pra_core.climate.degree_days import degree_days
from pra_core.climate.rule import (
    FLOWER_BASE,
    FLOWER_LIFE,
    HEAT_BASE,
    HEAT_NEEDED,
    MEAN_NEEDED,
)
from pra_core.climate.soil import daylight_hours, unadjusted_pet
from pra_core.climate.suitability import moisture_index, temperature_index

FACTS = Path(__file__).parents[2] / "data" / "pest_facts.csv"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("average", 2.50, id="average-Tmin5-Tmax20-base10"),
        pytest.param("triangle", 3.33, id="Lindsey-Newman-1956-triangle-Tmin5-Tmax20-base10"),
        pytest.param("sine", 3.77, id="Baskerville-Emin-1969-sine-Tmin5-Tmax20-base10"),
    ],
)
def test_the_three_methods_differ_on_one_day(method: str, expected: float) -> None:
    assert degree_days(5, 20, 10, method) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("day", "latitude", "hours"),
    [pytest.param(246.0, -20.0, 11.7, id="FAO-56-Allen-1998-example-3-September-20S")],
)
def test_daylight(day: float, latitude: float, hours: float) -> None:
    found = daylight_hours(np.array([day]), np.array([latitude]))[0]
    assert found == pytest.approx(hours, abs=0.05)


@pytest.mark.parametrize("index", [20.0, 50.0, 100.0, 150.0])
@pytest.mark.parametrize(
    ("temperature", "millimetres"),
    [pytest.param(26.49, 135.0, id="Thornthwaite-1948-all-curves-meet-at-26.5C-135mm")],
)
def test_thornthwaite_curves_meet(temperature: float, millimetres: float, index: float) -> None:
    found = unadjusted_pet(np.array([temperature]), np.array([index]))[0]
    assert found == pytest.approx(millimetres, rel=0.015)


@pytest.mark.parametrize(
    ("celsius", "fahrenheit", "rounding"),
    [
        pytest.param(HEAT_NEEDED * 9 / 5, 198, 0.5, id="MARYBLYT-massfruitgrowers-198-DH"),
        pytest.param(HEAT_BASE * 9 / 5 + 32, 65, 0.1, id="MARYBLYT-massfruitgrowers-65F"),
        pytest.param(MEAN_NEEDED * 9 / 5 + 32, 60, 0.1, id="MARYBLYT-massfruitgrowers-60F"),
        pytest.param(FLOWER_LIFE * 9 / 5, 80, 1.0, id="MARYBLYT-massfruitgrowers-80-DD-apple"),
        pytest.param(FLOWER_BASE * 9 / 5 + 32, 40, 0.1, id="MARYBLYT-massfruitgrowers-40F"),
    ],
)
def test_fire_blight_constants_agree_with_the_fahrenheit_form(
    celsius: float, fahrenheit: float, rounding: float
) -> None:
    assert celsius == pytest.approx(fahrenheit, abs=rounding)


def _sheet(species: str) -> dict[str, float]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["eppo_code"] == species]
    prefix = "CLIMEX_"
    named = {r["field"]: r for r in rows if r["verified"] == "yes"}
    return {f.removeprefix(prefix): float(r["value"]) for f, r in named.items()
            if f.startswith(prefix)}


@pytest.mark.parametrize(
    "species",
    [
        pytest.param("ARGPLE", id="Barker-Coop-2019-Table-2-false-codling-moth"),
        pytest.param("MONCAL", id="Barker-Coop-2020-Table-2-japanese-pine-sawyer"),
        pytest.param("GNORAB", id="Barker-Coop-2020-Table-3-tomato-leafminer"),
    ],
)
def test_growth_is_zero_and_one_at_the_published_thresholds(species: str) -> None:
    sheet = _sheet(species)
    dv = [sheet[f"DV{i}"] for i in range(4)]
    sm = [sheet[f"SM{i}"] for i in range(4)]
    warm = [temperature_index(t, t, *dv) for t in dv]
    wet = [moisture_index(s, *sm) for s in sm]
    assert warm == pytest.approx([0, 1, 1, 0])
    assert wet == pytest.approx([0, 1, 1, 0])
    assert temperature_index(dv[0], dv[0] + 2, *dv) == pytest.approx(1 / (dv[1] - dv[0]))
    assert moisture_index((sm[2] + sm[3]) / 2, *sm) == pytest.approx(0.5)
