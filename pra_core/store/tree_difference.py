"""What differs between two trees of plain data, small enough to be printed, and applied again.

A difference is plain data itself:

- `{"=": value}`: the value takes this place;
- `{"k": {key: difference}, "+": {key: value}, "-": [key]}`: keys changed, new and gone;
- `{"l": [entry]}`: a list; an entry is the number of an item of the former list, `[number,
  difference]` for such an item changed, or `{"=": value}` for a new one.

An item of the former list is used once at most, so that a short difference cannot grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pra_core.errors import PraError


def difference(before: Any, after: Any) -> Any:
    """The difference that makes `after` of `before`; None where they are equal."""
    if before == after and type(before) is type(after):
        return None
    if isinstance(before, dict) and isinstance(after, dict):
        return _of_mappings(before, after)
    if isinstance(before, list) and isinstance(after, list):
        return _of_lists(before, after)
    return {"=": after}


def applied(before: Any, change: Any) -> Any:
    """`before` with a difference applied; PraError code_broken where it does not fit."""
    if change is None:
        return before
    if not isinstance(change, dict):
        raise _misfit(change)
    if set(change) == {"="}:
        return change["="]
    if set(change) == {"l"} and isinstance(before, list) and isinstance(change["l"], list):
        return _applied_list(before, change["l"])
    if change and set(change) <= {"k", "+", "-"} and isinstance(before, dict):
        return _applied_mapping(before, change)
    raise _misfit(sorted(map(str, change)))


def _of_mappings(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed = {key: found for key in before if key in after
               and (found := difference(before[key], after[key])) is not None}
    parts = {"k": changed, "+": {key: after[key] for key in after if key not in before},
             "-": [key for key in before if key not in after]}
    return {name: part for name, part in parts.items() if part}


def _of_lists(before: list[Any], after: list[Any]) -> dict[str, Any]:
    if not any(isinstance(item, dict) for item in after):
        return {"=": after}
    left = dict(enumerate(before))
    entries: list[Any] = []
    for place, item in enumerate(after):
        number = _counterpart(left, item, place)
        if number is None:
            entries.append({"=": item})
            continue
        found = difference(left.pop(number), item)
        entries.append(number if found is None else [number, found])
    return {"l": entries}


def _counterpart(left: Mapping[int, Any], item: Any, place: int) -> int | None:
    """Which of the items left it was: the same id, else an equal one, else the one in its place."""
    name = item.get("id") if isinstance(item, dict) else None
    for number, other in left.items():
        same = isinstance(other, dict) and other.get("id") == name if name else other == item
        if same:
            return number
    other = left.get(place)
    return place if not name and isinstance(item, dict) and isinstance(other, dict) else None


def _applied_mapping(before: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    changed, new, gone = change.get("k", {}), change.get("+", {}), change.get("-", [])
    if not (isinstance(changed, dict) and isinstance(new, dict) and isinstance(gone, list)):
        raise _misfit(sorted(change))
    if not set(changed) <= set(before) or not all(isinstance(key, str) for key in gone):
        raise _misfit(sorted(changed))
    kept = {key: applied(value, changed.get(key)) for key, value in before.items()
            if key not in gone}
    return {**kept, **new}


def _applied_list(before: Sequence[Any], entries: Sequence[Any]) -> list[Any]:
    used: set[int] = set()
    found = []
    for entry in entries:
        if isinstance(entry, dict):
            found.append(applied(None, entry))
            continue
        number, change = entry if isinstance(entry, list) and len(entry) == 2 else (entry, None)
        if type(number) is not int or not 0 <= number < len(before) or number in used:
            raise _misfit(number)
        used.add(number)
        found.append(applied(before[number], change))
    return found


def _misfit(found: object) -> PraError:
    return PraError("code_broken", value=str(found)[:40],
                    allowed="the whole code as it was printed")
