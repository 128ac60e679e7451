"""Futures of an uncertain climate model: one index per member and cell (design 2.2, 2.3).

The uncertain inputs of a climate model are sampled together at named percentiles, once, as
`MEMBERS` members. Each member gives an index for every cell. Members are put in the order of the
persistence they give a founder, and one percentile (`scenario.CLIMATE_MODEL`) picks the member of
each simulated future, so that the climate model stands beside its link in a sensitivity analysis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import RLock

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from pra_core import landing, reference
from pra_core.climate import ensemble
from pra_core.climate.endangered import climate_persistence
from pra_core.climate_rules import rule_index, rule_members
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.parameter import Parameter
from pra_core.pest import CitedTable, ClimateModel, Ecoclimatic, Rule
from pra_core.pra_area import ClimateScenario, Landing, PraArea
from pra_core.scenario import Scenario
from pra_core.streams import percentiles

MEMBERS = 256
"""Futures of the climate model; the percentile is cut into as many equal parts."""
SEED = 1
"""Seed of the members: the map does not change with the seed of the Monte Carlo."""
KEPT_BYTES = 300_000_000
"""Members kept between calls [bytes]: the world once, or twenty areas of the size of China."""
CHUNK = 32
"""Members whose monthly growth is held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class ClimateCase:
    """What the climate of a scenario depends on; equal where `key` is."""

    key: str
    model: ClimateModel
    area: PraArea
    landing: Landing
    change: ClimateScenario | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClimateCase) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def case_of(scenario: Scenario) -> ClimateCase:
    """The part of a scenario, with the boundary set, that decides on climate and landing."""
    parts = (scenario.pest.climate_model, scenario.pra_area, scenario.landing,
             scenario.climate_scenario)
    texts = [p if isinstance(p, str) else p.model_dump_json() if p else "" for p in parts]
    return ClimateCase("|".join([*texts, reference.boundary_set()]), *parts)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Climate of the land cells of the PRA area, as the scenario has it; arrays read-only."""

    cells: NDArray[np.intp]
    """Position of each cell in the climate grid."""
    temperature: FloatArray
    """Monthly means, degC, [12, cells]."""
    precipitation: FloatArray
    """mm/month, [12, cells]."""
    latitude: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The members in the order of the persistence they give, lowest first."""

    index: NDArray[np.float32]
    """[members, cells], 0-100."""
    values: Mapping[str, FloatArray]
    """Value of each input by parameter name, [members]."""
    rows: FloatArray
    """Sheet and daily range of each member, [members, `ensemble.FIELDS`]; empty for a rule."""


@lru_cache(maxsize=4)
def climate_of(case: ClimateCase) -> Place:
    """Normals of the PRA area with the scenario's change of climate."""
    cells = reference.pra_area_cells(case.area.countries, case.area.box)
    normals = reference.climate_normals()
    warmth = normals.temperature[:, cells].astype(np.float64)
    rain = normals.precipitation[:, cells].astype(np.float64)
    if case.change is not None:
        warmth += np.asarray(case.change.warming)[:, None]
        rain *= np.asarray(case.change.rain)[:, None]
    return Place(cells, warmth, rain, normals.latitude[cells])


def inputs(model: ClimateModel) -> dict[str, Parameter]:
    """Inputs that act through the model's index, by field."""
    if isinstance(model, Ecoclimatic):
        return {**model.uncertain, "diurnal_range": model.diurnal_range}
    if isinstance(model, Rule):
        return {field: getattr(model, field) for field in model.inputs}
    return {}


def uncertain(model: ClimateModel) -> bool:
    """Whether some input of the model is not fixed."""
    return any(p.distribution.kind != "fixed" for p in inputs(model).values())


def central(parameter: Parameter) -> float:
    """The median of an input: the value behind the map of the index."""
    return float(parameter.distribution.ppf(0.5))


def member_of(percentile: FloatArray) -> NDArray[np.int64]:
    """Member of each percentile in [0, 1], [draws]."""
    return np.minimum(np.floor(percentile * MEMBERS), MEMBERS - 1).astype(np.int64)


def sheet_row(model: Ecoclimatic, values: Mapping[str, float] | None = None) -> FloatArray:
    """The model's sheet and daily range as a row of `ensemble.FIELDS`, [fields].

    `values` gives inputs by field; those it lacks stand at their median.
    """
    row = ensemble.member_row(model.sheet, central(model.diurnal_range))
    for field, law in inputs(model).items():
        row[ensemble.FIELDS.index(field)] = (values or {}).get(field, central(law))
    return row


def weeks_of(case: ClimateCase) -> ensemble.Weeks:
    """Weekly temperature and soil moisture of the case's cells, for an ecoclimatic model."""
    assert isinstance(case.model, Ecoclimatic)
    place = climate_of(case)
    return ensemble.weeks(place.temperature, place.precipitation, place.latitude,
                          case.model.capacity_mm, case.model.irrigation_mm)


@cached(LRUCache(KEPT_BYTES, lambda found: 1 if found is None else found.index.nbytes),
        lock=RLock())
def members(case: ClimateCase) -> Members | None:
    """The members of the case's climate model (shared, read-only); None where it is certain."""
    if not uncertain(case.model):
        return None
    laws = inputs(case.model)
    values = {field: np.asarray(p.distribution.ppf(percentiles(p.name, MEMBERS, SEED)))
              for field, p in laws.items()}
    index = _index(case, values)
    weights = landing.weights(case.area, case.landing)
    full = np.full(1, central(case.model.full_suitability))
    used = weights > 0
    persists = [float(climate_persistence(row[used], weights[used], full)[0]) for row in index]
    order = np.lexsort((index.mean(axis=1), persists))
    _put_in_order(index, order)
    index.setflags(write=False)
    return Members(index, {laws[field].name: column[order] for field, column in values.items()},
                   _rows(case.model, values)[order])


def _put_in_order(rows: NDArray[np.float32], order: NDArray[np.intp]) -> None:
    """`rows[:] = rows[order]` without a second array: the members of the world are 260 MB."""
    done = np.zeros(order.size, np.bool_)
    for first in range(order.size):
        if done[first]:
            continue
        held, place = rows[first].copy(), first
        while order[place] != first:
            rows[place] = rows[order[place]]
            done[place], place = True, int(order[place])
        rows[place], done[place] = held, True


def _rows(model: ClimateModel, values: Mapping[str, FloatArray]) -> FloatArray:
    if not isinstance(model, Ecoclimatic):
        return np.empty((MEMBERS, 0))
    each = ({field: float(column[k]) for field, column in values.items()} for k in range(MEMBERS))
    return np.stack([sheet_row(model, one) for one in each])


def _index(case: ClimateCase, values: Mapping[str, FloatArray]) -> NDArray[np.float32]:
    """Index of every member before they are put in order, [members, cells]."""
    if isinstance(case.model, Ecoclimatic):
        return ensemble.index_of_members(weeks_of(case), _rows(case.model, values),
                                         case.model.accumulation)
    assert isinstance(case.model, Rule)  # a table has no inputs
    place = climate_of(case)
    return rule_members(case.model, values, place.temperature, place.precipitation, place.latitude)


@lru_cache(maxsize=4)
def central_index(case: ClimateCase) -> FloatArray:
    """Index with every uncertain input at its median, [cells]; not for an ecoclimatic model.

    Raises PraError `missing`: countries of the PRA area for which the table has no index.
    """
    place, model = climate_of(case), case.model
    if isinstance(model, CitedTable):
        published = {a.country: a.index for a in model.areas}
        countries = reference.climate_normals().country[place.cells]
        lacking = sorted(set(countries.tolist()) - set(published))
        if lacking:  # not published is not unsuitable
            raise PraError("missing", f"pest.climate_model.areas: {', '.join(lacking)}", "",
                           N_("a published index for every country of the PRA area"))
        return np.array([published[str(c)] for c in countries])
    assert isinstance(model, Rule)
    values = {field: central(p) for field, p in inputs(model).items()}
    return rule_index(model, values, place.temperature, place.precipitation, place.latitude)


def persistence(case: ClimateCase, index: FloatArray, full: FloatArray, pick: FloatArray | None,
                arrival: tuple[float, ...] | None = None) -> FloatArray:
    """sum_c w_c A_c min(1, EI_c / full) of the future of each draw, [draws] (design 2.2).

    A_c = sum_m a_m GI_cm / max_m GI_cm sets the growth of the months of arrival `a` beside that of
    the cell's best month; 1 where `arrival` is None.

    Args:
        case: climate model, area and landing.
        index: central index, [cells]; used where the model is certain.
        full: index from which persistence is complete, [draws].
        pick: percentile of the member, [draws]; None where the model is certain.
        arrival: share of the volume in each month, [12].
    """
    weights = landing.weights(case.area, case.landing)
    used = weights > 0
    shares = weights[used][None]
    if arrival is not None:
        shares = shares * _seasons(case, arrival)
    found = members(case)
    if found is None or pick is None:
        return _persistence(index[used], shares[0], full)
    member, out = member_of(pick), np.empty(full.size)
    order = np.argsort(member, kind="stable")
    ends = np.searchsorted(member[order], np.arange(MEMBERS + 1))
    for k in np.unique(member):
        drawn = order[ends[k]:ends[k + 1]]
        out[drawn] = _persistence(found.index[k][used], shares[min(k, len(shares) - 1)],
                                  full[drawn])
    return out


@lru_cache(maxsize=8)
def _seasons(case: ClimateCase, arrival: tuple[float, ...]) -> FloatArray:
    """A_c of the cells where something lands, [members or 1, cells landed in]."""
    assert isinstance(case.model, Ecoclimatic)  # by the schema
    used = np.flatnonzero(landing.weights(case.area, case.landing) > 0)
    year, found = weeks_of(case), members(case)
    part = ensemble.Weeks(year.temperature[:, used], year.moisture[:, used])
    rows = sheet_row(case.model)[None] if found is None else found.rows
    months, made = np.asarray(arrival), []
    for start in range(0, len(rows), CHUNK):
        growth = ensemble.monthly_growth(part, rows[start:start + CHUNK], case.model.accumulation)
        best = growth.max(axis=1)
        landed = np.einsum("m,kmc->kc", months, growth.astype(np.float64))
        made.append(np.divide(landed, best, out=np.zeros(best.shape), where=best > 0))
    return np.concatenate(made)


def _persistence(index: NDArray[np.float32] | FloatArray, weights: FloatArray, full: FloatArray
                 ) -> FloatArray:
    """`climate_persistence` for weights that may sum to less than 1."""
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(full.size)
    return total * climate_persistence(index, weights / total, full)
