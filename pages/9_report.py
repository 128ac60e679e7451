"""Report."""

import streamlit as st

from pages.ui import session

t = session.translator()
st.title(t("Report"))
