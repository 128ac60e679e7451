"""What a failed validation found, as problems with path, value and what is allowed."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pra_core.errors import PraError, Problem

Model = typing.TypeVar("Model", bound=BaseModel)

_KINDS = {
    "dict_type": "a mapping of keys to values", "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values", "tuple_type": "a list",
    "list_type": "a list", "float_type": "a number", "float_parsing": "a number",
    "int_type": "a whole number", "int_parsing": "a whole number",
    "int_from_float": "a whole number", "string_type": "a text", "bool_type": "true or false",
    "bool_parsing": "true or false", "date_parsing": "a date like 2026-11-22",
    "date_type": "a date like 2026-11-22", "date_from_datetime_parsing": "a date like 2026-11-22",
    "too_short": "at least one entry", "too_long": "twelve numbers",
}
_LIMITS = {"greater_than": ("gt", "> "), "greater_than_equal": ("ge", ">= "),
           "less_than": ("lt", "< "), "less_than_equal": ("le", "<= ")}


def validated(root: type[Model], data: object) -> Model:
    """`data` as an instance of `root`; PraError with every problem found otherwise."""
    try:
        return root.model_validate(data)
    except ValidationError as error:
        raise PraError.of(Problem(p.code, p.path.removeprefix(": "), p.value, p.allowed)
                          for p in problems(error, "", root)) from error


def problems(error: ValidationError, name: str, root: type[BaseModel]) -> list[Problem]:
    """Every problem of a failed validation of `root`; `name` is the file named in paths."""
    found: list[Problem] = []
    for item in error.errors(include_url=False):
        if item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
            continue  # pydantic counts the valid items only; the broken ones are named anyway
        keys, allowed_keys = _place(item["loc"], root)
        where = f"{name}: {keys}" if keys else name
        context: dict[str, Any] = item.get("ctx", {})
        if item["type"] == "pra_many":
            found += [Problem(code, f"{where}.{sub}" if keys else f"{name}: {sub}", value, allowed)
                      for sub, code, value, allowed in context["faults"]]
        elif item["type"] == "pra":
            sub = f".{context['path']}" if context["path"] else ""
            found.append(Problem(context["code"], where + sub, context["value"],
                                 context["allowed"]))
        else:
            found.append(_builtin(item, where, allowed_keys))
    return found


def _builtin(item: Any, where: str, allowed_keys: str) -> Problem:
    kind, context = item["type"], item.get("ctx", {})
    value = item["input"]
    if kind == "extra_forbidden":
        return Problem("unknown_key", where, item["loc"][-1], allowed_keys)
    if kind == "missing":
        return Problem("missing", where, "", str(item["loc"][-1]))
    if kind in _LIMITS:
        key, sign = _LIMITS[kind]
        return Problem("out_of_bounds", where, value, f"{sign}{context[key]}")
    if kind == "finite_number":
        return Problem("not_finite", where, value, "")
    if kind == "literal_error":
        code = "unknown_step" if where.endswith(".step") else "wrong_type"
        return Problem(code, where, value, str(context["expected"]).replace("'", ""))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        allowed = context.get("expected_tags", "a known kind")
        return Problem("wrong_type", where, context.get("tag", ""), allowed.replace("'", ""))
    shown = value if isinstance(value, (str, int, float)) else type(value).__name__
    return Problem("wrong_type", where, shown, _KINDS.get(kind, "a value of the kind asked for"))


def _place(location: tuple[int | str, ...], root: type[BaseModel]) -> tuple[str, str]:
    """A readable path for a pydantic location, and the keys allowed beside its last key."""
    text, annotation, siblings = "", typing.cast(Any, root), ""
    for key in location:
        members = _members(annotation)
        if isinstance(key, int):
            text, annotation = f"{text}[{key}]", _element(members)
            continue
        tagged = [m for m in members if _tag(m) == key]
        models = [m for m in members if _is_model(m)]
        if tagged and not any(key in m.model_fields for m in models):
            annotation = tagged[0]
            continue
        text = f"{text}.{key}" if text else key
        siblings = ", ".join(sorted({f for m in models for f in m.model_fields}))
        field: FieldInfo | None = next(
            (m.model_fields[key] for m in models if key in m.model_fields), None)
        annotation = field.annotation if field is not None else _element(members)
    return text, siblings


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _members(annotation: Any) -> list[Any]:
    """The alternatives of a union, unwrapped from Annotated."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [m for part in typing.get_args(annotation) for m in _members(part)]
    return [annotation]


def _element(members: list[Any]) -> Any:
    """What a tuple or the values of a mapping hold."""
    for member in members:
        arguments = typing.get_args(member)
        if typing.get_origin(member) is tuple and arguments:
            return arguments[0]
        if typing.get_origin(member) is dict:
            return arguments[1]
    return None


def _tag(member: Any) -> str | None:
    if not _is_model(member) or "kind" not in member.model_fields:
        return None
    values = typing.get_args(member.model_fields["kind"].annotation)
    return str(values[0]) if values else None
