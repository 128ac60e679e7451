"""Rules between the parts of a scenario, on parts that are already valid by themselves."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence

from pra_core import copula
from pra_core.establishment import occupied_to_poisson
from pra_core.pathway import Pathway
from pra_core.pest import Ecoclimatic, Pest
from pra_core.scenario_checks import Fault


def overfull(pathways: Sequence[Pathway]) -> Iterator[Fault]:
    """Prevalences above 1 once units without a living pest are counted (design 2.1)."""
    for index, p in enumerate(pathways):
        if p.counts == "occupied":
            poisson = float(occupied_to_poisson(p.pests_per_unit.distribution.support[0]))
            most = -math.expm1(-poisson)
            if p.prevalence.distribution.support[1] > most:
                yield (f"pathways[{index}].prevalence", "out_of_bounds",
                       f"{p.prevalence.distribution.support[1]:g}",
                       f"at most {most:.3g} where only occupied units are counted")


def seasonless(pathways: Sequence[Pathway], pest: Pest) -> Iterator[Fault]:
    """Months of arrival without a statement of how much the season matters."""
    model = pest.climate_model
    for index, p in enumerate(pathways):
        months = p.arrival_share
        if months is None or max(months) - min(months) <= 1e-9:
            continue
        if not isinstance(model, Ecoclimatic):
            yield (f"pathways[{index}].arrival_share", "not_computed", model.kind,
                   "an even year with this climate model")
        elif model.season_dependence is None:
            yield ("pest.climate_model.season_dependence", "missing", p.id,
                   "a value where months of arrival differ")


def uncorrelatable(pairs: Sequence[tuple[tuple[str, str], float]], uncertain: Container[str]
                   ) -> Iterator[Fault]:
    """Correlations of what is not uncertain by itself, declared twice, or impossible together."""
    seen: set[frozenset[str]] = set()
    fit = True
    for index, (between, _) in enumerate(pairs):
        where, pair = f"correlations[{index}].between", frozenset(between)
        for name in between:
            if name not in uncertain:
                yield where, "unknown_id", name, "an input that is uncertain and sampled by itself"
                fit = False
        if len(pair) == 1 or pair in seen:
            yield where, "conflict", ", ".join(between), "two inputs, each pair once"
            fit = False
        seen.add(pair)
    for block in copula.blocks(pairs) if fit else ():
        if not copula.is_possible(block):
            yield ("correlations", "not_a_correlation", ", ".join(block.names),
                   copula.in_words(copula.nearest(block)))
