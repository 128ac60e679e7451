"""What inspections find alone and after other measures, against the plain model."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.assessment import assess, sample
from pra_core.figures.evidence_plan_words import before_inspection, share_lots
from pra_core.figures.inspection_course import InspectionCourse, inspections, skipping
from pra_core.inspection import lots_released_share, released_share
from pra_core.scenario import Scenario
from tests.minimal import inspection, parameter, pathway, scenario_data, treatment

F0, M0, N, Q = 0.05, 3.0, 600.0, 0.5


def scenario(*measures: dict[str, object], selected: tuple[str, ...] = ()) -> Scenario:
    way = pathway(prevalence=parameter("fruit.prevalence", "infested units/unit", value=F0))
    return Scenario.model_validate(scenario_data(
        pathways=[way], measures=list(measures), selected=list(selected)))


def only(one: Scenario) -> InspectionCourse:
    found = inspections(one, sample(one, 50, 1))
    assert len(found) == 1
    return found[0]


def test_alone_it_rejects_and_keeps_out_what_the_closed_form_says() -> None:
    found = only(scenario(inspection(n=N, q=Q)))
    t = N * Q * -np.expm1(-M0)
    assert found.rejected_alone[0] == pytest.approx(1 - lots_released_share(F0, t, 1.0))
    kept = 1 - released_share(F0, t, 1.0) * (1 - N * Q / 20_000)
    assert found.caught_alone[0] == pytest.approx(kept)
    np.testing.assert_allclose(found.rejected_within, found.rejected_alone)
    assert found.arriving[0] == pytest.approx(1e6 * F0)
    assert found.leaving[0] == pytest.approx(1e6 * F0 * (1 - kept))
    assert found.pests_leaving[0] == pytest.approx(found.leaving[0] * M0)


def test_a_treatment_before_it_leaves_less_to_be_seen() -> None:
    found = only(scenario(treatment("cold", 0.999), inspection(n=N, q=Q), selected=("cold",)))
    t = N * Q * -np.expm1(-M0 * 0.001)
    assert found.rejected_within[0] == pytest.approx(1 - lots_released_share(F0, t, 1.0))
    assert found.rejected_within[0] < 0.1 * found.rejected_alone[0]
    assert found.pests_leaving[0] < found.leaving[0]
    assert found.raised_by == ()


def test_field_control_that_lets_more_through_is_named() -> None:
    """f0 n q S is 15 before and 1.5 after: cleaner lots are rejected less often (design 2.7)."""
    control = treatment("control", 0.9, step="production", kind="survival", acts_on="unit")
    found = only(scenario(control, inspection(n=N, q=Q), selected=("control",)))
    assert found.raised_by == ("control",)
    without = only(scenario(control, inspection(n=N, q=Q)))
    assert found.pests_leaving[0] > without.pests_leaving[0]


def test_of_two_inspections_at_a_step_the_smaller_adds_nothing() -> None:
    one = scenario(inspection("big", n=N), inspection("small", n=60), selected=("big", "small"))
    small = next(c for c in inspections(one, sample(one, 20, 1)) if c.measure_id == "small")
    assert small.rejected_within.max() == pytest.approx(0.0, abs=1e-12)
    assert small.rejected_alone.min() > 0.1


def test_the_units_that_leave_are_those_of_the_assessment() -> None:
    one = scenario(treatment("cull", 0.4, kind="survival", acts_on="unit"),
                   inspection(n=N, q=Q), selected=("cull", "inspection"))
    whole = assess(one, 50, 1)
    np.testing.assert_allclose(only(one).leaving, whole.funnel[6], rtol=1e-12)


def test_skipping_lies_between_all_and_none() -> None:
    found = skipping(only(scenario(inspection(n=N, q=Q))), 5, 0.1)
    assert np.all(found.leaving_all < found.leaving)
    assert np.all(found.leaving < found.leaving_none)
    share = found.inspected
    np.testing.assert_allclose(
        found.leaving, share * found.leaving_all + (1 - share) * found.leaving_none)


def test_what_is_shown_first_is_the_selected_set_or_a_treatment() -> None:
    cull = treatment("cull", 0.4, kind="survival", acts_on="unit")
    assert before_inspection(scenario(cull, treatment("cold"), inspection())) == ["cold"]
    assert before_inspection(scenario(cull, inspection(), selected=("cull",))) == ["cull"]
    assert before_inspection(scenario(inspection())) == []


@pytest.mark.parametrize("prevalence", [1.0, 0.3, 0.005, 1e-6])
def test_the_smallest_lot_shown_holds_an_infested_unit(prevalence: float) -> None:
    lots = share_lots(prevalence)
    assert np.floor(lots[0] * prevalence + 1e-9) >= 1
    assert np.floor((lots[0] - 1) * prevalence + 1e-9) < 1
