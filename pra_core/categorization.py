"""Pest categorization from a record of the library, and back into a scenario (ISPM 11, 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pra_core.commodities import Goods, PathwayKind
from pra_core.errors import N_
from pra_core.frozen import LocalText
from pra_core.parameter import Source, Status
from pra_core.pest import Criterion
from pra_core.pest_library import PestRecord
from pra_core.pest_library.area_presence import (
    CountryPresence,
    authorities,
    over_area,
    presence_in,
)
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.pest_library.record import PRESENT, Fact, Occurrence, Regulation
from pra_core.pest_status import (
    AreaPresence,
    Categorization,
    Evidence,
    InArea,
    PestStatus,
    YesNo,
)
from pra_core.reference_places import region_names

PLANTING: tuple[str, ...] = ("plants-for-planting", "seed")
"""Kinds of pathway that are plants for planting (ISPM 5): to remain planted, or to be planted."""
CONTROLLED: tuple[str, ...] = ("quarantine", "priority", "emergency")
SPREAD_FACTS = ("spread_rate", "natural_distance")
IMPACT_FACTS = ("yield_loss", "annual_loss", "control_cost", "eradication_cost")
CLIMATE_FACTS = ("lower_threshold", "growth_low", "optimum", "lethal_low", "generation")
MOST = 3
"""Facts named for one answer; the pest's card has them all."""
PLACES = 8
"""Countries of the range named as an example."""
ANSWERS: Mapping[str, AreaPresence] = {
    "absent": "absent", "limited": "limited", "widespread": "widespread"}
EXTENT_TEXTS = {
    "widespread": N_("Widespread: {places}"), "present": N_("Present: {places}"),
    "limited": N_("Present in part: {places}"),
    "transient": N_("Transient or under eradication: {places}"),
    "eradicated": N_("Eradicated: {places}"), "absent": N_("Declared absent: {places}")}


class Both(Protocol):
    """Gives a text of the catalogue in both languages; values may be such texts themselves."""

    def __call__(self, msgid: str, /, **values: object) -> LocalText:
        """The text by language."""


def for_planting(goods: Goods, kind: PathwayKind) -> bool:
    """Whether goods are plants for planting (ISPM 5), by their intended use or else their kind.

    Kinds sold for both, such as tubers, count only where the goods say so: ware potatoes are to
    be eaten.
    """
    if goods.intended_use is not None:
        return goods.intended_use == "planting"
    return kind.id in PLANTING


def prefilled(record: PestRecord, area: Sequence[str], planting: bool, both: Both
              ) -> Categorization:
    """What the record answers for a PRA area of these countries; the rest stays unknown.

    `planting`: whether the pathway is plants for planting. An answer is given only where
    something cited speaks for it. Silence of the range is no absence (ISPM 8); a regulatory list
    tells what a country decided, not why: it helps to decide and answers nothing by itself.
    """
    lists = [r for r in record.regulation if r.authority in authorities(area)]
    quarantine = [r for r in lists if r.regulated_as in CONTROLLED]
    listed = aside(_listed(record, r, both) for r in quarantine)
    found = presence_in(record, area)
    settled = [one for one in found if one.extent in ("widespread", "present", "limited")]
    established = tuple(e for one in settled for e in _extent(record, [one], both))
    spread, impact = (_facts(record, fields, both) for fields in (SPREAD_FACTS, IMPACT_FACTS))
    climate = aside(_facts(record, CLIMATE_FACTS, both))
    regulated_there = aside(_listed(record, r, both) for r in lists
                            if r.regulated_as == "regulated_non_quarantine")
    identity = Evidence(text=both(
        N_("{name} ({family}); EPPO code {code}."), name=record.name,
        family=record.taxonomy.family, code=record.eppo_code),
        source=record.source_of(record.identity))
    return Categorization(
        identity=YesNo(answer="yes", evidence=(identity,)),
        presence=_presence(record, found, both),
        official_control=_where(listed),
        establishment=_where((*established[:MOST], *climate, *listed)),
        spread=_where((*spread, *listed)), consequences=_where((*impact, *listed)),
        plants_for_planting=planting, intended_use=_where(regulated_there))


def aside(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same evidence, no longer taken as what the answer follows from."""
    return tuple(Evidence(text=one.text, source=one.source, supports=False) for one in evidence)


def _where(evidence: tuple[Evidence, ...]) -> YesNo:
    return YesNo(answer="yes" if any(one.supports for one in evidence) else "unknown",
                 evidence=evidence)


def _presence(record: PestRecord, found: Sequence[CountryPresence], both: Both) -> InArea:
    answer = ANSWERS.get(over_area(found), "unknown")
    evidence = _extent(record, found, both)
    silent = [one.country for one in found if one.extent == "no_record"]
    if silent and not any(one.occurs for one in found):
        evidence = (*evidence, _silence(record, silent if evidence else [], both))
    return InArea(answer=answer, evidence=evidence)


def _extent(record: PestRecord, found: Sequence[CountryPresence], both: Both
            ) -> tuple[Evidence, ...]:
    """One piece of evidence for each entry of the range that speaks of the area."""
    by_entry: dict[int, tuple[Occurrence, list[str]]] = {}
    for one in found:
        for entry in one.cited:
            by_entry.setdefault(id(entry), (entry, []))[1].extend(
                code for code in (one.regions or (one.country,))
                if not one.regions or code in entry.areas)
    evidence = []
    for entry, codes in by_entry.values():
        text = both(EXTENT_TEXTS[entry.presence], places=_places(codes, both))
        if entry.note is not None:
            text = both(N_("{first}. {second}"), first=text, second=entry.note)
        # The note stands in the text, so that the criterion of the scenario has it too.
        source = record.source_of(entry).model_dump(exclude={"note"})
        evidence.append(Evidence(text=text, source=Source.model_validate(source)))
    return tuple(evidence)


def _places(codes: Sequence[str], both: Both) -> LocalText:
    names = region_names()
    first: LocalText = {"en": "", "zh_CN": ""}
    for index, code in enumerate(codes[:PLACES]):
        name = names.get(code, {"en": code, "zh_CN": code})
        first = name if index == 0 else both(N_("{first}, {second}"), first=first, second=name)
    more = len(codes) - PLACES
    return first if more <= 0 else both(N_("{places} and {count} more"), places=first, count=more)


def _silence(record: PestRecord, silent: Sequence[str], both: Both) -> Evidence:
    """The range does not name the area: no answer, somebody has to look (ISPM 8).

    `silent`: the countries without a record, where others of the area have one.
    """
    cited = [c for c in dict.fromkeys(record.sources[o.source].citation for o in record.range) if c]
    named = "; ".join(cited[:MOST]) + (" …" if len(cited) > MOST else "")
    source = Source(status="unverified", citation=named or record.name)
    if silent:
        text = both(N_("No record of it in {places}; nobody has declared them free of it in a"
                       " source that was read."), places=_places(silent, both))
        return Evidence(text=text, source=source, supports=False)
    present = sorted({code.partition("-")[0] for entry in record.range
                      if entry.presence in PRESENT for code in entry.areas})
    if not present:
        return Evidence(text=both(N_("The library holds no record of where it occurs.")),
                        source=source, supports=False)
    return Evidence(
        text=both(N_("No record of it there. The library knows it from {places}; nobody has"
                     " declared the PRA area free of it in a source that was read."),
                  places=_places(present, both)), source=source, supports=False)


def _listed(record: PestRecord, entry: Regulation, both: Both) -> Evidence:
    name = region_names().get(entry.authority, {"en": entry.authority, "zh_CN": entry.authority})
    text = both(N_("{authority}: {listing}"), authority=name, listing=entry.listing)
    if entry.dated is not None:
        text = both(N_("{first} ({second})"), first=text, second=entry.dated)
    return Evidence(text=text, source=record.source_of(entry))


def _facts(record: PestRecord, fields: Sequence[str], both: Both) -> tuple[Evidence, ...]:
    """The first facts that say more than zero, those that were read in their source before.

    What was measured on something else, and an upper limit alone, say nothing of the pest here.
    """
    found = [f for f in record.of_field(*fields) if not f.proxy
             and (f.field in CLIMATE_FACTS or _above_zero(f))]
    found.sort(key=lambda f: (f.status != "verified", fields.index(f.field)))
    return tuple(_fact(record, one, both) for one in found[:MOST])


def _above_zero(fact: Fact) -> bool:
    within = fact.low is not None and (fact.high or 0.0) > 0
    return (fact.value or 0.0) > 0 or (fact.low or 0.0) > 0 or within


def _fact(record: PestRecord, fact: Fact, both: Both) -> Evidence:
    low, high = fact.low, fact.high
    value = (f"{low:,.10g}–{high:,.10g}" if low is not None and high is not None else
             next(f"{sign}{n:,.10g}" for sign, n in (("", fact.value), ("≥ ", low), ("≤ ", high))
                  if n is not None))
    unit = fact.unit.replace("degC", "°C")
    text = both(N_("{first}: {second}"), first=both(FACT_FIELDS[fact.field].title),
                second=value if unit == "1" else f"{value} {unit}")
    if fact.measured_on is not None:
        text = both(N_("{first} ({second})"), first=text, second=fact.measured_on)
    return Evidence(text=text, source=record.source_of(fact))


def criteria(answers: Categorization, otherwise: Source, both: Both) -> tuple[Criterion, ...]:
    """The five criteria of a scenario's pest (ISPM 11, 2.1.1); unknown counts as not met.

    `otherwise`: who answered and why, where no evidence is named.
    """
    here = answers.presence.answer
    controlled = here == "absent" or (here == "limited"
                                      and answers.official_control.answer == "yes")
    grown = {answers.establishment.answer, answers.spread.answer} == {"yes"}
    control = (*answers.official_control.evidence, *(
        () if here != "absent" else answers.presence.evidence[:1]))
    rows = (("identity", answers.identity.answer == "yes", answers.identity.evidence),
            ("presence", here in ("absent", "limited"), answers.presence.evidence),
            ("regulatory_status", controlled, control),
            ("establishment_spread", grown,
             (*answers.establishment.evidence, *answers.spread.evidence)),
            ("consequences", answers.consequences.answer == "yes", answers.consequences.evidence))
    said = {element: _text(evidence, met, both) for element, met, evidence in rows}
    if here == "absent" and answers.official_control.answer != "yes":
        said["regulatory_status"] = both(N_(
            "Official control is not asked about: the pest is absent from the PRA area."))
    return tuple(Criterion.model_validate({
        "element": element, "met": met, "source": _joined(evidence, otherwise).model_dump(),
        "evidence": said[element]}) for element, met, evidence in rows)


def _text(evidence: Iterable[Evidence], met: bool, both: Both) -> LocalText:
    texts = list({one.text["en"]: one.text for one in evidence if one.supports}.values())
    if not texts:
        return both(N_("Judged to be met; no evidence is named.")) if met else both(
            N_("Not answered, or judged not to be met; no evidence is named."))
    joined = texts[0]
    for text in texts[1:]:
        joined = both(N_("{first}; {second}"), first=joined, second=text)
    return joined


def _joined(evidence: Sequence[Evidence], otherwise: Source) -> Source:
    """One source for all: as weak as the weakest; a judgement of the assessor goes first."""
    sources = [one.source for one in evidence if one.supports]
    judged = [s for s in sources if s.status in ("assumed", "elicited")]
    if judged or not sources:
        return judged[0] if judged else otherwise
    weakest: Status = "verified"
    if any(s.status == "unverified" for s in sources):
        weakest = "unverified"
    citations = dict.fromkeys(s.citation for s in sources if s.citation)
    return Source(status=weakest, citation="; ".join(citations))


def concluded(status: PestStatus) -> Source:
    """Who concluded a categorization, when and why, as a source."""
    return Source(status="assumed", assessor=status.assessor, date=status.date,
                  reason=status.reason)
