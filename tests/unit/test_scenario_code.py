"""Codes of scenarios: exact, short where possible, and safe to read from anybody."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pra_core import load_scenario, reference
from pra_core.alop import Alop
from pra_core.distribution import Pert
from pra_core.errors import PraError
from pra_core.measure_edit import edited, with_measure, without_measure
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, scenario_code
from pra_core.store.edit import with_distribution
from pra_core.store.report_files import found_in
from pra_core.store.scenario_code import attachment, decode, encode
from pra_core.store.tree_difference import applied, difference
from tests.minimal import scenario as minimal

MEDFLY = "medfly-citrus-china"


def changed() -> Scenario:
    """The worked example after an afternoon of work."""
    scenario = load_scenario(MEDFLY)
    source = Source(status="verified", citation="Somebody 2024, 第3页")
    scenario = with_distribution(scenario, "culling.efficacy", Pert(low=0.2, mode=0.4, high=0.6),
                                 source)
    scenario = without_measure(scenario, "area-wide-sit")
    scenario = edited(scenario, "culling", restrictiveness=3)
    own = scenario.measure("culling").model_copy(update={
        "id": "own-sorting", "effects": tuple(e.model_copy(update={"efficacy": {
            k: p.model_copy(update={"name": "own-sorting.efficacy"})
            for k, p in e.efficacy.items()}}) for e in scenario.measure("culling").effects),
        "compliance": scenario.measure("late-varieties").compliance.model_copy(  # type: ignore
            update={"name": "own-sorting.compliance"})})
    scenario = with_measure(scenario, own)
    alop = Alop(metric="years_between_outbreaks", limit=300.0, confidence=0.9)
    return scenario.with_alop(alop).with_measures(["own-sorting", "cold-treatment"])


def bodied(content: Any, fingerprint: str = "0" * 12) -> str:
    """A code around any content."""
    packed = zlib.compress(json.dumps(content).encode() if not isinstance(content, bytes)
                           else content, 9)
    return f"PRA1.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}.{fingerprint}"


@pytest.mark.parametrize("scenario_id", reference.scenario_ids())
def test_every_shipped_scenario_comes_back_equal_from_a_short_code(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    chosen = [m.id for m in scenario.measures if m.feasible and not m.excludes and not m.requires]
    for one in (scenario, scenario.with_measures(chosen[:4])):
        code = encode(one, 7, 12_345)
        assert scenario_code.fits_square(code)
        found = decode(code)
        assert (found.scenario, found.seed, found.draws) == (one, 7, 12_345)


def test_a_changed_example_fits_an_address_and_comes_back_equal() -> None:
    scenario = changed()
    code = encode(scenario, 1, 10_000)
    assert scenario_code.fits_link(code)
    assert code.isascii()
    assert decode(code).scenario == scenario
    assert len(code) < len(encode(scenario.with_measures(()), 1, 10_000)) + 200


def test_a_scenario_of_ones_own_comes_back_equal() -> None:
    scenario = minimal()
    assert decode(encode(scenario, 0, 1)).scenario == scenario


def test_line_breaks_and_words_around_a_code_do_not_matter() -> None:
    code = encode(changed(), 3, 500)
    lines = "\u200b\r\n   ".join(code[i:i + 60] for i in range(0, len(code), 60))
    found = decode(f"Code of the scenario:\n{lines}\nfingerprint abc, see https://x.y/?s=")
    assert found.scenario == changed()
    assert found.seed == 3


@settings(max_examples=150)
@given(place=st.integers(0, 10_000), letter=st.sampled_from("aZ09-_.x"))
def test_one_wrong_letter_never_gives_another_scenario(place: int, letter: str) -> None:
    code = CODE
    place %= len(code)
    broken = code[:place] + letter + code[place + 1:]
    try:
        found = decode(broken)
    except PraError:
        return
    assert (found.scenario, found.seed, found.draws) == (WORKED, 1, 10_000)


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=300).map(
    lambda b: "PRA1." + base64.urlsafe_b64encode(b).decode().rstrip("=") + ".0123456789ab")))
def test_any_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(PraError):
        decode(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False)
    | st.text("abk+=-l"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["=", "k", "+", "-", "l", "id", "pest", "measures", "title"]), inner),
    max_leaves=12)


@settings(max_examples=200)
@given(json_values)
def test_any_difference_is_refused_in_words_or_gives_a_valid_scenario(change: Any) -> None:
    code = bodied({"b": MEDFLY, "f": WORKED.fingerprint, "s": 1, "n": 100, "d": change},
                  WORKED.fingerprint)
    try:
        found = decode(code).scenario.fingerprint
    except PraError:
        return
    assert found == WORKED.fingerprint


@settings(max_examples=300)
@given(json_values, json_values)
def test_a_difference_applied_gives_what_it_was_made_from(before: Any, after: Any) -> None:
    change = json.loads(json.dumps(difference(before, after)))
    assert applied(before, change) == after


@pytest.mark.parametrize(("text", "code"), [
    pytest.param("", "code_broken", id="nothing"),
    pytest.param("PRA1.!!.0123456789ab", "code_broken", id="no base64"),
    pytest.param("PRA2.eJw.0123456789ab", "schema_version", id="later version"),
    pytest.param("PRA1." + "A" * 500_000, "code_broken", id="half a megabyte"),
    pytest.param(bodied(b"[" * 5_000 + b"]" * 5_000), "code_broken", id="deep lists"),
    pytest.param(bodied(b"[" * 90 + b"]" * 90), "code_broken", id="levels without recursion"),
    pytest.param(bodied(b" " * 30_000_000), "code_broken", id="30 MB of blanks"),
    pytest.param(bodied({"w": [], "s": 1, "n": 1}), "code_broken", id="a list"),
    pytest.param(bodied(b'{"w": {"a": NaN}, "s": 1, "n": 1}'), "code_broken", id="NaN"),
    pytest.param(bodied({"w": {}, "s": True, "n": 1}), "out_of_bounds", id="seed true"),
    pytest.param(bodied({"w": {}, "s": 1, "n": 10**9}), "out_of_bounds", id="too many futures"),
    pytest.param(bodied({"w": {}, "s": -1, "n": 1}), "out_of_bounds", id="negative seed"),
    pytest.param(bodied({"b": MEDFLY, "f": "000000000000", "s": 1, "n": 1}), "code_outdated",
                 id="the example has changed"),
    pytest.param(bodied({"b": "../../secrets", "s": 1, "n": 1}), "code_outdated", id="path"),
    pytest.param(bodied({"w": {"schema_version": 1}, "s": 1, "n": 1}), "missing", id="no fields"),
])
def test_hostile_and_broken_codes_are_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(PraError) as caught:
        decode(text)
    assert code in {p.code for p in caught.value.problems}


def test_an_item_is_copied_once_so_that_a_code_cannot_grow() -> None:
    repeated = {"k": {"measures": {"l": [0] * 20_000}}}
    with pytest.raises(PraError, match="scenario code"):
        decode(bodied({"b": MEDFLY, "f": WORKED.fingerprint, "s": 1, "n": 1, "d": repeated}))


def test_what_was_changed_behind_the_fingerprint_is_refused() -> None:
    data = WORKED.model_dump(mode="json", exclude_none=True)
    data["alop"]["limit"] = 0.5
    with pytest.raises(PraError, match="scenario code"):
        decode(bodied({"w": data, "s": 1, "n": 1}, WORKED.fingerprint))
    assert decode(bodied({"w": data, "s": 1, "n": 1}, Scenario.model_validate(
        data).fingerprint)).scenario.alop.limit == 0.5


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(*streams: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(
        b"1 0 obj\n<</Length 1>>\nstream\n" + zlib.compress(s) + b"\nendstream\nendobj\n"
        for s in streams)


def test_scenarios_are_found_in_each_kind_of_file() -> None:
    scenario = changed()
    code, (name, file) = encode(scenario, 5, 2_000), attachment(scenario, 5, 2_000)
    split = "".join(f"<t>{code[i:i + 300]}</t>" for i in range(0, len(code), 300)).encode()
    files = {
        name: file, "a.txt": code.encode(), "a.pdf": pdf(b"a picture", file, b"q"),
        "a.html": f"<p>Report</p><code id='reload-code'>{code}</code><p>0".encode(),
        "a.docx": zipped({"word/document.xml": f"<w:p><w:t>{code}</w:t></w:p>".encode()}),
        "a.xlsx": zipped({"xl/styles.xml": b"<x/>", "xl/sharedStrings.xml": b"<t>1</t>" + split})}
    for title, content in files.items():
        found = found_in(content, title)
        assert (found.scenario, found.seed, found.draws) == (scenario, 5, 2_000), title
    bare = found_in(dump_scenario(scenario).encode(), "a.yaml")
    assert (bare.scenario, bare.seed, bare.draws) == (scenario, None, None)


@pytest.mark.parametrize(("content", "code"), [
    pytest.param(b"", "no_code", id="empty"),
    pytest.param(b"\xff\xfe\x00", "no_code", id="not text"),
    pytest.param(b"<html>schema_version</html>", "no_code", id="another page"),
    pytest.param(pdf(b"x"), "no_code", id="another PDF"),
    pytest.param(b"%PDF-1.7 stream\nstream\r\nxx", "no_code", id="broken PDF"),
    pytest.param(b"PK\x03\x04broken", "unreadable", id="broken archive"),
    pytest.param(zipped({"a.xml": b" " * 30_000_000}), "unreadable", id="archive bomb"),
    pytest.param(zipped({"a.exe": b"PRA1.x.0"}), "no_code", id="another archive"),
    pytest.param(zipped({"a.xml": b"PRA1.abc.0123456789ab"}), "code_broken", id="broken code"),
    pytest.param(pdf(b"# PRA scenario 0123456789ab, seed 1, 10 simulated futures\n"
                     + dump_scenario(load_scenario(MEDFLY)).encode()), "integrity",
                 id="changed attachment"),
    pytest.param(b"\0" * (20 * 2**20 + 1), "out_of_bounds", id="too large"),
])
def test_files_without_a_scenario_are_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(PraError) as caught:
        found_in(content, "some file")
    assert caught.value.code == code


WORKED = load_scenario(MEDFLY)
CODE = encode(WORKED.with_measures(()), 1, 10_000)


def test_letters_of_the_watermark_between_printed_lines_do_not_matter() -> None:
    scenario = minimal()
    code = encode(scenario, 7, 900)
    lines = [code[at:at + 124] for at in range(0, len(code), 124)]
    assert len(lines) > 2
    text = "\n".join(f"{line}\n{mark}" for line, mark in zip(
        lines, ["D", "RA\nF", "T", "草", "稿", *[""] * len(lines)], strict=False))
    assert decode(text).scenario == scenario
