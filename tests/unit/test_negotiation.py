"""Proposals and their terms, compared on the same draws; where two could meet; their files."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from pra_core import reference
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.figures import (
    meeting_words,
    negotiation_summary,
    negotiation_terms,
    negotiation_words,
)
from pra_core.figures import negotiation as charts
from pra_core.i18n import LANGUAGES, translator
from pra_core.negotiation import (
    Meeting,
    Negotiation,
    Proposal,
    arriving_months,
    contested,
    costs,
    meeting,
    on_terms,
    pair,
    pest_free,
    position,
    proposed,
    same_terms,
    season_matters,
    weakest,
)
from pra_core.portfolio import Portfolios, portfolios
from pra_core.presentation import risk
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.store.negotiations import (
    dump_negotiation,
    load_negotiation,
    negotiation_ids,
    read_negotiation,
)
from pra_core.summary import influence
from tests.minimal import SOURCE, inspection, parameter, pathway, scenario, text, treatment

DRAWS = 400


def proposal(key: str = "exporter", party: str = "exporter", **changes: Any) -> Proposal:
    return Proposal.model_validate({"id": key, "party": party, "title": text(key),
                                    "argument": text("because"), "source": SOURCE} | changes)


def table(*proposals: Proposal) -> Negotiation:
    return Negotiation(schema_version=1, scenario="minimal", title=text("n"), context=text("c"),
                       parties={"exporter": text("A"), "importer": text("B")},
                       proposals=proposals)


def ban() -> dict[str, Any]:
    whole = treatment("ban", efficacy=1.0, step="production", kind="volume", acts_on="unit",
                      restrictiveness=5)
    del whole["compliance"]
    return whole


@pytest.mark.parametrize("scenario_id", reference.scenario_ids())
def test_every_shipped_scenario_has_a_negotiation_that_applies(scenario_id: str) -> None:
    case, found = load_scenario(scenario_id), load_negotiation(scenario_id)
    assert found.scenario == scenario_id
    assert {"exporter", "importer"} <= {p.party for p in found.proposals}
    known = {m.id for m in case.measures}
    for one in found.proposals:
        changed = proposed(case, one)
        assert set(changed.selected) == set(one.measures)
        assert set(one.notes) <= known
        words = [one.title, one.argument, *(note.text for note in one.notes.values())]
        assert all(set(w) == {"en", "zh_CN"} for w in words)
        assert not any("%" in w for said in words for w in said.values())  # the model says numbers
    assert read_negotiation(dump_negotiation(found), "again.yaml") == found


def test_a_table_is_read_with_every_problem_named() -> None:
    given = table(proposal(), proposal("importer", "importer")).model_dump(mode="json")
    given["proposals"][1] |= {"id": "exporter", "arrival_months": [13], "volume_factor": 0}
    given["surprise"] = 1
    with pytest.raises(PraError) as caught:
        read_negotiation(str(given).replace("None", "null"), "table.yaml")
    told = str(caught.value)
    for place in ("arrival_months[0]", "volume_factor", "surprise"):
        assert place in told, told
    given["proposals"][1] |= {"arrival_months": [], "volume_factor": 1}
    del given["surprise"]
    with pytest.raises(PraError, match=r"table.yaml: proposals: 'exporter, exporter'"):
        read_negotiation(str(given).replace("None", "null"), "table.yaml")


def test_half_the_volume_halves_the_rate_on_every_draw() -> None:
    case = scenario()
    full, half = (assess(proposed(case, proposal(measures=("cold",), volume_factor=f)), DRAWS)
                  for f in (1.0, 0.5))
    np.testing.assert_allclose(half.founding_rate, 0.5 * full.founding_rate, rtol=1e-12)


def test_a_larger_sample_is_taken_and_one_above_the_lot_refused() -> None:
    case = scenario()
    more = on_terms(case, proposal(sample_sizes={"inspection": 1200}))
    assert more.parameters["inspection.sample_size"].distribution.support == (1200.0, 1200.0)
    assert more.parameters["inspection.sample_size"].source.status == "assumed"
    with pytest.raises(PraError, match=r"measures\[1\].effects\[0\].sample_size"):
        on_terms(case, proposal(sample_sizes={"inspection": 20_001}))
    with pytest.raises(PraError, match="sample_sizes"):
        on_terms(case, proposal(sample_sizes={"cold": 10}))


def test_months_are_kept_in_their_shares_and_refused_where_no_season_counts() -> None:
    case = load_scenario("medfly-citrus-china")
    before = case.pathways[0].arrival_share
    assert before is not None
    after = on_terms(case, proposal(arrival_months=(1, 12))).pathways[0].arrival_share
    assert after is not None
    assert sum(after) == pytest.approx(1.0)
    assert after[0] / after[11] == pytest.approx(before[0] / before[11])
    assert sum(after[1:11]) == 0.0
    assert season_matters(case)
    assert not season_matters(scenario())
    with pytest.raises(PraError, match="arrival_share"):
        on_terms(scenario(), proposal(arrival_months=(1, 12)))


def test_unknown_ids_in_a_proposal_are_named() -> None:
    for changes in ({"measures": ("magic",)}, {"sample_sizes": {"magic": 5}},
                    {"overrides": [{"parameter": "magic", "source": SOURCE,
                                    "distribution": {"kind": "fixed", "value": 1.0}}]}):
        with pytest.raises(PraError, match="magic"):
            proposed(scenario(), proposal(**changes))


def test_an_override_changes_the_value_and_carries_its_source() -> None:
    change = {"parameter": "inspection.sensitivity", "source": SOURCE | {"assessor": "them"},
              "distribution": {"kind": "fixed", "value": 0.25}}
    found = on_terms(scenario(), proposal(overrides=[change])).parameters["inspection.sensitivity"]
    assert found.distribution.support == (0.25, 0.25)
    assert found.source.assessor == "them"


def test_two_risks_are_compared_draw_by_draw() -> None:
    found = pair(np.array([1.0, 2.0, 0.0, 3.0]), np.array([2.0, 2.0, 0.0, 0.0]))
    assert (found.safer, found.equal) == (0.25, 0.5)
    assert found.ratio.median == 1.0
    assert found.ratio.low == 0.5
    assert found.ratio.high == np.inf


def test_proposals_that_differ_in_nothing_that_acts_are_equal_on_every_draw() -> None:
    idle = inspection("idle", n=0)
    case = scenario(measures=[treatment(), idle])
    one, two = (assess(proposed(case, proposal(measures=ids)), DRAWS)
                for ids in (("cold",), ("cold", "idle")))
    assert pair(one.founding_rate, two.founding_rate).equal == 1.0
    assert contested(one, two) == {}


def test_what_decides_the_difference_is_not_what_both_share() -> None:
    cold = treatment()
    cold["effects"][0]["efficacy"]["TESTPE"] = parameter("cold.efficacy", "1", kind="uniform",
                                                         low=0.5, high=0.9)
    case = scenario(measures=[cold, inspection(n=0)])
    one, two = (assess(proposed(case, proposal(measures=ids)), 4_000)
                for ids in ((), ("cold",)))
    assert next(iter(contested(one, two))) == "cold.efficacy"
    assert next(iter(influence(two))) != "cold.efficacy"


def test_pest_free_units_by_hand() -> None:
    fixed = pathway(prevalence=parameter("fruit.prevalence", "infested units/unit", value=0.01))
    case = scenario(pathways=[fixed], measures=[treatment(efficacy=0.999), ban()])
    bare = pest_free(assess(case, 50))
    assert bare.infested_share == pytest.approx(0.01)
    assert bare.at_least(10_000) == 9_900
    treated = pest_free(assess(case.with_measures(("cold",)), 50))
    assert treated.infested_share == pytest.approx(0.01 * 3.0 * 0.001)
    assert treated.infested_share >= 0.01 * -np.expm1(-3.0 * 0.001)
    assert treated.at_least(10_000) == 9_999
    assert pest_free(assess(case.with_measures(("ban",)), 50)).infested_share == 0.0


def test_costs_go_to_those_who_pay() -> None:
    cold = treatment(cost=parameter("cold.cost", "USD/unit", value=0.5), paid_by="exporter")
    check = inspection(cost=parameter("inspection.cost", "USD/yr", value=7.0), paid_by="importer")
    heat = treatment("heat", paid_by="exporter")
    case = scenario(measures=[cold, check, treatment("wash"), heat])
    found = costs(assess(case.with_measures(("cold", "heat", "inspection", "wash")), 50))
    assert [(c.payer, c.known, c.unknown) for c in found] == [
        ("exporter", pytest.approx(0.5e6), 1), ("importer", 7.0, 0), (None, None, 1)]


def test_the_weakest_number_weighs_influence_by_its_source() -> None:
    sure = {"status": "verified", "citation": "seen"}
    fruit = pathway()
    fruit["prevalence"]["source"] = sure
    case = scenario(pathways=[fruit]).with_measures(("cold",))
    shares = {"fruit.prevalence": 0.5, "fruit.transfer": 0.2, "cold.efficacy": 0.1,
              "inspection.sensitivity": 0.9}
    del shares["inspection.sensitivity"]
    found = weakest(case, shares)
    assert found is not None
    assert found.parameter.name == "fruit.transfer"
    own = weakest(case, shares, own=True)
    assert own is not None
    assert own.parameter.name == "cold.efficacy"
    assert weakest(case, {}) is None


def _by_hand(sets: Portfolios, first: set[str], second: set[str]) -> Meeting:
    rows = {tuple(m): str(v) for m, v in zip(sets.table["measures"], sets.table["verdict"],
                                             strict=True)}
    order = list(rows)
    extra = sorted((first | second) - (first & second))
    inside = [tuple(sorted(first & second | set(c))) for n in range(len(extra) + 1)
              for c in combinations(extra, n)]
    inside = [s for s in inside if s in rows]
    good = [s for s in inside if rows[s] == "meets"]
    least = sorted((s for s in good if not any(set(o) < set(s) for o in good)), key=order.index)
    before = [s for s in inside if not least or order.index(s) < order.index(least[0])]
    close = sorted((s for s in before if rows[s] == "too_close"), key=order.index)
    best = max(float(sets.row(s)["probability"]) for s in inside)
    nearest = min((s for s in inside if float(sets.row(s)["probability"]) == best),
                  key=order.index)
    return Meeting(tuple(least), tuple(close), nearest, sets.first_meeting)


def test_where_they_could_meet_equals_an_enumeration_by_hand() -> None:
    """300 tables with random verdicts, pairs that exclude each other among the measures."""
    names = ("a", "b", "c", "d", "e")
    made = [treatment(k, 0.5, restrictiveness=1 + i % 4,
                      excludes=("b",) if k == "a" else ("a",) if k == "b" else ())
            for i, k in enumerate(names)]
    searched = portfolios(scenario(measures=made), scenario().alop, 20)
    rng = np.random.default_rng(7)
    met = 0
    for _ in range(300):
        verdict = rng.choice(["meets", "fails", "too_close"], len(searched.table), p=[.2, .5, .3])
        share = np.round(rng.random(len(searched.table)), 2)
        sets = replace(searched, table=searched.table.assign(verdict=verdict, probability=share))
        first, second = (set(rng.choice(names, rng.integers(0, 4), replace=False))
                         for _ in range(2))
        if {"a", "b"} <= first & second:
            with pytest.raises(PraError):
                meeting(sets, sorted(first), sorted(second))
            continue
        found = meeting(sets, sorted(first), sorted(second))
        assert found == _by_hand(sets, first, second)
        met += bool(found.between)
    assert 50 < met < 250


def test_terms_are_the_same_whatever_the_measures() -> None:
    assert same_terms(proposal(measures=("cold",)), proposal())
    assert not same_terms(proposal(volume_factor=2.0), proposal())


def test_a_table_keeps_two_proposals() -> None:
    start = table(proposal(), proposal("importer", "importer"))
    more = start.with_proposal(proposal("third", "alternative"))
    assert [p.id for p in more.proposals] == ["exporter", "importer", "third"]
    again = more.with_proposal(proposal("importer", "importer", measures=("cold",)))
    assert again.proposals[1].measures == ("cold",)
    assert again.without_proposal("third").proposals == again.proposals[:2]
    with pytest.raises(PraError, match="proposals"):
        start.without_proposal("importer")


CASES: dict[str, dict[str, Any]] = {
    "usual": {},
    "loss": {"alop": {"metric": "annual_loss", "limit": 1e5, "confidence": 0.9}},
    "lots": {"alop": {"metric": "pests_per_lot", "limit": 1.0, "confidence": 0.9}},
    "years": {"alop": {"metric": "years_between_outbreaks", "limit": 50, "confidence": 0.9}},
    "nothing allowed": {"alop": {"metric": "annual_probability", "limit": 0, "confidence": 0.9}},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_metric_and_the_edges_are_told_and_drawn(case: str, language: str) -> None:
    t = translator(language)
    subject = scenario(measures=[treatment(), inspection(), ban()], **CASES[case])
    one, two = proposal(measures=("cold",), volume_factor=2.0), proposal(
        "importer", "importer", measures=("ban",))
    sides = []
    for p in (one, two):
        result = assess(proposed(subject, p), DRAWS)
        sides.append(position(p, result, influence(result)))
    sets = portfolios(on_terms(subject, one), subject.alop, DRAWS)
    found = pair(*(risk(s.assessment, subject.alop) for s in sides))
    told = negotiation_summary.position_text(
        table(one, two), sides[0], sides[1], found,
        (sets, meeting(sets, one.measures, two.measures)), t, rival=True, weak=True)
    assert "nan" not in told.lower()
    assert "{" not in told
    assert "**" not in told
    shown = [charts.Side(p.id, risk(s.assessment, subject.alop),
                         negotiation_words.gap_short(s.assessment, t))
             for p, s in zip((one, two), sides, strict=True)]
    before = risk(assess(subject, DRAWS), subject.alop)
    figure = charts.table(sides=shown, before=before, alop=subject.alop, currency="USD", t=t)
    assert figure.data
    charts.intervals(sides=shown, alop=subject.alop, currency="USD", t=t)


def test_what_each_side_would_change_is_told() -> None:
    t, case = translator("en"), scenario()
    told = meeting_words.move_words(case, "A", ("cold",), ("inspection",), t)
    assert told == "A would add “inspection” and drop “cold”."
    assert meeting_words.move_words(case, "A", ("cold",), ("cold",), t) == (
        "A would change nothing.")


def _letter(one: Proposal, two: Proposal, **asked: bool) -> str:
    subject, t = scenario(), translator("en")
    sides = []
    for p in (one, two):
        result = assess(proposed(subject, p), DRAWS)
        sides.append(position(p, result, influence(result)))
    sets = portfolios(on_terms(subject, one), subject.alop, DRAWS)
    found = pair(*(risk(s.assessment, subject.alop) for s in sides))
    return negotiation_summary.position_text(
        table(one, two), sides[0], sides[1], found,
        (sets, meeting(sets, one.measures, two.measures)), t, **asked)


def test_a_letter_holds_no_internal_note_and_no_weakness_unless_asked_for() -> None:
    said = {"inspection": {"en": "we would give this up", "zh_CN": "可让步"},
            "cold": {"en": "agreed in 1999", "zh_CN": "已商定", "shared": True}}
    one = proposal(measures=("cold",), notes=said)
    two = proposal("importer", "importer", measures=("inspection",), volume_factor=0.5)
    assert not one.notes["inspection"].shared
    plain_letter = _letter(one, two)
    assert "agreed in 1999" in plain_letter
    for secret in ("give this up", "Weakest", "Probability of meeting", "Compared with",
                   "could meet"):
        assert secret not in plain_letter
    full = _letter(one, two, rival=True, weak=True)
    assert "give this up" not in full
    for told in ("Weakest", "Probability of meeting", "Compared with", "On the terms of",
                 "at half the volume"):
        assert told in full
    assert Proposal.model_validate(one.model_dump(mode="json")) == one


def test_terms_are_named_wherever_they_are_not_the_scenarios() -> None:
    t = translator("en")
    one = proposal(volume_factor=0.5, arrival_months=(12, 1, 2))
    parties = table(one, proposal("importer", "importer"))
    assert negotiation_terms.named(parties, one, t) == (
        "A (exporter) – at half the volume, arriving in December to February only")
    assert negotiation_terms.named(parties, parties.proposals[1], t) == "B (importer)"
    assert "January and" not in negotiation_terms.short_terms(proposal(arrival_months=(1, 6)), t)


def test_only_months_in_which_something_arrives_are_offered() -> None:
    case = load_scenario("medfly-citrus-china")
    share = case.pathways[0].arrival_share
    assert share is not None
    assert arriving_months(case) == tuple(m for m in range(1, 13) if share[m - 1] > 0)
    assert len(arriving_months(case)) < 12
    empty = next(m for m in range(1, 13) if share[m - 1] == 0)
    refused = proposal(arrival_months=(empty,))
    with pytest.raises(PraError) as caught:
        on_terms(case, refused)
    said = negotiation_terms.refusal_lines(caught.value, case, refused, translator("en"))
    assert said[0].startswith("Nothing arrives in ")
    assert "arrival_share" not in said[0]
    assert arriving_months(scenario()) == tuple(range(1, 13))


def test_an_unknown_cost_is_not_told_as_zero() -> None:
    bare = assess(scenario().with_measures(("cold",)), 50)
    told = negotiation_words.cost_lines(costs(bare), "USD", translator("en"))
    assert "unknown" in told[0]
    assert "0 USD" not in told[0]


@pytest.mark.parametrize(("ratio", "words"), [(1.0, "about the same risk"), (0.5, "0.5 times")])
def test_equal_medians_are_not_told_as_one_times(ratio: float, words: str) -> None:
    found = pair(np.array([ratio, ratio, 0.9]), np.ones(3))
    told = meeting_words.pair_words("A", "B", found, translator("en"))
    assert words in told
    assert " 1 times" not in told


def test_the_answer_names_who_meets_and_who_is_safer() -> None:
    found, t = pair(np.array([1.0, 1.0, 3.0, 1.0]), np.full(4, 2.0)), translator("en")
    assert meeting_words.answer_words("A", "B", ("fails", "meets"), found, t) == (
        "**B** meets the ALOP, **A** does not. **A** is the safer in **75 %** of the simulated"
        " futures.")
    assert "both meet" in meeting_words.answer_words("A", "B", ("meets", "meets"), found, t)


def test_a_meeting_point_is_told_by_what_differs() -> None:
    case, t = scenario(), translator("en")
    sides = [("A", ("cold",)), ("B", ("cold", "inspection"))]
    assert meeting_words.set_named(case, sides, ("cold",), t) == (
        "the measures of **A** as they are")
    assert meeting_words.set_named(case, [("A", ())], ("cold",), t) == (
        "the measures of **A** with “cold”")


def test_a_table_can_begin_without_a_file() -> None:
    source = proposal().source
    begun = negotiation_words.blank(scenario().with_measures(("cold",)), source)
    assert [p.measures for p in begun.proposals] == [(), ("cold",)]
    assert begun.scenario not in negotiation_ids()


def test_the_exchange_of_sides_mirrors_the_pair() -> None:
    case: Scenario = scenario()
    one, two = (assess(proposed(case, proposal(measures=ids)), DRAWS).founding_rate
                for ids in (("cold",), ("inspection",)))
    there, back = pair(one, two), pair(two, one)
    assert there.safer + back.safer + there.equal == pytest.approx(1.0)
    assert there.equal == back.equal
