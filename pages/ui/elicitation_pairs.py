"""Inputs that go together: declared rank correlations, what they do, and impossible ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import compute, display, session
from pages.ui import elicitation_state as state
from pages.ui.elicitation_state import key
from pra_core import labels
from pra_core.assessment import Assessment
from pra_core.errors import N_, PraError
from pra_core.figures import elicitation as figures
from pra_core.figures import elicitation_pairs_words as words
from pra_core.figures.elicitation_drag import axis_of
from pra_core.i18n import Translator, translator
from pra_core.parameter import Source
from pra_core.scenario import Correlation, Scenario
from pra_core.store.edit import with_correlations
from pra_core.wording import escaped

NEAREST = N_("Moved from {asked} to the nearest that can hold together with the others")
ADDED = N_("Added so that the declared rank correlations can all hold at once; nobody declared it")


def draw(scenario: Scenario, name: str, t: Translator) -> None:
    """Choose a pair, try a rank correlation, see what it does, and declare it."""
    names = _names(scenario)
    if len(names) < 2:
        st.markdown(t("This scenario has fewer than two uncertain inputs: none can go together."))
        return
    named = state.named(scenario, t, names)
    left, right = st.columns([2, 3], gap="large")
    with left:
        between = _pair(names, named, name, t)
        if between[0] == between[1]:
            display.note(t("Choose two different inputs."))
            return
        rank = _rank(scenario, between, t)
        trial, problem = _trial(scenario, between, rank)
        _declare(between, problem, t)
    if problem is not None:
        with right:
            _impossible(scenario, between, rank, problem, t)
    else:
        with right:
            _scatter(trial, between, rank, t)
        _effect(scenario, trial, t)
    _declared(scenario, t)


def _names(scenario: Scenario) -> list[str]:
    known = [n for n in compute.influential(scenario) if n in scenario.uncertain]
    return known + [n for n in scenario.uncertain if n not in known]


def _pair(names: Sequence[str], named: Mapping[str, str], name: str, t: Translator
          ) -> tuple[str, str]:
    first, second = key("pair-first"), key("pair-second")
    if session.shown(first) not in names:
        session.show(first, name if name in names else names[0])
    if session.shown(second) not in names:
        session.show(second, next(n for n in names if n != session.shown(first)))
    one = st.selectbox(t("One input"), names, key=first, format_func=named.__getitem__,
                       persist_state="session")
    other = st.selectbox(t("Another input"), names, key=second, format_func=named.__getitem__,
                         persist_state="session")
    return str(one), str(other)


def _key(between: tuple[str, str], part: str) -> str:
    return key(f"pair:{':'.join(sorted(between))}:{part}")


def _rank(scenario: Scenario, between: tuple[str, str], t: Translator) -> float:
    place = _key(between, "rank")
    if session.shown(place) is None:
        session.show(place, next((c.rank for c in scenario.correlations
                                  if set(c.between) == set(between)), 0.5))
    rank = float(st.slider(t("Rank correlation"), -1.0, 1.0, key=place, step=0.05,
                           persist_state="session", format="%.2f",
                           help=t("1: the higher one is, the higher the other, always; 0: nothing"
                                  " to do with each other; −1: the opposite.")))
    st.caption(escaped(words.rank_words(rank, t)))
    return rank


def _trial(scenario: Scenario, between: tuple[str, str], rank: float
           ) -> tuple[Scenario, PraError | None]:
    """The scenario with this correlation, or why it cannot be."""
    source = Source(status="assumed", assessor=session.user_name(), date=state.today(),
                    reason={"en": "-"})
    new = Correlation(between=between, rank=rank, source=source)
    try:
        return with_correlations(scenario, tuple(words.replaced(
            scenario.correlations, between, new))), None
    except PraError as error:
        return scenario, error


def _declare(between: tuple[str, str], problem: PraError | None, t: Translator) -> None:
    st.text_input(t("Reason (required), with the source if there is one"),
                  key=_key(between, "reason"), persist_state="session")
    st.button(t("Declare that they go together"), type="primary", key="pair-declare",
              icon=":material/link:", disabled=problem is not None, on_click=_keep,
              args=(between,))


def _keep(between: tuple[str, str]) -> None:
    def act() -> None:
        t, scenario = session.translator(), session.scenario()
        reason = str(session.shown(_key(between, "reason")) or "").strip()
        if not reason:
            raise PraError("missing", t("Reason"), "", "a text")
        rank = float(str(session.shown(_key(between, "rank"))))
        new = Correlation(between=between, rank=rank, source=_source(reason))
        _use(scenario, words.replaced(scenario.correlations, between, new),
             t("Declared: {pair}.", pair=words.pair_words(scenario, between, t)))

    state.attempted(act)


def _source(reason: str) -> Source:
    return Source(status="assumed", assessor=session.user_name(), date=state.today(),
                  reason={"en": reason, session.language(): reason})


def _use(scenario: Scenario, correlations: Sequence[Correlation], told: str) -> None:
    session.keep(with_correlations(scenario, tuple(correlations)))
    state.tell(told)


def _pairs(scenario: Scenario, between: tuple[str, str], rank: float
           ) -> list[tuple[tuple[str, str], float]]:
    declared = [(c.between, c.rank) for c in scenario.correlations
                if set(c.between) != set(between)]
    return [*declared, (between, rank)]


def _impossible(scenario: Scenario, between: tuple[str, str], rank: float, problem: PraError,
                t: Translator) -> None:
    """What cannot hold at once, and the nearest that can."""
    if problem.code != "not_a_correlation":
        display.problems(problem, t)
        return
    pairs = _pairs(scenario, between, rank)
    display.refusal([t("These rank correlations cannot all hold at once: where two inputs go with a"
                       " third, they cannot go against each other, nor have nothing to do with each"
                       " other if they go with it closely."),
                     *filter(None, [words.undeclared_sentence(scenario, pairs, t)])],
                    t("What was declared before stays in use. The nearest that can hold:"))
    display.prose(words.matrix_table(scenario, pairs, t), "pair-nearest", t, {
        "pair": t("Inputs"), "asked": t("Asked"), "nearest": t("Nearest possible")})
    st.button(t("Use the nearest"), key="pair-nearest-use", icon=":material/check:",
              on_click=_nearest, args=(between, rank))


def _nearest(between: tuple[str, str], rank: float) -> None:
    def act() -> None:
        t, scenario = session.translator(), session.scenario()
        kept = {frozenset(c.between): c for c in scenario.correlations}
        reason = str(session.shown(_key(between, "reason")) or "").strip()
        if reason:
            kept[frozenset(between)] = Correlation(between=between, rank=rank,
                                                   source=_source(reason))
        asked = {frozenset(pair): x for pair, x in _pairs(scenario, between, rank)}
        found = [_moved(kept.get(frozenset(pair)), pair, near, asked.get(frozenset(pair)))
                 for pair, near in words.nearest_pairs(_pairs(scenario, between, rank))]
        _use(scenario, found, t("The nearest rank correlations are in use."))
        session.show(key("pairs-before"), (scenario.correlations, tuple(found)))
        for one in found:
            session.show(_key(one.between, "rank"), one.rank)

    state.attempted(act)


def _moved(kept: Correlation | None, pair: tuple[str, str], near: float, asked: float | None
           ) -> Correlation:
    """A pair with its nearest rank correlation; the reason given stays and says what was asked."""
    if kept is not None and kept.rank == near:
        return kept
    reason = state.local(ADDED) if asked is None else state.local(NEAREST, asked=f"{asked:g}")
    if kept is not None:
        own = kept.source
        reason = {one: f"{translator(one).local(own.reason) if own.reason else own.citation or ''}"
                  f" ({text})" for one, text in reason.items()}
    return Correlation(between=pair, rank=near, source=Source(
        status="assumed", assessor=session.user_name(), date=state.today(), reason=reason))


def _undo_nearest(scenario: Scenario, t: Translator) -> None:
    """The way back from the nearest to what was declared before, as long as nothing else was."""
    held = session.shown(key("pairs-before"))
    if isinstance(held, tuple) and held[1] == scenario.correlations:
        st.button(t("Undo: back to what was declared before"), key="pair-nearest-undo",
                  icon=":material/undo:", on_click=_back, args=(held[0],))


def _back(before: tuple[Correlation, ...]) -> None:
    def act() -> None:
        t = session.translator()
        _use(session.scenario(), before, t("What was declared before is in use again."))
        session.show(key("pairs-before"), None)

    state.attempted(act)


def _scatter(trial: Scenario, between: tuple[str, str], rank: float, t: Translator) -> None:
    result = compute.assessed(trial)
    x, y = (result.values[name] for name in between)
    laws = [trial.uncertain[name] for name in between]
    axes = [axis_of([p.distribution], (), -math.inf, math.inf) for p in laws]
    titles = [t("{label}, {unit}", label=labels.parameter_label(trial, p.name, t),
                unit=labels.unit_of(p, t)) for p in laws]
    display.chart(figures.together(x=x, y=y, axes=(axes[0], axes[1]),
                                   titles=(titles[0], titles[1]), t=t), "judgement-together", t,
                  t("Asked: {asked}; the simulated values have a rank correlation of {attained}",
                    asked=t.number(rank), attained=t.number(words.attained(x, y))),
                  trial.fingerprint)


def _effect(scenario: Scenario, trial: Scenario, t: Translator) -> None:
    before, after = compute.assessed(scenario), compute.assessed(trial)
    st.subheader(t("What it does to the result"))
    show_effect(before, after, "pair-effect", (t("As it is now"), t("With this correlation")), t)


def show_effect(before: Assessment, after: Assessment, name: str, titles: tuple[str, str],
                t: Translator) -> None:
    """Two assessments beside each other: median, 90 % interval and P(meets)."""
    display.table(words.effect_table(before, after, t, titles), name, t, words.effect_columns(t))


def _declared(scenario: Scenario, t: Translator) -> None:
    st.subheader(t("Declared pairs"))
    _undo_nearest(scenario, t)
    if not scenario.correlations:
        st.markdown(t("No pair is declared: every input varies by itself."))
        return
    for i, c in enumerate(scenario.correlations):
        with st.container(border=True):
            said, button = st.columns([5, 1], vertical_alignment="center")
            said.markdown(t("**{pair}**: rank correlation **{rank}** — {words}",
                            pair=escaped(words.pair_words(scenario, c.between, t)),
                            rank=t.number(c.rank), words=escaped(words.rank_words(c.rank, t))))
            said.caption(f"{labels.badge(c.source.status, t)} · "
                         + escaped(labels.source_text(c.source, t)).replace("\n", " · "))
            button.button(t("Take it out"), key=f"pair-remove-{i}", width="stretch",
                          icon=":material/link_off:", on_click=_remove, args=(c.between,))


def _remove(between: tuple[str, str]) -> None:
    def act() -> None:
        t, scenario = session.translator(), session.scenario()
        _use(scenario, words.replaced(scenario.correlations, between, None),
             t("Taken out: {pair}.", pair=words.pair_words(scenario, between, t)))

    state.attempted(act)
