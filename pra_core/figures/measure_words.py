"""What a measure does, in one line with its 90 % range and the mark of its source."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core import labels
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.measure import Effect
from pra_core.parameter import Parameter

EFFECTS: Mapping[str, str] = {
    "survival": N_("removes {value} of infested units"),
    "individual": N_("kills {value} of the pests inside"),
    "prevalence": N_("lowers prevalence by {value}"),
    "volume": N_("removes {value} of the volume"),
    "establishment": N_("prevents {value} of foundings"),
    "spread": N_("slows spread by {value}"),
}


def effect_words(effect: Effect, eppo_code: str, t: Translator) -> str:
    """What an effect does when it is applied, with its 90 % range and the mark of its source."""
    if effect.sample_size is not None and effect.sensitivity is not None:
        return t("looks at {units} units per lot, recognises {share} of infested ones {mark}",
                 units=t.number(float(effect.sample_size.distribution.ppf(0.5))),
                 share=share_words(effect.sensitivity, t),
                 mark=labels.STATUS_MARKS[effect.sensitivity.source.status])
    kind: str = "survival" if effect.kind == "kill" else effect.kind
    kind = "individual" if effect.acts_on == "individual" else kind
    shown = effect.efficacy.get(eppo_code)
    if shown is None:
        return t("no efficacy is recorded for this pest")
    words = t(EFFECTS[kind], value=share_words(shown, t))
    return f"{words} {labels.STATUS_MARKS[shown.source.status]}"


def marks_words(t: Translator) -> str:
    """What the marks of sources and the brackets behind a value mean."""
    return t("{marks} · in brackets: 90 % range",
             marks=" · ".join(labels.badge(status, t) for status in labels.STATUS_TITLES))


def share_words(parameter: Parameter, t: Translator) -> str:
    """A share as a percentage with its 90 % range."""
    law = parameter.distribution
    if law.support[0] == law.support[1]:
        return t.percent(float(law.mean()))
    low, median, high = (t.percent(float(law.ppf(u))) for u in (0.05, 0.5, 0.95))
    return t("{median} ({low} to {high})", median=median, low=low, high=high)
