"""The table of all measure sets against plain enumeration, the order, and what is named."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.portfolio import Portfolios, limit_draws, portfolios, set_rates, set_values
from pra_core.restrictiveness import front
from pra_core.scenario import Scenario
from pra_core.summary import meets
from tests import plain_model
from tests.minimal import (
    inspection,
    parameter,
    rich_data,
    scenario,
    scenario_data,
    share,
    text,
    treatment,
)

DRAWS = 400
PROBABILITY = Alop(metric="annual_probability", limit=0.3, confidence=0.9)


def slowing(key: str, efficacy: float) -> dict[str, Any]:
    found = treatment(key, efficacy, kind="spread", acts_on="unit")
    del found["effects"][0]["step"], found["compliance"]
    return found


@pytest.fixture(scope="module")
def rich() -> Scenario:
    return Scenario.model_validate(rich_data())


@pytest.mark.parametrize("metric", ["founding_rate", "pests_per_lot"])
def test_assessments_of_all_sets_agree_with_plain_enumeration(rich: Scenario, metric: str) -> None:
    """Two pathways, compliance below 1, a group, requirements, rival and adding inspections."""
    for chosen in _subsets(rich)[::5]:
        result = assess(rich.with_measures(chosen), draws=4, seed=3)
        found = (result.founding_rate if metric == "founding_rate"
                 else result.metric("pests_per_lot"))
        for d in range(4):
            v = {name: float(column[d]) for name, column in result.values.items()}
            line, climate = float(result.line_survival[d]), float(result.climate_persistence[d])
            plain = (plain_model.founding_rate(rich, chosen, v, line, climate)
                     if metric == "founding_rate" else plain_model.pests_per_lot(rich, chosen, v))
            assert found[d] == pytest.approx(plain, rel=1e-11), chosen


def _subsets(found: Scenario) -> list[tuple[str, ...]]:
    ids = sorted(m.id for m in found.measures)
    return [c for n in range(len(ids) + 1) for c in itertools.combinations(ids, n)]


ALOPS = [
    Alop(metric="annual_probability", limit=0.3, confidence=0.9),
    Alop(metric="years_between_outbreaks", limit=8.0, confidence=0.5),
    Alop(metric="annual_loss", limit=2e6, confidence=0.9),
    Alop(metric="pests_per_lot", limit=20.0, confidence=0.9),
]


@pytest.mark.parametrize("alop", ALOPS, ids=lambda a: a.metric)
def test_every_row_is_the_assessment_of_its_set(rich: Scenario, alop: Alop) -> None:
    table = portfolios(rich, alop, draws=DRAWS, seed=2).table
    assert sorted(table["measures"]) == sorted(_subsets(rich))
    assert 0 < table["probability"].mean() < 1
    for row in table.iloc[::3].itertuples():
        result = assess(rich.with_measures(row.measures), draws=DRAWS, seed=2)
        judged = meets(result, alop)
        assert (row.probability, row.verdict) == (judged.probability, judged.verdict)
        assert row.standard_error == pytest.approx(judged.standard_error)
        value = (result.metric("pests_per_lot") if alop.metric == "pests_per_lot"
                 else result.founding_rate)
        assert row.mean == pytest.approx(float(np.mean(value)), rel=1e-4)
        low, high = np.sort(value)[DRAWS // 2 - 1: DRAWS // 2 + 1]  # any median lies between
        assert low * (1 - 6e-3) <= row.median <= high * (1 + 6e-3)


def test_loss_limit_with_measures_that_slow_spread() -> None:
    found = scenario(measures=[treatment("cold", 0.9, compliance=share("c", 0.9)), inspection(),
                               slowing("sit", 0.5), slowing("zones", 0.8)])
    alop = Alop(metric="annual_loss", limit=1e5, confidence=0.9)
    table = portfolios(found, alop, draws=DRAWS, seed=1).table
    by_set = dict(zip(table["measures"], table["probability"], strict=True))
    for chosen, probability in by_set.items():
        judged = meets(assess(found.with_measures(chosen), draws=DRAWS, seed=1), alop)
        assert probability == judged.probability, chosen
    assert by_set[()] < by_set["sit",] < by_set["zones",] < by_set["sit", "zones"]
    assert by_set["cold",] < by_set["cold", "zones"]


def test_a_loss_limit_that_no_rate_can_reach_is_always_met() -> None:
    found = scenario(measures=[inspection()])
    alop = Alop(metric="annual_loss", limit=1e15, confidence=0.9)
    assert portfolios(found, alop, draws=50).table["probability"].tolist() == [1.0, 1.0]


def test_the_order_of_restrictiveness_with_ties() -> None:
    """(highest level, sum of levels, mean cost, number of measures, ids), 0 for none."""
    def priced(key: str, level: int, cost: float) -> dict[str, Any]:
        return treatment(key, 0.5, restrictiveness=level,
                         cost=parameter(f"{key}.cost", "USD/yr", value=cost))

    found = scenario(measures=[priced("d", 2, 30.0), priced("b", 1, 10.0), priced("c", 1, 20.0),
                               priced("a", 2, 30.0), priced("e", 2, 45.0)])
    table = portfolios(found, PROBABILITY, draws=20).table
    expected = sorted(
        table["measures"],
        key=lambda s: (max((_level(i) for i in s), default=0), sum(_level(i) for i in s),
                       sum(_cost(i) for i in s), len(s), s))
    assert list(table["measures"]) == expected
    assert list(table["measures"])[:6] == [(), ("b",), ("c",), ("b", "c"), ("a",), ("d",)]
    # A lower sum of levels comes first even where it costs more.
    order = list(table["measures"])
    assert order.index(("e",)) < order.index(("a", "b"))
    assert table["restrictiveness"].tolist()[:5] == [0, 1, 1, 1, 2]
    assert table["level_sum"].tolist()[:5] == [0, 1, 1, 2, 2]
    assert table["cost"].tolist()[:5] == [0.0, 10.0, 20.0, 30.0, 30.0]


def _level(key: str) -> int:
    return {"a": 2, "d": 2, "e": 2}.get(key, 1)


def _cost(key: str) -> float:
    return {"a": 30.0, "d": 30.0, "e": 45.0, "b": 10.0, "c": 20.0}[key]


def test_equal_costs_are_equal_whatever_they_are_summed_from() -> None:
    """0.1 + 0.7 is 0.8 here: the number of measures decides, not a rounding error."""
    costs = {"a": (2, 0.8), "b": (1, 0.1), "c": (1, 0.7), "d": (2, 0.0)}
    assert 0.1 + 0.7 < 0.8
    found = scenario(measures=[
        treatment(key, 0.5, restrictiveness=level,
                  cost=parameter(f"{key}.cost", "USD/yr", value=cost))
        for key, (level, cost) in costs.items()])
    order = list(portfolios(found, PROBABILITY, draws=20).table["measures"])
    assert order.index(("a", "d")) < order.index(("b", "c", "d"))


def test_cost_per_unit_is_paid_for_the_pathways_of_the_measure() -> None:
    look = inspection(cost=parameter("look.cost", "USD/unit", value=0.5))
    found = scenario(measures=[look, treatment()])
    table = portfolios(found, PROBABILITY, draws=20).table
    assert dict(zip(table["measures"], table["cost"], strict=True)) == {
        (): 0.0, ("inspection",): 5e5, ("cold",): 0.0, ("cold", "inspection"): 5e5}
    assert dict(zip(table["measures"], table["unknown_costs"], strict=True))["cold",] == 1


def test_the_least_restrictive_set_is_named_only_when_none_before_is_too_close() -> None:
    found = scenario(measures=[treatment("mild", 0.9, restrictiveness=1),
                               treatment("strong", 0.999999, restrictiveness=3)])
    rates = {i: assess(found.with_measures(i), draws=1000).annual_probability
             for i in (("mild",), ("strong",))}
    limit = float(np.quantile(rates["mild",], 0.9))
    assert np.mean(rates["strong",] <= limit) == 1.0

    def at(confidence: float) -> Portfolios:
        return portfolios(found, Alop(metric="annual_probability", limit=limit,
                                      confidence=confidence), draws=1000)

    close, clear, never = at(0.9), at(0.95), at(0.8)
    assert close.least_restrictive is None
    assert (close.first_meeting, close.undecided) == (("strong",), (("mild",),))
    assert (clear.least_restrictive, clear.undecided) == (("strong",), ())
    assert never.least_restrictive == ("mild",)


def test_no_set_meets_an_alop_that_nobody_can_meet() -> None:
    found = portfolios(scenario(), Alop(metric="annual_probability", limit=0.0, confidence=0.95),
                       draws=50)
    assert found.least_restrictive is None
    assert found.first_meeting is None
    assert set(found.table["verdict"]) == {"fails"}
    assert np.all(np.isfinite(found.table.drop(columns=["measures", "verdict"]).to_numpy(float)))


def test_excluded_pairs_are_no_candidates_and_exclusion_is_symmetric() -> None:
    found = scenario(measures=[treatment("a", 0.9), treatment("b", 0.9, excludes=["a"]),
                               treatment("c", 0.5)])
    table = portfolios(found, PROBABILITY, draws=20).table
    assert sorted(table["measures"]) == [(), ("a",), ("a", "c"), ("b",), ("b", "c"), ("c",)]
    for ids in (["a", "b"], ["b", "a", "c"]):
        with pytest.raises(PraError) as caught:
            found.with_measures(ids)
        assert [p.code for p in caught.value.problems] == ["conflict"]


def test_infeasible_measures_are_left_out_and_what_needs_them_never_works() -> None:
    found = scenario(measures=[treatment("a", 0.9, feasible=False),
                               treatment("b", 0.9, requires=["a"]), treatment("c", 0.9)])
    table = portfolios(found, PROBABILITY, draws=50).table
    mean = dict(zip(table["measures"], table["mean"], strict=True))
    assert sorted(mean) == [(), ("b",), ("b", "c"), ("c",)]
    assert mean["b",] == mean[()] > mean["c",] == mean["b", "c"]
    with pytest.raises(PraError, match="infeasible"):
        found.with_measures(["a"])


def test_sixteen_feasible_measures_are_searched_and_seventeen_refused() -> None:
    def many(n: int) -> Scenario:
        return scenario(measures=[treatment(f"m{i}", 0.1) for i in range(n)]
                        + [treatment("never", feasible=False)])

    assert len(portfolios(many(16), PROBABILITY, draws=8).table) == 65_536
    with pytest.raises(PraError, match="not feasible") as caught:
        portfolios(many(17), PROBABILITY, draws=8)
    assert (caught.value.code, caught.value.value) == ("too_many_measures", 17)


def test_a_set_that_lets_more_through_than_its_subset_is_marked() -> None:
    """Field control before an inspection: cleaner lots are rejected less often."""
    data = scenario_data(measures=[
        inspection(detects="signs"),
        treatment("control", 0.9, "production", "prevalence", "unit")])
    data["pathways"][0]["prevalence"] = parameter("f0", "infested units/unit", value=0.05)
    table = portfolios(Scenario.model_validate(data), PROBABILITY, draws=50).table
    marked = dict(zip(table["measures"], table["fewer_rejected"], strict=True))
    assert marked == {(): False, ("control",): False, ("inspection",): False,
                      ("control", "inspection"): True}


def test_drop_one_equivalence_and_front(rich: Scenario) -> None:
    sets = portfolios(rich, PROBABILITY, draws=DRAWS, seed=1)
    dropped = sets.drop_one(("cold", "field", "export"))
    assert list(dropped["measures"]) == [("cold", "export", "field"), ("export", "field"),
                                         ("cold", "field"), ("cold", "export")]
    named = ("first", "season")
    base = assess(rich.with_measures(named), draws=DRAWS, seed=1).founding_rate
    safe = {}
    for chosen in _subsets(rich):
        rate = assess(rich.with_measures(chosen), draws=DRAWS, seed=1).founding_rate
        safe[chosen] = float(np.mean(rate <= base * (1 + 1e-12)))
    found = sets.equivalent_to(named)
    assert set(found["measures"]) == {s for s, p in safe.items() if p >= 0.9}
    assert named in set(found["measures"])
    rows = sets.table[["restrictiveness", "level_sum", "cost", "mean"]].itertuples(index=False)
    keys = [((r.restrictiveness, r.level_sum), r.cost, r.mean) for r in rows]
    front = {m for m, k in zip(sets.table["measures"], keys, strict=True)
             if not any(o != k and all(x <= y for x, y in zip(o, k, strict=True)) for o in keys)}
    assert set(sets.pareto["measures"]) == front
    with pytest.raises(PraError, match="unknown id"):
        sets.row(("nothing",))


def test_no_measures_at_all() -> None:
    sets = portfolios(scenario(measures=[]), PROBABILITY, draws=50)
    assert list(sets.table["measures"]) == [()]
    judged = meets(assess(scenario(measures=[]), draws=50), PROBABILITY)
    assert sets.table["probability"].tolist() == [judged.probability]


@pytest.mark.parametrize("zero", ["volume", "prevalence", "pests_per_unit"])
def test_nothing_arriving_meets_every_limit(zero: str) -> None:
    data = rich_data()
    for path in data["pathways"]:
        path[zero]["distribution"] = {"kind": "fixed", "value": 0.0}
    found = Scenario.model_validate(data)
    for alop in (*ALOPS, Alop(metric="annual_probability", limit=0.0, confidence=0.95)):
        if alop.metric == "pests_per_lot" and zero == "volume":
            continue  # a lot is as infested as ever, even if none comes
        sets = portfolios(found, alop, draws=300)
        assert sets.least_restrictive == ()
        assert set(sets.table["probability"]) == {1.0}
        assert not sets.table["fewer_rejected"].any()
        assert set(sets.table["median"]) == set(sets.table["mean"]) == {0.0}


def test_draws_and_seed_outside_the_range_are_refused() -> None:
    for draws, seed in ((0, 1), (200_001, 1), (10, -1)):
        with pytest.raises(PraError) as caught:
            portfolios(scenario(), PROBABILITY, draws=draws, seed=seed)
        assert caught.value.code == "out_of_bounds"


def test_the_same_seed_gives_the_same_table() -> None:
    first, again, other = (portfolios(scenario(), PROBABILITY, draws=100, seed=s).table
                           for s in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_a_measure_that_only_acts_on_one_pathway() -> None:
    data = scenario_data(measures=[treatment("cold", 1.0), treatment("late", 0.5)])
    data["pathways"].append(data["pathways"][0] | {"id": "other"})
    data["pathways"][1] = _renamed(data["pathways"][1], "other")
    data["measures"][0]["effects"][0]["pathways"] = ["other"]
    found = Scenario.model_validate(data)
    table = portfolios(found, PROBABILITY, draws=200).table
    mean = dict(zip(table["measures"], table["mean"], strict=True))
    one = assess(found, draws=200).rates
    assert mean["cold",] == pytest.approx(float(np.mean(one["fruit"])), rel=1e-4)
    assert mean[()] == pytest.approx(float(np.mean(one["fruit"] + one["other"])), rel=1e-4)


def _renamed(node: Any, key: str) -> Any:
    if isinstance(node, dict):
        return {k: f"{key}.{v}" if k == "name" else _renamed(v, key) for k, v in node.items()}
    return node


def random_case(rng: np.random.Generator) -> Scenario:
    """Four or five measures: kills, limits, looks; groups, requirements and exclusions."""
    def certain(name: str, low: float, high: float) -> dict[str, Any]:
        return parameter(name, "1", kind="uniform", low=low, high=high)

    measures: list[dict[str, Any]] = []
    for number in range(int(rng.integers(4, 6))):
        key = "abcde"[number]
        level = {"restrictiveness": int(rng.integers(1, 4)),
                 "compliance": certain(f"{key}.compliance", 0.7, 1.0)}
        if rng.random() < 0.6:
            level["cost"] = parameter(f"{key}.cost", "USD/yr", value=float(rng.integers(0, 4)))
        if rng.random() < 0.35:
            step = str(rng.choice(["export_inspection", "import_inspection"]))
            measures.append(inspection(key, n=float(rng.integers(50, 900)), step=step, **level))
        else:
            kind, acts_on = [("survival", "unit"), ("kill", "individual"), ("prevalence", "unit"),
                             ("volume", "unit")][int(rng.integers(0, 4))]
            step = str(rng.choice(["production", "packing", "export_treatment", "distribution"]))
            made = treatment(key, 0.5, step=step, kind=kind, acts_on=acts_on, **level)
            made["effects"][0]["efficacy"]["TESTPE"] = certain(f"{key}.efficacy", 0.2, 0.99)
            measures.append(made)
    for one in (0, 1) if rng.random() < 0.6 else ():
        measures[one]["group"] = "packhouse"
    if rng.random() < 0.5:
        measures[2]["requires"] = ["d"]
    if rng.random() < 0.4:
        measures[0]["excludes"] = ["b"]
    data = scenario_data(measures=measures)
    data["groups"] = [{"id": "packhouse", "title": text("p"),
                       "outage": certain("packhouse.outage", 0.0, 0.2)}]
    return Scenario.model_validate(data)


def _plain_verdict(inside: int, n: int, confidence: float) -> str:
    """Wilson 95 % by solving (p - x)^2 = z^2 x (1 - x)/n for x."""
    z, p = 1.959963984540054, inside / n
    low, high = np.sort(np.roots([1 + z**2 / n, -(2 * p + z**2 / n), p**2]).real)
    return "meets" if low >= confidence else "fails" if high < confidence else "too_close"


@pytest.mark.parametrize("seed", range(50))
def test_verdicts_and_what_is_named_equal_plain_enumeration(seed: int) -> None:
    rng, draws = np.random.default_rng(seed), 24
    found = random_case(rng)
    result = assess(found, draws=draws, seed=seed)
    values = [{k: float(c[d]) for k, c in result.values.items()} for d in range(draws)]
    excluded = {frozenset((m.id, other)) for m in found.measures for other in m.excludes}
    sets = [s for s in _subsets(found) if not any(pair <= set(s) for pair in excluded)]
    rates = {s: np.array([plain_model.founding_rate(
        found, s, values[d], float(result.line_survival[d]), float(result.climate_persistence[d]))
        for d in range(draws)]) for s in sets}
    middle = float(np.quantile([np.median(r) for r in rates.values()], 0.3))
    alop = Alop(metric="annual_probability", limit=-float(np.expm1(-middle)), confidence=0.6)
    inside = {s: int(np.count_nonzero(-np.expm1(-r) <= alop.limit)) for s, r in rates.items()}
    plain = {s: _plain_verdict(n, draws, 0.6) for s, n in inside.items()}
    known = {m.id: (m.restrictiveness, 0.0 if m.cost is None else float(
        result.values[m.cost.name][0])) for m in found.measures}
    order = sorted(sets, key=lambda s: (
        max((known[i][0] for i in s), default=0), sum(known[i][0] for i in s),
        sum(known[i][1] for i in s), len(s), s))
    table = portfolios(found, alop, draws=draws, seed=seed)
    assert list(table.table["measures"]) == order
    assert list(table.table["verdict"]) == [plain[s] for s in order]
    assert list(table.table["probability"]) == [inside[s] / draws for s in order]
    first = next((s for s in order if plain[s] != "fails"), None)
    named = first if first is not None and plain[first] == "meets" else None
    assert table.least_restrictive == named


def test_the_order_of_declaration_changes_nothing() -> None:
    for seed in range(6):
        found = random_case(np.random.default_rng(seed))
        turned = found.changed(measures=found.measures[::-1])
        first, second = (portfolios(x, PROBABILITY, draws=200).table for x in (found, turned))
        assert first.equals(second)


@pytest.mark.parametrize("kind", ["survival", "kill"])
def test_a_measure_without_effect_changes_no_draw(kind: str) -> None:
    acts_on = "individual" if kind == "kill" else "unit"
    for seed in range(6):
        found = random_case(np.random.default_rng(seed))
        idle = treatment("idle", 0.0, kind=kind, acts_on=acts_on)
        data = found.model_dump(mode="json")
        more = Scenario.model_validate(data | {"measures": [*data["measures"], idle]})
        few = portfolios(found, PROBABILITY, draws=300).table
        many = portfolios(more, PROBABILITY, draws=300)
        for row in few.itertuples():
            with_idle = many.row((*row.measures, "idle"))
            assert with_idle["probability"] == row.probability
            assert with_idle["mean"] == pytest.approx(row.mean, rel=1e-6)


@pytest.mark.parametrize("seed", range(200))
def test_the_front_equals_brute_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, top = int(rng.integers(1, 60)), int(rng.integers(1, 6))
    table = pd.DataFrame({"restrictiveness": rng.integers(0, top, n),
                          "level_sum": rng.integers(0, top, n),
                          "cost": rng.integers(0, top, n).astype(float),
                          "mean": rng.integers(0, top, n).astype(float)})
    keys = [((int(r.restrictiveness), int(r.level_sum)), r.cost, r.mean)
            for r in table.itertuples()]
    expected = [not any(o != k and all(x <= y for x, y in zip(o, k, strict=True)) for o in keys)
                for k in keys]
    assert front(table).tolist() == expected


@pytest.mark.parametrize("alop", ALOPS, ids=lambda a: a.metric)
def test_values_and_limits_of_single_sets(rich: Scenario, alop: Alop) -> None:
    sets = [(), ("cold",), ("cold", "field", "export")]
    rates, values = (f(rich, alop, sets, DRAWS, 2) for f in (set_rates, set_values))
    table = portfolios(rich, alop, draws=DRAWS, seed=2)
    for column, chosen in enumerate(sets):
        result = assess(rich.with_measures(chosen), draws=DRAWS, seed=2)
        metric = result.metric(alop.metric)
        safe = 1 / metric if alop.metric == "years_between_outbreaks" else metric
        np.testing.assert_allclose(values[:, column], safe, rtol=1e-12)
        inside = np.mean(rates[:, column] <= limit_draws(rich, alop, chosen, DRAWS, 2))
        assert inside == table.row(chosen)["probability"]
    with pytest.raises(PraError, match="nothing"):
        set_values(rich, alop, [("nothing",)], DRAWS)


def test_a_set_as_safe_as_another_where_loss_counts_what_slows_spread() -> None:
    found = scenario(measures=[treatment("cold", 0.6), slowing("sit", 0.9)])
    alop = Alop(metric="annual_loss", limit=1e5, confidence=0.9)
    loss = set_values(found, alop, [("cold",), ("sit",)], 500)
    sets = portfolios(found, alop, draws=500)
    for named, other in (("cold", 0), ("sit", 1)):
        safe = dict(zip(*(sets.equivalent_to((named,))[c] for c in (
            "measures", "at_least_as_safe")), strict=True))
        assert safe[named,] == 1.0
        share = float(np.mean(loss[:, 1 - other] <= loss[:, other]))
        assert safe.get(("sit",) if other == 0 else ("cold",), 0.0) == (
            share if share >= 0.9 else 0.0)
