"""All methods on scenarios: what they promise whatever the numbers are."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pra_core.assessment import assess, percentiles_used
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.sensitivity import (
    METHODS,
    OUTPUTS,
    delta,
    drawn,
    morris,
    pawn,
    preview,
    quick,
    quick_from_function,
    sobol,
    steps,
    tornado,
)
from pra_core.sensitivity.design import inputs_of
from pra_core.sensitivity.outputs import checked
from pra_core.summary import influence
from tests.minimal import SOURCE, parameter, treatment
from tests.unit.test_sensitivity import g_function, product
from tests.varying import varying, wide

SIZES = {"sobol": 64, "second_order": 64, "morris": 8, "delta": 200, "pawn": 200, "tornado": 0,
         "quick": 64}
COLUMNS = {
    "sobol": ["parameter", "S1", "S1_conf", "ST", "ST_conf"],
    "quick": ["parameter", "S1", "S1_conf", "ST", "ST_conf"],
    "second_order": ["first", "second", "S2", "S2_conf"],
    "morris": ["parameter", "mu", "mu_star", "mu_star_conf", "sigma"],
    "delta": ["parameter", "delta", "delta_conf"],
    "pawn": ["parameter", "minimum", "median", "maximum"],
    "tornado": ["parameter", "low_value", "high_value", "low", "high", "middle"],
}


def two_sets() -> Scenario:
    """`product` with one measure of uncertain efficacy."""
    data = product().model_dump(mode="json") | {"measures": [treatment("cold", effects=[
        treatment()["effects"][0] | {"efficacy": {"TESTPE": parameter(
            "efficacy", "1", kind="uniform", low=0.0, high=0.99)}}])]}
    return Scenario.model_validate(data)


def run(method: str, case: Scenario, output: str = "log_founding_rate", **options: object
        ) -> pd.DataFrame:
    *_, last = steps(method, case, **{  # type: ignore[arg-type]
        "n": SIZES[method], "seed": 1, "output": output, "other": None} | options)
    assert last.frame is not None
    return last.frame


@pytest.mark.parametrize("method", list(METHODS))
def test_progress_rises_to_one_and_the_last_step_has_the_table(method: str) -> None:
    found = list(steps(method, product(), n=SIZES[method], seed=1, output="log_founding_rate"))
    done = [step.done for step in found]
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert all(step.frame is None for step in found[:-1])
    last = found[-1].frame
    assert last is not None
    assert last.columns.tolist() == COLUMNS[method]
    assert last.attrs["note"] == ""
    assert np.isfinite(last.select_dtypes("number").to_numpy()).all()


def test_a_run_that_pauses_ends_as_one_that_does_not() -> None:
    paused = steps("sobol", product(), n=4096, seed=3, output="log_founding_rate")
    first = next(paused)
    assert 0 < first.done < 1
    sobol(product(), n=64, seed=9)  # something else runs meanwhile
    *_, last = paused
    assert last.frame is not None
    assert last.frame.equals(sobol(product(), n=4096, seed=3))


@pytest.mark.parametrize("method", [m for m in METHODS if m != "delta"])
def test_a_constant_output_has_indices_of_zero(method: str) -> None:
    found = run(method, product(), "within_alop")
    assert found.attrs["note"] == "constant_output"
    kept = found.drop(columns=[c for c in ("low_value", "high_value", "low", "high", "middle")
                               if c in found])
    assert not kept.select_dtypes("number").to_numpy().any()
    if method == "tornado":
        assert found["low"].equals(found["high"])


@pytest.mark.parametrize("method", list(METHODS))
def test_a_scenario_without_uncertain_inputs(method: str) -> None:
    data = _all_fixed(product().model_dump(mode="json"))
    found = run(method, Scenario.model_validate(data))
    assert found.empty
    assert found.columns.tolist() == COLUMNS[method]
    assert found.attrs["note"] == "no_uncertain_input"


def _all_fixed(node: object) -> object:
    if isinstance(node, dict):
        if node.get("distribution"):
            law = node["distribution"]
            value = next(law[k] for k in ("value", "median", "mode", "low") if k in law)
            return node | {"distribution": {"kind": "fixed", "value": value}}
        return {key: _all_fixed(value) for key, value in node.items()}
    return [_all_fixed(x) for x in node] if isinstance(node, list) else node


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("output", ["difference", "log_ratio"])
def test_a_set_compared_with_itself_differs_in_nothing(method: str, output: str) -> None:
    found = run(method, two_sets().with_measures(["cold"]), output, other=("cold",))
    assert found.attrs["note"] == "constant_output"


def test_the_ratio_of_two_sets_hangs_on_the_measure_alone() -> None:
    """What both sets share cancels: log((1 - e) Λ / Λ) reads the efficacy only."""
    case = two_sets().with_measures(["cold"])
    found = quick(case, n=256, output="log_ratio", other=()).set_index("parameter")
    assert found.index[0] == "efficacy"
    assert found.loc["efficacy", "ST"] == pytest.approx(1.0, abs=0.01)
    assert found["ST"].iloc[1:].max() < 1e-6
    swings = tornado(case, "log_ratio", other=()).set_index("parameter")
    assert swings.loc["efficacy", "low"] == pytest.approx(np.log(1 - 0.05 * 0.99), rel=1e-4)
    assert swings.loc["efficacy", "high"] == pytest.approx(np.log(1 - 0.95 * 0.99), rel=1e-4)
    back = tornado(case.with_measures([]), "log_ratio", other=("cold",)).set_index("parameter")
    assert back.loc["efficacy", "high"] == pytest.approx(-swings.loc["efficacy", "high"])


def test_zero_risk_has_no_logarithm() -> None:
    y = np.log(np.array([1.0, 2.0, 3.0, 4.0]))
    y[0] = -np.inf
    with pytest.raises(PraError) as caught:
        checked(y, "log_founding_rate")
    problem = caught.value.problems[0]
    assert (problem.code, problem.value, problem.allowed) == (
        "log_of_zero", "25 %", "annual_probability")
    with pytest.raises(PraError) as caught:
        checked(y, "difference")
    assert caught.value.code == "no_finite_output"


@pytest.mark.parametrize(
    ("method", "options", "code"),
    [("sobol", {"n": 100}, "not_a_power_of_two"), ("quick", {"n": 3}, "not_a_power_of_two"),
     ("morris", {"n": 1}, "out_of_bounds"), ("delta", {"n": 100}, "out_of_bounds"),
     ("pawn", {"seed": -1}, "out_of_bounds"), ("sobol", {"output": "risk"}, "unknown_id"),
     ("tornado", {"output": "difference"}, "missing"),
     ("sobol", {"output": "log_ratio", "other": ("nothing",)}, "unknown_id"),
     ("delta", {"output": "within_alop"}, "no_density")])
def test_wrong_options_are_told_before_the_first_step(method: str, options: dict[str, object],
                                                      code: str) -> None:
    with pytest.raises(PraError) as caught:
        steps(method, two_sets(), **{  # type: ignore[arg-type]
            "n": SIZES[method], "seed": 1, "output": "log_founding_rate"} | options)
    assert caught.value.code == code


def test_an_unknown_method_and_the_nearest_powers_are_named() -> None:
    with pytest.raises(PraError) as caught:
        steps("fast", product(), n=64, seed=1, output="log_founding_rate")
    assert caught.value.code == "unknown_id"
    with pytest.raises(PraError) as caught:
        sobol(product(), n=1000)
    assert "512 | 1024" in str(caught.value)


def test_salib_leaves_the_global_generator_and_the_warnings_as_they_were() -> None:
    state, filters = np.random.get_state()[1].copy(), list(warnings.filters)  # noqa: NPY002
    layout = warnings.formatwarning
    delta(product(), n=200)
    pawn(product(), n=200)
    sobol(product(), n=64)
    morris(product(), n=4)
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    assert warnings.filters == filters
    assert warnings.formatwarning is layout


def test_names_change_no_index() -> None:
    """The design hangs on the order of the inputs, not on what they are called."""
    text = product().model_dump_json().replace('"name":"v"', '"name":"another"')
    renamed = Scenario.model_validate_json(text)
    for found in (sobol, quick):
        one, two = (found(case, n=64) for case in (product(), renamed))
        assert two["parameter"].tolist() == ["another" if p == "v" else p
                                             for p in one["parameter"]]
        pd.testing.assert_frame_equal(one.drop(columns="parameter"),
                                      two.drop(columns="parameter"))


@pytest.mark.parametrize("seed", range(3))
def test_orders_fit_together(seed: int) -> None:
    """Independent inputs: S1 <= ST, and the first orders sum to no more than 1."""
    found = quick(two_sets().with_measures(["cold"]), n=1024, seed=seed,
                  output="annual_probability")
    error = np.hypot(found["S1_conf"], found["ST_conf"])
    assert (found["S1"] <= found["ST"] + 2 * error).all()
    assert found["S1"].sum() <= 1 + 2 * np.sqrt((found["S1_conf"] ** 2).sum())
    assert found["ST"].sum() >= 1 - 2 * np.sqrt((found["ST_conf"] ** 2).sum())


def test_order_of_inputs_changes_no_truth() -> None:
    order = np.array([3, 0, 7, 1, 5, 2, 6, 4])
    plain = quick_from_function(g_function, [(0.0, 1.0)] * 8, n=1024)
    mixed = quick_from_function(lambda x: g_function(x[:, np.argsort(order)]),
                                [(0.0, 1.0)] * 8, n=1024)
    for key in ("S1", "ST"):
        allowed = 2 * np.hypot(plain[key + "_conf"][order], mixed[key + "_conf"])
        assert np.all(np.abs(plain[key][order] - mixed[key]) <= allowed + 1e-9)


def test_correlated_inputs_each_by_itself_where_no_independence_is_needed() -> None:
    data = product().model_dump(mode="json")
    data["correlations"] = [{"between": ["m", "v"], "rank": 0.9, "source": SOURCE}]
    tied = Scenario.model_validate(data)
    assert inputs_of(tied).rows[0] == "m + v"
    assert set(pawn(tied, n=400)["parameter"]) == {"m", "v", "rate", "yield_loss"}
    alone = pawn(product(), n=400).set_index("parameter")["median"]["m"]
    assert pawn(tied, n=400).set_index("parameter")["median"]["m"] > alone


@pytest.mark.parametrize("output", list(OUTPUTS))
def test_outputs_of_draws_are_those_of_percentiles(output: str) -> None:
    """The mean over an assessment's draws agrees with the share a preview is made of."""
    case = two_sets()
    chosen, other = (assess(case.with_measures(ids), draws=2_000) for ids in (["cold"], []))
    y = drawn(chosen, output, other)
    assert y.shape == (2_000,)
    found = preview(chosen, output, other)
    if np.ptp(y) == 0:
        assert found == {}
        return
    assert all(0 <= share <= 1 for share in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)
    if output in ("log_ratio", "difference"):
        assert next(iter(found)) in ("efficacy", "v")


def test_preview_agrees_with_the_reported_first_order() -> None:
    """Given-data estimate with 24 bins from 20,000 draws: standard error of a share s of a
    variance is below 2 sqrt(s / n); the bins lose less than 1/24² of a smooth answer's share,
    and more in the tails of a normal one."""
    found = preview(assess(product(), draws=20_000))
    assert found["v"] == pytest.approx(0.64, abs=0.64 * 0.02 + 4 * 2 * np.sqrt(0.64 / 20_000))
    assert found["m"] == pytest.approx(0.36, abs=0.36 * 0.02 + 4 * 2 * np.sqrt(0.36 / 20_000))
    assert found["rate"] < 24 / 20_000 + 4 * np.sqrt(2 * 23) / 20_000


def test_preview_of_indicators_and_of_inputs_with_ties() -> None:
    """y = 1{coin}, x = the coin itself: all of the variance; a second coin: none of it."""
    n = 4_000
    result = assess(product(), draws=n)
    rng = np.random.default_rng(2)
    coin, second = rng.permutation(np.arange(n) % 2), rng.permutation(np.arange(n) % 2)
    values = {"v": coin.astype(float), "m": second.astype(float), "rate": np.ones(n)}
    found = influence(replace(result, values=values), y=coin.astype(float))
    assert found["v"] == pytest.approx(1.0, abs=1 / n)
    assert found["m"] < 16 / n  # chi-square with one degree of freedom, beyond 1 in 10,000
    assert "rate" not in found


def test_preview_needs_the_same_draws() -> None:
    case = two_sets()
    with pytest.raises(PraError) as caught:
        preview(assess(case, draws=500), "difference", assess(case, draws=400))
    assert caught.value.code == "conflict"
    with pytest.raises(PraError) as caught:
        preview(assess(case, draws=500), "difference")
    assert caught.value.code == "missing"


def changed(name: str, **changes: object) -> Scenario:
    """`product` with one pathway parameter changed."""
    data = product().model_dump(mode="json")
    data["pathways"][0][name] |= changes
    return Scenario.model_validate(data)


@pytest.mark.parametrize("method", [m for m in METHODS if m not in ("second_order", "tornado")])
def test_an_input_with_a_single_value_has_an_index_of_zero(method: str) -> None:
    case = changed("volume", distribution={"kind": "uniform", "low": 1e5, "high": 1e5})
    found = run(method, case)
    assert found.attrs["note"] == "input_without_variance"
    assert found.attrs["without_variance"] == ("v",)
    assert not found.set_index("parameter").loc["v"].to_numpy().any()


def test_what_varies_from_year_to_year_is_no_input() -> None:
    """Its years are averaged inside: the uncertain input decides all that is left."""
    case = changed("volume", nature="variability")
    found = sobol(case, n=256).set_index("parameter")
    assert "v" not in found.index
    assert "v" not in preview(assess(case, draws=500))
    assert found.loc["m", "S1"] == pytest.approx(1.0, abs=4 * found.loc["m", "S1_conf"] / 1.96)
    assert found["ST"].drop("m").tolist() == [0.0, 0.0]
    assert set(pawn(case, n=200)["parameter"]) == set(found.index)


@pytest.mark.parametrize("output", list(OUTPUTS))
def test_percentiles_and_draws_give_the_same_output_where_years_vary(output: str) -> None:
    """The indices explain what the assessment tells: both average over years alike."""
    data = varying(wide(), "fruit.volume").model_dump(mode="python")
    data["alop"] = {"metric": "annual_probability", "limit": 0.2, "confidence": 0.9}
    case = Scenario.model_validate(data)
    other, one = case.with_measures([]), OUTPUTS[output]
    u = percentiles_used(case, 400, 1)
    told = one.combine(one.quantity(case, u), one.quantity(other, u) if one.compared else None)
    chosen, compared = (assess(s, draws=400) for s in (case, other))
    np.testing.assert_allclose(told, drawn(chosen, output, compared), rtol=1e-9, atol=1e-15)
    assert np.ptp(told) > 0
