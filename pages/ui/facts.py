"""Cited facts on a pest in plain words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pra_core import labels, reference
from pra_core.errors import N_
from pra_core.i18n import Translator

FIELDS: Mapping[str, str] = {
    "chinese_name": N_("Chinese name"), "regulation": N_("Regulation"), "hosts": N_("Hosts"),
    "range_text": N_("Known range"), "range_china": N_("Status in China"),
    "present_range_iso2": N_("Present in (country codes)"),
    "present_range_iso2_EU": N_("Present in the EU in (country codes)"),
    "present_range_iso2_other": N_("Present elsewhere in (country codes)"),
    "lower_dev_threshold": N_("Lower threshold of development"),
    "upper_dev_threshold": N_("Upper threshold of development"),
    "lower_dev_threshold_egg_adult": N_("Lower threshold of development, egg to adult"),
    "thermal_constant_egg_adult": N_("Thermal constant, egg to adult"),
    "no_development_at": N_("No development at"),
    "egg_adult_duration": N_("Duration, egg to adult"),
    "DD_egg_larva": N_("Degree-days, egg and larva"), "DD_pupa": N_("Degree-days, pupa"),
    "DD_adult": N_("Degree-days, adult"), "cold_treatment": N_("Cold treatment"),
    "irradiation_dose": N_("Irradiation dose"),
    "blossom_blight_threshold": N_("Temperature threshold of blossom blight"),
    "stage_DD_egg": N_("Degree-days, egg"), "stage_DD_larva": N_("Degree-days, larva"),
    "stage_DD_pupa": N_("Degree-days, pupa"),
    "stage_DD_adult(50% oviposition)": N_("Degree-days, adult to half of egg-laying"),
    "DDRP_cold_stress_threshold(daily Tmin)": N_("Cold stress threshold, daily minimum"),
    "DDRP_heat_stress_threshold(daily Tmax)": N_("Heat stress threshold, daily maximum"),
    "CLIMEX_PDD": N_("Climate sheet: degree-days of a generation (PDD)"),
}
UNITS: Mapping[str, str] = {"degC": "°C", "degree-days C": "°C d", "count": "", "days": "d"}


def title(field: str, t: Translator) -> str:
    """A fact's field in words; published sheet symbols keep their symbol."""
    if field in FIELDS:
        return t(FIELDS[field])
    symbol = field.removeprefix("CLIMEX_")
    if symbol != field:
        return t("Climate sheet: {symbol}", symbol=symbol)
    if field.startswith("CLIMEX"):
        return t("Climate sheet {study}", study=field.removeprefix("CLIMEX").strip())
    return field.replace("_", " ").strip()


def table(eppo_code: str, include_unverified: bool, t: Translator) -> pd.DataFrame:
    """Facts with value, unit, status mark and citation; PraError unknown_id if there are none."""
    rows = reference.pest_facts(eppo_code, include_unverified)
    rows = rows[rows["field"] != "eppo_code"]
    status = {True: labels.badge("verified", t), False: labels.badge("unverified", t)}
    return pd.DataFrame({
        "fact": [title(field, t) for field in rows["field"]],
        "value": [f"{value} {UNITS.get(unit, unit)}".strip()
                  for value, unit in zip(rows["value"], rows["unit"], strict=True)],
        "status": [status[found == "yes"] for found in rows["verified"]],
        "source": list(rows["source"]),
    })
