"""The conventions of probit 9 and smaller trials for poor hosts against published statements."""

from __future__ import annotations

import pytest

from pra_core.trial_evidence import PROBIT_9, conventions, evidence, shipment


@pytest.mark.parametrize(("law", "survival", "insects", "reached"), [
    pytest.param("binomial", 3.2e-5, 93_616, 0.949997, id="Couey-Chew-1986-93613-binomial"),
    pytest.param("poisson", 3.2e-5, 93_617, 0.949994, id="Couey-Chew-1986-93613-Poisson"),
    pytest.param("binomial", 3.16712e-5, 94_587, 0.948434, id="Baker-1939-Phi-4-binomial"),
    pytest.param("poisson", 3.16712e-5, 94_589, 0.948431, id="Baker-1939-Phi-4-Poisson"),
])
def test_what_93613_insects_show(law: str, survival: float, insects: int, reached: float) -> None:
    found = next(c for c in conventions() if c.law == law
                 and c.survival == pytest.approx(survival, rel=1e-5))
    assert found.insects == insects
    assert found.published_reaches == pytest.approx(reached, abs=1e-6)


@pytest.mark.parametrize(("treated", "required"), [
    pytest.param(30_000, 0.9999, id="Follett-Hennessey-2007-30000-for-99.99"),
    pytest.param(93_617, PROBIT_9, id="Follett-Hennessey-2007-93613-for-99.9968-rounded-up"),
])
def test_trials_that_countries_ask_for(treated: int, required: float) -> None:
    assert evidence(treated, 0, 0.95, required=required).proves


@pytest.mark.parametrize("infested", [
    pytest.param(1e-3, id="Follett-McQuate-2001-poor-host-at-most-10000")])
def test_poor_hosts_need_far_fewer_insects(infested: float) -> None:
    """A shipment of 20,000 fruits; one in a thousand infested, against every fruit infested."""
    poor = shipment(20_000, infested, 1.0, PROBIT_9, alpha=0.01)
    rich = shipment(20_000, 1.0, 1.0, PROBIT_9, alpha=0.01)
    assert poor.to_treat <= 10_000
    assert rich.to_treat > 90_000
