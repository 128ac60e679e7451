"""Stage 1 of ISPM 11: what a sentence means, and which earlier assessments bear on it."""

from __future__ import annotations

from pra_core.initiation.free_text import Understood, understand
from pra_core.initiation.pest_names import pest_named
from pra_core.initiation.previous import Earlier, earlier_pras

__all__ = ["Earlier", "Understood", "earlier_pras", "pest_named", "understand"]
