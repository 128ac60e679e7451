"""What a band of a result shows: what we do not know, or what differs from year to year."""

from __future__ import annotations

from pra_core.i18n import Translator
from pra_core.labels import parameter_label
from pra_core.scenario import Scenario


def band_sentence(scenario: Scenario, t: Translator) -> str:
    """Which of the two the bands of a scenario's results show, and where the other went."""
    names = sorted(scenario.varying)
    if not names:
        return t("The band shows what we do not know. No input of this scenario is entered as"
                 " differing from year to year; differences from lot to lot are in the formulas.")
    return t("The band shows what we do not know. Differences from year to year in {inputs} are"
             " averaged inside every simulated future; differences from lot to lot are in the"
             " formulas.",
             inputs="; ".join(parameter_label(scenario, name, t) for name in names))
