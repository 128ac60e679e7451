"""Interception records in words and tables: what they say of prevalence and of uneven lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pra_core import labels
from pra_core.distribution import Distribution
from pra_core.errors import N_, PraError, Problem
from pra_core.figures.evidence_trial_words import FIELDS
from pra_core.i18n import Translator
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
EXAMPLE = (Record(400, 3, 600, 0.5, None, "2024"), Record(520, 1, 600, 0.5, None, "2025"))


def answer(pathway: Pathway, found: Posterior, records: Sequence[Record], t: Translator) -> str:
    """Prevalence before and after the records."""
    lots, hits = sum(r.lots for r in records), sum(r.detections for r in records)
    return t("**{hits}** detections in **{lots}** lots. Prevalence at origin: before the records"
             " {before}, after them **{after}**.", hits=t.number(hits, 6),
             lots=t.number(lots, 6), before=share_words(pathway.prevalence.distribution, t),
             after=share_words(found.prevalence, t))


def share_words(law: Distribution, t: Translator) -> str:
    """Median of a small share as "1 in 5,000 units", with the 90 % range."""
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    if low <= 0.0 or median >= 0.1:
        return t("{median} (90 %: {low} to {high})", median=t.percent(median),
                 low=t.percent(low), high=t.percent(high))
    return t("1 in {median} units (90 %: 1 in {low} to 1 in {high})",
             median=t.number(1.0 / median, 2), low=t.number(1.0 / low, 2),
             high=t.number(1.0 / high, 2))


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
    rows = [(t("Prevalence at origin"), pathway.prevalence.distribution, found.prevalence)]
    if found.shape is not None and pathway.lot_shape is not None:
        rows.append((t("Lot-to-lot shape κ"), pathway.lot_shape.distribution, found.shape))
    return pd.DataFrame([{"quantity": name, "before": labels.value_words(a, t),
                          "after": labels.value_words(b, t)} for name, a, b in rows])


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
    return t("Columns: lots, detections, sample (units per lot), sensitivity (0 to 1); lot_size and"
             " label are optional.")


def frame(records: Sequence[Record]) -> pd.DataFrame:
    """Records as rows to edit; sensitivity in percent."""
    return pd.DataFrame([{
        "label": r.label, "lots": r.lots, "detections": r.detections, "sample": r.sample,
        "sensitivity": float(f"{100 * r.sensitivity:.10g}"), "lot_size": r.lot_size,
    } for r in records]).astype({"lot_size": "Int64", "lots": "Int64", "detections": "Int64",
                                 "sample": "Int64", "sensitivity": "Float64"})


def titles(t: Translator) -> dict[str, str]:
    """Headers of the rows to edit."""
    return {name: t(FIELDS[name]) for name in ("label", "lots", "detections", "sample",
                                               "sensitivity", "lot_size")}


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
