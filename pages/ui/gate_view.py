"""Pest categorization: is it a quarantine pest for the PRA area? (ISPM 11, 2.1)."""

from __future__ import annotations

from pages.ui import display
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """The questions, their evidence, what follows, and the conclusion."""
    display.sentence(t("Quarantine pest?"))
