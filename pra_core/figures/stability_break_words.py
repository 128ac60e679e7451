"""Breaking points in words, and the values of a number on one scale wherever they are told."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core import labels
from pra_core.decision_stability import Break
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.ladder import Ladder
from pra_core.parameter import Parameter
from pra_core.wording import escaped

BREAKS = {"number": N_("Number"), "now": N_("Now (90 % range)"),
          "where": N_("Choice changes if known to be"),
          "chance": N_("Chance of that"), "to": N_("Then")}
TO = {"stricter": N_("the set is no longer enough"), "lighter": N_("a lighter set is enough"),
      "enough": N_("the set is enough")}
SMALL = 1e-3
"""Shares whose median is from here on are told in per cent; chances below it as less."""


def value_words(p: Parameter, x: float, t: Translator) -> str:
    """A value of an input; shares in per cent unless they are usually far below."""
    return t.percent(x) if in_percent(p) else t.number(x)


def in_percent(p: Parameter) -> bool:
    """Whether values of an input are told in per cent, so that no unit stands behind them."""
    share = p.unit in ("1", "infested units/unit") and p.distribution.support[1] <= 1.0
    return share and float(p.distribution.ppf(0.5)) >= SMALL


def breaks_sentence(found: Ladder, rows: Sequence[Break], looked: int, t: Translator) -> str:
    """The input likeliest to lie beyond its breaking point, and how many can change the choice."""
    names = {one.parameter for one in rows if one.chance > 0}
    if not names:
        return t("**No number alone changes the choice**, whatever value it takes within its"
                 " distribution ({looked} looked at).", looked=looked)
    first = max(rows, key=lambda one: one.chance)
    p = found.scenario.parameters[first.parameter]
    sides = sorted((one for one in rows if one.parameter == p.name and one.chance > 0),
                   key=lambda one: -one.chance)
    return t("**Likeliest to change the choice: {number}.** If it were known to be {sides}. It is"
             " now {now}. Of {looked} numbers, {count} could change the choice alone.",
             number=escaped(labels.parameter_label(found.scenario, p.name, t)),
             sides=t("; if ").join(
                 t("{where}, {to} ({chance} of its distribution lies there)",
                   where=_where(p, one, t), to=to_words(one, t), chance=_percent(one.chance, t))
                 for one in sides),
             now=now_words(p, first, t), looked=looked, count=len(names))


def _percent(chance: float, t: Translator) -> str:
    return t.percent(chance, 2) if chance >= SMALL else t("less than 0.1 %")


def breaks_table(found: Ladder, rows: Sequence[Break], t: Translator) -> pd.DataFrame:
    """A row per breaking point, as `BREAKS` names them, the likeliest first."""
    told = []
    for one in sorted(rows, key=lambda one: -one.chance):
        p = found.scenario.parameters[one.parameter]
        told.append({
            "number": labels.parameter_label(found.scenario, p.name, t),
            "now": now_words(p, one, t), "where": _where(p, one, t),
            "chance": _percent(one.chance, t),
            "to": to_words(one, t)})
    return pd.DataFrame(told, columns=list(BREAKS))


def now_words(p: Parameter, one: Break, t: Translator) -> str:
    """Median and 90 % range of the input as it is judged."""
    return t("{median} ({low} to {high})", median=value_words(p, one.present.median, t),
             low=value_words(p, one.present.low, t), high=value_words(p, one.present.high, t))


def _where(p: Parameter, one: Break, t: Translator) -> str:
    value = value_words(p, one.value, t)
    return t("above {value}", value=value) if one.above else t("below {value}", value=value)


def to_words(one: Break, t: Translator) -> str:
    """What is recommended beyond a breaking point."""
    return t(TO[one.to])
