"""P(meets) of the cases that a chart puts side by side."""

from __future__ import annotations

from dataclasses import dataclass

from pra_core.assessment import Assessment
from pra_core.figures import theme
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.summary import meets
from pra_core.top_up import judged, judged_draws


@dataclass(frozen=True, slots=True)
class Estimate:
    """One bar: its name, share of the futures within the ALOP, and how many futures there are."""

    name: str
    probability: float
    draws: int
    colour: str


def simple_estimates(before: Assessment, after: Assessment, t: Translator) -> list[Estimate]:
    """With the selected measures, if any, and without, in few letters."""
    alop, found = after.scenario.alop, []
    if after.scenario.selected:
        found.append(Estimate(t("With"), meets(after, alop).probability, after.draws,
                              theme.ACCENT))
    return [*found, Estimate(t("Without"), meets(before, alop).probability, before.draws,
                             theme.REFERENCE)]


def estimates(before: Assessment, after: Assessment, sets: Portfolios | None, t: Translator
              ) -> list[Estimate]:
    """Without measures, with the selected ones as judged, and the first set that meets."""
    scenario, alop = after.scenario, after.scenario.alop
    found = [Estimate(t("Without measures"), meets(before, alop).probability, before.draws,
                      theme.REFERENCE)]
    if scenario.selected:
        draws = after.draws
        if sets is not None:
            draws = max(draws, judged_draws(sets.row(scenario.selected), sets))
        found.append(Estimate(t("With the selected measures"), judged(after, sets).probability,
                              draws, theme.ACCENT))
    first = sets.first_meeting if sets is not None else None
    if sets is not None and first not in (None, scenario.selected):
        row = sets.row(first or ())
        found.append(Estimate(t("First set that meets"), float(row["probability"]),
                              judged_draws(row, sets), theme.CLASSES[0]))
    return found
