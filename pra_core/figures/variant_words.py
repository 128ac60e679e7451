"""What-if and another climate in words, tables and layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pra_core import climate_variants, endangered_area, labels
from pra_core.climate.weekly import MONTHS
from pra_core.climate_variants import IRRIGATION, Adjustable, Variant
from pra_core.errors import N_
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import QUANTITIES
from pra_core.scenario import Scenario
from pra_core.wording import escaped

QUARTERS = (N_("December to February"), N_("March to May"), N_("June to August"),
            N_("September to November"))
"""In the order of `shift.SEASONS`."""
LATEX = (r"T'_m = T_m + \Delta_m, \qquad P'_m = f_m\,P_m",
         r"\text{share}_c = \tfrac{1}{n}\sum_{i=1}^{n}\mathbf{1}\{EI_c(T' + \sigma z_i,\, P')"
         r" \ge s\}, \qquad z_i = \Phi^{-1}\!\left(\tfrac{i - 1/2}{n}\right)")
WORDS = N_(
    "T and P are the monthly normals of a cell, Δ the warming and f the factor on rain of a month;"
    " soil moisture, growth and stresses are computed anew. Years: n = {years} equally likely"
    " temperature anomalies with the standard deviation σ, the same in every month and over the"
    " whole area; s is the median index from which a cell counts as suitable.")
PER_WEEK = N_("mm per week")
ADOPTED = N_("What-if typed in the workbench: the normals shifted by hand, not a projection.")


def field_title(field: str, t: Translator) -> str:
    """Name of a value that can be moved, with its unit."""
    if field == IRRIGATION:
        return t("Irrigation: rain topped up to")
    return t(QUANTITIES[field].title)


def field_unit(one: Adjustable, t: Translator) -> str:
    """Unit of a value that can be moved, in words."""
    if one.field == IRRIGATION:
        return t(PER_WEEK)
    return t("share of what the soil holds") if one.unit == "1" else labels.unit_words(one.unit, t)


def change(before: float, after: float, t: Translator) -> str:
    """A relative change with its sign; in words where there was nothing before."""
    if before == 0:
        return t("none before") if after > 0 else t("no change")
    share = after / before - 1
    written = t.percent(abs(share), 2)
    return t("no change") if abs(share) < 5e-4 else f"{'+' if share > 0 else '−'}{written}"


def what_if_answer(own: Variant, other: Variant, t: Translator) -> str:
    """What the moved values do to the suitable area and to a founder's chance."""
    return t("With these values, and all others at their medians, **{area} km²** would be"
             " climatically suitable instead of {own} km² ({change}). {arrivals} of arriving units"
             " would end up there instead of {before}, and climate would let a founder persist with"
             " probability {chance} instead of {former}.",
             area=t.number(other.suitable_km2), own=t.number(own.suitable_km2),
             change=change(own.suitable_km2, other.suitable_km2, t),
             arrivals=t.percent(other.arrivals, 2), before=t.percent(own.arrivals, 2),
             chance=t.percent(other.persistence, 2), former=t.percent(own.persistence, 2))


def climate_answer(now: Variant, then: Variant, t: Translator) -> str:
    """What the other climate does to the suitable area."""
    return t("In this climate **{area} km²** would be climatically suitable; under the normals it"
             " is {own} km² ({change}). {arrivals} of arriving units would end up there ({before}"
             " under the normals).", area=t.number(then.suitable_km2),
             own=t.number(now.suitable_km2), change=change(now.suitable_km2, then.suitable_km2, t),
             arrivals=t.percent(then.arrivals, 2), before=t.percent(now.arrivals, 2))


def compared(scenario: Scenario, now: Variant, then: Variant, t: Translator) -> pd.DataFrame:
    """Rows in words of what is compared: quantity, now, then, change."""
    area, limit = endangered_area.suitability(scenario).area_km2, climate_variants.threshold(
        scenario)
    was, becomes = now.suitable(limit), then.suitable(limit)
    rows = [(t("Climatically suitable area (km²)"), now.suitable_km2, then.suitable_km2, False),
            (t("Share of arriving units that ends up there"), now.arrivals, then.arrivals, True),
            (t("Chance that climate lets a founder persist"), now.persistence, then.persistence,
             True)]
    if now.years is not None and then.years is not None:
        rows.insert(1, (t("Suitable area of an average year (km²)"), float(now.years @ area),
                        float(then.years @ area), False))
    written = [{"quantity": title, "now": t.percent(a) if share else t.number(a),
                "then": t.percent(b) if share else t.number(b), "change": change(a, b, t)}
               for title, a, b, share in rows]
    moved = ((t("Area that becomes suitable (km²)"), becomes & ~was),
             (t("Area that is no longer suitable (km²)"), was & ~becomes))
    return pd.DataFrame([*written, *({
        "quantity": title, "now": "", "then": t.number(float(area[cells].sum())), "change": ""}
        for title, cells in moved)])


def drivers(scenario: Scenario, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """`climate_variants.area_drivers` with titles in place of names."""
    named = labels.parameter_labels(scenario, t)
    return frame.assign(title=[named.get(name, name) for name in frame["name"]])


def drivers_answer(titled: pd.DataFrame, t: Translator) -> str:
    """Which uncertain value moves the suitable area most, and from what to what."""
    if titled.empty:
        return t("No value of the climate model is uncertain in this scenario.")
    first = titled.iloc[0]
    return t("What moves the suitable area most is **{value}**: {low} km² on average in the quarter"
             " of futures where it is lowest, {high} km² where it is highest.",
             value=escaped(str(first["title"])), low=t.number(float(first["low"])),
             high=t.number(float(first["high"])))


def driver_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Column -> (header, kind)."""
    return {"title": (t("Uncertain value"), "text"),
            "correlation": (t("Rank correlation with the suitable area"), "number"),
            "low": (t("Suitable area where it is lowest (km²)"), "number"),
            "high": (t("Suitable area where it is highest (km²)"), "number")}


def change_title(warming: Sequence[float], rain: Sequence[float]) -> Mapping[str, str]:
    """A name for a change of climate in every language: "+2 °C, rain +10 %" or by months."""
    return {language: _title(warming, rain, translator(language)) for language in LANGUAGES}


def _title(warming: Sequence[float], rain: Sequence[float], t: Translator) -> str:
    heat = _spread([_signed(w, t.number(abs(w), 2)) for w in warming], warming)
    water = _spread([_signed(f - 1, t.percent(abs(f - 1), 2)) for f in rain], rain)
    return t("What if: temperature {warming} °C, rain {rain}", warming=heat, rain=water)


def _signed(value: float, size: str) -> str:
    return size if abs(value) < 1e-9 else f"{'+' if value > 0 else '−'}{size}"


def _spread(written: Sequence[str], values: Sequence[float]) -> str:
    """One value, or from the lowest to the highest month."""
    assert len(values) == MONTHS
    low, high = (int(np.argmin(values)), int(np.argmax(values)))
    return written[0] if len(set(written)) == 1 else f"{written[low]} … {written[high]}"
