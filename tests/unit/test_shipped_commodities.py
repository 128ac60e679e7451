"""Every shipped kind of pathway, goods and trade figure: codes, ranges, sources, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from pra_core.commodities import commodity_library
from pra_core.measure_library import measure_library
from pra_core.parameter import Parameter, Source
from pra_core.pathway import BaselineSteps
from pra_core.pest_library import pest_library
from pra_core.plants import plants
from pra_core.reference import country_names

LIBRARY = commodity_library()
KINDS, GOODS = LIBRARY.kinds.values(), LIBRARY.goods.values()
NAMED = ("fresh-fruit", "vegetables", "cut-flowers", "plants-for-planting", "seed", "grain", "wood",
         "wood-packaging", "soil", "machinery", "luggage", "hitch-hiker")
"""The twelve kinds that a national team meets first."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HS = re.compile(r"^\d{2}(\d{2}(\.\d{2})?)?$")
GROUPS = {"EU"}


def inside(value: Any) -> Iterator[Any]:
    """Every model, text in two languages and list inside a record, itself included."""
    yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from inside(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from inside(one)


def test_the_kinds_a_team_meets_first_are_there() -> None:
    assert set(NAMED) <= set(LIBRARY.kinds)
    assert {goods.kind for goods in GOODS} >= set(NAMED)


@pytest.mark.parametrize("one", [*KINDS, *GOODS], ids=lambda one: one.id)
def test_texts_are_in_both_languages_each_in_its_script(one: BaseModel) -> None:
    texts = [text for text in inside(one) if isinstance(text, dict)]
    assert texts
    for text in texts:
        assert CHINESE.search(text.get("zh_CN", "")), text
        assert not CHINESE.search(text["en"]), text


@pytest.mark.parametrize("one", [*KINDS, *GOODS], ids=lambda one: one.id)
def test_codes_are_codes_and_every_name_leads_somewhere(one: Any) -> None:
    codes = one.hs_headings if hasattr(one, "hs_headings") else one.hs
    assert [code for code in codes if not HS.match(code)] == []
    assert set(getattr(one, "plants", ())) <= set(plants())
    kinds = {kind.id for kind in measure_library().taxonomy.pathway_kinds}
    assert set(one.measure_kinds) <= kinds
    entries = {entry.id for entry in measure_library().entries}
    assert set(getattr(one, "measures", ())) <= entries


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_step_chain_goes_in_order_to_a_host(kind: Any) -> None:
    steps = [one.step for one in kind.steps]
    assert len(set(steps)) == len(steps)
    assert steps[-1] == "transfer"
    for one in kind.steps:
        if one.usual is not None or one.suggestion is not None:
            assert one.step in BaselineSteps.model_fields
    last = kind.steps[-1]
    assert last.usual is not None or last.suggestion is not None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_what_is_suggested_is_called_assumed_with_its_reason(kind: Any) -> None:
    for step in kind.steps:
        if step.suggestion is None:
            continue
        for law in (step.suggestion.unit, step.suggestion.individual):
            if law is not None:
                assert law.source.status == "assumed"
                assert law.source.reason


def test_measured_survival_names_pests_of_the_library() -> None:
    cited = [one for kind in KINDS for step in kind.steps for one in step.cited]
    assert len(cited) > len(LIBRARY.kinds)
    assert {code for one in cited for code in one.eppo_codes} <= set(pest_library().records)
    assert all(one.source.citation for one in cited)


@pytest.mark.parametrize("one", [*KINDS, *GOODS], ids=lambda one: one.id)
def test_every_number_has_a_source(one: BaseModel) -> None:
    for law in (found for found in inside(one) if isinstance(found, Parameter)):
        assert law.source.citation or law.source.reason
    assert any(isinstance(found, Source) for found in inside(one))


@pytest.mark.parametrize("figure", LIBRARY.trade,
                         ids=lambda f: f"{f.goods}-{f.origin}-{f.destination}-{f.year}")
def test_a_trade_figure_is_of_known_goods_and_places_and_is_cited(figure: Any) -> None:
    assert figure.goods in LIBRARY.goods
    assert {figure.origin, figure.destination} <= set(country_names()) | GROUPS
    assert figure.origin != figure.destination
    assert figure.quantity > 0
    assert figure.source.citation
    if figure.source.note is not None:
        assert CHINESE.search(figure.source.note.get("zh_CN", ""))


def test_no_figure_is_given_twice() -> None:
    keys = [(f.goods, f.origin, f.destination, f.year, f.unit) for f in LIBRARY.trade]
    assert len(set(keys)) == len(keys)
