"""Phytosanitary import requirements drafted from the chosen measures, to be edited and signed."""

from pra_core.import_requirements.drafting import drafted
from pra_core.import_requirements.parts import (
    MOST_LETTERS,
    Edit,
    Part,
    Requirements,
    as_text,
    edited,
    lines_of,
)

__all__ = ["MOST_LETTERS", "Edit", "Part", "Requirements", "as_text", "drafted", "edited",
           "lines_of"]
