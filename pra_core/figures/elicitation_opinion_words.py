"""Several assessors in words: what each said, who stands apart, what that does to the decision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.decision_stability import Answer
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import N_, PraError, Problem
from pra_core.figures.elicitation_words import THREE, chance_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.store.judgement_rows import DECIMAL_POINT
from pra_core.wording import amount_words, escaped, set_words

REASON = N_("Reason")
LINE = re.compile(r"(.*): (\d+)(?:: (.*))?$")
INVENTED = N_("Invented for training; nobody judged this.")
POOLING_WORDS: Mapping[str, str] = {
    "linear": N_("Everybody's chances are averaged: a value that one assessor alone finds possible"
                 " stays possible. The range is usually wide."),
    "logarithmic": N_("Chances are multiplied: what one assessor finds impossible is impossible for"
                      " all. The range is usually narrow."),
}


def judgement_words(judgement: Judgement, t: Translator) -> str:
    """What was said, e.g. "1 %: 0.1; 50 %: 0.2; 99 %: 0.4"."""
    if judgement.asked == "quantiles":
        pairs = [t("{share}: {value}", share=t.percent(p), value=t.number(x))
                 for p, x in zip(judgement.probabilities, judgement.values, strict=True)]
        return t("; ").join(pairs)
    said = t("; ").join(t("{field} {number}", field=t(title).lower(), number=t.number(x))
                        for title, x in zip(THREE.values(), judgement.values, strict=True))
    if judgement.outside > 0.0:
        return t("{said}; {chance} beyond each end", said=said,
                 chance=chance_words(judgement.outside, t))
    return said


def judgement_table(elicitation: Elicitation, t: Translator) -> pd.DataFrame:
    """All judgements of all rounds in words, with their reasons."""
    later = {j.assessor: j for j in elicitation.current}
    return pd.DataFrame([{
        "assessor": j.assessor, "round": str(j.round) if j == later[j.assessor] else
        t("{round}, replaced by round {later}", round=j.round, later=later[j.assessor].round),
        "said": judgement_words(j, t),
        "law": labels.distribution_words(j.distribution, t),
        "value": labels.value_words(j.distribution, t), "weight": t.number(j.weight),
        "date": j.date.isoformat(), "reason": t.local(j.reason),
    } for j in elicitation.judgements])


def is_invented(judgement: Judgement) -> bool:
    """Whether a judgement was made up for training."""
    return judgement.reason["en"] == INVENTED


def apart_sentence(spread: pd.DataFrame, t: Translator) -> str:
    """Who stands apart from the others, from `spread_of_opinion`."""
    if spread.attrs.get("note") == "too_few":
        return t("With two assessors neither can be told to stand apart; a third would show it.")
    apart = [escaped(str(name)) for name in spread.loc[spread["outlier"].astype(bool), "assessor"]]
    if not apart:
        return t("Nobody stands apart: every median lies within the 90 % range of the others.")
    return t("**Standing apart: {names}.** The median lies outside the 90 % range of all others"
             " together. That alone is no reason to leave an opinion out: ask why, and judge again"
             " in a second round.", names=t(", ").join(apart))


def effect_table(scenario: Scenario, spread: pd.DataFrame,
                 answers: Mapping[tuple[str, str], Answer | None] | None, t: Translator
                 ) -> pd.DataFrame:
    """Per assessor: range, whether apart, and the set chosen with them alone and without them.

    `answers` by (assessor, "alone" or "without"), None where nobody is left; None before they are
    computed.
    """
    found = pd.DataFrame({"assessor": spread["assessor"]})
    found["range"] = [t("{median} (90 %: {low} to {high})", median=t.number(median),
                        low=t.number(low), high=t.number(high)) for median, low, high in
                      spread[["median", "low", "high"]].to_numpy(np.float64)]
    found["apart"] = [t("yes") if flag else t("no") for flag in spread["outlier"]]
    for side in ("alone", "without") if answers is not None else ():
        found[side] = [answer_words(scenario, (answers or {}).get((str(name), side)), t)
                       for name in spread["assessor"]]
    return found


def answer_words(scenario: Scenario, answer: Answer | None, t: Translator) -> str:
    """A set, its median risk, its P(meets) with the standard error, and what is too close."""
    if answer is None:
        return t("nobody else judged with a weight")
    named = set_words(scenario, answer.measures, t)
    lines = [named if answer.meets else
             t("no set is known to meet the ALOP; closest: {measures}", measures=named),
             t("median {risk}", risk=amount_words(answer.median, scenario.alop,
                                                  scenario.consequences.currency, t)),
             t("P(meets) {share} ± {error}", share=t.percent(answer.probability),
               error=t.percent(answer.standard_error, 2))]
    if answer.undecided == 1:
        lines.append(t("one set before it is too close to call"))
    elif answer.undecided:
        lines.append(t("{count} sets before it are too close to call", count=answer.undecided))
    return "\n".join(lines)


def effect_columns(frame: pd.DataFrame, t: Translator) -> dict[str, str]:
    """Headers of the columns of `effect_table` that are there."""
    heads = {"assessor": t("Assessor"), "range": t("Median and 90 % range"),
             "apart": t("Stands apart?"),
             "alone": t("Least restrictive set with this assessor alone"),
             "without": t("Least restrictive set without this assessor")}
    return {column: head for column, head in heads.items() if column in frame}


def effect_sentence(scenario: Scenario, answers: Mapping[tuple[str, str], Answer | None],
                    now: Answer, t: Translator) -> str:
    """Whether the choice of measures hangs on whom one believes; `now`: the choice of the pool."""
    said = escaped(answer_words(scenario, now, t)).split("\n")
    return t("Chosen now, with all assessors pooled: **{measures}** ({facts}). {rest}",
             measures=said[0], facts=t("; ").join(said[1:]), rest=_believed(scenario, answers, t))


def _believed(scenario: Scenario, answers: Mapping[tuple[str, str], Answer | None],
              t: Translator) -> str:
    alone = [one for (_, side), one in answers.items() if side == "alone" and one is not None]
    sets = {one.measures if one.meets else None for one in alone}
    close = any(one.undecided for one in alone)
    if len(sets) > 1:
        return t("**The choice of measures hangs on whom one believes:** {count} different answers"
                 " come out with one assessor alone.", count=len(sets))
    if None in sets:
        return t("Whichever assessor is believed, no set is known to meet the ALOP.")
    if close:
        return t("Whichever assessor is believed, the first set known to meet the ALOP is the same,"
                 " but lighter ones are too close to call.")
    return t("Whichever assessor is believed, the least restrictive set that meets the ALOP is the"
             " same: **{measures}**.", measures=escaped(set_words(scenario, alone[0].measures, t)))


def file_problems(error: PraError, scenario: Scenario, t: Translator) -> list[str]:
    """Every problem of a file of judgements, by line and column; decimal commas told once."""
    commas = [p for p in error.problems if p.allowed == DECIMAL_POINT]
    found = []
    for p in error.problems:
        if p.code == "unreadable" and not LINE.match(p.path):
            found.append(t("{file} is no table of text. Save it from your spreadsheet as CSV"
                           " (UTF-8).", file=p.path))
        elif p not in commas:
            found.append(t.error(Problem(p.code, _line_words(p.path, t), p.value,
                                         _near(p, scenario, t))))
        elif p is commas[0]:
            lines = ", ".join(LINE.sub(r"\2", one.path).partition(":")[0] for one in commas)
            found.append(t("line {lines}: numbers need a decimal point, like 0.05, not a comma"
                           " ({value})", lines=lines, value=p.value))
    return list(dict.fromkeys(found))


def _line_words(path: str, t: Translator) -> str:
    """"panel.csv: 3: value" as "panel.csv, line 3, value"."""
    found = LINE.match(path)
    if found is None:
        return path
    file, line, column = found.groups()
    if not column:
        return t("{file}, line {line}", file=file, line=line)
    column = column.rpartition(".")[2] if column[-1:] != "]" else "value"
    return t("{file}, line {line}, column “{column}”", file=file, line=line, column=column)


def _near(p: Problem, scenario: Scenario, t: Translator) -> str:
    """What is allowed; for an unknown input the nearest ones with their names in words."""
    if p.code != "unknown_id" or not p.path.endswith("parameter"):
        return p.allowed
    titles = {labels.parameter_label(scenario, name, t): name for name in scenario.parameters}
    near = [titles[one] for one in difflib.get_close_matches(str(p.value), titles, 3, 0.5)]
    near += [one for one in p.allowed.split(", ") if one in scenario.parameters][:5]
    named = {name: title for title, name in titles.items()}
    return t("; ").join(t("{id} ({name})", id=one, name=named[one])
                        for one in dict.fromkeys(near))


def preview_table(scenario: Scenario, found: Mapping[str, Elicitation], t: Translator
                  ) -> pd.DataFrame:
    """What a file of judgements would change, an input a row."""
    return pd.DataFrame([{
        "input": labels.parameter_label(scenario, name, t),
        "people": t(", ").join(j.assessor for j in elicitation.current),
        "now": labels.value_words(scenario.parameters[name].distribution, t),
        "then": labels.value_words(elicitation.distribution(), t),
    } for name, elicitation in found.items()])
