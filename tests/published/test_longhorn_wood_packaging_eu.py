"""Numbers shipped in the Asian longhorned beetle scenario against what their sources print."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import reference
from pra_core.climate.suitability import ecoclimatic
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

LARVA_SHARE = 1 / 29
"""One of 29 larvae was this beetle (EPPO RS 2012/070)."""
PROBIT_9_SURVIVORS = 3.17e-5


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("longhorn-wood-packaging-eu")


def law(scenario: Scenario, name: str) -> dict[str, float]:
    """Bounds of one parameter's distribution by key."""
    return scenario.parameters[name].distribution.model_dump()


@pytest.mark.parametrize(("name", "key", "expected"), [
    pytest.param("stone.volume", "low", 72_263 / 2 * 10, id="Eyre-2018-tox357-10-a-lot"),
    pytest.param("stone.volume", "mode", 72_263 / 2 * 20, id="Eyre-2018-tox357-20-a-lot"),
    pytest.param("stone.volume", "high", 72_263 / 2 * 50, id="Eyre-2018-tox357-50-a-lot"),
    pytest.param("stone.prevalence", "low", 0.009 / 20 * LARVA_SHARE / (1 - 0.36),
                 id="Eyre-2018-0.9-percent-EPPO-RS-2012-070-Haack-2014"),
    pytest.param("stone.prevalence", "high", 0.069 * 2 / 20 * 0.5 / (1 - 0.52),
                 id="Eyre-2018-6.9-percent-Haack-2014"),
    pytest.param("other.prevalence", "low", 0.0034 / 20 * 0.001, id="Haack-2022-0.34-floor"),
    pytest.param("other.prevalence", "high", 0.0034 * 2 / 20 * 0.05, id="Haack-2022-0.34-ceiling"),
    pytest.param("import-checks.compliance", "mode", 26_008 / 72_263, id="Eyre-2018-inspected"),
    pytest.param("climate.thcs", "mode", 7 / 600, id="DDRP-ALB-600-degree-days"),
    pytest.param("climate.thcs", "high", 7 / 300, id="DDRP-ALB-300-degree-days"),
    pytest.param("spread.rate", "mode", (20.3 + 14.1) / 4 / 13, id="ESA-2013-COS-13-8-Worcester"),
    pytest.param("consequences.host_area", "low", 182e6 / 3 * 0.05, id="Eurostat-182-Mha-floor"),
    pytest.param("consequences.host_value", "high", 419.7e6 / 3 * 0.3 * 80,
                 id="Eurostat-419.7-Mm3-ceiling"),
    pytest.param("consequences.host_value", "low", 419.7e6 / 3 * 0.05 * 40,
                 id="Eurostat-419.7-Mm3-floor"),
])
def test_range_follows_from_the_source(scenario: Scenario, name: str, key: str, expected: float
                                       ) -> None:
    assert law(scenario, name)[key] == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("name", "key", "published"), [
    pytest.param("heat-treatment.compliance", "low", 0.36, id="Haack-2014-e96611-36-percent"),
    pytest.param("heat-treatment.compliance", "mode", 0.52, id="Haack-2014-e96611-52-percent"),
    pytest.param("heat-treatment.compliance", "high", 0.9, id="Haack-2014-e96611-90-percent-power"),
    pytest.param("import-checks.compliance", "low", 0.15, id="Decision-2015-474-15-percent"),
    pytest.param("consequences.eradication_cost", "low", 48_000, id="Faccoli-Gatto-2016-48000"),
    pytest.param("phenology.upper", "value", 35, id="DDRP-ALB-35-degrees"),
    pytest.param("phenology.lower", "mode", 10, id="DDRP-ALB-10-degrees"),
    pytest.param("phenology.emergence", "high", 800, id="Smith-2004-peak-from-800"),
])
def test_value_is_the_published_one(scenario: Scenario, name: str, key: str, published: float
                                    ) -> None:
    assert law(scenario, name)[key] == published


@pytest.mark.parametrize("stages", [
    pytest.param(("egg", "larva", "pupa", "adult(~30% oviposition)"), id="DDRP-ALB-June-2019")])
def test_generation_is_the_sum_of_the_stages(scenario: Scenario, stages: tuple[str, ...]) -> None:
    facts = reference.pest_facts("ANOLGL").set_index("field")["value"]
    total = sum(float(facts[f"stage_DD_{stage}"]) for stage in stages)
    assert law(scenario, "phenology.generation")["mode"] == total


def test_probit_9_of_barak_2005_is_the_mode_of_methyl_bromide(scenario: Scenario) -> None:
    """Barak et al. 2005, J Econ Entomol 98:1911: 99.99683 % kill is probit 9."""
    mode = law(scenario, "methyl-bromide.efficacy")["mode"]
    assert 1 - mode == pytest.approx(PROBIT_9_SURVIVORS, rel=1e-3)
    assert scenario.parameters["methyl-bromide.efficacy"].source.status == "assumed"


@pytest.mark.parametrize(("trees", "years"), [
    pytest.param(22_766, 13.0, id="ESA-2013-COS-13-8-Worcester"),
    pytest.param(66, 10.5, id="Eyre-2021-Paddock-Wood")])
def test_growth_of_infested_trees_lies_inside_r0(scenario: Scenario, trees: int, years: float
                                                 ) -> None:
    bounds = law(scenario, "pest.r0")
    for generation in (1.0, 2.0):
        assert bounds["low"] < trees ** (generation / years) < bounds["high"]


def test_fall_of_finds_in_haack_2022_lies_inside_the_compliance(scenario: Scenario) -> None:
    """Haack et al. 2022: detections lower by 61, 47 and 36 % in the three periods."""
    bounds = law(scenario, "heat-treatment.compliance")
    assert all(bounds["low"] <= fall <= bounds["high"] for fall in (0.61, 0.47, 0.36))


def test_average_check_finds_0_9_where_the_best_find_6_9_in_eyre_2018(scenario: Scenario) -> None:
    average, best = (law(scenario, f"{name}.sensitivity")["mode"]
                     for name in ("import-checks", "trained-checks"))
    assert average / best == pytest.approx(0.009 / 0.069, rel=0.03)


@pytest.mark.parametrize(("latitude", "longitude"), [
    pytest.param(51.2, 0.4, id="Eyre-2021-Paddock-Wood"),
    pytest.param(52.1, 11.6, id="taspo-2018-Magdeburg"),
    pytest.param(48.25, 13.0, id="EPPO-RS-2009-044-Braunau"),
    pytest.param(47.7, 2.6, id="Herard-2006-Gien"),
    pytest.param(48.6, 7.75, id="EPPO-RS-2010-125-Strasbourg"),
    pytest.param(45.8, 12.0, id="Marchioro-Faccoli-2021-Cornuda"),
    pytest.param(52.0, 6.7, id="NPPO-NL-2012-Winterswijk"),
    pytest.param(42.3, -71.8, id="ESA-2013-COS-13-8-Worcester")])
def test_places_of_outbreaks_are_suitable(scenario: Scenario, latitude: float, longitude: float
                                          ) -> None:
    model, normals = scenario.pest.climate_model, reference.climate_normals()
    assert isinstance(model, Ecoclimatic)
    here = [int(np.hypot(normals.latitude - latitude, normals.longitude - longitude).argmin())]
    found = ecoclimatic(normals.temperature[:, here], normals.precipitation[:, here],
                        normals.latitude[here], model.sheet, 9.5, model.capacity_mm,
                        model.accumulation)
    assert found.ei[0] >= model.suitable_from.distribution.support[1]
