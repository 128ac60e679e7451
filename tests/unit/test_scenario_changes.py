"""What differs between two scenarios: nothing missed, nothing invented, told without either."""

from __future__ import annotations

import json

import pytest

from pra_core import labels, load_scenario, reference
from pra_core.alop import Alop
from pra_core.distribution import Fixed, Uniform
from pra_core.parameter import QUANTITIES
from pra_core.scenario import Scenario
from pra_core.scenario_changes import Change, changes
from tests.minimal import (
    EPPO,
    SOURCE,
    inspection,
    parameter,
    pathway,
    rich_data,
    scenario,
    scenario_data,
    text,
    treatment,
)

SHIPPED = reference.scenario_ids()


def _kinds(found: tuple[Change, ...]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(one.kind, one.place) for one in found]


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_differs_between_a_scenario_and_itself_read_back(name: str) -> None:
    one = load_scenario(name)
    again = Scenario.model_validate(json.loads(one.model_dump_json()))
    assert changes(one, again) == ()


def test_the_order_of_declaration_is_no_difference() -> None:
    ties = [{"between": ["fruit.prevalence", "rate"], "rank": 0.5, "source": dict(SOURCE)},
            {"between": ["rate", "yield_loss"], "rank": 0.2, "source": dict(SOURCE)}]
    data = rich_data(correlations=ties)
    data["measures"][0]["requires"] = ["export", "first"]
    turned = rich_data(correlations=[one | {"between": one["between"][::-1]} for one in ties[::-1]])
    turned["measures"][0]["requires"] = ["first", "export"]
    for key in ("pathways", "measures", "groups"):
        turned[key] = turned[key][::-1]
    first, second = Scenario.model_validate(data), Scenario.model_validate(turned)
    assert first.fingerprint == second.fingerprint
    assert changes(first, second) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_parameter_that_is_changed_is_told_once_with_its_quantity(name: str) -> None:
    one = load_scenario(name)
    seen = 0
    for key, held in one.parameters.items():
        data = one.model_dump(mode="json")
        place = next(place for place, p in one.located_parameters() if p.name == key)
        node = data
        for step in place:
            node = node[step]
        node["source"] = {"status": "verified", "citation": "another"}
        found = changes(one, _unchecked(one, data))
        assert {change.kind for change in found} == {"source"}, key
        assert len(found) == sum(p.name == key for _, p in one.located_parameters())
        assert found[0].before == held.source.model_dump(mode="json")
        assert found[0].after["citation"] == "another"
        assert _quantity(one, place) == found[0].quantity, key
        seen += 1
    assert seen == len(one.parameters)


def _unchecked(one: Scenario, data: dict[str, object]) -> Scenario:
    """A scenario whose JSON form is `data`; only the form matters here."""
    class Formed(Scenario):
        def model_dump(self, **_: object) -> dict[str, object]:  # type: ignore[override]
            return data
    return Formed.model_construct(**dict(one))


def _quantity(one: Scenario, place: tuple[str | int, ...]) -> str:
    if place[0] == "pathways" and "steps" in place:
        return f"step.{place[3]}.{place[-1]}"
    found = labels.quantity_of(one, next(
        p.name for where, p in one.located_parameters() if where == place))
    return next((key for key, held in QUANTITIES.items() if held is found), str(place[-1]))


def test_a_value_is_told_with_its_unit_and_its_source_apart() -> None:
    before = scenario()
    source = before.parameters["fruit.volume"].source
    found = changes(before, before.with_parameter("fruit.volume", Fixed(value=5.0), source))
    assert _kinds(found) == [("parameter", ("pathways", "fruit", "volume"))]
    assert found[0].before == {"distribution": {"kind": "fixed", "value": 1e6}, "unit": "units/yr"}
    assert found[0].after["distribution"] == {"kind": "fixed", "value": 5.0}
    assert (found[0].owner, found[0].quantity) == (text("fruit"), "volume")


def test_measures_that_are_chosen_and_given_up_carry_their_titles() -> None:
    one = scenario().with_measures(["cold"])
    found = changes(one, one.with_measures(["inspection"]))
    assert [(c.kind, c.owner) for c in found] == [
        ("unselected", text("cold")), ("selected", text("inspection"))]


def test_the_order_of_countries_is_a_difference_as_it_is_for_the_fingerprint() -> None:
    area = {"title": text("area"), "countries": ["CN", "VN"]}
    one = scenario(pra_area=area)
    other = scenario(pra_area=area | {"countries": ["VN", "CN"]})
    assert one.fingerprint != other.fingerprint
    assert _kinds(changes(one, other)) == [("other", ("pra_area", "countries"))]


def test_a_measure_that_comes_goes_or_is_renamed() -> None:
    one = scenario(measures=[treatment(), inspection()])
    hot = treatment("hot") | {"title": text("hot water")}
    other = scenario(measures=[treatment() | {"title": text("colder")}, hot])
    found = changes(one, other)
    assert _kinds(found) == [("text", ("measures", "cold", "title")),
                             ("measure_removed", ("measures", "inspection")),
                             ("measure_added", ("measures", "hot"))]
    assert found[1].title_before == text("inspection")
    assert found[2].title_after == text("hot water")


def test_alop_title_area_and_pathways_are_told() -> None:
    one = scenario()
    other = scenario(title=text("new"), pathways=[pathway(), pathway("juice")]).with_alop(
        Alop(metric="annual_probability", limit=0.5, confidence=0.9))
    found = changes(one, other)
    assert _kinds(found) == [("text", ("title",)), ("added", ("pathways", "juice")),
                             ("alop", ("alop",))]
    assert found[2].before["limit"] == 0.01


def test_a_parameter_that_appears_and_one_that_goes() -> None:
    data = scenario_data()
    data["pathways"][0]["steps"]["packing"] = {"unit": parameter("fruit.packing", "1", value=0.5)}
    del data["pathways"][0]["lot_shape"]
    found = changes(scenario(), Scenario.model_validate(data))
    told = {one.quantity: (one.before, one.after) for one in found}
    assert told["lot_shape"][1] is None
    packing = next(one for one in found if "packing" in one.place)
    assert packing.before is None
    assert packing.after is not None


def test_an_efficacy_is_that_of_its_measure() -> None:
    one = scenario()
    found = changes(one, one.with_parameter(
        "cold.efficacy", Uniform(low=0.5, high=0.6), one.parameters["cold.efficacy"].source))
    assert _kinds(found) == [("parameter", ("measures", "cold", "effects", 0, "efficacy", EPPO))]
    assert (found[0].owner, found[0].quantity) == (text("cold"), "efficacy")


@pytest.mark.parametrize("pair", [(a, b) for a in SHIPPED for b in SHIPPED if a < b],
                         ids=lambda pair: " | ".join(pair))
def test_changes_are_plain_data_that_survive_json(pair: tuple[str, str]) -> None:
    found = changes(load_scenario(pair[0]), load_scenario(pair[1]))
    assert found
    again = [Change.model_validate(json.loads(json.dumps(one.model_dump(mode="json"))))
             for one in found]
    assert [one.model_dump(mode="json") for one in again] == [
        one.model_dump(mode="json") for one in found]
