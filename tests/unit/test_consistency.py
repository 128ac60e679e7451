"""Levels of protection that decisions imply, other limits, and the file of decisions."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from pra_core import load_scenario
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.consistency import (
    Decided,
    converted,
    decided,
    implied,
    provable,
    spread,
    stops,
)
from pra_core.errors import PraError
from pra_core.figures import alop_line, alop_words, consistency
from pra_core.i18n import translator
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.store.decisions import load_decisions, read_decisions
from pra_core.store.edit import with_limit
from pra_core.summary import meets, wilson
from tests.minimal import scenario, treatment

DRAWS = 2_000
METRICS = ("annual_probability", "years_between_outbreaks", "annual_loss", "pests_per_lot")


def ban() -> dict[str, Any]:
    whole = treatment("ban", 1.0, "production", "volume", "unit")
    del whole["compliance"]
    return whole


def decisions() -> tuple[Scenario, list[Decided]]:
    case = scenario(measures=[treatment("weak", 0.5), treatment("strong", 0.99), ban()])
    sets = ((), ("weak",), ("strong",), ("ban",))
    return case, [decided(assess(case.with_measures(ids), DRAWS)) for ids in sets]


def test_the_implied_limit_is_just_met() -> None:
    case, found = decisions()
    for one in implied(found, "outbreaks", 0.9):
        ids = found[one.number].scenario.selected
        result = assess(case.with_measures(ids), DRAWS)
        years = 1.0 / one.limit if one.limit > 0 else 1e300

        def share(limit: float, of: Any = result) -> float:
            return meets(of, Alop(metric="years_between_outbreaks", limit=limit,
                                  confidence=0.9)).probability

        assert share(years * (1 - 1e-9)) >= 0.9
        if one.limit > 0:
            assert share(years * 1.02) < 0.9


def test_strictest_first_and_how_far_apart() -> None:
    _, found = decisions()
    ranked = implied(found, "outbreaks", 0.9)
    assert [one.number for one in ranked] == [3, 2, 1, 0]
    assert ranked[0].limit == 0.0
    assert spread(ranked) == pytest.approx(ranked[-1].limit / ranked[1].limit)
    assert spread(ranked[:2]) is None


def test_loss_is_told_as_a_share_of_the_value_of_the_hosts() -> None:
    case, found = decisions()
    result = assess(case, DRAWS)
    assert found[0].loss_share == pytest.approx(result.annual_loss / 1e8, rel=1e-12)
    ranked = implied(found, "loss_share", 0.5)
    assert ranked[-1].median == pytest.approx(
        np.quantile(result.annual_loss, 0.5, method="inverted_cdf") / 1e8)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 1.5])
def test_no_decision_implies_certainty(confidence: float) -> None:
    with pytest.raises(PraError) as caught:
        implied(decisions()[1], "outbreaks", confidence)
    assert caught.value.code == "out_of_bounds"


@pytest.mark.parametrize("draws", [10, 10_000])
def test_what_so_many_draws_can_show_is_the_end_of_wilson_s_interval(draws: int) -> None:
    assert provable(draws) == pytest.approx(float(wilson(draws, draws)[0]), rel=1e-12)


@pytest.mark.parametrize("metric", METRICS)
def test_every_stop_says_what_the_assessment_would(metric: str) -> None:
    base = scenario(selected=["cold"])
    limit = {"annual_probability": 0.01, "years_between_outbreaks": 150.0,
             "annual_loss": 1e5, "pests_per_lot": 1.0}[metric]
    case = with_limit(base, metric, limit, 0.9)
    after, before = (assess(case.with_measures(ids), DRAWS) for ids in (("cold",), ()))
    found = stops(case.alop, risk(after, case.alop), risk(before, case.alop))
    assert [s.limit for s in found] == sorted(s.limit for s in found)
    assert any(alop_line.as_alop(s.limit, case.alop) == limit for s in found)
    for stop in found[:: max(1, len(found) // 6)]:
        asked = with_limit(case, metric, alop_line.as_alop(stop.limit, case.alop), 0.9)
        there = meets(after, asked.alop)
        assert abs(there.probability - stop.share) <= 2 / DRAWS  # the limit is rounded to be typed
    assert all(s.limit <= 1 for s in found) or metric != "annual_probability"


def test_stops_reach_from_almost_none_to_all() -> None:
    result = assess(scenario(selected=["cold"]), DRAWS)
    found = stops(result.scenario.alop, result.annual_probability, result.annual_probability)
    assert found[0].share < 0.01
    assert found[-1].share > 0.99
    assert {s.verdict for s in found} >= {"fails", "meets"}


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("other", METRICS)
def test_a_converted_limit_is_the_same_level_or_just_kept(metric: str, other: Any) -> None:
    limit = {"annual_probability": 0.01, "years_between_outbreaks": 100.0,
             "annual_loss": 1e5, "pests_per_lot": 1.0}[metric]
    result = assess(with_limit(scenario(selected=["cold"]), metric, limit, 0.9), DRAWS)
    found = converted(result, other)
    assert (found.metric, found.confidence) == (other, 0.9)
    there = float(np.mean(found.within(result.metric(other))))
    if {metric, other} == {"annual_probability", "years_between_outbreaks"}:
        assert there == np.mean(result.scenario.alop.within(result.metric(metric)))
        rate = -math.log1p(-limit) if metric == "annual_probability" else 1 / limit
        said = 1 / found.limit if other == "years_between_outbreaks" else -math.log1p(-found.limit)
        assert said == pytest.approx(rate, rel=1e-3)
    else:
        assert there >= 0.9
        stricter = found.limit * (1.002 if other == "years_between_outbreaks" else 0.998)
        strict = Alop(metric=other, limit=stricter, confidence=0.9)
        assert np.mean(strict.within(result.metric(other))) <= 0.9 + 10 / DRAWS


def test_a_limit_of_zero_is_converted_and_said() -> None:
    case = with_limit(scenario(selected=["cold"]), "annual_probability", 0.0, 0.9)
    result = assess(case, DRAWS)
    years = converted(result, "years_between_outbreaks")
    assert years.limit >= 1e15
    again = assess(case.with_alop(years), DRAWS)
    assert converted(again, "annual_probability").limit == pytest.approx(0.0, abs=1.1e-15)
    loss = with_limit(case, "annual_loss", 0.0, 0.9).alop
    found = stops(loss, result.annual_loss, result.annual_loss)
    assert found[0].limit == 0
    assert alop_words.stop_words(found[0], loss, "USD", translator("en")).startswith(
        "no loss at all: 0 % of simulated futures")


def test_no_risk_no_stops() -> None:
    nothing = np.zeros(10)
    assert stops(scenario().alop, nothing, nothing) == []


@pytest.mark.parametrize("limit", [0.0, 1.0])
def test_a_limit_at_an_end_is_no_trouble(limit: float) -> None:
    case = with_limit(scenario(selected=["cold"]), "annual_probability", limit, 0.9)
    result = assess(case, DRAWS)
    found = stops(case.alop, result.annual_probability, result.annual_probability)
    chart = alop_line.line_chart(after=result.annual_probability, before=None, alop=case.alop,
                                 stops=found, currency="USD", t=translator("en"))
    assert chart["now"] == (0 if limit == 0 else len(found) - 1)
    json.dumps(chart)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_chart_to_move_is_plain_data_within_its_frame(language: str) -> None:
    case = scenario(selected=["cold"])
    after, before = assess(case, DRAWS), assess(case.with_measures(()), DRAWS)
    found = stops(case.alop, after.annual_probability, before.annual_probability)
    chart = alop_line.line_chart(
        after=after.annual_probability, before=before.annual_probability, alop=case.alop,
        stops=found, currency="USD", t=translator(language))
    assert json.loads(json.dumps(chart)) == chart
    for point in (*chart["shown"], *chart["before"]):
        assert -1e-9 <= point[0] <= 1 + 1e-9
        assert 0 <= point[1] <= 1
    assert all(0 <= s["x"] <= 1 for s in (*chart["stops"], *chart["ticks"]))
    assert chart["stops"][chart["now"]]["limit"] == case.alop.limit


def test_words_of_zero_confidence_and_horizon() -> None:
    t, case = translator("en"), scenario()
    zero = Alop(metric="annual_probability", limit=0.0, confidence=0.9)
    assert "no risk at all" in alop_words.zero_sentence(zero, None, t)
    assert alop_words.zero_sentence(case.alop, None, t) == ""
    sure = Alop(metric="annual_probability", limit=0.1, confidence=0.9999)
    assert "cannot show this" in alop_words.confidence_sentence(sure, 1_000, t)
    assert "cannot show this" not in alop_words.confidence_sentence(sure, 100_000, t)
    expected = t.percent(1 - 0.99**20, 2)
    assert expected in alop_words.horizon_sentence(case, t)


def test_forms_in_every_metric_are_what_is_just_met() -> None:
    case = scenario(selected=["cold"])
    after, before = assess(case, DRAWS), assess(case.with_measures(()), DRAWS)
    table = alop_words.forms(after, before, translator("en"))
    assert len(table) == 4
    assert table["asked"].tolist()[1:] == ["–", "–", "–"]
    limit = float(np.quantile(after.annual_probability, 0.95, method="inverted_cdf"))
    assert translator("en").one_in(limit) in table["after"].iloc[0]


def test_the_shipped_decisions_are_sets_that_can_be_chosen() -> None:
    found = load_decisions()
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert load_scenario(one.scenario).with_measures(one.measures).selected
        assert set(one.title) == set(one.years) == {"en", "zh_CN"}


def test_a_broken_file_of_decisions_names_every_problem() -> None:
    with pytest.raises(PraError) as caught:
        read_decisions("schema_version: 1\ndecisions:\n- {id: A, scenario: b, extra: 1}\n",
                       "d.yaml")
    told = str(caught.value)
    assert "d.yaml" in told
    assert "extra" in told
    assert "measures" in told


def test_the_figure_has_a_row_per_decision() -> None:
    _, found = decisions()
    ranked = implied(found, "outbreaks", 0.9)
    titles = ["none", "weak", "strong", "ban"]
    figure = consistency.implied(found=ranked, decisions=found, titles=titles, metric="outbreaks",
                                 mine=1, t=translator("en"))
    assert list(figure.layout.yaxis.ticktext) == ["none", "<b>weak</b>", "strong", "ban"]
    assert [a.text for a in figure.layout.annotations] == ["none expected"]
    sentence = alop_words.comparison_sentence(ranked, titles, "outbreaks", 0.9, translator("en"))
    assert "strictest: **ban**" in sentence
    assert "laxest: **none**" in sentence
