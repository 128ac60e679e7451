"""What the ALOP allows on each draw, and the values of single sets (design 2.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pra_core import chain, endangered_area, kernels
from pra_core.alop import TIE, Alop
from pra_core.assessment import (
    STEPS_PER_YEAR,
    check_sampling,
    integral_weights,
    pests_per_lot,
    sample,
    shared_founders,
)
from pra_core.chain import Founders, Values
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, founding_rate_limit, time_grid, weighted_present_value
from pra_core.sampled_values import by_years
from pra_core.scenario import Scenario
from pra_core.year_to_year import Years, averaged

IntArray = NDArray[np.int64]


def set_rates(scenario: Scenario, alop: Alop, sets: Sequence[Sequence[str]], draws: int = 10_000,
              seed: int = 1) -> FloatArray:
    """What `limit_draws` limits, for a few sets, [draws, sets]; set by set, so any draws are cheap.

    Founding rate per year (`judged_rate` over years), or for pests_per_lot the living pests per
    released lot of the worst pathway. Raises PraError unknown_id, out_of_bounds.
    """
    check_sampling(draws, seed)
    values = sample(scenario, draws, seed)
    chosen = [tuple(scenario.measure(i).id for i in ids) for ids in sets]
    if alop.metric == "pests_per_lot":
        return worst_lots(scenario, chosen, values)
    return founding_rates(scenario, alop, chosen, values, shared_founders(scenario, draws, seed))


def founding_rates(scenario: Scenario, alop: Alop, chosen: Sequence[tuple[str, ...]],
                   values: Values, fate: Founders) -> FloatArray:
    """`judged_rate` of a few sets at given values, [draws, sets]."""
    out, paths = np.empty((fate.line.size, len(chosen))), sorted(
        scenario.pathways, key=lambda p: p.id)
    for part in by_years(scenario, values, fate):
        for column, ids in enumerate(chosen):
            rate = np.sum([chain.build(scenario, p, ids, part.values, part.fate, reduce=True)
                           .full_set(kernels.FOUNDINGS) for p in paths], axis=0)
            out[part.draws, column] = judged_rate(part.years, alop, rate)
    return out


def worst_lots(scenario: Scenario, chosen: Sequence[tuple[str, ...]], values: Values
               ) -> FloatArray:
    """Living pests per released lot of the worst pathway, [draws, sets]."""
    found = [pests_per_lot(scenario.changed(selected=ids), values) for ids in chosen]
    return np.stack([np.stack([lots[k] for k in sorted(lots)]).max(axis=0) for lots in found],
                    axis=1)


def judged_rate(years: Years, alop: Alop, rate: FloatArray, axis: int = -1) -> FloatArray:
    """The founding rate that an ALOP limits, over years; `axis` is [rows], then [draws].

    E_v[Λ] for years_between_outbreaks; Λ_eff for the chance and the loss per year, which hang on
    E_v[e^-Λ] (`Years.effective`). The same where nothing varies.
    """
    if alop.metric == "years_between_outbreaks":
        return years.mean(rate, axis)
    return years.effective(rate, axis)


def set_values(scenario: Scenario, alop: Alop, sets: Sequence[Sequence[str]], draws: int = 10_000,
               seed: int = 1) -> FloatArray:
    """What the ALOP limits, for a few sets, [draws, sets], on a scale on which less is safer.

    Chance per year, founding rate per year (for years_between_outbreaks), loss in currency per
    year, or living pests per released lot. Raises PraError unknown_id, out_of_bounds.
    """
    rates = set_rates(scenario, alop, sets, draws, seed)
    if alop.metric == "annual_probability":
        return np.asarray(-np.expm1(-rates), np.float64)
    if alop.metric != "annual_loss":
        return rates
    horizon = scenario.consequences.horizon_years
    discount = sample(scenario, draws, seed)[scenario.consequences.discount.name]
    slowing = [_slowing(scenario, ids) for ids in sets]
    weights = _weights(scenario, slowing, draws, seed)
    for column, chosen in enumerate(slowing):
        loss = weighted_present_value(rates[:, column], weights[chosen], horizon)
        rates[:, column] = annualise(loss, discount, horizon)
    return rates


def limit_draws(scenario: Scenario, alop: Alop, ids: Sequence[str], draws: int = 10_000,
                seed: int = 1) -> FloatArray:
    """The largest `set_rates` within the ALOP for one set, [draws]."""
    check_sampling(draws, seed)
    slowing = _slowing(scenario, [scenario.measure(i).id for i in ids])
    return _allowed(scenario, alop, [slowing], draws, seed).ravel()


def limits_of_sets(scenario: Scenario, alop: Alop, ids: Sequence[str], draws: int, seed: int
                   ) -> tuple[FloatArray, IntArray]:
    """Limits on the founding rate (or pests per lot), [limits, draws], and each set's row.

    Sets are the subsets of `ids` in bit order. Annual loss gives one limit for each subset of the
    measures that slow spread.
    """
    slowing = _slowing(scenario, ids) if alop.metric == "annual_loss" else ()
    return _allowed(scenario, alop, _subsets(slowing), draws, seed), _rows(ids, slowing)


def as_safe(scenario: Scenario, alop: Alop, ids: Sequence[str], named: Sequence[str],
            rate: FloatArray, seed: int) -> tuple[FloatArray, IntArray]:
    """As `limits_of_sets`: founding rates at which a set is just as safe as the set `named`.

    `rate` [draws] is that of the named set. What slows spread counts where loss is judged.
    """
    slowing = _slowing(scenario, ids) if alop.metric == "annual_loss" else ()
    own = tuple(i for i in slowing if i in named)
    rows, horizon = np.repeat(rate[None, :], 1 << len(slowing), axis=0), (
        scenario.consequences.horizon_years)
    if slowing:
        weights = _weights(scenario, _subsets(slowing), rate.size, seed)
        loss = weighted_present_value(rate, weights[own], horizon)
        grid = time_grid(horizon, horizon * STEPS_PER_YEAR)
        for row, chosen in enumerate(_subsets(slowing)):
            if chosen != own:  # the root would be off by rounding
                rows[row] = founding_rate_limit(weights[chosen], grid, loss)
    return rows, _rows(ids, slowing)


def _subsets(ids: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(i for b, i in enumerate(ids) if number >> b & 1)
            for number in range(1 << len(ids))]


def _rows(ids: Sequence[str], slowing: Sequence[str]) -> IntArray:
    number, which = np.arange(1 << len(ids)), np.zeros(1 << len(ids), np.int64)
    for b, one in enumerate(slowing):
        which |= ((number >> ids.index(one)) & 1) << b
    return which


def _slowing(scenario: Scenario, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if any(e.kind == "spread" for e in scenario.measure(i).effects))


def _allowed(scenario: Scenario, alop: Alop, subsets: Sequence[tuple[str, ...]], draws: int,
             seed: int) -> FloatArray:
    """The largest founding rate (or pests per lot) allowed, [subsets that slow spread, draws]."""
    if alop.metric == "annual_loss":
        return _loss_limits(scenario, alop, subsets, draws, seed)
    limit = alop.limit
    with np.errstate(divide="ignore"):
        if alop.metric == "annual_probability":
            limit = float(-np.log1p(-np.float64(alop.limit)))
        elif alop.metric == "years_between_outbreaks":
            limit = float(np.float64(1.0) / alop.limit)
    return np.full((len(subsets), draws), limit * (1.0 + TIE))


def _weights(scenario: Scenario, subsets: Sequence[tuple[str, ...]], draws: int, seed: int
             ) -> dict[tuple[str, ...], FloatArray]:
    """Loss weights of `integral_weights` with each set of measures that slow spread."""
    values = averaged(scenario, sample(scenario, draws, seed))
    at_risk = endangered_area.endangered(scenario, values)
    return {chosen: integral_weights(scenario.changed(selected=chosen), values, at_risk)
            for chosen in dict.fromkeys(subsets)}


def _loss_limits(scenario: Scenario, alop: Alop, subsets: Sequence[tuple[str, ...]], draws: int,
                 seed: int) -> FloatArray:
    horizon = scenario.consequences.horizon_years
    discount = sample(scenario, draws, seed)[scenario.consequences.discount.name]
    # Annuity: annual loss = PV r / (1 - e^-rT), PV / T at r = 0.
    years = np.where(discount > 0, -np.expm1(-discount * horizon) / np.where(
        discount > 0, discount, 1.0), float(horizon))
    grid, weights = time_grid(horizon, horizon * STEPS_PER_YEAR), _weights(
        scenario, subsets, draws, seed)
    allowed = [founding_rate_limit(weights[chosen], grid, alop.limit * years)
               for chosen in subsets]
    return np.stack(allowed) * (1.0 + TIE)
