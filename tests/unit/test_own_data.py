"""The user's records stand before shipped ones and never overwrite them."""

from __future__ import annotations

import pytest

from pra_core.commodities import Goods, TradeFigure, commodity_library
from pra_core.errors import PraError
from pra_core.own_data import OwnData
from pra_core.pest_library import PestRecord, pest_library

CODE = next(iter(pest_library().records))
GOODS = next(iter(commodity_library().goods.values()))


def _edited(name: str = "Own name") -> PestRecord:
    return pest_library().get(CODE).model_copy(update={"name": name})


def test_an_own_record_stands_before_the_shipped_one_which_stays() -> None:
    shipped = pest_library().get(CODE)
    joined = OwnData().with_pest(_edited()).pest_library()
    assert joined.get(CODE).name == "Own name"
    assert joined.shipped(CODE) is shipped
    assert joined.own == {CODE}
    assert pest_library().get(CODE) is shipped
    again = joined.joined({CODE: _edited("Another")})
    assert again.get(CODE).name == "Another"
    assert again.shipped(CODE) is shipped


def test_taking_the_own_record_away_puts_the_shipped_one_back() -> None:
    own = OwnData().with_pest(_edited())
    assert own.without_pest(CODE).pest_library().get(CODE) is pest_library().get(CODE)
    joined = own.pest_library()
    assert joined.joined({}).get(CODE) is pest_library().get(CODE)


def test_a_new_own_record_has_no_shipped_one_behind_it() -> None:
    new = _edited().model_copy(update={"eppo_code": "XXXXXX"})
    joined = OwnData().with_pest(new).pest_library()
    assert joined.get("XXXXXX") is new
    assert joined.shipped("XXXXXX") is None
    assert joined.shipped("NOCODE") is None


def test_a_code_nobody_has_is_named_with_those_there_are() -> None:
    with pytest.raises(PraError) as caught:
        pest_library().get("NOCODE")
    assert caught.value.code == "unknown_id"
    assert CODE in caught.value.allowed


def test_own_goods_and_figures_come_first() -> None:
    own = GOODS.model_copy(update={"title": {"en": "Mine", "zh_CN": "自有"}})
    figure = TradeFigure(goods=GOODS.id, origin="AQ", destination="NZ", year=2024, quantity=5,
                         unit="t", source=GOODS.source)
    older = figure.model_copy(update={"year": 2020})
    found = OwnData(goods={GOODS.id: own}, trade=(older, figure)).commodities()
    assert found.goods[GOODS.id] is own
    assert found.originals[GOODS.id] is GOODS
    assert found.traded(GOODS.id, ["AQ"], ["NZ"]) == (figure, older)
    assert found.traded(GOODS.id, ["AQ"], ["AU"]) == ()
    assert found.joined({}, ()).goods[GOODS.id] is GOODS
    assert found.kind_of(own) is found.kinds[GOODS.kind]


def test_goods_of_an_unknown_kind_name_the_kinds_there_are() -> None:
    lost = Goods.model_validate(GOODS.model_dump() | {"kind": "no-such-kind"})
    with pytest.raises(PraError) as caught:
        commodity_library().kind_of(lost)
    assert caught.value.code == "unknown_id"
    assert GOODS.kind in caught.value.allowed
