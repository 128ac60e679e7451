"""Own data as one YAML file: what comes back, what is refused, what can be kept."""

from __future__ import annotations

import pytest
import yaml

from pra_core.commodities import commodity_library
from pra_core.errors import PraError
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary, pest_library
from pra_core.store import load_scenario
from pra_core.store.own_files import OwnFile, dump_own, fits, read_own

CODE = "POPIJA"


def _read(text: str) -> OwnFile:
    return read_own(text, "own.yaml", PestLibrary({}), commodity_library())


def _own() -> OwnData:
    commodities = commodity_library()
    goods = next(g for g in commodities.goods.values() if g.unit_kg is not None)
    own = OwnData({CODE: pest_library().get(CODE)}, {goods.id: goods})
    return own.with_trade(commodities.trade[:3])


def test_what_was_saved_comes_back() -> None:
    scenario = load_scenario("medfly-citrus-china")
    measure = scenario.measures[0]
    back = _read(dump_own(_own(), [measure]))
    assert back.faults == ()
    assert back.own == _own()
    assert [m.id for m in back.measures] == [measure.id]
    assert back.measures[0].effects == measure.effects
    assert back.count == 6


def test_a_file_of_the_library_is_understood_as_it_is() -> None:
    text = dump_own(OwnData({CODE: pest_library().get(CODE)}))
    record = yaml.safe_load(text)["pests"][0]
    assert _read(yaml.safe_dump(record, allow_unicode=True)).own.pests == {
        CODE: pest_library().get(CODE)}


def test_valid_entries_are_kept_and_each_problem_names_its_entry() -> None:
    data = yaml.safe_load(dump_own(_own()))
    other = yaml.safe_load(dump_own(_own()))["pests"][0]
    other |= {"eppo_code": "ABCDEF", "name": "Fictus", "group": "weeds", "colour": "red"}
    other["facts"][0]["unit"] = "furlong"
    data["pests"] += [other, data["pests"][0]]
    data["trade"][0]["quantity"] = -1
    text = yaml.safe_dump(data, allow_unicode=True)
    found = _read(text)
    told = {(f.problem.code, f.column) for f in found.faults}
    lines = text.splitlines()
    assert sorted(lines[f.line - 1].strip() for f in found.faults if f.line) == [
        "colour: red", "quantity: -1", "unit: furlong"]
    assert {("unknown_key", "pests[ABCDEF]: colour"),
            ("wrong_unit", "pests[ABCDEF]: facts[0].unit"),
            ("duplicate", "pests"),
            ("out_of_bounds", "trade[0]: quantity")} <= told
    assert set(found.own.pests) == {CODE}
    assert len(found.own.trade) == 2


def test_names_of_other_pests_are_refused() -> None:
    data = yaml.safe_load(dump_own(_own()))
    data["pests"][0]["eppo_code"] = "ABCDEF"
    found = read_own(yaml.safe_dump(data, allow_unicode=True), "own.yaml", pest_library(),
                     commodity_library())
    assert ("duplicate", "ABCDEF.name") in {
        (f.problem.code, f.column) for f in found.faults}
    assert found.own.pests == {}


@pytest.mark.parametrize(("text", "code"), [
    pytest.param("pest: []", "unknown_key", id="unknown-part"),
    pytest.param("pests: {a: 1}", "wrong_type", id="no-list"),
    pytest.param("schema_version: 2\npests: []", "schema_version", id="another-version"),
    pytest.param("pests: []\npests: []", "duplicate_key", id="key-twice"),
    pytest.param("- 1", "unreadable", id="no-mapping"),
    pytest.param("pests: !!python/object/apply:os.system [ls]", "unreadable", id="code"),
    pytest.param("a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + "".join(
        f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n" for p, c in zip("bcdefgh", "cdefghi",
                                                                    strict=True)),
                 "unreadable", id="aliases-that-grow"),
])
def test_what_is_no_such_file_is_refused(text: str, code: str) -> None:
    with pytest.raises(PraError) as error:
        _read(text)
    assert error.value.code == code


def test_more_than_a_yaml_file_takes_is_told_before_it_is_written() -> None:
    record = pest_library().get(CODE)
    many = {f"ABC{i:03d}": record for i in range(400)}
    assert fits(_own())
    assert not fits(OwnData(many))
