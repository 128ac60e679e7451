"""One cell as its column means it, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pra_core import reference, reference_places
from pra_core.csv_lines import short
from pra_core.errors import N_, Problem
from pra_core.pest_library.checks import ORGANIZATIONS
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.plants import find_plant
from pra_core.store.judgement_rows import DECIMAL_POINT
from pra_core.store.workbook.matching import plain_name
from pra_core.store.workbook.raw import LONGEST_TEXT, Cell, Odd
from pra_core.store.workbook.sheets import Column

VALUE_NOT_FORMULA = N_("a value; formulas are not computed: paste the cell as a value")
A_VALUE = N_("a value; the cell holds an error of the spreadsheet")
AS_TEXT = N_("a text: format the cell as text, so that zeros at the ends stay")
A_DATE = N_("a date like 2026-11-22")
FIRST_DAY, LAST_DAY = 20_000, 80_000
"""Day numbers of a spreadsheet, 1954 to 2119, counted from 1899-12-30."""
_SEVERAL = re.compile(r"[;；\n]+")
_AREAS = re.compile(r"[,，、/]+")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
WORDS: Mapping[str, tuple[str, ...]] = {
    "insects_mites": ("昆虫和螨类", "昆虫和螨", "昆虫"), "insect": ("昆虫",),
    "mite": ("螨", "螨类"),
    "fungi_oomycetes": ("真菌和卵菌", "真菌"), "fungus": ("真菌", "fungi"), "oomycete": ("卵菌",),
    "bacteria_phytoplasmas": ("细菌和植原体", "细菌", "bacteria"), "bacterium": ("细菌",),
    "phytoplasma": ("植原体",), "nematodes": ("线虫",), "nematode": ("线虫",),
    "viruses_viroids": ("病毒和类病毒", "病毒", "viruses"), "virus": ("病毒",),
    "viroid": ("类病毒",),
    "weeds": ("杂草",), "plant": ("植物",), "sexual": ("有性", "有性生殖"),
    "asexual": ("无性", "无性生殖"), "major": ("主要", "主要寄主"), "minor": ("次要", "次要寄主"),
    "wild": ("野生", "野生寄主"), "experimental": ("实验", "实验寄主"),
    "present": ("有分布", "发生"), "widespread": ("广泛分布", "广泛"),
    "limited": ("局部分布", "局部"),
    "transient": ("短暂发生",), "eradicated": ("已根除", "根除"), "absent": ("无分布", "未发生"),
    "quarantine": ("检疫性", "检疫性有害生物"), "priority": ("优先", "优先有害生物"),
    "regulated_non_quarantine": ("限定的非检疫性", "限定的非检疫性有害生物", "rnqp"),
    "emergency": ("紧急措施", "应急"), "regulated": ("限定的", "管制的"), "recommended": ("建议",),
    "invasive": ("入侵", "外来入侵"), "verified": ("已核实", "核实"), "unverified": ("未核实",),
    "elicited": ("专家判断",), "assumed": ("假定", "假设"),
    "units": ("件", "单位"), "t": ("吨", "tonnes"),
    "usual": ("通常",), "suggestion": ("建议值",), "cited": ("引证",), "unit": ("货物单位",),
    "individual": ("个体",), "hosts": ("寄主",), "any": ("任何",), "yes": ("是", "true", "x", "1"),
    "no": ("否", "false", "0"), "m3": ("立方米", "m³"), "consignments": ("批", "批次"),
}
"""Chinese and other words for the values of a choice."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words understood for values that are chosen, beside the values themselves."""

    kinds: Mapping[str, str]
    """Words for kinds of pathway, as compared -> id."""

    def of(self, column: Column, text: str) -> str | None:
        """The value meant; None where no value is."""
        given = plain_name(text)
        if column.key == "kind":
            return self.kinds.get(given)
        if column.key == "field":
            return _fields().get(given)
        if text in column.choices:
            return text
        return next((one for one in column.choices if given == plain_name(one)
                     or given in map(plain_name, WORDS.get(one, ()))), None)

    def allowed(self, column: Column) -> tuple[str, ...]:
        """The values that may be chosen."""
        return tuple(dict.fromkeys(self.kinds.values())) if column.key == "kind" \
            else column.choices


def read_cell(cell: Cell, column: Column, words: Words) -> tuple[object, Problem | None]:
    """The value of a cell that holds something, or its problem (without a place)."""
    if isinstance(cell, Odd):
        return None, Problem("wrong_type", "", short(cell.text),
                             VALUE_NOT_FORMULA if cell.what == "formula" else A_VALUE)
    if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
        return None, Problem("out_of_bounds", "", short(cell), f"<= {LONGEST_TEXT:,}")
    return _READERS[column.kind](cell, column, words)


Read = tuple[object, Problem | None]


def _text(cell: str | float | None, column: Column, _: Words) -> Read:
    if isinstance(cell, float):
        if column.kind == "names":
            return None, Problem("wrong_type", "", f"{cell:.15g}", AS_TEXT)
        return f"{cell:.15g}", None
    return cell, None


def _number(cell: str | float | None, _: Column, __: Words) -> Read:
    try:
        number = float(cell or 0.0)
    except ValueError:
        return None, Problem("wrong_type", "", short(str(cell)), DECIMAL_POINT if
                             re.fullmatch(r"[+-]?\d+[,，]\d+", str(cell)) else N_("a number"))
    if not math.isfinite(number):
        return None, Problem("not_finite", "", short(str(cell)))
    return number, None


def _whole(cell: str | float | None, column: Column, words: Words) -> Read:
    number, fault = _number(cell, column, words)
    if isinstance(number, float) and not number.is_integer():
        return None, Problem("wrong_type", "", f"{number:g}", N_("a whole number"))
    return (int(number) if isinstance(number, float) else None), fault


def _date(cell: str | float | None, _: Column, __: Words) -> Read:
    if isinstance(cell, float):
        if FIRST_DAY <= cell <= LAST_DAY:
            return (dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))).isoformat(), None
        return None, Problem("wrong_type", "", f"{cell:.15g}", A_DATE)
    found = _DATE.fullmatch(str(cell))
    if found is not None:
        year, month, day = (int(part) for part in found.groups())
        if 1 <= month <= 12 and 1 <= day <= _days(year, month):
            return dt.date(year, month, day).isoformat(), None
    return None, Problem("wrong_type", "", short(str(cell)), A_DATE)


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _names(cell: str | float | None, column: Column, words: Words) -> Read:
    text, fault = _text(cell, column, words)
    return [part.strip() for part in _SEVERAL.split(str(text)) if part.strip()], fault


def _plant(cell: str | float | None, _: Column, __: Words) -> Read:
    return latin(str(cell)), None


def _plants(cell: str | float | None, _: Column, __: Words) -> Read:
    return [latin(part.strip()) for part in _SEVERAL.split(str(cell)) if part.strip()], None


def latin(name: str) -> str:
    """The Latin name of a plant of the list, by any of its names; the name itself otherwise."""
    found = find_plant(name)
    return found.name if found is not None else name


def _area(cell: str | float | None, _: Column, __: Words) -> Read:
    code = area_code(str(cell))
    return code, None if code else Problem("unknown_id", "", short(str(cell)), _EXAMPLES)


def _areas(cell: str | float | None, _: Column, __: Words) -> Read:
    codes: list[str] = []
    unknown: list[str] = []
    for part in filter(None, (p.strip() for p in _SEVERAL.split(str(cell)))):
        code = area_code(part)
        pieces = [part] if code else [p.strip() for p in _AREAS.split(part) if p.strip()]
        for piece in pieces:
            found = area_code(piece)
            (codes if found else unknown).append(found or piece)
    if unknown:
        return None, Problem("unknown_id", "", short(", ".join(unknown)), _EXAMPLES)
    return list(dict.fromkeys(codes)), None


_EXAMPLES = "ISO 3166-1 alpha-2, ISO 3166-2: CN, CN-GD"


def area_code(name: str) -> str:
    """The code of a country, region or organisation by code or name; empty where unknown."""
    given = name.strip()
    return _areas_by_name().get(plain_name(given), "")


@lru_cache(maxsize=1)
def _areas_by_name() -> Mapping[str, str]:
    """Names and codes as compared -> code; codes and countries win over names of regions."""
    found: dict[str, str] = {}
    titles = {**reference_places.region_names(), **reference.country_names()}
    for code in (*ORGANIZATIONS, *titles):
        found[plain_name(code)] = code
    for twin, code in reference_places.BOTH_CODES.items():
        for one in (twin, code):
            found.setdefault(plain_name(one), one)
    for code in sorted(titles, key=len):
        for title in titles[code].values():
            found.setdefault(plain_name(title), code)
    return found


def _choice(cell: str | float | None, column: Column, words: Words) -> Read:
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    value = words.of(column, text)
    if value is None:
        return None, Problem("wrong_type", "", short(text), ", ".join(words.allowed(column)))
    return value, None


def _flag(cell: str | float | None, column: Column, words: Words) -> Read:
    value, fault = _choice(cell, column, words)
    return value == "yes", fault


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, str]:
    return {plain_name(name): key for key, field in FACT_FIELDS.items()
            for name in (key, field.title)}


_READERS: Mapping[str, Callable[[str | float | None, Column, Words], Read]] = {
    "text": _text, "code": _text, "number": _number, "whole": _whole, "date": _date,
    "names": _names, "plant": _plant, "plants": _plants, "area": _area, "areas": _areas,
    "choice": _choice, "flag": _flag}
