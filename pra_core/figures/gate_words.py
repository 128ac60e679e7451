"""Words of pest categorization: questions, answers, outcome and its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.pest_status import Categorization

QUESTIONS: Mapping[str, str] = {
    "identity": N_("Is it a clear taxonomic unit (or does it give consistent symptoms and is shown"
                   " to be transmissible)?"),
    "presence": N_("Does it occur in {area}: not at all, not widely distributed (limited), or"
                   " widely distributed?"),
    "official_control": N_("Is it under official control in {area}, or expected to be soon?"),
    "establishment": N_("Can it establish in {area}: hosts, climate, other conditions?"),
    "spread": N_("Can it spread in {area}?"),
    "consequences": N_("Would it have unacceptable economic consequences in {area}, those to the"
                       " environment included?"),
    "intended_use": N_("Does its presence in these plants for planting affect their intended use"
                       " with an economically unacceptable impact?")}
TITLES: Mapping[str, str] = {
    "identity": N_("Identity"), "presence": N_("Presence in the PRA area"),
    "official_control": N_("Official control"), "establishment": N_("Establishment"),
    "spread": N_("Spread"), "consequences": N_("Consequences"),
    "intended_use": N_("Impact on the intended use")}
CLAUSES: Mapping[str, str] = {
    "identity": "ISPM 11, 2.1.1.1", "presence": "ISPM 11, 2.1.1.2; ISPM 8",
    "official_control": N_("ISPM 11, 2.1.1.3; ISPM 5, Supplement 1"),
    "establishment": "ISPM 11, 2.1.1.4", "spread": "ISPM 11, 2.1.1.4",
    "consequences": "ISPM 11, 2.1.1.5", "intended_use": "ISPM 16; ISPM 21"}
ANSWERS: Mapping[str, str] = {
    "yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known"), "absent": N_("Absent"),
    "limited": N_("Limited"), "widespread": N_("Widespread")}
MARKS: Mapping[str, str] = {"yes": "✓", "no": "✗", "unknown": "?", "absent": "✓", "limited": "◐",
                            "widespread": "✗"}
OUTCOMES: Mapping[str, str] = {
    "quarantine_pest": N_("meets the criteria of a quarantine pest"),
    "regulated_non_quarantine_pest": N_("is a candidate for a regulated non-quarantine pest"),
    "not_regulated": N_("does not meet the criteria of a quarantine pest"),
    "undecided": N_("is undecided: information is lacking")}
NEXT: Mapping[str, str] = {
    "quarantine_pest": N_("The assessment goes on (ISPM 11, 2.1.2)."),
    "regulated_non_quarantine_pest": N_(
        "As a quarantine pest its assessment stops here. Go on by ISPM 21, which this workbench"
        " does not do: it asks about the plants for planting as main source of infestation."),
    "not_regulated": N_("The assessment of this pest may stop here (ISPM 11, 2.1.2). Measures"
                        " against it would lack a technical justification as a quarantine pest.")}
MAY_BE_PLANTED: tuple[str, ...] = ("plants-for-planting", "seed", "tubers-bulbs")
"""Kinds of goods of which the user may say otherwise than the library."""
ICONS: Mapping[str, str] = {
    "quarantine_pest": ":material/gpp_maybe:", "undecided": ":material/help:",
    "regulated_non_quarantine_pest": ":material/potted_plant:",
    "not_regulated": ":material/block:"}


def question(key: str, area: str, t: Translator) -> str:
    """A question with the PRA area in it."""
    asked = QUESTIONS[key]
    return t(asked, area=area) if "{area}" in asked else t(asked)


def titles(keys: Sequence[str], t: Translator) -> str:
    """Questions by their short names."""
    return t(", ").join(t(TITLES[key]) for key in keys)


def headline(pest: str, area: str, answers: Categorization, t: Translator,
             confirmed: bool = True) -> str:
    """The outcome in one sentence; `pest` and `area` are markdown already.

    `confirmed`: whether somebody recorded these answers as theirs.
    """
    outcome = t(OUTCOMES[answers.outcome])
    first = (t("**{pest}** **{outcome}** (PRA area: {area}).", pest=pest, area=area,
               outcome=outcome) if confirmed else
             t("Not confirmed yet: by the answers below, **{pest}** **{outcome}** (PRA area:"
               " {area}).", pest=pest, area=area, outcome=outcome))
    weak = answers.unverified
    if answers.outcome == "undecided":
        second = t("Still to be answered: **{questions}**.", questions=titles(answers.open, t))
    elif weak:
        second = t("Not verified is the evidence on: **{questions}**.",
                   questions=titles(weak, t))
    else:
        return first
    return t("{first} {second}", first=first, second=second)


def why(answers: Categorization, t: Translator) -> str:
    """What the outcome follows from."""
    here = answers.presence.answer
    if answers.outcome == "quarantine_pest":
        return (t("It is of potential economic importance and not present in the PRA area.")
                if here == "absent" else
                t("It is of potential economic importance, not widely distributed in the PRA area"
                  " and under official control.") if here == "limited" else
                t("It is of potential economic importance; whichever way the open answers turn"
                  " out, it is absent, or limited and under official control."))
    if answers.outcome == "regulated_non_quarantine_pest":
        return t("It is not a quarantine pest ({questions}), but it is present and affects the"
                 " intended use of plants for planting.", questions=titles(answers.unmet, t))
    if answers.outcome == "not_regulated":
        return t("Not met: {questions}.", questions=titles(answers.unmet, t))
    if not answers.continues:
        return t("It is no quarantine pest ({questions}); whether it is to be regulated in plants"
                 " for planting is open.", questions=titles(answers.unmet, t))
    return t("It may be a quarantine pest. Where information is lacking, the uncertainty is named"
             " and the assessment goes on (ISPM 11, 2.1.2).")


def rule(answers: Categorization, t: Translator) -> list[str]:
    """The test as lines of marks, in the order in which it is read."""
    def marked(key: str) -> str:
        return f"{MARKS[answers.answers[key]]} {t(TITLES[key])}"

    here = answers.presence.answer
    where = f"{MARKS[here]} {t(ANSWERS[here])}"
    if "official_control" in answers.asked:
        where += f" · {marked('official_control')}"
    lines = [
        marked("identity"),
        t("Potential economic importance: {parts}", parts=" · ".join(
            marked(key) for key in ("establishment", "spread", "consequences"))),
        t("Not present, or not widely distributed and under official control: {presence}",
          presence=where)]
    if "intended_use" in answers.asked:
        lines.append(t("Otherwise, in plants for planting: {part}", part=marked("intended_use")))
    return lines
