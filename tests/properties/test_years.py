"""What must hold whatever differs from year to year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core import year_rules, years_needed
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.distribution import Fixed, LogUniform, Uniform
from pra_core.scenario import Scenario
from pra_core.summary import meets
from tests.varying import varying, wide

DRAWS = 60
few = settings(max_examples=12, deadline=None)
MAY_VARY = ("fruit.volume", "juice.volume", "fruit.prevalence", "cold.compliance",
            "packhouse.outage", "r0", "host_value", "yield_loss", "slow.efficacy")
some = st.sets(st.sampled_from(MAY_VARY), min_size=1, max_size=3).map(sorted)
STILL = wide()


def clear() -> None:
    years_needed._years.cache_clear()
    years_needed._chosen.cache_clear()


@few
@given(some)
def test_a_width_of_zero_is_no_variability(names: list[str]) -> None:
    fixed = STILL
    for name in names:
        law, source = STILL.parameters[name].distribution, STILL.parameters[name].source
        low = law.mean()
        fixed = fixed.with_parameter(name, Uniform(low=low, high=low * (1 + 1e-13)), source)
    without, found = assess(fixed, DRAWS), assess(varying(fixed, *names), DRAWS)
    for field in ("founding_rate", "annual_probability", "horizon_probability", "annual_loss",
                  "funnel", "invaded_area", "endangered_area"):
        assert getattr(found, field) == pytest.approx(getattr(without, field), rel=1e-9), field
    assert found.metric("pests_per_lot") == pytest.approx(without.metric("pests_per_lot"), rel=1e-9)


@few
@given(some)
def test_a_fixed_value_called_varying_changes_no_bit(names: list[str]) -> None:
    fixed = STILL
    for name in names:
        law = STILL.parameters[name].distribution
        fixed = fixed.with_parameter(name, Fixed(value=law.mean()), STILL.parameters[name].source)
    without, found = assess(fixed, DRAWS), assess(varying(fixed, *names), DRAWS)
    assert np.array_equal(found.annual_loss, without.annual_loss)
    assert np.array_equal(found.annual_probability, without.annual_probability)


@few
@given(some)
def test_a_year_never_has_a_higher_chance_than_the_mean_rate_gives(names: list[str]) -> None:
    """Jensen: E[1 - e^-Λ] <= 1 - e^-E[Λ]; the same of the horizon."""
    found = assess(varying(STILL, *names), DRAWS)
    rounding = 1 + 1e-12
    assert np.all(found.annual_probability <= -np.expm1(-found.founding_rate) * rounding)
    years = found.scenario.consequences.horizon_years
    assert np.all(found.horizon_probability <= -np.expm1(-found.founding_rate * years) * rounding)
    assert np.all(found.annual_probability > 0)


@few
@given(st.floats(0.1, 10.0), st.booleans())
def test_twice_the_volumes_are_twice_the_foundings(factor: float, prevalence: bool) -> None:
    names = ("fruit.volume", "juice.volume", *(["fruit.prevalence"] if prevalence else []))
    found = varying(STILL, *names)
    source = STILL.parameters["fruit.volume"].source
    more = found.with_scaled("fruit.volume", factor, source).with_scaled(
        "juice.volume", factor, source)
    assert assess(more, DRAWS).founding_rate == pytest.approx(
        factor * assess(found, DRAWS).founding_rate, rel=1e-9)
    assert assess(more, DRAWS).metric("pests_per_lot") == pytest.approx(
        assess(found, DRAWS).metric("pests_per_lot"), rel=1e-9)


@few
@given(some)
def test_the_order_of_declaration_changes_no_bit(names: list[str]) -> None:
    found = varying(STILL, *names)
    turned = Scenario.model_validate(found.model_dump(mode="python") | {
        "pathways": found.pathways[::-1], "measures": found.measures[::-1]})
    assert turned.fingerprint == found.fingerprint
    a, b = assess(found, DRAWS), assess(turned, DRAWS)
    assert np.array_equal(a.founding_rate, b.founding_rate)
    assert np.array_equal(a.annual_loss, b.annual_loss)


@pytest.mark.parametrize("names", [("fruit.volume",), ("fruit.volume", "cold.compliance"),
                                   ("fruit.volume", "juice.volume", "r0")], ids=str)
def test_twice_as_many_years_change_nothing_that_matters(names: tuple[str, ...],
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    """A chance moves by the error of the rule; so P(meets) counts no future farther from it."""
    found, draws = varying(STILL, *names), 2_000 if len(names) < 3 else 300
    few_years = assess(found, draws)
    alop = Alop(metric="annual_probability", confidence=0.9,
                limit=float(np.quantile(few_years.annual_probability, 0.9)))
    clear()
    monkeypatch.setattr(year_rules, "LADDER", (16,))
    assert years_needed.years(found).count == 16 ** len(names)
    many = assess(found, draws)
    clear()
    near = np.abs(many.annual_probability / alop.limit - 1) < 2 * years_needed.CLOSE
    apart = meets(many, alop).probability - meets(few_years, alop).probability
    assert abs(apart) <= np.mean(near)
    assert many.annual_probability == pytest.approx(few_years.annual_probability,
                                                    rel=len(names) * years_needed.CLOSE)


def test_wider_years_lower_the_chance_at_the_same_mean() -> None:
    source, chances = STILL.parameters["fruit.volume"].source, []
    for width in (1.001, 3.0, 10.0, 100.0):
        mean = (width - 1) / np.log(width)
        law = LogUniform(low=1e6 / mean, high=width * 1e6 / mean)
        assert law.mean() == pytest.approx(1e6)
        found = varying(STILL.with_parameter("fruit.volume", law, source), "fruit.volume")
        chances.append(assess(found, DRAWS).annual_probability)
    assert all(np.all(b < a) for a, b in zip(chances[:-1], chances[1:], strict=True))
