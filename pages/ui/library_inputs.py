"""Inputs of the library's forms: a distribution, a text in two languages, who says so and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import streamlit as st

from pages.ui import session
from pra_core.distribution import Beta, Distribution, Fixed, Pert
from pra_core.errors import N_
from pra_core.figures import measure_form_words as words
from pra_core.frozen import LocalText
from pra_core.i18n import LANGUAGES, Translator
from pra_core.parameter import Parameter, Source
from pra_core.treatment import trial_posterior
from pra_core.validation import validated

KEEP, RANGE, TRIAL, ONE = "keep", "range", "trial", "one"
WAYS: Mapping[str, str] = {
    RANGE: N_("Lowest, most likely, highest"),
    TRIAL: N_("From a trial (treated, survivors)"), ONE: N_("One fixed value")}
HEADS: Mapping[str, tuple[str, ...]] = {
    RANGE: ("low", "mode", "high"), TRIAL: ("treated", "survivors", "control"), ONE: ("value",)}
PRESENT, PROPOSED = N_("Keep"), N_("As proposed")
NAMES = {"en": N_("English"), "zh_CN": N_("Chinese")}
Law = tuple[str, dict[str, float | None]]
REQUIRED = " \\*"


def law(key: str, field: str, t: Translator, *, kept: Parameter | None = None, title: str = "",
        ways: tuple[str, ...] = (RANGE,), keep: str = PRESENT, needed: bool = True) -> Law:
    """Widgets of one distribution: how it is given, and the numbers typed.

    `field`: its quantity, which says whether it is typed in per cent. `keep`: what keeping
    `kept` is called.
    """
    offered = ((KEEP,) if kept is not None else ()) + ways
    way = offered[0]
    title = title or words.field_title(field, t)
    st.markdown(f"**{title}**" + (REQUIRED if needed and kept is None else ""))
    if len(offered) > 1:
        way = st.segmented_control(
            title, offered, format_func=lambda one: t(WAYS.get(one, keep)), key=f"{key}:way",
            default=offered[0], required=True, label_visibility="collapsed",
            persist_state="session") or offered[0]
    if way == KEEP and kept is not None:
        st.caption(words.kept_line(field, kept, t))
        return KEEP, {}
    return way, _numbers(key, field, way, t)


def _numbers(key: str, field: str, way: str, t: Translator) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for column, name in zip(st.columns(3), HEADS[way], strict=False):
        with column:
            found[name] = st.number_input(
                words.head(name, field, t), value=0.0 if name == "control" else None,
                key=f"{key}:{way}:{name}", format="%.8g", persist_state="session")
    return found


def faults(field: str, typed: Law, t: Translator) -> list[str]:
    """What is wrong with what was typed, in words and in the units typed; empty if nothing."""
    return [] if typed[0] == KEEP else words.law_faults(field, typed[1], t)


def built(field: str, typed: Law) -> Distribution | None:
    """The distribution of what was typed and found without fault; None = keep what there is."""
    way, numbers = typed
    if way == KEEP:
        return None
    given = {name: float(value or 0.0) for name, value in numbers.items()}
    if way == TRIAL:
        survival = trial_posterior(given["treated"], int(given["survivors"]),
                                   given["control"] / 100)
        return Beta(a=survival.b, b=survival.a)
    scale = 100.0 if field in words.SHARES else 1.0
    given = {name: value / scale for name, value in given.items()}
    if way == ONE or given["low"] == given["high"]:
        return Fixed(value=given["value"] if way == ONE else given["low"])
    return validated(Pert, given)


def empty(typed: Law) -> bool:
    """Whether nothing at all was typed."""
    return typed[0] != KEEP and all(value is None for value in typed[1].values())


def changed(laws: Iterable[Law]) -> bool:
    """Whether any number was typed by the visitor, so that a reason is asked for."""
    return any(typed[0] != KEEP and not empty(typed) for typed in laws)


def local_text(key: str, title: str, t: Translator, kept: Mapping[str, str] | None = None,
               long: bool = False, needed: bool = False) -> dict[str, str]:
    """Two fields, one per language; either may stay empty."""
    found = {}
    for column, language in zip(st.columns(2), LANGUAGES, strict=True):
        head = t("{title} ({language})", title=title, language=t(NAMES[language]))
        head += REQUIRED if needed else ""
        value = (kept or {}).get(language, "")
        with column:
            field = st.text_area if long else st.text_input
            found[language] = str(field(head, value=value, key=f"{key}:{language}",
                                        persist_state="session") or "").strip()
    return found


def settled(typed: Mapping[str, str]) -> LocalText | None:
    """A text given in one language stands for both; None where neither was typed."""
    given = {language: text for language, text in typed.items() if text}
    if not given:
        return None
    return {"en": next(iter(given.values())), **given}


def source(reason: str) -> Source:
    """Who decided it today, and why."""
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason={"en": reason.strip()})


def reason(key: str, t: Translator) -> str:
    """The field that says why, shown where a number was typed."""
    return st.text_input(
        words.field_title("reason", t) + REQUIRED, key=key, persist_state="session",
        placeholder=t("for example: trial report, expert judgement of …")) or ""


def told(text: str) -> None:
    """What was done, to be said once at the top of the page after the rerun."""
    session.show("library-told", text)
