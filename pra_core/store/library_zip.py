"""The file a whole library travels in: a ZIP of JSON with a checksum of every part.

    library.json         {"format": "pra-library", "version": 1, "files": {path: SHA-256}}
    entries/00001.json   one entry with all its versions

A file comes from anybody: names inside it are never used as paths, nothing in it is run, sizes are
bounded before anything is unpacked, and a part that is not listed, or differs, refuses the whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pra_core.errors import N_, PraError

FORMAT, VERSION = "pra-library", 1
LIST = "library.json"
PART = re.compile(r"entries/\d{5}\.json\Z")
MOST_PARTS = 20_000
LARGEST_PART = 64_000_000
LARGEST_WHOLE = 1_000_000_000
"""Bytes of all parts together, unpacked."""
LARGEST_RATIO = 200
"""Unpacked size per packed byte; JSON of scenarios packs to a third or a fifth."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
           ValueError)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(parts: Iterable[Mapping[str, Any]]) -> bytes:
    """Parts as one file; the same parts give the same bytes.

    Raises PraError `out_of_bounds` for more than could be read back.
    """
    target, sums, whole = io.BytesIO(), {}, 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, part in enumerate(parts, 1):
            content = _bytes(part)
            whole += len(content)
            if number > MOST_PARTS or whole > LARGEST_WHOLE or len(content) > LARGEST_PART:
                raise PraError("out_of_bounds", "", f"{number}, {whole:,} B", _bounds())
            path = f"entries/{number:05d}.json"
            sums[path] = hashlib.sha256(content).hexdigest()
            archive.writestr(_info(path), content)
        archive.writestr(_info(LIST), _bytes({"format": FORMAT, "version": VERSION,
                                              "files": sums}))
    return target.getvalue()


def unpack(content: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """Every part, checked, as (path, plain data); `name` is the file in messages.

    Raises PraError: `unreadable`, `library_file`, `schema_version`, `integrity`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sums = _listed(archive, name, len(content))
            for path, expected in sums.items():
                found = _part(archive, path, name)
                if hashlib.sha256(found).hexdigest() != expected:
                    raise PraError("integrity", "", f"{name}: {path}", f"SHA-256 {expected}")
                yield path, _json(found, f"{name}: {path}")
    except PraError:
        raise
    except _BROKEN as error:
        raise PraError("unreadable", "", f"{name}: {type(error).__name__}",
                       N_("a library file of this workbench")) from error


def _listed(archive: zipfile.ZipFile, name: str, packed: int) -> dict[str, str]:
    """Checksums by path, after the list agreed with what is really inside."""
    infos = archive.infolist()
    sizes = sum(info.file_size for info in infos)
    if (len(infos) > MOST_PARTS + 1 or sizes > min(LARGEST_WHOLE, LARGEST_RATIO * packed)
            or any(info.file_size > LARGEST_PART for info in infos)):
        raise PraError("library_file", name, f"{len(infos)} / {sizes:,} B", _bounds())
    for info in infos:
        plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        known = info.filename == LIST or PART.match(info.filename)
        if not known or not plain or info.flag_bits & 1:
            raise PraError("library_file", name, repr(info.filename[:80]),
                           "library.json, entries/00001.json …")
    paths = [info.filename for info in infos]
    if len(set(paths)) < len(paths) or LIST not in paths:
        raise PraError("library_file", name, LIST, N_("every part once"))
    head = _json(_part(archive, LIST, name), f"{name}: {LIST}")
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise PraError("library_file", name, LIST, FORMAT)
    if head.get("version") != VERSION:
        raise PraError("schema_version", name, head.get("version"), str(VERSION))
    sums = head.get("files")
    if not isinstance(sums, dict) or set(sums) != set(paths) - {LIST}:
        raise PraError("library_file", name, LIST, N_("every part with its checksum"))
    return {str(path): str(expected) for path, expected in sorted(sums.items())}


def _part(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    """The bytes of one part; a size that was declared too small is found out while reading."""
    with archive.open(path) as stream:
        found = stream.read(LARGEST_PART + 1)
    if len(found) > LARGEST_PART:
        raise PraError("library_file", name, path, _bounds())
    return found


def _json(content: bytes, place: str) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PraError("unreadable", "", place, "UTF-8 JSON") from error


def _bytes(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _bounds() -> str:
    return f"≤ {MOST_PARTS:,}, ≤ {LARGEST_PART / 1e6:.0f} MB, Σ ≤ {LARGEST_WHOLE / 1e6:.0f} MB"
