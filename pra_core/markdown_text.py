"""Texts of people and sources as markdown that shows them as they are, and back again.

What the pages read is CommonMark with GitHub's automatic links, emoji and icons by name; the last
three look at the finished text, so that a backslash alone does not stop them: an invisible word
joiner does (Unicode 15, 23.2).
"""

from __future__ import annotations

import re

JOINER = "\u2060"
_MARKS = re.compile(r"([\\`*_\[\]<>$~#|])")
_BLANK = re.compile(r"[ \t]*(?:\r\n?|\n)(?:[ \t]*[\r\n])*[ \t]*")
"""A line break with the blank lines behind it and the indent of the next line."""
_BEGINS = re.compile(r"^(\s*)([-+=])(?=\s|$|\2)|^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
"""Marks that begin a list, or underline a heading."""
_DIRECTIVE, _ENTITY = re.compile(r":(?=[A-Za-z])"), re.compile(r"&(?=#?\w+;)")
_PROTOCOL = re.compile(r"(https?):(?=//)|\b(?=www\.)", re.IGNORECASE)
_MAIL, _NAMED = re.compile(r"(?<=[\w.+-])@(?=\w)"), re.compile(r":(?=[\w+/-]+:)")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\{}|^`\[\]\u2018-\u201f\u3000-\u303f\uff00-\uff65]+")
_BEHIND = ".,;:!?'"
"""Marks of the sentence rather than of an address that it ends with."""


def escaped(text: str) -> str:
    """A text that stands as it is when read as markdown: no marks, links, icons, blocks.

    Single line breaks stay; blank lines and indents go.
    """
    text = _BLANK.sub("\n", re.sub(r"^(?: {4,}|\t)\s*", "", text))
    text = _BEGINS.sub(lambda m: f"{m[1] or ''}\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}",
                       _MARKS.sub(r"\\\1", text))
    text = _NAMED.sub(f":{JOINER}", text)
    text = _PROTOCOL.sub(lambda m: f"{JOINER}{m[1]}\\:" if m[1] else JOINER, text)
    text = _DIRECTIVE.sub(r"\\:", _MAIL.sub(f"{JOINER}@", text))
    return _ENTITY.sub(r"\\&", text)


def linked(text: str) -> str:
    """As `escaped`, but a web address is a link to exactly the address that is shown."""
    return "".join(_link(part) if is_address else escaped(part)
                   for part, is_address in cut_at_addresses(text))


def cut_at_addresses(text: str) -> list[tuple[str, bool]]:
    """The parts of a text in order, and of each whether it is a web address; none is empty."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found[0])
        parts += [(text[end:found.start()], False), (address, True)]
        end = found.start() + len(address)
    return [part for part in [*parts, (text[end:], False)] if part[0]]


def _link(address: str) -> str:
    shown = escaped(address).replace(JOINER, "")
    target = _ENTITY.sub(r"\\&", address)
    return f"[{shown}](<{target}>)"


def unescaped(text: str) -> str:
    """What `escaped` was given, but for blank lines."""
    return re.sub(r"\\(.)", r"\1", text).replace(JOINER, "")


def _trimmed(address: str) -> str:
    """Without the marks of the sentence behind it; a closing bracket stays with its opening."""
    kept = address.rstrip(_BEHIND)
    while kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept[:-1].rstrip(_BEHIND)
    return kept
