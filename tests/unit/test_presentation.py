"""What the charts of the decision are drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pra_core import presentation, restrictiveness
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.figures import decision, set_scatter
from pra_core.i18n import translator
from pra_core.portfolio import portfolios
from tests.minimal import scenario, treatment

DRAWS = 1_000


def test_histograms_share_edges_and_account_for_every_draw() -> None:
    first = np.array([0.0, 0.0, 1e-6, 1e-3])
    second = np.array([1e-9, 1.0, 1.0, 1.0])
    one, two = presentation.histograms([first, second])
    assert np.array_equal(one.edges, two.edges)
    assert (one.edges[0], one.edges[-1]) == (1e-9, 1.0)
    assert one.none == 0.5
    for found in (one, two):
        assert found.shares.sum() + found.none == pytest.approx(1.0)


def test_histograms_of_nothing_and_of_one_value_have_finite_edges() -> None:
    for sample in (np.zeros(5), np.full(5, 0.2)):
        found, = presentation.histograms([sample])
        assert np.all(np.isfinite(found.edges))
        assert np.all(np.diff(found.edges) > 0)
        assert found.shares.sum() + found.none == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(6))
def test_front_is_the_pareto_front_of_the_search(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 300
    table = pd.DataFrame({
        "restrictiveness": rng.integers(0, 4, size), "level_sum": rng.integers(0, 9, size),
        "cost": rng.integers(0, 6, size).astype(float),
        "mean": rng.integers(0, 30, size) / 30.0})
    keys = np.column_stack([table["restrictiveness"] * 1000 + table["level_sum"], table["cost"],
                            table["mean"]])
    beaten = [bool(np.any(np.all(keys <= row, axis=1) & np.any(keys < row, axis=1)))
              for row in keys]
    assert np.array_equal(restrictiveness.front(table), ~np.array(beaten))


def test_years_are_judged_as_a_rate_with_the_limit_turned_round() -> None:
    case = assess(scenario(), DRAWS)
    years = Alop(metric="years_between_outbreaks", limit=200.0, confidence=0.9)
    within = presentation.risk(case, years) <= presentation.risk_limit(years)
    assert np.array_equal(within, 1.0 / case.founding_rate >= 200.0)


def test_shown_sets_keep_the_rank_among_all_sets() -> None:
    case = scenario()
    found = portfolios(case, case.alop, DRAWS)
    for verdict in ("meets", "fails", "too_close"):
        rows = presentation.shown_sets(found.table, verdict)
        assert list(rows["rank"]) == [i + 1 for i, v in enumerate(found.table["verdict"])
                                      if v == verdict]


def test_thinned_draws_belong_together() -> None:
    case = assess(scenario(), DRAWS)
    thin = presentation.thinned(case, most=100)
    assert np.array_equal(thin.founding_rate, case.founding_rate[::10])
    assert np.array_equal(thin.values["r0"], case.values["r0"][::10])


@pytest.mark.parametrize("zero", [False, True])
def test_charts_stand_for_zero_risk_and_for_no_measures(zero: bool) -> None:
    t = translator("zh_CN")
    case = scenario()
    found = portfolios(case, case.alop, DRAWS)
    rate = np.zeros(DRAWS) if zero else assess(case, DRAWS).annual_probability
    for alop in (case.alop, Alop(metric="annual_loss", limit=0.0, confidence=0.5)):
        figure = decision.residual_risk(before=rate, after=None, alop=alop, currency="USD", t=t)
        assert all(np.isfinite(x) for x in figure.layout.xaxis.range)
    marks = set_scatter.marks(found, t).assign(**({"mean": 0.0} if zero else {}))
    row = found.row(()).copy()
    if zero:
        row["mean"] = 0.0
    figure = set_scatter.scatter(table=marks, selected=row, alop=case.alop, t=t)
    assert figure.layout.yaxis.ticktext[0] == t("none expected")
    figure = decision.chance(estimates=[("a", 0.0, "fails"), ("b", 1.0, "meets")], draws=DRAWS,
                             confidence=0.95, t=t)
    assert np.all(np.asarray(figure.data[0].error_x.array) >= 0)


@pytest.mark.parametrize("draws", [1_000, 2_000, 20_000, 100_000])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_whiskers_never_point_the_wrong_way(share: float, draws: int) -> None:
    below, above = decision.whiskers(np.array([share]), draws)
    assert below[0] >= 0
    assert above[0] >= 0
    assert max(below[0], above[0]) == pytest.approx(3.84 / (draws + 3.84), rel=1e-2)


def test_level_labels_of_the_scatter_stand_apart() -> None:
    case = scenario(measures=[treatment(f"m{i}", restrictiveness=1 + i % 4) for i in range(8)])
    found = portfolios(case, case.alop, DRAWS)
    table = set_scatter.marks(found, translator("en"))
    figure = set_scatter.scatter(table=table, selected=found.row(()), alop=case.alop,
                                 t=translator("en"))
    axis = figure.layout.xaxis
    assert list(axis.ticktext) == ["0", "1", "2", "3", "4"]
    assert min(np.diff(axis.tickvals)) > 0.05 * (axis.range[1] - axis.range[0])
    assert table.sort_values("place")["restrictiveness"].is_monotonic_increasing
