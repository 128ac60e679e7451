"""What the views of sets say: common draws, pests killed over all lots, two meanings of equal."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import portfolio_choice as choice
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.figures import choice_words, entry_inputs, equivalence_words
from pra_core.i18n import translator
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.top_up import settled
from tests.minimal import parameter, scenario, scenario_data, text, treatment

DRAWS = 400


def without_practice(found: Scenario, step: str) -> float:
    """Share alive that commercial practice leaves at a step, which here has one value."""
    practice = found.pathways[0].steps.at(step)
    if practice is None or practice.individual is None:
        return 1.0
    return float(practice.individual.distribution.ppf(0.5))


def test_pests_killed_are_those_of_all_lots() -> None:
    """Compliance 0.8 and a shared outage of 0.1: by hand over the lots."""
    def at(key: str, kill: float, lots: float) -> dict[str, object]:
        return treatment(key, kill, group="house",
                         compliance=parameter(f"{key}.compliance", "1", value=lots))
    found = Scenario.model_validate(scenario_data(
        measures=[at("hot", 0.9, 0.8), at("cold", 0.5, 0.7)],
        groups=[{"id": "house", "title": text("house"),
                 "outage": parameter("house.outage", "1", value=0.1)}]))
    practice = without_practice(found, "export_treatment")
    one = entry_inputs.killed_inside(assess(found.with_measures(("hot",)), 16))
    assert one["export_treatment"] == pytest.approx(1 - practice * (1 - 0.9 * 0.8 * 0.9))
    both = entry_inputs.killed_inside(assess(found.with_measures(("hot", "cold")), 16))
    alive = 0.1 + 0.9 * (1 - 0.8 * 0.9) * (1 - 0.7 * 0.5)
    assert both["export_treatment"] == pytest.approx(1 - practice * alive)


def test_a_measure_without_what_it_requires_kills_nothing() -> None:
    found = scenario(measures=[treatment("base", 0.9), treatment("second", 0.9,
                                                                 requires=["base"])])
    alone = entry_inputs.killed_inside(assess(found.with_measures(("second",)), 16))
    none = entry_inputs.killed_inside(assess(found.with_measures(()), 16))
    assert alone == none


@pytest.fixture(scope="module")
def close() -> Portfolios:
    """The set of one measure is near the confidence asked for, so it is judged on more draws."""
    found = scenario(measures=[treatment("mild", 0.9, restrictiveness=1),
                               treatment("strong", 0.999999, restrictiveness=3)])
    rate = assess(found.with_measures(("mild",)), 50_000).annual_probability
    alop = Alop(metric="annual_probability", limit=float(np.quantile(rate, 0.955)),
                confidence=0.95)
    return settled(portfolios(found.with_alop(alop), alop, DRAWS), [("mild",)], 6_400)


def test_neighbours_and_base_are_told_on_the_common_draws(close: Portfolios) -> None:
    table = choice.add_one(close, ("mild",))
    assert table["draws"].iloc[0] > DRAWS
    shown, t = choice_words.on_common(table, close), translator("en")
    assert shown["probability"].tolist() == table["common"].tolist()
    assert np.diff(shown["probability"]) == pytest.approx(shown["change"].iloc[1:])
    assert shown["verdict"].tolist() == table["verdict"].tolist()
    said = choice_words.common_words(table, close, t)
    assert "same 400 simulated futures" in said
    assert "too close to call" in said


def test_sets_that_meet_the_alop_without_being_as_safe_are_named(close: Portfolios) -> None:
    found = choice.equivalent(close, ("strong",))
    rows = equivalence_words.same_alop(found, close)
    met = {tuple(m) for m in choice.minimal(close)["measures"]} - {("strong",)}
    safe = {tuple(m) for m in found.table["measures"]}
    assert {tuple(m) for m in rows["measures"]} == met - safe
    words = equivalence_words.compared(found, rows, close, translator("en"))["words"].tolist()
    assert words == ["leaves out strong; adds mild"] * len(rows)
    said = equivalence_words.same_alop_sentence(found, rows, close, translator("en"))
    assert ("These meet the ALOP as well" in said) == bool(len(rows))
