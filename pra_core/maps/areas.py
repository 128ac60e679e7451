"""Parts of the world a map can show instead of the PRA area: countries, several, or a group."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core import endangered_area, hosts, landing, reference, reference_places
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.pra_area import Hosts, Landing, PraArea
from pra_core.scenario import Scenario

NAMED = 3
"""So many countries are named in the title of an area; more are counted."""


def choices(t: Translator) -> dict[str, str]:
    """Ids of groups and codes of countries with their titles, groups first, then by title."""
    groups = reference_places.country_groups()
    named = {code: t.local(names) for code, names in reference.country_names().items()}
    ordered = sorted(named, key=lambda code: (named[code], code))
    return {**{key: t.local(group.title) for key, group in groups.items()},
            **{code: named[code] for code in ordered}}


def area_of(chosen: Sequence[str]) -> PraArea:
    """The area made of these groups and countries (ids of `choices`).

    Raises PraError: `missing` for none, `unknown_id` for an id that is no group and no country,
    `unreachable` for one without land.
    """
    return reference_places.pra_area_of(_title(chosen), chosen)


def _title(chosen: Sequence[str]) -> dict[str, str]:
    """Title in every language of the product."""
    titles = {}
    for language in LANGUAGES:
        t = translator(language)
        named = choices(t)
        first = t(", ").join(named.get(one, one) for one in chosen[:NAMED])
        more = len(chosen) - NAMED
        titles[language] = t("{countries} and {count} more", countries=first, count=t.number(more)
                             ) if more > 0 else first or "–"
    return titles


def taken(scenario: Scenario, area: PraArea) -> Scenario:
    """The scenario for another PRA area, in which its climate model could be computed.

    Raises PraError: `unreachable` for an area without land or cities.
    """
    changed = reached(scenario, area)
    endangered_area.suitability(changed)
    return changed


def reached(scenario: Scenario, area: PraArea) -> Scenario:
    """The scenario for another PRA area; hosts and landing that do not reach into it go.

    Without them hosts are spread evenly over the suitable area and units land by city population.
    """
    changed = scenario.changed(pra_area=area)
    try:
        landing.weights(area, changed.landing)
    except PraError:
        changed = changed.changed(landing=Landing())
    if changed.hosts is not None and not _grown(changed.hosts, area):
        changed = changed.changed(hosts=None)
    return changed


def _grown(given: Hosts, area: PraArea) -> bool:
    """Whether any of the mapped hosts grows in an area."""
    try:
        return bool(hosts.host_hectares(
            given, reference.pra_area_cells(area.countries, area.box)).any())
    except PraError:
        return False
