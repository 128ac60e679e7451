"""The smallest valid scenario, as plain data, for tests that change one thing at a time."""

from __future__ import annotations

import copy
from typing import Any

from pra_core.scenario import Scenario

SOURCE = {"status": "assumed", "assessor": "test", "date": "2026-11-22",
          "reason": {"en": "test", "zh_CN": "测试"}}
EPPO = "TESTPE"


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh_CN": words}


def parameter(name: str, unit: str, **distribution: Any) -> dict[str, Any]:
    if "kind" not in distribution:
        distribution["kind"] = "fixed"
    return {"name": name, "unit": unit, "distribution": distribution, "source": dict(SOURCE)}


def pathway(key: str = "fruit", **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": key, "title": text(key), "commodity": text("fruit"), "origin": text("origin"),
        "unit_name": text("one fruit"),
        "volume": parameter(f"{key}.volume", "units/yr", value=1e6),
        "prevalence": parameter(f"{key}.prevalence", "infested units/unit", kind="loguniform",
                                low=1e-4, high=1e-2),
        "pests_per_unit": parameter(f"{key}.pests_per_unit", "pests/infested unit", value=3.0),
        "lot_size": parameter(f"{key}.lot_size", "units/lot", value=20_000),
        "lot_shape": parameter(f"{key}.lot_shape", "1", value=1.0),
        "steps": {"transfer": {"unit": parameter(f"{key}.transfer", "1", kind="loguniform",
                                                 low=1e-4, high=1e-2)}},
    }
    return base | changes


def treatment(key: str = "cold", efficacy: float = 0.99, step: str = "export_treatment",
              kind: str = "kill", acts_on: str = "individual", **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": key, "title": text(key), "description": text(key), "ispm11_class": "consignment",
        "effects": [{"kind": kind, "step": step, "acts_on": acts_on,
                     "efficacy": {EPPO: parameter(f"{key}.efficacy", "1", value=efficacy)}}],
        "compliance": parameter(f"{key}.compliance", "1", value=1.0),
        "restrictiveness": 2, "restrictiveness_reason": text("r"), "feasibility": text("f"),
    }
    return base | changes


def inspection(key: str = "inspection", n: float = 600, q: float = 0.5,
               step: str = "import_inspection", detects: str = "live", **changes: Any
               ) -> dict[str, Any]:
    effect: dict[str, Any] = {
        "kind": "inspection", "step": step, "detects": detects,
        "sample_size": parameter(f"{key}.sample_size", "units/lot", value=n),
        "sensitivity": parameter(f"{key}.sensitivity", "1", value=q)}
    if detects == "signs":
        effect["detects_source"] = dict(SOURCE)
    return treatment(key, **{"effects": [effect], **changes})


def climate(index: float = 100.0, country: str = "NZ") -> dict[str, Any]:
    return {"kind": "cited_table", "source": dict(SOURCE),
            "full_suitability": parameter("full_suitability", "index", value=50.0),
            "suitable_from": parameter("suitable_from", "index", value=10.0),
            "areas": [{"country": country, "index": index, "source": dict(SOURCE)}]}


def scenario_data(**changes: Any) -> dict[str, Any]:
    """A valid scenario as plain data; keyword arguments replace top-level keys."""
    base: dict[str, Any] = {
        "schema_version": 1, "id": "minimal", "title": text("minimal"), "summary": text("s"),
        "pra_area": {"title": text("New Zealand"), "countries": ["NZ"]},
        "pest": {
            "eppo_code": EPPO, "name": "Testa pestis", "common_name": text("test pest"),
            "group": "insect", "description": text("d"), "reproduction": "sexual",
            "female_share": parameter("female_share", "1", value=0.5),
            "r0": parameter("r0", "females/female", kind="pert", low=2.0, mode=5.0, high=20.0),
            "climate_model": climate(),
            "categorization": [{"element": "identity", "met": True, "evidence": text("e"),
                                "source": dict(SOURCE)}]},
        "pathways": [pathway()], "landing": "population",
        "spread": {"lag": parameter("lag", "yr", value=2.0),
                   "rate": parameter("rate", "km/yr", kind="pert", low=1.0, mode=5.0, high=20.0)},
        "consequences": {
            "horizon_years": 20, "discount": parameter("discount", "1/yr", value=0.03),
            "currency": "USD", "price_year": 2020,
            "host_area": parameter("host_area", "ha", value=1e4),
            "host_value": parameter("host_value", "USD/yr", value=1e8),
            "effects": [{"id": "yield", "title": text("yield"), "category": "direct",
                         "basis": "share_of_value",
                         "amount": parameter("yield_loss", "1", kind="pert", low=0.05, mode=0.1,
                                             high=0.3)}]},
        "measures": [treatment(), inspection()],
        "alop": {"metric": "annual_probability", "limit": 0.01, "confidence": 0.95},
    }
    return copy.deepcopy(base | changes)


def scenario(**changes: Any) -> Scenario:
    """The smallest valid scenario."""
    return Scenario.model_validate(scenario_data(**changes))


def share(name: str, value: float) -> dict[str, Any]:
    """A fixed parameter between 0 and 1."""
    return parameter(name, "1", value=value)


def rich_data(**changes: Any) -> dict[str, Any]:
    """Two pathways and seven measures that use every rule of mixing at once."""
    juice = pathway("juice", volume=parameter("juice.volume", "units/yr", kind="lognormal",
                                              median=2e5, sdlog=0.5),
                    lot_size=parameter("juice.lot_size", "units/lot", value=5_000), counts="all",
                    steps={"packing": {"unit": share("juice.packing", 0.8)},
                           "transport": {"individual": share("juice.transport", 0.5)},
                           "transfer": {"unit": share("juice.transfer", 0.01)}})
    del juice["lot_shape"]
    field = treatment("field", 0.7, "production", "prevalence", "unit", group="packhouse",
                      compliance=share("field.compliance", 0.8))
    cold = treatment("cold", 0.95, compliance=share("cold.compliance", 0.9), requires=["field"])
    export = inspection("export", 300, 0.6, "export_inspection", "signs", group="packhouse",
                        compliance=share("export.compliance", 0.95))
    first = inspection("first", 500, 0.4, compliance=share("first.compliance", 0.7))
    rival = inspection("rival", 150, 0.9, detects="signs",
                       compliance=share("rival.compliance", 0.6), requires=["export"])
    extra = inspection("extra", 50, 0.9, adds=True, compliance=share("extra.compliance", 0.9))
    extra["effects"][0]["pathways"] = ["fruit"]
    season = treatment("season", 0.5, "distribution", "volume", "unit", restrictiveness=4,
                       compliance=share("season.compliance", 0.85))
    season["effects"][0]["pathways"] = ["fruit"]
    watch = treatment("watch", 0.3, kind="establishment", acts_on="unit")
    del watch["effects"][0]["step"]
    del watch["compliance"]
    return scenario_data(**{
        "pathways": [pathway(), juice],
        "measures": [field, cold, export, first, rival, extra, season, watch],
        "groups": [{"id": "packhouse", "title": text("packhouse"),
                    "outage": share("packhouse.outage", 0.1)}]} | changes)
