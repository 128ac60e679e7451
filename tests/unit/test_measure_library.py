"""The library of measures: the menu, evidence by pest, measures made from entries."""

from __future__ import annotations

import datetime as dt

import pytest

from pra_core.distribution import Fixed, Pert
from pra_core.errors import PraError
from pra_core.measure_edit import with_measure
from pra_core.measure_library import (
    Choices,
    Filter,
    free_id,
    likely_group,
    measure_from,
    measure_library,
    open_questions,
    practised,
    radiates,
    twins,
    usual_compliance,
    usual_sample,
    usual_sample_size,
)
from pra_core.parameter import Source
from pra_core.reference import scenario_ids
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

LIBRARY = measure_library()
DECIDED = Source(status="assumed", assessor="tester", date=dt.date(2026, 11, 22),
                 reason={"en": "test"})
ASKED = Choices(efficacy=Pert(low=0.2, mode=0.5, high=0.9), sample_size=Fixed(value=5.0),
                sensitivity=Pert(low=0.2, mode=0.5, high=0.9),
                compliance=Pert(low=0.8, mode=0.9, high=1.0), source=DECIDED)


@pytest.fixture(scope="module")
def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china")


@pytest.fixture(scope="module")
def blight() -> Scenario:
    return load_scenario("fire-blight-apple-australia")


def test_every_type_of_the_menu_can_be_applied_by_some_measure() -> None:
    used = {e.type for e in LIBRARY.entries}
    assert {one.id for one in LIBRARY.taxonomy.published} - used == set()


def test_every_measure_of_the_worked_examples_has_a_type_and_a_payer() -> None:
    for one in scenario_ids():
        for m in load_scenario(one).measures:
            assert LIBRARY.taxonomy.type_of(m.type) is not None, (one, m.id, m.type)
            assert m.paid_by is not None, (one, m.id)


def test_every_text_is_in_both_languages() -> None:
    for e in LIBRARY.entries:
        texts = [e.title, e.description, e.cost_basis, e.restrictiveness_reason, e.feasibility]
        texts += [one.schedule for f in e.effects for one in f.evidence]
        assert all(set(text) == {"en", "zh_CN"} for text in texts), e.id


@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_every_entry_becomes_a_measure_once_its_questions_are_answered(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    for entry in LIBRARY.for_scenario(scenario):
        asked = open_questions(entry, scenario)
        answers = Choices(source=DECIDED, **{field: getattr(ASKED, field) for field in asked})
        measure = measure_from(entry, scenario, answers)
        assert with_measure(scenario, measure).measure(measure.id) == measure
        assert measure.type == entry.type
        for field in asked:
            with pytest.raises(PraError) as caught:
                measure_from(entry, scenario, Choices(source=DECIDED, **{
                    f: getattr(ASKED, f) for f in asked if f != field}))
            assert caught.value.code == "missing"
            assert caught.value.path == f"{entry.id}.{field}"


def test_no_efficacy_goes_from_one_pest_to_another(medfly: Scenario, blight: Scenario) -> None:
    cold = LIBRARY.entry("cold-treatment")
    assert open_questions(cold, medfly) == ("compliance",)
    assert open_questions(cold, blight) == ("efficacy", "compliance")
    with pytest.raises(PraError) as caught:
        measure_from(cold, medfly, Choices(evidence="dacudo-orange-3c-17d",
                                           compliance=Fixed(value=0.9), source=DECIDED))
    assert caught.value.code == "conflict"
    both = LIBRARY.with_scenarios([medfly, load_scenario("false-codling-moth-citrus-eu")])
    moth = both.entry("false-codling-moth-citrus-eu.import-inspection")
    assert open_questions(moth, medfly) == ("sensitivity",)
    assert open_questions(moth, load_scenario("false-codling-moth-citrus-eu")) == ()


def test_the_evidence_chosen_is_the_one_used(medfly: Scenario) -> None:
    cold, other = LIBRARY.entry("cold-treatment"), "certca-orange-1.5c-16d"
    answers = {"compliance": Fixed(value=0.9), "source": DECIDED}
    first = measure_from(cold, medfly, Choices(**answers))
    warm = measure_from(cold, medfly, Choices(evidence=other, **answers))
    laws = [m.effects[0].efficacy["CERTCA"].distribution for m in (first, warm)]
    # Jeffreys: survivors + 1/2, and the rest of 71,756 x (1 - 0.081) or of 62,492.
    assert (laws[0].a, laws[0].b) == pytest.approx((71756 * 0.919 + 0.5, 0.5))
    assert (laws[1].a, laws[1].b) == pytest.approx((62492 - 3 + 0.5, 3.5))
    assert warm.effects[0].trial is not None
    assert warm.effects[0].trial.survivors == 3
    assert warm.treatment_entry is not None
    assert "1.5 °C" in warm.treatment_entry.duration_temperature["en"]
    assert first.id == "cold-treatment-2"
    assert first.certificate == {
        "en": "The fruit was cold treated as stated in section III against Ceratitis capitata.",
        "zh_CN": "果实已按证书第三部分所述针对Ceratitis capitata进行冷处理。"}


def test_a_decided_value_needs_a_source_and_stays_inside_its_bounds(blight: Scenario) -> None:
    field = LIBRARY.entry("field-control")
    with pytest.raises(PraError) as caught:
        measure_from(field, blight, Choices(efficacy=Fixed(value=0.5),
                                            compliance=Fixed(value=0.9)))
    assert caught.value.code == "no_source"
    with pytest.raises(PraError) as caught:
        measure_from(field, blight, Choices(efficacy=Fixed(value=1.5),
                                            compliance=Fixed(value=0.9), source=DECIDED))
    assert [(p.code, p.value) for p in caught.value.problems] == [("out_of_bounds", "[1.5, 1.5]")]


def test_a_cost_in_another_currency_is_left_out(medfly: Scenario, blight: Scenario) -> None:
    both = LIBRARY.with_scenarios([medfly])
    entry = both.entry("medfly-citrus-china.area-wide-sit")
    assert entry.cost is not None
    assert measure_from(entry, medfly).cost is not None
    assert measure_from(entry, blight, Choices(efficacy=Fixed(value=0.5), source=DECIDED)
                        ).cost is None


def test_filters_narrow_and_together(medfly: Scenario) -> None:
    fit = LIBRARY.filtered(Filter(kind="citrus"))
    assert fit == LIBRARY.for_scenario(medfly)
    assert "ispm15-heat" not in [e.id for e in fit]
    kept = LIBRARY.filtered(Filter(kind="citrus", category="reduce-pests", stage="post_border",
                                   evidence_for="CERTCA", text="  COLD "))
    assert [e.id for e in kept] == ["cold-treatment"]
    assert [e.id for e in LIBRARY.filtered(Filter(text="辐照"))] == ["irradiation"]
    assert {e.id for e in LIBRARY.filtered(Filter(ispm11_class="prohibition"))} == {"prohibition"}
    assert all(LIBRARY.taxonomy.category_of(e.type).objective == "minimise-vulnerability"
               for e in LIBRARY.filtered(Filter(objective="minimise-vulnerability")))
    with pytest.raises(PraError) as caught:
        LIBRARY.for_kind("steel")
    assert caught.value.code == "unknown_id"


def test_ids_of_new_measures_are_free(medfly: Scenario) -> None:
    entry = LIBRARY.entry("prohibition")
    assert free_id(entry, medfly) == "prohibition-2"
    again = with_measure(medfly, measure_from(entry, medfly))
    assert free_id(entry, again) == "prohibition-3"
    assert again.measure("prohibition-2").prohibits
    assert again.measure("prohibition-2").compliance is None


def test_the_sample_to_begin_with_fits_the_smallest_lot(medfly: Scenario) -> None:
    assert usual_sample(medfly) == 600.0
    wood = load_scenario("longhorn-wood-packaging-eu")
    smallest = min(p.lot_size.distribution.support[0] for p in wood.pathways)
    assert usual_sample(wood) == smallest < 600.0


def test_parts_of_a_systems_approach_exist_and_differ_in_step() -> None:
    for package in LIBRARY.packages:
        steps = {LIBRARY.entry(one).effects[0].step for one in package.entries}
        assert len(steps) >= 2, package.id


@pytest.mark.parametrize(("scenario_id", "entry", "expected"), [
    ("medfly-citrus-china", "irradiation", ("irradiation",)),
    ("medfly-citrus-china", "vapour-heat", ()),
    ("medfly-citrus-china", "low-prevalence-area", ("pest-free-area",)),
    ("false-codling-moth-citrus-eu", "pest-free-area", ("pest-free-area", "sterile-insect")),
    ("false-codling-moth-citrus-eu", "cold-treatment",
     ("partial-cold", "eu-cold-rule", "eu-cold-extended", "irradiation-cold")),
    ("fire-blight-apple-australia", "cold-treatment", ("cold-storage",)),
    ("longhorn-wood-packaging-eu", "ispm15-heat", ("heat-treatment", "audited-heat")),
    ("longhorn-wood-packaging-eu", "ispm15-methyl-bromide", ("methyl-bromide",)),
    ("longhorn-wood-packaging-eu", "sulfuryl-fluoride-wood", ("sulfuryl-fluoride",)),
    ("longhorn-wood-packaging-eu", "inspection-on-arrival", ("import-checks", "trained-checks")),
    ("dwarf-bunt-wheat-china", "grain-cleaning", ("cleaning",))])
def test_twins_are_the_same_method_or_the_same_effect_at_the_same_step(
        scenario_id: str, entry: str, expected: tuple[str, ...]) -> None:
    found = twins(LIBRARY.entry(entry), load_scenario(scenario_id))
    assert tuple(m.id for m in found) == expected


def test_a_treatment_is_offered_the_group_and_practice_of_the_others(medfly: Scenario) -> None:
    heat = LIBRARY.entry("vapour-heat")
    assert likely_group(heat, medfly) == "export-control"
    assert likely_group(LIBRARY.entry("inspection-on-arrival"), medfly) is None
    assert likely_group(LIBRARY.entry("prohibition"), medfly) is None
    assert [m.id for m in practised(heat, medfly)] == ["cold-treatment", "cold-treatment-extended"]
    assert practised(LIBRARY.entry("symptom-grading"), medfly) == ()


def test_what_is_taken_over_from_the_scenario_is_in_the_measure(medfly: Scenario) -> None:
    factor = medfly.measure("cold-treatment").effects[0].survivor_factor
    entry = LIBRARY.entry("irradiation")
    ground = {"en": "No facility.", "zh_CN": "无辐照设施。"}
    measure = measure_from(entry, medfly, Choices(
        compliance=usual_compliance(), survivor_factor=factor, group="export-control",
        excludes=("irradiation",), feasible=False, feasibility=ground))
    kept = with_measure(medfly, measure).measure("irradiation-2")
    assert kept.effects[0].survivor_factor.distribution == factor.distribution
    assert kept.effects[0].survivor_factor.name == "irradiation-2.survivor-factor"
    assert (kept.group, kept.excludes) == ("export-control", ("irradiation",))
    assert (kept.feasible, kept.feasibility) == (False, ground)
    assert kept.compliance.name == "irradiation-2.compliance"
    assert kept.compliance.source.status == "assumed"
    assert set(kept.compliance.source.reason) == {"en", "zh_CN"}


def test_a_proposed_sample_is_assumed_and_fits_the_lot(medfly: Scenario) -> None:
    proposed = usual_sample_size(medfly)
    assert proposed.distribution.support == (usual_sample(medfly),) * 2
    assert proposed.source.status == "assumed"


def test_only_irradiation_leaves_pests_alive() -> None:
    found = {e.id for e in LIBRARY.entries if radiates(e)}
    assert found == {"irradiation"}
    assert radiates(load_scenario("medfly-citrus-china").measure("irradiation"))
    assert not radiates(load_scenario("medfly-citrus-china").measure("cold-treatment"))
