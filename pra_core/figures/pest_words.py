"""Words about pests of the library: names, groups, presence, how much is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.pest_library.completeness import Completeness, Part, completeness
from pra_core.pest_library.present_range import area_names
from pra_core.pest_library.record import PestRecord
from pra_core.pest_library.search import Hit
from pra_core.plants import find_plant
from pra_core.wording import escaped

GROUPS: Mapping[str, str] = {
    "insects_mites": N_("Insects and mites"), "fungi_oomycetes": N_("Fungi and oomycetes"),
    "bacteria_phytoplasmas": N_("Bacteria and phytoplasmas"), "nematodes": N_("Nematodes"),
    "viruses_viroids": N_("Viruses and viroids"), "weeds": N_("Weeds"),
}
HOSTS: Mapping[str, str] = {
    "major": N_("major host"), "minor": N_("minor host"), "wild": N_("wild host"),
    "experimental": N_("host in trials only"),
}
REGULATED: Mapping[str, str] = {
    "quarantine": N_("quarantine pest"), "priority": N_("priority quarantine pest"),
    "regulated_non_quarantine": N_("regulated non-quarantine pest"),
    "emergency": N_("emergency measures"), "regulated": N_("regulated"),
    "recommended": N_("recommended for regulation"), "invasive": N_("invasive alien species"),
}
ORGANIZATIONS: Mapping[str, str] = {
    "EU": N_("European Union"), "EPPO": N_("EPPO (Europe and the Mediterranean)"),
    "NAPPO": N_("NAPPO (North America)"), "IAPSC": N_("IAPSC (Africa)"),
    "EAEU": N_("Eurasian Economic Union"), "COSAVE": N_("COSAVE (southern South America)"),
}
REPRODUCTION: Mapping[str, str] = {
    "sexual": N_("needs a male and a female"), "asexual": N_("one alone can multiply"),
}
ORGANISMS: Mapping[str, str] = {
    "insect": N_("insect"), "mite": N_("mite"), "fungus": N_("fungus"),
    "oomycete": N_("oomycete"), "bacterium": N_("bacterium"), "phytoplasma": N_("phytoplasma"),
    "nematode": N_("nematode"), "virus": N_("virus"), "viroid": N_("viroid"),
    "plant": N_("plant"),
}
GUESSED = 80.0
"""Hits below this score are guesses at the spelling."""


def named(record: PestRecord, t: Translator) -> str:
    """Common name and scientific name in markdown, e.g. "Japanese beetle (*Popillia japonica*)"."""
    return t("{common} (*{scientific}*)", common=escaped(t.local(record.common_name)),
             scientific=escaped(record.name))


def names_line(record: PestRecord, t: Translator) -> str:
    """Scientific name with author, the common name in the other language, other names, code."""
    full = " ".join(filter(None, (f"*{escaped(record.name)}*", escaped(record.authority or ""))))
    shown = {t.local(record.common_name), record.name}
    others = [escaped(name) for name in (*record.common_name.values(), *record.other_names)
              if name not in shown]
    parts = [full, record.eppo_code, t(GROUPS[record.group]), t(", ").join(dict.fromkeys(others))]
    return " · ".join(filter(None, parts))


def taxonomy_words(record: PestRecord, t: Translator) -> str:
    """Ranks that are given, from the kingdom down."""
    found = record.taxonomy
    ranks = (found.kingdom, found.phylum, found.order, found.family)
    return t("{ranks} ({organism})", ranks=" › ".join(filter(None, ranks)),
             organism=t(ORGANISMS[record.organism]))


def headline(pests: pd.DataFrame, own: int, t: Translator) -> str:
    """How many pests there are and of how many everything needed was read."""
    first = t("The library holds **{all} pests**; for **{ready}** of them everything that a"
              " scenario needs was read in its source.", all=len(pests),
              ready=int(pests["ready"].sum()))
    more = int(pests["ready_with_proxies"].sum() - pests["ready"].sum())
    if more:
        first = t("{first} {second}", first=first, second=t(
            "For {count} more, some of it was measured on something else, such as another"
            " species.", count=more))
    if not own:
        return first
    second = t("{count} records are yours.", count=own) if own > 1 else t("1 record is yours.")
    return t("{first} {second}", first=first, second=second)


def found_words(hits: Sequence[Hit], asked: str, all_pests: int, t: Translator) -> str:
    """How many pests pass, and whether their names are only near what was typed."""
    if not hits:
        return t("No pest passes. Type another name, or widen a filter.")
    if asked.strip() and hits[0].score < GUESSED:
        return t("Nothing is called “{asked}”. Spelled nearly so:", asked=escaped(asked.strip()))
    return (t("**1 pest** of {all}", all=all_pests) if len(hits) == 1 else
            t("**{count} pests** of {all}", count=len(hits), all=all_pests))


def list_frame(hits: Sequence[Hit], records: Mapping[str, PestRecord], own: frozenset[str],
               t: Translator) -> pd.DataFrame:
    """One row per pest found: name, common name, code, group, name that matched, known, whose."""
    rows = []
    for hit in hits:
        record = records[hit.code]
        shown = {record.name, t.local(record.common_name), record.eppo_code}
        rows.append({
            "name": record.name, "common": t.local(record.common_name), "code": record.eppo_code,
            "group": t(GROUPS[record.group]),
            "matched": "" if hit.matched in shown else hit.matched,
            "known": known_words(completeness(record), t),
            "whose": t("yours") if hit.code in own else t("shipped")})
    return pd.DataFrame(rows, columns=["name", "common", "code", "group", "matched", "known",
                                       "whose"])


def known_words(found: Completeness, t: Translator) -> str:
    """E.g. "15 of 17 parts"."""
    return t("{verified} of {needed} parts", needed=len(found.parts),
             verified=len(found.parts) - len(found.gaps) - len(found.weak))


def completeness_sentence(found: Completeness, t: Translator) -> str:
    """How many of the parts that a scenario needs were read, are missing, or are weak."""
    if found.ready:
        return t("All **{needed}** parts that a scenario needs were read in their source.",
                 needed=len(found.parts))
    return t("Of the **{needed}** parts that a scenario needs **{verified}** were read in their"
             " source; of **{gaps}** nothing is known; **{weak}** were not read in a source.",
             needed=len(found.parts), gaps=len(found.gaps), weak=len(found.weak),
             verified=len(found.parts) - len(found.gaps) - len(found.weak))


def titles(parts: Sequence[Part], t: Translator) -> str:
    """Titles of parts, joined."""
    return t("; ").join(t(part.title) for part in parts)


def area_name(code: str, t: Translator) -> str:
    """A country, or a region with its country; the code where the boundary set has no name."""
    names, country = area_names(), code.partition("-")[0]
    if code not in names:
        return code
    if code == country or country not in names:
        return t.local(names[code])
    return t("{city}, {country}", city=t.local(names[code]), country=t.local(names[country]))


def authority_name(code: str, t: Translator) -> str:
    """A country or an organization."""
    return t(ORGANIZATIONS[code]) if code in ORGANIZATIONS else area_name(code, t)


def plant_name(name: str, t: Translator) -> str:
    """Common and Latin name of a plant; as written where it is not in the list."""
    plant = find_plant(name)
    if plant is None or not t.local(plant.title):
        return name
    return t("{common} ({scientific})", common=t.local(plant.title), scientific=name)
