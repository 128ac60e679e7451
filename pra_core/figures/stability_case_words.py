"""A case that went to the WTO, in words: what "negligible" was taken to mean, and what follows."""

from __future__ import annotations

import pandas as pd

from pra_core import labels
from pra_core.decision_stability.negligible import (
    INFESTED,
    LARGEST,
    MEANS,
    TRADE,
    VOLUME,
    Reading,
    Swap,
)
from pra_core.errors import N_
from pra_core.i18n import Translator

COLUMNS = {"what": N_("Figure"), "uniform": N_("Uniform"), "triangular": N_("Triangular"),
           "status": N_("Status"), "source": N_("Source")}


def story(t: Translator) -> str:
    """What was in dispute."""
    return t("In the dispute Australia – Apples (DS367), “negligible” stood for a probability"
             " between 0 and one in a million, every value equally likely (uniform). Powell (2013)"
             " reports the objection that this overstates the probability, and a triangular"
             " distribution with its peak at 0 as the alternative: same words, same limits, another"
             " shape.")


def answer(found: tuple[Reading, Reading], swap: Swap, t: Translator) -> str:
    """The ratio of the means, and why neither reading makes the step negligible in trade."""
    uniform, triangular = found
    return t("**The shape moves the mean by a factor of {ratio}: 1 in {uniform} against 1 in"
             " {triangular}** ({read}). Times a large trade neither is negligible: {volume} apples"
             " a year, {infested} of them infested ({memory}: both from memory), would give {more}"
             " or {fewer} exposures a year. In the example of fire blight here, with the transfer"
             " of the calyx pathway taken as negligible, the triangular reading gives {swap} of"
             " the outbreaks per year that the uniform one gives (two thirds, up to simulation"
             " error).", read=labels.badge(MEANS.status, t), memory=labels.badge(TRADE.status, t),
             ratio=t.number(uniform.mean / triangular.mean, 2),
             uniform=t.number(1 / uniform.mean, 3), triangular=t.number(1 / triangular.mean, 3),
             volume=t.number(VOLUME, 3), infested=t.percent(INFESTED),
             more=t.number(uniform.exposures, 3), fewer=t.number(triangular.exposures, 3),
             swap=t.percent(swap.ratio))


def lesson(found: tuple[Reading, Reading], t: Translator) -> str:
    """What the logarithmic axis shows."""
    tiny = LARGEST / 100
    first, second = (t.percent(float(one.law.cdf(tiny))) for one in found)
    return t("On the right each step is ten times more: both readings say that the probability is"
             " almost surely between a hundredth of the limit and the limit itself; only {first}"
             " and {second} lie below 1 in {tiny}. Whoever means “we do not know how small” has"
             " said neither. A word for a small probability needs a number for its middle, not only"
             " for its top.", first=first, second=second, tiny=t.number(1 / tiny, 3))


def table(found: tuple[Reading, Reading], swap: Swap, t: Translator) -> pd.DataFrame:
    """Each figure with its status and source, as `COLUMNS` names them."""
    uniform, triangular = found
    read, remembered = (labels.badge(one.status, t) for one in (MEANS, TRADE))
    memory = t("{citation}. Neither could be read: from memory, for illustration only",
               citation=str(TRADE.citation))
    rows = [
        (t("Mean probability"), _often(uniform.mean, t), _often(triangular.mean, t), read,
         str(MEANS.citation)),
        (t("Apples per year, most likely"), t.number(VOLUME, 3), t.number(VOLUME, 3), remembered,
         memory),
        (t("Infested at the border, mean"), t.percent(INFESTED), t.percent(INFESTED), remembered,
         memory),
        (t("Exposures per year, mean"), t.number(uniform.exposures, 3),
         t.number(triangular.exposures, 3), remembered, t("Product of the three above")),
        (t("Outbreaks per year by calyx pathway, mean"), t.one_in(swap.rate["uniform"]),
         t.one_in(swap.rate["triangular"]), t("computed"),
         t("The shipped example, its transfer replaced"))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _often(p: float, t: Translator) -> str:
    return t("{number} (1 in {times})", number=t.number(p), times=t.number(1 / p, 3))
