"""Evidence: what trials prove, what inspection finds, what interception records say."""

import streamlit as st

from pages.ui import (
    evidence_inspection,
    evidence_records,
    evidence_skipping,
    evidence_trial,
    session,
)
from pages.ui.evidence_forms import key

t, scenario = session.translator(), session.scenario()
VIEWS = {
    "trial": (t("Treatment trial"), evidence_trial.draw),
    "course": (t("Inspection in this scenario"), evidence_inspection.course),
    "sample": (t("Sample size"), evidence_inspection.sample),
    "skip": (t("Skipping lots"), evidence_skipping.draw),
    "records": (t("Interception records"), evidence_records.draw),
}

st.title(t("Evidence and inspection"))
view = st.segmented_control(t("View"), list(VIEWS), key=key("view"), default="trial",
                            required=True, persist_state="session", label_visibility="collapsed",
                            format_func=lambda one: VIEWS[one][0])
VIEWS[str(view or "trial")][1](scenario, t)
