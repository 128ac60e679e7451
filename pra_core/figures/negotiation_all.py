"""All proposals on a table, a row each, and whether their costs can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core.figures import negotiation_words as words
from pra_core.figures.negotiation_terms import named
from pra_core.i18n import Translator
from pra_core.negotiation import Negotiation, Position
from pra_core.wording import plain, risk_words, verdict_words


def heads(t: Translator) -> dict[str, str]:
    """Column -> header of `frame`."""
    return {"proposal": t("Proposal"), "risk": t("Residual risk"), "verdict": t("Verdict"),
            "levels": t("Trade restrictiveness"), "cost": t("Cost")}


def frame(negotiation: Negotiation, positions: Sequence[Position], t: Translator) -> pd.DataFrame:
    """A row per proposal: what it leaves, verdict with P(meets), restrictiveness, cost."""
    return pd.DataFrame([{
        "proposal": named(negotiation, p.proposal, t, title=True),
        "risk": plain(risk_words(p.assessment, p.scenario.alop, t)),
        "verdict": t("{verdict} ({share} of futures within)",
                     verdict=verdict_words(p.judgement.verdict, t),
                     share=t.percent(p.judgement.probability)),
        "levels": words.levels_words(p.scenario, t),
        "cost": "\n".join(words.cost_lines(p.costs, p.scenario.consequences.currency, t)),
    } for p in positions])


def costs_compared(first: Position, second: Position, t: Translator) -> str:
    """Whether the costs of two proposals can be compared; unknown is not zero."""
    unknown = {i for p in (first, second) for i in p.scenario.selected
               if p.scenario.measure(i).cost is None}
    if not unknown:
        return t("Every measure of the two has a cost on record.")
    return t("The costs of the two cannot be compared: {count} of their measures have no cost on"
             " record, and unknown is not zero.", count=len(unknown))
