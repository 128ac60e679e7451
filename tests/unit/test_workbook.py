"""Own data as workbook and CSV: what is understood, what is refused and where, what comes back."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import pytest
from openpyxl import Workbook, load_workbook

from pra_core.commodities import commodity_library
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary, PestRecord, pest_library
from pra_core.store.own_files import dump_own, read_own
from pra_core.store.workbook import (
    SHEETS,
    Imported,
    imported,
    matched,
    read_file,
    write_csv,
    write_workbook,
    xlsx,
)
from pra_core.store.workbook.csv_text import decoded
from pra_core.store.workbook.raw import LONGEST_TEXT, MOST_ROWS
from pra_core.validation import validated

EMPTY = PestLibrary({})
PEST = ["ABCDEF", "Fictus exemplaris", "insects_mites", "insect", "example beetle", "An example.",
        "sexual", "Animalia", "Chrysomelidae", "smith-2020"]
HEADS = ["eppo_code", "name", "group", "organism", "common_name", "description", "reproduction",
         "kingdom", "family", "source"]
SOURCES = [["pest", "source", "citation"], ["ABCDEF", "smith-2020", "Smith 2020, J. Ent. 1:1"]]
Table = Sequence[Sequence[object]]


def _book(**sheets: Table) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(list(line))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _read(content: bytes, name: str = "own.xlsx", library: PestLibrary = EMPTY,
          add: bool = False) -> Imported:
    sheets = [(raw, matched(raw)) for raw in read_file(content, name)]
    return imported(sheets, library, commodity_library(), add=add)


def _told(found: Imported) -> list[tuple[str, int, str, str]]:
    return sorted((f.sheet, f.line, f.column, f.problem.code) for f in found.faults)


@lru_cache(maxsize=1)
def _record() -> PestRecord:
    return _read(_book(pests=[HEADS, PEST], sources=SOURCES, hosts=[
        ["pest", "plant", "source"], ["ABCDEF", "Vitis vinifera", "smith-2020"],
        ["ABCDEF", "Malus domestica", "smith-2020"]])).own.pests["ABCDEF"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_record_and_commodity_comes_back_as_it_was(language: str) -> None:
    library, commodities = pest_library(), commodity_library()
    assert len(library.records) > 0
    own = OwnData(library.records, commodities.goods,
                  kinds=commodities.kinds).with_trade(commodities.trade)
    found = _read(write_workbook(own, language))
    assert _told(found) == []
    assert found.own.pests == dict(library.records)
    assert found.own.goods.keys() == commodities.goods.keys()
    assert [g for i, g in commodities.goods.items() if found.own.goods[i] != g] == []
    assert found.own.trade == own.trade
    assert [k for k in commodities.kinds if found.own.kinds.get(k) != commodities.kinds[k]] == []
    assert all(lines == used for lines, used in found.lines.values() if lines)


def test_columns_in_another_order_misspelled_and_in_chinese_are_found() -> None:
    found = _read(_book(Sheet1=[
        ["Quelle", "俗名", "scientific name", "Grup", "organizm", "科", "界", "描述（中文）",
         "生殖方式", "EPPO代码", "来源"],
        ["?", "示例甲虫", "Fictus exemplaris", "昆虫和螨类", "昆虫", "Chrysomelidae", "Animalia",
         "示例。", "有性", "abcdef", "Smith 2020, J. Ent. 1:1"]]))
    assert _told(found) == []
    record = found.own.pests["ABCDEF"]
    assert record.group == "insects_mites"
    assert record.organism == "insect"
    assert record.common_name == {"en": "示例甲虫", "zh_CN": "示例甲虫"}
    assert record.identity.status == "unverified"  # nobody said that it was read
    assert [r.citation for r in record.sources.values()] == ["Smith 2020, J. Ent. 1:1"]


def test_a_match_tells_what_was_guessed_and_can_be_changed() -> None:
    lines = [["pest", "plnt", "sauce", "colour", "Host status (major)"],
             ["ABCDEF", "x", "y", "z", "major"]]
    raw = read_file(_book(hosts=lines), "own.xlsx")[0]
    match = matched(raw)
    assert match.sheet == "hosts"
    assert match.columns == ("pest", "plant", "", "", "host")
    assert match.guessed == (False, True, False, False, True)
    assert match.missing == ("source",)
    assert match.with_column(2, "source").missing == ()
    assert match.with_column(3, "plant").columns == ("pest", "", "", "plant", "host")


def test_every_problem_has_sheet_line_and_column_and_valid_lines_stay() -> None:
    found = _read(_book(
        pests=[HEADS, PEST, ["no", *PEST[1:]], ["BCDEFG", "Alius unus", "beasts", *PEST[3:]]],
        sources=SOURCES,
        hosts=[["pest", "plant", "source", "status"],
               ["ABCDEF", "vitis  vinifera", "smith-2020", "verified"],
               ["ABCDEF", "Vitis vinifra", "smith-2020", ""],
               ["ABCDEF", "葡萄", "smith-2020", ""],
               ["XXXXXX", "Malus domestica", "smith-2020", ""],
               ["ABCDEF", "Malus domestica", "smith-2021", "certain"]],
        range=[["pest", "areas", "source"], ["ABCDEF", "Japan; 中国; US-CA", "smith-2020"],
               ["ABCDEF", "Atlantis; JP", "smith-2020"]],
        facts=[["pest", "field", "low", "value", "high", "unit", "source"],
               ["ABCDEF", "generation", 600, 700, 800, "degC d", "smith-2020"],
               ["ABCDEF", "generation", 900, 700, 800, "degC d", "smith-2020"],
               ["ABCDEF", "generation", "600,5", None, None, "days", "smith-2020"],
               ["ABCDEF", "yield_loss", 2, None, None, "1", "smith-2020"]]))
    assert _told(found) == sorted([
        ("pests", 3, "eppo_code", "wrong_type"), ("pests", 3, "source", "unknown_id"),
        ("pests", 4, "source", "unknown_id"), ("pests", 4, "group", "wrong_type"),
        ("hosts", 3, "plant", "unknown_id"), ("hosts", 4, "plant", "duplicate"),
        ("hosts", 5, "pest", "unknown_id"), ("hosts", 6, "status", "wrong_type"),
        ("hosts", 6, "source", "unknown_id"), ("range", 3, "areas", "unknown_id"),
        ("facts", 3, "value", "order"), ("facts", 4, "low", "wrong_type"),
        ("facts", 4, "unit", "wrong_unit"), ("facts", 5, "value", "out_of_bounds")])
    record = found.own.pests["ABCDEF"]
    assert [h.plant for h in record.hosts] == ["Vitis vinifera"]
    assert record.hosts[0].status == "verified"
    assert record.range[0].areas == ("JP", "CN", "US-CA")
    assert [f.low for f in record.facts] == [600]
    assert found.lines["hosts"] == (5, 1)


def test_plants_that_are_not_listed_are_allowed_and_told() -> None:
    found = _read(_book(pests=[HEADS, PEST], sources=SOURCES, hosts=[
        ["pest", "plant", "source"], ["ABCDEF", "Welwitschia mirabilis", "smith-2020"]]))
    assert _told(found) == []
    assert [(r.line, r.problem.value) for r in found.remarks] == [(2, "Welwitschia mirabilis")]
    assert found.own.pests["ABCDEF"].hosts[0].plant == "Welwitschia mirabilis"


def test_vectors_that_go_round_and_names_of_other_pests_are_faults() -> None:
    other = ["BCDEFG", "Alius unus", *PEST[2:]]
    twin = ["CDEFGH", "fictus  Exemplaris", *PEST[2:]]
    found = _read(_book(pests=[HEADS, PEST, other, twin], sources=[
        SOURCES[0], ["", "smith-2020", "Smith 2020"]], vectors=[
        ["pest", "name", "vector_code", "source"], ["ABCDEF", "Alius unus", "BCDEFG", "smith-2020"],
        ["BCDEFG", "Fictus exemplaris", "ABCDEF", "smith-2020"]]))
    assert ("pests", 4, "name", "duplicate") in _told(found)
    assert [f[:2] + f[3:] for f in _told(found) if f[0] == "vectors"] == [
        ("vectors", 2, "conflict")]
    assert set(found.own.pests) == {"ABCDEF", "BCDEFG"}
    assert found.own.pests["ABCDEF"].vectors == ()


def test_of_a_carrier_of_itself_within_a_circle_nothing_stays_that_goes_round() -> None:
    """What was kept is a file that opens whole again."""
    known = pest_library().get("POPIJA")
    library = PestLibrary({"POPIJA": known})
    code = ["ABCDEF", "Alius unus", *PEST[2:]]
    vectors = [["pest", "name", "vector_code", "source"]]
    vectors += [[pest, by, by, "smith-2020"] for pest, by in (
        ("ABCDEF", "ABCDEF"), ("ABCDEF", "BCDEFG"), ("BCDEFG", "ABCDEF"), ("BCDEFG", "POPIJA"),
        ("POPIJA", "BCDEFG"))]
    found = _read(_book(pests=[HEADS, code, ["BCDEFG", "Alius duo", *PEST[2:]]], vectors=vectors,
                        sources=[SOURCES[0], ["", "smith-2020", "Smith 2020"]]), library=library)
    lines = [f.line for f in found.faults]
    assert {(f.sheet, f.problem.code) for f in found.faults} == {("vectors", "conflict")}
    assert lines == [2, 3, 5]
    assert set(found.own.pests) == {"ABCDEF", "BCDEFG", "POPIJA"}
    again = read_own(dump_own(found.own), "own.yaml", library, commodity_library())
    assert again.faults == ()
    assert dict(again.own.pests) == dict(found.own.pests)


def test_a_circle_through_a_shipped_pest_is_told_of_the_own_one() -> None:
    shipped = _read(_book(pests=[HEADS, PEST], sources=[*SOURCES, ["ABCDEF", "x", "X"]], vectors=[
        ["pest", "name", "vector_code", "source"], ["ABCDEF", "A carrier", "ZZZZZZ", "smith-2020"]
    ])).own.pests["ABCDEF"]
    library = PestLibrary({"ABCDEF": shipped})
    found = _read(_book(
        pests=[HEADS, ["ZZZZZZ", "Alius unus", *PEST[2:]], PEST], vectors=[
            ["pest", "name", "vector_code", "source"],
            ["ZZZZZZ", "Fictus", "ABCDEF", "smith-2020"]],
        sources=[SOURCES[0], ["", "smith-2020", "Smith 2020"]]), library=library)
    assert [(f.sheet, f.line, f.problem.code) for f in found.faults] == [("vectors", 2, "conflict")]
    assert found.own.pests["ZZZZZZ"].vectors == ()
    text = dump_own(OwnData({"ZZZZZZ": validated(PestRecord, {
        **found.own.pests["ZZZZZZ"].model_dump(), "vectors": [
            {"name": "Fictus", "eppo_code": "ABCDEF", "source": "smith-2020"}]})}))
    read = read_own(text, "own.yaml", library, commodity_library())
    assert [(f.line > 0, f.problem.code) for f in read.faults] == [(True, "conflict")]
    assert not read.own.pests


def test_progress_is_told_and_what_is_told_can_stop_the_work() -> None:
    lines = [["ABCDEF", "Zea mays", "smith-2020", f"line {i}"] for i in range(5_000)]
    sheets = [(raw, matched(raw)) for raw in read_file(_book(
        hosts=[["pest", "plant", "source", "note"], *lines]), "own.xlsx")]
    library, shares = PestLibrary({"ABCDEF": _record()}), list[float]()
    imported(sheets, library, commodity_library(), tell=shares.append)
    assert len(shares) >= 4
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 < shares[-1] <= 1

    def stop(share: float) -> None:
        raise InterruptedError(share)

    with pytest.raises(InterruptedError):
        imported(sheets, library, commodity_library(), tell=stop)


def test_a_sheet_replaces_its_part_of_a_record_or_adds_to_it() -> None:
    library = PestLibrary({"ABCDEF": _record()})
    hosts = _book(hosts=[["pest", "plant", "source"], ["Fictus exemplaris", "Malus domestica",
                                                       "smith-2020"],
                         ["ABCDEF", "Zea mays", "Lee 2021, Pest 2:2"]])
    replaced = _read(hosts, library=library)
    assert [h.plant for h in replaced.own.pests["ABCDEF"].hosts] == ["Malus domestica", "Zea mays"]
    assert replaced.own.pests["ABCDEF"].description == _record().description
    assert replaced.own.pests["ABCDEF"].sources["lee-2021-pest-2-2"].citation
    added = _read(hosts, library=library, add=True)
    assert [h.plant for h in added.own.pests["ABCDEF"].hosts] == [
        "Vitis vinifera", "Malus domestica", "Zea mays"]
    assert replaced.changes[0].before is not None
    assert (replaced.changes[0].before["hosts"], replaced.changes[0].after["hosts"]) == (2, 2)


def test_formulas_errors_and_merged_cells_are_named_and_nothing_is_computed() -> None:
    book = load_workbook(io.BytesIO(_book(pests=[HEADS, PEST], sources=SOURCES, hosts=[
        ["pest", "plant", "source"], ["ABCDEF", '=HYPERLINK("http://a.example","Zea mays")',
                                      "smith-2020"],
        ["ABCDEF", "Zea mays", "smith-2020"], ["ABCDEF", "Malus domestica", "smith-2020"],
        ["ABCDEF", "Vitis vinifera", "smith-2020"], ["ABCDEF", "#N/A", "smith-2020"]])))
    book["hosts"].merge_cells("A3:A4")
    stream = io.BytesIO()
    book.save(stream)
    found = _read(stream.getvalue())
    assert [(f.line, f.column, f.problem.value) for f in found.faults] == [
        (2, "plant", '=HYPERLINK("http://a.example","Zea mays"…'), (3, "A3:A4", "A3:A4"),
        (4, "pest", ""), (6, "plant", "#N/A")]
    assert [h.plant for h in found.own.pests["ABCDEF"].hosts] == ["Vitis vinifera"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_encoding_and_separator(encoding: str, separator: str) -> None:
    lines = [["EPPO代码", "学名", "类群", "生物类型", "俗名（中文）", "描述（中文）",
              "生殖方式", "界", "科", "来源"],
             ["ABCDEF", "Fictus exemplaris", "昆虫和螨类", "昆虫", "葡萄花翅小卷蛾",
              "幼虫为害葡萄的花序和果实，造成减产。", "有性", "Animalia",
              "Tortricidae", "张三 2020 植物检疫"]]
    text = "\n".join(separator.join(line) for line in lines)
    found = _read(text.encode(encoding), "有害生物.csv")
    assert _told(found) == []
    assert found.own.pests["ABCDEF"].common_name["zh_CN"] == "葡萄花翅小卷蛾"
    assert decoded(text.encode("gb18030"), "x.csv")[1] == "GB18030"


def test_csv_formulas_and_line_breaks_keep_their_line_numbers() -> None:
    text = ('goods,origin,destination,year,quantity,unit,citation\n'
            'own-grapes,CL,AU,2023,"=1+1",t,"Customs\nyearbook"\n'
            'own-grapes,CL,AU,2023.5,10,t,Customs\n'
            'own-grapes,CL,AU,2023,10,t,Customs\n')
    found = _read(text.encode(), "trade.csv")
    assert sorted((f.line, f.column, f.problem.code) for f in found.faults) == [
        (3, "goods", "unknown_id"), (3, "quantity", "wrong_type"), (4, "goods", "unknown_id"),
        (4, "year", "wrong_type"), (5, "goods", "unknown_id")]


def _zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _with_part(content: bytes, name: str, data: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


BOOK = _book(hosts=[["pest", "plant", "source"], ["ABCDEF", "Zea mays", "smith-2020"]])
ENTITIES = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]>'
            b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c>'
            b"</row></sheetData></worksheet>")


@pytest.mark.parametrize(("name", "content", "code", "value"), [
    pytest.param("a.xlsm", BOOK, "unreadable", "a.xlsm", id="macros-by-name"),
    pytest.param("a.xlsx", _with_part(BOOK, "xl/vbaProject.bin", b"x"), "unreadable",
                 "vbaProject.bin", id="macros-inside"),
    pytest.param("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unreadable", ".xls",
                 id="old-or-password"),
    pytest.param("a.xlsx", BOOK[:700], "unreadable", "BadZipFile", id="cut-off"),
    pytest.param("a.xlsx", _zipped(**{"a.txt": b"x"}), "unreadable", "KeyError", id="another-zip"),
    pytest.param("a.xlsx", _with_part(BOOK, "xl/media/bomb", b"\0" * (300 * 2**20)),
                 "out_of_bounds", "300 MB", id="zip-bomb"),
    pytest.param("a.csv", b"\x89PNG\r\n\0\1", "unreadable", "\\0", id="a-picture"),
    pytest.param("a.csv", b"\n\n", "missing", "", id="empty"),
    pytest.param("a.csv", b"x" * (10 * 2**20 + 1), "out_of_bounds", "10.0 MB", id="too-large"),
    pytest.param("a.csv", b"a," * 200, "out_of_bounds", "201", id="too-wide"),
])
def test_what_is_no_table_is_refused_by_name(name: str, content: bytes, code: str, value: str
                                             ) -> None:
    with pytest.raises(PraError) as error:
        read_file(content, name)
    assert error.value.code == code
    assert error.value.value == value


BOMBS = {
    "texts": ("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 2000 + b"</sst>"),
    "cells": ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>" + b"<c/>" * 2000
              + b"</row></sheetData></worksheet>"),
    "rows": ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b"<row/>" * 2000
             + b"</sheetData></worksheet>"),
    "elements": ("xl/worksheets/sheet1.xml", b"<worksheet>" + b"<x/>" * 5000 + b"</worksheet>"),
    "depth": ("xl/worksheets/sheet1.xml", b"<x>" * 90 + b"</x>" * 90),
    "text": ("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 20_000 + b"</t></si></sst>"),
    "size": ("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 200_000 + b"</worksheet>")}


@pytest.mark.parametrize("bomb", BOMBS)
def test_small_files_of_very_many_parts_are_refused_while_they_are_read(
        monkeypatch: pytest.MonkeyPatch, bomb: str) -> None:
    """The limits are made small: what counts is that every way to be long has one."""
    limits = {"MOST_CELLS": 1000, "MOST_ELEMENTS": 4000, "MOST_TEXT": 10_000}
    for name, value in limits.items():
        monkeypatch.setattr(xlsx, name, value)
    assert read_file(BOOK, "a.xlsx")
    stream, (part, content) = io.BytesIO(), BOMBS[bomb]
    if bomb == "size":  # one part, that several sheets show
        monkeypatch.setattr(xlsx, "MOST_UNPACKED", 250_000)
    with zipfile.ZipFile(io.BytesIO(_book(a=[["x"]], b=[["x"]]))) as old, zipfile.ZipFile(
            stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = content if name == part else old.read(name)
            new.writestr(name, data.replace(b"sheet2.xml", b"sheet1.xml")
                         if name.endswith("workbook.xml.rels") else data)
        if part not in old.namelist():
            new.writestr(part, content)
    with pytest.raises(PraError) as error:
        read_file(stream.getvalue(), "a.xlsx")
    assert error.value.code == "out_of_bounds"
    assert error.value.value.startswith("> ")


def test_a_cell_that_never_ends_is_told_by_its_length() -> None:
    text = "pest,plant,source\nABCDEF,Zea mays,x\nABCDEF,\"Zea mays,x\n" + "y" * 140_000
    with pytest.raises(PraError) as error:
        read_file(text.encode(), "hosts.csv")
    assert (error.value.code, error.value.value) == ("out_of_bounds", "> 131,072")
    assert error.value.path.startswith("hosts.csv, ")
    assert f"{LONGEST_TEXT:,}" in error.value.allowed


def test_entities_are_refused_before_they_grow() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, ENTITIES if part.endswith("sheet1.xml") else old.read(part))
    with pytest.raises(PraError) as error:
        read_file(stream.getvalue(), "a.xlsx")
    assert error.value.value == "DTDForbidden"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "'"])
def test_exports_hold_no_formula_and_come_back_as_they_were(start: str) -> None:
    name = f"{start} cmd|' /C calc'!A0".strip()
    record = validated(PestRecord, {**_record().model_dump(), "authority": name})
    own = OwnData({record.eppo_code: record})
    content = write_workbook(own, "en")
    cells = [c for page in load_workbook(io.BytesIO(content)) for row in page for c in row]
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert [c.value for c in cells if isinstance(c.value, str)
            and c.value.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert _read(content).own.pests["ABCDEF"] == record
    text = write_csv(own, "pests", "zh_CN").decode("utf-8-sig")
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
               for cell in text.replace('"', "").replace("\r\n", ",").split(","))


def test_characters_a_workbook_cannot_hold_do_not_stop_the_export() -> None:
    record = validated(PestRecord, {**_record().model_dump(), "authority": "a\x07b\x00c"})
    back = _read(write_workbook(OwnData({"ABCDEF": record}), "en")).own.pests["ABCDEF"]
    assert back.authority == "a\ufffdb\ufffdc"


def test_weights_with_any_distribution_come_back() -> None:
    goods = next(g for g in commodity_library().goods.values() if g.unit_kg is not None)
    for law in ({"kind": "triangular", "low": 0.1, "mode": 0.2, "high": 0.3},
                {"kind": "fixed", "value": 2.0},
                {"kind": "pert", "low": 0.1, "mode": 0.2, "high": 0.4},
                {"kind": "uniform", "low": 0.1, "high": 0.3}):
        data = goods.model_dump()
        data["unit_kg"] |= {"name": "weight.own", "distribution": law}
        one = validated(type(goods), data)
        back = _read(write_workbook(OwnData(goods={one.id: one}), "en"))
        assert _told(back) == []
        assert back.own.goods[one.id] == one


@pytest.mark.slow
def test_a_hundred_thousand_lines_are_read_within_memory_and_more_are_refused() -> None:
    plants = ["Vitis vinifera", "Malus domestica", "Zea mays", "Vitis vinifra"]
    book = Workbook(write_only=True)
    page = book.create_sheet("hosts")
    page.append(["pest", "plant", "host", "source", "note"])
    for i in range(MOST_ROWS):
        page.append(["ABCDEF", plants[i % 4], "major", "smith-2020", f"line {i}"])
    stream = io.BytesIO()
    book.save(stream)
    tracemalloc.start()
    found = _read(stream.getvalue(), library=PestLibrary({"ABCDEF": replace_hosts()}))
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    assert peak < 700
    assert found.lines["hosts"] == (MOST_ROWS, 3)
    assert found.fault_count == MOST_ROWS - 3
    lines = "\n".join(["pest,plant,source", *["ABCDEF,Zea mays,smith-2020"] * (MOST_ROWS + 1)])
    with pytest.raises(PraError) as error:
        read_file(lines.encode(), "hosts.csv")
    assert error.value.code == "out_of_bounds"


def replace_hosts() -> PestRecord:
    return validated(PestRecord, {**_record().model_dump(), "hosts": ()})


def test_own_data_joined_keeps_both_and_the_newer_wins() -> None:
    first = OwnData({"ABCDEF": _record()})
    other = validated(PestRecord, {**_record().model_dump(), "authority": "L."})
    both = first.joined(OwnData({"ABCDEF": other}))
    assert both.pests["ABCDEF"].authority == "L."
    assert both.pest_library().own == {"ABCDEF"}
    assert replace(first, pests={}).empty


def test_sheets_and_columns_have_one_meaning_per_name() -> None:
    for sheet in SHEETS.values():
        names = [name.lower() for column in sheet.columns for name in set(column.names)]
        assert len(names) == len(set(names)), sheet.key
        assert len({column.where for column in sheet.columns}) == len(sheet.columns)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_sheet_that_explains_the_others_is_no_data(language: str) -> None:
    guide = [["Sheet", "What it holds"], ["pests", "one line per pest"]]
    sheets = read_file(write_workbook(OwnData(), language, guide), "own.xlsx")
    assert matched(sheets[0]).sheet == ""
    assert all(matched(sheet).sheet for sheet in sheets[1:])
