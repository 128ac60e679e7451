"""Simulation error in words: whether it matters, and what more simulated futures would do."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from pra_core import convergence
from pra_core.alop import Alop
from pra_core.errors import N_
from pra_core.figures.precision import NAMES
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.precision_wording import close_sentence, share_with_error
from pra_core.summary import Judgement
from pra_core.wording import amount_words, joined

ROWS = {**{k: NAMES[k] for k in ("median", "p05", "p95")}, "mean": N_("Mean"),
        "meets": N_("Probability of meeting the ALOP")}
NUMBERS = ["value", "error", "low", "high", "relative"]
STEPS = (2, 4, 10)
"""Times the simulated futures in use that are offered."""


def answer(table: pd.DataFrame, judgement: Judgement, draws: int, alop: Alop, t: Translator, *,
           measures: bool = True) -> str:
    """Whether the verdict hangs on chance, and how far median and 95 % quantile do.

    `measures`: whether any measure is selected.
    """
    by = table.set_index("quantity")["relative"]
    rest = t("From simulation alone, the median is known to ± {median} and the 95 % quantile to"
             " ± {high} (standard errors).", median=small(float(by["median"]), t),
             high=small(float(by["p95"]), t))
    subject = (t("The chance that the selected set meets the ALOP") if measures else
               t("The chance that the ALOP is met without measures"))
    share, error = share_with_error(judgement.probability, judgement.standard_error, t)
    words = {"subject": subject, "share": share, "error": error, "draws": t.number(draws, 6),
             "asked": t.percent(alop.confidence)}
    if judgement.verdict == "too_close":
        said = t("{subject}, on {draws} simulated futures: {close}", subject=subject,
                 draws=words["draws"], close=close_sentence(judgement, draws, alop.confidence, t))
    elif judgement.standard_error == 0:
        said = t("{subject} is **{share}**: so it is in all {draws} simulated futures, clear of the"
                 " {asked} asked for. More of them are unlikely to change the verdict.", **words)
    else:
        said = t("{subject}, **{share} ± {error}** on {draws} simulated futures, is clear of the"
                 " {asked} asked for: more of them are unlikely to change the verdict.", **words)
    return _unbroken(joined((said, rest), t))


def small(error: float, t: Translator) -> str:
    """A relative error in per cent, as far as anybody needs it."""
    return t("less than 0.01 %") if 0 < error < 1e-4 else t.percent(error, 2)


def _unbroken(text: str) -> str:
    """Keeps ± on the line of its number."""
    return text.replace("± ", "±\u00a0")


def in_passing(table: pd.DataFrame, judgement: Judgement, draws: int, alop: Alop, t: Translator
               ) -> str:
    """What a page says unasked: empty unless chance matters for the verdict or the numbers."""
    if judgement.verdict == "too_close":
        return close_sentence(judgement, draws, alop.confidence, t)
    if not convergence.is_coarse(table):
        return ""
    by = table.set_index("quantity")["relative"]
    return t("Simulation error is not small: median ± {median}, 95 % quantile ± {high} (standard"
             " errors). More simulated futures would narrow it.",
             median=small(float(by["median"]), t), high=small(float(by["p95"]), t))


def top_up_sentence(sets: Portfolios | None, t: Translator, *, settled: bool = True) -> str:
    """What was judged on more simulated futures by itself; empty where no set was judged.

    `settled`: whether this is finished.
    """
    if sets is None or "draws" not in sets.table:
        return ""
    if not settled:
        return t("Sets near the limit are still to be judged on more simulated futures; their"
                 " verdicts may change.")
    more = sets.table[sets.table["draws"] > sets.draws]
    if more.empty:
        return t("No set was so near the limit that it had to be judged on more simulated"
                 " futures.")
    return t("Of {all} sets {count} were near the limit and have been judged on up to {most}"
             " simulated futures instead of {draws}; still too close to call: {close}.",
             all=t.number(len(sets.table), 6), count=len(more),
             most=t.number(int(more["draws"].max()), 6), draws=t.number(sets.draws, 6),
             close=len(sets.undecided))


def rows(table: pd.DataFrame, alop: Alop, currency: str, t: Translator) -> pd.DataFrame:
    """`convergence.precision` in words: what, value, error, interval; shares in %."""
    by, found = table.set_index("quantity").astype(np.float64), []
    for quantity, title in ROWS.items():
        value, error, low, high, relative = (float(by[one][quantity]) for one in NUMBERS)
        meets = quantity == "meets"
        told = [_told(x, meets, alop, currency, t) for x in (value, low, high)]
        found.append({
            "what": t(title), "value": told[0],
            "error": small(error, t) if meets else t("{share} of it", share=small(relative, t)),
            "interval": t("{low} to {high}", low=told[1], high=told[2])})
    return pd.DataFrame(found)


def _told(x: float, meets: bool, alop: Alop, currency: str, t: Translator) -> str:
    if math.isinf(x):
        return t("not bounded")
    return t.percent(x) if meets else amount_words(x, alop, currency, t)


def offers(draws: int, most: int) -> list[int]:
    """Larger numbers of simulated futures to offer, at most `most`."""
    return sorted({min(k * draws, most) for k in STEPS if draws < most})
