"""Scenario library: stored scenarios with history; search, compare, restore, share, export."""

import streamlit as st

from pages.ui import (
    compute_store,
    display,
    people_actor,
    scenarios_compare,
    scenarios_list,
    scenarios_use,
    scenarios_whole,
    scenarios_words,
    session,
    session_training,
)
from pages.ui.view_choice import open_view
from pra_core.errors import N_

VIEWS = {"list": N_("Stored scenarios"), "compare": N_("Compare"), "deleted": N_("Deleted"),
         "whole": N_("The library as one file")}
DRAW = {"list": scenarios_list.draw, "compare": scenarios_compare.draw,
        "deleted": scenarios_list.deleted, "whole": scenarios_whole.draw}

t = session.translator()
st.title(t("Scenario library"))
asking = people_actor.require("read")
if session_training.running() is not None:
    display.note(t("An exercise is running. End it first: stored scenarios would give away what"
                   " it asks."))
    st.stop()
view = str(session.shown(scenarios_use.VIEW) or "list")
if view != "compare":
    display.sentence(scenarios_words.headline(compute_store.library(), asking, t))
if view != "list":
    scenarios_list.said(t)
DRAW[open_view(scenarios_use.VIEW, VIEWS, t)](asking, t)
