"""The scenario inside a report, or in any other file that carries one.

Every report carries its whole scenario file, which opens even where a later workbench brings other
examples than those the printed code builds on. A PDF holds it in one of its streams (ISO 32000-2,
7.11.4); Word and Excel files, which are ZIP archives of XML, and HTML hold it as base64 (RFC 4648,
4). All of them are only searched, nothing in them is run, and nothing is unpacked beyond a limit.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from pra_core.access import Classification
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.store.class_mark import marked_class
from pra_core.store.codec import read_scenario
from pra_core.store.scenario_code import decode, sampling

LARGEST_FILE = 20 * 2**20
_MOST_UNPACKED, _MOST_PARTS = 20 * 2**20, 2_000
_HEAD = re.compile(
    r"\ufeff?# PRA scenario ([0-9a-f]{12}), seed (\d{1,10}), (\d{1,6}) simulated futures")
_FILE = re.compile(r"(IyBQUkEgc2NlbmFyaW8g[A-Za-z0-9+/]{40,}={0,2})[.\"]")
"""A scenario file as base64: its first letters are those of `scenario_code.HEAD`."""
_BLANK = re.compile(r"\s+")
_STREAM = re.compile(rb"stream\r?\n")
_TAG, _CODE_BEGINS = re.compile(r"<[^<>]*>"), re.compile(r"PRA\d{1,3}\.[A-Za-z0-9_-]")
_KINDS = "a report made here (PDF, Word, HTML, Excel), a scenario file, or a scenario code"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds; a bare scenario file says nothing of seed and simulated futures."""

    scenario: Scenario
    seed: int | None = None
    draws: int | None = None
    handled: Classification | None = None
    """How openly the file says that it may be handled; a bare code says nothing."""


def carried(content: bytes) -> str:
    """A scenario file (`scenario_code.attachment`) as text in which `found_in` finds it."""
    return base64.b64encode(content).decode() + "."


def found_in(content: bytes, name: str) -> Found:
    """The scenario of a file; `name` is the file name, used in messages.

    Raises PraError: out_of_bounds for a file that is too large, unreadable for one that is damaged
    or unpacks to too much, no_code where nothing is found, and all that is wrong with what is.
    """
    if len(content) > LARGEST_FILE:
        raise PraError("out_of_bounds", name, f"{len(content):,} B", f"{LARGEST_FILE:,} B")
    if content.startswith(b"%PDF"):
        texts = _of_pdf(content, name)
    elif content.startswith(b"PK"):
        texts = _of_archive(content, name)
    else:
        return _of_text(content, name)
    found = _first(list(texts), name)
    if found is not None:
        return found
    raise PraError("no_code", value=name, allowed=_KINDS)


def _first(texts: Sequence[str], name: str) -> Found | None:
    """The whole file wherever it stands, before any code: a code may build on an example."""
    whole = (file for text in texts if (file := _file(text)) is not None)
    return next((found for text in chain(whole, texts)
                 if (found := _marked(text, name)) is not None), None)


def _file(text: str) -> str | None:
    """The scenario file that a text is, or holds as base64, perhaps cut over several cells."""
    if _HEAD.match(text) is not None:
        return text
    place = _FILE.search(text) or _FILE.search(_BLANK.sub("", _TAG.sub("", text)))
    if place is None:
        return None
    try:
        return base64.b64decode(place[1]).decode("utf-8")
    except ValueError:  # cut short, or no such file: a code may still stand there
        return None


def _marked(text: str, name: str) -> Found | None:
    """The scenario of a text with the first line of a report's file, or with a code in it."""
    head = _HEAD.match(text)
    if head is not None:
        scenario = read_scenario(text, name)
        if scenario.fingerprint != head[1]:
            raise PraError("integrity", value=name, allowed=head[1])
        return Found(scenario, *sampling(int(head[2]), int(head[3])), marked_class(text))
    plain = _TAG.sub("", text)
    if _CODE_BEGINS.search(plain) is None:
        return None
    decoded = decode(plain)
    return Found(decoded.scenario, decoded.seed, decoded.draws)


def _of_text(content: bytes, name: str) -> Found:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("no_code", value=name, allowed=_KINDS) from error
    found = _first([text], name)
    if found is not None:
        return found
    if "schema_version" not in text or text.lstrip()[:1] == "<":
        raise PraError("no_code", value=name, allowed=_KINDS)
    return Found(read_scenario(text, name), handled=marked_class(text))


def _of_pdf(content: bytes, name: str) -> Iterator[str]:
    """Streams that hold a scenario file, together no larger than allowed."""
    left = _MOST_UNPACKED
    for place in islice(_STREAM.finditer(content), _MOST_PARTS):
        rest = memoryview(content)[place.end():]
        try:
            if not zlib.decompressobj().decompress(rest[:4096], 32).startswith(b"# PRA scenario"):
                continue
            unpacked = zlib.decompressobj().decompress(rest, left + 1)
            text = unpacked.decode("utf-8")
        except (zlib.error, UnicodeDecodeError):
            continue  # a picture or a font: not ours
        left -= len(unpacked)
        if left < 0:
            raise PraError("unreadable", name, "stream",
                           "a file that unpacks to no more than 20 MB")
        yield text


def _of_archive(content: bytes, name: str) -> Iterator[str]:
    """Texts of an archive's parts, together no larger than allowed."""
    left = _MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist()[:_MOST_PARTS]:
                if not part.filename.endswith((".xml", ".yaml", ".txt")):
                    continue
                with archive.open(part) as file:
                    unpacked = file.read(left + 1)
                left -= len(unpacked)
                if left < 0:
                    raise PraError("unreadable", name, part.filename[:60],
                                   "a file that unpacks to no more than 20 MB")
                yield unpacked.decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError,
            NotImplementedError) as error:
        raise PraError("unreadable", name, type(error).__name__, _KINDS) from error
