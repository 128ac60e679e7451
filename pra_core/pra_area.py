"""Where things are: the PRA area, where units land, where hosts grow, and another climate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN, Source


class PraArea(Frozen):
    """The PRA area: countries of the boundary set, optionally cut by a box."""

    title: LocalText
    countries: Annotated[tuple[str, ...], Field(min_length=1)]
    """ISO 3166-1 alpha-2 codes."""
    box: tuple[float, float, float, float] | None = None
    """west, south, east, north in degrees; leaves out distant territories."""


class PortShare(Frozen):
    """Share of arrivals that enters at one seaport or airport."""

    code: str = Field(pattern=r"^[A-Z0-9]{3,5}$")
    """UN/LOCODE of a seaport, IATA code of an airport."""
    share: Annotated[float, Field(ge=0, le=1)]


class AreaShare(Frozen):
    """Share of arrivals that ends up in one country or first-level region."""

    area: str
    share: Annotated[float, Field(ge=0, le=1)]


class Landing(Frozen):
    """Where units end up: by city population of the PRA area, from ports, or by area."""

    by: Literal["population", "ports", "areas"] = "population"
    ports: tuple[PortShare, ...] = ()
    areas: tuple[AreaShare, ...] = ()
    reach_km: Annotated[float, Field(gt=0, le=20_000)] = 300.0
    """From a port units go to city people by e^(-distance / reach)."""
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        """The one word `population` is enough."""
        return {"by": given} if given == "population" else given

    @model_validator(mode="after")
    def _shares(self) -> Landing:
        if self.by == "population":
            return self
        if self.source is None:
            raise problem("no_source", self.by, "citation | assessor + date + reason", "source")
        used: Sequence[PortShare | AreaShare] = getattr(self, self.by)
        names = [one.code if isinstance(one, PortShare) else one.area for one in used]
        total = sum(one.share for one in used)
        if abs(total - 1.0) > 1e-6 or len(set(names)) < len(names):
            raise problem("out_of_bounds", f"sum {total:g}", "different places, shares of sum 1",
                          self.by)
        return self


class HostArea(Frozen):
    """Hectares of host in one country or first-level region."""

    area: str
    hectares: Annotated[float, Field(ge=0)]


class Hosts(Frozen):
    """Where the hosts are: a shipped table, areas typed in, or a packed grid of a user's file."""

    title: LocalText
    table: str | None = Field(default=None, pattern=NAME_PATTERN)
    areas: tuple[HostArea, ...] | None = None
    grid: Annotated[str, Field(max_length=4_000_000)] | None = None
    source: Source

    @model_validator(mode="after")
    def _one(self) -> Hosts:
        given = [key for key in ("table", "areas", "grid") if getattr(self, key) is not None]
        if len(given) != 1:
            raise problem("conflict", ", ".join(given) or "none", "table, areas or grid: one")
        return self


Shift = Annotated[float, Field(ge=-20, le=20)]
Factor = Annotated[float, Field(ge=0, le=5)]


class ClimateScenario(Frozen):
    """Another climate than the normals: a change of every month, labelled as a scenario."""

    title: LocalText
    warming: Annotated[tuple[Shift, ...], Field(min_length=12, max_length=12)]
    """Added to the mean temperature of each month [degC], January first."""
    rain: Annotated[tuple[Factor, ...], Field(min_length=12, max_length=12)]
    """Factor on the precipitation of each month."""
    source: Source
