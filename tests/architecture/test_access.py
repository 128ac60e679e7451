"""Access has no back door: every call of the library says who asks, no cache knows a person."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

from pra_core.store.scenarios import ScenarioLibrary

ABOUT_NOBODY = {"close", "seen"}
"""Ends the library; says who somebody is, from a log-in that was checked before."""
PERSONAL = {"people_actor", "session_access", "people_class", "own_data", "library", "user"}


def test_every_call_of_the_library_says_who_asks() -> None:
    silent = [
        name for name, call in inspect.getmembers(ScenarioLibrary, inspect.isfunction)
        if not name.startswith("_") and name not in ABOUT_NOBODY
        and list(inspect.signature(call).parameters)[1:2] != ["actor"]
    ]
    assert silent == []


def test_no_shared_cache_reads_who_asks(root: Path, tree: Callable[[Path], ast.Module]) -> None:
    """`st.cache_*` is shared by everybody: what it keeps may depend on its arguments only."""
    cached = [
        (path, node)
        for path in sorted((root / "pages/ui").glob("compute*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and any("cache_" in ast.unparse(one) for one in node.decorator_list)
    ]
    assert len(cached) > 30
    found = [
        f"{path.name}:{node.name}: {inner.id if isinstance(inner, ast.Name) else inner.attr}"
        for path, node in cached for body in node.body for inner in ast.walk(body)
        if (isinstance(inner, ast.Name) and inner.id in PERSONAL)
        or (isinstance(inner, ast.Attribute) and inner.attr in PERSONAL)
    ]
    assert found == []


def test_only_the_store_opens_the_database(root: Path, tree: Callable[[Path], ast.Module]) -> None:
    """Pages ask the library; `.database` is for the tables of classes, which have no owner."""
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in (root / "pages").rglob("*.py") if path.name != "compute_classes.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "database"
    ]
    assert found == []
