"""The library of pests: cited records, search, completeness (ISPM 11, stages 1 and 2)."""

from __future__ import annotations

from pra_core.pest_library.library import PestLibrary, pest_library
from pra_core.pest_library.record import PestRecord, Reference

__all__ = ["PestLibrary", "PestRecord", "Reference", "pest_library"]
