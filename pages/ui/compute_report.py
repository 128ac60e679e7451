"""Reports as documents and as files; see `compute` for the rules of keeping.

A kept document is found again only with all that stands in it: scenario, seed, simulated futures,
names, openness and what was written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import compute, compute_precision, compute_sets, compute_study, session
from pages.ui.compute import KEYS
from pra_core.access import Classification
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.import_requirements import Edit, Requirements, drafted, edited
from pra_core.portfolio import Portfolios
from pra_core.report.content import SECTIONS, build
from pra_core.report.document import Document, Form
from pra_core.report.drawn_once import drawn_once
from pra_core.report.provenance import Provenance, classification_words
from pra_core.report.requirements import level, paper, section
from pra_core.scenario import Scenario
from pra_core.store.scenario_code import attachment, encode, fits_square
from pra_core.top_up import judged
from pra_core.value_of_information import StudyTable

Key = tuple[int, str, float]
"""What a report hangs on beside the scenario: what was judged, analysed and assumed so far."""
Edits = tuple[tuple[str, str, Edit], ...]
"""Language, part and what was written there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report holds and who stands behind it."""

    languages: tuple[str, ...]
    parts: tuple[str, ...]
    provenance: Provenance
    classification: Classification
    edits: Edits = ()


_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {**KEYS, Choice: repr}


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, its type, and who writes it."""

    ending: str
    mime: str
    write: Callable[[tuple[Document, ...]], bytes]


def documents(choice: Choice) -> tuple[Document, ...]:
    """The report on the running scenario, one document per language."""
    scenario = session.scenario()
    exact = compute_precision.exact(scenario)
    sampled = "" if exact is None else f"{len(exact)}:{float(exact['ST'].sum())!r}"
    sets = searched(scenario)
    study = compute_study.studies(scenario) if sets is not None else None
    key = _judged(sets), sampled, compute_study.assumed_cost()
    return _documents(scenario, session.draws(), session.seed(), choice, key, exact, study)


def papers(choice: Choice, kind: Mapping[str, str], running: Mapping[str, str]
           ) -> tuple[Document, ...]:
    """The import requirements alone; `kind` and `running` are words by language."""
    scenario, seed, draws = session.scenario(), session.seed(), session.draws()
    day, found = choice.provenance.made, requirements(scenario, choice)
    return tuple(
        paper(one, kind=kind[one.language], running=running[one.language],
              provenance=choice.provenance, differing=_one_sided(choice.edits),
              classification=classification_words(choice.classification, day,
                                                  translator(one.language)),
              attachment=attachment(scenario, seed, draws, choice.classification),
              t=translator(one.language))
        for one in found)


def draft_requirements(scenario: Scenario, t: Translator) -> Requirements:
    """The import requirements as drafted, with the verdict on the measures as judged so far."""
    return drafted(scenario, t, verdict(scenario))


def verdict(scenario: Scenario) -> str:
    """How the selected measures are judged against the ALOP, as the Measures page judges them."""
    return judged(compute.assessed(scenario), searched(scenario)).verdict


def _one_sided(edits: Edits) -> frozenset[str]:
    """Parts written by hand in one language only: in the other they say something else."""
    written = [{part for code, part, _ in edits if code == one} for one in LANGUAGES]
    return frozenset(one for some in written for one in some
                     if not all(one in others for others in written))


def requirements(scenario: Scenario, choice: Choice) -> tuple[Requirements, ...]:
    """The import requirements in the languages chosen, with what was written by hand."""
    found = [edited(draft_requirements(scenario, translator(language)),
                    {part: edit for code, part, edit in choice.edits if code == language})
             for language in choice.languages]
    return level(found) if len(found) > 1 else tuple(found)


def first_picture(choice: Choice) -> bytes:
    """The first page of the report as PNG."""
    scenario = session.scenario()
    found = documents(choice)
    return _picture(scenario, session.draws(), session.seed(), choice,
                    _judged(searched(scenario)), found)


def searched(scenario: Scenario) -> Portfolios | None:
    """Every set of measures as judged so far; None where there are none, or too many."""
    if not scenario.measures:
        return None
    try:
        return compute_sets.searched(scenario)
    except PraError:
        return None  # the page of measures says why


def pdf(found: tuple[Document, ...]) -> bytes:
    """One document, or two languages side by side, as PDF."""
    # Writers are slow to import and needed when somebody takes a file, not at every start.
    from pra_core.report.pdf import to_pdf

    return to_pdf(found)


def word(found: tuple[Document, ...]) -> bytes:
    """The same as a Word file."""
    from pra_core.report.word import to_docx

    return to_docx(found)


def html(found: tuple[Document, ...]) -> bytes:
    """The same as one HTML page."""
    from pra_core.report.html import to_html

    return to_html(found)


def excel(found: tuple[Document, ...]) -> bytes:
    """The tables of it as a workbook."""
    from pra_core.report.spreadsheet import to_xlsx

    return to_xlsx(found)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "PDF": Format("pdf", "application/pdf", pdf),
    "Word": Format("docx", f"{_OFFICE}.wordprocessingml.document", word),
    "HTML": Format("html", "text/html", html),
    "Excel": Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", excel)}
"""Kinds of file by name."""


def _judged(sets: Portfolios | None) -> int:
    """Grows whenever a set is judged on more simulated futures."""
    return 0 if sets is None else int(sets.table["draws"].sum())


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_KEYS)
def _documents(scenario: Scenario, draws: int, seed: int, choice: Choice,
               key: Key, _exact: pd.DataFrame | None,
               _study: StudyTable | None) -> tuple[Document, ...]:
    before, after = compute.baseline(scenario), compute.assessed(scenario)
    code, sets = encode(scenario, seed, draws), searched(scenario)
    square, heading = code if fits_square(code) else "", SECTIONS["requirements"]
    found = []
    for one in requirements(scenario, choice):
        t = translator(one.language)
        found.append(build(
            before, after, sets, t=t, seed=seed, provenance=choice.provenance,
            classification=choice.classification, exact=_exact, study=_study,
            reload_text=code, reload_qr=square, parts=choice.parts,
            requirements=section(one, t(heading), t, _one_sided(choice.edits))))
    return tuple(drawn_once(one, _drawn(scenario, draws, seed, key)) for one in found)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_KEYS)
def _picture(scenario: Scenario, draws: int, seed: int, choice: Choice,  # noqa: ARG001 - key
             judged: int, _documents: tuple[Document, ...]) -> bytes:  # noqa: ARG001 - key
    from pra_core.report.pdf import first_page

    return first_page(_documents)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=KEYS)
def _drawn(scenario: Scenario, draws: int, seed: int, key: Key  # noqa: ARG001 - key
           ) -> dict[tuple[str, str, Form], bytes]:
    """Drawings of the figures of the reports on one scenario, whatever else they hold."""
    return {}
