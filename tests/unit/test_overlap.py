"""Which stored assessments are of the same pest and area (ISPM 11, 1.3.1)."""

from __future__ import annotations

import pytest

from pra_core.overlap import Subject, overlap, subject_of
from tests.minimal import EPPO, pathway, scenario, text

ASKED = Subject("Testus pestis", EPPO, ("CN",), {"en": "Fresh apples", "zh_CN": "鲜苹果"},
                {"en": "Spain"})


def _stored(**changes: object) -> Subject:
    base: dict[str, object] = {
        "pest": "Testus pestis", "eppo_code": EPPO, "countries": ("CN", "HK"),
        "commodity": {"en": "Oranges, fresh apples"}, "origin": {"en": "spain", "zh_CN": "西班牙"}}
    return Subject(**(base | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("stored", "shared"), [
    (_stored(), ("pest", "commodity", "origin", "area")),
    (_stored(pest="another name"), ("pest", "commodity", "origin", "area")),
    (_stored(eppo_code="OTHER1", pest="testus PESTIS"), ("pest", "commodity", "origin", "area")),
    (_stored(origin={"en": "Italy"}), ("pest", "commodity", "area")),
    (_stored(commodity={"en": "Logs"}), ("pest", "origin", "area")),
    (_stored(commodity={"en": "Logs"}, origin={"en": "Italy"}), ("pest", "area")),
    (_stored(commodity={"en": "Obst", "zh_CN": "鲜苹果、柑橘"}), ("pest", "commodity", "origin",
                                                           "area")),
    (_stored(countries=("US",)), None),
    (_stored(eppo_code="OTHER1", pest="Other"), None),
], ids=["all", "code alone", "name alone", "origin differs", "goods differ", "both differ",
        "in Chinese", "other area", "other pest"])
def test_what_two_assessments_have_in_common(stored: Subject, shared: tuple[str, ...] | None
                                             ) -> None:
    found = overlap(ASKED, stored, "id", "name")
    assert (found.shared if found else None) == shared
    assert bool(found and found.same) == (shared is not None and len(shared) == 4)


def test_an_empty_code_is_no_pest_in_common() -> None:
    nameless = Subject("one", "", ("CN",), text("x"), text("y"))
    assert overlap(nameless, _stored(eppo_code="", pest="two"), "id", "name") is None


def test_a_scenario_overlaps_with_itself_whatever_the_order_of_its_pathways() -> None:
    first = scenario(pathways=[pathway(), pathway("juice", commodity=text("juice"))])
    second = scenario(pathways=[pathway("juice", commodity=text("juice")), pathway()])
    found = overlap(subject_of(first), subject_of(second), "id", "name")
    assert found
    assert found.same
