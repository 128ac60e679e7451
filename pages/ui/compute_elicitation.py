"""Cached calls of the core about expert judgement; see `compute` for the rules of keeping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from pages.ui import compute_sets, session
from pra_core import top_up
from pra_core.decision_stability import Answer, alternatives, answer
from pra_core.distribution import Elicited, Fit, fit_min_likely_max, fit_quantiles
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario

ANSWERS = 60
"""Answers kept, one for each assessor alone or left out."""
Side = tuple[str, str]
"""Name of an assessor, and "alone" or "without"."""


def fits(asked: str, probabilities: Sequence[float], values: Sequence[float], outside: float,
         lower: float | None, upper: float | None) -> list[Fit]:
    """Candidates for what was said, best first; PraError with every problem of it.

    Between two ends, straight lines through all quantiles are offered last.
    """
    return _fits(asked, tuple(probabilities), tuple(values), outside, lower, upper)


def answers(scenario: Scenario, name: str) -> Mapping[Side, Answer | None] | None:
    """What would be recommended by assessor and side; None before all of it is known.

    A side on which nobody is left to believe has no answer.
    """
    known = _store()
    found: dict[Side, Answer | None] = {}
    for one in alternatives(scenario, name):
        if one.scenario is not None and _key(one.scenario) not in known:
            return None
        found[one.assessor, one.side] = known[_key(one.scenario)] if one.scenario else None
    return found if compute_sets.is_settled(scenario) else None


def answering(scenario: Scenario, name: str) -> Iterator[float]:
    """Searches all sets of measures for each assessor alone and left out; yields the share done.

    What is found is kept, so that a search is never made twice for what one person said.
    """
    known, made = _store(), alternatives(scenario, name)
    for _ in () if compute_sets.is_settled(scenario) else compute_sets.settling(scenario):
        yield 0.0
    for place, one in enumerate(made, 1):
        if one.scenario is not None and _key(one.scenario) not in known:
            yield (place - 1) / (len(made) + 1)
            sets = top_up.prepared(portfolios(one.scenario, one.scenario.alop, session.draws(),
                                              session.seed()))
            for found in top_up.steps(sets):
                sets = found
                yield (place - 0.5) / (len(made) + 1)
            known[_key(one.scenario)] = answer(sets)
            while len(known) > ANSWERS:
                known.pop(next(iter(known)), None)
    yield 1.0


def answer_now(scenario: Scenario) -> Answer:
    """What is recommended with everybody pooled, as the Measures page says it."""
    return answer(compute_sets.searched(scenario))


def _key(scenario: Scenario) -> tuple[str, int, int]:
    return scenario.fingerprint, session.draws(), session.seed()


@st.cache_resource(max_entries=1, show_spinner=False)
def _store() -> dict[tuple[str, int, int], Answer]:
    return {}


@st.cache_resource(max_entries=64, show_spinner=False)
def _fits(asked: str, probabilities: tuple[float, ...], values: tuple[float, ...],
          outside: float, lower: float | None, upper: float | None) -> list[Fit]:
    if asked == "quantiles":
        found = fit_quantiles(probabilities, values, lower, upper)
        if lower is None or upper is None:
            return found
        exact = Elicited(probabilities=probabilities, values=values, lower=lower, upper=upper)
        return [*found, Fit(exact, 0.0, (0.0,) * len(values))]
    low, likely, high = values
    return fit_min_likely_max(low, likely, high, outside=outside, lower=lower, upper=upper)
