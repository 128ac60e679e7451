"""What somebody is working on as JSON text: a draft and data of their own, kept between visits.

The libraries that are shipped are not written: a draft read back stands on those of its reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from pydantic import Field, ValidationError

from pra_core.alop import Alop
from pra_core.commodities import CommodityLibrary
from pra_core.commodities.schema import Goods, PathwayKind, TradeFigure
from pra_core.errors import PraError
from pra_core.frozen import Frozen
from pra_core.initiation_record import Initiation
from pra_core.own_data import OwnData
from pra_core.parameter import Parameter, Source
from pra_core.pest import ClimateModel, Criterion
from pra_core.pest_library.record import PestRecord
from pra_core.pest_status import PestStatus
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import Climate, Draft, Value, Years

_Kept = TypeVar("_Kept", bound=Frozen)


class _KeptClimate(Frozen):
    model: ClimateModel
    whole: bool


class _KeptYears(Frozen):
    years: int
    source: Source


class _KeptDraft(Frozen):
    """Fields of a draft; decisions by their form."""

    record: PestRecord
    goods: Goods
    kind: PathwayKind
    origin: tuple[str, ...]
    area: PraArea
    today: dt.date
    currency: str
    criteria: tuple[Criterion, ...]
    status: PestStatus | None = None
    initiation: Initiation | None = None
    numbers: dict[str, Parameter] = Field(default_factory=dict)
    climates: dict[str, _KeptClimate] = Field(default_factory=dict)
    years: dict[str, _KeptYears] = Field(default_factory=dict)
    levels: dict[str, Alop] = Field(default_factory=dict)
    measures_taken: dict[str, Source] = Field(default_factory=dict)


class _KeptData(Frozen):
    """Fields of one's own data."""

    pests: dict[str, PestRecord] = Field(default_factory=dict)
    goods: dict[str, Goods] = Field(default_factory=dict)
    trade: tuple[TradeFigure, ...] = ()
    kinds: dict[str, PathwayKind] = Field(default_factory=dict)


def draft_text(draft: Draft) -> str:
    """A draft with everything decided in it, as JSON."""
    numbers, climates, years, levels = _by_form(draft.decisions)
    return _KeptDraft(
        record=draft.record, goods=draft.goods, kind=draft.kind, origin=draft.origin,
        area=draft.area, today=draft.today, currency=draft.currency, criteria=draft.criteria,
        status=draft.status, initiation=draft.initiation, numbers=numbers, climates=climates,
        years=years, levels=levels, measures_taken=dict(draft.measures_taken),
    ).model_dump_json(exclude_none=True)


def draft_from(text: str, commodities: CommodityLibrary,
               examples: Mapping[str, ClimateModel]) -> Draft:
    """The draft of such a text; PraError unreadable for anything else.

    `examples`: climate models of worked examples by EPPO code of their pest.
    """
    kept = _read(_KeptDraft, text, "draft")
    decisions: dict[str, Value] = {
        **kept.numbers, **kept.levels,
        **{key: Climate(one.model, one.whole) for key, one in kept.climates.items()},
        **{key: Years(one.years, one.source) for key, one in kept.years.items()}}
    return Draft(
        record=kept.record, goods=kept.goods, kind=kept.kind, origin=kept.origin, area=kept.area,
        today=kept.today, currency=kept.currency, commodities=commodities, criteria=kept.criteria,
        status=kept.status, initiation=kept.initiation, examples=MappingProxyType(dict(examples)),
        decisions=MappingProxyType(decisions),
        measures_taken=MappingProxyType(dict(kept.measures_taken)))


def own_text(own: OwnData) -> str:
    """Data of one's own as JSON."""
    return _KeptData(pests=dict(own.pests), goods=dict(own.goods), trade=own.trade,
                     kinds=dict(own.kinds)).model_dump_json(exclude_none=True)


def own_from(text: str) -> OwnData:
    """The data of such a text; PraError unreadable for anything else."""
    kept = _read(_KeptData, text, "own")
    return OwnData(pests=kept.pests, goods=kept.goods, trade=kept.trade, kinds=kept.kinds)


def _by_form(decisions: Mapping[str, Value]) -> tuple[
        dict[str, Parameter], dict[str, _KeptClimate], dict[str, _KeptYears], dict[str, Alop]]:
    numbers: dict[str, Parameter] = {}
    climates: dict[str, _KeptClimate] = {}
    years: dict[str, _KeptYears] = {}
    levels: dict[str, Alop] = {}
    for key, value in decisions.items():
        if isinstance(value, Parameter):
            numbers[key] = value
        elif isinstance(value, Climate):
            climates[key] = _KeptClimate(model=value.model, whole=value.whole)
        elif isinstance(value, Years):
            years[key] = _KeptYears(years=value.years, source=value.source)
        else:
            levels[key] = value
    return numbers, climates, years, levels


def _read(form: type[_Kept], text: str, path: str) -> _Kept:
    try:
        return form.model_validate_json(text)
    except ValidationError as error:
        raise PraError("unreadable", path, f"{error.error_count()}") from error
