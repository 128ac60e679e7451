"""Words and numbers in the reader's language.

Strings stand in the code in English; `data/locale/<language>/LC_MESSAGES/pra.po` holds the other
language and is read as it is, so no compiled catalogue can be out of date.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from pra_core.errors import MESSAGES, N_, PraError, Problem

LANGUAGES = ("en", "zh_CN")
LOCALE_ROOT = Path(__file__).resolve().parents[1] / "data" / "locale"

AGES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e9, N_("1 in {years} billion years")), (1e6, N_("1 in {years} million years"))),
    "zh_CN": ((1e8, N_("1 in {years} hundred million years")),
              (1e4, N_("1 in {years} ten thousand years"))),
}
"""How each language counts spans of a million years and more."""
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Translator:
    """Calls give the text in one language; immutable, one per reader, never one per process.

    `t("English text {x}", x=3)` looks the English text up and fills in the values. A text the
    catalogue lacks comes back in English. Braces are read as places only when values are given.
    """

    __slots__ = ("_catalogue", "language")

    def __init__(self, language: str, catalogue: Mapping[str, str]) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The text in the reader's language with the values filled in."""
        text = self._catalogue.get(msgid, msgid)
        return text.format(**values) if values else text

    def local(self, text: Mapping[str, str]) -> str:
        """The reader's language of a text that carries both; English where there is no other."""
        return text.get(self.language, text["en"])

    def error(self, problem: Problem) -> str:
        """Where, what and what is allowed, for one problem."""
        body = self(MESSAGES[problem.code], value=problem.value, allowed=self(problem.allowed))
        if not problem.path:
            return body
        return self(N_("{path}: {problem}"), path=problem.path, problem=body)

    def number(self, x: float, digits: int = 3) -> str:
        """`x` to `digits` significant digits, thousands separated, no trailing zeros.

        From 10¹⁵ up and below 10⁻⁴ as a power of ten; NaN in words.
        """
        if math.isnan(x):
            return self(N_("not defined"))
        if math.isinf(x):
            return "∞" if x > 0 else "−∞"
        return _plain(x, digits)

    def percent(self, p: float, digits: int = 3) -> str:
        """A share as a percentage; next to 1 the digits are those of what is missing to 1."""
        if not math.isfinite(p):
            return self.number(p)
        missing = 1.0 - p
        if 0.0 < missing < 0.1:
            decimals = 1 - math.floor(math.log10(100.0 * missing))
            text = _trimmed(f"{100.0 * p:.{min(max(decimals, 0), 12)}f}")
        else:
            text = _plain(100.0 * p, digits)
        return self(N_("{number} %"), number=text)

    def one_in(self, rate: float) -> str:
        """A rate per year [1/yr] as a frequency: "1 in 210 years", "3 per year".

        Two significant digits, a million years and more in words. Raises
        PraError("out_of_bounds") for a negative rate.
        """
        if rate < 0:
            raise PraError("out_of_bounds", value=rate, allowed=N_("a rate of at least 0 per year"))
        if rate == 0:
            return self(N_("none expected"))
        if not math.isfinite(rate):
            return self.number(rate)
        for size, words in AGES[self.language]:
            if 1e6 <= float(f"{1.0 / rate:.1e}") < 1e15 and 1.0 / rate >= 0.995 * size:
                return self(words, years=_plain(1.0 / rate / size, 2))
        years = _plain(1.0 / rate, 2)
        if rate < 1 and years != "1":
            return self(N_("1 in {years} years"), years=years)
        return self(N_("{count} per year"), count=_plain(rate, 2))


def translator(language: str) -> Translator:
    """The translator of one of `LANGUAGES`; PraError("unknown_id") for any other."""
    if language not in LANGUAGES:
        raise PraError("unknown_id", value=language, allowed=", ".join(LANGUAGES))
    path = catalogue_path(language)
    if not path.is_file():
        return Translator(language, MappingProxyType({}))
    return Translator(language, _catalogue(path, path.stat().st_mtime_ns))


def catalogue_path(language: str) -> Path:
    """Where the translations of a language are; English, the language of the code, has none."""
    return LOCALE_ROOT / language / "LC_MESSAGES" / "pra.po"


@lru_cache(maxsize=8)
def _catalogue(path: Path, modified: int) -> Mapping[str, str]:  # noqa: ARG001 - part of the key
    with path.open("rb") as file:
        found = {str(m.id): str(m.string) for m in read_po(file) if m.id and not m.fuzzy}
    return MappingProxyType({msgid: text for msgid, text in found.items() if text})


def _plain(x: float, digits: int) -> str:
    rounded = float(f"{x:.{digits - 1}e}")
    if rounded == 0:
        return "0"
    exponent = math.floor(math.log10(abs(rounded)))
    sign, size = ("−" if rounded < 0 else ""), abs(rounded)
    if exponent >= 15 or exponent < -4:
        mantissa, power = f"{size:.{digits - 1}e}".split("e")
        return f"{sign}{_trimmed(mantissa)} × 10{str(int(power)).translate(_SUPERSCRIPT)}"
    return sign + _trimmed(f"{size:,.{max(digits - 1 - exponent, 0)}f}")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
