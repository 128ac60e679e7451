"""Visitors who look at the same set share its charts; whoever changes something gets his own."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.figures import choice_words, decision, front
from tests.minimal import scenario, treatment
from tests.pages.conftest import OpenPage

DRAWS = 1_013
"""No other test draws so many: nothing is kept of them yet."""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each was made."""
    made: Counter[str] = Counter()

    def counting(module: Any, name: str) -> None:
        real = getattr(module, name)

        def called(*args: Any, **named: Any) -> Any:
            made[name] += 1
            return real(*args, **named)

        monkeypatch.setattr(module, name, called)

    counting(front, "chart")
    counting(decision, "residual_risk")
    counting(decision, "chance")
    counting(choice_words, "choices")
    return made


def switched(test: AppTest, title: str, on: bool) -> AppTest:
    return next(x for x in test.toggle if x.label == title).set_value(on).run()


def test_a_set_seen_before_is_not_drawn_again(open_page: OpenPage, drawn: Counter[str]) -> None:
    case = scenario(measures=[treatment("one", efficacy=0.3), treatment("two", efficacy=0.6)])
    first = open_page("6_measures", "en", {"scenario": case, "draws": DRAWS})
    switched(first, "one", True)
    once = Counter(drawn)
    assert once["chart"] == once["residual_risk"] == once["chance"] == 2
    assert once["choices"] == 1
    second = open_page("6_measures", "en", {"scenario": case, "draws": DRAWS})
    switched(second, "one", True)
    switched(first, "one", False)
    assert drawn == once
    assert not first.exception
    assert not second.exception


def test_another_language_is_drawn_in_it(open_page: OpenPage, drawn: Counter[str]) -> None:
    case = scenario(measures=[treatment("one", efficacy=0.35)])
    open_page("6_measures", "en", {"scenario": case, "draws": DRAWS})
    before = Counter(drawn)
    other = open_page("6_measures", "zh_CN", {"scenario": case, "draws": DRAWS})
    assert drawn["chart"] == before["chart"] + 1
    assert drawn["choices"] == before["choices"] + 1
    assert not other.exception
