"""How much the library of pests knows, in words and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pra_core import labels
from pra_core.figures.pest_words import GROUPS, titles
from pra_core.figures.text_table import aligned
from pra_core.i18n import Translator
from pra_core.pest_library.completeness import FIELD_GROUPS, PARTS, STATUSES, completeness
from pra_core.pest_library.library import PestLibrary
from pra_core.pest_library.record import PestRecord
from pra_core.wording import plain

Columns = Mapping[str, tuple[str, str]]


def answer(pests: pd.DataFrame, counts: pd.DataFrame, t: Translator) -> str:
    """How many pests are complete, in how many groups, and how much was read in its source."""
    ready = pests[pests["ready"].astype(bool)]
    entries = int(counts["entries"].sum())
    share = int(counts["verified"].sum()) / entries if entries else 0.0
    more = int(pests["ready_with_proxies"].sum()) - len(ready)
    first = t("For **{ready} of {all} pests**, from {groups} of 6 groups, everything that a"
              " scenario needs was read in its source; of all {entries} entries **{share}** were.",
              ready=len(ready), all=len(pests), groups=ready["kind"].nunique(),
              entries=t.number(entries, 6), share=t.percent(share, 2))
    return first if not more else t("{first} {second}", first=first, second=t(
        "For {count} more, some of it was measured on something else, such as another species.",
        count=more))


def chart_rows(counts: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Counts with the titles of the groups of fields."""
    return counts.assign(title=[t(FIELD_GROUPS[group]) for group in counts["group"]])


def counts_frame(counts: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row per group of fields and one for all."""
    rows = chart_rows(counts, t)
    total = {name: rows[name].sum() for name in (*STATUSES, "entries", "proxies")}
    return pd.concat([rows, pd.DataFrame([{"title": t("All"), **total}])], ignore_index=True)


def counts_columns(t: Translator) -> Columns:
    """Headers of `counts_frame`."""
    return {"title": (t("Group of fields"), "text"),
            **{status: (labels.badge(status, t), "count") for status in STATUSES},
            "entries": (t("Entries"), "count"), "proxies": (t("Of these proxies"), "count")}


def pests_frame(library: PestLibrary, pests: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row per pest with its parts, its entries, and what is missing."""
    rows = []
    for row in pests.to_dict("records"):
        record = library.records[row["code"]]
        found = completeness(record)
        rows.append(row | {
            "common": t.local(record.common_name), "group": t(GROUPS[record.group]),
            "parts": t("{verified} of {needed}", verified=row["verified_parts"],
                       needed=row["needed"]),
            "missing": titles(found.gaps, t) or "–", "weak_parts": titles(found.weak, t) or "–",
            "helpful": titles([p for p in found.helpful if p.best is None], t) or "–",
            "whose": t("yours") if row["code"] in library.own else t("shipped")})
    columns = [*pests_columns(t)]
    return pd.DataFrame(rows, columns=columns)


def pests_columns(t: Translator) -> Columns:
    """Headers of `pests_frame`."""
    return {"name": (t("Scientific name"), "text"), "common": (t("Common name"), "text"),
            "code": (t("EPPO code"), "text"), "group": (t("Group of organisms"), "text"),
            "parts": (t("Needed parts read in their source"), "text"),
            "missing": (t("Needed, nothing known of"), "text"),
            "weak_parts": (t("Needed, not read in a source"), "text"),
            "helpful": (t("Only helps, nothing known of"), "text"),
            **{status: (labels.badge(status, t), "count") for status in STATUSES},
            "entries": (t("Entries"), "count"), "whose": (t("Whose record"), "text")}


def missing(records: Iterable[PestRecord], t: Translator) -> pd.DataFrame:
    """Parts needed or helpful: of how many pests nothing is known, or nothing was read."""
    needed, gaps, weak, helps = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for record in records:
        found = completeness(record)
        needed.update(part.key for part in (*found.parts, *found.helpful))
        helps.update(part.key for part in found.helpful)
        gaps.update(part.key for part in found.unknown)
        weak.update(part.key for part in found.weak)
    ordered = sorted(PARTS, key=lambda key: (-gaps[key], -weak[key], list(PARTS).index(key)))
    return pd.DataFrame([{
        "part": t(PARTS[key][1]), "group": t(FIELD_GROUPS[PARTS[key][0]]),
        "use": t("needed") if not helps[key] else t("only helps") if helps[key] == needed[key]
        else t("needed; only helps for {count} pests", count=helps[key]),
        "gaps": t("{count} of {all} pests", count=gaps[key], all=needed[key]),
        "weak": t("{count} of {all} pests", count=weak[key], all=needed[key])}
        for key in ordered if gaps[key] or weak[key]],
        columns=["part", "group", "use", "gaps", "weak"])


def ready_words(t: Translator) -> str:
    """What it means that everything needed was read, and what only helps."""
    return t("“Everything a scenario needs” means what belongs to the pest itself. Prevalence and"
             " survival belong to one trade and are asked for in every scenario; the time for"
             " development is optional. For fungi, bacteria, phytoplasmas, viruses and viroids the"
             " load of an infested unit, and for viruses and viroids temperature limits too, are"
             " known by definition. These only help.")


def missing_heads(t: Translator) -> dict[str, str]:
    """Headers of `missing`."""
    return {"part": t("Part"), "group": t("Group of fields"), "use": t("For a scenario"),
            "gaps": t("Nothing is known"), "weak": t("Not read in a source")}


def library_lines(record: Mapping[str, Any], t: Translator) -> list[str]:
    """The report of counts for a terminal.

    `record`: groups as `completeness.status_counts`, by_pest as `completeness.by_pest`, as lists.
    """
    counts, pests = pd.DataFrame(record["groups"]), pd.DataFrame(record["by_pest"])
    heads = counts_columns(t)
    groups: list[tuple[str, ...]] = [tuple(head for head, _ in heads.values())]
    groups += [tuple(str(row[column]) for column in heads)
               for row in counts_frame(counts, t).to_dict("records")]
    rows: list[tuple[str, ...]] = [(t("Pest"), t("EPPO code"), t("Parts read in their source"),
                                    t("Gaps"), t("Not read in a source"))]
    rows += [(row["name"], row["code"], t("{verified} of {needed}", needed=row["needed"],
                                          verified=row["verified_parts"]),
              str(row["gaps"]), str(row["weak"])) for row in pests.to_dict("records")]
    return [plain(answer(pests, counts, t)), "", *aligned(groups), "", *aligned(rows)]
