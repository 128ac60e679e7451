"""Two proposals compared, and where they could meet, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.negotiation_words import measure_title
from pra_core.i18n import Translator
from pra_core.negotiation import Meeting, Pair
from pra_core.portfolio import Portfolios
from pra_core.scenario import Scenario
from pra_core.wording import escaped, set_words

Side = tuple[str, Sequence[str]]
"""A proposal by name, and its measures."""
BOTH: Mapping[str, str] = {
    "meets": N_("**{first}** and **{second}** both meet the ALOP."),
    "fails": N_("Neither **{first}** nor **{second}** meets the ALOP."),
    "too_close": N_("Whether **{first}** and **{second}** meet the ALOP is too close to call."),
}
UNEQUAL: Mapping[tuple[str, str], str] = {
    ("meets", "fails"): N_("**{first}** meets the ALOP, **{second}** does not."),
    ("meets", "too_close"): N_("**{first}** meets the ALOP; whether **{second}** does is too close"
                               " to call."),
    ("fails", "too_close"): N_("**{first}** does not meet the ALOP; whether **{second}** does is"
                               " too close to call."),
}


def answer_words(first: str, second: str, verdicts: tuple[str, str], found: Pair, t: Translator
                 ) -> str:
    """Which of two proposals meets the ALOP, and which is the safer, in a sentence or two."""
    first, second = escaped(first), escaped(second)
    if verdicts[0] == verdicts[1]:
        met = t(BOTH[verdicts[0]], first=first, second=second)
    elif verdicts in UNEQUAL:
        met = t(UNEQUAL[verdicts], first=first, second=second)
    else:
        met = t(UNEQUAL[verdicts[1], verdicts[0]], first=second, second=first)
    if found.equal == 1.0:
        return t("{met} They leave the same risk in every simulated future.", met=met)
    share, name = max((found.safer, first), (1.0 - found.safer - found.equal, second))
    return t("{met} **{name}** is the safer in **{share}** of the simulated futures.", met=met,
             name=name, share=t.percent(share, 2))


def pair_words(first: str, second: str, found: Pair, t: Translator) -> str:
    """Which of two proposals is safer, and by how much."""
    if found.equal == 1.0:
        return t("**{first}** and **{second}** leave the same risk in every simulated future.",
                 first=escaped(first), second=escaped(second))
    low, median, high = (t.number(x, 2) for x in (found.ratio.low, found.ratio.median,
                                                  found.ratio.high))
    names = {"first": escaped(first), "second": escaped(second),
             "share": t.percent(found.safer, 3), "low": low, "high": high}
    if median == "1":
        text = t("**{first}** is safer than **{second}** in **{share}** of the simulated futures;"
                 " in the median they leave about the same risk (90 % interval of the ratio:"
                 " {low} to {high}).", **names)
    else:
        text = t("**{first}** is safer than **{second}** in **{share}** of the simulated futures;"
                 " in the median it leaves {median} times the risk of the other (90 % interval:"
                 " {low} to {high}).", median=median, **names)
    if found.equal > 0.0:
        return t("{text} In {share} they leave the same.", text=text,
                 share=t.percent(found.equal, 2))
    return text


def contested_words(scenario: Scenario, shares: Mapping[str, float], t: Translator) -> str:
    """Which number decides by how much the two differ."""
    if not shares or next(iter(shares.values())) < 0.02:
        return t("No single number decides by how much they differ.")
    name, share = next(iter(shares.items()))
    source = scenario.sampled[name].source.status if name in scenario.sampled else "assumed"
    return t("By how much they differ hangs most on **{label}** ({badge}; {share} of the variation"
             " of the ratio, by a quick estimate).", share=t.percent(share, 2),
             label=escaped(labels.parameter_label(scenario, name, t)),
             badge=labels.badge(source, t))


def move_words(scenario: Scenario, name: str, ids: Sequence[str], target: Sequence[str],
               t: Translator) -> str:
    """What one side would add and drop to reach a set."""
    adds, drops = _difference(scenario, ids, target, t)
    if adds and drops:
        return t("{party} would add {adds} and drop {drops}.", party=escaped(name), adds=adds,
                 drops=drops)
    if adds:
        return t("{party} would add {adds}.", party=escaped(name), adds=adds)
    if drops:
        return t("{party} would drop {drops}.", party=escaped(name), drops=drops)
    return t("{party} would change nothing.", party=escaped(name))


def set_named(scenario: Scenario, sides: Sequence[Side], target: Sequence[str], t: Translator
              ) -> str:
    """A set by what it has more and less than the proposal nearest to it."""
    if not target:
        return t("**no measures**")
    name, ids = min(sides, key=lambda side: len(set(side[1]) ^ set(target)))
    adds, drops = _difference(scenario, ids, target, t)
    said = {"name": escaped(name), "adds": adds, "drops": drops}
    if adds and drops:
        return t("the measures of **{name}** with {adds} and without {drops}", **said)
    if adds:
        return t("the measures of **{name}** with {adds}", **said)
    if drops:
        return t("the measures of **{name}** without {drops}", **said)
    return t("the measures of **{name}** as they are", **said)


def _difference(scenario: Scenario, ids: Sequence[str], target: Sequence[str], t: Translator
                ) -> tuple[str, str]:
    """What a set has more and what it has less, by title."""
    add, drop = [i for i in target if i not in ids], [i for i in ids if i not in target]
    adds, drops = (escaped(t("; ").join(f"“{measure_title(scenario, i, t)}”" for i in side))
                   for side in (add, drop))
    return adds, drops


def meeting_words(sets: Portfolios, found: Meeting, sides: Sequence[Side], t: Translator) -> str:
    """The set on which both could agree, or what is missing between them."""
    scenario = sets.scenario
    if found.between:
        text = t("They could meet at {measures}: the ALOP is met in **{share}** of the simulated"
                 " futures.", measures=set_named(scenario, sides, found.between[0], t),
                 share=t.percent(float(sets.row(found.between[0])["probability"])))
    else:
        row = sets.row(found.nearest)
        text = t("No set between the two proposals meets the ALOP beyond simulation error. The"
                 " nearest is {measures}: {share} of the simulated futures are within the ALOP,"
                 " {needed} are needed.", measures=set_named(scenario, sides, found.nearest, t),
                 share=t.percent(float(row["probability"])),
                 needed=t.percent(sets.alop.confidence))
    return text


def further_words(sets: Portfolios, found: Meeting, sides: Sequence[Side], t: Translator
                  ) -> list[str]:
    """What is too close to call before the meeting point, and the least restrictive of all."""
    lines, other, scenario = [], found.elsewhere, sets.scenario
    if found.undecided:
        lines.append(t("Too close to call although less restrictive: {count}, the first is"
                       " {measures}.", count=len(found.undecided),
                       measures=set_named(scenario, sides, found.undecided[0], t)))
    if other is None:
        lines.append(t("No other set of this scenario meets the ALOP either."))
    elif found.between and other == found.between[0]:
        lines.append(t("No set of all that meets the ALOP is less restrictive."))
    elif found.between:
        lines.append(t("Outside the two proposals, a set that is no more restrictive meets it too:"
                       " {measures}.", measures=set_named(scenario, sides, other, t)))
    else:
        lines.append(t("The least restrictive set that meets the ALOP: {measures}.",
                       measures=set_named(scenario, sides, other, t)))
    return lines


def whole_words(scenario: Scenario, ids: Sequence[str], t: Translator) -> str:
    """Every measure of a set by title."""
    return escaped(set_words(scenario, ids, t))
