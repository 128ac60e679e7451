"""Exercises alone, in a class, or leading one: what the training page shows first."""

from __future__ import annotations

from pages.ui import (
    display,
    session_seat,
    training_class_join,
    training_class_lead,
    training_class_seat,
)
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator

MODES = {"alone": N_("On your own"), "join": N_("In a class"), "lead": N_("Lead a class")}


def draw(t: Translator) -> bool:
    """The choice, and the class where one is chosen; False = exercises are done alone."""
    refused = session_seat.told()
    if refused is not None:
        display.problems(refused, t, t("What was handed in before is kept."))
    if training_class_seat.seated():
        # Somebody in a class sees the class and nothing else until the seat is left.
        training_class_join.draw(t)
        return True
    mode = open_view(session_seat.MODE, MODES, t)
    if mode == "join":
        training_class_join.draw(t)
    elif mode == "lead":
        training_class_lead.draw(t)
    return mode != "alone"
