"""The sources of uncertainty in words: one row each, and what they add up to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pra_core import labels
from pra_core.driver_wording import sources_sentence
from pra_core.errors import N_
from pra_core.figures.stability_break_words import in_percent, value_words
from pra_core.i18n import Translator
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.uncertainty_sources import CAUSES, STEPS
from pra_core.wording import escaped

PLACES = {
    "method": N_("Method and sources"), "entry": N_("Entry"),
    "establishment": N_("Establishment"), "spread": N_("Spread"),
    "consequences": N_("Consequences"), "measures": N_("Measures"),
}
"""Pages on which an assumption is discussed."""


def step_title(step: str, t: Translator) -> str:
    """Section of ISPM 11 and what is assessed there."""
    return t("{section} {title}", section=step, title=t(STEPS[step]))


def answer(scenario: Scenario, sources: pd.DataFrame, t: Translator) -> str:
    """How well founded the uncertain inputs are, and which of them matter."""
    return escaped(sources_sentence(scenario, sources, t))


def inputs(scenario: Scenario, sources: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Rows of uncertain inputs in words, in order of the steps; the climate model has no range.

    Columns step, what, cause, status, range, unit, contribution, source, share (the number).
    """
    some = sources[sources["kind"].isin(("input", "climate"))]
    named = labels.parameter_labels(scenario, t)
    parameters = {**scenario.parameters, **scenario.sampled}
    found = []
    for row in some.to_dict("records"):
        name = str(row["parameter"])
        found.append({
            "step": step_title(str(row["step"]), t), "what": named[name],
            "cause": t(CAUSES[str(row["cause"])]), "status": labels.badge(str(row["status"]), t),
            "range": "" if name == CLIMATE_MODEL else t(
                "{low} to {high}", low=value_words(parameters[name], float(row["low"]), t),
                high=value_words(parameters[name], float(row["high"]), t)),
            "unit": "" if name == CLIMATE_MODEL or in_percent(parameters[name])
            else labels.unit_of(parameters[name], t),
            "contribution": _share(row, named, t),
            "source": labels.source_text(parameters[name].source, t).split("\n")[0],
            "share": float(row["contribution"])})
    return pd.DataFrame(found, columns=["step", "what", "cause", "status", "range", "unit",
                                        "contribution", "source", "share"])


def _share(row: Mapping[Any, Any], named: dict[str, str], t: Translator) -> str:
    share, error, others = float(row["contribution"]), float(row["error"]), row["with_others"]
    told = t.percent(share, 2)
    if not math.isnan(error):
        told = t("{share} ± {error}", share=told, error=t.percent(error, 2))
    if row["kind"] == "climate":
        return t("in the climate model as a whole")
    if isinstance(others, tuple) and others:
        words = t("; ").join(named[one] for one in others)
        if math.isnan(share):
            return t("counted with: {others}", others=words)
        return t("{share}, with: {others}", share=told, others=words)
    return t("not estimated") if math.isnan(share) else told


def assumptions(sources: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """What the model takes for granted: step, what, discussed."""
    some = sources[sources["kind"] == "assumption"]
    return pd.DataFrame([{
        "step": step_title(str(step), t), "what": t(str(text)), "discussed": t(PLACES[str(where)])}
        for step, text, where in zip(some["step"], some["assumption"], some["discussed"],
                                     strict=True)], columns=["step", "what", "discussed"])


def estimator(exact: bool, t: Translator) -> str:
    """By what the shares were estimated, and whether they have intervals."""
    if exact:
        return t("first order, Sobol' index by SALib; ± is half its 95 % interval")
    return t("first order, quick estimate from the simulated futures at hand, without interval")


def everything(scenario: Scenario, sources: pd.DataFrame, t: Translator, how: str = ""
               ) -> pd.DataFrame:
    """Inputs, what they do together, and assumptions under common headers, by step, for a file.

    `how`: the estimator of the shares, told in a column of its own.
    """
    doubt = CAUSES["model"]
    model, taken = t(doubt), t("no number carries it")
    rows = inputs(scenario, sources, t).drop(columns="share").to_dict("records")
    rows += [{"step": step_title("2.4", t), "what": t("Inputs acting together, and error of the"
                                                      " estimate"), "cause": model,
              "contribution": t.percent(float(share), 2)}
             for share in sources.loc[sources["kind"] == "interactions", "contribution"]
             if share > 0]
    rows = [one | {"estimator": how if one["contribution"] else ""} for one in rows]
    rows += [{"step": one["step"], "what": one["what"], "cause": model, "contribution": taken,
              "source": t("see {page}", page=one["discussed"])}
             for one in assumptions(sources, t).to_dict("records")]
    steps = [step_title(step, t) for step in STEPS]
    rows.sort(key=lambda one: steps.index(one["step"]))
    return pd.DataFrame(rows).fillna("").rename(columns={
        k: t(v) for k, v in (HEADS | ESTIMATOR).items()})


ESTIMATOR = {"estimator": N_("Estimator of the share")}


HEADS = {
    "step": N_("Section of ISPM 11"), "what": N_("What is uncertain"), "cause": N_("Why"),
    "status": N_("Status"), "range": N_("90 % range"), "unit": N_("Unit"),
    "contribution": N_("Share alone"), "source": N_("Source"),
}
"""Headers of the table of sources."""
