"""The inputs of a draft in order, each with its state: given, decided or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pra_core.frozen import LocalText
from pra_core.parameter import Parameter
from pra_core.pest import ClimateModel, Ecoclimatic
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import climate_options, suggested
from pra_core.scenario_draft.found import Found, levels, of_hosts, of_kind, of_record, of_step
from pra_core.scenario_draft.inputs import Climate, DraftInput, Value, Years, taken
from pra_core.scenario_draft.joined_facts import span
from pra_core.scenario_draft.terms import TERMS, Part, Term, step_term
from pra_core.scenario_draft.trade_found import of_trade

if TYPE_CHECKING:
    from pra_core.scenario_draft.draft import Draft

CURRENCIES: Mapping[str, str] = {
    "AU": "AUD", "CA": "CAD", "CH": "CHF", "CL": "CLP", "CN": "CNY", "GB": "GBP", "IN": "INR",
    "JP": "JPY", "KR": "KRW", "MX": "MXN", "NZ": "NZD", "ZA": "ZAR", "BR": "BRL", "AR": "ARS"}
EURO = frozenset({"AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT",
                  "LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK"})
"""Where money is the euro."""
_PREFIX: Mapping[Part, str] = {"entry": "entry", "establishment": "establishment",
                               "spread": "spread", "impact": "impact"}


def currency_of(area: PraArea) -> str:
    """The currency to begin with: the PRA area's own, the euro for most of it, or US dollars."""
    codes = set(area.countries)
    if len(codes) == 1:
        return "EUR" if codes <= EURO else CURRENCIES.get(area.countries[0], "USD")
    return "EUR" if len(codes & EURO) * 2 > len(codes) else "USD"


def name_of(key: str, part: Part) -> str:
    """The name of the parameter of an input."""
    if key in ("full_suitability", "suitable_from", "diurnal_range"):
        return f"climate.{key}"
    return f"{_PREFIX.get(part, part)}.{key.removeprefix('steps.')}"


def inputs(draft: Draft) -> Iterator[DraftInput]:
    """Every input the scenario needs, in the order of ISPM 11."""
    yield from _entry(draft)
    yield from _establishment(draft)
    for key in ("lag", "rate"):
        yield _of_record(draft, key)
    yield from _impact(draft)
    yield _settled(draft, _blank("alop"))


def _entry(draft: Draft) -> Iterator[DraftInput]:
    yield _number(draft, "volume", of_trade(
        name_of("volume", "entry"), draft.goods, draft.kind, draft.commodities, draft.origin,
        draft.area, draft.today.year))
    for key in ("prevalence", "pests_per_unit"):
        yield _of_record(draft, key)
    kept: tuple[Literal["lot_size", "lot_shape"], ...] = ("lot_size", "lot_shape")
    for lot in kept:
        yield _number(draft, lot, of_kind(
            lot, name_of(lot, "entry"), draft.goods, draft.kind))
    for step, level in levels(draft.kind, draft.record, draft.goods):
        key, term = f"steps.{step}.{level}", step_term(step, level)
        yield _number(draft, key, of_step(step, level, name_of(key, "entry"), term, draft.record,
                                          draft.goods, draft.kind))


def _establishment(draft: Draft) -> Iterator[DraftInput]:
    if draft.record.reproduction == "sexual":
        yield _of_record(draft, "female_share")
    yield _of_record(draft, founding_key(draft))
    climate = _climate(draft)
    yield climate
    if isinstance(climate.value, Climate) and not climate.value.whole:
        model = climate.value.model
        for field in (*climate_options.LINKS,
                      *(("diurnal_range",) if isinstance(model, Ecoclimatic) else ())):
            yield _number(draft, field, Found(
                TERMS[field], suggestion=climate_options.link_suggestion(field)))


def founding_key(draft: Draft) -> str:
    """Which of the two the pest's record speaks for: R0, or the chance of one founder's line."""
    record = draft.record
    if record.of_field("founder_success"):
        return "line_survival"
    if record.of_field("field_growth") or record.reproduction == "sexual":
        return "r0"
    return "line_survival"


def _climate(draft: Draft) -> DraftInput:
    offered = climate_options.options(draft.record, draft.examples)
    blank = replace(_blank("climate"), options=offered,
                    suggestion=offered[0].climate if offered else None)
    first = offered[0] if offered else None
    if first is not None and first.key == "sheet" and first.climate.source.status == "verified":
        blank = replace(blank, state="given", value=first.climate)
    return _settled(draft, blank)


def _impact(draft: Draft) -> Iterator[DraftInput]:
    yield _number(draft, "host_area", of_hosts(name_of("host_area", "impact"), draft.record,
                                               draft.area))
    yield _number(draft, "host_value", Found(TERMS["host_value"]))
    yield _of_record(draft, "yield_loss")
    costs = _of_record(draft, "control_cost")
    if costs.state != "open":  # not every pest is fought: nothing is asked where nothing is cited
        yield costs
    yield _number(draft, "discount", Found(TERMS["discount"], suggestion=suggested.wide(
        "discount", name_of("discount", "impact"), TERMS["discount"], "1/yr")))
    yield _settled(draft, replace(_blank("horizon"), suggestion=Years(
        suggested.HORIZON, suggested.source(
            "Long enough for a slow pest to reach its hosts; the worked examples use it too.",
            "足以使扩散缓慢的有害生物到达寄主；示例亦采用该年限。"))))


def _of_record(draft: Draft, key: str) -> DraftInput:
    term = TERMS[key]
    found = of_record(key, name_of(key, term.part), unit_of(term, draft.currency), draft.record,
                      draft.goods, draft.kind)
    return _number(draft, key, found)


def _number(draft: Draft, key: str, found: Found) -> DraftInput:
    term = found.term
    said = span(found.facts) if found.facts else None
    given, proposed, measured = found.value, found.suggestion, found.measured
    if given is not None and given.source.status == "assumed":  # nobody here has accepted it
        given, proposed = None, given
    if given is not None and given.source.status == "unverified":  # nor read it in its source
        given, measured = None, measured or given
    return _settled(draft, DraftInput(
        key, term.title, term.why, term.part, "number", term.quantity,
        unit_of(term, draft.currency), "open" if given is None else "given", given,
        proposed, measured, found.facts, found.elsewhere, found.guides, found.trade,
        single=given is not None and given.distribution.kind == "fixed",
        conflicting=said is not None and said.conflicting))


def _blank(key: str) -> DraftInput:
    term = TERMS[key]
    return DraftInput(key, term.title, term.why, term.part, term.form, term.quantity, term.unit,
                      "open")


def unit_of(term: Term, currency: str) -> str:
    """The unit of an input, its money in the draft's currency."""
    return term.unit.replace("CUR", currency)


def _settled(draft: Draft, found: DraftInput) -> DraftInput:
    decided = draft.decisions.get(found.key)
    if decided is None:
        return found
    return replace(found, state="decided", value=decided, single=False, conflicting=False)


def accepted(proposed: Parameter | Climate | Years, assessor: str, date: dt.date,
             reason: LocalText) -> Value:
    """A suggestion as assumed by the one who accepts it; of a climate model every assumed part."""
    if isinstance(proposed, Years):
        return replace(proposed, source=taken(proposed.source, assessor, date, reason))
    if isinstance(proposed, Parameter):
        return proposed.model_copy(update={
            "source": taken(proposed.source, assessor, date, reason)})
    return replace(proposed, model=_assumed_by(proposed.model, assessor, date, reason))


def _assumed_by(model: ClimateModel, assessor: str, date: dt.date, reason: LocalText
                ) -> ClimateModel:
    data = model.model_dump()
    for node in _sources(data):
        if node["status"] == "assumed":
            node |= {"note": node["reason"], "assessor": assessor, "date": date, "reason": reason}
    return type(model).model_validate(data)


def _sources(node: object) -> Iterator[dict[str, object]]:
    """Every source inside plain data."""
    if isinstance(node, dict):
        if "status" in node and "citation" in node:
            yield node
        for value in node.values():
            yield from _sources(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _sources(value)
