"""A probability with its simulation error, and what to do where it is too close to call."""

from __future__ import annotations

import math

from pra_core.assessment import MAX_DRAWS
from pra_core.convergence import draws_needed
from pra_core.i18n import Translator
from pra_core.summary import Judgement


def share_with_error(share: float, error: float, t: Translator) -> tuple[str, str]:
    """A share and its standard error in per cent, both to the first digit of the error."""
    if error <= 0:
        return t.percent(share), t.percent(0.0)
    digits = max(0, -math.floor(math.log10(100.0 * error)))
    told = (t("{number} %", number=f"{100.0 * x:.{digits}f}") for x in (share, error))
    return next(told), next(told)


def close_sentence(judgement: Judgement, draws: int, confidence: float, t: Translator) -> str:
    """P(meets) too close to call: by how much, and how many simulated futures would decide."""
    share, error = share_with_error(judgement.probability, judgement.standard_error, t)
    first = t("**{share} ± {error}: too close to call — add simulated futures.**", share=share,
              error=error)
    asked, now = t.percent(confidence), t.number(draws, 6)
    needed = draws_needed(judgement.probability, confidence)
    if math.isinf(needed):
        return t("{first} On {draws} it lies exactly on the confidence asked for ({asked}): how"
                 " many would decide cannot be told.", first=first, draws=now, asked=asked)
    if needed > MAX_DRAWS:
        return t("{first} At its present distance from {asked} about {needed} would decide, more"
                 " than the {most} that can be run (now {draws}): take it as undecided.",
                 first=first, asked=asked, needed=t.number(needed, 2), draws=now,
                 most=t.number(MAX_DRAWS, 6))
    return t("{first} At its present distance from {asked} about {needed} would decide (now"
             " {draws}).", first=first, asked=asked, needed=t.number(needed, 2), draws=now)
