"""Cached calls of the core about trials, inspection and records; see `compute` for the rules."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, session
from pages.ui.compute import KEYS
from pra_core import interception_records
from pra_core.figures import inspection_course
from pra_core.figures.inspection_course import InspectionCourse
from pra_core.frozen import FloatArray
from pra_core.interception import Posterior, Record, update
from pra_core.scenario import Scenario
from pra_core.step import Step


def inspections(scenario: Scenario) -> list[InspectionCourse]:
    """What every inspection finds, alone and after the selected measures."""
    return _inspections(scenario, session.draws(), session.seed())


def posterior(scenario: Scenario, pathway_id: str, records: tuple[Record, ...],
              before: Step | None) -> Posterior:
    """Prevalence and lot shape of a pathway after records of lots inspected after a step."""
    return _posterior(scenario.with_measures(()), pathway_id, records, before, session.draws(),
                      session.seed())


def values(scenario: Scenario, name: str) -> FloatArray:
    """Sampled values of one parameter, [draws]."""
    return compute.assessed(scenario).values[name]


def table(content: bytes) -> tuple[Record, ...]:
    """The interception records in a file, read once; a refused file is read again."""
    return _table(content)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _inspections(scenario: Scenario, draws: int, seed: int  # noqa: ARG001 - part of the key
                 ) -> list[InspectionCourse]:
    return inspection_course.inspections(scenario, compute.assessed(scenario).values)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=KEYS)
def _posterior(scenario: Scenario, pathway_id: str, records: tuple[Record, ...],
               before: Step | None, draws: int, seed: int  # noqa: ARG001 - part of the key
               ) -> Posterior:
    pathway = next(p for p in scenario.pathways if p.id == pathway_id)
    values = compute.assessed(scenario).values
    shape = pathway.lot_shape.distribution if pathway.lot_shape is not None else None
    return update(records, pathway.prevalence.distribution, shape, interception_records.condensed(
        interception_records.findable_share(pathway, values, before)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _table(content: bytes) -> tuple[Record, ...]:
    return interception_records.parse(content)
