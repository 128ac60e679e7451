"""A draft and data of one's own come back from their text as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pra_core.commodities import commodity_library
from pra_core.errors import PraError
from pra_core.own_data import OwnData
from pra_core.pest_library import pest_library
from pra_core.scenario_draft import Climate, Draft, Years, table_model
from pra_core.store.work_text import draft_from, draft_text, own_from, own_text
from tests.pages.test_draft import LEVEL, MINE, TODAY, TYPED, WHY, begun, decided


def again(draft: Draft) -> Draft:
    return draft_from(draft_text(draft), draft.commodities, draft.examples)


def test_a_draft_just_begun_comes_back() -> None:
    draft = begun()
    assert draft.open
    assert again(draft) == draft


def test_a_draft_with_every_form_of_decision_comes_back_and_gives_the_same_scenario() -> None:
    draft = decided(begun()).with_measures(["cold-treatment"], "Li", TODAY, WHY)
    draft = draft.decide("climate", Climate(table_model(dict.fromkeys(draft.area.countries, 40.0),
                                                        MINE), whole=True))
    years = [one.key for one in draft.inputs if one.form == "years"]
    for key in years:
        draft = draft.decide(key, Years(17, MINE))
    forms = {type(value).__name__ for value in draft.decisions.values()}
    assert years
    assert {"Parameter", "Climate", "Years", "Alop"} <= forms
    back = again(draft)
    assert back == draft
    finished = decided(begun())
    assert again(finished).scenario().fingerprint == finished.scenario().fingerprint


def test_what_was_typed_after_coming_back_goes_on() -> None:
    back = again(begun())
    changed = back.typed("volume", TYPED["volume"], MINE).decide("alop", LEVEL)
    assert len(changed.open) < len(back.open)


def test_own_data_come_back() -> None:
    pests, library = pest_library(), commodity_library()
    own = OwnData(pests={"POLYBO": pests.records["POLYBO"]}, trade=library.trade[:3],
                  goods={"grapes-fresh": library.goods["grapes-fresh"]},
                  kinds=dict(list(library.kinds.items())[:1]))
    assert own_from(own_text(own)) == own
    assert own_from(own_text(OwnData())).empty


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"record": 1}', "{\"origin\": [", "x"])
def test_another_text_is_refused_as_a_draft(text: str) -> None:
    with pytest.raises(PraError) as found:
        draft_from(text, commodity_library(), {})
    assert found.value.code == "unreadable"


def test_unknown_parts_of_own_data_are_refused() -> None:
    with pytest.raises(PraError) as found:
        own_from('{"pests": {}, "macros": {}}')
    assert found.value.code == "unreadable"


def test_the_libraries_of_the_reader_are_used() -> None:
    draft = begun()
    smaller = replace(draft.commodities, trade=())
    assert draft_from(draft_text(draft), smaller, {}).commodities is smaller
