"""What a treatment trial proves and what it does not, in words and tables."""

from __future__ import annotations

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.evidence_field_words import mostly
from pra_core.i18n import Translator
from pra_core.measure import Measure, Trial
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.trial_evidence import (
    PROBIT_9,
    PUBLISHED_INSECTS,
    Shipment,
    TrialEvidence,
    conventions,
    evidence,
    to_treat,
    treatable,
)

WEAK_CONTROL = 0.2
"""Control mortality above which a trial says little about the treatment."""


def answer(found: TrialEvidence, treated: float, control: float, t: Translator) -> str:
    """What the trial shows, and whether that is what is required."""
    said = found.statement
    left = t.number(1e6 * (1.0 - said.proven_mortality), 3)
    tested = (t("Of **{treated}** treated, **none survived**", treated=t.number(treated, 9))
              if said.survivors == 0 else
              t("Of **{treated}** treated, **{survivors}** survived",
                treated=t.number(treated, 9), survivors=t.number(said.survivors, 9)))
    if control > 0:
        tested = t("{tested} ({effective} count, less those that die without treatment)",
                   tested=tested, effective=t.number(round(said.effective), 9))
    first = t("{tested}. With {share} confidence at least **{mortality}** die: at most {left}"
              " survivors in a million.", tested=tested, share=t.percent(said.confidence),
              mortality=t.percent(said.proven_mortality), left=left)
    return f"{first} {_verdict(found, t)}"


def _verdict(found: TrialEvidence, t: Translator) -> str:
    required = t.percent(found.required)
    if found.proves:
        return t("That **proves** the {required} required.", required=required)
    if found.needed is None:
        return t("It **does not prove** the {required} required, and no trial could.",
                 required=required)
    return t("It **does not prove** the {required} required: {missing} more, without a further"
             " survivor, would have to be treated.", required=required,
             missing=t.number(found.missing, 9))


def proven(found: TrialEvidence, t: Translator) -> list[str]:
    """What the trial proves."""
    said = found.statement
    share = t.percent(said.confidence)
    return [
        t("With {share} confidence at least {mortality} of individuals like those tested die under"
          " the conditions of the trial (exact binomial bound).", share=share,
          mortality=t.percent(said.proven_mortality)),
        t("The classical confidence that mortality reaches {required} is {reached}: had mortality"
          " been lower, as few survivors would have been seen in at most {doubt} of such trials.",
          required=t.percent(found.required), reached=mostly(found.confidence_reached, t),
          doubt=t.percent(1.0 - found.confidence_reached, 2)),
        t("Read as a distribution (Jeffreys prior), mortality is above {mortality} with"
          " {share} probability, and at least {required} with {credible}. The model uses this"
          " distribution; it asks less of a trial than the classical bound.",
          mortality=t.percent(said.credible_mortality), share=share,
          required=t.percent(found.required), credible=mostly(found.credible, t)),
    ]


def unproven(found: TrialEvidence, control: float, t: Translator) -> list[str]:
    """What the trial does not prove."""
    said = found.statement
    lines = [
        t("That all die. No number of dead ones shows 100 %: up to {left} survivors in a million"
          " agree with this trial.", left=t.number(1e6 * (1.0 - said.proven_mortality), 3)),
        t("That commercial treatment does the same. Cold spots, uneven loading and probes out of"
          " order come on top; the model multiplies survivors by a factor and treats some lots as"
          " untreated."),
        t("Anything about other stages, populations, hosts, doses or temperatures than those"
          " tested."),
        t("That a shipment is safe. That hangs on how many living pests go in: see the shipment"
          " below."),
    ]
    if said.survivors:
        lines.append(t("That survivors do no harm. Whether they would have bred is another"
                       " question; the trial counts them as survivors."))
    if control > WEAK_CONTROL:
        lines.append(t("Much at all: {share} died without treatment, so the pests were weak or"
                       " the handling harsh.", share=t.percent(control)))
    return lines


def standards(found: TrialEvidence, control: float, t: Translator) -> pd.DataFrame:
    """One row per standard: what it asks for and what this trial gives."""
    said = found.statement
    rows = []
    asked = {(round(PROBIT_9, 12), 0.95): t("Probit 9 (Baker 1939): 99.9968 %, confidence 95 %"),
             (0.9999, 0.95): t("99.99 %, confidence 95 %")}
    yours = round(found.required, 12), round(said.confidence, 12)
    asked.setdefault(yours, t("Yours: {required}, confidence {share}",
                              required=t.percent(found.required),
                              share=t.percent(said.confidence)))
    for (required, confidence), name in asked.items():
        one = evidence(found.treated, said.survivors, confidence, control, required)
        rows.append({
            "standard": name, "needed": one.needed,
            "reached": mostly(one.confidence_reached, t), "credible": mostly(one.credible, t),
            "verdict": t("proven") if one.proves else t("not proven")})
    return pd.DataFrame(rows)


def standards_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `standards`."""
    return {"standard": (t("Standard"), "text"),
            "needed": (t("To be treated"), "count"),
            "reached": (t("Confidence reached"), "text"),
            "credible": (t("Probability (Jeffreys)"), "text"),
            "verdict": (t("This trial"), "text")}


def needed(required: float, confidence: float, control: float, t: Translator) -> pd.DataFrame:
    """Number to treat for a required mortality, by the number of survivors seen."""
    return pd.DataFrame([{"survivors": t.number(s),
                          "insects": to_treat(required, confidence, s, control)}
                         for s in range(6)])


def needed_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `needed`."""
    return {"survivors": (t("Survivors seen"), "text"),
            "insects": (t("To be treated"), "count")}


def conventions_words(t: Translator) -> str:
    """Why the published number differs by a few insects from the exact ones."""
    return t("The published number, {published}, is 2.9956 divided by 0.000032: a rounded Poisson"
             " quantile over the rounded survival of probit 9. The exact binomial law asks for 3"
             " more, the exact Poisson law for 4 more; the published number gives 94.9997 %"
             " confidence instead of 95 %. No trial is worse for it. A larger gap comes from the"
             " meaning of probit 9: four standard deviations are 31.67 survivors in a million, not"
             " 32, and need about 970 insects more.", published=t.number(PUBLISHED_INSECTS, 6))


LAWS = {"binomial": N_("binomial, exact"), "poisson": N_("Poisson")}


def conventions_table(t: Translator) -> pd.DataFrame:
    """Insects for probit 9 by law and by meaning of probit 9."""
    return pd.DataFrame([{
        "meaning": t("{number} survivors in a million", number=t.number(1e6 * c.survival, 4)),
        "law": t(LAWS[c.law]), "insects": c.insects, "more": c.insects - PUBLISHED_INSECTS,
        "published": c.published_reaches} for c in conventions()])


def conventions_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `conventions_table`."""
    return {"meaning": (t("Probit 9 taken as"), "text"), "law": (t("Law"), "text"),
            "insects": (t("Insects, none surviving, 95 % confidence"), "count"),
            "more": (t("More than published"), "count"),
            "published": (t("Confidence that the published number gives"), "percent")}


def shipment_words(found: Shipment, danger: str, limit: float, t: Translator) -> str:
    """How many survive in one shipment, and what treatment and trial it calls for."""
    names = {"pair": N_("a female and a male"), "single": N_("at least one pest")}
    first = t("With the mortality this trial proves, a shipment holds **{mean}** survivors on"
              " average; the chance that {danger} survive is **{chance}**.",
              mean=t.number(found.survivors, 3), danger=t(names[danger]),
              chance=_seldom(found.chance, t))
    if found.mortality_needed == 0.0:
        return t("{first} Even without treatment the chance stays within {limit}.", first=first,
                 limit=t.percent(limit))
    if found.to_treat is None:
        return t("{first} To keep it within {limit}, a mortality of **{needed}** is needed, which"
                 " no trial could show.", first=first, limit=t.percent(limit),
                 needed=t.percent(found.mortality_needed))
    return t("{first} To keep it within {limit}, a mortality of **{needed}** is enough; a trial"
             " with **{insects}** treated and no survivor shows that with 95 % confidence.",
             first=first, limit=t.percent(limit), needed=t.percent(found.mortality_needed),
             insects=t.number(found.to_treat, 9))


def _seldom(chance: float, t: Translator) -> str:
    """A small chance as "1 in 400 shipments"."""
    if 0.0 < chance < 0.1:
        return t("1 in {number} shipments", number=t.number(1.0 / chance, 2))
    return t.percent(chance, 2)


def limit_words(sample: int, lot: int, limit: int, t: Translator) -> str:
    """The inspection that keeps a treated lot within the maximum pest limit."""
    if sample == 0:
        return t("**No inspection** is needed: the treatment alone keeps a lot within {limit}"
                 " living pests.", limit=t.number(limit))
    return t("Look at **{sample}** of {lot} units and accept the lot only if none is infested:"
             " whatever the prevalence, more than {limit} living pests then pass with"
             " no more than the risk accepted.", sample=t.number(sample, 6), lot=t.number(lot, 9),
             limit=t.number(limit))


def trials(scenario: Scenario) -> dict[str, Trial]:
    """The published trials behind the measures of a scenario, by measure id."""
    return {m.id: e.trial for m in scenario.measures for e in m.effects if e.trial is not None}


def takers(scenario: Scenario) -> list[Measure]:
    """Measures whose efficacy a trial could state: treatments that kill, then the others."""
    found = [m for m in scenario.measures if treatable(m, scenario.pest.eppo_code)]
    return sorted(found, key=lambda m: all(e.kind != "kill" for e in m.effects))


def trial_words(trial: Trial, typed: tuple[int, int, float], t: Translator) -> str:
    """Conditions and source of a published trial, and whether other numbers were typed."""
    parts = [t.local(trial.conditions), labels.badge(trial.source.status, t),
             labels.source_text(trial.source, t).partition("\n")[0]]
    published = trial.treated, trial.survivors, round(trial.control_mortality, 12)
    if published != (typed[0], typed[1], round(typed[2], 12)):
        parts.append(t("the numbers below were changed"))
    return " · ".join(parts)


def trial_source(citation: str, read: bool, judged: Source) -> Source:
    """Where a typed trial comes from: the citation given, else whoever typed it."""
    if not citation.strip():
        return judged
    return Source(status="verified" if read else "unverified", citation=citation.strip(),
                  note=judged.reason)
