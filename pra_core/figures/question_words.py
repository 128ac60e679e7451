"""Worked questions in words: what is asked, what comes out, and why."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.summary import interval, meets
from pra_core.wording import amount_words, escaped, joined, told
from pra_core.worked_questions import Answer

QUESTIONS: Mapping[str, str] = {
    "inspections-doubled": N_("What if inspectors looked at twice as many units of every lot?"),
    "no-measures": N_("What if no measure were applied at all?"),
    "inspection-only": N_("What if only the inspections were kept?"),
    "weakest-left-out": N_("Which measure could be spared most easily?"),
    "strongest-left-out": N_("Which measure carries the most?"),
    "prevalence-halved": N_("What if half as many units were infested at harvest?"),
    "volume-doubled": N_("What if twice as much were traded?"),
    "one-lot-in-five": N_(
        "What if every measure applied lot by lot were missed on one lot in five?"),
    "protection-tenfold": N_("What if our level of protection were ten times as strict?"),
}
WHY: Mapping[str, str] = {
    "inspections-doubled": N_(
        "An inspection rejects whole lots, so it works where many units of a lot are infested when"
        " it is reached. After a good treatment little is left to find; and cleaner lots are"
        " rejected less often, so twice the sample seldom halves the risk."),
    "no-measures": N_(
        "This is the unrestricted risk: ordinary commercial practice, nothing asked of the"
        " exporter. Everything a measure achieves is the distance from here."),
    "inspection-only": N_(
        "Inspection alone sees only what is visible in the units it opens. What is left shows how"
        " much the other measures do."),
    "weakest-left-out": N_(
        "Each measure is left out in turn, the others stay; the mean number of outbreaks decides."
        " A measure that another one covers moves the risk little; whether it is needed is asked"
        " against the level of protection (SPS Agreement, Article 5.6), not here."),
    "strongest-left-out": N_(
        "Each measure is left out in turn, the others stay; the mean number of outbreaks decides."
        " This is the one to check first: its"
        " efficacy, its evidence and whether it is really applied."),
    "prevalence-halved": N_(
        "Fewer infested units enter the chain. The risk falls in the same proportion, or a little"
        " less where an inspection now rejects fewer lots."),
    "volume-doubled": N_(
        "The yearly rate of founded populations goes with the volume; the risk of a single lot"
        " does not change."),
    "one-lot-in-five": N_(
        "A lot that a measure misses carries the whole risk of that step, and the misses are taken"
        " to be independent, apart from failures that measures share. Against a strong"
        " treatment these few lots soon make up most of what"
        " is left. Where a measure is already missed more often, the risk falls."),
    "protection-tenfold": N_(
        "The pest does not know our limit: the risk stays, only the judgement changes. This shows"
        " how far the verdict hangs on the choice of the level of protection."),
}
LACKING: Mapping[str, str] = {
    "measures": N_("Select at least one measure first (page Measures)."),
    "two": N_("Select at least two measures first (page Measures)."),
    "inspection": N_("None of the selected measures is an inspection."),
    "room": N_("Twice the sample would be more than the smallest lot holds."),
    "lots": N_("None of the selected measures is applied lot by lot."),
    "limit": N_("The level of protection allows nothing at all; it cannot be stricter."),
}


def answer_sentence(found: Answer, t: Translator) -> str:
    """Median risk and P(meets) before and after the change."""
    before, after = found.before, found.after
    alop = before.scenario.alop
    currency = before.scenario.consequences.currency
    old, new = (amount_words(interval(told(a, alop)).median, alop, currency, t)
                for a in (before, after))
    then, now = (t.percent(meets(a, a.scenario.alop).probability) for a in (before, after))
    said = (t("The median risk stays at **{risk}**.", risk=old) if old == new else
            t("The median risk goes from **{old}** to **{new}**.", old=old, new=new))
    chance = (t("The probability of meeting the ALOP stays at **{share}**.", share=then)
              if then == now else
              t("The probability of meeting the ALOP goes from **{old}** to **{new}**.", old=then,
                new=now))
    left = ""
    if found.left_out:
        title = escaped(t.local(before.scenario.measure(found.left_out).title))
        left = t("Left out: **{measure}**.", measure=title)
    return joined((left, said, chance), t)
