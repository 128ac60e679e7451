"""The case of "negligible" in DS367 with its published means."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import decision_stability as stability
from pra_core.assessment import assess
from pra_core.decision_stability.limits import with_laws
from pra_core.decision_stability.negligible import TRADE, TRIANGULAR, UNIFORM
from pra_core.distribution import Distribution, Fixed
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

DRAWS = 4_000


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("fire-blight-apple-australia")


@pytest.mark.parametrize(
    ("kind", "mean"),
    [pytest.param("uniform", 5e-7, id="Powell-2013-uniform-5e-7"),
     pytest.param("triangular", 3.33e-7, id="Powell-2013-triangular-3.33e-7")])
def test_means_of_negligible(kind: str, mean: float) -> None:
    found = {one.law.kind: one.mean for one in stability.readings()}
    assert found[kind] == pytest.approx(mean, rel=2e-3)  # published to three digits


@pytest.mark.parametrize("ratio", [pytest.param(1.5, id="Powell-2013-ratio-1.5")])
def test_ratio_of_the_means(ratio: float) -> None:
    uniform, triangular = stability.readings()
    assert uniform.mean / triangular.mean == pytest.approx(ratio, rel=1e-12)


def test_exposures_are_volume_times_share_times_mean_and_told_as_unverified() -> None:
    uniform, triangular = stability.readings(volume=2e6, infested=0.5)
    assert (uniform.exposures, triangular.exposures) == pytest.approx((0.5, 1 / 3))
    assert TRADE.status == "unverified"


@pytest.mark.parametrize("exact", [pytest.param(2 / 3, id="Powell-2013-swap-of-one-step")])
def test_mean_rate_of_the_shipped_example_falls_by_a_third(
        scenario: Scenario, exact: float) -> None:
    """The rate is c p: draw by draw with p known, on average with p independent of c."""
    def rates(law: Distribution) -> np.ndarray:
        return assess(with_laws(scenario, {"calyx.transfer": law}), DRAWS).rates["calyx"]

    known = rates(Fixed(value=TRIANGULAR.mean())) / rates(Fixed(value=UNIFORM.mean()))
    assert known == pytest.approx(np.full(DRAWS, exact), rel=1e-9)
    a, b = rates(UNIFORM), rates(TRIANGULAR)
    # Error of a ratio of means: sd of (b - r a) over the mean of a and the root of n.
    error = float(np.std(b - exact * a) / a.mean() / np.sqrt(DRAWS))
    found = stability.swapped(scenario, "calyx", DRAWS, 1)
    assert found.ratio == pytest.approx(b.mean() / a.mean())
    assert found.ratio == pytest.approx(exact, abs=4 * error)
