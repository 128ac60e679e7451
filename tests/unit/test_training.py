"""Exercises: what is right comes from the core, points follow the rules, files are checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pytest
import yaml

from pra_core import reference
from pra_core.errors import PraError
from pra_core.inspection import sample_size
from pra_core.store.exercises import (
    exercise_ids,
    ground_of,
    load_exercise,
    read_exercise,
)
from pra_core.training import (
    Answer,
    ChoiceAnswer,
    Exercise,
    JudgedSet,
    MeasuresAnswer,
    MeasuresQuestion,
    NumberAnswer,
    RankingAnswer,
    Solution,
    graded,
    near,
    read_answers,
    shown_order,
    solved,
)
from pra_core.training.grading import measures_share
from pra_core.training.schema import ChoiceQuestion, RankingQuestion
from pra_core.training.solution import relative_shares

LIGHT = ("reading-an-entry-funnel", "sample-size", "probit-9-poor-host", "negligible-is-not-zero",
         "least-restrictive-set")
FILE = "exercise.yaml"


@lru_cache(maxsize=16)
def solution(exercise_id: str, seed: int | None = None) -> Solution:
    return solved(ground_of(load_exercise(exercise_id), seed))


def perfect(found: Solution) -> dict[str, Answer]:
    """The right answers as a trainee would hand them in; only the right option, best set, order."""
    answers: dict[str, Answer] = {}
    for question_id, right in found.answers.items():
        if isinstance(right, NumberAnswer):
            answers[question_id] = right.value
        elif isinstance(right, ChoiceAnswer):
            answers[question_id] = right.best
        elif isinstance(right, RankingAnswer):
            answers[question_id] = right.order
        else:
            assert right.best is not None, "an exercise must have a set that meets"
            answers[question_id] = right.best.measures
    return answers


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_right_answers_bring_every_point_and_none_bring_nothing(exercise_id: str) -> None:
    found = solution(exercise_id)
    full = graded(found, read_answers(found.exercise, perfect(found)))
    assert full.points == full.out_of == found.exercise.points
    assert graded(found, {}).points == 0


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_texts_are_in_both_languages_and_differ(exercise_id: str) -> None:
    def texts(node: object) -> list[Mapping[str, str]]:
        if isinstance(node, dict):
            own = [node] if set(node) <= {"en", "zh_CN"} and node else []
            return own + [x for value in node.values() for x in texts(value)]
        return [x for one in node for x in texts(one)] if isinstance(node, list | tuple) else []

    found = texts(load_exercise(exercise_id).model_dump())
    assert len(found) > 10
    assert [x for x in found if "zh_CN" not in x] == []


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_no_right_number_stands_in_a_file(exercise_id: str) -> None:
    """Numbers are named as quantities of the core; the files hold no field for a right number."""
    for question in load_exercise(exercise_id).questions:
        if question.kind == "number":
            assert type(question.answer).__module__ == "pra_core.training.quantity"


def test_another_seed_has_other_right_numbers() -> None:
    first, other = (solution("reading-an-entry-funnel", s).answers["reach-a-host"]
                    for s in (None, 7))
    assert isinstance(first, NumberAnswer)
    assert isinstance(other, NumberAnswer)
    assert first.value != other.value
    assert near(other.value, first.value, 0.2)


@pytest.mark.parametrize(("exercise_id", "question_id", "right"), [
    pytest.param("probit-9-poor-host", "probit-nine", 93_613, id="Couey-Chew-1986-93613"),
    pytest.param("independent-or-not", "both-fail", 0.5, id="ISPM-14-independent-a-times-b"),
    pytest.param("independent-or-not", "both-needed", 14.5, id="ISPM-14-a-plus-b-less-ab"),
    pytest.param("negligible-is-not-zero", "expected", 50, id="Powell-2013-uniform-mean-5e-7"),
    pytest.param("negligible-is-not-zero", "triangular", 100 / 3,
                 id="Powell-2013-triangular-mean-3.33e-7"),
])
def test_published_numbers_are_right_answers(exercise_id: str, question_id: str, right: float
                                             ) -> None:
    exercise = load_exercise(exercise_id)
    done = graded(solution(exercise_id), read_answers(exercise, {question_id: right}))
    assert done.part(question_id).share == 1.0


def test_a_sample_for_a_coarser_share_is_a_known_mistake() -> None:
    exercise = load_exercise("sample-size")
    part = graded(solution("sample-size"), {"one-per-cent": float(sample_size(0.05, 0.95))}
                  ).part("one-per-cent")
    assert (part.slip, part.share) == (0, exercise.questions[0].slips[0].share)  # type: ignore[union-attr]


def test_near_enough_brings_half() -> None:
    right = solution("reading-an-entry-funnel").answers["reach-a-host"]
    assert isinstance(right, NumberAnswer)
    shares = [graded(solution("reading-an-entry-funnel"), {"reach-a-host": right.value * k})
              .part("reach-a-host").share for k in (1.0, 1.04, 1.06, 1.29, 1.31, -1.0)]
    assert shares == [1.0, 1.0, 0.5, 0.5, 0.0, 0.0]


def test_factors_count_both_ways() -> None:
    assert [near(x, 60.0, 1.5, factor=True) for x in (40.0, 90.0, 39.0, 91.0, 0.0, -60.0)] == [
        True, True, False, False, False, False]


def test_wrong_boxes_cost_as_much_as_right_ones_bring() -> None:
    def share(*chosen: str) -> float:
        return graded(solution("sample-size"), {"nothing-found": chosen}
                      ).part("nothing-found").share

    assert [share("design", "weak"), share("design"), share("design", "free"),
            share("design", "weak", "free", "posterior")] == [1.0, 0.5, 0.0, 0.0]


def test_order_counts_by_pairs() -> None:
    right = solution("negligible-is-not-zero").answers["means"]
    assert isinstance(right, RankingAnswer)
    order = right.order
    swapped = (order[1], order[0], *order[2:])

    def share(answer: tuple[str, ...]) -> float:
        return graded(solution("negligible-is-not-zero"), {"means": answer}).part("means").share

    assert share(order) == 1.0
    assert share(swapped) == pytest.approx(2 * 5 / 6 - 1)
    assert share(order[::-1]) == 0.0


def test_a_choice_by_quantities_gives_close_seconds_their_share() -> None:
    assert relative_shares({"a": 1.0, "b": 0.9, "c": 0.5, "d": 0.0}, largest=True) == {
        "a": 1.0, "b": 0.9, "c": 0.0, "d": 0.0}
    assert relative_shares({"a": 1.0, "b": 0.9}, largest=False) == {"a": 0.9, "b": 1.0}
    assert relative_shares({"a": 0.0, "b": 0.0}, largest=True) == {"a": 1.0, "b": 1.0}


def test_sets_are_judged_by_the_search() -> None:
    found = solution("least-restrictive-set")
    right = found.answers["chosen"]
    assert isinstance(right, MeasuresAnswer)
    assert right.best is not None

    def share(*ids: str) -> float:
        return graded(found, {"chosen": tuple(ids)}).part("chosen").share

    heavier = next(s for s in right.sets.values()
                   if s.verdict == "meets" and s.levels > right.best.levels)
    assert share(*right.best.measures) == 1.0
    assert share(*heavier.measures) == 0.6
    assert share() == 0.0


def test_sets_too_close_to_call_bring_half_of_what_they_would() -> None:
    question = next(q for q in load_exercise("least-restrictive-set").questions
                    if isinstance(q, MeasuresQuestion))
    listed = [JudgedSet(("light",), 0.9, "too_close", (2, 2)),
              JudgedSet(("sure",), 0.95, "meets", (3, 3)),
              JudgedSet(("much",), 0.9, "too_close", (4, 9)),
              JudgedSet(("weak",), 0.2, "fails", (1, 1))]
    right = MeasuresAnswer({s.measures: s for s in listed}, listed[1], listed[1])
    shares = {ids: measures_share(question, right, (ids,))
              for ids in ("light", "sure", "much", "weak", "unknown")}
    assert shares == {"light": 0.5, "sure": 1.0, "much": 0.3, "weak": 0.0, "unknown": 0.0}
    none = MeasuresAnswer(right.sets, None, listed[1])
    assert measures_share(question, none, ("sure",)) == question.meets_share
    assert measures_share(question, none, ("much",)) == 0.0


def test_no_measure_at_all_is_an_answer() -> None:
    exercise = load_exercise("least-restrictive-set")
    assert read_answers(exercise, {"chosen": [], "without": None}) == {"chosen": ()}


def test_hints_cost_their_points_and_never_more_than_was_earned() -> None:
    found = solution("reading-an-entry-funnel")
    cost = found.exercise.hints[0].cost
    assert cost > 0
    assert graded(found, perfect(found), 1).points == found.exercise.points - cost
    assert graded(found, {}, 2).points == 0
    with pytest.raises(PraError, match="outside what is allowed"):
        graded(found, {}, 3)


def test_answers_that_are_none_are_refused_all_at_once() -> None:
    exercise = load_exercise("sample-size")
    with pytest.raises(PraError) as caught:
        read_answers(exercise, {"half-blind": float("nan"), "one-per-cent": "many", "nothing-found":
                                ["free", "free", "moon"], "no-such-question": 1, "missed": True})
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("unknown_id", "no-such-question"), ("wrong_type", "one-per-cent"),
        ("not_finite", "half-blind"), ("wrong_type", "missed"), ("duplicate", "nothing-found"),
        ("unknown_id", "nothing-found")]


def test_two_options_for_one_answer_are_refused() -> None:
    exercise = load_exercise("reading-an-entry-funnel")
    with pytest.raises(PraError) as caught:
        read_answers(exercise, {"strongest-step": ["packing", "transfer"]})
    assert caught.value.code == "out_of_bounds"


def test_what_is_shown_first_is_no_sign_of_what_is_right() -> None:
    """Right options stand first in the files for the author's ease, not on the page."""
    first = 0
    asked = [(e, q) for e in map(load_exercise, exercise_ids()) for q in e.questions
             if isinstance(q, ChoiceQuestion | RankingQuestion)]
    for _, question in asked:
        shown = shown_order(question)
        listed = question.options if isinstance(question, ChoiceQuestion) else question.items
        assert sorted(shown) == sorted(one.id for one in listed)
        first += shown[0] == listed[0].id
    assert first < 0.6 * len(asked)


def _document(**changes: object) -> str:
    data = yaml.safe_load((reference.DATA / "exercises/sample-size.yaml").read_text("utf-8"))
    data.update(changes)
    return yaml.safe_dump(data, allow_unicode=True)


@pytest.mark.parametrize(("changes", "code", "path"), [
    ({"level": "heroic"}, "wrong_type", "level"),
    ({"points": 3}, "unknown_key", "points"),
    ({"page": "nowhere"}, "wrong_type", "page"),
    ({"minutes": 0}, "out_of_bounds", "minutes"),
    ({"title": {"zh_CN": "无英文"}}, "wrong_type", "title"),
    ({"background": []}, "wrong_type", "background"),
    ({"setting": {}}, "conflict", "setting.scenario"),
    ({"setting": {"scenario": "medfly-citrus-china", "hidden": ["fruit.packing"]}}, "conflict",
     "setting.hidden"),
])
def test_malformed_files_are_refused_by_path(changes: dict[str, object], code: str, path: str
                                             ) -> None:
    with pytest.raises(PraError) as caught:
        read_exercise(_document(**changes), FILE)
    assert (code, f"{FILE}: {path}") in [(p.code, p.path) for p in caught.value.problems]


def test_every_problem_of_a_file_is_named_at_once() -> None:
    text = _document(level="heroic", minutes=-1, questions=[
        {"kind": "number", "id": "a", "text": {"en": "?"}, "points": 2, "unit": {"en": "1"},
         "answer": {"kind": "guess"}, "full": 0.1, "half": 0.01},
        {"kind": "choice", "id": "b", "text": {"en": "?"}, "points": 2,
         "options": [{"id": "x", "text": {"en": "x"}}, {"id": "x", "text": {"en": "x"}}]}])
    with pytest.raises(PraError) as caught:
        read_exercise(text, FILE)
    places = {p.path.removeprefix(f"{FILE}: ") for p in caught.value.problems}
    assert {"level", "minutes", "questions[0].answer"} <= places
    assert any(place.startswith("questions[1]") for place in places)


@pytest.mark.parametrize(("question", "code"), [
    ({"kind": "number", "answer": {"kind": "law", "distribution": {"kind": "uniform", "low": 0,
                                                                   "high": 1}},
      "unit": {"en": "1"}, "full": 0.5, "half": 0.1}, "order"),
    ({"kind": "choice", "options": [{"id": "x", "text": {"en": "x"}, "share": 0.5},
                                    {"id": "y", "text": {"en": "y"}, "share": 0}]}, "missing"),
    ({"kind": "choice", "best": "largest", "options": [
        {"id": "x", "text": {"en": "x"}, "share": 1},
        {"id": "y", "text": {"en": "y"}, "share": 0}]}, "missing"),
    ({"kind": "ranking", "order": "largest_first", "items": [
        {"id": i, "text": {"en": i}} for i in "xyz"]}, "conflict"),
])
def test_questions_that_cannot_be_graded_are_refused(question: dict[str, object], code: str
                                                     ) -> None:
    text = _document(questions=[{"id": "a", "text": {"en": "?"}, "points": 2, **question}])
    with pytest.raises(PraError) as caught:
        read_exercise(text, FILE)
    assert code in [p.code for p in caught.value.problems]


def test_references_that_lead_nowhere_are_named_by_path() -> None:
    exercise = Exercise.model_validate(yaml.safe_load(_document(
        setting={"scenario": "medfly-citrus-china", "measures": ["magic"], "free": ["no.input"]},
        decisions=["no-decision"],
        questions=[
            {"kind": "measures", "id": "m", "text": {"en": "?"}, "points": 1, "offered": ["wand"]},
            {"kind": "number", "id": "n", "text": {"en": "?"}, "points": 1, "unit": {"en": "1"},
             "full": 0, "half": 0, "answer": {"kind": "influence", "parameter": "no.such"}},
            {"kind": "number", "id": "o", "text": {"en": "?"}, "points": 1, "unit": {"en": "1"},
             "full": 0, "half": 0, "answer": {"kind": "implied", "decision": "none",
                                              "confidence": 0.9}}])))
    with pytest.raises(PraError) as caught:
        ground_of(exercise, name=FILE)
    assert {p.path for p in caught.value.problems} == {
        f"{FILE}: {place}" for place in (
            "decisions", "setting.free", "setting.measures", "questions[0].offered",
            "questions[1].answer.parameter", "questions[2].answer.decision")}


def test_an_unknown_scenario_is_named() -> None:
    exercise = Exercise.model_validate(yaml.safe_load(_document(setting={"scenario": "atlantis"})))
    with pytest.raises(PraError) as caught:
        ground_of(exercise, name=FILE)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("unknown_id", f"{FILE}: setting.scenario")]


def test_a_decision_brings_its_scenario_and_measures() -> None:
    start = ground_of(load_exercise("consistent-alop")).scenario
    assert start.id == "medfly-citrus-china"
    assert "cold-treatment" in start.selected


def test_values_and_alop_of_the_exercise_replace_those_of_the_scenario() -> None:
    exercise = Exercise.model_validate(yaml.safe_load(_document(setting={
        "scenario": "medfly-citrus-china",
        "alop": {"metric": "annual_probability", "limit": 0.5, "confidence": 0.5},
        "values": [{"parameter": "fruit.packing",
                    "distribution": {"kind": "fixed", "value": 0.25},
                    "source": {"status": "assumed", "assessor": "a", "date": "2026-11-22",
                               "reason": {"en": "r"}}}]})))
    start = ground_of(exercise).scenario
    assert start.alop.limit == 0.5
    assert start.parameters["fruit.packing"].distribution.mean() == 0.25
