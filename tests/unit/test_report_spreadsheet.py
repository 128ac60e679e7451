"""All tables of the report as a workbook: numbers are numbers, and nothing is a formula."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from pra_core.report.document import Cell, Document, Section, Table
from pra_core.report.spreadsheet import to_xlsx
from tests.report_documents import CODE, document, hostile

BOTH = (document("en"), document("zh_CN"))


@pytest.fixture(scope="module")
def english() -> Any:
    return _read([document()])


@pytest.fixture(scope="module")
def both() -> Any:
    return _read(BOTH)


def test_there_is_a_sheet_per_table(english: Any) -> None:
    assert english.sheetnames == ["report", "options", "inputs", "reload", "scenario"]
    assert english["scenario"].sheet_state == "hidden"
    links = [cell.hyperlink.location for row in english["report"] for cell in row
             if cell.hyperlink]
    assert links == ["'options'!A1", "'inputs'!A1"]


def test_numbers_said_in_words_stand_beside_them(english: Any) -> None:
    rows = list(english["options"].iter_rows(min_row=2, max_row=4, values_only=True))
    assert rows[0] == ("Set", "Residual risk", "Residual risk (number)", "P(meets)")
    assert rows[1] == ("Cold treatment", "1 in 210 years", 1 / 210, 0.972)
    assert [cell.number_format for cell in english["options"]["D"][2:4]] == ["0.0%", "0.00%"]


def test_bare_numbers_are_one_column(english: Any) -> None:
    sheet = english["inputs"]
    head = [cell.value for cell in sheet[2]]
    assert head.count("Value") == 1
    assert sheet.cell(4, head.index("Value") + 1).value == 0.25
    assert sheet["A3"].value == "Step 1"
    assert sheet.freeze_panes == "A3"


def test_on_paper_every_page_says_openness(english: Any) -> None:
    for sheet in english:
        assert sheet.oddHeader.right.text == "Internal"
        assert "1a2b3c4d" in sheet.oddFooter.left.text
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert english["inputs"].print_title_rows == "$2:$2"


def test_two_languages_have_a_column_each_where_they_differ(both: Any) -> None:
    head = [cell.value for cell in both["options"][2]]
    assert head == ["Set", "措施组合", "Residual risk", "残余风险",
                    "Residual risk · 残余风险 (number)", "P(meets) · 达标概率"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")',
                                  "=cmd|' /C calc'!A0"])
def test_foreign_text_is_no_formula(text: str) -> None:
    book = _read([hostile(text)])
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    own = [cell for cell in cells if cell.value == text]
    assert len(own) >= 5
    assert all(cell.quotePrefix for cell in own)


@pytest.mark.parametrize("text", ["\x00\ud800", "x" * 40_000, "", "a/b:c*?[d]'"])
def test_no_text_breaks_the_file(text: str) -> None:
    book = _read([hostile(text)])
    assert max(len(str(cell.value)) for sheet in book for row in sheet for cell in row) <= 32_767


def test_the_code_can_be_put_together_again(english: Any) -> None:
    said = [row[0] for row in english["reload"].iter_rows(min_row=2, values_only=True)]
    assert "".join(said) == CODE


def test_the_front_says_what_it_belongs_to(both: Any) -> None:
    words = [cell.value for cell in both["report"]["A"]]
    for said in ("Fruit fly in citrus", "柑橘中的实蝇", "Internal", "DRAFT",
                 "The measures meet the ALOP."):
        assert said in words


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_xlsx(BOTH) == to_xlsx(BOTH)


def _read(documents: tuple[Document, ...] | list[Document]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(documents)))


def test_long_words_are_folded_and_numbers_show_what_a_reader_can_use() -> None:
    rows = tuple((Cell(t), Cell(f"{x:,.4f}", x)) for t, x in
                 (("a", 4210853123.89), ("b", 12.3456), ("c", 7.0), ("d", 1.2e-7)))
    table = Table("wide", "Words of a long title " * 20, ("What", "How many"), rows,
                  note="A remark that is long. " * 30)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([replace(document(), sections=(
        Section("own", "Own", (table,)),))])))
    sheet = book["wide"]
    assert [cell.value for cell in sheet["B"][2:6]] == [4210853123.89, 12.3456, 7.0, 1.2e-7]
    assert [cell.number_format for cell in sheet["B"][2:6]] == ["#,##0", "0.0", "General",
                                                                "0.0E+00"]
    for one in (sheet["A1"], sheet["A8"]):
        assert one.alignment.wrap_text
        assert sheet.row_dimensions[one.row].height > 30
