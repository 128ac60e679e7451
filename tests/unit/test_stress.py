"""What happens when measures fail, against assessments of the scenario changed by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pra_core.assessment import Assessment, assess
from pra_core.back_solve import plan
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.stress import Shocks, Stress, _share_of_risk, stopped_months, stress
from pra_core.summary import interval, meets
from tests.minimal import inspection, parameter, pathway, rich_data, scenario, share, treatment

DRAWS = 150


def rich() -> Scenario:
    found = Scenario.model_validate(rich_data())
    return found.with_measures([m.id for m in found.measures])


def rows(of: Scenario, shocks: Shocks | None = None, draws: int = DRAWS) -> list[Stress]:
    return stress(of, of.alop, shocks or Shocks(), draws)


def row(of: Scenario, kind: str, about: tuple[str, ...], shocks: Shocks | None = None) -> Stress:
    return next(one for one in rows(of, shocks) if (one.kind, one.about) == (kind, about))


def fixed(of: Scenario, **values: float) -> Assessment:
    """The assessment with parameters known; "__" stands for the dot of a name."""
    for key, value in values.items():
        name = key.replace("__", ".")
        of = of.with_parameter(name, Fixed(value=value), of.parameters[name].source)
    return assess(of, DRAWS)


def same(found: Stress, of: Assessment, rel: float = 1e-11) -> None:
    expected = interval(risk(of, of.scenario.alop))
    assert found.risk.median == pytest.approx(expected.median, rel=rel)
    assert found.risk.mean == pytest.approx(expected.mean, rel=rel)
    assert found.judgement == meets(of, of.scenario.alop)


def test_as_planned_is_the_assessment() -> None:
    first = rows(rich())[0]
    assert first.kind == "plan"
    same(first, assess(rich(), DRAWS))
    assert first.factor == interval(np.ones(DRAWS))


def test_compliance_falls_where_it_is_higher() -> None:
    shocks = Shocks(compliance=0.75)
    same(row(rich(), "compliance", ("cold",), shocks), fixed(rich(), cold__compliance=0.75))
    same(row(rich(), "compliance", ("first",), shocks), assess(rich(), DRAWS))  # 0.7 as it is
    names = ("cold", "export", "extra", "field", "first", "rival", "season")
    lower = {f"{i}__compliance": min(0.75, float(rich().measure(i).compliance.distribution.mean()))
             for i in names}  # type: ignore[union-attr]
    same(row(rich(), "all_compliance", names, shocks), fixed(rich(), **lower))


def test_compliance_that_is_lower_already_is_no_failure() -> None:
    """0.7 as planned: 0.75 reaches no draw; twice, or once, as much trade as planned."""
    shocks = Shocks(compliance=0.75, volume=1.0)
    assert row(rich(), "compliance", ("first",), shocks).reached == 0
    assert not row(rich(), "compliance", ("first",), shocks).counts
    assert row(rich(), "compliance", ("cold",), shocks).counts
    assert row(rich(), "compliance", ("first",), Shocks(compliance=0.69)).reached == 1
    assert not row(rich(), "volume", (), shocks).counts
    assert row(rich(), "volume", ()).counts


def test_a_treatment_that_fails_on_one_lot_in_a_thousand_by_hand() -> None:
    """Lots mix after the chain: 0.999 x with + 0.001 x without."""
    of = scenario(measures=[treatment("cold", 0.999), inspection()]).with_measures(
        ["cold", "inspection"])
    both, alone = assess(of, DRAWS), assess(of.with_measures(["inspection"]), DRAWS)
    mixed = 0.999 * both.founding_rate + 0.001 * alone.founding_rate
    expected = interval(-np.expm1(-mixed))
    found = row(of, "treatment", ("cold",))
    assert found.risk.median == pytest.approx(expected.median, rel=1e-11)
    assert found.risk.high == pytest.approx(expected.high, rel=1e-11)
    assert found.factor is not None
    assert found.factor.median > 1
    assert not [one for one in rows(of) if one.kind == "treatment" and one.about != ("cold",)]


def test_bad_year_and_more_trade() -> None:
    of = rich()
    raised = of.with_scaled("fruit.prevalence", 2.0, of.parameters["fruit.prevalence"].source)
    raised = raised.with_scaled("juice.prevalence", 2.0, of.parameters["juice.prevalence"].source)
    same(row(of, "prevalence", (), Shocks(prevalence=2.0)), assess(raised, DRAWS))
    doubled = of.with_scaled("fruit.volume", 2.0, of.parameters["fruit.volume"].source)
    doubled = doubled.with_scaled("juice.volume", 2.0, of.parameters["juice.volume"].source)
    same(row(of, "volume", ()), assess(doubled, DRAWS))


@pytest.mark.parametrize("counts", ["all", "occupied"])
def test_a_prevalence_above_one_is_held_and_counted(counts: str) -> None:
    high = 1.0 if counts == "all" else 0.9
    prevalence = parameter("fruit.prevalence", "infested units/unit", kind="uniform", low=0.0,
                           high=high)
    of = scenario(pathways=[pathway(prevalence=prevalence, counts=counts)])
    found = row(of, "prevalence", (), Shocks(prevalence=3.0))
    # 3 pests per occupied unit: λ = 2.82, so at most 94 % of units are occupied.
    most = 1.0 if counts == "all" else 0.9405
    assert found.held == pytest.approx(1 - most / 3 / high, abs=0.01)
    assert row(of, "prevalence", (), Shocks(prevalence=1.0)).held == 0


def test_a_month_without_a_group_or_inspections_by_hand() -> None:
    """No months of arrival: a twelfth of the year. A group stopped is a larger outage."""
    same(row(rich(), "group", ("packhouse",)),
         fixed(rich(), packhouse__outage=1 - 0.9 * 11 / 12), 1e-9)
    looking = ("export", "extra", "first", "rival")
    left = rich().with_measures([i for i in rich().selected if i not in looking])
    mixed = 10 / 12 * assess(rich(), DRAWS).founding_rate + 2 / 12 * assess(
        left, DRAWS).founding_rate
    found = row(rich(), "inspection", looking, Shocks(months=(3, 4)))
    assert found.risk.median == pytest.approx(interval(-np.expm1(-mixed)).median, rel=1e-11)


def test_the_months_of_the_season_share_out_the_risk() -> None:
    of = load_scenario("medfly-citrus-china")
    made = plan(of, of.alop, 40)
    thirds = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12))
    parts = [_share_of_risk(made, of.pathways[0], months) for months in thirds]
    assert np.sum(np.stack(np.broadcast_arrays(*parts)), axis=0) == pytest.approx(1.0, rel=1e-9)
    arrival = of.pathways[0].arrival_share
    assert arrival is not None
    first = float(np.mean(np.asarray(parts[0])))
    assert first != pytest.approx(sum(arrival[:4]), rel=1e-3)  # what grows then counts, too


def test_the_worst_single_failure_is_found() -> None:
    of = rich()
    outs = [*((i,) for i in of.selected), ("export", "field")]
    ranked = {out: meets(fixed(of.with_measures([i for i in of.selected if i not in out])),
                         of.alop).probability for out in outs}
    found = next(one for one in rows(of) if one.kind == "worst")
    assert ranked[found.about] == min(ranked.values()) == found.judgement.probability


def test_nothing_chosen_leaves_prevalence_and_volume() -> None:
    assert [one.kind for one in rows(rich().with_measures(()))] == ["plan", "prevalence", "volume"]


def test_no_risk_has_no_factor() -> None:
    none = pathway(steps={"transfer": {"unit": share("fruit.transfer", 0.0)}})
    found = rows(scenario(pathways=[none]))
    assert {one.factor for one in found} == {None}


def test_every_wrong_shock_is_named_at_once() -> None:
    wrong = Shocks(compliance=1.2, treatment=-0.1, prevalence=0.0, volume=float("inf"),
                   months=(0, 13))
    with pytest.raises(PraError) as error:
        rows(rich(), wrong)
    assert [p.path for p in error.value.problems] == [
        "compliance", "treatment", "prevalence", "volume", "months", "months"]


@pytest.mark.parametrize("metric", ["annual_loss", "pests_per_lot", "years_between_outbreaks"])
def test_other_metrics_are_told_as_in_the_assessment(metric: str) -> None:
    of = rich().with_alop(rich().alop.model_copy(update={"metric": metric, "limit": 5.0}))
    for kind, about, changed in (
            ("compliance", ("cold",), fixed(of, cold__compliance=0.5)),
            ("plan", (), assess(of, DRAWS))):
        same(row(of, kind, about, Shocks(compliance=0.5)), changed)
    members = itertools.chain.from_iterable(one.about for one in rows(of) if one.kind == "group")
    assert list(members) == ["packhouse"]


def test_failures_come_in_the_month_of_most_arrivals_or_as_asked() -> None:
    of = load_scenario("medfly-citrus-china")
    values = plan(of, of.alop, 10).values
    arrival = of.pathways[0].arrival_share
    assert arrival is not None
    (month,) = stopped_months(of, Shocks(), values)
    assert arrival[month - 1] == max(arrival)
    assert stopped_months(of, Shocks(months=(7, 2, 7)), values) == (2, 7)
    assert stopped_months(rich(), Shocks(), plan(rich(), rich().alop, 10).values) == ()
