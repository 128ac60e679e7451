"""Whether a report is a draft, and why.

A report is a draft while inputs are missing, or while what nobody verified may decide its verdict.
Nobody verified an input that is unverified (cited, not read) or assumed (one assessor's judgement);
judgements that were elicited are documented. Such inputs are a reason if

- one of them is the number that matters most for what the ALOP limits, or may be (`leaders`),
- together they explain half or more of what single inputs explain of its variation,
- the verdict hangs on one of them within its own range (`deciding.turning_points`),
- they are entered as single values, or nearly so (`certain_but_weak`): no range was tried, or
- the climate model is one of them, which decides as a whole.

Nothing of this can matter where trade is prohibited (`closed`). Where every simulated future gives
the same verdict and stands at least `MARGIN` times off the limit (`settled`), ranges were tried and
change nothing: single values alone are a reason then, and a climate model of single values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pra_core import labels, presentation
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.report.results import Results
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.sensitivity import names_of
from pra_core.sensitivity.contenders import contenders
from pra_core.uncertainty_sources import shares, statuses
from pra_core.wording import PER_YEAR, escaped

WEAK = ("unverified", "assumed")
NAMED = 3
"""Inputs that a reason names; of more the number is told."""
HALF = 0.5
"""Share of the explained variation from which inputs decide together."""
MARGIN = 10.0
"""How many times every future is off the limit where no range can change the verdict."""
NARROW = 0.01
"""A 90 % range narrower than this part of its middle says as little as a single value."""


def reasons(found: Results, incomplete: bool, t: Translator) -> tuple[str, ...]:
    """Why the report is a draft, one sentence each; empty where it is none."""
    parts = [t("Inputs are missing: the assessment is not complete.")] if incomplete else []
    if closed(found.scenario):
        return tuple(parts)
    tried = settled(found)
    if not tried:
        parts += _of_ranges(found, t)
    certain = certain_but_weak(found.scenario)
    if certain:
        parts.append(t("Entered as single values that nobody verified, so that how uncertain they"
                       " are was not tried: {list}.", list=_listed(found, certain, t)))
    if found.alop.metric != "pests_per_lot" and not (
            tried and CLIMATE_MODEL in found.scenario.uncertain):
        climate = {"unverified": t("The climate model was not checked in its source."),
                   "assumed": t("The climate model is one assessor's judgement.")}
        parts += [said for status, said in climate.items()
                  if found.scenario.pest.climate_model.source.status == status]
    return tuple(parts)


def rule(t: Translator) -> str:
    """When a report is a draft, in words."""
    return t("A report is marked DRAFT while inputs are missing, or while inputs that nobody"
             " verified (unverified or assumed) may decide the verdict: one of them matters most"
             " for what the level of protection limits, together they explain half or more of its"
             " variation, the verdict turns within the range of one, they are single values"
             " without a range, or the climate model is one of them. This does not count where"
             " trade is prohibited; and ranges do not count where every simulated future gives the"
             " same verdict and is at least {times} times off the limit.",
             times=t.number(MARGIN, 2))


def closed(scenario: Scenario) -> bool:
    """Whether the selected measures prohibit every pathway: then no other input matters."""
    banned = [e for i in scenario.selected for e in scenario.measure(i).effects if e.prohibits]
    return all(any(not e.pathways or p.id in e.pathways for e in banned)
               for p in scenario.pathways)


def settled(found: Results) -> bool:
    """Whether every future is on the same side of the limit, at least `MARGIN` times off it.

    A frequency of outbreaks is compared as a rate. No risk at all in any future is not settled: it
    comes from single values or from a climate in which nothing lives.
    """
    alop, after = found.alop, found.after
    if alop.metric in PER_YEAR:
        risk, limit = after.founding_rate, presentation.risk_limit(alop)
        if alop.metric == "annual_probability":
            limit = float(-np.log1p(-limit)) if limit < 1 else float("inf")
    else:
        risk, limit = presentation.risk(after, alop), presentation.risk_limit(alop)
    low, high = float(risk.min()), float(risk.max())
    return high > 0 and (high * MARGIN <= limit or low > 0 and low >= limit * MARGIN)


def leaders(found: Results) -> list[str]:
    """Inputs that are, or may be, the one the result hangs on most."""
    rows = contenders(found.drivers) if isinstance(found.drivers, pd.DataFrame) else []
    return list(dict.fromkeys(name for row, _, _ in rows for name in names_of(row))
                ) or list(found.quick)[:1]


def certain_but_weak(scenario: Scenario) -> list[str]:
    """Inputs in use that nobody verified and that stand as a single value, or nearly so.

    Left out: sizes of samples, which are chosen; costs and what is shown only, which enter no
    verdict; loss and spread where no loss is limited; what stands behind a lot where pests per lot
    are limited; inputs of the climate model, which are judged as a whole.
    """
    used = {p.name for p in presentation.parameters_in_use(scenario)}
    return [p.name for place, p in scenario.located_parameters()
            if p.name in used and p.name not in scenario.climate_inputs
            and p.source.status in WEAK and _matters(scenario, place) and _as_certain(p)]


def _matters(scenario: Scenario, place: labels.Place) -> bool:
    """Whether the input at a place can enter what the ALOP limits."""
    if place[:2] == ("pest", "phenology") or place[-1] in ("sample_size", "cost"):
        return False
    metric = scenario.alop.metric
    if place[0] in ("consequences", "spread"):
        return metric == "annual_loss"
    if place[0] == "measures" and "effects" in place:
        effect = scenario.measures[int(place[1])].effects[int(place[3])]
        if effect.prohibits or effect.kind == "spread" and metric != "annual_loss":
            return False
    return metric != "pests_per_lot" or place[0] in ("pathways", "measures", "groups")


def _as_certain(p: Parameter) -> bool:
    """Whether the 90 % range is a point, or nearly: of a share also as seen from 1."""
    low, high = (float(p.distribution.ppf(u)) for u in (0.05, 0.95))
    middle = abs(low + high) / 2
    if p.unit == "1" and 0 < middle < 1:
        middle = min(middle, 1 - middle)
    return high - low <= NARROW * middle


def _of_ranges(found: Results, t: Translator) -> list[str]:
    """Reasons in inputs whose ranges were tried."""
    parts = []
    leading = [name for name in leaders(found) if _weak(found, name)]
    if leading:
        parts.append(t("The number that matters most, or may be, is not verified: {list}.",
                       list=_listed(found, leading, t)))
    share, weak = _together(found, shares(found.drivers)[0])
    if share >= HALF:
        parts.append(t("Inputs that nobody has verified together explain about {share} of what"
                       " single inputs explain of the variation of the result: {count} inputs, the"
                       " largest {list}.", share=t.percent(round(share, 2)), count=len(weak),
                       list=_listed(found, weak[:1], t)))
    turning = [name for name in found.turning if _weak(found, name)]
    if turning:
        parts.append(t("The verdict changes within the range of inputs that nobody has verified:"
                       " {list}.", list=_listed(found, turning, t)))
    return parts


def _together(found: Results, explained: Mapping[str, float]) -> tuple[float, list[str]]:
    """What inputs that nobody verified explain of all that is explained; their names by share.

    Where nothing could be estimated every uncertain input counts the same. Those below a hundredth
    are not named: an estimate from draws gives such shares by chance.
    """
    if sum(explained.values()) <= 0:
        explained = dict.fromkeys(found.scenario.uncertain, 1.0)
    ranked = sorted(explained.items(), key=lambda item: -item[1])
    weak = [(row, x) for row, x in ranked if any(_weak(found, name) for name in names_of(row))]
    total = sum(explained.values())
    return (sum(x for _, x in weak) / total if total else 0.0,
            [name for row, x in weak if x >= total / 100 for name in names_of(row)
             if _weak(found, name)])


def _weak(found: Results, name: str) -> bool:
    return statuses(found.scenario, name)[0] in WEAK


def _listed(found: Results, names: Iterable[str], t: Translator) -> str:
    named = list(names)
    said = [t("{label} ({badge})", label=escaped(labels.short_label(found.scenario, name, t)),
              badge=labels.badge(statuses(found.scenario, name)[0], t)) for name in named[:NAMED]]
    if len(named) > NAMED:
        said.append(t("{count} more", count=len(named) - NAMED))
    return t("; ").join(said)
