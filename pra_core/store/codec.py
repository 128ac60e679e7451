"""Versioned scenario files (YAML or JSON text) to frozen scenarios and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pra_core import reference
from pra_core.errors import PraError, Problem
from pra_core.scenario import SCHEMA_VERSION, Scenario
from pra_core.scenario_checks import cross_faults
from pra_core.store.yaml_text import parse, write
from pra_core.validation import problems


def load_scenario(scenario: str | Path) -> Scenario:
    """A worked scenario by id (`data/scenarios/<id>.yaml`) or a scenario file by path.

    Raises PraError with every problem found: file, path, value, what is allowed.
    """
    path = Path(scenario)
    if str(scenario) in reference.scenario_ids():
        path = reference.scenario_path(str(scenario))
    elif not path.is_file():
        raise PraError("not_found", "", str(scenario), ", ".join(reference.scenario_ids()))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PraError("unreadable", path.name, str(error), "UTF-8 text") from error
    return read_scenario(text, path.name)


def read_scenario(text: str, name: str) -> Scenario:
    """A scenario from YAML or JSON text; `name` is the file name used in messages."""
    data, duplicates = parse(text, name)
    version = data.get("schema_version")
    if version is not None and version != SCHEMA_VERSION:
        raise PraError("schema_version", name, version, str(SCHEMA_VERSION))
    return scenario_from(data, name, [
        Problem("duplicate_key", f"{name}: {line}", key, "") for line, key in duplicates])


def scenario_from(data: Mapping[str, Any], name: str, problems_before: Sequence[Problem] = ()
                  ) -> Scenario:
    """A scenario from plain data; `name` stands before every path in messages.

    Raises PraError with `problems_before` and every problem of fields and between parts.
    """
    found = [*problems_before, *(
        Problem(code, f"{name}: {path}" if path else name, value, allowed)
        for path, code, value, allowed in cross_faults(data))]
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        known = {(p.path, p.code) for p in found}
        found += [p for p in problems(error, name, Scenario) if (p.path, p.code) not in known]
        raise PraError.of(found) from error
    if found:
        raise PraError.of(found)
    return scenario


def dump_scenario(scenario: Scenario) -> str:
    """The scenario as YAML; reading it back gives the same fingerprint."""
    data = scenario.model_dump(mode="json", exclude_none=True)
    return write(data)


def dump_json(scenario: Scenario) -> str:
    """The scenario as JSON; reading it back gives the same fingerprint."""
    return json.dumps(scenario.model_dump(mode="json"), ensure_ascii=False)
