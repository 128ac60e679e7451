"""Judgements as CSV and in a scenario: round trips, and every problem with its line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest

from pra_core.distribution import Elicited, LogNormal, Pert, Pooled, Uniform, fit_quantiles
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import PraError
from pra_core.parameter import Source
from pra_core.scenario import Correlation, Scenario
from pra_core.store import dump_scenario, read_scenario
from pra_core.store.edit import (
    elicited_source,
    with_correlations,
    with_distribution,
    with_elicitation,
    with_nature,
)
from pra_core.store.judgement_rows import DECIMAL_POINT, marked, plain
from pra_core.store.judgements import dump_judgements, judgement_template, read_judgements
from tests.minimal import scenario as minimal

NAME = "fruit.prevalence"
DAY = dt.date(2026, 11, 22)
SOURCE = Source(status="assumed", assessor="test", date=DAY, reason={"en": "why"})
P, Q = (0.05, 0.5, 0.95), (1e-4, 1e-3, 1e-2)


def judgement(assessor: str, **changes: Any) -> Judgement:
    base: dict[str, Any] = {
        "assessor": assessor, "date": DAY, "reason": {"en": "seen"}, "probabilities": P,
        "values": Q, "distribution": fit_quantiles(P, Q, 0.0, 1.0)[0].distribution}
    return Judgement(**(base | changes))


@pytest.fixture
def plain_scenario() -> Scenario:
    return minimal()


@pytest.fixture
def given() -> Elicitation:
    return Elicitation(lower=0.0, upper=1.0, pooling="logarithmic", judgements=(
        judgement("=HYPERLINK(1)", reason={"en": '-a, "b"\nc; d', "zh_CN": "@因为"}),
        judgement("'quoted", weight=0.1 + 0.2,
                  distribution=Elicited(probabilities=P, values=Q, lower=0, upper=1)),
        judgement("王", asked="min_likely_max", probabilities=(), outside=0.01,
                  distribution=Pert(low=5e-5, mode=1e-3, high=0.02)),
        judgement("王", round=2, asked="min_likely_max", probabilities=(),
                  distribution=Pert(low=1e-4, mode=1e-3, high=1e-2)),
        judgement("D", weight=0),
    ))


def table(*rows: str, head: str = "parameter,assessor,date,probability,value,lower,upper,reason_en"
          ) -> bytes:
    return "\n".join((head, *rows)).encode()


def refusal(content: bytes, scenario: Scenario) -> list[tuple[str, str]]:
    with pytest.raises(PraError) as caught:
        read_judgements(content, "own.csv", scenario)
    for p in caught.value.problems:
        assert p.path.startswith("own.csv")
        assert p.text()
    return [(p.path.removeprefix("own.csv: "), p.code) for p in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_exported_is_read_back_the_same(
    plain_scenario: Scenario, given: Elicitation, encoding: str, delimiter: str
) -> None:
    whole = with_elicitation(plain_scenario, NAME, given, elicited_source(given))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(csv.reader(io.StringIO(dump_judgements(whole))))
    found = read_judgements(text.getvalue().encode(encoding), "own.csv", plain_scenario)
    assert found == {NAME: given}
    again = with_elicitation(plain_scenario, NAME, found[NAME], elicited_source(found[NAME]))
    assert again.fingerprint == whole.fingerprint
    assert read_scenario(dump_scenario(whole), "own.yaml").fingerprint == whole.fingerprint
    assert again.parameters[NAME].distribution == given.distribution()
    assert isinstance(given.distribution(), Pooled)


def test_no_cell_of_an_export_begins_a_formula(plain_scenario: Scenario, given: Elicitation
                                               ) -> None:
    whole = with_elicitation(plain_scenario, NAME, given, elicited_source(given))
    for row in csv.reader(io.StringIO(dump_judgements(whole))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "'x", "'=x", "''", "x=1", "1"])
def test_the_mark_against_formulas_is_undone(text: str) -> None:
    assert plain(marked(text)) == text


def test_a_changed_value_is_fitted_anew_and_a_kept_one_is_not(plain_scenario: Scenario) -> None:
    odd = LogNormal(median=0.002, sdlog=1.0)  # chosen by hand: no fit would give it
    own = Elicitation(judgements=(judgement("A", distribution=odd),))
    text = dump_judgements(with_elicitation(plain_scenario, "fruit.volume", own, SOURCE))
    kept = read_judgements(text.encode(), "own.csv", plain_scenario)["fruit.volume"]
    assert kept.judgements[0].distribution == odd
    changed = read_judgements(text.replace(",0.01,", ",0.02,").encode(), "own.csv", plain_scenario)
    fits = fit_quantiles(P, (1e-4, 1e-3, 0.02))
    assert changed["fruit.volume"].judgements[0].distribution == next(
        f.distribution for f in fits if f.distribution.kind == "lognormal")
    other = read_judgements(text.replace(",lognormal,", ",gamma,").encode(), "own.csv",
                            plain_scenario)["fruit.volume"]
    assert other.judgements[0].distribution.kind == "gamma"


def test_a_hand_written_table_needs_little(plain_scenario: Scenario) -> None:
    content = table(
        f"{NAME},A,2026/1/5,5%,1e-4,0,1,seen", f"{NAME},A,,50%,1e-3,,,", f"{NAME},A,,95 %,1e-2,,,",
        f"{NAME},B,2026-01-06,最小,1e-4,,,因为", f"{NAME},B,,最可能,1e-3,,,",
        f"{NAME},B,,最大,1e-2,,,", f"{NAME},C,,0.5,,,,")
    found = read_judgements(content, "own.csv", plain_scenario)[NAME]
    assert (found.lower, found.upper, found.pooling) == (0.0, 1.0, "linear")
    first, second = found.judgements
    assert (first.date, first.probabilities, first.values) == (dt.date(2026, 1, 5), P, Q)
    assert first.distribution == fit_quantiles(P, Q, 0.0, 1.0)[0].distribution
    assert second.distribution == Pert(low=1e-4, mode=1e-3, high=1e-2)
    assert (second.reason, second.weight, second.round) == ({"en": "因为"}, 1.0, 1)


def test_the_form_is_read_once_it_is_filled_in(plain_scenario: Scenario) -> None:
    form = judgement_template(plain_scenario, [NAME])
    assert refusal(form.encode(), plain_scenario) == [("1: value", "missing")]
    rows = list(csv.DictReader(io.StringIO(form)))
    assert {row["unit"] for row in rows} == {"infested units/unit"}
    for row, value in zip(rows, (1e-5, 1e-4, 1e-3, 1e-2, 0.1), strict=True):
        row |= {"assessor": "A", "date": "2026-11-22", "value": str(value), "reason_en": "seen",
                "lower": "0", "upper": "1"}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    found = read_judgements(text.getvalue().encode(), "own.csv", plain_scenario)[NAME]
    assert found.judgements[0].probabilities == (0.01, 0.25, 0.5, 0.75, 0.99)
    with pytest.raises(PraError) as caught:
        judgement_template(plain_scenario, ["nothing", "no.more"])
    assert [p.code for p in caught.value.problems] == ["unknown_id", "unknown_id"]


def test_every_problem_is_named_with_its_line(plain_scenario: Scenario) -> None:
    assert refusal(table(
        f"{NAME},A,2026-13-01,0.05,1e-4,0,1,seen",
        f"{NAME},A,,0.5,x,,2,",
        f"{NAME},A,,1.5,1e-2,,,",
        f"{NAME},,2026-01-01,0.5,1e-2,,,seen",
        f"{NAME},B,2026-01-01,0.05,2e-3,,,seen", f"{NAME},B,,0.5,1e-3,,,",
        f"{NAME},C,2026-01-01,0.5,1e-3,,,seen",
        f"{NAME},D,2026-01-01,0.05,1e-3,,,", f"{NAME},D,,0.5,inf,,,",
        "fruit.nothing,A,2026-01-01,0.5,1e-3,,,seen",
        f"{NAME},E,2026-01-01,min,1e-3,,,seen", f"{NAME},E,,0.5,1e-2,,,",
        f"{NAME},F,2026-01-01,0.05,1e-3,,,seen", f"{NAME},F,,0.05,1e-2,,,",
    ), plain_scenario) == [
        ("2: date", "wrong_type"), ("3: value", "wrong_type"), ("3: upper", "conflict"),
        ("4: probability", "out_of_bounds"), ("5: assessor", "missing"), ("7: value", "order"),
        ("8: values", "conflict"), ("9: reason_en", "missing"), ("10: value", "not_finite"),
        ("11: parameter", "unknown_id"), ("12: probability", "conflict"),
        ("15: probability", "duplicate"),
    ]


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("round", "0", "out_of_bounds"), ("round", "1.5", "out_of_bounds"),
        ("weight", "-1", "out_of_bounds"), ("outside", "0.5", "out_of_bounds"),
        ("asked", "min_likely_max", "conflict"), ("family", "cauchy", "unknown_id"),
        ("fitted", "{}", "unreadable"), ("fitted", "nonsense", "unreadable"),
        ("pooling", "median", "wrong_type"),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused(
    plain_scenario: Scenario, head: str, row: str, expected: str
) -> None:
    head_line = f"parameter,assessor,date,probability,value,reason_en,{head}"
    content = table(f"{NAME},A,2026-01-01,0.05,1e-4,seen,{row}",
                    f"{NAME},A,2026-01-01,0.5,1e-3,seen,{row}", head=head_line)
    found = refusal(content, plain_scenario)
    assert found
    assert {code for _, code in found} == {expected}
    assert all(path.startswith(("2: ", "3: ")) for path, _ in found)


def test_a_distribution_the_quantity_cannot_have_is_refused(plain_scenario: Scenario) -> None:
    content = table(f"{NAME},A,2026-01-01,0.05,0.1,,,seen", f"{NAME},A,2026-01-01,0.95,3,,,")
    (path, code), = refusal(content, plain_scenario)
    assert path.startswith("2: pathways[0].prevalence")
    assert code == "out_of_bounds"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("own.csv", "missing")]),
        (b"parameter,assessor\nx,y\n", [("1: date", "missing"), ("1: probability", "missing"),
                                        ("1: value", "missing")]),
        (table("x", head="parameter,assessor,date,probability,value,value"),
         [("1: value", "duplicate")]),
        (table("x", head="parameter,assessor,date,probability,value,colour"),
         [("1", "unknown_key")]),
        (b"\xff\xfe\x00\xff", [("own.csv", "unreadable")]),
        (b"parameter," + b"x" * 2_000_001, [("own.csv", "out_of_bounds")]),
    ],
    ids=["empty", "columns", "twice", "unknown", "bytes", "large"],
)
def test_what_is_no_table_of_judgements_is_refused(
    plain_scenario: Scenario, content: bytes, expected: list[tuple[str, str]]
) -> None:
    assert refusal(content, plain_scenario) == expected


def test_judgements_enter_and_leave_a_scenario(plain_scenario: Scenario, given: Elicitation
                                               ) -> None:
    source = elicited_source(given)
    assert source.assessor == "=HYPERLINK(1), 'quoted, 王"
    assert source.reason == {"en": "=HYPERLINK(1): -a, \"b\"\nc; d; 'quoted: seen; 王: seen"}
    judged = with_elicitation(plain_scenario, NAME, given, source)
    assert judged.parameters[NAME].distribution == given.distribution()
    assert judged.fingerprint != plain_scenario.fingerprint
    kept = with_elicitation(judged, NAME, None, SOURCE).parameters[NAME]
    assert (kept.elicitation, kept.distribution) == (None, given.distribution())
    other = with_distribution(judged, NAME, Uniform(low=0, high=0.1), SOURCE).parameters[NAME]
    assert (other.elicitation, other.distribution, other.source) == (
        None, Uniform(low=0, high=0.1), SOURCE)


def test_a_change_the_scenario_cannot_hold_is_refused(plain_scenario: Scenario) -> None:
    too_high = Elicitation(judgements=(judgement("A", distribution=Uniform(low=0, high=2)),))
    pair = Correlation(between=(NAME, "fruit.transfer"), rank=0.5, source=SOURCE)

    def codes(build: Any) -> list[tuple[str, str]]:
        with pytest.raises(PraError) as caught:
            build()
        return [(p.path, p.code) for p in caught.value.problems]

    assert codes(lambda: with_elicitation(plain_scenario, NAME, too_high, SOURCE)) == [
        ("pathways[0].prevalence.distribution", "out_of_bounds")]
    assert codes(lambda: with_elicitation(plain_scenario, "none", None, SOURCE)) == [
        ("parameters", "unknown_id")]
    assert codes(lambda: with_nature(plain_scenario, "fruit.lot_size", "variability")) == [
        ("pathways[0].lot_size.nature", "not_computed")]
    assert codes(lambda: with_correlations(plain_scenario, (pair, pair))) == [
        ("correlations[1].between", "conflict")]
    tied = with_correlations(plain_scenario, (pair,))
    assert tied.correlations == (pair,)
    assert tied.tie(NAME) is not None
    assert with_correlations(tied, ()).fingerprint == plain_scenario.fingerprint
    varying = with_nature(plain_scenario, NAME, "variability")
    assert list(varying.varying) == [NAME]
    assert [code for _, code in codes(lambda: with_nature(tied, NAME, "variability"))] == [
        "unknown_id"]


def test_the_kept_distribution_says_what_it_was_fitted_to(
    plain_scenario: Scenario, given: Elicitation
) -> None:
    whole = with_elicitation(plain_scenario, NAME, given, elicited_source(given))
    row = next(csv.DictReader(io.StringIO(dump_judgements(whole))))
    assert json.loads(row["fitted"])["to"] == ["quantiles", list(P), list(Q), 0.0, 0.0, 1.0]


def test_another_unit_and_values_beyond_the_ends_are_named_at_their_own_line(
    plain_scenario: Scenario,
) -> None:
    head = "parameter,unit,assessor,date,probability,value,lower,upper,reason_en"
    assert refusal(table(
        f"{NAME},infested units/unit,A,2026-01-01,0.05,1e-4,0,0.5,seen",
        f"{NAME},%,A,,0.5,1e-3,,,", f"{NAME},,A,,0.95,0.7,,,", head=head), plain_scenario) == [
            ("3: unit", "wrong_unit"), ("4: value", "out_of_bounds")]


def test_a_decimal_comma_is_told_as_that(plain_scenario: Scenario) -> None:
    content = table(f'{NAME},A,2026-01-01,0.05,"0,01",,,seen', f"{NAME},A,,0.5,much,,,")
    with pytest.raises(PraError) as caught:
        read_judgements(content, "own.csv", plain_scenario)
    assert [p.allowed for p in caught.value.problems] == [DECIMAL_POINT, "a number"]


def test_the_form_says_what_is_asked_and_is_read_back(plain_scenario: Scenario) -> None:
    form = judgement_template(plain_scenario, [NAME], {NAME: "Infested fruit"}, tuple("abcde"))
    rows = list(csv.DictReader(io.StringIO(form)))
    assert {row["input"] for row in rows} == {"Infested fruit"}
    assert [row["note"] for row in rows] == list("abcde")
