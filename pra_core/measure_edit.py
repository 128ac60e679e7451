"""A scenario with measures and groups added, changed or taken away; always validated again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pra_core.errors import PraError, Problem
from pra_core.frozen import LocalText
from pra_core.measure import Measure
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.scenario_checks import cross_faults
from pra_core.validation import validated


def with_measure(scenario: Scenario, measure: Measure) -> Scenario:
    """The scenario with this measure added, or in place of the one with its id.

    Raises PraError with every problem found. A measure that is no longer feasible is switched off.
    """
    data, number = _plain(scenario), _number(scenario, measure.id)
    given = measure.model_dump(mode="python")
    if number is None:
        data["measures"].append(given)
    else:
        data["measures"][number] = given
    if not measure.feasible:
        data["selected"] = [i for i in data["selected"] if i != measure.id]
    return _checked(data)


def edited(scenario: Scenario, measure_id: str, **fields: object) -> Scenario:
    """The scenario with some fields of one measure replaced (plain values or models).

    Raises PraError with every problem found, unknown_id for an unknown measure.
    """
    data = _plain(scenario)
    scenario.measure(measure_id)
    node = data["measures"][_number(scenario, measure_id)]
    node.update({key: _dumped(value) for key, value in fields.items()})
    if not node["feasible"]:
        data["selected"] = [i for i in data["selected"] if i != measure_id]
    return _checked(data)


def without_measure(scenario: Scenario, measure_id: str) -> Scenario:
    """The scenario without this measure, which is also taken from what others exclude.

    Raises PraError unknown_id, and conflict where another measure requires it.
    """
    scenario.measure(measure_id)
    needing = sorted(m.id for m in scenario.measures if measure_id in m.requires)
    if needing:
        raise PraError("conflict", "measures", measure_id,
                       f"a measure that {', '.join(needing)} does not require")
    data = _plain(scenario)
    data["measures"] = [m for m in data["measures"] if m["id"] != measure_id]
    for m in data["measures"]:
        m["excludes"] = [i for i in m["excludes"] if i != measure_id]
    data["selected"] = [i for i in data["selected"] if i != measure_id]
    return _checked(data)


def with_group(scenario: Scenario, group_id: str, title: LocalText, outage: Parameter,
               members: Sequence[str]) -> Scenario:
    """The scenario with a group of measures that fail together, added or replaced.

    `members` are the ids of all its measures; a measure is in one group at most. Raises PraError
    with every problem found.
    """
    data = _plain(scenario)
    for one in members:
        scenario.measure(one)
    group = {"id": group_id, "title": title, "outage": outage.model_dump(mode="python")}
    others = [g for g in data["groups"] if g["id"] != group_id]
    data["groups"] = [*others, group]
    for m in data["measures"]:
        if m["id"] in members:
            m["group"] = group_id
        elif m["group"] == group_id:
            m["group"] = None
    return _checked(data)


def without_group(scenario: Scenario, group_id: str) -> Scenario:
    """The scenario without this group: its members no longer fail together."""
    if group_id not in {g.id for g in scenario.groups}:
        raise PraError("unknown_id", "groups", group_id,
                       ", ".join(sorted(g.id for g in scenario.groups)))
    data = _plain(scenario)
    data["groups"] = [g for g in data["groups"] if g["id"] != group_id]
    for m in data["measures"]:
        m["group"] = None if m["group"] == group_id else m["group"]
    return _checked(data)


def _checked(data: dict[str, Any]) -> Scenario:
    """The scenario, or PraError with the problems of fields and those between parts together."""
    try:
        return validated(Scenario, data)
    except PraError as error:
        known = {(p.path, p.code) for p in error.problems}
        between = [Problem(code, path, value, allowed)
                   for path, code, value, allowed in cross_faults(data)
                   if (path, code) not in known]
        raise PraError.of([*error.problems, *between]) from error


def _number(scenario: Scenario, measure_id: str) -> Any:
    return next((i for i, m in enumerate(scenario.measures) if m.id == measure_id), None)


def _dumped(value: object) -> object:
    return value.model_dump(mode="python") if hasattr(value, "model_dump") else value


def _plain(scenario: Scenario) -> dict[str, Any]:
    data = scenario.model_dump(mode="python")
    for key in ("measures", "groups", "selected"):
        data[key] = list(data[key])
    return data
