"""The derived file of the libraries holds what its YAML and CSV sources say, nothing else."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from data.build.library import library
from pra_core import reference
from pra_core.commodities import commodity_library
from pra_core.library_file import library_document
from pra_core.pest_library import pest_library


@pytest.fixture(scope="module")
def rebuilt() -> dict[str, object]:
    return dict(json.loads(gzip.decompress(library(reference.DATA))))


@pytest.mark.parametrize("part", ["plants", "pests", "kinds", "goods", "trade"])
def test_the_derived_file_agrees_with_its_sources(rebuilt: dict[str, object], part: str) -> None:
    assert library_document()[part] == rebuilt[part]


def test_the_same_sources_give_the_same_bytes() -> None:
    assert library(reference.DATA) == library(reference.DATA)


def test_every_source_file_of_a_pest_is_in_the_library_under_its_code() -> None:
    files = {path.stem for path in Path(reference.DATA / "pests").glob("*.yaml")}
    assert files == set(pest_library().records)


def test_every_good_has_a_kind_and_every_figure_its_goods() -> None:
    found = commodity_library()
    assert {g.kind for g in found.goods.values()} <= set(found.kinds)
    assert {f.goods for f in found.trade} <= set(found.goods)
