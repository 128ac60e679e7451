"""Runs of sensitivity analysis with progress and stop; they go on once the page is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import compute_sensitivity, display, session
from pages.ui.compute_sensitivity import Run
from pra_core.figures.sensitivity_words import Question
from pra_core.i18n import Translator
from pra_core.scenario import Scenario

BY_ITSELF = True
"""Whether what does not take minutes starts without a click."""
RUNNING, STOPPED = "running", "stopped"


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Runs that go on at the end of the page, and where their progress is shown."""

    runs: tuple[Run, ...]
    key: str
    doing: str
    bar: DeltaGenerator

    @property
    def done(self) -> float:
        """How far they are, 0 to 1."""
        return sum(one.done for one in self.runs) / len(self.runs)


def ran(wanted: Mapping[str, int], scenario: Scenario, question: Question, t: Translator,
        waiting: list[Waiting], doing: str, by_itself: bool = False
        ) -> dict[str, pd.DataFrame] | None:
    """The tables of some methods (method -> n), or None until they are all there.

    What runs is put into `waiting` for `carry_on`, so that nothing on the page waits for it. It
    starts by itself or by a click, can be stopped, and goes on where it was; by itself, too, when
    the visitor left while it ran.
    """
    runs = {method: compute_sensitivity.run(method, scenario, question, n)
            for method, n in wanted.items()}
    found = {method: run.frame for method, run in runs.items() if run.frame is not None}
    if len(found) == len(runs):
        return found
    asked = Waiting(tuple(runs.values()), f"{session.generation()}:run-{next(iter(wanted))}",
                    doing, st.empty())
    if _controls(asked, by_itself and BY_ITSELF, t):
        waiting.append(asked)
    return None


def _controls(asked: Waiting, by_itself: bool, t: Translator) -> bool:
    """Progress, and buttons to run and to stop; whether it runs."""
    key, what = asked.key, tuple(run.key for run in asked.runs)
    if by_itself and session.shown(key) not in ((RUNNING, what), (STOPPED, what)):
        session.show(key, (RUNNING, what))
    running, done, doing = session.shown(key) == (RUNNING, what), asked.done, asked.doing
    # Both are always there: one that came and went would linger beside the progress.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Continue") if done > 0 else t("Run"), key=f"{key}-start", type="primary",
                  disabled=running, on_click=session.show, args=(key, (RUNNING, what)),
                  icon=":material/play_arrow:")
        st.button(t("Stop"), key=f"{key}-stop", disabled=not running, on_click=session.show,
                  args=(key, (STOPPED, what)), icon=":material/stop:")
    if running:
        asked.bar.progress(done, doing)
    else:
        asked.bar.caption(t("{doing}: {share} done, it goes on from there.", doing=doing,
                            share=t.percent(done, 2)) if done > 0 else t("{doing}.", doing=doing))
    return running


def carry_on(waiting: list[Waiting], t: Translator) -> None:
    """Runs on what waits, at the end of the page; draws it anew when one is finished."""
    for asked in waiting:
        with display.guard(t):
            for run in asked.runs:
                while run.advance():
                    asked.bar.progress(asked.done, asked.doing)
            st.rerun()
