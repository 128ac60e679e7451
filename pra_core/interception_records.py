"""Interception records read from a table, and their use for a pathway of a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from pra_core.csv_lines import column_places, numbered_rows, short
from pra_core.errors import PraError, Problem
from pra_core.establishment import occupied_to_poisson
from pra_core.frozen import FloatArray
from pra_core.interception import MOST_RECORDS, Posterior, Record, check
from pra_core.parameter import Source
from pra_core.pathway import Pathway
from pra_core.scenario import Scenario
from pra_core.step import STEPS, Step

MOST_BYTES = 1_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "lots": ("lots", "consignments", "lots_inspected", "lots inspected", "批数", "批次",
             "查验批数"),
    "detections": ("detections", "interceptions", "positive", "lots with the pest", "检出批数",
                   "截获批数"),
    "sample": ("sample", "units", "sample_size", "units_per_lot", "units per lot", "每批抽样数",
               "抽样数", "每批抽查单位数"),
    "recognised": ("recognised, %", "recognised_%", "sensitivity_%", "识别率，%", "识别率,%",
                   "灵敏度_%"),
    "sensitivity": ("sensitivity", "检出率", "灵敏度"),
    "lot_size": ("lot_size", "units in the lot", "批量", "批量（单位数）"),
    "label": ("label", "year", "name", "year or name", "年份", "名称", "年份或名称"),
}
"""Column names that are understood, whatever their case; `recognised` is sensitivity in percent."""
NEEDED = ("lots", "detections", "sample", "sensitivity")


def parse(content: bytes) -> tuple[Record, ...]:
    """Records from a table in CSV (comma, semicolon or tab), as UTF-8 text.

    Raises PraError with every problem at once; paths are "line: column". `out_of_bounds` (too
    large, impossible numbers), `unreadable`, `missing` (a column, a number, any record),
    `duplicate` (two columns for one thing), `wrong_type` (no number, or not a whole one).
    """
    if len(content) > MOST_BYTES:
        raise PraError("out_of_bounds", value=f"{len(content) / 1e6:.1f} MB",
                       allowed=f"{MOST_BYTES / 1e6:g} MB")
    rows = numbered_rows(content)
    if len(rows) < 2:
        raise PraError("missing", allowed="at least one entry")
    if len(rows) - 1 > MOST_RECORDS:
        raise PraError("out_of_bounds", "records", len(rows) - 1, f"1..{MOST_RECORDS}")
    place, problems, found = _header(rows[0][1]), list[Problem](), list[Record]()
    lines = []
    for line, row in rows[1:]:
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in place.items()}
        record = _record(cells, line, problems)
        if record is not None:
            found.append(record)
            lines.append(line)
    problems += _impossible(found, lines)
    if problems:
        raise PraError.of(problems)
    return tuple(found)


def _impossible(records: Sequence[Record], lines: Sequence[int]) -> list[Problem]:
    """Problems of `check`, by the lines of the file instead of rows."""
    if not records:
        return []
    try:
        check(records)
    except PraError as error:
        renamed = []
        for p in error.problems:
            row, _, name = p.path.partition(": ")
            renamed.append(Problem(p.code, f"{lines[int(row) - 1]}: {name}", p.value, p.allowed))
        return renamed
    return []


def _header(cells: Sequence[str]) -> dict[str, int]:
    place, problems = column_places(cells, COLUMNS, NEEDED)
    if "recognised" in place:  # the sensitivity in per cent
        problems = [p for p in problems if (p.code, p.path) != ("missing", "1: sensitivity")]
        if "sensitivity" in place:
            problems.append(Problem("duplicate", "1: sensitivity",
                                    short(cells[place["recognised"]])))
    if problems:
        raise PraError.of(problems)
    return place


def _record(cells: Mapping[str, str], line: int, problems: list[Problem]) -> Record | None:
    numbers: dict[str, float] = {}
    percent = "recognised" in cells
    for name in (*NEEDED, "lot_size"):
        text = cells.get("recognised" if percent and name == "sensitivity" else name, "")
        if name == "lot_size" and not text:
            continue
        value = _number(text, f"{line}: {name}", problems, whole=name != "sensitivity")
        if value is not None:
            numbers[name] = value
    if not set(NEEDED) <= set(numbers):
        return None
    if percent:
        numbers["sensitivity"] /= 100.0
    size = numbers.get("lot_size")
    return Record(int(numbers["lots"]), int(numbers["detections"]), int(numbers["sample"]),
                  numbers["sensitivity"], None if size is None else int(size),
                  short(cells.get("label", "")))


def _number(text: str, path: str, problems: list[Problem], *, whole: bool) -> float | None:
    if not text:
        problems.append(Problem("missing", path, "", "a number"))
        return None
    try:
        number = float(text)
    except ValueError:
        problems.append(Problem("wrong_type", path, short(text), "a number"))
        return None
    if not math.isfinite(number):
        problems.append(Problem("not_finite", path, short(text)))
        return None
    if whole and number != math.floor(number):
        problems.append(Problem("wrong_type", path, short(text), "a whole number"))
        return None
    return number


def findable_share(pathway: Pathway, values: Mapping[str, FloatArray], before: Step | None
                   ) -> FloatArray:
    """Share of units infested at origin that an inspection can still find, [draws].

    S (1 - e^(-m)): still moving and with a living pest, after commercial practice in the steps up
    to and including `before` (None: at origin); relative to the units with a living pest where the
    source of prevalence counted only those.
    """
    m0 = values[pathway.pests_per_unit.name]
    if pathway.counts == "occupied":
        m0 = occupied_to_poisson(m0)
    share, pests = np.ones_like(m0), m0
    for step in () if before is None else STEPS[: STEPS.index(before) + 1]:
        practice = pathway.steps.at(step)
        if practice is not None and practice.unit is not None:
            share = share * values[practice.unit.name]
        if practice is not None and practice.individual is not None:
            pests = pests * values[practice.individual.name]
    found = share * -np.expm1(-pests)
    if pathway.counts == "occupied":
        found = found / -np.expm1(-m0)
    return np.asarray(np.minimum(found, 1.0), np.float64)


def condensed(findable: FloatArray, points: int = 15) -> FloatArray:
    """Equally likely quantiles that stand for the draws of a share, [points]."""
    at = (np.arange(points) + 0.5) / points
    return np.asarray(np.quantile(findable, at), np.float64)


def with_posterior(scenario: Scenario, pathway_id: str, posterior: Posterior, source: Source
                   ) -> Scenario:
    """The scenario with prevalence, and lot shape if it was uncertain, after the records.

    Both are used by their quantiles: their dependence (`Posterior.dependence`) is dropped.
    Raises PraError unknown_id for an unknown pathway.
    """
    for pathway in scenario.pathways:
        if pathway.id == pathway_id:
            changed = scenario.with_parameter(pathway.prevalence.name, posterior.prevalence,
                                              source)
            if posterior.shape is not None and pathway.lot_shape is not None:
                changed = changed.with_parameter(pathway.lot_shape.name, posterior.shape, source)
            return changed
    raise PraError("unknown_id", "pathways", pathway_id,
                   ", ".join(p.id for p in scenario.pathways))
