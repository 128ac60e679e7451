"""Plants by name: hosts and commodities meet here (`data/plants.csv`).

A host may be a species, a genus or a whole family; goods are of a species or a genus. Latin names
are the keys; every other name leads to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from pra_core.errors import PraError, Problem
from pra_core.frozen import LocalText
from pra_core.library_file import library_document

FILE = "plants.csv"
Rank = Literal["species", "genus", "family", "any"]
RANKS: tuple[Rank, ...] = ("species", "genus", "family", "any")
_SPACES, _HYBRID = re.compile(r"\s+"), re.compile(r"\s[×x]\s")
_RANKLESS = re.compile(r"\s+spp?\.?$")


@dataclass(frozen=True, slots=True)
class Plant:
    """One plant, genus or family. `any` stands for very many plants of many families."""

    name: str
    """Latin name."""
    rank: Rank
    family: str
    title: LocalText
    other_names: tuple[str, ...]

    @property
    def genus(self) -> str:
        """First word of the name; empty for a family."""
        return self.name.split()[0] if self.rank in ("species", "genus") else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the Latin one first."""
        return (self.name, *self.title.values(), *self.other_names)


def _key(name: str) -> str:
    plain = _RANKLESS.sub("", _SPACES.sub(" ", name).strip())
    return _HYBRID.sub(" ", plain).casefold()


@lru_cache(maxsize=1)
def plants() -> Mapping[str, Plant]:
    """Every plant by Latin name (shared, read-only).

    Raises PraError: `integrity` naming each line with an unknown rank or a name used twice.
    """
    found: dict[str, Plant] = {}
    faults = []
    for line, row in enumerate(library_document()["plants"], start=2):
        name, rank = row["plant"].strip(), row["rank"].strip()
        if name in found or rank not in RANKS:
            faults.append(Problem("integrity", f"{FILE}, {line}", f"{name}, {rank}",
                                  ", ".join(RANKS)))
            continue
        others = tuple(n.strip() for n in (row["other_names"] or "").split(";") if n.strip())
        found[name] = Plant(name, rank, row["family"].strip(),
                            {"en": row["en"].strip(), "zh_CN": row["zh_CN"].strip()}, others)
    if faults:
        raise PraError.of(faults)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _by_any_name() -> Mapping[str, Plant]:
    found: dict[str, Plant] = {}
    for index in range(2 + max(len(p.other_names) for p in plants().values()) + 1):
        for plant in plants().values():  # a Latin name wins over a common one, that over others
            if index < len(plant.names):
                found.setdefault(_key(plant.names[index]), plant)
    return MappingProxyType(found)


def find_plant(name: str) -> Plant | None:
    """The plant of that Latin, English, Chinese or other name; "Citrus spp." is the genus."""
    return _by_any_name().get(_key(name))


def any_plant(name: str) -> bool:
    """Whether a name stands for very many plants of many families, not for one taxon."""
    known = plants().get(name)
    return known is not None and known.rank == "any"


def covers(host: str, plant: str) -> bool:
    """Whether a host taxon takes in a plant: the same, its genus, its family, or any plant.

    A genus in trade is covered by a host species of it as well: some of the goods are that host.
    Names that are not in the list match only themselves.
    """
    known = plants()
    a, b = known.get(host), known.get(plant)
    if host == plant:
        return True
    if a is None or b is None:
        return False
    if a.rank == "any":
        return True
    if a.rank == "family":
        return a.name == b.family
    return a.genus == b.genus and "genus" in (a.rank, b.rank)
