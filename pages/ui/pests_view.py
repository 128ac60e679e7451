"""The library of pests: search, filters, and one pest in full."""

from __future__ import annotations

from pages.ui import display
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """Search and filters, the list, and the pest chosen from it."""
    display.sentence(t("Pests of the library"))
