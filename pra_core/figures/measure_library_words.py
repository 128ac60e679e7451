"""The library of measures in words: what each does, on what evidence, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.measure_library import Entry, Evidence, Library, Taxonomy, open_questions, radiates
from pra_core.portfolio import MAX_MEASURES
from pra_core.scenario import Scenario
from pra_core.wording import escaped

CLASSES: Mapping[str, str] = {
    "consignment": N_("Consignments (ISPM 11, 3.4.1)"),
    "crop": N_("The crop at origin (3.4.2)"),
    "pest_free": N_("Pest free area, place or site (3.4.3)"),
    "other_pathways": N_("Other pathways (3.4.4)"),
    "within_country": N_("Within the importing country (3.4.5)"),
    "prohibition": N_("Prohibition (3.4.6)"),
}
PAYERS: Mapping[str, str] = {"exporter": N_("Exporter"), "importer": N_("Importing country"),
                             "shared": N_("Both sides")}
KINDS: Mapping[str, str] = {
    "survival": N_("removes infested units"), "kill": N_("kills pests inside"),
    "prevalence": N_("lowers prevalence"), "volume": N_("reduces the volume"),
    "inspection": N_("inspects samples and rejects lots"),
    "establishment": N_("prevents foundings"), "spread": N_("slows spread"),
}
QUESTIONS: Mapping[str, str] = {
    "efficacy": N_("efficacy"), "sample_size": N_("sample size"),
    "sensitivity": N_("sensitivity of inspection"), "compliance": N_("compliance"),
}
ENTRY_FIELDS: Mapping[str, str] = {
    "treatment": N_("Treatment"), "chemical": N_("Chemical (active ingredient)"),
    "duration_temperature": N_("Duration and temperature"),
    "concentration": N_("Concentration or dose"), "additional": N_("Additional information"),
}
"""Section III of a phytosanitary certificate (ISPM 12)."""
KNOWN, FITTING, ALL = "known", "fitting", "all"
"""Parts of the library: evidence on the pest, for these goods, everything."""
MOST_NAMED = 4


def headline(shown: Sequence[Entry], scenario: Scenario, t: Translator) -> str:
    """How much fits the pathway, and for which of it the efficacy is known."""
    known = [e for e in shown if e.is_shown_for(scenario.pest.eppo_code)]
    said = {"fit": len(shown), "known": len(known), "pest": escaped(scenario.pest.name),
            "titles": escaped(t("; ").join(t.local(e.title) for e in known))}
    rest = t("For the others you decide it before use: it is never taken over from another pest.")
    if not known:
        return t("Of the **{fit}** further measures shown the efficacy against *{pest}* is"
                 " known for none. You decide it before use: it is never taken over from another"
                 " pest.", **said)
    if len(known) > MOST_NAMED:
        first = t("Of the **{fit}** further measures shown the efficacy against *{pest}* is"
                  " known for **{known}**.", **said)
    else:
        first = t("Of the **{fit}** further measures shown the efficacy against *{pest}* is"
                  " known for **{known}**: {titles}.", **said)
    return t("{first} {second}", first=first, second=rest)


def types_line(library: Library, scenario: Scenario, t: Translator) -> str:
    """How many measures of how many types, and which types are not in the published menu."""
    menu = library.taxonomy
    own = [one for one in menu.types if one.category is None]
    return t("{all} measures in all, {here} of them in this scenario already. Their types are the"
             " {published} of the published menu (van Klinken et al. 2022) and {count} of our own:"
             " {types}.", all=len(library.entries),
             here=sum(e.origin == scenario.id for e in library.entries),
             published=len(menu.published), count=len(own),
             types=escaped(t("; ").join(t.local(one.title) for one in own)))


def scopes(library: Library, scenario: Scenario, t: Translator) -> dict[str, str]:
    """Parts of the library that can be shown, with their counts; what has evidence comes first."""
    fitting = library.for_scenario(scenario)
    known = sum(e.is_shown_for(scenario.pest.eppo_code) for e in fitting)
    every = sum(e.origin != scenario.id for e in library.entries)
    found = {}
    if known:
        found[KNOWN] = t("For these goods, with evidence on this pest ({count})", count=known)
    if library.kind_of(scenario) is not None:
        found[FITTING] = t("For these goods ({count})", count=len(fitting))
    return found | {ALL: t("All goods ({count})", count=every)}


def ordered(entries: Sequence[Entry], eppo_code: str) -> list[Entry]:
    """With evidence on the pest first, then general ones, then those of other worked examples."""
    return sorted(entries, key=lambda e: (not e.is_shown_for(eppo_code), e.origin is not None))


def type_words(taxonomy: Taxonomy, key: str | None, t: Translator) -> str:
    """Category and type of the menu."""
    one, category = taxonomy.type_of(key), taxonomy.category_of(key)
    if one is None:
        return t("Type not stated")
    if category is None and one.id == "other-measure":
        return t.local(one.title)
    if category is None:
        return t("{type} (a type of our own, not in the published menu)",
                 type=t.local(one.title))
    return t("{category}: {type}", category=t.local(category.title), type=t.local(one.title))


def effect_line(entry: Entry, t: Translator) -> str:
    """What it does and at which step."""
    told = []
    for effect in entry.effects:
        does = t(KINDS[effect.kind])
        if entry.prohibits:
            does = t("ends the trade")
        elif effect.kind == "kill" and radiates(entry):
            does = t("prevents development of the pests inside")
        told.append(t("{effect} ({step})", effect=does, step=labels.step_title(effect.step, t))
                    if effect.step else does)
    return t("; ").join(dict.fromkeys(told))


def summary(entry: Entry, scenario: Scenario, t: Translator) -> list[str]:
    """Lines of a closed card, as markdown: what it is, what it does, what is known of it."""
    lines = [escaped(t.local(entry.description)),
             t("**Does:** {effect}", effect=escaped(effect_line(entry, t))),
             evidence_summary(entry, scenario, t)]
    if not entry.feasible:
        lines.append(t("**Not feasible in the worked example:** {reason}",
                       reason=escaped(t.local(entry.feasibility))))
    return lines


def facts(library: Library, entry: Entry, t: Translator) -> list[str]:
    """Further lines of an opened card: type, restriction of trade, who pays."""
    lines = [t("**Type:** {type}", type=escaped(type_words(library.taxonomy, entry.type, t))),
             t("**Restricts trade:** level {level} of 5. {reason}", level=entry.restrictiveness,
               reason=escaped(t.local(entry.restrictiveness_reason)))]
    if entry.paid_by is not None:
        lines.append(t("**Paid by:** {payer}. {basis}", payer=t(PAYERS[entry.paid_by]),
                       basis=escaped(_cost(entry, t))))
    return lines


def _cost(entry: Entry, t: Translator) -> str:
    if entry.cost is None:
        return t.local(entry.cost_basis)
    return t("{value} {unit}", value=labels.value_words(entry.cost.distribution, t),
             unit=labels.unit_of(entry.cost, t))


def evidence_summary(entry: Entry, scenario: Scenario, t: Translator) -> str:
    """Whether an efficacy is known for the pest of the scenario, and what has to be decided."""
    code = scenario.pest.eppo_code
    found = [e for effect in entry.effects for e in effect.found(code)]
    asked = [f for f in open_questions(entry, scenario) if f != "compliance"]
    if entry.prohibits:
        return t("**Efficacy:** by definition")
    if found:
        return t("**Evidence on this pest:** {evidence}",
                 evidence=t("; ").join(escaped(t(
                     "{schedule}: {efficacy}", schedule=t.local(e.schedule),
                     efficacy=law_words(e, t))) for e in found[:2]))
    if not asked:
        return t("**Evidence:** as in the worked example it comes from")
    return t("**You decide:** {fields}", fields=t(", ").join(t(QUESTIONS[f]) for f in asked))


def law_words(evidence: Evidence, t: Translator) -> str:
    """The efficacy with its 90 % range and the mark of its source; the schedule alone otherwise."""
    mark = labels.STATUS_MARKS[evidence.source.status]
    law = evidence.law
    if law is None:
        return t("no efficacy known {mark}", mark=mark)
    if law.support[0] == law.support[1]:
        return t("{value} {mark}", value=t.percent(float(law.mean())), mark=mark)
    low, median, high = (t.percent(float(law.ppf(u))) for u in (0.05, 0.5, 0.95))
    return t("{median} ({low} to {high}) {mark}", median=median, low=low, high=high, mark=mark)


def evidence_line(evidence: Evidence, t: Translator) -> str:
    """Pest, schedule and efficacy of one piece of evidence."""
    return t("{pest}: {schedule} — {efficacy}", pest=t.local(evidence.pest),
             schedule=t.local(evidence.schedule), efficacy=law_words(evidence, t))


def evidence_table(entry: Entry, t: Translator) -> pd.DataFrame:
    """Every piece of evidence of an entry: pest, schedule, trial, efficacy, status, source."""
    return pd.DataFrame([{
        "pest": t.local(e.pest), "schedule": t.local(e.schedule), "trial": _trial(e, t),
        "efficacy": law_words(e, t), "status": labels.badge(e.source.status, t),
        "source": labels.source_text(e.source, t),
    } for effect in entry.effects for e in effect.evidence],
        columns=["pest", "schedule", "trial", "efficacy", "status", "source"])


def _trial(evidence: Evidence, t: Translator) -> str:
    if evidence.trial is not None:
        return t("{survivors} survivors of {treated} treated. {conditions}",
                 survivors=t.number(evidence.trial.survivors, 6),
                 treated=t.number(evidence.trial.treated, 9),
                 conditions=t.local(evidence.trial.conditions))
    if evidence.statement is not None:
        return t("stated: at least {efficacy} with {confidence} confidence",
                 efficacy=t.percent(evidence.statement.efficacy),
                 confidence=t.percent(evidence.statement.confidence))
    return "–"


def coverage(library: Library, shown: Sequence[Entry], eppo_code: str, t: Translator
             ) -> pd.DataFrame:
    """Entries by category of the menu: with evidence on the pest, and without."""
    menu = library.taxonomy
    rows = []
    for category in menu.categories:
        own = [e for e in shown if menu.category_of(e.type) == category]
        known = sum(e.has_evidence(eppo_code) for e in own)
        rows.append({"category": t.local(category.title),
                     "objective": t.local(menu.objectives[category.objective]),
                     "known": known, "open": len(own) - known})
    rest = [e for e in shown if menu.category_of(e.type) is None]
    known = sum(e.has_evidence(eppo_code) for e in rest)
    rows.append({"category": t("After arrival, or no trade"), "objective": t("Outside the menu"),
                 "known": known, "open": len(rest) - known})
    return pd.DataFrame(rows)


def menu_sentence(library: Library, scenario: Scenario, t: Translator) -> str:
    """How many types of the menu the scenario uses, and by how many categories."""
    menu = library.taxonomy
    used = [one for one in menu.published if any(m.type == one.id for m in scenario.measures)]
    return t("The menu has **{types}** types of measures in **{categories}** categories; this"
             " scenario uses **{used}** types in **{kinds}** categories.",
             types=len(menu.published), categories=len(menu.categories), used=len(used),
             kinds=len({one.category for one in used}))


def menu_table(library: Library, scenario: Scenario, t: Translator) -> pd.DataFrame:
    """The menu type by type: objective, category, stages, entries, measures of the scenario."""
    menu = library.taxonomy
    counted = pd.Series([e.type for e in library.for_scenario(scenario)]).value_counts()
    return pd.DataFrame([{
        "objective": _objective(menu, one.category, t), "category": _category(menu, one.category,
                                                                             t),
        "type": t.local(one.title),
        "stages": t(", ").join(t.local(menu.stages[s]) for s in one.stages),
        "entries": int(counted.get(one.id, 0)),
        "scenario": t(", ").join(t.local(m.title) for m in scenario.measures if m.type == one.id),
    } for one in menu.types if one.id != "other-measure"])


def _category(menu: Taxonomy, key: str | None, t: Translator) -> str:
    return next((t.local(c.title) for c in menu.categories if c.id == key),
                t("Outside the menu"))


def _objective(menu: Taxonomy, key: str | None, t: Translator) -> str:
    return next((t.local(menu.objectives[c.objective]) for c in menu.categories if c.id == key),
                "–")


def certificate(entry: Entry, evidence: str | None, scenario: Scenario, t: Translator
                ) -> list[tuple[str, str]]:
    """What goes onto the phytosanitary certificate: (field, text), sections II and III.

    `evidence`: id of the evidence whose schedule is used.
    """
    text, found = entry.certificate, entry.treatment_entry
    for one in (e for effect in entry.effects for e in effect.evidence):
        if one.id == evidence and one.treatment_entry is not None:
            found = one.treatment_entry
    lines = [] if text is None else [
        (t("Additional declaration"), t.local(text).replace("{pest}", scenario.pest.name))]
    for field, title in ENTRY_FIELDS.items():
        said = getattr(found, field) if found is not None else None
        if said is not None:
            lines.append((t(title), t.local(said)))
    return lines


def crowded(scenario: Scenario, t: Translator) -> str:
    """That the search of sets would refuse so many feasible measures; empty where it does not."""
    count = sum(m.feasible for m in scenario.measures)
    if count <= MAX_MEASURES:
        return ""
    return t("This scenario has {count} feasible measures. The search of every set takes at most"
             " {most}: take some out, or mark as not feasible what is not at hand.", count=count,
             most=MAX_MEASURES)
