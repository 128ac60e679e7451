"""The measure library: what could be done, on what evidence, and what has to be decided first.

`measure_library()` reads `data/measures/`; `measure_from` makes a measure of an entry for a
scenario. No efficacy is ever carried over from one pest to another.
"""

from __future__ import annotations

from pra_core.measure_library.building import (
    Choices,
    free_id,
    measure_from,
    open_questions,
    usual_compliance,
    usual_sample,
    usual_sample_size,
)
from pra_core.measure_library.entry import EffectTemplate, Entry, Evidence, Package, Statement
from pra_core.measure_library.library import Filter, Library, entry_of, measure_library
from pra_core.measure_library.likeness import likely_group, practised, radiates, twins
from pra_core.measure_library.taxonomy import (
    Category,
    MeasureType,
    PathwayKind,
    Stage,
    Taxonomy,
)

__all__ = ["Category", "Choices", "EffectTemplate", "Entry", "Evidence", "Filter", "Library",
           "MeasureType", "Package", "PathwayKind", "Stage", "Statement", "Taxonomy", "entry_of",
           "free_id", "likely_group", "measure_from", "measure_library", "open_questions",
           "practised", "radiates", "twins", "usual_compliance", "usual_sample",
           "usual_sample_size"]
