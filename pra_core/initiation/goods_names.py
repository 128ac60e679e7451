"""Goods named in a sentence, by their names, the names of their plants and of their kind."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from pra_core.commodities import CommodityLibrary, Goods
from pra_core.initiation.place_names import folded
from pra_core.plants import plants

SILENT = frozenset(
    "a an the of from to into for and or in on by with as its import imports imported importing"
    " export exports exported exporting trade traded consignment consignments pest pests risk"
    " analysis pra assess assessment commercial commodity shipment shipments is are was were be"
    " been being it this that these those there their its our we you they what which how who do"
    " does did can could may might will would should want need like please about via at through"
    " over new all any some only not no or we're i'm my me want wish plan start make quarantine"
    " phytosanitary market access request".split())
SILENT_CHINESE = re.compile(
    r"进口|出口|输往|输入|输出|输|销往|运往|发往|的|从|自|到|至|往|产|原产|有害生物|风险|分析|贸易|引进|和|及|与|或")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9]+")
LIKE_ENOUGH = 82.0
"""Least similarity (0–100) of a misspelled word."""
ENOUGH = 0.5
"""Share of the words' weight that goods must answer to."""
UNREAD = 0.5
"""Weight of all words not read together, as a share of that of a word that no goods has."""


@dataclass(frozen=True, slots=True)
class NamedGoods:
    """Goods that a text may mean, best first, and words that no goods answer to."""

    goods: tuple[Goods, ...]
    clear: bool
    """Whether the first one fits better than every other."""
    unread: tuple[str, ...]


class GoodsIndex:
    """Words of all goods; a word that few goods have says more than one that many have."""

    def __init__(self, commodities: CommodityLibrary) -> None:
        self._goods = commodities.goods
        self._words: dict[str, frozenset[str]] = {}
        self._titles: dict[str, frozenset[str]] = {}
        for key, one in commodities.goods.items():
            kind = commodities.kinds.get(one.kind)
            own = [*one.title.values(), *one.other_names]
            grown = [name for plant in plants().values() for name in plant.names
                     if any(plant.name == p or plant.genus == p for p in one.plants)]
            self._titles[key] = frozenset(words(own))
            self._words[key] = frozenset(
                words([*own, *grown, *(kind.title.values() if kind else ())]))
        self._count = Counter(w for found in self._words.values() for w in found)

    def find(self, text: str) -> NamedGoods:
        """Goods named in a folded text without its places, the best first (at most five)."""
        asked, unread = self._known(dict.fromkeys(words([text])))
        if not asked:
            return NamedGoods((), False, tuple(unread))
        # Words that are not read weigh less than one that is: "dwarf bunt" leaves the wheat.
        silent = UNREAD * math.log(1 + len(self._goods)) if unread else 0.0
        whole = sum(map(self._weight, asked)) + silent
        scores = {}
        for key, own in self._words.items():
            fits = sum(self._weight(w) for w in asked if w in own)
            # Of goods with the same plants, those that are called so themselves come first.
            called = sum(self._weight(w) for w in asked if w in self._titles[key])
            scores[key] = (round(fits / whole, 6), round(called / whole, 6))
        order = {key: index for index, key in enumerate(self._goods)}
        best = sorted(scores, key=lambda k: (-scores[k][0], -scores[k][1], order[k]))[:5]
        kept = [k for k in best if scores[k][0] >= max(ENOUGH, 0.7 * scores[best[0]][0])]
        clear = len(kept) == 1 or (len(kept) > 1 and scores[kept[0]] != scores[kept[1]])
        return NamedGoods(tuple(self._goods[k] for k in kept), clear, tuple(unread))

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self._goods) / self._count[word])

    def _known(self, asked: Iterable[str]) -> tuple[list[str], list[str]]:
        """Words that some goods have, misspelled ones put right; and the others."""
        known, unread = [], []
        for word in asked:
            if word in self._count:
                known.append(word)
                continue
            near = process.extractOne(word, [w for w in self._count if len(w) > 3],
                                      scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH) if (
                                          len(word) > 3) else None
            if near is not None:
                known.append(near[0])
            elif len(word) > 1:
                unread.append(word)
        return known, unread


def words(texts: Iterable[str]) -> list[str]:
    """Words of texts: Latin ones in the singular, Chinese ones by the names of plants.

    What is Chinese and no plant's name is taken in single characters and in pairs.
    """
    found = []
    for text in texts:
        plain = folded(text)
        found += [_singular(w) for w in _LATIN.findall(plain) if w not in SILENT and len(w) > 1]
        for run in _CHINESE.findall(SILENT_CHINESE.sub(" ", plain)):
            parts = _chinese_plants().split(run)
            for index, part in enumerate(parts):
                found += [part] if index % 2 else [
                    *part, *(part[i:i + 2] for i in range(len(part) - 1))]
    return found


@lru_cache(maxsize=1)
def _chinese_plants() -> re.Pattern[str]:
    """The Chinese names of plants, the longest first, so that grapefruit is not read as grape."""
    names = {folded(name) for plant in plants().values() for name in plant.names
             if _CHINESE.fullmatch(name) and len(name) > 1}
    names |= {name[:-1] for name in names if name.endswith("属") and len(name) > 2}
    return re.compile(f"({'|'.join(sorted(names, key=lambda n: (-len(n), n)))})")


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("oes", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def plants_named(text: Mapping[str, str]) -> frozenset[str]:
    """Latin names of the plants named in a text of both languages, by any of their names."""
    latin = f" {' '.join(words([text.get('en', '')]))} "
    chinese = set(_chinese_plants().findall(folded(text.get("zh_CN", ""))))
    return frozenset(plant for plant, said, other in _plant_words()
                     if (said and f" {said} " in latin) or other in chinese)


@lru_cache(maxsize=1)
def _plant_words() -> tuple[tuple[str, str, str], ...]:
    """Plant, words of one of its names in Latin letters, or the name in Chinese."""
    found = []
    for plant in plants().values():
        for name in map(folded, plant.names):
            latin = name.isascii()
            found.append((plant.name, " ".join(words([name])) if latin else "",
                          "" if latin else name))
    return tuple(found)
