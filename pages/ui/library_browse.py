"""Browsing the library: filters, cards with what is known, systems approaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.ui import compute, display, library_add, session
from pra_core.errors import N_
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.measure_library import Entry, Filter, Library
from pra_core.wording import escaped

PER_PAGE = 20
ANY, EVERY_KIND = "", "every"
CHOSEN = "library-chosen"
HEADS = {"pest": N_("Pest"), "schedule": N_("Schedule"), "trial": N_("Trial"),
         "efficacy": N_("Efficacy"), "status": N_("Status"), "source": N_("Source")}


def draw(library: Library, t: Translator) -> None:
    """What to show, filters, and the measures that pass, page by page."""
    scenario = session.scenario()
    code, key = scenario.pest.eppo_code, f"{session.generation()}:library"
    scope = _scope(library, key, t)
    asked = _filter(library, scope, key, t)
    shown = words.ordered([e for e in library.filtered(asked) if e.origin != scenario.id], code)
    st.markdown("**" + (t("1 measure") if len(shown) == 1 else
                        t("{count} measures", count=len(shown))) + "**")
    if not shown:
        st.markdown(t("No measure passes every filter. Widen one of them."))
    pages = -(-len(shown) // PER_PAGE)
    page = 1
    if pages > 1:
        page = st.pagination(pages, key=f"library-page-{hash(asked)}")
    for entry in shown[(page - 1) * PER_PAGE:page * PER_PAGE]:
        card(library, entry, t)
    _packages(library, library.for_scenario(scenario), t)


def _scope(library: Library, key: str, t: Translator) -> str:
    """Which part of the library is shown; at first what has evidence on the pest."""
    scenario = session.scenario()
    titles = words.scopes(library, scenario, t)
    if session.shown(f"{key}:scope") not in titles:
        session.show(f"{key}:scope", next(iter(titles)))
    return str(st.segmented_control(
        t("Show"), list(titles), format_func=titles.__getitem__, key=f"{key}:scope",
        required=True, persist_state="session", width="stretch"))


def _filter(library: Library, scope: str, key: str, t: Translator) -> Filter:
    menu, scenario = library.taxonomy, session.scenario()
    kind = library.kind_of(scenario) if scope != words.ALL else None
    with st.expander(t("More filters"), icon=":material/filter_list:"):
        first, second, third = st.columns(3)
        with first:
            objective = _choice(t("Objective"), ANY, t("All"),
                                {k: t.local(v) for k, v in menu.objectives.items()}, f"{key}:aim")
            category = _choice(t("Category"), ANY, t("All"),
                               {c.id: t.local(c.title) for c in menu.categories
                                if objective in (ANY, c.objective)}, f"{key}:category")
        with second:
            stage = _choice(t("Stage"), ANY, t("All"),
                            {k: t.local(v) for k, v in menu.stages.items()}, f"{key}:stage")
            ispm11 = _choice(t("Class in ISPM 11"), ANY, t("All"),
                             {k: t(v) for k, v in words.CLASSES.items()}, f"{key}:class")
        with third:
            text = st.text_input(t("Word in title or description"), key=f"{key}:text",
                                 persist_state="session")
            if scope == words.ALL:
                goods = _choice(t("Goods"), EVERY_KIND, t("All goods"),
                                {k.id: t.local(k.title) for k in menu.pathway_kinds},
                                f"{key}:kind")
                kind = None if goods == EVERY_KIND else goods
    return Filter(kind=kind, objective=objective, category=category, stage=stage,
                  ispm11_class=ispm11, text=text or "",
                  evidence_for=scenario.pest.eppo_code if scope == words.KNOWN else "")


def _choice(label: str, neutral: str, neutral_title: str, titles: Mapping[str, str], key: str
            ) -> str:
    options = [neutral, *titles]
    if session.shown(key) not in options:
        session.show(key, neutral)
    return str(st.selectbox(label, options, key=key, persist_state="session",
                            format_func=lambda one: titles.get(one, neutral_title)))


def card(library: Library, entry: Entry, t: Translator) -> None:
    """One measure: what it does, on what evidence, what it needs, and adding it."""
    scenario = session.scenario()
    with st.container(border=True):
        left, right = st.columns([8, 3], vertical_alignment="top")
        with left:
            st.markdown(f"##### {escaped(t.local(entry.title))}")
            st.caption(" · ".join((t(words.CLASSES[entry.ispm11_class]), escaped(entry.standard),
                                   _origin(entry, t))))
        with right:
            open_ = session.shown(CHOSEN) == entry.id
            st.button(t("Close") if open_ else t("Use this measure …"), key=f"choose-{entry.id}",
                      on_click=session.show, args=(CHOSEN, "" if open_ else entry.id),
                      width="stretch")
        lines = words.summary(entry, scenario, t)
        if open_:
            lines += words.facts(library, entry, t)
        st.markdown("  \n".join(lines))
        table = words.evidence_table(entry, t)
        if len(table) and open_:
            with st.expander(t("All the evidence with its sources"), icon=":material/menu_book:"):
                display.prose(table, f"evidence-{entry.id}", t,
                              {column: t(head) for column, head in HEADS.items()})
        if open_:
            library_add.form(entry, t)


def _origin(entry: Entry, t: Translator) -> str:
    if entry.origin is None:
        return t("general")
    title = t.local(compute.shipped()[entry.origin].title)
    return t("from the worked example: {title}", title=escaped(title))


def _packages(library: Library, fitting: Iterable[Entry], t: Translator) -> None:
    """Systems approaches whose measures all fit the goods."""
    ids = {e.id for e in fitting}
    found = [p for p in library.packages if set(p.entries) <= ids]
    if not found:
        return
    st.subheader(t("Systems approaches (ISPM 14)"))
    st.caption(t("At least two of the measures have to be independent of each other. Add the"
                 " measures one by one; the page Measures then shows which pairs are not."))
    for package in found:
        titles = " + ".join(t.local(library.entry(one).title) for one in package.entries)
        st.markdown(f"**{escaped(t.local(package.title))}** ({escaped(package.standard)}).  \n"
                    f"{escaped(t.local(package.description))}  \n{escaped(titles)}")
