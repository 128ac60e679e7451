"""Two versions side by side: the same numbers as each assessment gives by itself."""

from __future__ import annotations

import pytest

from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.figures import version_words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.summary import meets
from pra_core.wording import plain, risk_words
from tests.minimal import scenario, treatment

DRAWS = 500
EN = translator("en")
BASE = scenario(measures=[treatment("cold", efficacy=0.9), treatment("wash", efficacy=0.99)])
ONE, TWO = BASE.with_measures(["cold"]), BASE.with_measures(["cold", "wash"])
LEVEL = BASE.alop


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def test_the_answer_names_both_chances(t: Translator) -> None:
    found = [assess(one, DRAWS, 1) for one in (ONE, TWO)]
    said = version_words.headline(1, found[0], found[1], LEVEL, t)
    chances = [t.percent(meets(one, LEVEL).probability) for one in found]
    assert chances[0] != chances[1]
    assert f"**{chances[0]}** → **{chances[1]}**" in said


def test_nothing_differs() -> None:
    same = assess(ONE, DRAWS, 1)
    assert version_words.headline(0, same, same, LEVEL, EN) == (
        "**Nothing differs** between the two.")


def test_each_column_is_its_own_assessment(t: Translator) -> None:
    before = [assess(BASE.with_measures(()), DRAWS, 1)] * 2
    after = [assess(one, DRAWS, 1) for one in (ONE, TWO)]
    table = version_words.results(before, after, LEVEL, t)
    for side, one in zip(("left", "right"), after, strict=True):
        assert plain(risk_words(one, LEVEL, t)) in list(table[side])
        assert t.percent(meets(one, LEVEL).probability) in list(table[side])
    assert table["left"].tolist() != table["right"].tolist()
    shown = version_words.estimates(["a", "b"], after, LEVEL)
    assert [p for _, p, _ in shown] == [meets(one, LEVEL).probability for one in after]


def test_another_level_is_said() -> None:
    other = ONE.with_alop(Alop(metric="annual_probability", limit=0.5, confidence=0.9))
    assert version_words.alop_note(ONE, TWO, EN) == ""
    assert "at most 1 in 2 years, with 90 % confidence" in version_words.alop_note(ONE, other, EN)


@pytest.mark.parametrize(("draws", "seed"), [(DRAWS, 2), (1000, 1)])
def test_other_futures_are_not_compared(draws: int, seed: int) -> None:
    with pytest.raises(PraError) as found:
        version_words.headline(1, assess(ONE, DRAWS, 1), assess(TWO, draws, seed), LEVEL, EN)
    assert found.value.code == "conflict"


def test_a_stored_version_is_named_by_its_number() -> None:
    assert version_words.name_of("Oranges", 3, EN) == "Oranges, version 3"
    assert version_words.name_of("Oranges", None, EN) == "In use: Oranges"
