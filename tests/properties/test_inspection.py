"""What must hold for every inspection."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pra_core.errors import PraError
from pra_core.inspection import (
    detection_probability,
    lots_released_share,
    released_share,
    sample_size,
)

prevalences = st.floats(0.002, 1.0)
confidences = st.floats(0.05, 0.999)
sensitivities = st.floats(0.2, 1.0)
designs = st.one_of(
    st.tuples(st.none(), st.just(0.0)),
    st.tuples(st.integers(1, 5000), st.just(0.0)),
    st.tuples(st.none(), st.floats(1e-4, 0.02)),
)


@settings(max_examples=150)
@given(prevalences, confidences, designs, sensitivities)
def test_the_sample_is_the_smallest_that_detects(
    prevalence: float,
    confidence: float,
    design: tuple[int | None, float],
    sensitivity: float,
) -> None:
    lot, aggregation = design
    try:
        n = sample_size(prevalence, confidence, lot, sensitivity, aggregation)
    except PraError as error:
        assert error.code == "unreachable"  # noqa: PT017 - both outcomes are examined
        assume(False)
    assert detection_probability(n, prevalence, lot, sensitivity, aggregation) >= confidence - 1e-12
    fewer = detection_probability(n - 1, prevalence, lot, sensitivity, aggregation)
    assert fewer < confidence


@given(prevalences, designs, sensitivities, st.integers(0, 200))
def test_detection_never_falls_with_more_units_or_better_eyes(
    prevalence: float, design: tuple[int | None, float], sensitivity: float, n: int
) -> None:
    lot, aggregation = design
    assume(lot is None or (n < lot and lot * prevalence >= 1.0))
    found = detection_probability(n, prevalence, lot, sensitivity, aggregation)
    more = detection_probability(n + 1, prevalence, lot, sensitivity, aggregation)
    sharper = detection_probability(n, prevalence, lot, 1.0, aggregation)
    assert 0.0 <= found <= more + 1e-13
    assert found <= sharper + 1e-13
    assert more <= 1.0


shares = st.floats(0.0, 1.0)
exposures = st.floats(0.0, 1e5)
kappas = st.one_of(st.floats(0.05, 1e6), st.just(np.inf))


@given(shares, exposures, kappas)
def test_inspection_releases_fewer_infested_units_than_lots(
    f0: float, t: float, kappa: float
) -> None:
    units, lots = released_share(f0, t, kappa), lots_released_share(f0, t, kappa)
    assert 0.0 <= units <= lots <= 1.0
    assert released_share(f0, 0.0, kappa) == 1.0
    # Equal lots never release more lots than lots that differ (Jensen).
    assert lots >= lots_released_share(f0, t, np.inf) * (1.0 - 1e-9)
