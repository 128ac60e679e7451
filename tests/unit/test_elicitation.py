"""Judgements and elicitations: what is refused, rounds, pools, tails and spread of opinion."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from pra_core.distribution import (
    Beta,
    Elicited,
    Fixed,
    LogNormal,
    Pert,
    Pooled,
    Triangular,
    TruncatedNormal,
    Uniform,
    fit_min_likely_max,
    fit_quantiles,
    scaled,
    tied,
)
from pra_core.distribution.pool_table import linear_table
from pra_core.elicitation import (
    Elicitation,
    Judgement,
    change_between_rounds,
    distance,
    pooled,
    spread_of_opinion,
    tails,
)
from pra_core.errors import PraError
from pra_core.figures.elicitation_words import limits_of
from pra_core.store import load_scenario
from pra_core.validation import validated

DAY = dt.date(2026, 11, 22)


def judgement(assessor: str = "A", low: float = 0.0, high: float = 4.0, **changes: Any
              ) -> Judgement:
    base: dict[str, Any] = {
        "assessor": assessor, "date": DAY, "reason": {"en": "seen"},
        "probabilities": (0.25, 0.5, 0.75),
        "values": (low + 0.25 * (high - low), 0.5 * (low + high), low + 0.75 * (high - low)),
        "distribution": Uniform(low=low, high=high)}
    return Judgement(**(base | changes))


def refusal(build: Any) -> list[tuple[str, str]]:
    with pytest.raises(PraError) as caught:
        build()
    return [(p.path.lstrip("."), p.code) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"values": (1, 3, 2)}, [("values", "order")]),
        ({"values": (1, 2, 2)}, [("values", "order")]),
        ({"probabilities": (0.5, 0.25, 0.75)}, [("probabilities", "order")]),
        ({"probabilities": (0.25, 0.5, 1.0)}, [("probabilities", "out_of_bounds")]),
        ({"probabilities": (0.0, 0.5, 0.75)}, [("probabilities", "out_of_bounds")]),
        ({"probabilities": (0.25, 0.5)}, [("values", "conflict")]),
        ({"values": (1, float("nan"), 3)}, [("values[1]", "not_finite")]),
        ({"weight": -1}, [("weight", "out_of_bounds")]),
        ({"weight": float("inf")}, [("weight", "not_finite")]),
        ({"outside": 0.05}, [("outside", "conflict")]),
        ({"assessor": "  "}, [("assessor", "wrong_type")]),
        ({"asked": "min_likely_max"}, [("probabilities", "conflict")]),
        ({"asked": "min_likely_max", "probabilities": (), "values": (1, 1, 1)},
         [("values", "order")]),
        ({"asked": "min_likely_max", "probabilities": (), "values": (1, 2, 3)},
         [("distribution", "conflict")]),
    ],
)
def test_a_judgement_that_contradicts_itself_is_refused(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    data = judgement().model_dump() | changes
    assert refusal(lambda: validated(Judgement, data)) == expected


def test_a_chance_beyond_the_ends_lets_the_distribution_reach_beyond_them() -> None:
    ends = {"asked": "min_likely_max", "probabilities": (), "values": (1.0, 2.0, 3.0)}
    assert judgement(outside=0.05, **ends).distribution.support == (0.0, 4.0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lower": 0.5}, [("judgements[0].distribution", "out_of_bounds")]),
        ({"lower": 1.5}, [("judgements[0].values", "out_of_bounds")]),
        ({"upper": 3.9}, [("judgements[0].distribution", "out_of_bounds")]),
        ({"lower": 5, "upper": 4}, [("upper", "order")]),
        ({"judgements": ()}, [("judgements", "wrong_type")]),
    ],
)
def test_what_assessors_were_told_is_impossible_stays_so(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    data = Elicitation(judgements=(judgement(),)).model_dump() | changes
    assert refusal(lambda: validated(Elicitation, data)) == expected


def test_two_judgements_of_one_assessor_in_one_round_are_refused() -> None:
    with pytest.raises(ValidationError, match="duplicate"):
        Elicitation(judgements=(judgement(), judgement()))


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(ValidationError, match="at least one weight"):
        Elicitation(judgements=(judgement(weight=0), judgement("B", weight=0)))
    # The weight of a judgement that was replaced does not count.
    with pytest.raises(ValidationError, match="at least one weight"):
        Elicitation(judgements=(judgement(), judgement(round=2, weight=0)))
    assert refusal(lambda: pooled([judgement(weight=0)] * 2, "linear")) == [
        ("judgements", "out_of_bounds")]


def test_one_assessor_stands_for_all() -> None:
    alone = Elicitation(judgements=(judgement(), judgement("B", weight=0)), pooling="logarithmic")
    assert alone.distribution() == Uniform(low=0, high=4)
    assert [j.assessor for j in alone.counted] == ["A"]
    assert spread_of_opinion([judgement()])["distance"].isna().all()


def test_the_latest_round_of_each_assessor_counts() -> None:
    given = Elicitation(judgements=(
        judgement("A", 0, 4), judgement("B", 1, 5), judgement("A", 2, 6, round=2, weight=3)))
    assert given.distribution() == Pooled(
        laws=(Uniform(low=2, high=6), Uniform(low=1, high=5)), weights=(3, 1))
    assert [j.round for j in given.as_of(1)] == [1, 1]


def test_log_pool_refuses_what_has_no_product() -> None:
    apart = (judgement("A", 0, 1), judgement("B", 2, 3))
    sure = (judgement("A", 0, 4), judgement("B", 0, 4, distribution=Fixed(value=2)))
    stepped = judgement("B", distribution=Elicited(probabilities=(0.5,), values=(0,), lower=0,
                                                   upper=2))
    touching = (judgement("A", 0, 1), judgement("B", 1, 3))
    for given, code in ((apart, "conflict"), (touching, "conflict"), (sure, "not_computed"),
                        ((sure[0], stepped), "not_computed")):
        assert refusal(lambda given=given: pooled(given, "logarithmic")) == [("judgements", code)]
        with pytest.raises(ValidationError, match=code):
            Elicitation(judgements=given, pooling="logarithmic")
        Elicitation(judgements=given, pooling="linear")


def test_a_pool_has_as_many_weights_as_distributions() -> None:
    laws = (Uniform(low=0, high=1), Uniform(low=0, high=2))
    for weights, code in (
        ((1,), "conflict"), ((0, 0), "out_of_bounds"), ((2, -1), "out_of_bounds")
    ):
        with pytest.raises(ValidationError, match=code):
            Pooled(laws=laws, weights=weights)


def test_a_point_mass_has_no_density() -> None:
    step = Elicited(probabilities=(0.5,), values=(0,), lower=0, upper=2)
    for law in (Fixed(value=1), Uniform(low=1, high=1), step,
                Pooled(laws=(Fixed(value=1), Uniform(low=0, high=2)), weights=(1, 1))):
        with pytest.raises(PraError) as caught:
            law.pdf(1.0)
        assert (caught.value.code, caught.value.value) == ("not_computed", law.kind)


@pytest.mark.parametrize("method", ["linear", "logarithmic"])
def test_a_pool_is_scaled_by_its_parts(method: Any) -> None:
    pool = Pooled(method=method, weights=(1, 3), laws=(
        Pert(low=1, mode=2, high=8), LogNormal(median=3, sdlog=0.5)))
    u = np.linspace(0.01, 0.99, 21)
    np.testing.assert_allclose(scaled(pool, 10.0).ppf(u), 10.0 * pool.ppf(u), rtol=1e-7)


def test_tails_are_the_quantiles_of_their_chances() -> None:
    law = LogNormal(median=2, sdlog=1)
    for tail, chance in zip(tails(law), (0.1, 0.01, 0.001), strict=True):
        assert tail.chance == chance
        assert float(law.cdf(tail.below)) == pytest.approx(chance, rel=1e-12)
        assert 1 - float(law.cdf(tail.above)) == pytest.approx(chance, rel=1e-9)
    for wrong in (0.0, 0.6, float("nan")):
        assert refusal(lambda wrong=wrong: tails(law, (wrong,))) == [("chances", "out_of_bounds")]


def test_an_assessor_outside_the_interval_of_the_others_is_marked() -> None:
    near = [judgement("A", 0, 4), judgement("B", 1, 5)]
    # The pool of A and B has its 95 % quantile at 4.6: 0.5·1 + 0.5·(4.6 − 1)/4.
    for middle, outlier in ((4.5, False), (4.7, True)):
        third = judgement("C", middle - 3, middle + 3)
        frame = spread_of_opinion([*near, third])
        assert frame["outlier"].tolist() == [False, False, outlier]
        assert "note" not in frame.attrs
    few = spread_of_opinion([near[0], judgement("C", 90, 99)])
    assert few["outlier"].tolist() == [False, False]
    assert few.attrs["note"] == "too_few"
    # Uniform(0, 4) against Uniform(1, 5) is furthest apart on [1, 4], by 1/4.
    assert spread_of_opinion(near)["distance"].tolist() == pytest.approx([0.25, 0.25], abs=1e-3)
    assert few["distance"].tolist() == pytest.approx([1.0, 1.0])


def test_the_others_count_with_their_weights() -> None:
    def gap(weight: float) -> float:
        given = [judgement("A", 0, 4), judgement("B", 0, 4, weight=weight),
                 judgement("C", 10, 14, weight=1)]
        return float(spread_of_opinion(given)["distance"][0])

    assert gap(1.0) == pytest.approx(0.5, abs=1e-3)
    assert gap(0.0) == pytest.approx(1.0)
    assert gap(9.0) == pytest.approx(0.1, abs=1e-3)


def test_certain_assessors_differ_wholly() -> None:
    frame = spread_of_opinion([judgement("A", distribution=Fixed(value=2)),
                               judgement("B", distribution=Fixed(value=2.0000001))])
    assert frame["distance"].tolist() == [1.0, 1.0]
    # Just below 2 the certain one has 0 and the other 2/2.5; at 2 they have 1 and 2/2.5.
    assert distance(Fixed(value=2), Uniform(low=0, high=2.5)) == pytest.approx(0.8, abs=1e-12)


def test_change_between_rounds_by_assessor_and_of_the_pool() -> None:
    given = Elicitation(judgements=(
        judgement("A", 0, 4), judgement("B", 1, 5), judgement("B", 2, 6, round=3)))
    frame = change_between_rounds(given)
    assert frame[["assessor", "before", "after"]].values.tolist() == [["B", 1, 3], ["", 1, 3]]
    assert frame["median_before"].tolist() == pytest.approx([3.0, 2.5])
    assert frame["median_after"].tolist() == pytest.approx([4.0, 3.0])
    assert frame["low_after"][0] == pytest.approx(2.2)
    assert frame["distance"].tolist() == pytest.approx([0.25, 0.125], abs=1e-3)
    assert change_between_rounds(Elicitation(judgements=(judgement(),))).empty


def test_hard_ends_are_kept_and_the_uniform_leaves_the_most_likely_value_out() -> None:
    fits = fit_min_likely_max(1, 2, 9)
    assert [f.distribution for f in fits] == [
        Pert(low=1, mode=2, high=9), Triangular(low=1, mode=2, high=9), Uniform(low=1, high=9)]
    assert [f.residual for f in fits[:2]] == [0.0, 0.0]
    # Its middle is 5, of probability 0.5; 2 has 1/8.
    assert fits[2].errors == (0.0, 0.375, 0.0)
    assert [f.distribution.kind for f in fit_min_likely_max(1, 5, 9)] == [
        "pert", "triangular", "uniform"]


@pytest.mark.parametrize("outside", [0.01, 0.05])
def test_soft_ends_leave_the_chance_meant_beyond_each(outside: float) -> None:
    fits = {f.distribution.kind: f for f in fit_min_likely_max(1, 2, 9, outside)}
    for kind in ("pert", "triangular"):
        law = fits[kind].distribution
        assert isinstance(law, (Pert, Triangular))
        assert fits[kind].residual < 1e-10
        assert law.mode == pytest.approx(2.0, abs=1e-3)
        assert float(law.cdf(1.0)) == pytest.approx(outside, abs=1e-5)
        assert float(law.cdf(9.0)) == pytest.approx(1 - outside, abs=1e-5)
    level = [f for f in fit_min_likely_max(1, 5, 9, outside) if f.residual == 0.0]
    assert {"pert", "triangular"} <= {f.distribution.kind for f in level[:-1]}
    assert level[-1].distribution.kind == "uniform"
    assert {"lognormal", "gamma", "weibull"} <= set(fits)
    assert "lognormal" not in {f.distribution.kind
                               for f in fit_min_likely_max(1, 2, 9, outside, 0.0, 20.0)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((2, 1, 9), [("values", "order")]), ((1, 1, 1), [("values", "order")]),
        ((1, 2, 9, 0.5), [("outside", "out_of_bounds")]),
        ((2, 1, 9, -0.1), [("values", "order"), ("outside", "out_of_bounds")]),
        ((1, float("nan"), 9), [("values", "not_finite")]),
        ((1, 2, 9, 0.0, 1.5, 8.0), [("lower", "order"), ("upper", "order")]),
    ],
)
def test_three_values_out_of_order_are_refused(
    given: tuple[float, ...], expected: list[tuple[str, str]]
) -> None:
    assert refusal(lambda: fit_min_likely_max(*given)) == expected


def test_families_that_pass_through_every_point_are_tied() -> None:
    through = tied(fit_quantiles((0.25, 0.75), (1.0, 3.0), 0.0))
    assert through[0].distribution.kind == "lognormal"  # it allows for values beyond, in order
    assert {"gamma", "weibull", "uniform", "pert"} <= {f.distribution.kind for f in through}
    law = LogNormal(median=3, sdlog=0.8)
    p = (0.05, 0.25, 0.5, 0.75, 0.95)
    alone = tied(fit_quantiles(p, law.ppf(np.array(p)).tolist(), 0.0))
    assert [f.distribution.kind for f in alone] == ["lognormal"]


QUARTILES = (0.01, 0.25, 0.5, 0.75, 0.99)


@pytest.mark.parametrize("law", [
    Beta(a=0.4, b=3_000.0), Beta(a=4.0, b=40_000.0), Beta(a=900.0, b=0.7), Beta(a=0.5, b=0.5),
    Beta(a=2.0, b=5.0, low=0.0, high=0.582812)], ids=lambda law: f"{law.a:g}-{law.b:g}")
def test_a_beta_is_found_again_however_near_an_end_it_lies(law: Beta) -> None:
    values = [float(law.ppf(p)) for p in QUARTILES]
    found = {fit.distribution.kind: fit for fit in
             fit_quantiles(QUARTILES, values, law.low, law.high)}
    assert found["beta"].residual == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", ["medfly-citrus-china", "fire-blight-apple-australia"])
def test_families_that_hold_the_uniform_never_fit_worse_than_it(name: str) -> None:
    scenario = load_scenario(name)
    for p in scenario.uncertain.values():
        if p.name == "climate-model":  # the climate model as a whole is no number
            continue
        low, high = limits_of(scenario, p.name)
        values = [float(p.distribution.ppf(u)) for u in QUARTILES]
        if not low <= values[0] < values[-1] <= high < math.inf:
            continue
        flat = Uniform(low=low, high=high).cdf(np.array(values)) - np.array(QUARTILES)
        for fit in fit_quantiles(QUARTILES, values, low, high):
            if fit.distribution.kind in ("beta", "uniform"):
                assert fit.residual <= float(flat @ flat) + 1e-9, p.name
            assert max(map(abs, fit.errors)) < 0.5


def test_a_pool_of_laws_with_rounded_tails_stays_small() -> None:
    """The distribution function of a truncated normal is a difference: its tails are rounded."""
    table = linear_table(((0.5, TruncatedNormal(mean=5, sd=1, low=0, high=20)),
                          (0.5, Pert(low=0, mode=0.2, high=1))))
    assert table.x.size < 20_000
