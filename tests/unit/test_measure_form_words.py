"""What the form of a measure says is wrong: labels and the units that were typed in."""

from __future__ import annotations

import pytest

from pra_core.errors import PraError, Problem
from pra_core.figures import measure_form_words as words
from pra_core.figures import measure_library_words
from pra_core.i18n import translator
from pra_core.measure_library import measure_library, twins, usual_compliance
from pra_core.store import load_scenario

t = translator("en")


@pytest.mark.parametrize(("field", "numbers", "said"), [
    ("efficacy", {"low": 40.0, "mode": None, "high": None}, ["Most likely, Highest"]),
    ("efficacy", {"low": 40.0, "mode": 80.0, "high": 150.0}, ["150 %", "0 % to 100 %"]),
    ("compliance", {"low": 90.0, "mode": 80.0, "high": 95.0}, ["90 %, most likely 80 %"]),
    ("sample_size", {"value": -5.0}, ["-5", "0 or more"]),
    ("cost", {"low": 5.0, "mode": 3.0, "high": 4.0}, ["lowest 5, most likely 3, highest 4"]),
    ("efficacy", {"treated": 100.0, "survivors": 90.0, "control": 20.0}, ["90", "80", "20 %"]),
    ("efficacy", {"treated": 0.5, "survivors": -1.0, "control": 100.0},
     ["treated", "survivors", "below 100 %"])])
def test_a_fault_names_the_field_and_the_value_as_typed(
        field: str, numbers: dict[str, float | None], said: list[str]) -> None:
    told = " ".join(words.law_faults(field, numbers, t))
    assert words.field_title(field, t) in told
    for one in said:
        assert one in told.replace("\u2212", "-"), told
    assert field == "efficacy" or "efficacy" not in told


@pytest.mark.parametrize(("field", "numbers"), [
    ("efficacy", {"low": 0.0, "mode": 50.0, "high": 100.0}), ("sample_size", {"value": 600.0}),
    ("efficacy", {"treated": 100.0, "survivors": 80.0, "control": 20.0})])
def test_what_is_in_order_says_nothing(field: str, numbers: dict[str, float | None]) -> None:
    assert words.law_faults(field, numbers, t) == []


def test_problems_of_the_model_carry_labels_instead_of_paths() -> None:
    error = PraError.of([Problem("out_of_bounds", "measures.3.compliance", "[0, 2]", "0 … 1"),
                         Problem("duplicate", "somewhere.else", "a", "")])
    first, second = words.problem_lines(error, t)
    assert first.startswith("“Share of lots on which it is really applied”")
    assert "measures.3" not in first
    assert second.startswith("somewhere.else")


def test_the_proposed_compliance_shows_its_status_and_ground() -> None:
    line = words.kept_line("compliance", usual_compliance(), t)
    assert "%" in line
    assert "assumed" in line
    assert "No record of this trade" in line


def test_irradiation_prevents_development_and_kills_not() -> None:
    library, scenario = measure_library(), load_scenario("medfly-citrus-china")
    lines = " ".join(measure_library_words.summary(library.entry("irradiation"), scenario, t))
    assert "prevents development" in lines
    assert "kills" not in lines
    assert "kills" in " ".join(
        measure_library_words.summary(library.entry("cold-treatment"), scenario, t))


def test_the_warning_names_the_twin_and_its_state() -> None:
    scenario, entry = load_scenario("medfly-citrus-china"), measure_library().entry("irradiation")
    told = words.twin_warning(entry, twins(entry, scenario), scenario, t)
    assert "**Irradiation" in told
    assert "held to be not feasible" in told


def test_the_headline_names_what_is_known_and_the_line_below_the_types_of_our_own() -> None:
    library, scenario = measure_library(), load_scenario("medfly-citrus-china")
    fitting = library.for_scenario(scenario)
    told = measure_library_words.headline(fitting, scenario, t)
    for entry in fitting:
        known = entry.is_shown_for("CERTCA")
        assert (entry.title["en"] in told) == known, entry.id
    types = measure_library_words.types_line(library, scenario, t)
    assert all(one.title["en"] in types for one in library.taxonomy.types if one.category is None)
