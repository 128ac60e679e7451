"""Three invented judgements around the value in use, to learn with; marked as invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pra_core.distribution import Distribution, fit_quantiles
from pra_core.elicitation import Elicitation
from pra_core.errors import N_, PraError
from pra_core.figures.elicitation_opinion_words import INVENTED
from pra_core.figures.elicitation_words import starting_values
from pra_core.i18n import LANGUAGES, translator
from pra_core.validation import validated

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = N_("Invented assessor A"), N_("Invented assessor B"), N_("Invented assessor C")
VIEWS: tuple[Callable[[float], float], ...] = (
    lambda p: p**1.5, lambda p: 0.5 + 0.6 * (p - 0.5), lambda p: 1.0 - 0.12 * (1.0 - p) ** 1.5)
"""A sees it lower, B is surer of the middle, C is sure that it is much higher. What each takes for
the value of percentile p is the value in use at another percentile: it stays possible."""


def invented(law: Distribution, lower: float | None, upper: float | None, date: dt.date,
             language: str) -> Elicitation:
    """Judgements of three invented assessors, derived from the distribution in use.

    Raises PraError("not_computed") where that has no five different quantiles.
    """
    t = translator(language)
    judgements = []
    for name, view in zip(NAMES, VIEWS, strict=True):
        values = starting_values(law, "quantiles", [view(p) for p in PROBABILITIES])
        if None in values:
            raise PraError("not_computed", value=law.kind, allowed="an input that is uncertain and"
                           " sampled by itself")
        numbers = [x for x in values if x is not None]
        best = fit_quantiles(PROBABILITIES, numbers, lower, upper)[0]
        judgements.append({
            "assessor": t(name), "round": 1, "date": date, "asked": "quantiles",
            "reason": {one: translator(one)(INVENTED) for one in LANGUAGES},
            "probabilities": PROBABILITIES, "values": numbers,
            "distribution": best.distribution.model_dump()})
    return validated(Elicitation, {"judgements": judgements, "lower": lower, "upper": upper})
