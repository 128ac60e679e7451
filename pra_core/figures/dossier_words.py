"""A dossier in words: does the package pass, which is the least restrictive, who drives it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core.dossier import Dossier, Packages
from pra_core.i18n import Translator
from pra_core.presentation import parameters_in_use
from pra_core.scenario import Scenario
from pra_core.wording import alop_words, amount_words, cost_words, escaped, verdict_words


def package_words(dossier: Dossier, package: Sequence[str], t: Translator) -> str:
    """The measures of a package by title."""
    titles = [t.local(m.title) for m in dossier.measures if m.id in set(package)]
    return " + ".join(titles) if titles else t("no measures")


def pest_name(dossier: Dossier, scenario_id: str, t: Translator) -> str:
    """The common name of the pest of a scenario."""
    return t.local(dossier.scenario(scenario_id).pest.common_name)


def answer(found: Packages, package: Sequence[str], t: Translator) -> str:
    """Whether the package passes for every pest, and for which it does not."""
    row, pests = found.row(package), found.pests(package)
    count, verdict = len(pests), str(row["verdict"])
    if verdict == "meets":
        return t("This package **meets the ALOP for all {count} pests**; the closest call is"
                 " {pest} with a probability of **{share}**.", count=count,
                 pest=escaped(pest_name(found.dossier, row["weakest"], t)),
                 share=t.percent(float(row["probability"])))
    bad = pests[pests["verdict"] != "meets"]
    named = t(", ").join(
        t("{pest} ({verdict}, {share})", pest=escaped(pest_name(found.dossier, s, t)),
          verdict=verdict_words(v, t), share=t.percent(float(p)))
        for s, v, p in zip(bad["scenario"], bad["verdict"], bad["probability"], strict=True))
    if verdict == "fails":
        return t("This package **does not pass**: of {count} pests it does not meet the ALOP for"
                 " {named}.", count=count, named=named)
    return t("This package is **too close to call**: of {count} pests these draws cannot decide"
             " {named}.", count=count, named=named)


def choice(found: Packages, t: Translator) -> str:
    """The least restrictive package for the whole dossier, or the nearest where none passes."""
    dossier, first = found.dossier, found.first_meeting
    if first is None:
        row = found.table.iloc[int(found.table["probability"].to_numpy().argmax())]
        return t("**No package passes for every pest.** The nearest is {package}: {pest} stays at"
                 " {share}.", package=escaped(package_words(dossier, row["measures"], t)),
                 pest=escaped(pest_name(dossier, row["weakest"], t)),
                 share=t.percent(float(row["probability"])))
    named = escaped(package_words(dossier, first, t))
    if found.undecided:
        return t("The first package that passes for every pest is **{package}**; {count} less"
                 " restrictive ones are too close to call.", package=named,
                 count=len(found.undecided))
    return t("The least trade-restrictive package that passes for every pest is **{package}**.",
             package=named)


def pests_table(found: Packages, package: Sequence[str], times: pd.DataFrame, t: Translator
                ) -> pd.DataFrame:
    """One row per pest: name, what acts on it, residual risk, P(meets), verdict, ALOP, evidence.

    `times`: `dossier.residual` of the package.
    """
    dossier, rows = found.dossier, found.pests(package)
    scenarios = [dossier.scenario(s) for s in rows["scenario"]]
    return pd.DataFrame({
        "pest": [t.local(s.pest.common_name) for s in scenarios],
        "name": [s.pest.name for s in scenarios],
        "acting": [package_words(dossier, m, t) for m in rows["measures"]],
        "risk": [amount_words(float(x), s.alop.model_copy(update={
            "metric": s.alop.metric if s.alop.metric == "pests_per_lot"
            else "annual_probability"}), s.consequences.currency, t)
            for x, s in zip(rows["median"], scenarios, strict=True)],
        "times": [t("{median} ({low} to {high})", median=t.number(m, 2), low=t.number(a, 2),
                    high=t.number(b, 2))
                  for a, m, b in zip(times["low"], times["median"], times["high"], strict=True)],
        "chance": [t("{share} ± {error}", share=t.percent(float(p)), error=t.percent(float(e), 2))
                   for p, e in zip(rows["probability"], rows["standard_error"], strict=True)],
        "verdict": [verdict_words(v, t) for v in rows["verdict"]],
        "alop": [alop_words(s.alop, s.consequences.currency, t) for s in scenarios],
        "evidence": [_evidence(s.with_measures(m), t)
                     for s, m in zip(scenarios, rows["measures"], strict=True)]})


def _evidence(scenario: Scenario, t: Translator) -> str:
    used = parameters_in_use(scenario)
    return t("{count} of {total}", total=len(used),
             count=sum(p.source.status == "verified" for p in used))


def drivers_table(found: Packages, package: Sequence[str], t: Translator) -> pd.DataFrame:
    """One row per measure of the package: the pest it is there for, and whether it is needed."""
    dossier, rows = found.dossier, found.drivers(package)
    passes = found.row(package)["verdict"] == "meets"
    titles = {m.id: t.local(m.title) for m in dossier.measures}
    return pd.DataFrame({
        "measure": [titles[m] for m in rows["measure"]],
        "driver": [pest_name(dossier, d, t) if d else t("no pest") for d in rows["driver"]],
        "without": [t("{pest}: {share}, {verdict}", pest=pest_name(dossier, d, t),
                      share=t.percent(float(p)), verdict=verdict_words(v, t)) if d else "–"
                    for d, p, v in zip(rows["driver"], rows["probability"], rows["verdict"],
                                       strict=True)],
        "needed": [t("needed") if x else t("could be spared") if passes else
                   t("cannot be told: the package does not pass") for x in rows["needed"]]})


def packages_table(found: Packages, rows: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Packages in words, in the order given."""
    currency = found.dossier.scenarios[0].consequences.currency
    return pd.DataFrame({
        "words": [package_words(found.dossier, m, t) for m in rows["measures"]],
        "verdict": [verdict_words(v, t) for v in rows["verdict"]],
        "weakest": [t("{pest}: {share}", pest=pest_name(found.dossier, w, t),
                      share=t.percent(float(p)))
                    for w, p in zip(rows["weakest"], rows["probability"], strict=True)],
        "levels": [t("{highest} / {total}", highest=int(h), total=int(s))
                   for h, s in zip(rows["restrictiveness"], rows["level_sum"], strict=True)],
        "cost": [cost_words(float(c), int(u), currency, t)
                 for c, u in zip(rows["cost"], rows["unknown_costs"], strict=True)]})
