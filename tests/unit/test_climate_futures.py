"""Futures of an uncertain climate model, months of arrival, and the endangered area."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core import climate_futures, endangered_area, reference
from pra_core.assessment import assess, evaluate, sample
from pra_core.climate.suitability import ecoclimatic, weekly_profile
from pra_core.climate.weekly import month_shares
from pra_core.climate_futures import MEMBERS, case_of, member_of
from pra_core.errors import PraError
from pra_core.pest import Ecoclimatic
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.sensitivity import sobol
from pra_core.store import read_scenario
from pra_core.store.codec import dump_scenario
from tests.minimal import SOURCE, climate, parameter, pathway, scenario, scenario_data, text

SHEET = {"dv0": 10.0, "dv1": 18.0, "dv2": 28.0, "dv3": 34.0, "sm0": 0.1, "sm1": 0.4, "sm2": 1.2,
         "sm3": 2.0, "ttcs": 2.0, "thcs": -0.002, "pdd": 400.0}
UNCERTAIN = {"dv0": parameter("u.dv0", "degC", kind="uniform", low=8.0, high=12.0),
             "thcs": parameter("u.thcs", "1/week/degC", kind="uniform", low=0.001, high=0.004),
             "pdd": parameter("u.pdd", "degC d", kind="uniform", low=300.0, high=700.0)}


def model(**changes: Any) -> dict[str, Any]:
    base = {"kind": "ecoclimatic", "sheet": SHEET, "capacity_mm": 100.0, "source": dict(SOURCE),
            "uncertain": UNCERTAIN,
            "diurnal_range": parameter("u.range", "degC", kind="uniform", low=7.0, high=13.0),
            "full_suitability": parameter("full", "index", kind="uniform", low=20.0, high=50.0),
            "suitable_from": parameter("from", "index", kind="uniform", low=5.0, high=20.0)}
    return base | changes


def case(climate: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    return scenario(**({"pest": scenario_data()["pest"] | {"climate_model": climate or model()}}
                       | changes))


def index_of(found: Scenario, values: dict[str, float]) -> np.ndarray:
    """The float64 index of one future, by the plain function of one sheet."""
    climate, place = found.pest.climate_model, climate_futures.climate_of(case_of(found))
    assert isinstance(climate, Ecoclimatic)
    sheet = climate.sheet.model_copy(update={k[2:]: v for k, v in values.items()
                                             if k != "u.range"})
    return np.asarray(ecoclimatic(place.temperature, place.precipitation, place.latitude, sheet,
                                  values["u.range"], climate.capacity_mm,
                                  climate.accumulation).ei)


def test_members_are_the_sheet_at_their_values_in_order_of_persistence() -> None:
    found = case()
    members = climate_futures.members(case_of(found))
    assert members is not None
    weights = reference.landing_weights(("NZ",))
    assert set(members.values) == {"u.dv0", "u.thcs", "u.pdd", "u.range"}
    for column in members.values.values():  # stratified: one in each of the equal parts
        low, high = column.min(), column.max()
        assert np.unique(np.floor((column - low) / (high - low + 1e-9) * 64)).size == 64
    for k in (0, 100, MEMBERS - 1):
        one = {name: float(column[k]) for name, column in members.values.items()}
        close = np.abs(members.index[k] - index_of(found, one)) < 2e-3
        assert close.mean() > 0.999  # the rest stands on the limit of one generation
    persists = [float(weights @ np.minimum(1.0, row / 35.0)) for row in members.index]
    assert np.all(np.diff(persists) >= -1e-6)
    assert persists[-1] - persists[0] > 0.05


def test_each_draw_takes_its_member() -> None:
    found, u = case(), np.array([0.0, 0.5 / MEMBERS, 1.0 / MEMBERS, 0.5, 1.0 - 1e-12, 1.0])
    assert member_of(u).tolist() == [0, 0, 1, MEMBERS // 2, MEMBERS - 1, MEMBERS - 1]
    members = climate_futures.members(case_of(found))
    assert members is not None
    full = np.linspace(20.0, 50.0, u.size)
    got = endangered_area.persistence(found, full, u)
    weights = reference.landing_weights(("NZ",))
    for k, limit, value in zip(member_of(u), full, got, strict=True):
        index = members.index[k].astype(float)
        assert value == pytest.approx(float(weights @ np.minimum(1.0, index / limit)), rel=1e-9)


def test_certain_model_has_no_percentile_and_keeps_its_index() -> None:
    fixed = model(uncertain={}, diurnal_range=parameter("u.range", "degC", value=10.0))
    found = case(fixed)
    assert CLIMATE_MODEL not in found.sampled
    assert "u.range" not in found.sampled
    assert endangered_area.suitability(found).members is None
    assert CLIMATE_MODEL in case().sampled
    assert not set(UNCERTAIN) & set(case().sampled)


def test_climate_model_and_link_stand_in_the_sensitivity_analysis() -> None:
    found = sobol(case(), n=128)
    assert {CLIMATE_MODEL, "full"} <= set(found["parameter"])
    assert not {"u.dv0", "u.thcs", "u.pdd", "u.range"} & set(found["parameter"])
    assert float(found.set_index("parameter")["ST"][CLIMATE_MODEL]) > 0


def test_better_climate_gives_more_foundings() -> None:
    found = case()
    u = {name: np.full(2, 0.5) for name in found.sampled} | {CLIMATE_MODEL: np.array([0.01, 0.99])}
    low, high = evaluate(found, u).founding_rate
    assert low < high


@pytest.mark.parametrize(("change", "code"), [
    ({"dv0": parameter("u.dv0", "degC", kind="uniform", low=8.0, high=19.0)}, "order"),
    ({"sm0": parameter("u.sm0", "1", kind="uniform", low=0.0, high=0.4)}, "order"),
    ({"dv9": parameter("u.dv9", "degC", value=3.0)}, "unknown_id"),
    ({"smws": parameter("u.smws", "1", value=1.5)}, "missing"),
    ({"dv0": parameter("u.dv0", "mm", value=9.0)}, "wrong_unit"),
    ({"thcs": parameter("u.thcs", "1/week/degC", value=-0.001)}, "out_of_bounds"),
])
def test_uncertain_values_that_cannot_be(change: dict[str, Any], code: str) -> None:
    data = scenario_data()
    data["pest"]["climate_model"] = model(uncertain=change)
    with pytest.raises(PraError) as caught:
        read_scenario(json.dumps(data), "test.yaml")
    assert code in {p.code for p in caught.value.problems}


def test_scenario_with_everything_survives_the_file() -> None:
    found = case(
        model(season_dependence=parameter("season", "1", kind="uniform", low=0.0, high=1.0),
              irrigation_mm=5.0),
        pathways=[pathway(arrival_share=[0.5, 0.5, *[0.0] * 10], arrival_source=dict(SOURCE))],
        climate_scenario={"title": text("warmer"), "warming": [2.0] * 12, "rain": [0.9] * 12,
                          "source": dict(SOURCE)},
        hosts={"title": text("vines"), "areas": [{"area": "NZ", "hectares": 100.0}],
               "source": dict(SOURCE)})
    again = read_scenario(dump_scenario(found), "again.yaml")
    assert again.fingerprint == found.fingerprint


@pytest.mark.parametrize(("changes", "season", "place"), [
    ({"arrival_share": [1.0, *[0.0] * 11], "arrival_source": dict(SOURCE)}, None,
     "season_dependence"),
    ({"arrival_share": [1.0, *[0.0] * 11]}, 1.0, "arrival_source"),
    ({"arrival_share": [0.5] * 12, "arrival_source": dict(SOURCE)}, 1.0, "arrival_share"),
])
def test_months_of_arrival_need_their_link_and_source(changes: dict[str, Any],
                                                      season: float | None, place: str) -> None:
    given = {} if season is None else {"season_dependence": parameter("season", "1",
                                                                      value=season)}
    data = scenario_data(pathways=[pathway(**changes)])
    data["pest"]["climate_model"] = model(**given)
    with pytest.raises(PraError) as caught:
        read_scenario(json.dumps(data), "test.yaml")
    assert any(place in p.path for p in caught.value.problems)


@pytest.mark.parametrize("month", [0, 6])
def test_month_of_arrival_counts_as_its_growth(month: int) -> None:
    """With full dependence a founder persists by the growth of its month beside the best month."""
    fixed = model(uncertain={}, diurnal_range=parameter("u.range", "degC", value=10.0),
                  season_dependence=parameter("season", "1", value=1.0),
                  full_suitability=parameter("full", "index", value=30.0))
    shares = [1.0 if m == month else 0.0 for m in range(12)]
    found = case(fixed, pathways=[pathway(arrival_share=shares, arrival_source=dict(SOURCE))])
    result = assess(found, draws=4)
    place = climate_futures.climate_of(case_of(found))
    suited, weights = endangered_area.suitability(found), reference.landing_weights(("NZ",))
    climate, total = found.pest.climate_model, 0.0
    assert isinstance(climate, Ecoclimatic)
    for c in np.flatnonzero(weights > 0):
        year = weekly_profile(place.temperature[:, c], place.precipitation[:, c],
                              float(place.latitude[c]), climate.sheet, 10.0,
                              accumulation=climate.accumulation)
        growth = month_shares() @ year.growth
        part = growth[month] / growth.max() if growth.max() > 0 else 0.0
        total += weights[c] * min(1.0, suited.index[c] / 30.0) * part
    assert result.arrival_persistence["fruit"] == pytest.approx(total, rel=1e-4)
    assert np.all(result.arrival_persistence["fruit"] < result.climate_persistence)
    np.testing.assert_allclose(result.founder_persistence, result.arrival_persistence["fruit"])


def test_season_dependence_of_none_changes_nothing() -> None:
    fixed = model(season_dependence=parameter("season", "1", value=0.0))
    shares = [1.0, *[0.0] * 11]
    seasonal = case(fixed, pathways=[pathway(arrival_share=shares, arrival_source=dict(SOURCE))])
    assert np.array_equal(assess(seasonal, draws=50).founding_rate,
                          assess(case(fixed), draws=50).founding_rate)


def test_climate_scenario_moves_the_normals() -> None:
    shift = {"title": text("warmer"), "warming": [3.0] * 12, "rain": [0.5] * 12,
             "source": dict(SOURCE)}
    now, then = case(), case(climate_scenario=shift)
    before, after = (climate_futures.climate_of(case_of(s)) for s in (now, then))
    np.testing.assert_allclose(after.temperature, before.temperature + 3.0)
    np.testing.assert_allclose(after.precipitation, before.precipitation * 0.5)
    assert not np.array_equal(endangered_area.suitability(now).index,
                              endangered_area.suitability(then).index)


@pytest.mark.parametrize("limit", [None, 50.0, 1e9])
def test_endangered_area_is_suitable_with_hosts_and_a_loss_that_matters(limit: float | None
                                                                        ) -> None:
    hosts = {"title": text("vines"), "source": dict(SOURCE),
             "areas": [{"area": "CN-GD", "hectares": 3e5}, {"area": "CN-GX", "hectares": 1e4}]}
    data = scenario_data()["consequences"]
    if limit is not None:
        data |= {"important_loss": parameter("important", "USD/km2/yr", value=limit)}
    area = {"title": text("China"), "countries": ["CN"]}
    found = case(hosts=hosts, consequences=data, pra_area=area)
    values = sample(found, 40, 1)
    got = endangered_area.endangered(found, values)
    suited, members = (endangered_area.suitability(found),
                       climate_futures.members(case_of(found)))
    assert members is not None
    assert suited.host_hectares is not None
    share = suited.host_hectares / suited.host_hectares.sum()
    for draw, k in enumerate(member_of(values[CLIMATE_MODEL])):
        index = members.index[k]
        full = values["yield_loss"][draw] * 1e8
        dense = share / suited.area_km2 * full >= (limit or 0.0)
        counts = (index >= values["from"][draw]) & (index > 0) & (share > 0) & dense
        assert got.area[draw] == pytest.approx(float(suited.area_km2[counts].sum()), rel=1e-5)
        assert got.hosts[draw] == pytest.approx(float(share[counts].sum()), abs=1e-6)
        assert got.suitable[draw] >= got.area[draw] * (1 - 1e-6)
    if limit == 1e9:
        assert np.all(got.area == 0)


def test_loss_counts_the_hosts_in_the_endangered_area() -> None:
    """Half of the hosts where the pest cannot live: half of the loss of production."""
    fixed = model(uncertain={}, diurnal_range=parameter("u.range", "degC", value=10.0),
                  suitable_from=parameter("from", "index", value=10.0))
    area = {"title": text("China"), "countries": ["CN"]}
    mapped = [[{"area": "CN-GD", "hectares": 1.0}],
              [{"area": "CN-GD", "hectares": 1.0}, {"area": "CN-XZ", "hectares": 1.0}]]
    spread = {"lag": parameter("lag", "yr", value=0.0),
              "rate": parameter("rate", "km/yr", value=1e4)}
    one, two = (assess(case(fixed, pra_area=area, spread=spread,
                            hosts={"title": text("h"), "areas": a, "source": dict(SOURCE)}),
                       draws=20) for a in mapped)
    ratio = two.hosts_at_risk / one.hosts_at_risk
    assert ratio == pytest.approx(np.full(20, 0.5), abs=0.05)
    np.testing.assert_allclose(two.annual_loss / one.annual_loss, ratio, rtol=0.02)


@pytest.mark.parametrize("index", [0.7, 10.0, 33.3])
def test_a_published_index_at_the_threshold_is_suitable_and_endangered(index: float) -> None:
    table = climate(index) | {"suitable_from": parameter("from", "index", value=index)}
    hosts = {"title": text("vines"), "areas": [{"area": "NZ", "hectares": 10.0}],
             "source": dict(SOURCE)}
    found = assess(case(table, hosts=hosts), draws=3)
    assert np.all(found.suitable_area > 200_000)
    np.testing.assert_allclose(found.endangered_area, found.suitable_area)
    np.testing.assert_allclose(found.hosts_at_risk, 1.0)


def test_a_country_without_a_published_index_is_not_taken_for_unsuitable() -> None:
    area = {"title": text("both"), "countries": ["AU", "NZ"]}
    with pytest.raises(PraError) as caught:
        assess(case(climate(country="NZ"), pra_area=area), draws=3)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("missing", "pest.climate_model.areas: AU")]


def test_an_assessment_follows_the_boundary_set(monkeypatch: pytest.MonkeyPatch) -> None:
    area = {"title": text("China"), "countries": ["CN"]}
    found = case(climate(country="CN"), pra_area=area)
    neutral = assess(found, draws=3)
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    second = assess(found, draws=3)
    whole = endangered_area.suitability(found).area_km2.sum()
    np.testing.assert_allclose(second.endangered_area, whole)
    assert np.all(second.endangered_area > neutral.endangered_area + 30_000)


def test_no_host_in_the_pra_area_endangers_nothing() -> None:
    hosts = {"title": text("none"), "areas": [{"area": "NZ", "hectares": 0.0}],
             "source": dict(SOURCE)}
    found = assess(case(hosts=hosts), draws=20)
    assert np.all(found.suitable_area > 0)
    for values in (found.endangered_area, found.hosts_at_risk, found.invaded_area,
                   found.annual_loss):
        assert np.array_equal(values, np.zeros(20))


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(range(9)))
def test_rows_are_put_in_order_in_place(order: list[int]) -> None:
    rows = np.random.default_rng(3).random((9, 4)).astype(np.float32)
    wanted = rows[order]
    climate_futures._put_in_order(rows, np.array(order))
    assert np.array_equal(rows, wanted)


def test_chance_suitable_counts_futures_and_thresholds() -> None:
    found = case()
    suited = endangered_area.suitability(found)
    law = found.pest.climate_model.suitable_from.distribution
    got = endangered_area.chance_suitable(suited, law)
    assert suited.members is not None
    limits = np.asarray(law.ppf((np.arange(2000) + 0.5) / 2000))
    for c in np.flatnonzero(suited.index > 0)[::400]:
        column = suited.members[:, c].astype(float)
        counted = np.mean((column[:, None] >= limits) & (column[:, None] > 0))
        assert got[c] == pytest.approx(counted, abs=2e-3)


@pytest.mark.parametrize("limit", [None, 50.0])
def test_map_of_the_endangered_area_adds_up_to_its_mean_size(limit: float | None) -> None:
    data = scenario_data()["consequences"]
    if limit is not None:
        data |= {"important_loss": parameter("important", "USD/km2/yr", kind="uniform",
                                             low=limit / 2, high=limit * 2)}
    hosts = {"title": text("vines"), "source": dict(SOURCE),
             "areas": [{"area": "CN-GD", "hectares": 3e5}, {"area": "CN-GX", "hectares": 1e4}]}
    found = case(hosts=hosts, consequences=data,
                 pra_area={"title": text("China"), "countries": ["CN"]})
    suited = endangered_area.suitability(found)
    law = found.pest.climate_model.suitable_from.distribution
    chance = endangered_area.endangered_chance(
        found, endangered_area.chance_suitable(suited, law))
    sizes = assess(found, draws=8_000).endangered_area
    assert float(suited.area_km2 @ chance) == pytest.approx(float(sizes.mean()), rel=0.02)
