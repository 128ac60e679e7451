"""Own data as one YAML file: pests, goods, trade figures, and measures that travel with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pra_core.commodities.library import CommodityLibrary
from pra_core.commodities.schema import Goods, PathwayKind, TradeFigure
from pra_core.errors import N_, PraError, Problem
from pra_core.measure import Measure
from pra_core.own_data import OwnData
from pra_core.pest_library.checks import record_faults
from pra_core.pest_library.library import PestLibrary
from pra_core.pest_library.record import PestRecord
from pra_core.plants import plants
from pra_core.store.workbook.entries import CellFault
from pra_core.store.yaml_text import MAX_CHARACTERS, parse, write
from pra_core.validation import problems

PARTS = ("kinds", "pests", "goods", "trade", "measures")
VERSION = 1
_START = re.compile(r"\w+\[[^]]*\]|[\w-]+\.")
"""How the path of a problem begins: list and entry, or the code of a pest."""
_KEYS = re.compile(r"[^.\[\]: ]+")
_Made = TypeVar("_Made", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What the valid entries of a file make, and every problem of the others."""

    own: OwnData
    measures: tuple[Measure, ...]
    faults: tuple[CellFault, ...]
    """Name of the file, line, place of the value, and the problem."""
    count: int
    """Entries in the file."""


def fits(own: OwnData) -> bool:
    """Whether the data are few enough for one YAML file, told without writing it."""
    room = 0.7 * MAX_CHARACTERS  # YAML is at most this much longer than JSON
    for one in (*own.kinds.values(), *own.pests.values(), *own.goods.values(), *own.trade):
        room -= len(one.model_dump_json(exclude_none=True))
        if room < 0:
            return False
    return True


def dump_own(own: OwnData, measures: Sequence[Measure] = ()) -> str:
    """Everything as YAML; measures without group, requirements and exclusions."""
    apart = {"group", "requires", "excludes"}
    data: dict[str, Any] = {"schema_version": VERSION}
    for name, several in (("kinds", own.kinds.values()), ("pests", own.pests.values()),
                          ("goods", own.goods.values()), ("trade", own.trade)):
        if several:
            data[name] = [one.model_dump(mode="json", exclude_none=True) for one in several]
    if measures:
        data["measures"] = [m.model_dump(mode="json", exclude=apart, exclude_none=True)
                            for m in measures]
    return write(data)


def read_own(text: str, name: str, library: PestLibrary, commodities: CommodityLibrary) -> OwnFile:
    """Own data from YAML or JSON text: a file of `dump_own`, or one record of a pest.

    Every entry is checked for itself, so that valid ones can be kept; new pests also beside those
    of `library`. Raises PraError unreadable, unknown_key or duplicate_key for what is no such file.
    """
    data, duplicates = parse(text, name)
    found = [Problem("duplicate_key", f"{name}: {line}", key) for line, key in duplicates]
    single = "eppo_code" in data
    if single:
        data = {"schema_version": VERSION, "pests": [data]}
    version = data.get("schema_version", VERSION)
    if version != VERSION:
        raise PraError("schema_version", name, version, str(VERSION))
    unknown = [Problem("unknown_key", f"{name}: {key}", key, ", ".join(PARTS))
               for key in data if key not in (*PARTS, "schema_version")]
    lists = {part: data.get(part) or [] for part in PARTS}
    unknown += [Problem("wrong_type", f"{name}: {part}", type(several).__name__, N_("a list"))
                for part, several in lists.items() if not isinstance(several, list)]
    if unknown:
        raise PraError.of(unknown)
    kinds = _unique(_each(lists["kinds"], "kinds", name, PathwayKind, found), lambda k: k.id,
                    f"{name}: kinds", found)
    pests = _unique(_each(lists["pests"], "pests", name, PestRecord, found),
                    lambda r: r.eppo_code, f"{name}: pests", found)
    goods = _unique(_each(lists["goods"], "goods", name, Goods, found), lambda g: g.id,
                    f"{name}: goods", found)
    trade = _each(lists["trade"], "trade", name, TradeFigure, found)
    measures = _each(lists["measures"], "measures", name, Measure, found)
    known = {**commodities.kinds, **kinds}
    pests = _beside(pests, library, known, name, found)
    for one in [*goods]:
        if goods[one].kind not in known:
            found.append(Problem("unknown_id", f"{name}: {one}.kind", goods[one].kind,
                                 ", ".join(known)))
            del goods[one]
    if duplicates:  # which of the two values is meant cannot be known
        raise PraError.of(found)
    own = OwnData(pests, goods, kinds=kinds).with_trade(trade)
    return OwnFile(own, tuple(measures), _with_lines(text, name, found, _places(lists), single),
                   sum(len(several) for several in lists.values()))


def _each(several: list[Any], part: str, name: str, model: type[_Made], found: list[Problem]
          ) -> list[_Made]:
    good = []
    for index, data in enumerate(several):
        try:
            good.append(model.model_validate(data))
        except ValidationError as error:
            found += problems(error, f"{name}: {part}[{_key(data, index)}]", model)
    return good


def _key(data: Any, index: int) -> str:
    """What an entry is called: its code or id, its number otherwise."""
    named = data if isinstance(data, dict) else {}
    return str(named.get("eppo_code", named.get("id", index)))


def _places(lists: Mapping[str, list[Any]]) -> dict[str, tuple[str, int]]:
    """How paths of problems begin -> list and number of the entry."""
    found: dict[str, tuple[str, int]] = {}
    for part, several in lists.items():
        for index, data in enumerate(several):
            key = _key(data, index)
            found.setdefault(f"{part}[{key}]", (part, index))
            found.setdefault(f"{key}.", (part, index))
    return found


def _with_lines(text: str, name: str, found: Sequence[Problem],
                places: Mapping[str, tuple[str, int]], single: bool) -> tuple[CellFault, ...]:
    """The problems with the lines of the file that they stand in."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader) if found else None
    faults = []
    for problem in found:
        path = problem.path.removeprefix(f"{name}: ")
        begin = _START.match(path)
        place = places.get(begin.group(0)) if begin else None
        keys: list[str | int] = [] if place is None or single else [*place]
        if place is not None and begin is not None:
            keys += [int(k) if k.isdigit() else k for k in _KEYS.findall(path[begin.end():])]
        faults.append(CellFault(name, _line(root, keys) if place is not None else 0, path, Problem(
            problem.code, "", problem.value, problem.allowed)))
    return tuple(faults)


def _line(node: Any, keys: Sequence[str | int]) -> int:
    """The line of the value at `keys`, or of the last key there is."""
    line = int(node.start_mark.line)
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == str(key)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) \
                and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
        else:
            break
    return line + 1


def _unique(several: list[_Made], key: Callable[[_Made], str], place: str, found: list[Problem]
            ) -> dict[str, _Made]:
    good: dict[str, _Made] = {}
    for one in several:
        if key(one) in good:
            found.append(Problem("duplicate", place, key(one)))
        else:
            good[key(one)] = one
    return good


def _beside(pests: dict[str, PestRecord], library: PestLibrary, kinds: Collection[str],
            name: str, found: list[Problem]) -> dict[str, PestRecord]:
    """Pests that fit those of the library and one another; plants not listed are allowed."""
    faulty = set()
    for problem in record_faults({**library.records, **pests}, kinds, plants(), of=pests):
        if problem.code == "unknown_id" and ".plant" in problem.path:
            continue
        found.append(Problem(problem.code, f"{name}: {problem.path}", problem.value,
                             problem.allowed))
        faulty.add(problem.path.partition(".")[0])
    good = {code: record for code, record in pests.items() if code not in faulty}
    # A record of the library that stands again in place of a faulty one may not fit the others.
    return _beside(good, library, kinds, name, found) if faulty and good else good
