"""Two proposals compared, and where they could meet, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.figures.negotiation_words import measure_title
from pra_core.i18n import Translator
from pra_core.negotiation import Meeting, Pair
from pra_core.portfolio import Portfolios
from pra_core.scenario import Scenario
from pra_core.wording import escaped, set_words


def pair_words(first: str, second: str, found: Pair, t: Translator) -> str:
    """Which of two proposals is safer, and by how much."""
    if found.equal == 1.0:
        return t("**{first}** and **{second}** leave the same risk in every simulated future.",
                 first=escaped(first), second=escaped(second))
    low, median, high = (t.number(x, 2) for x in (found.ratio.low, found.ratio.median,
                                                  found.ratio.high))
    text = t("**{first}** is safer than **{second}** in **{share}** of the simulated futures; it"
             " leaves {median} times its risk (90 % interval: {low} to {high}).",
             first=escaped(first), second=escaped(second), share=t.percent(found.safer, 3),
             median=median, low=low, high=high)
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
    add, drop = [i for i in target if i not in ids], [i for i in ids if i not in target]
    adds, drops = (escaped(t("; ").join(measure_title(scenario, i, t) for i in side))
                   for side in (add, drop))
    if add and drop:
        return t("{party} would add {adds} and drop {drops}.", party=escaped(name), adds=adds,
                 drops=drops)
    if add:
        return t("{party} would add {adds}.", party=escaped(name), adds=adds)
    if drop:
        return t("{party} would drop {drops}.", party=escaped(name), drops=drops)
    return t("{party} would change nothing.", party=escaped(name))


def meeting_words(sets: Portfolios, found: Meeting, t: Translator) -> str:
    """The set on which both could agree, or what is missing between them."""
    scenario = sets.scenario
    if found.between:
        named = escaped(set_words(scenario, found.between[0], t))
        text = t("They could meet at **{measures}**: it keeps what both want, adds nothing new and"
                 " meets the ALOP in {share} of the simulated futures.", measures=named,
                 share=t.percent(float(sets.row(found.between[0])["probability"])))
    else:
        row = sets.row(found.nearest)
        text = t("No set between the two proposals meets the ALOP beyond simulation error. The"
                 " nearest is **{measures}**: {share} of the simulated futures are within the"
                 " ALOP, {needed} are needed.",
                 measures=escaped(set_words(scenario, found.nearest, t)),
                 share=t.percent(float(row["probability"])),
                 needed=t.percent(sets.alop.confidence))
    if found.undecided:
        text = t("{text} Too close to call before it: {count}, the first **{measures}**.",
                 text=text, count=len(found.undecided),
                 measures=escaped(set_words(scenario, found.undecided[0], t)))
    return _elsewhere(sets, found, text, t)


def _elsewhere(sets: Portfolios, found: Meeting, text: str, t: Translator) -> str:
    """The least restrictive set of all, where it is not one between the proposals."""
    other = found.elsewhere
    if other is None:
        return t("{text} No other set of this scenario meets it either.", text=text)
    if found.between and other == found.between[0]:
        return t("{text} No set of all is less restrictive.", text=text)
    named = escaped(set_words(sets.scenario, other, t))
    if found.between:
        return t("{text} Outside the two proposals, a set that is no more restrictive meets it too:"
                 " **{measures}**.", text=text, measures=named)
    return t("{text} The least restrictive set that meets it: **{measures}**.", text=text,
             measures=named)
