"""Judgements as a table: one line per quantity, assessor, round and value judged.

A judgement keeps the distribution chosen for it in the column `fitted`, together with what it was
fitted to. Read back unchanged, it is the same to the last digit; where a value, a bound or the
family was changed, the family is fitted anew.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pra_core.csv_lines import short
from pra_core.distribution import Elicited, Single, fit_min_likely_max, fit_quantiles
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import N_, PraError, Problem
from pra_core.scenario import Scenario
from pra_core.store.edit import elicited_source, with_elicitation
from pra_core.store.judgement_rows import COLUMNS, POINTS, Row, marked, rows_of
from pra_core.validation import validated

PROBABILITIES = (0.01, 0.25, 0.5, 0.75, 0.99)
"""What the form asks for (EFSA 2014, EFSA Journal 12(6):3734: EKE with five quantiles)."""
OF_PARAMETER = ("lower", "upper", "pooling")
OF_JUDGEMENT = ("date", "weight", "asked", "outside", "family", "reason_en", "reason_zh", "fitted")
_SINGLE: TypeAdapter[Single] = TypeAdapter(Single)


def dump_judgements(scenario: Scenario) -> str:
    """Every judgement of a scenario as CSV; `read_judgements` gives the same back."""
    return _written(row for name, p in scenario.parameters.items() if p.elicitation is not None
                    for j in p.elicitation.judgements
                    for row in _rows(name, p.unit, p.elicitation, j))


def judgement_template(scenario: Scenario, names: Sequence[str],
                       titles: Mapping[str, str] | None = None,
                       notes: Sequence[str] = ("",) * len(PROBABILITIES)) -> str:
    """A CSV form for the five quantiles of some parameters, to be filled in by one assessor.

    `titles`: names in words by parameter; `notes`: what is asked in words, one per quantile.
    Lines left without a value are not read. Raises PraError unknown_id for every unknown name.
    """
    unknown = [_unknown(name, "parameters", scenario) for name in names
               if name not in scenario.parameters]
    if unknown:
        raise PraError.of(unknown)
    rows = []
    for name in names:
        p = scenario.parameters[name]
        limits = p.bounds or ("", "")
        rows += [{"parameter": name, "input": marked((titles or {}).get(name, "")),
                  "unit": p.unit, "round": 1, "weight": 1, "note": marked(note),
                  "asked": "quantiles", "probability": _digits(one), "pooling": "linear",
                  "lower": _digits(limits[0]), "upper": _digits(limits[1])}
                 for one, note in zip(PROBABILITIES, notes, strict=True)]
    return _written(rows)


def read_judgements(content: bytes, name: str, scenario: Scenario) -> dict[str, Elicitation]:
    """The judgements of a table by parameter, each fit to be used in the scenario.

    Columns: `COLUMNS` of `judgement_rows`; needed are parameter, assessor, date, probability (or
    min, likely, max), value and a reason. What holds for a whole judgement or parameter may be
    left empty after its first line. Without a family the best fit is taken. `name` is the file
    name used in messages. Raises PraError with every problem: file, line, column.
    """
    try:
        rows, problems = rows_of(content)
        found = _elicitations(rows, scenario, problems)
    except PraError as error:
        raise PraError.of(_in_file(p, name) for p in error.problems) from error
    if problems:
        problems.sort(key=lambda p: int(p.path.partition(":")[0] or 0))
        raise PraError.of(_in_file(p, name) for p in problems)
    return found


def _in_file(p: Problem, name: str) -> Problem:
    return Problem(p.code, f"{name}: {p.path}" if p.path else name, p.value, p.allowed)


def _elicitations(rows: Sequence[Row], scenario: Scenario, problems: list[Problem]
                  ) -> dict[str, Elicitation]:
    found = {}
    for parameter, own in _grouped(rows, "parameter").items():
        key, line = str(parameter[0]), own[0].line
        if key not in scenario.parameters:
            problems.append(_unknown(key, f"{line}: parameter", scenario))
            continue
        before, unit = len(problems), scenario.parameters[key].unit
        problems += [Problem("wrong_unit", f"{row.line}: unit", short(f"{row.values['unit']}"),
                             unit) for row in own if row.values.get("unit", unit) != unit]
        shared = _shared(own, OF_PARAMETER, problems)
        reached = len(problems)
        for row in own:
            _inside(row, shared, problems)
        # Values beyond the ends are told by line; what else is wrong is looked for without ends.
        ends = shared if len(problems) == reached else {}
        judgements = [_judgement(lines, ends, problems)
                      for lines in _grouped(own, "assessor", "round").values()]
        whole = [j.model_dump() for j in judgements if j is not None]
        if len(problems) > before or len(whole) < max(len(judgements), 1):
            continue
        try:
            elicitation = validated(Elicitation, {"judgements": whole, **shared})
            with_elicitation(scenario, key, elicitation, elicited_source(elicitation))
        except PraError as error:
            problems += [_at(line, p) for p in error.problems]
            continue
        found[key] = elicitation
    return found


def _inside(row: Row, shared: Mapping[str, Any], problems: list[Problem]) -> None:
    """A value beyond the smallest or largest possible one is a problem of its own line."""
    value, low, high = row.values.get("value"), shared.get("lower"), shared.get("upper")
    if isinstance(value, float):
        if low is not None and value < low:
            problems.append(Problem("out_of_bounds", f"{row.line}: value", value, f">= {low:g}"))
        if high is not None and value > high:
            problems.append(Problem("out_of_bounds", f"{row.line}: value", value, f"<= {high:g}"))


def _grouped(rows: Sequence[Row], *columns: str) -> dict[tuple[object, ...], list[Row]]:
    """Lines by what some columns say, in the order of the file; an empty round is the first."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row.values.get(c, 1 if c == "round" else None) for c in columns)
        if None not in key:
            groups.setdefault(key, []).append(row)
    return groups


def _shared(rows: Sequence[Row], columns: Sequence[str], problems: list[Problem]
            ) -> dict[str, Any]:
    """What is said once for several lines; every line that contradicts the first is a problem."""
    found: dict[str, Any] = {}
    for column in columns:
        for row in rows:
            value = row.values.get(column)
            if value is not None and found.setdefault(column, value) != value:
                problems.append(Problem("conflict", f"{row.line}: {column}",
                                        short(f"{found[column]} != {value}"),
                                        N_("the same value in all lines that belong together")))
    return found


def _judgement(rows: Sequence[Row], bounds: Mapping[str, Any], problems: list[Problem]
               ) -> Judgement | None:
    line, before = rows[0].line, len(problems)
    said = _shared(rows, OF_JUDGEMENT, problems)
    reason = {"en": said.get("reason_en", said.get("reason_zh"))}
    if "reason_zh" in said:
        reason["zh_CN"] = said["reason_zh"]
    # What was written and not understood is a problem already.
    whole = all({"probability", "value"} <= set(row.values) for row in rows)
    problems += [Problem("missing", f"{line}: {column}", "", column)
                 for column, value in (("date", said.get("date")), ("reason_en", reason["en"]))
                 if value is None and not any(column in row.faulty for row in rows)]
    data: dict[str, Any] = {
        "assessor": rows[0].values["assessor"], "round": rows[0].values.get("round", 1),
        "reason": reason, **(_points(rows, said, problems) if whole else {}),
        **{key: said[key] for key in ("date", "weight", "outside") if key in said}}
    if len(problems) > before or not whole or "date" not in said:
        return None
    try:
        data["distribution"] = _chosen(data, said, bounds).model_dump()
        return validated(Judgement, data)
    except PraError as error:
        problems += [_at(line, p) for p in error.problems]
    return None


def _points(rows: Sequence[Row], said: Mapping[str, Any], problems: list[Problem]
            ) -> dict[str, Any]:
    """Way of asking, probabilities and values of one judgement."""
    given = {row.values["probability"]: row.values["value"] for row in rows
             if {"probability", "value"} <= set(row.values)}
    words = [p for p in given if isinstance(p, str)]
    asked = "min_likely_max" if words else "quantiles"
    line = rows[0].line
    if said.get("asked", asked) != asked:
        problems.append(Problem("conflict", f"{line}: asked", said["asked"], asked))
    seen: set[object] = set()
    for row in rows:
        point = row.values.get("probability")
        if point is not None and point in seen:
            problems.append(Problem("duplicate", f"{row.line}: probability", point))
        seen.add(point)
    _ordered(rows, problems)
    if words and set(given) != set(POINTS):
        problems.append(Problem("conflict", f"{line}: probability",
                                ", ".join(map(str, given)), ", ".join(POINTS)))
        return {"asked": asked}
    if words:
        return {"asked": asked, "values": tuple(given[word] for word in POINTS)}
    return {"asked": asked, "probabilities": tuple(given), "values": tuple(given.values())}


def _ordered(rows: Sequence[Row], problems: list[Problem]) -> None:
    """A value not above that of a smaller probability is a problem of its own line."""
    points = [(p, x, row.line) for row in rows
              if isinstance(p := row.values.get("probability"), float)
              and isinstance(x := row.values.get("value"), float)]
    for (p, low, _), (q, high, line) in pairwise(sorted(points)):
        if p < q and low >= high:
            problems.append(Problem("order", f"{line}: value", high, f"> {low:g}"))


def _chosen(data: Mapping[str, Any], said: Mapping[str, Any], bounds: Mapping[str, Any]) -> Single:
    """The distribution kept in the file where it still belongs to the values, else a new fit."""
    family, values = said.get("family"), data["values"]
    lower, upper = bounds.get("lower"), bounds.get("upper")
    if "fitted" in said:
        kept = _kept(said["fitted"])
        if kept[0] == _fitted_to(data, lower, upper) and family in (None, kept[1].kind):
            return kept[1]
    if family == "elicited" and data["asked"] == "quantiles":
        return validated(Elicited, {"probabilities": data["probabilities"], "values": values,
                                    "lower": lower, "upper": upper})
    if data["asked"] == "quantiles":
        fits = fit_quantiles(data["probabilities"], values, lower, upper)
    else:
        low, likely, high = values
        fits = fit_min_likely_max(low, likely, high, data.get("outside", 0.0), lower, upper)
    for fit in fits:
        if family in (None, fit.distribution.kind):
            return fit.distribution
    raise PraError("unknown_id", "family", family, ", ".join(f.distribution.kind for f in fits))


def _kept(text: str) -> tuple[object, Single]:
    try:
        node = json.loads(text)
        return node["to"], _SINGLE.validate_python(node["distribution"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise PraError("unreadable", "fitted", short(text),
                       N_("as it was written, or left empty")) from error


def _fitted_to(data: Mapping[str, Any], lower: float | None, upper: float | None) -> list[object]:
    return [data["asked"], list(data.get("probabilities", ())), list(data["values"]),
            data.get("outside", 0.0), lower, upper]


def _at(line: int, p: Problem) -> Problem:
    where = p.path.removeprefix(".")
    return Problem(p.code, f"{line}: {where}" if where else str(line), p.value, p.allowed)


def _unknown(name: str, path: str, scenario: Scenario) -> Problem:
    near = difflib.get_close_matches(name, scenario.parameters, n=5, cutoff=0.5)
    return Problem("unknown_id", path, short(name), ", ".join(near or scenario.parameters))


def _rows(name: str, unit: str, elicitation: Elicitation, j: Judgement
          ) -> Iterable[dict[str, object]]:
    points = [_digits(p) for p in j.probabilities] or list(POINTS)
    data = j.model_dump(mode="json")
    fitted = json.dumps({"to": _fitted_to(data, elicitation.lower, elicitation.upper),
                         "distribution": data["distribution"]}, ensure_ascii=False)
    for point, value in zip(points, j.values, strict=True):
        yield {"parameter": name, "unit": unit, "assessor": marked(j.assessor), "round": j.round,
               "date": j.date.isoformat(), "weight": _digits(j.weight), "asked": j.asked,
               "outside": _digits(j.outside), "probability": point, "value": _digits(value),
               "lower": _digits(elicitation.lower), "upper": _digits(elicitation.upper),
               "pooling": elicitation.pooling, "family": j.distribution.kind,
               "reason_en": marked(j.reason["en"]),
               "reason_zh": marked(j.reason.get("zh_CN", "")), "fitted": fitted}


def _digits(number: float | str | None) -> str:
    """A number with every digit it has, so that it is read back the same."""
    if number is None or isinstance(number, str):
        return ""
    return repr(float(number)).removesuffix(".0")


def _written(rows: Iterable[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
