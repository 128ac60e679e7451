"""The version that reports print is the one the changelog tells of."""

from __future__ import annotations

import re
from pathlib import Path

from pra_core import __version__


def test_the_changelog_begins_with_this_version(root: Path) -> None:
    heads = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heads[0] == __version__
