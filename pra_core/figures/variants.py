"""Which uncertain value of the climate model moves the suitable area."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.i18n import Translator

ROW_HEIGHT, FRAME_HEIGHT = 34, 120


def driver_bars(*, frame: pd.DataFrame, t: Translator) -> go.Figure:
    """Rank correlation of each value with the suitable area, strongest on top.

    `frame`: title, correlation (-1 to 1), as `variant_words.drivers` gives it.
    """
    shown = frame.iloc[::-1]
    figure = theme.figure(height=FRAME_HEIGHT + ROW_HEIGHT * len(shown), showlegend=False,
                          margin={"l": 20, "r": 40, "t": 10, "b": 60})
    figure.add_bar(
        x=shown["correlation"], y=shown["title"], orientation="h",
        marker={"color": [theme.ACCENT if c >= 0 else theme.BEYOND for c in shown["correlation"]]},
        text=[f"{c:+.2f}".replace("-", "−") for c in shown["correlation"]],
        textposition="outside", cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>")
    figure.update_xaxes(range=[-1.15, 1.15], tickvals=[-1, -0.5, 0, 0.5, 1], zeroline=True,
                        zerolinecolor=theme.REFERENCE,
                        title={"text": t("Rank correlation with the suitable area, −1 to +1")})
    return figure
