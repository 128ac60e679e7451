"""Dependence between measures against enumeration, hand calculation and the assessment itself."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from pra_core.assessment import Assessment, assess
from pra_core.dependence import (
    apart,
    founding_rate,
    pairs,
    share_working,
    shared_failure,
)
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.parameter import Source
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.summary import meets
from tests.minimal import (
    SOURCE,
    inspection,
    parameter,
    pathway,
    rich_data,
    scenario,
    share,
    text,
    treatment,
)

DRAWS = 400
RICH = ("field", "cold", "export", "first", "rival", "extra", "season", "watch")


def rich(**changes: Any) -> Scenario:
    return Scenario.model_validate(rich_data(**changes))


def group(key: str = "packhouse", outage: float = 0.1) -> dict[str, Any]:
    return {"id": key, "title": text(key), "outage": share(f"{key}.outage", outage)}


def two(outage: float = 0.1, first: float = 0.9, second: float = 0.8, **changes: Any) -> Scenario:
    """Two treatments of one operator."""
    one = treatment("one", 0.9, group="packhouse", compliance=share("one.compliance", first))
    other = treatment("other", 0.8, "packing", "survival", "unit", group="packhouse",
                      compliance=share("other.compliance", second))
    return scenario(**{"measures": [one, other], "groups": [group(outage=outage)],
                       "selected": ["one", "other"]} | changes)


def enumerated(case: Scenario, ids: set[str]) -> float:
    """P(all of `ids` work on a lot) over every outcome of own failures and outages."""
    values = {name: float(p.distribution.mean()) for name, p in case.parameters.items()}
    own = [m for m in case.measures if m.compliance is not None]
    total = 0.0
    for happens in product((True, False), repeat=len(own) + len(case.groups)):
        applied = dict(zip([m.id for m in own], happens, strict=False))
        fails = dict(zip([g.id for g in case.groups], happens[len(own):], strict=True))
        chance = 1.0
        for m in own:
            c = values[m.compliance.name] if m.compliance else 1.0
            chance *= c if applied[m.id] else 1.0 - c
        for g in case.groups:
            chance *= values[g.outage.name] if fails[g.id] else 1.0 - values[g.outage.name]
        working = {m.id for m in case.measures
                   if applied.get(m.id, True) and not (m.group and fails[m.group])}
        while True:
            kept = {m.id for m in case.measures if m.id in working and set(m.requires) <= working}
            if kept == working:
                break
            working = kept
        total += chance * (ids <= working)
    return total


@pytest.mark.parametrize("ids", [{"cold"}, {"rival"}, {"field", "rival"}, {"cold", "export"},
                                 {"watch", "season"}, {"cold", "rival", "first"}])
def test_share_of_lots_against_every_outcome_enumerated(ids: set[str]) -> None:
    case = rich()
    found = share_working(case, ids, assess(case, 4).values)
    assert found == pytest.approx(np.full(4, enumerated(case, ids)), rel=1e-12)


def test_a_pair_of_one_group_by_hand() -> None:
    pair = pairs(assess(two(), DRAWS), ("one", "other"))[0]
    assert pair.reasons == ("group",)
    assert not pair.independent
    assert [x.median for x in pair.fails] == pytest.approx([1 - 0.72, 1 - 0.81])
    assert pair.first == "other"  # packing comes before the treatment for export
    assert pair.both.median == pytest.approx(1 - 0.81 - 0.72 + 0.9 * 0.9 * 0.8)
    assert pair.product.median == pytest.approx(0.28 * 0.19)
    assert pair.times == pytest.approx(0.118 / 0.0532)
    assert pair.either.median == pytest.approx(1 - 0.648)


@pytest.mark.parametrize(("a", "b"), [(0.1, 0.2), (0.0, 0.3), (0.5, 0.5)])
def test_independent_measures_follow_ispm_14(a: float, b: float) -> None:
    case = scenario(measures=[
        treatment("one", 0.9, compliance=share("one.compliance", 1 - a)),
        treatment("other", 0.8, "packing", "survival", "unit",
                  compliance=share("other.compliance", 1 - b))])
    pair = pairs(assess(case, DRAWS), ("one", "other"))[0]
    assert pair.independent
    assert pair.both.median == pytest.approx(a * b)
    assert pair.either.median == pytest.approx(a + b - a * b)
    assert pair.either_apart.median == pytest.approx(a + b - a * b)


def test_what_is_required_fails_with_what_requires_it() -> None:
    case = scenario(measures=[
        treatment("one", 0.9, compliance=share("one.compliance", 0.9)),
        treatment("other", 0.8, "transport", requires=["one"],
                  compliance=share("other.compliance", 0.7))])
    pair = pairs(assess(case, DRAWS), ("one", "other"))[0]
    assert pair.reasons == ("requires",)
    assert pair.fails[1].median == pytest.approx(1 - 0.63)
    assert pair.both.median == pytest.approx(0.1)
    assert pair.left_together is not None


def test_what_excludes_each_other_has_no_risk_together() -> None:
    case = scenario(measures=[treatment("one", 0.9, excludes=["other"]), treatment("other", 0.8)])
    pair = pairs(assess(case, DRAWS), ("one", "other"))[0]
    assert pair.reasons == ("excludes",)
    assert pair.left_together is None


def test_a_later_inspection_sees_what_is_left_by_hand() -> None:
    f0, n, q, left = 0.01, 600.0, 0.5, 0.2
    fruit = pathway(prevalence=parameter("fruit.prevalence", "infested units/unit", value=f0))
    case = scenario(pathways=[fruit], measures=[
        treatment("field", 1 - left, "production", "prevalence", "unit",
                  compliance=share("field.compliance", 0.6)), inspection("look", n, q)])
    pair = pairs(assess(case, DRAWS), ("look", "field"))[0]
    t = n * q * (1 - np.exp(-3.0))
    assert pair.reasons == ("sees_less",)
    assert pair.detection is not None
    assert (pair.detection.inspection, pair.detection.other) == ("look", "field")
    assert pair.detection.alone.median == pytest.approx(1 - 1 / (1 + f0 * t))
    assert pair.detection.after.median == pytest.approx(1 - 1 / (1 + f0 * t * left))


def test_a_second_inspection_sees_lots_the_first_has_passed_by_hand() -> None:
    f0, kill = 0.01, 1 - np.exp(-3.0)
    fruit = pathway(prevalence=parameter("fruit.prevalence", "infested units/unit", value=f0))
    case = scenario(pathways=[fruit], measures=[
        inspection("early", 400, 0.5, "export_inspection"), inspection("late", 600, 0.5)])
    pair = pairs(assess(case, DRAWS), ("early", "late"))[0]
    t1, thin = 200 * kill, 1 - 200 / 20_000
    t2 = t1 + 300 * kill * thin
    assert pair.reasons == ("passed",)
    assert pair.detection is not None
    assert pair.detection.after.median == pytest.approx(1 - (1 + f0 * t1) / (1 + f0 * t2))


def test_inspections_at_one_step_are_rivals() -> None:
    case = scenario(measures=[inspection("early", 400, 0.5), inspection("late", 600, 0.5)])
    assert pairs(assess(case, DRAWS), ("early", "late"))[0].reasons == ("largest",)


def test_what_comes_after_an_inspection_does_not_matter_to_it() -> None:
    case = scenario(measures=[inspection("look", step="export_inspection"),
                              treatment("cold", 0.99, "transport")])
    pair = pairs(assess(case, DRAWS), ("look", "cold"))[0]
    assert pair.independent


def test_one_source_and_one_mechanism_are_asked_about() -> None:
    cited = {"status": "unverified", "citation": "A 2020"}
    measures = [treatment("one", 0.9), treatment("other", 0.8)]
    for m, key in zip(measures, ("one", "other"), strict=True):
        m["effects"][0]["efficacy"]["TESTPE"] = parameter(
            f"{key}.efficacy", "1", kind="uniform", low=0.5, high=0.9) | {"source": cited}
    pair = pairs(assess(scenario(measures=measures), DRAWS), ("one", "other"))[0]
    assert pair.questions == ("evidence", "mechanism", "step")
    assert pair.independent


def test_prohibition_is_no_partner() -> None:
    ban = treatment("ban", 1.0, "production", "volume", "unit")
    del ban["compliance"]
    case = scenario(measures=[ban, inspection()])
    assert pairs(assess(case, DRAWS), ("ban", "inspection")) == []


def test_order_of_naming_changes_nothing() -> None:
    result = assess(rich(), DRAWS)
    assert pairs(result, RICH) == pairs(result, tuple(reversed(RICH)))


@pytest.mark.parametrize("ids", [(), ("field", "cold"), RICH])
def test_the_rate_is_that_of_the_assessment(ids: tuple[str, ...]) -> None:
    case = rich()
    there = assess(case.with_measures(ids), DRAWS)
    assert founding_rate(assess(case, DRAWS), ids) == pytest.approx(there.founding_rate, rel=1e-12)


def test_taken_apart_is_the_scenario_without_group_and_requirement() -> None:
    case = two(outage=0.1)
    bare = two(groups=[], measures=[
        treatment("one", 0.9, compliance=share("one.compliance", 0.81)),
        treatment("other", 0.8, "packing", "survival", "unit",
                  compliance=share("other.compliance", 0.72))])
    together, alone = assess(case, DRAWS), assess(bare, DRAWS)
    assert apart(together) == pytest.approx(alone.founding_rate, rel=1e-12)
    assert np.all(apart(together) < together.founding_rate)


METRICS = [("annual_probability", 0.2), ("years_between_outbreaks", 5.0),
           ("annual_loss", 2e5), ("pests_per_lot", 15.0)]


def judged(metric: str, limit: float, **changes: Any) -> Scenario:
    return rich(alop={"metric": metric, "limit": limit, "confidence": 0.5},
                selected=["field", "cold", "export", "first", "extra", "season"], **changes)


def at(case: Scenario, outage: float) -> Assessment:
    return assess(case.with_parameter("packhouse.outage", Fixed(value=outage),
                                      Source.model_validate(SOURCE)), DRAWS)


@pytest.mark.parametrize(("metric", "limit"), METRICS)
def test_the_curve_is_the_assessment_at_each_outage(metric: str, limit: float) -> None:
    case, shares = judged(metric, limit), np.array([0.0, 0.07, 0.5, 1.0])
    found = shared_failure(assess(case, DRAWS), "packhouse", shares)
    assert found.members == ("export", "field")
    for i, x in enumerate(shares):
        there = at(case, float(x))
        assert found.probability[i] == meets(there, case.alop).probability
        assert found.risk[1, i] == pytest.approx(
            np.quantile(risk(there, case.alop), 0.5, method="inverted_cdf"), rel=1e-9)
    assert found.probability[0] > found.probability[-1]
    assert np.all((found.low <= found.probability) & (found.probability <= found.high))


def test_the_bearable_share_is_where_the_verdict_turns() -> None:
    case = judged("annual_probability", 0.2)
    found = shared_failure(assess(case, DRAWS), "packhouse", np.array([0.0]))
    assert found.bearable is not None
    assert 0 < found.bearable < 1
    assert meets(at(case, found.bearable), case.alop).probability >= 0.5
    assert meets(at(case, found.bearable + 0.01), case.alop).probability < 0.5


@pytest.mark.parametrize(("limit", "bearable"), [(0.0, None), (1.0, 1.0)])
def test_an_impossible_and_an_empty_limit(limit: float, bearable: float | None) -> None:
    case = judged("annual_probability", limit)
    assert shared_failure(assess(case, DRAWS), "packhouse", np.array([0.0])).bearable == bearable


@pytest.mark.parametrize(("key", "shares", "code"), [
    ("nobody", [0.1], "unknown_id"), ("packhouse", [1.1], "out_of_bounds"),
    ("packhouse", [-0.1], "out_of_bounds"), ("packhouse", [], "out_of_bounds")])
def test_wrong_group_or_share_is_refused(key: str, shares: list[float], code: str) -> None:
    with pytest.raises(PraError) as caught:
        shared_failure(assess(two(), DRAWS), key, np.array(shares))
    assert caught.value.code == code
