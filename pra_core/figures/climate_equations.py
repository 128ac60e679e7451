"""The equations of establishment by kind of climate model, and what they say in words."""

from __future__ import annotations

from pra_core.errors import N_
from pra_core.pest import BlossomBlight, CitedTable, ClimateModel, DwarfBunt

LINK = (
    r"p_{\text{climate}} = \sum_c w_c\, g_c\, \bigl(1 - s\,(1 - A_c)\bigr), \qquad"
    r" g_c = \min\!\left(1, \frac{EI_c}{EI_{full}}\right)",
    r"p_{\text{founder}} = p_1\, p_{\text{climate}}, \qquad p_1 = 1 - e^{-R_0\, p_1}",
)
WEEKLY = (
    r"EI = 100 \cdot \tfrac{1}{52}\sum_{w=1}^{52} TI_w\, MI_w \;\prod_{s}"
    r" \Bigl(1-\tfrac{\text{stress}_s}{100}\Bigr)", *LINK)
BLOOM = (
    r"EI = 100 \cdot \underset{m \,\in\, \text{bloom}}{\text{mean}}\;"
    r" [P_m \ge P_{wet}]\; \Phi\!\left(\frac{T_m - T^*}{\sigma}\right)", *LINK)
SNOW = (r"EI = 100 \cdot P\bigl(D(a) \ge D^*\bigr), \qquad a \sim N(0, \sigma_{winter})", *LINK)
LINK_WORDS = N_(
    "w: share of arriving produce that ends up in cell c; EI full: index at which climate no longer"
    " limits persistence, an uncertain input; A: growth in the months of arrival beside the best"
    " month, and s: how much persistence hangs on it (both only where months of arrival are given);"
    " p₁: chance that one founder's line survives in favourable climate. Where a chance of survival"
    " is given directly, it takes the place of p₁.")
WEEKLY_WORDS = N_(
    "Each week grows as far as temperature (TI) and soil moisture (MI) allow, 0 to 1. Growth over"
    " the year is lowered by cold, heat, dry and wet stress and their interactions (Sutherst &"
    " Maywald 1985); a year with too few degree-days for one generation gives 0.")
BLOOM_WORDS = N_(
    "A month of bloom counts by the share of its days that are warm enough (mean temperature above"
    " T*, day-to-day spread σ) if its rain reaches what makes a month wet (MARYBLYT conditions,"
    " Steiner 1990).")
SNOW_WORDS = N_(
    "D: days of a winter with snow on the ground and soil between two temperatures; D*: the days"
    " that infection needs; a: how much warmer or colder a winter is than the average.")


def equations(model: ClimateModel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """LaTeX lines, and the sentences to be translated that explain them."""
    if isinstance(model, BlossomBlight):
        return BLOOM, (BLOOM_WORDS, LINK_WORDS)
    if isinstance(model, DwarfBunt):
        return SNOW, (SNOW_WORDS, LINK_WORDS)
    if isinstance(model, CitedTable):
        return LINK, (LINK_WORDS,)
    return WEEKLY, (WEEKLY_WORDS, LINK_WORDS)
