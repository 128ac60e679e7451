"""The parameter sheet of the growth-and-stress climate model (after Sutherst & Maywald 1985)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, problem

Share = Annotated[float, Field(ge=0)]
"""Soil moisture as share of the holding capacity; above 1 in weeks with surplus water."""


class ClimateSheet(Frozen):
    """Thresholds and rates as published sheets print them; rates may carry a minus sign.

    A stress whose thresholds and rate are left out is not used. Units: degC, per week, share of
    soil holding capacity, degree-days.

    Sheets print the degree-day threshold of cold stress, `dtcs`, in degree-days without a period.
    It is read as degree-days above dv0 **per week**, because stress is added up by the week and
    printed values (5 to 20) exceed what one day of a growing season gives.

    An interaction adds rate x (excess of temperature) x (excess of moisture) in weeks in which
    both limits are passed. Sheets print its rate per week; it is read as per week, degC and share.
    """

    dv0: float
    dv1: float
    dv2: float
    dv3: float
    """Temperature: lower threshold, lower and upper optimum, upper threshold [degC]."""
    sm0: float
    sm1: float
    sm2: float
    sm3: float
    """Soil moisture: lower threshold, lower and upper optimum, upper threshold [share]."""
    ttcs: float | None = None
    thcs: float | None = None
    """Cold stress, temperature form: threshold [degC], rate [1/week/degC]."""
    dtcs: float | None = None
    dhcs: float | None = None
    """Cold stress, degree-day form: threshold [degC d per week], rate [1/week per degC d]."""
    tths: float | None = None
    thhs: float | None = None
    """Heat stress: threshold [degC], rate [1/week/degC]."""
    smds: float | None = None
    hds: float | None = None
    """Dry stress: threshold [share], rate [1/week]."""
    smws: float | None = None
    hws: float | None = None
    """Wet stress: threshold [share], rate [1/week]."""
    pdd: float | None = None
    """Degree-days above dv0 for one generation [degC d]."""
    ttcw: float | None = None
    mtcw: Share | None = None
    pcw: float | None = None
    """Cold-wet stress: night minimum below ttcw [degC], moisture above mtcw [share], rate."""
    ttcd: float | None = None
    mtcd: Share | None = None
    pcd: float | None = None
    """Cold-dry stress: night minimum below ttcd [degC], moisture below mtcd [share], rate."""
    tthw: float | None = None
    mthw: Share | None = None
    phw: float | None = None
    """Hot-wet stress: day maximum above tthw [degC], moisture above mthw [share], rate."""
    tthd: float | None = None
    mthd: Share | None = None
    phd: float | None = None
    """Hot-dry stress: day maximum above tthd [degC], moisture below mthd [share], rate."""

    @model_validator(mode="after")
    def _ordered(self) -> ClimateSheet:
        temperatures = (self.dv0, self.dv1, self.dv2, self.dv3)
        moistures = (self.sm0, self.sm1, self.sm2, self.sm3)
        for label, values in (("dv0 … dv3", temperatures), ("sm0 … sm3", moistures)):
            if list(values) != sorted(values) or values[0] == values[1] or values[2] == values[3]:
                raise problem("order", values, f"{label}: x0 < x1 <= x2 < x3")
        pairs = {"cold": (self.ttcs, self.thcs), "cold degree-days": (self.dtcs, self.dhcs),
                 "heat": (self.tths, self.thhs), "dry": (self.smds, self.hds),
                 "wet": (self.smws, self.hws)}
        for label, (threshold, rate) in pairs.items():
            if (threshold is None) != (rate is None):
                raise problem("missing", label, "threshold and rate, or neither")
        for label, three in self.interactions().items():
            if None in three and any(value is not None for value in three):
                raise problem("missing", label,
                              "both thresholds and the rate, or none of the three")
        return self

    def interactions(self) -> dict[str, tuple[float | None, float | None, float | None]]:
        """Temperature limit, moisture limit and rate of each interaction, all None if not used."""
        return {"cold_wet": (self.ttcw, self.mtcw, self.pcw),
                "cold_dry": (self.ttcd, self.mtcd, self.pcd),
                "hot_wet": (self.tthw, self.mthw, self.phw),
                "hot_dry": (self.tthd, self.mthd, self.phd)}
