"""Charts of the value of information: what would change the choice, and studies by their size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.sensitivity_labels import folded_apart
from pra_core.figures.study_answer_words import cases
from pra_core.i18n import Translator
from pra_core.summary import Z95
from pra_core.value_of_information import Study


def chances(*, found: Sequence[Study], named: Sequence[str], t: Translator) -> go.Figure:
    """Cases of 100 in which the choice would change, lighter and stricter, with 95 % intervals.

    `found`: studies, the first on top, `named` their labels.
    """
    figure = theme.figure(height=130 + 44 * len(found), barmode="stack", bargap=0.35,
                          margin={"l": 16, "r": 30, "t": 50, "b": 60})
    places, ranked = list(range(len(found))), list(reversed(found))
    error = np.array([100.0 * Z95 * one.change.error for one in ranked])
    total = np.array([100.0 * one.change.chance for one in ranked])
    for name, values, colour, pattern in (
            (t("to a lighter set"), [one.change.lighter for one in ranked], theme.WITHIN, ""),
            (t("to a stricter set"), [one.change.stricter for one in ranked], theme.BEYOND, "/")):
        figure.add_bar(
            y=places, x=100.0 * np.array(values), orientation="h", name=name,
            marker={"color": colour, "pattern": {
                "shape": pattern, "fillmode": "overlay", "fgcolor": theme.INK, "fgopacity": 0.45,
                "size": 7}},
            customdata=[t("{cases} of 100 cases", cases=cases(v, t)) for v in values],
            hovertemplate="%{customdata}<extra>" + name + "</extra>")
    figure.add_scatter(
        x=total, y=places, mode="markers", showlegend=False, hoverinfo="skip",
        marker={"size": 1, "color": theme.INK},
        error_x={"type": "data", "array": np.minimum(error, 100.0 - total), "symmetric": False,
                 "arrayminus": np.minimum(error, total), "color": theme.INK, "thickness": 1.5})
    figure.update_layout(legend={"traceorder": "normal"})
    figure.update_yaxes(tickvals=places, ticktext=folded_apart(named)[::-1],
                        showgrid=False, range=(-0.5, len(found) - 0.5))
    figure.update_xaxes(title={"text": t("Cases of 100 in which the choice would change")},
                        range=[0, 101])
    return figure


def by_size(*, sizes: Sequence[int], found: Sequence[Study], exact: Study, chosen: int, title: str,
            t: Translator) -> go.Figure:
    """Worth of a study in steps by its number of samples, with a 95 % band.

    Dashed: knowing the number exactly. Diamond: the number of samples chosen.
    """
    x = np.array(sizes, np.float64)
    value = np.array([one.steps.value for one in found])
    error = np.array([Z95 * one.steps.error for one in found])
    hover = [t("{n} samples: worth {steps} steps; changes the choice in {cases} of 100 cases",
               n=t.number(float(n), 8), steps=t.number(one.steps.value, 2),
               cases=cases(one.change.chance, t)) for n, one in zip(sizes, found, strict=True)]
    figure = theme.figure(height=380, margin={"l": 80, "r": 24, "t": 60, "b": 64})
    figure.add_scatter(x=x, y=value + error, mode="lines", line={"width": 0}, hoverinfo="skip",
                       showlegend=False)
    figure.add_scatter(x=x, y=np.maximum(value - error, 0.0), mode="lines", line={"width": 0},
                       fill="tonexty", fillcolor=theme.ACCENT_BAND, hoverinfo="skip",
                       name=t("95 % interval"))
    figure.add_scatter(x=x, y=value, mode="lines+markers", name=t("with so many samples"),
                       line={"color": theme.ACCENT, "width": 3}, customdata=hover,
                       hovertemplate="%{customdata}<extra></extra>")
    figure.add_scatter(x=x[[0, -1]], y=[exact.steps.value] * 2, mode="lines",
                       name=t("knowing the number exactly"),
                       line={"color": theme.REFERENCE, "width": 2, "dash": "dash"},
                       hoverinfo="skip")
    place = list(sizes).index(chosen)
    figure.add_scatter(x=[x[place]], y=[value[place]], mode="markers", hoverinfo="skip",
                       name=t("chosen"), marker={"symbol": "diamond", "size": 13,
                                                 "color": theme.INK})
    figure.update_xaxes(theme.count_axis(t, float(x[0]) / 1.3, float(x[-1]) * 1.3, title))
    top = max(float((value + error).max()), exact.steps.value)
    figure.update_yaxes(title={"text": t("Worth, steps")}, range=[0, 1.12 * top or 1.0])
    return figure
