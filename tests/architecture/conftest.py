"""What the repository ships, and the syntax tree of its Python files."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

NOT_SHIPPED = {".git", ".venv", "__pycache__", "htmlcov", "downloads"}


def _from_git(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, text=True, check=True,
    )
    return [root / name for name in listed.stdout.split("\0") if name]


def _from_disk(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if not NOT_SHIPPED & set(p.relative_to(root).parts)]


@pytest.fixture(scope="session")
def shipped(root: Path) -> list[Path]:
    """Every file of the repository; from a downloaded archive, every file on disk."""
    found = _from_git(root) if (root / ".git").exists() else _from_disk(root)
    return sorted(p for p in found if p.is_file())


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], ast.Module]:
    """The syntax tree of a file."""
    return lambda path: ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
