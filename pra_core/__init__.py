"""Pest risk analysis: scenario in, assessment and measure sets out (ISPM 2, 11, 14; WTO SPS)."""

from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.sensitivity import sobol
from pra_core.store import load_scenario

__version__ = "0.7.0"
"""Printed on reports: results may differ between versions (see the changelog)."""

__all__ = ["Alop", "Assessment", "Portfolios", "Scenario", "assess", "load_scenario", "portfolios",
           "sobol"]
