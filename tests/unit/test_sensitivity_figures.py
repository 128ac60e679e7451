"""Figures and sentences of sensitivity: they show the numbers they are given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pra_core import reference, wording
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.figures import sensitivity, sensitivity_methods, sensitivity_swings
from pra_core.figures import sensitivity_words as words
from pra_core.figures.sensitivity_labels import folded_apart, row_labels
from pra_core.figures.sensitivity_response import answer, limit_of, response
from pra_core.figures.sensitivity_words import Question
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.scenario import Scenario
from pra_core.sensitivity import steps
from pra_core.store import load_scenario
from tests.minimal import scenario, scenario_data

DRAWS = 4_000


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def english() -> Translator:
    return translator("en")


def indices() -> pd.DataFrame:
    return pd.DataFrame({
        "parameter": ["fruit.transfer", "r0"], "S1": [0.5, -0.02], "S1_conf": [0.1, 0.05],
        "ST": [0.6, 0.1], "ST_conf": [0.08, 0.02]})


def told(figure: object) -> list[str]:
    return [str(a.text) for a in figure.layout.annotations]  # type: ignore[attr-defined]


def test_bars_stand_with_their_intervals_and_the_largest_on_top(t: Translator) -> None:
    figure = sensitivity.indices(frame=indices(), named=["A", "B"], t=t)
    alone, total = figure.data
    assert list(total.x) == pytest.approx([10, 60])
    assert list(total.error_x.array) == pytest.approx([2, 8])
    assert list(alone.x) == pytest.approx([-2, 50])
    assert list(figure.layout.yaxis.ticktext) == ["B", "A"]
    low, high = figure.layout.xaxis.range
    assert low <= -7
    assert high > 68


def test_a_preview_says_so_and_has_no_interval(t: Translator) -> None:
    figure = sensitivity.preview(shares=[0.4, 0.1], named=["A", "B"], t=t)
    assert figure.data[0].error_x.array is None
    assert t("preview: alone (first order), without interval") == figure.data[0].name


def test_the_conditional_mean_of_a_line_is_the_line() -> None:
    x = np.linspace(1.0, 2.0, DRAWS)
    plain = response(x, 3 * x, Question("loss", log=False))
    # Each class is an interval of x: mean and median of a line coincide in it.
    assert plain.mean == pytest.approx(3 * plain.centre, rel=1e-9)
    assert np.all(plain.low < plain.mean)
    assert np.all(plain.mean < plain.high)
    log = response(x, np.exp(x), Question("loss"))
    assert np.log(log.mean) == pytest.approx(log.centre, rel=1e-9)


def test_a_logarithm_leaves_out_what_has_none() -> None:
    x = np.linspace(0.0, 1.0, 100)
    y = np.where(x < 0.5, 0.0, x)
    found = response(x, y, Question("rate"))
    assert found.points[1].min() > 0
    assert found.centre[0] >= 0.5
    kept = response(x, y, Question("rate", log=False))
    assert kept.points[1].min() == 0


def test_shares_within_the_alop_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.random(1_600), (rng.random(1_600) < 0.3).astype(float)
    found = response(x, y, Question("within"))
    assert found.mean.mean() == pytest.approx(y.mean(), abs=1e-12)  # classes of equal count
    assert np.all((found.low <= found.mean) & (found.mean <= found.high))


def test_nothing_to_show_is_an_empty_response() -> None:
    found = response(np.zeros(50), np.zeros(50), Question("rate"))
    assert found.centre.size == 0


@pytest.mark.parametrize("question", [
    Question("rate"), Question("rate", log=False), Question("loss"), Question("loss", log=False),
    Question("within"), Question("difference", other=()),
    Question("difference", log=False, other=())], ids=lambda q: q.output)
def test_what_is_explained_is_drawn_for_every_result(question: Question, t: Translator) -> None:
    case = scenario().with_measures(("cold",))
    found, bare = assess(case, DRAWS), assess(case.with_measures(()), DRAWS)
    y = words.explained(question, found, bare if question.other is not None else None)
    figure = answer(found=response(found.values["r0"], y, question), question=question,
                    label="A", unit="B", scenario=case, t=t)
    assert len(figure.data) >= 3
    frame = sensitivity_swings.amounts(
        list(steps("tornado", case, n=2, seed=1, output=question.output,
                   other=question.other))[-1].frame, question)
    assert np.all(np.isfinite(frame[["low", "middle", "high"]].to_numpy(float)))
    assert words.subject_words(question, case, t)
    assert words.scale_sentence(question, y, t)
    named = list(frame["parameter"])
    drawn = sensitivity_swings.tornado(frame=frame, named=named, ranges=named, question=question,
                                       scenario=case, t=t)
    said = told(drawn)
    for x in (frame["low"].iloc[0], frame["high"].iloc[0]):
        assert words.amount_words(float(x), question, case, t) in said


def test_swings_end_where_the_result_ends() -> None:
    case = scenario()
    frame = sensitivity_swings.amounts(list(steps(
        "tornado", case, n=2, seed=1, output="log_founding_rate"))[-1].frame, Question("rate"))
    names = list(frame["parameter"])
    figure = sensitivity_swings.tornado(frame=frame, named=names, ranges=names, scenario=case,
                                        question=Question("rate"), t=english())
    for bar, end in zip(figure.data, ("low", "high"), strict=True):
        ends = frame[end].to_numpy(float)[::-1]
        middle = frame["middle"].iloc[0]
        reached = np.where(ends < middle, bar.base, np.asarray(bar.base) + np.asarray(bar.x))
        assert reached == pytest.approx(ends, rel=1e-12)


def test_the_limit_on_a_chance_is_a_rate_on_the_scale_of_outbreaks() -> None:
    alop = Alop(metric="annual_probability", limit=0.2, confidence=0.9)
    assert -np.expm1(-limit_of(Question("rate"), alop)) == pytest.approx(0.2, rel=1e-12)
    assert limit_of(Question("rate", log=False), alop) == 0.2
    years = Alop(metric="years_between_outbreaks", limit=50, confidence=0.9)
    assert limit_of(Question("rate"), years) == pytest.approx(0.02)
    assert limit_of(Question("rate", log=False), years) == pytest.approx(-np.expm1(-0.02))


def test_yes_or_no_swings_the_risk_that_the_alop_limits() -> None:
    for metric, output in (("annual_probability", "log_founding_rate"),
                           ("annual_loss", "log_annual_loss"), ("pests_per_lot", "within_alop")):
        case = scenario(alop={"metric": metric, "limit": 0.5, "confidence": 0.9})
        assert sensitivity_swings.question_of(Question("within"), case).output == output


def ranked() -> dict[str, pd.DataFrame]:
    first = pd.DataFrame({"parameter": ["a + b", "c", "d"], "ST": [0.5, 0.3, 0.0]})
    second = pd.DataFrame({"parameter": ["c", "b", "a", "d"], "median": [0.4, 0.3, 0.01, 0.02]})
    second.attrs["noise"] = 0.05
    return {"sobol": first, "pawn": second}


def test_ranks_stand_side_by_side_and_noise_has_none() -> None:
    table = sensitivity_methods.rank_table(ranked(), {"sobol": "ST", "pawn": "median"}, 10)
    assert table.loc["a + b"].tolist() == [1, 2]
    assert table.loc["c"].tolist() == [2, 1]
    assert table.loc["d"].isna().all()
    figure = sensitivity_methods.ranks(table=table, named=["A", "C", "D"], t=english(),
                                       methods={"sobol": "S", "pawn": "P"})
    assert told(figure).count("–") == 2


def test_agreement_is_told_as_it_is() -> None:
    t, named = english(), {"a": "A", "b": "B"}
    same = pd.DataFrame({"x": [1, 2], "y": [1, 2]}, index=["a", "b"])
    assert words.agreement_sentence(same, named, t) == "All 2 methods put **A** first."
    other = pd.DataFrame({"x": [1, 2], "y": [2, 1]}, index=["a", "b"])
    assert "do not agree" in words.agreement_sentence(other, named, t)
    assert words.agreement_sentence(same[["x"]], named, t) == ""


def test_pairs_within_error_are_in_brackets() -> None:
    frame = pd.DataFrame({"first": ["a", "a"], "second": ["b", "c"], "S2": [0.3, 0.01],
                          "S2_conf": [0.1, 0.05]})
    named = {"a": "A", "b": "B", "c": "C"}
    figure = sensitivity_methods.pairs(frame=frame, order=["a", "b", "c"], named=named,
                                       t=english())
    assert told(figure) == ["30 %", "(1 %)"]
    grey, = figure.layout.shapes
    assert (grey.x0 + grey.x1, grey.y0 + grey.y1) == pytest.approx((0, 4))
    assert np.isnan(figure.data[0].z[2][0]), "what may be nothing has no colour of a strength"
    assert "30 % ± 10 %" in words.pairs_sentence(frame, named, english())
    assert "No pair" in words.pairs_sentence(frame.iloc[1:], named, english())


def test_morris_shows_a_block_whose_spread_is_not_defined(t: Translator) -> None:
    frame = pd.DataFrame({"parameter": ["a", "b"], "mu_star": [2.0, 1.0],
                          "mu_star_conf": [0.1, 0.1], "sigma": [0.5, np.nan]})
    figure = sensitivity_methods.morris(frame=frame, named=["A", "B"], t=t)
    assert sorted(told(figure)) == ["1. A", "2. B"]
    points = figure.data[-1]
    assert list(points.marker.symbol) == ["circle", "diamond-open"]
    assert np.all(np.isfinite(figure.layout.yaxis.range))


def test_folding_keeps_whose_input_it_is() -> None:
    long = "Transfer to a host: share of infested units that stay infested and move on"
    one, other = folded_apart([f"{long} — {owner}" for owner in ("oranges", "mandarins")])
    assert one.endswith("oranges")
    assert other.endswith("mandarins")
    assert folded_apart(["运输：受侵染单位的比例：柑橘"])[0].endswith("柑橘")


def test_labels_that_would_look_the_same_keep_what_differs() -> None:
    start = "Efficacy when applied — Cold treatment of all fruit in transit to the border"
    one, other = folded_apart([f"{start}, 2 °C", f"{start}, 3 °C"])
    assert one.endswith("2 °C")
    assert other.endswith("3 °C")
    middle = "a" * 40 + " {} " + "b" * 40
    first, second = folded_apart([middle.format("x"), middle.format("y")], 20)
    assert first != second


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", reference.scenario_ids())
def test_inputs_of_every_scenario_look_different_on_charts(name: str, language: str) -> None:
    case, t = load_scenario(name), translator(language)
    for width in (40, 44):
        told = folded_apart(row_labels(case, list(case.uncertain), t), width)
        assert len(set(told)) == len(case.uncertain)
        assert max(one.count("<br>") for one in told) <= 2


def test_the_commodity_is_dropped_where_there_is_one_pathway_only() -> None:
    one, other = load_scenario("medfly-citrus-china"), load_scenario("false-codling-moth-citrus-eu")
    name = next(n for n in one.uncertain if n.endswith("prevalence"))
    assert row_labels(one, [name], english()) == ["Prevalence at origin"]
    name = next(n for n in other.uncertain if n.endswith("prevalence"))
    assert "oranges" in row_labels(other, [name], english())[0]


def test_drivers_are_not_named_while_the_interval_holds_zero() -> None:
    frame = pd.DataFrame({"ST": [2.9, 1.1], "ST_conf": [13.0, 2.4]})
    assert wording.drivers_sentence(frame, ["A", "B"], english()).startswith(
        "No number stands out yet")


def test_the_headline_takes_the_exact_index_where_there_is_one() -> None:
    case: Scenario = Scenario.model_validate(scenario_data())
    quick = {"r0": 0.4}
    assert "quick estimate" in wording.matters_sentence(case, quick, english())
    exact = wording.matters_sentence(case, quick, english(), indices())
    assert "**Transfer to a host" in exact
    assert "60 % ± 8 %" in exact
    assert "does not vary" in wording.matters_sentence(case, {}, english(), indices())


def test_a_numbered_chinese_label_keeps_its_words() -> None:
    told, = folded_apart(["4. 有害生物在运输途中的存活比例：柑橘"], 40)
    assert told == "4. 有害生物在运输途中的存活比例<br>柑橘"


def test_a_chinese_label_breaks_between_letters_and_keeps_latin_words() -> None:
    told, = folded_apart(["地中海实蝇 Ceratitis capitata 的存活比例"], 20)
    assert told == "地中海实蝇 Ceratitis<br>capitata 的存活比例"


def test_bars_are_left_out_only_where_an_interval_passes_all_of_the_variation() -> None:
    frame = pd.DataFrame({"parameter": ["a"], "S1": [0.1], "S1_conf": [0.2], "ST": [2.9],
                          "ST_conf": [1.0]})
    assert not words.is_open(frame)
    assert words.is_open(frame.assign(ST_conf=13.0))
    assert "290 % ± 1,300 %" in words.open_sentence(
        frame.assign(ST_conf=13.0), ["a"], 256, translator("en"))


def test_a_whisker_below_zero_ends_inside_the_chart() -> None:
    frame = pd.DataFrame({"parameter": ["a", "b"], "S1": [0.2, 0.02], "S1_conf": [0.1, 0.3],
                          "ST": [0.3, 0.1], "ST_conf": [0.1, 0.1]})
    figure = sensitivity.indices(frame=frame, named=["a", "b"], t=translator("en"))
    assert figure.layout.xaxis.range[0] < 100 * (0.02 - 0.3)
