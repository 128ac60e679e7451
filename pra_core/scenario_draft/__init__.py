"""A scenario in the making: the library fills in what it knows, the user decides the rest.

`draft` begins one from a pest, goods, an origin and a PRA area; `Draft.scenario` is the finished
scenario once no input is open.
"""

from __future__ import annotations

from pra_core.scenario_draft.climate_options import sheet_model, table_model
from pra_core.scenario_draft.draft import Draft, draft
from pra_core.scenario_draft.found import ON_GOODS, phenology
from pra_core.scenario_draft.inputs import Climate, ClimateOption, DraftInput, State, Value, Years
from pra_core.scenario_draft.joined_facts import fact_words
from pra_core.scenario_draft.origins import counts
from pra_core.scenario_draft.terms import MONEY, PARTS, Part
from pra_core.scenario_draft.usual_measures import Offer

__all__ = ["MONEY", "ON_GOODS", "PARTS", "Climate", "ClimateOption", "Draft", "DraftInput", "Offer",
           "Part", "State", "Value", "Years", "counts", "draft", "fact_words", "phenology",
           "sheet_model", "table_model"]
