"""The scenario as one immutable input: checks between its parts, changes, fingerprint."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pra_core.alop import Alop
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from tests.minimal import (
    inspection,
    parameter,
    rich_data,
    scenario,
    scenario_data,
    share,
    treatment,
)


def refused(data: dict[str, Any]) -> list[str]:
    """Codes of what is wrong with the data, read as a file."""
    import json

    from pra_core.store import read_scenario

    with pytest.raises(PraError) as caught:
        read_scenario(json.dumps(data), "f")
    return [p.code for p in caught.value.problems]


def test_nothing_in_a_scenario_can_be_changed_in_place() -> None:
    found = scenario()
    for owner, name in ((found, "id"), (found.pest, "name"), (found.alop, "limit"),
                        (found.pathways[0], "volume"), (found.measures[0], "group")):
        with pytest.raises(ValidationError):
            setattr(owner, name, getattr(owner, name))


def test_changes_give_new_scenarios_with_their_own_fingerprint() -> None:
    base = scenario()
    before = base.fingerprint
    assert base.parameters["fruit.volume"].distribution == Fixed(value=1e6)
    alop = Alop(metric="annual_loss", limit=5.0, confidence=0.9)
    changed = [
        base.with_measures(["cold"]), base.with_alop(alop),
        base.with_parameter("fruit.volume", Fixed(value=2e6), base.pest.climate_model.source)]
    prints = {s.fingerprint for s in (base, *changed)}
    assert len(prints) == 4
    assert base.fingerprint == before
    assert base.selected == ()
    assert changed[2].parameters["fruit.volume"].distribution == Fixed(value=2e6)
    again = changed[2].with_parameter("fruit.volume", Fixed(value=1e6),
                                      base.parameters["fruit.volume"].source)
    assert again.fingerprint == before
    assert again == base
    for s in (base, *changed):
        assert s.fingerprint == Scenario.model_validate(s.model_dump()).fingerprint


def test_a_parameter_is_replaced_wherever_it_stands() -> None:
    base = Scenario.model_validate(rich_data())
    source = base.pest.climate_model.source
    for name, parameter_ in base.parameters.items():
        low, high = parameter_.distribution.support
        value = low if low == high else (0.5 * (low + high) if high < 1e9 else low + 1.0)
        found = base.with_parameter(name, Fixed(value=value), source)
        assert found.parameters[name].distribution == Fixed(value=value)
        assert list(found.parameters) == list(base.parameters)
    with pytest.raises(PraError, match="unknown id"):
        base.with_parameter("nobody", Fixed(value=1.0), source)
    with pytest.raises(ValidationError):
        base.with_parameter("fruit.prevalence", Fixed(value=2.0), source)


def test_selection_is_a_set_of_known_feasible_compatible_measures() -> None:
    found = scenario(measures=[treatment("a"), treatment("b", excludes=["a"]),
                               treatment("c", feasible=False)])
    assert found.with_measures(["b", "b"]).selected == ("b",)
    assert found.with_measures([]).selected == ()
    with pytest.raises(PraError) as caught:
        found.with_measures(["a", "b", "c", "x"])
    assert sorted((p.code, str(p.value)) for p in caught.value.problems) == [
        ("conflict", "b, a"), ("conflict", "c (infeasible)"), ("unknown_id", "x")]
    assert refused(scenario_data(measures=[treatment("a"), treatment("b", excludes=["a"])],
                                 selected=["a", "b"])) == ["conflict"]


def test_every_parameter_is_listed_once_with_its_place() -> None:
    found = Scenario.model_validate(rich_data())
    data = found.model_dump()
    seen = []
    for place, one in found.located_parameters():
        node: Any = data
        for key in place:
            node = node[key]
        assert node["name"] == one.name
        seen.append(one.name)
    assert len(seen) == len(set(seen)) == len(found.parameters)


@pytest.mark.parametrize(
    ("measures", "codes"),
    [
        ([treatment("a", requires=["b"], excludes=["b"]), treatment("b")], ["conflict"]),
        ([treatment("a", requires=["b"]), treatment("b", excludes=["a"])], ["conflict"]),
        ([treatment("a", requires=["b"]), treatment("b", requires=["c"]),
          treatment("c", excludes=["a"])], ["conflict"]),
        ([treatment("a", requires=["b", "c"]), treatment("b", excludes=["c"]), treatment("c")],
         ["conflict"]),
        ([treatment("a", requires=["a"])], ["conflict"]),
        ([{k: v for k, v in treatment("a").items() if k != "compliance"}], ["missing"]),
        ([treatment("a", 1.0, "transport", "volume", "unit")], ["conflict"]),
        ([treatment("a", 0.5, "transport", "volume", "individual")], ["conflict"]),
        ([treatment("a", 0.5, kind="spread", acts_on="unit", step="transport")], ["conflict"]),
        ([treatment("a", group="plant")], ["unknown_id"]),
        ([inspection("a", effects=[{"kind": "inspection", "step": "packing"}])], ["missing"]),
    ],
    ids=["required-and-excluded", "excluded-by-what-it-needs", "excluded-further-down",
         "needs-two-that-exclude-each-other", "needs-itself", "no-compliance",
         "prohibition-with-compliance", "volume-of-individuals", "spread-at-a-step", "no-group",
         "inspection-without-sample"])
def test_measures_that_contradict_themselves(measures: list[dict[str, Any]], codes: list[str]
                                             ) -> None:
    assert sorted(set(refused(scenario_data(measures=measures)))) == codes


def test_a_measure_against_spread_cannot_require_others_yet() -> None:
    slow = treatment("slow", 0.5, kind="spread", acts_on="unit", requires=["cold"])
    del slow["effects"][0]["step"], slow["compliance"]
    assert refused(scenario_data(measures=[slow, treatment()])) == ["not_computed"]


def test_prevalence_above_one_once_empty_units_are_counted_is_an_error() -> None:
    """m0 1.02 over occupied units means 4 % of infested units are occupied."""
    data = scenario_data()
    data["pathways"][0] |= {
        "counts": "occupied",
        "pests_per_unit": parameter("m", "pests/infested unit", value=1.02),
        "prevalence": parameter("f", "infested units/unit", value=0.05)}
    assert refused(data) == ["out_of_bounds"]
    data["pathways"][0]["prevalence"]["distribution"]["value"] = 0.03
    Scenario.model_validate(data)
    data["pathways"][0]["pests_per_unit"]["distribution"]["value"] = 1.0
    assert refused(data) == ["out_of_bounds"]


@pytest.mark.parametrize("reproduction", ["sexual", "asexual"])
def test_sexes_are_stated_where_they_matter(reproduction: str) -> None:
    pest = scenario_data()["pest"] | {"reproduction": reproduction}
    if reproduction == "sexual":
        del pest["female_share"]
    assert refused(scenario_data(pest=pest)) == ["conflict"]
    both = scenario_data()["pest"] | {"line_survival": share("line", 0.5)}
    assert refused(scenario_data(pest=both)) == ["conflict"]


def test_the_pest_is_of_quarantine_concern_only_if_every_element_is_met() -> None:
    pest = scenario_data()["pest"]
    assert scenario(pest=pest).pest.quarantine_pest
    failing = [*pest["categorization"], pest["categorization"][0] | {"met": False}]
    assert not scenario(pest=pest | {"categorization": failing}).pest.quarantine_pest


def test_fingerprints_tell_every_number_apart() -> None:
    base = Scenario.model_validate(rich_data())
    prints = {base.fingerprint}
    source = base.pest.climate_model.source
    for name, one in base.parameters.items():
        low, high = one.distribution.support
        value = low + 0.01 * (min(high, low + 1.0) - low) if high > low else low * 0.999
        prints.add(base.with_parameter(name, Fixed(value=value), source).fingerprint)
    assert len(prints) == len(base.parameters) + 1
