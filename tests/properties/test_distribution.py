"""Properties of all distributions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pra_core.distribution import (
    Beta,
    Elicited,
    Gamma,
    Law,
    LogNormal,
    LogUniform,
    Pert,
    Triangular,
    TruncatedNormal,
    Uniform,
)

place = st.floats(-1e3, 1e3)
width = st.floats(1e-3, 1e3)
share = st.floats(0.0, 1.0)
shape = st.floats(0.3, 50.0)
positive = st.floats(1e-4, 1e4)


@st.composite
def laws(draw: st.DrawFn) -> Law:
    low = draw(place)
    high = low + draw(width)
    mode = min(max(low + draw(share) * (high - low), low), high)
    median = draw(positive)
    return draw(
        st.sampled_from(
            [
                Pert(low=low, mode=mode, high=high, shape=draw(st.floats(0.5, 20.0))),
                Triangular(low=low, mode=mode, high=high),
                Uniform(low=low, high=high),
                LogUniform(low=median, high=median * (1.0 + draw(width))),
                LogNormal(median=median, sdlog=draw(st.floats(0.01, 5.0))),
                Gamma(shape=draw(shape), scale=median),
                Beta(a=draw(shape), b=draw(shape), low=low, high=high),
                TruncatedNormal(
                    mean=low + (high - low) * draw(st.floats(-20.0, 20.0)),
                    sd=(high - low) * draw(st.floats(0.1, 10.0)),
                    low=low,
                    high=high,
                ),
                Elicited(
                    probabilities=(0.1, 0.5, 0.9),
                    values=(low, mode, high),
                    lower=low - 1.0,
                    upper=high + 1.0,
                ),
            ]
        )
    )


U = np.linspace(0.001, 0.999, 25)


@given(law=laws())
def test_cdf_undoes_ppf_where_the_law_has_no_point_mass(law: Law) -> None:
    values = law.ppf(U)
    assert np.all(np.diff(values) >= 0.0)
    # Rounding of a value by one unit in the last place moves the probability by its density; a
    # value near 0 inside wide limits is rounded as they are.
    limits = [abs(limit) for limit in law.support if np.isfinite(limit)]
    step = np.spacing(np.maximum(np.abs(values), max(limits, default=0.0))) * 4.0
    assert np.all(law.cdf(values + step) >= U - 1e-9)
    assert np.all(law.cdf(values - step) <= U + 1e-9)


@given(law=laws())
def test_values_lie_in_the_support_and_the_mean_is_the_mean_of_the_quantiles(law: Law) -> None:
    low, high = law.support
    values = law.ppf(np.array([0.0, 0.3, 1.0]))
    assert values[0] == low
    assert values[2] == high
    assert low <= law.mean() <= high
    if np.isfinite(high):
        cells = 4000
        approximate = float(law.ppf((np.arange(cells) + 0.5) / cells).mean())
        assert abs(approximate - law.mean()) <= 2.0 * (high - low) / cells


@given(low=place, mode=place, high=place)
def test_elicited_quantiles_are_reproduced_exactly(low: float, mode: float, high: float) -> None:
    values = tuple(sorted((low, mode, high)))
    p = (0.05, 0.5, 0.95)
    law = Elicited(probabilities=p, values=values, lower=values[0] - 1, upper=values[2] + 1)
    assert tuple(law.ppf(np.array(p)).tolist()) == values
