"""The views of the data page: what is known, one's own data, sources of the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui import known_sources, known_view, own_view
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator

VIEW = "data-view"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title and who draws it."""

    title: str
    draw: Callable[[Translator], None]


VIEWS = {
    "known": View(N_("What is known"), known_view.draw),
    "own": View(N_("Your own data"), own_view.draw),
    "sources": View(N_("Sources"), known_sources.draw),
}


def draw(t: Translator) -> None:
    """The choice of views and the open one."""
    chosen = open_view(VIEW, {name: view.title for name, view in VIEWS.items()}, t)
    VIEWS[chosen].draw(t)
