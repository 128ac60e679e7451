"""The base of every input: immutable, no unknown keys, no NaN, revalidated, documented fields."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

FloatArray = NDArray[np.float64]


class Frozen(BaseModel):
    """Frozen pydantic model; extra keys and non-finite numbers are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        revalidate_instances="never",
        str_strip_whitespace=True,
    )


def problem(code: str, value: object, allowed: str, path: str = "") -> PydanticCustomError:
    """A validation error that carries our code, the value found and what is allowed."""
    return PydanticCustomError(
        "pra", "{code}: {value}; allowed: {allowed}",
        {"code": code, "value": str(value), "allowed": allowed, "path": path},
    )


def _known_languages(text: dict[str, str]) -> dict[str, str]:
    if "en" not in text or not set(text) <= {"en", "zh_CN"}:
        raise problem("wrong_type", sorted(text), "en, zh_CN (en is required)")
    return text


LocalText = Annotated[dict[str, str], AfterValidator(_known_languages), Field(min_length=1)]
"""A text in English (`en`, required) and Simplified Chinese (`zh_CN`)."""
