"""The map of a present range: what is shaded how, what is read out, and asking nobody else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pra_core.i18n import LANGUAGES, translator
from pra_core.maps.pest_range import COLOURS, NOTHING, range_html
from pra_core.pest_library import PestRecord
from tests.pest_records import HEARD, READ, record


def listing(areas: list[str], presence: str, source: str = READ) -> dict[str, object]:
    return {"areas": areas, "presence": presence, "source": source,
            "status": "verified" if source == READ else "unverified"}


PEST = record(range=[listing(["FR", "SG"], "widespread"), listing(["JP"], "limited", HEARD),
                     listing(["JP"], "absent"), listing(["US-CA"], "present"),
                     listing(["NZ"], "eradicated"), listing(["CN-TW"], "present")])


def given(one: PestRecord, language: str = "en") -> dict[str, Any]:
    page = range_html(one, translator(language))
    found = re.search(r"\}\)\(map_\w+, (\{.*\})\);", page)
    assert found
    return dict(json.loads(found.group(1)))


def areas(one: PestRecord, language: str = "en") -> dict[str, dict[str, Any]]:
    return {area["code"]: area for area in given(one, language)["areas"]}


def test_every_country_is_drawn_and_only_named_regions() -> None:
    drawn = areas(PEST)
    assert {"FR", "SG", "JP", "US", "NZ", "CN", "AU"} <= set(drawn)
    assert [code for code in drawn if code.startswith("US-")] == ["US-CA"]
    assert len([code for code in drawn if "-" not in code]) > 200


def test_areas_are_shaded_by_the_largest_presence_and_hatched_where_not_read() -> None:
    drawn = areas(PEST)
    assert (drawn["FR"]["extent"], drawn["FR"]["hatched"]) == ("widespread", False)
    assert (drawn["JP"]["extent"], drawn["JP"]["hatched"]) == ("limited", True)
    assert (drawn["US"]["extent"], drawn["US"]["pale"]) == ("limited", True)
    assert (drawn["US-CA"]["extent"], drawn["US-CA"]["pale"]) == ("present", False)
    assert drawn["NZ"]["extent"] == "eradicated"
    assert "extent" not in drawn["AU"]
    assert drawn["AU"]["words"][1] == NOTHING


def test_small_countries_get_a_dot_on_themselves() -> None:
    drawn = areas(PEST)
    latitude, longitude = drawn["SG"]["dot"]
    assert latitude == pytest.approx(1.35, abs=0.1)
    assert longitude == pytest.approx(103.8, abs=0.2)
    assert "dot" not in drawn["FR"]


def test_every_listing_is_read_out_with_its_mark() -> None:
    assert areas(PEST)["JP"]["words"] == [
        "Japan", "△ limited: B (2002) Two.", "● declared absent: A (2001) One."]


def test_many_listings_are_counted() -> None:
    sources = {f"s{i}": {"citation": f"C{i}"} for i in range(9)} | {READ: {"citation": "A"}}
    many = record(sources=sources, range=[
        {"areas": ["JP"], "source": f"s{i}"} for i in range(9)])
    words = areas(many)["JP"]["words"]
    assert len(words) == 8
    assert words[-1] == "and 3 more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_has_what_is_used_and_says_what_silence_means(language: str) -> None:
    t = translator(language)
    legend = given(PEST, language)["legend"]
    assert t(NOTHING) in legend
    assert t("declared absent") not in legend
    assert legend.count("pra-row") == 4 + 2
    assert COLOURS["transient"] not in legend
    read = given(record(range=[listing(["FR"], "present")]), language)["legend"]
    assert "△" not in read


def test_the_page_asks_no_other_host_and_runs_nothing_from_a_record() -> None:
    evil = "</script><script>alert(1)</script>"
    page = range_html(record(range=[listing(["JP"], "present")],
                             sources={READ: {"citation": evil}}), translator("en"))
    assert evil not in page
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)[\w.-]+", page) == []


def test_the_same_record_gives_the_same_page() -> None:
    assert range_html(PEST, translator("en")) == range_html(PEST, translator("en"))
    assert range_html(record(), translator("en")) != range_html(PEST, translator("en"))
