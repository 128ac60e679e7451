"""A package against several pests: every pest counts, a measure counts once."""

from __future__ import annotations

from typing import Any

import pytest

from pra_core.dossier import VERDICTS, Dossier, Packages, packages
from pra_core.errors import PraError
from pra_core.portfolio import portfolios
from pra_core.store.dossiers import merge, of_pest, read_dossier
from pra_core.store.yaml_text import write
from pra_core.top_up import decided
from tests import minimal

DRAWS = 500
ALOP = {"metric": "annual_probability", "limit": 2e-2, "confidence": 0.8}


def data() -> dict[str, Any]:
    """Two pests on fruit: the field measure acts on the first, the bagging on the second."""
    shared = minimal.scenario_data()
    price = minimal.parameter("cold.cost", "USD/yr", value=5e4)
    cold = minimal.treatment("cold", 0.999, cost=price)
    cold["effects"][0]["efficacy"]["OTHERP"] = minimal.parameter("cold.other", "1", value=0.9)
    field = minimal.treatment("field", 0.9, "production", "prevalence", "unit", restrictiveness=1)
    bags = minimal.treatment("bags", 0.99, "production", "prevalence", "unit", restrictiveness=3)
    bags["effects"][0]["efficacy"] = {"OTHERP": minimal.parameter("bags.other", "1", value=0.99)}
    shared |= {"measures": [cold, field, bags, minimal.inspection()], "alop": ALOP}
    del shared["schema_version"], shared["id"], shared["title"]
    first = {"id": "first", "title": minimal.text("first")}
    second = {"id": "second", "title": minimal.text("second"), "pest": {"eppo_code": "OTHERP"},
              "pathways": [{"id": "fruit", "prevalence": minimal.parameter(
                  "fruit.prevalence", "infested units/unit", value=0.003)}]}
    return {"schema_version": 1, "id": "fruit-dossier", "title": minimal.text("dossier"),
            "summary": minimal.text("s"), "shared": shared, "pests": [first, second]}


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return read_dossier(write(data()), "fruit.yaml")


@pytest.fixture(scope="module")
def found(dossier: Dossier) -> Packages:
    return packages(dossier, DRAWS, 1)


def test_each_pest_keeps_the_measures_that_act_on_it(dossier: Dossier) -> None:
    acting = {s.id: {m.id for m in s.measures} for s in dossier.scenarios}
    assert acting == {"first": {"cold", "field", "inspection"},
                      "second": {"cold", "bags", "inspection"}}
    assert {m.id for m in dossier.measures} == {"bags", "cold", "field", "inspection"}
    codes = {s.id: set(s.measure("cold").effects[0].efficacy) for s in dossier.scenarios}
    assert codes == {"first": {minimal.EPPO}, "second": {"OTHERP"}}


def test_what_a_pest_says_replaces_what_is_shared(dossier: Dossier) -> None:
    second = dossier.scenario("second")
    assert second.pathways[0].prevalence.distribution.mean() == 0.003
    assert second.pathways[0].volume == dossier.scenario("first").pathways[0].volume
    with pytest.raises(PraError, match="third"):
        dossier.scenario("third")


def test_a_package_is_as_good_as_the_worst_of_its_pests(dossier: Dossier, found: Packages) -> None:
    sets = {s.id: decided(portfolios(s, s.alop, DRAWS, 1)) for s in dossier.scenarios}
    acting = {s.id: {m.id for m in s.measures} for s in dossier.scenarios}
    assert len(found.table) == 2 ** 4
    seen = set()
    for _, row in found.table.iterrows():
        rows = {k: sets[k].row(set(row["measures"]) & own) for k, own in acting.items()}
        worst = min(rows.values(), key=lambda r: VERDICTS.index(r["verdict"]))
        assert row["verdict"] == worst["verdict"]
        assert row["probability"] == min(r["probability"] for r in rows.values())
        assert rows[row["weakest"]]["probability"] == row["probability"]
        seen.add(row["verdict"])
    assert {"meets", "fails"} <= seen


def test_a_measure_costs_and_restricts_once(found: Packages) -> None:
    row = found.row(["bags", "cold"])
    assert (row["cost"], row["level_sum"], row["restrictiveness"]) == (5e4, 5, 3)
    assert row["unknown_costs"] == 1


def test_the_least_restrictive_package_comes_first(found: Packages) -> None:
    met = found.table[found.table["verdict"] == "meets"]
    keys = list(zip(met["restrictiveness"], met["level_sum"], strict=True))
    assert keys == sorted(keys)
    assert found.first_meeting == met["measures"].iloc[0]
    assert found.least_restrictive in (found.first_meeting, None)


def test_each_measure_has_the_pest_it_is_there_for(found: Packages) -> None:
    drivers = found.drivers(["bags", "cold", "field", "inspection"]).set_index("measure")
    assert drivers.loc["bags", "driver"] == "second"
    assert drivers.loc["field", "driver"] in ("first", "")
    assert drivers.loc["bags", "needed"] == (
        found.row(["cold", "field", "inspection"])["verdict"] != "meets")


def test_under_a_package_every_scenario_has_its_own_measures(dossier: Dossier) -> None:
    assert [s.selected for s in dossier.under(["bags", "field"])] == [("field",), ("bags",)]


def test_measures_of_one_id_must_be_the_same() -> None:
    given = data()
    given["pests"][1]["measures"] = [{"id": "cold", "restrictiveness": 4}]
    with pytest.raises(PraError) as caught:
        read_dossier(write(given), "fruit.yaml")
    assert ["second.measures.cold.restrictiveness" in p.path for p in caught.value.problems] == [
        True]


def test_problems_of_every_pest_at_once() -> None:
    given = data()
    given["pests"][0]["landing"] = 5
    given["pests"][1]["alop"] = {"confidence": 1.0}
    with pytest.raises(PraError) as caught:
        read_dossier(write(given), "fruit.yaml")
    places = " ".join(p.path for p in caught.value.problems)
    assert "pests[0].landing" in places.replace(": ", ".")
    assert "pests[1].alop.confidence" in places.replace(": ", ".")


@pytest.mark.parametrize(("change", "code"), [
    ({"shared": None}, "wrong_type"), ({"pests": []}, "wrong_type"), ({"pest": []}, "unknown_key"),
    ({"schema_version": 2}, "schema_version")])
def test_a_broken_file_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(PraError) as caught:
        read_dossier(write(data() | change), "fruit.yaml")
    assert code in {p.code for p in caught.value.problems}


def test_merging_replaces_a_number_as_a_whole() -> None:
    base = {"a": {"distribution": {"kind": "pert", "low": 0, "mode": 1, "high": 2}, "unit": "1"}}
    other = {"a": {"distribution": {"kind": "fixed", "value": 3}, "name": "a"}}
    assert merge(base, other) == other
    assert merge([{"id": "x", "v": 1}, {"id": "y"}], [{"id": "x", "w": 2}, {"id": "z"}]) == [
        {"id": "x", "v": 1, "w": 2}, {"id": "y"}, {"id": "z"}]


def test_an_inspection_can_name_the_pests_it_sees() -> None:
    given = data()["shared"]
    given["measures"][3]["effects"][0]["pests"] = ["OTHERP"]
    assert "inspection" not in {m["id"] for m in of_pest(given, {})["measures"]}


def test_a_pest_listed_twice_is_refused() -> None:
    given = data()
    given["pests"].append(given["pests"][0])
    with pytest.raises(PraError, match="first"):
        read_dossier(write(given), "fruit.yaml")


def test_of_measures_that_exclude_each_other_the_first_is_kept() -> None:
    given = data()
    given["shared"]["measures"][2]["excludes"] = ["cold"]
    dossier = read_dossier(write(given), "fruit.yaml")
    assert dossier.compatible(["cold", "bags", "inspection"]) == ("bags", "inspection")
    assert dossier.compatible(["cold", "inspection"]) == ("cold", "inspection")
