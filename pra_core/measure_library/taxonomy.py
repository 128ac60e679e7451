"""The published menu of risk-reducing measures: objective, category, type and stage."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN, Source

Stage = Literal["production", "post_production", "post_border"]
Key = Annotated[str, Field(pattern=NAME_PATTERN)]


class Category(Frozen):
    """A group of types that reduce risk in the same way."""

    id: Key
    title: LocalText
    objective: Key


class MeasureType(Frozen):
    """One type of measure of the menu."""

    id: Key
    title: LocalText
    category: Key | None
    """None = not in the published menu: it acts only after entry, or ends the trade."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]


class PathwayKind(Frozen):
    """A kind of commodity or carrier that a measure of the library can be applied to."""

    id: Key
    title: LocalText
    scenarios: tuple[str, ...] = ()
    """Worked examples whose pathway is of this kind."""


class Taxonomy(Frozen):
    """Four objectives, ten categories, 39 types (van Klinken et al. 2022), and three stages."""

    source: Source
    names_source: Source
    """Where the names of categories and types were read."""
    stages_source: Source
    objectives: dict[str, LocalText]
    stages: dict[Stage, LocalText]
    categories: tuple[Category, ...]
    types: tuple[MeasureType, ...]
    pathway_kinds: tuple[PathwayKind, ...]

    @model_validator(mode="after")
    def _whole(self) -> Taxonomy:
        for what, ids in (("categories", [c.id for c in self.categories]),
                          ("types", [one.id for one in self.types]),
                          ("pathway_kinds", [k.id for k in self.pathway_kinds])):
            if len(set(ids)) < len(ids):
                raise problem("duplicate", what, "unique ids", what)
        known = {c.id for c in self.categories}
        for one in self.types:
            if one.category is not None and one.category not in known:
                raise problem("unknown_id", one.category, ", ".join(sorted(known)), one.id)
        for c in self.categories:
            if c.objective not in self.objectives:
                raise problem("unknown_id", c.objective, ", ".join(self.objectives), c.id)
        return self

    @property
    def published(self) -> tuple[MeasureType, ...]:
        """The types of the published menu."""
        return tuple(one for one in self.types if one.category is not None)

    def type_of(self, key: str | None) -> MeasureType | None:
        """The type of that key; None where it is not in the list."""
        return next((one for one in self.types if one.id == key), None)

    def category_of(self, key: str | None) -> Category | None:
        """The category of the type of that key; None outside the published menu."""
        found = self.type_of(key)
        if found is None:
            return None
        return next((c for c in self.categories if c.id == found.category), None)
