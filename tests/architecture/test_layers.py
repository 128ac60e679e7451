"""Who may import whom: the contracts in pyproject.toml, checked over every module."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports


def test_import_contracts_hold(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_every_module_is_in_the_checked_graph(root: Path) -> None:
    checked = grimp.build_graph("pra_core", "pages", cache_dir=None).modules
    files = [p for top in ("pra_core", "pages") for p in (root / top).rglob("*.py")]
    parts = [p.relative_to(root).with_suffix("").parts for p in files]
    names = {".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts}
    assert names, "no module was found"
    assert names <= checked, f"outside the checked graph: {sorted(names - checked)}"


def test_the_entry_holds_the_app_and_nothing_else(
    root: Path, tree: Callable[[Path], ast.Module]
) -> None:
    body = tree(root / "app.py").body
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in body if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"streamlit", "starlette.middleware", "pages.ui.headers",
                        "pages.ui.return_address"}
    assert [ast.unparse(n.targets[0]) for n in body if isinstance(n, ast.Assign)] == ["app"]
    assert not [n for n in ast.walk(tree(root / "app.py")) if isinstance(n, ast.FunctionDef)]
