"""How a draft and its scenario are called, and what the scenario says of where it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pra_core.commodities import Goods
from pra_core.frozen import LocalText
from pra_core.pest_library import PestRecord
from pra_core.pra_area import PraArea
from pra_core.reference_places import country_groups, known_code, region_names

LANGUAGES = ("en", "zh_CN")
SEVERAL = 3
"""More places than this are counted, not named."""
_SLUG = re.compile(r"[^a-z0-9]+")


def place_names(codes: Sequence[str]) -> LocalText:
    """Names of countries and regions; a group where it is exactly that; a count where many."""
    for key, group in country_groups().items():
        if key != "world" and len(codes) > 1 and set(codes) == set(group.countries):
            return dict(group.title)
    names = region_names()
    each = [names.get(known_code(code), {"en": code, "zh_CN": code}) for code in codes]
    if len(each) > SEVERAL:
        return {"en": f"{each[0]['en']} and {len(each) - 1} other places",
                "zh_CN": f"{each[0]['zh_CN']}等{len(each)}地"}
    return {"en": ", ".join(one["en"] for one in each),
            "zh_CN": "、".join(one["zh_CN"] for one in each)}


def local(text: LocalText, language: str) -> str:
    """The text in a language, in English where it has none."""
    return text.get(language, text["en"])


def draft_title(record: PestRecord, goods: Goods, origin: Sequence[str], area: PraArea
                ) -> LocalText:
    """Pest, goods, origin and PRA area."""
    places = place_names(origin)
    commodity = goods.title["en"]
    return {"en": f"{record.name} on {commodity[:1].lower()}{commodity[1:]} from {places['en']} to"
                  f" {area.title['en']}",
            "zh_CN": f"{local(record.common_name, 'zh_CN')}：{local(places, 'zh_CN')}输往"
                     f"{local(area.title, 'zh_CN')}的{local(goods.title, 'zh_CN')}"}


def scenario_id(record: PestRecord, goods: Goods, origin: Sequence[str], area: PraArea) -> str:
    """An id made of the names; short, and of letters that an id may have."""
    words = "-".join((record.name, goods.id, *origin[:2], area.title["en"])).lower()
    return f"own-{_SLUG.sub('-', words).strip('-')}"[:80].rstrip("-")
