"""The study most likely to change the choice, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.sensitivity_labels import short_label
from pra_core.figures.study_answer_words import (
    cases,
    headline,
    now_sentence,
    study_label,
    where_words,
)
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.summary import Z95
from pra_core.value_of_information import Offer, Study, StudyTable
from pra_core.wording import escaped, set_words

OFFERS = {"trial": N_("Trial of: {label}"), "survey": N_("Survey of: {label}")}


def short_answer(table: StudyTable, scenario: Scenario, t: Translator, *,
                 preliminary: bool = False) -> str:
    """The answer in two sentences, to be read aloud; the sets stand beside it (`set_lines`).

    `preliminary`: sets on which the choice hangs are still being judged.
    """
    return _marked(headline(table, scenario, t) or _answer(table, scenario, t), preliminary, t)


def answer_sentence(table: StudyTable, scenario: Scenario, t: Translator, *,
                    preliminary: bool = False) -> str:
    """The number to pay for and what knowing it would change; or why nothing would change.

    With the sets by name, for a text that stands by itself; `preliminary` as in `short_answer`.
    """
    return _marked(_answer(table, scenario, t), preliminary, t)


def _marked(said: str, preliminary: bool, t: Translator) -> str:
    if not preliminary:
        return said
    return t("{answer} (Preliminary: sets near the limit are still being judged on more simulated"
             " futures.)", answer=said)


def _answer(table: StudyTable, scenario: Scenario, t: Translator) -> str:
    now = escaped(set_words(scenario, table.ladder.measures[table.ladder.chosen], t))
    if table.state == "one_set":
        return t("**There is no choice that a study could change:** the scenario has no measure to"
                 " choose.")
    if table.state == "certain":
        return t("**There is nothing to learn:** every number is given as certain.")
    if table.state == "never" and not table.ladder.meets:
        return t("**No study would change the choice:** in no simulated future does any set meet"
                 " the ALOP, so it stays the safest one, **{now}**.", now=now)
    if table.state == "never":
        return t("**No study would change the choice:** in every simulated future it stays"
                 " **{now}**.", now=now)
    best = table.best
    if best is None:
        return t("**No single number would change the choice, however exactly it were known:** it"
                 " stays **{now}**. Knowing everything at once would change it in {cases} of 100"
                 " cases.", now=now, cases=cases(table.everything.change.chance, t))
    parts = [headline(table, scenario, t), t("In detail: {where}.", where=where_words(
        table, best, scenario, t)), now_sentence(table, scenario, t)]
    if best.money.value > 0:
        parts.append(t("In money it is worth up to **{money}** a year in avoided loss and cost.",
                       money=labels.money(best.money.value,
                                          scenario.consequences.currency, t)))
    return " ".join(parts)


def next_sentence(table: StudyTable, scenario: Scenario, t: Translator) -> str:
    """What is known today of the number to pay for, the numbers after it, and all at once."""
    best, parts = table.best, []
    if best is not None:
        known = scenario.sampled[best.names[0]]
        parts.append(t("Known today of **{label}**: {value}, {unit} ({badge}).",
                       label=escaped(study_label(scenario, best, t)),
                       value=labels.value_words(known.distribution, t),
                       unit=labels.unit_of(known, t), badge=labels.badge(known.source.status, t)))
    after = [t("{label} ({cases} of 100 cases)", cases=cases(one.change.chance, t),
               label=escaped(study_label(scenario, one, t)))
             for one in table.rows if one.kind == "input" and one not in (best, *table.as_good)
             and one.change.chance > Z95 * one.change.error][:2]
    if after:
        parts.append(t("After it: {next}.", next=t("; ").join(after)))
    if table.everything.change.chance > 0:
        parts.append(t("Knowing everything at once would change the choice in {cases} of 100"
                       " cases: no study can be worth more.",
                       cases=cases(table.everything.change.chance, t)))
    return " ".join(parts)


def step_clause(table: StudyTable, t: Translator) -> str:
    """What a step is, in one sentence where the word comes first."""
    return t("Worth is told in **steps:** a step is one place on the ladder of the {count} sets,"
             " from the lightest to the strictest. “Worth 0.1 steps” means that who knows the"
             " number before choosing ends up, on average, a tenth of a place nearer to the right"
             " set.", count=len(table.ladder.measures))


def money_sentence(table: StudyTable, scenario: Scenario, cost: float, t: Translator) -> str:
    """What measures without known cost do to the worth in money; empty where none lacks one."""
    count, currency = len(table.unknown_costs), scenario.consequences.currency
    if not count:
        return ""
    if cost > 0:
        return t("**{count} measures have no known cost;** each is taken to cost {money} a year,"
                 " your assumption.", count=count, money=labels.money(cost, currency, t))
    if max((one.money.value for one in table.rows), default=0.0) > 0:
        return t("**{count} measures have no known cost and count as free,** so values in money"
                 " are rough. Type beside this what one costs to see what changes.", count=count)
    return t("**In money nothing is worth knowing as long as {count} measures without known cost"
             " count as free:** the strictest set then costs nothing and is always the best in"
             " money. Type beside this what one costs to see what changes.", count=count)


def told_note(table: StudyTable, t: Translator) -> str:
    """That the choice itself hangs on simulation error; empty where it does not."""
    asked = table.ladder.alop.confidence
    if table.confidence == asked:
        return ""
    return t("The set recommended now is itself within simulation error: on these simulated"
             " futures a set beside it would be chosen. So that a change means a change of the set"
             " told about, {used} stands for the confidence of {asked} here.",
             asked=t.percent(asked), used=t.percent(table.confidence))


def group_sentence(table: StudyTable, names: Sequence[str], scenario: Scenario, t: Translator
                   ) -> str:
    """What a study of several inputs would change, beside the best of them alone."""
    wanted = set(names)
    group = next(one for one in table.rows if one.kind == "group" and set(one.names) == wanted)
    alone = max((one for one in table.rows if one.kind == "input" and one.names[0] in wanted),
                key=lambda one: one.steps.value)
    if group.change.chance == 0 and group.steps.value == 0:
        return t("Knowing these {count} numbers together would change nothing that these simulated"
                 " futures can show.", count=len(wanted))
    where = where_words(table, group, scenario, t) or t("no change")
    return t("**Knowing these {count} numbers together** would change the choice in **{cases} of"
             " 100 cases** (± {error}): {where}. It is worth {steps} steps (± {within}); the best"
             " of them alone, {label}, {alone}.", count=len(wanted), where=where,
             cases=cases(group.change.chance, t), error=cases(Z95 * group.change.error, t),
             steps=t.number(group.steps.value, 2), within=t.number(Z95 * group.steps.error, 1),
             label=escaped(study_label(scenario, alone, t)),
             alone=t.number(alone.steps.value, 2))


def offer_label(scenario: Scenario, offer: Offer, t: Translator) -> str:
    """A study that can be done, by what it measures."""
    return t(OFFERS[offer.method], label=labels.parameter_label(scenario, offer.name, t))


def sample_sentence(table: StudyTable, scenario: Scenario, offer: Offer, n: int, found: Study,
                    t: Translator) -> str:
    """What the study with n samples is worth beside knowing exactly, and what it would change."""
    exact = next(one for one in table.rows if one.kind == "input" and one.names == (offer.name,))
    if exact.steps.value <= 0:
        return t("Even knowing this number exactly is worth nothing that these simulated futures"
                 " can show.")
    first = {
        "trial": N_("**A trial with {n} treated is worth {share} of knowing the number exactly:**"
                    " {steps} of {exact} steps."),
        "survey": N_("**A survey of {n} units is worth {share} of knowing the number exactly:**"
                     " {steps} of {exact} steps."),
    }[offer.method]
    share = min(1.0, found.steps.value / exact.steps.value)
    parts = [t(first, n=t.number(n, 8), share=t.percent(round(share, 2)),
               steps=t.number(found.steps.value, 2), exact=t.number(exact.steps.value, 2))]
    where = where_words(table, found, scenario, t)
    parts.append(t("It would change the choice in {cases} of 100 cases (± {error}){where}.",
                   cases=cases(found.change.chance, t), error=cases(Z95 * found.change.error, t),
                   where=t(": {where}", where=where) if where else ""))
    if found.change.chance > exact.change.chance:
        parts.append(t("That is more often than knowing the number exactly would ({cases}), and"
                       " still worth less: so few samples say little more than “less than thought”"
                       " or “more than thought”, which hardly ever confirms the present choice, and"
                       " some of these changes turn out wrong.",
                       cases=cases(exact.change.chance, t)))
    return " ".join(parts)


COLUMNS = {
    "label": (N_("Number to know"), "text"), "chance": (N_("Changes"), "percent"),
    "error": (N_("± (95 %)"), "percent"), "lighter": (N_("Lighter"), "percent"),
    "stricter": (N_("Stricter"), "percent"), "steps": (N_("In steps"), "number"),
    "steps_error": (N_("± steps"), "number"),
    "money": (N_("{currency}/yr"), "number"),
    "money_error": (N_("± {currency}"), "number"), "to": (N_("On ladder"), "count"),
    "status": (N_("Status"), "text"),
}


def rows(table: StudyTable, scenario: Scenario, t: Translator) -> pd.DataFrame:
    """Every study as `COLUMNS` names it, most likely to change the choice first; all at last."""
    return pd.DataFrame([{
        "label": _row_label(scenario, one, t), "status": _status(scenario, one, t),
        "chance": one.change.chance, "error": Z95 * one.change.error,
        "lighter": one.change.lighter, "stricter": one.change.stricter,
        "to": one.change.to + 1 if one.change.to >= 0 else None,
        "steps": one.steps.value, "steps_error": Z95 * one.steps.error,
        "money": one.money.value, "money_error": Z95 * one.money.error,
    } for one in (*table.rows, table.everything)], columns=list(COLUMNS))


def _row_label(scenario: Scenario, study: Study, t: Translator) -> str:
    """Short, so that the table fits: the commodity only where there are several."""
    return (study_label(scenario, study, t) if study.kind == "all" else
            short_label(scenario, study.names, t))


def _status(scenario: Scenario, study: Study, t: Translator) -> str:
    if study.kind == "all":
        return ""
    status = [scenario.sampled[name].source.status for name in study.names]
    return " ".join(dict.fromkeys(labels.badge(one, t) for one in status))


SETS = {"number": (N_("Place on the ladder"), "count"), "set": (N_("Set of measures"), "text"),
        "probability": (N_("Meets the ALOP"), "percent"),
        "cost": (N_("Known cost, {currency}/yr"), "number"),
        "unknown": (N_("Costs not known"), "count")}


def sets(table: StudyTable, scenario: Scenario, t: Translator) -> pd.DataFrame:
    """The sets the choice is between, lightest first; the one recommended now is marked."""
    found = table.ladder
    return pd.DataFrame([{
        "number": i + 1,
        "set": t("{set} (recommended now)", set=set_words(scenario, ids, t))
        if i == found.chosen else set_words(scenario, ids, t),
        "probability": float(found.probability[i]), "cost": float(found.cost[i]),
        "unknown": int(found.unknown_costs[i])} for i, ids in enumerate(found.measures)],
        columns=list(SETS))


def step_words(table: StudyTable, t: Translator) -> str:
    """What a step is, and why the choice of least expected steps is the rule of the ALOP."""
    gamma = table.ladder.alop.confidence
    return t("**A step** is one place on the ladder of the {count} sets below, from the lightest to"
             " the strictest. A choice that turns out stricter than needed costs {light} of a step"
             " for every lighter set that would have been enough; one that turns out too light"
             " costs {heavy} of a step for it and for every stricter set that would not have been"
             " enough either. With these weights the best choice on average is exactly the ALOP's"
             " rule: the least restrictive set that is enough with {confidence} confidence."
             " “Worth 0.1 steps” means that knowing the number before choosing saves 0.1 steps on"
             " average.", count=len(table.ladder.measures), light=t.number(1.0 - gamma),
             heavy=t.number(gamma), confidence=t.percent(gamma))
