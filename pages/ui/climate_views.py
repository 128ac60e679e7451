"""The views below the map; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import (
    climate_hosts,
    climate_inputs,
    climate_overview,
    climate_place,
    climate_records,
    climate_resemblance,
    climate_shift,
    climate_what_if,
)
from pages.ui.climate_map import VIEW
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title, who draws it, and whether it follows what the map explores."""

    title: str
    draw: Callable[[Scenario, Translator], None]
    explores: bool = False


VIEWS = {
    "map": View(N_("Map & regions"), climate_overview.draw, explores=True),
    "place": View(N_("A place"), climate_place.draw, explores=True),
    "resemblance": View(N_("Where does it resemble?"), climate_resemblance.draw, explores=True),
    "what_if": View(N_("Uncertainty & what-if"), climate_what_if.draw),
    "shift": View(N_("Another climate"), climate_shift.draw),
    "hosts": View(N_("Hosts & entry points"), climate_hosts.draw),
    "records": View(N_("Check against records"), climate_records.draw),
    "inputs": View(N_("Inputs"), climate_inputs.draw),
}


def draw(scenario: Scenario, shown: Scenario, t: Translator) -> None:
    """The choice of views and the open one; `shown` is what the map shows."""
    chosen = open_view(VIEW, {name: view.title for name, view in VIEWS.items()}, t)
    view = VIEWS[chosen]
    if not view.explores and shown != scenario:
        st.caption(t("This view is about the assessment, not about the exploration on the map."))
    view.draw(shown if view.explores else scenario, t)
