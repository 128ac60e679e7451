"""A report as PDF: tagged (PDF/UA-1), with contents, its scenario inside and its fonts embedded."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from pra_core import reference
from pra_core.report.document import Document
from pra_core.report.marked import Piece, marked, shares, unmarked
from pra_core.report.side_by_side import laid
from pra_core.report.sides import (
    Box,
    Entry,
    Face,
    Grid,
    Heading,
    Item,
    Laid,
    Names,
    Picture,
    Pictures,
    Points,
    Reload,
    Sides,
    Words,
    beside,
    once,
    running_title,
)
from pra_core.report.square_code import qr_svg
from pra_core.store.scenario_code import fits_print

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = ("fonts/NotoSansSC-Regular.otf", "fonts/NotoSansSC-Bold.ttf")
MARKS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""Fonts for marks and superscripts, which the text font lacks."""
NAMELESS = "–"
"""Stands for a name or a description that is empty: a tagged file must have one."""
CODE_LINE = 124
"""Letters in a line of the reload code."""
UNBROKEN = {f"{end}{mark}": f"{end}\u2060{mark}" for end in "）)”" for mark in "，。；："}
"""Chinese marks that would begin a line after a bracket, and the same held to it."""
_LONG_WORD = re.compile(r"[!-~]{24,}")
_PIECES_OF_WORD = re.compile(r"[/?&=._,;:+-]+|(?<=\w{12})(?=\w)")
LANGUAGE = {"en": "en", "zh_CN": "zh"}
Data = dict[str, Any]


def to_pdf(documents: Sequence[Document]) -> bytes:
    """PDF of one document, or of two in two languages side by side.

    PDF/UA-1 (ISO 14289-1): tagged, with titles, alternative texts and languages. Deterministic:
    no clock is read. Raises PraError `conflict` for documents of different shape.
    """
    report = laid(documents)
    return _printed(_data(report, report.square), "pdf")


def first_page(documents: Sequence[Document]) -> bytes:
    """PNG of the first page, without the time that the whole report takes."""
    report = laid(documents)
    return _printed(_data(replace(report, body=()), report.square), "png")


def _printed(data: Data, form: Literal["pdf", "png"]) -> bytes:
    """The template filled; user text reaches it as JSON and stays text."""
    made = typst.compile(
        str(TEMPLATE), root=str(TEMPLATE.parent), format=form, ignore_system_fonts=True, ppi=110,
        font_paths=[str(reference.verified_path(name).parent) for name in FONTS[:1]]
        + [str(_mark_fonts())],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1" if form == "pdf" else None)
    first: bytes = made[0] if isinstance(made, list) else made
    return first


def _mark_fonts() -> Path:
    import matplotlib  # slow to import and needed when somebody prints, not at every start

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Code points that both weights of the fonts in a PDF can draw."""
    from matplotlib.ft2font import FT2Font

    paths = [reference.verified_path(name) for name in FONTS]
    weights = [(paths[0], _mark_fonts() / MARKS[0]), (paths[1], _mark_fonts() / MARKS[1])]
    both = [set().union(*(FT2Font(str(path)).get_charmap() for path in fonts))
            for fonts in weights]
    return frozenset(both[0] & both[1])


def shown(text: str) -> str:
    """The text as it can be drawn: characters no shipped font has are named by their number."""
    drawn = drawable()
    text = "".join(c if ord(c) in drawn or c in "\n\t\u2060\u200b" else f"[U+{ord(c):04X}]"
                   for c in text)
    for marks, held in UNBROKEN.items():
        text = text.replace(marks, held)
    return _LONG_WORD.sub(lambda m: _PIECES_OF_WORD.sub(lambda p: p[0] + "\u200b", m[0]), text)


def _data(report: Laid, square: Reload | None) -> Data:
    """What the template prints; `square` stands on the first page where that has room left."""
    print_ = _Printed(report.languages)
    size = max(24, 1200 // max(10, _width(" ".join(once(report.watermark)))))
    attached = report.attachment
    return {
        "lang": LANGUAGE[report.languages[0]], "name": beside(report.title).strip() or NAMELESS,
        "title": print_.plain((running_title(report.title),) * len(report.title)),
        "classification": print_.plain(report.classification),
        "watermark": print_.plain(report.watermark), "watermark-size": size,
        "running": print_.plain(report.running),
        "contents-title": print_.plain(report.contents_title),
        "faces": [_face(one, square, side) for side, one in enumerate(report.faces)],
        "body": [print_.item(one) for one in report.body],
        "attachment": None if attached is None else {
            "name": attached[0], "content": attached[1].decode("utf-8")},
    }


def _face(face: Face, square: Reload | None, side: int) -> Data:
    print_ = _Printed((face.language,))
    foot = [] if square is None else [
        print_.item(Reload("", (square.caption[side],), square.qr))]
    said = {key: print_.plain((text,)) for key, text in (
        ("title", face.title), ("subtitle", face.subtitle), ("kind", face.kind),
        ("watermark", face.watermark))}
    return said | {"lang": LANGUAGE[face.language],
                   "reasons": [print_.plain((one,)) for one in face.reasons],
                   "items": [print_.item(one) for one in face.items], "foot": foot}


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2e80 else 1 for c in text)


class _Printed:
    """Items as plain data for the template."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = [LANGUAGE[one] for one in languages]

    def marked(self, text: Sides) -> list[Data]:
        return self._sides(text, [marked(one) for one in text])

    def plain(self, text: Sides, *, strong: bool = False) -> list[Data]:
        return self._sides(text, [unmarked(one, bold=strong) for one in text])

    def _sides(self, text: Sides, pieces: list[tuple[Piece, ...]]) -> list[Data]:
        """One side where both languages say the same."""
        kept = {one: (language, parts) for one, language, parts
                in reversed(list(zip(text, self.languages, pieces, strict=True))) if one}
        return [_side(*kept[one]) for one in once(text)]

    def item(self, item: Item) -> Data:
        match item:
            case Heading():
                return {"is": "heading", "level": item.level, "number": item.number,
                        "annex": item.annex, "text": self.plain(item.text)}
            case Words():
                return {"is": "words", "role": item.role, "leads": item.leads,
                        "text": self.marked(item.text)}
            case Points():
                lists = [[_side(language, marked(one)) for one in items]
                         for language, items in zip(self.languages, item.items, strict=True)]
                same = len(set(item.items)) == 1
                return {"is": "points", "numbered": item.numbered,
                        "lists": lists[:1] if same else lists}
            case Grid():
                return self._grid(item)
            case Pictures():
                return {"is": "pictures", "row": [self._picture(one) for one in item.row]}
            case Names():
                return {"is": "names", "pairs": [[self.plain(name), self.plain(what)]
                                                 for name, what in item.pairs]}
            case Box():
                return {"is": "box", "kind": item.kind, "text": self.marked(item.text)}
            case Reload():
                return self._reload(item)
            case _:
                return {"is": "page"}

    def _grid(self, grid: Grid) -> Data:
        return {"is": "grid", "caption": self.plain(grid.caption), "note": self.marked(grid.note),
                "head": [self.plain(one) for one in grid.head], "right": list(grid.right),
                "rows": [[self._entry(cell) for cell in row] for row in grid.rows],
                "widths": [round(1000 * one) for one in shares(grid)]}

    def _entry(self, entry: Entry) -> list[Data]:
        return self.plain(entry.text, strong=entry.strong)

    def _picture(self, picture: Picture) -> Data:
        language = LANGUAGE[picture.language]
        return {"svg": picture.draw("svg").decode(), "alt": picture.alt.strip() or picture.caption,
                "width": picture.width_mm, "caption": _side(language, unmarked(picture.caption)),
                "note": [_side(language, marked(picture.note))] if picture.note else []}

    def _reload(self, reload: Reload) -> Data:
        # A long code would fill pages; the scenario itself travels inside the file.
        code = reload.text if fits_print(reload.text) else ""
        lines = [code[at:at + CODE_LINE] for at in range(0, len(code), CODE_LINE)]
        return {"is": "reload", "caption": self.marked(reload.caption), "lines": lines,
                "alt": "".join(one.words for text in once(reload.caption) for one in marked(text))
                or NAMELESS,
                "svg": qr_svg(reload.qr) if reload.qr else ""}


def _side(language: str, parts: Sequence[Piece]) -> Data:
    return {"lang": language, "parts": [
        [shown(one.words), one.bold, one.words if one.address else ""] for one in parts]}
