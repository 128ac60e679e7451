"""ASGI entry: the workbench behind its security headers. Start with `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.headers import SecurityHeaders
from pages.ui.return_address import ReturnAddress

app = st.App("pages/ui/main.py",
             middleware=[Middleware(SecurityHeaders), Middleware(ReturnAddress)])
