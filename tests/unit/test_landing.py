"""Where arriving units end up: by people, from ports, by area."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pra_core import landing, reference, reference_places
from pra_core.errors import PraError
from pra_core.pra_area import Landing, PraArea
from tests.minimal import SOURCE, text

CHINA = PraArea(title=text("China"), countries=("CN",))


def how(**changes: Any) -> Landing:
    return Landing.model_validate({"source": dict(SOURCE)} | changes)


def ports(*named: tuple[str, float], reach: float = 300.0) -> Landing:
    return how(by="ports", reach_km=reach,
               ports=[{"code": code, "share": share} for code, share in named])


def test_population_is_the_one_word() -> None:
    short = Landing.model_validate("population")
    assert np.array_equal(landing.weights(CHINA, short), reference.landing_weights(("CN",)))


def test_shares_of_ports_are_kept_and_stay_near() -> None:
    cells = reference.pra_area_cells(("CN",))
    place = reference.climate_normals()
    found = landing.weights(CHINA, ports(("CNSHA", 0.75), ("CAN", 0.25), reach=50.0))
    assert found.sum() == pytest.approx(1.0)
    shanghai = np.hypot(place.latitude[cells] - 31.2, place.longitude[cells] - 121.5) < 4
    canton = np.hypot(place.latitude[cells] - 23.2, place.longitude[cells] - 113.3) < 4
    assert found[shanghai].sum() == pytest.approx(0.75, abs=0.02)
    assert found[canton].sum() == pytest.approx(0.25, abs=0.02)


def test_wide_reach_approaches_the_population() -> None:
    found = landing.weights(CHINA, ports(("CNSHA", 1.0), reach=20_000.0))
    people = reference.landing_weights(("CN",))
    near = landing.weights(CHINA, ports(("CNSHA", 1.0), reach=100.0))
    assert np.abs(found - people).sum() < 0.2 < np.abs(near - people).sum()


def test_areas_get_their_shares() -> None:
    found = landing.weights(CHINA, how(by="areas", areas=[{"area": "CN-GD", "share": 0.4},
                                                          {"area": "CN-XJ", "share": 0.6}]))
    cells = reference.pra_area_cells(("CN",))
    inside = np.isin(cells, reference_places.area_cells(["CN-GD"]))
    assert found[inside].sum() == pytest.approx(0.4)
    assert found.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("given", "code"), [
    (ports(("CNXXX", 1.0)), "unknown_id"),
    (how(by="areas", areas=[{"area": "CN-QQ", "share": 1.0}]), "unknown_id"),
    (how(by="areas", areas=[{"area": "AU-WA", "share": 1.0}]), "unreachable"),
])
def test_places_that_are_not_there(given: Landing, code: str) -> None:
    with pytest.raises(PraError) as caught:
        landing.weights(CHINA, given)
    assert {p.code for p in caught.value.problems} == {code}


@pytest.mark.parametrize("given", [
    {"by": "ports", "ports": [{"code": "CNSHA", "share": 0.5}]},
    {"by": "ports", "ports": [{"code": "CNSHA", "share": 0.5}, {"code": "CNSHA", "share": 0.5}]},
    {"by": "areas", "areas": []},
])
def test_shares_sum_to_one_over_different_places(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="sum"):
        how(**given)


def test_other_landing_than_population_needs_a_source() -> None:
    with pytest.raises(ValueError, match="no_source"):
        Landing.model_validate({"by": "areas", "areas": [{"area": "CN-GD", "share": 1.0}]})
