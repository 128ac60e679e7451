"""What is wrong with pest records beside one another and beside plants, pathways and countries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from pra_core import reference_places
from pra_core.errors import N_, Problem
from pra_core.pest_library.present_range import area_names
from pra_core.pest_library.record import PestRecord, same_name
from pra_core.plants import Plant, find_plant

ORGANIZATIONS = ("EU", "EPPO", "NAPPO", "IAPSC", "EAEU", "COSAVE")
"""Authorities that are no country."""
NATURAL_SPREAD = "natural-spread"
"""Movement by itself, a pathway without goods and steps (ISPM 11, 2.2.1)."""
ROUND = " → "
"""Between the codes of a circle."""
ALIKE, SUGGESTED = 60.0, 3
"""Least similarity in per cent of a name that is suggested, and how many are."""


def record_faults(records: Mapping[str, PestRecord], kinds: Collection[str],
                  plants: Mapping[str, Plant], *, both_languages: bool = False,
                  of: Collection[str] | None = None) -> list[Problem]:
    """Every fault that one record alone does not show, each with its place in the record.

    Args:
        records: by EPPO code.
        kinds: ids of the kinds of pathway.
        plants: plants by Latin name.
        both_languages: whether every text must be in English and Chinese, as in shipped records.
        of: codes of the records that are asked about, beside the others; all by default.

    Found: `conflict` (a record under the code of another; vectors that go round in a circle),
    `duplicate` (a name of two pests; a host or region listed twice with the same source),
    `unknown_id` (country, plant or kind of pathway), `missing` (Chinese).
    """
    asked = records if of is None else {code: r for code, r in records.items() if code in of}
    others_first = {**{code: r for code, r in records.items() if code not in asked}, **asked}
    found = [*_codes(asked), *(p for p in _shared_names(others_first)
                               if p.path.partition(".")[0] in asked), *_circles(records, asked)]
    for code, record in asked.items():
        found += [*_places(code, record), *_hosts(code, record, plants),
                  *_pathways(code, record, kinds, plants)]
        if both_languages:
            found += [Problem("missing", f"{code}.{path}", "", "zh_CN")
                      for path in _one_language(record)]
    return found


def _codes(records: Mapping[str, PestRecord]) -> Iterator[Problem]:
    for code, record in records.items():
        if record.eppo_code != code:
            yield Problem("conflict", f"{code}.eppo_code", f"{code}, {record.eppo_code}", code)


def _shared_names(records: Mapping[str, PestRecord]) -> Iterator[Problem]:
    """Scientific names are unique, also among the synonyms of other pests."""
    owner: dict[str, str] = {}
    for code, record in records.items():
        first = owner.setdefault(same_name(record.name), code)
        if first != code:
            yield Problem("duplicate", f"{code}.name", f"{record.name} ({first}, {code})", "")
    for code, record in records.items():
        for index, name in enumerate(record.other_names):
            first = owner.get(same_name(name), code)
            if first != code:
                yield Problem("duplicate", f"{code}.other_names[{index}]",
                              f"{name} ({first}, {code})", "")


def _circles(records: Mapping[str, PestRecord], asked: Collection[str]) -> Iterator[Problem]:
    """Each circle of pests that carry one another is told once, from its first code asked."""
    carriers = {code: [v.eppo_code for v in record.vectors if v.eppo_code]
                for code, record in records.items()}
    told = set()
    for start in sorted(asked):
        for circle in _from(start, carriers):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                following = [v.eppo_code for v in records[start].vectors].index(
                    [*circle, start][1])
                yield Problem("conflict", f"{start}.vectors[{following}]",
                              ROUND.join([*circle, start]),
                              N_("vectors that are not carried by what they carry"))


def _from(start: str, carriers: Mapping[str, list[str]]) -> Iterator[list[str]]:
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop()
        for following in carriers.get(path[-1], ()):
            if following == start:
                yield path
            elif following not in seen:
                seen.add(following)
                waiting.append([*path, following])


def _places(code: str, record: PestRecord) -> Iterator[Problem]:
    areas = area_names()
    listed: dict[tuple[str, str, str], int] = {}
    for index, one in enumerate(record.range):
        for area in one.areas:
            path = f"{code}.range[{index}].areas"
            known = reference_places.known_code(area)
            if known not in areas:
                yield Problem("unknown_id", path, area,
                              "ISO 3166-1 alpha-2, ISO 3166-2: CN, CN-GD")
            if listed.setdefault((known, one.presence, one.source), index) != index:
                yield Problem("duplicate", path, f"{area} ({one.source})", "")
    for index, rule in enumerate(record.regulation):
        if rule.authority not in ORGANIZATIONS and (
                "-" in rule.authority or reference_places.known_code(rule.authority) not in areas):
            yield Problem("unknown_id", f"{code}.regulation[{index}].authority", rule.authority,
                          f"ISO 3166-1 alpha-2, {', '.join(ORGANIZATIONS)}")


def _hosts(code: str, record: PestRecord, plants: Mapping[str, Plant]) -> Iterator[Problem]:
    spelled: dict[str, list[str]] = {}
    first: dict[tuple[str, str], int] = {}
    for index, one in enumerate(record.hosts):
        path = f"{code}.hosts[{index}].plant"
        plant = plants.get(one.plant) or find_plant(one.plant)
        if plant is None or plant.name not in plants:
            yield Problem("unknown_id", path, one.plant, _nearest(one.plant, plants))
            continue
        spelled.setdefault(plant.name, []).append(one.plant)
        if first.setdefault((plant.name, one.source), index) != index:
            several = sorted(set(spelled[plant.name]))
            yield Problem("duplicate", path, ", ".join(several), plant.name)
        elif one.plant != plant.name:
            yield Problem("unknown_id", path, one.plant, plant.name)


def _pathways(code: str, record: PestRecord, kinds: Collection[str],
              plants: Mapping[str, Plant]) -> Iterator[Problem]:
    named = [(f"pathways[{i}]", one.kind, one.plants) for i, one in enumerate(record.pathways)]
    named += [(f"facts[{i}]", one.kind or "", (one.plant,) if one.plant else ())
              for i, one in enumerate(record.facts)]
    for path, kind, grown in named:
        if kind and kind not in kinds and kind != NATURAL_SPREAD:
            yield Problem("unknown_id", f"{code}.{path}.kind", kind, ", ".join(kinds))
        for plant in grown:
            if plant not in plants:
                yield Problem("unknown_id", f"{code}.{path}.plant", plant,
                              _nearest(plant, plants))


def _nearest(name: str, plants: Mapping[str, Plant]) -> str:
    """Latin names that are meant or nearly spelled so; a few examples where none is."""
    meant = find_plant(name)
    if meant is not None:
        return meant.name
    near = [found for found, _, _ in process.extract(
        name, list(plants), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SUGGESTED)]
    return ", ".join(near or [*list(plants)[:SUGGESTED], "…"])


def _one_language(value: Any, path: str = "") -> Iterator[str]:
    """Places of the texts that have no Chinese."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _one_language(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        if "en" in value and all(isinstance(text, str) for text in value.values()):
            if not value.get("zh_CN", "").strip():
                yield path
        else:
            for key, inner in value.items():
                yield from _one_language(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _one_language(inner, f"{path}[{index}]")
