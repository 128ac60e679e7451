"""Laws that take the place of single values of a climate sheet, and what they may look like."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core.climate_sheet import ClimateSheet
from pra_core.parameter import QUANTITIES, Parameter

Fault = tuple[str, str, str, str]
"""path, code, value, allowed"""


def sheet_faults(sheet: ClimateSheet, field: str, law: Parameter) -> list[Fault]:
    """What is wrong with one uncertain value: its field, unit or limits."""
    place = f"uncertain.{field}"
    if field not in ClimateSheet.model_fields:
        return [(place, "unknown_id", field, ", ".join(ClimateSheet.model_fields))]
    if getattr(sheet, field) is None:
        return [(place, "missing", field, f"a value of {field} in the sheet")]
    return [(f"{place}.{path}", code, value, allowed)
            for path, code, value, allowed in QUANTITIES[field].faults(law)]


def order_faults(sheet: ClimateSheet, uncertain: Mapping[str, Parameter]) -> list[Fault]:
    """Thresholds whose ranges overlap: some simulated future would have them out of order."""
    found: list[Fault] = []
    for kind in ("dv", "sm"):
        spans = [_span(sheet, uncertain, f"{kind}{i}") for i in range(4)]
        for i, strict in enumerate((True, False, True)):
            high, low = spans[i][1], spans[i + 1][0]
            if high > low or (strict and high == low):
                found.append((f"uncertain.{kind}{i}", "order", f"{high:g}, {low:g}",
                              f"{kind}{i} {'<' if strict else '<='} {kind}{i + 1} over their"
                              " whole ranges"))
    return found


def _span(sheet: ClimateSheet, uncertain: Mapping[str, Parameter], field: str
          ) -> tuple[float, float]:
    if field in uncertain:
        return uncertain[field].distribution.support
    value = float(getattr(sheet, field))
    return value, value
