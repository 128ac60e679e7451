"""Opening exactly the scenario of a report again: from its file, from its code, from an address."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from pages.ui import compute, display, people_class, session
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.store.report_files import LARGEST_FILE, Found, found_in
from pra_core.store.scenario_code import decode
from pra_core.wording import escaped

FILE, CODE, OPENED = "report-file", "report-code", "report-opened"
SEED, DRAWS = "seed_input", "draws_input"
"""Widgets of the sidebar, which hold what they show."""
FEWEST, MOST = 500, 100_000
"""Simulated futures that the sidebar takes."""
ENDINGS = ["pdf", "docx", "html", "htm", "xlsx", "yaml", "yml", "json", "txt"]
MEGABYTES = LARGEST_FILE // 2**20


def open_code(text: str) -> None:
    """Use the scenario of a code with its seed and futures; PraError with every problem of it.

    Before the sidebar is drawn, or in a callback.
    """
    _take(opened_from(text))


def opened_from(given: str | bytes, name: str = "") -> Found:
    """What a code, or the content of a file, holds, if it can be computed; else PraError."""
    if isinstance(given, str):
        decoded = decode(given)
        found = Found(decoded.scenario, decoded.seed, decoded.draws)
    else:
        found = found_in(given, name)
    if found.draws is not None and not FEWEST <= found.draws <= MOST:
        raise PraError("out_of_bounds", "draws", found.draws, f"{FEWEST}..{MOST:,}")
    compute.assessed(found.scenario)
    return found


def draw(t: Translator) -> None:
    """A file or a code, and what was opened."""
    running = session.scenario()
    done, title = session.shown(OPENED), escaped(t.local(running.title))
    if done in ((running.fingerprint, True), (running.fingerprint, False)):
        st.success(
            t("Opened: **{title}** (fingerprint {code}), with the seed and the number of simulated"
              " futures it came with.", code=running.fingerprint, title=title)
            if done == (running.fingerprint, True) else
            t("Opened: **{title}** (fingerprint {code}). The file says nothing of seed and"
              " simulated futures: those of the sidebar hold.", code=running.fingerprint,
              title=title), icon=":material/task_alt:")
    st.markdown(t("A report carries its scenario. Open it here, and the workbench stands as it did"
                  " when the report was made: the same inputs, measures, level of protection and"
                  " simulated futures, hence the same numbers."))
    _file(t)
    _code(t)


def _file(t: Translator) -> None:
    key = f"{FILE}:{session.generation()}"
    refused = st.file_uploader(
        t("Open a report (PDF, Word, HTML or Excel) or a scenario file, at most {size} MB",
          size=MEGABYTES), type=ENDINGS, key=key, on_change=_open_file, args=(key,),
        max_upload_size=MEGABYTES)
    # A file that was accepted started a new scenario, and with it an empty uploader.
    if refused is not None:
        with display.guard(t):
            opened_from(refused.getvalue(), refused.name)


def _code(t: Translator) -> None:
    key = f"{CODE}:{session.generation()}"
    typed = st.text_area(
        t("Or paste the scenario code printed in a report"), key=key, height=110,
        placeholder="PRA1.…", help=t("It begins with PRA and a number, and ends with the"
                                     " fingerprint; line breaks in it do not matter."))
    st.button(t("Open the code"), key="report-code-open", on_click=_open_code, args=(key,),
              icon=":material/qr_code_scanner:")
    if typed.strip():
        with display.guard(t):
            opened_from(typed)


def _open_file(key: str) -> None:
    file = session.shown(key)
    if file is not None:
        with suppress(PraError):
            _take(opened_from(file.getvalue(), file.name))  # type: ignore[attr-defined]


def _open_code(key: str) -> None:
    with suppress(PraError):
        open_code(str(session.shown(key) or ""))


def _take(found: Found) -> None:
    session.start(found.scenario)
    people_class.carry(found.handled)
    if found.seed is not None and found.draws is not None:
        session.set_seed(found.seed)
        session.set_draws(found.draws)
        session.show(SEED, found.seed)
        session.show(DRAWS, found.draws)
    session.show(OPENED, (found.scenario.fingerprint, found.seed is not None))
