"""Files of negotiations (`data/negotiations/<scenario id>.yaml`) to proposals and back."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from pra_core import reference
from pra_core.errors import PraError, Problem
from pra_core.negotiation import Negotiation
from pra_core.store.yaml_text import parse, write
from pra_core.validation import problems


def negotiation_ids() -> tuple[str, ...]:
    """Ids of the scenarios on which a worked negotiation is shipped, sorted."""
    return tuple(sorted(p.stem for p in _folder().glob("*.yaml")))


def load_negotiation(scenario_id: str) -> Negotiation:
    """The worked negotiation on a scenario; PraError not_found where there is none."""
    if scenario_id not in negotiation_ids():
        raise PraError("not_found", "", scenario_id, ", ".join(negotiation_ids()))
    path = _folder() / f"{scenario_id}.yaml"
    return read_negotiation(path.read_text(encoding="utf-8"), path.name)


def read_negotiation(text: str, name: str) -> Negotiation:
    """A negotiation from YAML or JSON text; `name` is the file name used in messages.

    Raises PraError with every problem found: file, path, value, what is allowed.
    """
    data, duplicates = parse(text, name)
    found = [Problem("duplicate_key", f"{name}: {line}", key, "") for line, key in duplicates]
    try:
        negotiation = Negotiation.model_validate(data)
    except ValidationError as error:
        raise PraError.of([*found, *problems(error, name, Negotiation)]) from error
    if found:
        raise PraError.of(found)
    return negotiation


def dump_negotiation(negotiation: Negotiation) -> str:
    """The negotiation as YAML; reading it back gives an equal one."""
    return write(negotiation.model_dump(mode="json", exclude_none=True))


def _folder() -> Path:
    return reference.DATA / "negotiations"
