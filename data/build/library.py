"""Pest records, kinds of pathway, goods and trade figures in one file that loads fast."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

from pra_core.commodities.schema import Goods, PathwayKind, TradeFigure
from pra_core.errors import PraError
from pra_core.pest_library.record import PestRecord
from pra_core.store.yaml_text import parse
from pra_core.validation import validated

NAME = "library.json.gz"


def _read(path: Path) -> dict[str, Any]:
    data, duplicates = parse(path.read_text("utf-8"), path.name)
    if duplicates:
        raise PraError("duplicate_key", path.name, duplicates[0][1])
    return data


def _as_json(model: Any) -> dict[str, Any]:
    return dict(model.model_dump(mode="json", exclude_unset=True))


def _trade(path: Path) -> list[dict[str, Any]]:
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            source: dict[str, Any] = {"status": row["status"], "citation": row["citation"]}
            if row["note"]:
                source["note"] = {"en": row["note"], "zh_CN": row["note_zh"]}
            figure = validated(TradeFigure, {
                "goods": row["goods"], "origin": row["origin"], "destination": row["destination"],
                "year": int(row["year"]), "quantity": float(row["quantity"]), "unit": row["unit"],
                "source": source})
            found.append(_as_json(figure))
    return found


def library(data: Path) -> bytes:
    """The derived file as bytes, the same for the same sources."""
    pests = [_as_json(validated(PestRecord, _read(path)))
             for path in sorted((data / "pests").glob("*.yaml"))]
    folder = data / "commodities"
    with (data / "plants.csv").open(encoding="utf-8", newline="") as stream:
        plants = list(csv.DictReader(stream))
    document = {
        "plants": plants,
        "pests": pests,
        "kinds": [_as_json(validated(PathwayKind, entry))
                  for entry in _read(folder / "kinds.yaml")["kinds"]],
        "goods": [_as_json(validated(Goods, entry))
                  for entry in _read(folder / "goods.yaml")["goods"]],
        "trade": _trade(folder / "trade.csv")}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)


def write_library(data: Path) -> None:
    """Write the derived file beside its sources."""
    (data / NAME).write_bytes(library(data))
