"""The report as a Word file: Word's own headings, tables and fields; words stay words."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pra_core.report.document import Document
from pra_core.report.word import to_docx
from tests.report_documents import CODE, document, hostile

BOTH = (document("en"), document("zh_CN"))
HOSTILE = '<w:p/>&lt;"\' {{x}} =cmd|\' /C calc\'!A0 ]]> \x00\x1b\ud800 \u202e'


@pytest.fixture(scope="module")
def english() -> Any:
    return _read([document()])


@pytest.fixture(scope="module")
def both() -> Any:
    return _read(BOTH)


def test_headings_are_words_own(english: Any) -> None:
    heads = [(p.style.name, p.text) for p in english.paragraphs
             if p.style.name.startswith(("Heading", "Title"))]
    assert heads == [("Title", "Fruit fly in citrus"), ("Heading 1", "1  Purpose"),
                     ("Heading 2", "1.1  Scope"), ("Heading 1", "2  Options compared"),
                     ("Heading 1", "A  Every input")]


def test_the_head_of_a_table_is_printed_on_every_page(english: Any) -> None:
    tables = {len(one.columns): one for one in english.tables if one.rows[0].cells[0].text in
              ("Set", "Input")}
    for one in tables.values():
        assert one.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert one.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert len(tables[7].rows) == 65
    assert tables[3].rows[1].cells[1].text == "1 in 210 years"


def test_a_heading_in_a_table_goes_across_it(english: Any) -> None:
    [inputs] = [one for one in english.tables if one.rows[0].cells[0].text == "Input"]
    assert {cell.text for cell in inputs.rows[1].cells} == {"Step 1"}


def test_pictures_have_words_that_stand_for_them(english: Any) -> None:
    found = [one.get("descr") for one in english.element.body.iter(qn("wp:docPr"))]
    assert found == ["A line that falls"] * 3 + ["Opens this scenario again."]


def test_every_page_says_openness_draft_and_number(english: Any) -> None:
    head = english.sections[0].header._element.xml
    foot = english.sections[0].footer._element.xml
    assert "Internal" in head
    assert 'string="DRAFT"' in head
    assert re.search(r"instrText[^>]*> PAGE <", foot)
    assert re.search(r"instrText[^>]*> NUMPAGES <", foot)
    assert "1a2b3c4d" in foot
    assert "textpath" not in _read([document(draft=False)]).sections[0].header._element.xml


def test_chinese_letters_have_a_font(both: Any) -> None:
    for name in ("Normal", "Heading 1", "Cell", "Caption", "Title"):
        fonts = both.styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_both_languages_stand_beside_each_other(both: Any) -> None:
    pairs = [[cell.text.strip() for cell in one.rows[0].cells] for one in both.tables]
    assert ["Why this was done.", "为何开展分析。"] in pairs
    assert [p.text for p in both.paragraphs if p.style.name == "Title"] == [
        "Fruit fly in citrus", "柑橘中的实蝇"]


def test_numbered_lists_begin_at_one(both: Any) -> None:
    numbers = {one.get(qn("w:val")) for table in both.tables
               for one in table._tbl.iter(qn("w:numId"))}
    assert len(numbers) == 2


def test_properties_name_the_report_and_no_day(english: Any) -> None:
    core = english.core_properties
    assert (core.title, core.category, core.content_status) == (
        "Fruit fly in citrus", "Internal", "DRAFT")
    assert (core.author, core.comments) == ("", "")
    assert core.created is None
    assert core.modified is None


def test_contents_lead_to_their_headings(english: Any) -> None:
    body = english.element.body
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))
             if one.get(qn("w:anchor"))]
    places = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(links) == 4
    assert set(links) <= set(places)


def test_the_code_is_one_run_and_hidden_when_it_is_long() -> None:
    [code] = [p for p in _read([document()]).paragraphs if p.style.name == "Reload code"]
    assert [run.text for run in code.runs] == [CODE]
    assert not code.runs[0].font.hidden
    plain = document()
    annex = plain.sections[2]
    block = replace(annex.blocks[1], text="A" * 30_000)  # type: ignore[type-var]
    long = replace(plain, sections=(replace(annex, blocks=(block,)),))  # type: ignore[arg-type]
    [code] = [p for p in _read([long]).paragraphs if p.style.name == "Reload code"]
    assert code.runs[0].font.hidden


def test_foreign_text_stays_text() -> None:
    made = _read([hostile(HOSTILE)])
    kept = HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace(
        "\ud800", "\ufffd").replace("\u202e", "\ufffd")
    assert kept in [p.text for p in made.paragraphs]
    assert kept in [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert kept in made.sections[0].header._element.xpath("string()")


def test_the_only_addresses_are_those_shown(english: Any) -> None:
    outside = {rel.target_ref for rel in english.part.rels.values() if rel.is_external}
    assert outside == {"https://doi.org/10.1093/jee/79.4.887"}


def test_the_same_document_gives_the_same_bytes() -> None:
    first = to_docx(BOTH)
    assert first == to_docx(BOTH)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {one.date_time[:3] for one in file.infolist()} == {(1980, 1, 1)}


def _read(documents: tuple[Document, ...] | list[Document]) -> Any:
    return docx.Document(io.BytesIO(to_docx(documents)))


def test_a_paper_without_contents_has_no_page_for_them() -> None:
    plain = replace(document(), executive=(), contents_title="", sections=document().sections[:1])
    body = docx.Document(io.BytesIO(to_docx([plain]))).element.body.xml
    assert 'w:type="page"' not in body
    assert "ContentsTitle" not in body
