"""Training: graded exercises, alone or in a class."""

import streamlit as st

from pages.ui import session, training_alone, training_class

t = session.translator()
st.title(t("Training"))
if not training_class.draw(t):
    training_alone.draw(t)
