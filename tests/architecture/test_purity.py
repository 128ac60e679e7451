"""The core computes: no words on a console, no clock, no unseeded chance, no stray files."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Tree = Callable[[Path], ast.Module]

CLOCK_MODULES = {"time", "random", "secrets", "uuid"}
CLOCK_CALLS = {"now", "today", "utcnow"}
NUMPY_RANDOM = {"default_rng", "SeedSequence", "Generator", "BitGenerator", "PCG64", "Philox"}
FILE_CALLS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "to_csv"}
READS_FILES = ("reference.py", "reference_places.py", "library_file.py", "hosts/tables.py",
               "measure_library/library.py", "store/", "i18n.py", "report/", "__main__.py",
               "kernel_cache.py")
IN_MEMORY = {"memory.open"}
"""A file that exists in memory only (GeoTIFF)."""
SPEAKS = ("__main__.py",)


@pytest.fixture(scope="module")
def core(root: Path, tree: Tree) -> dict[str, ast.Module]:
    base = root / "pra_core"
    return {p.relative_to(base).as_posix(): tree(p) for p in sorted(base.rglob("*.py"))}


def test_core_prints_and_logs_nothing(core: dict[str, ast.Module]) -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, module in core.items() if name not in SPEAKS
        for call in _calls(module) if ast.unparse(call.func) == "print"
    ]
    found += _imports(core, {"logging"}, SPEAKS)
    assert found == []


def test_core_reads_no_clock(core: dict[str, ast.Module]) -> None:
    calls = [
        f"{name}:{call.lineno}"
        for name, module in core.items()
        for call in _calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCK_CALLS
    ]
    assert calls + _imports(core, CLOCK_MODULES, ()) == []


PUT_BACK = {("sensitivity/salib.py", "get_state"), ("sensitivity/salib.py", "set_state")}
"""One library seeds numpy's global generator; the state is put back as it was."""


def test_core_draws_only_from_seeded_generators(core: dict[str, ast.Module]) -> None:
    found = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, module in core.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr not in NUMPY_RANDOM
        and ast.unparse(node.value) in {"np.random", "numpy.random"}
        and (name, node.attr) not in PUT_BACK
    ]
    unseeded = [
        f"{name}:{call.lineno}: {ast.unparse(call)}"
        for name, module in core.items()
        for call in _calls(module)
        if ast.unparse(call.func).endswith("default_rng") and not (call.args or call.keywords)
    ]
    assert found + unseeded == []


def test_only_named_modules_touch_files(core: dict[str, ast.Module]) -> None:
    found = [
        f"{name}:{call.lineno}: {ast.unparse(call.func)}"
        for name, module in core.items() if not name.startswith(READS_FILES)
        for call in _calls(module)
        if ast.unparse(call.func).rsplit(".", 1)[-1] in FILE_CALLS
        and ast.unparse(call.func) not in IN_MEMORY
    ]
    assert found == []


def test_nothing_catches_every_exception(root: Path, tree: Tree) -> None:
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for top in ("pra_core", "pages") for path in (root / top).rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "owner"),
    [("session_state", "session"), ("cache_data", "compute"), ("cache_resource", "compute")],
)
def test_streamlit_state_has_one_door(root: Path, tree: Tree, name: str, owner: str) -> None:
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in (root / "pages").rglob("*.py") if path.stem.split("_")[0] != owner
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == name
    ]
    assert found == []


def _calls(module: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def _imports(
    core: dict[str, ast.Module], banned: set[str], exempt: tuple[str, ...]
) -> list[str]:
    found = []
    for name, module in core.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]}
            else:
                continue
            if names & banned and name not in exempt:
                found.append(f"{name}:{node.lineno}: {sorted(names & banned)}")
    return found
