"""Chart of the library: measures by category of the menu, with and without evidence."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.i18n import Translator

ROW_HEIGHT, FRAME_HEIGHT = 26, 104


def coverage(*, rows: pd.DataFrame, t: Translator) -> go.Figure:
    """Bars by category: evidence on the pest at hand, and efficacy to be decided.

    Args:
        rows: columns category, objective, known, open; from top to bottom.
        t: the reader's language.
    """
    figure = theme.figure(height=FRAME_HEIGHT + ROW_HEIGHT * len(rows), barmode="stack")
    for column, name, colour in (("known", t("efficacy known for this pest"), theme.ACCENT),
                                 ("open", t("efficacy to be decided"), theme.LINE)):
        figure.add_bar(
            x=rows[column], y=rows["category"], orientation="h", name=name,
            marker={"color": colour, "line": {"color": theme.REFERENCE, "width": 0.5}},
            customdata=rows["objective"],
            hovertemplate="%{y}<br>%{customdata}<br>%{x} %{fullData.name}<extra></extra>")
    most = int((rows["known"] + rows["open"]).max())
    figure.update_xaxes(title=t("Measures in the library for this pathway"),
                        dtick=max(1, most // 8), range=[0, most * 1.03])
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=6)
    figure.update_layout(margin={"l": 12, "t": 12}, bargap=0.3, legend={"traceorder": "normal"})
    return figure
