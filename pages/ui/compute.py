"""Cached calls of the core: the only place that caches.

Results are frozen, so sessions share one object; keys are the scenario's fingerprint and what is
drawn. Core errors pass through and are never kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import streamlit as st

from pages.ui import session
from pra_core import (
    climate_variants,
    endangered_area,
    hosts,
    range_check,
    reference,
    region_ranks,
    regions,
)
from pra_core.assessment import Assessment, assess
from pra_core.climate_match import Places
from pra_core.climate_variants import Variant
from pra_core.figures import place_words
from pra_core.figures.course import Course, course
from pra_core.frozen import FloatArray
from pra_core.hosts import HostFile
from pra_core.i18n import translator
from pra_core.maps.match_picture import match_png
from pra_core.presentation import thinned
from pra_core.records import Agreement, Records, agreement, parse
from pra_core.scenario import Scenario
from pra_core.spread_map import SpreadChoice, SpreadMap, spread_map_in_batches
from pra_core.store import load_scenario
from pra_core.summary import influence

SPREADS = 8
"""Simulations of the spread over the map that are kept."""
KEYS = {Scenario: lambda scenario: scenario.fingerprint}


def assessed(scenario: Scenario) -> Assessment:
    """The assessment of a scenario with the visitor's draws and seed."""
    return _assessed(scenario, session.draws(), session.seed())


def baseline(scenario: Scenario) -> Assessment:
    """Unrestricted risk: the same scenario without measures."""
    return assessed(scenario.with_measures(()))


def influential(scenario: Scenario) -> dict[str, float]:
    """The quick estimate of what drives the risk with the selected measures, largest first."""
    return _influential(scenario, session.draws(), session.seed())


def invasion(scenario: Scenario) -> Course:
    """What becomes of a population founded today: area and loss by its age."""
    return _invasion(scenario, session.draws(), session.seed())


def spread_found(scenario: Scenario, choice: SpreadChoice) -> SpreadMap | None:
    """What was last simulated of the spread over the map, whole or stopped; None before a run."""
    return _spreads().get((scenario.fingerprint, choice, session.seed()))


def spread_batches(scenario: Scenario, choice: SpreadChoice) -> Iterator[SpreadMap]:
    """Simulates the spread over the map; what is there after every twentieth is kept."""
    kept, key = _spreads(), (scenario.fingerprint, choice, session.seed())
    batch = max(2, choice.replicates // 20)
    for found in spread_map_in_batches(scenario, choice, session.seed(), batch=batch):
        kept[key] = found
        while len(kept) > SPREADS:
            kept.pop(next(iter(kept)), None)
        yield found


def host_file(content: bytes, name: str, scenario: Scenario, values: str) -> HostFile:
    """A user's file of hosts, read by its ending; PraError with every problem of it."""
    area = scenario.pra_area
    return _host_file(content, name, area.countries, area.box, values, reference.boundary_set())


def records(content: bytes) -> Records:
    """The presence records in a table, read once; a refused table is read again."""
    return _records(content)


def records_agreement(scenario: Scenario, content: bytes) -> Agreement:
    """How the climate model agrees with the records in a table."""
    return _agreement(scenario.with_measures(()), content)


def range_checks(accumulation: range_check.Rule) -> pd.DataFrame:
    """The verified sheets against the published ranges, a row per species."""
    return _range_checks(range_check.Assumptions(accumulation), reference.boundary_set())


def range_places(accumulation: range_check.Rule) -> pd.DataFrame:
    """The same, a row per place."""
    return range_check.range_places(range_check.Assumptions(accumulation))


def assumption_checks() -> pd.DataFrame:
    """Every assumption varied for all verified sheets together."""
    return _assumption_checks(reference.boundary_set())


def region_table(scenario: Scenario) -> pd.DataFrame:
    """Regions of the PRA area, ranked; the same whatever measures are selected."""
    return _region_table(scenario.with_measures(()), reference.boundary_set())


def cities(scenario: Scenario) -> pd.DataFrame:
    """Cities of the area shown that can be found by name."""
    return _cities(scenario.with_measures(()), reference.boundary_set())


def match_picture(scenario: Scenario, places: Places, marks: tuple[tuple[float, float], ...]
                  ) -> bytes:
    """The map of the climate match with these places, as PNG in the visitor's language."""
    return _match_picture(scenario, places, marks, session.language(), reference.boundary_set())


def what_if(scenario: Scenario, values: Mapping[str, float]) -> Variant:
    """Suitability with some values of the climate model replaced; not kept in the scenario."""
    return _what_if(scenario, tuple(sorted(values.items())), reference.boundary_set())


def other_climate(scenario: Scenario, warming: tuple[float, ...], rain: tuple[float, ...],
                  sd: float) -> Variant:
    """Suitability in shifted normals, years varying by `sd` degC."""
    return _other_climate(scenario, warming, rain, sd, reference.boundary_set())


def area_drivers(scenario: Scenario) -> pd.DataFrame:
    """Which uncertain values of the climate model move the suitable area, strongest first."""
    return _area_drivers(scenario, reference.boundary_set())


def strongest(scenario: Scenario) -> list[str]:
    """Fields of the climate model that move the suitable area most."""
    return climate_variants.strongest(scenario)


def chance_suitable(scenario: Scenario) -> FloatArray:
    """The chance that each cell is suitable, as assessed."""
    return endangered_area.chance_suitable(endangered_area.suitability(scenario),
                                           regions.threshold_law(scenario))


def shipped() -> dict[str, Scenario]:
    """The worked examples by id."""
    return {scenario_id: _shipped(scenario_id, reference.scenario_path(scenario_id).stat().st_mtime)
            for scenario_id in reference.scenario_ids()}


@st.cache_resource(max_entries=1, show_spinner=False)
def _spreads() -> dict[tuple[str, SpreadChoice, int], SpreadMap]:
    return {}


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=KEYS)
def _assessed_common(scenario: Scenario, seed: int) -> Assessment:
    return assess(scenario, session.DEFAULT_DRAWS, seed)


@st.cache_resource(max_entries=10, show_spinner=False, hash_funcs=KEYS)
def _assessed_other(scenario: Scenario, draws: int, seed: int) -> Assessment:
    return assess(scenario, draws, seed)


def _assessed(scenario: Scenario, draws: int, seed: int) -> Assessment:
    """More of them are kept on the common number of draws: a class goes through the same sets."""
    if draws == session.DEFAULT_DRAWS:
        return _assessed_common(scenario, seed)
    return _assessed_other(scenario, draws, seed)


@st.cache_resource(max_entries=48, show_spinner=False, hash_funcs=KEYS)
def _influential(scenario: Scenario, draws: int, seed: int) -> dict[str, float]:
    return influence(thinned(_assessed(scenario, draws, seed)))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _invasion(scenario: Scenario, draws: int, seed: int) -> Course:
    return course(_assessed(scenario, draws, seed))


@st.cache_resource(max_entries=4, show_spinner=False)
def _records(content: bytes) -> Records:
    return parse(content)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _agreement(scenario: Scenario, content: bytes) -> Agreement:
    return agreement(scenario, _records(content))


@st.cache_data(max_entries=4, show_spinner=False)
def _range_checks(assumed: range_check.Assumptions, boundaries: str  # noqa: ARG001 - part of key
                  ) -> pd.DataFrame:
    return range_check.range_checks(assumed)


@st.cache_data(max_entries=2, show_spinner=True)
def _assumption_checks(boundaries: str) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return range_check.assumption_checks()


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _region_table(scenario: Scenario, boundaries: str) -> pd.DataFrame:  # noqa: ARG001 - key
    return region_ranks.region_table(scenario)


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _match_picture(scenario: Scenario, places: Places, marks: tuple[tuple[float, float], ...],
                   language: str, boundaries: str) -> bytes:  # noqa: ARG001 - part of the key
    return match_png(scenario, places, marks, translator(language))


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=KEYS)
def _what_if(scenario: Scenario, values: tuple[tuple[str, float], ...],
             boundaries: str) -> Variant:  # noqa: ARG001 - part of the key
    return climate_variants.what_if(scenario, dict(values))


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=KEYS)
def _other_climate(scenario: Scenario, warming: tuple[float, ...], rain: tuple[float, ...],
                   sd: float, boundaries: str) -> Variant:  # noqa: ARG001 - part of the key
    return climate_variants.other_climate(scenario, warming, rain, sd)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _area_drivers(scenario: Scenario, boundaries: str  # noqa: ARG001 - part of the key
                  ) -> pd.DataFrame:
    return climate_variants.area_drivers(scenario)


@st.cache_resource(max_entries=16, show_spinner=False)
def _shipped(scenario_id: str, changed: float) -> Scenario:  # noqa: ARG001 - part of the key
    return load_scenario(scenario_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def _host_file(content: bytes, name: str, countries: tuple[str, ...], box: reference.Box | None,
               values: str, boundaries: str) -> HostFile:  # noqa: ARG001 - part of the key
    cells, ending = reference.pra_area_cells(countries, box), name.rpartition(".")[2].lower()
    if ending in ("tif", "tiff"):
        return hosts.parse_host_geotiff(content, name, cells,
                                        "share" if values == "share" else "hectares")
    if ending in ("geojson", "json"):
        return hosts.parse_host_geojson(content, name, cells)
    return hosts.parse_host_csv(content, name, cells)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _cities(scenario: Scenario, boundaries: str) -> pd.DataFrame:  # noqa: ARG001 - key
    return place_words.cities(scenario)
