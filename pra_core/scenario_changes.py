"""What differs between two scenarios, as plain data that can be told without opening either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pra_core.frozen import Frozen
from pra_core.scenario import Scenario

Kind = Literal["selected", "unselected", "measure_added", "measure_removed", "measure",
               "parameter", "source", "alop", "text", "added", "removed", "other",
               "seed", "draws", "restored", "copied", "imported"]
Place = tuple[str | int, ...]
Json = Any

_TITLED = ("measures", "pathways", "groups", "effects")
_KEYS = ("id", "element", "code", "area")
"""What tells one item of a list from the others, the first that every item has."""
_OWN_TEXT = frozenset({"en", "zh_CN"})
_AMOUNT = "amount"
_ANY_ORDER = ("requires", "excludes", "pathways", "between")
"""Lists of ids whose order means nothing (`Scenario.content` sorts them too)."""
_EMPTY: tuple[Json, ...] = (None, [], {}, "")


class Change(Frozen):
    """One difference. `seed` and `draws` belong to the stored version, not to the scenario."""

    kind: Kind
    place: tuple[str | int, ...] = ()
    """Where it stands, after the change or before a removal; ids where there are ids. Of a copy:
    the entries it was copied from, the first one first."""
    owner: dict[str, str] = {}
    """Title of the measure, commodity, group or effect it belongs to; empty for pest and area."""
    quantity: str = ""
    """Key of `parameter.QUANTITIES`, or `step.<step>.<unit|individual>` for commercial practice."""
    title_before: dict[str, str] = {}
    title_after: dict[str, str] = {}
    """For measures: both titles, so that a replaced treatment can be told in words."""
    before: Json = None
    after: Json = None
    """The piece as plain JSON: a parameter as distribution and unit; None = was or is not there."""
    authors: tuple[str, ...] = ()
    """Of a copy: accounts of those who saved what was copied."""


def changes(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Every difference of content, ALOP and selected measures, in the order of the scenario.

    Empty exactly where both have the same fingerprint: the order in which pathways, measures,
    groups and correlations are declared is no difference.
    """
    return compared(before.model_dump(mode="json"), after.model_dump(mode="json"))


def compared(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[Change, ...]:
    """`changes` of two scenarios in their JSON form."""
    found = list(_selection(before, after))
    for key in _keys(before, after):
        if key == "selected":
            continue
        found += _differences(before.get(key), after.get(key), (key,), {})
    return tuple(_with_basis(one, before, after) if one.quantity == _AMOUNT else one
                 for one in found)


def _with_basis(change: Change, before: Mapping[str, Json], after: Mapping[str, Json]) -> Change:
    """What the amount of an effect is depends on the effect's basis, which stands beside it."""
    basis = next(str(effect["basis"]) for one in (after, before)
                 for effect in one["consequences"]["effects"] if effect["id"] == change.place[2])
    return change.model_copy(update={"quantity": basis})


def _selection(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[Change]:
    old, new = before.get("selected") or (), after.get("selected") or ()
    for kind, ids in (("unselected", [i for i in old if i not in new]),
                      ("selected", [i for i in new if i not in old])):
        for measure in ids:
            titles = _title(before, measure), _title(after, measure)
            yield Change(kind="selected" if kind == "selected" else "unselected",
                         place=("measures", measure), owner=titles[1] or titles[0],
                         title_before=titles[0], title_after=titles[1],
                         before=kind == "unselected", after=kind == "selected")


def _title(scenario: Mapping[str, Json], measure_id: str) -> dict[str, str]:
    for one in scenario.get("measures") or ():
        if one["id"] == measure_id:
            return dict(one["title"])
    return {}


def _differences(a: Json, b: Json, place: Place, owner: dict[str, str]) -> Iterator[Change]:
    if a == b or (a in _EMPTY and b in _EMPTY):
        return
    kind = _kind(a, b, place)
    if kind == "parameter":
        yield from _parameter(a, b, place, owner)
    elif kind in ("source", "alop", "text"):
        yield Change(kind=kind, place=place, owner=owner, before=a, after=b)
    elif isinstance(a, dict) and isinstance(b, dict):
        for key in _keys(a, b):
            yield from _differences(a.get(key), b.get(key), (*place, key), owner)
    elif _is_list(a) and _is_list(b):
        yield from _items(a or [], b or [], place, owner)
    else:
        yield Change(kind="other", place=place, owner=owner, quantity=_quantity(place, b, a),
                     before=a, after=b)


def _kind(a: Json, b: Json, place: Place) -> Literal["parameter", "source", "alop", "text", ""]:
    if place == ("alop",):
        return "alop"
    seen = [one for one in (a, b) if isinstance(one, dict)]
    if len(seen) < 2 and any(one is not None for one in (a, b) if not isinstance(one, dict)):
        return ""
    if all({"name", "distribution", "unit"} <= set(one) for one in seen) and seen:
        return "parameter"
    if all({"status", "citation"} <= set(one) for one in seen) and seen:
        return "source"
    return "text" if seen and all("en" in one and set(one) <= _OWN_TEXT for one in seen) else ""


def _parameter(a: Json, b: Json, place: Place, owner: dict[str, str]) -> Iterator[Change]:
    """Value and unit as one change, the source as another, the rest field by field."""
    values = [None if one is None else {"distribution": one["distribution"], "unit": one["unit"]}
              for one in (a, b)]
    quantity = _quantity(place, b, a)
    if values[0] != values[1]:
        yield Change(kind="parameter", place=place, owner=owner, quantity=quantity,
                     before=values[0], after=values[1])
    if a is None or b is None:
        return
    if a["source"] != b["source"]:
        yield Change(kind="source", place=(*place, "source"), owner=owner, quantity=quantity,
                     before=a["source"], after=b["source"])
    for key in _keys(a, b):
        if key not in ("distribution", "unit", "source"):
            yield from _differences(a.get(key), b.get(key), (*place, key), owner)


def _items(a: Sequence[Json], b: Sequence[Json], place: Place, owner: dict[str, str]
           ) -> Iterator[Change]:
    """Items matched by their own key, else by position; what has no match came or went."""
    key = next((k for k in _KEYS if all(isinstance(one, dict) and k in one for one in [*a, *b])),
               None)
    if key is None and not all(isinstance(one, dict) for one in [*a, *b]):
        if place[-1] not in _ANY_ORDER or sorted(a) != sorted(b):
            yield Change(kind="other", place=place, owner=owner, before=list(a), after=list(b))
        return
    old = {_name(one, key, i): one for i, one in enumerate(a)}
    new = {_name(one, key, i): one for i, one in enumerate(b)}
    for name in [*old, *(n for n in new if n not in old)]:
        here = (*place, name)
        titled = _owner(place, new.get(name) or old[name], owner)
        if name in old and name in new:
            yield from _differences(old[name], new[name], here, titled)
        else:
            yield _came_or_went(old.get(name), new.get(name), here, titled)


def _name(item: Mapping[str, Json], key: str | None, position: int) -> str | int:
    """What an item is called: its own key, the two inputs of a correlation, or its position."""
    if key is not None:
        return str(item[key])
    return " × ".join(sorted(item["between"])) if "between" in item else position


def _came_or_went(old: Json, new: Json, place: Place, owner: dict[str, str]) -> Change:
    titles = [dict(one.get("title") or {}) if one else {} for one in (old, new)]
    measure = place[0] == "measures" and len(place) == 2
    if new is None:
        return Change(kind="measure_removed" if measure else "removed", place=place, owner=owner,
                      title_before=titles[0], before=old)
    return Change(kind="measure_added" if measure else "added", place=place, owner=owner,
                  title_after=titles[1], after=new)


def _owner(place: Place, item: Mapping[str, Json], owner: dict[str, str]) -> dict[str, str]:
    if place[-1] not in _TITLED or len(place) > 2:
        return owner
    return dict(item.get("commodity" if place[-1] == "pathways" else "title") or owner)


def _quantity(place: Place, *pieces: Json) -> str:
    """Which quantity a parameter's place means (`labels` names the same ones from a scenario)."""
    if not any(isinstance(one, dict) and "distribution" in one for one in pieces):
        return ""
    fields = [key for key in place if isinstance(key, str)]
    if "steps" in fields and place[0] == "pathways":
        return f"step.{place[3]}.{fields[-1]}"
    if "efficacy" in fields:
        return "efficacy"
    if place[:2] == ("consequences", "effects"):
        return _AMOUNT
    if fields[-1] == "number":
        return "units_together"
    if place[:2] == ("pest", "phenology") and fields[-1] in ("lower", "upper"):
        return f"{fields[-1]}_threshold"
    return fields[-1]


def _is_list(value: Json) -> bool:
    return value is None or isinstance(value, list | tuple)


def _keys(a: Mapping[str, Json], b: Mapping[str, Json]) -> list[str]:
    return [*b, *(key for key in a if key not in b)]
