"""The shipped terms, page help and tour (`data/first_steps/*.yaml`)."""

from __future__ import annotations

from functools import lru_cache

from pydantic import ValidationError

from pra_core import reference
from pra_core.errors import PraError, Problem
from pra_core.glossary import FirstSteps
from pra_core.store.yaml_text import parse
from pra_core.validation import problems

FILES = ("terms", "pages", "tour")


@lru_cache(maxsize=1)
def load_first_steps() -> FirstSteps:
    """Terms, help and tour; PraError with every problem: file, path, value, what is allowed."""
    texts = {}
    for name in FILES:
        path = reference.verified_path(f"first_steps/{name}.yaml")
        texts[name] = path.read_text(encoding="utf-8")
    return read_first_steps(texts)


def read_first_steps(texts: dict[str, str]) -> FirstSteps:
    """The same from the YAML text of each file, by its name without ending."""
    data: dict[str, object] = {}
    for name, text in texts.items():
        found, duplicates = parse(text, f"{name}.yaml")
        if duplicates:
            raise PraError.of(Problem("duplicate_key", f"{name}.yaml: {line}", key, "")
                              for line, key in duplicates)
        data |= found
    try:
        return FirstSteps.model_validate(data)
    except ValidationError as error:
        raise PraError.of(problems(error, "first_steps", FirstSteps)) from error
