"""Rows of the tables to the values of `entries` and back; access as a condition of the query."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from pra_core.access import Actor, Classification, Holding
from pra_core.errors import N_, PraError
from pra_core.scenario import Scenario
from pra_core.scenario_changes import Change
from pra_core.store.codec import dump_json, scenario_from
from pra_core.store.entries import Entry, Version
from pra_core.store.schema import KEY, entries, entry_people, entry_tags, people, versions

LONGEST_DOCUMENT = 64_000_000
"""Bytes of one unpacked scenario; a host grid alone may take 4 MB."""
LONGEST_SHOWN, LONGEST_SEARCHED = 500, 5_000
"""Characters of one text of a scenario in lists, and of it that a search looks at."""
LARGEST_NUMBER = 2**31 - 1
"""Of a version; what a column of the database holds."""


def packed(text: str) -> bytes:
    """Text as it is kept: compressed UTF-8."""
    return zlib.compress(text.encode("utf-8"), 6)


def unpacked(content: bytes, name: str) -> str:
    """The text back. Raises PraError `store_damaged` where it is not what was kept."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(content, LONGEST_DOCUMENT).decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        raise PraError("store_damaged", "", name) from error
    if not stream.eof:
        raise PraError("store_damaged", "", name)
    return text


def document(scenario: Scenario) -> bytes:
    """A scenario as it is kept."""
    return packed(dump_json(scenario))


def plain(row: RowMapping, name: str) -> dict[str, Any]:
    """The scenario of a version's row as plain data."""
    return dict(json.loads(unpacked(row["document"], name)))


def scenario_of(row: RowMapping, name: str) -> Scenario:
    """The scenario of a version's row, checked like a file."""
    return scenario_from(plain(row, name), name)


def described(scenario: Scenario) -> dict[str, Any]:
    """The columns of `entries` that a scenario fills."""
    goods = _joined([p.commodity for p in scenario.pathways])
    origin = _joined([p.origin for p in scenario.pathways])
    pest, area = scenario.pest, scenario.pra_area
    return {
        "title": listed(scenario.title), "fingerprint": scenario.fingerprint,
        "pest": _shown(pest.name)[:KEY], "pest_title": listed(pest.common_name),
        "eppo_code": _shown(pest.eppo_code)[:16], "commodity": listed(goods),
        "origin": listed(origin), "area": listed(area.title),
        "countries": list(area.countries),
        "pest_words": words(pest.name, pest.eppo_code, *pest.common_name.values()),
        "commodity_words": words(*goods.values()), "origin_words": words(*origin.values()),
        "area_words": words(*area.title.values(), *area.countries)}


def listed(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as lists show them; the whole ones stand in the scenario."""
    return {language: _shown(text) if len(text) <= LONGEST_SHOWN else
            f"{_shown(text)[:LONGEST_SHOWN - 1]}…" for language, text in texts.items()}


def _shown(text: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return text.replace("\0", "")


def words(*texts: str) -> str:
    """Texts as they are searched: folded case, one line each."""
    return "\n".join(_shown(text.casefold())[:LONGEST_SEARCHED] for text in texts)


def name_key(name: str) -> str:
    """A name as it is sorted; folding may triple its length."""
    return words(name)[:400]


def tag_key(tag: str) -> str:
    """A tag as it is compared."""
    return words(tag)[:100]


def _joined(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Several texts as one in each language, none twice."""
    given = list(texts)
    found = {}
    for language, mark in (("en", ", "), ("zh_CN", "、")):
        if language == "en" or any(language in one for one in given):
            each = dict.fromkeys(one.get(language, one["en"]) for one in given)
            found[language] = mark.join(each)
    return found


def readable(actor: Actor, today: dt.date) -> sa.ColumnElement[bool]:
    """Condition on `entries`: the actor may read it (`access.refusal` says the same of one)."""
    if actor.role == "admin":
        return sa.true()
    named = sa.exists().where(entry_people.c.entry == entries.c.id,
                              entry_people.c.person == actor.key)
    secret = sa.and_(entries.c.openness == "confidential",
                     sa.or_(entries.c.until.is_(None), entries.c.until >= today))
    return sa.or_(entries.c.owner == actor.key,
                  sa.and_(entries.c.visibility == "open", sa.not_(secret)),
                  sa.and_(entries.c.visibility != "private", named))


def entry_values(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Entry, ...]:
    """Entries of rows of `entries`, with the people and tags that belong to them."""
    ids = [row["id"] for row in rows]
    shares: dict[str, list[tuple[str, bool]]] = {}
    for row in connection.execute(sa.select(entry_people).where(entry_people.c.entry.in_(ids))):
        shares.setdefault(row.entry, []).append((row.person, row.edits))
    tags: dict[str, list[str]] = {}
    for row in connection.execute(sa.select(entry_tags).where(entry_tags.c.entry.in_(ids))
                                  .order_by(entry_tags.c.tag_key)):
        tags.setdefault(row.entry, []).append(row.tag)
    owners = {row["owner"] for row in rows}
    names = {row.key: row.name or row.email for row in connection.execute(
        sa.select(people.c.key, people.c.name, people.c.email).where(people.c.key.in_(owners)))}
    return tuple(_entry(row, shares.get(row["id"], ()), tags.get(row["id"], ()),
                        names.get(row["owner"], "")) for row in rows)


def _entry(row: RowMapping, shares: Iterable[tuple[str, bool]], tags: Iterable[str],
           owner_name: str) -> Entry:
    given = list(shares)
    classification = Classification(openness=row["openness"], until=row["until"])
    holding = Holding(
        owner=row["owner"], visibility=row["visibility"], classification=classification,
        readers=frozenset(person for person, edits in given if not edits),
        editors=frozenset(person for person, edits in given if edits),
        frozen=row["approved"] == row["latest"])
    return Entry(
        id=row["id"], name=row["name"], owner=row["owner"], owner_name=owner_name,
        holding=holding, classification=classification, tags=tuple(tags), title=row["title"],
        pest=row["pest"], pest_title=row["pest_title"], commodity=row["commodity"],
        origin=row["origin"], area=row["area"], version=row["latest"], versions=row["latest"],
        fingerprint=row["fingerprint"], changed_at=row["changed_at"],
        changed_by=row["changed_by_name"], approved=row["approved"], deleted_at=row["deleted_at"])


def version_value(row: RowMapping) -> Version:
    """A version of its row; what it holds is not unpacked."""
    return Version(
        number=row["number"], at=row["at"], by=row["by"], by_name=row["by_name"],
        note=row["note"], fingerprint=row["fingerprint"], seed=row["seed"], draws=row["draws"],
        changes=tuple(Change.model_validate(one) for one in row["changes"]),
        approved_at=row["approved_at"], approved_by=row["approved_by_name"] or "",
        approval_note=row["approval_note"] or "")


VERSION_COLUMNS = tuple(c for c in versions.c if c.name != "document")
"""Everything of a version but the scenario itself."""


def version_row(connection: Connection, entry_id: str, number: int) -> RowMapping:
    """One version with its scenario. Raises PraError `not_found`."""
    number = number if 0 < number <= LARGEST_NUMBER else 0
    row = connection.execute(sa.select(versions).where(
        versions.c.entry == entry_id, versions.c.number == number)).mappings().first()
    if row is None:
        raise PraError("not_found", "version", number, N_("a version of this entry"))
    return row
