"""Published figures behind the library of measures."""

from __future__ import annotations

import pytest

from pra_core.measure_library import measure_library

LIBRARY = measure_library()


@pytest.mark.parametrize(("found", "published"), [
    pytest.param(len(LIBRARY.taxonomy.published), 39, id="van-Klinken-2022-39-measures"),
    pytest.param(len(LIBRARY.taxonomy.categories), 10, id="van-Klinken-2022-ten-categories"),
    pytest.param(len(LIBRARY.taxonomy.objectives), 4, id="van-Klinken-2022-four-objectives"),
    pytest.param(len(LIBRARY.taxonomy.stages), 3, id="van-Klinken-2022-three-stages"),
])
def test_menu(found: int, published: int) -> None:
    assert found == published


@pytest.mark.parametrize(("entry_id", "evidence_id", "efficacy", "confidence"), [
    pytest.param("irradiation", "anstse-100gy", 0.999972, 0.95, id="ISPM-28-PT-3-ED99.9972"),
    pytest.param("vapour-heat", "pt21-papaya", 0.999914, 0.95, id="ISPM-28-PT-21-99.9914"),
])
def test_stated_efficacy_is_exceeded_with_the_confidence_stated(
        entry_id: str, evidence_id: str, efficacy: float, confidence: float) -> None:
    """The Jeffreys posterior is a little surer than the classical statement it is read from."""
    evidence = next(e for e in LIBRARY.entry(entry_id).effects[0].evidence if e.id == evidence_id)
    assert evidence.law is not None
    sure = 1.0 - float(evidence.law.cdf(efficacy))
    assert confidence < sure < confidence + 0.04


@pytest.mark.parametrize("evidence_id", [
    pytest.param("dacudo-orange-3c-17d", id="Wu-2024-104420-none-survived-exceeds-probit-9"),
    pytest.param("dacudo-orange-2c-15d", id="Wu-2024-100556-none-survived-exceeds-probit-9"),
    pytest.param("certca-kiwifruit-3.5c-18d", id="Brown-2024-500000-none-survived"),
])
def test_trials_that_show_probit_9(evidence_id: str) -> None:
    """99.9968 % is exceeded with more than 95 % (Wu), and with more than 99 % (Brown)."""
    evidence = next(e for e in LIBRARY.entry("cold-treatment").effects[0].evidence
                    if e.id == evidence_id)
    assert evidence.law is not None
    sure = 1.0 - float(evidence.law.cdf(0.999968))
    assert sure > (0.99 if "certca" in evidence_id else 0.95)


def test_trial_that_does_not_show_probit_9() -> None:
    """Grout et al. 2011: three survivors of 62,492 at 1.5 degC do not."""
    evidence = next(e for e in LIBRARY.entry("cold-treatment").effects[0].evidence
                    if e.id == "certca-orange-1.5c-16d")
    assert evidence.law is not None
    assert float(evidence.law.cdf(0.999968)) > 0.5
