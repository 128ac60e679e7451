"""On what the inputs of a scenario in the making rest, by step of ISPM 11."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from pra_core import labels
from pra_core.figures import theme
from pra_core.figures.draft_words import OPEN, SET, part_title
from pra_core.i18n import Translator

OPEN_COLOUR = "#ffffff"
HEIGHT, ROW = 110, 44


def by_step(*, counts: Mapping[str, Mapping[str, int]], t: Translator) -> go.Figure:
    """One bar a step, split by status of the source; what is open is hatched.

    `counts`: step -> status, `SET` or `OPEN` -> number of inputs.
    """
    figure = theme.figure(height=HEIGHT + ROW * len(counts), barmode="stack", showlegend=True,
                          margin={"l": 16, "r": 16, "t": 48, "b": 40},
                          legend={"traceorder": "normal"})
    steps = [part_title(part, t) for part in counts]
    apart = {OPEN: (t("open"), OPEN_COLOUR), SET: (t("set by the user"), theme.WITHIN)}
    for status in (*labels.STATUS_MARKS, SET, OPEN):
        numbers = [found.get(status, 0) for found in counts.values()]
        if not any(numbers):
            continue
        name, colour = apart.get(status) or (labels.badge(status, t),
                                             theme.STATUS_COLOURS[status])
        dark = status in ("verified", "unverified")
        figure.add_bar(
            y=steps, x=numbers, orientation="h", name=name,
            text=[t.number(n) if n else "" for n in numbers], textposition="inside",
            insidetextanchor="middle",
            textfont={"color": theme.PAGE if dark else theme.INK, "size": 16},
            marker={"color": colour, "line": {"color": theme.INK, "width": 1},
                    "pattern": {"shape": "/" if status == OPEN else "",
                                "fgcolor": theme.REFERENCE}},
            hovertemplate=f"{name}: %{{x}}<extra></extra>")
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title={"text": t("Number of inputs")}, dtick=2)
    return figure
