"""Paragraphs say what the numbers say, with the same numbers in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pra_core import labels, paragraphs, uncertainty_sources, wording
from pra_core.assessment import Assessment, assess
from pra_core.driver_wording import driver_sentence
from pra_core.figures.band_words import band_sentence
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.portfolio import portfolios
from pra_core.precision_wording import close_sentence, share_with_error
from pra_core.presentation import parameters_in_use
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.summary import Judgement, influence, interval, meets
from tests.minimal import scenario, scenario_data, text, treatment

DRAWS = 1_000
EN = translator("en")
NUMBER = re.compile(r"(?<![A-Za-z])\d[\d,.]*(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
SCALES = {"billion": 1e9, "million": 1e6, "亿": 1e8, "万": 1e4, "hundred million": 1e8,
          "ten thousand": 1e4}
Made = Callable[[Assessment, Assessment, Translator], str]


def measures(before: Assessment, after: Assessment, t: Translator) -> str:
    sets = portfolios(before.scenario, before.scenario.alop, before.draws)
    return paragraphs.measures_paragraph(before, after, sets, influence(after), t,
                                         band=band_sentence(before.scenario, t))


def sensitivity(_: Assessment, after: Assessment, t: Translator) -> str:
    found = influence(after)
    return paragraphs.sensitivity_paragraph(
        after, found, uncertainty_sources.table(after.scenario, found), t)


def establishment(before: Assessment, _: Assessment, t: Translator) -> str:
    return paragraphs.establishment_paragraph(before, t)


ALL: dict[str, Made] = {
    "entry": paragraphs.entry_paragraph, "establishment": establishment,
    "spread": paragraphs.spread_paragraph, "consequences": paragraphs.consequences_paragraph,
    "measures": measures, "sensitivity": sensitivity}


def pair(case: Scenario, draws: int = DRAWS) -> tuple[Assessment, Assessment]:
    return assess(case.with_measures(()), draws), assess(case, draws)


def sizes(said: str) -> Counter[str]:
    """The numbers of a text as sizes to three digits, words for large steps multiplied in.

    Chinese writes the "1 in" of a frequency without a figure.
    """
    found: Counter[str] = Counter()
    said = said.replace("1 in ", "")
    for match in NUMBER.finditer(said):
        digits = match.group().rstrip(".,").replace(",", "")
        if "×" in digits:
            found[digits] += 1
            continue
        rest, size = said[match.end():].lstrip(), float(digits)
        for word, times in SCALES.items():
            if rest.startswith(word):
                size *= times
        found[f"{size:.3g}"] += 1
    return found


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("case", [scenario().with_measures(("cold", "inspection")), scenario(),
                                  load_scenario("medfly-citrus-china"),
                                  load_scenario("longhorn-wood-packaging-eu")],
                         ids=["measures", "none", "medfly", "longhorn"])
def test_both_languages_give_the_same_numbers(case: Scenario, name: str) -> None:
    both = pair(case)
    english, chinese = (ALL[name](*both, translator(one)) for one in LANGUAGES)
    assert sizes(english) == sizes(chinese)
    assert english != chinese


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_marks_and_nothing_undefined(name: str, language: str) -> None:
    title = text("*Cold* [1] _x_ $5$")
    case = scenario(measures=[treatment(title=title)]).with_measures(("cold",))
    said = ALL[name](*pair(case), translator(language))
    assert "**" not in said
    assert "\\" not in said
    assert not re.search(r"\bnan\b|\binf\b|∞|not defined|无定义|\{|\}", said)
    if name == "measures":
        assert title["en"] in said


def test_value_interval_and_mean_are_those_of_the_draws() -> None:
    before, after = pair(scenario().with_measures(("cold",)))
    found = interval(before.annual_loss)
    said = paragraphs.consequences_paragraph(before, after, EN)
    for x in (found.median, found.low, found.high, found.mean):
        assert labels.money(x, "USD", EN) in said
    units = interval(after.funnel[-1])
    assert f"median {EN.number(units.median)} (90 % interval: {EN.number(units.low)}" in (
        paragraphs.entry_paragraph(before, after, EN))


def test_verdict_and_probability_are_those_of_the_judgement() -> None:
    before, after = pair(scenario().with_measures(("cold",)))
    judgement = meets(after, after.scenario.alop)
    said = measures(before, after, EN)
    assert EN.percent(judgement.probability) in said
    assert {"meets": "✔ meets", "fails": "✘ fails"}.get(judgement.verdict, "≈") in said


def test_the_main_driver_is_the_largest_with_its_estimator_and_badge() -> None:
    case = scenario()
    shares = {"r0": 0.2, "fruit.prevalence": 0.7}
    said = driver_sentence(case, shares, "outbreaks", EN)
    assert labels.parameter_label(case, "fruit.prevalence", EN) in said
    assert "70 %" in said
    assert "quick estimate" in said
    assert "○ assumed" in said
    frame = pd.DataFrame({"parameter": ["fruit.prevalence + r0", "rate"], "S1": [0.1, 0.6],
                          "S1_conf": [0.01, 0.02], "ST": [0.9, 0.6], "ST_conf": [0.1, 0.1]})
    exact = driver_sentence(case, frame, "outbreaks", EN)
    assert labels.parameter_label(case, "fruit.prevalence", EN) in exact
    assert labels.parameter_label(case, "rate", EN) not in exact  # 0.7 does not reach 0.8
    assert "(90 % ± 10 %; " in exact
    assert "total order by SALib" in exact
    frame.loc[1, "ST"] = 0.75
    close = driver_sentence(case, frame, "outbreaks", EN)
    assert labels.parameter_label(case, "rate", EN) in close
    assert "order is not certain" in close
    frame["ST_conf"] = 1.0
    assert "stands out" in driver_sentence(case, frame, "outbreaks", EN)
    assert "drives the result" in driver_sentence(case, {}, "outbreaks", EN)


def test_what_is_not_included_is_counted_from_the_scenario() -> None:
    data = scenario_data(not_found=[text("a"), text("b"), text("c")])
    case = Scenario.model_validate(data).with_measures(("cold", "inspection"))
    said = paragraphs.not_included(case, EN, loss=True, costs=True)
    assert "looked for and not found (3)" in said
    assert "the cost of 2 of the selected measures" in said
    assert "all are taken as independent" in said
    assert "every founding after the first" in said
    bare = paragraphs.not_included(case, EN)
    assert "founding" not in bare
    assert "cost" not in bare
    assert "every founding after the first" in paragraphs.not_included(case, EN, loss=True)
    tied = data | {"correlations": [{"between": ["r0", "rate"], "rank": 0.5,
                                     "source": data["pest"]["climate_model"]["source"]}]}
    assert "the declared pairs (1)" in paragraphs.not_included(Scenario.model_validate(tied), EN)


def test_inputs_are_counted_by_status() -> None:
    case = load_scenario("medfly-citrus-china")
    counts = Counter(p.source.status for p in parameters_in_use(case))
    said = paragraphs.evidence(case, EN)
    assert f"Inputs in use: {sum(counts.values())}" in said
    for status, count in counts.items():
        assert f"{count} {status}" in said


def test_no_risk_at_all_is_told_without_a_driver() -> None:
    data = scenario_data()
    data["pathways"][0]["steps"]["transfer"]["unit"]["distribution"] = {"kind": "fixed",
                                                                        "value": 0.0}
    case = Scenario.model_validate(data)
    before, after = pair(case)
    assert "drives the result" in paragraphs.entry_paragraph(before, None, EN)
    assert "none expected" in measures(before, after, EN)


@pytest.mark.parametrize(("p", "n", "shown"), [
    (0.951, 3_000, ("95.1 %", "0.4 %")), (0.9512, 40_000, ("95.1 %", "0.1 %")),
    (0.5, 100, ("50 %", "5 %")), (1.0, 100, ("100 %", "0 %"))])
def test_a_share_stops_at_the_digit_of_its_error(p: float, n: int, shown: tuple[str, str]) -> None:
    assert share_with_error(p, float(np.sqrt(p * (1 - p) / n)), EN) == shown


def test_too_close_to_call_says_how_many_would_decide() -> None:
    error = float(np.sqrt(0.951 * 0.049 / 3_000))
    said = close_sentence(Judgement(0.951, error, "too_close"), 3_000, 0.95, EN)
    assert said.startswith("**95.1 % ± 0.4 %: too close to call — add simulated futures.**")
    assert "about 180,000 would decide (now 3,000)" in said
    near = close_sentence(Judgement(0.9505, error, "too_close"), 3_000, 0.95, EN)
    assert "more than the 200,000 that can be run" in near
    on_it = close_sentence(Judgement(0.95, error, "too_close"), 3_000, 0.95, EN)
    assert "exactly on the confidence" in on_it


def test_a_close_verdict_stands_in_the_paragraph() -> None:
    base = scenario(measures=[])
    limit = float(np.quantile(assess(base, 200_000).annual_probability, 0.95))
    case = base.with_alop(base.alop.model_copy(update={"limit": limit}))
    said = paragraphs.paragraph(assess(case, DRAWS), None, {}, EN, study="**A study** helps.")
    assert "too close to call — add simulated futures" in said
    assert "A study helps." in said


def test_the_set_is_named_once_where_it_is_the_least_restrictive() -> None:
    case = load_scenario("medfly-citrus-china")
    sets = portfolios(case.with_measures(()), case.alop, DRAWS)
    first = sets.first_meeting
    assert first
    after = assess(case.with_measures(first), DRAWS)
    said = paragraphs.paragraph(after, sets, {}, EN)
    assert said.count(wording.set_words(case, first, EN)) == 1
    assert len(said.split("\n\n")) == 4
