"""Which view of the page of expert judgement is open."""

from __future__ import annotations

from pages.ui import session
from pages.ui.elicitation_state import key
from pra_core.errors import N_

TITLES = {"judge": N_("Judge"), "assessors": N_("Several assessors"),
          "pairs": N_("Inputs that go together"), "years": N_("Year to year"),
          "files": N_("Files")}


def place() -> str:
    """The key of the switch."""
    return key("view")


def show(view: str) -> None:
    """Open a view; before the switch is drawn."""
    session.show(place(), view)
