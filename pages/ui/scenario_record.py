"""What initiation and categorization recorded, as the scenario carries it (ISPM 11, 1.4)."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.ui import start_words
from pra_core.frozen import LocalText
from pra_core.i18n import Translator
from pra_core.initiation_record import Initiation
from pra_core.scenario import Scenario
from pra_core.wording import escaped


def draw(scenario: Scenario, t: Translator) -> None:
    """Starting point, conclusion, information and earlier assessments; nothing where none is."""
    begun, status = scenario.initiation, scenario.pest.status
    if begun is None and status is None:
        return
    st.header(t("How it began"))
    if begun is not None:
        _initiation(begun, t)
    if status is not None:
        st.markdown(t("Conclusion of pest categorization: {reason}", reason=_said(
            status.reason, status.assessor, status.date, t)))


def _initiation(begun: Initiation, t: Translator) -> None:
    st.markdown(t("**{start}**: {goods} from {origin} to {area}.",
                  start=t(start_words.POINTS[begun.start]), goods=escaped(t.local(begun.goods)),
                  origin=escaped(t.local(begun.origin)), area=escaped(t.local(begun.area))))
    if begun.review is not None:
        st.markdown(t("Under review: {decision}. Reason: {reason}",
                      decision=escaped(t.local(begun.review.decision)),
                      reason=escaped(t.local(begun.review.reason))))
    st.markdown(t("Conclusion of the initiation: {reason}",
                  reason=_said(begun.reason, begun.assessor, begun.date, t)))
    lines = [t("Information: {text}", text=escaped(t.local(text))) for text in begun.information]
    lines += [t("Earlier assessment: {title} (in common: {shared})",
                title=escaped(t.local(one.title)),
                shared=t(", ").join(t(start_words.SHARED[key]) for key in one.shared))
              for one in begun.earlier]
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _said(reason: LocalText, assessor: str, date: dt.date, t: Translator) -> str:
    return t("{reason} ({assessor}, {date})", reason=escaped(t.local(reason)),
             assessor=escaped(assessor), date=date.isoformat())
