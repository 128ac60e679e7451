"""Texts of people are shown as they are, and web addresses lead where they say."""

from __future__ import annotations

import re

import pytest

from pra_core.markdown_text import JOINER, escaped, linked, unescaped

PAGE = "https://www.ages.at/a/Lobesia_botrana.html?x=1&copy;2"
LINK = re.compile(r"\[(.*?)\]\(<(.*?)>\)")


@pytest.mark.parametrize("text", [
    "https://example.org/a_b", "see http://example.org", "www.example.org", "(WWW.example.org)",
    "someone@example.org", ":material/home:", ":smile: :+1:", ":red[x]", ":foo{a=b}", "AT&amp;T",
    "- item", "  - item", "+ item", "12. item", "title\n===", "title\n---", "a_b*c*", "1:30:45",
    "-5 °C", "a - b", "x = 1.5"])
def test_what_was_written_comes_back_from_markdown(text: str) -> None:
    assert unescaped(escaped(text)) == text.lstrip() or text.startswith(" ")


@pytest.mark.parametrize("text", [
    "https://example.org", "HTTP://example.org", "www.example.org", "a.b@example.org",
    "中文https://example.org", ":material/home:", ":smile:", "x:b:y"])
def test_links_and_icons_found_in_the_finished_text_are_parted_by_a_joiner(text: str) -> None:
    """A backslash does not reach them: they are looked for after it was read."""
    finished = re.sub(r"\\(.)", r"\1", escaped(text))
    automatic = re.compile(r"(?<!\u2060)(?:https?://|www\.)|[\w.+-]@\w|:[\w+/-]+:", re.I)
    assert automatic.search(text)
    assert not automatic.search(finished)
    assert "://" not in escaped(text).replace("\\://", "")


@pytest.mark.parametrize("begin", ["- a", "+ a", "1. a", "2) a", "===", "---", "+", "= a"])
@pytest.mark.parametrize("before", ["", "line\n"])
def test_no_line_begins_a_list_or_underlines_a_heading(before: str, begin: str) -> None:
    written = escaped(before + begin).rpartition("\n")[2]
    assert re.match(r"\\[-+=]|\d+\\[.)]", written)


@pytest.mark.parametrize("text", [
    "one\n\ntwo", "one\r\n \t\r\n\r\ntwo", "one\n\n    two", "one\ntwo"])
def test_blank_lines_and_indents_make_no_paragraph_and_no_code(text: str) -> None:
    assert escaped(text) == "one\ntwo"
    assert escaped("    code") == "code"


def test_numbers_and_dashes_inside_a_line_stay_as_they_are() -> None:
    assert escaped("-5 to 1.5 – at 12:30, 3-4") == "-5 to 1.5 – at 12:30, 3-4"


@pytest.mark.parametrize(("text", "address", "rest"), [
    (f"A (2001) {PAGE}", PAGE, ""), (f"A; {PAGE}; a note", PAGE, "; a note"),
    (f"见 {PAGE}。说明", PAGE, "。说明"), (f"见（{PAGE}）", PAGE, "）"),
    (f"({PAGE}).", PAGE, ")."), ("https://doi.org/10.1016/S0022(98)1-5, p. 3",
                                "https://doi.org/10.1016/S0022(98)1-5", ", p. 3")])
def test_an_address_is_a_link_to_itself_that_ends_where_it_does(text: str, address: str, rest: str
                                                                ) -> None:
    written = linked(text)
    found = LINK.search(written)
    assert found is not None
    assert unescaped(found[2]) == address == unescaped(found[1])
    assert "\\_" not in found[2]
    assert unescaped(written[found.end():]) == rest
    assert JOINER not in found[0]


def test_a_text_without_address_is_escaped_only() -> None:
    assert linked("a_b [x](http:) javascript://x") == escaped("a_b [x](http:) javascript://x")
