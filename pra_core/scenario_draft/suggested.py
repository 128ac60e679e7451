"""Wide ranges to start from where nothing is cited; each says why it is as wide as it is.

A suggestion is never part of a scenario until a user accepts it, and is then assumed by that user.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pra_core.commodities import Goods, PathwayKind
from pra_core.distribution import Distribution, Fixed, LogUniform, Pert, Uniform
from pra_core.frozen import LocalText
from pra_core.parameter import QUANTITIES, Parameter, Source
from pra_core.pest_library.record import Fact, PestRecord
from pra_core.scenario_draft.joined_facts import even, source_of, span
from pra_core.scenario_draft.terms import Term

ASSESSOR = "PRA workbench"
DATE = dt.date(2026, 11, 22)
HORIZON = 30
BARELY = 1.1
"""Female offspring per female of a population that just grows."""
LOT_KG = (20_000.0, 24_000.0)
"""Weight of a lot of fresh produce: one lorry or container, nearly or quite full [kg]."""
BY_CONTAINER = frozenset({"fresh-fruit", "vegetables", "tubers-bulbs"})
"""Kinds of pathway whose lots are lorries or containers of single fruits, heads or tubers."""
ONE_BY_ONE, BY_AIR = frozenset({"aircraft", "ships"}), frozenset({"aircraft"})
"""Goods that are one conveyance to a lot, and those that fly."""
_FLIGHTS = "Russell 1987, Bulletin of the World Health Organization 65:659-662 (abstract)"
FACTOR = 2.0
"""A single published figure is widened from its half to its double."""


def source(en: str, zh: str) -> Source:
    """The source of a suggestion: assumed, with its reason in both languages."""
    return Source(status="assumed", assessor=ASSESSOR, date=DATE,
                  reason={"en": en, "zh_CN": zh})


_WIDE: Mapping[str, tuple[Distribution, str, str]] = {
    "prevalence": (
        LogUniform(low=1e-6, high=0.1),
        "No published count on these goods is in use. From one unit in a million to one in ten,"
        " every order of magnitude alike.",
        "未采用该货物的已发表数据。取百万分之一至十分之一，按对数均匀分布。"),
    "pests_per_unit": (
        LogUniform(low=1.0, high=30.0),
        "No published count on these goods is in use. From one to thirty living individuals in an"
        " infested unit, every order of magnitude alike.",
        "未采用该货物的已发表数据。取每个带虫（菌）单位1至30个活体，各数量级等可能。"),
    "lot_size": (
        LogUniform(low=100.0, high=1e6),
        "Nothing is cited. From a hundred units to a million in one lot.",
        "无文献数据。取每批100至100万个单位。"),
    "lot_shape": (
        LogUniform(low=0.1, high=3.0),
        "No survey of single lots is cited. Coefficient of variation between lots of about 0.6"
        " to 3.",
        "无逐批调查数据。取批间变异系数约0.6至3。"),
    "female_share": (
        Pert(low=0.35, mode=0.5, high=0.65),
        "No published sex ratio is in use. One to one is usual; a third to two thirds is taken.",
        "未采用已发表性比。通常约1:1，取约三分之一至三分之二。"),
    "r0": (
        LogUniform(low=BARELY, high=10.0),
        "No published rate of increase is in use. From barely growing to tenfold in one"
        " generation.",
        "未采用已发表增殖率。取由勉强增长至每代10倍。"),
    "line_survival": (
        LogUniform(low=1e-4, high=0.5),
        "No published chance of founding is in use. From one in ten thousand to one in two, every"
        " order of magnitude alike.",
        "未采用已发表定殖成功率。取万分之一至二分之一，各数量级等可能。"),
    "lag": (
        Pert(low=1.0, mode=3.0, high=10.0),
        "No published delay is in use. New populations are usually noticed after some years.",
        "未采用已发表滞后期。新种群通常数年后才被发现。"),
    "rate": (
        LogUniform(low=0.5, high=50.0),
        "No published rate of spread is in use. From half a kilometre to fifty kilometres a year,"
        " every order of magnitude alike.",
        "未采用已发表扩散速率。取每年0.5至50公里，各数量级等可能。"),
    "yield_loss": (
        LogUniform(low=0.002, high=0.3),
        "No published share of loss is in use. From 0.2 % to 30 %, every order of magnitude alike.",
        "未采用已发表损失率。取0.2%至30%，各数量级等可能。"),
    "discount": (
        Pert(low=0.01, mode=0.03, high=0.07),
        "Social discount rates in public appraisals usually lie between 1 % and 7 %.",
        "公共项目评估的社会贴现率通常为1%至7%。"),
    "unit": (
        Uniform(low=0.05, high=1.0),
        "No published figure for this step is in use. From one in twenty infested units to all of"
        " them.",
        "该环节未采用已发表数据。取5%至全部带虫（菌）单位。"),
    "individual": (
        Uniform(low=0.05, high=1.0),
        "No published figure for this step is in use. From one in twenty individuals to all of"
        " them.",
        "该环节未采用已发表数据。取5%至全部个体存活。"),
    "transfer": (
        LogUniform(low=1e-5, high=0.1),
        "How often a pest gets from the goods to a host is seldom measured. From one in a hundred"
        " thousand to one in ten, every order of magnitude alike.",
        "有害生物从货物转移到寄主的比例很少有实测。取十万分之一至十分之一，各数量级等可能。"),
}
"""Input or level -> law, reason in English and Chinese."""


def wide(key: str, name: str, term: Term, unit: str) -> Parameter | None:
    """The range for an input about which nothing is cited; None where any would be a guess."""
    step = key.removeprefix("steps.").partition(".")
    found = _WIDE.get(key) or _WIDE.get("transfer" if step[0] == "transfer" else step[2])
    if found is None or not term.quantity:
        return None
    law, en, zh = found
    return Parameter(name=name, distribution=law, unit=unit, source=source(en, zh))


def growth(name: str, record: PestRecord) -> Parameter | None:
    """R0 from barely growing to what was counted in the laboratory, or to eggs that give females.

    A laboratory rate overstates growth in the field by far, so it is the upper end only.
    """
    counted = _own(record, "reproduction_rate")
    if counted:
        most = span(counted).high
        en = (f"The laboratory rate, up to {most:g}, overstates growth in the field by far: it is"
              " the upper end, barely growing the lower one, every order of magnitude alike.")
        zh = f"实验室增殖率（最高{most:g}）远高于田间，仅作上限；下限为勉强增长，各数量级等可能。"
    else:
        counted = _own(record, "fecundity")
        if not counted or record.reproduction != "sexual":
            return None
        most = 0.5 * span(counted).high
        en = (f"Half of the offspring published, {most:g} females per female, would all have to"
              " live: it is the upper end, barely growing the lower one.")
        zh = f"以发表产卵量之半（每雌{most:g}头雌性）全部存活为上限，勉强增长为下限。"
    if most <= BARELY:
        return None
    return _based(name, "females/female", even(BARELY, most), record, counted, en, zh)


def from_distance(name: str, record: PestRecord) -> Parameter | None:
    """Rate of spread from the farthest the pest moves by itself up to the usual highest rate.

    People carry most pests farther than they move, so distances are no more than a lower end, and
    only where they lie below the usual one.
    """
    facts = _own(record, "natural_distance")
    usual = _WIDE["rate"][0].support
    farthest = span(facts).high if facts else 0.0
    if not 0.0 < farthest < usual[0]:
        return None
    return _based(name, "km/yr", even(farthest, usual[1]), record, facts,
                  f"No published rate of spread is in use. The farthest it moves by itself,"
                  f" {farthest:.3g} km, is the lower end; people carry it farther, up to"
                  f" {usual[1]:g} km a year, every order of magnitude alike.",
                  f"未采用已发表扩散速率。以其自身移动的最远距离{farthest:.3g}公里为下限；人为传带可更远，"
                  f"上限取每年{usual[1]:g}公里，各数量级等可能。")


def _own(record: PestRecord, field: str) -> tuple[Fact, ...]:
    """Facts measured on what the field says, not on something like it."""
    return tuple(f for f in record.of_field(field) if not f.proxy)


def _based(name: str, unit: str, law: Distribution, record: PestRecord, facts: Sequence[Fact],
           en: str, zh: str) -> Parameter:
    told = source_of(record, facts)
    return Parameter(name=name, distribution=law, unit=unit, source=Source(
        status="assumed", citation=told.citation, assessor=ASSESSOR, date=DATE,
        reason={"en": en, "zh_CN": zh}, note=told.note))


def lot(name: str, goods: Goods, kind: PathwayKind) -> Parameter | None:
    """Units in a lot where it is one conveyance, or a load by the weight of a unit of the goods."""
    if goods.id in ONE_BY_ONE:
        return Parameter(name=name, unit="units/lot", distribution=Fixed(value=1.0), source=source(
            "Aircraft and ships are looked at one by one.", "飞机和船舶逐个查验。"))
    if kind.id not in BY_CONTAINER or goods.unit_kg is None:
        return None
    light, heavy = goods.unit_kg.distribution.support
    tonnes = [kg / 1000.0 for kg in LOT_KG]
    told = source(
        f"One lorry or container of {tonnes[0]:g} to {tonnes[1]:g} t of units of {light:g} to"
        f" {heavy:g} kg.",
        f"一辆货车或集装箱{tonnes[0]:g}～{tonnes[1]:g}吨，每个单位{light:g}～{heavy:g}千克。")
    return Parameter(name=name, unit="units/lot", distribution=even(
        LOT_KG[0] / heavy, LOT_KG[1] / light), source=told.model_copy(update={
            "citation": goods.unit_kg.source.citation}))


def flight(name: str, goods: Goods) -> Parameter | None:
    """Share of insects that live through a flight; None for goods that do not fly."""
    if goods.id not in BY_AIR:
        return None
    told = source(
        "Of three insects in the wheel bays of an airliner 84 to 99 % lived through flights;"
        " half is taken as the least for others.",
        "客机起落架舱内三种昆虫经飞行后存活84～99%；其他种类下限取一半。")
    return Parameter(name=name, unit="1", distribution=Pert(low=0.5, mode=0.9, high=1.0),
                     source=told.model_copy(update={"citation": _FLIGHTS}))


def around(given: Parameter, quantity: str) -> Parameter | None:
    """A range of half to twice a single published figure; of the odds where it is a share."""
    if not isinstance(given.distribution, Fixed) or given.distribution.value <= 0.0:
        return None
    value, limits = given.distribution.value, QUANTITIES[quantity]
    low, high = value / FACTOR, value * FACTOR
    if limits.high == 1.0:
        low, high = (value / (value + k * (1.0 - value)) for k in (FACTOR, 1.0 / FACTOR))
    if low < limits.low or high > limits.high:
        return None
    law = Pert(low=low, mode=value, high=high)
    return given.model_copy(update={"distribution": law, "source": Source(
        status="assumed", citation=given.source.citation, assessor=ASSESSOR, date=DATE,
        reason=AROUND, note=given.source.note)})


AROUND: LocalText = {
    "en": "One figure is published, without a range: from its half to its double is taken (of the"
          " odds where it is a share).",
    "zh_CN": "仅有单一发表值，无区间：取其一半至两倍（比例则按优势比）。"}
