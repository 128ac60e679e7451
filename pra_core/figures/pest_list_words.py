"""Hosts, range, pathways, lists, vectors and similar species of a pest record as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from pra_core import labels
from pra_core.figures.pest_fact_words import cited_words
from pra_core.figures.pest_words import (
    HOSTS,
    REGULATED,
    area_name,
    authority_name,
    plant_name,
)
from pra_core.i18n import Translator
from pra_core.pest_library.area_presence import EXTENTS as ORDER
from pra_core.pest_library.completeness import Completeness
from pra_core.pest_library.present_range import TITLES, standings
from pra_core.pest_library.record import PRESENT, Cited, PestRecord

Row = dict[str, str]
STATUS, SOURCE = "status", "source"


def hosts(record: PestRecord, t: Translator) -> pd.DataFrame:
    """Host plants, major ones first: plant, host, status, source."""
    return _frame(record, record.hosts, ("plant", "host"), t, lambda one: {
        "plant": plant_name(one.plant, t), "host": t(HOSTS[one.host])},
        order=lambda one: list(HOSTS).index(one.host))


def range_frame(record: PestRecord, t: Translator) -> pd.DataFrame:
    """Every listing of the range: areas, presence, status, source."""
    return _frame(record, record.range, ("areas", "presence"), t, lambda one: {
        "areas": t(", ").join(area_name(area, t) for area in one.areas),
        "presence": t(TITLES[one.presence])}, order=lambda one: ORDER.index(one.presence))


def pathways(record: PestRecord, kinds: Mapping[str, str], t: Translator) -> pd.DataFrame:
    """Pathways and what is carried on them: kind, stages, plants, status, source."""
    return _frame(record, record.pathways, ("kind", "stages", "plants"), t, lambda one: {
        "kind": kinds.get(one.kind, one.kind), "stages": t.local(one.stages),
        "plants": t(", ").join(plant_name(p, t) for p in one.plants) or t("its hosts")})


def regulation(record: PestRecord, t: Translator) -> pd.DataFrame:
    """Lists that name it: authority, listing, regulated_as, dated, status, source."""
    return _frame(record, record.regulation,
                  ("authority", "listing", "regulated_as", "dated"), t, lambda one: {
                      "authority": authority_name(one.authority, t),
                      "listing": t.local(one.listing),
                      "regulated_as": t(REGULATED[one.regulated_as]),
                      "dated": one.dated or t("no date given")})


def vectors(record: PestRecord, t: Translator) -> pd.DataFrame:
    """Organisms that carry it: name, code, status, source."""
    return _frame(record, record.vectors, ("name", "code"), t, lambda one: {
        "name": one.name, "code": one.eppo_code or "–"})


def similar(record: PestRecord, t: Translator) -> pd.DataFrame:
    """Species it is taken for: name, code, difference, status, source."""
    return _frame(record, record.similar, ("name", "code", "difference"), t, lambda one: {
        "name": one.name, "code": one.eppo_code or "–", "difference": t.local(one.difference)})


def heads(frame: pd.DataFrame, t: Translator) -> dict[str, str]:
    """Headers of any of these tables."""
    titles = {"plant": t("Plant"), "host": t("As a host"), "areas": t("Country or region"),
              "presence": t("Presence"), "kind": t("Pathway"), "stages": t("What is carried"),
              "plants": t("On plants"), "authority": t("Authority"), "listing": t("List"),
              "regulated_as": t("Listed as"), "dated": t("Date"), "name": t("Name"),
              "code": t("EPPO code"), "difference": t("How to tell it apart"),
              STATUS: t("Status"), SOURCE: t("Source")}
    return {column: titles[column] for column in frame.columns}


def range_sentence(record: PestRecord, t: Translator) -> str:
    """In how many countries it occurs, and where the listings differ."""
    found = standings(record)
    present = [a for a, one in found.items() if "-" not in a and one.extent in PRESENT]
    if not found:
        return t("No record of where it occurs.")
    text = (t("Recorded as present in **1 country**.") if len(present) == 1 else
            t("Recorded as present in **{count} countries**.", count=len(present)))
    apart = [area_name(area, t) for area, one in found.items() if one.conflicting]
    if apart:
        text = t("{first} {second}", first=text, second=t(
            "Listings differ for: {areas}; the map shows the larger presence.",
            areas=t(", ").join(apart)))
    return text


def said(record: PestRecord, one: Cited, t: Translator) -> str:
    """Mark, status and source of a single value."""
    return t("{status}: {source}", status=labels.badge(one.status, t),
             source=cited_words(record.source_of(one), t))


def unknown(record: PestRecord, found: Completeness, t: Translator) -> list[str]:
    """What we don't know: gaps, parts that nobody has checked, and what was sought in vain."""
    lines = [t("{part}: nothing is known; there are only proxies, measured on something else.",
               part=t(part.title)) if part.proxies else
             t("{part}: nothing is given.", part=t(part.title)) for part in found.gaps]
    lines += [t("{part}: nothing is given. It only helps: a scenario asks for it, or does without.",
                part=t(part.title)) for part in found.helpful if part.best is None]
    lines += [t("{part}: {status}; not read in a source.", part=t(part.title),
                status=labels.badge(part.best, t)) for part in found.weak if part.best]
    return lines + [t.local(text) for text in record.not_found]


def _frame(record: PestRecord, given: Sequence[Cited], columns: tuple[str, ...], t: Translator,
           written: Callable[..., Row], order: Callable[..., int] | None = None) -> pd.DataFrame:
    """The columns of each entry in words, with status and source behind them."""
    entries = sorted(given, key=order) if order else given
    rows = [{**written(one), STATUS: labels.badge(one.status, t),
             SOURCE: cited_words(record.source_of(one), t)} for one in entries]
    return pd.DataFrame(rows, columns=[*columns, STATUS, SOURCE])
