"""Which measures of the chosen set the verdict hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import less_restrictive
from pra_core.scenario import Scenario
from pra_core.wording import escaped, joined, set_words


def necessity_sentence(scenario: Scenario, verdicts: Sequence[str], t: Translator,
                       sets: Portfolios | None = None) -> str:
    """Which selected measures the verdict hangs on; `verdicts` as `Portfolios.drop_one` has them.

    The first verdict is that of the whole set, the others of the set without each measure. With
    `sets`, the search, a less restrictive set that meets is named: needed within a set is not
    needed at all (SPS Agreement, Article 5.6).
    """
    whole, without = verdicts[0], dict(zip(scenario.selected, verdicts[1:], strict=True))
    if whole != "meets":
        return t("The selected set does not meet the ALOP beyond simulation error, so this does"
                 " not tell which of its measures could be spared.")
    spare, close, needed = (t(", ").join(t.local(scenario.measure(i).title)
                                         for i, verdict in without.items() if verdict == kind)
                            for kind in ("meets", "too_close", "fails"))
    if not spare and not close:
        text = t("Within this set, no measure can be left out: without any one of them it fails"
                 " the ALOP beyond simulation error.")
    else:
        text = joined((
            spare and t("The set still meets the ALOP without any single one of these (one at a"
                        " time, not together): **{measures}**.", measures=escaped(spare)),
            close and t("Whether it would without one of these is too close to call: **{measures}**"
                        ".", measures=escaped(close)),
            needed and t("Without any one of these it fails: **{measures}**.",
                         measures=escaped(needed))), t)
    other = less_restrictive(sets, scenario.selected) if sets is not None else None
    if other is None:
        return text
    return t("{text} A less restrictive set also meets the ALOP: **{measures}**.", text=text,
             measures=escaped(set_words(scenario, other, t)))
