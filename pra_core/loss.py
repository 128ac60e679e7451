"""Loss per year by age of an invasion, from a scenario's spread and effects (design 2.4–2.5)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pra_core.consequences import ConsequenceEffect
from pra_core.endangered_area import Endangered
from pra_core.frozen import FloatArray
from pra_core.impact import time_grid
from pra_core.scenario import Scenario
from pra_core.spread import invaded_area

Values = Mapping[str, FloatArray]


def spread_rate(scenario: Scenario, values: Values) -> FloatArray:
    """Radial rate [km/yr, draws], slowed by the selected measures that act on spread."""
    rate = values[scenario.spread.rate.name]
    for m in scenario.measures:
        for effect in m.effects:
            if effect.kind == "spread" and m.id in scenario.selected:
                efficacy = values[effect.efficacy[scenario.pest.eppo_code].name]
                rate = np.multiply(rate, 1.0 - efficacy)
    return np.asarray(rate, np.float64)


def ages(scenario: Scenario, steps: int) -> FloatArray:
    """Midpoint ages of an invasion over the horizon, years, [steps]."""
    horizon = scenario.consequences.horizon_years
    return time_grid(horizon, steps)


def invaded_by_age(scenario: Scenario, values: Values, cap: FloatArray, age: FloatArray
                   ) -> FloatArray:
    """Area invaded at each age, km2, [draws, ages]: lag, then a disc, capped (design 2.4 a)."""
    lag = values[scenario.spread.lag.name][:, None]
    rate = spread_rate(scenario, values)[:, None]
    return np.asarray(invaded_area(age[None, :], lag, rate, cap[:, None]))


def effect_by_age(scenario: Scenario, effect: ConsequenceEffect, values: Values,
                  share: FloatArray, hosts: FloatArray, age: FloatArray) -> FloatArray:
    """One effect, currency per year, [draws, ages].

    `share` is the invaded share of the endangered area, [draws, ages], and `hosts` the share of
    the hosts that grow in it, [draws], taken to be invaded evenly; `while_present` starts when the
    lag ends and stops after its `years`. Nothing is lost where no area is endangered.
    """
    exposed = share * hosts[:, None]
    amount = values[effect.amount.name][:, None]
    c = scenario.consequences
    if effect.basis == "share_of_value":
        return amount * values[c.host_value.name][:, None] * exposed
    if effect.basis == "per_hectare":
        return amount * values[c.host_area.name][:, None] * exposed
    since = age[None, :] - values[scenario.spread.lag.name][:, None]
    present = (since >= 0) & (share > 0)
    if effect.years is not None:
        present &= since < effect.years
    return np.where(present, amount, 0.0)


def loss_by_age(scenario: Scenario, values: Values, at_risk: Endangered, steps: int
                ) -> FloatArray:
    """Total loss per year at each midpoint age, currency per year, [draws, steps]."""
    age = ages(scenario, steps)
    share = invaded_share(invaded_by_age(scenario, values, at_risk.area, age), at_risk.area)
    total = np.zeros_like(share)
    for effect in scenario.consequences.effects:
        total += effect_by_age(scenario, effect, values, share, at_risk.hosts, age)
    return total


def invaded_share(invaded: FloatArray, endangered: FloatArray) -> FloatArray:
    """Invaded share of the endangered area [draws], 0 where none is endangered, [draws, ages]."""
    cap = endangered[:, None]
    return np.divide(invaded, cap, out=np.zeros_like(invaded), where=cap > 0)
