"""From the library into use and back: opening, saving, and two people saving the same scenario."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pages.ui import (
    compute_store,
    people_actor,
    people_class,
    scenarios_told,
    session,
    session_stored,
)
from pages.ui.session_stored import Stored
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.store.entries import Entry, Opened
from pra_core.wording import escaped

CONFLICT = "scenarios-conflict"
CHOSEN = "scenarios-chosen"
"""Entry that the library page shows in full."""
VIEW, LEFT, RIGHT, RUNNING = "scenarios-view", "compare-left", "compare-right", "running"
"""View of the library page, and what it compares: the id of an entry, or the scenario in use."""
Labels = tuple[str, Sequence[str]]
"""Name and tags."""
SEED, DRAWS = "seed_input", "draws_input"
"""Keys of the widgets of the sidebar."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was not saved because somebody else had saved meanwhile."""

    scenario: Scenario
    seed: int
    draws: int
    entry: str
    name: str
    latest: int
    """Version that stood in the way: the one to follow, if somebody decides to."""
    note: str
    reason: str
    """Who saved what when, in words."""


def begin(opened: Opened) -> None:
    """Use a stored scenario with its seed and number of futures; before the sidebar is drawn."""
    session.start(opened.scenario)
    run_with(opened.seed, opened.draws)
    remember(opened.entry, opened.version.number, opened.scenario)


def run_with(seed: int, draws: int) -> None:
    """Seed and number of simulated futures, in their widgets too."""
    session.set_seed(seed)
    session.set_draws(draws)
    session.show(SEED, seed)
    session.show(DRAWS, draws)


def remember(entry: Entry, version: int, scenario: Scenario) -> None:
    """The scenario in use, with its seed and number of futures, is that version of the entry."""
    session_stored.keep_stored(Stored(entry.id, version, entry.name, scenario.fingerprint,
                                      session.seed(), session.draws()))
    session.show(CHOSEN, entry.id)


def open_version(entry_id: str, version: int | None, t: Translator) -> None:
    """Callback: use this version, or the latest one."""
    opened = scenarios_told.attempt(
        lambda: compute_store.library().open(people_actor.actor(), entry_id, version))
    if opened is not None:
        begin(opened)
        scenarios_told.say(t("In use now: **{name}**, version {number}.",
                             name=escaped(opened.entry.name), number=opened.version.number))


def tags_of(text: str) -> list[str]:
    """Tags as they are typed: separated by commas, of either language."""
    for mark in ("，", "、", ";", "；"):
        text = text.replace(mark, ",")
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def changed_since() -> bool:
    """Whether what is in use, simulation included, is no longer the stored version it was."""
    place = session_stored.stored()
    return place is not None and any(held not in ("", None, now) for held, now in (
        (place.fingerprint, session.scenario().fingerprint), (place.seed, session.seed()),
        (place.draws, session.draws())))


def entry_in_use() -> Entry | None:
    """The entry that the scenario in use belongs to, as it is now; None where there is none."""
    place = session_stored.stored()
    if place is None or not place.name:
        return None
    with suppress(PraError):  # no longer shared, or the library does not answer
        return compute_store.library().entry(people_actor.actor(), place.entry)
    return None


def save_new(name: str, note: str, tags: Sequence[str], t: Translator) -> None:
    """Save the scenario in use as a new entry, as openly handled as the one it came from."""
    running, asking = session.scenario(), people_actor.actor()
    saved = scenarios_told.attempt(lambda: compute_store.library().save(
        asking, running, name=name, seed=session.seed(), draws=session.draws(), note=note,
        tags=tuple(tags), classification=people_class.running(asking)))
    if saved is not None:
        _saved(saved, running, t)


def save_version(note: str, t: Translator) -> None:
    """Save the scenario in use as the next version of its entry, unless somebody was faster."""
    place = session_stored.stored()
    if place is None:
        return
    mine = Conflict(session.scenario(), session.seed(), session.draws(), place.entry, place.name,
                    place.version, note, "")
    saved = _followed(mine, t)
    if saved is not None:
        _saved(saved, mine.scenario, t)


def _followed(mine: Conflict, t: Translator) -> Entry | None:
    """The entry with one more version; None where it was refused, or somebody was faster."""
    library, asking = compute_store.library(), people_actor.actor()
    try:
        return library.save(asking, mine.scenario, seed=mine.seed, draws=mine.draws,
                            entry=mine.entry, base_version=mine.latest, note=mine.note)
    except PraError as error:
        if error.code != "edit_conflict":
            scenarios_told.refuse(error)
            return None
        reason = "; ".join(t.error(problem) for problem in error.problems)
    now = scenarios_told.attempt(lambda: library.entry(asking, mine.entry))
    if now is not None:
        session.show(CONFLICT, replace(mine, name=now.name, latest=now.version, reason=reason))
    return None


def conflict() -> Conflict | None:
    """What could not be saved, as long as nothing was decided about it."""
    held = session.shown(CONFLICT)
    return held if isinstance(held, Conflict) else None


def compare_with_running(entry_id: str) -> None:
    """Let the library page compare the latest version of an entry with what is in use."""
    session.show(VIEW, "compare")
    session.show(LEFT, entry_id)
    session.show(RIGHT, RUNNING)


def compare_versions(entry_id: str, first: int, second: int) -> None:
    """Let the library page compare two versions of an entry."""
    session.show(VIEW, "compare")
    for place, number in ((LEFT, first), (RIGHT, second)):
        session.show(place, entry_id)
        session.show(version_key(place, entry_id), number)


def version_key(place: str, entry_id: str) -> str:
    """Key of the choice of a version on one side of a comparison."""
    return f"{place}-version:{entry_id}"


def keep_as_copy(name: str, t: Translator) -> None:
    """Callback: save what clashed as an entry of its own."""
    held = conflict()
    if held is None:
        return
    asking = people_actor.actor()
    saved = scenarios_told.attempt(lambda: compute_store.library().save(
        asking, held.scenario, name=name, seed=held.seed, draws=held.draws, note=held.note,
        classification=people_class.of_entry(asking, held.entry)))
    if saved is not None:
        _settled(saved, held, t)


def keep_over(t: Translator) -> None:
    """Callback: save what clashed as the version after the other one, which stays in history."""
    held = conflict()
    if held is None:
        return
    saved = _followed(held, t)
    if saved is not None:
        _settled(saved, held, t)


def _settled(saved: Entry, held: Conflict, t: Translator) -> None:
    session.show(CONFLICT, None)
    now = session.scenario(), session.seed(), session.draws()
    if now == (held.scenario, held.seed, held.draws):
        _saved(saved, held.scenario, t)
    else:
        scenarios_told.say(_words(saved, t))


def _saved(saved: Entry, scenario: Scenario, t: Translator) -> None:
    remember(saved, saved.version, scenario)
    session.show(CONFLICT, None)
    scenarios_told.say(_words(saved, t))


def _words(saved: Entry, t: Translator) -> str:
    return t("Saved: **{name}**, version {number}.", name=escaped(saved.name),
             number=saved.version)


def delete(entry_id: str, name: str, t: Translator) -> None:
    """Callback: out of the lists; the next run offers to undo it."""
    gone = scenarios_told.attempt(
        lambda: compute_store.library().delete(people_actor.actor(), entry_id))
    if gone is None:
        return
    place = session_stored.stored()
    if place is not None and place.entry == entry_id:
        session_stored.keep_stored(Stored(entry_id, place.version))  # keeps its class
    scenarios_told.say(t("Deleted: **{name}**.", name=escaped(name)), undo=entry_id)


def bring_back(entry_id: str, t: Translator) -> None:
    """Callback: undo a deletion."""
    back = scenarios_told.attempt(
        lambda: compute_store.library().undelete(people_actor.actor(), entry_id))
    if back is not None:
        session.show(CHOSEN, back.id)
        scenarios_told.say(t("Brought back: **{name}**.", name=escaped(back.name)))


def purge(entry_id: str, name: str, t: Translator) -> None:
    """Callback: remove a deleted scenario for good."""
    library, asking = compute_store.library(), people_actor.actor()

    def gone() -> bool:
        library.purge(asking, entry_id)
        return True

    if scenarios_told.attempt(gone):
        scenarios_told.say(t("Removed for good: **{name}**.", name=escaped(name)))


def restore(entry_id: str, version: int, t: Translator) -> None:
    """Callback: an earlier version becomes the latest one again; history stays."""
    made = scenarios_told.attempt(
        lambda: compute_store.library().restore(people_actor.actor(), entry_id, version))
    if made is None:
        return
    told = t("Version {version} of **{name}** is now also version {number}.",
             version=version, name=escaped(made.name), number=made.version)
    place = session_stored.stored()
    if place is not None and place.entry == entry_id:
        told = t("{told} In use is still version {number}.", told=told, number=place.version)
    scenarios_told.say(told)


def duplicate(entry_id: str, name: str, t: Translator) -> None:
    """Callback: a private copy of the latest version."""
    made = scenarios_told.attempt(lambda: compute_store.library().duplicate(
        people_actor.actor(), entry_id, t("{name} (copy)", name=name)))
    if made is not None:
        session.show(CHOSEN, made.id)
        scenarios_told.say(t("Copied as **{name}**.", name=escaped(made.name)))


def relabel(entry_id: str, now: Labels, before: Labels, t: Translator) -> None:
    """Callback: another name, other tags than there were before; no version is added."""
    made = scenarios_told.attempt(lambda: compute_store.library().relabel(
        people_actor.actor(), entry_id, name=now[0], tags=now[1], shown=before))
    if made is None:
        return
    place = session_stored.stored()
    if place is not None and place.entry == made.id and place.name:
        session_stored.keep_stored(replace(place, name=made.name))
    scenarios_told.say(t("Kept: **{name}**.", name=escaped(made.name)))
