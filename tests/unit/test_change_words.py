"""History is told in words: replaced measures, values with their sources, levels of protection."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pra_core import reference
from pra_core.alop import Alop
from pra_core.distribution import Fixed
from pra_core.figures import change_names, change_words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.scenario_changes import Change, changes
from pra_core.store import load_scenario
from tests.minimal import scenario, text, treatment

READ = Source(status="verified", citation="Doe 2020", reason={"en": "read"})
EN = translator("en")


def cold() -> Scenario:
    """Two schedules of one treatment, and a measure of another kind."""
    return scenario(measures=[
        treatment("cold-1c-16d", title=text("Cold treatment 1 °C 16 d")),
        treatment("cold-2c-18d", title=text("Cold treatment 2 °C 18 d")),
        treatment("washing", title=text("Washing"))])


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def test_a_schedule_in_place_of_another_is_one_change(t: Translator) -> None:
    before, after = (cold().with_measures([one]) for one in ("cold-1c-16d", "cold-2c-18d"))
    assert change_words.lines(changes(before, after), t) == [
        t("{what}: {before} → {after}", what=t("Selected measure"),
          before="Cold treatment 1 °C 16 d", after="2 °C 18 d")]


def test_measures_that_are_not_alike_are_told_apart() -> None:
    before, after = cold().with_measures(["cold-1c-16d"]), cold().with_measures(["washing"])
    assert change_words.lines(changes(before, after), EN) == [
        "No longer selected: Cold treatment 1 °C 16 d", "Now selected: Washing"]


def test_two_schedules_given_up_for_one_name_all_three() -> None:
    before = cold().with_measures(["cold-1c-16d", "washing"])
    found = change_words.lines(changes(before, cold().with_measures(["cold-2c-18d"])), EN)
    assert found == ["Selected measure: Cold treatment 1 °C 16 d → 2 °C 18 d",
                     "No longer selected: Washing"]


def test_a_value_is_told_with_its_unit_and_source() -> None:
    after = cold().with_parameter("fruit.volume", Fixed(value=2e6), READ)
    assert change_words.lines(changes(cold(), after), EN) == [
        "Volume offered — fruit: 1,000,000 units per year; ○ assumed →"
        " 2,000,000 units per year; ● verified"]


def test_a_source_alone_is_told_by_its_status() -> None:
    after = cold().with_parameter("fruit.volume", Fixed(value=1e6), READ)
    assert change_words.lines(changes(cold(), after), EN) == [
        "Source of Volume offered — fruit: ○ assumed → ● verified"]


def test_the_same_status_is_told_by_what_it_rests_on() -> None:
    first, second = (cold().with_parameter("fruit.volume", Fixed(value=1e6), Source(
        status="assumed", assessor=who, date=dt.date(2026, 11, 22), reason={"en": "x"}))
        for who in ("Li", "Chen"))
    assert change_words.lines(changes(first, second), EN) == [
        "Source of Volume offered — fruit: ○ Li, 2026-11-22 → ○ Chen, 2026-11-22"]


def test_the_level_of_protection_is_told_as_a_frequency() -> None:
    levels = [Alop(metric="annual_probability", limit=limit, confidence=0.95)
              for limit in (1e-3, 1e-2)]
    first, second = (cold().with_alop(one) for one in levels)
    assert change_words.lines(changes(first, second), EN) == [
        "Level of protection: at most 1 in 1,000 years, with 95 % confidence →"
        " at most 1 in 100 years, with 95 % confidence"]


@pytest.mark.parametrize(("change", "words"), [
    (Change(kind="seed", before=1, after=2), "Seed: 1 → 2"),
    (Change(kind="draws", before=10_000, after=500), "Simulated futures: 10,000 → 500"),
    (Change(kind="restored", after=3), "Version 3 brought back"),
    (Change(kind="copied", before="Medfly", after=2), "Copied from “Medfly”, version 2"),
    (Change(kind="imported"), "Taken in from a library file"),
])
def test_what_happened_to_the_whole_is_told(change: Change, words: str) -> None:
    assert change_words.lines([change], EN) == [words]


def test_every_difference_of_the_worked_examples_has_words(t: Translator) -> None:
    """Identifiers of files and parts of ours stand in no line of history."""
    ours = {key for key in (*change_names.FIELDS, *change_names.PARTS) if "_" in key}
    found = [load_scenario(one) for one in reference.scenario_ids()]
    for one in found[1:]:
        told = change_words.table(changes(found[0], one), t)
        assert len(told)
        said = " ".join(told.to_numpy().ravel())
        assert not ours & set(re.findall(r"[a-z_]+", said))
        assert "{" not in said
        assert not [what for what in told["what"] if not what.strip()]


def test_a_hostile_name_stays_a_text() -> None:
    title = {"en": "=HYPERLINK(1)<script>", "zh_CN": "{x}"}
    after = cold().changed(title=title)
    assert change_words.lines(changes(cold(), after), EN) == [
        "Title: minimal → =HYPERLINK(1)<script>"]
    assert change_words.lines(changes(cold(), after), translator("zh_CN"))[0].endswith("→ {x}")
