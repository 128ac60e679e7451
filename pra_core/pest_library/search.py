"""Finding a pest by any of its names, and by group, host, range and regulation.

Names are compared without case, accents and punctuation. Words that are close in spelling count
too (normalized indel similarity, Bergroth et al. 2000, doi:10.1109/SPIRE.2000.878178), and Chinese
is found by characters, by pinyin with or without spaces, and by its initials.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from pra_core.pest_library.present_range import occurring_in
from pra_core.pest_library.record import Group, PestRecord
from pra_core.plants import covers, find_plant

EXACT, BEGINS, WORD_BEGINS, SOUNDS, INSIDE = 100.0, 95.0, 90.0, 88.0, 82.0
"""Scores of what needs no guessing; spelling that is only close stays below `CLOSE`."""
CLOSE = 80.0
CLOSE_ENOUGH = 70.0
"""Similarity in per cent from which a word counts as a misspelling of another."""
MOST_WORDS = 60
"""So many similar words are followed for each word asked."""
SHORTEST_GUESS, SHORTEST_INITIALS = 3, 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A pest found: its code, the name that matched, and how well, 0 to 100."""

    code: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    written: str
    key: str
    rank: int
    """Among equal scores: code, scientific name, common names, other names."""
    sound: str = ""
    initials: str = ""


class NameIndex:
    """All names of these records, ready to be searched."""

    __slots__ = ("_keys", "_names", "_sounds", "_vocabulary", "_words")

    def __init__(self, records: Iterable[PestRecord]) -> None:
        self._names = tuple(name for record in records for name in _names(record))
        self._keys = [name.key for name in self._names]
        self._sounds: dict[str, list[_Name]] = {}
        for name in self._names:
            if name.sound:
                self._sounds.setdefault(name.sound, []).append(name)
        self._words: dict[str, list[int]] = {}
        for number, key in enumerate(self._keys):
            for word in set(key.split()):
                self._words.setdefault(word, []).append(number)
        self._vocabulary = list(self._words)

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """The best `limit` pests for a name typed by a person, best first; none for no text."""
        query = plain_name(text)
        if not query:
            return ()
        best: dict[str, tuple[float, int, str]] = {}
        for name, score in (*self._direct(query), *self._heard(text, query),
                            *self._by_words(query), *self._alike(query)):
            found = (-score, name.rank, name.written)
            if name.code not in best or found < best[name.code]:
                best[name.code] = found
        first = nsmallest(limit, ((found, code) for code, found in best.items()))
        return tuple(Hit(code, written, round(-score, 1))
                     for (score, _, written), code in first)

    def _direct(self, query: str) -> Iterator[tuple[_Name, float]]:
        inner = f" {query}"
        anywhere = len(query) > 1 or _has_chinese(query)
        for name in self._names:
            key = name.key
            if key.startswith(query):
                yield name, EXACT if key == query else BEGINS
            elif inner in key:
                yield name, WORD_BEGINS
            elif anywhere and query in key:
                yield name, INSIDE

    def _heard(self, text: str, query: str) -> Iterator[tuple[_Name, float]]:
        """Pinyin, initials, and characters that sound alike."""
        sound = _sound(text) if _has_chinese(text) else query.replace(" ", "")
        if len(sound) < SHORTEST_INITIALS:
            return
        for heard, names in self._sounds.items():
            if sound in heard:
                score = (SOUNDS if heard == sound else SOUNDS - 4.0 if heard.startswith(sound)
                         else SOUNDS - 8.0)
                yield from ((name, score) for name in names)
        if not _has_chinese(text):
            yield from ((name, SOUNDS - 2.0) for names in self._sounds.values()
                        for name in names if name.initials == sound)

    def _by_words(self, query: str) -> Iterator[tuple[_Name, float]]:
        """Names that have a word like each of the words asked, in any order."""
        asked = query.split()
        shares: dict[int, float] = {}
        for position, word in enumerate(asked):
            near = self._similar(word)
            fresh: dict[int, float] = {}
            for known, share in near.items():
                for number in self._words[known]:
                    fresh[number] = max(share, fresh.get(number, 0.0))
            shares = fresh if position == 0 else {
                number: shares[number] + share for number, share in fresh.items()
                if number in shares}
        for number, total in shares.items():
            yield self._names[number], CLOSE * total / (100.0 * len(asked))

    def _similar(self, word: str) -> dict[str, float]:
        if len(word) < SHORTEST_GUESS:
            return {word: 100.0} if word in self._words else {}
        return {known: share for known, share, _ in process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH,
            limit=MOST_WORDS)}

    def _alike(self, query: str) -> Iterator[tuple[_Name, float]]:
        """Whole names that are spelled nearly so, for what is written without spaces."""
        if len(query) < SHORTEST_GUESS:
            return
        glued = query.replace(" ", "")
        for _, share, number in process.extract(query, self._keys, scorer=fuzz.ratio,
                                                score_cutoff=CLOSE_ENOUGH, limit=MOST_WORDS):
            yield self._names[number], CLOSE * share / 100.0
        for sound, share, _ in process.extract(glued, list(self._sounds), scorer=fuzz.ratio,
                                               score_cutoff=CLOSE_ENOUGH + 10.0,
                                               limit=MOST_WORDS):
            yield from ((name, CLOSE * share / 100.0 - 4.0) for name in self._sounds[sound])


@dataclass(frozen=True, slots=True)
class Filter:
    """What a pest must be to be shown; empty parts ask nothing."""

    groups: tuple[Group, ...] = ()
    host: str = ""
    """Any name of a plant; hosts listed as its genus or family count."""
    areas: tuple[str, ...] = ()
    """Countries or regions, in one of which it occurs."""
    authority: str = ""
    """One whose lists name it, as in `Regulation.authority`."""
    text: str = ""


def filtered(records: Mapping[str, PestRecord], index: NameIndex, asked: Filter
             ) -> tuple[Hit, ...]:
    """The pests that pass: best match first where a text is asked, else by scientific name.

    Names that are only spelled alike count where no pest has the name that was typed.

    Args:
        records: by EPPO code.
        index: of the same records.
        asked: what is asked for.
    """
    passing = _passing(records, asked)
    if asked.text.strip():
        hits = index.find(asked.text, limit=len(records))
        sure = bool(hits) and hits[0].score > CLOSE
        return tuple(hit for hit in hits if hit.code in passing
                     and (hit.score > CLOSE or not sure))
    kept = sorted((plain_name(records[code].name), code) for code in passing)
    return tuple(Hit(code, records[code].name, EXACT) for _, code in kept)


def plain_name(text: str) -> str:
    """A name as it is compared: no case, accents or punctuation, single spaces."""
    split = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in split if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _passing(records: Mapping[str, PestRecord], asked: Filter) -> frozenset[str]:
    """Codes of the pests that pass everything but the text; cheap questions first."""
    plant = find_plant(asked.host) if asked.host else None
    latin = plant.name if plant else asked.host
    fitting, occurs = dict[str, bool](), occurring_in(asked.areas)

    def is_host(name: str) -> bool:
        if name not in fitting:
            fitting[name] = covers(name, latin) or plain_name(name) == plain_name(latin)
        return fitting[name]

    return frozenset(
        code for code, record in records.items()
        if (not asked.groups or record.group in asked.groups)
        and (not asked.authority
             or any(one.authority == asked.authority for one in record.regulation))
        and (not asked.host or any(is_host(one.plant) for one in record.hosts))
        and (not asked.areas or occurs(record)))


def _names(record: PestRecord) -> Iterator[_Name]:
    ranked = [(0, record.eppo_code), (1, record.name),
              *((2, text) for text in record.common_name.values()),
              *((3, text) for text in record.other_names)]
    for rank, written in ranked:
        if _has_chinese(written):
            syllables = lazy_pinyin(written, errors="ignore")
            yield _Name(record.eppo_code, written, plain_name(written), rank,
                        "".join(syllables), "".join(one[0] for one in syllables))
        else:
            yield _Name(record.eppo_code, written, plain_name(written), rank)


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _sound(text: str) -> str:
    return "".join(lazy_pinyin(text, errors="ignore"))
