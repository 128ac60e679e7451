"""The views below the residual risk; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import (
    measures_alop,
    measures_choice,
    measures_dependence,
    measures_results,
    measures_sets,
    measures_stress,
    measures_tipping,
)
from pages.ui.measures_results import View as Shown
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator

VIEW = "measures-view"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its title and who draws it."""

    title: str
    draw: Callable[[Shown, Translator], None]


VIEWS = {
    "sets": View(N_("Sets"), measures_sets.draw),
    "necessary": View(N_("Necessary?"), measures_choice.draw_necessary),
    "equivalent": View(N_("Equivalents"), measures_choice.draw_equivalent),
    "sps": View(N_("SPS 5.6"), measures_choice.draw_sps),
    "dependence": View(N_("Dependence"), measures_dependence.draw),
    "tipping": View(N_("Tipping points"), measures_tipping.draw),
    "alop": View(N_("ALOP"), measures_alop.draw),
    "stress": View(N_("Stress test"), measures_stress.draw),
    "steps": View(N_("Steps"), measures_results.steps),
}


ABOUT_SELECTED = ("dependence", "tipping", "alop", "stress", "steps")
"""Views of the selected set; the others name the set they are about where none is selected."""


def draw(shown: Shown, t: Translator) -> None:
    """The choice of views and the open one."""
    chosen = open_view(VIEW, {name: view.title for name, view in VIEWS.items()}, t)
    if not shown.scenario.selected and chosen in ABOUT_SELECTED:
        st.markdown(t("No measures are selected, so this is about trade without measures."))
    VIEWS[chosen].draw(shown, t)
