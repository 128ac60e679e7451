"""Measures of one's own as a file: to use them in another scenario, or to hand them on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from pra_core.errors import PraError, Problem
from pra_core.frozen import Frozen
from pra_core.measure import Measure
from pra_core.scenario import Scenario
from pra_core.store.yaml_text import parse, write
from pra_core.validation import problems


class MeasureFile(Frozen):
    """Measures without the scenario around them; groups stay with the scenario."""

    schema_version: Literal[1]
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]


def dump_measures(scenario: Scenario, ids: Sequence[str]) -> str:
    """The measures of these ids as YAML, without group, requirements and exclusions.

    Raises PraError unknown_id.
    """
    apart = {"group", "requires", "excludes"}
    return write({"schema_version": 1, "measures": [
        scenario.measure(one).model_dump(mode="json", exclude=apart, exclude_none=True)
        for one in ids]})


def read_measures(text: str, name: str) -> tuple[Measure, ...]:
    """Measures from YAML or JSON text; `name` is the file name used in messages.

    Raises PraError with every problem: file, path, value and what is allowed.
    """
    data, duplicates = parse(text, name)
    found = [Problem("duplicate_key", f"{name}: {line}", key) for line, key in duplicates]
    try:
        read = MeasureFile.model_validate(data)
    except ValidationError as error:
        raise PraError.of([*found, *problems(error, name, MeasureFile)]) from error
    ids = [m.id for m in read.measures]
    found += [Problem("duplicate", f"{name}: measures", one, "unique ids")
              for one in sorted(set(ids)) if ids.count(one) > 1]
    found += [Problem("unknown_id", f"{name}: measures[{place}].group", m.group, "")
              for place, m in enumerate(read.measures) if m.group is not None]
    if found:
        raise PraError.of(found)
    return read.measures
