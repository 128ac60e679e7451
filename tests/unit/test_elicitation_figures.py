"""Charts and words of expert judgement: axes, densities, questions, misses, impossible tails."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pra_core import load_scenario
from pra_core.decision_stability import Answer
from pra_core.distribution import (
    Elicited,
    Fit,
    Fixed,
    Law,
    LogNormal,
    LogUniform,
    Pert,
    Uniform,
    fit_quantiles,
)
from pra_core.elicitation import Elicitation, Judgement, spread_of_opinion
from pra_core.errors import PraError
from pra_core.figures import elicitation as figures
from pra_core.figures import elicitation_drag as drag
from pra_core.figures import elicitation_opinion_words as opinions
from pra_core.figures import elicitation_pairs_words as pairs
from pra_core.figures import elicitation_words as words
from pra_core.figures.elicitation_example import invented
from pra_core.i18n import LANGUAGES, translator
from pra_core.parameter import QUANTITIES
from pra_core.scenario import Correlation

t = translator("en")
DAY = dt.date(2026, 11, 22)


def _judgement(assessor: str, law: Law, **changed: object) -> Judgement:
    given: dict[str, object] = {
        "assessor": assessor, "date": DAY, "reason": {"en": "seen"},
        "probabilities": (0.25, 0.75), "values": (1.0, 2.0), "distribution": law}
    return Judgement.model_validate(given | changed)


@pytest.mark.parametrize(("law", "log"), [
    (Uniform(low=1.0, high=90.0), False), (LogUniform(low=1.0, high=1e4), True),
    (LogUniform(low=0.005, high=0.3), True), (LogUniform(low=1.0, high=9.0), False),
    (LogNormal(median=1.0, sdlog=2.0), True), (Uniform(low=0.0, high=1e4), False),
    (Uniform(low=-3.0, high=5.0), False)])
def test_axis_is_logarithmic_where_values_differ_by_factors(law: Law, log: bool) -> None:
    axis = drag.axis_of([law], (), -np.inf, np.inf)
    assert axis.log is log
    assert axis.low < law.ppf(0.01) < law.ppf(0.99) < axis.high


def test_axis_stops_at_what_is_possible_and_shows_every_value() -> None:
    axis = drag.axis_of([Uniform(low=0.0, high=1.0)], (0.5,), 0.0, 1.0)
    assert (axis.low, axis.high) == (0.0, 1.0)
    wide = drag.axis_of([Uniform(low=0.0, high=1.0)], (-2.0, 7.0), 0.0, 1.0)
    assert wide.low <= -2.0
    assert wide.high >= 7.0


@pytest.mark.parametrize("law", [Fixed(value=2.0), Fixed(value=0.0)])
def test_a_fixed_value_has_an_axis_with_room(law: Law) -> None:
    axis = drag.axis_of([law], (), -np.inf, np.inf)
    assert axis.low < law.ppf(0.5) < axis.high
    assert axis.ticks()


@pytest.mark.parametrize("law", [LogUniform(low=1e-5, high=1e-2), LogNormal(median=3.0, sdlog=1.5),
                                 Pert(low=1.0, mode=2.0, high=9.0)])
def test_area_under_a_density_is_the_chance(law: Law) -> None:
    """Also on a logarithmic axis, where steps are factors."""
    axis = drag.axis_of([law], (), 0.0, np.inf)
    _, heights = drag.density(law, axis)
    inside = float(law.cdf(axis.high) - law.cdf(axis.low))
    assert heights.mean() == pytest.approx(inside, rel=1e-12)


def test_ticks_are_round_and_inside() -> None:
    for axis in (drag.Axis(0.013, 0.97, log=False), drag.Axis(3e-6, 0.4, log=True)):
        ticks = axis.ticks()
        assert 3 <= len(ticks) <= 12
        assert all(axis.low <= x <= axis.high for x in ticks)
        assert all(len(f"{x:.6g}".replace("0", "").replace(".", "").replace("-", "")) <= 4
                   for x in ticks)


def test_dragged_chart_places_curves_and_leaves_open_what_nobody_said() -> None:
    law = Uniform(low=0.0, high=10.0)
    axis = drag.Axis(0.0, 10.0, log=False)
    chart = drag.drag_chart(
        handles=[drag.Handle("0.5", "As often above as below", 0.5, 5.0),
                 drag.Handle("0.9", "Exceeded 1 time in 10", 0.9, None)],
        curves=[drag.Curve(law, "in use now", "before")], axis=axis, least=0.0, most=np.inf,
        cumulative=True, title="Value", t=t)
    points = np.array(chart["curves"][0]["points"])
    assert np.allclose(points[:, 0], points[:, 1]), "the uniform rises evenly over its axis"
    assert [h["value"] for h in chart["handles"]] == [5.0, None]
    assert (chart["least"], chart["most"]) == (0.0, None)


@pytest.mark.parametrize(("probability", "said"), [
    (0.01, "Below this 1 time in 100"), (0.25, "Below this 1 time in 4"),
    (0.5, "As often above as below"), (0.75, "Exceeded 1 time in 4"),
    (0.99, "Exceeded 1 time in 100")])
def test_quantiles_are_asked_as_frequencies(probability: float, said: str) -> None:
    assert words.asked_words(probability, t) == said


def test_the_worst_miss_of_a_candidate_is_named() -> None:
    p, q = (0.25, 0.5, 0.75), (1.0, 2.0, 9.0)
    fit = next(f for f in fit_quantiles(p, q) if f.distribution.kind == "uniform")
    worst = int(np.argmax(np.abs(fit.errors)))
    said = words.fit_words(fit.errors, "quantiles", p, t)
    assert f"most at your {t.percent(p[worst])} value" in said
    assert t.number(100 * abs(fit.errors[worst]), 2) in said
    assert words.fit_words((1e-6, 0.0), "quantiles", (0.25, 0.75), t) == "meets everything you said"
    assert "“most likely”" in words.fit_words((0.0, -0.2, 0.1), "min_likely_max", (), t)


def test_straight_lines_are_called_that() -> None:
    law = Elicited(probabilities=(0.5,), values=(2.0,), lower=0.0, upper=9.0)
    assert "straight lines" in words.candidate_words(Fit(law, 0.0, (0.0,)), "quantiles", (0.5,), t)


def test_a_tail_beyond_what_is_possible_is_told_with_its_chance() -> None:
    law = LogNormal(median=0.5, sdlog=1.0)
    said = words.impossible(law, (0.0, 1.0), t)
    chance = 1.0 - float(law.cdf(1.0))
    assert "beyond 1" in said
    assert f"1 in {t.number(1 / chance, 2)}" in said
    assert words.impossible(Uniform(low=0.1, high=0.9), (0.0, 1.0), t) == ""
    assert "below 0" in words.impossible(Uniform(low=-1.0, high=0.5), (0.0, 1.0), t)


def test_tails_are_told_as_frequencies() -> None:
    table = words.tail_table(Uniform(low=0.0, high=1000.0), t)
    assert list(table["chance"]) == ["1 in 10", "1 in 100", "1 in 1,000"]
    assert table["above"].tolist() == pytest.approx([900.0, 990.0, 999.0])


@pytest.mark.parametrize("asked", ["quantiles", "min_likely_max"])
@pytest.mark.parametrize("law", [Pert(low=1.0, mode=2.0, high=9.0), LogNormal(median=1.0, sdlog=2),
                                 LogUniform(low=1e-6, high=1e-3), Uniform(low=0.9991, high=0.9995)])
def test_fields_start_at_the_value_in_use_in_order(law: Law, asked: str) -> None:
    found = words.starting_values(law, asked, words.PROBABILITIES)  # type: ignore[arg-type]
    numbers = [x for x in found if x is not None]
    assert len(numbers) == len(found)
    assert all(a < b for a, b in zip(numbers, numbers[1:], strict=False))
    if asked == "quantiles":
        assert law.cdf(np.array(numbers)) == pytest.approx(np.array(words.PROBABILITIES), abs=0.03)


def test_a_fixed_value_leaves_the_fields_empty() -> None:
    assert set(words.starting_values(Fixed(value=1.0), "quantiles", (0.25, 0.75))) == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_invented_judgements_are_possible_marked_and_one_stands_apart(language: str) -> None:
    scenario = load_scenario("medfly-citrus-china")
    tried = 0
    for name, p in scenario.uncertain.items():
        if name not in scenario.parameters or tried == 6:
            continue
        tried += 1
        low, high = words.limits_of(scenario, name)
        made = invented(p.distribution, low, high if np.isfinite(high) else None, DAY, language)
        assert len(made.current) == 3
        assert all(opinions.is_invented(j) for j in made.judgements)
        assert all(low <= j.distribution.support[0] for j in made.judgements)
    assert tried == 6


def test_the_third_invented_assessor_stands_apart() -> None:
    made = invented(LogNormal(median=3.0, sdlog=0.8), 0.0, None, DAY, "en")
    said = opinions.apart_sentence(spread_of_opinion(made.current), t)
    assert said.startswith("**Standing apart: Invented assessor C.**")


def test_nothing_can_be_invented_around_a_fixed_value() -> None:
    with pytest.raises(PraError) as caught:
        invented(Fixed(value=1.0), 0.0, None, DAY, "en")
    assert caught.value.code == "not_computed"


def test_two_assessors_cannot_stand_apart() -> None:
    two = [_judgement("A", Uniform(low=0, high=1)), _judgement("B", Uniform(low=8, high=9))]
    assert "a third would show it" in opinions.apart_sentence(spread_of_opinion(two), t)


def test_every_assessor_is_named_beside_a_line_of_its_own() -> None:
    laws = [Uniform(low=0.0, high=1.0 + i) for i in range(8)]
    given = Elicitation(judgements=tuple(_judgement(f"P{i}", law) for i, law in enumerate(laws)))
    axis = drag.axis_of(laws, (), 0.0, np.inf)
    figure = figures.assessors(elicitation=given, axis=axis, title="Value", t=t)
    assert {a.text for a in figure.layout.annotations} == {*(f"P{i}" for i in range(8)),
                                                           "pool of all"}
    looks = [(line.line.color, line.line.dash) for line in figure.data[1:7]]
    assert len(set(looks)) == len(looks)


def test_arrows_lead_from_round_to_round() -> None:
    laws = Uniform(low=0.0, high=1.0), Uniform(low=0.0, high=3.0)  # medians 0.5 and 1.5
    given = Elicitation(judgements=(_judgement("A", laws[0]), _judgement("B", laws[0]),
                                    _judgement("A", laws[1], round=2)))
    axis = drag.axis_of(laws, (), 0.0, np.inf)
    (arrow,) = figures.rounds(elicitation=given, axis=axis, title="Value", t=t).layout.annotations
    assert (arrow.ax, arrow.x) == (0.5, 1.5)


@pytest.mark.parametrize("cumulative", [True, False])
def test_chosen_candidate_is_drawn_last_and_before_is_dashed(cumulative: bool) -> None:
    laws = [Uniform(low=0.0, high=1.0), Uniform(low=0.0, high=2.0)]
    figure = figures.candidates(
        laws=laws, chosen=0, before=Uniform(low=0.0, high=3.0), cumulative=cumulative,
        judged=[(0.5, 0.5)], axis=drag.Axis(0.0, 3.0, log=False), title="Value", t=t)
    assert [d.line.width for d in figure.data[:2]] == [1, 3]
    assert figure.data[2].line.dash == "dash"
    assert len(figure.data) == 4 if cumulative else 3


def test_rank_correlation_of_a_monotone_pair_is_one() -> None:
    x = np.linspace(0.1, 5.0, 50)
    assert pairs.attained(x, np.exp(x)) == pytest.approx(1.0, abs=1e-12)
    assert pairs.attained(x, -x) == pytest.approx(-1.0, abs=1e-12)
    assert np.isnan(pairs.attained(x, np.ones(50)))


def test_nearest_pairs_can_hold_and_leave_possible_blocks_alone() -> None:
    asked = [(("a", "b"), 0.9), (("b", "c"), 0.9), (("a", "c"), -0.9), (("x", "y"), 0.4)]
    found = dict(pairs.nearest_pairs(asked))
    assert found["x", "y"] == 0.4
    matrix = np.eye(3)
    for (one, other), rank in found.items():
        if one in "abc":
            i, j = "abc".index(one), "abc".index(other)
            matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi * rank / 6)
    assert np.linalg.eigvalsh(matrix).min() > -1e-9


def test_a_pair_is_replaced_whichever_way_round_it_is_named() -> None:
    source = load_scenario("medfly-citrus-china").parameters["spread.lag"].source
    old = Correlation(between=("a", "b"), rank=0.1, source=source)
    new = Correlation(between=("b", "a"), rank=0.2, source=source)
    assert pairs.replaced([old], ("b", "a"), new) == [new]
    assert pairs.replaced([old], ("b", "a"), None) == []


def _answer(*measures: str, meets: bool = True, undecided: int = 0) -> Answer:
    return Answer(measures, meets, 0.96, 0.002, 1e-3, undecided)


@pytest.mark.parametrize(("first", "second", "said"), [
    (_answer("prohibition"), _answer("prohibition"), "the least restrictive set that meets"),
    (_answer("prohibition"), _answer("prohibition", meets=False), "2 different answers"),
    (_answer(meets=False), _answer("prohibition", meets=False), "no set is known to meet"),
    (_answer("prohibition"), _answer("prohibition", undecided=2), "too close to call")])
def test_effect_on_the_decision_is_told(first: Answer, second: Answer, said: str) -> None:
    scenario = load_scenario("medfly-citrus-china")
    people = [_judgement("A", Uniform(low=0, high=1)), _judgement("B", Uniform(low=0, high=1))]
    answers = {("A", "alone"): first, ("A", "without"): None, ("B", "alone"): second,
               ("B", "without"): first}
    frame = opinions.effect_table(scenario, spread_of_opinion(people), answers, t)
    assert said in opinions.effect_sentence(scenario, answers, first, t)
    assert frame["without"][0] == "nobody else judged with a weight"
    assert "median 1 in 1,000 years\nP(meets) 96 % ± 0.2 %" in frame["without"][1]


def test_every_parameter_has_its_quantity_and_lies_within_its_limits() -> None:
    scenario = load_scenario("medfly-citrus-china")
    for name, p in scenario.parameters.items():
        quantity = words.labels.quantity_of(scenario, name)
        assert quantity in QUANTITIES.values()
        low, high = words.limits_of(scenario, name)
        assert low <= p.distribution.support[0]
        assert p.distribution.support[1] <= high
