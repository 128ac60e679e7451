"""Plants by any name, and which goods a host taxon takes in."""

from __future__ import annotations

import pytest

from pra_core.plants import Plant, covers, find_plant, plants

SHIPPED = list(plants().values())


@pytest.mark.parametrize(("name", "latin"), [
    ("Vitis vinifera", "Vitis vinifera"), ("grapes", "Vitis vinifera"), ("葡萄", "Vitis vinifera"),
    ("  CITRUS  spp. ", "Citrus"), ("Fragaria x ananassa", "Fragaria × ananassa"),
    ("Lycopersicon esculentum", "Solanum lycopersicum"), ("苹果", "Malus domestica")])
def test_a_plant_is_found_by_any_of_its_names(name: str, latin: str) -> None:
    found = find_plant(name)
    assert found is not None
    assert found.name == latin


def test_a_name_nobody_knows_is_not_found() -> None:
    assert find_plant("Nonexistent plantus") is None


@pytest.mark.parametrize("plant", SHIPPED, ids=[p.name for p in SHIPPED])
def test_every_plant_is_named_in_both_languages_and_stands_in_its_family(plant: Plant) -> None:
    assert all(plant.title[language] for language in ("en", "zh_CN"))
    assert find_plant(plant.name) is plant
    if plant.rank == "family":
        assert plant.family == plant.name
    elif plant.rank == "genus":
        assert " " not in plant.name
    elif plant.rank == "species":
        assert " " in plant.name


@pytest.mark.parametrize(("host", "plant", "expected"), [
    ("Vitis vinifera", "Vitis vinifera", True), ("Vitis", "Vitis vinifera", True),
    ("Vitis vinifera", "Vitis", True), ("Rosaceae", "Malus domestica", True),
    ("Prunus persica", "Prunus avium", False), ("Rosaceae", "Vitis vinifera", False),
    ("Polyphagous", "Vitis vinifera", True), ("Vitis vinifera", "Polyphagous", False),
    ("Not in the list", "Not in the list", True), ("Not in the list", "Vitis", False)])
def test_a_host_covers_its_species_genus_and_family(host: str, plant: str, expected: bool) -> None:
    assert covers(host, plant) is expected
