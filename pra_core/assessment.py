"""assess = sample + evaluate: the one place that chains entry, establishment, spread and impact.

Every result has one value per simulated future; what differs between years is averaged inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pra_core import chain, endangered_area, kernels, reference
from pra_core.approximation import InspectionNote, inspection_note
from pra_core.chain import Chain, Founders, Values
from pra_core.endangered_area import Endangered
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, loss_weights, weighted_present_value
from pra_core.loss import invaded_by_age, loss_by_age
from pra_core.pathway import Pathway
from pra_core.sampled_values import (
    MAX_DRAWS,
    Part,
    by_years,
    check_sampling,
    founders,
    percentiles_used,
    sample,
    shared_founders,
    values_at,
    yearly_means,
)
from pra_core.scenario import Scenario
from pra_core.step import STEPS
from pra_core.year_to_year import averaged

__all__ = ["MAX_DRAWS", "STEPS_PER_YEAR", "Assessment", "assess", "check_sampling", "evaluate",
           "evaluate_rate", "founders", "integral_weights", "percentiles_used", "pests_per_lot",
           "sample", "shared_founders"]

STEPS_PER_YEAR = 4
"""Time steps of the loss integral; the form used is monotone in the rate on any grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """Results of one scenario with its selected measures; arrays [draws] unless said otherwise."""

    scenario: Scenario
    seed: int | None
    founding_rate: FloatArray
    """Λ, founded populations per year; E_v[Λ] over years where inputs vary (`year_to_year`)."""
    annual_probability: FloatArray
    """1 - e^-Λ; E_v[1 - e^-Λ] = 1 - e^-Λ_eff over years."""
    horizon_probability: FloatArray
    """1 - e^-ΛT over the scenario's horizon; 1 - (E_v[e^-Λ])^T over years."""
    annual_loss: FloatArray
    """Present value of the loss from the first founding, as an annuity, currency per year.

    Where inputs vary, that of the rate Λ_eff: in years that are independent of each other the first
    founding comes with the same chance 1 - e^-Λ_eff in each. The mean over v of the loss at a
    constant Λ_v would be that of one draw of v for all years and is lower (PV is concave)."""
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
    """The sampled value of every parameter by name; where it varies, its spread between years."""
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


def assess(scenario: Scenario, draws: int = 10_000, seed: int = 1) -> Assessment:
    """Risk of the scenario with its selected measures (design 2.1–2.6).

    Raises PraError out_of_bounds for a number of draws or a seed outside the allowed range.
    """
    check_sampling(draws, seed)
    return _evaluate(scenario, sample(scenario, draws, seed), seed)


def evaluate(scenario: Scenario, u: Mapping[str, FloatArray]) -> Assessment:
    """The assessment at given percentiles of every uncertain parameter; deterministic in `u`.

    What varies from year to year is averaged; percentiles given for it change nothing else than
    its own column in `values`.
    """
    return _evaluate(scenario, values_at(scenario, u), None)


def evaluate_rate(scenario: Scenario, u: Mapping[str, FloatArray], effective: bool = False
                  ) -> FloatArray:
    """`evaluate(scenario, u).founding_rate` without spread and consequences, [draws].

    With `effective`, Λ_eff = -log E_v[e^-Λ]: its 1 - e^-Λ_eff is `annual_probability`.
    """
    values, found = values_at(scenario, u), []
    for part in by_years(scenario, values, founders(scenario, values)):
        rates, over = _rates(_chains(scenario, part.values, part.fate)), part.years
        found.append(over.effective(_total(rates)) if effective else
                     _total({k: over.mean(x) for k, x in rates.items()}))
    return found[0] if len(found) == 1 else np.concatenate(found)


def _chains(scenario: Scenario, values: Values, fate: Founders) -> dict[str, Chain]:
    return {p.id: chain.build(scenario, p, scenario.selected, values, fate, reduce=True)
            for p in scenario.pathways}


def _rates(chains: Mapping[str, Chain]) -> dict[str, FloatArray]:
    return {k: c.full_set(kernels.FOUNDINGS) for k, c in chains.items()}


def _total(by_pathway: Mapping[str, FloatArray]) -> FloatArray:
    """The sum in the order of the ids, so that the order of declaration changes no bit."""
    ordered = [by_pathway[k] for k in sorted(by_pathway)]
    return np.asarray(np.sum(np.stack(ordered), axis=0), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """What enters and founds, years averaged, [draws]."""

    rates: dict[str, FloatArray]
    effective: FloatArray
    """Λ_eff of all pathways together (`Years.effective`)."""
    funnels: dict[str, FloatArray]
    line: FloatArray
    note: InspectionNote | None


def _entry(scenario: Scenario, values: Values, fate: Founders) -> _Entry:
    """Entry and founding of all futures, part by part."""
    found = []
    for part in by_years(scenario, values, fate):
        chains, over = _chains(scenario, part.values, part.fate), part.years
        rates = _rates(chains)
        found.append(_Entry(
            {k: over.mean(x) for k, x in rates.items()}, over.effective(_total(rates)),
            {p.id: over.mean(_funnel(scenario, p, part.values, part.fate))
             for p in scenario.pathways},
            over.mean(part.fate.line), _worst_note(chains.values())))
    if len(found) == 1:
        return found[0]
    ids = list(found[0].rates)
    notes = [one.note for one in found if one.note is not None]
    return _Entry({k: np.concatenate([one.rates[k] for one in found]) for k in ids},
                  np.concatenate([one.effective for one in found]),
                  {k: np.concatenate([one.funnels[k] for one in found], axis=1) for k in ids},
                  np.concatenate([one.line for one in found]),
                  max(notes, key=lambda n: n.by) if notes else None)


def _evaluate(scenario: Scenario, values: Values, seed: int | None) -> Assessment:
    bare, where = scenario.changed(selected=()), reference.boundary_set()
    draws = len(next(iter(values.values())))
    fate = (founders(scenario, values) if seed is None
            else shared_founders(scenario, draws, seed))
    entry, lasting = _entry(scenario, values, fate), averaged(scenario, values)
    at_risk = (endangered_area.endangered(scenario, lasting) if seed is None
               else _shared_area(bare, draws, seed, where))
    horizon = scenario.consequences.horizon_years
    discount = values[scenario.consequences.discount.name]
    weights = (integral_weights(scenario, lasting, at_risk) if seed is None
               else _shared_weights(_spread_only(scenario), draws, seed, where))
    effective = entry.effective
    loss = annualise(weighted_present_value(effective, weights, horizon), discount, horizon)
    invaded = invaded_by_age(scenario, lasting, at_risk.area, np.array([float(horizon)]))[:, 0]
    return Assessment(
        scenario, seed, _total(entry.rates), -np.expm1(-effective),
        -np.expm1(-effective * horizon), loss, _total(entry.funnels), entry.funnels, entry.rates,
        fate.place, fate.climate, entry.line, at_risk.suitable, at_risk.area,
        at_risk.hosts, invaded, values, entry.note)


def _funnel(scenario: Scenario, pathway: Pathway, values: Values, fate: Founders) -> FloatArray:
    """Infested units offered and left after each step, [9, rows]."""
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

    Pests and lots released are averaged separately over lots and years, then divided (design 2.6).
    """
    fate = founders(scenario, values)
    found: dict[str, FloatArray] = {}
    for p in scenario.pathways:
        def released(part: Part, p: Pathway = p) -> FloatArray:
            partial = chain.build(scenario, p, scenario.selected, part.values, part.fate,
                                  until="import_inspection", reduce=True)
            return np.stack([partial.full_set(kernels.PESTS), partial.full_set(kernels.LOTS)])

        pests, lots = yearly_means(scenario, values, fate, released)
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
    values = averaged(scenario, sample(scenario, draws, seed))
    at_risk = _shared_area(scenario.changed(selected=()), draws, seed, boundaries)
    return integral_weights(scenario, values, at_risk)


@lru_cache(maxsize=4)
def _shared_area(scenario: Scenario, draws: int, seed: int,
                 boundaries: str) -> Endangered:  # noqa: ARG001 - part of the key
    """The endangered area depends on no measure, so it is kept between assessments."""
    return endangered_area.endangered(scenario, averaged(scenario, sample(scenario, draws, seed)))


def _spread_only(scenario: Scenario) -> Scenario:
    slowing = {m.id for m in scenario.measures if any(e.kind == "spread" for e in m.effects)}
    return scenario.changed(selected=tuple(i for i in scenario.selected if i in slowing))


def _worst_note(chains: Iterable[Chain]) -> InspectionNote | None:
    found = [inspection_note(c) for c in chains]
    notes = [f for f in found if f is not None]
    return max(notes, key=lambda n: n.by) if notes else None
