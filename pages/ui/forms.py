"""Widget groups: the scenario bar, the level of protection, and rows of inputs."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

import streamlit as st

from pages.ui import compute, display, session
from pages.ui.forms_parameter import parameters
from pra_core.alop import Alop, Metric
from pra_core.errors import N_, PraError
from pra_core.i18n import Translator
from pra_core.labels import parameter_label as quantity_label
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, read_scenario
from pra_core.wording import escaped

__all__ = ["alop", "parameters", "quantity_label", "scenario_bar"]

LARGEST_UPLOAD_MB = 2
METRICS: dict[str, str] = {
    "annual_probability": N_("Chance of an outbreak in a year"),
    "years_between_outbreaks": N_("Years between outbreaks"),
    "annual_loss": N_("Expected loss per year"),
    "pests_per_lot": N_("Live pests per released lot"),
}
LIMITS: dict[str, str] = {
    "annual_probability": N_("At most once in … years"),
    "years_between_outbreaks": N_("At least … years"),
    "annual_loss": N_("At most … per year, {currency}"),
    "pests_per_lot": N_("At most … live pests per lot"),
}
FIRST_LIMIT = {"annual_probability": 1000.0, "years_between_outbreaks": 1000.0,
               "annual_loss": 1e6, "pests_per_lot": 1.0}
"""What is offered when the metric is changed; as typed, so years for a probability."""


def scenario_bar(t: Translator) -> None:
    """Which pest, on what, from where to where; worked examples, upload and download."""
    running = session.scenario()
    common, name = escaped(t.local(running.pest.common_name)), escaped(running.pest.name)
    st.markdown(f"**{common}** · *{name}*")
    area = escaped(t.local(running.pra_area.title))
    for pathway in running.pathways:
        commodity, origin = escaped(t.local(pathway.commodity)), escaped(t.local(pathway.origin))
        st.caption(t("{commodity} · {origin} → {area}", commodity=commodity, origin=origin,
                     area=area))
    shipped = compute.shipped()
    ids, key = list(shipped), f"scenario:{session.generation()}"
    st.selectbox(t("Scenario"), ids, key=key, on_change=_choose, args=(key,),
                 index=ids.index(running.id) if running.id in ids else None,
                 format_func=lambda one: t.local(shipped[one].title),
                 placeholder=t.local(running.title))
    with st.popover(t("Open or save"), width="stretch"):
        _upload(t)
        st.download_button(t("Save this scenario (YAML)"),
                           lambda: dump_scenario(session.scenario()).encode(),
                           f"{running.id}.yaml", "application/yaml", key="scenario-save",
                           on_click="ignore", icon=":material/download:", width="stretch")


def _choose(key: str) -> None:
    chosen = session.shown(key)
    if chosen:
        session.start(compute.shipped()[str(chosen)])


def _upload(t: Translator) -> None:
    key = f"upload:{session.generation()}"
    refused = st.file_uploader(
        t("Open a scenario file (YAML, at most {size} MB)", size=LARGEST_UPLOAD_MB),
        type=["yaml", "yml", "json"], key=key, on_change=_open, args=(key,),
        max_upload_size=LARGEST_UPLOAD_MB)
    # A file that was accepted started a new scenario, and with it an empty uploader.
    if refused is not None:
        with display.guard(t):
            uploaded(refused.getvalue(), refused.name)


def _open(key: str) -> None:
    file = session.shown(key)
    if file is not None:
        with suppress(PraError):
            session.start(uploaded(file.getvalue(), file.name))  # type: ignore[attr-defined]


def uploaded(content: bytes, name: str) -> Scenario:
    """A scenario file that can be read and computed; PraError with every problem otherwise."""
    if len(content) > LARGEST_UPLOAD_MB * 2**20:
        raise PraError("out_of_bounds", name, f"{len(content):,} B", f"{LARGEST_UPLOAD_MB} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, str(error), "UTF-8 text") from error
    fresh = read_scenario(text, name)
    compute.assessed(fresh)
    return fresh


def alop(t: Translator) -> None:
    """Metric, limit as a frequency, and confidence of the level of protection."""
    running = session.scenario().alop
    keys = {part: f"{session.generation()}:alop:{part}" for part in ("metric", "limit", "share")}
    held = {"metric": running.metric, "limit": _as_typed(running),
            "share": round(100 * running.confidence, 6)}
    for part, value in held.items():
        session.show(keys[part], value)
    st.selectbox(t("Level of protection: what is limited"), list(METRICS), key=keys["metric"],
                 format_func=lambda metric: t(METRICS[metric]), on_change=_take_metric,
                 args=(keys["metric"],))
    label = LIMITS[running.metric]
    currency = session.scenario().consequences.currency
    st.number_input(
        t(label, currency=currency) if running.metric == "annual_loss" else t(label),
        min_value=1.0 if running.metric == "annual_probability" else 0.0, value=None,
        key=keys["limit"], step=1.0, format="%.7g", on_change=_take_limit, args=(keys,))
    st.number_input(t("with confidence of at least, %"), min_value=1.0, max_value=99.9, value=None,
                    key=keys["share"], step=1.0, format="%.4g", on_change=_take_limit,
                    args=(keys,))


def _as_typed(level: Alop) -> float:
    """The limit as it is typed: a probability as years, infinite years for zero as 1e15."""
    if level.metric != "annual_probability":
        return level.limit
    return float(f"{1.0 / level.limit:.12g}") if level.limit > 1e-15 else 1e15


def _limit(metric: str, typed: float) -> float:
    return 1.0 / typed if metric == "annual_probability" else typed


def _take_metric(key: str) -> None:
    metric = cast(Metric, session.shown(key))
    session.keep_alop(Alop(metric=metric, limit=_limit(metric, FIRST_LIMIT[metric]),
                           confidence=session.alop().confidence))


def _take_limit(keys: dict[str, str]) -> None:
    typed, share = session.shown(keys["limit"]), session.shown(keys["share"])
    if isinstance(typed, float) and isinstance(share, float):
        metric = session.alop().metric
        session.keep_alop(Alop(metric=metric, limit=_limit(metric, typed),
                               confidence=share / 100.0))
