"""Maps against published ranges: what counts as agreement, and what the file must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pra_core import range_check, reference
from pra_core.climate.suitability import ecoclimatic
from pra_core.errors import PraError
from pra_core.range_check import Assumptions, agreement, published, skill
from pra_core.sheet_library import sheets


def test_agreement_is_the_suitable_part_of_the_land() -> None:
    index = np.array([0.0, 0.9, 1.0, 50.0])
    area = np.array([1.0, 2.0, 3.0, 4.0])
    lands = [np.array([0, 1]), np.array([0, 2]), np.array([2, 3])]
    assert agreement(index, area, lands).tolist() == [0.0, 0.75, 1.0]


def test_an_index_of_zero_is_never_suitable() -> None:
    assert agreement(np.zeros(2), np.ones(2), [np.array([0, 1])], threshold=0.0)[0] == 0.0


def places(presences: list[bool], absences: list[bool]) -> pd.DataFrame:
    """One species, whose places agree or not; all read in the source, of equal land."""
    status = ["present"] * len(presences) + ["absent"] * len(absences)
    return pd.DataFrame({"status": status, "agrees": [*presences, *absences]})


@pytest.mark.parametrize(
    ("presences", "absences", "expected"),
    [([True, True], [True], 1.0), ([True, True], [False], 0.0), ([False], [False], -1.0),
     ([True, False], [True, True, True, False], 0.25)],
)
def test_skill(presences: list[bool], absences: list[bool], expected: float) -> None:
    assert skill(places(presences, absences)) == pytest.approx(expected)


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[float]:
    """Every map gives the same index to every cell; the value can be changed by the test."""
    box = SimpleNamespace(value=0.0)
    monkeypatch.setattr(
        published.ensemble, "index_of_members",
        lambda weeks, rows, accumulation: np.full(  # noqa: ARG005
            (len(rows), weeks.temperature.shape[1]), box.value, np.float32))
    published._shares.cache_clear()
    yield box
    published._shares.cache_clear()


@pytest.mark.parametrize(("value", "status"), [(0.0, "absent"), (100.0, "present")])
def test_a_map_that_says_one_thing_agrees_with_one_status(
    everywhere: SimpleNamespace, value: float, status: str
) -> None:
    everywhere.value = value
    found = range_check.range_places()
    assert (found["agrees"] == (found["status"] == status)).all()
    checks = range_check.range_checks()
    assert checks["skill"].abs().max() == 0.0
    assert (checks["range_share"] == value / 100).all()
    for name in ("present", "listed"):
        expected = checks[f"{name}_total"] if status == "present" else 0
        assert (checks[name] == expected).all()


def test_shares_are_those_of_the_climate_model() -> None:
    """One place and species computed apart, from the public model."""
    assumed = Assumptions(accumulation="compounding", daily_range=8.0)
    row = range_check.range_places(assumed).query(
        "species == 'Spodoptera littoralis' and area == 'TR'").iloc[0]
    cells, normals = reference.pra_area_cells(["TR"]), reference.climate_normals()
    sheet = sheets()["Spodoptera littoralis"].sheet
    assert sheet is not None
    found = ecoclimatic(normals.temperature[:, cells], normals.precipitation[:, cells],
                        normals.latitude[cells], sheet, 8.0, 100.0, "compounding")
    area = normals.area_km2[cells]
    assert row["share"] == pytest.approx(area[found.ei >= 1].sum() / area.sum(), abs=0.002)
    assert 0.0 < row["share"] < 1.0


def test_every_place_has_a_source_and_land() -> None:
    table = range_check.ranges()
    assert (table["source"].str.len() > 8).all()
    assert set(table["species"]) == set(sheets())
    codes = {species: entry.eppo_code for species, entry in sheets().items()}
    assert (table["eppo_code"] == table["species"].map(codes)).all()
    assert (table.loc[table["status"] == "absent", "reason"] != "").all()
    assert (table.loc[table["status"] == "present", "reason"] == "").all()
    boxed = table[table["west"].notna()]
    assert (boxed["place_en"] != "").all()
    assert (boxed["place_zh"] != "").all()
    assert not table.duplicated(["species", "area", "west", "south"]).any()


def test_assumed_places_are_never_called_presence() -> None:
    table = range_check.ranges()
    assert set(table.loc[table["verified"] == "assumed", "status"]) == {"absent"}


def test_every_species_has_presences_that_were_read() -> None:
    checks = range_check.range_checks()
    assert set(checks["species"]) == set(sheets())
    assert (checks["present_total"] >= 3).all()
    assert (checks["extreme_total"] >= 8).all()


def test_the_method_page_says_which_rule_fits_better() -> None:
    """The sentence on the page: compounding respects more absences at hardly fewer presences."""
    skills = {}
    for rule in range_check.RULES:
        checks = range_check.range_checks(Assumptions(accumulation=rule))
        skills[rule] = checks["skill"].mean()
    assert skills["compounding"] > skills["linear"]


def test_assumptions_are_varied_for_all_species_together() -> None:
    found = range_check.assumption_checks()
    assert len(found) == len(published.VARIED) * len(range_check.RULES)
    base = found.query("accumulation == 'linear' and change == 'as assumed'").iloc[0]
    assert base["skill"] == pytest.approx(range_check.range_checks()["skill"].mean())
    wet = found.query("accumulation == 'linear' and change.str.startswith('irrigated')").iloc[0]
    assert wet["range_share"] > base["range_share"]
    assert wet["absent_share"] > base["absent_share"]


def test_assumptions_are_part_of_the_key() -> None:
    plain, cold = Assumptions(), replace(Assumptions(), daily_range=25.0)
    assert range_check.range_checks(plain)["range_share"].mean() > (
        range_check.range_checks(cold)["range_share"].mean())


@pytest.mark.parametrize(
    ("column", "value"), [("status", "maybe"), ("verified", "no"), ("species", "Nobody nowhere"),
                          ("reason", "fog"), ("area", "QQ")])
def test_a_bad_row_is_refused(monkeypatch: pytest.MonkeyPatch, column: str, value: str) -> None:
    read = published.reference_places.typed_places

    def spoilt(name: str) -> pd.DataFrame:
        table = read(name)
        table.loc[0, column] = value
        return table

    monkeypatch.setattr(published.reference_places, "typed_places", spoilt)
    published._places.cache_clear()
    with pytest.raises(PraError, match=value):
        range_check.ranges()
    monkeypatch.undo()
    published._places.cache_clear()
