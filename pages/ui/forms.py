"""Widget groups: the scenario bar, the level of protection, and rows of inputs."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import cast

import streamlit as st

from pages.ui import (
    alop_change,
    compute,
    display,
    draft_notice,
    people_actor,
    people_class,
    people_link,
    refused,
    scenarios_bar,
    session,
    session_stored,
    training_banner,
)
from pages.ui.forms_parameter import parameters
from pra_core.alop import Alop, Metric
from pra_core.errors import N_, PraError
from pra_core.i18n import Translator
from pra_core.labels import parameter_label as quantity_label
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, read_scenario
from pra_core.store.class_mark import marked_class
from pra_core.store.edit import with_limit
from pra_core.wording import alop_words, escaped

__all__ = ["alop", "parameters", "quantity_label", "scenario_bar"]

LARGEST_UPLOAD_MB = 2
ALOP = "alop"
METRICS: dict[str, str] = {
    "annual_probability": N_("Chance of an outbreak in a year"),
    "years_between_outbreaks": N_("Years between outbreaks"),
    "annual_loss": N_("Expected loss per year"),
    "pests_per_lot": N_("Live pests per released lot"),
}
LIMITS: dict[str, str] = {
    "annual_probability": N_("At most once in … years"),
    "years_between_outbreaks": N_("At least … years"),
    "annual_loss": N_("At most … per year, {currency}"),
    "pests_per_lot": N_("At most … live pests per lot"),
}


def scenario_bar(t: Translator) -> None:
    """Which pest, on what, from where to where; worked examples, library, files."""
    if training_banner.bar(t):
        return
    running = session.scenario()
    common, name = escaped(t.local(running.pest.common_name)), escaped(running.pest.name)
    st.markdown(f"**{common}** · *{name}*")
    area = escaped(t.local(running.pra_area.title))
    for pathway in running.pathways:
        commodity, origin = escaped(t.local(pathway.commodity)), escaped(t.local(pathway.origin))
        st.caption(t("{commodity} · {origin} → {area}", commodity=commodity, origin=origin,
                     area=area))
    if running.climate_scenario is not None:
        st.caption(t("Climate assumed: {title}",
                     title=escaped(t.local(running.climate_scenario.title))))
    former = session.original().pra_area
    if former != running.pra_area:
        st.warning(t("The PRA area was {former} when this scenario was opened: evidence, trade and"
                     " values still describe it unless they were changed.",
                     former=escaped(t.local(former.title))))
    shipped = compute.shipped()
    ids, key = list(shipped), f"scenario:{session.generation()}"
    st.selectbox(t("Scenario"), ids, key=key, on_change=_choose, args=(key,),
                 index=ids.index(running.id) if running.id in ids else None,
                 format_func=lambda one: t.local(shipped[one].title),
                 placeholder=t.local(running.title))
    scenarios_bar.state(t)
    _refusals(t)
    _draft(t)
    _put_aside(t)
    with st.popover(t("Open or save"), width="stretch"):
        scenarios_bar.form(t)
        st.divider()
        _upload(t)
        # The file is written after the run, where no session can be asked for the scenario.
        handled = people_class.running(people_actor.actor())
        st.download_button(
            t("Save this scenario (YAML)"),
            lambda: people_class.marked(dump_scenario(running), handled, t).encode(),
            f"{people_class.file_mark(handled)}{running.id}.yaml", "application/yaml",
            key="scenario-save", on_click="ignore", icon=":material/download:", width="stretch")
        people_link.draw_compressed(t)


def _draft(t: Translator) -> None:
    """The scenario being built, and the way to it or back from it."""
    draft = session.draft()
    if draft is None:
        if session.dropped_draft() is not None:
            st.button(t("Undo: take the draft back"), key="draft-back", width="stretch",
                      on_click=session.take_draft_back, icon=":material/undo:")
        return
    with st.container(border=True, key="scenario-draft"):
        st.markdown(t("**Being built:** {title}. {state}.", state=draft_notice.state(draft, t),
                      title=escaped(t.local(draft.title))))
        if session.drafting():
            st.button(t("Show the scenario above meanwhile"), key="draft-hide", width="stretch",
                      on_click=session.show_draft, args=(False,), icon=":material/visibility:")
        else:
            st.button(t("Go on building it"), key="draft-on", width="stretch",
                      on_click=_to_draft, icon=":material/construction:")
        st.button(t("Forget the draft"), key="draft-forget", width="stretch",
                  on_click=session.drop_draft, icon=":material/delete:")


def _to_draft() -> None:
    session.show_draft(True)
    session.open_pest_view("draft")


def _put_aside(t: Translator) -> None:
    """What was changed and left for another scenario can be saved, or taken up again."""
    kept = session.aside()
    if kept is None:
        return
    with st.container(border=True, key="scenario-aside"):
        st.markdown(t("The changed scenario “{title}” was put aside.",
                      title=escaped(t.local(kept.title))))
        place = session_stored.aside_stored()
        handled = people_class.of_place(people_actor.actor(), place)
        st.download_button(t("Save it (YAML)"),
                           lambda: people_class.marked(dump_scenario(kept), handled, t).encode(),
                           f"{people_class.file_mark(handled)}{kept.id}.yaml",
                           "application/yaml", key="aside-save",
                           on_click="ignore", icon=":material/download:", width="stretch")
        st.button(t("Back to it"), key="aside-back", on_click=session.take_up,
                  icon=":material/undo:", width="stretch")
        st.button(t("Forget it"), key="aside-drop", on_click=session.drop_aside,
                  icon=":material/delete:", width="stretch")


def _choose(key: str) -> None:
    chosen = session.shown(key)
    if chosen:
        session.start(compute.shipped()[str(chosen)])


def _upload(t: Translator) -> None:
    key = f"upload:{session.generation()}"
    refused = st.file_uploader(
        t("Open a scenario file (YAML, at most {size} MB)", size=LARGEST_UPLOAD_MB),
        type=["yaml", "yml", "json"], key=key, on_change=_open, args=(key,),
        max_upload_size=LARGEST_UPLOAD_MB)
    # A file that was accepted started a new scenario, and with it an empty uploader.
    if refused is not None:
        with display.guard(t):
            uploaded(refused.getvalue(), refused.name)


def _open(key: str) -> None:
    file = session.shown(key)
    if file is not None:
        with suppress(PraError):
            content: bytes = file.getvalue()  # type: ignore[attr-defined]
            session.start(uploaded(content, file.name))  # type: ignore[attr-defined]
            people_class.carry(marked_class(content.decode("utf-8-sig")))


def uploaded(content: bytes, name: str) -> Scenario:
    """A scenario file that can be read and computed; PraError with every problem otherwise."""
    if len(content) > LARGEST_UPLOAD_MB * 2**20:
        raise PraError("out_of_bounds", name, f"{len(content):,} B", f"{LARGEST_UPLOAD_MB} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, str(error), "UTF-8 text") from error
    fresh = read_scenario(text, name)
    compute.assessed(fresh)
    return fresh


def _refusals(t: Translator) -> None:
    """One line for every page: what was typed but is not used, and where it stands."""
    found = session.refused()
    if not found:
        return
    named = {ALOP: t("Level of protection")}
    where = t("; ").join(escaped(t("{input} ({page} page)", page=t(page), input=named.get(
        name) or quantity_label(session.scenario(), name, t))) for name, page in found.items())
    st.warning(t("1 input was refused and is not used: {where}", where=where) if len(found) == 1
               else t("{count} inputs were refused and are not used: {where}", count=len(found),
                      where=where), icon=":material/block:")


def alop(t: Translator) -> None:
    """Metric, limit as a frequency, and confidence of the level of protection."""
    scenario = session.scenario()
    running, currency = scenario.alop, scenario.consequences.currency
    keys = {part: f"{session.generation()}:alop:{part}" for part in ("metric", "limit", "share")}
    problem = _settle_alop(running, keys)
    st.selectbox(t("Level of protection: what is limited"), list(METRICS), key=keys["metric"],
                 format_func=lambda metric: t(METRICS[metric]), on_change=_take_metric,
                 args=(keys,))
    label = LIMITS[running.metric]
    # No limits of the widgets' own: they would drop a number without a word.
    st.number_input(
        t(label, currency=currency) if running.metric == "annual_loss" else t(label), value=None,
        key=keys["limit"], step=1.0, format="%.7g", on_change=_take_limit, args=(keys,),
        persist_state="session")
    st.number_input(t("with confidence of at least, %"), value=None, key=keys["share"], step=1.0,
                    format="%.4g", on_change=_take_limit, args=(keys,), persist_state="session")
    if problem is not None:
        display.refusal(_alop_lines(problem, running.metric, keys, t), t(
            "In use is still: {value}", value=alop_words(running, currency, t)))
    alop_change.undo("form", t)


def _settle_alop(running: Alop, keys: dict[str, str]) -> PraError | None:
    """Widgets hold what is in use, unless what was typed is refused: then why."""
    held = {"limit": _as_typed(running), "share": round(100 * running.confidence, 6)}
    typed = {part: session.shown(keys[part]) for part in held}
    problem = None
    if typed != held and any(value is not None for value in typed.values()):
        try:
            _judged(running.metric, typed["limit"], typed["share"])
        except PraError as error:
            problem = error
    session.show(keys["metric"], running.metric)
    for part, value in (typed if problem else held).items():
        session.show(keys[part], value)
    if problem is None:
        session.accept(ALOP)
    else:
        session.refuse(ALOP, N_("Measures"))
    return problem


def _alop_lines(error: PraError, metric: str, keys: dict[str, str], t: Translator) -> list[str]:
    limit, share = session.shown(keys["limit"]), session.shown(keys["share"])
    told: list[str] = []
    for value, title in ((limit, t("The limit")), (share, t("The confidence"))):
        if value is None:
            told.append(refused.empty(title, t))
    least = 1.0 if metric == "annual_probability" else 0.0
    if isinstance(limit, float) and limit < least:
        told.append(refused.below(t("The limit"), limit, least, t))
    if isinstance(share, float) and not 0.0 < share < 100.0:
        told.append(t("The confidence ({number} %) must be above 0 % and below 100 %.",
                      number=t.number(share, refused.DIGITS)))
    return told or [t.error(problem) for problem in error.problems]


def _as_typed(level: Alop) -> float:
    """The limit as it is typed: a probability as years, infinite years for zero as 1e15."""
    if level.metric != "annual_probability":
        return level.limit
    return float(f"{1.0 / level.limit:.12g}") if level.limit > 1e-15 else 1e15


def _limit(metric: str, typed: float) -> float:
    if metric != "annual_probability":
        return typed
    return 1.0 / typed if typed else math.inf


def _judged(metric: str, limit: object, share: object) -> Scenario:
    """The scenario judged against what was typed; PraError with every problem."""
    if not isinstance(limit, float) or not isinstance(share, float):
        raise PraError("missing", ALOP, "", "limit, confidence")
    return with_limit(session.scenario(), metric, _limit(metric, limit), share / 100.0)


def _take_metric(keys: dict[str, str]) -> None:
    alop_change.convert(cast(Metric, session.shown(keys["metric"])))
    session.show(keys["limit"], _as_typed(session.alop()))
    session.show(keys["share"], round(100 * session.alop().confidence, 6))


def _take_limit(keys: dict[str, str]) -> None:
    """A number was typed: use it, or leave the ALOP; the form then says what is wrong."""
    typed, share = session.shown(keys["limit"]), session.shown(keys["share"])
    with suppress(PraError):
        alop_change.keep(_judged(session.alop().metric, typed, share))
