"""The views below the map; only the open one is drawn."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import climate_inputs, climate_overview, climate_place, session
from pages.ui.climate_map import VIEW
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title, who draws it, and whether it follows what the map explores."""

    title: str
    draw: Callable[[Scenario, Translator], None]
    explores: bool = False


def _views() -> dict[str, View]:
    found = {"map": View(N_("Map & regions"), climate_overview.draw, explores=True),
             "place": View(N_("A place"), climate_place.draw, explores=True)}
    for name, module, title in (
            ("resemblance", "climate_resemblance", N_("Where does it resemble?")),
            ("what_if", "climate_what_if", N_("Uncertainty & what-if")),
            ("shift", "climate_shift", N_("Another climate")),
            ("hosts", "climate_hosts", N_("Hosts & entry points")),
            ("records", "climate_records", N_("Check against records"))):
        if importlib.util.find_spec(f"pages.ui.{module}") is not None:
            found[name] = View(title, importlib.import_module(f"pages.ui.{module}").draw)
    return {**found, "inputs": View(N_("Inputs"), climate_inputs.draw)}


def draw(scenario: Scenario, shown: Scenario, t: Translator) -> None:
    """The choice of views and the open one; `shown` is what the map shows."""
    views = _views()
    if session.shown(VIEW) not in views:
        session.show(VIEW, "map")
    chosen = st.segmented_control(
        t("View"), list(views), format_func=lambda name: t(views[name].title), key=VIEW,
        required=True, label_visibility="collapsed", width="stretch", persist_state="session")
    view = views[chosen or "map"]
    if not view.explores and shown != scenario:
        st.caption(t("This view is about the assessment, not about the exploration on the map."))
    view.draw(shown if view.explores else scenario, t)
