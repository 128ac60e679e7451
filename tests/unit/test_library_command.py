"""What is known of the shipped pests, on the command line."""

from __future__ import annotations

import json

import pytest

from pra_core.__main__ import main
from pra_core.pest_library import pest_library
from pra_core.pest_library.completeness import STATUSES, completeness

Capture = pytest.CaptureFixture[str]


def test_the_counts_are_those_of_the_records(capsys: Capture) -> None:
    assert main(["library", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    records = pest_library().records
    assert found["pests"] == len(records) == len(found["by_pest"])
    assert found["ready"] == sum(completeness(one).ready for one in records.values())
    entries = sum(len(list(one.cited())) for one in records.values())
    assert sum(row[status] for row in found["groups"] for status in STATUSES) == entries
    assert sum(row["entries"] for row in found["by_pest"]) == entries


@pytest.mark.parametrize(("language", "word"), [("en", "Group of fields"), ("zh_CN", "")])
def test_the_report_is_a_table_in_either_language(capsys: Capture, language: str,
                                                  word: str) -> None:
    assert main(["library", "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert word in lines[2]
    assert "**" not in lines[0]
    for record in pest_library().records.values():
        assert any(record.eppo_code in line and record.name in line for line in lines)
