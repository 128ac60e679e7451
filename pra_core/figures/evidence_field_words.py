"""Names of the fields of the evidence page, and what is wrong with what was typed in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pra_core.errors import N_, PraError, Problem
from pra_core.i18n import Translator

FIELDS: Mapping[str, str] = {
    "treated": N_("Treated"), "survivors": N_("Survivors"), "sample": N_("Units per lot"),
    "control_mortality": N_("Died without treatment, %"), "confidence": N_("Confidence, %"),
    "required": N_("Mortality required, %"), "mortality": N_("Mortality, %"),
    "units": N_("Units in the shipment"), "units_per_box": N_("Units per box"),
    "infested": N_("Infested units, %"), "pests_per_unit": N_("Live pests per infested unit"),
    "limit": N_("Most living pests allowed"),
    "female_share": N_("Share of females, %"), "alpha": N_("Risk accepted, %"),
    "survival": N_("Survivors in a million treated"), "lot_size": N_("Units in the lot"),
    "prevalence": N_("Infested units to be found, %"), "aggregation": N_("Clustering θ"),
    "sensitivity": N_("Recognised, %"), "proportion": N_("Share of the lot, %"),
    "boxes": N_("Boxes in the lot"), "within": N_("Infested units in an infested box, %"),
    "opened": N_("Boxes opened"), "per_box": N_("Units looked at per box"),
    "clearance": N_("Clean lots in a row"), "fraction": N_("Lots inspected after that, %"),
    "lots": N_("Lots inspected"), "detections": N_("Lots with the pest"),
    "label": N_("Year or name"), "records": N_("Records"),
}
"""Names of fields and of the core's arguments, as the forms show them."""


def named(error: PraError, t: Translator) -> list[str]:
    """Every problem of an error, its place told by the name the form shows."""
    lines = []
    for p in error.problems:
        row, _, field = p.path.rpartition(": ")
        title = t(FIELDS[field]) if field in FIELDS else p.path
        percent = _in_percent(p, t) if "%" in FIELDS.get(field, "") else ""
        if row and field in FIELDS:
            title = t("line {line}, {field}", line=row, field=title)
        lines.append(t("{path}: {problem}", path=title, problem=percent) if percent else
                     t.error(Problem(p.code, title, p.value, p.allowed)))
    return lines


LIMITS = (re.compile(r"^(?P<low>[\d.e-]+)\.\.(?P<high>[\d.e-]+)$"),
          re.compile(r"^(?P<low>[\d.e-]+) <(?P<open_low>) x <= (?P<high>[\d.e-]+)$"),
          re.compile(r"^(?P<low>[\d.e-]+) <(?P<open_low>) x <(?P<open_high>) (?P<high>[\d.e-]+)$"),
          re.compile(r"^>= (?P<low>[\d.e-]+)$"))
"""How the core writes what is allowed of a number; empty groups mark ends that are not."""


def _in_percent(problem: Problem, t: Translator) -> str:
    """A problem of a share in the unit in which it was typed; empty where it is none of size."""
    if isinstance(problem.value, bool) or not isinstance(problem.value, (int, float)):
        return ""
    found = next((m for m in (one.match(problem.allowed) for one in LIMITS) if m), None)
    if found is None:
        return ""
    parts, value = found.groupdict(), t.percent(problem.value, 6)
    if problem.value <= float(parts["low"]):
        limit = t.percent(float(parts["low"]))
        if parts.get("open_low") is not None:
            return t("{value} is not allowed: more than {limit} is needed", value=value,
                     limit=limit)
        return t("{value} is below {limit}, the least allowed", value=value, limit=limit)
    limit = t.percent(float(parts.get("high") or 1.0))
    if parts.get("open_high") is not None:
        return t("{value} is not allowed: less than {limit} is needed", value=value, limit=limit)
    return t("{value} is above {limit}, the most allowed", value=value, limit=limit)


def mostly(chance: float, t: Translator) -> str:
    """A chance as a percentage; next to certainty, no more digits than matter."""
    return t("over 99.9 %") if 0.999 < chance < 1.0 else t.percent(chance)
