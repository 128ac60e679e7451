"""Published figures that a user takes over to the trade assessed: as cited, or as a judgement."""

from __future__ import annotations

import datetime as dt

from pra_core.commodities import Goods, PathwayKind
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.pest_library.record import Fact
from pra_core.plants import covers


def of_these_goods(fact: Fact, goods: Goods, kind: PathwayKind) -> bool:
    """Whether a fact was measured on this kind of goods and their plant."""
    plant = not goods.plants if fact.plant is None else any(
        covers(fact.plant, one) for one in goods.plants)
    return fact.kind == kind.id and plant


def taken_over(measured: Parameter, facts: tuple[Fact, ...], goods: Goods, kind: PathwayKind,
               assessor: str, date: dt.date, reason: LocalText) -> Parameter:
    """The figures with who took them over to this trade, when and why.

    They stay as well supported as they were where all of them were measured on these goods;
    else to take them over is a judgement, and the value is assumed with its citation.
    """
    told = measured.source
    note = {language: _SAID[language].format(
        name=assessor, date=date.isoformat(), reason=reason.get(language, reason["en"]))
        for language in _SAID}
    if told.note is not None:
        note = {language: _JOIN[language].join((told.note.get(language, told.note["en"]), said))
                for language, said in note.items()}
    if all(of_these_goods(f, goods, kind) for f in facts):
        return measured.model_copy(update={"source": told.model_copy(update={"note": note})})
    return measured.model_copy(update={"source": Source(
        status="assumed", citation=told.citation, assessor=assessor, date=date, reason=reason,
        note=note)})


_SAID = {"en": "Taken over to this trade by {name} on {date}: {reason}",
         "zh_CN": "由{name}于{date}用于本贸易：{reason}"}
_JOIN = {"en": " ", "zh_CN": "。"}
