"""Building the scenario: what the library fills in, and what the user has to decide."""

from __future__ import annotations

from pages.ui import display, session
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """The draft in work, or the way to one."""
    if session.draft() is None:
        display.sentence(t("No scenario is being built yet."))
