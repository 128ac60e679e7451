"""Each result as one paragraph for a report: value, interval, main driver, what is left out.

Made from the numbers alone, in either language, as plain text without marks. Sentences about what
a band shows and which study would help come from other modules and are handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from pra_core import labels, wording
from pra_core.assessment import Assessment
from pra_core.driver_wording import Drivers, driver_sentence, sources_sentence
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.precision_wording import close_sentence
from pra_core.presentation import parameters_in_use
from pra_core.scenario import Scenario
from pra_core.summary import influence, interval
from pra_core.top_up import judged, judged_draws

LOGGED = ("outbreaks", "units", "loss")
ENOUGH = 2_500
"""Draws that a quick estimate of the main driver is read from."""
_COUNTED = {"verified": N_("{count} verified"), "elicited": N_("{count} elicited"),
            "assumed": N_("{count} assumed"), "unverified": N_("{count} unverified")}


def paragraph(assessment: Assessment, sets: Portfolios | None, drivers: Drivers, t: Translator, *,
              before: Assessment | None = None, study: str = "", band: str = "") -> str:
    """The residual risk of the selected measures, the choice of sets, and what stands behind.

    `before`: without measures, to tell both; `study`: which knowledge would change the choice;
    `band`: what the interval shows.
    """
    scenario, alop = assessment.scenario, assessment.scenario.alop
    found = judged(assessment, sets)
    draws = assessment.draws
    if sets is not None:
        draws = max(draws, judged_draws(sets.row(scenario.selected), sets))
    result = [_subject(scenario, t), wording.plain(
        wording.result_sentence(before, assessment, alop, t) if before is not None else
        t("With the selected measures: {risk}.", risk=wording.risk_words(assessment, alop, t))),
        wording.plain(wording.mean_sentence(assessment, found, t))]
    verdict = [] if not scenario.selected else [
        t("The selected set: {measures}.",
          measures=wording.set_words(scenario, scenario.selected, t))]
    verdict.append(wording.plain(wording.verdict_sentence(found, assessment, alop, t)))
    if found.verdict == "too_close":
        verdict.append(wording.plain(close_sentence(found, draws, alop.confidence, t)))
    return _paragraphs((result, [*verdict, _choice(sets, scenario.selected, t)], [
        driver_sentence(scenario, drivers, "outbreaks", t), wording.plain(study), band], [
        not_included(scenario, t, loss=alop.metric == "annual_loss", costs=True),
        evidence(scenario, t)]), t)


def measures_paragraph(before: Assessment, after: Assessment, sets: Portfolios | None,
                       drivers: Drivers, t: Translator, *, study: str = "", band: str = "") -> str:
    """`paragraph` with the risk without measures beside."""
    return paragraph(after, sets, drivers, t, before=before, study=study, band=band)


def entry_paragraph(before: Assessment, after: Assessment | None, t: Translator, *,
                    band: str = "") -> str:
    """Infested units that reach a host per year, without and with the selected measures."""
    scenario, left = before.scenario, before.funnel[-1]
    said = [_subject(scenario, t),
            t("Without measures, infested units offered at origin per year: {offered}; of these"
              " reach a host per year: {units}.", offered=_amounts(before.funnel[0], t),
              units=_amounts(left, t))]
    if after is not None:
        said.append(t("With the selected measures, infested units reach a host per year: {units}.",
                      units=_amounts(after.funnel[-1], t)))
    if len(scenario.pathways) > 1:
        said.append(t("By pathway, median without measures: {list}.", list=t("; ").join(
            f"{t.local(p.title)} {t.number(interval(before.funnels[p.id][-1]).median)}"
            for p in scenario.pathways)))
    return _paragraphs((said, [_driver_of(before, left, "units", t), band], [
        not_included(scenario, t), evidence(scenario, t)]), t)


def establishment_paragraph(assessment: Assessment, t: Translator, *, band: str = "") -> str:
    """Suitable and endangered area, and the chance that the line of a founder persists."""
    scenario = assessment.scenario
    chance = interval(assessment.line_survival * assessment.founder_persistence)
    said = [labels.assumed_climate(scenario, t), _subject(scenario, t),
            t("Area where the climate suits the pest, km²: {area}.",
              area=_amounts(assessment.suitable_area, t)),
            t("Endangered area, where besides hosts grow and the loss matters as far as these are"
              " given, km²: {area}.", area=_amounts(assessment.endangered_area, t)),
            t("Chance that the line of one founder persists where and when it lands: median"
              " {chance} (90 % interval: {low} to {high}; mean {mean}).",
              chance=t.percent(chance.median, 2), low=t.percent(chance.low, 2),
              high=t.percent(chance.high, 2), mean=t.percent(chance.mean, 2))]
    return _paragraphs((said, [
        _driver_of(assessment, assessment.suitable_area, "suitable", t), band], [
        not_included(scenario, t, only=() if scenario.climate_scenario else (
            t("climate change (the climate is that of the normals)"),)),
        evidence(scenario, t)]), t)


def spread_paragraph(before: Assessment, after: Assessment | None, t: Translator, *,
                     band: str = "") -> str:
    """Area invaded at the horizon by a population founded today, and where it stops."""
    scenario = before.scenario
    said = [_subject(scenario, t),
            t("Area invaded {years} years after a founding, km²: {area}. The spread stops at the"
              " endangered area, km²: {cap}.", years=scenario.consequences.horizon_years,
              area=_amounts(before.invaded_area, t), cap=_amounts(before.endangered_area, t))]
    if after is not None:
        said.append(t("With the selected measures, km²: {area}.",
                      area=_amounts(after.invaded_area, t)))
    only = (t("control of an outbreak"), t("what geography changes in the rate of spread"))
    return _paragraphs((said, [_driver_of(before, before.invaded_area, "invaded", t), band], [
        not_included(scenario, t, only=only), evidence(scenario, t)]), t)


def consequences_paragraph(before: Assessment, after: Assessment | None, t: Translator, *,
                           band: str = "") -> str:
    """Expected loss per year, without and with the selected measures, and what is not in money."""
    scenario, impact = before.scenario, before.scenario.consequences
    said = [_subject(scenario, t),
            t("Expected loss per year without measures, as an annuity over {years} years in prices"
              " of {year}: {loss}.", years=impact.horizon_years, year=impact.price_year,
              loss=_money(before.annual_loss, impact.currency, t))]
    if after is not None:
        said.append(t("With the selected measures: {loss}.",
                      loss=_money(after.annual_loss, impact.currency, t)))
    only = []
    if impact.scored:
        only.append(t("effects that are described but not valued in money ({count})",
                      count=len(impact.scored)))
    return _paragraphs((said, [_driver_of(before, before.annual_loss, "loss", t), band], [
        not_included(scenario, t, loss=True, only=only), evidence(scenario, t)]), t)


def sensitivity_paragraph(assessment: Assessment, drivers: Drivers, sources: pd.DataFrame,
                          t: Translator, *, study: str = "", band: str = "") -> str:
    """The result, what it hangs on and how well that is known; `sources`: `uncertainty_sources`."""
    scenario = assessment.scenario
    risk = wording.plain(wording.risk_words(assessment, scenario.alop, t))
    said = [_subject(scenario, t),
            t("With the selected measures: {risk}.", risk=risk) if scenario.selected else
            t("Without measures: {risk}.", risk=risk)]
    if scenario.selected:
        said.append(t("The selected set: {measures}.",
                      measures=wording.set_words(scenario, scenario.selected, t)))
    said += [driver_sentence(scenario, drivers, "outbreaks", t),
             sources_sentence(scenario, sources, t)]
    rest = sources.loc[sources["kind"] == "interactions", "contribution"]
    if len(rest):
        said.append(t("Not explained by single inputs: {share} of the variation, from inputs acting"
                      " together and the error of the estimate.", share=t.percent(
                          float(rest.iloc[0]), 2)))
    return _joined([*said, wording.plain(study), band, not_included(scenario, t)], t)


def not_included(scenario: Scenario, t: Translator, *, loss: bool = False, costs: bool = False,
                 only: Iterable[str] = ()) -> str:
    """What the result leaves out, so that nobody takes silence for zero."""
    ties = len(scenario.correlations)
    said = [t("dependence between inputs beyond the declared pairs ({count})", count=ties) if ties
            else t("dependence between inputs (all are taken as independent)"),
            t("any pathway but the one assessed") if len(scenario.pathways) == 1 else
            t("any pathway but the {count} assessed", count=len(scenario.pathways)), *only]
    if loss:
        said.append(t("every founding after the first"))
    free = sum(scenario.measure(i).cost is None for i in scenario.selected)
    if costs and free:
        said.append(t("the cost of {count} of the selected measures, not on record",
                      count=free))
    if scenario.not_found:
        said.append(t("facts that were looked for and not found ({count})",
                      count=len(scenario.not_found)))
    return t("Not included: {list}.", list=t("; ").join(said))


def evidence(scenario: Scenario, t: Translator) -> str:
    """How many inputs in use there are of each status."""
    used = parameters_in_use(scenario)
    counts = Counter(str(p.source.status) for p in used)
    listed = t(", ").join(t(words, count=counts[status]) for status, words in _COUNTED.items()
                          if counts[status])
    return t("Inputs in use: {count}, of these {list}.", count=len(used), list=listed)


def _subject(scenario: Scenario, t: Translator) -> str:
    ways = t("; ").join(t("{commodity} from {origin}", commodity=t.local(p.commodity),
                          origin=t.local(p.origin)) for p in scenario.pathways)
    return t("{pest} ({name}); PRA area: {area}; pathways: {ways}.",
             pest=t.local(scenario.pest.common_name), name=scenario.pest.name,
             area=t.local(scenario.pra_area.title), ways=ways)


def _choice(sets: Portfolios | None, selected: tuple[str, ...], t: Translator) -> str:
    """Which set meets with the least restriction; not named again where it is the selected one."""
    if sets is None:
        return ""
    first, count = sets.first_meeting, t.number(len(sets.table), 6)
    if first is None:
        return t("Of {count} sets none is known to meet the ALOP.", count=count)
    named, close = wording.set_words(sets.scenario, first, t), len(sets.undecided)
    if first == selected:
        return (t("It is the first of {count} sets that is known to meet the ALOP. Less restrictive"
                  " sets too close to call: {close}.", count=count, close=close) if close else
                t("It is the least restrictive of {count} sets that meets the ALOP.", count=count))
    if close:
        return t("Of {count} sets the first known to meet the ALOP is: {measures}. Less restrictive"
                 " sets too close to call: {close}.", count=count, measures=named, close=close)
    return t("Of {count} sets the least restrictive that meets the ALOP is: {measures}.",
             count=count, measures=named)


def _driver_of(assessment: Assessment, y: FloatArray, result: str, t: Translator) -> str:
    """`driver_sentence` for one result by the quick estimate; logs leave out what is zero."""
    some = np.arange(0, y.size, max(1, y.size // ENOUGH))
    if result in LOGGED:
        some = some[y[some] > 0]
    kept = replace(assessment, values={k: x[some] for k, x in assessment.values.items()})
    values = np.log(y[some]) if result in LOGGED else y[some]
    return driver_sentence(assessment.scenario, influence(kept, y=values), result, t)


def _amounts(draws: FloatArray, t: Translator) -> str:
    found = interval(draws)
    return t("median {median} (90 % interval: {low} to {high}; mean {mean})",
             median=t.number(found.median), low=t.number(found.low), high=t.number(found.high),
             mean=t.number(found.mean))


def _money(draws: FloatArray, currency: str, t: Translator) -> str:
    found = interval(draws)
    median, low, high, mean = (labels.money(x, currency, t)
                               for x in (found.median, found.low, found.high, found.mean))
    return t("median {median} (90 % interval: {low} to {high}; mean {mean})", median=median,
             low=low, high=high, mean=mean)


def _joined(said: Sequence[str], t: Translator) -> str:
    return wording.joined(said, t)


def _paragraphs(parts: Iterable[Sequence[str]], t: Translator) -> str:
    """Sentences in paragraphs with an empty line between them."""
    return "\n\n".join(filter(None, (wording.joined(said, t) for said in parts)))
