"""The three parts of SPS 5.6, each of which can fail an alternative."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pra_core.alop import Alop
from pra_core.errors import PraError
from pra_core.figures import sps_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.portfolio import Portfolios, portfolios
from pra_core.sps_test import sps_test
from tests.minimal import scenario, treatment

PROBABILITY = Alop(metric="annual_probability", limit=0.3, confidence=0.9)
DRAWS = 400


def searched(*measures: dict[str, Any]) -> Portfolios:
    return portfolios(scenario(measures=list(measures)), PROBABILITY, DRAWS)


def strong(key: str, level: int, **changes: Any) -> dict[str, Any]:
    return treatment(key, 0.99999999, restrictiveness=level, **changes)


def by_set(sets: Portfolios, challenged: str, **options: Any) -> dict[tuple[str, ...], Any]:
    table = sps_test(sets, (challenged,), **options).table
    return {row["measures"]: row for row in table.to_dict("records")}


def test_a_lower_highest_level_that_meets_passes() -> None:
    sets = searched(strong("hard", 4), strong("soft", 2),
                    treatment("weak", 0.01, restrictiveness=1))
    test = sps_test(sets, ("hard",))
    assert test.passing["measures"].tolist() == [("soft",)]
    row = by_set(sets, "hard")["soft",]
    assert (row["available"], row["verdict"], row["less"]) == (True, "meets", "yes")
    assert by_set(sets, "hard")[()]["verdict"] == "fails"
    assert "more trade-restrictive than required: **soft**" in sps_words.sentence(
        test, sets, translator("en"))


def test_a_lower_sum_alone_can_be_argued() -> None:
    sets = searched(strong("hard", 3), strong("soft", 3), strong("extra", 1, feasible=False),
                    treatment("more", 0.1, restrictiveness=2))
    test = sps_test(sets, ("hard", "more"))
    assert test.passing.empty
    assert ("soft",) in set(test.arguable["measures"])
    assert "only by its sum of levels" in sps_words.sentence(test, sets, translator("en"))


def test_what_is_not_feasible_is_not_available_however_good() -> None:
    sets = searched(strong("hard", 4), strong("glass", 1, feasible=False))
    row = by_set(sets, "hard")["glass",]
    assert (row["available"], row["verdict"], row["less"]) == (False, "meets", "yes")
    assert sps_test(sets, ("hard",)).passing.empty


@pytest.mark.parametrize(("loss", "significant", "expected"), [
    (75.0, 0.25, "yes"), (76.0, 0.25, "no"), (99.0, 0.0, "yes"), (100.0, 0.0, "no")])
def test_trade_lost_is_compared_where_it_is_given(loss: float, significant: float, expected: str
                                                  ) -> None:
    sets = searched(strong("hard", 1), strong("soft", 5))
    given = {"hard": 100.0, "soft": loss}
    assert by_set(sets, "hard", trade_loss=given, significant=significant)["soft",][
        "less"] == expected


def test_a_loss_that_is_not_given_decides_nothing() -> None:
    sets = searched(strong("hard", 4), strong("soft", 1))
    assert by_set(sets, "hard", trade_loss={"hard": 1.0})["soft",]["less"] == "unknown"


def test_a_negative_loss_and_a_share_above_one_are_refused_together() -> None:
    with pytest.raises(PraError) as caught:
        sps_test(searched(strong("hard", 4)), ("hard",), {"hard": -1.0}, 1.5)
    assert [p.path for p in caught.value.problems] == ["trade_loss.hard", "significant"]


def test_a_named_alternative_is_put_to_the_test() -> None:
    sets = searched(strong("hard", 4), strong("soft", 2), strong("third", 3))
    named = sps_test(sets, ("hard",), alternatives=[("third", "soft")])
    assert ("soft", "third") in set(named.table["measures"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_names_what_fails(language: str) -> None:
    t = translator(language)
    sets = searched(strong("hard", 4), strong("glass", 1, feasible=False), strong("soft", 2))
    rows = sps_words.table(sps_test(sets, ("hard",)), sets, t)
    assert len(rows) >= 3
    assert t("passes all three parts") in set(rows["result"])
    assert any(t("it is not available") in one for one in rows["result"])


def test_a_set_with_no_alternative_passes_for_required() -> None:
    sets = searched(strong("only", 1))
    said = sps_words.sentence(sps_test(sets, ("only",)), sets, translator("en"))
    assert "No alternative passes all three parts" in said


def test_the_smallest_loss_of_trade_is_tested_whatever_its_level() -> None:
    sets = searched(*(strong(f"m{j}", 2 if j < 6 else 3) for j in range(8)))
    given = {f"m{j}": 1e6 for j in range(7)} | {"m7": 1.0}
    test = sps_test(sets, ("m0",), given)
    assert test.passing["measures"].tolist() == [("m7",)]
    assert len(test.table) > 3  # those of the lowest level are tested as well


def test_a_close_call_of_smaller_loss_is_tested() -> None:
    """`near` is at a higher level than the challenged set, and loses less trade."""
    sets = searched(strong("hard", 1), treatment("near", 0.99, restrictiveness=4))
    table = sets.table.assign(verdict=sets.table["verdict"].mask(
        sets.table["measures"] == ("near",), "too_close"))
    rows = by_set(replace(sets, table=table), "hard", trade_loss={"hard": 10.0, "near": 1.0})
    assert rows["near",]["less"] == "yes"
    assert ("near",) not in by_set(replace(sets, table=table), "hard")
