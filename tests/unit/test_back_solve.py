"""The value of one number at which a set just meets the ALOP, against assessments and by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from pra_core.alop import Alop, Metric
from pra_core.assessment import assess
from pra_core.back_solve import (
    Lever,
    Tipping,
    affordable,
    back_solve,
    levers,
    plan,
    tipping_points,
)
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.summary import meets
from tests.minimal import (
    EPPO,
    inspection,
    parameter,
    pathway,
    rich_data,
    scenario,
    share,
    treatment,
)

DRAWS = 200
LIMITS: dict[Metric, float] = {"annual_probability": 0.3, "years_between_outbreaks": 3.0,
                               "annual_loss": 1e5, "pests_per_lot": 2.0}


def rich(metric: Metric = "annual_probability") -> Scenario:
    found = Scenario.model_validate(rich_data())
    alop = Alop(metric=metric, limit=LIMITS[metric], confidence=0.9)
    return found.with_alop(alop).with_measures([m.id for m in found.measures])


def lever(of: Scenario, kind: str, owner: str) -> Lever:
    return next(one for one in levers(of) if (one.kind, one.owner) == (kind, owner))


def solved(of: Scenario, kind: str, owner: str, draws: int = DRAWS) -> Tipping:
    return back_solve(of, of.alop, lever(of, kind, owner), draws)


@pytest.mark.parametrize("metric", LIMITS)
def test_the_plan_is_the_assessment(metric: Metric) -> None:
    of = rich(metric)
    made, found = plan(of, of.alop, DRAWS, 3), assess(of, DRAWS, 3)
    told = made.risk(made.leaves())
    assert told == pytest.approx(risk(found, of.alop), rel=1e-12)
    assert made.judge(told) == meets(found, of.alop)


@pytest.mark.parametrize(("kind", "owner"), [
    ("efficacy", "field"), ("compliance", "cold"), ("outage", "packhouse"),
    ("sample_size", "first"), ("sensitivity", "export"), ("volume", "juice"),
    ("prevalence", "fruit")])
@pytest.mark.parametrize("metric", ["annual_probability", "annual_loss", "pests_per_lot"])
def test_each_point_of_the_curve_is_an_assessment(metric: Metric, kind: str, owner: str) -> None:
    of = rich(metric)
    found = solved(of, kind, owner)
    source = of.parameters[found.lever.parameter].source
    for k in range(1, found.values.size - 1, 7):
        fixed = of.with_parameter(found.lever.parameter, Fixed(value=float(found.values[k])),
                                  source)
        assert found.share[k] == meets(assess(fixed, DRAWS), of.alop).probability, found.values[k]


def one_measure(efficacy: float = 0.99, compliance: float = 0.9, limit: float = 10.0) -> Scenario:
    """Foundings per year = k x prevalence x (1 - compliance x efficacy), nothing else uncertain."""
    found = scenario(
        pathways=[pathway(lot_shape=parameter("fruit.lot_shape", "1", value=1e6), steps={
            "transfer": {"unit": share("fruit.transfer", 1e-3)}})],
        measures=[treatment("cull", efficacy, "packing", "survival", "unit",
                            compliance=share("cull.compliance", compliance))])
    bare = assess(found.with_parameter("r0", Fixed(value=5.0), found.parameters["r0"].source)
                  .with_parameter("fruit.prevalence", Fixed(value=1e-2),
                                  found.parameters["fruit.prevalence"].source), 1)
    years = limit / float(bare.founding_rate[0])
    fixed = found.with_parameter("r0", Fixed(value=5.0), found.parameters["r0"].source)
    alop = Alop(metric="years_between_outbreaks", limit=years, confidence=0.95)
    return fixed.with_alop(alop).with_measures(["cull"])


def test_compliance_by_hand() -> None:
    """f0 log-uniform on 1e-4 … 1e-2; its 95 % quantile q must satisfy q (1 - c e) <= limit."""
    of = one_measure(limit=5.0)
    quantile = 1e-4 * 100**0.95
    expected = (1 - 1e-2 / 5.0 / quantile) / 0.99
    found = solved(of, "compliance", "cull", 10_000)
    assert found.outcome == "tips"
    (passed,) = found.crossings
    assert passed.rising
    assert passed.value == pytest.approx(expected, abs=2e-3)
    assert passed.low is not None
    assert passed.high is not None
    assert passed.low < passed.value < passed.high


def test_volume_and_prevalence_by_hand() -> None:
    """Risk is proportional to both: the limit is a quarter of what 95 % of the futures reach."""
    of = one_measure(efficacy=0.5, compliance=1.0, limit=1 / (100**-0.05 * 0.5 / 4))
    (volume,) = solved(of, "volume", "fruit", 10_000).crossings
    assert not volume.rising
    assert volume.value == pytest.approx(1e6 / 4, rel=5e-3)
    (prevalence,) = solved(of, "prevalence", "fruit", 10_000).crossings
    assert prevalence.value == pytest.approx(1e-2 * 100**-0.05 / 4, rel=5e-3)
    assert prevalence.low == pytest.approx(prevalence.value, rel=2e-3)  # known, so no draw differs


def test_met_anyway_and_out_of_reach() -> None:
    anyway = solved(one_measure(limit=1e-3), "efficacy", "cull")
    assert anyway.outcome == "met_anyway"
    assert anyway.distance == math.inf
    of = one_measure(compliance=0.5, limit=20.0)
    never = solved(of, "efficacy", "cull")
    assert never.outcome == "unreachable"
    assert never.best == (1.0, pytest.approx(0.5, abs=0.01))  # half of the futures are below 1e-3
    assert tipping_points(of, of.alop, 100)[-1].outcome == "unreachable"


def test_cleaner_lots_that_are_rejected_less_often_give_two_crossings() -> None:
    """Design 2.7: f0 = 0.05, n = 600, q = 0.5, κ = 1: 1.9 units per lot, 7.8 at an efficacy of 0.9.

    What is released goes with S (1 + f0 n q S / κ)^-(κ+1); a limit between the two is met without
    any field control, missed at 0.9, and met again by nearly complete control.
    """
    found = scenario(
        pathways=[pathway(prevalence=parameter("fruit.prevalence", "infested units/unit",
                                               value=0.05),
                          pests_per_unit=parameter("fruit.pests_per_unit", "pests/infested unit",
                                                   value=50.0),
                          lot_size=parameter("fruit.lot_size", "units/lot", value=1e7),
                          steps={"transfer": {"unit": share("fruit.transfer", 1e-3)}})],
        measures=[treatment("field", 0.9, "production", "prevalence", "unit"),
                  inspection(n=600, q=0.5)]).with_measures(["field", "inspection"])
    fixed = found.with_parameter("r0", Fixed(value=5.0), found.parameters["r0"].source)

    def left(efficacy: float) -> float:
        s = 1 - efficacy
        return s * (1 + 0.05 * 600 * 0.5 * s) ** -2

    rate = float(assess(fixed, 1).founding_rate[0])
    middle = (left(0.0) * left(0.9)) ** 0.5
    of = fixed.with_alop(Alop(metric="years_between_outbreaks",
                              limit=left(0.9) / middle / rate, confidence=0.9))
    falling, rising = solved(of, "efficacy", "field", 50).crossings
    assert (falling.rising, rising.rising) == (False, True)
    assert left(falling.value) == pytest.approx(middle, rel=2e-2)
    assert left(rising.value) == pytest.approx(middle, rel=2e-2)
    assert falling.value < 1 - 1 / 15 < rising.value  # the peak, at f0 n q S = 1


def test_the_smallest_sample_that_is_enough() -> None:
    found = scenario(measures=[inspection(n=600, q=0.5)]).with_measures(["inspection"])
    rates = assess(found, DRAWS)
    limit = float(np.quantile(rates.founding_rate, 0.8))
    of = found.with_alop(Alop(metric="years_between_outbreaks", limit=1 / limit, confidence=0.9))
    tipping = solved(of, "sample_size", "inspection")
    (passed,) = tipping.crossings
    source = of.parameters["inspection.sample_size"].source

    def chance(n: float) -> float:
        changed = of.with_parameter("inspection.sample_size", Fixed(value=n), source)
        return meets(assess(changed, DRAWS), of.alop).probability

    assert passed.value == round(passed.value)
    assert chance(passed.value) >= 0.9 > chance(passed.value - 1)


def test_levers_are_those_the_alop_sees() -> None:
    kinds = {(one.kind, one.owner) for one in levers(rich())}
    assert ("efficacy", "watch") in kinds
    assert ("efficacy", "watch") not in {(one.kind, one.owner)
                                         for one in levers(rich("pests_per_lot"))}
    assert {("volume", "fruit"), ("prevalence", "juice"), ("outage", "packhouse")} <= kinds
    bare = {one.kind for one in levers(rich().with_measures(()))}
    assert bare == {"volume", "prevalence"}


def test_nearest_first_and_like_the_single_solution() -> None:
    of = rich()
    listed = tipping_points(of, of.alop, DRAWS)
    assert [one.distance for one in listed] == sorted(one.distance for one in listed)
    assert {one.lever for one in listed} == set(levers(of))
    for one in listed:
        exact = back_solve(of, of.alop, one.lever, DRAWS)
        assert one.now == exact.now
        for rough, fine in zip(one.crossings, exact.crossings, strict=True):
            assert one.axis.place(rough.value) == pytest.approx(
                one.axis.place(fine.value), abs=0.02)


def test_a_lever_the_set_lacks_is_named() -> None:
    of = rich()
    gone = lever(of, "efficacy", "cold")
    with pytest.raises(PraError, match=r"cold\.efficacy"):
        back_solve(of.with_measures(["field"]), of.alop, gone, DRAWS)


def field_then_inspection() -> Scenario:
    """Field control of 0.1 to 0.5 before an inspection: what it lacks lies far beyond both."""
    def uniform(name: str, low: float, high: float) -> dict[str, Any]:
        return parameter(name, "1", kind="uniform", low=low, high=high)

    field = treatment("field", 0.5, "production", "prevalence", "unit",
                      compliance=uniform("field.compliance", 0.97, 1.0))
    field["effects"][0]["efficacy"][EPPO] = uniform("field.efficacy", 0.1, 0.5)
    check = inspection(n=600, q=0.5, compliance=uniform("inspection.compliance", 0.995, 1.0))
    check["effects"][0]["sensitivity"] = uniform("inspection.sensitivity", 0.5, 0.8)
    return scenario(
        pathways=[pathway(prevalence=parameter("fruit.prevalence", "infested units/unit",
                                               kind="loguniform", low=0.02, high=0.06),
                          lot_shape=uniform("fruit.lot_shape", 0.8, 3.0))],
        measures=[field, check]).with_measures(["field", "inspection"])


@pytest.mark.parametrize(("kind", "owner", "limit"), [
    ("efficacy", "field", 0.25), ("efficacy", "field", 0.02), ("prevalence", "fruit", 0.25),
    ("prevalence", "fruit", 1e-4), ("volume", "fruit", 1e-4)])
@pytest.mark.parametrize("listed", [False, True])
def test_a_tipping_point_beyond_the_axis_is_a_value(kind: str, owner: str, limit: float,
                                                    listed: bool) -> None:
    of = field_then_inspection().with_alop(
        Alop(metric="annual_probability", limit=limit, confidence=0.75))
    pulled = lever(of, kind, owner)
    found = next(one for one in tipping_points(of, of.alop, 1000) if one.lever == pulled
                 ) if listed else back_solve(of, of.alop, pulled, 1000)
    (passed,) = found.crossings
    source = of.parameters[pulled.parameter].source

    def chance(x: float) -> float:
        return meets(assess(of.with_parameter(pulled.parameter, Fixed(value=x), source), 1000),
                     of.alop).probability

    assert 0 < passed.value < 1e6
    assert kind != "efficacy" or passed.value < 1
    factor = 10**0.005 if passed.rising else 10**-0.005  # a little worse: more is left
    worse = 1 - (1 - passed.value) * factor if kind == "efficacy" else passed.value / factor
    assert chance(passed.value) >= 0.75 > chance(worse)
    assert found.axis.value(found.axis.place(passed.value)) == pytest.approx(passed.value)
    assert math.isfinite(found.distance)


def test_thinned_draws_only_choose_where_to_look() -> None:
    of = field_then_inspection().with_alop(
        Alop(metric="annual_probability", limit=0.25, confidence=0.75))
    listed = {one.lever: one for one in tipping_points(of, of.alop, 4000)}
    for pulled in (lever(of, "efficacy", "field"), lever(of, "sensitivity", "inspection")):
        exact = back_solve(of, of.alop, pulled, 4000)
        known = dict(zip(exact.values, exact.share, strict=True))
        rough = dict(zip(listed[pulled].values, listed[pulled].share, strict=True))
        assert set(known) & set(rough)
        assert all(known[x] == rough[x] for x in set(known) & set(rough))
        assert [one.axis.place(c.value) for one in (exact,) for c in one.crossings] == (
            pytest.approx([exact.axis.place(c.value) for c in listed[pulled].crossings],
                          abs=2e-3))


def test_many_measures_that_may_fail_afford_fewer_draws() -> None:
    def several(count: int, step: str) -> Scenario:
        return scenario(measures=[inspection()] + [
            treatment(f"m{k}", 0.5, step, "survival", "unit",
                      compliance=share(f"m{k}.compliance", 0.9)) for k in range(count)]
            ).with_measures([f"m{k}" for k in range(count)])

    assert affordable(several(4, "packing"), 10_000) == 10_000
    before = several(15, "packing").with_measures([f"m{k}" for k in range(15)] + ["inspection"])
    assert 500 <= affordable(before, 10_000) < 1_000
    after = several(15, "distribution").with_measures([f"m{k}" for k in range(15)] + ["inspection"])
    assert affordable(after, 10_000) == 10_000  # what follows every inspection is averaged
