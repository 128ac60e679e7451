"""Hectares of cells as one line of text, so that a user's map fits into a scenario file."""

from __future__ import annotations

import base64
import binascii
import zlib

import numpy as np
from numpy.typing import NDArray

from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray

COLUMNS = 1440
ROWS = 721
MARK = "1:"
"""Version of the packing, in front of the text."""
RECORD = 8
"""Bytes of one cell: key as uint32, hectares as float32, little-endian."""
ALLOWED = N_("a packed grid as this program writes it")


def cell_keys(row: NDArray[np.uint16], col: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Key of each cell, [cells]: 1440 row + column, the same in every boundary set."""
    return row.astype(np.int64) * COLUMNS + col.astype(np.int64)


def pack(keys: NDArray[np.int64], hectares: FloatArray) -> str:
    """Text of the cells with hectares above zero; `keys` and `hectares` are [n].

    Keys are stored as differences, values as float32 (relative error at most 6e-8), compressed
    with zlib and written in base64. The order of the cells does not matter.
    """
    order = np.argsort(keys, kind="stable")
    kept = order[hectares[order] > 0]
    steps = np.diff(keys[kept], prepend=0).astype("<u4")
    data = steps.tobytes() + hectares[kept].astype("<f4").tobytes()
    return MARK + base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def unpack(text: str, path: str = "hosts.grid") -> tuple[NDArray[np.int64], FloatArray]:
    """Keys (ascending) and hectares of the cells of a packed text, [n] each.

    Raises PraError `unreadable` for anything `pack` cannot have written.
    """
    data = _inflated(text, path)
    count = len(data) // RECORD
    steps = np.frombuffer(data, "<u4", count).astype(np.int64)
    hectares = np.frombuffer(data, "<f4", count, 4 * count).astype(np.float64)
    keys = np.cumsum(steps)
    ordered = count > 0 and bool((steps[1:] > 0).all()) and int(keys[-1]) < ROWS * COLUMNS
    if len(data) % RECORD or not ordered or not np.isfinite(hectares).all() or (hectares < 0).any():
        raise PraError("unreadable", path, f"{text[:12]}…", ALLOWED)
    return keys, hectares


def _inflated(text: str, path: str) -> bytes:
    most = RECORD * ROWS * COLUMNS
    try:
        packed = base64.b64decode(text.removeprefix(MARK), validate=True)
        # A bound on what comes out: a small text must not fill the memory.
        data = zlib.decompressobj().decompress(packed, most)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise PraError("unreadable", path, f"{text[:12]}…", ALLOWED) from error
    if not text.startswith(MARK):
        raise PraError("unreadable", path, f"{text[:12]}…", ALLOWED)
    return data
