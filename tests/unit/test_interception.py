"""Posterior of prevalence and lot shape from interceptions, and records read from a table."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from scipy import integrate, stats

from pra_core.assessment import assess, sample
from pra_core.distribution import Beta, Fixed, LogUniform, Uniform
from pra_core.errors import PraError
from pra_core.figures import evidence_record_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.interception import PROBABILITIES, Record, update
from pra_core.interception_records import (
    condensed,
    findable_share,
    parse,
    with_posterior,
)
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from tests.minimal import parameter, pathway, scenario_data

SOURCE = Source(status="assumed", assessor="test", date=dt.date(2026, 11, 22),
                reason={"en": "test"})
PRIOR, SHAPE = LogUniform(low=1e-5, high=1e-2), LogUniform(low=0.2, high=5.0)


def test_one_unit_per_lot_gives_the_posterior_by_quadrature() -> None:
    """One unit per lot and kappa = 1: a lot passes with 1/(1 + f0)."""
    found = update([Record(400, 30, 1, 1.0)], Uniform(low=0.0, high=1.0), Fixed(value=1.0))

    def weight(f: float) -> float:
        return math.exp(30 * math.log(f / (1 + f)) - 370 * math.log(1 + f) + 120)

    def weight_of(f: float) -> float:
        return weight(f) if f > 0 else 0.0

    total = integrate.quad(weight_of, 0, 1, points=[0.08], limit=300)[0]
    for probability, value in zip(PROBABILITIES, found.prevalence.values, strict=True):
        below = integrate.quad(weight_of, 0, value, points=[min(0.08, value / 2)], limit=300)[0]
        assert below / total == pytest.approx(probability, abs=2e-3)
    assert found.shape is None
    assert found.dependence == 0.0


def test_the_posterior_is_the_plain_sum_over_a_fine_grid() -> None:
    records = [Record(300, 6, 600, 0.5), Record(200, 1, 100, 1.0)]
    found = update(records, PRIOR, SHAPE)
    u = (np.arange(1200) + 0.5) / 1200
    f0, kappa = PRIOR.ppf(u)[:, None], SHAPE.ppf(u[::3])[None, :]
    logs = np.zeros((1200, 400))
    for r in records:
        passed = (1 + f0 * r.sample * r.sensitivity / kappa) ** -kappa
        logs += stats.binom(r.lots, 1 - passed).logpmf(r.detections)
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    for marginal, values, law in ((weight.sum(axis=1), f0[:, 0], found.prevalence),
                                  (weight.sum(axis=0), kappa[0], found.shape)):
        median = values[np.searchsorted(np.cumsum(marginal), 0.5)]
        assert law is not None
        assert law.ppf(0.5) == pytest.approx(median, rel=0.02)


def test_no_evidence_leaves_the_prior() -> None:
    """A sensitivity near zero sees nothing: nothing is learnt from no detection."""
    found = update([Record(10, 0, 1, 1e-12)], PRIOR, SHAPE)
    for probability, value in zip(PROBABILITIES, found.prevalence.values, strict=True):
        assert PRIOR.cdf(value) == pytest.approx(probability, abs=0.003)


def test_the_ends_of_what_is_handed_on_are_those_of_the_posterior() -> None:
    """Nothing is learnt of equal chance to pass: one in a thousand lies beyond either end."""
    found = update([Record(10, 0, 1, 1e-12)], PRIOR, SHAPE)
    assert found.shape is not None
    for law, prior in ((found.prevalence, PRIOR), (found.shape, SHAPE)):
        assert prior.cdf(law.support[0]) == pytest.approx(0.001, abs=2e-4)
        assert prior.cdf(law.support[1]) == pytest.approx(0.999, abs=2e-4)


def test_more_detections_raise_prevalence_and_more_lots_narrow_it() -> None:
    few, many = (update([Record(500, x, 600, 0.5)], PRIOR, SHAPE) for x in (1, 50))
    assert many.prevalence.ppf(0.5) > 5 * few.prevalence.ppf(0.5)
    wide, narrow = (update([Record(n, n // 10, 600, 0.5)], PRIOR, SHAPE) for n in (50, 5000))

    def spread(law: object) -> float:
        return float(np.log(law.ppf(0.95) / law.ppf(0.05)))  # type: ignore[attr-defined]

    assert spread(narrow.prevalence) < spread(wide.prevalence)


def test_two_sample_sizes_tell_about_the_lots() -> None:
    """Lots drawn with shape 0.3: what small and large samples catch tells that they are uneven."""
    f0, kappa = 2e-3, 0.3
    records = []
    for n in (20, 200, 2000):
        caught = 1 - (1 + f0 * n / kappa) ** -kappa
        records.append(Record(20_000, round(20_000 * caught), n, 1.0))
    found = update(records, PRIOR, SHAPE)
    assert found.shape is not None
    assert found.shape.ppf(0.05) < 0.3 < found.shape.ppf(0.95)
    assert found.prevalence.ppf(0.01) < f0 < found.prevalence.ppf(0.99)
    assert found.shape.ppf(0.95) / found.shape.ppf(0.05) < 1.3


def test_prediction_and_surprise_are_those_of_the_prior() -> None:
    found = update([Record(100, 100, 600, 1.0)], PRIOR, SHAPE)
    assert found.before[0].high <= 100
    assert found.after[0].median > found.before[0].median
    assert found.surprise < 0.1
    assert found.edge == "high"
    assert update([Record(10_000, 0, 6000, 1.0)], PRIOR, SHAPE).edge == "low"
    assert update([Record(100, 3, 600, 1.0)], PRIOR, SHAPE).edge == ""


def test_what_can_be_found_scales_the_sample() -> None:
    half = update([Record(200, 4, 600, 1.0)], PRIOR, SHAPE, np.array([0.5, 0.5]))
    same = update([Record(200, 4, 300, 1.0)], PRIOR, SHAPE)
    assert half.prevalence.values == pytest.approx(same.prevalence.values, rel=1e-9)
    unsure = update([Record(200, 4, 600, 1.0)], PRIOR, SHAPE, np.array([0.05, 0.95]))
    assert unsure.prevalence.ppf(0.95) > half.prevalence.ppf(0.95)


@pytest.mark.parametrize(("records", "paths"), [
    ([], ["records"]),
    ([Record(10, 11, 0, 0.0)], ["1: detections", "1: sample", "1: sensitivity"]),
    ([Record(10, 1, 5, 1.0), Record(0, 0, 600, 1.5, 500)],
     ["2: lots", "2: sample", "2: sensitivity"]),
])
def test_every_impossible_record_is_named(records: list[Record], paths: list[str]) -> None:
    with pytest.raises(PraError) as caught:
        update(records, PRIOR, SHAPE)
    assert [p.path for p in caught.value.problems] == paths


def test_detections_where_none_can_be_are_unreachable() -> None:
    with pytest.raises(PraError) as caught:
        update([Record(10, 1, 5, 1.0)], Fixed(value=0.0), None)
    assert caught.value.code == "unreachable"


def test_a_prevalence_fixed_at_zero_stays_and_lots_teach_nothing_of_it() -> None:
    found = update([Record(100, 0, 600, 1.0)], Fixed(value=0.0), SHAPE)
    assert found.prevalence.support == (0.0, 0.0)
    assert found.dependence == 0.0
    assert found.shape is not None
    assert found.shape.ppf(0.5) == pytest.approx(1.0, rel=0.01)


def test_an_unknown_share_that_can_be_found_is_refused() -> None:
    with pytest.raises(PraError) as caught:
        update([Record(100, 1, 600, 1.0)], PRIOR, SHAPE, np.array([0.5, math.nan]))
    assert caught.value.path == "findable"


def test_predictions_are_not_shifted_by_what_they_are_summed_over() -> None:
    """Equal lots, so many that detections are lots x the chance at the prior's own quantile."""
    found = update([Record(10_000_000, 0, 1, 1.0)], PRIOR, None)
    caught = 1 - math.exp(-float(PRIOR.ppf(0.5)))
    assert found.before[0].median == pytest.approx(1e7 * caught, rel=0.02)


def test_the_template_can_be_read() -> None:
    for language in LANGUAGES:
        text = evidence_record_words.template(translator(language))
        assert parse(text.encode("utf-8-sig")) == evidence_record_words.EXAMPLE


def test_a_share_recognised_is_read_in_percent_where_the_header_says_so() -> None:
    found = parse(b"lots,detections,sample,\"Recognised, %\"\n10,1,600,50\n")
    assert found == (Record(10, 1, 600, 0.5),)
    with pytest.raises(PraError) as caught:
        parse(b"lots,detections,sample,sensitivity,sensitivity_%\n10,1,600,0.5,50\n")
    assert [(p.code, p.path) for p in caught.value.problems] == [("duplicate", "1: sensitivity")]


def test_tables_in_chinese_and_with_semicolons_are_read() -> None:
    found = parse("批数;截获批数;抽样数;灵敏度\n10;1;600;0.5\n".encode())
    assert found == (Record(10, 1, 600, 0.5),)


@pytest.mark.parametrize(("content", "expected"), [
    (b"lots,detections,sample\n1,2,3\n", [("missing", "1: sensitivity")]),
    (b"lots,detections,sample,sensitivity,units\n1,2,3,4,5\n", [("duplicate", "1: sample")]),
    (b"lots,detections,sample,sensitivity\n5,9,3.5,x\n7,9,600,1\n\n,1,1,nan\n",
     [("wrong_type", "2: sample"), ("wrong_type", "2: sensitivity"), ("missing", "5: lots"),
      ("not_finite", "5: sensitivity"), ("out_of_bounds", "3: detections")]),
    (b"lots,detections,sample,sensitivity\n", [("missing", "")]),
    (b"\xff\xfe", [("unreadable", "")]),
])
def test_bad_tables_name_every_problem(content: bytes, expected: list[tuple[str, str]]) -> None:
    with pytest.raises(PraError) as caught:
        parse(content)
    assert [(p.code, p.path) for p in caught.value.problems] == expected


def scenario(**changes: object) -> Scenario:
    return Scenario.model_validate(scenario_data(pathways=[pathway(
        lot_shape=parameter("fruit.lot_shape", "1", kind="loguniform", low=0.2, high=5.0),
        **changes)]))


def test_what_can_be_found_follows_commercial_practice() -> None:
    one = scenario(steps={
        "packing": {"unit": parameter("fruit.packing", "1", value=0.5)},
        "transport": {"individual": parameter("fruit.transport", "1", value=0.1)},
        "transfer": {"unit": parameter("fruit.transfer", "1", value=1e-3)}})
    values = sample(one, 10, 1)
    way = one.pathways[0]
    assert findable_share(way, values, None)[0] == pytest.approx(1 - math.exp(-3.0))
    assert findable_share(way, values, "packing")[0] == pytest.approx(0.5 * (1 - math.exp(-3.0)))
    assert findable_share(way, values, "transport")[0] == pytest.approx(
        0.5 * (1 - math.exp(-0.3)))
    np.testing.assert_allclose(condensed(np.linspace(0, 1, 1001), 2), [0.25, 0.75], atol=1e-9)


def test_where_only_occupied_units_were_counted_all_of_them_can_be_found_at_origin() -> None:
    one = scenario(counts="occupied")
    assert findable_share(one.pathways[0], sample(one, 10, 1), None)[0] == pytest.approx(1.0)


def test_the_posterior_is_used_by_the_scenario() -> None:
    one = scenario()
    found = update([Record(500, 30, 600, 1.0)], one.pathways[0].prevalence.distribution,
                   one.pathways[0].lot_shape.distribution)
    after = with_posterior(one, "fruit", found, SOURCE)
    assert after.pathways[0].prevalence.distribution == found.prevalence
    assert after.pathways[0].lot_shape.distribution == found.shape
    assert after.parameters["fruit.prevalence"].source == SOURCE
    drawn = assess(after, 500, 1).values["fruit.prevalence"]
    assert np.median(drawn) == pytest.approx(float(found.prevalence.ppf(0.5)), rel=0.02)
    with pytest.raises(PraError):
        with_posterior(one, "wood", found, SOURCE)


def test_a_prior_that_reaches_zero_is_allowed() -> None:
    found = update([Record(100, 0, 600, 1.0)], Beta(a=0.5, b=500.0), None)
    assert 0 <= found.prevalence.values[0] <= found.prevalence.values[-1] < 1e-3
