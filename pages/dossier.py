"""Dossier: one package of measures against all the pests of a commodity at once."""

import streamlit as st

from pages.ui import compute_dossier, display, dossier_parts, session
from pra_core import wording
from pra_core.errors import PraError
from pra_core.figures import dossier_words

t = session.translator()

st.title(t("Dossier"))
answer = st.container()
dossier = dossier_parts.opened(t)
if dossier is None:
    st.markdown(t("There is no dossier to show."))
    st.stop()
st.caption(wording.escaped(t.local(dossier.summary)))
try:
    with st.spinner(t("Judging every package against every pest …"), show_time=True):
        found = compute_dossier.searched(dossier)
except PraError as error:
    display.problems(error, t)
    st.stop()
ids = dossier_parts.package(found, t)
with answer:
    display.sentence(dossier_words.answer(found, ids, t))
    st.markdown(dossier_words.choice(found, t))
dossier_parts.charts(found, ids, t)
dossier_parts.pests(found, ids, t)
dossier_parts.why(found, ids, t)
dossier_parts.table(found, t)
