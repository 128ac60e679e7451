"""The sheet library: every value is that of its row, and unverified sheets come on request only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from pra_core import reference, sheet_library
from pra_core.climate_sheet import ClimateSheet
from pra_core.errors import PraError
from pra_core.sheet_library import ecoclimatic_model, sheets

FACTS = Path(__file__).parents[2] / "data" / "pest_facts.csv"


def rows() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published() -> dict[str, dict[str, float]]:
    """Verified rows with one number per field, by species."""
    found: dict[str, dict[str, float]] = {}
    for row in rows():
        field = row["field"].removeprefix("CLIMEX_").lower()
        if (row["field"].startswith("CLIMEX_") and row["verified"] == "yes"
                and field in ClimateSheet.model_fields):
            found.setdefault(row["species"], {})[field] = float(row["value"])
    return found


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pd.DataFrame]:
    """The table of facts, changed in place by a test."""
    table = reference.pest_facts(include_unverified=True)
    monkeypatch.setattr(sheet_library.reference, "pest_facts", lambda **_: table)
    sheet_library._library.cache_clear()
    yield table
    sheet_library._library.cache_clear()


def test_the_verified_species_are_those_of_the_file() -> None:
    assert set(sheets()) == set(published())
    assert len(sheets()) == 9
    assert {entry.status for entry in sheets().values()} == {"verified"}


@pytest.mark.parametrize("species", sorted(published()))
def test_every_verified_value_is_its_row(species: str) -> None:
    entry, expected = sheets()[species], published()[species]
    assert dict(entry.values) == expected
    assert entry.sheet is not None
    assert entry.sheet.model_dump(exclude_none=True) == expected
    assert entry.missing == ()
    cited = {row["source"] for row in rows() if row["species"] == species
             and row["field"].startswith("CLIMEX_")}
    assert {entry.citation} == cited


def test_the_interaction_of_the_tomato_leafminer_is_read() -> None:
    sheet = sheets()["Tuta absoluta"].sheet
    assert sheet is not None
    assert (sheet.tthw, sheet.mthw, sheet.phw) == (30.0, 0.6, 0.003)


def test_unverified_sheets_come_on_request_and_say_what_they_lack() -> None:
    extra = {name: e for name, e in sheets(True).items() if name not in sheets()}
    assert {e.status for e in extra.values()} == {"unverified"}
    medfly = extra["Ceratitis capitata"]
    line = next(row["value"] for row in rows() if row["field"] == "CLIMEX (Vera et al. 2002)")
    for pair in line.replace(";", ",").split(","):
        name, number = pair.split()
        assert medfly.values[name.lower()] == float(number)
    assert "ttcs" in medfly.missing
    assert medfly.sheet is not None
    assert extra["Phytophthora ramorum"].sheet is None


def test_an_unverified_sheet_runs_only_when_accepted() -> None:
    entry = sheets(True)["Ceratitis capitata"]
    with pytest.raises(PraError) as error:
        ecoclimatic_model(entry)
    assert error.value.code == "wrong_type"
    assert ecoclimatic_model(entry, accept_unverified=True).source.status == "unverified"


def test_an_incomplete_sheet_names_what_it_lacks() -> None:
    with pytest.raises(PraError, match="sm0") as error:
        ecoclimatic_model(sheets(True)["Phytophthora ramorum"], accept_unverified=True)
    assert error.value.code == "missing"


def test_what_is_assumed_has_a_reason_in_both_languages() -> None:
    model = ecoclimatic_model(sheets()["Tuta absoluta"], accumulation="compounding")
    assert model.accumulation == "compounding"
    for parameter in (model.diurnal_range, model.full_suitability, model.suitable_from):
        assert parameter.source.status == "assumed"
        assert parameter.source.reason is not None
        assert set(parameter.source.reason) == {"en", "zh_CN"}
    assert model.source.citation == sheets()["Tuta absoluta"].citation


@pytest.mark.parametrize(
    ("column", "value"),
    [pytest.param("unit", "K", id="wrong-unit"), pytest.param("value", "about 7", id="no-number")],
)
def test_a_bad_row_is_refused(changed: pd.DataFrame, column: str, value: str) -> None:
    at = changed.index[(changed["species"] == "Tuta absoluta") & (changed["field"] == "CLIMEX_DV0")]
    changed.loc[at, column] = value
    with pytest.raises(PraError, match="CLIMEX_DV0") as error:
        sheets()
    assert error.value.code == "integrity"


def test_an_unknown_symbol_in_a_line_is_refused(changed: pd.DataFrame) -> None:
    at = changed.index[changed["field"] == "CLIMEX (Vera et al. 2002)"]
    changed.loc[at, "value"] = "DV0 12, DVX 3"
    with pytest.raises(PraError, match="DVX"):
        sheets(include_unverified=True)
