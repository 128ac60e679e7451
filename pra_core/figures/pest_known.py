"""Chart of the library of pests: entries by group of fields and by status."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pra_core import labels
from pra_core.figures import theme
from pra_core.i18n import Translator
from pra_core.pest_library.completeness import STATUSES

ROW_HEIGHT, FRAME_HEIGHT = 28, 110


def evidence(*, counts: pd.DataFrame, t: Translator) -> go.Figure:
    """Stacked bars: how many entries of each group are verified, elicited, assumed, unverified.

    Args:
        counts: columns title and the four statuses; from top to bottom.
        t: the reader's language.
    """
    figure = theme.figure(height=FRAME_HEIGHT + ROW_HEIGHT * len(counts), barmode="stack")
    for status in STATUSES:
        if counts[status].sum():
            figure.add_bar(
                x=counts[status], y=counts["title"], orientation="h",
                name=labels.badge(status, t),
                marker={"color": theme.STATUS_COLOURS[status]},
                hovertemplate="%{y}<br>%{x} %{fullData.name}<extra></extra>")
    figure.update_xaxes(title=t("Entries in the library"))
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=6)
    figure.update_layout(margin={"l": 12, "t": 12}, bargap=0.3, legend={"traceorder": "normal"})
    return figure
