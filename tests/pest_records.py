"""Pest records made up for tests: the least that a record must say, and many of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from pra_core.pest_library.record import PestRecord
from pra_core.validation import validated

READ, HEARD = "read", "heard"
"""Sources: one that was read, and one known from another page."""
BOTH = {"en": "text", "zh_CN": "文字"}
SYLLABLES = ("ba", "cor", "dal", "fen", "gus", "lim", "mo", "nex", "pho", "rit", "sor", "tel",
             "ul", "vex", "xan", "zer")
CHARACTERS = "桔果实蝇木蠹蛾金龟子象甲潜叶菌病毒线虫草稻麦松材蚧蚜粉虱螟卷天牛小大红黄黑白长短"


def record(code: str = "AAAAAA", **given: Any) -> PestRecord:
    """A valid record with the parts given put in place of the least it must say."""
    data: dict[str, Any] = {
        "eppo_code": code, "name": f"Genus {code.lower()}", "group": "insects_mites",
        "organism": "insect", "common_name": {"en": f"{code} beetle", "zh_CN": "甲虫"},
        "identity": {"source": READ}, "taxonomy": {"kingdom": "Animalia", "family": "Aidae",
                                                   "source": READ},
        "description": BOTH, "reproduction": "asexual", "reproduction_source": {"source": READ},
        "sources": {READ: {"citation": "A (2001) One."}, HEARD: {"citation": "B (2002) Two."}}}
    return validated(PestRecord, data | given)


def fact(field: str, unit: str, source: str = READ, **given: Any) -> Mapping[str, Any]:
    """A fact as data; unverified where the source was not read."""
    status = "verified" if source == READ else "unverified"
    return {"field": field, "unit": unit, "source": source, "status": status, **given}


def many(count: int, seed: int = 1) -> list[PestRecord]:
    """So many records with made-up Latin, English and Chinese names, always the same."""
    chance = random.Random(seed)

    def word(parts: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(parts))

    made = []
    for number in range(count):
        letters = "".join(chr(65 + number // 26**k % 26) for k in (3, 2, 1, 0))
        made.append(record(
            f"Q{letters}Z", name=f"{word(3).capitalize()} {word(4)}",
            common_name={"en": f"{word(2)} {word(3)} pest",
                         "zh_CN": "".join(chance.choices(CHARACTERS, k=5))},
            other_names=[f"{word(3).capitalize()} {word(3)}"]))
    return made
