"""Data and sources: what is known of each pest, one's own data, and where every file is from."""

import streamlit as st

from pages.ui import data_views, session

t = session.translator()
st.title(t("Data and sources"))
data_views.draw(t)
