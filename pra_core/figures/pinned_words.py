"""What has changed since a result was pinned, in words."""

from __future__ import annotations

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.i18n import Translator
from pra_core.summary import Judgement, interval
from pra_core.wording import amount_words, told


def change_sentence(was: Assessment, then: Judgement, now: Assessment, judgement: Judgement,
                    alop: Alop, t: Translator) -> str:
    """What has changed since the reference was pinned: median risk and P(meets)."""
    currency = now.scenario.consequences.currency
    old, new = (amount_words(interval(told(a, alop)).median, alop, currency, t)
                for a in (was, now))
    return t("Since the pinned reference: risk **{old}** → **{new}**; probability of meeting the"
             " ALOP **{then}** → **{now}**.", old=old, new=new, then=t.percent(then.probability),
             now=t.percent(judgement.probability))
