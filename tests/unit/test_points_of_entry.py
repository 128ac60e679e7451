"""Points of entry: distances on the sphere, exposure of regions as an index, refusals."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core import endangered_area, points_of_entry, reference_places
from pra_core.endangered_area import Suitability
from pra_core.errors import PraError
from pra_core.pra_area import Landing
from pra_core.scenario import Scenario
from pra_core.sphere import EARTH_RADIUS_KM, arc_km, chord_of, on_sphere
from pra_core.store import load_scenario

QUARTER = math.pi / 2 * EARTH_RADIUS_KM


@pytest.fixture(scope="module")
def china() -> Scenario:
    return load_scenario("medfly-citrus-china")


def cells(latitude: list[float], longitude: list[float], index: list[float],
          hectares: list[float] | None = None) -> Suitability:
    n = len(latitude)
    return Suitability(
        np.arange(n), np.array(latitude), np.array(longitude), np.full(n, "NZ"), np.array(index),
        np.full(n, 1 / n), np.full(n, 5.0), None,
        host_hectares=None if hectares is None else np.array(hectares))


def at(*places: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p[0] for p in places], float), np.array([p[1] for p in places], float)


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param((0, 0), (0, 90), QUARTER, id="quarter-of-the-equator"),
    pytest.param((90, 0), (-90, 17), 2 * QUARTER, id="pole-to-pole"),
    pytest.param((10, 179.5), (10, -179.5), 109.5, id="across-180-degrees"),
    pytest.param((30, 40), (30, 40), 0.0, id="the-same-place"),
    pytest.param((31.23, 121.47), (39.90, 116.40), 1067.0, id="Shanghai-Beijing-1067-km"),
])
def test_distance_on_the_sphere(one: tuple[float, float], other: tuple[float, float],
                                expected: float) -> None:
    found = points_of_entry.nearest_km(*at(one), *at(other))
    assert found == pytest.approx([expected], rel=2e-3, abs=1e-6)


def test_nearest_is_the_least_of_all_and_none_is_infinite() -> None:
    rng = np.random.default_rng(5)
    latitude, longitude = rng.uniform(-80, 80, 40), rng.uniform(-180, 180, 40)
    to = latitude[:7] + 1.0, longitude[:7] - 2.0
    chord = np.linalg.norm(on_sphere(latitude, longitude)[:, None] - on_sphere(*to)[None], axis=2)
    assert points_of_entry.nearest_km(latitude, longitude, *to) == pytest.approx(
        arc_km(chord).min(axis=1))
    assert np.isinf(points_of_entry.nearest_km(latitude, longitude, *at())).all()


@given(st.floats(1.0, 25_000.0))
def test_chord_and_arc_are_inverse_up_to_half_the_globe(distance: float) -> None:
    found = float(arc_km(np.array([chord_of(distance)]))[0])
    assert found == pytest.approx(min(distance, 2 * QUARTER), rel=1e-6)


def test_host_area_counts_suitable_cells_only() -> None:
    limit = 10.0
    mapped = cells([0, 0, 0], [0, 1, 2], [0.0, 9.9, 10.0], [3.0, 4.0, 5.0])
    assert points_of_entry.host_area(mapped, limit).tolist() == [0.0, 0.0, 5.0]
    # 5 km2 of land are 500 ha; index 0 never counts, even at threshold 0
    unmapped = replace(mapped, host_hectares=None)
    assert points_of_entry.host_area(unmapped, 0.0).tolist() == [0.0, 500.0, 500.0]


def test_exposure_falls_to_one_e_th_over_the_reach() -> None:
    reach = QUARTER
    found = cells([0, 0], [0, 90], [50, 50], [2.0, 2.0])
    pull = points_of_entry.exposure(*at((0, 0)), np.array([1.0]), found, np.array([2.0, 2.0]),
                                    reach)
    assert pull == pytest.approx([2.0, 2.0 / math.e])


def test_exposure_adds_over_points_by_weight_and_grows_with_hosts() -> None:
    found = cells([0, 1], [0, 1], [50, 50])
    hectares = np.array([1.0, 3.0])

    def pull(weight: list[float], hosts: np.ndarray = hectares) -> np.ndarray:
        return points_of_entry.exposure(*at((0, 2), (5, 5)), np.array(weight), found, hosts, 300.0)

    assert pull([0.3, 0.7]) == pytest.approx(0.3 * pull([1, 0]) + 0.7 * pull([0, 1]))
    assert pull([1, 1], 2 * hectares) == pytest.approx(2 * pull([1, 1]))
    assert pull([1, 1], np.zeros(2)).tolist() == [0.0, 0.0]
    assert pull([0, 0]).tolist() == [0.0, 0.0]


@settings(max_examples=25, deadline=None)
@given(st.floats(20.0, 3000.0), st.floats(1.1, 5.0))
def test_a_longer_reach_never_lowers_the_pull(reach: float, factor: float) -> None:
    found = cells([0, 10, 40], [0, 5, 90], [50, 50, 50])
    given_ = (*at((3, 3), (-20, 100)), np.array([0.5, 0.5]), found, np.array([1.0, 2.0, 3.0]))
    near = points_of_entry.exposure(*given_, reach)
    assert (points_of_entry.exposure(*given_, factor * reach) >= near).all()


@pytest.mark.parametrize("reach", [0.0, -5.0, float("nan")])
def test_a_reach_that_is_none_is_refused(reach: float) -> None:
    found = cells([0], [0], [50])
    with pytest.raises(PraError) as error:
        points_of_entry.exposure(*at((0, 0)), np.array([1.0]), found, np.array([1.0]), reach)
    assert (error.value.code, error.value.path) == ("out_of_bounds", "reach_km")


@pytest.mark.parametrize("weight", [-0.1, float("inf"), float("nan")])
def test_a_weight_that_is_no_share_is_refused(weight: float) -> None:
    found = cells([0], [0], [50])
    with pytest.raises(PraError) as error:
        points_of_entry.exposure(*at((0, 0)), np.array([weight]), found, np.array([1.0]), 300.0)
    assert (error.value.code, error.value.path) == ("out_of_bounds", "weight")


def test_entry_points_of_the_area_with_their_distance(china: Scenario) -> None:
    table = points_of_entry.entry_table(china)
    assert set(table["country"]) == {"CN"}
    assert table["distance_km"].is_monotonic_increasing
    by_code = table.set_index("code")["distance_km"]
    # Citrus grows around Guangzhou; none is within 500 km of Harbin or Urumqi.
    assert by_code["CAN"] < 30.0
    assert by_code["HRB"] > 500.0
    assert by_code["URC"] > 500.0
    ports = points_of_entry.entry_table(china, ["seaport"])
    assert set(ports["kind"]) == {"seaport"}
    assert 100 < len(ports) < len(table)


def test_points_outside_a_box_are_left_out(china: Scenario) -> None:
    area = china.pra_area.model_copy(update={"box": (108.0, 18.0, 120.0, 26.0)})
    codes = set(points_of_entry.entry_table(china.changed(pra_area=area))["code"])
    assert {"CAN", "SZX"} <= codes
    assert not {"HRB", "PEK", "URC"} & codes


def test_an_unknown_kind_is_refused(china: Scenario) -> None:
    with pytest.raises(PraError) as error:
        points_of_entry.exposure_table(china, ["railway"])
    assert (error.value.code, error.value.value) == ("unknown_id", "railway")


def test_exposure_of_regions_sums_to_one(china: Scenario) -> None:
    table = points_of_entry.exposure_table(china)
    assert table["exposure"].sum() == pytest.approx(1.0)
    assert (table["exposure"] >= 0).all()
    none = table[table["hectares"] == 0]
    assert len(none) > 0
    assert (none["exposure"] == 0).all()
    assert np.isinf(none["nearest_km"]).all()
    found = endangered_area.suitability(china)
    assert set(table["region"]) == set(reference_places.region_codes()[found.cells].tolist())


def test_the_scenarios_ports_take_the_place_of_all_points(china: Scenario) -> None:
    source = china.consequences.host_area.source
    landing = Landing.model_validate({
        "by": "ports", "reach_km": 150.0, "source": source,
        "ports": [{"code": "CNCAN", "share": 1.0}]})
    code = next(c for c in ("CNCAN", "CNSHA", "CNHUA") if c in set(
        reference_places.points_of_entry()["code"]))
    landing = landing.model_copy(update={"ports": (landing.ports[0].model_copy(
        update={"code": code}),)})
    only = points_of_entry.exposure_table(china.changed(landing=landing))
    everywhere = points_of_entry.exposure_table(china)
    by_region = only.set_index("region")["exposure"]
    assert by_region.max() > everywhere["exposure"].max()
    assert (only.set_index("region")["nearest_km"][by_region.idxmax()]
            <= only.loc[only["hectares"] > 0, "nearest_km"].min() + 1e-9)


def test_a_neighbours_port_that_the_scenario_names_counts(china: Scenario) -> None:
    source = china.consequences.host_area.source
    landing = Landing.model_validate({
        "by": "ports", "reach_km": 150.0, "source": source,
        "ports": [{"code": "HAN", "share": 1.0}]})
    through = china.changed(landing=landing)
    table = points_of_entry.entry_table(through).set_index("code")
    assert table["share"].dropna().to_dict() == {"HAN": 1.0}
    exposed = points_of_entry.exposure_table(through)
    # Hanoi lies 130 km from Guangxi; Fujian's citrus is a thousand away.
    by_region = exposed.set_index("region")["exposure"]
    assert by_region["CN-GX"] > 0.5
    assert by_region["CN-FJ"] < 0.01


def test_nothing_suitable_exposes_no_region(china: Scenario) -> None:
    area = china.pra_area.model_copy(update={"box": (80.0, 42.0, 125.0, 50.0)})
    table = points_of_entry.exposure_table(china.changed(pra_area=area))
    assert (table["exposure"] == 0).all()
    assert not table["exposure"].isna().any()
    assert np.isinf(points_of_entry.entry_table(china.changed(pra_area=area))["distance_km"]).all()
