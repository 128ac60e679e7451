"""Cited facts on a pest in plain words, and whether it is a quarantine pest."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pra_core import labels, reference
from pra_core.errors import N_
from pra_core.figures import gate_words
from pra_core.i18n import Translator
from pra_core.pest import Criterion, Pest
from pra_core.wording import escaped

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
    "stage_DD_adult(~30% oviposition)": N_("Degree-days, adult to 30 % of egg-laying"),
    "stage_DD_overwintering larva to pupation": N_("Degree-days, overwintered larva to pupa"),
    "native_range": N_("Native range"), "pathway": N_("Pathway of entry"),
    "eradication_radius": N_("Radius of felling around a find"),
    "surveillance_radius": N_("Radius of survey around a find"),
    "DDRP_cold_stress_threshold(daily Tmin)": N_("Cold stress threshold, daily minimum"),
    "DDRP_heat_stress_threshold(daily Tmax)": N_("Heat stress threshold, daily maximum"),
    "CLIMEX_PDD": N_("Climate sheet: degree-days of a generation (PDD)"),
}
ELEMENTS: Mapping[str, str] = {
    "identity": N_("Identity of the pest"), "presence": N_("Presence or absence in the PRA area"),
    "regulatory_status": N_("Regulatory status"),
    "establishment_spread": N_("Potential for establishment and spread"),
    "consequences": N_("Potential for economic consequences"),
}
"""Criteria of a quarantine pest (ISPM 11, 2.1.1)."""
UNITS: Mapping[str, str] = {"degC": "°C", "degree-days C": "°C d", "count": "", "days": "d"}


def categorized(pest: Pest, area: str, t: Translator) -> str:
    """Whether the pest meets the criteria of a quarantine pest, and on what evidence."""
    criteria = pest.categorization
    name = t("{common} (*{scientific}*)", common=escaped(t.local(pest.common_name)),
             scientific=escaped(pest.name))
    if pest.status is not None:
        return gate_words.headline(name, escaped(area), pest.status.categorization, t)
    if not pest.quarantine_pest:
        return t("**{pest}** is **not a quarantine pest** (PRA area: {area}): not met is"
                 " {elements}.", pest=name, area=escaped(area),
                 elements=t(", ").join(t(ELEMENTS[c.element]) for c in criteria if not c.met))
    open_ones = [c for c in criteria if c.source.status != "verified"]
    if not open_ones:
        return t("**{pest}** meets every criterion of a **quarantine pest** (PRA area: {area}).",
                 pest=name, area=escaped(area))
    return t("**{pest}** meets {met} of {all} criteria of a **quarantine pest** (PRA area: {area});"
             " evidence not verified for {count} of them: **{names}**.",
             pest=name, area=escaped(area), met=sum(c.met for c in criteria), all=len(criteria),
             count=len(open_ones), names=t(", ").join(t(ELEMENTS[c.element]) for c in open_ones))


def met(pest: Pest, one: Criterion) -> str:
    """Whether a criterion is met, to be translated; open where its questions are "not known"."""
    asked = {"presence": ("presence",), "establishment_spread": ("establishment", "spread")}.get(
        one.element, (one.element,))
    if not one.met and pest.status is not None:
        answers = pest.status.categorization.answers
        found = {answers[key] for key in asked if key in answers}
        if "unknown" in found and "no" not in found:
            return N_("not known")
    return N_("met") if one.met else N_("not met")


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
