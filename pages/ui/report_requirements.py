"""Phytosanitary import requirements: read, edited part by part, and taken away alone."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    compute_report,
    display,
    people_class,
    report_choice,
    report_view,
    session,
    session_report,
)
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.import_requirements import (
    MOST_LETTERS,
    Edit,
    Part,
    Requirements,
    as_text,
    edited,
    lines_of,
)
from pra_core.markdown_text import escaped

EDITING = "requirements-editing"


def draw(t: Translator) -> None:
    """The text as it stands, the switch to edit it, and its files."""
    scenario = session.scenario()
    _warnings(t)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        spoken = report_choice.languages(t)
    with right:
        editing = st.toggle(t("Edit the text"), key=EDITING, persist_state="session",
                            help=t("What you write stays with this scenario while this session"
                                   " lasts, is marked as edited, and goes into the report."))
    _one_sided(t)
    for language, column in zip(spoken, st.columns(len(spoken), gap="large"), strict=True):
        with column:
            draft = compute_report.draft_requirements(scenario, translator(language))
            if editing:
                _form(draft, t)
            else:
                _text(draft, t)
    _records(t)
    _files(spoken, t)


def _warnings(t: Translator) -> None:
    """What should be settled before such a text is sent."""
    scenario = session.scenario()
    if not scenario.pest.quarantine_pest:
        display.note(t("The pest does not meet every criterion of a quarantine pest (see Pest and"
                       " pathway): requirements against it would lack their ground."))
    if scenario.selected and compute_report.verdict(scenario) != "meets":
        display.note(t("The selected measures are not shown to meet your ALOP (see Measures): these"
                       " requirements would not be enough."))
    if not scenario.selected:
        display.note(t("No measure is selected. Select measures on the page Measures; their"
                       " conditions then stand here in the order of the pathway."))


def _one_sided(t: Translator) -> None:
    """Parts written in one language say nothing of the other."""
    first, second = (set(session_report.edits(language)) for language in LANGUAGES)
    draft = compute_report.draft_requirements(session.scenario(), t)
    titles = [part.title for part in draft.parts if part.id in first ^ second]
    if titles:
        display.note(t("Edited in one language only: {parts}. In the other it still says what was"
                       " generated.", parts=escaped(t("; ").join(titles))))


def _text(draft: Requirements, t: Translator) -> None:
    """The text to read, with parts written by hand marked."""
    written = session_report.edits(draft.language)
    shown = edited(draft, written)
    with st.container(border=True, key=f"requirements-{draft.language}"):
        st.markdown(f"##### {escaped(shown.title)}")
        for number, part in enumerate(shown.parts, start=1):
            mark = " · *" + t("edited") + "*" if part.edited else ""
            st.markdown(f"**{number}. {escaped(part.title)}**{mark}")
            if part.lead:
                st.markdown(escaped(part.lead))
            st.markdown("\n".join(f"- {escaped(one)}" for one in part.clauses))
    outdated = [part.title for part in draft.parts
                if part.id in written and written[part.id].outdated(part)]
    if outdated:
        display.note(t("The draft has changed since you wrote: {parts}. Compare under “Edit the"
                       " text”.", parts=escaped(t("; ").join(outdated))))


def _form(draft: Requirements, t: Translator) -> None:
    """One field for each part; one line is one clause."""
    written = session_report.edits(draft.language)
    st.caption(t("One line is one clause; a first line that ends in a colon stands before them."
                 " Empty a field to leave the part out."))
    for part in draft.parts:
        _field(draft.language, part, written.get(part.id), t)


def _field(language: str, part: Part, edit: Edit | None, t: Translator) -> None:
    key = f"requirement:{session.generation()}:{session.scenario().id}:{language}:{part.id}"
    text = edit.text if edit is not None else lines_of(part)
    session.show(key, text)
    st.text_area(part.title, key=key, height="content", max_chars=MOST_LETTERS, on_change=_take,
                 args=(key, language, part))
    if edit is None:
        return
    if edit.outdated(part):
        with st.expander(t("The draft of this part has changed since"), icon=":material/update:"):
            st.markdown("\n".join(f"- {escaped(line)}" for line in lines_of(part).splitlines()))
    st.button(t("Back to the draft"), key=f"back:{key}", on_click=session_report.keep_edit,
              args=(language, part.id, None), icon=":material/undo:")


def _take(key: str, language: str, part: Part) -> None:
    typed, draft = str(session.shown(key) or ""), lines_of(part)
    session_report.keep_edit(language, part.id, Edit(typed, draft) if typed != draft else None)


def _records(t: Translator) -> None:
    """The records the text was drawn from, to compare before it is sent."""
    scenario = session.scenario()
    chosen = [m for m in scenario.measures if m.id in scenario.selected]
    if not chosen:
        return
    with st.expander(t("The records of the measures this is drawn from"),
                     icon=":material/inventory_2:"):
        for measure in chosen:
            st.markdown(f"**{escaped(t.local(measure.title))}**  \n"
                        f"{escaped(t.local(measure.description))}")


def _files(spoken: tuple[str, ...], t: Translator) -> None:
    """The text alone, as PDF, Word or plain text."""
    scenario = session.scenario()
    chosen = compute_report.Choice(spoken, (), report_choice.quiet_provenance(t),
                                   report_choice.classification(t), report_choice.written())
    speakers = {language: translator(language) for language in spoken}
    found = compute_report.papers(
        chosen, {code: one("Phytosanitary import requirements")
                 for code, one in speakers.items()},
        {code: one("Scenario {code} · seed {seed} · {draws} simulated futures",
                   code=scenario.fingerprint, seed=session.seed(),
                   draws=one.number(session.draws(), 6)) for code, one in speakers.items()})
    name = f"{people_class.file_mark(chosen.classification)}requirements-{scenario.id}"
    report_view.files(found, name, t, ("PDF", "Word"))
    text = "\n".join(f"{document.classification}\n\n{as_text(one)}" for document, one in zip(
        found, compute_report.requirements(scenario, chosen), strict=True))
    st.download_button(t("Plain text"), text.encode("utf-8-sig"),
                       f"{name}-{scenario.fingerprint}.txt", "text/plain",
                       key="requirements-text", on_click="ignore", icon=":material/download:",
                       width="stretch")
