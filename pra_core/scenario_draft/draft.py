"""The draft: a scenario in the making, its inputs, and what the user decided of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from pra_core.alop import Alop
from pra_core.commodities import CommodityLibrary, Goods, PathwayKind
from pra_core.distribution import Distribution
from pra_core.errors import PraError, Problem
from pra_core.frozen import LocalText
from pra_core.initiation_record import Initiation
from pra_core.measure_library import Library, measure_library
from pra_core.parameter import QUANTITIES, Parameter, Source
from pra_core.pest import ClimateModel, Criterion
from pra_core.pest_library import PestRecord
from pra_core.pest_status import PestStatus
from pra_core.pra_area import PraArea
from pra_core.scenario import Scenario
from pra_core.scenario_draft import assembly, listing
from pra_core.scenario_draft.inputs import Climate, DraftInput, Value, Years
from pra_core.scenario_draft.naming import draft_title, scenario_id
from pra_core.scenario_draft.taken_over import taken_over
from pra_core.scenario_draft.terms import MONEY
from pra_core.scenario_draft.usual_measures import Offer, offers


@dataclass(frozen=True)
class Draft:
    """Pest, goods, origin and PRA area, and the values decided so far. Use `draft` to begin one."""

    record: PestRecord
    goods: Goods
    kind: PathwayKind
    origin: tuple[str, ...]
    """ISO 3166 codes of countries or regions."""
    area: PraArea
    today: dt.date
    currency: str
    commodities: CommodityLibrary
    criteria: tuple[Criterion, ...]
    status: PestStatus | None = None
    initiation: Initiation | None = None
    examples: Mapping[str, ClimateModel] = field(default_factory=dict)
    """Climate models of worked examples by EPPO code of their pest."""
    measures: Library = field(default_factory=measure_library)
    decisions: Mapping[str, Value] = field(default_factory=dict)
    measures_taken: Mapping[str, Source] = field(default_factory=dict)
    """Entry of the measure library -> who took it with usual values, and why."""

    @property
    def title(self) -> LocalText:
        """Pest, goods, origin and PRA area in words."""
        return draft_title(self.record, self.goods, self.origin, self.area)

    @property
    def id(self) -> str:
        """The id its scenario will have; the same for the same pest, goods, origin and area."""
        return scenario_id(self.record, self.goods, self.origin, self.area)

    @cached_property
    def inputs(self) -> tuple[DraftInput, ...]:
        """Every input in the order of ISPM 11, given, decided or open."""
        return tuple(listing.inputs(self))

    @property
    def open(self) -> tuple[DraftInput, ...]:
        """Inputs without which there is no assessment."""
        return tuple(one for one in self.inputs if one.state == "open")

    @property
    def suggested(self) -> tuple[DraftInput, ...]:
        """Open inputs with a suggestion and nothing published that could hold instead."""
        return tuple(one for one in self.open
                     if one.suggestion is not None and one.measured is None)

    def input(self, key: str) -> DraftInput:
        """The input of that key; PraError `unknown_id` otherwise."""
        for one in self.inputs:
            if one.key == key:
                return one
        raise PraError("unknown_id", "inputs", key, ", ".join(i.key for i in self.inputs))

    def decide(self, key: str, value: Value) -> Draft:
        """The draft with an input as the user says.

        A parameter takes the name of its input. Raises PraError: `unknown_id`, `wrong_type` for a
        value of another form, and what the quantity refuses (unit, limits).
        """
        asked = self.input(key)
        if isinstance(value, Parameter) and asked.form == "number":
            faults = QUANTITIES[asked.quantity].faults(value)
            if asked.unit != value.unit and not faults:
                faults = [("unit", "wrong_unit", value.unit, asked.unit)]
            if faults:
                raise PraError.of(Problem(code, f"{key}.{path}", found, allowed)
                                  for path, code, found, allowed in faults)
            value = value.model_copy(update={"name": listing.name_of(asked.key, asked.part)})
        elif not _of_form(asked.form, value):
            raise PraError("wrong_type", key, type(value).__name__, asked.form)
        if isinstance(value, Years) and not 1 <= value.years <= 200:
            raise PraError("out_of_bounds", key, value.years, "1 … 200")
        return replace(self, decisions=MappingProxyType({**self.decisions, key: value}))

    def typed(self, key: str, law: Distribution, source: Source) -> Draft:
        """`decide` for numbers typed by somebody; raises as that."""
        asked = self.input(key)
        return self.decide(key, Parameter(name=listing.name_of(asked.key, asked.part),
                                          distribution=law, unit=asked.unit, source=source))

    def accept(self, key: str, assessor: str, date: dt.date, reason: LocalText) -> Draft:
        """The draft with a suggestion taken: assumed by the assessor, for that reason.

        Raises PraError: `missing` where nothing is suggested.
        """
        proposed = self.input(key).suggestion
        if proposed is None:
            raise PraError("missing", key, "", "suggestion")
        return self.decide(key, listing.accepted(proposed, assessor, date, reason))

    def confirm(self, key: str, assessor: str, date: dt.date, reason: LocalText) -> Draft:
        """The draft with the published figures that the user finds to hold here.

        Raises PraError: `missing` where none were found.
        """
        asked = self.input(key)
        if asked.measured is None:
            raise PraError("missing", key, "", "measured")
        return self.decide(key, taken_over(asked.measured, asked.facts, self.goods, self.kind,
                                           assessor, date, reason))

    def choose_climate(self, option: str, assessor: str, date: dt.date, reason: LocalText) -> Draft:
        """The draft with one of the offered climate models; what it assumes is the assessor's.

        A published sheet and a worked example keep their sources. PraError `unknown_id`.
        """
        for one in self.input("climate").options:
            if one.key == option:
                climate = one.climate if one.key != "thresholds" else listing.accepted(
                    one.climate, assessor, date, reason)
                return self.decide("climate", climate)
        raise PraError("unknown_id", "climate", option, ", ".join(
            one.key for one in self.input("climate").options))

    def accept_all(self, assessor: str, date: dt.date, reason: LocalText) -> Draft:
        """The draft with every suggestion to which nothing published is the alternative.

        Taking one may open others (a climate model its links); those are taken as well. Inputs
        with `measured` figures stay open: whether those hold is asked. Measures do not come along.
        """
        found = self
        while True:
            keys = [one.key for one in found.suggested]
            if not keys:
                return found
            for key in keys:
                if key == "climate":
                    found = found.choose_climate(found.input(key).options[0].key, assessor, date,
                                                 reason)
                else:
                    found = found.accept(key, assessor, date, reason)

    def with_measures(self, entries: Sequence[str], assessor: str, date: dt.date,
                      reason: LocalText) -> Draft:
        """The draft that takes these usual measures with the usual sample and compliance."""
        source = Source(status="assumed", assessor=assessor, date=date, reason=reason)
        return replace(self, measures_taken=MappingProxyType(
            {**self.measures_taken, **dict.fromkeys(entries, source)}))

    def without_measures(self) -> Draft:
        """The draft without the measures that the user took with assumed values."""
        return replace(self, measures_taken=MappingProxyType({}))

    def carried(self, former: Draft) -> Draft:
        """This draft with everything decided in a former one that it still asks for."""
        found = self.in_currency(former.currency)
        while True:  # a climate model brings inputs of its own
            known = {one.key for one in found.inputs} - set(found.decisions)
            fresh = {k: v for k, v in former.decisions.items() if k in known}
            if not fresh:
                return replace(found, measures_taken=former.measures_taken)
            found = replace(found, decisions=MappingProxyType({**found.decisions, **fresh}))

    def reopened(self, key: str) -> Draft:
        """The draft without the user's decision on an input; the library's value stands again."""
        return replace(self, decisions=MappingProxyType(
            {k: v for k, v in self.decisions.items() if k != key}))

    def in_currency(self, currency: str) -> Draft:
        """The draft in another currency; amounts decided in the former one are open again."""
        if currency == self.currency:
            return self
        kept = {k: v for k, v in self.decisions.items() if k not in MONEY}
        return replace(self, currency=currency, decisions=MappingProxyType(kept))

    def scenario(self) -> Scenario:
        """The finished scenario, with the measures of `offered` that are ready.

        Raises PraError: `missing` for every open input by its key, and what `Scenario` refuses.
        """
        if self.open:
            raise PraError.of(Problem("missing", one.key, "", one.title["en"])
                              for one in self.open)
        return self._finished[0]

    @property
    def offered(self) -> tuple[Offer, ...]:
        """Usual measures of the kind: added, or with what has to be decided first.

        Empty as long as inputs are open, since evidence is looked up for the whole scenario.
        """
        return () if self.open else self._finished[1]

    @cached_property
    def _finished(self) -> tuple[Scenario, tuple[Offer, ...]]:
        bare = assembly.scenario(self)
        found = offers(bare, self.kind, self.measures, self.measures_taken)
        ready = tuple(one.measure for one in found if one.measure is not None)
        return assembly.with_measures(bare, ready), found


def _of_form(form: str, value: Value) -> bool:
    wanted = {"number": Parameter, "climate": Climate, "years": Years, "alop": Alop}
    return isinstance(value, wanted[form])


def draft(record: PestRecord, goods: Goods, kind: PathwayKind, origin: Sequence[str],
          area: PraArea, *, today: dt.date, commodities: CommodityLibrary,
          criteria: Sequence[Criterion], status: PestStatus | None = None,
          initiation: Initiation | None = None,
          examples: Mapping[str, ClimateModel] | None = None) -> Draft:
    """Begin a scenario of a pest on goods of a kind from an origin to a PRA area.

    What the libraries know is given with its sources, the rest is open. `criteria`: pest
    categorization as concluded or as far as it is cited; `today`: year of prices. Raises
    PraError: `missing` without an origin or a criterion.
    """
    problems = [Problem("missing", key, "", "at least one entry")
                for key, found in (("origin", origin), ("criteria", criteria)) if not found]
    if problems:
        raise PraError.of(problems)
    return Draft(record=record, goods=goods, kind=kind, origin=tuple(origin), area=area,
                 today=today, currency=listing.currency_of(area), commodities=commodities,
                 criteria=tuple(criteria), status=status, initiation=initiation,
                 examples=MappingProxyType(dict(examples or {})))
