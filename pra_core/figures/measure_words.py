"""What a measure does, in one line with its 90 % range and the mark of its source."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core import labels
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.measure import Effect, Measure
from pra_core.parameter import Parameter
from pra_core.presentation import efficacy_in_practice
from pra_core.scenario import Scenario
from pra_core.summary import interval

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
        units = t.number(float(effect.sample_size.distribution.ppf(0.5)))
        mark = labels.STATUS_MARKS[effect.sensitivity.source.status]
        if effect.sensitivity.distribution.support == (0.0, 0.0):
            return t("looks at {units} units per lot, cannot recognise symptomless infestation"
                     " {mark}", units=units, mark=mark)
        return t("looks at {units} units per lot, recognises {share} of infested ones {mark}",
                 units=units, share=share_words(effect.sensitivity, t), mark=mark)
    kind: str = "survival" if effect.kind == "kill" else effect.kind
    kind = "individual" if effect.acts_on == "individual" else kind
    shown = effect.efficacy.get(eppo_code)
    if shown is None:
        return t("no efficacy is recorded for this pest")
    words = t(EFFECTS[kind], value=share_words(shown, t))
    return f"{words} {labels.STATUS_MARKS[shown.source.status]}"


def practice_words(effect: Effect, eppo_code: str, values: Mapping[str, FloatArray],
                   t: Translator) -> str:
    """The efficacy the model uses where survivors are multiplied, with the factor's mark.

    `values`: draws by parameter name. Empty where no factor is given.
    """
    found = efficacy_in_practice(effect, eppo_code, values)
    if found is None or effect.survivor_factor is None:
        return ""
    law = interval(found)
    share = (t.percent(law.median) if law.low == law.high else
             t("{median} ({low} to {high})", median=t.percent(law.median),
               low=t.percent(law.low), high=t.percent(law.high)))
    return t("in practice {share} {mark}", share=share,
             mark=labels.STATUS_MARKS[effect.survivor_factor.source.status])


def measure_lines(scenario: Scenario, measure: Measure, values: Mapping[str, FloatArray],
                  t: Translator) -> list[str]:
    """What each effect does, then what is left of it in practice.

    Effects that read the same are told once; what holds on some pathways only names them.
    """
    everywhere = {p.id for p in scenario.pathways}
    code, found = scenario.pest.eppo_code, dict[tuple[str, str], set[str]]()
    for effect in measure.effects:
        words = effect_words(effect, code, t), practice_words(effect, code, values, t)
        found.setdefault(words, set()).update(effect.pathways or everywhere)
    lines: list[str] = []
    for words, ways in found.items():
        titles = t(", ").join(t.local(p.title) for p in scenario.pathways if p.id in ways)
        lines += [one if ways == everywhere else
                  t("{pathways}: {effect}", pathways=titles, effect=one) for one in words if one]
    return lines


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
