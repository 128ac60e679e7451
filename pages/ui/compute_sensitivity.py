"""Cached runs of sensitivity analysis; see `compute` for the rules of keeping.

A run is kept with its generator, so that one that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

import pandas as pd
import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS, assessed
from pra_core import reference, sensitivity
from pra_core.assessment import Assessment
from pra_core.errors import PraError
from pra_core.figures.sensitivity_response import Response, response
from pra_core.figures.sensitivity_words import Question, explained
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.sensitivity import Step

KEPT = 48
"""Runs that are kept, finished or stopped."""
Key = tuple[str, str, str, tuple[str, ...] | None, int, int, str]


@dataclass(slots=True, eq=False)
class Run:
    """One run as far as it got; visitors with the same question share it."""

    key: Key
    steps: Iterator[Step]
    done: float = 0.0
    frame: pd.DataFrame | None = None
    lock: Lock = field(default_factory=Lock)

    def advance(self) -> bool:
        """One step on; False once there is nothing left to do. PraError as the core raises it."""
        with self.lock:
            if self.frame is not None:
                return False
            try:
                step = next(self.steps)
            except PraError:
                _runs().pop(self.key, None)
                raise
            self.done, self.frame = step.done, step.frame
            return self.frame is None


def run(method: str, scenario: Scenario, question: Question, n: int) -> Run:
    """The run of a method, kept or new; nothing is computed yet. PraError for wrong arguments."""
    kept, key = _runs(), _key(method, scenario, question, n)
    if key not in kept:
        kept[key] = Run(key, sensitivity.steps(
            method, scenario, n=n, seed=session.seed(), output=question.output,
            other=question.other))
        while len(kept) > KEPT:
            kept.pop(next(iter(kept)), None)
    return kept[key]


def known(method: str, scenario: Scenario, question: Question, n: int) -> pd.DataFrame | None:
    """The table of a run that is finished; None otherwise."""
    found = _runs().get(_key(method, scenario, question, n))
    return found.frame if found is not None else None


def drawn(scenario: Scenario, question: Question) -> FloatArray:
    """What is explained in the visitor's simulated futures, [draws]."""
    return explained(question, assessed(scenario), _compared(scenario, question))


def preview(scenario: Scenario, question: Question) -> dict[str, float]:
    """The quick estimate from the simulated futures at hand, largest first."""
    return _preview(scenario, question, session.draws(), session.seed())


def responded(scenario: Scenario, question: Question, name: str) -> Response:
    """How what is explained answers to one input."""
    return _responded(scenario, question, name, session.draws(), session.seed())


def _compared(scenario: Scenario, question: Question) -> Assessment | None:
    if question.other is None:
        return None
    return assessed(scenario.with_measures(question.other))


def _key(method: str, scenario: Scenario, question: Question, n: int) -> Key:
    return (method, scenario.fingerprint, question.output, question.other, n, session.seed(),
            reference.boundary_set())


@st.cache_resource(max_entries=1, show_spinner=False)
def _runs() -> dict[Key, Run]:
    return {}


@st.cache_resource(max_entries=48, show_spinner=False, hash_funcs=KEYS)
def _preview(scenario: Scenario, question: Question, draws: int,  # noqa: ARG001 - part of the key
             seed: int) -> dict[str, float]:  # noqa: ARG001 - part of the key
    return sensitivity.preview(assessed(scenario), question.output, _compared(scenario, question))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=KEYS)
def _responded(scenario: Scenario, question: Question, name: str, draws: int,  # noqa: ARG001 - key
               seed: int) -> Response:  # noqa: ARG001 - part of the key
    return response(assessed(scenario).values[name], drawn(scenario, question), question)
