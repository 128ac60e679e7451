"""Parts of the world a map can show instead of the PRA area: countries, several, or a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pra_core import reference
from pra_core.errors import N_, PraError
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.pra_area import PraArea

EU27 = ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
EU27_BOX = (-11.0, 34.0, 35.0, 71.0)
"""Leaves out the Canary Islands, Madeira, the Azores and the overseas regions."""
GROUPS: Mapping[str, str] = MappingProxyType({
    "world": N_("World"),
    "eu27": N_("European Union (27 members) without its overseas regions")})
"""Ids of the groups and their titles, to be translated."""
NAMED = 3
"""So many countries are named in the title of an area; more are counted."""


def choices(t: Translator) -> dict[str, str]:
    """Ids of groups and codes of countries with their titles, groups first, then by title."""
    named = {code: t.local(names) for code, names in reference.country_names().items()}
    ordered = sorted(named, key=lambda code: (named[code], code))
    return {**{group: t(title) for group, title in GROUPS.items()},
            **{code: named[code] for code in ordered}}


def area_of(chosen: Sequence[str]) -> PraArea:
    """The area made of these groups and countries (ids of `choices`).

    Raises PraError: `missing` for none, `unknown_id` for an id that is no group and no country.
    """
    known = reference.country_names()
    if not chosen:
        raise PraError("missing", "pra_area", "", N_("at least one entry"))
    unknown = sorted(set(chosen) - set(known) - set(GROUPS))
    if unknown:
        raise PraError("unknown_id", "pra_area", ", ".join(unknown), ", ".join(GROUPS))
    if "world" in chosen:
        return PraArea(title=_title(["world"]), countries=tuple(sorted(known)))
    codes = {code for one in chosen for code in (EU27 if one == "eu27" else (one,))}
    box = EU27_BOX if set(chosen) == {"eu27"} else None
    return PraArea(title=_title(chosen), countries=tuple(sorted(codes)), box=box)


def _title(chosen: Sequence[str]) -> dict[str, str]:
    """Title in every language of the product."""
    titles = {}
    for language in LANGUAGES:
        t = translator(language)
        named = choices(t)
        first = t(", ").join(named[one] for one in chosen[:NAMED])
        more = len(chosen) - NAMED
        titles[language] = t("{countries} and {count} more", countries=first, count=t.number(more)
                             ) if more > 0 else first
    return titles
