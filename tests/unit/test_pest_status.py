"""The quarantine pest test: definitions of ISPM 5, unknown answers, what may still matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

import pytest

from pra_core.parameter import Source
from pra_core.pest_status import (
    PRESENCES,
    QUESTIONS,
    YES_NO,
    Categorization,
    Evidence,
    PestStatus,
)

READ = Source(status="verified", citation="a list")
HEARD = Source(status="unverified", citation="a page")
POTENTIAL = {"identity": "yes", "establishment": "yes", "spread": "yes", "consequences": "yes"}


def _given(planting: bool = False, **answers: str) -> Categorization:
    data: dict[str, object] = {key: {"answer": answer} for key, answer in answers.items()}
    return Categorization.model_validate({**data, "plants_for_planting": planting})


DEFINITIONS = [
    pytest.param({"presence": "absent"}, False, "quarantine_pest",
                 id="ISPM5-quarantine-pest-not-yet-present"),
    pytest.param({"presence": "limited", "official_control": "yes"}, False, "quarantine_pest",
                 id="ISPM5-present-not-widely-distributed-officially-controlled"),
    pytest.param({"presence": "limited", "official_control": "no"}, False, "not_regulated",
                 id="ISPM11-2.1.1.3-present-without-official-control"),
    pytest.param({"presence": "widespread", "official_control": "yes"}, False, "not_regulated",
                 id="ISPM5-widely-distributed-is-no-quarantine-pest"),
    pytest.param({"presence": "absent", "consequences": "no"}, False, "not_regulated",
                 id="ISPM11-2.1.1.5-no-economic-consequences"),
    pytest.param({"presence": "absent", "identity": "no"}, False, "not_regulated",
                 id="ISPM11-2.1.1.1-identity-not-clear"),
    pytest.param({"presence": "widespread", "intended_use": "yes"}, True,
                 "regulated_non_quarantine_pest", id="ISPM16-regulated-non-quarantine-pest"),
    pytest.param({"presence": "widespread", "intended_use": "yes"}, False, "not_regulated",
                 id="ISPM16-only-plants-for-planting"),
    pytest.param({"presence": "absent", "consequences": "no", "intended_use": "yes"}, True,
                 "not_regulated", id="ISPM16-Table1-RNQP-is-present"),
    pytest.param({"presence": "limited", "official_control": "yes", "intended_use": "yes"}, True,
                 "quarantine_pest", id="ISPM16-a-quarantine-pest-is-no-RNQP"),
    pytest.param({"presence": "absent", "establishment": "unknown"}, False, "undecided",
                 id="ISPM11-2.1.2-information-lacking"),
]


@pytest.mark.parametrize(("answers", "planting", "outcome"), DEFINITIONS)
def test_outcome_follows_the_definitions(answers: dict[str, str], planting: bool, outcome: str
                                         ) -> None:
    found = _given(planting, **(POTENTIAL | answers))
    assert found.outcome == outcome
    assert found.continues == (outcome in ("quarantine_pest", "undecided"))


def _every() -> Iterator[Categorization]:
    options = [PRESENCES if key == "presence" else YES_NO for key in QUESTIONS]
    for chosen in product(*options):
        for planting in (False, True):
            yield _given(planting, **dict(zip(QUESTIONS, chosen, strict=True)))


def _three_valued(one: Categorization) -> bool | None:
    """Kleene's logic, written down on its own: True, False, or None for not known."""
    value = {"yes": True, "no": False, "unknown": None}
    a = one.answers
    control = value[a["official_control"]]
    where = {"absent": True, "limited": control, "widespread": False,
             "unknown": None}[a["presence"]]
    parts = [value[a[key]] for key in ("identity", "establishment", "spread", "consequences")]
    parts.append(where)
    return False if False in parts else None if None in parts else True


def test_gate_agrees_with_three_valued_logic_on_every_combination() -> None:
    for one in _every():
        quarantine = _three_valued(one)
        if quarantine is True:
            assert one.outcome == "quarantine_pest"
        else:
            assert one.outcome != "quarantine_pest"
        assert one.continues == (quarantine is not False), one.answers


def _completed(one: Categorization) -> Iterator[Categorization]:
    """The same answers with every unknown one answered, in every way."""
    options = [((PRESENCES if key == "presence" else YES_NO)[:-1] if answer == "unknown"
                else (answer,)) for key, answer in one.answers.items()]
    for chosen in product(*options):
        yield _given(one.plants_for_planting, **dict(zip(QUESTIONS, chosen, strict=True)))


def test_open_questions_are_those_whose_answer_can_change_the_outcome() -> None:
    undecided = [one for one in _every() if one.outcome == "undecided"]
    assert undecided
    for one in undecided[::41]:
        outcomes = {tuple(full.answers.items()): full.outcome for full in _completed(one)}
        for key in (k for k, answer in one.answers.items() if answer == "unknown"):
            options = (PRESENCES if key == "presence" else YES_NO)[:-1]
            matters = any(
                outcomes[tuple((dict(full) | {key: other}).items())] != outcome
                for full, outcome in outcomes.items() for other in options)
            assert (key in one.open) == matters


def test_only_questions_that_can_matter_are_asked() -> None:
    absent = _given(True, **POTENTIAL, presence="absent")
    assert not {"official_control", "intended_use"} & set(absent.asked)
    here = _given(True, **POTENTIAL, presence="limited")
    assert {"official_control", "intended_use"} <= set(here.asked)
    assert "intended_use" not in _given(False, **POTENTIAL, presence="limited").asked


def test_what_is_not_met_is_named() -> None:
    found = _given(identity="yes", establishment="no", spread="yes", consequences="no",
                   presence="limited", official_control="no")
    assert found.unmet == ("official_control", "establishment", "consequences")
    assert _given(**POTENTIAL, presence="absent").unmet == ()


def test_an_answer_is_verified_only_by_verified_evidence_that_supports_it() -> None:
    def spread(source: Source, supports: bool = True) -> tuple[str, ...]:
        piece = Evidence(text={"en": "x"}, source=source, supports=supports)
        base = _given(**POTENTIAL, presence="absent").model_dump()
        base["spread"]["evidence"] = [piece.model_dump()]
        return Categorization.model_validate(base).unverified

    assert "spread" not in spread(READ)
    assert "spread" in spread(HEARD)
    assert "spread" in spread(READ, supports=False)


def test_a_recorded_status_has_the_outcome_of_its_answers() -> None:
    answers = _given(**POTENTIAL, presence="absent")
    status = PestStatus(area={"en": "Chile"}, categorization=answers, assessor="A",
                        date=dt.date(2026, 11, 22), reason={"en": "checked"})
    assert status.outcome == answers.outcome == "quarantine_pest"
    again = PestStatus.model_validate(status.model_dump(mode="json"))
    assert again == status
