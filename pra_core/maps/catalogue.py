"""Every layer of a scenario, and what of a scenario a map depends on."""

from __future__ import annotations

from functools import lru_cache

from pra_core import endangered_area, reference
from pra_core.endangered_area import chance_suitable
from pra_core.i18n import Translator, translator
from pra_core.maps.climate_layers import climate_layers
from pra_core.maps.layers import GROUPS, Layer
from pra_core.maps.match_layers import match_layers
from pra_core.maps.stake_layers import stake_layers
from pra_core.regions import threshold_law
from pra_core.scenario import Scenario

DRAWN = {"pest", "pra_area", "landing", "hosts", "climate_scenario", "consequences", "spread"}
"""Parts of a scenario that a layer may show: pathways, measures and ALOP leave a map unchanged."""


class Subject:
    """A scenario that equals another when their maps are the same; a key of caches."""

    __slots__ = ("_text", "scenario")

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._text = scenario.model_dump_json(include=DRAWN)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subject) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def layers(scenario: Scenario, t: Translator) -> tuple[Layer, ...]:
    """Every layer the scenario gives, in the order of their groups, the suitability index first."""
    return _layers(Subject(scenario), t.language, reference.boundary_set())


@lru_cache(maxsize=6)
def _layers(subject: Subject, language: str, boundaries: str) -> tuple[Layer, ...]:  # noqa: ARG001
    t, scenario = translator(language), subject.scenario
    found = endangered_area.suitability(scenario)
    chance = chance_suitable(found, threshold_law(scenario))
    made = [*climate_layers(scenario, found, chance, t), *match_layers(scenario, t),
            *stake_layers(found, endangered_area.endangered_chance(scenario, chance), t)]
    return tuple(sorted(made, key=lambda layer: GROUPS.index(layer.group)))
