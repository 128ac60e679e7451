"""Cells as a palette image: 8 bit per pixel, transparent where there is no cell."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pra_core.maps.geometry import mercator
from pra_core.reference import STEP

TRANSPARENT = 255
"""Palette entry of pixels outside the PRA area."""
FINER = 4
"""Image rows per row of cells, where rows are narrowest: places edges to a quarter of a cell."""
MOST = 1_600
"""Image rows that are enough for a screen."""


def mercator_lines(north: float, south: float) -> int:
    """Lines of a picture between two latitudes: `FINER` per row of cells, fewer for half a globe.

    The picture stays below `MOST` lines as long as each row of cells has one of its own.
    """
    top, bottom = float(mercator(north)), float(mercator(south))
    lowest = 0.0 if south <= 0.0 <= north else min(abs(south), abs(north))
    rows = float((top - bottom) * np.cos(np.radians(lowest)) / np.radians(STEP))
    return max(1, round(rows * min(FINER, max(1.0, MOST / rows))))


def mercator_rows(image: NDArray[np.uint8], north: float, south: float) -> NDArray[np.uint8]:
    """The image [rows, columns] of equal latitudes stretched to rows of equal Mercator y.

    Web maps stretch a picture evenly between its corners, so rows must be even in y:
    latitude = atan(sinh(y)). Nearest row; nothing is averaged.
    """
    top, bottom = float(mercator(north)), float(mercator(south))
    count = mercator_lines(north, south)
    y = top - (np.arange(count) + 0.5) * (top - bottom) / count
    latitude = np.degrees(np.arctan(np.sinh(y)))
    row = np.floor((north - latitude) / STEP).astype(np.intp)
    return np.asarray(image[np.minimum(np.maximum(row, 0), image.shape[0] - 1)])


def palette_png(image: NDArray[np.uint8], colours: Sequence[str]) -> bytes:
    """PNG with a palette (colour type 3) of `#rrggbb` by code; `TRANSPARENT` shows nothing.

    Format: W3C Portable Network Graphics (third edition), 11.2.
    """
    table = np.zeros((256, 3), np.uint8)
    for code, colour in enumerate(colours):
        table[code] = tuple(bytes.fromhex(colour[1:]))
    opaque = np.full(256, 255, np.uint8)
    opaque[TRANSPARENT] = 0
    rows, columns = image.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # first byte of a line: filter type 0
    lines[:, 1:] = image
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", header), _chunk(b"PLTE", table.tobytes()),
        _chunk(b"tRNS", opaque.tobytes()), _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
        _chunk(b"IEND", b"")))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def data_url(png: bytes) -> str:
    """The picture inside the page itself."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
