"""What fails together through what measures need, and what never works in a set."""

from __future__ import annotations

from typing import Any

import pytest

from pra_core.assessment import assess
from pra_core.dependence import lacking, pairs
from pra_core.figures import dependence_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.scenario import Scenario
from tests.minimal import scenario, share, treatment
from tests.unit.test_dependence import enumerated, group

DRAWS = 50


def linked() -> Scenario:
    """x and y need z; w is in one group with z; v needs w and u is alone."""
    def made(key: str, compliance: float, **changes: Any) -> dict[str, Any]:
        return treatment(key, 0.5, "distribution", "survival", "unit",
                         compliance=share(f"{key}.compliance", compliance), **changes)

    return scenario(groups=[group()], measures=[
        treatment("z", 0.7, "production", "prevalence", "unit", group="packhouse",
                  compliance=share("z.compliance", 0.75)),
        made("x", 0.9, requires=["z"]), made("y", 0.8, requires=["z"]),
        made("w", 0.95, group="packhouse"), made("v", 0.85, requires=["w"]), made("u", 0.9)])


@pytest.mark.parametrize(("first", "second", "reason"), [
    ("x", "y", "common"), ("w", "x", "through"), ("v", "x", "through"), ("v", "w", "requires"),
    ("w", "z", "group"), ("x", "z", "requires"), ("u", "x", None)])
def test_what_fails_together_through_what_is_needed(first: str, second: str, reason: str | None
                                                    ) -> None:
    case = linked()
    ids = [m.id for m in case.measures]
    pair = next(p for p in pairs(assess(case, DRAWS), ids)
                if {p.first, p.second} == {first, second})
    assert pair.reasons == (() if reason is None else (reason,))
    neither = (1 - enumerated(case, {first}) - enumerated(case, {second})
               + enumerated(case, {first, second}))
    assert pair.both.median == pytest.approx(neither)
    assert pair.product.median == pytest.approx(
        (1 - enumerated(case, {first})) * (1 - enumerated(case, {second})))
    assert (pair.both.median == pytest.approx(pair.product.median)) == pair.independent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_that_fails_together_says_so(language: str) -> None:
    case, t = linked(), translator(language)
    found = pairs(assess(case, DRAWS), [m.id for m in case.measures])
    by_ids = {frozenset({p.first, p.second}): dependence_words.pair_sentence(case, p, t)
              for p in found}
    assert t("both have no effect on a lot where {third} fails", third="z") in by_ids[
        frozenset({"x", "y"})]
    assert "packhouse" in by_ids[frozenset({"v", "x"})]
    assert len(dependence_words.rows(case, found, t)) == len(found)


def test_what_lacks_its_requirement_is_in_no_pair() -> None:
    """Without z, x works on no lot: it must not be compared as if z were there."""
    case = linked()
    assert lacking(case, ("x", "w", "v")) == {"x": ("z",)}
    found = pairs(assess(case, DRAWS), ("x", "w", "v"))
    assert [{p.first, p.second} for p in found] == [{"v", "w"}]
    told = dependence_words.idle_words(case, ("x", "w"), translator("en"))
    assert told == "x has no effect here, because it needs z; its pairs are left out."
    assert dependence_words.idle_words(case, ("x", "z"), translator("en")) == ""
