"""The index of the rule models: from a pest's rule and its values to every cell (design 2.3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pra_core.climate.rule import blossom_blight_index
from pra_core.climate.snow import ROW, dwarf_bunt_index, dwarf_bunt_members
from pra_core.frozen import FloatArray
from pra_core.pest import BlossomBlight, DwarfBunt, Rule


def rule_members(model: Rule, values: Mapping[str, FloatArray], temperature: FloatArray,
                 precipitation: FloatArray, latitude: FloatArray) -> NDArray[np.float32]:
    """Index 0-100 of each member and cell, [members, cells].

    `values` holds [members] of each of the rule's inputs, by field; normals are [12, cells].
    """
    if isinstance(model, DwarfBunt):
        return dwarf_bunt_members(
            temperature, precipitation, latitude, np.stack([values[f] for f in ROW], axis=1),
            daily_sd=float(values["daily_sd"][0]), snow_damping=float(values["snow_damping"][0]))
    columns = [values[field] for field in model.inputs]
    found = np.empty((columns[0].size, latitude.size), np.float32)
    for k, one in enumerate(zip(*columns, strict=True)):
        given = dict(zip(model.inputs, map(float, one), strict=True))
        found[k] = rule_index(model, given, temperature, precipitation, latitude)
    return found


def rule_index(model: Rule, values: Mapping[str, float], temperature: FloatArray,
               precipitation: FloatArray, latitude: FloatArray) -> FloatArray:
    """Index 0-100 of each cell, [cells], at one value of each of the rule's inputs, by field."""
    if isinstance(model, DwarfBunt):
        return dwarf_bunt_index(temperature, precipitation, latitude, **values)
    if not isinstance(model, BlossomBlight):
        raise TypeError(type(model))
    return blossom_blight_index(
        temperature, precipitation, latitude, model.bloom_months,
        bloom_hemisphere=model.bloom_hemisphere, diurnal_range=values["diurnal_range"],
        daily_sd=values["daily_sd"], wet_month_mm=values["wet_month"])
