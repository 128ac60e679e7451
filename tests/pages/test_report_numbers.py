"""Every number in the report equals the one on screen: pages and tree are read and compared."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pra_core import top_up, value_of_information
from pra_core.access import Classification
from pra_core.assessment import assess
from pra_core.i18n import translator
from pra_core.ladder import ladder
from pra_core.portfolio import portfolios
from pra_core.report.content import build
from pra_core.report.document import Block, Bullets, Document, Facts, Paragraph, Table
from pra_core.report.provenance import Provenance
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.wording import plain
from tests.pages.conftest import OpenPage

DRAWS = 2_000
NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
OPEN: dict[str, object] = {"in-words": True}
VIEWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("1_pest", {"pest-view": "scenario"}), ("2_entry", OPEN), ("3_establishment", OPEN),
    ("4_spread", OPEN), ("5_consequences", OPEN),
    ("6_measures", {"measures-view": "sets", "what-measures-do": True}),
    ("6_measures", {"measures-view": "sets", "0:verdict": "too_close"}),
    ("6_measures", {"measures-view": "necessary"}), ("6_measures", {"measures-view": "sps"}),
    ("7_sensitivity", OPEN), ("7_sensitivity", {"sensitivity-view": "precision"}))
NOT_COMPARED = ("inputs", "settings", "uncertainty", "origin", "references")
"""Compared by tests of their own, or about the report itself."""
SECTION = re.compile(r"\((?:ISPM 11, )?3\.4(?:\.\d)?\)|（(?:ISPM 11[,，] ?)?[\d.]+(?:和3)?）|"
                     r"\(ISPM 11, [^)]*\)")
"""Sections of standards."""
WORDS = frozenset({"text", "ticktext", "customdata", "name"})
"""What a chart says, besides the numbers it draws."""


def running(scenario_id: str, *measures: str) -> Scenario:
    return load_scenario(scenario_id).with_measures(measures)


def report(case: Scenario, language: str) -> Document:
    sets = portfolios(case.with_measures(()), case.alop, DRAWS)
    for found in top_up.steps(sets):
        sets = found
    sets = top_up.settled(sets, [case.selected])
    study = value_of_information.studies(value_of_information.decision(
        ladder(sets), DRAWS, sets.seed))
    return build(assess(case.with_measures(()), DRAWS), assess(case, DRAWS), sets,
                 t=translator(language), seed=1, study=study,
                 provenance=Provenance(made=dt.date(2026, 11, 22)),
                 classification=Classification())


def shown(test: AppTest) -> Iterator[str]:
    for element in (*test.markdown, *test.caption, *test.subheader, *test.metric, *test.warning,
                    *test.info, *test.code):
        yield str(element.value)
    for frame in (*test.dataframe, *test.table):
        yield from (str(cell) for row in frame.value.to_numpy() for cell in row)
    for chart in test.get("plotly_chart"):
        yield from written(json.loads(chart.proto.spec))


def written(node: object, inside: bool = False) -> Iterator[str]:
    """Texts of a chart."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from written(value, key in WORDS or (inside and key != "bdata"))
    elif isinstance(node, list):
        for one in node:
            yield from written(one, inside)
    elif inside and isinstance(node, str):
        yield node


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(SECTION.sub("", plain(text))))


def told(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.role, plain(block.text)
        elif isinstance(block, Bullets):
            yield from (("list", plain(one)) for one in block.items)
        elif isinstance(block, Table) and block.id not in NOT_COMPARED:
            # A page shows the first fifty sets: later ranks are not on it.
            first = int(block.id == "sets-in-order")
            yield from ((block.id, cell.text) for row in block.rows for cell in row[first:])
        elif isinstance(block, Facts):
            yield from (("facts", value) for _, value in block.pairs)


@pytest.mark.parametrize(("language", "limit"), [("en", 1e-3), ("zh_CN", 1e-2)])
def test_every_number_of_the_report_is_on_a_page(open_page: OpenPage, language: str, limit: float
                                                 ) -> None:
    case = running("medfly-citrus-china", "area-wide-sit", "cold-treatment",
                   "registered-orchards")
    case = case.with_alop(case.alop.model_copy(update={"limit": limit}))
    # An exact analysis of an earlier test would be told instead of the quick estimate.
    st.cache_resource.clear()
    on_screen: set[str] = set()
    for page, state in VIEWS:
        test = open_page(page, language, {"scenario": case, "draws": DRAWS, **state})
        assert not test.exception
        for text in shown(test):
            on_screen |= numbers(text)
    missing = {}
    found = report(case, language)
    for name, blocks in (("executive", found.executive),
                         *((s.id, s.blocks) for s in found.sections)):
        if name in NOT_COMPARED:
            continue
        for where, text in told(blocks):
            if rest := numbers(text) - on_screen:
                missing[f"{name}/{where}: {text}"] = sorted(rest)
    assert missing == {}
