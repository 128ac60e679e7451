"""A lesson of many: a trainer opens a class, trainees join by its code and do two exercises.

Everybody speaks over a websocket of their own, as a browser would, and thinks between changes.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from pra_core.store.exercises import load_exercise
from pra_core.training import (
    ChoiceQuestion,
    Exercise,
    MeasuresQuestion,
    NumberQuestion,
    Question,
    RankingQuestion,
)
from tests.load.visitor import Visitor, visiting

SEED = 20_261_122
LOOK_SECONDS = 5.0
"""A trainee's page asks so often whether a solution was shown; the trainer's every three."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the lesson is given."""

    trainees: int
    exercises: tuple[str, str]
    changes: int
    """Changes each trainee makes on the page of an exercise before answering."""
    think: tuple[float, float]
    """Seconds between two changes, at least and at most."""


@dataclass
class Log:
    """What was measured, in seconds, and what went wrong."""

    first: list[float] = field(default_factory=list)
    """First loads of a page in a new session."""
    pages: list[float] = field(default_factory=list)
    """Going to another page."""
    reruns: list[float] = field(default_factory=list)
    """A change of a widget, to the last element drawn."""
    looks: list[float] = field(default_factory=list)
    """Parts of a page that draw themselves anew."""
    faults: list[str] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    """The reruns, with what was changed."""

    def take(self, visitor: Visitor, who: str) -> None:
        """Sort what one visitor has measured since the last time."""
        for one in visitor.timed:
            if one.what == "refresh":
                self.looks.append(one.seconds)
            elif one.what.startswith("open"):
                self.pages.append(one.seconds)
            else:
                self.reruns.append(one.seconds)
                self.slow.append((one.seconds, one.what))
        visitor.timed.clear()
        self.faults += [f"{who}: {fault}" for fault in visitor.faults()]


async def give(base: str, plan: Plan) -> tuple[Log, str]:
    """The whole lesson; what was measured, and the id of the class."""
    log = Log()
    async with visiting(base) as trainer:
        code = await _open_class(trainer, plan, log)
        class_id = trainer.asked("teach")
        watching = asyncio.create_task(_watch(base, class_id, log))
        async with asyncio.TaskGroup() as group:
            for number in range(plan.trainees):
                group.create_task(_trainee(base, plan, code, number, log))
        watching.cancel()
        for part in sorted(trainer.watching):
            await trainer.look_again(part)
        for exercise in plan.exercises:
            await trainer.change({"class-shown-en": [t_title(exercise)]})
            await trainer.change({f"class-reveal-{exercise}": True})
        log.take(trainer, "trainer")
    return log, class_id


def t_title(exercise: str) -> str:
    """The title of an exercise as lists show it."""
    return load_exercise(exercise).title["en"]


async def _open_class(trainer: Visitor, plan: Plan, log: Log) -> str:
    await _arrive(trainer, log, lang="en")
    await trainer.change({"class-mode": ["Lead a class"]})
    await trainer.change({
        "class-title": "Lesson", "class-exercises-en": [t_title(one) for one in plan.exercises],
        "class-seed": float(SEED), "class-opening": True})
    log.take(trainer, "trainer")
    address = next(line for line in trainer.text().splitlines() if "class=" in line)
    return parse_qs(urlsplit(address).query)["class"][0]


async def _watch(base: str, class_id: str, log: Log) -> None:
    """The trainer's other screen: looks every three seconds, loses its line, and comes back."""
    while True:
        async with visiting(base) as screen:
            await _arrive(screen, log, lang="en", teach=class_id)
            for _ in range(4):
                await asyncio.sleep(3.0)
                for part in sorted(screen.watching):
                    await screen.look_again(part)
            log.take(screen, "screen")


async def _trainee(base: str, plan: Plan, code: str, number: int, log: Log) -> None:
    hand = random.Random(number)  # noqa: S311 - who clicks when, nothing secret
    await asyncio.sleep(hand.uniform(0, plan.think[1]))
    seat = ""
    for place, exercise in enumerate(plan.exercises):
        # A new connection for the second exercise: the page was reloaded.
        async with visiting(base) as visitor:
            pause = _thinking(visitor, plan, hand)
            if place == 0:
                await _arrive(visitor, log, lang="en", **{"class": code.lower()})
                await visitor.change({"class-nickname": f"trainee {number}",
                                      "class-joining": True})
                seat = visitor.asked("seat")
            else:
                await _arrive(visitor, log, lang="en", seat=seat)
            await pause()
            await _exercise(visitor, load_exercise(exercise), plan, hand, pause)
            log.take(visitor, f"trainee {number}")


async def _arrive(visitor: Visitor, log: Log, **query: str) -> None:
    await visitor.open("training", **query)
    log.first.append(visitor.timed.pop().seconds)


async def _exercise(visitor: Visitor, exercise: Exercise, plan: Plan, hand: random.Random,
                    pause: Callable[[], Awaitable[None]]) -> None:
    """Choose it, try things on its page, come back and hand in."""
    chosen = visitor.widget("class-exercise-en").element.options
    title = next(one for one in chosen if one.startswith(exercise.title["en"]))
    await visitor.change({"class-exercise-en": title})
    await pause()
    await visitor.open(exercise.page, lang="en", seat=visitor.asked("seat"))
    for _ in range(plan.changes):
        await pause()
        await _try_something(visitor, hand)
    await pause()
    await visitor.open("training", lang="en", seat=visitor.asked("seat"))
    await pause()
    await _answer(visitor, exercise, hand, pause)


async def _try_something(visitor: Visitor, hand: random.Random) -> None:
    """Switch a measure on or off where the page has them; other pages are read."""
    found = visitor.widgets()
    measures = [key for key, one in found.items()
                if ":measure:" in key and one.kind == "checkbox" and not one.element.disabled]
    if measures:
        key = hand.choice(sorted(measures))
        state = visitor.states.get(found[key].id)
        on = state.bool_value if state is not None else found[key].element.default
        await visitor.change({key: not on})


async def _answer(visitor: Visitor, exercise: Exercise, hand: random.Random,
                  pause: Callable[[], Awaitable[None]]) -> None:
    """Fill one field after the other, and hand in."""
    button = next((key for key in visitor.widgets() if key.endswith(":hand-in")), "")
    assert button, f"nothing to hand in: {visitor.faults()}\n{visitor.text()}"
    desk = button.removesuffix(":hand-in")
    for question in exercise.questions:
        key = f"{desk}:{question.id}"
        for field_key, value in _values(visitor, question, key, hand).items():
            await visitor.change({field_key: value})
            await pause()
    await visitor.change({button: True})
    assert "Handed in." in visitor.text(), visitor.faults()


def _values(visitor: Visitor, question: Question, key: str, hand: random.Random
            ) -> dict[str, object]:
    """Something to answer, by the fields of one question."""
    if isinstance(question, NumberQuestion):
        return {key: float(hand.choice((10, 100, 300)))}
    if isinstance(question, RankingQuestion):
        order = hand.sample(_options(visitor, f"{key}:0-en"), len(question.items))
        return {f"{key}:{place}-en": one for place, one in enumerate(order)}
    if isinstance(question, MeasuresQuestion):
        return {f"{key}-en": hand.sample(_options(visitor, f"{key}-en"), 2)}
    if isinstance(question, ChoiceQuestion) and question.several:
        return {f"{key}:{hand.choice(question.options).id}": True}
    if isinstance(question, ChoiceQuestion):
        return {f"{key}-en": hand.choice(_options(visitor, f"{key}-en"))}
    return {key: "words of my own"}


def _options(visitor: Visitor, key: str) -> list[str]:
    options = visitor.widget(key).element.options
    return [getattr(one, "content", one) for one in options]


def _thinking(visitor: Visitor, plan: Plan, hand: random.Random
              ) -> Callable[[], Awaitable[None]]:
    """Waits as a person does, while the page looks by itself every few seconds."""
    left = LOOK_SECONDS

    async def pause() -> None:
        nonlocal left
        seconds = hand.uniform(*plan.think)
        await asyncio.sleep(seconds)
        left -= seconds
        if left <= 0:
            left = LOOK_SECONDS
            for part in sorted(visitor.watching):
                await visitor.look_again(part)

    return pause
