"""What the selected measures achieve: the sentence, the charts and the change since pinning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import (
    compute,
    compute_charts,
    compute_precision,
    compute_sets,
    display,
    people_class,
    sensitivity_precision,
    sensitivity_sources,
    session,
    session_access,
    words,
)
from pra_core import paragraphs, wording
from pra_core.alop import Alop
from pra_core.assessment import MAX_DRAWS, Assessment
from pra_core.errors import PraError
from pra_core.figures import (
    choice_words,
    decision,
    entry_inputs,
    pathway,
    pinned_words,
    precision_words,
)
from pra_core.figures.band_words import band_sentence
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario
from pra_core.summary import Judgement, meets
from pra_core.top_up import judged, judged_draws


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one run of the page shows, computed once."""

    scenario: Scenario
    before: Assessment
    after: Assessment
    judgement: Judgement
    pinned: Assessment | None
    sets: Portfolios | None
    """None where there are too many sets to search, or nothing to choose from."""
    draws: int
    """The simulated futures behind `judgement`: more where they were too few to tell."""

    @property
    def alop(self) -> Alop:
        return self.scenario.alop


def view(t: Translator) -> View:
    """The running scenario with and without its measures, the pinned one, and every set."""
    scenario, pinned = session.scenario(), session.pinned()
    unrestricted = scenario.with_measures(()) if scenario.selected else scenario
    after, sets = compute.assessed(scenario), _searched(unrestricted, t)
    draws = after.draws
    if sets is not None:
        draws = max(draws, judged_draws(sets.row(scenario.selected), sets))
    return View(scenario, compute.assessed(unrestricted), after, judged(after, sets),
                compute.assessed(pinned) if pinned is not None else None, sets, draws)


def _searched(unrestricted: Scenario, t: Translator) -> Portfolios | None:
    if not unrestricted.measures:
        return None
    try:
        with st.spinner(t("Judging every set of measures …"), show_time=True):
            return compute_sets.searched(unrestricted)
    except PraError as error:
        display.problems(error, t, t("The selected measures are judged all the same."))
        return None


def headline(shown: View, t: Translator) -> None:
    """Before and after, P(meets) and verdict; the least restrictive set; what matters most."""
    scenario, sets = shown.scenario, shown.sets
    display.sentence("  \n".join((
        wording.result_sentence(shown.before, shown.after, shown.alop, t),
        wording.verdict_sentence(shown.judgement, shown.after, shown.alop, t),
        wording.evidence_sentence(scenario, t))))
    lines = []
    if sets is not None:
        if sets.undecided and not compute_sets.is_settled(scenario):
            lines.append(choice_words.pending_sentence(sets, t))
        lines.append(choice_words.choice_sentence(sets, t))
        lines.append(wording.order_words(t))
    lines.append(wording.matters_sentence(scenario, compute.influential(scenario), t,
                                          compute_precision.exact(scenario)))
    st.markdown("  \n".join(lines))


def sharpen(shown: View, t: Translator) -> None:
    """Judges what is too close to call on more simulated futures, then draws the page anew.

    Stands at the end of the page: whoever does not wait goes on, and what was judged is kept.
    """
    if shown.sets is None or compute_sets.is_settled(shown.scenario):
        return
    place = st.empty()
    for found in compute_sets.settling(shown.scenario):
        if found.undecided:
            place.caption(choice_words.pending_sentence(found, t))
    st.rerun()


def charts(shown: View, t: Translator) -> None:
    """Residual risk before and after, and P(meets), side by side."""
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.subheader(t("Residual risk"))
        display.chart(compute_charts.residual_risk(shown.scenario, session.pinned()),
                      "residual-risk", t, wording.mean_sentence(shown.after, shown.judgement, t))
    with right:
        st.subheader(t("Does it meet the ALOP?"))
        estimates, draws = _estimates(shown, t)
        display.chart(compute_charts.chance(estimates, draws, shown.alop.confidence), "chance", t,
                      t("Share of simulated futures within the ALOP, with its 95 % interval"))


def chance_note(shown: View, t: Translator) -> None:
    """Says so where simulation error matters, and offers more simulated futures.

    Not while what is too close to call is still being judged on more of them.
    """
    close = shown.judgement.verdict == "too_close"
    if close and shown.sets is not None and not compute_sets.is_settled(shown.scenario):
        return
    said = precision_words.in_passing(compute_precision.precision(shown.scenario),
                                      shown.judgement, shown.draws, shown.alop, t)
    if said:
        with st.container(border=True, key="chance-note"):
            st.markdown(said)
            if not close or shown.draws < MAX_DRAWS:
                sensitivity_precision.more(t)


def in_words(shown: View, t: Translator) -> None:
    """The residual risk as one paragraph for a report."""
    words.draw(lambda: paragraphs.measures_paragraph(
        shown.before, shown.after, shown.sets, compute_precision.drivers(shown.scenario), t,
        study=study(shown, t), band=band_sentence(shown.scenario, t)), t)


def study(shown: View, t: Translator) -> str:
    """Which number would change the choice if it were known."""
    return sensitivity_sources.study(shown.scenario, t) if shown.sets is not None else ""


def _estimates(shown: View, t: Translator) -> tuple[list[decision.Estimate], list[int]]:
    """What the chart of P(meets) shows, and the simulated futures behind each."""
    common = shown.after.draws
    rows = [(t("Without measures"), meets(shown.before, shown.alop), common)]
    if shown.scenario.selected:
        rows.append((t("With the selected measures"), shown.judgement, shown.draws))
    if shown.pinned is not None:
        rows.append((t("Pinned reference"), meets(shown.pinned, shown.alop), common))
    found = [(name, j.probability, j.verdict) for name, j, _ in rows]
    draws = [n for _, _, n in rows]
    first = shown.sets.first_meeting if shown.sets is not None else None
    if shown.sets is not None and first not in (None, shown.scenario.selected):
        row = shown.sets.row(first or ())
        found.append((t("First set that meets"), float(row["probability"]),
                      str(row["verdict"])))
        draws.append(judged_draws(row, shown.sets))
    return found, draws


def steps(shown: View, t: Translator) -> None:
    """The answer, then infested units left after each step, before and after."""
    after = shown.after if shown.scenario.selected else None
    killed = entry_inputs.killed_inside(shown.after)
    st.subheader(t("What is left after each step"))
    st.markdown("  \n".join(filter(None, (
        entry_inputs.answer(shown.before.funnel, after.funnel if after else None, t),
        entry_inputs.killed_sentence(killed, t)))))
    display.chart(pathway.funnel(
        stages=shown.before.funnel, selected=after.funnel if after else None, t=t,
        killed=killed), "measures-funnel", t,
        t("Infested units per year left after each step, median and 90 % interval; pests killed"
          " inside a unit do not show here but lower the chance that it founds a population"))
    note = after.inspection_note if after else None
    if note is not None:
        display.note(t("Inspection is understated here: released infested units are overstated by"
                       " up to {by}, and up to {above} of lots would be infested throughout.",
                       by=t.percent(note.by, 2), above=t.percent(note.above_one, 2)))


def pinning(shown: View, t: Translator) -> None:
    """Apply, clear and pin; and what has changed since."""
    scenario, alop = shown.scenario, shown.alop
    with st.container(horizontal=True):
        _apply(shown.sets, t)
        st.button(t("Clear all"), on_click=choose, args=((),), icon=":material/clear_all:",
                  disabled=not scenario.selected)
        st.button(t("Pin as reference"), on_click=session.pin, args=(scenario,),
                  icon=":material/keep:", help=t("Keeps this result in the charts, to see what a"
                                                 " change does."))
        if shown.pinned is not None:
            st.button(t("Unpin the reference"), on_click=session.unpin,
                      icon=":material/keep_off:")
    if shown.pinned is not None:
        was = shown.pinned
        st.markdown(pinned_words.change_sentence(
            was, meets(was, alop), shown.after, shown.judgement, alop, t))
        st.caption(t("Reference: {measures}", measures=wording.escaped(
            wording.set_words(was.scenario, was.scenario.selected, t))))


def _apply(sets: Portfolios | None, t: Translator) -> None:
    first = sets.first_meeting if sets is not None else None
    if sets is None or first is None:
        st.button(t("Apply the least restrictive set"), disabled=True, icon=":material/check:",
                  help=t("No set is known to meet the ALOP."))
        return
    if sets.undecided:
        st.button(t("Apply the first set that meets"), on_click=choose, args=(first,),
                  type="primary", icon=":material/check:")
        st.button(t("Apply the first that is too close to call"), on_click=choose,
                  args=(sets.undecided[0],), icon=":material/balance:")
        return
    st.button(t("Apply the least restrictive set"), on_click=choose, args=(first,),
              type="primary", icon=":material/check:")


def choose(ids: tuple[str, ...]) -> None:
    """Select exactly these measures."""
    session.keep(session.scenario().with_measures(ids))


def downloads(report: Callable[[], bytes], t: Translator) -> None:
    """The result page with its annex, and the scenario that gives it."""
    scenario, handled = session.scenario(), session_access.handled()
    with st.container(horizontal=True):
        st.download_button(t("Result page and annex (PDF)"), report,
                           people_class.named(f"result-{scenario.fingerprint}.pdf"),
                           "application/pdf", key="result-pdf", on_click="ignore",
                           icon=":material/picture_as_pdf:")
        st.download_button(t("Save this scenario (YAML)"),
                           lambda: people_class.marked(dump_scenario(scenario), handled,
                                                       t).encode(),
                           people_class.named(f"{scenario.id}.yaml"),
                           "application/yaml", key="result-scenario", on_click="ignore",
                           icon=":material/download:")
