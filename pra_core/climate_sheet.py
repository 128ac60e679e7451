"""The parameter sheet of the growth-and-stress climate model (after Sutherst & Maywald 1985)."""

from __future__ import annotations

from pydantic import model_validator

from pra_core.frozen import Frozen, problem


class ClimateSheet(Frozen):
    """Thresholds and rates as published sheets print them; rates may carry a minus sign.

    A stress whose threshold and rate are left out is not used. Units: degC, per week, share of
    soil holding capacity, degree-days.
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
        return self
