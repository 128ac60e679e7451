"""Expert judgement in words: what is asked, how well candidates fit, what their tails say."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.decision_stability.limits import limits
from pra_core.distribution import Distribution, Fit, Law
from pra_core.elicitation import tails
from pra_core.errors import N_, PraError, Problem
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.wording import escaped

Asked = Literal["quantiles", "min_likely_max"]
PROBABILITIES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
USUAL = (0.01, 0.25, 0.5, 0.75, 0.99)
METHODS: Mapping[str, str] = {"quantiles": N_("By frequency"),
                              "min_likely_max": N_("Smallest, likely, largest")}
THREE: Mapping[str, str] = {"low": N_("Smallest"), "likely": N_("Most likely"),
                            "high": N_("Largest")}
OUTSIDE: Mapping[float, str] = {
    0.0: N_("nothing lies beyond"), 0.01: N_("1 in 100 lies beyond each"),
    0.05: N_("1 in 20 lies beyond each")}
CHANCES = (0.1, 0.01, 0.001)
INTERNAL = re.compile(r"[a-z_.\[\]0-9]*")
"""A place inside the scenario, as no text for readers is written."""
EXACT = 5e-4
"""A judged probability missed by less than this share counts as met."""


def asked_words(probability: float, t: Translator) -> str:
    """What a quantile is, as a frequency: "Exceeded 1 time in 100"."""
    if probability == 0.5:
        return t("As often above as below")
    if probability < 0.5:
        return t("Below this 1 time in {number}", number=t.number(1.0 / probability))
    return t("Exceeded 1 time in {number}", number=t.number(1.0 / (1.0 - probability)))


def field_words(asked: str, probabilities: Sequence[float], t: Translator) -> list[str]:
    """The title of each number asked for."""
    if asked == "quantiles":
        return [asked_words(p, t) for p in probabilities]
    return [t(THREE[one]) for one in THREE]


def first_line(scenario: Scenario, parameter: Parameter, share: float | None, t: Translator, *,
               blind: bool = False) -> str:
    """What an input rests on, how wide it is, what it matters, and who judged it.

    `blind`: the value in use is left out, so that it does not steer who judges.
    """
    law = parameter.distribution
    named = escaped(labels.parameter_label(scenario, parameter.name, t))
    badge, unit = labels.badge(parameter.source.status, t), escaped(labels.unit_of(parameter, t))
    if blind:
        said = t("**{input}** ({unit}) rests on a value that is {badge}; it is hidden while you"
                 " judge.", input=named, badge=badge, unit=unit)
    else:
        said = t("**{input}** rests on a value that is {badge}: {value}, {unit}.", input=named,
                 badge=badge, value=f"**{labels.value_words(law, t)}**", unit=unit)
    return t("{said} {matters} {judged}", said=said, judged=_people(parameter, t),
             matters=_matters(scenario, parameter, share, t))


def _matters(scenario: Scenario, parameter: Parameter, share: float | None, t: Translator) -> str:
    if parameter.nature == "variability":
        return t("It differs from year to year: every result is averaged over its years, so it does"
                 " not widen the band.")
    if share is not None:
        return t("It accounts for about **{share}** of the uncertainty of the result.",
                 share=t.percent(share, 2))
    if scenario.selected:
        return t("With the selected measures it does not move the result.")
    return t("Without measures it does not move the result.")


def _people(parameter: Parameter, t: Translator) -> str:
    given = parameter.elicitation
    if given is None:
        return t("Nobody has judged it yet.")
    people, counted = given.current, len(given.counted)
    if len(people) == 1:
        return t("One person has judged it: {name}.", name=escaped(people[0].assessor))
    if counted < len(people):
        return t("{count} people have judged it; the weights let {counted} of them count.",
                 count=len(people), counted=counted)
    return t("{count} people have judged it.", count=len(people))


def fit_words(errors: Sequence[float], asked: str, probabilities: Sequence[float],
              t: Translator) -> str:
    """How far a candidate is from what was said, e.g. "misses your 25 % value by 1.2 points"."""
    worst = int(np.argmax(np.abs(errors)))
    size = abs(errors[worst])
    if size < EXACT:
        return t("meets everything you said")
    points = t.number(100.0 * size, 2)
    mean = t.number(100.0 * float(np.sqrt(np.mean(np.square(errors)))), 2)
    if asked == "quantiles":
        return t("off by {mean} points (root mean square); most at your {share} value, by {points}",
                 mean=mean, share=t.percent(probabilities[worst]), points=points)
    end = list(THREE)[worst]
    return t("off by {mean} points (root mean square); most at your “{end}”, by {points}",
             mean=mean, end=t(THREE[end]).lower(), points=points)


def candidate_words(fit: Fit, asked: str, probabilities: Sequence[float], t: Translator) -> str:
    """What is said under the name of a candidate."""
    if fit.distribution.kind == "elicited":
        return t("straight lines through all your values, to the ends")
    return fit_words(fit.errors, asked, probabilities, t)


def candidate_title(law: Law, t: Translator) -> str:
    """The family of a candidate, as a title."""
    title = t(labels.KIND_TITLES[str(getattr(law, "kind"))])  # noqa: B009 - every law has one
    return title[:1].upper() + title[1:]


def limits_of(scenario: Scenario, name: str) -> tuple[float, float]:
    """Smallest and largest value an input may take in its scenario."""
    quantity, own = labels.quantity_of(scenario, name), scenario.parameters[name].bounds
    low, high = own or (quantity.low, quantity.high)
    return max(low, quantity.low), min(high, limits(scenario)[name][1])


def limit_words(scenario: Scenario, name: str, t: Translator) -> str:
    """Why an input may not reach as far as its quantity could; empty where it may."""
    quantity, (_, high) = labels.quantity_of(scenario, name), limits_of(scenario, name)
    if high >= quantity.high:
        return ""
    own = scenario.parameters[name].bounds
    if own is not None and high == own[1]:
        return t("Above {limit} it cannot lie: the scenario gives this limit.",
                 limit=t.number(high, 6))
    for pathway in scenario.pathways:
        if pathway.prevalence.name == name:
            return t("Above {limit} it cannot lie: only units with living pests count as infested,"
                     " and with as few pests per infested unit as “{pests}” allows no larger share"
                     " of units holds one.", limit=t.number(high, 6),
                     pests=labels.parameter_label(scenario, pathway.pests_per_unit.name, t))
    return t("Above {limit} it cannot lie: no sample is larger than the smallest lot.",
             limit=t.number(high, 6))


def beyond_limits(scenario: Scenario, name: str, bounds: tuple[float | None, float | None],
                  t: Translator) -> list[str]:
    """What is wrong with the smallest and largest possible value typed, before any judgement."""
    low, high = limits_of(scenario, name)
    found = []
    for x, title in zip(bounds, (t("Smallest possible"), t("Largest possible")), strict=True):
        if x is not None and x < low:
            found.append(t("“{field}” ({number}) lies below {limit}, the least this input can be.",
                           field=title, number=t.number(x, 12), limit=t.number(low, 12)))
        if x is not None and x > high:
            found.append(t("“{field}” ({number}) lies above {limit}, the most this input can be.",
                           field=title, number=t.number(x, 12), limit=t.number(high, 12)))
    lower, upper = bounds
    if lower is not None and upper is not None and lower >= upper:
        found.append(t("“{first}” ({low}) must be smaller than “{second}” ({high}).",
                       first=t("Smallest possible"), low=t.number(lower, 12),
                       second=t("Largest possible"), high=t.number(upper, 12)))
    return found


def plain_problems(error: PraError, scenario: Scenario, t: Translator) -> list[str]:
    """Every problem with the labels of inputs instead of places inside the scenario."""
    found = [t.error(Problem(p.code, _place_words(p.path, scenario, t), p.value, p.allowed))
             for p in error.problems]
    for name in sorted(scenario.parameters, key=len, reverse=True):
        alone = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])")
        if any(alone.search(line) for line in found):
            label = labels.parameter_label(scenario, name, t).replace("\\", "")
            found = [alone.sub(label, line) for line in found]
    return list(dict.fromkeys(found))


def _place_words(path: str, scenario: Scenario, t: Translator) -> str:
    for place, p in scenario.located_parameters():
        inside = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place)[1:]
        if path.startswith(inside):
            return labels.parameter_label(scenario, p.name, t)
    return "" if INTERNAL.fullmatch(path) else path


def impossible(law: Law, possible: tuple[float, float], t: Translator) -> str:
    """What to say where a distribution leaves what is physically possible; empty where not."""
    low, high = law.support
    least, most = possible
    if low >= least and high <= most:
        return ""
    below, above = float(law.cdf(least)), 1.0 - float(law.cdf(most))
    if high > most:
        return t("It reaches beyond {limit}, which is impossible, with a chance of {chance}; give"
                 " the largest possible value or choose another candidate.",
                 limit=t.number(most), chance=chance_words(above, t))
    return t("It reaches below {limit}, which is impossible, with a chance of {chance}; give the"
             " smallest possible value or choose another candidate.",
             limit=t.number(least), chance=chance_words(below, t))


def chance_words(chance: float, t: Translator) -> str:
    """A chance as a frequency: "1 in 1,000"."""
    if chance <= 0.0:
        return t("none")
    return t("1 in {number}", number=t.number(1.0 / chance, 2))


def tail_table(law: Law, t: Translator) -> pd.DataFrame:
    """Chance in words, the value below which and the one above which it lies."""
    return pd.DataFrame([{"chance": chance_words(one.chance, t), "below": one.below,
                          "above": one.above} for one in tails(law, CHANCES)])


def tail_sentence(law: Law, unit: str, t: Translator) -> str:
    """What the chosen candidate says far out."""
    one = tails(law, (0.001,))[0]
    return t("The chosen candidate says: **1 in 1,000** chance above **{above}**, and 1 in 1,000"
             " below **{below}** ({unit}). If that cannot be, change the ends or choose another.",
             above=t.number(one.above), below=t.number(one.below), unit=escaped(unit))


def faults(error: PraError, titles: Sequence[str], values: Sequence[float | None],
           bounds: tuple[float | None, float | None], t: Translator) -> list[str]:
    """One sentence for each thing wrong with what was typed, in the words of the form."""
    found = [line for problem in error.problems
             for line in _told(problem, titles, values, bounds, t)]
    return list(dict.fromkeys(found))


def _told(problem: Problem, titles: Sequence[str], values: Sequence[float | None],
          bounds: tuple[float | None, float | None], t: Translator) -> list[str]:
    if problem.code == "conflict" and len(values) < 2:
        return [t("At least two values must be asked for.")]
    if problem.code == "missing":
        return [t("{field} is empty; a number is required.", field=title)
                for title, x in zip(titles, values, strict=True) if x is None]
    given = [(title, x) for title, x in zip(titles, values, strict=True) if x is not None]
    if problem.code == "order":
        found = [t("“{first}” ({low}) must be smaller than “{second}” ({high}).", first=a,
                   low=t.number(x, 12), second=b, high=t.number(y, 12))
                 for (a, x), (b, y) in zip(given, given[1:], strict=False) if x >= y]
        found += _beyond(given, bounds, t)
        if found:
            return found
    path = problem.path if problem.path in ("probabilities",) else ""
    return [t.error(Problem(problem.code, path, problem.value, problem.allowed))]


def _beyond(given: Sequence[tuple[str, float]], bounds: tuple[float | None, float | None],
            t: Translator) -> list[str]:
    lower, upper = bounds
    found = [t("“{field}” ({number}) lies below the smallest possible value ({limit}).",
               field=title, number=t.number(x, 12), limit=t.number(lower, 12))
             for title, x in given if lower is not None and x < lower]
    return found + [t("“{field}” ({number}) lies above the largest possible value ({limit}).",
                      field=title, number=t.number(x, 12), limit=t.number(upper, 12))
                    for title, x in given if upper is not None and x > upper]


def judged_points(values: Sequence[float | None], outside: float) -> list[tuple[float, float]]:
    """Smallest and largest as points (value, cumulative probability)."""
    ends = (values[0], outside), (values[-1], 1.0 - outside)
    return [(x, p) for x, p in ends if x is not None]


def starting_values(law: Distribution, asked: str, probabilities: Sequence[float]
                    ) -> list[float | None]:
    """The value in use put as answers to what is asked, to few digits; None where it has none."""
    if asked == "quantiles":
        return _rounded([float(law.ppf(p)) for p in probabilities])
    low, high = law.support
    low = low if math.isfinite(low) and low > 0.0 else float(law.ppf(0.01))
    high = high if math.isfinite(high) else float(law.ppf(0.99))
    likely = float(getattr(law, "mode", law.ppf(0.5)))
    return _rounded([low, min(max(likely, low), high), high])


def _rounded(values: Sequence[float]) -> list[float | None]:
    for digits in range(3, 13):
        found = [float(f"{x:.{digits}g}") for x in values]
        if all(a < b for a, b in zip(found, found[1:], strict=False)):
            return list(found)
    return [None] * len(values)
