"""Names of the parts and fields of a scenario, for telling what changed in it."""

from __future__ import annotations

from collections.abc import Mapping

from pra_core.errors import N_

PARTS: Mapping[str, str] = {
    "id": N_("Identifier"), "title": N_("Title"), "summary": N_("Summary"),
    "pra_area": N_("PRA area"), "pest": N_("Pest"), "pathways": N_("Pathway"),
    "landing": N_("Where units end up"), "hosts": N_("Hosts"),
    "climate_scenario": N_("Climate assumed"), "spread": N_("Spread"),
    "consequences": N_("Consequences"), "measures": N_("Measure"),
    "groups": N_("Group of measures"), "correlations": N_("Correlation"),
    "comparisons": N_("Comparison with a study"), "not_found": N_("What was not found"),
    "initiation": N_("Initiation"), "seed": N_("Seed"), "draws": N_("Simulated futures"),
}
"""By the first key of a place."""

FIELDS: Mapping[str, str] = {
    "title": N_("title"), "description": N_("description"), "summary": N_("summary"),
    "countries": N_("countries"), "box": N_("limits on the map"),
    "eppo_code": N_("EPPO code"), "name": N_("name"), "common_name": N_("common name"),
    "group": N_("group"), "reproduction": N_("reproduction"),
    "climate_model": N_("climate model"), "sheet": N_("climate model"),
    "phenology": N_("phenology"), "present_in": N_("present range"),
    "categorization": N_("pest categorization"), "status": N_("pest categorization"),
    "counts": N_("what the count of pests includes"), "commodity": N_("commodity"),
    "origin": N_("origin"), "unit_name": N_("name of a unit"), "steps": N_("steps"),
    "arrival_share": N_("share of the volume by month"), "arrival_source": N_("source"),
    "on_detection": N_("what happens to rejected lots"), "by": N_("by what they are shared out"),
    "ports": N_("ports"), "areas": N_("areas"), "reach_km": N_("reach in km"),
    "table": N_("table"), "grid": N_("grid"), "horizon_years": N_("years looked ahead"),
    "currency": N_("currency"), "price_year": N_("year of prices"), "effects": N_("effects"),
    "scored": N_("effects that are scored"), "score": N_("score"), "category": N_("category"),
    "basis": N_("what the amount is for"), "years": N_("years"), "evidence": N_("evidence"),
    "ispm11_class": N_("class of ISPM 11"), "type": N_("type"), "kind": N_("kind of effect"),
    "step": N_("step"), "acts_on": N_("what it acts on"), "pathways": N_("pathways"),
    "survivor_factor": N_("commercial use against the trial"), "trial": N_("trial"),
    "detects": N_("what an inspection detects"), "detects_source": N_("source"),
    "requires": N_("has no effect without"), "excludes": N_("cannot be combined with"),
    "adds": N_("adds to other inspections"), "paid_by": N_("who bears the cost"),
    "restrictiveness": N_("trade restrictiveness"),
    "restrictiveness_reason": N_("reason of the trade restrictiveness"),
    "feasible": N_("feasible"), "feasibility": N_("feasibility"), "standard": N_("standard"),
    "certificate": N_("additional declaration"), "treatment_entry": N_("treatment entry"),
    "treatment": N_("treatment"), "chemical": N_("active ingredient"),
    "duration_temperature": N_("duration and temperature"),
    "concentration": N_("concentration"), "additional": N_("additional information"),
    "rank": N_("rank correlation"), "between": N_("inputs"), "study": N_("study"),
    "result": N_("result"), "ours": N_("our result"), "bounds": N_("limits"),
    "nature": N_("uncertainty or variability"), "cause": N_("cause of the uncertainty"),
    "elicitation": N_("expert judgement"), "treated": N_("treated"),
    "survivors": N_("survivors"), "control_mortality": N_("control mortality"),
    "conditions": N_("conditions"),
}
"""By the last key of a place that has a name here."""

READABLE = frozenset({
    "id", "name", "eppo_code", "countries", "currency", "standard", "study", "requires",
    "excludes", "group"})
"""Fields whose texts say something to a reader as they are."""
