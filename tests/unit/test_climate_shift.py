"""Another climate: months shifted, and years around their mean."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.shift import (
    by_season,
    change_of_months,
    share_of_years,
    shifted,
    year_anomalies,
)
from pra_core.errors import PraError


def test_quarters_hold_their_months() -> None:
    assert by_season([1, 2, 3, 4]).tolist() == [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 1]
    with pytest.raises(PraError, match="quarters"):
        by_season([1, 2, 3])


def test_change_is_by_year_or_by_quarter() -> None:
    warming, rain = change_of_months([2.0], [-10])
    assert warming == (2.0,) * 12
    assert rain == (0.9,) * 12
    warming, rain = change_of_months([0, 1, 2, 3], [0, 0, 50, -100])
    assert warming[:3] == (0, 0, 1)
    assert rain[5:9] == (1.5, 1.5, 1.5, 0.0)
    with pytest.raises(PraError, match="rain_percent"):
        change_of_months([0.0], [-101])


def test_temperature_is_moved_and_rain_multiplied() -> None:
    months, rain = np.arange(24.0).reshape(12, 2), np.full((12, 2), 10.0)
    rain[3] = 0.0
    warm, wet = shifted(months, rain, np.arange(12), np.linspace(0, 1.1, 12))
    np.testing.assert_allclose(warm - months, np.arange(12)[:, None] * np.ones(2))
    np.testing.assert_allclose(wet[11], 11.0)
    assert wet[0].tolist() == wet[3].tolist() == [0.0, 0.0]
    with pytest.raises(PraError) as caught:
        shifted(months, rain, np.zeros(11), -np.ones(12))
    assert [p.path for p in caught.value.problems] == ["warming", "rain"]


def test_years_are_equally_likely_nodes_of_a_normal_law() -> None:
    # Medians of the halves of a normal law: its quartiles.
    np.testing.assert_allclose(year_anomalies(2.0, 2), [-2 * 0.6744897501960817,
                                                        2 * 0.6744897501960817])
    many = year_anomalies(1.5, 1001)
    assert abs(many.sum()) < 1e-9
    assert np.all(np.diff(many) > 0)
    assert many.std() == pytest.approx(1.5, rel=2e-3)
    assert (many > 1.5).mean() == pytest.approx(0.158655, abs=1e-3)
    assert year_anomalies(0.0, 3).tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(PraError, match="sd"):
        year_anomalies(-1.0, 3)


def test_share_of_years_needs_an_index_above_zero() -> None:
    index = np.array([[0.0, 5.0, 9.0], [0.0, 6.0, 20.0]])
    assert share_of_years(index, 6.0).tolist() == [0.0, 0.5, 1.0]
    assert share_of_years(index, 0.0).tolist() == [0.0, 1.0, 1.0]
