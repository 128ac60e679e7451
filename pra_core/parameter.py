"""A sourced, uncertain quantity: name, distribution, unit, bounds, nature and source."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.distribution import Distribution
from pra_core.elicitation import Elicitation
from pra_core.errors import N_
from pra_core.frozen import FloatArray, Frozen, LocalText, problem
from pra_core.streams import percentiles

Status = Literal["verified", "elicited", "assumed", "unverified"]
Nature = Literal["uncertainty", "variability"]
Cause = Literal["missing", "conflicting", "variable", "model"]
"""Why a quantity is uncertain (ISPM 11, 2.4): data are missing, sources conflict, it differs from
case to case, or the model is in doubt."""

NAME_PATTERN = r"^[a-z][a-z0-9_.-]*$"


class Source(Frozen):
    """Where a value comes from: a citation, or who judged it, when and why."""

    status: Status
    """verified: the figure was read in the source; unverified: cited but not read;
    elicited: a structured judgement; assumed: a single assessor's assumption."""
    citation: str | None = None
    assessor: str | None = None
    date: dt.date | None = None
    reason: LocalText | None = None
    note: LocalText | None = None

    @model_validator(mode="after")
    def _complete(self) -> Source:
        cited = self.status in ("verified", "unverified")
        judged = bool(self.assessor and self.date and self.reason)
        if (cited and not self.citation) or (not cited and not judged):
            raise problem("no_source", self.status, "citation | assessor + date + reason")
        return self


class Parameter(Frozen):
    """One uncertain quantity. Its draws are percentiles of `name` pushed through `distribution`."""

    name: str = Field(pattern=NAME_PATTERN, max_length=80)
    distribution: Distribution
    unit: str
    source: Source
    bounds: tuple[float, float] | None = None
    """Narrower limits than the quantity's own; the distribution must lie inside."""
    nature: Nature = "uncertainty"
    """uncertainty: we do not know it; variability: it differs from year to year."""
    cause: Cause | None = None
    """Why it is uncertain; left out = read from nature and source (`uncertainty_sources`)."""
    elicitation: Elicitation | None = None
    """Who judged what; the distribution is then that of the elicitation."""

    @model_validator(mode="after")
    def _as_elicited(self) -> Parameter:
        if self.elicitation is not None and self.elicitation.distribution() != self.distribution:
            raise problem("conflict", self.distribution.kind, "the distribution of the elicitation",
                          "distribution")
        return self

    @model_validator(mode="after")
    def _inside_bounds(self) -> Parameter:
        if self.bounds is not None:
            low, high = self.distribution.support
            if low < self.bounds[0] or high > self.bounds[1]:
                raise problem("out_of_bounds", f"[{low:g}, {high:g}]",
                              f"{self.bounds[0]:g} … {self.bounds[1]:g}")
        return self

    def sample(self, u: FloatArray) -> FloatArray:
        """Values at percentiles `u` [draws], in `unit`."""
        return self.distribution.ppf(u)

    def draws(self, draws: int, seed: int) -> FloatArray:
        """Values at the named stratified percentiles, shape [draws]."""
        return self.sample(percentiles(self.name, draws, seed))


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a field of the model means: title for people, units and limits allowed."""

    title: str
    units: tuple[str, ...]
    low: float = 0.0
    high: float = math.inf
    varies: bool = False
    """Whether it may differ from year to year."""

    def unit_faults(self, unit: str) -> list[tuple[str, str, str, str]]:
        """(path, code, value, allowed) if the unit is none of this quantity's."""
        money = any(u.startswith("money") for u in self.units)
        known = f"money{unit[3:]}" if money and unit[:3].isupper() else unit
        if known in self.units:
            return []
        return [("unit", "wrong_unit", unit, ", ".join(
            u.replace("money", "CUR") for u in self.units))]

    def faults(self, parameter: Parameter) -> list[tuple[str, str, str, str]]:
        """(path, code, value, allowed) for every rule this parameter breaks."""
        found = self.unit_faults(parameter.unit)
        low, high = parameter.distribution.support
        if low < self.low or high > self.high:
            found.append(("distribution", "out_of_bounds", f"[{low:g}, {high:g}]",
                          f"{self.low:g} … {self.high:g}"))
        if parameter.nature == "variability" and not self.varies:
            found.append(("nature", "not_computed", "variability", "uncertainty"))
        return found


SHARE = ("1",)
QUANTITIES: dict[str, Quantity] = {
    "volume": Quantity(N_("Volume offered"), ("units/yr",)),
    "prevalence": Quantity(N_("Prevalence at origin"), ("infested units/unit",), 0, 1),
    "pests_per_unit": Quantity(N_("Live pests per infested unit"), ("pests/infested unit",)),
    "unit_kg": Quantity(N_("Weight of one unit"), ("kg/unit",), 1e-9),
    "lot_size": Quantity(N_("Lot size"), ("units/lot",), 1),
    "lot_shape": Quantity(N_("Lot-to-lot shape κ"), SHARE, 1e-3),
    "survival": Quantity(N_("Survival in commercial practice"), SHARE, 0, 1),
    "units_together": Quantity(N_("Infested units discarded together"), ("units",), 1),
    "female_share": Quantity(N_("Share of females"), SHARE, 0, 1),
    "r0": Quantity(N_("Female offspring per female in favourable climate (R0)"),
                   ("females/female",)),
    "line_survival": Quantity(N_("Chance that one founder's line survives"), SHARE, 0, 1),
    "full_suitability": Quantity(N_("Index at which climate no longer limits persistence"),
                                 ("index",), 1e-6, 100),
    "suitable_from": Quantity(N_("Index from which a cell counts as suitable"),
                              ("index",), 0, 100),
    "season_dependence": Quantity(N_("How much persistence hangs on the season of arrival"),
                                  SHARE, 0, 1),
    "diurnal_range": Quantity(N_("Daily temperature range"), ("degC",), 0, 30),
    "daily_sd": Quantity(N_("Day-to-day spread of the daily mean temperature"), ("degC",), 0, 15),
    "wet_month": Quantity(N_("Rain that makes a month wet enough"), ("mm/month",), 0, 1000),
    "snow_days": Quantity(N_("Days under snow on unfrozen soil that infection needs"),
                          ("d/yr",), 1, 200),
    "soil_low": Quantity(N_("Lowest soil temperature at which infection goes on"),
                         ("degC",), -10, 5),
    "soil_high": Quantity(N_("Highest soil temperature at which infection goes on"),
                          ("degC",), 0, 15),
    "winter_sd": Quantity(N_("Year-to-year spread of winter temperature"), ("degC",), 0.5, 4),
    "snow_damping": Quantity(N_("Damping of air temperature per metre of snow"), ("1/m",), 0, 20),
    "lower_threshold": Quantity(N_("Development begins at"), ("degC",), -20, 40),
    "upper_threshold": Quantity(N_("Development gets no faster above"), ("degC",), 0, 60),
    "generation": Quantity(N_("Development: degree-days for one generation"), ("degC d",), 1),
    "emergence": Quantity(N_("Degree-days from midwinter to the first adults"), ("degC d",)),
    "lag": Quantity(N_("Years until the population is noticed or begins to spread"), ("yr",)),
    "rate": Quantity(N_("Radial rate of spread"), ("km/yr",)),
    "discount": Quantity(N_("Discount rate"), ("1/yr",), 0, 1),
    "host_area": Quantity(N_("Host area in the PRA area"), ("ha",)),
    "host_value": Quantity(N_("Value of host production"), ("money/yr",)),
    "share_of_value": Quantity(N_("Share of the production value lost where present"), SHARE, 0, 1),
    "important_loss": Quantity(N_("Loss density that counts as economically important"),
                               ("money/km2/yr",)),
    "per_hectare": Quantity(N_("Cost per invaded hectare of host"), ("money/ha/yr",)),
    "while_present": Quantity(N_("Loss while the pest is present"), ("money/yr",)),
    "efficacy": Quantity(N_("Efficacy when applied"), SHARE, 0, 1),
    "survivor_factor": Quantity(N_("Survivors in practice per survivor in the trial"), SHARE, 1),
    "sample_size": Quantity(N_("Units inspected per lot"), ("units/lot",), 0),
    "sensitivity": Quantity(N_("Chance that an inspected infested unit is recognised"),
                            SHARE, 0, 1),
    "compliance": Quantity(N_("Share of lots on which it is really applied"), SHARE, 0, 1),
    "outage": Quantity(N_("Share of lots on which the whole group fails"), SHARE, 0, 1),
    "cost": Quantity(N_("Cost"), ("money/yr", "money/unit")),
}
"""Every quantity of the model, keyed by the field that holds it (design 2.1–2.6)."""


_SHEET: dict[str, tuple[str, str]] = {
    "dv0": (N_("Growth begins at"), "degC"), "dv1": (N_("Best temperature from"), "degC"),
    "dv2": (N_("Best temperature to"), "degC"), "dv3": (N_("Growth ends at"), "degC"),
    "sm0": (N_("Soil moisture: growth begins at"), "1"),
    "sm1": (N_("Soil moisture: best from"), "1"),
    "sm2": (N_("Soil moisture: best to"), "1"),
    "sm3": (N_("Soil moisture: growth ends at"), "1"),
    "ttcs": (N_("Cold stress below a night minimum of"), "degC"),
    "thcs": (N_("Cold stress rate, per week and °C"), "1/week/degC"),
    "dtcs": (N_("Cold stress with fewer degree-days a week than"), "degC d"),
    "dhcs": (N_("Cold stress rate by degree-days, per week"), "1/week/degC/d"),
    "tths": (N_("Heat stress above a day maximum of"), "degC"),
    "thhs": (N_("Heat stress rate, per week and °C"), "1/week/degC"),
    "smds": (N_("Dry stress below a soil moisture of"), "1"),
    "hds": (N_("Dry stress rate, per week"), "1/week"),
    "smws": (N_("Wet stress above a soil moisture of"), "1"),
    "hws": (N_("Wet stress rate, per week"), "1/week"),
    "ttcw": (N_("Cold-wet stress below a night minimum of"), "degC"),
    "mtcw": (N_("Cold-wet stress above a soil moisture of"), "1"),
    "pcw": (N_("Cold-wet stress rate, per week and °C"), "1/week/degC"),
    "ttcd": (N_("Cold-dry stress below a night minimum of"), "degC"),
    "mtcd": (N_("Cold-dry stress below a soil moisture of"), "1"),
    "pcd": (N_("Cold-dry stress rate, per week and °C"), "1/week/degC"),
    "tthw": (N_("Hot-wet stress above a day maximum of"), "degC"),
    "mthw": (N_("Hot-wet stress above a soil moisture of"), "1"),
    "phw": (N_("Hot-wet stress rate, per week and °C"), "1/week/degC"),
    "tthd": (N_("Hot-dry stress above a day maximum of"), "degC"),
    "mthd": (N_("Hot-dry stress below a soil moisture of"), "1"),
    "phd": (N_("Hot-dry stress rate, per week and °C"), "1/week/degC"),
    "pdd": (N_("Degree-days for one generation"), "degC d"),
}
"""Field of a climate sheet -> what it means, unit. Rates are given by size, without sign."""
QUANTITIES |= {field: Quantity(title, (unit,), -60.0 if unit == "degC" else 0.0)
               for field, (title, unit) in _SHEET.items()}
QUANTITIES |= {key: replace(QUANTITIES[key], varies=True) for key in (
    "volume", "prevalence", "pests_per_unit", "survival", "units_together", "female_share", "r0",
    "line_survival", "host_value", "share_of_value", "per_hectare", "while_present", "efficacy",
    "survivor_factor", "sensitivity", "compliance", "outage")}
"""Entry, founding and yearly losses may differ from year to year; climate, spread and costs are
those of all years together."""


def _check(key: str) -> Callable[[Parameter], Parameter]:
    def check(parameter: Parameter) -> Parameter:
        faults = QUANTITIES[key].faults(parameter)
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return parameter

    return check


def quantity(key: str) -> AfterValidator:
    """Validator for `Annotated[Parameter, quantity(key)]`: unit, limits and nature at once."""
    return AfterValidator(_check(key))


Volume = Annotated[Parameter, quantity("volume")]
Share = Annotated[Parameter, quantity("survival")]
