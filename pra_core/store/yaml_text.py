"""YAML to plain data: no duplicate keys, no code, numbers like 1e-3 read as numbers."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from pra_core.errors import PraError

MAX_CHARACTERS = 2_000_000
MAX_VALUES, MAX_DEPTH = 200_000, 40
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
MAX_DIRECTIVES = 20


class _Loader(yaml.CSafeLoader):
    """Safe loader; duplicate keys are collected instead of silently overwritten."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.duplicates: list[tuple[str, str]] = []

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in seen:
                self.duplicates.append((f"line {key_node.start_mark.line + 1}", key))
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_FLOAT = re.compile(
    r"^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?"
    r"|\.(?:inf|Inf|INF|nan|NaN|NAN))$")
_INTEGER = re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$")
_Loader.yaml_implicit_resolvers = {
    key: [(tag, rule) for tag, rule in rules
          if tag not in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int",
                         "tag:yaml.org,2002:timestamp")]
    for key, rules in _Loader.yaml_implicit_resolvers.items()}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))


class _Dumper(yaml.CSafeDumper):
    """Quotes every text that the loader would read as a number."""


_Dumper.yaml_implicit_resolvers = {
    key: list(rules) for key, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()}
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))


def write(data: dict[str, Any]) -> str:
    """YAML in the order given; `parse` reads back the same data."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def parse(text: str, place: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Plain data and the duplicate keys (line, key). PraError unreadable for broken YAML."""
    if len(text) > MAX_CHARACTERS:
        raise PraError("unreadable", place, f"{len(text)} characters",
                       f"at most {MAX_CHARACTERS:,} characters")
    loader = _Loader(text)
    try:
        _refuse_what_grows(text, place)
        data = loader.get_single_data()
    except PraError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise PraError("unreadable", place, where,
                       "valid YAML at this line and column") from error
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise PraError("unreadable", place, type(data).__name__, "a mapping of keys to values")
    return data, loader.duplicates


def _refuse_what_grows(text: str, place: str) -> None:
    """Deep nesting and aliases by which a few lines stand for billions are refused by name."""
    if len(_DIRECTIVE.findall(text)) > MAX_DIRECTIVES:  # each is compared with all before it
        raise PraError("unreadable", place, "%", f"at most {MAX_DIRECTIVES} directives")
    known: dict[str, tuple[int, int]] = {}
    inside: list[tuple[str | None, int, int]] = [(None, 0, 0)]  # anchor, values so far, depth
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        anchor, values, depth = getattr(event, "anchor", None), 1, 0
        if isinstance(event, yaml.CollectionStartEvent):
            # Asked before the scanner goes deeper: its time grows with the square of open levels.
            if len(inside) > MAX_DEPTH:
                raise _grows(event, place)
            inside.append((anchor, 1, 1))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, values, depth = inside.pop()
        elif isinstance(event, yaml.AliasEvent):
            values, depth = known.get(str(anchor), (MAX_VALUES + 1, 0))  # unknown: in itself
        elif not isinstance(event, yaml.ScalarEvent):
            continue
        if anchor is not None:
            known[anchor] = values, depth
        outer, before, deepest = inside[-1]
        inside[-1] = outer, before + values, max(deepest, depth + 1)
        if before + values > MAX_VALUES or depth >= MAX_DEPTH:
            raise _grows(event, place)


def _grows(event: Any, place: str) -> PraError:
    line = event.start_mark.line + 1 if event.start_mark else 0
    return PraError("unreadable", place, f"line {line}",
                    f"at most {MAX_VALUES:,} values and {MAX_DEPTH} levels")
