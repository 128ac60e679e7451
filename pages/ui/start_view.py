"""Starting an assessment: pathway, pest or policy review (ISPM 11, stage 1)."""

from __future__ import annotations

from pages.ui import display
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """The starting point, what it leads to, and the conclusion."""
    display.sentence(t("Start a PRA"))
