"""The part of the measure form that holds one effect."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui import library_inputs
from pages.ui.library_inputs import ONE, PRESENT, PROPOSED, RANGE, REQUIRED, TRIAL, Law
from pra_core import labels
from pra_core.errors import N_, PraError, Problem
from pra_core.figures import measure_form_words as form_words
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.measure import PER_FOUNDING, Effect
from pra_core.measure_library import usual_sample_size
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.step import STEPS

ACTS = {"unit": N_("on infested units"), "individual": N_("on the pests inside")}
DETECTS = {"live": N_("living pests only"), "signs": N_("signs of infestation too")}
LAWS = ("sample_size", "sensitivity", "efficacy", "survivor_factor")


def draw(key: str, scenario: Scenario, kept: Effect | None, t: Translator) -> dict[str, Any]:
    """Widgets of one effect; what was typed, as plain values and undecided laws."""
    left, middle, right = st.columns(3)
    with left:
        kind = _pick(key, "kind", t("What it does"), {k: t(v) for k, v in words.KINDS.items()},
                     kept.kind if kept else "survival")
    typed: dict[str, Any] = {"kind": kind, "step": None}
    with middle:
        if kind not in PER_FOUNDING:
            typed["step"] = _pick(key, "step", t("Step"),
                                  {s: labels.step_title(s, t) for s in STEPS},
                                  (kept.step if kept else None) or "packing")
    with right:
        if kind in ("survival", "kill"):
            typed["acts_on"] = _pick(key, "acts", t("Acts"), {k: t(v) for k, v in ACTS.items()},
                                     kept.acts_on if kept else "unit")
        if kind == "inspection":
            typed["detects"] = _pick(key, "detects", t("Detects"),
                                     {k: t(v) for k, v in DETECTS.items()},
                                     kept.detects if kept else "live")
    if len(scenario.pathways) > 1 and kind not in PER_FOUNDING:
        titles = {p.id: t.local(p.title) for p in scenario.pathways}
        typed["pathways"] = tuple(st.multiselect(
            t("Only on these pathways (none chosen = all)"), list(titles),
            default=list(kept.pathways) if kept else [], format_func=titles.__getitem__,
            key=f"{key}:pathways", placeholder=t("all pathways")))
    _laws(key, scenario, kept, typed, t)
    return typed


def _laws(key: str, scenario: Scenario, kept: Effect | None, typed: dict[str, Any],
          t: Translator) -> None:
    code = scenario.pest.eppo_code
    if typed["kind"] == "inspection":
        typed["sample_size"] = library_inputs.law(
            f"{key}:n", "sample_size", t, ways=(ONE, RANGE),
            kept=(kept.sample_size if kept else None) or usual_sample_size(scenario),
            keep=PRESENT if kept and kept.sample_size else PROPOSED)
        typed["sensitivity"] = library_inputs.law(
            f"{key}:q", "sensitivity", t, kept=kept.sensitivity if kept else None,
            ways=(RANGE, ONE))
        if typed["detects"] == "signs":
            typed["signs_source"] = st.text_input(
                form_words.field_title("detects_source", t) + REQUIRED, key=f"{key}:signs",
                value=(kept.detects_source.citation or "") if kept and kept.detects_source else "",
                persist_state="session")
        return
    typed["efficacy"] = library_inputs.law(
        f"{key}:efficacy", "efficacy", t, kept=kept.efficacy.get(code) if kept else None,
        title=t("Efficacy when applied, against {pest}", pest=scenario.pest.name),
        ways=(RANGE, ONE, TRIAL))
    if kept is not None and kept.survivor_factor is not None:
        typed["survivor_factor"] = library_inputs.law(
            f"{key}:factor", "survivor_factor", t, kept=kept.survivor_factor)


def faults(typed: dict[str, Any], t: Translator) -> list[str]:
    """What is missing or out of range in what was typed of one effect, in words."""
    lines = [line for field in LAWS if field in typed
             for line in library_inputs.faults(field, typed[field], t)]
    if typed.get("detects") == "signs" and not typed.get("signs_source", "").strip():
        lines += form_words.unfilled(["detects_source"], t)
    return lines


def _pick(key: str, field: str, title: str, titles: dict[str, str], first: str) -> str:
    return str(st.selectbox(title, list(titles), index=list(titles).index(first),
                            format_func=titles.__getitem__, key=f"{key}:{field}",
                            persist_state="session"))


def built(typed: dict[str, Any], kept: Effect | None, stem: str, scenario: Scenario,
          source: Source | None, problems: list[Problem]) -> dict[str, Any]:
    """The effect as plain data for validation; problems of its numbers are added to `problems`."""
    code = scenario.pest.eppo_code
    data: dict[str, Any] = {name: typed[name] for name in (
        "kind", "step", "acts_on", "detects", "pathways") if name in typed}
    if kept is not None and kept.kind == typed["kind"]:
        data["trial"] = kept.trial
    if "efficacy" in typed:
        old = kept.efficacy if kept else {}
        new = parameter("efficacy", typed["efficacy"], old.get(code), f"{stem}.efficacy", "1",
                        source, problems)
        data["efficacy"] = {**old, **({code: new} if new else {})}
        if typed["efficacy"][0] != library_inputs.KEEP:
            data["trial"] = _trial(typed["efficacy"], source)
    for field, name, unit in (("sample_size", "sample-size", "units/lot"),
                              ("sensitivity", "sensitivity", "1"),
                              ("survivor_factor", "survivor-factor", "1")):
        if field in typed:
            old_value = getattr(kept, field, None)
            if old_value is None and field == "sample_size":
                old_value = usual_sample_size(scenario).model_copy(
                    update={"name": f"{stem}.{name}"})
            data[field] = parameter(field, typed[field], old_value, f"{stem}.{name}", unit,
                                    source, problems)
    if typed.get("signs_source"):
        data["detects_source"] = Source(status="unverified", citation=typed["signs_source"])
    return {k: _plain(v) for k, v in data.items() if v is not None}


def _trial(typed: Law, source: Source | None) -> dict[str, Any] | None:
    """The trial that was typed, told in the words given as reason; None for other ways."""
    way, numbers = typed
    if way != TRIAL or source is None or None in numbers.values():
        return None
    return {"treated": numbers["treated"], "survivors": numbers["survivors"],
            "control_mortality": float(numbers["control"] or 0.0) / 100,
            "conditions": source.reason, "source": source.model_dump()}


def parameter(field: str, typed: Law, kept: Parameter | None, name: str, unit: str,
              source: Source | None, problems: list[Problem]) -> Parameter | None:
    """What was typed as a parameter; the present one where it is kept."""
    try:
        law = library_inputs.built(field, typed)
    except PraError as error:
        problems += error.problems
        return kept
    if law is None or source is None:
        return kept
    named = kept.name if kept is not None else name
    return Parameter(name=named, distribution=law, unit=kept.unit if kept else unit, source=source)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value.model_dump() if hasattr(value, "model_dump") else value
