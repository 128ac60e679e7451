"""Terms, help and tour as shipped, and what a faulty file is told."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from pra_core.errors import PraError
from pra_core.store.first_steps import load_first_steps, read_first_steps
from pra_core.worked_questions import QuestionId

TERMS = 'terms:\n- {id: pest, term: {en: pest}, meaning: {en: harm}, after: ISPM 5}\n'
PAGES = 'pages:\n- {page: entry, answers: {en: a}, read: {en: b}, then: {en: c}, terms: [pest]}\n'
TOUR = 'tour:\n- {page: entry, title: {en: a}, look: {en: b}, do: {en: c}}\n'


def test_every_page_has_help_and_every_help_a_page(root: Path) -> None:
    files = {p.stem for p in (root / "pages").glob("*.py")} - {"__init__"}
    assert {one.page for one in load_first_steps().pages} == files


def test_the_tour_has_five_stops_on_existing_pages(root: Path) -> None:
    tour = load_first_steps().tour
    assert len(tour) == 5
    assert all((root / "pages" / f"{one.page}.py").is_file() for one in tour)


def test_both_languages_and_every_term_is_used() -> None:
    steps = load_first_steps()
    texts = [text for one in steps.terms for text in (one.term, one.meaning)]
    texts += [text for one in steps.pages for text in (one.answers, one.read, one.then)]
    texts += [text for one in steps.tour for text in (one.title, one.look, one.do)]
    assert all(set(text) == {"en", "zh_CN"} for text in texts)
    used = {term for one in steps.pages for term in one.terms}
    assert {one.id for one in steps.terms} == used


def test_questions_of_the_pages_exist() -> None:
    asked = {q for one in load_first_steps().pages for q in one.questions}
    assert asked == set(get_args(QuestionId))


def test_a_sound_file_is_read() -> None:
    steps = read_first_steps({"terms": TERMS, "pages": PAGES, "tour": TOUR})
    assert [one.id for one in steps.terms_of("entry")] == ["pest"]
    assert steps.terms_of("nowhere") == ()


@pytest.mark.parametrize(("part", "text", "code"), [
    ("pages", PAGES.replace("[pest]", "[host]"), "unknown_id"),
    ("terms", TERMS + TERMS.removeprefix("terms:\n"), "duplicate"),
    ("tour", TOUR.replace("look: {en: b}", "look: {zh_CN: b}"), "wrong_type"),
    ("terms", TERMS + TERMS, "duplicate_key"),
])
def test_a_faulty_file_is_refused_by_name(part: str, text: str, code: str) -> None:
    whole = {"terms": TERMS, "pages": PAGES, "tour": TOUR} | {part: text}
    with pytest.raises(PraError) as refused:
        read_first_steps(whole)
    assert code in {p.code for p in refused.value.problems}
