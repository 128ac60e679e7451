"""A report in every format opens its scenario again, with seed and simulated futures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pra_core.access import Classification
from pra_core.assessment import assess
from pra_core.i18n import LANGUAGES, translator
from pra_core.report.content import build
from pra_core.report.document import Document, Figure, Form, walk
from pra_core.report.drawn_once import drawn_once
from pra_core.report.html import to_html
from pra_core.report.pdf import to_pdf
from pra_core.report.provenance import Provenance
from pra_core.report.spreadsheet import to_xlsx
from pra_core.report.word import to_docx
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.store.report_files import found_in
from pra_core.store.scenario_code import encode, fits_square
from tests.minimal import scenario as own

SEED, DRAWS = 5, 600
Write = Callable[[Sequence[Document]], bytes]


def documents(scenario: Scenario, languages: Sequence[str]) -> tuple[Document, ...]:
    before = assess(scenario.with_measures(()), DRAWS, SEED)
    after, code = assess(scenario, DRAWS, SEED), encode(scenario, SEED, DRAWS)
    return tuple(build(
        before, after, None, t=translator(one), seed=SEED,
        provenance=Provenance(dt.date(2026, 11, 22)), classification=Classification(),
        reload_text=code, reload_qr=code if fits_square(code) else "", parts=("purpose",))
        for one in languages)


@pytest.mark.parametrize("languages", [("zh_CN",), LANGUAGES], ids=["one", "both"])
@pytest.mark.parametrize("write", [to_pdf, to_docx, to_html, to_xlsx], ids=lambda f: f.__name__)
@pytest.mark.parametrize("near", [True, False], ids=["near-an-example", "ones-own"])
def test_every_format_opens_its_scenario_again(write: Write, languages: Sequence[str],
                                               near: bool) -> None:  # noqa: FBT001
    scenario = (load_scenario("dwarf-bunt-wheat-china").with_measures(["tolerance"]) if near
                else own())
    found = found_in(write(documents(scenario, languages)), "report")
    assert (found.scenario, found.seed, found.draws) == (scenario, SEED, DRAWS)


def test_figures_are_drawn_once_per_form_and_the_words_stay() -> None:
    document = documents(load_scenario("dwarf-bunt-wheat-china"), ["en"])[0]
    count: list[str] = []

    def draw(form: str) -> bytes:
        count.append(form)
        return form.encode()

    figure = next(one for one in walk(document) if isinstance(one, Figure))
    drawn: dict[tuple[str, str, Form], bytes] = {}
    document = replace(document, executive=(replace(figure, draw=draw),))
    drawn_once(document, drawn).executive[0].draw("svg")  # type: ignore[union-attr]
    kept = drawn_once(replace(document, classification="Open"), drawn)
    again = next(one for one in walk(kept) if isinstance(one, Figure))
    assert [again.draw("svg"), again.draw("svg"), again.draw("png")] == [b"svg", b"svg", b"png"]
    assert count == ["svg", "png"]
    assert kept.sections[0].blocks == document.sections[0].blocks
