"""Sobol' indices against cases whose variance can be split by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from pra_core.distribution import LogNormal, Uniform
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.sensitivity import OUTPUTS, sobol, sobol_from_function
from tests.minimal import climate, parameter, scenario, scenario_data, share

Floats = NDArray[np.float64]
G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def ishigami(x: Floats) -> Floats:
    found = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return np.asarray(found)


def g_function(x: Floats) -> Floats:
    return np.asarray(np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1))


def test_linear_model() -> None:
    """y = sum of b·x with variances v: S = ST = b²v / sum."""
    b, width = np.array([3.0, 1.0, 0.0]), np.array([1.0, 2.0, 5.0])
    found = sobol_from_function(lambda x: x @ b, [(0.0, w) for w in width], n=2048, seed=1)
    shares = (b * width) ** 2 / np.sum((b * width) ** 2)
    np.testing.assert_allclose(found["S1"], shares, atol=0.005)
    np.testing.assert_allclose(found["ST"], shares, atol=0.005)
    assert np.all(found["S1_conf"][:2] > 0)


@pytest.mark.parametrize(
    ("f", "laws", "first", "total"),
    [
        pytest.param(ishigami, [(-math.pi, math.pi)] * 3, (0.313905, 0.442411, 0.0),
                     (0.557589, 0.442411, 0.243684), id="Ishigami-Homma-1990"),
        pytest.param(ishigami, [Uniform(low=-math.pi, high=math.pi)] * 3,
                     (0.313905, 0.442411, 0.0), (0.557589, 0.442411, 0.243684),
                     id="Ishigami-Homma-1990-by-distributions"),
        pytest.param(g_function, [(0.0, 1.0)] * 8,
                     (0.716192, 0.179048, 0.023676, 0.007162, *[7.2e-5] * 4),
                     (0.787144, 0.242198, 0.034317, 0.010460, *[1.05e-4] * 4),
                     id="Saltelli-Sobol-1995-G-function"),
    ])
def test_published_functions(f: object, laws: list[object], first: tuple[float, ...],
                             total: tuple[float, ...]) -> None:
    found = sobol_from_function(f, laws, n=4096, seed=1)  # type: ignore[arg-type]
    np.testing.assert_allclose(found["S1"], first, atol=0.01)
    np.testing.assert_allclose(found["ST"], total, atol=0.01)


def test_a_distribution_is_sampled_by_its_own_law() -> None:
    laws = [LogNormal(median=2.0, sdlog=0.3), LogNormal(median=7.0, sdlog=0.4)]
    found = sobol_from_function(lambda x: np.log(x[:, 0]) - np.log(x[:, 1]), laws, n=2048, seed=3)
    np.testing.assert_allclose(found["S1"], [0.36, 0.64], atol=0.01)
    np.testing.assert_allclose(found["ST"], [0.36, 0.64], atol=0.01)


def product(**changes: object) -> Scenario:
    """log Λ is a sum of two independent normals with variances 0.64 and 0.36."""
    data = scenario_data(measures=[])
    data["pathways"][0] |= {
        "volume": parameter("v", "units/yr", kind="lognormal", median=1e5, sdlog=0.8),
        "prevalence": parameter("f", "infested units/unit", value=1e-4),
        "pests_per_unit": parameter("m", "pests/infested unit", kind="lognormal", median=1e-6,
                                    sdlog=0.6),
        "steps": {"transfer": {"unit": parameter("transfer", "1", value=0.5)}}}
    data["pest"] |= {"reproduction": "asexual", "line_survival": share("line", 0.5)}
    del data["pest"]["female_share"], data["pest"]["r0"]
    return Scenario.model_validate(data | changes)


def test_scenario_whose_variance_is_known_in_closed_form() -> None:
    found = sobol(product(), n=1024, seed=1)
    assert list(found.columns) == ["parameter", "S1", "S1_conf", "ST", "ST_conf"]
    assert found["parameter"].tolist()[:2] == ["v", "m"]
    assert found["ST"].is_monotonic_decreasing
    by_name = found.set_index("parameter")
    for name, expected in (("v", 0.64), ("m", 0.36)):
        assert by_name.loc[name, "S1"] == pytest.approx(expected, abs=0.02)
        assert by_name.loc[name, "ST"] == pytest.approx(expected, abs=0.02)
    # What only spreads the pest has no part in its founding; fixed inputs are not listed.
    assert set(found["parameter"]) == {"v", "m", "rate", "yield_loss"}
    assert by_name.loc[["rate", "yield_loss"], "ST"].tolist() == [0.0, 0.0]


def test_loss_is_shared_with_spread_and_value() -> None:
    """log annual loss at a small Λ: founding, and a loss share that multiplies all of it."""
    data = product().model_dump()
    for effect in data["consequences"]["effects"]:
        effect["amount"]["distribution"] = {"kind": "loguniform", "low": 0.01, "high": 0.3}
    found = sobol(Scenario.model_validate(data), n=1024, output="log_annual_loss")
    by_name = found.set_index("parameter")["S1"]
    loss = math.log(30.0) ** 2 / 12
    assert by_name["yield_loss"] / by_name["v"] == pytest.approx(loss / 0.64, rel=0.05)
    assert by_name["rate"] > 0.05


def test_selected_measures_count() -> None:
    from tests.minimal import treatment

    data = product().model_dump(mode="json") | {"measures": [treatment("cold", effects=[
        treatment()["effects"][0] | {"efficacy": {"TESTPE": parameter(
            "efficacy", "1", kind="uniform", low=0.0, high=0.99)}}])]}
    found = Scenario.model_validate(data)
    without, chosen = (sobol(s, n=256).set_index("parameter")["ST"]
                       for s in (found, found.with_measures(["cold"])))
    assert without["efficacy"] == 0.0
    assert chosen["efficacy"] > 0.2


def test_the_same_seed_gives_the_same_indices_and_zero_is_a_seed() -> None:
    first, again, other = (sobol(product(), n=64, seed=s) for s in (0, 0, 1))
    assert first.equals(again)
    assert not first.equals(other)


@pytest.mark.parametrize(
    ("options", "code"),
    [({"n": 1000}, "not_a_power_of_two"), ({"n": 1}, "out_of_bounds"), ({"n": 0}, "out_of_bounds"),
     ({"seed": -1}, "out_of_bounds"), ({"output": "risk"}, "unknown_id")])
def test_wrong_options_are_named(options: dict[str, object], code: str) -> None:
    with pytest.raises(PraError) as caught:
        sobol(product(), **options)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_an_output_without_risk_is_constant() -> None:
    none = scenario(pest=scenario_data()["pest"] | {"climate_model": climate(0.0)})
    for output in OUTPUTS:
        found = sobol(none, n=64, output=output, other=())
        assert found.attrs["note"] == "constant_output"
        assert len(found) == len(none.uncertain)
        assert not found[["S1", "S1_conf", "ST", "ST_conf"]].to_numpy().any()


def test_a_constant_function_and_one_of_nothing() -> None:
    found = sobol_from_function(lambda x: np.ones(len(x)), [(0.0, 1.0)], n=64)
    assert {key: value.tolist() for key, value in found.items()} == {
        "S1": [0.0], "S1_conf": [0.0], "ST": [0.0], "ST_conf": [0.0]}
    assert sobol_from_function(lambda x: np.ones(len(x)), [], n=64)["S1"].size == 0


def test_a_function_that_is_not_finite_is_refused() -> None:
    with pytest.raises(PraError) as caught, np.errstate(divide="ignore"):
        sobol_from_function(lambda x: 1 / np.floor(2 * x[:, 0]), [(0.0, 1.0)], n=64)
    assert caught.value.code == "no_finite_output"
