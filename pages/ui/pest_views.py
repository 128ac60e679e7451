"""The views of the first page: initiation, pests, categorization, the scenario (ISPM 11, 1-2.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui import draft_view, gate_view, pests_view, scenario_overview, session, start_view
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title and who draws it."""

    title: str
    draw: Callable[[Translator], None]


VIEWS = {
    "start": View(N_("Start a PRA"), start_view.draw),
    "pests": View(N_("Pests"), pests_view.draw),
    "gate": View(N_("Quarantine pest?"), gate_view.draw),
    "draft": View(N_("Build the scenario"), draft_view.draw),
    "scenario": View(N_("Scenario in use"), scenario_overview.draw),
}


def draw(t: Translator) -> None:
    """The choice of views and the open one."""
    titles = {name: view.title for name, view in VIEWS.items()}
    VIEWS[open_view(session.PEST_VIEW, titles, t)].draw(t)
