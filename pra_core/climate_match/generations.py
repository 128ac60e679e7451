"""Generations per year and earliest emergence in a PRA area, from the pest's degree-days."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pra_core import climate_futures
from pra_core.climate.degree_days import DegreeDayMethod
from pra_core.climate.phenology import Phenology, phenology
from pra_core.climate_futures import central
from pra_core.errors import N_
from pra_core.pest import BlossomBlight, Ecoclimatic
from pra_core.scenario import Scenario

METHODS: Mapping[DegreeDayMethod, str] = MappingProxyType({
    DegreeDayMethod.AVERAGE: N_("daily mean"), DegreeDayMethod.TRIANGLE: N_("triangle"),
    DegreeDayMethod.SINE: N_("single sine")})
"""Ways to count degree-days, to be translated."""
USUAL_RANGE = 10.0
"""Daily temperature range of models that name none [degC]; assumed."""


def development(scenario: Scenario, method: str | None = None) -> Phenology | None:
    """Generations and emergence in each cell of the PRA area; None where the pest has no data.

    Inputs stand at their median; the daily temperature range is the climate model's, else
    `USUAL_RANGE`. `method` takes the place of the pest's own.
    """
    sheet = scenario.pest.phenology
    if sheet is None:
        return None
    here = climate_futures.climate_of(climate_futures.case_of(scenario))
    return phenology(
        here.temperature, here.latitude, lower=central(sheet.lower),
        upper=None if sheet.upper is None else central(sheet.upper),
        generation=central(sheet.generation), diurnal_range=daily_range(scenario),
        emergence=None if sheet.emergence is None else central(sheet.emergence),
        method=method or sheet.method)


def daily_range(scenario: Scenario) -> float:
    """Daily temperature range behind the degree-days [degC]: the climate model's median."""
    model = scenario.pest.climate_model
    if isinstance(model, (Ecoclimatic, BlossomBlight)):
        return central(model.diurnal_range)
    return USUAL_RANGE
