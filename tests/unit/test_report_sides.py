"""Documents laid out: numbers, pairs of languages, what shape is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pra_core.errors import PraError
from pra_core.report.document import Cell, Figure, PageBreak, Paragraph, Section, Table
from pra_core.report.marked import marked, shares, unmarked
from pra_core.report.side_by_side import laid, legible
from pra_core.report.sides import Grid, Heading, NewPage, Pictures, beside, once
from tests.report_documents import document

BOTH = (document("en"), document("zh_CN"))


def test_sections_are_numbered_and_annexes_lettered() -> None:
    heads = [one for one in laid(BOTH).body if isinstance(one, Heading)]
    assert [(one.number, one.level) for one in heads] == [
        ("1", 1), ("1.1", 2), ("2", 1), ("A", 1)]
    assert heads[0].text == ("Purpose", "目的")


def test_tables_and_figures_have_one_number_in_both_languages() -> None:
    report = laid(BOTH)
    grids = [one for one in report.body if isinstance(one, Grid)]
    assert [beside(one.caption).split(".")[0] for one in grids] == ["Table 1", "Table 2"]
    for face in report.faces:
        rows = [one for one in face.items if isinstance(one, Pictures)]
        assert [[p.id for p in one.row] for one in rows] == [["risk"], ["funnel", "sets"]]


def test_figures_in_the_body_are_numbered_after_those_of_the_first_page() -> None:
    plain = document()
    drawing = next(one for one in plain.executive if isinstance(one, Figure))
    report = laid([replace(plain, sections=(Section("more", "More", (drawing,)),))])
    [more] = [one for one in report.body if isinstance(one, Pictures)]
    assert more.row[0].caption == "Figure 4. Drawing risk"


def test_a_page_break_before_an_annex_leaves_no_empty_page() -> None:
    assert not any(isinstance(one, NewPage) for one in laid([document()]).body)
    broken = (Paragraph("before"), PageBreak(), Paragraph("after"))
    plain = replace(document(), sections=(Section("one", "One", broken),))
    assert sum(isinstance(one, NewPage) for one in laid([plain]).body) == 1


@pytest.mark.parametrize("other", [
    replace(BOTH[1], sections=BOTH[1].sections[:2]),
    replace(BOTH[1], executive=BOTH[1].executive[:2]),
    replace(BOTH[1], executive=(*BOTH[1].executive[:-1], Paragraph("other kind"))),
    replace(BOTH[1], sections=(BOTH[1].sections[0], replace(
        BOTH[1].sections[1], blocks=(Table("options", "t", ("a",), ((Cell("b"),),)), PageBreak())),
        BOTH[1].sections[2]))],
    ids=["sections", "blocks", "kinds", "columns"])
def test_another_shape_is_refused(other: object) -> None:
    with pytest.raises(PraError, match="same shape"):
        laid([BOTH[0], other])  # type: ignore[list-item]


@pytest.mark.parametrize("some", [(), (BOTH[0],) * 3], ids=["none", "three"])
def test_one_or_two_documents_are_asked_for(some: tuple[object, ...]) -> None:
    with pytest.raises(PraError, match="one report"):
        laid(some)  # type: ignore[arg-type]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\u202e", "\ufffe"])
def test_what_no_file_may_hold_is_shown_as_lost(character: str) -> None:
    assert legible(f"a{character}b") == "a\ufffdb"
    assert legible("é 柑橘 ✔ a\nb\tc") == "é 柑橘 ✔ a\nb\tc"


def test_pieces_are_bold_or_addresses_and_escapes_are_undone() -> None:
    found = marked(r"See **this** at https://a.org/b, not 1 \* 2.")
    assert [(one.words, one.bold, one.address) for one in found] == [
        ("See ", False, False), ("this", True, False), (" at ", False, False),
        ("https://a.org/b", False, True), (", not 1 * 2.", False, False)]
    assert unmarked(r"**\*")[0].words == r"**\*"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text,x"])
def test_only_web_addresses_lead_anywhere(address: str) -> None:
    assert not any(one.address for one in unmarked(address))


def test_columns_share_the_width_by_what_stands_in_them() -> None:
    [grid] = [one for one in laid([document()]).body if isinstance(one, Grid)
              and one.id == "inputs"]
    wide = dict(zip([head[0] for head in grid.head], shares(grid), strict=True))
    assert sum(wide.values()) == pytest.approx(1)
    assert wide["Source"] > wide["Input"] > wide["Value"]
    assert shares(replace(grid, widths=(1,) * 6 + (4,)))[-1] == pytest.approx(0.4)


def test_the_same_words_are_said_once() -> None:
    assert once(("7", "7")) == ("7",)
    assert beside(("Seed", "种子")) == "Seed · 种子"
