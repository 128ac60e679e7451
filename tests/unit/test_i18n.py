"""Both languages complete; numbers to the digits that mean something."""

from __future__ import annotations

import ast
import os
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from pra_core.errors import MESSAGES, PraError, Problem
from pra_core.i18n import LANGUAGES, LOCALE_ROOT, Translator, catalogue_path, translator

KEYWORDS = {"t": None, "N_": None}
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def _places(text: str) -> list[str]:
    return sorted(place[1] for place in string.Formatter().parse(text) if place[1] is not None)


@pytest.fixture(scope="module")
def msgids(root: Path) -> dict[str, str]:
    """Every text a person reads, with the place it stands at."""
    found: dict[str, str] = {}
    files = [root / "app.py", *(root / "pages").rglob("*.py"), *(root / "pra_core").rglob("*.py")]
    for path in sorted(files):
        place = path.relative_to(root)
        for line, msgid, _, _ in extract_from_file("python", str(path), keywords=KEYWORDS):
            assert isinstance(msgid, str), f"{place}:{line}: one text at a time: {msgid}"
            found.setdefault(msgid, f"{place}:{line}")
    assert len(found) > len(MESSAGES)
    return found


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with catalogue_path(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def test_every_text_is_translated(msgids: dict[str, str], catalogue: Catalog) -> None:
    missing = []
    for msgid, place in msgids.items():
        entry = catalogue.get(msgid)
        if entry is None or not entry.string or entry.fuzzy:
            missing.append(f"{place}: {msgid!r}")
    listed = "\n".join(missing)
    assert not missing, f"{len(missing)} texts lack a translation (run: make messages):\n{listed}"


def test_translations_keep_the_places_for_values(catalogue: Catalog) -> None:
    texts = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    assert [msgid for msgid in texts if _places(msgid) != _places(texts[msgid])] == []


def test_catalogue_holds_no_text_the_code_has_dropped(
    msgids: dict[str, str], catalogue: Catalog
) -> None:
    assert sorted(str(m.id) for m in catalogue if m.id and m.id not in msgids) == []
    assert list(catalogue.obsolete) == []


def test_texts_are_whole_literals(root: Path) -> None:
    """An f-string or a sum inside t() would never be found by the extraction."""
    broken = []
    for top in ("pra_core", "pages"):
        for path in (root / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {"t", "N_", "self.t"} \
                        and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                    broken.append(f"{path.relative_to(root)}:{node.lineno}")
    assert broken == []


def test_locale_folders_are_the_known_languages() -> None:
    assert sorted(p.name for p in LOCALE_ROOT.iterdir() if p.is_dir()) == sorted(TRANSLATED)


def test_translator_fills_in_values_and_falls_back_to_english() -> None:
    t = Translator("zh_CN", {"{n} lots": "{n} 批"})
    assert t("{n} lots", n=3) == "3 批"
    assert t("{n} pears", n=3) == "3 pears"
    assert t("braces {stay}") == "braces {stay}"


def test_local_text_picks_the_language_of_the_reader() -> None:
    both = {"en": "citrus", "zh_CN": "柑橘"}
    assert translator("zh_CN").local(both) == "柑橘"
    assert translator("en").local(both) == "citrus"
    assert translator("zh_CN").local({"en": "citrus"}) == "citrus"


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(PraError) as refused:
        translator("fr")
    assert (refused.value.code, refused.value.value) == ("unknown_id", "fr")


def test_changed_catalogue_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "zh_CN" / "LC_MESSAGES" / "pra.po"
    path.parent.mkdir(parents=True)
    monkeypatch.setattr("pra_core.i18n.LOCALE_ROOT", tmp_path)
    seen = []
    for moment, word in enumerate(("先", "后"), start=1):
        path.write_text(f'msgid "before"\nmsgstr "{word}"\n', encoding="utf-8")
        os.utime(path, (moment, moment))
        seen.append(translator("zh_CN")("before"))
    assert seen == ["先", "后"]


def test_fuzzy_translation_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "zh_CN" / "LC_MESSAGES" / "pra.po"
    path.parent.mkdir(parents=True)
    path.write_text('#, fuzzy\nmsgid "before"\nmsgstr "后"\n', encoding="utf-8")
    monkeypatch.setattr("pra_core.i18n.LOCALE_ROOT", tmp_path)
    assert translator("zh_CN")("before") == "before"


def test_error_says_where_what_and_what_is_allowed() -> None:
    problem = Problem("out_of_bounds", "pathways.0.prevalence", 1.2, "0 … 1")
    assert translator("en").error(problem) == (
        "pathways.0.prevalence: 1.2 is outside what is allowed: 0 … 1"
    )
    chinese = translator("zh_CN").error(problem)
    assert "1.2" in chinese
    assert "is outside" not in chinese


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.0, "none expected"),
        (1e-12, "1 in 1,000 billion years"),
        (1 / 71.2e6, "1 in 71 million years"),
        (1.001e-6, "1 in 1 million years"),
        (1.02e-6, "1 in 980,000 years"),
        (1e-16, "1 in 1 × 10¹⁶ years"),
        (1 / 213, "1 in 210 years"),
        (1 / 2.04, "1 in 2 years"),
        (1 / 2.55, "1 in 2.5 years"),
        (0.999, "1 per year"),
        (1.0, "1 per year"),
        (3.14159, "3.1 per year"),
        (12_345.0, "12,000 per year"),
    ],
)
def test_rates_are_said_as_frequencies(rate: float, words: str) -> None:
    assert translator("en").one_in(rate) == words


def test_negative_rate_is_refused() -> None:
    with pytest.raises(PraError) as refused:
        translator("en").one_in(-1e-9)
    assert refused.value.code == "out_of_bounds"


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_no_raw_float_words_reach_the_screen(bad: float) -> None:
    t = translator("en")
    for text in (t.number(bad), t.percent(bad), t.one_in(bad)):
        assert "nan" not in text.lower().split()
        assert "inf" not in text.lower()


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (0.0, 3, "0"), (40_000.0, 3, "40,000"), (213_456.0, 3, "213,000"),
        (0.5, 3, "0.5"), (-3.14159, 3, "−3.14"), (99.96, 3, "100"), (9.996, 3, "10"),
        (4.8e-9, 2, "4.8 × 10⁻⁹"), (0.00012345, 2, "0.00012"), (1e16, 3, "1 × 10¹⁶"),
    ],
)
def test_numbers_carry_significant_digits(x: float, digits: int, text: str) -> None:
    assert translator("en").number(x, digits) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "0 %"), (1.0, "100 %"), (0.9, "90 %"), (0.123456, "12.3 %"),
        (0.99996832, "99.9968 %"), (0.9534, "95.3 %"), (4.8e-9, "4.8 × 10⁻⁷ %"),
    ],
    ids=["none", "all", "confidence", "plain", "Baker-1939-probit-9", "near-limit", "tiny"],
)
def test_percentages_keep_the_digits_next_to_one(p: float, text: str) -> None:
    assert translator("en").percent(p) == text
