"""Training classes: codes, seats, answers, who may see what, and what ends a class."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pra_core.access import NOBODY, Actor, local_user
from pra_core.errors import PraError
from pra_core.store.class_code import ALPHABET, LENGTH, code_from, nickname, read_code, spoken
from pra_core.store.class_seats import LARGEST_ANSWER, MOST_SEATS, Seats
from pra_core.store.class_tables import TrainingClass
from pra_core.store.classes import Classes
from pra_core.store.database import Database, engine_for
from pra_core.store.migrate import bring_up
from pra_core.store.schema import metadata
from tests.stored import POSTGRES, postgres, sqlite

START = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
TRAINER = Actor(key="idp|7", name="Li Na", role="analyst")
COLLEAGUE = Actor(key="idp|8", name="Ana", role="approver")
VIEWER = Actor(key="idp|9", name="Visitor", role="viewer")
EXERCISES = ("funnel", "sample-size")


@dataclass
class Clock:
    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)


@dataclass
class School:
    """A database with its clock and its numbered ids."""

    database: Database
    clock: Clock
    classes: Classes
    seats: Seats
    opened: TrainingClass = field(init=False)

    def __post_init__(self) -> None:
        self.opened = self.classes.open(
            TRAINER, title="Week 1", exercises=EXERCISES, seed=7,
            ends_at=START + dt.timedelta(hours=2))


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES in os.environ else [])])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    with ExitStack() as stack:
        url = sqlite(tmp_path)
        if request.param == "postgresql":
            url = stack.enter_context(postgres("pra_test_classes"))
        clock, ids = Clock(), itertools.count()
        engine = engine_for(url)
        bring_up(engine, "library", clock)
        database = Database(engine, clock, lambda: f"id-{next(ids)}")
        stack.callback(database.close)
        yield School(database, clock, Classes(database), Seats(database))


def code_of(error: pytest.ExceptionInfo[PraError]) -> str:
    return error.value.problems[0].code


@given(st.text(min_size=1, max_size=60))
def test_a_code_has_no_look_alikes_and_is_read_back_however_it_is_typed(random_id: str) -> None:
    code = code_from(random_id)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set(code) & set("0O1IL2Z5S8B")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code, spoken(code), code.lower(), f" {code[:2]}-{code[2:]} ", wide):
        assert read_code(typed) == code


@pytest.mark.parametrize("typed", [
    "", "ACD", "ACD3477", "ACD 34O", "'; DROP", "ＡＢ", "柑橘柑橘柑橘", "A" * 10_000])
def test_what_cannot_be_a_code_is_told_as_a_wrong_code(typed: str) -> None:
    with pytest.raises(PraError) as error:
        read_code(typed)
    assert code_of(error) == "class_unknown"


@pytest.mark.parametrize(("typed", "kept"), [
    ("  Mei   Lin ", "Mei Lin"), ("小李", "小李"), ("a\u202eb\x00c", "abc"), ("x\ny", "x y"),
    ("<b>Bo</b>", "<b>Bo</b>"), ("=1+1", "=1+1"),
])
def test_a_nickname_stands_on_one_line(typed: str, kept: str) -> None:
    assert nickname(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n ", "\u200b", "x" * 25])
def test_no_nickname_is_refused(typed: str) -> None:
    with pytest.raises(PraError) as error:
        nickname(typed)
    assert code_of(error) == "nickname_missing"


def test_a_class_from_opening_to_the_solution(school: School) -> None:
    led = school.opened
    assert school.seats.find(spoken(led.code).lower()) == led
    seat = school.seats.join(led.code, "Bo")
    school.seats.join(led.code, "小李")
    assert school.seats.taken(seat.token).answers == {}
    given = {"share": 0.25, "why": ["a", "b"], "words": "因为"}
    school.seats.hand_in(seat.token, "funnel", given, points=4.5, most=6, hints=1)
    school.seats.hand_in(seat.token, "funnel", {"share": 0.5}, points=6, most=6, hints=1)
    taken = school.seats.taken(seat.token)
    assert (taken.led, taken.seat.nickname) == (led, "Bo")
    assert dict(taken.answers["funnel"].answers) == {"share": 0.5}
    found = school.classes.progress(TRAINER, led.id)
    assert [one.nickname for one in found.seats] == ["Bo", "小李"]
    assert [(a.number, a.exercise, a.points, a.times, a.hints) for a in found.answers] == [
        (1, "funnel", 6.0, 2, 1)]
    assert school.classes.reveal(TRAINER, led.id, "funnel").revealed == {"funnel"}
    with pytest.raises(PraError) as error:
        school.seats.hand_in(seat.token, "funnel", {}, points=0, most=6)
    assert code_of(error) == "class_revealed"
    school.seats.hand_in(seat.token, "sample-size", {"n": 5}, points=1, most=4)
    assert school.classes.reveal(TRAINER, led.id, "funnel", shown=False).revealed == frozenset()
    school.seats.hand_in(seat.token, "funnel", {"share": 0.1}, points=0, most=6)


def test_work_goes_on_after_a_reload(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    assert school.seats.work(seat.token) == ("", "")
    school.seats.keep_work(seat.token, "funnel", "scenario: 柑橘")
    again = Seats(school.database)
    assert again.work(seat.token) == ("funnel", "scenario: 柑橘")
    assert again.taken(seat.token).seat.exercise == "funnel"


def test_hints_stay_opened_after_a_reload(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    assert school.seats.take_hint(seat.token, "funnel", 2) == 2
    assert school.seats.take_hint(seat.token, "funnel", 1) == 2
    school.seats.take_hint(seat.token, "sample-size", 1)
    assert school.seats.taken(seat.token).seat.hints == {"funnel": 2, "sample-size": 1}


def test_where_solutions_are_shown_at_once_the_first_answer_counts(school: School) -> None:
    led = school.classes.open(TRAINER, title="", exercises=EXERCISES, seed=1, at_once=True,
                              ends_at=START + dt.timedelta(hours=1))
    seat = school.seats.join(led.code, "Bo")
    school.seats.hand_in(seat.token, "funnel", {"share": 1}, points=1, most=6)
    with pytest.raises(PraError) as error:
        school.seats.hand_in(seat.token, "funnel", {"share": 2}, points=6, most=6)
    assert code_of(error) == "class_revealed"
    assert school.seats.taken(seat.token).answers["funnel"].points == 1


@pytest.mark.parametrize("token", ["", "x" * 10_000, "a\x00b", "'; DROP TABLE class_seats --"])
def test_a_token_of_nobody_is_told(school: School, token: str) -> None:
    with pytest.raises(PraError) as error:
        school.seats.taken(token)
    assert code_of(error) == "seat_unknown"
    assert school.classes.progress(TRAINER, school.opened.id).seats == ()


def test_somebody_is_seen_again_after_a_while(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    school.clock.later(5)
    school.seats.taken(seat.token)
    assert school.classes.progress(TRAINER, school.opened.id).seats[0].seen_at == school.clock.now


@pytest.mark.parametrize("end", ["closed", "time"])
def test_after_the_end_nothing_is_taken_and_all_stays(school: School, end: str) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    school.seats.hand_in(seat.token, "funnel", {"share": 1}, points=1, most=6)
    if end == "closed":
        assert school.classes.close(TRAINER, school.opened.id).over(school.clock.now)
    else:
        school.clock.later(121)
    for refused in (lambda: school.seats.hand_in(seat.token, "funnel", {}, points=0, most=6),
                    lambda: school.seats.join(school.opened.code, "Late")):
        with pytest.raises(PraError) as error:
            refused()
        assert code_of(error) == "class_over"
    assert school.seats.taken(seat.token).answers["funnel"].points == 1
    until = school.clock.now + dt.timedelta(minutes=10)
    assert not school.classes.extend(TRAINER, school.opened.id, until).over(school.clock.now)
    school.seats.join(school.opened.code, "Late")


def test_who_is_not_the_trainer_sees_nothing(school: School) -> None:
    led = school.opened
    for actor, code in ((COLLEAGUE, "not_your_class"), (VIEWER, "role_refused"),
                        (local_user(), ""), (NOBODY, "not_signed_in")):
        calls = (lambda a=actor: school.classes.progress(a, led.id),
                 lambda a=actor: school.classes.reveal(a, led.id, "funnel"),
                 lambda a=actor: school.classes.extend(a, led.id, START + dt.timedelta(hours=3)),
                 lambda a=actor: school.classes.remove_seat(a, led.id, 1),
                 lambda a=actor: school.classes.close(a, led.id))
        for call in calls:
            if not code:
                call()
                continue
            with pytest.raises(PraError) as error:
                call()
            assert code_of(error) == code
    with pytest.raises(PraError) as error:
        school.classes.progress(TRAINER, "no such class")
    assert code_of(error) == "not_your_class"


def test_only_who_may_create_opens_a_class(school: School) -> None:
    until = START + dt.timedelta(hours=1)
    for actor in (VIEWER, NOBODY):
        with pytest.raises(PraError):
            school.classes.open(actor, title="", exercises=EXERCISES, seed=1, ends_at=until)
    assert [one.id for one in school.classes.led_by(TRAINER)] == [school.opened.id]
    assert school.classes.led_by(COLLEAGUE) == ()


@pytest.mark.parametrize(("change", "code"), [
    ({"exercises": ()}, "missing"), ({"exercises": ("a", "a")}, "duplicate"),
    ({"seed": -1}, "out_of_bounds"), ({"seed": 2**31}, "out_of_bounds"),
    ({"ends_at": START}, "out_of_bounds"),
])
def test_a_class_that_makes_no_sense_is_refused(
    school: School, change: dict[str, object], code: str
) -> None:
    settings = {"title": "x", "exercises": EXERCISES, "seed": 1,
                "ends_at": START + dt.timedelta(hours=1), **change}
    with pytest.raises(PraError) as error:
        school.classes.open(TRAINER, **settings)  # type: ignore[arg-type]
    assert code_of(error) == code


def test_nicknames_are_unique_in_a_class_whatever_their_case(school: School) -> None:
    school.seats.join(school.opened.code, "Bo")
    with pytest.raises(PraError) as error:
        school.seats.join(school.opened.code, " bO ")
    assert code_of(error) == "nickname_taken"


@pytest.mark.parametrize("other", ["Bо", "Во", "ΒΟ", "Ｂｏ", "B0", "B o", "Bo.", "bο\u0332"])
def test_nobody_sits_under_a_name_that_looks_like_anothers(school: School, other: str) -> None:
    school.seats.join(school.opened.code, "Bo")
    with pytest.raises(PraError) as error:
        school.seats.join(school.opened.code, other)
    assert code_of(error) == "nickname_taken"


def test_different_names_sit_side_by_side(school: School) -> None:
    for name in ("小李", "小丽", "Bo", "Bob", "Зоя", "Анна", "😀", "😁", "ﷺ" * 24):
        school.seats.join(school.opened.code, name)
    assert len(school.classes.progress(TRAINER, school.opened.id).seats) == 9


@pytest.mark.parametrize(("given", "points", "code"), [
    ({"n": float("nan")}, 1.0, "not_finite"), ({"n": [float("inf")]}, 1.0, "not_finite"),
    ({}, float("nan"), "not_finite"), ({}, -1.0, "out_of_bounds"), ({}, 7.0, "out_of_bounds")])
def test_answers_and_points_are_numbers(school: School, given: dict[str, object], points: float,
                                        code: str) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    with pytest.raises(PraError) as error:
        school.seats.hand_in(seat.token, "funnel", given, points=points, most=6)
    assert code_of(error) == code


@pytest.mark.parametrize("end", ["closed", "time"])
def test_a_seat_ends_a_day_after_its_class(school: School, end: str) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    school.seats.keep_work(seat.token, "funnel", "left")
    if end == "closed":
        school.classes.close(TRAINER, school.opened.id)
    else:
        school.clock.later(121)
    with pytest.raises(PraError) as error:
        school.seats.keep_work(seat.token, "funnel", "later")
    assert code_of(error) == "class_over"
    assert school.seats.work(seat.token) == ("funnel", "left")
    assert school.seats.admits(seat.token)
    school.clock.later(24 * 60 + 1)
    assert not school.seats.admits(seat.token)
    assert not school.seats.admits("nobody")


def test_work_is_kept_for_exercises_of_the_class(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    with pytest.raises(PraError) as error:
        school.seats.keep_work(seat.token, "other", "")
    assert code_of(error) == "unknown_id"


def test_a_class_is_forgotten_a_year_after_its_end(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    school.seats.hand_in(seat.token, "funnel", {"share": 1}, points=1, most=6)
    for days, kept in ((360, 2), (10, 2)):
        school.clock.later(days * 24 * 60)
        school.classes.open(TRAINER, title="", exercises=EXERCISES, seed=1,
                            ends_at=school.clock.now + dt.timedelta(hours=1))
        assert len(school.classes.led_by(TRAINER)) == kept
    with pytest.raises(PraError) as error:
        school.seats.taken(seat.token)
    assert code_of(error) == "seat_unknown"


def test_a_class_has_only_so_many_seats(school: School) -> None:
    for number in range(MOST_SEATS):
        school.seats.join(school.opened.code, f"n{number}")
    with pytest.raises(PraError) as error:
        school.seats.join(school.opened.code, "one more")
    assert code_of(error) == "class_full"


def test_a_seat_taken_away_is_gone_with_its_answers(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    other = school.seats.join(school.opened.code, "Ann")
    for one in (seat, other):
        school.seats.hand_in(one.token, "funnel", {}, points=1, most=6)
    school.classes.remove_seat(TRAINER, school.opened.id, 1)
    for call in (lambda: school.seats.taken(seat.token), lambda: school.seats.work(seat.token),
                 lambda: school.seats.keep_work(seat.token, "funnel", "")):
        with pytest.raises(PraError) as error:
            call()
        assert code_of(error) == "seat_unknown"
    found = school.classes.progress(TRAINER, school.opened.id)
    assert [one.nickname for one in found.seats] == ["Ann"]
    assert [one.number for one in found.answers] == [2]


def test_a_forgotten_class_leaves_no_row(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    school.seats.hand_in(seat.token, "funnel", {}, points=1, most=6)
    school.classes.forget(TRAINER, school.opened.id)
    with school.database.reading() as connection:
        for name in ("training_classes", "class_seats", "class_answers"):
            count = sa.select(sa.func.count()).select_from(metadata.tables[name])
            assert connection.execute(count).scalar() == 0


def test_an_exercise_that_is_not_in_the_class_takes_no_answer(school: School) -> None:
    seat = school.seats.join(school.opened.code, "Bo")
    with pytest.raises(PraError) as error:
        school.seats.hand_in(seat.token, "other", {}, points=1, most=6)
    assert code_of(error) == "unknown_id"
    with pytest.raises(PraError) as error:
        school.seats.hand_in(seat.token, "funnel", {"x": "y" * LARGEST_ANSWER}, points=1, most=6)
    assert code_of(error) == "out_of_bounds"


def test_thirty_join_and_answer_at_once_and_nothing_is_lost(school: School) -> None:
    def trainee(number: int) -> None:
        seat = school.seats.join(school.opened.code, f"n{number}")
        for turn in range(3):
            for exercise in EXERCISES:
                school.seats.hand_in(seat.token, exercise, {"n": turn}, points=turn, most=6)

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(trainee, range(30)))
    found = school.classes.progress(TRAINER, school.opened.id)
    assert [one.number for one in found.seats] == list(range(1, 31))
    assert {(a.points, a.times, json.dumps(dict(a.answers))) for a in found.answers} == {
        (2.0, 3, '{"n": 2}')}
    assert len(found.answers) == 60


def test_codes_in_use_are_not_given_again(school: School) -> None:
    ids = iter(["again", "again", "again", "fresh", "other"])
    classes = Classes(Database(school.database.engine, school.clock, lambda: next(ids)))
    until = START + dt.timedelta(hours=1)
    first = classes.open(TRAINER, title="", exercises=EXERCISES, seed=1, ends_at=until)
    second = classes.open(TRAINER, title="", exercises=EXERCISES, seed=1, ends_at=until)
    assert (first.code, second.code) == (code_from("again"), code_from("fresh"))
    assert first.title == first.code


def test_the_migration_makes_the_tables_the_program_uses(school: School) -> None:
    found = sa.inspect(school.database.engine)
    for name in ("training_classes", "class_seats", "class_answers"):
        made = {column["name"]: (column["type"].python_type, column["nullable"])
                for column in found.get_columns(name)}
        wanted = {column.name: (_plain(column.type).python_type, column.nullable)
                  for column in metadata.tables[name].columns}
        assert made == wanted
        assert {index["name"] for index in found.get_indexes(name)} >= {
            index.name for index in metadata.tables[name].indexes}


def _plain(kind: sa.types.TypeEngine[object]) -> sa.types.TypeEngine[object]:
    return kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
