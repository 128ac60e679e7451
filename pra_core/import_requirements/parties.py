"""Who exports, who imports, and which goods: as a published requirement names them."""

from __future__ import annotations

from pra_core import reference
from pra_core.i18n import Translator
from pra_core.pathway import Pathway
from pra_core.scenario import Scenario

EUROPEAN_UNION = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
"""ISO 3166-1 alpha-2 codes of its Member States."""
_WITH_ARTICLE = ("United ", "Russian Federation", "Netherlands", "Philippines", "Bahamas", "Gambia",
                 "Maldives", "Comoros", "Seychelles", "Dominican Republic", "Czech Republic",
                 "Republic ", "Islamic Republic", "Democratic ", "Central African Republic",
                 "Marshall Islands", "Solomon Islands", "European Union")
"""Beginnings of names of countries that stand with an article in English."""


def goods_of(pathway: Pathway, t: Translator) -> str:
    """The goods of a pathway as trade knows them."""
    return t.local(pathway.commodity if pathway.goods is None else pathway.goods)


def goods(scenario: Scenario, t: Translator) -> list[str]:
    """Every goods once, in order of the pathways."""
    return list(dict.fromkeys(goods_of(p, t) for p in scenario.pathways))


def origin(scenario: Scenario, t: Translator) -> str:
    """The countries of origin, with the article they need."""
    return t(", ").join(_origins(scenario, t))


def parties(scenario: Scenario, t: Translator) -> dict[str, str]:
    """`exporter` and `importer`: national plant protection organizations; `territory`: where to.

    A requirement is of a contracting party and its organization, never of the part of a country
    that was assessed.
    """
    origins, codes = _origins(scenario, t), scenario.pra_area.countries
    exporter = (t("the NPPO of {country}", country=origins[0]) if len(origins) == 1 else
                t("the NPPO of each country of origin ({countries})",
                  countries=t(", ").join(origins)))
    if len(codes) == 1:
        territory = _articled(t.local(reference.country_names().get(codes[0], {"en": codes[0]})), t)
        importer = t("the NPPO of {country}", country=territory)
    elif EUROPEAN_UNION.issuperset(codes):
        territory = t("the European Union")
        importer = t("the NPPOs of the Member States of the European Union")
    else:
        territory = t.local(scenario.pra_area.title)
        importer = t("the NPPOs of the importing countries")
    return {"exporter": exporter, "importer": importer, "territory": territory}


def _origins(scenario: Scenario, t: Translator) -> list[str]:
    return list(dict.fromkeys(_articled(t.local(p.origin), t) for p in scenario.pathways))


def _articled(name: str, t: Translator) -> str:
    return f"the {name}" if t.language == "en" and name.startswith(_WITH_ARTICLE) else name
