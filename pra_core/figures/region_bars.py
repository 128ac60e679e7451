"""Chart of regions: ranked bars with their intervals."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from pra_core import labels
from pra_core.figures import theme
from pra_core.i18n import Translator

ROW_HEIGHT, FRAME_HEIGHT = 30, 96
TICKS = 5


def bars(*, rows: pd.DataFrame, measure: str, title: str, t: Translator) -> go.Figure:
    """Regions from top to bottom as in `rows`: median as bar, 5 to 95 % as a line.

    Args:
        rows: columns title, `measure`, `measure`_low, `measure`_high; one row per region.
        measure: value (money), hosts (ha) or suitable (km2).
        title: of the axis of amounts, with its unit.
        t: the reader's language.
    """
    middle, low, high = (rows[f"{measure}{end}"] for end in ("", "_low", "_high"))
    spread = {"type": "data", "symmetric": False, "array": high - middle,
              "arrayminus": middle - low, "color": theme.INK, "thickness": 1.5, "width": 4}
    said = [t("{amount} ({low} to {high})", amount=t.number(m), low=t.number(a), high=t.number(b))
            for m, a, b in zip(middle, low, high, strict=True)]
    figure = theme.figure(height=FRAME_HEIGHT + ROW_HEIGHT * len(rows), showlegend=False)
    figure.add_bar(x=middle, y=rows["title"], orientation="h", error_x=spread, customdata=said,
                   marker={"color": theme.WITHIN}, hovertemplate="%{y}<br>%{customdata}"
                   "<extra></extra>")
    ticks = _ticks(float(high.max()))
    figure.update_xaxes(
        title=title, range=[0, ticks[-1] * 1.02], tickvals=ticks,
        ticktext=[labels.money(x, "", t).strip() if measure == "value" else t.number(x)
                  for x in ticks])
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=6)
    figure.update_layout(margin={"l": 12, "t": 12}, bargap=0.35)
    return figure


def _ticks(most: float) -> list[float]:
    """Round amounts from 0 to at least `most`, about TICKS of them; 0 and 1 where it is 0."""
    if most <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(most / TICKS))
    step = next(k * power for k in (1.0, 2.0, 2.5, 5.0, 10.0) if k * power * TICKS >= most)
    count = next(n for n in range(1, TICKS + 1) if n * step >= most)
    return [step * n for n in range(count + 1)]
