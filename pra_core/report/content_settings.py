"""Annex of a report: what the assessment takes in besides its parameters, each with its source."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures import climate_words
from pra_core.figures.host_words import area_name
from pra_core.figures.landing_words import BY_TITLES
from pra_core.i18n import Translator
from pra_core.parameter import Source
from pra_core.pra_area import Landing
from pra_core.report.blocks import text_rows
from pra_core.report.citing import References
from pra_core.report.document import Block, Table
from pra_core.scenario import Scenario
from pra_core.wording import alop_words

MODELS: Mapping[str, str] = {
    "ecoclimatic": N_("weekly growth and stress indices"),
    "rule": N_("a published rule on weather"), "degree_day_stress": N_("degree-days"),
    "cited_table": N_("published suitability by area")}
Row = tuple[str, str, str, str]
"""What it is, its value, status and source."""


def settings(scenario: Scenario, t: Translator, cite: References) -> list[Block]:
    """ALOP, horizon, months of arrival, landing, hosts, climate, ties and trials."""
    rows = [*_fixed(scenario, t), *_places(scenario, t, cite), *_climate(scenario, t, cite),
            *_ties(scenario, t, cite), *_trials(scenario, t, cite)]
    return [Table("settings", t("Settings and other data"), (
        t("Setting"), t("Value"), t("Status"), t("Source")), text_rows(rows))]


def _sourced(title: str, value: str, source: Source, t: Translator, cite: References) -> Row:
    return title, value, labels.badge(source.status, t), cite.cited(source, t)


def _fixed(scenario: Scenario, t: Translator) -> list[Row]:
    impact = scenario.consequences
    return [(t("ALOP"), alop_words(scenario.alop, impact.currency, t), "–",
             t("chosen for this assessment")),
            (t("Horizon"), t("{years} years", years=impact.horizon_years), "–", "–"),
            (t("Currency and price year"), f"{impact.currency} {impact.price_year}", "–", "–")]


def _places(scenario: Scenario, t: Translator, cite: References) -> list[Row]:
    rows: list[Row] = []
    for p in scenario.pathways:
        if p.arrival_share is not None and p.arrival_source is not None:
            value = t(", ").join(t.percent(share, 2) for share in p.arrival_share)
            rows.append(_sourced(t("Share of arrivals in each month, January first — {pathway}",
                                   pathway=t.local(p.title)), value, p.arrival_source, t, cite))
    if scenario.landing.source is not None:
        rows.append(_sourced(t("Where units land"), _landing(scenario.landing, t),
                             scenario.landing.source, t, cite))
    if scenario.hosts is not None:
        value = t.local(scenario.hosts.title)
        if scenario.hosts.areas is not None:
            value = t("{title}: {areas}", title=value, areas=t("; ").join(
                t("{area} {number} ha", area=area_name(one.area, t),
                  number=t.number(one.hectares)) for one in scenario.hosts.areas))
        rows.append(_sourced(t("Where hosts grow"), value, scenario.hosts.source, t, cite))
    return rows


def _landing(landing: Landing, t: Translator) -> str:
    shares = [*((one.code, one.share) for one in landing.ports),
              *((area_name(one.area, t), one.share) for one in landing.areas)]
    told = t(", ").join(f"{name} {t.percent(share, 3)}" for name, share in shares)
    by = t(BY_TITLES[landing.by])
    return t("{by}: {shares}", by=by, shares=told) if told else by


def _climate(scenario: Scenario, t: Translator, cite: References) -> list[Row]:
    model, rows = scenario.pest.climate_model, list[Row]()
    rows.append(_sourced(t("Climate model of the pest"), t(MODELS[model.kind]),
                         model.source, t, cite))
    if scenario.climate_scenario is not None:
        rows.append(_sourced(t("Another climate"), t.local(scenario.climate_scenario.title),
                             scenario.climate_scenario.source, t, cite))
    table = climate_words.published(scenario, t)
    if table is not None:
        rows += [(t("Published suitability — {area}", area=str(one["area"])),
                  t.number(float(one["index"])), str(one["status"]), str(one["source"]))
                 for one in table.to_dict("records")]
    return rows


def _ties(scenario: Scenario, t: Translator, cite: References) -> list[Row]:
    return [_sourced(t("Rank correlation: {first} with {second}",
                       first=labels.parameter_label(scenario, tie.between[0], t),
                       second=labels.parameter_label(scenario, tie.between[1], t)),
                     t.number(tie.rank), tie.source, t, cite) for tie in scenario.correlations]


def _trials(scenario: Scenario, t: Translator, cite: References) -> list[Row]:
    """Trials behind treatments, and why signs lead to rejection."""
    rows: list[Row] = []
    for m in scenario.measures:
        for effect in m.effects:
            if effect.trial is not None:
                rows.append(_sourced(
                    t("Trial behind: {measure}", measure=t.local(m.title)),
                    t("{survivors} survivors of {treated} treated; {conditions}",
                      survivors=t.number(effect.trial.survivors, 6),
                      treated=t.number(effect.trial.treated, 8),
                      conditions=t.local(effect.trial.conditions)), effect.trial.source, t, cite))
            if effect.detects_source is not None:
                rows.append(_sourced(t("What leads to rejection: {measure}",
                                       measure=t.local(m.title)),
                                     t("signs of the pest, dead or alive"),
                                     effect.detects_source, t, cite))
    return rows
