"""Dossier files: what all pests of a commodity share, and what differs by pest (design 2.10).

`shared` is the part of a scenario that all have in common, `pests` a list of what each adds or
replaces. Mappings are merged key by key, lists of items with an `id` item by item; anything else
is replaced. Of a shared measure each pest keeps the effects for which its own EPPO code has an
efficacy, and inspections that name no pest or name it in `pests`; a measure left without an effect
does not act on that pest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pra_core import reference
from pra_core.dossier import Dossier
from pra_core.errors import PraError, Problem
from pra_core.scenario import SCHEMA_VERSION
from pra_core.store.codec import scenario_from
from pra_core.store.yaml_text import parse
from pra_core.validation import validated

KEYS = ("schema_version", "id", "title", "summary", "shared", "pests")


def dossier_ids() -> tuple[str, ...]:
    """Ids of the worked dossiers in data/dossiers/, sorted."""
    return tuple(sorted(path.stem for path in reference.DATA.glob("dossiers/*.yaml")))


def load_dossier(dossier_id: str) -> Dossier:
    """A worked dossier by its id; PraError not_found for an unknown one."""
    if dossier_id not in dossier_ids():
        raise PraError("not_found", value=dossier_id, allowed=", ".join(dossier_ids()))
    path = reference.DATA / "dossiers" / f"{dossier_id}.yaml"
    return read_dossier(path.read_text(encoding="utf-8"), path.name)


def read_dossier(text: str, name: str) -> Dossier:
    """A dossier from YAML or JSON text; `name` is the file name used in messages.

    Raises PraError with every problem of every pest: file, pest, path, value, what is allowed.
    """
    data, duplicates = parse(text, name)
    found = [Problem("duplicate_key", f"{name}: {line}", key, "") for line, key in duplicates]
    found += [Problem("unknown_key", name, key, ", ".join(KEYS)) for key in data if key not in KEYS]
    found += [Problem("missing", name, "", key) for key in KEYS if key not in data]
    if data.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise PraError("schema_version", name, data["schema_version"], str(SCHEMA_VERSION))
    shared, pests = data.get("shared"), data.get("pests")
    if not isinstance(shared, dict):
        found.append(Problem("wrong_type", f"{name}: shared", type(shared).__name__,
                             "a mapping of keys to values"))
    if not isinstance(pests, list) or not pests or not all(isinstance(p, dict) for p in pests):
        found.append(Problem("wrong_type", f"{name}: pests", type(pests).__name__, "a list"))
    if found or not isinstance(shared, dict) or not isinstance(pests, list):
        raise PraError.of(found)
    scenarios = []
    for number, one in enumerate(pests):
        try:
            scenarios.append(scenario_from(
                of_pest({"schema_version": SCHEMA_VERSION, **shared}, one),
                f"{name}: pests[{number}]"))
        except PraError as error:
            found += error.problems
    if found:
        raise PraError.of(found)
    head = {key: data[key] for key in ("id", "title", "summary")}
    return validated(Dossier, {**head, "scenarios": tuple(scenarios)})


def of_pest(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The scenario of one pest as plain data."""
    merged: dict[str, Any] = merge(shared, own)
    pest = merged.get("pest")
    code = str(pest.get("eppo_code")) if isinstance(pest, Mapping) else ""
    measures = [kept for m in merged.get("measures", ()) if (kept := _acting(m, code)) is not None]
    left = {str(m.get("id")) for m in measures}
    for m in measures:
        m["excludes"] = [i for i in m.get("excludes", ()) if str(i) in left]
    groups = {m.get("group") for m in measures}
    merged["measures"] = measures
    merged["groups"] = [g for g in merged.get("groups", ()) if g.get("id") in groups]
    return merged


def merge(base: Any, other: Any) -> Any:
    """`other` laid over `base`: mappings by key, lists of items with ids by item, else `other`."""
    if isinstance(base, Mapping) and isinstance(other, Mapping):
        if "distribution" in other:  # another number: nothing of the old one stays
            return dict(other)
        return {key: merge(base[key], other[key]) if key in base and key in other
                else other.get(key, base.get(key)) for key in {**base, **other}}
    if _has_ids(base) and _has_ids(other):
        given = {item["id"]: item for item in other}
        kept = [merge(item, given.pop(item["id"])) if item["id"] in given else item
                for item in base]
        return [*kept, *given.values()]
    return other


def _has_ids(node: Any) -> bool:
    return (isinstance(node, list) and bool(node)
            and all(isinstance(item, Mapping) and "id" in item for item in node))


def _acting(measure: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    """The measure with the effects it has on one pest; None where it has none."""
    effects = []
    for effect in measure.get("effects", ()):
        kept = {key: value for key, value in effect.items() if key != "pests"}
        if code not in [str(p) for p in effect.get("pests", (code,))]:
            continue
        efficacy = effect.get("efficacy")
        if isinstance(efficacy, Mapping) and efficacy:
            if code not in efficacy:
                continue
            kept["efficacy"] = {code: efficacy[code]}
        effects.append(kept)
    return {**measure, "effects": effects} if effects else None
