"""Lines of the sheets of kinds of pathway and of their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pra_core.commodities.schema import CitedSurvival, PathwayKind, UsualStep
from pra_core.csv_lines import short
from pra_core.errors import N_, Problem
from pra_core.pathway import StepSurvival
from pra_core.step import STEPS
from pra_core.store.workbook.entries import Entry, Faults
from pra_core.store.workbook.goods_rows import judged_source, parameter_of

UNITS = {"lot_size": "units/lot", "lot_shape": "1"}
PRACTICE = N_("practice on the first line of every step")
ONE_EACH = N_("one line for each step, use and what it acts on")


def survival_name(kind: str, step: str) -> str:
    """Name of the parameter of a survival; names begin with a letter."""
    return f"{kind}.{step}" if kind[:1].isalpha() else f"kind.{kind}.{step}"


def kinds_of(heads: Sequence[Entry], steps: Sequence[Entry], library: Mapping[str, PathwayKind],
             faults: Faults) -> dict[str, PathwayKind]:
    """Kinds of pathway by id; steps of a kind without a line of its own change the one there is."""
    chains: dict[str, list[Entry]] = {}
    known = {e.text("id") for e in heads} | set(library)
    for entry in steps:
        kind = entry.text("kind")
        if kind and kind not in known:
            entry.fault("kind", Problem("unknown_id", "", short(kind), ", ".join(library)), faults)
        chains.setdefault(kind, []).append(entry)
    found: dict[str, PathwayKind] = {}
    for entry in heads:
        kind = entry.text("id")
        if kind in found:
            entry.fault("id", Problem("duplicate", "", kind), faults)
            continue
        made = _kind(entry, kind, _chain(chains.pop(kind, []), kind, library, faults), faults)
        if made is not None:
            found[kind] = made
    for kind, lines in chains.items():
        if kind in library and kind not in found:
            chain = _chain(lines, kind, library, faults)
            found[kind] = PathwayKind.model_validate({**dict(library[kind]), "steps": chain})
    return found


def _kind(entry: Entry, kind: str, chain: tuple[UsualStep, ...], faults: Faults
          ) -> PathwayKind | None:
    data = {k: v for k, v in entry.values.items() if v is not None}
    data["source"] = judged_source(data.get("source", {}))
    for key, unit in UNITS.items():
        given = data.pop(key, None)
        if given:
            made = parameter_of(entry, key, given, {"name": f"{kind}.{key}", "unit": unit,
                                                    "source": data["source"]}, faults)
            if made is not None:
                data[key] = made
    checked = entry.checked(PathwayKind, {**data, "steps": chain}, faults)
    return checked if isinstance(checked, PathwayKind) and entry.good else None


def _chain(lines: Sequence[Entry], kind: str, library: Mapping[str, PathwayKind], faults: Faults
           ) -> tuple[UsualStep, ...]:
    """The steps in the order of entry; those without a line stay as they are in the library."""
    if not lines and kind in library:
        return library[kind].steps
    steps: dict[str, dict[str, Any]] = {}
    for entry in lines:
        name = entry.text("step")
        if not name:
            continue
        data = steps.setdefault(name, {"step": name, "cited": []})
        practice = entry.values.get("practice")
        if practice:
            data.setdefault("practice", practice)
        elif "practice" not in data:
            entry.fault("practice", Problem("missing", "", "", PRACTICE), faults)
        _survival(entry, kind, name, data, faults)
    made = []
    for name in STEPS:
        if name in steps and "practice" in steps[name]:
            data = steps[name]
            made.append(UsualStep.model_validate({**data, "cited": tuple(data["cited"]), **{
                use: StepSurvival(**data[use]) for use in ("usual", "suggestion")
                if use in data}}))
    return tuple(made)


def _survival(entry: Entry, kind: str, step: str, data: dict[str, Any], faults: Faults) -> None:
    """One survival of a step: usual, suggestion or cited, of units or of individuals."""
    given, use = entry.values.get("survival") or {}, entry.text("use") or "usual"
    acts_on = entry.text("acts_on") or "unit"
    if not any(value is not None for value in given.values()):
        return
    source = judged_source(entry.values.get("source", {}))
    if use == "cited":
        low = given.get("low", given.get("mode"))
        made = entry.checked(CitedSurvival, {
            "acts_on": acts_on, "low": low, "high": given.get("high", given.get("mode", low)),
            "measured_on": entry.values.get("measured_on"), "source": source,
            "eppo_codes": entry.values.get("eppo_codes") or ()}, faults)
        if made is not None and entry.good:
            data["cited"].append(made)
        return
    if acts_on in data.get(use, {}):
        entry.fault("acts_on", Problem("duplicate", "", f"{step} {use} {acts_on}", ONE_EACH),
                    faults)
        return
    parameter = parameter_of(entry, "survival", given, {
        "name": survival_name(kind, step), "unit": "1", "source": source}, faults)
    if parameter is None:
        return
    made = entry.checked(StepSurvival, {acts_on: parameter}, faults, "survival")
    if made is not None and entry.good:
        data.setdefault(use, {})[acts_on] = getattr(made, acts_on)
