"""One's own measures: every field of a measure of the scenario, a new one, files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui import display, library_effect, library_files, library_inputs, session
from pages.ui.library_inputs import PRESENT, PROPOSED, REQUIRED, Law
from pra_core.errors import PraError, Problem
from pra_core.figures import measure_form_words as form_words
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.measure import PER_FOUNDING, Measure
from pra_core.measure_edit import with_measure, without_measure
from pra_core.measure_library import Library, usual_compliance
from pra_core.scenario import Scenario
from pra_core.validation import validated
from pra_core.wording import escaped

NEW = ""
NEEDED = ("title", "description", "restrictiveness_reason", "feasibility")
TEXTS = ("title", "description", "restrictiveness_reason", "feasibility", "certificate")
MOST_EFFECTS = 4


def draw(library: Library, t: Translator) -> None:
    """Which measure, its form, taking it away, and files of measures."""
    scenario = session.scenario()
    ids = [NEW, *(m.id for m in scenario.measures)]
    pick = f"{session.generation()}:own-measure"
    wanted = session.shown("own-next")
    if wanted is not None:
        session.show(pick, wanted)
        session.show("own-next", None)
    if session.shown(pick) not in ids:
        session.show(pick, NEW)
    chosen = st.selectbox(
        t("Measure"), ids, key=pick, persist_state="session",
        format_func=lambda one: t("A new measure of your own") if one == NEW else
        t.local(scenario.measure(one).title))
    kept = scenario.measure(chosen) if chosen else None
    key = f"{session.generation()}:own:{chosen or 'new'}:{session.shown('own-saved') or 0}"
    with st.container(border=True):
        typed = _form(library, scenario, kept, key, t)
        left, right = st.columns([3, 2])
        with left:
            saved = st.button(t("Save the measure"), type="primary", icon=":material/check:",
                              key="own-save")
        with right:
            if kept is not None and st.button(t("Take it out of the scenario"), key="own-drop",
                                              icon=":material/delete:"):
                with display.guard(t):
                    _drop(scenario, kept, t)
        if saved:
            _save(scenario, kept, typed, t)
    library_files.draw(t)


def _form(library: Library, scenario: Scenario, kept: Measure | None, key: str, t: Translator
          ) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    st.caption(t("Fields marked with {mark} are needed; of a text, one language is enough.",
                 mark=REQUIRED.strip()))
    typed["title"] = _text("title", kept, key, t)
    typed["description"] = _text("description", kept, key, t, long=True)
    _classes(library, kept, key, typed, t)
    st.markdown("###### " + t("Effects of the measure"))
    count = int(st.number_input(t("Number of effects"), 1, MOST_EFFECTS,
                                len(kept.effects) if kept else 1, key=f"{key}:effects"))
    typed["effects"] = [
        library_effect.draw(f"{key}:effect-{i}", scenario,
                            kept.effects[i] if kept and i < len(kept.effects) else None, t)
        for i in range(count)]
    _numbers(scenario, kept, key, typed, t)
    _trade(kept, key, typed, t)
    _certificate(kept, key, typed, t)
    return typed


def _text(field: str, kept: Measure | None, key: str, t: Translator,
          long: bool = False) -> dict[str, str]:
    given: Mapping[str, str] | None = getattr(kept, field) if kept else None
    return library_inputs.local_text(f"{key}:{field}", form_words.field_title(field, t), t, given,
                                     long, needed=field in NEEDED)


def _classes(library: Library, kept: Measure | None, key: str, typed: dict[str, Any],
             t: Translator) -> None:
    types = {one.id: words.type_words(library.taxonomy, one.id, t)
             for one in library.taxonomy.types}
    payers = {"": t("not stated"), **{k: t(v) for k, v in words.PAYERS.items()}}
    first, second, third = st.columns(3)
    for column, field, title, titles, now in (
            (first, "ispm11_class", t("Class in ISPM 11"),
             {k: t(v) for k, v in words.CLASSES.items()},
             kept.ispm11_class if kept else "consignment"),
            (second, "type", t("Type in the menu"), types,
             (kept.type if kept else None) or "other-measure"),
            (third, "paid_by", t("Who pays"), payers, (kept.paid_by if kept else None) or "")):
        with column:
            typed[field] = st.selectbox(
                title, list(titles), index=list(titles).index(now) if now in titles else 0,
                format_func=titles.__getitem__, key=f"{key}:{field}", persist_state="session")


def _numbers(scenario: Scenario, kept: Measure | None, key: str, typed: dict[str, Any],
             t: Translator) -> None:
    lots = any(e["kind"] not in PER_FOUNDING for e in typed["effects"])
    if lots and not (kept is not None and kept.prohibits):
        typed["compliance"] = library_inputs.law(
            f"{key}:compliance", "compliance", t,
            kept=(kept.compliance if kept else None) or usual_compliance(),
            keep=PRESENT if kept and kept.compliance else PROPOSED)
        groups = {"": t("none"), **{g.id: t.local(g.title) for g in scenario.groups}}
        now = (kept.group if kept else None) or ""
        typed["group"] = st.selectbox(
            form_words.field_title("group", t), list(groups), index=list(groups).index(now),
            format_func=groups.__getitem__, key=f"{key}:group", persist_state="session") or None
    others = {m.id: t.local(m.title) for m in scenario.measures if kept is None or m.id != kept.id}
    for column, field in zip(st.columns(2), ("requires", "excludes"), strict=True):
        with column:
            typed[field] = tuple(st.multiselect(
                form_words.field_title(field, t), list(others),
                default=list(getattr(kept, field)) if kept else [],
                format_func=others.__getitem__, key=f"{key}:{field}", placeholder=t("none")))
    if any(e["kind"] == "inspection" for e in typed["effects"]):
        typed["adds"] = st.checkbox(
            t("Adds to other inspections at its step (otherwise the largest counts)"),
            value=kept.adds if kept else False, key=f"{key}:adds")
    typed["cost"] = library_inputs.law(
        f"{key}:cost", "cost", t, kept=kept.cost if kept else None, needed=False,
        title=t("Cost per year in {currency}; leave empty if unknown",
                currency=scenario.consequences.currency))
    typed["reason"] = None
    if library_inputs.changed(_laws(typed)):
        typed["reason"] = library_inputs.reason(f"{key}:reason", t)


def _trade(kept: Measure | None, key: str, typed: dict[str, Any], t: Translator) -> None:
    left, right = st.columns(2)
    with left:
        typed["restrictiveness"] = st.select_slider(
            t("Restricts trade: level 1 to 5"), [1, 2, 3, 4, 5],
            value=kept.restrictiveness if kept else 2, key=f"{key}:level")
    with right:
        typed["feasible"] = st.checkbox(t("Feasible for this commodity"),
                                        value=kept.feasible if kept else True,
                                        key=f"{key}:feasible")
    typed["restrictiveness_reason"] = _text("restrictiveness_reason", kept, key, t)
    typed["feasibility"] = _text("feasibility", kept, key, t)
    typed["standard"] = st.text_input(t("Standard it follows"), key=f"{key}:standard",
                                      value=kept.standard if kept else "",
                                      persist_state="session") or ""


def _certificate(kept: Measure | None, key: str, typed: dict[str, Any], t: Translator) -> None:
    with st.expander(t("Phytosanitary certificate (ISPM 12)"), icon=":material/description:"):
        typed["certificate"] = _text("certificate", kept, key, t)
        entry = kept.treatment_entry if kept else None
        typed["treatment_entry"] = {
            field: library_inputs.local_text(f"{key}:entry:{field}", t(title), t,
                                             getattr(entry, field) if entry else None)
            for field, title in words.ENTRY_FIELDS.items()}


def _save(scenario: Scenario, kept: Measure | None, typed: dict[str, Any], t: Translator) -> None:
    lines = faults(typed, t)
    if not lines:
        try:
            measure = assembled(scenario, kept, typed)
            session.keep(with_measure(scenario, measure))
        except PraError as error:
            lines = form_words.problem_lines(error, t)
    if lines:
        display.refusal(lines, t("The measure was not saved. What you typed stays."))
        return
    library_inputs.told(t("Saved: **{title}**.", title=escaped(t.local(measure.title))))
    _fresh(measure.id)


def faults(typed: dict[str, Any], t: Translator) -> list[str]:
    """What is missing or out of range in the form, by the labels of its fields."""
    needed = [field for field in NEEDED if library_inputs.settled(typed[field]) is None]
    if typed["reason"] is not None and not typed["reason"].strip():
        needed.append("reason")
    lines = form_words.unfilled(needed, t)
    for effect in typed["effects"]:
        lines += library_effect.faults(effect, t)
    for field in ("compliance", "cost"):
        if field in typed and not (field == "cost" and library_inputs.empty(typed[field])):
            lines += library_inputs.faults(field, typed[field], t)
    return list(dict.fromkeys(lines))


def own_id(titles: Mapping[str, str], scenario: Scenario) -> str:
    """A free id made of the title; of the word "measure" where it has no Latin letter."""
    plain = unicodedata.normalize("NFKD", titles.get("en") or titles.get("zh_CN") or "")
    found_words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    stem = "-".join(found_words)[:40].strip("-")
    stem = stem if stem[:1].isalpha() else f"measure-{stem}".strip("-")
    taken, number, found = {m.id for m in scenario.measures}, 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _drop(scenario: Scenario, kept: Measure, t: Translator) -> None:
    session.keep(without_measure(scenario, kept.id))
    library_inputs.told(t("Taken out: **{title}**.", title=escaped(t.local(kept.title))))
    _fresh(NEW)


def _fresh(measure_id: str) -> None:
    """The next run opens this measure with new widgets."""
    session.show("own-next", measure_id)
    before = session.shown("own-saved")
    session.show("own-saved", (before if isinstance(before, int) else 0) + 1)
    st.rerun()


def assembled(scenario: Scenario, kept: Measure | None, typed: dict[str, Any]) -> Measure:
    """The measure that was typed; PraError with every problem of it."""
    problems: list[Problem] = []
    name = kept.id if kept else own_id(typed["title"], scenario)
    source = library_inputs.source(typed["reason"]) if typed["reason"] else None
    effects = []
    for i, effect in enumerate(typed["effects"]):
        old = kept.effects[i] if kept and i < len(kept.effects) else None
        stem = name if i == 0 else f"{name}.{i + 1}"
        effects.append(library_effect.built(effect, old, stem, scenario, source, problems))
    data: dict[str, Any] = {"id": name, "effects": effects}
    for field, unit in (("compliance", "1"), ("cost", f"{scenario.consequences.currency}/yr")):
        law = typed.get(field)
        if law is None or (field == "cost" and library_inputs.empty(law)):
            continue
        present = getattr(kept, field, None)
        if present is None and field == "compliance":
            present = usual_compliance().model_copy(update={"name": f"{name}.compliance"})
        made = library_effect.parameter(field, law, present, f"{name}.{field}", unit, source,
                                        problems)
        data[field] = made.model_dump() if made is not None else None
    for field in TEXTS:
        data[field] = library_inputs.settled(typed[field])
    entry = {field: library_inputs.settled(text)
             for field, text in typed["treatment_entry"].items()}
    data["treatment_entry"] = entry if any(entry.values()) else None
    for field in ("ispm11_class", "type", "group", "requires", "excludes", "adds",
                  "restrictiveness", "feasible", "standard"):
        if field in typed:
            data[field] = typed[field]
    data["paid_by"] = typed["paid_by"] or None
    return _checked({k: v for k, v in data.items() if v is not None}, problems)


def _checked(data: dict[str, Any], problems: list[Problem]) -> Measure:
    try:
        measure = validated(Measure, data)
    except PraError as error:
        known = {p.path for p in problems}
        raise PraError.of([*problems, *(p for p in error.problems if p.path not in known)]
                          ) from error
    if problems:
        raise PraError.of(problems)
    return measure


def _laws(typed: dict[str, Any]) -> list[Law]:
    """Every number of the form."""
    return [typed[field] for field in ("compliance", "cost") if field in typed] + [
        effect[field] for effect in typed["effects"] for field in library_effect.LAWS
        if field in effect]
