"""What initiation and categorization recorded, in words (ISPM 11, 1.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pra_core.errors import N_
from pra_core.frozen import LocalText
from pra_core.i18n import Translator
from pra_core.initiation_record import Initiation
from pra_core.pest_status import PestStatus
from pra_core.wording import escaped

POINTS: Mapping[str, str] = {
    "pathway": N_("A pathway: goods and their origin"), "pest": N_("A pest"),
    "policy": N_("Review of a policy or measure")}
SHARED: Mapping[str, str] = {"pest": N_("pest"), "commodity": N_("commodity"),
                             "origin": N_("origin"), "area": N_("PRA area")}


def sentences(begun: Initiation, t: Translator) -> list[str]:
    """Starting point, what is under review, and the conclusion."""
    said = [t("**{start}**: {goods} from {origin} to {area}.",
              start=t(POINTS[begun.start]), goods=escaped(t.local(begun.goods)),
              origin=escaped(t.local(begun.origin)), area=escaped(t.local(begun.area)))]
    if begun.review is not None:
        said.append(t("Under review: {decision}. Reason: {reason}",
                      decision=escaped(t.local(begun.review.decision)),
                      reason=escaped(t.local(begun.review.reason))))
    said.append(t("Conclusion of the initiation: {reason}",
                  reason=_said(begun.reason, begun.assessor, begun.date, t)))
    return said


def lines(begun: Initiation, t: Translator) -> list[str]:
    """Information gathered, and earlier assessments."""
    return [t("Information: {text}", text=escaped(t.local(text)))
            for text in begun.information] + [
        t("Earlier assessment: {title} (in common: {shared})", title=escaped(t.local(one.title)),
          shared=t(", ").join(t(SHARED[key]) for key in one.shared)) for one in begun.earlier]


def status_sentence(status: PestStatus, t: Translator) -> str:
    """What was concluded on the categorization, by whom and when."""
    return t("Conclusion of pest categorization: {reason}",
             reason=_said(status.reason, status.assessor, status.date, t))


def _said(reason: LocalText, assessor: str, date: dt.date, t: Translator) -> str:
    return t("{reason} ({assessor}, {date})", reason=escaped(t.local(reason)),
             assessor=escaped(assessor), date=date.isoformat())
