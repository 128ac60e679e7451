"""Styles, page head and foot, and properties of a Word report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pra_core.report import word_xml
from pra_core.report.sides import Laid, beside, once, running_title
from pra_core.report.word_xml import ACCENT, CHINESE, INK, LATIN, LINE, PANEL, QUIET, element

_CAUTION = "E0B07F"
_OWN = ("Lead", "Note", "Cell", "Gap", "Verdict", "Caution", "Reload code", "Contents title",
        "toc 1", "toc 2")
_LOOKS: dict[str, tuple[float, str, bool, float, float]] = {
    # points, colour, bold, points of space before and after
    "Normal": (10, INK, False, 0, 6), "Title": (20, INK, True, 0, 4),
    "Heading 1": (15, ACCENT, True, 16, 6), "Heading 2": (12, ACCENT, True, 12, 4),
    "Heading 3": (10.5, ACCENT, True, 8, 3), "Caption": (9, INK, True, 8, 3),
    "List Bullet": (10, INK, False, 0, 3), "List Number": (10, INK, False, 0, 3),
    "Header": (8, QUIET, False, 0, 0), "Footer": (8, QUIET, False, 0, 0),
    "Lead": (11.5, INK, False, 4, 6), "Note": (8.5, QUIET, False, 0, 6),
    "Cell": (8, INK, False, 1, 1), "Gap": (4, INK, False, 0, 0),
    "Verdict": (10.5, INK, False, 3, 3), "Caution": (9, INK, False, 2, 2),
    "Reload code": (6, INK, False, 0, 6), "Contents title": (15, ACCENT, True, 0, 8),
    "toc 1": (10, INK, False, 4, 2), "toc 2": (9.5, INK, False, 0, 1),
}
_KEPT = {"Heading 1", "Heading 2", "Heading 3", "Caption"}
"""Never last on a page."""


def prepare(file: Any, report: Laid) -> None:
    """Set up an empty file for a report."""
    _styles(file)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin = section.bottom_margin = Mm(21)
    section.header_distance = section.footer_distance = Mm(10)
    _head(section.header, report)
    _foot(section.footer, report)
    properties = file.core_properties
    properties.title, properties.subject = beside(report.title)[:255], beside(report.kind)[:255]
    properties.author = properties.comments = properties.keywords = ""
    properties.category = beside(report.classification)[:255]
    properties.content_status = beside(report.watermark)[:255]
    properties.language = word_xml.TAGS[report.languages[0]]
    properties.last_modified_by, properties.revision = "", 1


def start_again(file: Any, items: Sequence[Any]) -> None:
    """Number these paragraphs from one, whatever lists stand above."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    own = style.pPr.numPr.numId.val
    [abstract] = [one.abstractNumId.val for one in numbering.num_lst if one.numId == own]
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        place = element("numPr")
        place.append(element("ilvl", val=0))
        place.append(element("numId", val=number.numId))
        item.pPr.append(place)


def _styles(file: Any) -> None:
    styles = file.styles
    for name in _OWN:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), _id(name))
        style.base_style = styles["Normal"]
    for name, (size, colour, bold, before, after) in _LOOKS.items():
        style = styles[name]
        _fonts(style.element)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        looks = style.paragraph_format
        looks.space_before, looks.space_after = Pt(before), Pt(after)
        looks.keep_with_next = name in _KEPT
        looks.line_spacing = 1.0 if name in ("Cell", "Gap", "Reload code") else 1.1
    styles["toc 2"].paragraph_format.left_indent = Mm(6)
    for name, place in (("Title", "pBdr"), ("Header", "tabs"), ("Footer", "tabs")):
        for old in styles[name].element.pPr.findall(qn(f"w:{place}")):
            styles[name].element.pPr.remove(old)
    styles["Contents title"].paragraph_format.page_break_before = True
    for name, colour in (("Verdict", ACCENT), ("Caution", _CAUTION)):
        _boxed(styles[name].element, colour)


def _id(name: str) -> str:
    return name.upper().replace(" ", "") if name.startswith("toc") else "".join(
        word.capitalize() for word in name.split())


def _fonts(style: Any) -> None:
    looks = style.get_or_add_rPr()
    for old in looks.findall(qn("w:rFonts")):
        looks.remove(old)
    looks.insert(0, element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=CHINESE, cs=LATIN))


def _boxed(style: Any, colour: str) -> None:
    looks = style.get_or_add_pPr()
    border = element("pBdr")
    border.append(element("left", val="single", sz=18, space=6, color=colour))
    fill = element("shd", val="clear", color="auto", fill=PANEL)
    spacing = looks.find(qn("w:spacing"))
    spacing.addprevious(border)
    spacing.addprevious(fill)


def _tabbed(language: str, left: str, right: Sequence[Any], *, bold: bool) -> Any:
    """A line with words at the left and others at the right edge."""
    made = word_xml.paragraph([word_xml.run(left, language)], "Header")
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=9750))
    made.pPr.append(tabs)
    jump = element("r")
    jump.append(element("tab"))
    made.append(jump)
    made.extend(right)
    if bold:
        border = element("pBdr")
        border.append(element("bottom", val="single", sz=4, space=3, color=LINE))
        made.pPr.insert(1, border)
    return made


def _head(header: Any, report: Laid) -> None:
    first = header.paragraphs[0]._p
    language = report.languages[0]
    openness = word_xml.run(beside(report.classification), language, bold=True)
    first.addprevious(_tabbed(language, running_title(report.title), [openness], bold=True))
    if once(report.watermark):
        first.addprevious(word_xml.watermark(" ".join(once(report.watermark))))
    first.getparent().remove(first)


def _foot(footer: Any, report: Laid) -> None:
    first = footer.paragraphs[0]._p
    language = report.languages[0]
    pages = [*word_xml.field("PAGE", [word_xml.run("1", language)]),
             word_xml.run(" / ", language),
             *word_xml.field("NUMPAGES", [word_xml.run("1", language)])]
    said = once(report.running)
    for line in said[:-1]:
        first.addprevious(word_xml.paragraph([word_xml.run(line, language)], "Footer"))
    first.addprevious(_tabbed(language, said[-1] if said else "", pages, bold=False))
    first.getparent().remove(first)
