"""The one library of stored scenarios of this server: opened once, shared by every session.

Whose it is is asked at every call of the library itself; nothing of one person is kept here.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping

import platformdirs
import streamlit as st

from pra_core.store.scenarios import ScenarioLibrary, open_library

ADDRESS = "PRA_DATABASE_URL"
FILE = "library.sqlite"
KEEPS_WORK = "PRA_KEEP_WORK"


def library() -> ScenarioLibrary:
    """The library at `address`; PraError where it cannot be opened, tried again next time."""
    return _library(address())


def address() -> str:
    """URL of the database: the environment, else the settings, else a file of this user.

    `PRA_DATABASE_URL`, else `url` in section `[store]` of `.streamlit/secrets.toml`, else
    `library.sqlite` in the folder for data of this user.
    """
    given = os.environ.get(ADDRESS, "").strip()
    if given:
        return given
    url = str(_section().get("url", "")).strip()
    if url:
        return url
    folder = platformdirs.user_data_path("pra-workbench", appauthor=False)
    return f"sqlite:///{(folder / FILE).as_posix()}"


def keeps_work() -> bool:
    """Whether what somebody works on is kept without asking.

    Not with `PRA_KEEP_WORK=0`, or `keep_work = false` in section `[store]`: where several people
    share one account, as at a screen in a hall.
    """
    if os.environ.get(KEEPS_WORK, "").strip() == "0":
        return False
    return _section().get("keep_work", True) is not False


def _section() -> Mapping[str, object]:
    """Section `[store]` of the settings; empty where there is none."""
    if not st.secrets.load_if_toml_exists():
        return {}
    section = st.secrets.get("store", {})
    return section if isinstance(section, Mapping) else {}


def now() -> dt.datetime:
    """The moment (UTC)."""
    return dt.datetime.now(dt.UTC)


def new_id() -> str:
    """A random id that nobody guesses: 96 bits, fit for an address."""
    return secrets.token_urlsafe(12)


@st.cache_resource(max_entries=2, show_spinner=False)
def _library(url: str) -> ScenarioLibrary:
    return open_library(url, clock=now, new_id=new_id)
