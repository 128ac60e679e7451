"""Assessments that overlap: the same pest for the same area, perhaps the same pathway (ISPM 11).

ISPM 11, 1.3.1: before a PRA is begun, it is checked whether one was made already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pra_core.initiation_record import SHARED, Shared
from pra_core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Subject:
    """What an assessment is of."""

    pest: str
    """Scientific name."""
    eppo_code: str
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of the PRA area."""
    commodity: Mapping[str, str]
    """In both languages; several commodities in one text."""
    origin: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stored assessment that overlaps, and what it has in common."""

    entry: str
    name: str
    shared: tuple[Shared, ...]
    """Pest and area always; commodity and origin where those are the same too."""

    @property
    def same(self) -> bool:
        """Whether it is of the very same pest, commodity, origin and area."""
        return self.shared == SHARED


def subject_of(scenario: Scenario) -> Subject:
    """What a scenario is of."""
    goods, origin = ({language: "\n".join(
        str(getattr(p, field).get(language, getattr(p, field)["en"])) for p in scenario.pathways)
        for language in ("en", "zh_CN")} for field in ("commodity", "origin"))
    return Subject(scenario.pest.name, scenario.pest.eppo_code, scenario.pra_area.countries,
                   goods, origin)


def overlap(asked: Subject, stored: Subject, entry: str, name: str) -> Overlap | None:
    """What two assessments have in common; None unless pest and part of the area are the same.

    Commodities and origins are free texts: they count as the same where one of the two texts,
    in either language, holds the other.
    """
    pest = asked.pest.casefold() == stored.pest.casefold() or (
        bool(asked.eppo_code) and asked.eppo_code == stored.eppo_code)
    if not pest or not set(asked.countries) & set(stored.countries):
        return None
    held = {"pest": True, "area": True, "commodity": _alike(asked.commodity, stored.commodity),
            "origin": _alike(asked.origin, stored.origin)}
    return Overlap(entry, name, tuple(key for key in SHARED if held[key]))


def _alike(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    for language in ("en", "zh_CN"):
        left, right = parts(a.get(language, "")), parts(b.get(language, ""))
        if left and right and (left <= right or right <= left):
            return True
    return False


def parts(text: str) -> frozenset[str]:
    """The single texts of a joined one, without case and spaces at the ends."""
    for mark in (", ", "、", "；", "; "):
        text = text.replace(mark, "\n")
    return frozenset(one.strip().casefold() for one in text.split("\n") if one.strip())
