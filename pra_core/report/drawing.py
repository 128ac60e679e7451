"""Drawings for paper: vector graphics with letters as outlines, or pictures; no clock, no state.

matplotlib is slow to import and needed when somebody prints, not at every start: it is imported
inside the functions.
"""

from __future__ import annotations

import io
import textwrap
import threading
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pra_core import reference
from pra_core.figures import theme
from pra_core.report.document import Form

FONT = "fonts/NotoSansSC-Regular.otf"
DPI = 200
MM = 25.4
_ONE_AT_A_TIME = threading.Lock()
"""Settings of matplotlib are those of the whole process."""

Paint = Callable[[Any], None]
"""Draws on an empty matplotlib figure."""


def picture(form: Form, paint: Paint, width_mm: float, height_mm: float) -> bytes:
    """What `paint` draws, as SVG or as PNG of `DPI` dots per inch; the same bytes each time."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    # Formulas off: a dollar sign in a title is a dollar sign.
    with _ONE_AT_A_TIME, matplotlib.rc_context({
            "svg.fonttype": "path", "svg.hashsalt": "pra", "text.parse_math": False}):
        figure = Figure(figsize=(width_mm / MM, height_mm / MM), layout="constrained",
                        facecolor=theme.PAGE, dpi=DPI)
        paint(figure)
        stream = io.BytesIO()
        # `savefig` would go through the whole drawing once more before it writes.
        canvas: Any = (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(figure)
        if form == "svg":
            canvas.print_svg(stream, metadata={"Date": None})
        else:
            canvas.print_png(stream, metadata={"Software": None},
                             pil_kwargs={"compress_level": 3})
    return stream.getvalue()


@lru_cache(maxsize=16)
def letters(size: float = 8.0) -> Any:
    """The shipped font; superscripts come from the one that matplotlib brings."""
    from matplotlib.font_manager import FontProperties

    _add_font()
    return FontProperties(family=["Noto Sans SC", "DejaVu Sans"], size=size)


@lru_cache(maxsize=1)
def _add_font() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(str(reference.verified_path(FONT)))


def legend_above(axes: Any, columns: int = 3, size: float = 8.0) -> None:
    """What the marks mean, above the axes; leaves the width of the axes alone (`room_above`)."""
    found = axes.legend(prop=letters(size), frameon=False, loc="lower left",
                        bbox_to_anchor=(0, 1.0), ncols=columns, borderpad=0, handlelength=1.3,
                        columnspacing=1.0)
    found.set_in_layout(False)


def room_above(figure: Any, lines: int = 1) -> None:
    """Keeps room for so many lines of legend above the axes."""
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 4.2 * lines / (figure.get_figheight() * MM)))


def finished(axes: Any, size: float = 8.0) -> None:
    """Open frame, ink and letters of the common look."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=size, colors=theme.INK)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(letters(size))


def folded(text: str, width: int, lines: int = 3) -> str:
    """A label on a few lines; full-width letters count as two."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    cut = textwrap.wrap(text, max(4, width // 2 if wide else width), break_long_words=wide)
    more = "…" if len(cut) > lines else ""
    return "\n".join(cut[:lines]) + more
