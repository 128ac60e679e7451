"""Whatever bytes a file holds, it is read or refused with a reason; what is kept is valid."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core.commodities import commodity_library
from pra_core.errors import PraError
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary, pest_library
from pra_core.store.own_files import dump_own, read_own
from pra_core.store.workbook import imported, matched, read_file, write_csv, write_workbook
from pra_core.store.workbook.cells import Words, read_cell
from pra_core.store.workbook.raw import Odd
from pra_core.store.workbook.sheets import SHEETS

CODE = "POPIJA"
COLUMNS = [column for sheet in SHEETS.values() for column in sheet.columns]


@lru_cache(maxsize=1)
def _own() -> OwnData:
    return OwnData({CODE: pest_library().get(CODE)})


@lru_cache(maxsize=1)
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_workbook(_own(), "en"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _taken(content: bytes, name: str) -> None:
    try:
        sheets = read_file(content, name)
    except PraError:
        return
    found = imported([(raw, matched(raw)) for raw in sheets], PestLibrary({}),
                     commodity_library())
    for record in found.own.pests.values():
        assert type(record).model_validate(record.model_dump()) == record


def _damaged(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    for place, piece in changes:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + len(piece):]
    return data


CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)),
                   min_size=1, max_size=6)


@settings(max_examples=60)
@given(part=st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml",
                             "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"]),
       changes=CHANGES)
def test_damaged_workbooks(part: str, changes: list[tuple[int, bytes]]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in _parts().items():
            archive.writestr(name, _damaged(data, changes) if name == part else data)
    _taken(stream.getvalue(), "own.xlsx")
    _taken(_damaged(stream.getvalue(), changes), "own.xlsx")


@settings(max_examples=60)
@given(key=st.sampled_from(list(SHEETS)), changes=CHANGES)
def test_damaged_tables(key: str, changes: list[tuple[int, bytes]]) -> None:
    _taken(_damaged(write_csv(_own(), key, "zh_CN"), changes), f"{key}.csv")


@settings(max_examples=60)
@given(changes=CHANGES)
def test_damaged_yaml(changes: list[tuple[int, bytes]]) -> None:
    text = _damaged(dump_own(_own()).encode(), changes).decode("utf-8", "replace")
    try:
        found = read_own(text, "own.yaml", PestLibrary({}), commodity_library())
    except PraError:
        return
    for record in found.own.pests.values():
        assert type(record).model_validate(record.model_dump()) == record


@given(cell=st.one_of(st.text(min_size=1, max_size=30), st.floats(allow_nan=False), st.builds(
    Odd, st.sampled_from(["formula", "error"]), st.text(max_size=20))),
       column=st.sampled_from(COLUMNS))
def test_every_cell_has_a_value_or_a_problem(cell: str | float | Odd, column: object) -> None:
    value, problem = read_cell(cell, column, Words({}))  # type: ignore[arg-type]
    assert problem is None or problem.code
    assert (value is None) <= (problem is not None)
