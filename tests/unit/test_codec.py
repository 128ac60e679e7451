"""Scenario files: every problem at once with path, value and what is allowed."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pra_core.errors import MESSAGES, PraError
from pra_core.reference import scenario_ids
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, load_scenario, read_scenario
from pra_core.store.codec import dump_json
from tests.minimal import SOURCE, inspection, parameter, rich_data, scenario_data, share

Place = tuple[Any, ...]


def problems(data: Any) -> dict[str, set[str]]:
    """Paths of all problems found in a file with this content, by code."""
    text = data if isinstance(data, str) else json.dumps(data)
    with pytest.raises(PraError) as caught:
        read_scenario(text, "f.yaml")
    found: dict[str, set[str]] = {}
    for p in caught.value.problems:
        assert p.path.startswith("f.yaml")
        assert p.text()
        found.setdefault(p.code, set()).add(p.path.removeprefix("f.yaml").removeprefix(": "))
    listed = [(p.path, p.code) for p in caught.value.problems]
    assert len(set(listed)) == len(listed), "a problem is reported twice"
    return found


def broken() -> dict[str, Any]:
    """One file with every kind of mistake."""
    data = scenario_data()
    path = data["pathways"][0]
    path["volumes"] = 3
    path["volume"] = parameter("fruit.volume", "kg", kind="pert", low=9.0, mode=5.0, high=20.0)
    path["prevalence"]["distribution"] = {"kind": "fixed", "value": 1.2}
    path["lot_shape"]["distribution"]["value"] = float("nan")
    path["pests_per_unit"]["unit"] = "pests"
    path["lot_size"]["name"] = "fruit.prevalence"
    del path["steps"]["transfer"]["unit"]["source"]
    data["pest"]["r0"]["source"] = {"status": "verified"}
    data["measures"][0]["effects"][0]["step"] = "harvest"
    data["measures"][1]["requires"] = ["nobody"]
    data["consequences"]["host_value"]["unit"] = "EUR/yr"
    data["alop"]["confidence"] = 1.5
    data["selected"] = ["cold", "ghost"]
    return data


def test_every_mistake_of_one_file_is_named_at_once() -> None:
    found = problems(broken())
    assert found == {
        "unknown_key": {"pathways[0].volumes"},
        "wrong_unit": {"pathways[0].volume.unit", "pathways[0].pests_per_unit.unit",
                       "consequences.host_value.unit"},
        "order": {"pathways[0].volume.distribution.mode"},
        "out_of_bounds": {"pathways[0].prevalence.distribution", "alop.confidence"},
        "not_finite": {"pathways[0].lot_shape.distribution.value"},
        "duplicate": {"pathways[0].lot_size"},
        "missing": {"pathways[0].steps.transfer.unit.source"},
        "no_source": {"pest.r0.source"},
        "unknown_step": {"measures[0].effects[0].step"},
        "unknown_id": {"measures[1].requires", "selected"},
    }


def test_a_problem_says_what_was_found_and_what_is_allowed() -> None:
    with pytest.raises(PraError) as caught:
        read_scenario(json.dumps(broken()), "f.yaml")
    by_path = {p.path.removeprefix("f.yaml: "): p for p in caught.value.problems}
    for path, value, allowed in (
        ("pathways[0].volumes", "volumes", "lot_size"),
        ("pathways[0].volume.unit", "kg", "units/yr"),
        ("pathways[0].prevalence.distribution", "[1.2, 1.2]", "0 … 1"),
        ("measures[0].effects[0].step", "harvest", "export_treatment"),
        ("consequences.host_value.unit", "EUR/yr", "USD/…"),
        ("selected", "ghost", "cold, inspection"),
    ):
        assert str(by_path[path].value) == value
        assert allowed in by_path[path].allowed
        assert value in by_path[path].text()
    assert "nan" in str(by_path["pathways[0].lot_shape.distribution.value"].value).lower()


def _parameters(node: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(node, dict):
        if "distribution" in node and "unit" in node:
            yield place
        for key, value in node.items():
            yield from _parameters(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _parameters(value, (*place, index))


def _at(data: Any, place: Place) -> Any:
    for key in place:
        data = data[key]
    return data


@pytest.mark.parametrize("distribution", [{"kind": "fixed", "value": 0.5}, {"kind": "nonsense"}])
def test_the_unit_of_every_parameter_is_checked_even_if_its_distribution_is_broken(
    distribution: dict[str, Any]
) -> None:
    data = rich_data()
    look = inspection("more", 5, 0.5)
    look["effects"][0]["sample_size"]["unit"] = "units/lot"
    data["measures"].append(look | {"cost": parameter("more.cost", "USD/unit", value=1.0)})
    data["measures"][1]["effects"][0]["survivor_factor"] = parameter("factor", "1", value=2.0)
    data["pathways"][0]["units_together"] = {"number": parameter("g", "units", value=2.0),
                                             "counts": "infested"}
    Scenario.model_validate(data)
    places = list(_parameters(data))
    assert len(places) > 40
    for place in places:
        _at(data, place).update(unit="bananas", distribution=distribution)
    with pytest.raises(PraError) as caught:
        read_scenario(json.dumps(data), "f")
    wrong = {p.path for p in caught.value.problems if p.code == "wrong_unit"}
    assert wrong == {f"f: {_text(p)}.unit" for p in places}


def _text(place: Place) -> str:
    words = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in place)
    return words.removeprefix(".")


@pytest.mark.parametrize(
    ("place", "value", "code", "path"),
    [
        (("spread", "lag", "nature"), "variability", "not_computed", "spread.lag.nature"),
        (("pathways", 0, "on_detection"), "treat", "not_computed", "pathways[0].on_detection"),
        (("pathways", 0, "on_detection"), "replace", "not_computed", "pathways[0].on_detection"),
        (("pathways", 0, "arrival_share"), [1.0] + [0.0] * 11, "missing",
         "pathways[0].arrival_source"),
        (("pathways", 0, "units_together"),
         {"number": parameter("g", "units", value=2.0), "counts": "any"}, "not_computed",
         "pathways[0].units_together"),
        (("pest", "climate_model", "kind"), "degree_day_stress", "not_computed",
         "pest.climate_model.kind"),
        (("schema_version",), 2, "schema_version", ""),
        (("measures", 0, "restrictiveness"), 6, "out_of_bounds", "measures[0].restrictiveness"),
        (("measures", 1, "id"), "cold", "duplicate", "measures"),
        (("measures", 0, "group"), "plant", "unknown_id", "measures[0].group"),
        (("measures", 0, "excludes"), ["cold"], "conflict", "measures[0]"),
        (("measures", 0, "effects", 0, "pathways"), ["sea"], "unknown_id",
         "measures[0].effects[0].pathways"),
        (("measures", 0, "effects", 0, "efficacy"), {"OTHER1": share("e", 0.5)}, "missing",
         "measures[0].effects[0].efficacy"),
        (("measures", 1, "effects", 0, "sample_size"),
         parameter("n", "units/lot", kind="uniform", low=100.0, high=30_000.0), "out_of_bounds",
         "measures[1].effects[0].sample_size"),
        (("measures", 1, "effects", 0, "sample_size"),
         parameter("n", "units/lot", kind="lognormal", median=100.0, sdlog=0.1), "out_of_bounds",
         "measures[1].effects[0].sample_size"),
        (("measures", 1, "effects", 0, "detects"), "signs", "no_source",
         "measures[1].effects[0]"),
        (("alop", "limit"), -1.0, "out_of_bounds", "alop.limit"),
        (("alop", "limit"), 2.0, "out_of_bounds", "alop.limit"),
        (("alop", "limit"), float("inf"), "not_finite", "alop.limit"),
        (("alop", "metric"), "luck", "wrong_type", "alop.metric"),
        (("landing",), "everywhere", "wrong_type", "landing"),
        (("title",), {"zh_CN": "标题"}, "wrong_type", "title"),
        (("pest", "eppo_code"), "x", "wrong_type", "pest.eppo_code"),
        (("pest", "eppo_code"), {"a": 1}, "wrong_type", "pest.eppo_code"),
        (("pathways",), [], "wrong_type", "pathways"),
        (("pathways", 0), 7, "wrong_type", "pathways[0]"),
        (("consequences",), None, "wrong_type", "consequences"),
    ])
def test_each_wrong_value_is_named(place: Place, value: object, code: str, path: str) -> None:
    data = scenario_data()
    _at(data, place[:-1])[place[-1]] = value
    found = problems(data)
    assert path in found.get(code, ()), found


def test_what_is_carried_but_not_computed_is_accepted_where_it_changes_nothing() -> None:
    data = scenario_data()
    data["pathways"][0] |= {"arrival_share": [1 / 12] * 12, "arrival_source": dict(SOURCE)}
    data["pathways"][0]["on_detection"] = "destroy_or_return"
    data["pathways"][0]["units_together"] = {"number": parameter("g", "units", value=2.0)}
    assert read_scenario(json.dumps(data), "f").pathways[0].units_together is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"), ("[1, 2]", "unreadable"), ("a: [", "unreadable"),
        ("a: &x\n  b: *x", "unreadable"),
        ("a: !!python/object/apply:os.getcwd []", "unreadable"),
        ("a: " + "[" * 41 + "]" * 41, "unreadable"), ("a: " + "[" * 30 + "]" * 30, "missing"),
        ("a: \x00", "unreadable"), ("x" * 2_000_001, "unreadable"),
        ("schema_version: one", "schema_version"),
    ], ids=["empty", "list", "open-bracket", "inside-itself", "python-object", "too-deep", "deep",
            "control-character", "too-long", "other-version"])
def test_text_that_is_no_scenario_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(PraError) as caught:
        read_scenario(text, "f.yaml")
    assert caught.value.code == code
    assert caught.value.code in MESSAGES


@pytest.mark.parametrize(("text", "told"), [
    ("a:\n" + " [\n" * 200_000, "line 41"), ("a:\n" + " {b:\n" * 200_000, "line 41"),
    ("- " * 200_000, "line 1"), ("%TAG !a! tag:x\n" * 100_000 + "---\na: 1\n", "directives"),
], ids=["lists", "mappings", "blocks", "directives"])
def test_what_takes_the_scanner_the_square_of_its_length_is_not_read_on(text: str, told: str
                                                                        ) -> None:
    """Two megabytes of open brackets would hold the whole server for hours."""
    with pytest.raises(PraError, match=told) as caught:
        read_scenario(text, "f.yaml")
    assert caught.value.code == "unreadable"


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    layers = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    layers += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    assert problems("\n".join(layers)) == {"unreadable": {""}}


def test_aliases_that_stay_small_are_read() -> None:
    data = scenario_data()
    source = {"status": "verified", "citation": "one source for all"}
    for place in _parameters(data):
        _at(data, place)["source"] = source
    text = yaml.safe_dump(data)
    assert text.count("*id001") > 10
    found = read_scenario(text, "f")
    assert found.fingerprint == Scenario.model_validate(data).fingerprint


def test_keys_written_twice_are_named_with_their_line() -> None:
    found = problems("schema_version: 1\nid: a\nid: b\n")
    assert found["duplicate_key"] == {"line 3"}
    assert found["missing"]


def test_files_are_loaded_by_id_and_by_path(tmp_path: Path) -> None:
    assert set(scenario_ids()) >= {"medfly-citrus-china"}
    for one in scenario_ids():
        loaded = load_scenario(one)
        assert loaded.id == one
        path = tmp_path / f"{one}.yaml"
        path.write_text(dump_scenario(loaded), encoding="utf-8")
        assert load_scenario(path).fingerprint == loaded.fingerprint
        path.write_text(dump_json(loaded), encoding="utf-8")
        assert load_scenario(str(path)).fingerprint == loaded.fingerprint


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(PraError) as caught:
        load_scenario("no-such-scenario")
    assert caught.value.code == "not_found"
    assert "medfly-citrus-china" in caught.value.problems[0].allowed
    with pytest.raises(PraError) as caught:
        load_scenario(tmp_path)
    assert caught.value.code == "not_found"
    (tmp_path / "f.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PraError) as caught:
        load_scenario(tmp_path / "f.yaml")
    assert caught.value.code == "unreadable"


def test_numbers_are_read_as_written_by_people() -> None:
    data = scenario_data()
    data["alop"]["limit"] = 0.125
    text = yaml.safe_dump(data)
    for written, value in (("1e-3", 1e-3), ("1E-3", 1e-3), ("+.5", 0.5), ("1.", 1.0)):
        found = read_scenario(text.replace("limit: 0.125", f"limit: {written}"), "f")
        assert found.alop.limit == value
    # A time is not base 60, and yes is not 1: both are named.
    for written in ("1:30", "0x1F", "yes", "true"):
        assert "alop.limit" in problems(text.replace("limit: 0.125", f"limit: {written}")
                                        ).get("wrong_type", set())


JUNK: list[Any] = [None, 5, -1, True, "x", [], {}, [1], [[]], {"a": 1}, float("nan"), 1e400,
                   ["x", {"y": []}], "1e5", {"kind": "nope"},
                   {"distribution": 5, "name": [1], "unit": []}]


def _places(node: Any, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    pairs = node.items() if isinstance(node, dict) else enumerate(
        node if isinstance(node, list) else ())
    for key, value in pairs:
        yield from _places(value, (*place, key))


def test_whatever_stands_anywhere_is_accepted_or_named() -> None:
    """Junk in any place of a scenario: a scenario or named problems, never another error."""
    rng = random.Random(3)
    base = rich_data(selected=["cold", "field"])
    places = list(_places(base))
    refused = 0
    for _ in range(250):
        data = copy.deepcopy(base)
        place = rng.choice(places)
        _at(data, place[:-1])[place[-1]] = rng.choice(JUNK)
        try:
            read_scenario(json.dumps(data), "f")
        except PraError as error:
            refused += all(p.text() != "" for p in error.problems)
            listed = [(p.path, p.code, str(p.value)) for p in error.problems]
            assert len(set(listed)) == len(listed), listed
    assert 150 < refused < 250
