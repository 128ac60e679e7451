"""Lines of the sheets of goods and of trade figures."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pra_core.commodities.schema import Goods, TradeFigure
from pra_core.csv_lines import short
from pra_core.errors import N_, Problem
from pra_core.own_data import flow
from pra_core.pest_library.checks import NATURAL_SPREAD
from pra_core.plants import plants
from pra_core.store.workbook.entries import Entry, Faults

HS_CODE = re.compile(r"\d{4}(\.?\d{2}){0,3}")
PLANT_LIST = N_("a plant of the list; this one matches only the same name")
A_KIND = N_("a kind of pathway that goods have")
COUNTRY = N_("a country (ISO 3166-1 alpha-2), or EU")


def goods_of(entries: Sequence[Entry], faults: Faults, remarks: Faults) -> dict[str, Goods]:
    """Goods by id; an id used twice is a fault of the second line."""
    found: dict[str, Goods] = {}
    for entry in entries:
        data = {k: v for k, v in entry.values.items() if v is not None}
        goods_id = entry.text("id")
        data["source"] = judged_source(data.get("source", {}))
        _weight(entry, data, goods_id, faults)
        if data.get("kind") == NATURAL_SPREAD:
            entry.fault("kind", Problem("wrong_type", "", NATURAL_SPREAD, A_KIND), faults)
        for code in data.get("hs", ()):
            if not HS_CODE.fullmatch(code):
                entry.fault("hs", Problem("wrong_type", "", short(code),
                                          N_("HS codes like 0806 or 0806.10")), faults)
        if goods_id in found:
            entry.fault("id", Problem("duplicate", "", goods_id), faults)
        made = entry.checked(Goods, data, faults)
        if made is None or not entry.good:
            continue
        found[goods_id] = made
        for plant in made.plants:
            if plant not in plants():
                remarks.add(entry.title, entry.line, entry.head("plants"),
                            Problem("not_found", "", plant, PLANT_LIST))
    return found


def trade_of(entries: Sequence[Entry], goods: Collection[str], faults: Faults
             ) -> tuple[TradeFigure, ...]:
    """Trade figures; one flow told twice is a fault of the second line."""
    found: dict[tuple[str, str, str, int, str], TradeFigure] = {}
    for entry in entries:
        data = {k: v for k, v in entry.values.items() if v is not None}
        data["source"] = judged_source(data.get("source", {}))
        named = entry.text("goods")
        if named and named not in goods:
            entry.fault("goods", Problem("unknown_id", "", short(named), ", ".join(
                sorted(goods)[:12]) + " …"), faults)
        for place in ("origin", "destination"):
            code = entry.text(place)
            if code and code != "EU" and len(code) != 2:
                entry.fault(place, Problem("unknown_id", "", code, COUNTRY), faults)
        made = entry.checked(TradeFigure, data, faults)
        if made is None or not entry.good:
            continue
        if flow(made) in found:
            entry.fault("quantity", Problem("duplicate", "", " ".join(map(str, flow(made)))),
                        faults)
            continue
        found[flow(made)] = made
    return tuple(found.values())


def judged_source(given: dict[str, Any]) -> dict[str, Any]:
    """A source with a status: where none is given, a citation counts as not verified."""
    source = {k: v for k, v in given.items() if v is not None}
    if "status" not in source:
        source["status"] = "unverified" if source.get("citation") else "assumed"
    return source


def weight_name(goods_id: str) -> str:
    """Name of the parameter that holds the weight of one unit; names begin with a letter."""
    return f"{goods_id}.unit_kg" if goods_id[:1].isalpha() else f"unit_kg.{goods_id}"


def _weight(entry: Entry, data: dict[str, Any], goods_id: str, faults: Faults) -> None:
    """Weight of one unit, with the source of the goods where it has none of its own."""
    given = data.pop("unit_kg", None)
    if not given:
        return
    own = {k: v for k, v in (given.get("source") or {}).items() if v is not None}
    made = parameter_of(entry, "unit_kg", given, {
        "name": weight_name(goods_id), "unit": "kg/unit",
        "source": judged_source(own) if own else data["source"]}, faults)
    if made is not None:
        data["unit_kg"] = made


def parameter_of(entry: Entry, place: str, given: Mapping[str, Any], base: Mapping[str, Any],
                 faults: Faults) -> dict[str, Any] | None:
    """A quantity as it is given: one value, low and high, low, likely and high, or JSON.

    `base` holds name, unit and source, which JSON may replace. None where nothing is given.
    """
    numbers = {k: given[k] for k in ("low", "mode", "high") if given.get(k) is not None}
    if given.get("law"):
        try:
            law = json.loads(given["law"])
        except (json.JSONDecodeError, RecursionError):
            law = None
        if not isinstance(law, dict):
            entry.fault(f"{place}.law", Problem("wrong_type", "", short(given["law"]),
                                                N_("a mapping of keys to values")), faults)
            return None
        return {**base, **law}
    if not numbers:
        return None
    if len(numbers) == 3:
        distribution = {"kind": "pert", **numbers}
    elif len(numbers) == 1:
        distribution = {"kind": "fixed", "value": next(iter(numbers.values()))}
    else:
        low, high = numbers.values()
        distribution = {"kind": "uniform", "low": low, "high": high}
    return {**base, "distribution": distribution}
