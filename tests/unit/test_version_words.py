"""Two versions side by side: the same numbers as each assessment gives by itself."""

from __future__ import annotations

import pytest

from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.figures import version_words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.summary import meets
from pra_core.wording import alop_words, plain, risk_words
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
    said = version_words.headline(1, found[0], found[1], t)
    chances = [t.percent(meets(one, LEVEL).probability) for one in found]
    assert chances[0] != chances[1]
    assert f"**{chances[0]}** → **{chances[1]}**" in said
    assert alop_words(LEVEL, BASE.consequences.currency, t) in said


def test_nothing_differs() -> None:
    same = assess(ONE, DRAWS, 1)
    assert version_words.headline(0, same, same, EN) == (
        "**Nothing differs** between the two.")


def test_each_column_is_its_own_assessment(t: Translator) -> None:
    before = [assess(BASE.with_measures(()), DRAWS, 1)] * 2
    after = [assess(one, DRAWS, 1) for one in (ONE, TWO)]
    table = version_words.results(before, after, t)
    for side, one in zip(("left", "right"), after, strict=True):
        assert plain(risk_words(one, LEVEL, t)) in list(table[side])
        assert t.percent(meets(one, LEVEL).probability) in list(table[side])
    assert table["left"].tolist() != table["right"].tolist()
    shown = version_words.estimates(["a", "b"], after, t)
    assert [p for _, p, _ in shown] == [meets(one, LEVEL).probability for one in after]


def test_each_is_judged_by_its_own_level_and_by_that_of_the_second(t: Translator) -> None:
    strict = Alop(metric="annual_probability", limit=1e-9, confidence=0.9)
    found = [assess(ONE, DRAWS, 1), assess(ONE.with_alop(strict), DRAWS, 1)]
    own, none = (t.percent(meets(one, one.scenario.alop).probability) for one in found)
    assert own != none
    said = version_words.headline(1, found[0], found[1], t)
    for one in found:
        assert alop_words(one.scenario.alop, BASE.consequences.currency, t) in said
    assert [said.count(f"**{p}**") for p in (own, none)] == [1, 2]
    table = version_words.results(found, found, t).set_index("what")
    rows = {t("Probability of meeting the ALOP"): [own, none],
            t("Probability of meeting the ALOP of the second"): [none, none]}
    assert {what: table.loc[what].tolist() for what in rows} == rows
    shown = version_words.estimates(["a", "b"], found, t)
    assert [t.percent(p) for _, p, _ in shown] == [own, none, none]


def test_a_loss_is_not_judged_by_a_limit_in_another_currency() -> None:
    level = Alop(metric="annual_loss", limit=1.0, confidence=0.9)
    consequences = ONE.consequences.model_copy(update={"currency": "XXX"})
    other = ONE.model_copy(update={"consequences": consequences}).with_alop(level)
    found = [assess(ONE, DRAWS, 1), assess(other, DRAWS, 1)]
    assert not version_words.crossed(found[0], found[1])
    assert len(version_words.estimates(["a", "b"], found, EN)) == 2
    assert "By the level of the second" not in version_words.headline(1, found[0], found[1], EN)


@pytest.mark.parametrize(("draws", "seed"), [(DRAWS, 2), (1000, 1)])
def test_other_futures_are_not_compared(draws: int, seed: int) -> None:
    with pytest.raises(PraError) as found:
        version_words.headline(1, assess(ONE, DRAWS, 1), assess(TWO, draws, seed), EN)
    assert found.value.code == "conflict"


def test_a_stored_version_is_named_by_its_number() -> None:
    assert version_words.name_of("Oranges", 3, EN) == "Oranges, version 3"
    assert version_words.name_of("Oranges", None, EN) == "In use: Oranges"
