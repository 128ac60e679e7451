"""assess = sample + evaluate: the one place that chains entry, establishment, spread and impact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pra_core import chain, copula, endangered_area, kernels, reference
from pra_core.approximation import InspectionNote, inspection_note
from pra_core.chain import Chain, Founders, Values
from pra_core.copula import Block
from pra_core.distribution import Distribution
from pra_core.endangered_area import Endangered
from pra_core.errors import PraError
from pra_core.establishment import founding_probability
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, loss_weights, weighted_present_value
from pra_core.loss import invaded_by_age, loss_by_age
from pra_core.pathway import Pathway
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.step import STEPS
from pra_core.streams import percentiles

STEPS_PER_YEAR = 4
"""Time steps of the loss integral; the form used is monotone in the rate on any grid."""
MAX_DRAWS = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """Results of one scenario with its selected measures; arrays [draws] unless said otherwise."""

    scenario: Scenario
    seed: int | None
    founding_rate: FloatArray
    """Λ, founded populations per year."""
    annual_probability: FloatArray
    """1 - e^-Λ."""
    horizon_probability: FloatArray
    """1 - e^-ΛT over the scenario's horizon."""
    annual_loss: FloatArray
    """Present value of the loss from the first founding, as an annuity, currency per year."""
    funnel: FloatArray
    """[9, draws]: infested units per year offered and left after each step, all pathways."""
    funnels: Mapping[str, FloatArray]
    """The same by pathway id."""
    rates: Mapping[str, FloatArray]
    """Λ by pathway id."""
    climate_persistence: FloatArray
    """Chance that the climate of the place where it lands lets a founder persist."""
    arrival_persistence: Mapping[str, FloatArray]
    """By pathway id: the same with the months of arrival."""
    line_survival: FloatArray
    suitable_area: FloatArray
    """km2 where climate suits the pest."""
    endangered_area: FloatArray
    """km2 where besides hosts grow and the loss matters; the suitable area if not mapped."""
    hosts_at_risk: FloatArray
    """Share of the hosts that grow in the endangered area."""
    invaded_area: FloatArray
    """km2 invaded at the horizon by a population founded today."""
    values: Values
    """The sampled value of every parameter by name."""
    inspection_note: InspectionNote | None
    """Where the release formula understates inspection; None where it does not matter."""

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.founding_rate.size)

    @property
    def founder_persistence(self) -> FloatArray:
        """`arrival_persistence` over all pathways, weighted by the units that reach a host."""
        keys = sorted(self.funnels)
        units = np.stack([self.funnels[k][-1] for k in keys])
        lasting = np.stack([self.arrival_persistence[k] for k in keys])
        total = units.sum(axis=0)
        found = np.divide((units * lasting).sum(axis=0), total,
                          out=self.climate_persistence.copy(), where=total > 0)
        return np.asarray(found, np.float64)

    def metric(self, name: str) -> FloatArray:
        """The draws an ALOP is compared with; years are 1/Λ (inf where Λ = 0)."""
        if name == "annual_probability":
            return self.annual_probability
        if name == "annual_loss":
            return self.annual_loss
        if name == "pests_per_lot":
            lots = pests_per_lot(self.scenario, self.values)
            return np.asarray(np.stack(list(lots.values())).max(axis=0), np.float64)
        with np.errstate(divide="ignore"):
            return 1.0 / self.founding_rate


@lru_cache(maxsize=192)
def _column(distribution: Distribution, name: str, tied: Block | None, draws: int, seed: int
            ) -> FloatArray:
    u = percentiles(name, draws, seed) if tied is None else (
        copula.tied_percentiles(tied, draws, seed)[name])
    values = np.asarray(distribution.ppf(u), np.float64)
    values.setflags(write=False)
    return values


def sample(scenario: Scenario, draws: int, seed: int) -> dict[str, FloatArray]:
    """The value of every parameter at its named percentiles; unchanged columns are reused.

    Inputs tied by declared rank correlations have the same percentiles in dependent order.
    """
    return {name: _column(p.distribution, name, scenario.tie(name), draws, seed)
            for name, p in scenario.sampled.items()}


def percentiles_used(scenario: Scenario, draws: int, seed: int) -> dict[str, FloatArray]:
    """The percentiles of `sample` for every uncertain parameter by name, [draws] each."""
    found = {}
    for name in scenario.uncertain:
        tied = scenario.tie(name)
        found[name] = percentiles(name, draws, seed) if tied is None else (
            copula.tied_percentiles(tied, draws, seed)[name])
    return found


def assess(scenario: Scenario, draws: int = 10_000, seed: int = 1) -> Assessment:
    """Risk of the scenario with its selected measures (design 2.1–2.6).

    Raises PraError out_of_bounds for a number of draws or a seed outside the allowed range.
    """
    check_sampling(draws, seed)
    return _evaluate(scenario, sample(scenario, draws, seed), seed)


def check_sampling(draws: int, seed: int) -> None:
    """PraError out_of_bounds unless 1 <= draws <= MAX_DRAWS and seed >= 0."""
    if not 1 <= draws <= MAX_DRAWS:
        raise PraError("out_of_bounds", "draws", draws, f"1 … {MAX_DRAWS:,}")
    if seed < 0:
        raise PraError("out_of_bounds", "seed", seed, "0 or more")


def evaluate(scenario: Scenario, u: Mapping[str, FloatArray]) -> Assessment:
    """The assessment at given percentiles of every parameter; deterministic in `u`."""
    return _evaluate(scenario, _values_at(scenario, u), None)


def evaluate_rate(scenario: Scenario, u: Mapping[str, FloatArray]) -> FloatArray:
    """`evaluate(scenario, u).founding_rate` without spread and consequences, [draws]."""
    values = _values_at(scenario, u)
    return _total(_rates(_chains(scenario, values, founders(scenario, values))))


def _values_at(scenario: Scenario, u: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Parameter values at percentiles; each distinct percentile is transformed once."""
    found: dict[str, FloatArray] = {}
    for name, p in scenario.sampled.items():
        distinct, place = np.unique(u[name], return_inverse=True)
        found[name] = np.asarray(p.distribution.ppf(distinct), np.float64)[place]
    return found


def _chains(scenario: Scenario, values: Values, fate: Founders) -> dict[str, Chain]:
    return {p.id: chain.build(scenario, p, scenario.selected, values, fate, reduce=True)
            for p in scenario.pathways}


def _rates(chains: Mapping[str, Chain]) -> dict[str, FloatArray]:
    return {k: c.full_set(kernels.FOUNDINGS) for k, c in chains.items()}


def _total(by_pathway: Mapping[str, FloatArray]) -> FloatArray:
    """The sum in the order of the ids, so that the order of declaration changes no bit."""
    ordered = [by_pathway[k] for k in sorted(by_pathway)]
    return np.asarray(np.sum(np.stack(ordered), axis=0), np.float64)


def founders(scenario: Scenario, values: Values) -> Founders:
    """Line survival p1 (branching process at R0, or given) and climate persistence, [draws]."""
    pest = scenario.pest
    if pest.r0 is not None:
        line = np.asarray(founding_probability(values[pest.r0.name], 1.0))
    else:
        assert pest.line_survival is not None  # by the schema: one of the two
        line = values[pest.line_survival.name]
    place = _lasting(scenario, values)
    return Founders(line, _arriving(scenario, values, place), place,
                    {p.id: chain.infested_at_origin(p, values) for p in scenario.pathways})


def _lasting(scenario: Scenario, values: Values,
             arrival: tuple[float, ...] | None = None) -> FloatArray:
    """Chance that the climate where units land lets a founder persist, [draws]."""
    full = values[scenario.pest.climate_model.full_suitability.name]
    return endangered_area.persistence(scenario, full, values.get(CLIMATE_MODEL), arrival)


def _arriving(scenario: Scenario, values: Values, place: FloatArray) -> dict[str, FloatArray]:
    """p_climate by pathway id: p (1 - s) + p_season s, s the dependence on the season, [draws].

    p counts the place alone, p_season also the growth in the months of arrival beside that of the
    place's best month (`climate_futures.persistence`); p where no months are given.
    """
    hangs, found = scenario.pest.climate_model.season_dependence, {}
    for p in scenario.pathways:
        found[p.id] = place
        if p.arrival_share is not None and hangs is not None:
            s = values[hangs.name]
            found[p.id] = place * (1 - s) + _lasting(scenario, values, p.arrival_share) * s
    return found


@lru_cache(maxsize=4)
def _shared_founders(scenario: Scenario, draws: int, seed: int,
                     boundaries: str) -> Founders:  # noqa: ARG001 - part of the key
    """What becomes of founders depends on no measure, so it is kept between assessments."""
    return founders(scenario, sample(scenario, draws, seed))


def shared_founders(scenario: Scenario, draws: int, seed: int) -> Founders:
    """`founders` at the draws of `sample(scenario, draws, seed)`, kept between calls."""
    return _shared_founders(scenario.changed(selected=()), draws, seed, reference.boundary_set())


def _evaluate(scenario: Scenario, values: Values, seed: int | None) -> Assessment:
    bare, where = scenario.changed(selected=()), reference.boundary_set()
    fate = (founders(scenario, values) if seed is None
            else _shared_founders(bare, len(next(iter(values.values()))), seed, where))
    chains = _chains(scenario, values, fate)
    rates = _rates(chains)
    rate = _total(rates)
    funnels = {p.id: _funnel(scenario, p, values, fate) for p in scenario.pathways}
    at_risk = (endangered_area.endangered(scenario, values) if seed is None
               else _shared_area(bare, rate.size, seed, where))
    horizon = scenario.consequences.horizon_years
    discount = values[scenario.consequences.discount.name]
    weights = (integral_weights(scenario, values, at_risk) if seed is None
               else _shared_weights(_spread_only(scenario), rate.size, seed, where))
    loss = annualise(weighted_present_value(rate, weights, horizon), discount, horizon)
    invaded = invaded_by_age(scenario, values, at_risk.area, np.array([float(horizon)]))[:, 0]
    return Assessment(
        scenario, seed, rate, -np.expm1(-rate), -np.expm1(-rate * horizon), loss,
        _total(funnels), funnels, rates,
        fate.place, fate.climate, fate.line, at_risk.suitable, at_risk.area,
        at_risk.hosts, invaded, values,
        _worst_note(chains))


def _funnel(scenario: Scenario, pathway: Pathway, values: Values, fate: Founders) -> FloatArray:
    """Infested units offered and left after each step, [9, draws]."""
    rows = [values[pathway.volume.name] * fate.origin[pathway.id][0]]
    done = 0  # operations so far; EXPAND stands in for measures that act at a later step
    for step in STEPS:
        partial = chain.build(scenario, pathway, scenario.selected, values, fate, until=step,
                              reduce=True)
        acting = int(np.count_nonzero(partial.code != kernels.EXPAND))
        rows.append(partial.full_set(kernels.UNITS) if acting > done else rows[-1])
        done = acting
    return np.stack(rows)


def pests_per_lot(scenario: Scenario, values: Values) -> dict[str, FloatArray]:
    """Mean living pests per lot released at import, by pathway id (0 where none is released).

    Pests and lots released are mixed separately over lots, then divided (design 2.6).
    """
    fate = founders(scenario, values)
    found: dict[str, FloatArray] = {}
    for p in scenario.pathways:
        partial = chain.build(scenario, p, scenario.selected, values, fate,
                              until="import_inspection", reduce=True)
        pests, lots = partial.full_set(kernels.PESTS), partial.full_set(kernels.LOTS)
        found[p.id] = np.divide(pests, lots, out=np.zeros_like(pests), where=lots > 0)
    return found


def integral_weights(scenario: Scenario, values: Values, at_risk: Endangered) -> FloatArray:
    """Weights w of PV = sum_j (1 - e^(-Λ t_j)) w_j, [draws, steps] (design 2.5)."""
    horizon = scenario.consequences.horizon_years
    by_age = loss_by_age(scenario, values, at_risk, horizon * STEPS_PER_YEAR)
    return loss_weights(values[scenario.consequences.discount.name], by_age, horizon)


@lru_cache(maxsize=2)
def _shared_weights(scenario: Scenario, draws: int, seed: int, boundaries: str) -> FloatArray:
    """Loss weights depend on entry measures in no way, so they are kept between assessments."""
    values = sample(scenario, draws, seed)
    at_risk = _shared_area(scenario.changed(selected=()), draws, seed, boundaries)
    return integral_weights(scenario, values, at_risk)


@lru_cache(maxsize=4)
def _shared_area(scenario: Scenario, draws: int, seed: int,
                 boundaries: str) -> Endangered:  # noqa: ARG001 - part of the key
    """The endangered area depends on no measure, so it is kept between assessments."""
    return endangered_area.endangered(scenario, sample(scenario, draws, seed))


def _spread_only(scenario: Scenario) -> Scenario:
    slowing = {m.id for m in scenario.measures if any(e.kind == "spread" for e in m.effects)}
    return scenario.changed(selected=tuple(i for i in scenario.selected if i in slowing))


def _worst_note(chains: Mapping[str, Chain]) -> InspectionNote | None:
    found = [inspection_note(c) for c in chains.values()]
    notes = [f for f in found if f is not None]
    return max(notes, key=lambda n: n.by) if notes else None
