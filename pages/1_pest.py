"""Initiation and pest categorization: which pest, on which pathway, for which area (ISPM 11)."""

import streamlit as st

from pages.ui import pest_views, session

t = session.translator()
st.title(t("Pest and pathway"))
pest_views.draw(t)
