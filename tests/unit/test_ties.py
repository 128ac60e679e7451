"""A risk that equals the limit is within it, in an assessment and in the search alike."""

from __future__ import annotations

import pytest

from pra_core import assess, portfolios
from pra_core.alop import Alop, Metric
from pra_core.scenario import Scenario
from pra_core.summary import meets
from tests import minimal

SETS = ((), ("cold",), ("inspection",), ("cold", "inspection"))
METRICS: tuple[Metric, ...] = ("annual_probability", "years_between_outbreaks", "annual_loss",
                               "pests_per_lot")


def certain() -> Scenario:
    """Every input known exactly, so that every draw is the same."""
    data = minimal.scenario_data(measures=[
        minimal.treatment(compliance=minimal.share("cold.compliance", 0.9)),
        minimal.inspection()])
    data["pathways"] = [minimal.pathway(
        prevalence=minimal.parameter("f0", "infested units/unit", value=0.003),
        steps={"transfer": {"unit": minimal.share("transfer", 7e-4)}})]
    data["pest"]["r0"] = minimal.parameter("r0", "females/female", value=5.0)
    data["spread"]["rate"] = minimal.parameter("rate", "km/yr", value=5.0)
    data["consequences"]["effects"][0]["amount"] = minimal.share("yield", 0.1)
    return Scenario.model_validate(data)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("ids", SETS, ids="+".join)
@pytest.mark.parametrize(("factor", "share"), [(1.0, 1.0), (1.0 + 1e-9, 1.0), (1.0 - 1e-9, 0.0)])
def test_search_and_assessment_agree_at_the_limit(
    metric: Metric, ids: tuple[str, ...], factor: float, share: float
) -> None:
    scenario = certain()
    result = assess(scenario.with_measures(ids), draws=16)
    wider = 1.0 / factor if metric == "years_between_outbreaks" else factor
    alop = Alop(metric=metric, limit=float(result.metric(metric)[0]) * wider, confidence=0.5)
    assert meets(result, alop).probability == share
    assert portfolios(scenario, alop, draws=16).row(ids)["probability"] == share
