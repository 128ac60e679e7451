"""Whether a report is a draft, and why.

A report is a draft while inputs are missing, or while what nobody verified decides the result. Of
an input that is unverified (cited, not read) or assumed (one assessor's judgement) this is said if
- it is the number that matters most, or may be (`driver_wording`), or
- the verdict hangs on it within its own range (`deciding.turning_points`).
A climate model whose published sheet was not read decides as a whole. Judgements that were elicited
are no reason: they are documented.
"""

from __future__ import annotations

import pandas as pd

from pra_core import labels
from pra_core.i18n import Translator
from pra_core.report.results import Results
from pra_core.sensitivity import names_of
from pra_core.sensitivity.contenders import contenders
from pra_core.uncertainty_sources import statuses
from pra_core.wording import escaped

WEAK = ("unverified", "assumed")
NAMED = 3
"""Inputs that a reason names; of more the number is told."""


def reasons(found: Results, incomplete: bool, t: Translator) -> tuple[str, ...]:
    """Why the report is a draft, one sentence each; empty where it is none."""
    scenario = found.scenario
    parts = [t("Inputs are missing: the assessment is not complete.")] if incomplete else []
    leading = [name for name in leaders(found) if _weak(found, name)]
    if leading:
        parts.append(t("The number that matters most, or may be, is not verified: {list}.",
                       list=_listed(found, leading, t)))
    turning = [name for name in found.turning if _weak(found, name)]
    if turning:
        parts.append(t("The verdict changes within the range of inputs that nobody has verified:"
                       " {list}.", list=_listed(found, turning, t)))
    if scenario.pest.climate_model.source.status == "unverified":
        parts.append(t("The climate model was not checked in its source."))
    return tuple(parts)


def leaders(found: Results) -> list[str]:
    """Inputs that are, or may be, the one the result hangs on most."""
    if isinstance(found.drivers, pd.DataFrame):
        return list(dict.fromkeys(name for row, _, _ in contenders(found.drivers)
                                  for name in names_of(row)))
    return list(found.drivers)[:1]


def _weak(found: Results, name: str) -> bool:
    return statuses(found.scenario, name)[0] in WEAK


def _listed(found: Results, names: list[str], t: Translator) -> str:
    said = [t("{label} ({badge})", label=escaped(labels.short_label(found.scenario, name, t)),
              badge=labels.badge(statuses(found.scenario, name)[0], t)) for name in names[:NAMED]]
    if len(names) > NAMED:
        said.append(t("{count} more", count=len(names) - NAMED))
    return t("; ").join(said)
