"""The printed page: one page, both languages, user text as text, the same bytes each time."""

from __future__ import annotations

import pytest

from pra_core.assessment import assess
from pra_core.convergence import precision
from pra_core.figures import precision_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.portfolio import portfolios
from pra_core.report import one_page
from pra_core.report.one_page import annex, content, printed
from pra_core.scenario import Scenario
from pra_core.summary import meets
from pra_core.uncertainty_sources import table
from tests.minimal import parameter, scenario, text, treatment

DRAWS = 1_000
LONG = "A measure with a long title that somebody wrote in full, as officials do, with its place"


def page(case: Scenario, language: str = "en") -> dict[str, object]:
    return content(before=assess(case.with_measures(()), DRAWS), after=assess(case, DRAWS),
                   sets=portfolios(case, case.alop, DRAWS), seed=1, t=translator(language))


def crowded(count: int = 10) -> Scenario:
    measures = [treatment(f"m{i}", efficacy=0.5, title=text(f"{LONG} {i}")) for i in range(count)]
    return scenario(measures=measures, title=text(LONG * 2)).with_measures(
        tuple(f"m{i}" for i in range(count)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_pdf_and_the_same_each_time(language: str) -> None:
    case = scenario().with_measures(("cold",))
    before, after = assess(case.with_measures(()), DRAWS), assess(case, DRAWS)
    made = [one_page(before=before, after=after, sets=None, seed=1, t=translator(language))
            for _ in range(2)]
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("selected", [(), ("cold", "inspection")])
def test_usual_content_is_one_page(language: str, selected: tuple[str, ...]) -> None:
    case = scenario().with_measures(selected)
    # Typst hands back one image for one page, and a list for more.
    assert isinstance(printed(page(case, language), "png"), bytes)


@pytest.mark.parametrize("draws", [2_000, 20_000])
def test_prohibition_is_printed_though_every_future_meets(draws: int) -> None:
    ban = treatment("ban", efficacy=1.0, step="production", kind="volume", acts_on="unit",
                    ispm11_class="prohibition", restrictiveness=5)
    del ban["compliance"]
    case = scenario(measures=[ban]).with_measures(("ban",))
    made = one_page(before=assess(case.with_measures(()), draws), after=assess(case, draws),
                    sets=None, seed=1, t=translator("en"))
    assert made.startswith(b"%PDF-")


def test_many_measures_with_long_titles_still_fit_one_page() -> None:
    assert isinstance(printed(page(crowded()), "png"), bytes)


def test_text_of_a_user_is_printed_and_never_run() -> None:
    hostile = '#read("/etc/passwd") *bold* $x$ @label <b> #panic("run")'
    named = scenario(title=text(hostile), measures=[treatment(title=text(hostile))])
    data = page(named.with_measures(("cold",)))
    assert data["title"] == hostile
    # `#panic` would stop the compiler if it were taken as code.
    assert printed(data, "pdf").startswith(b"%PDF-")


def test_the_page_says_how_to_reproduce_it() -> None:
    case = scenario().with_measures(("cold",))
    said = str(page(case)["origin"])
    assert case.fingerprint in said
    assert "seed 1" in said
    assert "1,000" in said


def test_only_numbers_in_use_count_as_evidence() -> None:
    case = scenario()
    less, more = (str(page(case.with_measures(ids))["evidence"])
                  for ids in ((), ("cold", "inspection")))
    used = len(case.parameters)
    own = [p for p in case.parameters if p.startswith(("cold.", "inspection."))]
    assert f"assumed: {used}" in more
    assert f"assumed: {used - len(own)}" in less


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annex_follows_the_page(language: str) -> None:
    case = scenario().with_measures(("cold", "inspection"))
    before, after = assess(case.with_measures(()), DRAWS), assess(case, DRAWS)
    sets, t = portfolios(case, case.alop, DRAWS), translator(language)
    more = annex(before=before, after=after, sets=sets, t=t)
    short = more | {"sources": {"head": more["sources"]["head"], "groups": []}}
    result = page(case, language)
    pages, others = (printed(result | {"annex": short | {"title": title}}, "png")
                     for title in ("Annex", "Another"))
    assert isinstance(pages, list)
    assert len(pages) == len(others) == 2
    assert pages[0] == others[0]  # the annex never shares the page of the result
    assert pages[1] != others[1]
    whole = one_page(before=before, after=after, sets=sets, seed=1, t=t)
    assert len(whole) > len(printed(page(case, language), "pdf"))


def test_the_annex_has_the_paragraph_and_every_source_in_use() -> None:
    aside = treatment("aside", compliance=parameter("aside.compliance", "1", kind="uniform",
                                                    low=0.5, high=1.0))
    case = scenario(measures=[treatment(), aside]).with_measures(("cold",))
    before, after = assess(case.with_measures(()), DRAWS), assess(case, DRAWS)
    more = annex(before=before, after=after, sets=None, t=translator("en"),
                 study="**Knowing R0** would help.")
    assert any("Knowing R0 would help." in part for part in more["words"])
    sources = table(case, {})
    assert not sources["in_use"].all()
    rows = sum(len(group["rows"]) for group in more["sources"]["groups"])
    assert rows == sources["in_use"].sum() + 1  # what inputs do together has a row
    assert all(len(row) == len(more["sources"]["head"])
               for group in more["sources"]["groups"] for row in group["rows"])
    said = "".join(words for words, _ in more["precision"][0])
    assert precision_words.answer(precision(after, case.alop), meets(after, case.alop), DRAWS,
                                  case.alop, translator("en")).replace("**", "") == said
