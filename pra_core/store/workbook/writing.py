"""Own data as a workbook or as CSV, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from pra_core.commodities.schema import Goods, PathwayKind
from pra_core.own_data import OwnData
from pra_core.parameter import Parameter
from pra_core.pest_library.record import PestRecord
from pra_core.store.judgement_rows import marked
from pra_core.store.workbook.goods_rows import weight_name
from pra_core.store.workbook.kind_rows import survival_name
from pra_core.store.workbook.sheets import GUIDE, PARTS, SHEETS, Column, Sheet

Line = list[str | float | None]
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 cannot hold."""
LONGEST_CELL = 32_767
WIDEST = 48.0


def lines_of(own: OwnData, key: str) -> Iterator[Line]:
    """The lines of one sheet below its heads, in the order of its columns."""
    sheet = SHEETS[key]
    for entry in _entries(own, key):
        yield [_cell(entry, column) for column in sheet.columns]


def write_workbook(own: OwnData, language: str, guide: Sequence[Sequence[str]] = ()) -> bytes:
    """All sheets as .xlsx with heads in `language`; texts never begin a formula.

    `guide`: lines of a first sheet that explains the others. Empty sheets hold their heads, so
    that the file serves as a form.
    """
    book = Workbook(write_only=True)
    if guide:
        _sheet(book, GUIDE[language], guide[0], guide[1:])
    for key, sheet in SHEETS.items():
        _sheet(book, sheet.name(language), [c.head(language) for c in sheet.columns],
               lines_of(own, key))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_csv(own: OwnData, key: str, language: str) -> bytes:
    """One sheet as CSV: UTF-8 with byte order mark, commas; texts never begin a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.head(language) for column in SHEETS[key].columns])
    writer.writerows([_harmless(cell) for cell in line] for line in lines_of(own, key))
    return stream.getvalue().encode("utf-8-sig")


def _sheet(book: Workbook, name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    for index, head in enumerate(heads):
        page.column_dimensions[_letters(index)].width = min(max(len(head) * 1.3, 12.0), WIDEST)
    bold, fill = Font(bold=True), PatternFill("solid", fgColor="E3ECE8")
    written = []
    for head in heads:
        cell = WriteOnlyCell(page, value=head)
        cell.font, cell.fill = bold, fill
        written.append(cell)
    page.append(written)
    for line in lines:
        page.append([_typed(page, _harmless(cell)) for cell in line])


def _typed(page: Any, value: str | float | None) -> Any:
    """Texts are stored as texts, whatever they look like."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=_ILLEGAL.sub("\ufffd", value)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _harmless(value: str | float | None) -> str | float | None:
    return marked(value) if isinstance(value, str) else value


def _letters(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def _entries(own: OwnData, key: str) -> Iterator[Mapping[str, Any]]:
    if key == "goods":
        yield from (_goods(one) for one in own.goods.values())
    elif key == "kinds":
        yield from (_kind(one) for one in own.kinds.values())
    elif key == "steps":
        for kind in own.kinds.values():
            yield from _steps(kind)
    elif key == "trade":
        yield from (one.model_dump(mode="json") for one in own.trade)
    else:
        for record in own.pests.values():
            yield from _of_pest(record, key)


def _of_pest(record: PestRecord, key: str) -> Iterator[Mapping[str, Any]]:
    about = {"pest": record.eppo_code}
    if key == "pests":
        yield record.model_dump(mode="json")
    elif key in PARTS:
        yield from ({**about, **one.model_dump(mode="json")} for one in getattr(record, key))
    elif key == "gaps":
        yield from ({**about, "gap": text} for text in record.not_found)
    elif key == "sources":
        yield from ({**about, "source": name, **one.model_dump(mode="json")}
                    for name, one in record.sources.items())


def _goods(goods: Goods) -> Mapping[str, Any]:
    data = goods.model_dump(mode="json")
    if goods.unit_kg is not None:
        source = None if goods.unit_kg.source == goods.source else data["unit_kg"]["source"]
        data["unit_kg"] = {**_law(goods.unit_kg, weight_name(goods.id)), "source": source}
    return data


def _kind(kind: PathwayKind) -> Mapping[str, Any]:
    data = kind.model_dump(mode="json")
    for key in ("lot_size", "lot_shape"):
        parameter: Parameter | None = getattr(kind, key)
        if parameter is not None:
            data[key] = _law(parameter, f"{kind.id}.{key}") if parameter.source == kind.source \
                else {"law": _json(parameter, set())}
    return data


def _steps(kind: PathwayKind) -> Iterator[Mapping[str, Any]]:
    """A line per survival of a step; a step without any has one line for its practice."""
    for step in kind.steps:
        about = {"kind": kind.id, "step": step.step,
                 "practice": dict(step.practice)}
        lines: list[Mapping[str, Any]] = []
        for use in ("usual", "suggestion"):
            survival = getattr(step, use)
            for acts_on in ("unit", "individual"):
                parameter = getattr(survival, acts_on) if survival is not None else None
                if parameter is not None:
                    lines.append({
                        "use": use, "acts_on": acts_on,
                        "survival": _law(parameter, survival_name(kind.id, step.step)),
                        "source": parameter.source.model_dump(mode="json")})
        for one in step.cited:
            cited = one.model_dump(mode="json")
            lines.append({**cited, "use": "cited",
                          "survival": {"low": cited.pop("low"), "high": cited.pop("high")}})
        yield from ({**about, **line} for line in lines or [{}])


def _law(parameter: Parameter, name: str) -> Mapping[str, Any]:
    """Low, likely, high where that says all of it; the whole parameter as JSON otherwise."""
    law = parameter.distribution.model_dump(mode="json")
    plain = parameter.model_dump(mode="json", exclude_defaults=True,
                                 exclude={"source", "distribution", "unit"})
    if plain == {"name": name}:
        if law["kind"] == "fixed":
            return {"mode": law["value"]}
        if law["kind"] == "pert" and law.get("shape", 4.0) == 4.0:
            return {k: law[k] for k in ("low", "mode", "high")}
        if law["kind"] == "uniform":
            return {k: law[k] for k in ("low", "high")}
    return {"law": _json(parameter, {"source"})}


def _json(parameter: Parameter, apart: set[str]) -> str:
    return json.dumps(parameter.model_dump(mode="json", exclude=apart, exclude_none=True),
                      ensure_ascii=False)


def _cell(entry: Mapping[str, Any], column: Column) -> str | float | None:
    inner: Any = entry
    for key in column.where:
        inner = inner.get(key) if isinstance(inner, Mapping) else None
    if isinstance(inner, list):
        return "; ".join(map(str, inner)) or None
    if isinstance(inner, bool) or inner is None:
        return "yes" if inner else None
    return inner if isinstance(inner, (int, float)) else str(inner)


def guide_lines(sheet: Sheet, language: str, about: str, needed: str) -> list[list[str]]:
    """Lines of the guide on one sheet: sheet, what it is, column, needed, what is allowed."""
    return [[sheet.name(language), about if i == 0 else "", column.head(language),
             needed if column.needed else "", ", ".join(column.choices)]
            for i, column in enumerate(sheet.columns)]
