"""The only door to st.session_state: what one visitor has chosen and typed.

Widgets live as long as their page, so every page writes what was typed into the one stored
scenario with `keep` and reads it back with `scenario`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import session_stored
from pra_core import Alop, Scenario, load_scenario
from pra_core.i18n import LANGUAGES, Translator
from pra_core.i18n import translator as translator_of
from pra_core.own_data import OwnData

if TYPE_CHECKING:
    from pra_core.scenario_draft import Draft

DEFAULT_SCENARIO = "medfly-citrus-china"
DEFAULT_SEED = 1
DEFAULT_DRAWS = 10_000

LANGUAGE_WIDGET = "language_switch"
REMEMBERED = 20
"""Scenarios kept to be found again as previous PRAs."""
PEST_VIEW = "pest-view"
"""Which view of the first page is open: start, pests, gate, draft or scenario."""


def language() -> str:
    """The visitor's language: the one in the URL, else the last one chosen, else the browser's."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["language"] = asked
    elif "language" not in st.session_state:
        locale = str(st.context.locale or "")
        st.session_state["language"] = "zh_CN" if locale.lower().startswith("zh") else "en"
    return str(st.session_state["language"])


def set_language(code: str) -> None:
    """Choose a language; the URL carries it, so a copied address opens in it."""
    st.session_state["language"] = code
    st.query_params["lang"] = code


def show_language_in_address() -> None:
    """Put the language into an address that lacks it; called once the page is known."""
    if st.query_params.get("lang") != language():
        st.query_params["lang"] = language()


def show_language_in_switch() -> None:
    """Let the switch follow the address, which going back in the browser also changes."""
    st.session_state[LANGUAGE_WIDGET] = language()


def take_language_from_switch() -> None:
    """What the language switch calls when it was moved; an emptied switch changes nothing."""
    set_language(str(typed(LANGUAGE_WIDGET) or language()))


def translator() -> Translator:
    """The translator of the visitor's language."""
    return translator_of(language())


def scenario() -> Scenario:
    """The scenario being worked on; at first the worked example."""
    if "scenario" not in st.session_state:
        st.session_state["scenario"] = load_scenario(DEFAULT_SCENARIO)
    stored: Scenario = st.session_state["scenario"]
    return stored


def keep(changed: Scenario) -> Scenario:
    """Store an edited scenario and hand it back."""
    st.session_state["scenario"] = changed
    return changed


def start(fresh: Scenario) -> Scenario:
    """Store another scenario; the reference goes, and widgets forget what they showed.

    One that was changed since it was started is put aside.
    """
    _put_aside()
    show_draft(False)
    return _begin(fresh, fresh)


def _put_aside() -> None:
    """Keep a changed, unsaved scenario, with its place in the library, until it is taken up."""
    if scenario() != original() and not session_stored.holds(scenario().fingerprint):
        st.session_state["aside"] = scenario(), original(), st.session_state.get("stored")


def _begin(fresh: Scenario, began: Scenario) -> Scenario:
    unpin()
    session_stored.leave(original().fingerprint, scenario().fingerprint)
    st.session_state["refused"] = {}
    st.session_state["original"] = began
    opened_before = [one for one in opened() if one.id != fresh.id]
    st.session_state["opened"] = (fresh, *opened_before)[:REMEMBERED]
    st.session_state["generation"] = generation() + 1
    return keep(fresh)


def opened() -> tuple[Scenario, ...]:
    """Scenarios started in this session, the last one first, each as it began."""
    kept: tuple[Scenario, ...] = st.session_state.get("opened", ())
    return kept


def aside() -> Scenario | None:
    """The changed scenario that was left for another one; None where there is none."""
    kept: tuple[Scenario, Scenario, object] | None = st.session_state.get("aside")
    return kept[0] if kept else None


def drop_aside() -> None:
    st.session_state.pop("aside", None)


def take_up() -> None:
    """Go back to the scenario put aside, as it was; a changed one left for it is put aside."""
    kept: tuple[Scenario, Scenario, object] | None = st.session_state.pop("aside", None)
    if kept is not None:
        _put_aside()
        _begin(kept[0], kept[1])
        st.session_state["stored"] = kept[2]


def own_data() -> OwnData:
    """What the visitor added to the libraries."""
    kept: OwnData = st.session_state.setdefault("own-data", OwnData())
    return kept


def keep_own_data(changed: OwnData) -> OwnData:
    """Store the visitor's additions and hand them back."""
    st.session_state["own-data"] = changed
    return changed


def draft() -> Draft | None:
    """The scenario being built, as long as inputs are open or it was not opened; else None."""
    kept: Draft | None = st.session_state.get("draft")
    return kept


def keep_draft(changed: Draft) -> Draft:
    """Store the scenario being built; pages of results tell that it is not complete."""
    st.session_state["draft"] = changed
    st.session_state["draft-shown"] = True
    return changed


def drop_draft() -> None:
    """Put the scenario being built away; `take_draft_back` undoes it."""
    st.session_state["draft-dropped"] = st.session_state.pop("draft", None)


def dropped_draft() -> Draft | None:
    """The draft put away last, as long as no other one was begun."""
    kept: Draft | None = st.session_state.get("draft-dropped")
    return kept if draft() is None else None


def take_draft_back() -> None:
    """Work again on the draft put away last."""
    kept = dropped_draft()
    if kept is not None:
        keep_draft(kept)


def drafting() -> bool:
    """Whether the visitor works on a draft, so that no result may pass for its own."""
    return draft() is not None and bool(st.session_state.get("draft-shown", True))


def show_draft(shown: bool) -> None:
    """Work on the draft, or on the complete scenario kept beside it."""
    st.session_state["draft-shown"] = shown


def original() -> Scenario:
    """The scenario as it was started, before anything was typed."""
    if "original" not in st.session_state:
        st.session_state["original"] = scenario()
    stored: Scenario = st.session_state["original"]
    return stored


def load(scenario_id: str) -> Scenario:
    """Start a worked example by its id."""
    return start(load_scenario(scenario_id))


def generation() -> int:
    """How many scenarios were started; part of widget keys, so that new values show."""
    return int(st.session_state.get("generation", 0))


def shown(key: str) -> object:
    """What the widget of that key holds; None where there is none yet."""
    return st.session_state.get(key)


def show(key: str, value: object) -> None:
    """Let a widget hold another value; before it is drawn, or in its callback."""
    st.session_state[key] = value


def open_pest_view(name: str) -> None:
    """Let the first page show that view; before it is drawn, or in a callback."""
    show(PEST_VIEW, name)


def moved(name: str, place: str) -> bool:
    """Whether an input was drawn elsewhere last: its widget is then a new one, still empty."""
    drawn: dict[str, str] = st.session_state.setdefault("drawn", {})
    before, drawn[name] = drawn.get(name, place), place
    return before != place


def refused() -> dict[str, str]:
    """The inputs that hold numbers the core refuses, and the page where each was typed."""
    found: dict[str, str] = st.session_state.setdefault("refused", {})
    return found


def refuse(name: str, page: str) -> None:
    """Remember that what an input holds is not used."""
    refused()[name] = page


def accept(name: str) -> None:
    """An input holds what is in use."""
    refused().pop(name, None)


def alop() -> Alop:
    """The appropriate level of protection the scenario is judged against."""
    return scenario().alop


def keep_alop(changed: Alop) -> Alop:
    """Judge the scenario against another level of protection."""
    keep(scenario().with_alop(changed))
    return changed


def seed() -> int:
    """The seed of the simulated futures."""
    return int(st.session_state.get("seed", DEFAULT_SEED))


def set_seed(value: int) -> None:
    st.session_state["seed"] = value


def draws() -> int:
    """The number of simulated futures."""
    return int(st.session_state.get("draws", DEFAULT_DRAWS))


def set_draws(value: int) -> None:
    st.session_state["draws"] = value


def typed(key: str) -> object:
    """What the widget with this key holds now, for use in its on_change call."""
    return st.session_state[key]


def pinned() -> Scenario | None:
    """The scenario pinned as reference, to see before and after; None when nothing is pinned."""
    reference: Scenario | None = st.session_state.get("pinned")
    return reference


def pin(reference: Scenario) -> None:
    st.session_state["pinned"] = reference


def unpin() -> None:
    st.session_state.pop("pinned", None)


def user_name() -> str:
    """The name recorded as assessor of what is typed on screen."""
    return str(st.session_state.get("user_name") or translator()("local user"))


def set_user_name(name: str) -> None:
    st.session_state["user_name"] = name.strip()
