"""Sets too close to call are judged on more draws: what is, in which order, and what stays."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pra_core import top_up
from pra_core.__main__ import main
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario
from pra_core.summary import meets
from tests.minimal import inspection, parameter, scenario, treatment

DRAWS = 500


def near(key: str, efficacy: float, level: int) -> dict[str, object]:
    return treatment(key, efficacy, restrictiveness=level)


def searched(measures: list[dict[str, object]], of: str, share: float, confidence: float,
             metric: str = "annual_probability") -> Portfolios:
    """A search whose limit lies where `share` of the futures of one set are within it."""
    found = scenario(measures=measures)
    values = assess(found.with_measures((of,) if of else ()), draws=50_000).metric(metric)
    alop = Alop(metric=metric, limit=float(np.quantile(values, share)),
                confidence=confidence)
    return portfolios(found.with_alop(alop), alop, DRAWS)


def two() -> Portfolios:
    return searched([near("mild", 0.9, 1), near("strong", 0.999999, 3)], "mild", 0.96, 0.95)


def test_a_close_call_is_decided_and_then_named() -> None:
    sets = two()
    assert sets.undecided == (("mild",),)
    assert sets.least_restrictive is None
    found = top_up.decided(sets)
    assert found.undecided == ()
    assert found.least_restrictive == ("mild",)
    assert found.row(("mild",))["draws"] > DRAWS


@pytest.mark.parametrize("metric", ["annual_probability", "pests_per_lot", "annual_loss"])
def test_a_row_judged_again_is_the_assessment_on_those_draws(metric: str) -> None:
    sets = searched([near("mild", 0.9, 1), near("strong", 0.999999, 3)], "mild", 0.95, 0.95,
                    metric)
    found = top_up.decided(sets, most=8_000)
    again = found.table[found.table["draws"] > DRAWS]
    assert len(again)
    for row in again.itertuples():
        judged = meets(assess(sets.scenario.with_measures(row.measures), int(row.draws)),
                       sets.alop)
        assert (row.probability, row.verdict) == (judged.probability, judged.verdict)
        assert row.standard_error == pytest.approx(judged.standard_error)


def test_sets_that_do_not_matter_keep_their_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """What surely fails is never judged again, what stands after a set that meets no longer."""
    monkeypatch.setattr(top_up, "BATCH", 1)
    sets = searched([near("mild", 0.9, 1), near("twin", 0.9, 2), near("strong", 0.999999, 3)],
                    "mild", 0.96, 0.95)
    assert sets.undecided == (("mild",), ("twin",))
    found = top_up.decided(sets)
    assert found.first_meeting == ("mild",)
    assert found.row(())["draws"] == DRAWS
    assert found.row(("strong",))["draws"] == DRAWS
    assert DRAWS < found.row(("twin",))["draws"] < found.row(("mild",))["draws"]


def test_common_draws_stay_for_comparison() -> None:
    sets = two()
    found = top_up.decided(sets)
    for column in ("median", "mean"):
        assert found.table[column].tolist() == sets.table[column].tolist()
    assert found.table["common"].tolist() == sets.table["probability"].tolist()


def test_nothing_is_judged_again_where_all_is_clear() -> None:
    sets = searched([near("mild", 0.9, 1)], "mild", 0.5, 0.95)
    assert not list(top_up.steps(sets))
    assert top_up.decided(sets).table["draws"].unique().tolist() == [DRAWS]


def test_what_the_most_draws_cannot_decide_stays_undecided() -> None:
    sets = searched([near("mild", 0.9, 1), near("strong", 0.999999, 3)], "mild", 0.95, 0.95)
    found = top_up.decided(sets, most=1_000)
    assert found.undecided == (("mild",),)
    assert found.row(("mild",))["draws"] == 1_000
    assert found.least_restrictive is None


def test_the_budget_ends_it() -> None:
    sets = two()
    assert top_up.decided(sets, budget=DRAWS).undecided == sets.undecided


@pytest.mark.parametrize(("draws", "most", "expected"), [
    (10_000, 200_000, [40_000, 200_000]), (1_000, 200_000, [4_000, 16_000, 200_000]),
    (200_000, 200_000, []), (150_000, 200_000, [200_000])])
def test_the_numbers_of_draws(draws: int, most: int, expected: list[int]) -> None:
    assert list(top_up._numbers(draws, most)) == expected


def test_named_sets_are_settled_wherever_they_stand() -> None:
    sets = searched([near("mild", 0.9, 1), near("twin", 0.9, 2), near("strong", 0.999999, 3)],
                    "mild", 0.96, 0.95)
    found = top_up.settled(sets, [("twin",)])
    assert found.row(("twin",))["verdict"] == "meets"
    assert found.row(("mild",))["draws"] == DRAWS


def test_the_judgement_of_a_selected_set_is_the_one_on_most_draws() -> None:
    sets = two()
    chosen = assess(sets.scenario.with_measures(("mild",)), DRAWS)
    assert top_up.judged(chosen, sets) == meets(chosen, sets.alop)
    found = top_up.decided(sets)
    assert top_up.judged(chosen, found).verdict == "meets"
    assert top_up.judged(chosen, None) == meets(chosen, sets.alop)


def test_columns_are_those_of_the_sample() -> None:
    case: Scenario = scenario(measures=[inspection(cost=parameter("c", "USD/yr", value=1.0))])
    columns = top_up._Columns(case, 64, 3)
    assessed = assess(case, 64, 3).values
    assert set(columns) == set(assessed)
    assert len(columns) == len(assessed)
    for name in columns:
        assert np.array_equal(columns[name], assessed[name])


def test_the_command_line_decides(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"  # type: ignore[operator]
    path.write_text(dump_scenario(two().scenario), encoding="utf-8")
    assert main(["portfolios", str(path), "--draws", str(DRAWS), "--decide", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["least_restrictive"] == ["mild"]
    assert max(row["draws"] for row in found["sets"]) > DRAWS
