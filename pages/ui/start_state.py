"""What an assessment begins with: starting point, pest, goods, origin, PRA area (ISPM 11, 1).

The widgets of the first page hold it; here it is read and put together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pages.ui import compute, compute_pests, session
from pra_core.categorization import for_planting
from pra_core.commodities import CommodityLibrary, Goods, PathwayKind
from pra_core.errors import PraError
from pra_core.frozen import LocalText
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.initiation import Earlier, earlier_pras
from pra_core.initiation.previous import Where
from pra_core.initiation_record import Initiation, PolicyReview, StartingPoint
from pra_core.pest_library import PestRecord
from pra_core.pest_library.record import PRESENT
from pra_core.pra_area import PraArea
from pra_core.reference_places import country_groups, known_code, pra_area_of, region_names
from pra_core.scenario import Scenario

POINT, PEST, GOODS, ORIGIN, AREA = (
    "start-point", "start-pest", "start-goods", "start-origin", "start-area")
DECISION, OCCASION, INFORMATION, REASON = (
    "start-decision", "start-occasion", "start-information", "start-reason")
CONCLUDED, BEFORE, SENTENCE = "start-concluded", "start-before", "start-text"
TEXTS = (DECISION, OCCASION, INFORMATION, REASON)


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen so far; None or empty where nothing was."""

    start: StartingPoint
    record: PestRecord | None
    goods: Goods | None
    kind: PathwayKind | None
    origin: tuple[str, ...]
    """Countries (ISO 3166-1)."""
    area: PraArea | None
    chosen: tuple[str, ...]
    """Countries and groups chosen as PRA area."""

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of the PRA area."""
        return self.area.countries if self.area is not None else ()

    @property
    def key(self) -> str:
        """The same for the same choices."""
        return "|".join((self.start, self.record.eppo_code if self.record else "",
                         self.goods.id if self.goods else "", ",".join(self.origin),
                         ",".join(self.chosen)))

    @property
    def planting(self) -> bool:
        """Whether the goods are plants for planting."""
        return (self.goods is not None and self.kind is not None
                and for_planting(self.goods, self.kind))


def commodities() -> CommodityLibrary:
    """The shipped goods with the visitor's own."""
    return session.own_data().commodities()


def selection() -> Selection:
    """What the first page holds now."""
    library = commodities()
    goods = library.goods.get(str(session.shown(GOODS) or ""))
    chosen = _codes(AREA)
    code = str(session.shown(PEST) or "")
    return Selection(
        start=point(), record=compute_pests.known().library.records.get(code), goods=goods,
        kind=None if goods is None else library.kind_of(goods), origin=_codes(ORIGIN),
        area=_area(chosen), chosen=chosen)


def point() -> StartingPoint:
    """The starting point chosen; the pathway to begin with."""
    held = session.shown(POINT)
    return "pest" if held == "pest" else "policy" if held == "policy" else "pathway"


def _codes(key: str) -> tuple[str, ...]:
    held = session.shown(key)
    return tuple(map(str, held)) if isinstance(held, (list, tuple)) else ()


def _area(chosen: Sequence[str]) -> PraArea | None:
    if not chosen:
        return None
    try:
        return pra_area_of(area_title(chosen), chosen)
    except PraError:
        return None


def area_title(chosen: Sequence[str]) -> LocalText:
    """The PRA area by the names of what was chosen."""
    groups = country_groups()
    return listed([groups[code].title if code in groups else _name(code) for code in chosen])


def _name(code: str) -> Mapping[str, str]:
    return region_names().get(code, {"en": code, "zh_CN": code})


def listed(names: Sequence[Mapping[str, str]]) -> LocalText:
    """Names joined in each language."""
    return {language: translator(language)(", ").join(
        translator(language).local(name) for name in names) for language in LANGUAGES}


def both(msgid: str, /, **values: object) -> LocalText:
    """A text of the catalogue in both languages; values may be texts in both themselves."""
    found = {}
    for language in LANGUAGES:
        t = translator(language)
        found[language] = t(msgid, **{
            name: t.local(value) if isinstance(value, Mapping) else value
            for name, value in values.items()})
    return found


def place(code: str, t: Translator) -> str:
    """Name of a country or group."""
    groups = country_groups()
    return t.local(groups[code].title if code in groups else _name(code))


def present(record: PestRecord | None) -> tuple[str, ...]:
    """Countries where a pest is recorded as present, in part or as a whole."""
    if record is None:
        return ()
    return tuple(sorted({known_code(code).partition("-")[0] for entry in record.range
                         if entry.presence in PRESENT for code in entry.areas}))


def begin_with_pest(code: str) -> None:
    """Start from this pest: its pathways and origins are offered; used in callbacks."""
    session.show(POINT, "pest")
    session.show(PEST, code)
    session.open_pest_view("start")


def clear() -> None:
    """Take back what an earlier sentence or choice left, with the texts on it; kept to put back."""
    keys = (POINT, PEST, GOODS, ORIGIN, AREA, *TEXTS)
    held = {key: session.shown(key) for key in keys}
    for key in (ORIGIN, AREA):
        session.show(key, [])
    for key in (PEST, GOODS):
        session.show(key, None)
    for key in TEXTS:
        session.show(key, "")
    if any(value for key, value in held.items() if key != POINT):
        session.show(BEFORE, held)


def cleared() -> bool:
    """Whether something was taken back that can be put back."""
    return isinstance(session.shown(BEFORE), dict)


def put_back() -> None:
    """Choose again what was taken back; used in callbacks."""
    held = session.shown(BEFORE)
    session.show(BEFORE, None)
    session.show(SENTENCE, "")
    for key, value in (held.items() if isinstance(held, dict) else ()):
        if value is not None:
            session.show(key, value)


def begin_with_pathway(goods: str | None, origin: Sequence[str] = (), area: Sequence[str] = (),
                       point: StartingPoint | None = "pathway") -> None:
    """Start from goods of an origin; what is empty stays as it is. Used in callbacks.

    `point`: starting point to show; None = the one there is.
    """
    for key, value in ((POINT, point), (GOODS, goods), (ORIGIN, list(origin)), (AREA, list(area))):
        if value:
            session.show(key, value)
    session.open_pest_view("start")


def earlier(chosen: Selection) -> tuple[Earlier, ...]:
    """Assessments made before that share pest, commodity, origin or area with what was chosen."""
    aside = session.aside()
    known: list[tuple[Where, Scenario]] = [
        ("shipped", one) for one in compute.shipped().values()]
    known += [("opened", one) for one in session.opened()]
    known += [("aside", aside)] if aside is not None else []
    known += [("running", session.scenario())]
    return earlier_pras(
        known, code=chosen.record.eppo_code if chosen.record else None, goods=chosen.goods,
        kind=chosen.kind, origin=chosen.origin, area=chosen.countries)


def conclude(chosen: Selection, candidates: Sequence[str]) -> None:
    """Record the conclusion of stage 1; what it needs was checked before."""
    if chosen.goods is None or chosen.area is None:
        raise PraError("missing", "initiation", allowed="goods, origin, area")
    review = None
    if chosen.start == "policy":
        review = PolicyReview(decision=typed(DECISION), reason=typed(OCCASION))
    lines = str(session.shown(INFORMATION) or "").splitlines()
    record = Initiation(
        start=chosen.start, pest=None if chosen.record is None else pest_name(chosen.record),
        goods=chosen.goods.title, origin=listed([_name(code) for code in chosen.origin]),
        area=chosen.area.title, review=review, candidates=tuple(candidates),
        information=tuple({"en": line.strip()} for line in lines if line.strip()),
        earlier=tuple(one.recorded() for one in earlier(chosen)),
        assessor=session.user_name(), date=dt.date.today(), reason=typed(REASON))
    session.show(CONCLUDED, (chosen.key, record))


def initiation(chosen: Selection) -> Initiation | None:
    """The conclusion of stage 1 for these choices; None where none was recorded."""
    held = session.shown(CONCLUDED)
    if isinstance(held, tuple) and held[0] == chosen.key:
        found: Initiation = held[1]
        return found
    return None


def pest_name(record: PestRecord) -> LocalText:
    """Common and scientific name."""
    return {language: f"{text} ({record.name})" for language, text in record.common_name.items()}


def typed(key: str) -> LocalText:
    """A text typed in one language stands for both."""
    return {"en": str(session.shown(key) or "").strip()}
