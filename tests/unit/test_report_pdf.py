"""The report as PDF: tagged, labelled on every page, its scenario inside, every glyph there."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from pra_core.report.document import Document, Paragraph, ReloadCode, Section
from pra_core.report.pdf import drawable, first_page, shown, to_pdf
from pra_core.report.square_code import qr_svg
from pra_core.store.scenario_code import decode, encode
from tests.minimal import scenario as minimal
from tests.report_documents import CODE, SCENARIO, document, hostile

HOSTILE = r"#read(`/etc/passwd`) $x$ *a* _b_ \u{41} <b>&amp;</b> {{1}} @ref =SUM(1)"
BOTH = (document("en"), document("zh_CN"))


@pytest.fixture(scope="module")
def english() -> pypdf.PdfReader:
    return _read([document()])


@pytest.fixture(scope="module")
def both() -> pypdf.PdfReader:
    return _read(BOTH)


def test_it_is_tagged_and_says_so(english: pypdf.PdfReader) -> None:
    root = english.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert english.metadata is not None
    assert english.metadata.title == "Fruit fly in citrus"


def test_every_page_says_openness_draft_scenario_and_page(english: pypdf.PdfReader) -> None:
    for number, page in enumerate(english.pages, 1):
        words = page.extract_text()
        for said in ("Internal", "DRAFT", "1a2b3c4d", f"{number} / {len(english.pages)}"):
            assert said in words, (number, said)


def test_without_a_word_for_it_no_page_is_marked() -> None:
    text = _text(_read([document(draft=False)]))
    assert "DRAFT" not in text
    assert "inputs are missing" not in text


def test_the_reasons_stand_on_the_first_page_and_contents_follow(english: pypdf.PdfReader) -> None:
    assert "Two inputs are missing" in english.pages[0].extract_text()
    assert "Contents" in english.pages[1].extract_text()
    assert [str(one["/Title"]) for one in english.outline if isinstance(one, dict)]


def test_the_scenario_travels_inside(english: pypdf.PdfReader) -> None:
    assert english.attachments["scenario.json"][0] == SCENARIO
    assert CODE in "".join(_text(english).split())


def test_a_long_code_fills_no_pages() -> None:
    plain = document()
    annex = plain.sections[2]
    code = replace(annex.blocks[1], text="A" * 30_000)  # type: ignore[type-var]
    long = replace(plain, sections=(*plain.sections[:2], replace(
        annex, blocks=(annex.blocks[0], code))))  # type: ignore[arg-type]
    assert len(_read([long]).pages) <= len(_read([plain]).pages)


def test_both_languages_stand_in_one_file(both: pypdf.PdfReader) -> None:
    text = _text(both)
    assert "Purpose" in text
    assert "目的" in text
    assert "Fruit fly in citrus" in both.pages[0].extract_text()
    assert "不采取措施时" in both.pages[1].extract_text()
    assert "不采取措施时" not in both.pages[0].extract_text()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_letter_has_a_glyph(language: str) -> None:
    reader = _read([document(language)])
    assert "\ufffd" not in _text(reader)
    assert {name for page in reader.pages for name in _fonts(page)} <= {
        "NotoSansSC-Regular", "NotoSansSC-Bold", "DejaVuSans", "DejaVuSans-Bold",
        "DejaVuSansMono"}


def test_what_no_font_can_draw_is_named_by_its_number() -> None:
    assert shown("a\u0e2a") == "a[U+0E2A]"
    assert shown("柑橘 10⁻⁷ ✔ ł") == "柑橘 10⁻⁷ ✔ ł"
    assert ord("柑") in drawable()


def test_foreign_text_stays_text() -> None:
    text = "".join(_text(_read([hostile(HOSTILE)])).split()).replace("\u200b", "")
    assert "#read(`/etc/passwd`)" in text
    assert "root:" not in text


@pytest.mark.parametrize("strange", ["", "\x00\x07\ud800", "\U0001f600\u0e2a", "\u202eevil",
                                     "x" * 600, "https://", "**", "\\", "\n\n\n"])
def test_no_text_breaks_the_file(strange: str) -> None:
    assert len(_read([hostile(strange)]).pages) >= 1


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_pdf(BOTH) == to_pdf(BOTH)


@pytest.mark.parametrize("documents", [BOTH[:1], BOTH], ids=["one", "two"])
def test_the_first_page_comes_as_a_picture(documents: tuple[Document, ...]) -> None:
    assert first_page(documents).startswith(b"\x89PNG")


def test_a_table_goes_on_over_pages_under_the_watermark() -> None:
    """Where a table ends on the page makes no difference to its tags."""
    plain = document()
    table = plain.sections[2].blocks[0]
    for rows in (44, 50, 56, 62):
        cut = replace(table, rows=table.rows[:rows])  # type: ignore[union-attr, type-var]
        annex = replace(plain.sections[2], blocks=(cut,))  # type: ignore[arg-type]
        assert len(_read([replace(plain, sections=(annex,))]).pages) >= 3


def test_the_square_code_is_a_drawing() -> None:
    assert qr_svg("PRA1").startswith("<svg")
    assert qr_svg("PRA1") != qr_svg("PRA2")


def _read(documents: tuple[Document, ...] | list[Document]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(documents)))


def _text(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def _fonts(page: pypdf.PageObject) -> set[str]:
    found = page["/Resources"].get("/Font", {})
    return {str(one["/BaseFont"]).split("+")[-1].removesuffix("-Identity-H")
            for one in (font.get_object() for font in found.values())}


def test_a_paper_without_first_page_and_contents_begins_at_once() -> None:
    plain = replace(document(), executive=(), contents_title="", sections=document().sections[:1])
    text = pypdf.PdfReader(io.BytesIO(to_pdf([plain]))).pages[0].extract_text()
    assert "Fruit fly in citrus" in text
    assert "Why this was done." in text


def test_the_square_stands_on_the_first_page_where_room_is_left() -> None:
    short, full = (replace(document(), executive=(Paragraph("A word. " * many),))
                   for many in (1, 1_000))
    said = [_read([one]).pages[0].extract_text().count("Opens this") for one in (short, full)]
    assert said == [1, 0]


def test_a_printed_code_can_be_copied_from_the_page() -> None:
    own = minimal()
    filler = (Paragraph("Words that fill a page. " * 20),) * 25
    report = replace(document(), attachment=None, sections=(Section(
        "origin", "Origin", (*filler, ReloadCode(encode(own, 1, 900), "Opens it."))),))
    assert decode(_text(_read([report]))).scenario == own
