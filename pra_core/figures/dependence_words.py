"""Why measures are not independent, in sentences; and the table of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pra_core.assessment import Assessment
from pra_core.dependence import (
    Detection,
    Pair,
    SharedFailure,
    common_groups,
    common_needs,
    lacking,
    needed,
)
from pra_core.distribution import Distribution
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.summary import Interval, interval
from pra_core.wording import escaped

QUESTIONS: Mapping[str, str] = {
    "evidence": N_("their numbers rest on the same source: if it is wrong, both are wrong"),
    "mechanism": N_("both act on the same pests in the same way: what survives the first may also"
                    " withstand the second"),
    "step": N_("both are carried out at the same step: if one operator does both, give them a"
               " common group"),
}
"""What the model takes as independent and somebody should ask about."""
TOGETHER = frozenset({"group", "through", "common", "requires", "mutual"})
"""Reasons by which both fail on the same lots."""
LITTLE = 1.05
"""Ratio below which treating measures as independent makes no difference worth telling."""


def headline(assessment: Assessment, alone: FloatArray, found: Sequence[Pair], t: Translator
             ) -> str:
    """How many pairs are not independent, and by how much multiplying would be wrong.

    `alone`: the founding rate if every measure failed on its own, `dependence.apart`.
    """
    count = sum(not p.independent for p in found)
    if not found:
        return (t("Dependence concerns two measures or more; fewer are selected.")
                if len(assessment.scenario.selected) < 2 else
                t("Dependence concerns two measures or more; fewer of those selected act"
                  " together."))
    first = (t("The two selected measures are **independent** as far as the model knows.")
             if count == 0 and len(assessment.scenario.selected) == 2 else
             t("The measures that act are **independent**, two by two, as far as the model knows:"
               " {pairs}.", pairs=_pairs_words(assessment, found, t)) if count == 0 else
             t("**Not independent: {count}** of {pairs}.", count=count,
               pairs=_pairs_words(assessment, found, t)))
    return f"{first} {_wrong_by(assessment, alone, t)}"


def _pairs_words(assessment: Assessment, found: Sequence[Pair], t: Translator) -> str:
    """How many pairs there are, and of which measures where some selected ones are in none."""
    chosen, acting = (len(assessment.scenario.selected),
                      len({i for p in found for i in (p.first, p.second)}))
    if acting == 2:
        return t("the one pair of selected measures that act")
    if acting == chosen:
        return t("the {all} pairs of the {chosen} selected measures", all=len(found),
                 chosen=chosen)
    return t("the {all} pairs of the {acting} measures that act, of {chosen} selected",
             all=len(found), acting=acting, chosen=chosen)


def _wrong_by(assessment: Assessment, alone: FloatArray, t: Translator) -> str:
    some = alone > 0
    if not some.any():
        return t("No outbreak is expected with them, so multiplying would change nothing.")
    ratio = interval(assessment.founding_rate[some] / alone[some])
    if ratio.high < LITTLE:
        return t("Letting every measure fail on its own would change the residual risk by less"
                 " than 5 %.")
    return t("Shared failures and requirements make the residual risk **{times} times** (90 %"
             " interval: {low} to {high}) what it would be if every measure failed on its own.",
             times=t.number(ratio.median, 2), low=t.number(ratio.low, 2),
             high=t.number(ratio.high, 2))


def pair_sentence(scenario: Scenario, pair: Pair, t: Translator) -> str:
    """"A and B are not independent because …", with the effect in numbers."""
    first, second = (f"**{escaped(t.local(scenario.measure(i).title))}**"
                     for i in (pair.first, pair.second))
    if pair.independent:
        return t("{first} and {second} are independent as far as the model knows.", first=first,
                 second=second)
    because = t("; ").join(reasons(scenario, pair, t))
    text = t("{first} and {second} are not independent because {reasons}.", first=first,
             second=second, reasons=because)
    if not TOGETHER & set(pair.reasons):
        return text
    return f"{text} {_both_fail(pair, t)}"


def _both_fail(pair: Pair, t: Translator) -> str:
    both, product = _share(pair.both, t), _share(pair.product, t)
    if pair.times is None or pair.times < LITTLE:
        return t("Both fail on {both} of lots.", both=both)
    return t("Both fail on {both} of lots; independent measures would on {product}: {times} times"
             " less often.", both=both, product=product, times=t.number(pair.times, 2))


def reasons(scenario: Scenario, pair: Pair, t: Translator) -> list[str]:
    """Each reason of a dependent pair as a clause."""
    titles = {i: escaped(t.local(scenario.measure(i).title)) for i in (pair.first, pair.second)}
    found = []
    for reason in pair.reasons:
        if reason in ("group", "through"):
            found += _grouped(scenario, pair, reason, t)
        elif reason == "common":
            third = t(", ").join(escaped(t.local(scenario.measure(i).title)) for i in
                                 common_needs(scenario, pair.first, pair.second))
            found.append(t("both have no effect on a lot where {third} fails", third=third))
        elif reason == "requires":
            needs = pair.second if pair.first in needed(scenario, pair.second) else pair.first
            other = pair.first if needs == pair.second else pair.second
            found.append(t("{needs} has no effect on a lot where {other} fails",
                           needs=titles[needs], other=titles[other]))
        elif reason == "mutual":
            found.append(t("each has no effect on a lot where the other fails"))
        elif reason == "excludes":
            found.append(t("they cannot be combined: one or the other"))
        elif pair.detection is not None:
            found.append(_seen(reason, pair.detection, titles, t))
    return found


def _grouped(scenario: Scenario, pair: Pair, reason: str, t: Translator) -> list[str]:
    """A clause per group whose failure stops both."""
    ids = ((scenario.measure(pair.first).group,) if reason == "group" else
           common_groups(scenario, pair.first, pair.second))
    words = (N_("they fail together (“{group}”, on {share} of lots)") if reason == "group" else
             N_("what one of them needs fails together with the other, or with what the other needs"
                " (“{group}”, on {share} of lots)"))
    return [t(words, group=escaped(t.local(g.title)), share=law_words(g.outage.distribution, t))
            for g in scenario.groups if g.id in ids]


def idle_words(scenario: Scenario, ids: Sequence[str], t: Translator) -> str:
    """Which of these measures never work among them, and what they lack; empty if none."""
    def titles(some: Iterable[str]) -> str:
        return t(", ").join(escaped(t.local(scenario.measure(i).title)) for i in some)

    return " ".join(t("{measure} has no effect here, because it needs {missing}; its pairs are left"
                      " out.", measure=titles([i]), missing=titles(missing))
                    for i, missing in lacking(scenario, ids).items())


def _seen(reason: str, seen: Detection, titles: Mapping[str, str], t: Translator) -> str:
    values = {"inspection": titles[seen.inspection], "other": titles[seen.other],
              "alone": _share(seen.alone, t), "after": _share(seen.after, t)}
    if reason == "largest":
        return t("of two inspections at one step only the one that finds more counts: {inspection}"
                 " rejects {alone} of lots alone and {after} beside {other}", **values)
    if reason == "passed":
        return t("{inspection} sees only lots that {other} has passed, and those are cleaner: it"
                 " rejects {after} of them, instead of {alone}", **values)
    return t("{inspection} finds less in what {other} has left: it rejects {after} of lots, instead"
             " of {alone}", **values)


def _share(found: Interval, t: Translator) -> str:
    """A share with its 90 % interval."""
    if found.low == found.high:
        return t.percent(found.median, 2)
    return t("{median} ({low} to {high})", median=t.percent(found.median, 2),
             low=t.percent(found.low, 2), high=t.percent(found.high, 2))


def law_words(law: Distribution, t: Translator) -> str:
    """The median of a share as a percentage, with its 90 % range."""
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    return _share(Interval(median, median, low, high), t)


def share_words(parameter: Parameter, t: Translator) -> str:
    """A share in the scenario as a percentage with its 90 % range."""
    return law_words(parameter.distribution, t)


def weight(pair: Pair) -> float:
    """How much a pair deserves to be told first: failing together, then blunted inspections."""
    if TOGETHER & set(pair.reasons):
        return 10.0 + (pair.times or 0.0)
    if pair.detection is None:
        return 0.0
    return pair.detection.alone.median - pair.detection.after.median


def rows(scenario: Scenario, found: Sequence[Pair], t: Translator) -> pd.DataFrame:
    """The table of pairs: what links them, failures under the model and as if independent."""
    return pd.DataFrame([{
        "pair": t("{first} + {second}", first=t.local(scenario.measure(p.first).title),
                  second=t.local(scenario.measure(p.second).title)),
        "link": _plain_link(p, t),
        "fails": t("{first} · {second}", first=t.percent(p.fails[0].median, 2),
                   second=t.percent(p.fails[1].median, 2)),
        "both": _beside(p.both, p.product, t),
        "either": _beside(p.either, p.either_apart, t),
        "left": (t("cannot be combined") if p.left_together is None else
                 _beside(p.left_together, p.left_product, t)),
        "ask": t("; ").join(t(QUESTIONS[q]) for q in p.questions),
    } for p in found])


LINKS: Mapping[str, str] = {
    "group": N_("fail together"), "through": N_("fail together through what one needs"),
    "common": N_("both need the same third measure"), "requires": N_("one needs the other"),
    "mutual": N_("each needs the other"), "excludes": N_("cannot be combined"),
    "largest": N_("only the larger inspection counts"),
    "passed": N_("the second inspection sees cleaner lots"),
    "sees_less": N_("the inspection finds less"),
}


def _plain_link(pair: Pair, t: Translator) -> str:
    if pair.independent:
        return t("independent as far as the model knows")
    return t(", ").join(t(LINKS[r]) for r in pair.reasons)


def columns(t: Translator) -> dict[str, str]:
    """Headers of the table of pairs."""
    return {"pair": t("Measures"), "link": t("What links them"),
            "fails": t("Fails on … of lots: first · second"),
            "both": t("Both fail (if independent: a·b)"),
            "either": t("At least one fails (if independent: a + b − a·b)"),
            "left": t("Share of the risk left by both (if multiplied)"), "ask": t("To be asked")}


def _beside(model: Interval, apart: Interval, t: Translator) -> str:
    """The model's share with its interval, and on a second line what independence would give."""
    return f"{_share(model, t)}\n{t('independent: {share}', share=_share(apart, t))}"


def outage_sentence(found: SharedFailure, scenario: Scenario, t: Translator) -> str:
    """How large a shared failure the selected set bears."""
    group = escaped(t.local(next(g.title for g in scenario.groups if g.id == found.group)))
    if not found.members:
        return t("No selected measure belongs to “{group}”: its failures change nothing.",
                 group=group)
    needed_share = t.percent(scenario.alop.confidence)
    if found.bearable is None:
        return t("The selected set does not reach {needed} of simulated futures within the ALOP"
                 " even if “{group}” never fails.", needed=needed_share, group=group)
    if found.bearable == 1.0:
        return t("The selected set reaches {needed} of simulated futures within the ALOP even if"
                 " “{group}” fails on every lot: the ALOP does not hang on it.",
                 needed=needed_share, group=group)
    return t("The selected set reaches {needed} of simulated futures within the ALOP as long as"
             " “{group}” fails on **no more than {share}** of lots (about 1 lot in {lots}).",
             needed=needed_share, group=group, share=t.percent(found.bearable, 2),
             lots=t.number(1 / found.bearable, 2) if found.bearable > 0 else "∞")


def tried_sentence(share: float, tried: SharedFailure, words: Sequence[str], t: Translator) -> str:
    """What one share of the slider means; `words`: the risk's 5, 50 and 95 % in words."""
    low, median, high = words
    risk = (f"**{median}**" if low == median == high else
            t("**{median}** (90 % interval: {low} to {high})", median=median, low=low, high=high))
    return t("If the whole group failed on **{share}** of lots: residual risk {risk}; P(meets)"
             " **{chance}** (95 % interval: {least} to {most}).", share=t.percent(share, 2),
             risk=risk, chance=t.percent(float(tried.probability[0])),
             least=t.percent(float(tried.low[0])), most=t.percent(float(tried.high[0])))


def ispm14_words(t: Translator) -> str:
    """How to read the table."""
    return t("“Fails” means: does not work on a lot, by its own compliance, because its group"
             " fails, or because what it needs fails. ISPM 14: if either of two independent"
             " measures is enough, the system fails with a·b; if both are needed, with a + b − a·b."
             " How much a measure that works leaves is in “Share of the risk left”. A kill and an"
             " inspection for live pests also act on each other on the lots where both work.")
