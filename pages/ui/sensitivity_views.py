"""The views below the answer; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import (
    sensitivity_drivers,
    sensitivity_methods,
    sensitivity_precision,
    sensitivity_sources,
    sensitivity_stability,
    sensitivity_study,
    session,
)
from pages.ui.sensitivity_parts import Shown
from pra_core.errors import N_
from pra_core.i18n import Translator

VIEW = "sensitivity-view"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title and who draws it."""

    title: str
    draw: Callable[[Shown, Translator], None]


def _alone(draw: Callable[[Translator], None]) -> Callable[[Shown, Translator], None]:
    """A view that is not about the result chosen above."""
    def drawn(shown: Shown, t: Translator) -> None:  # noqa: ARG001 - as the others
        draw(t)

    return drawn


VIEWS = {
    "drivers": View(N_("Drivers"), sensitivity_drivers.draw),
    "how": View(N_("How it answers"), sensitivity_drivers.draw_response),
    "swings": View(N_("Swings"), sensitivity_drivers.draw_swings),
    "methods": View(N_("Other methods"), sensitivity_methods.draw),
    "study": View(N_("Worth knowing"), _alone(sensitivity_study.draw)),
    "stable": View(N_("Stable?"), _alone(sensitivity_stability.draw)),
    "precision": View(N_("Precision"), _alone(sensitivity_precision.draw)),
    "sources": View(N_("What is uncertain"), _alone(sensitivity_sources.draw)),
}


def draw(shown: Shown, t: Translator) -> None:
    """The choice of views and the open one."""
    if session.shown(VIEW) not in VIEWS:
        session.show(VIEW, "drivers")
    chosen = st.segmented_control(
        t("View"), list(VIEWS), format_func=lambda name: t(VIEWS[name].title), key=VIEW,
        required=True, label_visibility="collapsed", width="stretch", persist_state="session")
    VIEWS[chosen or "drivers"].draw(shown, t)
