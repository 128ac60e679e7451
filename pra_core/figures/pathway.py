"""Charts of pest, entry, spread and consequences."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from pra_core import labels
from pra_core.figures import theme
from pra_core.figures.course import removed
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.inspection import detection_probability
from pra_core.step import STEPS
from pra_core.summary import interval

FLOOR = 1e-12
"""Smaller amounts are drawn as none on a logarithmic axis."""
Line = tuple[str, FloatArray, str, str]
"""Name, quantiles [3, points], line colour, band colour."""


def evidence(*, counts: Mapping[str, int], t: Translator) -> go.Figure:
    """How many inputs rest on what: one bar, split by status of the source."""
    figure = theme.figure(height=210, barmode="stack", showlegend=True,
                          margin={"l": 16, "r": 16, "t": 56, "b": 48},
                          legend={"traceorder": "normal"})
    for status, count in counts.items():
        name = labels.badge(status, t)
        dark = status in ("verified", "unverified")
        figure.add_bar(
            y=[""], x=[count], orientation="h", name=name, text=[t.number(count)],
            textposition="inside", insidetextanchor="middle",
            textfont={"color": theme.PAGE if dark else theme.INK, "size": 18},
            marker={"color": theme.STATUS_COLOURS[status],
                    "line": {"color": theme.PAGE, "width": 2}},
            hovertemplate=f"{name}: %{{x}}<extra></extra>")
    figure.update_xaxes(title={"text": t("Number of inputs")})
    return figure


def funnel(*, stages: FloatArray, killed: Mapping[str, float], t: Translator,
           selected: FloatArray | None = None) -> go.Figure:
    """Infested units per year offered and left after each step, [9, draws], with 90 % band.

    Under each step: the share it removes (median), without measures, then with the selected ones;
    `killed`: median share of the pests inside that a step kills over all lots, by step. Where
    nothing comes to a step, nothing stands under it.
    """
    titles = [t("At origin"), *(labels.step_title(step, t) for step in STEPS)]
    lines: list[Line] = [(t("Without measures"), _quantiles(stages), theme.REFERENCE,
                          theme.REFERENCE_BAND)]
    if selected is not None:
        lines.append((t("With the selected measures"), _quantiles(selected), theme.ACCENT,
                      theme.ACCENT_BAND))
    figure = _banded(list(range(len(titles))), lines, t("{value} infested units per year"), t)
    shares = [removed(s)[:, 1] for s in (stages, selected) if s is not None]
    last = stages if selected is None else selected
    under = [""] + [_under([float(s[k]) for s in shares],
                           killed.get(step, 0.0) if last[k].any() else 0.0, t)
                    if stages[k].any() else "" for k, step in enumerate(STEPS)]
    figure.update_xaxes(
        tickvals=list(range(len(titles))),
        ticktext=["<br>".join([*textwrap.wrap(title, 12), f"<b>{below}</b>"])
                  for title, below in zip(titles, under, strict=True)],
        range=[-0.3, len(titles) - 0.7], tickangle=0, tickfont={"size": 12},
        ticklabeloverflow="allow")
    low, high = _positive_range([q for _, q, _, _ in lines])
    figure.update_yaxes(theme.count_axis(t, low, high, t("Infested units per year")))
    return figure


def _under(shares: Sequence[float], killed: float, t: Translator) -> str:
    """What a step removes: units (and then with measures), and pests inside; in lines."""
    lines = []
    if any(share > 0 for share in shares):
        words = [_less(share, t) for share in shares]
        changed = [after for after in words[1:] if after != words[0]]
        lines += words[:1] if shares[0] > 0 else []
        lines += [part for after in changed for part in (t("with measures"), after)]
    if killed > 0:
        lines += [t("pests inside"), t("(all lots)"), _less(killed, t)]
    return "<br>".join(lines) or t("no change")


def _less(share: float, t: Translator) -> str:
    return t("−{share}", share=t.percent(share, 2)) if share > 0 else t("nothing")


def spread(*, ages: FloatArray, invaded: FloatArray, cap: FloatArray, t: Translator,
           selected: FloatArray | None = None) -> go.Figure:
    """Invaded area by years since founding, [3, ages], under the endangered area, [3]."""
    lines = _pair(invaded, selected, t)
    figure = _banded(list(ages), lines, t("{value} km² invaded"), t)
    if cap[1] > 0:
        figure.add_hline(y=float(cap[1]), line={"color": theme.INK, "dash": "dot"})
        # Annotations on a logarithmic axis are placed by their logarithm.
        figure.add_annotation(
            text=t("Endangered area: {area} km²", area=t.number(float(cap[1]))), x=0.01,
            xref="paper", y=float(np.log10(cap[1])), xanchor="left", yanchor="bottom",
            showarrow=False)
    figure.add_hrect(y0=max(float(cap[0]), FLOOR), y1=float(cap[2]), layer="below",
                     fillcolor=theme.PANEL, line={"width": 0})
    figure.update_xaxes(title={"text": t("Years since founding")})
    low, high = _top_decades([q for _, q, _, _ in lines] + [cap])
    figure.update_yaxes(theme.count_axis(t, low, high, t("Invaded area, km²")))
    return figure


def loss(*, ages: FloatArray, loss: FloatArray, currency: str, t: Translator,
         selected: FloatArray | None = None) -> go.Figure:
    """Loss per year by years since founding, [3, ages], currency per year."""
    lines = _pair(loss, selected, t)
    figure = _banded(list(ages), lines, t("{{value}} {currency} per year", currency=currency), t)
    figure.update_xaxes(title={"text": t("Years since founding")})
    low, high = _top_decades([q for _, q, _, _ in lines])
    figure.update_yaxes(theme.money_axis(t, low, high, t("Loss per year, {currency}",
                                                         currency=currency)))
    return figure


def effects(*, amounts: Mapping[str, FloatArray], currency: str, t: Translator) -> go.Figure:
    """Mean loss per year after founding by effect (title -> [draws]): median and 90 % interval."""
    ranked = sorted(((title, interval(draws)) for title, draws in amounts.items()),
                    key=lambda item: item[1].median)
    figure = theme.figure(height=110 + 56 * len(ranked), showlegend=False)
    rows = ["<br>".join(_wrapped(title)) for title, _ in ranked]
    for row, (_, i) in zip(rows, ranked, strict=True):
        figure.add_scatter(x=[max(i.low, FLOOR), max(i.high, FLOOR)], y=[row, row], mode="lines",
                           line={"color": theme.BEYOND, "width": 12}, hoverinfo="skip")
    figure.add_scatter(
        x=[max(i.median, FLOOR) for _, i in ranked], y=rows, mode="markers",
        marker={"color": theme.INK, "size": 13, "symbol": "diamond"},
        customdata=[t("{median} per year (90 %: {low} to {high})",
                      median=labels.money(i.median, currency, t),
                      low=labels.money(i.low, currency, t),
                      high=labels.money(i.high, currency, t)) for _, i in ranked],
        hovertemplate="%{customdata}<extra></extra>")
    low, high = _top_decades([np.array([[i.low, i.median, i.high] for _, i in ranked])])
    figure.update_xaxes(theme.money_axis(
        t, low, high, t("Mean loss per year once founded, {currency}", currency=currency)))
    return figure


def detection(*, plans: Sequence[tuple[str, float, float]], t: Translator) -> go.Figure:
    """Chance that an inspection finds a lot, by the lot's prevalence; plans (name, n, sensitivity).

    1 - (1 - f q)^n of a large lot (ISPM 31), where each infested unit still holds what is looked
    for.
    """
    prevalence = np.geomspace(1e-5, 0.1, 60)
    figure = theme.figure(height=340)
    dashes = ("solid", "dash", "dot", "dashdot")
    for k, (name, n, sensitivity) in enumerate(plans):
        chance = [detection_probability(round(n), float(f), sensitivity=sensitivity)
                  for f in prevalence]
        figure.add_scatter(
            x=prevalence, y=[100 * p for p in chance], name=name,
            line={"color": theme.CLASSES[k % 6], "dash": dashes[k % 4], "width": 3},
            customdata=[t("{chance} of lots with {share} infested units are found",
                          chance=t.percent(p), share=t.percent(float(f)))
                        for p, f in zip(chance, prevalence, strict=True)],
            hovertemplate="%{customdata}<extra></extra>")
    figure.update_xaxes(theme.frequency_axis(t, 1e-5, 0.1, t("Infested units in the lot")))
    figure.update_yaxes(title={"text": t("Lots found, %")}, range=[0, 103])
    return figure


def _wrapped(title: str) -> list[str]:
    return textwrap.wrap(title, 34) if " " in title else textwrap.wrap(title, 16)


def _pair(base: FloatArray, selected: FloatArray | None, t: Translator) -> list[Line]:
    lines: list[Line] = [(t("Without measures"), base, theme.REFERENCE, theme.REFERENCE_BAND)]
    if selected is not None:
        lines.append((t("With the selected measures"), selected, theme.ACCENT,
                      theme.ACCENT_BAND))
    return lines


def _banded(x: Sequence[float], lines: Sequence[Line], hover: str, t: Translator) -> go.Figure:
    """Median lines with their 90 % bands; amounts of nothing leave a gap on a log axis."""
    figure = theme.figure(hovermode="x unified" if len(x) > 12 else "closest")
    for name, quantiles, colour, band in lines:
        low, median, high = (np.maximum(row, FLOOR) for row in quantiles)
        figure.add_scatter(x=x, y=high, mode="lines", line={"width": 0}, hoverinfo="skip",
                           showlegend=False, legendgroup=name)
        figure.add_scatter(x=x, y=low, mode="lines", line={"width": 0}, fill="tonexty",
                           fillcolor=band, hoverinfo="skip", legendgroup=name,
                           name=t("{name}: 90 % interval", name=name))
        figure.add_scatter(
            x=x, y=median, mode="lines+markers" if len(x) <= 12 else "lines", name=name,
            line={"color": colour, "width": 3}, marker={"size": 9}, legendgroup=name,
            customdata=[t("{name}: {value} (90 %: {low} to {high})", name=name,
                          value=hover.format(value=t.number(float(m))), low=t.number(float(a)),
                          high=t.number(float(b)))
                        for a, m, b in zip(*quantiles, strict=True)],
            hovertemplate="%{customdata}<extra></extra>")
    return figure


def _quantiles(draws: FloatArray) -> FloatArray:
    found = [interval(row) for row in draws]
    return np.array([[i.low for i in found], [i.median for i in found], [i.high for i in found]])


def _positive_range(quantiles: Sequence[FloatArray]) -> tuple[float, float]:
    """A range for a logarithmic axis; nothing at all gives 1 to 10."""
    values = np.concatenate([q.ravel() for q in quantiles])
    positive = values[values > FLOOR]
    if not positive.size:
        return 1.0, 10.0
    return float(positive.min()) / 3, float(positive.max()) * 3


def _top_decades(quantiles: Sequence[FloatArray], decades: int = 6) -> tuple[float, float]:
    """A logarithmic range up to the largest value that leaves out what is far below it."""
    low, high = _positive_range(quantiles)
    return max(low, high / 10.0**decades), high
