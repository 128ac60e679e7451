"""What was written by hand as JSON text, kept between visits."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pra_core.errors import PraError
from pra_core.import_requirements.parts import MOST_LETTERS, Edit

Key = tuple[str, str, str]
"""Scenario id, language and part."""


def edits_text(edits: Mapping[Key, Edit]) -> str:
    """Edits as JSON; `edits_from` gives back the same."""
    return json.dumps([[*key, edit.text, edit.draft] for key, edit in edits.items()],
                      ensure_ascii=False)


def edits_from(text: str) -> dict[Key, Edit]:
    """The edits of such a text; PraError unreadable for anything else."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(text[:40]) from error
    if not isinstance(rows, list):
        raise _unreadable(type(rows).__name__)
    found: dict[Key, Edit] = {}
    for row in rows:
        if (not isinstance(row, list) or len(row) != 5
                or not all(isinstance(one, str) and len(one) <= MOST_LETTERS for one in row)):
            raise _unreadable(str(row)[:40])
        scenario, language, part, written, draft = row
        found[scenario, language, part] = Edit(written, draft)
    return found


def _unreadable(found: str) -> PraError:
    return PraError("unreadable", "requirements", found,
                    "import requirements as this workbench keeps them")
