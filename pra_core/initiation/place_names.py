"""Countries and groups of countries named in a sentence, and whether as origin or destination."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from pra_core import reference
from pra_core.reference_places import country_groups, region_names

Role = Literal["origin", "area", ""]
OTHER_NAMES: Mapping[str, str] = MappingProxyType({
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB",
    "holland": "NL", "korea": "KR", "republic of korea": "KR", "turkey": "TR",
    "czech republic": "CZ", "ivory coast": "CI", "burma": "MM", "myanmar": "MM", "uae": "AE",
    "russian federation": "RU", "viet nam": "VN", "brasil": "BR", "swaziland": "SZ",
    "prc": "CN", "mainland china": "CN", "中华人民共和国": "CN", "大韩民国": "KR", "澳洲": "AU",
    "eu": "EU", "european union": "EU", "欧盟": "EU", "欧洲联盟": "EU", "europe": "EU",
    "欧洲": "EU", "刚果民主共和国": "CD", "阿联酋": "AE", "沙特": "SA", "波黑": "BA",
    "新几内亚": "PG", "american": "US", "british": "GB", "english": "GB", "dutch": "NL",
    "spanish": "ES", "french": "FR", "german": "DE", "greek": "GR", "turkish": "TR",
    "polish": "PL", "danish": "DK", "swedish": "SE", "finnish": "FI", "irish": "IE",
    "swiss": "CH", "thai": "TH", "peruvian": "PE", "argentine": "AR", "portuguese": "PT",
    "european": "EU", "korean": "KR",
})
"""Names in common use beside those of the boundary set and of Unicode CLDR."""
NO_PLACE = re.compile(
    r"\b(?:turkey (?=meat|eggs?\b|feathers?|poults?|hens?\b|oak)|guinea (?=fowl|pigs?\b|grass)"
    r"|brazil (?=nuts?\b)|china (?=aster|rose|berry)|norway (?=spruce|maple)|panama (?=hat|disease)"
    r"|chile (?=peppers?\b|powder)|niger (?=seeds?\b))")
"""Words that are places elsewhere, and here part of another name."""
_CODE = re.compile(r"\b[A-Z]{2}\b")
_LED_TO_US = re.compile(r"\b(from|to|into|in)(\s+the)?\s+us\b", re.IGNORECASE)
_THE_US = re.compile(r"\bthe us\b", re.IGNORECASE)
_WORDS = frozenset("AM AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF ON OR SO TO UP WE".split())
_ORIGIN_BEFORE = re.compile(
    r"(?:\b(?:from|ex|of|out of|(?:grown|produced|made|harvested|originating) in)\s+(?:the\s+)?"
    r"|从|自|由|产于|原产于?|源自)$")
_AREA_BEFORE = re.compile(
    r"(?:\b(?:to|into|for|towards?|in|entering|by)\s+(?:the\s+)?"
    r"|到|至|往|向|给|出口|输入|输|进入|发往|供应?|入)$")
_AREA_AFTER = re.compile(r"^\s*(?:imports?\b|importing\b|从|自|进口|引进|进境|购买)")
_ORIGIN_AFTER = re.compile(
    r"^\s*(?:exports?\b|to\b|into\b|产|生产|出产|出口|输|运|销|发往|到|至|往)")
_JOINED = re.compile(
    r"^\s*(?:,|、|，|/|&|\band\b|\bor\b|,\s*and\b|和|及|与|以及|或)\s*(?:the\s+)?$")
_MARKED = re.compile(r"\b(from|to|into)\s+(?:the\s+)?"
                     r"([a-z][a-z'-]+(?:\s(?!(?:from|to|into)\b)[a-z][a-z'-]+)?)")
LIKE_ENOUGH = 0.79
"""Least similarity (0–1, Damerau–Levenshtein) of a misspelled country name."""
_ADJECTIVES = ("ean", "ian", "an", "ese", "i", "n")


@dataclass(frozen=True, slots=True)
class Place:
    """A country (ISO 3166-1) or group named in a text."""

    code: str
    start: int
    end: int
    role: Role = ""


def folded(text: str) -> str:
    """Text as names are compared: lower case, no accents, straight apostrophes, one space."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")
    # 输华, 对华: China is named by one character there only.
    bare = re.sub(r"(?<=[输对入])华", "中国", bare)
    return re.sub(r"\s+", " ", bare.casefold()).strip()


def with_codes_read(text: str) -> str:
    """A sentence with codes of countries (US, NZ) put into words, before it is folded.

    Capitals tell a code from a word; in a sentence all in capitals only "from US", "to the US".
    """
    text = _LED_TO_US.sub(r"\1\2 USA", text)
    text = _THE_US.sub("the USA", text)
    if text.isupper():
        return text
    names = reference.country_names()
    return _CODE.sub(lambda m: names[m[0]]["en"] if m[0] in names and m[0] not in _WORDS
                     else m[0], text)


@lru_cache(maxsize=4)
def _names(boundaries: str) -> Mapping[str, str]:  # noqa: ARG001 - part of the key
    known = reference.country_names()
    found: dict[str, str] = {}
    for code, names in known.items():
        for name in names.values():
            found.setdefault(folded(name), code)
    for language in ("en", "zh_Hans"):
        for code, name in Locale.parse(language).territories.items():
            if code in known:
                found.setdefault(folded(name), code)
    for key, group in country_groups().items():
        for name in group.title.values():
            found.setdefault(folded(name), key)
    codes = {*known, *country_groups()}
    found.update({name: code for name, code in OTHER_NAMES.items() if code in codes})
    for name in sorted((n for n in found if n.isascii() and len(n) > 3), key=len, reverse=True):
        for ending in _ADJECTIVES:
            found.setdefault(name.rstrip("aeiouy") + ending, found[name])
    return MappingProxyType(found)


@lru_cache(maxsize=4)
def _pattern(boundaries: str) -> re.Pattern[str]:
    ordered = sorted(_names(boundaries), key=len, reverse=True)
    latin = [re.escape(n) for n in ordered if n.isascii()]
    other = [re.escape(n) for n in ordered if not n.isascii()]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])|{'|'.join(other)}")


def places(text: str) -> tuple[Place, ...]:
    """Countries and groups in a folded text, in order, each with the role the words around give.

    "from", 从, 产 mark an origin; "to", "into", 输往, 出口到 a destination; names joined by "and"
    or 、 have one role. A name without mark is first the origin, then the destination.
    """
    boundaries = reference.boundary_set()
    names = _names(boundaries)
    found = [Place(names[m.group()], m.start(), m.end())
             for m in _pattern(boundaries).finditer(text) if not NO_PLACE.match(text, m.start())]
    found = _with_regions(text, found)
    found = sorted([*found, *_misspelled(text, found, names)], key=lambda p: p.start)
    return _with_rest(_marked(text, found))


def _with_regions(text: str, found: list[Place]) -> list[Place]:
    """A region before its country ("Georgia, USA") belongs to it and is no place of its own."""
    kept: list[Place] = []
    for place in found:
        before = text[:place.start].rstrip()
        if before.endswith((",", "(")):
            plain = before.rstrip(" ,(")
            found_at = (re.search(rf"(?<![a-z]){re.escape(one)}$", plain)
                        for one in _regions_of(place.code))
            start = min((one.start() for one in found_at if one), default=place.start)
            kept = [one for one in kept if one.end <= start]
            place = replace(place, start=start)
        kept.append(place)
    return kept


def _regions_of(country: str) -> list[str]:
    """Folded English names of its regions, without what tells them from places elsewhere."""
    return [folded(name["en"]).split(" (")[0] for code, name in region_names().items()
            if code.startswith(f"{country}-")]


def unmarked(text: str) -> str:
    """What stands before a place, without the words that lead to it."""
    for pattern in (_JOINED, _ORIGIN_BEFORE, _AREA_BEFORE):
        text = pattern.sub("", text)
    return text


def _named(start: int, found: list[Place]) -> bool:
    return any(place.start <= start < place.end for place in found)


def _misspelled(text: str, found: list[Place], names: Mapping[str, str]) -> list[Place]:
    """What follows "from" or "to" and is nearly the name of a country."""
    more = []
    for match in _MARKED.finditer(text):
        if _named(match.start(2), found):
            continue
        first = match.group(2).split()[0]
        for words in dict.fromkeys((match.group(2), first)):
            best = process.extractOne(words, [n for n in names if n.isascii()],
                                      scorer=DamerauLevenshtein.normalized_similarity,
                                      score_cutoff=LIKE_ENOUGH)
            if best is not None:
                start = match.start(2)
                more.append(Place(names[best[0]], start, start + len(words)))
                break
    return more


def _marked(text: str, found: list[Place]) -> list[Place]:
    marked: list[Place] = []
    for place in found:
        before, after = text[:place.start], text[place.end:]
        role: Role = ""
        if _ORIGIN_BEFORE.search(before):
            role = "origin"
        elif _AREA_BEFORE.search(before):
            role = "area"
        elif marked and marked[-1].role and _JOINED.match(text[marked[-1].end:place.start]):
            role = marked[-1].role
        elif _AREA_AFTER.search(after):
            role = "area"
        elif _ORIGIN_AFTER.search(after):
            role = "origin"
        marked.append(replace(place, role=role))
    for index in range(len(marked) - 2, -1, -1):
        place, following = marked[index], marked[index + 1]
        if not place.role and _JOINED.match(text[place.end:following.start]):
            marked[index] = replace(place, role=following.role)
    return marked


def _with_rest(marked: list[Place]) -> tuple[Place, ...]:
    """Names without a mark: the origin where none is named, otherwise the destination."""
    done: list[Place] = []
    for place in marked:
        if not place.role:
            named = any(p.role == "origin" for p in (*done, *marked))
            place = replace(place, role="area" if named else "origin")
        done.append(place)
    return tuple(done)
