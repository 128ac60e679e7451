"""The scenario of a draft whose inputs are all there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pra_core.frozen import Frozen
from pra_core.measure import Measure
from pra_core.parameter import Parameter
from pra_core.pest import Ecoclimatic
from pra_core.pest_library.record import PRESENT
from pra_core.scenario import Scenario
from pra_core.scenario_draft.found import host_rows, phenology
from pra_core.scenario_draft.inputs import Climate, Years
from pra_core.scenario_draft.listing import founding_key
from pra_core.scenario_draft.naming import place_names
from pra_core.scenario_draft.origins import EFFECTS, not_covered, summary
from pra_core.validation import validated

if TYPE_CHECKING:
    from pra_core.scenario_draft.draft import Draft

GROUPS = {"insect": "insect", "mite": "mite", "fungus": "fungus", "oomycete": "fungus",
          "bacterium": "bacterium", "phytoplasma": "bacterium", "nematode": "nematode",
          "virus": "virus", "viroid": "virus", "plant": "weed"}
"""Organism of the library -> group of the scenario's pest."""


def scenario(draft: Draft) -> Scenario:
    """The scenario without measures; PraError with every problem that `Scenario` finds."""
    alop: Any = draft.input("alop").value
    return validated(Scenario, {
        "schema_version": 1,
        "id": draft.id,
        "title": draft.title, "summary": summary(draft),
        "pra_area": draft.area.model_dump(), "pest": _pest(draft), "pathways": [_pathway(draft)],
        "landing": "population", "hosts": _hosts(draft),
        "spread": {key: _dump(draft, key) for key in ("lag", "rate")},
        "consequences": _consequences(draft), "alop": alop.model_dump(),
        "not_found": not_covered(draft),
        "initiation": draft.initiation.model_dump() if draft.initiation else None})


def with_measures(bare: Scenario, measures: Sequence[Measure]) -> Scenario:
    """The scenario with these measures, none of them selected."""
    data = bare.model_dump()
    data["measures"] = [m.model_dump() for m in measures]
    return validated(Scenario, data)


def _dump(draft: Draft, key: str) -> dict[str, Any]:
    value = draft.input(key).value
    assert isinstance(value, Frozen)  # no input is open any more
    return value.model_dump()


def _pest(draft: Draft) -> dict[str, Any]:
    record, founding = draft.record, founding_key(draft)
    found = phenology(record)
    return {
        "eppo_code": record.eppo_code, "name": record.name, "common_name": record.common_name,
        "group": GROUPS[record.organism], "description": record.description,
        "reproduction": record.reproduction,
        "female_share": _dump(draft, "female_share") if record.reproduction == "sexual" else None,
        founding: _dump(draft, founding), "climate_model": _climate(draft),
        "phenology": {k: p.model_dump() for k, p in found.items()} if found else None,
        "present_in": [{"areas": o.areas, "source": record.source_of(o).model_dump()}
                       for o in record.range if o.presence in PRESENT],
        "categorization": [c.model_dump() for c in draft.criteria],
        "status": draft.status.model_dump() if draft.status else None}


def _climate(draft: Draft) -> dict[str, Any]:
    climate = draft.input("climate").value
    assert isinstance(climate, Climate)  # no input is open any more
    data: dict[str, Any] = climate.model.model_dump()
    if not climate.whole:
        links = ["full_suitability", "suitable_from"]
        links += ["diurnal_range"] if isinstance(climate.model, Ecoclimatic) else []
        data |= {key: _dump(draft, key) for key in links}
    return data


def _pathway(draft: Draft) -> dict[str, Any]:
    goods, kind = draft.goods, draft.kind
    steps: dict[str, dict[str, Any]] = {}
    for one in draft.inputs:
        if one.key.startswith("steps."):
            _, step, level = one.key.split(".")
            steps.setdefault(step, {})[level] = _dump(draft, one.key)
    return {"id": "trade", "title": kind.title, "commodity": goods.title,
            "origin": place_names(draft.origin), "unit_name": goods.unit_name or kind.unit_name,
            "steps": steps, **{key: _dump(draft, key) for key in (
                "volume", "prevalence", "pests_per_unit", "lot_size", "lot_shape")}}


def _hosts(draft: Draft) -> dict[str, Any] | None:
    """The mapped hosts, where one table holds every major host of the pest in the PRA area."""
    found = host_rows(draft.record, draft.area)
    if found is None:
        return None
    source = draft.input("host_area").source
    return {"title": {"en": f"Shipped table: {found[0]}", "zh_CN": f"内置寄主面积表：{found[0]}"},
            "table": found[0], "source": source.model_dump() if source else None}


def _consequences(draft: Draft) -> dict[str, Any]:
    horizon = draft.input("horizon").value
    assert isinstance(horizon, Years)  # no input is open any more
    return {"horizon_years": horizon.years, "currency": draft.currency,
            "price_year": draft.today.year, "effects": list(_effects(draft)),
            **{key: _dump(draft, key) for key in ("host_area", "host_value", "discount")}}


def _effects(draft: Draft) -> Iterator[dict[str, Any]]:
    for one in draft.inputs:
        if one.key in EFFECTS and isinstance(one.value, Parameter):
            basis, title = EFFECTS[one.key]
            yield {"id": one.key, "title": title, "category": "direct", "basis": basis,
                   "amount": one.value.model_dump()}


