"""What a band of a result shows: what we do not know, or what differs from year to year."""

from __future__ import annotations

from pra_core.i18n import Translator
from pra_core.labels import parameter_label
from pra_core.scenario import Scenario
from pra_core.years_needed import CLOSE, years


def years_caption(scenario: Scenario, t: Translator) -> str:
    """What the band and P(meets) count, where an input differs from year to year; else empty."""
    if not scenario.varying:
        return ""
    return t("{band} P(meets) counts only what we do not know.", band=band_sentence(scenario, t))


def band_sentence(scenario: Scenario, t: Translator) -> str:
    """Which of the two the bands of a scenario's results show, and where the other went.

    Where so much differs that the averages over years are not close, by how much they may miss.
    """
    names = sorted(scenario.varying)
    if not names:
        return t("The band shows what we do not know. No input of this scenario is entered as"
                 " differing from year to year; differences from lot to lot are in the formulas.")
    inputs = "; ".join(parameter_label(scenario, name, t) for name in names)
    missed = years(scenario).error
    if missed > CLOSE:
        return t("The band shows what we do not know. Differences from year to year in {inputs} are"
                 " averaged inside every simulated future, to within about {share}; differences"
                 " from lot to lot are in the formulas.", inputs=inputs, share=t.percent(missed, 1))
    return t("The band shows what we do not know. Differences from year to year in {inputs} are"
             " averaged inside every simulated future; differences from lot to lot are in the"
             " formulas.", inputs=inputs)
