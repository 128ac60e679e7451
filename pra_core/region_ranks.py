"""The PRA area by first-level region: suitable area, hosts, value at risk, arrivals, ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pra_core import endangered_area, reference_places
from pra_core.climate_futures import MEMBERS, SEED
from pra_core.endangered_area import Suitability
from pra_core.frozen import FloatArray
from pra_core.regions import GroupFutures, commonest_limit, group_futures, thresholds
from pra_core.scenario import Scenario
from pra_core.streams import percentiles

QUANTILES = (0.05, 0.5, 0.95)
RANKED = ("value", "hosts", "suitable")
"""What a region is ranked by, in this order of preference."""


def region_table(scenario: Scenario) -> pd.DataFrame:
    """One row per first-level region of the PRA area (country where it has none), ranked.

    Columns: rank (by value at risk if hosts are mapped, else by suitable area), region, country
    (codes), area [km2], suitable, suitable_low, suitable_high [km2], share (of its area), hosts,
    hosts_low, hosts_high [ha in suitable cells; NaN where hosts are not mapped], value,
    value_low, value_high [currency/yr: value of production of the hosts in suitable cells; NaN
    where hosts are not mapped], arrivals (share of arriving units), limiting (code of what keeps
    most of its unsuitable area unsuitable; -1 where nothing does or it is not modelled),
    rank_suitable, rank_hosts, rank_value (1 = most; equal amounts share the better rank).

    Columns without suffix are medians, `_low` and `_high` 5 and 95 % quantiles over 256 joint
    futures of the climate model, its threshold and, for value, the value of production.
    """
    found = endangered_area.suitability(scenario)
    region, group = np.unique(reference_places.region_codes()[found.cells], return_inverse=True)
    size, drawn = region.size, group_futures(scenario, group, region.size)
    codes = endangered_area.limiting_factors(scenario, thresholds(scenario)[1])
    area = np.bincount(group, found.area_km2, size)
    frame = pd.DataFrame({"region": region, "country": [code[:2] for code in region.tolist()],
                          "area": area})
    columns = {"suitable": drawn.suitable, **_host_columns(scenario, found, drawn)}
    for name, amount in columns.items():
        low, middle, high = np.quantile(amount, QUANTILES, axis=0)
        frame = frame.assign(**{name: middle, f"{name}_low": low, f"{name}_high": high})
    frame = frame.assign(
        share=frame["suitable"] / frame["area"], arrivals=np.bincount(group, found.weights, size),
        limiting=commonest_limit(codes, group, found, size))
    for name in RANKED:
        frame[f"rank_{name}"] = frame[name].rank(method="min", ascending=False)
    by = ["suitable"] if drawn.hosts is None else list(RANKED)
    ranked = frame.sort_values([*by, "area"], ascending=False, ignore_index=True)
    ranked.insert(0, "rank", ranked[f"rank_{by[0]}"].astype(np.int64))
    return ranked


def _host_columns(scenario: Scenario, found: Suitability, drawn: GroupFutures
                  ) -> dict[str, FloatArray]:
    """Hosts [ha] and value of production [currency/yr], [futures, regions]; NaN if unmapped."""
    if drawn.hosts is None or found.host_hectares is None:
        unknown = np.full(drawn.suitable.shape, np.nan)
        return {"hosts": unknown, "value": unknown}
    worth = scenario.consequences.host_value
    yearly = np.broadcast_to(np.asarray(worth.distribution.ppf(
        percentiles(worth.name, MEMBERS, SEED)), np.float64), MEMBERS)
    whole = float(found.host_hectares.sum())
    # The mapped hosts may all grow outside the PRA area.
    share = drawn.hosts / whole if whole > 0 else np.zeros_like(drawn.hosts)
    return {"hosts": drawn.hosts, "value": share * yearly[:, None]}
