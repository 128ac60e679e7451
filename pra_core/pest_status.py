"""Whether a pest is a quarantine pest: the answers, their evidence and what follows from them.

Definitions of ISPM 5. Quarantine pest: "a pest of potential economic importance to the area
endangered thereby and not yet present there, or present but not widely distributed and being
officially controlled". Regulated non-quarantine pest: "a non-quarantine pest whose presence in
plants for planting affects the intended use of those plants with an economically unacceptable
impact and which is therefore regulated within the territory of the importing contracting party"
(also ISPM 16). The criteria are those of ISPM 11, 2.1.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, Literal

from pydantic import Field

from pra_core.frozen import Frozen, LocalText
from pra_core.parameter import Source

Answer = Literal["yes", "no", "unknown"]
AreaPresence = Literal["absent", "limited", "widespread", "unknown"]
Outcome = Literal["quarantine_pest", "regulated_non_quarantine_pest", "not_regulated", "undecided"]
YES_NO: tuple[Answer, ...] = ("yes", "no", "unknown")
PRESENCES: tuple[AreaPresence, ...] = ("absent", "limited", "widespread", "unknown")
QUESTIONS: tuple[str, ...] = ("identity", "presence", "official_control", "establishment",
                              "spread", "consequences", "intended_use")
"""The questions in the order of ISPM 11, 2.1.1; the last one is of ISPM 16 and 21."""


class Evidence(Frozen):
    """One thing that bears on an answer."""

    text: LocalText
    source: Source
    supports: bool = True
    """Whether the answer follows from it; False for what only helps to decide."""


class YesNo(Frozen):
    """An answer yes, no or unknown, with what it rests on."""

    answer: Answer = "unknown"
    evidence: tuple[Evidence, ...] = ()


class InArea(Frozen):
    """Whether and how far the pest occurs in the PRA area (ISPM 11, 2.1.1.2; ISPM 8)."""

    answer: AreaPresence = "unknown"
    evidence: tuple[Evidence, ...] = ()


class Categorization(Frozen):
    """The answers of pest categorization for one PRA area (ISPM 11, 2.1)."""

    identity: YesNo = YesNo()
    """A clear taxonomic unit, or consistent symptoms and shown to be transmissible."""
    presence: InArea = InArea()
    official_control: YesNo = YesNo()
    """Under official control in the PRA area, or expected to be in the near future."""
    establishment: YesNo = YesNo()
    spread: YesNo = YesNo()
    consequences: YesNo = YesNo()
    """Potential for unacceptable economic (with environmental and social) consequences."""
    plants_for_planting: bool = False
    """Whether the pathway is plants for planting (seed, tubers and bulbs to be planted too)."""
    intended_use: YesNo = YesNo()
    """Whether its presence in plants for planting affects their intended use with an economically
    unacceptable impact."""

    @property
    def answers(self) -> dict[str, str]:
        """Question -> answer."""
        return {key: getattr(self, key).answer for key in QUESTIONS}

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that can matter: official control and intended use not for every pest."""
        here = self.presence.answer
        apart = set()
        if here in ("absent", "widespread"):
            apart.add("official_control")
        if not self.plants_for_planting or here == "absent":
            apart.add("intended_use")
        return tuple(key for key in QUESTIONS if key not in apart)

    @property
    def outcome(self) -> Outcome:
        """What holds whatever the unknown answers turn out to be; `undecided` where they matter."""
        found = self.possible
        return next(iter(found)) if len(found) == 1 else "undecided"

    @property
    def possible(self) -> frozenset[Outcome]:
        """The outcomes that the unknown answers leave open; one where it is decided."""
        return frozenset(_definite(world, self.plants_for_planting)
                         for world in _worlds(self.answers))

    @property
    def open(self) -> tuple[str, ...]:
        """Unknown answers that can still change the outcome; empty where it is decided."""
        if self.outcome != "undecided":
            return ()
        return tuple(key for key, answer in self.answers.items()
                     if answer == "unknown" and self._matters(key))

    def _matters(self, key: str) -> bool:
        by_rest: dict[tuple[str, ...], set[Outcome]] = {}
        for world in _worlds(self.answers):
            rest = tuple(value for other, value in world.items() if other != key)
            by_rest.setdefault(rest, set()).add(_definite(world, self.plants_for_planting))
        return any(len(found) > 1 for found in by_rest.values())

    @property
    def unmet(self) -> tuple[str, ...]:
        """Criteria of a quarantine pest that the answers deny."""
        denied = [key for key in ("identity", "establishment", "spread", "consequences")
                  if self.answers[key] == "no"]
        if self.presence.answer == "widespread":
            denied.append("presence")
        if self.presence.answer == "limited" and self.official_control.answer == "no":
            denied.append("official_control")
        return tuple(key for key in QUESTIONS if key in denied)

    @property
    def continues(self) -> bool:
        """Whether it may still be a quarantine pest: the assessment goes on (ISPM 11, 2.1.2).

        Where information is lacking the standard has the uncertainty named and the PRA continued.
        """
        return "quarantine_pest" in self.possible

    @property
    def unverified(self) -> tuple[str, ...]:
        """Asked questions whose answer follows from no verified evidence."""
        return tuple(key for key in self.asked if self.answers[key] != "unknown" and not any(
            one.supports and one.source.status == "verified"
            for one in getattr(self, key).evidence))


class PestStatus(Frozen):
    """A categorization that somebody concluded. The outcome follows from the answers."""

    area: LocalText
    """The PRA area it holds for."""
    categorization: Categorization
    assessor: Annotated[str, Field(min_length=1)]
    date: dt.date
    reason: LocalText

    @property
    def outcome(self) -> Outcome:
        """What follows from the answers."""
        return self.categorization.outcome


def _worlds(answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every way in which the unknown answers may turn out."""
    possible = [((PRESENCES if key == "presence" else YES_NO)[:-1] if answer == "unknown"
                 else (answer,)) for key, answer in answers.items()]
    for chosen in product(*possible):
        yield dict(zip(answers, chosen, strict=True))


def _definite(world: Mapping[str, str], plants_for_planting: bool) -> Outcome:
    """The definitions of ISPM 5 where every answer is known."""
    clear = world["identity"] == "yes"
    important = all(world[key] == "yes" for key in ("establishment", "spread", "consequences"))
    here = world["presence"]
    if clear and important and (
            here == "absent" or (here == "limited" and world["official_control"] == "yes")):
        return "quarantine_pest"
    if (clear and here != "absent" and plants_for_planting and world["intended_use"] == "yes"):
        return "regulated_non_quarantine_pest"
    return "not_regulated"
