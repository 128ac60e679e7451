"""A report in every format opens its scenario again, with seed and simulated futures."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pra_core.access import Classification
from pra_core.assessment import assess
from pra_core.errors import PraError
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
from pra_core.store import load_scenario, scenario_code
from pra_core.store.report_files import carried, found_in
from pra_core.store.scenario_code import attachment, encode, fits_square
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


@pytest.mark.parametrize("write", [to_pdf, to_docx, to_html, to_xlsx], ids=lambda f: f.__name__)
def test_a_report_opens_after_the_example_it_stood_on_has_changed(
        write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario("dwarf-bunt-wheat-china").with_measures(["tolerance"])
    code, file = encode(scenario, SEED, DRAWS), write(documents(scenario, ["en"]))
    other = scenario.model_copy(update={"title": {"en": "A later one", "zh_CN": "后来的"}})
    monkeypatch.setattr(scenario_code, "_shipped", lambda _: iter([other]))
    with pytest.raises(PraError) as raised:
        scenario_code.decode(code)
    assert raised.value.code == "code_outdated"
    found = found_in(file, "report")
    assert (found.scenario, found.seed, found.draws) == (scenario, SEED, DRAWS)


def test_the_file_is_found_in_cells_that_were_written_anew() -> None:
    scenario = load_scenario("dwarf-bunt-wheat-china")
    text = carried(attachment(scenario, SEED, DRAWS)[1])
    cells = [f"<si><t>{text[at:at + 30_000]}</t></si>\n" for at in range(0, len(text), 30_000)]
    page = f"<sst><si><t>Report</t></si>{''.join(cells)}<si><t>PRA1.AAAA.{'0' * 12}</t></si></sst>"
    assert found_in(page.encode(), "strings").scenario == scenario


@pytest.mark.parametrize("text", ["IyBQUkEgc2NlbmFyaW8g" + "A" * 41 + ".",
                                  "IyBQUkEgc2NlbmFyaW8g" + "/" * 60 + "."])
def test_a_damaged_file_does_not_hide_the_code(text: str) -> None:
    scenario = load_scenario("dwarf-bunt-wheat-china")
    page = f"<p>{text}</p><p>{encode(scenario, SEED, DRAWS)}</p>"
    assert found_in(page.encode(), "page").scenario == scenario


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


def test_a_file_of_many_large_streams_is_refused_at_once() -> None:
    stream = b"stream\n" + zlib.compress(b"# PRA scenario" + b" " * 15_000_000) + b"\nendstream\n"
    with pytest.raises(PraError) as raised:
        found_in(b"%PDF-1.7\n" + 400 * stream, "bomb.pdf")
    assert raised.value.code == "unreadable"


def test_words_that_only_look_like_streams_end_the_search() -> None:
    with pytest.raises(PraError) as raised:
        found_in(b"%PDF-1.7\n" + 500_000 * b"stream\n", "words.pdf")
    assert raised.value.code == "no_code"
