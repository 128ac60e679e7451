"""Where compiled kernels are kept: one folder per version of all kernel sources.

Numba dates a compiled function by its own file alone; a kernel that calls one in another file
would stay stale after an update. Imported by the lowest kernel module, before anything compiles.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from numba import config


def _version() -> str:
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*kernel*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _keep_by_version() -> None:
    """Point numba at the folder; where it cannot be written, numba's own user folder serves."""
    root = Path(config.CACHE_DIR) if config.CACHE_DIR else Path(__file__).parent / "__pycache__"
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if os.access(root, os.W_OK):
        config.CACHE_DIR = str(root / f"kernels-{_version()}")


_keep_by_version()
