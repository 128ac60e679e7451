"""The number to pay for and the sets the choice is between: the answer on top of the page."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.sensitivity_labels import short_label
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.summary import Z95
from pra_core.value_of_information import Change, Study, StudyTable
from pra_core.wording import escaped, set_words

FEW = 3
"""Measures up to which a set is told by all of them, not by what differs."""
EVENLY = 0.6
"""Share of the changes from which on they go mostly one way."""
NAMED = 3
"""Numbers that are named where their worth cannot be told apart."""
ALL_LABEL = N_("Everything at once (no study can be worth more)")
MINUS = "\u2212"


def headline(table: StudyTable, scenario: Scenario, t: Translator) -> str:
    """The number to pay for, or those just as good, how often it changes the choice, and where to.

    Only where a single number can change the choice (`StudyTable.best`); empty otherwise.
    """
    best = table.best
    if best is None:
        return ""
    return t("Before you choose between all the sets, the number to pay for is {number}."
             " Knowing it exactly would change the choice in **{cases} of 100 cases** (± {error}),"
             " {direction}.", number=_numbers(table, best, scenario, t),
             cases=cases(best.change.chance, t), error=cases(Z95 * best.change.error, t),
             direction=_direction(best.change, t))


def _numbers(table: StudyTable, best: Study, scenario: Scenario, t: Translator) -> str:
    named = [t("**{label}**", label=escaped(short_label(scenario, one.names, t)))
             for one in (best, *table.as_good)]
    if len(named) == 1:
        return named[0]
    if len(named) > NAMED:
        return t("{first}, or just as well one of {count} others", first=named[0],
                 count=len(named) - 1)
    return t("{first}, or just as well {others}", first=named[0],
             others=t(" or ").join(named[1:]))


def _direction(found: Change, t: Translator) -> str:
    if found.stricter == 0:
        return t("always to a lighter set")
    if found.lighter == 0:
        return t("always to a stricter set")
    share = found.lighter / found.chance
    if share >= EVENLY:
        return t("mostly to a lighter set")
    if share <= 1.0 - EVENLY:
        return t("mostly to a stricter set")
    return t("about as often to a lighter set as to a stricter one")


def now_sentence(table: StudyTable, scenario: Scenario, t: Translator) -> str:
    """The set recommended now."""
    now = escaped(set_words(scenario, table.ladder.measures[table.ladder.chosen], t))
    if not table.ladder.meets:
        return t("No set meets the ALOP; recommended now, as the safest: {now}.", now=now)
    return t("Recommended now, as the least restrictive set that meets the ALOP: {now}.", now=now)


def set_lines(table: StudyTable, scenario: Scenario, t: Translator) -> list[str]:
    """The set recommended now, and the others the best study would mostly lead to: what differs."""
    best, sets = table.best, table.ladder.measures
    now, lines = sets[table.ladder.chosen], [now_sentence(table, scenario, t)]
    if best is None:
        return lines
    found = best.change
    for share, rung, said in (
            (found.lighter, found.to_lighter, N_("In {cases} of 100 cases lighter, mostly: {set}")),
            (found.stricter, found.to_stricter,
             N_("In {cases} of 100 cases stricter, mostly: {set}"))):
        if rung >= 0:
            lines.append(t(said, cases=cases(share, t), set=escaped(
                differs(scenario, now, sets[rung], t))))
    return lines


def differs(scenario: Scenario, now: Sequence[str], other: Sequence[str], t: Translator) -> str:
    """A set by what it leaves out of the present one and adds; by its one measure if it has one."""
    away, more = (tuple(i for i in a if i not in b) for a, b in ((now, other), (other, now)))
    if len(other) < 2 or len(away) + len(more) > len(other) + 1:
        return set_words(scenario, other, t)
    titles = {m.id: t.local(m.title) for m in scenario.measures}
    return t(", ").join([f"{MINUS} {titles[i]}" for i in away] + [f"+ {titles[i]}" for i in more])


def bridge_sentence(table: StudyTable, driver: Sequence[str], t: Translator) -> str:
    """Why the number to pay for is not the one the result hangs on most; empty where it is.

    `driver`: the inputs the result hangs on most.
    """
    best = table.best
    if best is None or not driver:
        return ""
    if any(set(driver) & set(one.names) for one in (best, *table.as_good)):
        return ""
    return t("Why not the number on top? What moves the risk most need not move the choice: that"
             " changes only where the risk crosses your ALOP.")


def cases(share: float, t: Translator) -> str:
    """A share as cases of 100, to what a simulation can tell."""
    if 0.0 < share < 0.005:
        return t("fewer than 1")
    return t.number(float(round(100 * share)))


def study_label(scenario: Scenario, study: Study, t: Translator) -> str:
    """The inputs a study is about."""
    if study.kind == "all":
        return t(ALL_LABEL)
    return " + ".join(labels.parameter_label(scenario, name, t) for name in study.names)


def where_words(table: StudyTable, study: Study, scenario: Scenario, t: Translator) -> str:
    """To a lighter or a stricter set, how often, and to which one mostly."""
    found, sets = study.change, table.ladder.measures
    now, parts = sets[table.ladder.chosen], []
    if found.to_lighter >= 0:
        parts.append(t("in {cases} to a lighter set, mostly {set}",
                       cases=cases(found.lighter, t),
                       set=escaped(other_words(scenario, now, sets[found.to_lighter], t))))
    if found.to_stricter >= 0:
        parts.append(t("in {cases} to a stricter set, mostly {set}",
                       cases=cases(found.stricter, t),
                       set=escaped(other_words(scenario, now, sets[found.to_stricter], t))))
    return t("; ").join(parts)


def other_words(scenario: Scenario, now: Sequence[str], other: Sequence[str], t: Translator
                ) -> str:
    """A set by its measures, or by how it differs from the present one where that is shorter."""
    away, more = (tuple(i for i in a if i not in b) for a, b in ((now, other), (other, now)))
    if len(other) <= FEW or len(away) + len(more) > len(other):
        return set_words(scenario, other, t)
    if not more:
        return t("the one recommended now without {away}", away=set_words(scenario, away, t))
    if not away:
        return t("the one recommended now with {more}", more=set_words(scenario, more, t))
    return t("the one recommended now with {more} in place of {away}",
             more=set_words(scenario, more, t), away=set_words(scenario, away, t))
