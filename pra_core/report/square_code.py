"""A text as a square code (ISO/IEC 18004) that a camera reads."""

from __future__ import annotations

import io
from typing import Literal


def qr_svg(text: str) -> str:
    """The code as SVG, four empty modules around it."""
    return _drawn(text, "svg").decode()


def qr_png(text: str) -> bytes:
    """The code as PNG, eight pixels a module."""
    return _drawn(text, "png")


def _drawn(text: str, kind: Literal["svg", "png"]) -> bytes:
    import segno  # needed when somebody prints, not at every start

    stream = io.BytesIO()
    code = segno.make(text, error="l", micro=False)
    if kind == "svg":
        code.save(stream, kind=kind, border=4, xmldecl=False)
    else:
        code.save(stream, kind=kind, border=4, scale=8)
    return stream.getvalue()
