"""A scenario, its seed and its number of simulated futures as one line of text.

`PRA1.<body>.<fingerprint>`: the body is JSON, compressed (zlib, RFC 1950) and written in base64url
(RFC 4648, 5). Near a shipped scenario it holds the difference from it, else the whole scenario.
The checksum of zlib guards the body, the fingerprint what comes out of it; whatever comes out is
validated like any scenario file.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pra_core import reference
from pra_core.access import Classification
from pra_core.assessment import MAX_DRAWS
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.store.class_mark import class_mark
from pra_core.store.codec import dump_scenario, load_scenario, scenario_from
from pra_core.store.tree_difference import applied, difference

VERSION = "1"
HEAD = "# PRA scenario {code}, seed {seed}, {draws} simulated futures"
"""First line of a scenario file that travels inside a report."""
LINK_LENGTH = 2_000
"""Longest code that is put into an address: longer ones are cut by mail programs and proxies."""
SQUARE_LENGTH = 1_200
"""Longest code that a printed square (QR) still shows in modules that can be read."""
PRINT_LENGTH = 4_000
"""Longest code that is printed as text; a longer one travels inside the file."""
LARGEST_SEED = 2**31 - 1
_MOST_TEXT, _MOST_BYTES = 400_000, 1_000_000
"""Longest code read, and the most its body may unpack to."""
_MOST_LEVELS = 60
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")
"""White space and the invisible marks at which a printed line may break."""
_ACROSS = re.compile(r"(?m)^[\sDRAFT草案稿]{1,12}$")
"""Letters of the mark across a page, which some readers of PDF put between the lines of a code; no
line of one is so short but the last, which ends in the fingerprint."""
_CODE = re.compile(r"PRA(\d{1,3})\.([A-Za-z0-9_-]+)\.([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a code or a report holds."""

    scenario: Scenario
    seed: int
    draws: int


def encode(scenario: Scenario, seed: int, draws: int) -> str:
    """The code of a scenario; `decode` gives back an equal scenario, seed and draws.

    PraError out_of_bounds for a seed or a number of simulated futures that no assessment takes.
    """
    sampling(seed, draws)
    data = _plain(scenario)
    bodies = [_packed({"w": data, "s": seed, "n": draws})]
    for shipped in _shipped(scenario.pest.eppo_code):
        if shipped.pest.eppo_code == scenario.pest.eppo_code:
            bodies.append(_packed({"b": shipped.id, "f": shipped.fingerprint, "s": seed,
                                   "n": draws, "d": difference(_plain(shipped), data)}))
    return f"PRA{VERSION}.{min(bodies, key=len)}.{scenario.fingerprint}"


def decode(text: str) -> Decoded:
    """The scenario of a code; line breaks in it and words around it do not matter.

    Raises PraError: code_broken where the text holds no whole code, schema_version for a code of a
    later workbench, code_outdated where the shipped scenario it builds on has changed, and every
    problem of the scenario itself.
    """
    if len(text) > _MOST_TEXT:
        raise PraError("code_broken", value=f"{len(text):,} characters",
                       allowed="at most 400,000 characters")
    found = _CODE.search(_BLANK.sub("", _ACROSS.sub("", text)))
    if found is None:
        raise _broken(text[:12])
    version, body, fingerprint = found.groups()
    if version != VERSION:
        raise PraError("schema_version", "code", version, VERSION)
    content = _unpacked(body)
    seed, draws = sampling(content.get("s"), content.get("n"))
    scenario = scenario_from(_data(content), "code")
    if scenario.fingerprint != fingerprint:
        raise _broken(fingerprint)
    return Decoded(scenario, seed, draws)


def fits_link(code: str) -> bool:
    """Whether a code is short enough for an address."""
    return len(code) <= LINK_LENGTH


def fits_square(code: str) -> bool:
    """Whether a code is short enough for a printed square."""
    return len(code) <= SQUARE_LENGTH


def fits_print(code: str) -> bool:
    """Whether a code is short enough to be printed as text."""
    return len(code) <= PRINT_LENGTH


def attachment(scenario: Scenario, seed: int, draws: int,
               handled: Classification | None = None) -> tuple[str, bytes]:
    """Name and content of the scenario file inside a report; `report_files` reads it back.

    `handled`: how openly the report may be handled, which holds for its scenario too.
    """
    head = HEAD.format(code=scenario.fingerprint, seed=seed, draws=draws)
    if handled is not None:
        head += f"\n{class_mark(handled)}"
    return f"{scenario.id}.yaml", f"{head}\n{dump_scenario(scenario)}".encode()


def _data(content: dict[str, Any]) -> dict[str, Any]:
    """The scenario as plain data."""
    if "w" in content:
        data = content["w"]
    else:
        name = str(content.get("b"))
        base = next((one for one in _shipped(name) if one.id == name), None)
        if base is None or base.fingerprint != content.get("f"):
            raise PraError("code_outdated", value=name[:60],
                           allowed="a report file, which holds the whole scenario")
        data = applied(_plain(base), content.get("d"))
    if not isinstance(data, dict):
        raise _broken(type(data).__name__)
    return data


def _packed(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def _unpacked(body: str) -> dict[str, Any]:
    """The content of a body; nothing larger than allowed is ever unpacked."""
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        stream = zlib.decompressobj()
        text = stream.decompress(packed, _MOST_BYTES)
        if not stream.eof or stream.unused_data:
            raise _broken(body[:12])
        content = json.loads(text, parse_constant=_refused)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise _broken(body[:12]) from error
    if not isinstance(content, dict) or _levels(content) > _MOST_LEVELS:
        raise _broken(body[:12])
    return content


def _levels(tree: object) -> int:
    """How deeply lists and mappings stand in one another."""
    depth, level = 0, [tree]
    while level := [inner for node in level if isinstance(node, (dict, list))
                    for inner in (node.values() if isinstance(node, dict) else node)]:
        depth += 1
    return depth


def _refused(constant: str) -> float:
    raise ValueError(constant)


def sampling(seed: object, draws: object) -> tuple[int, int]:
    """Seed and simulated futures; PraError out_of_bounds unless an assessment takes them."""
    for name, value, least, most in (("seed", seed, 0, LARGEST_SEED),
                                     ("draws", draws, 1, MAX_DRAWS)):
        if type(value) is not int or not least <= value <= most:
            raise PraError("out_of_bounds", name, str(value)[:20], f"{least}..{most}")
    return int(str(seed)), int(str(draws))


def _shipped(naming: str) -> Iterator[Scenario]:
    """Shipped scenarios whose files hold these words; reading them all takes most of a second."""
    for scenario_id in reference.scenario_ids():
        path = reference.scenario_path(scenario_id)
        if naming in path.read_text("utf-8"):
            yield _loaded(scenario_id, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _loaded(scenario_id: str, changed: int) -> Scenario:  # noqa: ARG001 - part of the key
    return load_scenario(scenario_id)


def _plain(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json", exclude_none=True)


def _broken(found: str) -> PraError:
    return PraError("code_broken", value=found, allowed="the whole code as it was printed")
