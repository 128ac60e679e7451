"""Records of where the pest was found, and whether the climate model agrees with them."""

from __future__ import annotations

from pra_core.records.comparison import Agreement, agreement
from pra_core.records.table import (
    COLUMNS,
    MOST_BYTES,
    REACH_KM,
    TEMPLATE,
    Records,
    nearest,
    parse,
)

__all__ = ["COLUMNS", "MOST_BYTES", "REACH_KM", "TEMPLATE", "Agreement", "Records", "agreement",
           "nearest", "parse"]
