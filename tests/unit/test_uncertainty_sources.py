"""The table of uncertainty sources holds every uncertain input once, and invents nothing."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from pages.ui import model_words
from pra_core import labels
from pra_core.assessment import assess
from pra_core.figures import uncertainty, uncertainty_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.store import load_scenario
from pra_core.summary import influence
from pra_core.uncertainty_sources import (
    ASSUMPTIONS,
    CAUSES,
    STEPS,
    cause_of,
    certain,
    leading,
    section_of,
    shares,
    statuses,
    summary,
    table,
)
from tests.minimal import SOURCE, parameter, rich_data, scenario, scenario_data

SHIPPED = ("medfly-citrus-china", "fire-blight-apple-australia", "dwarf-bunt-wheat-china")
CITED = {"status": "verified", "citation": "Somebody 2001"}


def built(**changes: Any) -> Scenario:
    return Scenario.model_validate(scenario_data(**changes))


def changed(place: str, **fields: Any) -> Scenario:
    """The smallest scenario with fields of one of its parameters replaced."""
    data = scenario_data()
    node = data
    for key in place.split("/"):
        node = node[int(key)] if isinstance(node, list) else node[key]
    node.update(fields)
    return Scenario.model_validate(data)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_uncertain_input_stands_there_once_and_nothing_else(key: str) -> None:
    case = load_scenario(key)
    rows = table(case, {})
    given = rows.loc[rows["kind"].isin(("input", "climate")), "parameter"]
    expected = {p.name for place, p in case.located_parameters()
                if p.distribution.kind != "fixed" and place[:2] != ("pest", "phenology")}
    if CLIMATE_MODEL in case.sampled:
        expected.add(CLIMATE_MODEL)
    assert sorted(given) == sorted(expected)
    assert set(rows["step"]) <= set(STEPS)
    assert set(rows["cause"]) <= set(CAUSES)
    assert list(rows["step"].map(list(STEPS).index)) == sorted(
        rows["step"].map(list(STEPS).index))


@pytest.mark.parametrize(("place", "section"), [
    (("pathways", 0, "prevalence"), "2.2.1.2"), (("pathways", 0, "steps", "transport", "unit"),
                                                 "2.2.1.3"),
    (("pathways", 0, "steps", "packing", "unit"), "2.2.1.4"),
    (("pathways", 0, "steps", "transfer", "unit"), "2.2.1.5"),
    (("pathways", 0, "units_together", "number"), "2.2.1.5"), (("pest", "r0"), "2.2.2"),
    (("pest", "climate_model", "full_suitability"), "2.2.2"), (("spread", "rate"), "2.2.3"),
    (("consequences", "effects", 0, "amount"), "2.3"),
    (("measures", 0, "compliance"), "3.4"), (("groups", 0, "outage"), "3.4")],
    ids=lambda x: x if isinstance(x, str) else "ISPM11-2.2-2.3-3.4")
def test_places_belong_to_their_section(place: tuple[str | int, ...], section: str) -> None:
    assert section_of(place) == section


def test_a_recorded_cause_comes_first() -> None:
    case = changed("pest/r0", cause="conflicting")
    assert cause_of(case, case.parameters["r0"]) == "conflicting"


def test_a_quantity_that_differs_from_year_to_year_is_variable() -> None:
    case = changed("pest/r0", nature="variability")
    assert cause_of(case, case.parameters["r0"]) == "variable"


def test_a_judgement_means_that_data_are_missing_and_a_cited_range_varies() -> None:
    assert cause_of(scenario(), scenario().parameters["r0"]) == "missing"
    case = changed("pest/r0", source=CITED)
    assert cause_of(case, case.parameters["r0"]) == "variable"


def test_what_ties_parts_of_the_model_is_in_doubt_with_the_model() -> None:
    case = changed("pathways/0/lot_shape", source=CITED, distribution={
        "kind": "uniform", "low": 0.5, "high": 2.0})
    assert cause_of(case, case.parameters["fruit.lot_shape"]) == "model"


def judged(*ranges: tuple[float, float]) -> Scenario:
    """R0 judged by one assessor per range, all with the same weight."""
    judgements = [{
        "assessor": f"assessor {i}", "date": "2026-11-22", "reason": SOURCE["reason"],
        "asked": "min_likely_max", "values": [low, (low + high) / 2, high],
        "distribution": {"kind": "uniform", "low": low, "high": high}}
        for i, (low, high) in enumerate(ranges)]
    laws = [j["distribution"] for j in judgements]
    pool = laws[0] if len(laws) == 1 else {"kind": "pooled", "method": "linear", "laws": laws,
                                           "weights": [1.0] * len(laws)}
    return changed("pest/r0", source={**SOURCE, "status": "elicited"}, distribution=pool,
                   elicitation={"judgements": judgements})


@pytest.mark.parametrize(("ranges", "cause"), [
    (((1.0, 2.0), (3.0, 4.0)), "conflicting"), (((1.0, 3.0), (2.0, 4.0)), "missing"),
    (((1.0, 3.0),), "missing")], ids=["apart", "overlapping", "one"])
def test_assessors_whose_intervals_do_not_overlap_conflict(
        ranges: tuple[tuple[float, float], ...], cause: str) -> None:
    case = judged(*ranges)
    assert cause_of(case, case.parameters["r0"]) == cause


def test_contributions_stand_at_their_inputs_and_leave_the_rest() -> None:
    rows = table(scenario(), {"r0": 0.25, "fruit.prevalence": 0.5})
    by = rows.set_index("parameter")["contribution"]
    assert (by["r0"], by["fruit.prevalence"]) == (0.25, 0.5)
    assert math.isnan(by["rate"])
    rest = rows[rows["kind"] == "interactions"]
    assert list(rest["contribution"]) == [0.25]
    assert list(leading(rows)["parameter"]) == ["fruit.prevalence", "r0"]


def test_shares_above_one_leave_no_rest() -> None:
    rows = table(scenario(), {"r0": 0.7, "fruit.prevalence": 0.5})
    assert list(rows.loc[rows["kind"] == "interactions", "contribution"]) == [0.0]
    assert "interactions" not in set(table(scenario(), {})["kind"])


def test_a_joint_share_is_counted_once() -> None:
    rows = table(scenario(), {"r0 + rate": 0.6, "fruit.prevalence": 0.1}).set_index("parameter")
    assert rows.loc["r0", "contribution"] == 0.6
    assert rows.loc["r0", "with_others"] == ("rate",)
    assert math.isnan(rows.loc["rate", "contribution"])
    assert rows.loc["rate", "with_others"] == ("r0",)
    assert rows["contribution"].sum() == pytest.approx(1.0)


def test_inputs_of_measures_left_aside_are_marked() -> None:
    case = Scenario.model_validate(rich_data(measures=[
        {**m, "compliance": parameter(f"{m['id']}.c", "1", kind="uniform", low=0.5, high=1.0)}
        for m in rich_data()["measures"] if "compliance" in m and not m.get("requires")]))
    ids = [m.id for m in case.measures]
    rows = table(case.with_measures(ids[:1]), {}).set_index("parameter")["in_use"]
    assert rows[f"{ids[0]}.c"]
    assert not rows[f"{ids[1]}.c"]


@pytest.mark.parametrize("key", SHIPPED)
def test_counts_are_those_of_the_scenario(key: str) -> None:
    case = load_scenario(key)
    counts = summary(table(case, {}))
    aside = {n for n, place in labels.places(case).items()
             if place[0] in ("measures", "groups") or place[:2] == ("pest", "phenology")}
    used = [p for p in case.parameters.values() if p.name not in aside]
    moving = [p for p in used if p.distribution.kind != "fixed"]
    assert case.selected == ()
    assert counts["inputs"] == len(moving)
    assert counts.get("verified", 0) == sum(p.source.status == "verified" for p in moving)
    assert certain(case) == len(used) - len(moving)


def test_the_climate_model_is_as_weak_as_its_weakest_uncertain_value() -> None:
    case = load_scenario("medfly-citrus-china")
    found = statuses(case, CLIMATE_MODEL)
    inside = {p.source.status for p in case.climate_inputs.values()
              if p.distribution.kind != "fixed"}
    assert set(found) == inside == {"unverified", "assumed", "verified"}
    assert found[0] == "unverified"
    rows = table(case, {}).set_index("parameter")
    assert rows.loc[CLIMATE_MODEL, "status"] == found[0]


def test_assumptions_are_those_the_method_page_speaks_of() -> None:
    """Either word for word in its list, or in the words beside the equations."""
    beside = " ".join(part.words for part in model_words.PARTS)
    for said, where in (
            ("Infested units are spread over lots by a Gamma", "spread over lots"),
            ("Rejected lots leave", "Rejected lots leave the pathway and are not replaced."),
            ("One kind of climate model", "climate index"),
            ("The population spreads as a disc", "spreads as a disc from one founding"),
            ("Only the first founding", "Only the first founding is counted"),
            ("Hosts are taken", "taken to be spread evenly over it"),
            ("Effects that are scored", "Effects that are scored never enter"),
            ("Measures fail independently", "a whole group fails together")):
        assert any(a.text.startswith(said) for a in ASSUMPTIONS)
        assert where.split(" (")[0] in beside
    others = [a.text for a in ASSUMPTIONS if a.text not in model_words.ASSUMPTIONS]
    assert len(others) == 8


def test_assumptions_not_made_are_not_listed() -> None:
    data = scenario_data(measures=[])
    data["pest"]["reproduction"] = "asexual"
    del data["pest"]["female_share"], data["pathways"][0]["lot_shape"]
    bare = set(table(Scenario.model_validate(data), {})["assumption"])
    full = set(table(scenario(), {})["assumption"])
    gone = {a.split(" ")[0] for a in full - bare}
    assert gone == {"Finding", "Infested", "Rejected", "Whether", "Measures", "A"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_chart_say_what_the_table_says(language: str) -> None:
    t, case = translator(language), load_scenario("medfly-citrus-china")
    rows = table(case, influence(assess(case, 2_000)))
    said = uncertainty_words.inputs(case, rows, t)
    assert len(said) == rows["kind"].isin(("input", "climate")).sum()
    every = uncertainty_words.everything(case, rows, t)
    empty = rows["kind"].eq("interactions") & rows["contribution"].eq(0)
    assert len(every) == len(rows) - empty.sum()
    order = [uncertainty_words.step_title(step, t) for step in STEPS]
    steps = [order.index(one) for one in every.iloc[:, 0]]
    assert steps == sorted(steps)
    assert not every.isna().any(axis=None)
    figure = uncertainty.by_step(sources=rows, t=t)
    drawn = sum(sum(bar.x) for bar in figure.data)
    positive = rows.loc[rows["contribution"] > uncertainty.SEEN, "contribution"].sum()
    assert all(sum(bar.x) > 0 for bar in figure.data)
    assert drawn == pytest.approx(100 * positive)
    counts = summary(rows)
    assert str(counts["inputs"]) in uncertainty_words.answer(case, rows, t)


def test_the_chart_of_an_empty_estimate_is_empty() -> None:
    rows: pd.DataFrame = table(scenario(), {})
    assert not uncertainty.by_step(sources=rows, t=translator("en")).data


def test_an_interval_stands_beside_its_share_and_the_sentence_adds_up() -> None:
    case = scenario()
    frame = pd.DataFrame({"parameter": ["r0", "fruit.prevalence", "rate"],
                          "S1": [0.476, 0.394, -0.01], "S1_conf": [0.05, 0.04, 0.01]})
    rows = table(case, *shares(frame))
    assert rows.set_index("parameter").loc["rate", "contribution"] == 0.0
    t = translator("en")
    told = dict(zip(*(uncertainty_words.inputs(case, rows, t)[c] for c in ("what", "contribution")),
                    strict=True))
    assert "48 % ± 5 %" in told.values()
    said = uncertainty_words.answer(case, rows, t)
    assert "48 % ± 5 %" in said
    assert "others together" not in said  # 48 + 39 = 87, as the sum is told
    assert "without interval" in uncertainty_words.estimator(False, t)
