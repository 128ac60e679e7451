"""Rival shapes stay inside the limits and keep what they can, whatever was judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pra_core.decision_stability import SHAPES, rival
from pra_core.distribution import Beta, Distribution, LogUniform, Pert, Uniform

SHARE = st.floats(1e-6, 1.0 - 1e-6)


@st.composite
def laws(draw: st.DrawFn) -> Distribution:
    """A distribution of a share."""
    low, mode, high = sorted(draw(st.tuples(SHARE, SHARE, SHARE)))
    if high - low < 1e-5 * high:
        high = min(1.0, low * 1.01)
        mode = low
    kinds = [Pert(low=low, mode=mode, high=high), Uniform(low=low, high=high),
             LogUniform(low=low, high=high),
             Beta(a=draw(st.floats(0.5, 50)), b=draw(st.floats(0.5, 50)))]
    return draw(st.sampled_from(kinds))


@given(law=laws(), shape=st.sampled_from(list(SHAPES)))
def test_a_rival_of_a_share_stays_a_share(law: Distribution, shape: str) -> None:
    found = rival(law, shape, 0.0, 1.0)
    assert found is not None
    low, high = found.law.support
    assert 0.0 <= low <= high <= 1.0
    for u in (0.0, 0.05, 0.5, 0.95, 1.0):
        assert 0.0 <= float(found.law.ppf(u)) <= 1.0
    if low > 0.0 and high < 1.0:  # no limit was in the way
        assert found.errors[0] == pytest.approx(0.0, abs=1e-6)
        assert found.errors[2] == pytest.approx(0.0, abs=1e-6)
    assert found.misfit <= 0.95
