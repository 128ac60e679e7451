"""Presence records: tables read whole or refused whole, and agreement with the map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from pra_core import reference
from pra_core.distribution import Fixed, Uniform
from pra_core.endangered_area import suitability
from pra_core.errors import PraError
from pra_core.figures import record_words as words
from pra_core.figures import records as figures
from pra_core.i18n import LANGUAGES, translator
from pra_core.records import MOST_BYTES, TEMPLATE, Agreement, Records, agreement, parse
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

CITIES = (b"lat,lon,name\n-29.86,31.02,Durban\n-33.92,18.60,Cape Town\n32.80,35.00,Haifa\n"
          b"-25.70,28.20,Pretoria\n-28.50,21.20,Upington\n")


def refusal(content: bytes) -> PraError:
    with pytest.raises(PraError) as error:
        parse(content)
    return error.value


def read(rows: str, head: str = "lat,lon") -> Records:
    return parse(f"{head}\n{rows}".encode())


def test_the_template_can_be_read() -> None:
    records = parse(TEMPLATE.encode("utf-8-sig"))
    assert records.name == ("Valencia",)
    assert records.year == ("2019",)
    assert (records.latitude[0], records.longitude[0]) == (39.47, -0.38)


@pytest.mark.parametrize(
    ("head", "row"),
    [("lat,lon", "1.5,2.5"), ("Longitude;Latitude", "2.5;1.5"), ("纬度,经度", "1.5,2.5"),
     ("decimalLatitude\tdecimalLongitude", "1.5\t2.5"), (" LAT , LNG ", " 1.5 , 2.5 "),
     ("y,x", "1.5,2.5"), ('"lat","lon","name"', '"1.5","2.5","a, b\nc"')],
)
def test_common_headers_and_separators(head: str, row: str) -> None:
    records = read(row, head)
    assert records.latitude.tolist() == [1.5]
    assert records.longitude.tolist() == [2.5]


def test_lines_are_those_of_the_file() -> None:
    records = read('10,20,"two\nlines"\n\n11,21,next\n', "lat,lon,name")
    assert records.line.tolist() == [3, 5]
    assert records.name == ("two\nlines", "next")


def test_every_problem_of_every_line_is_told_at_once() -> None:
    error = refusal(b'lat,lon\n,5\nx,5\n95,200\nnan,5\n1e999,4\n"12,5",3\n-1\n7,8\n')
    assert [(p.path, p.code) for p in error.problems] == [
        ("2: latitude", "missing"), ("3: latitude", "wrong_type"),
        ("4: latitude", "out_of_bounds"), ("4: longitude", "out_of_bounds"),
        ("5: latitude", "not_finite"), ("6: latitude", "not_finite"),
        ("7: latitude", "wrong_type"), ("8: longitude", "missing")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "missing", id="empty"),
        pytest.param(b"\n \n", "missing", id="blank"),
        pytest.param(b"lat,lon\n", "missing", id="header-only"),
        pytest.param(b"a,b\n1,2\n", "missing", id="no-columns"),
        pytest.param(b"lat,latitude,lon\n1,2,3\n", "duplicate", id="two-latitudes"),
        pytest.param("lat,lon\n1,2\n".encode("utf-16"), "unreadable", id="utf-16"),
        pytest.param(b"lat,lon\n1,2,\xb5\n", "unreadable", id="not-utf-8"),
        pytest.param(b"PK\x03\x04\x00\xff\xfe", "unreadable", id="spreadsheet"),
        pytest.param(b"lat,lon\n1,2\n" * (MOST_BYTES // 8), "out_of_bounds", id="too-large"),
    ],
)
def test_a_table_that_is_none_is_refused(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_missing_columns_are_all_named() -> None:
    error = refusal(b"a,b\n1,2\n")
    assert [p.path for p in error.problems] == ["1: latitude", "1: longitude"]
    assert "decimallatitude" in error.problems[0].allowed


def test_long_texts_are_not_repeated_in_full() -> None:
    error = refusal(b"lat,lon\n" + b"x" * 10_000 + b",1\n")
    assert len(str(error)) < 200


def test_exchanged_coordinates_are_suspected_by_bounds() -> None:
    """Beijing and Tokyo: a longitude of 116 cannot be a latitude."""
    error = refusal(b"lat,lon\n116.4,39.9\n139.7,35.7\n")
    assert "swapped" in [p.code for p in error.problems]


def test_exchanged_coordinates_are_suspected_by_the_sea() -> None:
    """Durban, Cape Town, Haifa, exchanged: no number is out of bounds."""
    error = refusal(b"lat,lon\n31.02,-29.86\n18.6,-33.92\n35.0,32.8\n")
    assert [p.code for p in error.problems] == ["swapped"]
    assert error.problems[0].value == "2 / 3"


def test_islands_lost_at_sea_are_not_called_exchanged() -> None:
    assert read("-40,-100\n-45,-120\n0,-20\n").latitude.size == 3


def test_equal_coordinates_count_once() -> None:
    records = read("1,2,first\n3,4,other\n1.0,2.00,again\n", "lat,lon,name")
    assert records.name == ("first", "other")
    assert records.repeated == (4,)


def exact(scenario: Scenario, threshold: float) -> Scenario:
    """The scenario with a certain threshold and daily range."""
    model = scenario.pest.climate_model
    law = model.suitable_from
    for parameter, value in ((law, threshold), (model.diurnal_range, 10.0)):  # type: ignore[union-attr]
        scenario = scenario.with_parameter(parameter.name, Fixed(value=value), law.source)
    return scenario


@pytest.fixture(scope="module")
def moth() -> Scenario:
    return load_scenario("false-codling-moth-citrus-eu")


def test_index_at_records_is_that_of_the_map(moth: Scenario) -> None:
    area = moth.pra_area.model_copy(update={"countries": ("IL", "ZA"), "box": None})
    found, mapped = agreement(moth, parse(CITIES)), suitability(moth.changed(pra_area=area))
    normals = reference.climate_normals()
    for position, index in zip(found.position, found.index, strict=True):
        record = parse(CITIES)
        row = round((90 - record.latitude[position]) / 0.25)
        col = round((record.longitude[position] + 180) / 0.25)
        (at,) = np.flatnonzero((normals.row[mapped.cells] == row)
                               & (normals.col[mapped.cells] == col))
        assert index == pytest.approx(mapped.index[at], abs=0.01)


def test_sensitivity_area_and_chance(moth: Scenario) -> None:
    scenario = exact(moth, 12.0)
    found = agreement(scenario, parse(CITIES))
    area = scenario.pra_area.model_copy(update={"countries": ("IL", "ZA"), "box": None})
    mapped = suitability(scenario.changed(pra_area=area))
    good = mapped.index >= 12.0
    share = mapped.area_km2[good].sum() / mapped.area_km2.sum()
    assert found.countries == ("IL", "ZA")
    assert found.area_share == pytest.approx(share, abs=1e-3)
    hits = int((found.index >= 12.0).sum())
    assert 0 < hits < 5
    assert found.sensitivity == hits / 5
    assert (found.low, found.high) == (found.sensitivity, found.sensitivity)
    assert found.chance == pytest.approx(binom.sf(hits - 1, 5, share), rel=1e-2)


def test_an_uncertain_threshold_widens_the_interval(moth: Scenario) -> None:
    law = moth.pest.climate_model.suitable_from
    wide = exact(moth, 12.0).with_parameter(law.name, Uniform(low=0.5, high=99.0), law.source)
    found = agreement(wide, parse(CITIES))
    assert found.low < found.sensitivity < found.high


def test_the_curve_runs_from_nothing_to_everything(moth: Scenario) -> None:
    found = agreement(moth, parse(CITIES))
    assert (np.diff(found.curve, axis=1) >= 0).all()
    assert found.curve[:, -1].tolist() == pytest.approx([1.0, 1.0])
    level = round(100 - found.threshold)
    assert found.curve[0, level] == pytest.approx(found.area_share, abs=0.02)


def test_records_in_one_cell_are_one_trial(moth: Scenario) -> None:
    found = agreement(moth, read("-29.86,31.02\n-29.87,31.01\n-29.85,31.03\n"))
    assert found.suitable.size == 3
    assert found.cells == 1
    assert found.chance == pytest.approx(found.area_share)


def test_records_at_sea_are_reported_and_not_compared(moth: Scenario) -> None:
    found = agreement(moth, read("-29.86,31.02\n0,-20\n-29.9,31.25\n"))
    assert found.at_sea == (3,)
    assert found.line.tolist() == [2, 4]


def test_records_all_at_sea_are_refused(moth: Scenario) -> None:
    with pytest.raises(PraError) as error:
        agreement(moth, read("0,-20\n-1,-21\n"))
    assert error.value.code == "unreachable"


@pytest.mark.parametrize("name", ["fire-blight-apple-australia", "medfly-citrus-china"])
def test_other_climate_models_are_compared_as_well(name: str) -> None:
    found = agreement(load_scenario(name), parse(CITIES))
    assert 0.0 <= found.low <= found.sensitivity <= found.high <= 1.0


def test_records_are_compared_in_the_present_climate(moth: Scenario) -> None:
    """Another climate is a scenario for the PRA area; records are of today."""
    change = {"title": {"en": "hot"}, "warming": (15.0,) * 12, "rain": (1.0,) * 12,
              "source": moth.pest.climate_model.source.model_dump()}
    hot = Scenario.model_validate({**moth.model_dump(mode="python"), "climate_scenario": change})
    assert agreement(hot, parse(CITIES)).index.tolist() == pytest.approx(
        agreement(moth, parse(CITIES)).index.tolist())


HOSTILE = ("<script>alert(1)</script>", '=cmd|"/c calc"!A1', "**bold** [x](http://evil)",
           "\u202eabc")


@pytest.fixture(scope="module")
def hostile(moth: Scenario) -> tuple[Records, Agreement]:
    table = pd.DataFrame({"lat": [-29.86, -28.5, -28.6, -33.9], "lon": [31.02, 21.2, 21.3, 18.6],
                          "name": HOSTILE, "source": HOSTILE})
    records = parse(table.to_csv(index=False).encode())
    return records, agreement(moth, records)


def test_hostile_names_are_kept_as_text(hostile: tuple[Records, Agreement]) -> None:
    assert hostile[0].name == HOSTILE


def test_names_are_escaped_before_they_reach_the_chart(
    hostile: tuple[Records, Agreement]
) -> None:
    figure = figures.where(records=hostile[0], found=hostile[1], t=translator("en"))
    hover = [text for trace in figure.data for text in (trace.text or ())]
    assert len(hover) == len(HOSTILE)
    assert not any("<" in text for text in hover)
    assert "&lt;script&gt;" in "".join(hover)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_table_of_misses(hostile: tuple[Records, Agreement], language: str) -> None:
    records, found = hostile
    t = translator(language)
    said = words.answer(found, t)
    assert t.percent(found.sensitivity, 2) in said
    assert t.percent(found.area_share, 2) in said
    missed = words.misses(records, found, t)
    assert missed["line"].tolist() == found.line[~found.suitable].tolist()
    assert (missed["limiting"] != "").all()
    assert set(words.miss_columns(t)) == set(missed)


def test_agreement_by_chance_is_called_so(hostile: tuple[Records, Agreement]) -> None:
    t = translator("en")
    assert hostile[1].chance > words.BY_CHANCE
    assert "do not show" in words.answer(hostile[1], t)


def test_lines_left_out_are_named(moth: Scenario) -> None:
    records = read("-29.86,31.02\n0,-20\n-29.86,31.02\n")
    said = " ".join(words.notes(records, agreement(moth, records), translator("en")))
    assert "lines 3" in said
    assert "lines 4" in said


def test_problems_stand_in_a_table_with_line_and_column() -> None:
    table = words.problems(refusal(b"lat,lon\nx,5\n1,999\n"), translator("en"))
    assert table[["line", "column"]].to_numpy().tolist() == [["2", "latitude"], ["3", "longitude"]]
    assert "999" in table["problem"][1]
