"""The annex of the printed result: in words, simulation error, sources of uncertainty."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pra_core import convergence, paragraphs, uncertainty_sources, value_of_information
from pra_core.assessment import Assessment
from pra_core.driver_wording import Drivers, sources_sentence
from pra_core.figures import precision_words, uncertainty_words
from pra_core.figures.band_words import band_sentence
from pra_core.figures.study_answer_words import headline
from pra_core.figures.study_words import answer_sentence
from pra_core.i18n import Translator
from pra_core.ladder import ladder
from pra_core.portfolio import Portfolios
from pra_core.presentation import thinned
from pra_core.scenario import Scenario
from pra_core.summary import influence
from pra_core.top_up import judged, judged_draws
from pra_core.value_of_information import StudyTable
from pra_core.wording import pieces

COLUMNS = ("what", "cause", "status", "range", "contribution", "source")


def annex_data(*, before: Assessment, after: Assessment, sets: Portfolios | None, t: Translator,
               study: str = "", drivers: Drivers = None) -> dict[str, Any]:
    """Titles, sentences and tables; measures that are not selected are left out.

    `drivers`: rows of `sobol` where that was run; else the quick estimate, as the page has it.
    """
    scenario = after.scenario
    found = influence(thinned(after)) if drivers is None else drivers
    sources = uncertainty_sources.table(scenario, *uncertainty_sources.shares(found))
    said = paragraphs.measures_paragraph(before, after, sets, found, t, study=study,
                                         band=band_sentence(scenario, t))
    how = uncertainty_words.estimator(isinstance(found, pd.DataFrame), t)
    return {
        "title": t("Annex: how sure this is (ISPM 11, 2.4)"),
        "words_title": t("In words"), "words": said.split("\n\n"),
        "precision_title": t("Simulation error"),
        "precision": [pieces(one) for one in precision_sentences(after, sets, t)],
        "sources_title": t("Sources of uncertainty"),
        "sources_words": sources_sentence(scenario, sources, t),
        "sources": _sources(after, sources[sources["in_use"]], t),
        "estimator": t("Share alone: of the variation of outbreaks per year (log); {how}.",
                       how=how),
    }


def study_sentence(sets: Portfolios | None, t: Translator) -> str:
    """Which number would change the choice if it were known, on the draws of the search."""
    if sets is None:
        return ""
    decided = value_of_information.decision(ladder(sets), sets.draws, sets.seed)
    return told_study(value_of_information.studies(decided), sets.scenario, t)


def told_study(table: StudyTable, scenario: Scenario, t: Translator, *,
               preliminary: bool = False) -> str:
    """The number to pay for without the sets, which stand beside; else why there is none."""
    said = "" if preliminary else headline(table, scenario, t)
    return said or answer_sentence(table, scenario, t, preliminary=preliminary)


def precision_sentences(after: Assessment, sets: Portfolios | None, t: Translator) -> list[str]:
    """Whether the verdict hangs on simulation error, and on how many futures it was judged."""
    alop, draws = after.scenario.alop, after.draws
    if sets is not None:
        draws = max(draws, judged_draws(sets.row(after.scenario.selected), sets))
    said = (precision_words.answer(convergence.precision(after, alop), judged(after, sets), draws,
                                   alop, t, measures=bool(after.scenario.selected)),
            precision_words.top_up_sentence(sets, t))
    return [one for one in said if one]


def _sources(after: Assessment, sources: Any, t: Translator) -> dict[str, Any]:
    """The table by step; the unit stands behind the range, what has no number has no range."""
    frame = uncertainty_words.everything(after.scenario, sources, t)
    heads = {key: t(words) for key, words in uncertainty_words.HEADS.items()}
    both = [f"{values} {unit}".strip()
            for values, unit in zip(frame[heads["range"]], frame[heads["unit"]], strict=True)]
    frame = frame.assign(**{heads["range"]: both})
    columns = [heads[key] for key in COLUMNS]
    return {"head": columns, "groups": [
        {"step": step, "rows": rows[columns].to_numpy().tolist()}
        for step, rows in frame.groupby(heads["step"], sort=False)]}
