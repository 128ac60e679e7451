"""How the maps agree with published ranges, and the grid with stations, in words and tables."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from pra_core import reference
from pra_core.errors import N_
from pra_core.i18n import Translator

INTRO = N_(
    "Nine climate sheets whose figures were read in their source run as printed, under the same"
    " assumptions; none was adjusted to its species. A place of known presence agrees when some of"
    " its land has an index of 1 or more, a place of known absence when none has.")
LEGEND = N_(
    "Places that agree, of those known: presence read in its source; presence from secondary"
    " sources or general knowledge; absence that a source states; cold and dry places chosen by us,"
    " the same for every species. Range suitable: suitable part of the land where presence was"
    " read. Skill: share of presences that agree plus share of absences that agree, less 1; 1 if"
    " all agree, 0 for a map that knows nothing (Allouche et al. 2006).")
RULES: Mapping[str, str] = {"compounding": N_("Stress compounds over weeks"),
                            "linear": N_("Stress adds up linearly")}
STATUS = {"present": N_("present"), "absent": N_("absent")}
REASONS = {"": "", "cold": N_("cold"), "dry": N_("dryness"), "hot": N_("heat")}
EVIDENCE = {
    "yes": N_("read in the source"), "weak": N_("secondary source, or the reason is inferred"),
    "memory": N_("general knowledge, not verified"),
    "assumed": N_("no record read; place chosen for its climate")}
WHY = (
    N_("Published stress rates were fitted with another soil moisture and with minima and maxima of"
       " stations. Here soil holds 100 mm, and nights and days lie half of one constant range"
       " below and above the mean, on coasts as in continents."),
    N_("How weekly stress accumulates is not published in full. Compounding, where each further"
       " week of a spell weighs more, agrees with the ranges better than adding up, above all at"
       " the cold edge; the table of assumptions shows by how much."),
    N_("The maps are rain-fed. Irrigating every place raises the suitable part of the known ranges,"
       " but opens the deserts as well; where crops are irrigated must be known."),
    N_("Absence is not always due to climate: the pest may not have arrived, may fly in each"
       " summer, or may live under glass only."),
)
"""What the disagreements have in common."""
SPECIES: Mapping[str, str] = {
    "ARGPLE": N_("The cold limit of the sheet is a night of −1 °C, so mild winters of north-western"
                 " Europe do not exclude the moth; finds there came with fruit. Its rate of dry"
                 " stress, 0.00005 a week, is too small to exclude any desert."),
    "CRYBGN": N_("Only the mildest corner of the country comes out as marginal."),
    "DENDPI": N_("A few cells at the edge of cold or dry land come out as suitable; there are no"
                 " pine forests."),
    "GNORAB": N_("In Britain and Germany it lives under glass; mild winters add little to the"
                 " cold stress of the sheet. Xinjiang comes out as too cold in winter for places"
                 " outdoors."),
    "MONCAL": N_("The statement that the beetle lives only in the south dates from 2006; the sheet"
                 " finds the summers of the north warm enough for a generation."),
    "NEOLEL": N_("A single moth arrived with fruit; whether climate kept it from staying is not"
                 " known. The lowlands south of the Alps come out as suitable."),
    "PLTPQU": N_("The sheet asks for 1486 degree-days above 11.1 °C, which the normals of the"
                 " newest places in the north do not reach."),
    "PYTOGA": N_("It flies in each summer and dies in winter; the cold limit of the sheet, a night"
                 " of −1 °C, does not exclude mild winters."),
    "SPODLI": N_("Outside the Mediterranean it lives under glass; added up linearly, the cold"
                 " stress of the sheet is too weak to show it."),
}
"""What lies behind the disagreements of one species."""
GRID = N_(
    "Annual means of stations beside the grid at the same place. In 9 of 10 station months the grid"
    " errs by less than 1.7 °C. In steep mountains it is the mean of valley and peaks: Lhasa is"
    " 5 °C warmer than the grid says, and so are other deep valleys.")


def answer(checks: pd.DataFrame, t: Translator) -> str:
    """All species together: presences found and absences respected."""
    total = checks[["present", "present_total", "absent", "absent_total", "extreme",
                    "extreme_total"]].sum()
    return t("The maps have suitable land in **{present} of {present_total}** places where presence"
             " was read in a source, and none in **{absent} of {absent_total}** places that a"
             " source calls free of the pest and in {extreme} of {extreme_total} cold or dry places"
             " chosen by us.", **{str(name): int(value) for name, value in total.items()})


def species_table(checks: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row per species; counts as "n of m"."""
    def counted(name: str) -> list[str]:
        return [t("{n} of {m}", n=n, m=m) if m else "–" for n, m in
                zip(checks[name], checks[f"{name}_total"], strict=True)]

    return pd.DataFrame({"species": checks["species"], **{
        name: counted(name) for name in ("present", "listed", "absent", "extreme")},
        "range_share": checks["range_share"], "skill": checks["skill"]})


def species_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `species_table`."""
    return {"species": (t("Species"), "text"),
            "present": (t("Presence, read"), "text"), "listed": (t("Presence, other"), "text"),
            "absent": (t("Absence, cited"), "text"), "extreme": (t("Cold or dry"), "text"),
            "range_share": (t("Range suitable"), "percent"), "skill": (t("Skill"), "number")}


def failures(places: pd.DataFrame, t: Translator) -> list[str]:
    """One paragraph per species with disagreements: which, and what lies behind."""
    said = []
    for species, own in places[~places["agrees"]].groupby("species", sort=True):
        here = own["status"] == "present"
        parts = []
        if here.any():
            parts.append(t("nothing suitable although present: {places}", places=t(", ").join(
                place_name(row, t) for row in own[here].to_dict("records"))))
        if not here.all():
            parts.append(t("suitable although absent: {places}", places=t(", ").join(
                t("{place} ({share} of its land)", place=place_name(row, t),
                  share=t.percent(float(row["share"]), 2))
                for row in own[~here].to_dict("records"))))
        code = str(own["eppo_code"].iloc[0])
        said.append(t("**{species}**: {places}. {reason}", species=species,
                      places=t("; ").join(parts),
                      reason=t(SPECIES[code]) if code in SPECIES else "").strip())
    return said


def place_name(row: Mapping[Hashable, object], t: Translator) -> str:
    """Name of a place, in the reader's language."""
    if row["place_en"]:
        return t.local({"en": str(row["place_en"]), "zh_CN": str(row["place_zh"])})
    code = str(row["area"])  # another boundary set may count it to its neighbour
    return t.local(reference.country_names().get(code, {"en": code}))


def place_table(places: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Every place with what was published and what the map says."""
    def said(column: str, words: Mapping[str, str]) -> list[str]:
        found = [words[value] for value in places[column]]
        return [t(text) if text else "" for text in found]

    return places.assign(
        place=[place_name(row, t) for row in places.to_dict("records")],
        status=said("status", STATUS), reason=said("reason", REASONS),
        evidence=said("verified", EVIDENCE),
        agrees=[t("agrees") if one else t("does not agree") for one in places["agrees"]])


def place_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `place_table`."""
    return {"species": (t("Species"), "text"), "place": (t("Place"), "text"),
            "status": (t("Published"), "text"), "reason": (t("Because of"), "text"),
            "share": (t("Suitable land"), "percent"), "agrees": (t("Map"), "text"),
            "evidence": (t("Evidence"), "text"), "source": (t("Source"), "text")}


def assumption_table(found: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """`range_check.assumption_checks` in words."""
    return found.assign(rule=[t(RULES[rule]) for rule in found["accumulation"]],
                        change=[t(words) for words in found["change"]])


def assumption_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `assumption_table`."""
    return {"rule": (t("Rule"), "text"), "change": (t("Assumption"), "text"),
            "present": (t("Presences found"), "percent"),
            "absent": (t("Absences respected"), "percent"),
            "range_share": (t("Range suitable"), "percent"),
            "absent_share": (t("Absence suitable"), "percent"),
            "skill": (t("Skill"), "number")}


def grid_table(found: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """`range_check.grid_checks` with names in the reader's language."""
    names = zip(found["place_en"], found["place_zh"], strict=True)
    return found.assign(place=[t.local({"en": en, "zh_CN": zh}) for en, zh in names])


def grid_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `grid_table`."""
    return {"place": (t("Station"), "text"),
            "temperature_observed": (t("Observed, °C"), "number"),
            "temperature": (t("Grid, °C"), "number"), "warmer": (t("Difference, °C"), "number"),
            "rain_observed": (t("Observed, mm"), "count"), "rain": (t("Grid, mm"), "number"),
            "wetter": (t("Difference, share of observed"), "percent")}
