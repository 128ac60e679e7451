"""Codes of training classes: short, read aloud, typed on a phone, forgiving."""

from __future__ import annotations

import hashlib
import unicodedata

from pra_core.errors import PraError

ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
"""No character that looks like another: none of 0 O, 1 I L, 2 Z, 5 S, 8 B."""
LENGTH = 6
"""25^6 = 244 million codes."""
FORM = "six letters and digits"
LONGEST_NICKNAME = 24
LOOK_ALIKE = str.maketrans(
    "авеікмнорстухѕјһԁԛԝѵαβεηικμνορτυχϲϳγω015iı|",
    "abelkmhopctyxsjhdqwvabenlkuvoptuxcjywolslll")
"""Small letters and digits, and the Latin letters they are taken for."""
LONGEST_LOOK = 128
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories of what nobody sees."""


def code_from(random_id: str) -> str:
    """The code that belongs to a random id; the same id gives the same code."""
    number = int.from_bytes(hashlib.sha256(random_id.encode()).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def read_code(typed: str) -> str:
    """The code as it is stored, whatever the case, spaces, dashes or width of the letters typed.

    Raises:
        PraError: class_unknown, where it cannot be the code of any class.
    """
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    code = "".join(letter for letter in folded if letter.isalnum())
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        raise PraError("class_unknown", "", typed.strip()[:20], FORM)
    return code


def spoken(code: str) -> str:
    """The code in two groups, as it stands on the screen."""
    half = LENGTH // 2
    return f"{code[:half]} {code[half:]}"


def nickname(typed: str) -> str:
    """A nickname on one line, without control characters.

    Raises:
        PraError: nickname_missing, where nothing is left of it or it is too long.
    """
    name = one_line(typed)
    if not name or len(name) > LONGEST_NICKNAME:
        raise PraError("nickname_missing", "", name[:40], f"1 to {LONGEST_NICKNAME} characters")
    return name


def look_of(name: str) -> str:
    """What a nickname looks like: names that look alike give the same text.

    Case, width, spaces, marks and punctuation are left out; Cyrillic and Greek letters and digits
    are taken as the Latin letters they look like (common ones of Unicode Technical Standard 39).
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(LOOK_ALIKE)
    kept = "".join(one for one in folded if unicodedata.category(one)[0] not in "ZPM")
    return (kept or folded)[:LONGEST_LOOK]


def one_line(typed: str) -> str:
    """Text on one line, without controls and marks that turn the direction of what follows."""
    kept = (" " if letter.isspace() else letter
            for letter in unicodedata.normalize("NFC", typed[:400])
            if letter.isspace() or unicodedata.category(letter) not in UNSEEN)
    return " ".join("".join(kept).split())
