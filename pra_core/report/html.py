"""A report as one HTML page: nothing is fetched, nothing runs, and it prints well."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

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
    NewPage,
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

STYLE = Path(__file__).with_name("report.css")
TAGS = {"en": "en", "zh_CN": "zh-CN"}
Cut = Callable[[str], tuple[Piece, ...]]


def to_html(documents: Sequence[Document]) -> bytes:
    """One HTML page (UTF-8) of one document, or of two in two languages side by side.

    Its Content Security Policy allows pictures inside the file and the style sheet of the report,
    known by its hash; no script, no outside address. Raises PraError `conflict` for documents of
    different shape.
    """
    report = laid(documents)
    style = STYLE.read_text("utf-8") + _page_margins(report) + _widths(report)
    code = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (f"default-src 'none'; img-src data:; style-src 'sha256-{code}';"
              " base-uri 'none'; form-action 'none'")
    page = _Page(report.languages)
    parts = [
        "<!doctype html>", f'<html lang="{TAGS[report.languages[0]]}">', "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(beside(report.title))}</title>", f"<style>{style}</style>", "</head>",
        "<body>", *page.head(report), "<main>",
        *(part for one in report.faces
          for part in _Page((one.language,)).face(one, bare=not report.has_contents)),
        *page.contents(report),
        *map(page.item, report.body), "</main>", *page.foot(report), "</body>", "</html>", ""]
    return "\n".join(parts).encode()


def _page_margins(report: Laid) -> str:
    """Openness, running line and page number at the edges of every printed page."""
    return (f"@page{{@top-right{{content:{_css(beside(report.classification))}}}"
            f"@top-left{{content:{_css(running_title(report.title))}}}"
            f"@bottom-left{{content:{_css(beside(report.running))}}}}}\n")


def _css(text: str) -> str:
    """A string of a style sheet: all but plain letters and digits by their number."""
    said = re.sub(r"[^A-Za-z0-9 ]", lambda m: f"\\{ord(m[0]):06x}", text)
    return f'"{said}"'


def _widths(report: Laid) -> str:
    """Widths of columns; in the style sheet, for the page allows no style beside it."""
    tables = [one for one in report.items if isinstance(one, Grid)]
    return "".join(f".{_id(table.id)} col:nth-child({at}){{width:{100 * wide:.2f}%}}\n"
                   for table in tables for at, wide in enumerate(shares(table), 1))


def _id(name: str, kind: str = "table") -> str:
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)


class _Page:
    """Items as HTML; every text is escaped."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def said(self, text: Sides, cut: Cut, tag: str, name: str = "") -> str:
        """An element per language; one where both say the same."""
        kind = f' class="{name}"' if name else ""
        return "".join(f'<{tag}{kind} lang="{TAGS[self.languages[text.index(one)]]}">'
                       f"{_pieces(cut(one))}</{tag}>" for one in once(text))

    def pair(self, text: Sides, cut: Cut, tag: str, name: str = "") -> str:
        said = self.said(text, cut, tag, name)
        return f'<div class="pair">{said}</div>' if len(once(text)) > 1 else said

    def line(self, text: Sides) -> str:
        return " · ".join(self.said((one,) if len(text) == 1 else _only(text, one), unmarked,
                                    "span") for one in once(text))

    def head(self, report: Laid) -> Iterable[str]:
        yield f'<header><span>{self.line(report.title)}</span>'
        yield f'<strong>{self.line(report.classification)}</strong></header>'
        if once(report.watermark):
            words = escape(" ".join(once(report.watermark)))
            yield f'<div class="watermark" aria-hidden="true"><span>{words}</span></div>'

    def face(self, face: Face, *, bare: bool) -> Iterable[str]:
        """The first page in one language; a bare one is a head on which the text follows."""
        kind = "face bare" if bare else "face"
        yield f'<section class="{kind}" lang="{TAGS[face.language]}">'
        yield self.said((face.kind,), unmarked, "p", "note")
        yield self.said((face.title,), unmarked, "h1")
        yield self.said((face.subtitle,), unmarked, "p", "note")
        if face.watermark:
            reasons = "".join(self.said((one,), unmarked, "li") for one in face.reasons)
            yield (f'<div class="box warning"><strong>{escape(face.watermark)}</strong>'
                   f"<ul>{reasons}</ul></div>")
        yield from map(self.item, face.items)
        yield "</section>"

    def contents(self, report: Laid) -> Iterable[str]:
        heads = [one for one in report.body if isinstance(one, Heading) and one.level < 3]
        if heads and report.has_contents:
            yield f'<nav><h2 class="new-page">{self.line(report.contents_title)}</h2><ul>'
            yield from (f'<li class="level-{one.level}"><a href="#{_id(one.id, "section")}">'
                        f"{escape(one.number)} {self.line(one.text)}</a></li>" for one in heads)
            yield "</ul></nav>"

    def foot(self, report: Laid) -> Iterable[str]:
        yield f"<footer>{self.said(report.running, unmarked, 'p')}"
        if report.attachment:
            name, content = report.attachment
            data = base64.b64encode(content).decode()
            yield (f'<p><a id="scenario-file" download="{escape(name)}"'
                   f' href="data:application/octet-stream;base64,{data}">{escape(name)}</a></p>')
        yield "</footer>"

    def item(self, item: Item) -> str:
        match item:
            case Heading():
                level, new = min(item.level + 1, 4), item.annex and item.level == 1
                kind = ' class="new-page"' if new else ""
                return (f'<h{level} id="{_id(item.id, "section")}"{kind}>{escape(item.number)} '
                        f"{self.line(item.text)}</h{level}>")
            case Words():
                return self.pair(item.text, marked, "p", item.role)
            case Points():
                return self._points(item)
            case Grid():
                return self._grid(item)
            case Pictures():
                row = "".join(self._picture(one, len(item.row)) for one in item.row)
                return f'<div class="pair">{row}</div>' if len(item.row) > 1 else row
            case Names():
                return '<table class="names">' + "".join(
                    f"<tr><th scope=\"row\">{self.said(name, unmarked, 'div')}</th>"
                    f"<td>{self.said(what, unmarked, 'div')}</td></tr>"
                    for name, what in item.pairs) + "</table>"
            case Box():
                return f'<div class="box {item.kind}">{self.pair(item.text, marked, "p")}</div>'
            case Reload():
                return self._reload(item)
            case NewPage():
                return '<div class="new-page"></div>'

    def _points(self, points: Points) -> str:
        tag, lists = "ol" if points.numbered else "ul", []
        for items in dict.fromkeys(points.items):
            language = TAGS[self.languages[points.items.index(items)]]
            lines = "".join(f"<li>{_pieces(marked(one))}</li>" for one in items)
            lists.append(f'<{tag} lang="{language}">{lines}</{tag}>')
        return lists[0] if len(lists) == 1 else f'<div class="pair">{"".join(lists)}</div>'

    def _grid(self, grid: Grid) -> str:
        columns = "<col>" * len(grid.head)
        head = "".join(f'<th scope="col"{_right(grid, i)}>{self.said(text, unmarked, "div")}</th>'
                       for i, text in enumerate(grid.head))
        rows = "\n".join(f"<tr>{self._row(grid, cells)}</tr>" for cells in grid.rows)
        size = " many" if len(grid.head) > 6 else ""
        label = escape(beside(grid.caption))
        return (f'<div class="title" aria-hidden="true">{self.pair(grid.caption, unmarked, "div")}'
                f'</div><div class="wide"><table class="{_id(grid.id)}{size}" aria-label="{label}">'
                f"<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>\n"
                f"<tbody>{rows}</tbody></table></div>{self.pair(grid.note, marked, 'p', 'note')}")

    def _row(self, grid: Grid, cells: tuple[Entry, ...]) -> str:
        if len(cells) == 1 and len(grid.head) > 1:
            return (f'<th colspan="{len(grid.head)}" scope="rowgroup">'
                    f"{self.said(cells[0].text, unmarked, 'div')}</th>")
        return "".join(f"<td{_right(grid, i)}>{self._cell(one)}</td>"
                       for i, one in enumerate(cells))

    def _cell(self, cell: Entry) -> str:
        return self.said(cell.text, lambda one: unmarked(one, bold=cell.strong), "div")

    def _picture(self, picture: Picture, in_row: int) -> str:
        data = base64.b64encode(picture.draw("svg")).decode()
        tag = TAGS[picture.language]
        note = _pieces(marked(picture.note))
        narrow = ' class="narrow"' if in_row == 1 and picture.width_mm < 110 else ""
        return (f'<figure lang="{tag}"{narrow}>'
                f"<figcaption>{_pieces(unmarked(picture.caption))}</figcaption>"
                f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.alt)}">'
                + (f'<p class="note">{note}</p>' if note else "") + "</figure>")

    def _reload(self, reload: Reload) -> str:
        square = ""
        if reload.qr:
            data = base64.b64encode(qr_svg(reload.qr).encode()).decode()
            square = (f'<img class="square" src="data:image/svg+xml;base64,{data}"'
                      f' alt="{escape(beside(tuple(map(_plain, reload.caption))))}">')
        return (f'<div class="reload">{square}{self.pair(reload.caption, marked, "p")}'
                f'<code id="reload-code">{escape(reload.text)}</code></div>')


def _only(text: Sides, wanted: str) -> Sides:
    """The same sides with one of them said, so that its language is known."""
    at = text.index(wanted)
    return tuple(one if i == at else "" for i, one in enumerate(text))


def _plain(text: str) -> str:
    return "".join(one.words for one in marked(text))


def _right(grid: Grid, column: int) -> str:
    return ' class="right"' if column in grid.right else ""


def _pieces(pieces: Iterable[Piece]) -> str:
    said = []
    for one in pieces:
        words = escape(one.words).replace("\n", "<br>")
        words = f"<strong>{words}</strong>" if one.bold else words
        if one.address:
            words = f'<a href="{escape(one.words)}" rel="noopener noreferrer">{words}</a>'
        said.append(words)
    return "".join(said)
