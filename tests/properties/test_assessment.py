"""What must hold for every scenario, draw by draw."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.store.codec import dump_json, dump_scenario, read_scenario
from tests.minimal import (
    inspection,
    parameter,
    pathway,
    rich_data,
    scenario,
    scenario_data,
    share,
    text,
    treatment,
)

DRAWS = 64
RICH = Scenario.model_validate(rich_data())
IDS = sorted(m.id for m in RICH.measures)
ALOP = Alop(metric="annual_probability", limit=0.3, confidence=0.9)
few = settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate),
               suppress_health_check=[HealthCheck.too_slow])
sets = st.sets(st.sampled_from(IDS))
shares = st.floats(0.0, 1.0)
efficacies = st.floats(0.0, 1.0, exclude_max=True)  # all of the volume is a prohibition
seeds = st.integers(0, 5)


def same(a: Assessment, b: Assessment) -> None:
    """Equal to the last bit, everywhere."""
    for name in ("founding_rate", "annual_probability", "horizon_probability", "annual_loss",
                 "funnel", "suitable_area", "invaded_area"):
        assert np.array_equal(getattr(a, name), getattr(b, name)), name
    assert np.array_equal(a.metric("pests_per_lot"), b.metric("pests_per_lot"))


def with_extra(*measures: dict[str, Any]) -> Scenario:
    data = rich_data()
    return Scenario.model_validate(data | {"measures": [*data["measures"], *measures]})


def without_effect(kind: str, c: float) -> dict[str, Any]:
    compliance = share("idle.compliance", c)
    if kind == "looks at nothing":
        return inspection("idle", n=0, q=0.9, adds=True, compliance=compliance)
    if kind == "sees nothing":
        return inspection("idle", n=50, q=0.0, compliance=compliance)
    if kind == "needs what is missing":
        return inspection("idle", n=600, q=0.9, compliance=compliance, requires=["never"])
    if kind == "loses its group":
        return treatment("idle", 0.9, "packing", compliance=compliance, group="lost")
    step, effect, acts_on = {"kills none": ("packing", "kill", "individual"),
                             "removes none": ("production", "volume", "unit"),
                             "cleans none": ("transport", "survival", "unit")}[kind]
    return treatment("idle", 0.0, step, effect, acts_on, compliance=compliance)


NO_EFFECT = ["looks at nothing", "sees nothing", "needs what is missing", "loses its group",
             "kills none", "removes none", "cleans none"]


@pytest.mark.parametrize("kind", NO_EFFECT)
@few
@given(sets, shares, seeds)
def test_a_measure_without_effect_changes_no_bit(kind: str, chosen: set[str], c: float, seed: int
                                                 ) -> None:
    lost = {"id": "lost", "title": text("lost"), "outage": share("lost.outage", 1.0)}
    data = rich_data()
    extra = [without_effect(kind, c), treatment("never", 0.9)]
    found = Scenario.model_validate(data | {"measures": [*data["measures"], *extra],
                                            "groups": [*data["groups"], lost]})
    same(assess(found.with_measures([*chosen, "idle"]), DRAWS, seed),
         assess(RICH.with_measures(sorted(chosen)), DRAWS, seed))


@few
@given(sets, efficacies, st.sampled_from(["kill", "survival", "prevalence", "volume"]), seeds)
def test_without_a_later_inspection_a_measure_never_raises_risk(
    chosen: set[str], efficacy: float, kind: str, seed: int
) -> None:
    """Distribution comes after every inspection: what acts there only takes away."""
    acts_on = "individual" if kind == "kill" else "unit"
    found = with_extra(treatment("late", efficacy, "distribution", kind, acts_on,
                                 compliance=share("late.compliance", 0.7)))
    before = assess(found.with_measures(sorted(chosen)), DRAWS, seed)
    after = assess(found.with_measures([*chosen, "late"]), DRAWS, seed)
    for name in ("founding_rate", "annual_probability", "annual_loss", "funnel"):
        a, b = getattr(before, name), getattr(after, name)
        assert np.all(b <= a * (1 + 1e-13)), name
    if efficacy > 1e-6:
        assert np.all(after.founding_rate < before.founding_rate)


@few
@given(st.lists(st.tuples(efficacies, shares,
                          st.sampled_from(["production", "packing", "transport"]),
                          st.sampled_from(["kill", "survival", "volume"])), min_size=1, max_size=4),
       st.integers(0, 3))
def test_without_any_inspection_each_measure_lowers_risk_on_every_draw(
    found: list[tuple[float, float, Any, str]], last: int
) -> None:
    measures = [treatment(f"m{i}", e, step, kind, "individual" if kind == "kill" else "unit",
                          compliance=share(f"c{i}", c))
                for i, (e, c, step, kind) in enumerate(found)]
    full = scenario(measures=measures)
    ids = [m["id"] for m in measures]
    fewer = ids[: last % len(ids)]
    assert np.all(assess(full.with_measures(ids), DRAWS).founding_rate
                  <= assess(full.with_measures(fewer), DRAWS).founding_rate * (1 + 1e-13))


@few
@given(st.randoms(use_true_random=False), sets, seeds)
def test_the_order_of_declaration_is_irrelevant(random: Any, chosen: set[str], seed: int) -> None:
    data, other = (_three_pathways(rich_data()) for _ in range(2))
    for key in ("pathways", "measures", "groups"):
        random.shuffle(other[key])
    for m in other["measures"]:
        for key in ("requires", "excludes"):
            if key in m:
                random.shuffle(m[key])
    first, second = (Scenario.model_validate(d).with_measures(sorted(chosen))
                     for d in (data, other))
    assert first.fingerprint == second.fingerprint
    same(assess(first, DRAWS, seed), assess(second, DRAWS, seed))


def test_the_order_of_declaration_does_not_reach_the_table_of_sets() -> None:
    data = _three_pathways(rich_data())
    turned = data | {key: data[key][::-1] for key in ("pathways", "measures", "groups")}
    for alop in (ALOP, Alop(metric="pests_per_lot", limit=20.0, confidence=0.9)):
        first, second = (portfolios(Scenario.model_validate(d), alop, draws=DRAWS).table
                         for d in (data, turned))
        assert first.equals(second)


def _three_pathways(data: dict[str, Any]) -> dict[str, Any]:
    data["pathways"].append(pathway("leaves"))
    field = next(m for m in data["measures"] if m["id"] == "field")
    cold = next(m for m in data["measures"] if m["id"] == "cold")
    cold["requires"] = ["field", "export"]
    cold["effects"][0]["pathways"] = ["juice", "leaves"]
    field["cost"] = parameter("field.cost", "USD/unit", kind="uniform", low=0.1, high=0.7)
    return data


@few
@given(sets, sets, seeds)
def test_common_random_numbers(first: set[str], second: set[str], seed: int) -> None:
    """Every parameter has the same draws whatever is selected."""
    a, b = (assess(RICH.with_measures(sorted(s)), DRAWS, seed).values for s in (first, second))
    assert all(np.array_equal(a[name], b[name]) for name in a)


names = st.text(min_size=1, max_size=20).filter(lambda s: s.strip() == s and s.isprintable())
NUMBER_LIKE = ["1e5", "-3E8", "1.5e3", "0777", "12:30", "2026-11-22", "yes", "~", "1_000", ".5",
               "null", "# no", "a: b", "- x", "10", "1.", "=", "<<", "é 柑橘", "'", '"', "%"]


@few
@given(st.one_of(names, st.sampled_from(NUMBER_LIKE)),
       st.floats(1e-300, 1.0), st.floats(1.0, 1e15), sets)
def test_files_keep_the_fingerprint(title: str, small: float, large: float, chosen: set[str]
                                    ) -> None:
    data = rich_data(title={"en": title}, selected=sorted(chosen))
    data["pathways"][0]["prevalence"]["distribution"] = {"kind": "fixed", "value": small}
    data["pathways"][0]["volume"]["distribution"] = {"kind": "fixed", "value": large}
    found = Scenario.model_validate(data)
    for written in (dump_json(found), dump_scenario(found)):
        again = read_scenario(written, "round trip")
        assert again == found
        assert again.fingerprint == found.fingerprint
    assert Scenario.model_validate(json.loads(dump_json(found))).fingerprint == found.fingerprint


@few
@given(sets, sets)
def test_a_changed_scenario_has_a_fingerprint_of_its_own(first: set[str], second: set[str]
                                                         ) -> None:
    one = RICH.with_measures(sorted(first))
    assert one.fingerprint == one.fingerprint
    assert one.parameters
    two = one.with_measures(sorted(second))
    fresh = Scenario.model_validate(rich_data(selected=sorted(second)))
    assert two.fingerprint == fresh.fingerprint
    assert (two.fingerprint == one.fingerprint) == (first == second)
    assert one.with_alop(ALOP).fingerprint != one.fingerprint
    assert hash(two) == hash(fresh)
    assert two == fresh


@few
@given(st.sampled_from(["volume", "prevalence", "pests_per_unit"]), sets)
def test_zero_of_anything_at_origin_is_zero_risk(key: str, chosen: set[str]) -> None:
    data = scenario_data(**{k: v for k, v in rich_data(selected=sorted(chosen)).items()})
    for path in data["pathways"]:
        path[key]["distribution"] = {"kind": "fixed", "value": 0.0}
    found = assess(Scenario.model_validate(data), DRAWS)
    for values in (found.founding_rate, found.annual_probability, found.annual_loss):
        assert np.array_equal(values, np.zeros(DRAWS))
    assert np.all(np.isfinite(found.funnel))
    assert np.all(np.isfinite(found.metric("pests_per_lot")))
