"""Snow cover and the dwarf bunt index at places of which something is published."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.special import ndtri

from pra_core import reference
from pra_core.climate.snow import dwarf_bunt_index
from pra_core.climate.snow_cover import snow_weeks
from pra_core.climate.weekly import WEEK_DAYS

MODEL = {"daily_sd": 5.0, "snow_damping": 6.0}
RULE = {"snow_days": 60.0, "soil_low": -2.0, "soil_high": 5.0, "winter_sd": 2.0, **MODEL}
PLACES = {
    "Minneapolis": (45.0, -93.25), "Chicago": (42.0, -87.75), "New York": (40.75, -74.0),
    "Kansas City": (39.0, -94.5), "Urumqi": (43.75, 87.5), "Harbin": (45.75, 126.75),
    "Guangzhou": (23.25, 113.25), "Logan": (41.75, -111.75), "Pullman": (46.75, -117.25),
    "Kalispell": (48.25, -114.25), "Cavendish": (46.5, -116.5), "Barrie": (44.5, -80.0),
    "Vernon": (50.25, -119.25), "Regina": (50.5, -104.5), "Saskatoon": (52.0, -106.75),
    "Manhattan": (39.25, -96.5), "Beijing": (40.0, 116.5), "Shijiazhuang": (38.0, 114.5),
    "Jinan": (36.75, 117.0), "Xi'an": (34.25, 109.0), "Spokane": (47.75, -117.5),
}


@cache
def cell(place: str) -> int:
    normals, (lat, lon) = reference.climate_normals(), PLACES[place]
    away = (normals.latitude - lat) ** 2 + (normals.longitude - lon) ** 2
    return int(np.argmin(away))


@cache
def covered_days(place: str) -> float:
    """Days under snow a year, mean of eleven winters of equal probability (sd 2 degC)."""
    normals, at = reference.climate_normals(), [cell(place)]
    return float(np.mean([WEEK_DAYS * snow_weeks(
        normals.temperature[:, at], normals.precipitation[:, at], normals.latitude[at],
        anomaly=2.0 * ndtri((k + 0.5) / 11), **MODEL).cover.sum() for k in range(11)]))


def index(place: str) -> float:
    normals, at = reference.climate_normals(), [cell(place)]
    return float(dwarf_bunt_index(normals.temperature[:, at], normals.precipitation[:, at],
                                  normals.latitude[at], **RULE)[0])


@pytest.mark.parametrize(("place", "days"), [
    pytest.param("Minneapolis", 95, id="fox9-twin-cities-95-days-of-one-inch"),
    pytest.param("Chicago", 55, id="fox9-Chicago-55-days"),
    pytest.param("New York", 40, id="fox9-New-York-40-days"),
    pytest.param("Kansas City", 25, id="fox9-Kansas-City-25-days"),
])
def test_days_under_snow_of_american_cities(place: str, days: float) -> None:
    """fox9.com, Twin Cities snow cover season: days a year with an inch of snow, on average."""
    assert covered_days(place) == pytest.approx(days, abs=32)


def test_american_cities_are_in_the_published_order() -> None:
    cities = ["Minneapolis", "Chicago", "New York", "Kansas City"]
    found = [covered_days(city) for city in cities]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(("place", "low", "high"), [
    pytest.param("Harbin", 100, 150, id="15tianqi-2014-north-of-the-Northeast-100-150-days"),
    pytest.param("Urumqi", 71, 120, id="Hydrol-Res-2018-49-1578-Xinjiang-stations-71-120-days"),
    pytest.param("Guangzhou", 0, 0, id="15tianqi-2014-none-south-of-25-N"),
])
def test_days_under_snow_in_china(place: str, low: float, high: float) -> None:
    assert low <= covered_days(place) <= high


@pytest.mark.parametrize("place", [
    pytest.param("Logan", id="Goates-2011-Utah-nursery-almost-100-percent-infection"),
    pytest.param("Kalispell", id="Sitton-1993-trial-site-Kalispell"),
    pytest.param("Cavendish", id="Sitton-1993-trial-site-Cavendish"),
    pytest.param("Pullman", id="Sitton-1993-trial-site-Pullman"),
    pytest.param("Barrie", id="OMAFRA-811-Georgian-Bay-and-Lake-Huron"),
    pytest.param("Vernon", id="BC-Agriculture-North-Okanagan-regulated"),
])
def test_places_with_dwarf_bunt_have_winters_for_it(place: str) -> None:
    assert index(place) > 20


@pytest.mark.parametrize("place", [
    pytest.param("Manhattan", id="Goates-2011-Kansas-not-established"),
    pytest.param("Beijing", id="Goates-2011-northern-China-like-Kansas-Beijing"),
    pytest.param("Shijiazhuang", id="Goates-2011-northern-China-like-Kansas-Shijiazhuang"),
    pytest.param("Jinan", id="Goates-2011-northern-China-like-Kansas-Jinan"),
    pytest.param("Xi'an", id="Goates-2011-northern-China-like-Kansas-Xian"),
    pytest.param("Guangzhou", id="no-snow-Guangzhou"),
    pytest.param("Regina", id="Syngenta-Canada-never-on-the-Prairies-Regina"),
    pytest.param("Saskatoon", id="Syngenta-Canada-never-on-the-Prairies-Saskatoon"),
])
def test_places_without_it_have_hardly_any(place: str) -> None:
    assert index(place) < 5


def test_spokane_is_far_above_the_chinese_plain() -> None:
    """Wei Shuqiu et al. 1995 measured China against Spokane."""
    assert index("Spokane") > 10 * max(index(p) for p in ("Beijing", "Shijiazhuang", "Jinan"))
