"""Pests, plants, kinds of pathway, goods and trade in one derived file that loads fast."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from typing import Any

from pra_core.reference import verified_path

FILE = "library.json.gz"


@lru_cache(maxsize=1)
def library_document() -> dict[str, Any]:
    """The libraries as plain data (one shared object: do not change).

    The file is derived from the YAML and CSV files beside it (`data/build/build.py --library`).
    Raises PraError: `not_found`, `integrity`.
    """
    document: dict[str, Any] = json.loads(gzip.decompress(verified_path(FILE).read_bytes()))
    return document
