"""How many years stand for all years of a simulated future: as few as founding can bear.

The rule of each varying input is chosen on the scenario's own founding rate, in a few simulated
futures and with the measures that bend it, so that all of them together leave at most `CLOSE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from scipy.stats import qmc

from pra_core import chain, kernels
from pra_core.chain import Founders
from pra_core.founders import founders, lived, values_at
from pra_core.frozen import FloatArray
from pra_core.measure import Measure
from pra_core.scenario import Scenario
from pra_core.streams import percentiles
from pra_core.year_rules import GRID, Rule, Smooth, best_rules, relative_error
from pra_core.year_to_year import ONE_YEAR, Rows, Values, Years, acting

CLOSE = 0.005
"""Relative error that years may leave in mean founding rate, chance of a founding, and loss."""
LEAST = {1: 8, 2: 4}
"""Nodes of each input at least, by the number of varying inputs; 1 from three inputs on."""
MOST = 512
"""Years of one future at most."""
REFERENCE = 4096
"""Years against which the error is found where `MOST` years of combined rules leave more."""
FUTURES, SEED = 6, 1
"""Simulated futures in which the rules are tried."""
Choices = list[tuple[Rule, float]]


def years(scenario: Scenario) -> Years:
    """The years over which entry and founding are averaged; `ONE_YEAR` where none of it varies.

    All combinations of the nodes of the varying inputs, at most `MOST`; where these leave more
    than `CLOSE`, `MOST` points of Sobol' if they are closer. `Years.error` is the largest relative
    error found of mean rate, yearly chance and loss: the sum of what the nodes of each input leave,
    tried by itself, or that against `REFERENCE` years. It may be above `CLOSE`.
    The same whatever measures are selected, so that sets of measures share their years.
    """
    return _years(scenario) if acting(scenario) else ONE_YEAR


@lru_cache(maxsize=64)
def _years(scenario: Scenario) -> Years:
    return _chosen(scenario.changed(selected=()))


@lru_cache(maxsize=32)
def _chosen(scenario: Scenario) -> Years:
    names, own = acting(scenario), scenario.pest.r0
    parts = {name: Smooth.of(scenario.varying[name].distribution,
                             1.0 if own is not None and own.name == name else None)
             for name in names}
    values = values_at(scenario, {name: percentiles(name, FUTURES, SEED)
                                  for name in scenario.sampled})
    fate, least, choices = founders(scenario, values), LEAST.get(len(names), 1), []
    for name, part in parts.items():
        grid = part.grid(GRID)
        along = _rates(scenario, Years(grid.weights, {name: grid.values}), values, fate)
        choices.append(best_rules(part, along, least, CLOSE / 10))
    found = _combined(names, [one[place] for one, place in
                              zip(choices, _places(choices), strict=True)])
    if found.error <= CLOSE:
        return found
    spread = [error for _, error in (one[0] for one in choices)]
    order = [names[i] for i in np.argsort(spread, kind="stable")[::-1]]
    many = _even(scenario, order, REFERENCE)
    truth = _rates(scenario, many, values, fate), many.weights
    tried = [replace(one, error=min(bound, relative_error(
        (_rates(scenario, one, values, fate), one.weights), truth)))
             for one, bound in ((found, found.error), (_even(scenario, order, MOST), np.inf))]
    return min(tried, key=lambda one: one.error)


def _combined(names: Sequence[str], rules: Choices) -> Years:
    """All combinations of the nodes of the inputs; the error at most the sum of theirs."""
    several = [(name, rule) for name, (rule, _) in zip(names, rules, strict=True) if rule.nodes > 1]
    grid = np.meshgrid(*(rule.values for _, rule in several), indexing="ij")
    weight = np.ones(())
    for _, rule in several:
        weight = np.multiply.outer(weight, rule.weights)
    found = {name: _frozen(x.ravel()) for (name, _), x in zip(several, grid, strict=True)}
    for name, (rule, _) in zip(names, rules, strict=True):
        found.setdefault(name, _frozen(np.full(weight.size, rule.values[0])))
    return Years(_frozen(weight.ravel() / weight.sum()), found,
                 float(sum(error for _, error in rules)))


def _even(scenario: Scenario, names: Sequence[str], count: int) -> Years:
    """Equally likely years, even in every input and in pairs of them: for many inputs.

    The points of Sobol' (1967, USSR Comput. Math. Math. Phys. 7:86), half a step inside.
    """
    u = qmc.Sobol(len(names), scramble=False).random(count) + 0.5 / count
    return Years(_frozen(np.full(count, 1.0 / count)), {
        name: _frozen(scenario.varying[name].distribution.ppf(u[:, i]))
        for i, name in enumerate(names)})


def _places(choices: list[Choices]) -> list[int]:
    """Which rule of each input: as few years as leave `CLOSE`, else the closest `MOST` allow.

    From the fewest nodes, always the step that lowers the error most for the years it costs.
    """
    places = [0] * len(choices)
    while True:
        now = [one[place] for one, place in zip(choices, places, strict=True)]
        if sum(error for _, error in now) <= CLOSE:
            return places
        count = int(np.prod([rule.nodes for rule, _ in now]))
        steps = [((now[i][1] - error) / np.log(rule.nodes / now[i][0].nodes), i, place)
                 for i, one in enumerate(choices) for place, (rule, error) in enumerate(one)
                 if rule.nodes > now[i][0].nodes and error < now[i][1]
                 and count // now[i][0].nodes * rule.nodes <= MOST]
        if not steps:
            return places
        _, i, places[i] = max(steps)


def _rates(scenario: Scenario, over: Years, values: Values, fate: Founders) -> FloatArray:
    """Λ in each year by set of measures and future, [cases, K]."""
    some = slice(0, fate.line.size)
    rows, found = Rows(values, over, some), []
    along = lived(scenario, fate, rows, over, some)
    for ids in _sets(scenario):
        built = [chain.build(scenario, p, ids, rows, along, reduce=True)
                 for p in scenario.pathways]
        found.append(np.sum([one.full_set(kernels.FOUNDINGS) for one in built], axis=0))
    return np.asarray(found, np.float64).reshape(-1, over.count)


def _sets(scenario: Scenario) -> list[tuple[str, ...]]:
    """No measure, and each alone that inspects or differs from year to year itself."""
    return [(), *(tuple(sorted(_with_required(scenario, m))) for m in scenario.measures
                  if m.feasible and _bends(scenario, m))]


def _bends(scenario: Scenario, m: Measure) -> bool:
    named = [m.compliance, *(one for e in m.effects for one in e.efficacy.values())]
    return (any(e.kind == "inspection" for e in m.effects)
            or any(p is not None and p.name in scenario.varying for p in named))


def _with_required(scenario: Scenario, m: Measure) -> set[str]:
    found, frontier = {m.id}, set(m.requires)
    while frontier:
        found |= frontier
        frontier = {r for i in frontier for r in scenario.measure(i).requires} - found
    return found


def _frozen(column: FloatArray) -> FloatArray:
    column = np.ascontiguousarray(column, np.float64)
    column.setflags(write=False)
    return column
