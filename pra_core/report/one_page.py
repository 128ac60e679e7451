"""The result on one printed page (PDF), in the reader's language."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import typst

from pra_core import labels, reference, wording
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.figures import choice_words
from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import parameters_in_use, thinned
from pra_core.report.annex import annex_data
from pra_core.report.charts import result_chart
from pra_core.report.told import selected_measures, subtitle, telling_sets
from pra_core.summary import influence
from pra_core.top_up import judged

TEMPLATE = Path(__file__).with_name("one_page.typ")
FONT = "fonts/NotoSansSC-Regular.otf"
MOST_SETS = 6
UNBROKEN = {f"{end}{mark}": f"{end}\u2060{mark}" for end in "）)”" for mark in "，。；："}
"""Chinese marks that would begin a line after a bracket, and the same held to it."""
DISCLAIMER = N_("A result of the inputs listed in the scenario file, not an official position."
                " The scenario file with this fingerprint, the seed and the number of simulated"
                " futures give the same numbers on every machine.")


def one_page(*, before: Assessment, after: Assessment, sets: Portfolios | None, seed: int,
             t: Translator, study: str = "", exact: pd.DataFrame | None = None) -> bytes:
    """PDF: one A4 page of result, then an annex on its uncertainty (ISPM 11, 2.4).

    The page has sentence, chart, selected measures, first sets, evidence, fingerprint; the annex
    the result in words, the simulation error and the sources of uncertainty. `before` is the
    assessment without measures, `after` the one with the selected measures; `sets` None where the
    sets were not searched; `study` says which knowledge would change the choice; `exact`: rows of
    `sobol` for log Λ, where they are known. Deterministic: no clock is read.
    """
    data = content(before=before, after=after, sets=sets, seed=seed, t=t, exact=exact)
    annexed = data | {"annex": annex(before=before, after=after, sets=sets, t=t, study=study,
                                     exact=exact)}
    return printed(annexed, "pdf")


def printed(data: dict[str, Any], form: Literal["pdf", "png"]) -> bytes:
    """The template filled with plain data; user text reaches it as JSON and stays text.

    A picture of several pages comes as a list of pictures.
    """
    return typst.compile(
        str(TEMPLATE), root=str(TEMPLATE.parent), format=form, ignore_system_fonts=True,
        font_paths=[str(reference.verified_path(FONT).parent), str(_marks())],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1" if form == "pdf" else None)


def _marks() -> Path:
    """Where the font is that has the marks of the verdicts, which the text font lacks."""
    import matplotlib  # slow to import and needed when somebody prints, not at every start

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def content(*, before: Assessment, after: Assessment, sets: Portfolios | None, seed: int,
            t: Translator, exact: pd.DataFrame | None = None) -> dict[str, Any]:
    """What the page says, as plain data; the annex apart."""
    scenario = after.scenario
    judgement = judged(after, sets)
    sentences = [wording.result_sentence(before, after, scenario.alop, t),
                 wording.verdict_sentence(judgement, after, scenario.alop, t),
                 wording.evidence_sentence(scenario, t)]
    if sets is not None:
        sentences += [choice_words.choice_sentence(sets, t), wording.order_words(t)]
    sentences += [wording.matters_sentence(scenario, influence(thinned(after)), t, exact),
                  wording.mean_sentence(after, judgement, t)]
    sentences += [said for said in (labels.assumed_climate(scenario, t),) if said]
    data = {
        "language": "zh" if t.language == "zh_CN" else "en", "title": t.local(scenario.title),
        "subtitle": subtitle(after, t), "kind": t("Pest risk analysis: residual risk"),
        "sentences": [wording.pieces(s) for s in sentences],
        "figure": result_chart(before=before, after=after, t=t),
        "alt": t("Residual risk before and after the measures against the ALOP"),
        "measures": selected_measures(after, t),
        "sets": [] if sets is None else _sets(sets, after.scenario.selected, t),
        "evidence": _evidence(after, t), "disclaimer": t(DISCLAIMER),
        "origin": t("Scenario {code} · seed {seed} · {draws} simulated futures",
                    code=scenario.fingerprint, seed=seed, draws=t.number(after.draws, 6)),
    }
    return _plain(data)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """The data with marks held to the bracket before them."""
    text = json.dumps(data, ensure_ascii=False)
    for mark, other in UNBROKEN.items():
        text = text.replace(mark, other)
    found: dict[str, Any] = json.loads(text)
    return found


def annex(*, before: Assessment, after: Assessment, sets: Portfolios | None, t: Translator,
          study: str = "", exact: pd.DataFrame | None = None) -> dict[str, Any]:
    """What the annex says, as plain data."""
    return _plain(annex_data(before=before, after=after, sets=sets, t=t, study=study,
                             drivers=exact))


def _sets(sets: Portfolios, selected: tuple[str, ...], t: Translator) -> dict[str, Any]:
    """`telling_sets` as rows of words."""
    some = telling_sets(sets, selected, MOST_SETS)
    words = described(some, sets, t)
    keys = ["rank", "words", "level_sum", "risk", "probability", "verdict_words"]
    rows = [[t.percent(x) if k == "probability" else str(x)
             for k, x in zip(keys, row, strict=True)]
            for row in words[keys].itertuples(index=False)]
    return {"title": t("Sets in order of trade restrictiveness ({shown} of {count})",
                       shown=len(rows), count=len(sets.table)), "rows": rows,
            "head": [t("Rank"), t("Measures in the set"), t("Sum of levels"),
                     t("Residual risk, median"), t("P(meets)"), t("Verdict")]}


def _evidence(after: Assessment, t: Translator) -> str:
    counts = Counter(str(p.source.status) for p in parameters_in_use(after.scenario))
    parts = [t("{badge}: {count}", badge=labels.badge(status, t), count=counts[status])
             for status in labels.STATUS_TITLES if counts[status]]
    return t("Evidence behind the inputs in use: {counts}. In brackets: 90 % range.",
             counts=" · ".join(parts))
