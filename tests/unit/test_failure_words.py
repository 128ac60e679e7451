"""Tipping points and failures in words and charts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from pra_core.back_solve import Axis, Crossing, Lever, Tipping
from pra_core.figures import stress, stress_words, tipping, tipping_words
from pra_core.i18n import translator
from pra_core.stress import Shocks, Stress
from pra_core.summary import Interval, Judgement
from tests import minimal

T = translator("en")
SHARES = Axis(nines=True, low=0.0, high=4.0, whole=False, top=1.0)


def solved(*crossings: Crossing, now: float = 0.9, share: tuple[float, ...] = (0.5, 0.97),
           kind: str = "efficacy", axis: Axis = SHARES, meets: float = 0.9) -> Tipping:
    lever = Lever(kind, "cold.efficacy", "cold")  # type: ignore[arg-type]
    return Tipping(lever, axis, 1_000, 0.95, Interval(now, now, now, now),
                   Judgement(meets, 0.01, "fails"), np.array([0.0, 1.0]), np.array(share),
                   crossings)


@pytest.mark.parametrize(("crossings", "words"), [
    ((Crossing(0.99, None, None, True),), "from 99 % upwards"),
    ((Crossing(0.5, None, None, False), Crossing(0.99, None, None, True)),
     "up to 50 %; from 99 % upwards"),
    ((Crossing(0.5, None, None, True), Crossing(0.9, None, None, False)), "from 50 % to 90 %"),
], ids=["one", "two-stretches", "between"])
def test_stretches_on_which_the_alop_is_met(crossings: tuple[Crossing, ...], words: str) -> None:
    assert tipping_words.tipping_words(solved(*crossings), T) == words


def test_nowhere_says_the_best_there_is() -> None:
    found = solved(share=(0.5, 0.6))
    assert tipping_words.tipping_words(found, T) == "nowhere: 60 % at best, at 100 %"
    said = tipping_words.sentence(minimal.scenario(), found, T)
    assert "no value of this number alone is enough" in said
    assert "95 % is needed" in said


@pytest.mark.parametrize(("now", "meets", "words"), [
    (0.9, 0.9, "would have to be 10 times better"),
    (0.999, 0.99, "10 times worse would still do"),
    (0.9902, 0.99, "at the limit"),
    (0.999, 0.5, "today's median would do, if it were certain"),
    (0.9, 0.99, "today's median would not do, if it were certain")])
def test_room_is_a_factor_of_what_escapes(now: float, meets: float, words: str) -> None:
    found = solved(Crossing(0.99, None, None, True), now=now, meets=meets)
    if meets == 0.5:  # at 99.9 % the ALOP is clearly met
        found = replace(found, values=np.array([0.0, 0.99, 0.999]),
                        share=np.array([0.5, 0.95, 0.99]))
    assert tipping_words.room_words(found, T) == words


def test_a_row_on_the_other_side_than_the_many_draws_is_at_the_limit() -> None:
    found = replace(solved(Crossing(0.99, None, None, True), now=0.9),
                    values=np.array([0.0, 0.9, 0.99]), share=np.array([0.5, 0.945, 0.95]))
    assert "times better" in tipping_words.room_words(found, T)
    many = Judgement(0.953, 0.0005, "meets")
    assert tipping_words.room_words(found, T, many) == "at the limit"
    said = tipping_words.more_words([found], many, 200_000, T)
    assert "200,000" in said
    assert "95.3 %" in said
    assert tipping_words.more_words([found], many, 1_000, T) == ""
    of = minimal.scenario(measures=[minimal.treatment("cold", 0.9)])
    assert "weakest point" in tipping_words.headline(of, [found], T, many)
    assert "shortest way" in tipping_words.headline(of, [found], T)
    close = Judgement(0.95, 0.0005, "too_close")
    assert "at the limit" in tipping_words.headline(of, [found], T, close)


def test_an_extreme_value_alone_is_said_plainly() -> None:
    rare = Axis(nines=False, low=-7.0, high=0.0, whole=False, top=1.0)
    none = solved(Crossing(0.0, None, None, False), now=1e-4, kind="prevalence", axis=rare)
    assert tipping_words.tipping_words(none, T) == "only at 0 %"
    assert tipping_words.room_words(none, T) == "only 0 % itself would do"
    of = minimal.scenario(measures=[minimal.treatment("cold", 0.9)])
    assert "short of its extreme" in tipping_words.headline(of, [none], T)
    assert "Too close" not in tipping_words.sentence(of, none, T)
    assert tipping_words.tipping_words(solved(share=(0.0, 0.0)),
                                       T) == "nowhere, whatever this number is"
    assert tipping_words.tipping_words(solved(Crossing(1.0, None, None, True)),
                                       T) == "only at 100 %"


def test_simulation_error_is_told() -> None:
    found = solved(Crossing(0.99, 0.98, None, True))
    assert "Too close to call from 98 % on." in tipping_words.sentence(minimal.scenario(), found, T)


def test_an_axis_of_nines_goes_there_and_back() -> None:
    for x in (0.0, 0.5, 0.99, 0.9999 - 1e-9):
        assert SHARES.value(SHARES.place(x)) == pytest.approx(x, abs=1e-12)
    assert SHARES.value(SHARES.high) == 1.0
    lots = Axis(nines=False, low=-0.4, high=math.log10(80_000), whole=True, top=80_000.0)
    assert [lots.value(lots.place(n)) for n in (0, 1, 600, 80_000)] == [0, 1, 600, 80_000]


@pytest.mark.parametrize("axis", [
    SHARES, Axis(True, 0.0, 10.0, False, 1.0), Axis(False, -7.0, 0.0, False, 1.0),
    Axis(False, -0.4, 4.9, True, 80_000.0), Axis(False, 4.7, 10.7, False, 10**10.7)])
def test_ticks_rise_from_one_end_to_the_other(axis: Axis) -> None:
    places = [place for place, _ in tipping.ticks_of(solved(axis=axis))]
    assert places[0] == axis.low
    assert axis.high - places[-1] < 0.31
    assert len(places) <= tipping.MOST_TICKS + 2
    assert all(b - a > 0.2 for a, b in zip(places, places[1:], strict=False))


def failure(kind: str, factor: float, held: float = 0.0, low: float = 1e-6,
            reached: float = 1.0) -> Stress:
    return Stress(kind, (), Interval(1e-4, 1e-4, low, 1e-2),  # type: ignore[arg-type]
                  Interval(factor, factor, factor, factor), Judgement(0.9, 0.01, "fails"), held,
                  reached)


def test_what_is_held_and_what_falls_is_said() -> None:
    rows = [failure("plan", 1.0), failure("prevalence", 2.5, held=0.25), failure("volume", 0.5),
            failure("volume", 1.0)]
    frame = stress_words.table(minimal.scenario(), rows, Shocks(), (), T)
    assert "In 25 % of the futures" in frame["risk"][1]
    assert "rejected more often" in frame["risk"][2]
    assert frame["factor"].tolist() == ["–", "2.5", "0.5", "no change"]
    assert frame["risk"][0] == "1 in 10,000 years (1 in 1 million years to 1 in 99 years)"


def test_what_the_plan_expects_already_is_no_failure() -> None:
    of = minimal.scenario(measures=[minimal.treatment("cold", 0.9)]).with_measures(["cold"])
    rows = [failure("plan", 1.0), failure("all_compliance", 1.0, reached=0.0),
            failure("prevalence", 2.0), failure("volume", 0.9, reached=0.0),
            failure("all_compliance", 1.03, reached=0.4)]
    rows[0] = replace(rows[0], judgement=Judgement(0.99, 0.001, "meets"))
    frame = stress_words.table(of, rows, Shocks(), (), T)
    assert frame["factor"].tolist() == ["–", "already lower", "2", "no worse than planned",
                                        "hardly any change (under 5 %)"]
    assert "In 60 % of the futures the plan counts on no more" in frame["risk"][4]
    said = stress_words.headline(of, rows, Shocks(), (), T)
    assert "in 0 of 2 cases" in said
    assert "2 of the 4 cases" in said


def test_no_risk_at_all_is_told_once() -> None:
    none = Stress("volume", (), Interval(0.0, 0.0, 0.0, 0.0), None, Judgement(1.0, 0.0, "meets"),
                  0.0)
    frame = stress_words.table(minimal.scenario(), [none], Shocks(), (), T)
    assert frame["risk"].tolist() == ["none expected"]


def test_risks_of_zero_stand_at_the_end_of_the_axis() -> None:
    of = minimal.scenario()
    rows = [failure("plan", 1.0, low=0.0), failure("volume", 2.0)]
    frame = stress_words.table(of, rows, Shocks(), (), T)
    chart = stress.stress_chart(rows=rows, labels=frame["what"].tolist(),
                                words=stress_words.hover(frame, T), scenario=of, t=T)
    dots = chart.data[-1]
    span = 10 ** np.asarray(chart.layout.xaxis.range, float)
    assert list(dots.x) == [1e-4, 1e-4]
    assert dots.x[0] - dots.error_x.arrayminus[0] == pytest.approx(span[0])
    assert dots.x[1] - dots.error_x.arrayminus[1] == pytest.approx(1e-6)
    assert chart.layout.shapes[0].x0 == 0.01
