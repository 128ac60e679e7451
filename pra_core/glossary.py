"""First steps as data: terms of the field, help of each page, stops of the guided tour.

Terms follow ISPM 5 (Glossary of phytosanitary terms), ISPM 11 and the SPS Agreement in our own
words; each entry names the text it paraphrases. The official wording is that of the standard.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from pra_core.frozen import Frozen, LocalText, problem
from pra_core.parameter import NAME_PATTERN


class Term(Frozen):
    """One term of the field."""

    id: str = Field(pattern=NAME_PATTERN)
    term: LocalText
    meaning: LocalText
    """A paraphrase in one or two sentences."""
    after: str
    """The text it paraphrases, e.g. "ISPM 5"."""


class PageHelp(Frozen):
    """What one page answers, how to read it, and what to do next."""

    page: str
    """File name of the page without `.py`."""
    answers: LocalText
    read: LocalText
    then: LocalText
    terms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Ids of worked questions that belong to this page."""


class Stop(Frozen):
    """One stop of the guided tour."""

    page: str
    view: str = ""
    """View of the first page, where the page is the first."""
    title: LocalText
    look: LocalText
    """What to look at."""
    do: LocalText
    """What to try."""


class FirstSteps(Frozen):
    """The whole of the shipped guidance, checked for what refers to what."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    pages: Annotated[tuple[PageHelp, ...], Field(min_length=1)]
    tour: Annotated[tuple[Stop, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> FirstSteps:
        known = {one.id for one in self.terms}
        for ids in (_repeated(one.id for one in self.terms),
                    _repeated(one.page for one in self.pages)):
            if ids:
                raise problem("duplicate", ids[0], "unique ids")
        for page in self.pages:
            for term in page.terms:
                if term not in known:
                    raise problem("unknown_id", term, ", ".join(sorted(known)),
                                  f"pages.{page.page}.terms")
        return self

    def help_of(self, page: str) -> PageHelp | None:
        """The help of a page by its file name; None where none was written."""
        return next((one for one in self.pages if one.page == page), None)

    def terms_of(self, page: str) -> tuple[Term, ...]:
        """The terms a page uses, in the order of its help."""
        found, terms = self.help_of(page), {one.id: one for one in self.terms}
        return tuple(terms[i] for i in found.terms) if found else ()


def _repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [one for one in ids if one in seen or seen.add(one)]  # type: ignore[func-returns-value]
