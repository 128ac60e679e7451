"""The worked dossier: one package, four quarantine pests, each with the evidence cited for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pra_core import reference
from pra_core.assessment import assess
from pra_core.climate.suitability import ecoclimatic
from pra_core.dossier import VERDICTS, Dossier, Packages, packages
from pra_core.measure import Effect
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store.dossiers import load_dossier

DRAWS = 500
COLD = ("cold-2c-18d", "cold-1c-16d", "cold-minus06-24d")
MOTHS = {"ARGPLE", "MYELCE"}
PROBIT_9 = 0.999968


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load_dossier("citrus-south-africa-china")


@pytest.fixture(scope="module")
def found(dossier: Dossier) -> Packages:
    return packages(dossier, DRAWS)


def of(dossier: Dossier, code: str) -> Scenario:
    return next(s for s in dossier.scenarios if s.pest.eppo_code == code)


def cold(scenario: Scenario, measure: str) -> Effect:
    return scenario.measure(measure).effects[0]


def law(dossier: Dossier, code: str, name: str) -> dict[str, Any]:
    return of(dossier, code).parameters[name].distribution.model_dump()


def test_four_quarantine_pests_share_one_trade(dossier: Dossier) -> None:
    codes = [s.pest.eppo_code for s in dossier.scenarios]
    assert sorted(codes) == ["ARGPLE", "CERTCA", "CERTRO", "MYELCE"]
    assert all(s.pest.quarantine_pest for s in dossier.scenarios)
    for name in ("volume", "lot_size", "lot_shape", "units_together", "arrival_share"):
        assert len({repr(getattr(s.pathways[0], name)) for s in dossier.scenarios}) == 1, name
    for name in ("prevalence", "pests_per_unit"):
        assert len({repr(getattr(s.pathways[0], name)) for s in dossier.scenarios}) == 4, name


def test_one_package_for_all(dossier: Dossier) -> None:
    acting = {s.pest.eppo_code: {m.id for m in s.measures} for s in dossier.scenarios}
    assert acting["CERTCA"] == acting["CERTRO"]
    assert {"field-management", "packhouse-grading", *COLD} <= set.intersection(*acting.values())
    assert {code for code, ids in acting.items() if "orchard-freedom" in ids} == MOTHS
    assert [code for code, ids in acting.items() if "sterile-moths" in ids] == ["ARGPLE"]
    assert 8 <= sum(m.feasible for m in dossier.measures) <= 11
    for m in dossier.measures:
        if m.id in COLD:
            assert set(m.excludes) == set(COLD) - {m.id}
            assert m.treatment_entry is not None
            assert m.certificate is not None


@pytest.mark.parametrize(("code", "name", "key", "expected"), [
    pytest.param("CERTCA", "fruit.volume", "mode", 130e6 / (15 / 72), id="2020-130-kt-count-72"),
    pytest.param("CERTCA", "fruit.volume", "high", 130e6 / (15 / 144), id="2020-130-kt-count-144"),
    pytest.param("CERTCA", "fruit.volume", "low", 0.6 * 130e6 / 0.375, id="2023-40-percent-less"),
    pytest.param("CERTCA", "fruit.prevalence", "high", 0.103 * 0.022, id="Phytoma-157-2004"),
    pytest.param("CERTCA", "prohibition.cost", "mode", 130e3 * 646, id="producereport-646-USD-t"),
    pytest.param("CERTCA", "prohibition.cost", "high", 130e3 * 24528 / (1435 * 0.015),
                 id="Zhuhai-2014-1435-cartons-24528-USD"),
    pytest.param("CERTCA", "field-management.efficacy.certca", "mode", 1 - 3 / 9,
                 id="Cohen-Yuval-2000"),
    pytest.param("CERTCA", "field-management.efficacy.certca", "high", 0.9909, id="Xia-2021"),
    pytest.param("ARGPLE", "field-management.efficacy.argple", "high", 0.97, id="Moore-2015-97"),
    pytest.param("ARGPLE", "sterile-moths.efficacy.argple", "mode", 0.93, id="Barnes-2015-year-3"),
    pytest.param("ARGPLE", "orchard-freedom.sample-size", "value", 100, id="Moore-2025-16-589"),
    pytest.param("ARGPLE", "fruit.prevalence", "high", 0.02, id="Hattingh-2020-2-percent"),
    pytest.param("ARGPLE", "cold-2c-18d.efficacy.argple", "mode", 0.9994, id="Moore-99.94"),
    pytest.param("ARGPLE", "cold-2c-18d.efficacy.argple", "high", 0.9999, id="Moore-99.99"),
    pytest.param("ARGPLE", "cold-minus06-24d.efficacy.argple", "mode", PROBIT_9, id="Probit-9"),
    pytest.param("CERTRO", "climate.dv0", "low", 7.74, id="Tanga-2015-South-Africa-R2"),
    pytest.param("CERTRO", "climate.dv0", "mode", 8.99, id="Tanga-2015-South-Africa-R1"),
    pytest.param("CERTRO", "climate.pdd", "mode", 344.3, id="Tanga-2015-South-Africa-R2-DD"),
    pytest.param("CERTRO", "climate.pdd", "high", 413.53, id="Tanga-2015-Kenya-R2-DD"),
    pytest.param("MYELCE", "climate.dv0", "mode", 12.5, id="Stellenbosch-fact-sheet-12.5"),
    pytest.param("MYELCE", "climate.pdd", "mode", (26 - 12.5) * 45.2, id="Navarro-14-177"),
    pytest.param("MYELCE", "climate.pdd", "high", 831, id="IJPPS-2023-831-DD"),
])
def test_values_follow_from_the_sources(dossier: Dossier, code: str, name: str, key: str,
                                        expected: float) -> None:
    assert law(dossier, code, name)[key] == pytest.approx(expected, rel=0.025)


@pytest.mark.parametrize(("code", "measure", "treated", "survivors", "control", "status"), [
    pytest.param("CERTCA", "cold-1c-16d", 71_756, 0, 0.081, "verified", id="Grout-2011-1.0C"),
    pytest.param("CERTCA", "cold-minus06-24d", 71_756, 0, 0.081, "assumed", id="Grout-2011-proxy"),
    pytest.param("CERTCA", "cold-2c-18d", 62_492, 3, 0.0, "assumed", id="Grout-2011-1.5C-proxy"),
    pytest.param("CERTRO", "cold-1c-16d", 85_490, 0, 0.0, "assumed", id="Manrakhan-2023-proxy"),
    pytest.param("CERTRO", "cold-minus06-24d", 85_490, 0, 0.0, "assumed", id="Manrakhan-2023-far"),
    pytest.param("CERTRO", "cold-2c-18d", 49_795, 0, 0.0, "assumed", id="Ware-du-Toit-2017-proxy"),
])
def test_cold_is_the_jeffreys_posterior_of_its_trial(
    dossier: Dossier, code: str, measure: str, treated: int, survivors: int, control: float,
    status: str,
) -> None:
    effect = cold(of(dossier, code), measure)
    trial, efficacy = effect.trial, effect.efficacy[code]
    assert trial is not None
    assert (trial.treated, trial.survivors, trial.control_mortality) == (treated, survivors,
                                                                         control)
    tested, shape = treated * (1 - control), efficacy.distribution.model_dump()
    assert shape["a"] == pytest.approx(tested - survivors + 0.5, abs=1e-6)
    assert shape["b"] == pytest.approx(survivors + 0.5)
    assert efficacy.source.status == status


def test_lemons_without_a_larva_bound_the_flies(dossier: Dossier) -> None:
    """Manrakhan et al. 2018: none of 43,222; the ranges reach below and above the 95 % bound."""
    bound = 1 - 0.05 ** (1 / 43_222)
    for code in ("CERTCA", "CERTRO"):
        low, high = of(dossier, code).parameters["fruit.prevalence"].distribution.support
        assert low < bound < high
    reason = of(dossier, "CERTCA").parameters["fruit.prevalence"].source.reason
    assert reason is not None
    assert "7e-5" in reason["en"]
    assert bound == pytest.approx(7e-5, rel=0.02)


def test_no_cold_trial_is_claimed_for_the_moths(dossier: Dossier) -> None:
    for code in MOTHS:
        for measure in COLD:
            assert cold(of(dossier, code), measure).trial is None
    for measure in COLD:
        assert cold(of(dossier, "MYELCE"), measure).efficacy["MYELCE"].source.status == "assumed"


def test_natal_fly_ends_where_others_found_it_to(dossier: Dossier) -> None:
    """Zhang Zhe et al. 2011: north limit 30.25° N, 31.25° by 2020; here between 28° and 31°."""
    model = of(dossier, "CERTRO").pest.climate_model
    assert isinstance(model, Ecoclimatic)
    normals = reference.climate_normals()
    places = {"Haikou": (20, 110.3), "Changsha": (28.2, 113), "Wuhan": (30.6, 114.3),
              "Shanghai": (31.2, 121.4)}
    cells = [int(np.argmin((normals.latitude - lat) ** 2 + (normals.longitude - lon) ** 2))
             for lat, lon in places.values()]
    index = ecoclimatic(
        normals.temperature[:, cells], normals.precipitation[:, cells], normals.latitude[cells],
        model.sheet, float(model.diurnal_range.distribution.mean()), model.capacity_mm,
        model.accumulation).ei
    haikou, changsha, wuhan, shanghai = index
    assert haikou > changsha > 5
    assert wuhan < 5
    assert shanghai < 5


def test_every_assumed_value_gives_its_reason_in_both_languages(dossier: Dossier) -> None:
    for scenario in dossier.scenarios:
        for parameter in scenario.parameters.values():
            if parameter.source.status == "assumed":
                reason = parameter.source.reason
                assert reason is not None, parameter.name
                assert set(reason) == {"en", "zh_CN"}, parameter.name


@pytest.mark.parametrize("code", ["ARGPLE", "CERTCA", "CERTRO", "MYELCE"])
def test_each_pest_can_be_assessed(dossier: Dossier, code: str) -> None:
    rate = assess(of(dossier, code).with_measures(("packhouse-grading",)), DRAWS).founding_rate
    assert np.isfinite(rate).all()
    assert (rate > 0).any()
    assert (rate >= 0).all()


def test_packages_are_judged_against_every_pest(found: Packages, dossier: Dossier) -> None:
    assert set(found.table["verdict"]) <= set(VERDICTS)
    assert found.row(())["verdict"] == "fails"
    assert found.row(("prohibition",))["verdict"] == "meets"
    assert found.first_meeting is not None
    assert "prohibition" not in found.first_meeting
    with_all = found.pests(found.first_meeting)
    assert set(with_all["verdict"]) == {"meets"}
    assert len(with_all) == len(dossier.scenarios)


def test_cold_is_there_for_the_pest_hardest_to_kill_by_it(found: Packages, dossier: Dossier
                                                          ) -> None:
    """Of the pests that fail without the cold, its driver is the one that survives it best."""
    package = found.first_meeting
    assert package is not None
    chosen = [m for m in package if m in COLD]
    assert len(chosen) == 1
    drivers = found.drivers(package).set_index("measure")
    without = found.pests([m for m in package if m not in COLD]).set_index("scenario")
    assert drivers.loc[chosen[0], "needed"]
    surviving = {s.id: 1 - float(cold(s, chosen[0]).efficacy[s.pest.eppo_code].distribution.mean())
                 for s in dossier.scenarios if without.loc[s.id, "verdict"] != "meets"}
    assert drivers.loc[chosen[0], "driver"] == max(surviving, key=surviving.__getitem__)
