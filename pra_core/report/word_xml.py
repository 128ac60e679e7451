"""Parts of a Word file that its library has no words for: fields, links, tables, watermark.

Elements of ISO/IEC 29500-1 (WordprocessingML). Texts are set as text and attributes of elements,
never written into markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from pra_core.report.marked import Piece

INK, ACCENT, QUIET, LINE, PANEL = "1B2A33", "0B6E4F", "5C6970", "D9DFDC", "F5F7F6"
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
"""Fonts of an office computer; Word puts its own in their place where they are missing."""
ENCLOSED = "urn:pra-workbench:scenario-file"
TAGS = {"en": "en-GB", "zh_CN": "zh-CN"}
_WATERMARK = (
    f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
    '<w:r><w:rPr><w:noProof/></w:rPr><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>'
    '</v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="Watermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt=""'
    ' style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:120pt;rotation:315;'
    'z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;'
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"'
    ' fillcolor="silver" stroked="f"><v:fill opacity=".35"/><v:textpath'
    f' style="font-family:&quot;{CHINESE}&quot;;font-size:1pt;font-weight:bold" string=""/>'
    '</v:shape></w:pict></w:r></w:p>')


def element(name: str, /, **values: object) -> Any:
    """An element `w:name` with attributes `w:…`."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key.rstrip('_')}"), str(value))
    return made


def run(text: str, language: str, *, bold: bool = False, colour: str = "", size: float = 0,
        style: str = "") -> Any:
    """A run of text in one language; `size` in points."""
    made, looks = element("r"), element("rPr")
    if style:
        looks.append(element("rStyle", val=style))
    if bold:
        looks.append(element("b"))
    if colour:
        looks.append(element("color", val=colour))
    if size:
        looks.append(element("sz", val=round(2 * size)))
    tag = TAGS[language]
    looks.append(element("lang", val=TAGS["en"] if language == "zh_CN" else tag,
                         eastAsia=TAGS["zh_CN"]))
    made.append(looks)
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        words = element("t")
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = line
        made.append(words)
    return made


def runs(part: Any, pieces: Iterable[Piece], language: str, **looks: Any) -> list[Any]:
    """Pieces as runs; an address is a link of `part`, the part of the file it stands in."""
    made = []
    for one in pieces:
        own = looks | {"bold": one.bold or looks.get("bold", False)}
        if not one.address:
            made.append(run(one.words, language, **own))
            continue
        link = element("hyperlink")
        link.set(qn("r:id"), part.relate_to(one.words, RELATIONSHIP_TYPE.HYPERLINK,
                                            is_external=True))
        link.append(run(one.words, language, **own | {"colour": ACCENT}))
        made.append(link)
    return made


def paragraph(content: Iterable[Any], style: str = "", *, right: bool = False) -> Any:
    """A paragraph of runs."""
    made, looks = element("p"), element("pPr")
    if style:
        looks.append(element("pStyle", val=style))
    if right:
        looks.append(element("jc", val="right"))
    if len(looks):
        made.append(looks)
    made.extend(content)
    return made


def field(code: str, shown: Sequence[Any], *, fresh: bool = True) -> list[Any]:
    """Runs of a field, which Word fills in, with what stands there until it does.

    One that is not fresh is filled in when the file is opened.
    """
    def mark(kind: str) -> Any:
        made = element("r")
        made.append(element("fldChar", fldCharType=kind))
        if kind == "begin" and not fresh:
            made[0].set(qn("w:dirty"), "true")
        return made
    instruction = element("r")
    words = element("instrText")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = f" {code} "
    instruction.append(words)
    return [mark("begin"), instruction, mark("separate"), *shown, mark("end")]


def table(widths: Sequence[int], rows: Iterable[Any], *, lines: bool, title: str = "") -> Any:
    """A table with columns of these widths [1/20 point]; `title` for those who listen."""
    made, looks = element("tbl"), element("tblPr")
    looks.append(element("tblW", w=sum(widths), type="dxa"))
    if lines:
        borders = element("tblBorders")
        for side in ("top", "bottom", "insideH"):
            borders.append(element(side, val="single", sz=4, space=0, color=LINE))
        looks.append(borders)
    looks.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, bare in (("left", 0), ("right", 280)):
        margins.append(element(side, w=60 if lines else bare, type="dxa"))
    looks.append(margins)
    looks.append(element("tblLook", val="0020", firstRow=1))
    if title:
        looks.append(element("tblCaption", val=title))
    made.append(looks)
    columns = element("tblGrid")
    columns.extend(element("gridCol", w=width) for width in widths)
    made.append(columns)
    made.extend(rows)
    return made


def row(cells: Iterable[Any], *, head: bool = False, whole: bool = True) -> Any:
    """A row; a head is printed again on every page, a whole one is never cut by a page's end."""
    made, looks = element("tr"), element("trPr")
    if whole:
        looks.append(element("cantSplit"))
    if head:
        looks.append(element("tblHeader"))
    if len(looks):
        made.append(looks)
    made.extend(cells)
    return made


def cell(width: int, content: Iterable[Any], *, span: int = 1, fill: str = "") -> Any:
    """A cell of paragraphs."""
    made, looks = element("tc"), element("tcPr")
    looks.append(element("tcW", w=width, type="dxa"))
    if span > 1:
        looks.append(element("gridSpan", val=span))
    if fill:
        looks.append(element("shd", val="clear", color="auto", fill=fill))
    made.append(looks)
    content = list(content)
    made.extend(content or [element("p")])
    if not str(made[-1].tag).endswith("}p"):
        made.append(element("p"))
    return made


def jump() -> Any:
    """A run that goes to the next tab."""
    made = element("r")
    made.append(element("tab"))
    return made


def with_edge(paragraph: Any, place: int) -> Any:
    """The paragraph, what follows its tab at the right edge."""
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=place))
    paragraph.pPr.insert(1, tabs)
    return paragraph


def keep_with_next(made: Any) -> None:
    """Keep the paragraphs of an element on the page of what follows it."""
    for one in made.iter(qn("w:p")):
        looks = one.find(qn("w:pPr"))
        if looks is None:
            looks = element("pPr")
            one.insert(0, looks)
        looks.insert(1 if looks.find(qn("w:pStyle")) is not None else 0, element("keepNext"))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Make a paragraph a place that a link inside the file can lead to."""
    paragraph.insert(1 if paragraph.find(qn("w:pPr")) is not None else 0,
                     element("bookmarkStart", id=number, name=name))
    paragraph.append(element("bookmarkEnd", id=number))


def inside_link(name: str, content: Iterable[Any]) -> Any:
    """A link to a bookmark."""
    made = element("hyperlink", anchor=name, history=1)
    made.extend(content)
    return made


def watermark(text: str) -> Any:
    """A paragraph for a page header with large pale letters across the page."""
    made = parse_xml(_WATERMARK)
    path = [one for one in made.iter() if str(one.tag).endswith("}textpath")][-1]
    path.set("string", text)
    return made


def enclose(part: Any, text: str) -> None:
    """Data beside the text, in a custom XML part (ISO/IEC 29500-1, 15.2.5), which Word keeps."""
    content = ('<?xml version="1.0" encoding="UTF-8"?>'
               f'<scenario xmlns="{ENCLOSED}">{text}</scenario>')
    place = part.package.next_partname("/customXml/item%d.xml")
    made = Part(place, CONTENT_TYPE.XML, content.encode(), part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_XML)
