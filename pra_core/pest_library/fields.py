"""The facts a pest record may hold: field, group, unit, limits, and what a scenario needs.

Units and limits are those of the quantity of the model that a field feeds (`parameter.QUANTITIES`)
where there is one. Field groups follow the steps of ISPM 11.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pra_core.errors import N_

FieldGroup = Literal["biology", "entry", "spread", "impact"]


@dataclass(frozen=True, slots=True)
class FactField:
    """What a fact means: title for people, step of ISPM 11, units and limits allowed."""

    title: str
    group: FieldGroup
    units: tuple[str, ...]
    low: float = 0.0
    high: float = math.inf


_C = ("degC",)
FACT_FIELDS: Mapping[str, FactField] = {
    "lower_threshold": FactField(N_("Development begins at"), "biology", _C, -20, 40),
    "upper_threshold": FactField(N_("Development ends above"), "biology", _C, 0, 60),
    "optimum": FactField(N_("Best temperature"), "biology", _C, -5, 60),
    "growth_low": FactField(N_("Lowest temperature of growth or infection"), "biology", _C,
                            -20, 40),
    "growth_high": FactField(N_("Highest temperature of growth or infection"), "biology", _C,
                             0, 60),
    "wetness": FactField(N_("Hours of wetness that infection needs"), "biology", ("h",)),
    "lethal_low": FactField(N_("Killed by cold below"), "biology", _C, -80, 40),
    "lethal_high": FactField(N_("Killed by heat above"), "biology", _C, 0, 100),
    "generation": FactField(N_("Degree-days of one generation"), "biology", ("degC d",), 1),
    "generations_per_year": FactField(N_("Generations a year"), "biology", ("1/yr",), 0, 60),
    "latency": FactField(N_("Days from infection to new inoculum or symptoms"), "biology", ("d",)),
    "dormancy": FactField(N_("Years that resting stages stay alive"), "biology", ("yr",)),
    "female_share": FactField(N_("Share of females"), "biology", ("1",), 0, 1),
    "fecundity": FactField(N_("Offspring per female or plant"), "biology",
                           ("eggs/female", "offspring/female", "seeds/plant")),
    "reproduction_rate": FactField(
        N_("Female offspring per female in one generation, laboratory (R0)"), "biology",
        ("females/female",)),
    "field_growth": FactField(N_("Increase per generation in the field"), "biology",
                              ("females/female",)),
    "intrinsic_rate": FactField(N_("Intrinsic rate of increase"), "biology", ("1/d",), -1, 5),
    "founder_success": FactField(N_("Chance that one founder's line survives"), "biology",
                                 ("1",), 0, 1),
    "prevalence": FactField(N_("Infested units per unit at origin"), "entry",
                            ("infested units/unit",), 0, 1),
    "pests_per_unit": FactField(N_("Live pests per infested unit"), "entry",
                                ("pests/infested unit",)),
    "seed_transmission": FactField(N_("Share of seed or progeny infected by an infected parent"),
                                   "entry", ("1",), 0, 1),
    "packing_survival": FactField(N_("Share of infested units left after sorting and packing"),
                                  "entry", ("1",), 0, 1),
    "transport_survival": FactField(N_("Share of pests alive after transport or storage"),
                                    "entry", ("1",), 0, 1),
    "transfer_survival": FactField(N_("Share of pests that reach a host at destination"),
                                   "entry", ("1",), 0, 1),
    "interceptions": FactField(N_("Interceptions"), "entry", ("finds/yr", "finds")),
    "spread_rate": FactField(N_("Radial rate of spread"), "spread", ("km/yr",)),
    "natural_distance": FactField(N_("Distance moved by itself, per year or life"), "spread",
                                  ("km",)),
    "lag": FactField(N_("Years until noticed or until spread begins"), "spread", ("yr",)),
    "yield_loss": FactField(N_("Share of yield or value lost where present"), "impact",
                            ("1",), 0, 1),
    "control_cost": FactField(N_("Cost of control per hectare"), "impact",
                              ("USD/ha/yr", "EUR/ha/yr", "CNY/ha/yr", "AUD/ha/yr")),
    "annual_loss": FactField(N_("Loss of a country or region"), "impact",
                             ("USD/yr", "EUR/yr", "CNY/yr", "AUD/yr", "GBP/yr", "NZD/yr",
                              "CAD/yr")),
    "eradication_cost": FactField(N_("Cost of an eradication or of one outbreak"), "impact",
                                  ("USD", "EUR", "CNY", "AUD", "GBP", "NZD", "CAD")),
}
"""Every fact a record may hold, in the order of ISPM 11."""

NEEDED_ANY: Mapping[str, tuple[str, ...]] = {
    "temperature": ("lower_threshold", "growth_low", "growth_high", "optimum", "lethal_low"),
    "development": ("generation", "generations_per_year", "latency", "dormancy"),
    "growth": ("reproduction_rate", "field_growth", "intrinsic_rate", "founder_success",
               "fecundity"),
    "load": ("pests_per_unit", "seed_transmission"),
    "prevalence": ("prevalence",),
    "survival": ("transport_survival", "packing_survival", "transfer_survival"),
    "spread": ("spread_rate", "natural_distance"),
    "impact": ("yield_loss", "control_cost", "annual_loss", "eradication_cost"),
}
"""What a scenario asks of the facts -> fields of which one is enough; `female_share` comes on
top for sexual reproduction. The list parts (hosts, range, pathways, regulation, similar species)
are needed too (`completeness`)."""
HELPFUL = frozenset({"development", "prevalence", "survival"})
"""Parts that are no property a scenario needs of the pest itself: phenology is optional, and
prevalence and survival are those of one trade, asked for in every scenario anew."""
BY_DEFINITION: Mapping[str, frozenset[str]] = {
    "fungi_oomycetes": frozenset({"load"}), "bacteria_phytoplasmas": frozenset({"load"}),
    "viruses_viroids": frozenset({"load", "temperature"})}
"""Group -> parts that only help: an infected unit is itself the founder of a disease, and the
climate of a virus or viroid is that of its hosts."""
