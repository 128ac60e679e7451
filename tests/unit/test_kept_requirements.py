"""Import requirements written by hand outlive a visit."""

from __future__ import annotations

import pytest

from pra_core.errors import PraError
from pra_core.import_requirements import MOST_LETTERS, Edit
from pra_core.import_requirements.kept import edits_from, edits_text

EDITS = {("medfly-citrus-china", "zh_CN", "packing"): Edit("包装：\n两次分级 \U0001f600", ""),
         ("medfly-citrus-china", "en", "packing"): Edit('"{}', "old")}


def test_what_is_kept_comes_back_equal() -> None:
    assert edits_from(edits_text(EDITS)) == EDITS
    assert edits_from(edits_text({})) == {}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[["a","b","c","d"]]', '[["a","b","c",1,"e"]]',
                                  "[" * 100_000,
                                  f'[["a","b","c","{"x" * (MOST_LETTERS + 1)}","e"]]'],
                         ids=lambda text: text[:12])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PraError) as raised:
        edits_from(text)
    assert raised.value.code == "unreadable"
