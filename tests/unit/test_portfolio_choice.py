"""Choosing a set: against brute force on random tables, and by hand on small scenarios."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.random import Generator, default_rng

from pra_core import portfolio_choice as choice
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.figures import choice_words, equivalence_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.top_up import prepared
from tests.minimal import inspection, parameter, rich_data, scenario, treatment

DRAWS = 400
PROBABILITY = Alop(metric="annual_probability", limit=0.3, confidence=0.9)


def subsets(ids: list[str]) -> list[tuple[str, ...]]:
    return [c for n in range(len(ids) + 1) for c in itertools.combinations(ids, n)]


def random_table(rng: Generator) -> Portfolios:
    """A table with verdicts, costs and means at random; some sets are no candidates."""
    ids = [f"m{i}" for i in range(int(rng.integers(1, 7)))]
    sets = subsets(ids)
    if len(ids) > 2 and rng.random() < 0.5:
        sets = [s for s in sets if not {"m0", "m1"} <= set(s)]
    n = len(sets)
    table = pd.DataFrame({
        "measures": pd.Series(sets, dtype=object), "probability": rng.random(n),
        "standard_error": 0.01, "verdict": rng.choice(["meets", "fails", "too_close"], n),
        "restrictiveness": 1, "level_sum": 1, "cost": rng.integers(0, 5, n).astype(float),
        "unknown_costs": rng.integers(0, 2, n), "median": rng.random(n), "mean": rng.random(n)})
    found = scenario(measures=[treatment(i, 0.5) for i in ids])
    return Portfolios(found, PROBABILITY, DRAWS, 1, table.sample(frac=1, random_state=1)
                      .reset_index(drop=True))


@pytest.mark.parametrize("seed", range(200))
def test_minimal_cheapest_and_safest_are_those_of_brute_force(seed: int) -> None:
    sets = random_table(default_rng(seed))
    rows = sets.table.to_dict("records")
    met = [r for r in rows if r["verdict"] == "meets"]
    expected = {r["measures"] for r in met
                if not any(set(o["measures"]) < set(r["measures"]) for o in met)}
    least = choice.minimal(sets)
    assert set(least["measures"]) == expected
    for row in least.itertuples():
        assert row.doubtful == any(set(o["measures"]) < set(row.measures) for o in rows
                                   if o["verdict"] == "too_close")
    low = choice.cheapest(sets)
    if not met:
        assert low is None
        assert choice.safest(sets) is None
        return
    assert choice.safest(sets) == min(met, key=lambda r: r["mean"])["measures"]
    known = [r for r in met if not r["unknown_costs"]]
    cost = min(r["cost"] for r in known or met)
    assert low is not None
    assert low.known == bool(known)
    assert sets.row(low.measures)["cost"] == cost
    assert low.rivals == sum(1 for r in met if r["unknown_costs"] and r["cost"] < cost)


def ban(**changes: Any) -> dict[str, Any]:
    found = treatment("ban", 1.0, "production", "volume", "unit", restrictiveness=5, **changes)
    del found["compliance"]
    return found


def priced(key: str, efficacy: float, level: int, cost: float) -> dict[str, Any]:
    return treatment(key, efficacy, restrictiveness=level,
                     cost=parameter(f"{key}.cost", "USD/yr", value=cost))


def test_prohibition_is_chosen_only_if_nothing_else_meets() -> None:
    free = ban(cost=parameter("ban.cost", "USD/yr", value=0.0))
    found = scenario(measures=[priced("good", 0.999999, 4, 10.0), free])
    sets = portfolios(found, PROBABILITY, DRAWS)
    low = choice.cheapest(sets)
    assert low is not None
    assert low.measures == choice.safest(sets) == ("good",)
    weak = portfolios(scenario(measures=[priced("weak", 0.01, 1, 1.0), free]),
                      Alop(metric="annual_probability", limit=1e-9, confidence=0.9), DRAWS)
    low = choice.cheapest(weak)
    assert low is not None
    assert low.measures == choice.safest(weak) == ("ban",)


@pytest.fixture(scope="module")
def rich() -> Portfolios:
    return portfolios(Scenario.model_validate(rich_data()), PROBABILITY, DRAWS)


def test_neighbours_are_all_sets_one_step_away(rich: Portfolios) -> None:
    base = ("cold", "export", "field")
    ids = {m.id for m in rich.scenario.measures}
    dropped, added, swapped = (f(rich, base) for f in (choice.drop_one, choice.add_one,
                                                       choice.swap_one))
    for table in (dropped, added, swapped):
        assert table["measures"].iloc[0] == base
        assert (table["change"].iloc[0], table["ratio"].iloc[0]) == (0.0, 1.0)
    assert {frozenset(m) for m in dropped["measures"][1:]} == {
        frozenset(base) - {i} for i in base}
    assert {frozenset(m) for m in added["measures"][1:]} == {
        frozenset(base) | {i} for i in ids - set(base)}
    assert {frozenset(m) for m in swapped["measures"][1:]} == {
        (frozenset(base) - {o}) | {i} for o in base for i in ids - set(base)}
    start = rich.row(base)
    for row in swapped.iloc[1:].itertuples():
        there = rich.row(row.measures)
        assert row.change == pytest.approx(there["probability"] - start["probability"])
        assert row.ratio == pytest.approx(there["median"] / start["median"])
        assert row.level_sum_change == there["level_sum"] - start["level_sum"]


def test_what_is_excluded_is_no_neighbour() -> None:
    found = scenario(measures=[treatment("a", 0.9), treatment("b", 0.9, excludes=["a"]),
                               treatment("c", 0.5), treatment("never", feasible=False)])
    sets = portfolios(found, PROBABILITY, 50)
    assert choice.add_one(sets, ("a",))["in"].tolist() == ["", "c"]
    assert set(choice.swap_one(sets, ("a",))["in"]) == {"", "b", "c"}
    with pytest.raises(PraError):
        choice.drop_one(sets, ("a", "b"))


def test_changes_are_told_on_the_common_draws() -> None:
    """A base judged on more draws is still compared on those that all sets share."""
    found = prepared(portfolios(scenario(measures=[treatment("a", 0.9), treatment("b", 0.9)]),
                                PROBABILITY, 50))
    table = found.table.copy()
    row = table.index[table["measures"].map(lambda m: m == ("a",))][0]
    table.loc[row, ["probability", "draws"]] = [0.123, 5_000]
    moved = Portfolios(found.scenario, found.alop, found.draws, found.seed, table)
    assert (choice.swap_one(moved, ("a",))["change"].tolist()
            == choice.swap_one(found, ("a",))["change"].tolist())


def test_equivalents_and_their_ratios(rich: Portfolios) -> None:
    named = ("first", "season")
    found = choice.equivalent(rich, named)
    base = assess(rich.scenario.with_measures(named), DRAWS).annual_probability
    assert len(found.table) > 3
    for row in found.table.itertuples():
        assert not set(named) <= set(row.measures)
        other = assess(rich.scenario.with_measures(row.measures), DRAWS).annual_probability
        assert np.mean(other <= base * (1 + 1e-12)) >= 0.9
        low, middle, high = np.quantile(other / base, (0.05, 0.5, 0.95), method="inverted_cdf")
        assert [row.ratio_low, row.ratio, row.ratio_high] == pytest.approx([low, middle, high])


def test_no_risk_over_no_risk_is_the_same() -> None:
    found = scenario(measures=[ban(), treatment("cold", 1.0)])
    sets = portfolios(found, PROBABILITY, 50)
    ratio = choice.risk_ratio(sets, ("ban",), ("ban", "cold"))
    assert (ratio.low, ratio.median, ratio.high) == (1.0, 1.0, 1.0)
    assert choice.risk_ratio(sets, (), ("ban",)).median == float("inf")


@pytest.mark.parametrize("metric", ["annual_probability", "years_between_outbreaks",
                                    "annual_loss", "pests_per_lot"])
def test_the_nearest_set_would_just_meet_with_what_is_missing(metric: str) -> None:
    """Dividing the rate by the factor on every draw leaves a share γ within the limit."""
    limit = {"years_between_outbreaks": 1e6, "pests_per_lot": 1e-3, "annual_loss": 100.0}
    alop = Alop(metric=metric, limit=limit.get(metric, 1e-6), confidence=0.9)
    found = scenario(measures=[treatment("weak", 0.3), treatment("better", 0.6)])
    sets = portfolios(found, alop, DRAWS)
    assert sets.first_meeting is None
    near = choice.nearest(sets)
    assert near.measures == ("better", "weak")
    assert near.factor > 1
    assert 0 < near.missing < 1
    helped = scenario(measures=[treatment("weak", 0.3), treatment("better", 0.6), treatment(
        "last", near.missing, "import_inspection" if metric == "pests_per_lot" else "transfer",
        "volume" if metric != "pests_per_lot" else "kill",
        "unit" if metric != "pests_per_lot" else "individual")])
    rows = portfolios(helped, alop, DRAWS)
    reached = float(rows.row(("better", "last", "weak"))["probability"])
    assert reached == pytest.approx(0.9, abs=2 / DRAWS)


def test_a_limit_of_zero_has_no_factor() -> None:
    alop = Alop(metric="annual_probability", limit=0.0, confidence=0.9)
    sets = portfolios(scenario(), alop, 50)
    assert choice.nearest(sets).factor == float("inf")
    assert "only no trade at all" in choice_words.choice_sentence(sets, translator("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_for_every_table(rich: Portfolios, language: str) -> None:
    t, base = translator(language), ("cold", "export", "field")
    said = [choice_words.counts_sentence(rich, choice.minimal(rich), t),
            choice_words.choice_sentence(rich, t),
            choice_words.add_sentence(choice.add_one(rich, base), rich, t),
            choice_words.swap_sentence(choice.swap_one(rich, base), rich, t),
            equivalence_words.equivalence_sentence(choice.equivalent(rich, base), rich, t),
            choice_words.cost_remark(rich, t)]
    said += choice_words.neighbours(choice.swap_one(rich, base), rich, t)["change_words"].tolist()
    said += [choice_words.card(row, rich, t) for _, row in choice_words.choices(rich, t).iterrows()]
    assert not any("{" in one or "nan" in one for one in said)


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(ValueError, match="cost"):
        scenario(measures=[priced("cold", 0.9, 1, -5.0)])


def test_an_id_both_required_and_excluded_is_refused() -> None:
    with pytest.raises(ValueError, match="either required or excluded"):
        scenario(measures=[inspection(), treatment("cold", requires=["inspection"],
                                                   excludes=["inspection"])])


def test_seventeen_measures_are_too_many() -> None:
    found = scenario(measures=[treatment(f"m{i}", 0.1) for i in range(17)])
    with pytest.raises(PraError) as caught:
        portfolios(found, PROBABILITY, 8)
    assert (caught.value.code, caught.value.value) == ("too_many_measures", 17)
