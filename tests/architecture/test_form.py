"""The form of the repository: names at the top, sizes of files, nothing of one machine."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

TOP_LEVEL = {
    "app.py", "pages", "pra_core", "data", "tests", "requirements.txt", "README.md",
    "pyproject.toml", "Makefile", ".ci", ".streamlit", "LICENSE", "CHANGELOG.md",
    "requirements-dev.txt", ".gitignore",
}
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".txt", ".sh", ".csv", ".json", ".po",
        ".typ", ".html", ""}
MACHINE_PATH = re.compile(
    r"(?<![\w.~/-])/(?:home|Users|root|work|farm|mnt|srv)/\w|(?<!\w)[A-Z]:\\\\?Users\\"
)
IMPORTED_AS = {"PyYAML": "yaml", "Babel": "babel", "charset-normalizer": "charset_normalizer",
               "SQLAlchemy": "sqlalchemy", "python-docx": "docx"}
LOADED_BY = {"psycopg[binary]": "sqlalchemy", "Authlib": "streamlit", "httpx": "streamlit"}
"""Imported by another package when it is asked for: a database's driver, the log-in."""
COMES_WITH = {"pydantic_core": "pydantic", "starlette": "streamlit", "branca": "folium"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "engine"}


def test_top_level_holds_only_the_agreed_names(root: Path, shipped: list[Path]) -> None:
    found = {p.relative_to(root).parts[0] for p in shipped}
    assert found <= TOP_LEVEL, f"not agreed: {sorted(found - TOP_LEVEL)}"
    needed = {"README.md", "app.py", "requirements.txt", "LICENSE"}
    assert needed <= found, f"missing: {sorted(needed - found)}"


def test_core_files_are_at_most_300_lines(root: Path) -> None:
    sizes = _sizes(root, [*(root / "pra_core").rglob("*.py"), *(root / "pages/ui").rglob("*.py")])
    assert {name: n for name, n in sizes.items() if n > 300} == {}


def test_pages_are_at_most_80_lines(root: Path) -> None:
    sizes = _sizes(root, (root / "pages").glob("*.py"))
    assert len(sizes) > 1
    assert {name: n for name, n in sizes.items() if n > 80} == {}


def test_functions_are_at_most_40_lines(
    root: Path, tree: Callable[[Path], ast.Module]
) -> None:
    """Lines of code: the docstring with its equation and citation does not count."""
    files = [*(root / "pra_core").rglob("*.py"), *(root / "pages").rglob("*.py")]
    long = {
        f"{path.relative_to(root)}:{node.name}": n
        for path in files for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (n := _code_lines(node)) > 40
    }
    assert long == {}


def test_no_file_has_a_vague_name(shipped: list[Path]) -> None:
    assert [p for p in shipped if p.suffix == ".py" and p.stem.lower() in VAGUE] == []


def test_no_shipped_file_names_a_path_of_one_machine(root: Path, shipped: list[Path]) -> None:
    found = {}
    for path in shipped:
        if path.suffix in TEXT and "static" not in path.parts:
            match = MACHINE_PATH.search(path.read_text(encoding="utf-8"))
            if match:
                found[str(path.relative_to(root))] = match.group(0)
    assert found == {}


def test_every_requirement_is_pinned(root: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [ln.strip() for ln in (root / name).read_text().splitlines() if ln.strip()]
        loose = [ln for ln in lines if "==" not in ln and not ln.startswith(("#", "-r "))]
        assert loose == [], name


def test_requirements_are_exactly_what_is_imported(
    root: Path, tree: Callable[[Path], ast.Module]
) -> None:
    files = [root / "app.py", *(root / "pages").rglob("*.py"), *(root / "pra_core").rglob("*.py")]
    imported = {name for path in files for name in _imported(tree(path))}
    outside = imported - sys.stdlib_module_names - {"pages", "pra_core"}
    lines = (root / "requirements.txt").read_text().split()
    names = [ln.split("==")[0] for ln in lines]
    assert set(LOADED_BY) <= set(names)
    required = {IMPORTED_AS.get(name, name) for name in names if name not in LOADED_BY}
    assert {COMES_WITH.get(name, name) for name in outside} == required


def _imported(module: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def _sizes(root: Path, files: Iterable[Path]) -> dict[str, int]:
    return {
        str(p.relative_to(root)): len(p.read_text(encoding="utf-8").splitlines()) for p in files
    }


def _code_lines(node: ast.FunctionDef) -> int:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if documented and first.end_lineno else node.lineno - 1
    return (node.end_lineno or node.lineno) - start
