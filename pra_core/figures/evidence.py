"""Charts of evidence: what a trial leaves open, what inspections find, what records say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from scipy import interpolate

from pra_core.distribution import Distribution
from pra_core.figures import theme
from pra_core.figures.evidence_field_words import mostly
from pra_core.figures.inspection_course import InspectionCourse
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.inspection_plan import BasisPlan, Target, really_detects
from pra_core.interception import PROBABILITIES
from pra_core.summary import interval
from pra_core.trial_evidence import TrialEvidence

BINS = 64
CURVE = 240
DRAWN = np.array([0.001, *PROBABILITIES, 0.999])
"""Probabilities between whose quantiles a density is drawn: those by which it is handed on."""
POINTS = 60
FLOOR = 1e-12
"""Smaller amounts are drawn as none on a logarithmic axis."""


def trial(*, found: TrialEvidence, t: Translator) -> go.Figure:
    """Posterior of survivors per million, parted at the required mortality; the classical bound."""
    said, limit = found.statement, 1.0 - found.required
    bound = 1.0 - said.proven_mortality
    low, high = (float(said.posterior.ppf(u)) for u in (0.01, 0.9995))
    low = max(min(low, limit / 10.0), min(limit, bound) / 1000.0)
    high = min(max(high, limit, bound) * 4.0, 1.0)
    edges = np.geomspace(low, high, BINS + 1)
    share = np.diff(said.posterior.cdf(edges))
    middle = np.sqrt(edges[1:] * edges[:-1])
    figure = theme.figure(height=380, bargap=0, barmode="overlay")
    for inside, colour, name in (
            (True, theme.WITHIN, t("meets the mortality required")),
            (False, theme.BEYOND, t("does not"))):
        chosen = (middle <= limit) == inside
        figure.add_bar(x=1e6 * middle[chosen], y=100 * share[chosen],
                       width=1e6 * np.diff(edges)[chosen], name=name,
                       marker={"color": colour, "line": {"width": 0}}, hoverinfo="skip")
    room = [x >= max(limit, bound) and high > 2.5 * x for x in (limit, bound)]
    _upright(figure, 1e6 * limit, t("required: {mortality}",
                                    mortality=t.percent(found.required)), theme.LIMIT,
             right=room[0])
    _upright(figure, 1e6 * bound, t("shown, {share} confidence",
                                    share=t.percent(said.confidence)), theme.INK,
             right=room[1], height=1.0 if any(room) else 0.88)
    figure.update_xaxes(theme.count_axis(t, 1e6 * low, 1e6 * high,
                                         t("Survivors in a million treated")))
    figure.update_yaxes(title=t("Probability, % per class"), showticklabels=False,
                        range=[0, 140 * float(share.max())])
    return figure


def _upright(figure: go.Figure, x: float, text: str, colour: str, *, right: bool = False,
             height: float = 1.0) -> None:
    """A line at x of a logarithmic axis with its name beside it."""
    dash = "dash" if colour == theme.LIMIT else "dot"
    figure.add_vline(x=x, line={"color": colour, "dash": dash, "width": 2})
    figure.add_annotation(text=text, x=float(np.log10(x)), y=height, yref="paper", showarrow=False,
                          xanchor="left" if right else "right", xshift=6 if right else -6,
                          font={"color": colour, "size": 14},
                          bgcolor="rgba(255,255,255,0.8)")


def learned(*, prior: Distribution, curve: FloatArray, title: str, shares: bool, t: Translator
            ) -> go.Figure:
    """Prior and posterior of one quantity, as smooth densities of its logarithm.

    `curve` [2, points]: value, posterior probability of at most that value. `shares`: values are
    shares, told as 1 in 100. A prior that was judged by quantiles is drawn through them.
    """
    figure, drawn = theme.figure(height=340), []
    after = np.exp(np.interp(DRAWN, curve[1], np.log(np.maximum(curve[0], FLOOR))))
    for (values, scores), colour, band, name in (
            (_bins(prior), theme.REFERENCE, theme.REFERENCE_BAND, t("Before the records")),
            ((after, DRAWN), theme.ACCENT, theme.ACCENT_BAND, t("After the records"))):
        at, density = _density(values, scores)
        if at.size:
            drawn.append(at)
            figure.add_scatter(x=at, y=density, mode="lines", name=name, fill="tozeroy",
                               line={"color": colour, "width": 2.5}, fillcolor=band,
                               hoverinfo="skip")
    low = min((float(at[0]) for at in drawn), default=0.1)
    high = max((float(at[-1]) for at in drawn), default=10.0)
    low, high = max(low, high * 1e-9) / 1.3, high * 1.3
    axis = (theme.frequency_axis if shares else theme.count_axis)(t, low, high, title)
    if high < 300.0 * low and not shares:  # too few powers of ten to read a value by
        axis["tickvals"] = [k * 10.0**e for e in range(-6, 7) for k in (1, 2, 5)]
        axis["ticktext"] = [t.number(x) for x in axis["tickvals"]]
    figure.update_xaxes(axis)
    figure.update_yaxes(title=t("Probability density"), rangemode="tozero", showticklabels=False)
    return figure


def _bins(law: Distribution) -> tuple[FloatArray, FloatArray]:
    """Values and probabilities between which a density is drawn; the judged ones if elicited."""
    if law.kind == "elicited":
        return (np.array([law.lower, *law.values, law.upper]),
                np.array([0.0, *law.probabilities, 1.0]))
    return np.asarray(law.ppf(DRAWN)), DRAWN


def _density(values: FloatArray, below: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Values > 0 and the density of their logarithm; empty for one value.

    The mean density between two quantiles stands at their middle; between the middles it runs on
    without overshoot, so that a law judged by quantiles shows no steps.
    """
    positive = values > FLOOR
    x, share = np.log(values[positive]), below[positive]
    kept = np.diff(x, prepend=-np.inf) > 1e-9
    x, share = x[kept], share[kept]
    if x.size < 2:
        return np.empty(0), np.empty(0)
    height = np.diff(share) / np.diff(x)
    middle = np.concatenate((x[:1], 0.5 * (x[1:] + x[:-1]), x[-1:]))
    at = np.linspace(x[0], x[-1], CURVE)
    run = interpolate.PchipInterpolator(middle, np.concatenate((height[:1], height, height[-1:])))
    ends = np.exp([x[0] - 1e-3, x[-1] + 1e-3])
    return (np.concatenate((ends[:1], np.exp(at), ends[1:])),
            np.concatenate(([0.0], np.asarray(run(at)), [0.0])))


def characteristic(*, plans: Sequence[BasisPlan], names: Sequence[str], target: Target,
                   t: Translator) -> go.Figure:
    """Operating characteristic: chance that a lot passes, by its prevalence, per basis.

    Bases whose samples hardly differ share a line.
    """
    low, high = max(target.prevalence / 30.0, 1.0 / target.lot_size), min(
        target.prevalence * 30.0, 1.0)
    f0 = np.geomspace(min(low, high / 2.0), high, POINTS)
    figure = theme.figure(height=420)
    for place, (sample, name) in enumerate(_lines(plans, names, t)):
        passes = [100.0 - 100.0 * really_detects(sample, target, float(f)) for f in f0]
        figure.add_scatter(
            x=100 * f0, y=passes, mode="lines", name=name,
            line={"color": theme.CLASSES[place], "width": 2.5,
                  "dash": ("solid", "dash", "dot", "dashdot", "longdash")[place]},
            hovertemplate="%{x:.3g} % → %{y:.3g} %<extra></extra>")
    _upright(figure, 100 * target.prevalence, t("to be found: {share}",
                                                share=t.percent(target.prevalence)), theme.INK)
    figure.add_hline(y=100 - 100 * target.confidence, line={"color": theme.LIMIT, "dash": "dash"})
    figure.update_xaxes(theme.count_axis(t, 100 * float(f0[0]), 100 * high,
                                         t("Infested units in the lot, %")))
    figure.update_yaxes(title=t("Chance that the lot passes, %"), range=[0, 102])
    return figure


def _lines(plans: Sequence[BasisPlan], names: Sequence[str], t: Translator
           ) -> list[tuple[int, str]]:
    """Sample and name of each line; bases with nearly the same sample share one, the first's."""
    found: list[tuple[list[int], str]] = []
    for plan, name in zip(plans, names, strict=True):
        if plan.sample is None:
            continue
        near = [n for n, _ in found if abs(n[0] - plan.sample) <= 0.02 * n[0]]
        if near:
            near[0].append(plan.sample)
        else:
            found.append(([plan.sample], name))
    return [(n[0], _line_name(n, name, t)) for n, name in found]


def _line_name(samples: Sequence[int], name: str, t: Translator) -> str:
    low, high = t.number(min(samples), 6), t.number(max(samples), 6)
    units = low if low == high else t("{low}–{high}", low=low, high=high)
    if len(samples) == 1:
        return t("{basis}: {units} units", basis=name, units=units)
    return t("{count} bases: {units} units", count=t.number(len(samples)), units=units)


def shares(*, rows: Sequence[tuple[int, int, float]], confidence: float, t: Translator
           ) -> go.Figure:
    """Detection by a fixed share of the lot: (lot size, units, detection) per size of lot."""
    figure = theme.figure(height=340)
    figure.add_bar(
        x=[t("{lot} units,<br>{drawn} drawn", lot=t.number(lot, 8), drawn=t.number(n, 8))
           for lot, n, _ in rows],
        y=[100 * c for *_, c in rows], text=[mostly(c, t) for *_, c in rows],
        # No number where the line of the confidence would strike it through.
        textposition=["inside" if confidence - 0.14 < c < confidence else "outside"
                      for *_, c in rows], cliponaxis=False,
        hoverinfo="skip", textfont={"color": theme.INK},
        marker={"color": [theme.WITHIN if c >= confidence else theme.BEYOND for *_, c in rows]})
    figure.add_hline(y=100 * confidence, line={"color": theme.LIMIT, "dash": "dash"})
    figure.update_xaxes(title=t("Units in the lot"), type="category")
    figure.update_yaxes(title=t("Chance to detect, %"), range=[0, 118])
    return figure


def course(*, courses: Sequence[InspectionCourse], names: Sequence[str], t: Translator
           ) -> go.Figure:
    """Share of lots each inspection rejects, alone and after the other measures, 90 % intervals."""
    figure = theme.figure(height=150 + 80 * len(courses), margin={"l": 200})
    ranges = [(t("Without other measures"), theme.REFERENCE, -0.14,
               [interval(c.rejected_alone) for c in courses]),
              (t("After what the other measures leave"), theme.ACCENT, 0.14,
               [interval(c.rejected_within) for c in courses])]
    values = [x for *_, rows in ranges for r in rows for x in (r.low, r.high) if x > 0]
    low = max(min(values, default=1e-3) / 2.0, 1e-7)
    for name, colour, shift, rows in ranges:
        at = [max(r.median, low) for r in rows]
        figure.add_scatter(
            x=[100 * x for x in at], y=[k + shift for k in range(len(rows))], mode="markers",
            name=name, marker={"color": colour, "size": 12},
            error_x={"type": "data", "symmetric": False, "thickness": 2.5, "width": 5,
                     "color": colour,
                     "array": [100 * max(r.high - x, 0) for r, x in zip(rows, at, strict=True)],
                     "arrayminus": [100 * (x - max(r.low, low))
                                    for r, x in zip(rows, at, strict=True)]},
            customdata=[_ranged(r.median, r.low, r.high, t) for r in rows],
            hovertemplate="%{customdata}<extra></extra>")
    figure.update_yaxes(tickvals=list(range(len(courses))),
                        ticktext=["<br>".join(textwrap.wrap(name, 26)) for name in names],
                        range=[len(courses) - 0.5, -0.5])
    figure.update_xaxes(theme.count_axis(t, 100 * low, 100.0, t("Lots rejected, %")))
    return figure


def _ranged(median: float, low: float, high: float, t: Translator) -> str:
    return t("{median} (90 %: {low} to {high})", median=t.percent(median), low=t.percent(low),
             high=t.percent(high))


def ranges(*, rows: Sequence[tuple[str, FloatArray, bool]], title: str, t: Translator
           ) -> go.Figure:
    """Median and 90 % interval of amounts per name; the flag marks our choice."""
    found = [interval(draws) for _, draws, _ in rows]
    positive = [x for r in found for x in (r.low, r.median, r.high) if x > FLOOR]
    low, high = (min(positive) / 2.0, max(positive) * 2.0) if positive else (1.0, 10.0)
    figure = theme.figure(height=120 + 60 * len(rows), margin={"l": 200}, showlegend=False)
    for k, ((name, _, ours), r) in enumerate(zip(rows, found, strict=True)):
        at, colour = max(r.median, low), theme.ACCENT if ours else theme.REFERENCE
        figure.add_scatter(
            x=[at], y=[k], mode="markers", marker={"color": colour, "size": 12}, name=name,
            error_x={"type": "data", "symmetric": False, "thickness": 2.5, "width": 5,
                     "color": colour, "array": [max(r.high - at, 0.0)],
                     "arrayminus": [at - max(r.low, low)]},
            hovertemplate=t("{median} (90 %: {low} to {high})", median=t.number(r.median),
                            low=t.number(r.low), high=t.number(r.high)) + "<extra></extra>")
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=[name for name, *_ in rows],
                        range=[len(rows) - 0.5, -0.5])
    figure.update_xaxes(theme.count_axis(t, low, high, title))
    return figure
