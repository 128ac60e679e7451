"""The views below the answer; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui import (
    sensitivity_drivers,
    sensitivity_methods,
    sensitivity_precision,
    sensitivity_sources,
    sensitivity_stability,
    sensitivity_study,
)
from pages.ui.sensitivity_parts import Shown
from pages.ui.view_choice import open_view
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
    chosen = open_view(VIEW, {name: view.title for name, view in VIEWS.items()}, t)
    VIEWS[chosen].draw(shown, t)
