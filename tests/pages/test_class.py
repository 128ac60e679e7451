"""A class as its trainer and its trainees see it, in both languages."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import (
    compute_classes,
    compute_store,
    compute_training,
    training_class_clock,
    training_class_manage,
    training_words,
)
from pra_core.access import local_user
from pra_core.i18n import translator
from pra_core.store.class_tables import TrainingClass
from pra_core.store.exercises import load_exercise
from pra_core.training import graded

FUNNEL, SETS = "reading-an-entry-funnel", "least-restrictive-set"
NUMBER = itertools.count()
Arrive = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _own_library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
                 ) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("class")
    monkeypatch.setenv("PRA_DATABASE_URL", f"sqlite:///{folder / 'library.sqlite'}")
    yield
    compute_store.library().database.close()
    st.cache_resource.clear()


@pytest.fixture
def arrive(open_page: Callable[..., AppTest]) -> Arrive:
    """The training page at an address, e.g. `arrive(seat=token)`."""
    def arrived(language: str = "en", **query: str) -> AppTest:
        page = open_page("training", language)
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return arrived


def led(at: AppTest, *, at_once: bool = False, title: str = "Day <b>2</b>") -> TrainingClass:
    """Open a class on the page; the class as it was stored."""
    at.segmented_control(key="class-mode").set_value("lead").run()
    at.text_input(key="class-title").set_value(title)
    at.multiselect(key=f"class-exercises-{language_of(at)}").set_value([FUNNEL, SETS])
    at.number_input(key="class-seed").set_value(7)
    at.checkbox(key="class-at-once").set_value(at_once)
    at.button(key="class-opening").click().run()
    assert not at.exception
    return compute_classes.classes().led_by(local_user())[0]


def joined(at: AppTest, nickname: str) -> AppTest:
    at.text_input(key="class-nickname").set_value(nickname)
    at.button(key="class-joining").click().run()
    assert not at.exception
    return at


def token_of(at: AppTest) -> str:
    """The token in the address."""
    found = at.query_params["seat"]
    return found if isinstance(found, str) else found[0]


def words(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.caption, at.info, at.success, at.error)
                     for one in kind)


def language_of(at: AppTest) -> str:
    found = at.query_params["lang"]
    return found if isinstance(found, str) else found[0]


def pick(at: AppTest, exercise: str) -> str:
    """Begin an exercise; the beginning of its fields' keys."""
    at.selectbox(key=f"class-exercise-{language_of(at)}").set_value(exercise).run()
    assert not at.exception
    return next(b.key for b in at.button if b.key and b.key.endswith(":hand-in")).removesuffix(
        ":hand-in")


def number_field(at: AppTest, desk: str) -> str:
    return next(n.key for n in at.number_input if n.key and n.key.startswith(f"{desk}:"))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_lesson_from_the_code_to_the_solution(arrive: Arrive, language: str) -> None:
    t = translator(language)
    trainer = arrive(language)
    opened = led(trainer)
    assert t("Nobody has joined yet.") in words(trainer)
    trainee = joined(arrive(language, **{"class": f" {opened.code.lower()} "}), "<i>小李</i>")
    assert "\\<i\\>小李" in words(trainee)
    desk = pick(trainee, FUNNEL)
    trainee.number_input(key=number_field(trainee, desk)).set_value(12.5)
    trainee.button(key=f"{desk}:hand-in").click().run()
    assert not trainee.exception
    shown = t.local({"en": "Handed in.", "zh_CN": t("**Handed in.** Points and right answers"
                                                    " follow when the trainer shows them.")})
    assert shown in words(trainee)
    trainer.run()
    assert t("**{done} of {all}** trainees have handed in every exercise.", done=0, all=1) in words(
        trainer)
    assert trainer.dataframe[0].value.iloc[0, 1] == "<i>小李</i>"
    trainer.button(key=f"class-reveal-{FUNNEL}").click().run()
    assert not trainer.exception
    trainee.run()
    assert not [b for b in trainee.button if b.key == f"{desk}:hand-in"]
    assert shown not in words(trainee)


def test_a_reload_goes_on_with_the_work_and_what_was_typed(arrive: Arrive) -> None:
    opened = led(arrive())
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    token = token_of(trainee)
    desk = pick(trainee, FUNNEL)
    field = number_field(trainee, desk)
    trainee.number_input(key=field).set_value(12.5).run()
    trainee.number_input(key="draws_input").set_value(2_000).run()
    again = arrive(seat=token)
    assert not again.exception
    assert again.selectbox(key="class-exercise-en").value == FUNNEL
    assert again.number_input(key=field).value == 12.5
    assert again.number_input(key="draws_input").value == 2_000
    assert again.number_input(key="seed_input").value == 7
    assert json.loads(compute_classes.seats().work(token)[1])[FUNNEL]["code"].startswith("PRA1.")


def test_another_language_leaves_the_exercise_open(arrive: Arrive) -> None:
    opened = led(arrive())
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    desk = pick(trainee, FUNNEL)
    trainee.segmented_control(key="language_switch").set_value("zh_CN").run()
    assert not trainee.exception
    assert trainee.selectbox(key="class-exercise-zh_CN").value == FUNNEL
    assert [b for b in trainee.button if b.key == f"{desk}:hand-in"]


def test_a_trainer_comes_back_by_the_address(arrive: Arrive) -> None:
    opened = led(arrive())
    joined(arrive(**{"class": opened.code}), "Bo")
    again = arrive(teach=opened.id)
    assert not again.exception
    assert opened.code[:3] in words(again)
    assert again.dataframe[0].value.iloc[0, 1] == "Bo"


def test_points_at_once_take_one_answer(arrive: Arrive) -> None:
    opened = led(arrive(), at_once=True)
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    desk = pick(trainee, FUNNEL)
    trainee.number_input(key=number_field(trainee, desk)).set_value(12.5)
    trainee.button(key=f"{desk}:hand-in").click().run()
    assert not trainee.exception
    assert not [b for b in trainee.button if b.key == f"{desk}:hand-in"]
    done = compute_classes.classes().progress(local_user(), opened.id).answers
    assert [(one.exercise, one.times) for one in done] == [(FUNNEL, 1)]


def test_the_end_is_told_and_what_was_handed_in_stays(arrive: Arrive) -> None:
    trainer = arrive()
    opened = led(trainer)
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    desk = pick(trainee, FUNNEL)
    trainee.number_input(key=number_field(trainee, desk)).set_value(12.5)
    trainee.button(key=f"{desk}:hand-in").click().run()
    trainer.button(key="class-close").click().run()
    trainee.run()
    assert "The class has ended" in words(trainee)
    assert "**1 of 2**" in words(trainee)
    late = arrive(**{"class": opened.code})
    joined(late, "Late")
    assert "has ended" in words(late)


@pytest.mark.parametrize(("code", "told"), [("", "no class"), ("ABC", "no class"),
                                            ("ACDEFG", "no class")])
def test_a_wrong_code_is_told_and_stays(arrive: Arrive, code: str, told: str) -> None:
    page = arrive(**{"class": code or " "})
    joined(page, "Bo")
    assert told in words(page)
    assert page.text_input(key="class-nickname").value == "Bo"


def test_too_many_wrong_codes_have_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("pages.ui.compute_classes.time.monotonic", lambda: now[0])
    for _ in range(compute_classes.MOST_OF_VISIT):
        assert compute_classes.wait("visit", "10.0.0.9") == 0
        compute_classes.missed("visit", "10.0.0.9")
        now[0] += 1.0
    assert compute_classes.wait("visit", "10.0.0.9") == 40
    assert compute_classes.wait("other", "10.0.0.9") == 0
    now[0] += 41.0
    assert compute_classes.wait("visit", "10.0.0.9") == 0


@pytest.mark.parametrize(("address", "most"), [
    ("10.0.0.9", compute_classes.MOST_OF_ADDRESS),
    (compute_classes.UNKNOWN, compute_classes.MOST_OF_UNKNOWN)])
def test_one_trainee_does_not_shut_the_door_on_the_class(address: str, most: int) -> None:
    for _ in range(compute_classes.MOST_OF_VISIT):
        compute_classes.missed("clumsy", address)
    assert compute_classes.wait("clumsy", address) > 0
    assert compute_classes.wait("other", address) == 0
    for number in range(most):
        compute_classes.missed(f"made up {number}", address)
    assert compute_classes.wait("other", address) > 0


def test_new_addresses_without_end_are_braked_too() -> None:
    for number in range(compute_classes.MOST_OF_ALL):
        assert compute_classes.wait(f"{number}", f"2001:db8:0:{number:x}::/64") == 0
        compute_classes.missed(f"{number}", f"2001:db8:0:{number:x}::/64")
    assert compute_classes.wait("another", "10.0.0.1") > 0


@pytest.mark.parametrize(("address", "counted"), [
    (None, "unknown"), ("", "unknown"), ("127.0.0.1", "unknown"), ("::1", "unknown"),
    ("::ffff:127.0.0.1", "unknown"), ("nonsense", "unknown"), ("10.0.0.9", "10.0.0.9"),
    ("::ffff:10.0.0.9", "10.0.0.9"), ("2001:db8::1:2:3:4", "2001:db8::/64"),
    ("2001:db8::ffff:2:3:4", "2001:db8::/64")])
def test_a_network_counts_as_one_address(address: str | None, counted: str) -> None:
    assert compute_classes.source(address) == counted


def test_the_right_answers_stay_on_the_server_until_they_are_shown(arrive: Arrive) -> None:
    opened = led(arrive())
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    desk = pick(trainee, FUNNEL)
    trainee.number_input(key=number_field(trainee, desk)).set_value(12.5)
    trainee.button(key=f"{desk}:hand-in").click().run()
    exercise, solution = load_exercise(FUNNEL), compute_training.solution(FUNNEL, 7)
    scenario, t = compute_training.ground(FUNNEL, 7).scenario, translator("en")
    right = [training_words.right_words(q, solution.answers.get(q.id), scenario, t)
             for q in exercise.questions if q.kind == "number"]
    assert right
    secret = [*right, exercise.explanation["en"]]
    assert not [one for one in secret if one in everything(trainee)]
    compute_classes.classes().reveal(local_user(), opened.id, FUNNEL)
    trainee.run()
    assert not [one for one in secret if one not in everything(trainee)]


def everything(at: AppTest) -> str:
    """All that was sent to the browser, tables too."""
    tables = [one.value.to_csv() for kind in ("dataframe", "table") for one in at.get(kind)]
    return words(at) + "\n".join(tables)


def test_a_seat_opens_pages_only_as_long_as_its_class(arrive: Arrive) -> None:
    opened = led(arrive())
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    trainee.run()
    assert trainee.session_state["access-seated"] is True
    compute_classes.classes().remove_seat(local_user(), opened.id, 1)
    trainee.run()
    assert not trainee.exception
    assert trainee.session_state["access-seated"] is False


def test_a_seat_of_nobody_is_told(arrive: Arrive) -> None:
    page = arrive(seat="nobody")
    assert not page.exception
    assert "this seat belongs to no class" in words(page)


def test_who_left_can_come_back_to_the_seat(arrive: Arrive) -> None:
    opened = led(arrive())
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    token = token_of(trainee)
    pick(trainee, FUNNEL)
    trainee.button(key="class-leave").click().run()
    assert not trainee.exception
    assert "seat" not in trainee.query_params
    assert "you have handed in" in words(arrive(seat=token))


def test_a_visitor_from_elsewhere_joins_but_does_not_lead(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = led(arrive())
    monkeypatch.setattr("pages.ui.people_actor.at_the_server", lambda: False)
    page = arrive()
    page.segmented_control(key="class-mode").set_value("lead").run()
    assert not page.exception
    assert "To lead a class" in words(page)
    stolen = arrive(teach=opened.id)
    assert not stolen.exception
    assert opened.code[:3] not in words(stolen)
    trainee = joined(arrive(**{"class": opened.code}), "Bo")
    assert "you have handed in" in words(trainee)


def test_the_csv_holds_no_formula_and_every_answer(arrive: Arrive) -> None:
    opened = led(arrive())
    seat = compute_classes.seats().join(opened.code, "=1+1")
    compute_classes.seats().hand_in(seat.token, FUNNEL, {"a": "@x", "b": [SETS]}, points=1, most=2)
    found = compute_classes.classes().progress(local_user(), opened.id)
    rows = training_class_manage.csv_of(found, translator("en")).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert all("'=1+1" in row for row in rows[1:])
    assert "'@x" in rows[1]
    assert SETS in rows[2]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_csv_tells_measures_in_words_and_points_by_question(arrive: Arrive, language: str
                                                                ) -> None:
    opened, t = led(arrive()), translator(language)
    exercise = load_exercise(SETS)
    question = next(q for q in exercise.questions if q.kind == "measures")
    scenario = compute_training.ground(SETS, 7).scenario
    chosen = next(m for m in scenario.measures if m.feasible)
    for name, answer in (("Ann", [chosen.id]), ("Bo", [])):
        seat = compute_classes.seats().join(opened.code, name)
        compute_classes.seats().hand_in(seat.token, SETS, {question.id: answer},
                                        points=3.5999999999999996, most=10)
    found = compute_classes.classes().progress(local_user(), opened.id)
    table = pd.read_csv(io.BytesIO(training_class_manage.csv_of(found, t)))
    assert list(table[t("Answer")]) == [
        t.local(chosen.title), t("No measure beyond commercial practice")]
    assert list(table[t("Points")]) == [3.6, 3.6]
    right = compute_training.solution(SETS, 7)
    for row, answer in zip(table[t("Points of the question")], ((chosen.id,), ()), strict=True):
        assert row == pytest.approx(graded(right, {question.id: answer}).part(
            question.id).points, abs=0.005)


def test_the_clock_names_its_zone() -> None:
    moment = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
    assert training_class_clock.clock_words(moment).endswith("09:30 (UTC)")
    assert training_class_clock._offset(moment.astimezone(ZoneInfo("Asia/Shanghai"))) == "UTC+8"
    assert training_class_clock._offset(moment.astimezone(ZoneInfo("Asia/Kolkata"))) == "UTC+5:30"


def test_nobody_joins_without_a_nickname(arrive: Arrive) -> None:
    page = joined(arrive(**{"class": "ACD 347"}), "  ")
    assert "Please type a nickname" in words(page)
