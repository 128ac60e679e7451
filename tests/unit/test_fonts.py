"""The shipped fonts can draw every word that the workbench says, in regular and in bold."""

from __future__ import annotations

import ast
import gzip
from functools import lru_cache
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont

from pra_core import i18n, reference

MARKS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
WEIGHTS = {"regular": ("fonts/NotoSansSC-Regular.otf", "DejaVuSans.ttf"),
           "bold": ("fonts/NotoSansSC-Bold.ttf", "DejaVuSans-Bold.ttf")}
UNSEEN = {"\u2060", "\u200b", "\ufeff", "\u200d", "\ufe0f", "\u9fff"}
"""Joiners and breaks, which no font draws, and the end of a range in a pattern."""
LEVEL_ONE = [bytes((row, column)).decode("gb2312")
             for row in range(0xB0, 0xF8) for column in range(0xA1, 0xFF)
             if not (row == 0xD7 and column > 0xF9)]
"""The 6,763 Chinese characters of GB/T 2312-1980."""


@pytest.fixture(scope="module", params=sorted(WEIGHTS))
def drawn(request: pytest.FixtureRequest) -> set[int]:
    text, marks = WEIGHTS[request.param]
    return {*TTFont(reference.verified_path(text)).getBestCmap(),
            *TTFont(MARKS / marks).getBestCmap()}


def test_every_word_of_both_languages(drawn: set[int], root: Path) -> None:
    said = i18n.catalogue_path("zh_CN").read_text("utf-8")
    assert _missing(said + _literals(root), drawn) == []


def test_every_name_in_the_data(drawn: set[int], root: Path) -> None:
    texts = [path.read_text("utf-8") for suffix in ("yaml", "csv")
             for path in sorted((root / "data").rglob(f"*.{suffix}"))
             if "downloads" not in path.parts]
    with gzip.open(reference.verified_path("library.json.gz")) as file:
        texts.append(file.read().decode())
    assert len(texts) > 10
    assert _missing("".join(texts), drawn) == []


def test_every_character_of_the_national_standard(drawn: set[int]) -> None:
    assert len(LEVEL_ONE) == 6763
    assert _missing("".join(LEVEL_ONE), drawn) == []


def test_fonts_come_with_their_licences(root: Path) -> None:
    for name in ("NotoSansSC-LICENSE.txt", "NotoSansSC-Bold-LICENSE.txt"):
        assert "SIL OPEN FONT LICENSE" in (root / "data/fonts" / name).read_text("utf-8")


@lru_cache(maxsize=1)
def _literals(root: Path) -> str:
    """Every text in the code, whether said to a person or not."""
    nodes = (node for top in ("pra_core", "pages") for path in sorted((root / top).rglob("*.py"))
             for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return "".join(node.value for node in nodes
                   if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _missing(text: str, drawn: set[int]) -> list[str]:
    return sorted(c for c in set(text) - UNSEEN
                  if c.isprintable() and not c.isspace() and ord(c) not in drawn)
