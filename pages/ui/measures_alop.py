"""The view of the ALOP: its line to move, all its forms, and what other decisions imply."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from pages.ui import alop_change, compute_alop, display, forms, session
from pages.ui.draggable_alop import draggable_alop
from pages.ui.measures_results import View
from pra_core import consistency
from pra_core.consistency import CommonMetric, Decided
from pra_core.errors import PraError
from pra_core.figures import alop_line, alop_words
from pra_core.figures import consistency as consistency_figure
from pra_core.i18n import Translator
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.store.edit import with_limit


def draw(shown: View, t: Translator) -> None:
    """The level of protection, then whether decisions are consistent with each other."""
    st.header(t("How strict is this level of protection?"))
    _level(shown, t)
    _forms(shown, t)
    _consistency(shown, t)


def _level(shown: View, t: Translator) -> None:
    alop, currency = shown.alop, shown.scenario.consequences.currency
    st.markdown("  \n".join(line for line in (
        alop_words.in_force(alop, currency, t),
        alop_words.zero_sentence(alop, shown.sets, t),
        alop_words.horizon_sentence(shown.scenario, t),
        alop_words.confidence_sentence(alop, shown.after.draws, t)) if line))
    alop_change.undo("line", t)
    after, before = risk(shown.after, alop), risk(shown.before, alop)
    stops = consistency.stops(alop, after, before)
    if not stops:
        st.markdown(t("Nothing is expected to arrive: every limit is met, and there is no line to"
                      " move."))
        return
    st.subheader(t("Move the line: what would another limit mean?"))
    chart = alop_line.line_chart(after=after, before=before if shown.scenario.selected else None,
                                 alop=alop, stops=stops, currency=currency, t=t)
    draggable_alop(chart, "alop-line", on_limit=_take)
    st.caption(" · ".join((
        t("Green outline: {first}", first=chart["legend"][0]),
        *([t("grey outline: {second}", second=chart["legend"][1])]
          if len(chart["legend"]) > 1 else []),
        t("Drag the red handle or use the arrow keys; what you let go of is the new ALOP. To type"
          " a limit, another form of it or the confidence, open “Change the appropriate level of"
          " protection (ALOP)” above"), display.origin(t))))


def _take(limit: float) -> None:
    """A limit that the core refuses leaves the ALOP as it is; the line then goes back."""
    scenario = session.scenario()
    with suppress(PraError):
        alop_change.keep(with_limit(scenario, scenario.alop.metric, limit,
                                    scenario.alop.confidence))


def _forms(shown: View, t: Translator) -> None:
    st.subheader(t("The same level in every form"))
    st.markdown(t("With the confidence asked for, the selected measures keep these limits; as an"
                  " ALOP each would just be met."))
    display.prose(compute_alop.forms(shown.scenario), "alop-forms", t,
                  alop_words.form_heads(t, shown.alop.confidence))


def _consistency(shown: View, t: Translator) -> None:
    st.header(t("Is it consistent with other decisions?"))
    st.markdown(t("Each decision accepted some residual risk. The limit it just meets is the level"
                  " of protection it implies (SPS Agreement, Article 5.5)."))
    metric: CommonMetric = st.segmented_control(
        t("Compare by"), list(alop_words.METRICS), default="outbreaks", required=True,
        format_func=lambda one: alop_words.metric_title(one, t), key="consistency-by")
    answer = st.container()
    decisions, titles, sources = _decisions(shown, t)
    with answer:
        _compared(shown, metric, decisions, titles, t)
    with st.expander(t("The decisions as a table, with their sources"),
                     icon=":material/table:"):
        found = consistency.implied(decisions, metric, shown.alop.confidence)
        display.prose(alop_words.comparison_rows(found, decisions, titles, sources, metric, t),
                      "decisions", t, alop_words.comparison_heads(t))


def _compared(shown: View, metric: CommonMetric, decisions: list[Decided], titles: list[str],
              t: Translator) -> None:
    confidence = shown.alop.confidence
    found = consistency.implied(decisions, metric, confidence)
    st.markdown(alop_words.comparison_sentence(found, titles, metric, confidence, t))
    st.markdown(alop_words.caution(decisions, metric, confidence, t))
    display.chart(consistency_figure.implied(found=found, decisions=decisions, titles=titles,
                                             metric=metric, mine=0, t=t), "consistency", t,
                  t("Strictest on top. Red mark: the limit met with {share} confidence; bold: the"
                    " running scenario; shipped decisions: {draws} simulated futures",
                    share=t.percent(confidence), draws=t.number(compute_alop.DRAWS, 6)))


def _decisions(shown: View, t: Translator) -> tuple[list[Decided], list[str], list[str]]:
    """The running scenario first, then shipped decisions, then uploaded scenarios."""
    decisions = [compute_alop.decided(shown.scenario)]
    here = t.local(shown.scenario.title)
    titles = [t("Here: {title}, with what is selected", title=here) if shown.scenario.selected else
              t("Here: {title}, without measures", title=here)]
    sources = [t("this session")]
    known = compute_alop.known_decisions()
    place = st.empty()
    for number, one in enumerate(known):
        place.progress(number / len(known), t("Assessing: {decision}",
                                              decision=t.local(one.title)))
        decisions.append(compute_alop.known(one))
        titles.append(t("{title} ({years})", title=t.local(one.title), years=t.local(one.years)))
        sources.append(alop_words.source_words(one.source.status, one.source.citation, t))
    place.empty()
    for name, scenario in _uploaded(t):
        decisions.append(compute_alop.decided(scenario))
        titles.append(t("{title} (file {name})", title=t.local(scenario.title), name=name))
        sources.append(name)
    return decisions, titles, sources


def _uploaded(t: Translator) -> list[tuple[str, Scenario]]:
    files = st.file_uploader(
        t("Compare with other decisions: scenario files with measures selected (YAML)"),
        type=["yaml", "yml", "json"], accept_multiple_files=True, key="decisions-uploaded",
        max_upload_size=forms.LARGEST_UPLOAD_MB)
    found = []
    for file in files or ():
        with display.guard(t):
            found.append((file.name, forms.uploaded(file.getvalue(), file.name)))
    return found
