"""Why typed numbers are refused, in the words of the form that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from pra_core import labels
from pra_core.distribution import Distribution
from pra_core.errors import PraError, Problem
from pra_core.i18n import Translator

DIGITS = 12
"""Two numbers that differ must not read the same."""
RANGE = re.compile(r"(\S+) … (\S+)")
ONE_SIDED = re.compile(r"([<>]=?) (\S+)")
LOWEST, HIGHEST = ("value", "low", "lower"), ("value", "high", "upper")
"""Fields that hold an end of a distribution."""


def lines(error: PraError, law: Distribution, typed: Mapping[str, object], t: Translator
          ) -> list[str]:
    """One sentence for each rule that the numbers typed into the fields of `law` break."""
    titles = {field: labels.field_title(law, field, t) for field in typed}
    found = [line for problem in error.problems for line in _told(problem, titles, typed, t)]
    return list(dict.fromkeys(found))


def empty(field: str, t: Translator) -> str:
    return t("{field} is empty; a number is required.", field=field)


def below(field: str, number: float, least: float, t: Translator) -> str:
    return t("{field} ({number}) is below {limit}, the least allowed.", field=field,
             number=t.number(number, DIGITS), limit=t.number(least, DIGITS))


def above(field: str, number: float, most: float, t: Translator) -> str:
    return t("{field} ({number}) is above {limit}, the most allowed.", field=field,
             number=t.number(number, DIGITS), limit=t.number(most, DIGITS))


def _told(problem: Problem, titles: Mapping[str, str], typed: Mapping[str, object], t: Translator
          ) -> list[str]:
    numbers = {f: float(x) for f, x in typed.items() if isinstance(x, float | int)}
    place = next((f for f in typed if problem.path.endswith(f".{f}")), None)
    found: list[str] = []
    if problem.code == "missing":
        found = [empty(titles[f], t) for f in typed if f not in numbers]
    elif problem.code == "order":
        found = _out_of_order(titles, numbers, t)
    elif problem.code == "out_of_bounds" and (both := RANGE.fullmatch(problem.allowed)):
        found = _outside(float(both[1]), float(both[2]), titles, numbers, t)
    elif problem.code == "out_of_bounds" and (one := ONE_SIDED.match(problem.allowed)):
        fields = [place] if place else LOWEST if one[1].startswith(">") else HIGHEST
        found = [_beyond(one[1], float(one[2]), titles[f], numbers[f], t)
                 for f in fields if f in numbers]
    shown = titles[place] if place else ""
    return found or [t.error(Problem(problem.code, shown, problem.value, problem.allowed))]


def _out_of_order(titles: Mapping[str, str], numbers: Mapping[str, float], t: Translator
                  ) -> list[str]:
    judged = [field for field in numbers if field.startswith("values.")]
    ladder = [f for f in ("lower", "low", *judged, "mode", "high", "upper") if f in numbers]
    return [t("{smaller} ({low}) must not exceed {larger} ({high}).", smaller=titles[a],
              low=t.number(numbers[a], DIGITS), larger=titles[b].lower(),
              high=t.number(numbers[b], DIGITS))
            for a, b in pairwise(ladder) if numbers[a] > numbers[b]]


def _outside(least: float, most: float, titles: Mapping[str, str], numbers: Mapping[str, float],
             t: Translator) -> list[str]:
    low = [below(titles[f], numbers[f], least, t)
           for f in _held(LOWEST, numbers) if numbers[f] < least]
    return low + [above(titles[f], numbers[f], most, t)
                  for f in _held(HIGHEST, numbers) if numbers[f] > most]


def _held(fields: Iterable[str], numbers: Mapping[str, float]) -> list[str]:
    return [field for field in fields if field in numbers]


def _beyond(sign: str, limit: float, title: str, number: float, t: Translator) -> str:
    if sign == ">=":
        return below(title, number, limit, t)
    if sign == "<=":
        return above(title, number, limit, t)
    words = {"field": title, "number": t.number(number, DIGITS), "limit": t.number(limit, DIGITS)}
    if sign == ">":
        return t("{field} ({number}) must be above {limit}.", **words)
    return t("{field} ({number}) must be below {limit}.", **words)
