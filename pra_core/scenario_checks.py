"""Checks across the parts of a scenario, on plain data so that they run beside field checks.

They tolerate half-broken input: every problem they can see is reported together with the
problems pydantic finds field by field.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pra_core.parameter import QUANTITIES

Fault = tuple[str, str, str, str]
"""path, code, value, allowed"""


_QUANTITY_OF = {"unit": "survival", "individual": "survival", "number": "units_together"}
"""Fields that are not named after their quantity."""

_TRUTH_VALUES = frozenset({"met", "feasible", "adds", "plants_for_planting", "supports"})


def _listed(node: Mapping[str, Any], key: str) -> list[str]:
    found = node.get(key)
    return [str(one) for one in found] if isinstance(found, (list, tuple)) else []


def _items(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = data.get(key)
    if not isinstance(found, (list, tuple)):
        return []
    return [item for item in found if isinstance(item, Mapping)]


def _ids(data: Mapping[str, Any], key: str) -> list[str]:
    return [str(item["id"]) for item in _items(data, key) if "id" in item]


def _names(node: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        if "distribution" in node and "name" in node:
            yield str(node["name"]), place
        for key, value in node.items():
            yield from _names(value, f"{place}.{key}" if place else str(key))
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from _names(value, f"{place}[{index}]")


def _duplicates(data: Mapping[str, Any]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, place in _names(data, ""):
        if name in seen:
            yield place, "duplicate", name, f"a name not used at {seen[name]}"
        seen.setdefault(name, place)
    for key in ("pathways", "measures", "groups"):
        for value, count in Counter(_ids(data, key)).items():
            if count > 1:
                yield key, "duplicate", value, "unique ids"


def _references(data: Mapping[str, Any]) -> Iterator[Fault]:
    measures, pathways, groups = (_ids(data, k) for k in ("measures", "pathways", "groups"))
    for index, m in enumerate(_items(data, "measures")):
        where = f"measures[{index}]"
        for key in ("requires", "excludes"):
            for other in _listed(m, key):
                if other not in measures:
                    yield f"{where}.{key}", "unknown_id", other, ", ".join(sorted(measures))
        if m.get("group") is not None and m["group"] not in groups:
            yield f"{where}.group", "unknown_id", str(m["group"]), ", ".join(groups) or "none"
        for e, effect in enumerate(_items(m, "effects")):
            for pathway in _listed(effect, "pathways"):
                if pathway not in pathways:
                    yield (f"{where}.effects[{e}].pathways", "unknown_id", pathway,
                           ", ".join(pathways))
            yield from _evidence(data, effect, f"{where}.effects[{e}]")


def _impossible(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Measures that can never work: what they need, or what that needs, excludes one of them."""
    items = _items(data, "measures")
    measures = {str(m.get("id")): m for m in items}
    for index, m in enumerate(items):
        own, needed = str(m.get("id")), {str(m.get("id"))}
        frontier = set(_listed(m, "requires"))
        while frontier:
            needed |= frontier
            frontier = {r for i in frontier if i in measures
                        for r in _listed(measures[i], "requires")} - needed
        pairs = {tuple(sorted((a, b))) for a in needed if a in measures
                 for b in _listed(measures[a], "excludes") if b in needed and a != b}
        direct = {tuple(sorted((own, b))) for b in _listed(m, "requires")
                  if b in _listed(m, "excludes")}
        for a, b in sorted(pairs - direct):
            yield (f"measures[{index}].requires", "conflict", f"{a}, {b}",
                   "measures that do not exclude each other")


def _units(node: object, place: str, key: str, parent: Mapping[str, Any]) -> Iterator[Fault]:
    """Wrong units, also where the rest of the parameter is broken."""
    if isinstance(node, Mapping):
        if isinstance(node.get("unit"), str) and "distribution" in node:
            name = parent.get("basis") if key == "amount" else _QUANTITY_OF.get(key, key)
            quantity = QUANTITIES.get(str(name))
            for _, code, value, allowed in quantity.unit_faults(node["unit"]) if quantity else ():
                yield f"{place}.unit", code, value, allowed
        for inner, value in node.items():
            below = "efficacy" if key == "efficacy" else str(inner)
            yield from _units(value, f"{place}.{inner}" if place else str(inner), below, node)
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from _units(value, f"{place}[{index}]", key, parent)


def _truth_values(node: object, place: str, key: str) -> Iterator[Fault]:
    """yes, no, true and false where a number or a text belongs (1 and 0 to Python)."""
    if isinstance(node, bool) and key not in _TRUTH_VALUES:
        yield place, "wrong_type", str(node).lower(), "a number or a text"
    elif isinstance(node, Mapping):
        for inner, value in node.items():
            yield from _truth_values(value, f"{place}.{inner}" if place else str(inner), str(inner))
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from _truth_values(value, f"{place}[{index}]", "")


def _evidence(data: Mapping[str, Any], effect: Mapping[str, Any], where: str) -> Iterator[Fault]:
    pest = data.get("pest")
    code = pest.get("eppo_code") if isinstance(pest, Mapping) else None
    efficacy = effect.get("efficacy")
    if not isinstance(code, str) or not isinstance(efficacy, Mapping) or not efficacy:
        return
    if code not in efficacy:
        yield f"{where}.efficacy", "missing", ", ".join(map(str, efficacy)), str(code)


def _support(parameter: object) -> tuple[float, float] | None:
    """Smallest and largest value written in a raw distribution, where both are plain numbers."""
    if not isinstance(parameter, Mapping) or not isinstance(parameter.get("distribution"), Mapping):
        return None
    values = parameter["distribution"]
    if values.get("kind") in ("lognormal", "gamma"):
        return 0.0, math.inf
    low = values.get("low", values.get("value", values.get("lower")))
    high = values.get("high", values.get("value", values.get("upper")))
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        return float(low), float(high)
    return None


def _samples(data: Mapping[str, Any]) -> Iterator[Fault]:
    lots = {str(p.get("id")): _support(p.get("lot_size")) for p in _items(data, "pathways")}
    for index, m in enumerate(_items(data, "measures")):
        for e, effect in enumerate(_items(m, "effects")):
            sample = _support(effect.get("sample_size"))
            for pathway in _listed(effect, "pathways") or tuple(lots):
                lot = lots.get(str(pathway))
                if sample and lot and sample[1] > lot[0]:
                    yield (f"measures[{index}].effects[{e}].sample_size", "out_of_bounds",
                           f"{sample[1]:g}", f"at most the smallest lot, {lot[0]:g}")


def _money(data: Mapping[str, Any]) -> Iterator[Fault]:
    consequences = data.get("consequences")
    currency = consequences.get("currency") if isinstance(consequences, Mapping) else None
    places: list[tuple[str, object]] = []
    if isinstance(consequences, Mapping):
        places += [(f"consequences.{key}", consequences.get(key))
                   for key in ("host_value", "important_loss")]
        places += [(f"consequences.effects[{i}].amount", e.get("amount"))
                   for i, e in enumerate(_items(consequences, "effects"))
                   if e.get("basis") != "share_of_value"]
    places += [(f"measures[{i}].cost", m.get("cost"))
               for i, m in enumerate(_items(data, "measures"))]
    for place, parameter in places:
        unit = parameter.get("unit") if isinstance(parameter, Mapping) else None
        if currency and isinstance(unit, str) and not unit.startswith(f"{currency}/"):
            yield f"{place}.unit", "wrong_unit", unit, f"{currency}/…"


def selection_faults(data: Mapping[str, Any], chosen: Sequence[str]) -> list[Fault]:
    """Unknown, infeasible or mutually excluded ids in a selection."""
    measures = {str(m.get("id")): m for m in _items(data, "measures")}
    feasible = sorted(k for k, m in measures.items() if m.get("feasible", True))
    faults: list[Fault] = []
    for one in chosen:
        if one not in measures:
            faults.append(("selected", "unknown_id", one, ", ".join(sorted(measures))))
        elif one not in feasible:
            faults.append(("selected", "conflict", f"{one} (infeasible)", ", ".join(feasible)))
    for a in chosen:
        for b in chosen:
            excluded = {a, b} <= set(measures) and b in _listed(measures[a], "excludes")
            if excluded and (a < b or a not in _listed(measures[b], "excludes")):
                faults.append(("selected", "conflict", f"{a}, {b}", "one of the two"))
    return faults


def cross_faults(data: Mapping[str, Any]) -> list[Fault]:
    """Every problem between the parts of a scenario given as plain data."""
    faults = [*_duplicates(data), *_references(data), *_impossible(data), *_samples(data),
              *_units(data, "", "", {}), *_truth_values(data, "", ""), *_money(data),
              *selection_faults(data, sorted(set(_listed(data, "selected"))))]
    first = {(path, code, value): (path, code, value, allowed)
             for path, code, value, allowed in reversed(faults)}
    return list(reversed(first.values()))
