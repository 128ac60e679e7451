"""Interception records in words and tables: what they say of prevalence and of uneven lots."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import pandas as pd

from pra_core import labels
from pra_core.distribution import Distribution
from pra_core.errors import N_, PraError, Problem
from pra_core.figures.evidence_field_words import FIELDS
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.interception import Posterior, Prediction, Record
from pra_core.interception_records import NEEDED
from pra_core.pathway import Pathway
from pra_core.step import Step

PLACES: Mapping[str, Step | None] = {
    "origin": None, "production": "production", "packing": "packing", "transport": "transport",
}
"""Where lots were inspected -> last step of commercial practice before it."""
PLACE_TITLES: Mapping[str, str] = {
    "origin": N_("At origin"), "production": N_("After production"),
    "packing": N_("After packing, before shipment"), "transport": N_("On arrival, after transport"),
}
SURPRISING = 0.01
"""Two-sided probability below which records contradict the prior."""
DEPENDENT = 0.1
"""Correlation that is worth a word."""
EXAMPLE = (Record(400, 3, 600, 0.5, 110_000, "2024"), Record(520, 1, 600, 0.5, 110_000, "2025"))
"""Rows that show how records look; never data."""
COLUMNS = ("label", "lots", "detections", "sample", "sensitivity", "lot_size")
USED = N_("Interception records used: {records}")


def answer(pathway: Pathway, found: Posterior, records: Sequence[Record], t: Translator) -> str:
    """Prevalence before and after the records."""
    lots, hits = sum(r.lots for r in records), sum(r.detections for r in records)
    return t("**{hits}** detections in **{lots}** lots. Prevalence at origin: before the records"
             " {before}, after them **{after}**.", hits=t.number(hits, 6),
             lots=t.number(lots, 6), before=share_words(pathway.prevalence.distribution, t),
             after=share_words(found.prevalence, t))


def share_words(law: Distribution, t: Translator) -> str:
    """Median of a small share as "1 in 5,000 units", with the 90 % range."""
    if fixed(law):
        value = float(law.ppf(0.5))
        return t("1 in {median} units", median=t.number(1.0 / value, 2)) if 0.0 < value < 0.1 else (
            t.percent(value))
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    if low <= 0.0 or median >= 0.1:
        return t("{median} (90 %: {low} to {high})", median=t.percent(median),
                 low=t.percent(low), high=t.percent(high))
    return t("1 in {median} units (90 %: 1 in {low} to 1 in {high})",
             median=t.number(1.0 / median, 2), low=t.number(1.0 / low, 2),
             high=t.number(1.0 / high, 2))


def fixed(law: Distribution) -> bool:
    """Whether a distribution is one value, from which nothing can be learned."""
    return law.support[0] == law.support[1]


def before_any(pathway: Pathway, t: Translator) -> str:
    """The present prevalence, while there are no records."""
    return t("**No records yet.** Prevalence at origin is now {before}. Type the lots inspected"
             " below or read them from a file.",
             before=share_words(pathway.prevalence.distribution, t))


def impossible(pathway: Pathway, records: Sequence[Record], t: Translator) -> str:
    """Why detections cannot be if prevalence is taken to be zero; empty where it is not."""
    hits = sum(r.detections for r in records)
    if hits == 0 or pathway.prevalence.distribution.support[1] > 0.0:
        return ""
    return t("**The records contradict the scenario.** It takes prevalence to be zero for certain,"
             " but {hits} lots held the pest. Give prevalence a range on the page “Entry”.",
             hits=t.number(hits, 9))


def is_example(records: Sequence[Record]) -> bool:
    """Whether a row of the example is among the records."""
    return any(r in EXAMPLE for r in records)


def record_words(record: Record, t: Translator) -> str:
    """One record in a line."""
    line = t("{hits} detections in {lots} lots ({sample} units each, {share} recognised)",
             hits=t.number(record.detections, 9), lots=t.number(record.lots, 9),
             sample=t.number(record.sample, 9), share=t.percent(record.sensitivity, 6))
    return t("{name}: {text}", name=record.label, text=line) if record.label else line


def used(pathway: Pathway, t: Translator) -> str:
    """The records that the present prevalence already rests on; empty where there are none."""
    note = pathway.prevalence.source.note
    marked = note is not None and note["en"].startswith(_marked("", translator("en")))
    return t.local(note) if note is not None and marked else ""


def _marked(text: str, t: Translator) -> str:
    return t(USED, records=text)


def used_before(pathway: Pathway, records: Sequence[Record]) -> list[Record]:
    """Records on which the present prevalence of the pathway already rests."""
    english = translator("en")
    told = used(pathway, english)
    return [r for r in records if told and record_words(r, english) in told]


def used_note(pathway: Pathway, records: Sequence[Record]) -> dict[str, str]:
    """The note that remembers these records and those used before, in both languages."""
    found = {}
    for language in LANGUAGES:
        t = translator(language)
        fresh = t("; ").join(record_words(r, t) for r in records)
        before = used(pathway, t)
        found[language] = t("; ").join([before, fresh]) if before else _marked(fresh, t)
    return found


def notes(pathway: Pathway, found: Posterior, t: Translator) -> list[str]:
    """What to know before the posterior is used."""
    lines = []
    if found.surprise < SURPRISING:
        lines.append(t("The records surprise: under the present inputs detections this far out"
                       " have a probability of {chance}. Check the sample, the sensitivity and the"
                       " range of prevalence before you use them.",
                       chance=t.percent(found.surprise, 2)))
    if found.edge == "low":
        lines.append(t("The records press prevalence against the lower end of its present range;"
                       " the range may be too narrow. No value outside it can come out."))
    if found.edge == "high":
        lines.append(t("The records press prevalence against the upper end of its present range;"
                       " the range may be too narrow. No value outside it can come out."))
    if pathway.lot_shape is None:
        lines.append(t("This pathway takes all lots to be equally infested; only prevalence"
                       " learns from the records."))
    elif abs(found.dependence) > DEPENDENT:
        lines.append(t("After the records prevalence and lot shape hang together (correlation"
                       " {number}); used in the scenario they are drawn independently, so some of"
                       " what the records say is lost.", number=t.number(found.dependence, 2)))
    return lines


def quantity_table(pathway: Pathway, found: Posterior, t: Translator) -> pd.DataFrame:
    """Prevalence and lot shape before and after."""
    rows = [(t("Prevalence at origin"), share_words(pathway.prevalence.distribution, t),
             share_words(found.prevalence, t))]
    if found.shape is not None and pathway.lot_shape is not None:
        rows.append((t("Lot-to-lot shape κ"),
                     labels.value_words(pathway.lot_shape.distribution, t),
                     labels.value_words(found.shape, t)))
    return pd.DataFrame(rows, columns=["quantity", "before", "after"])


def quantity_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `quantity_table`."""
    return {"quantity": (t("Quantity"), "text"), "before": (t("Before the records"), "text"),
            "after": (t("After the records"), "text")}


def check_table(records: Sequence[Record], found: Posterior, t: Translator) -> pd.DataFrame:
    """What was seen in each record, beside what was to be expected before and after."""
    return pd.DataFrame([{
        "label": r.label or t("line {line}", line=str(k)), "lots": r.lots, "seen": r.detections,
        "before": _expected(found.before[k - 1], t), "after": _expected(found.after[k - 1], t),
    } for k, r in enumerate(records, start=1)])


def _expected(one: Prediction, t: Translator) -> str:
    return t("{median} ({low} to {high})", median=t.number(one.median, 6),
             low=t.number(one.low, 6), high=t.number(one.high, 6))


def check_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `check_table`."""
    return {"label": (t("Record"), "text"), "lots": (t("Lots inspected"), "count"),
            "seen": (t("Lots with the pest"), "count"),
            "before": (t("Expected before the records (90 %)"), "text"),
            "after": (t("Expected after the records (90 %)"), "text")}


def method(t: Translator) -> str:
    """How the records are read."""
    return t("A lot passes with probability (1 + f0·t/κ)^−κ: f0 is prevalence at origin, κ says how"
             " uneven lots are, t is units looked at × chance to recognise × share that can still"
             " be found after the steps before the inspection. The present inputs are the prior;"
             " the posterior is summed over a grid of their percentiles. Inspectors who choose"
             " suspicious lots see more than chance: then prevalence is overstated.")


def columns_help(t: Translator) -> str:
    """What a table of records must hold."""
    return t("Columns as in the template: lots inspected, lots with the pest, units per lot,"
             " recognised in %; units in the lot and year or name are optional.")


def template(t: Translator) -> str:
    """A table to fill in, with the example's rows: headers of the form, shares in percent."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([t(FIELDS[name]) for name in COLUMNS])
    writer.writerows([r.label, r.lots, r.detections, r.sample, f"{100 * r.sensitivity:.10g}",
                      r.lot_size] for r in EXAMPLE)
    return stream.getvalue()


def frame(records: Sequence[Record]) -> pd.DataFrame:
    """Records as rows to edit, two empty ones where there are none; sensitivity in percent."""
    blank: dict[str, float | str | int | None] = dict.fromkeys(COLUMNS)
    return pd.DataFrame([{
        "label": r.label, "lots": r.lots, "detections": r.detections, "sample": r.sample,
        "sensitivity": float(f"{100 * r.sensitivity:.10g}"), "lot_size": r.lot_size,
    } for r in records] or [blank, blank], columns=list(COLUMNS)).astype({
        "label": "object", "lot_size": "Int64", "lots": "Int64", "detections": "Int64",
                                 "sample": "Int64", "sensitivity": "Float64"})


def titles(t: Translator) -> dict[str, str]:
    """Headers of the rows to edit."""
    return {name: t(FIELDS[name]) for name in COLUMNS}


def records(rows: pd.DataFrame) -> tuple[Record, ...]:
    """Records from edited rows (see `frame`); empty rows are left out.

    Raises PraError missing for every empty cell that is needed; paths are "row: field".
    """
    found, problems, number = list[Record](), list[Problem](), 0
    for _, row in rows.iterrows():
        if all(pd.isna(row[name]) for name in NEEDED):
            continue
        number += 1
        empty = [name for name in NEEDED if pd.isna(row[name])]
        problems += [Problem("missing", f"{number}: {name}", "", "a number") for name in empty]
        if not empty:
            size, label = row["lot_size"], row["label"]
            found.append(Record(
                int(row["lots"]), int(row["detections"]), int(row["sample"]),
                float(row["sensitivity"]) / 100.0, None if pd.isna(size) else int(size),
                "" if pd.isna(label) else str(label)))
    if problems:
        raise PraError.of(problems)
    return tuple(found)
