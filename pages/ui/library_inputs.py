"""Inputs of the library's forms: a distribution, a text in two languages, who says so and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from pages.ui import session
from pra_core import labels
from pra_core.distribution import Beta, Distribution, Fixed, Pert
from pra_core.errors import N_, PraError
from pra_core.frozen import LocalText
from pra_core.i18n import LANGUAGES, Translator
from pra_core.parameter import Parameter, Source
from pra_core.treatment import trial_posterior
from pra_core.validation import validated

KEEP, RANGE, TRIAL, ONE = "keep", "range", "trial", "one"
WAYS: Mapping[str, str] = {
    KEEP: N_("Keep"), RANGE: N_("Lowest, most likely, highest"),
    TRIAL: N_("From a trial (treated, survivors)"), ONE: N_("One fixed value")}
Numbers = tuple[float | None, float | None, float | None]
NAMES = {"en": N_("English"), "zh_CN": N_("Chinese")}


def law(key: str, title: str, t: Translator, *, kept: Parameter | None = None,
        ways: tuple[str, ...] = (RANGE,), start: Numbers = (None, None, None),
        percent: bool = True) -> tuple[str, dict[str, float | None]]:
    """Widgets of one distribution: how it is given, and the numbers typed.

    `start` is what the range holds at first. `percent`: shares are typed in per cent.
    """
    offered = ((KEEP,) if kept is not None else ()) + ways
    way = offered[0]
    st.markdown(f"**{title}**")
    if len(offered) > 1:
        way = st.segmented_control(
            title, offered, format_func=lambda one: t(WAYS[one]), key=f"{key}:way",
            default=offered[0], required=True, label_visibility="collapsed",
            persist_state="session") or offered[0]
    if way == KEEP and kept is not None:
        st.caption(f"{labels.value_words(kept.distribution, t)} · {labels.unit_of(kept, t)} ·"
                   f" {labels.badge(kept.source.status, t)}")
        return KEEP, {}
    return way, _numbers(key, way, t, start, percent)


def _numbers(key: str, way: str, t: Translator, start: Numbers, percent: bool
             ) -> dict[str, float | None]:
    def share(head: str) -> str:
        return t("{head} (%)", head=head) if percent else head

    if way == TRIAL:
        heads = {"treated": t("Treated"), "survivors": t("Survivors"),
                 "control": t("Control mortality (%)")}
        values: tuple[float | None, ...] = (None, None, 0.0)
    elif way == ONE:
        heads, values = {"value": share(t("Value"))}, (start[1],)
    else:
        heads = {"low": share(t("Lowest")), "mode": share(t("Most likely")),
                 "high": share(t("Highest"))}
        values = start
    found: dict[str, float | None] = {}
    for column, (field, head), value in zip(st.columns(3), heads.items(), values, strict=False):
        with column:
            found[field] = st.number_input(head, value=value, key=f"{key}:{way}:{field}",
                                           format="%.8g", persist_state="session")
    return found


def built(place: str, typed: tuple[str, dict[str, float | None]], percent: bool = True
          ) -> Distribution | None:
    """The distribution of what was typed; None = keep what there is.

    Raises PraError: `missing` for an empty field, and what the distribution refuses.
    """
    way, numbers = typed
    if way == KEEP:
        return None
    empty = [field for field, value in numbers.items() if value is None]
    if empty:
        raise PraError("missing", place, "", ", ".join(empty))
    given = {field: float(value or 0.0) for field, value in numbers.items()}
    if way == TRIAL:
        survival = trial_posterior(given["treated"], int(given["survivors"]),
                                   given["control"] / 100)
        return Beta(a=survival.b, b=survival.a)
    scale = 100.0 if percent else 1.0
    given = {field: value / scale for field, value in given.items()}
    if way == ONE or given["low"] == given["high"]:
        return Fixed(value=given["value"] if way == ONE else given["low"])
    return validated(Pert, given)


def empty(typed: tuple[str, dict[str, float | None]]) -> bool:
    """Whether nothing at all was typed."""
    return typed[0] != KEEP and all(value is None for value in typed[1].values())


def local_text(key: str, title: str, t: Translator, kept: Mapping[str, str] | None = None,
               long: bool = False) -> dict[str, str]:
    """Two fields, one per language; either may stay empty."""
    found = {}
    for column, language in zip(st.columns(2), LANGUAGES, strict=True):
        head = t("{title} ({language})", title=title, language=t(NAMES[language]))
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
    """Who decided it today, and why; PraError missing without a reason."""
    if not reason.strip():
        raise PraError("missing", "reason", "", "reason")
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason={"en": reason.strip()})


def told(text: str) -> None:
    """What was done, to be said once at the top of the page after the rerun."""
    session.show("library-told", text)
