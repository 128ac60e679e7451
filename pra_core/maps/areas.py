"""Parts of the world a map can show instead of the PRA area: countries, several, or a group."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core import reference, reference_places
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.pra_area import PraArea

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
