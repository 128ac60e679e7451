"""A worked example: "negligible" as a uniform and as a triangular distribution (DS367)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pra_core.assessment import assess
from pra_core.decision_stability.limits import with_laws
from pra_core.distribution import Distribution, Triangular, Uniform
from pra_core.errors import PraError
from pra_core.parameter import Source
from pra_core.scenario import Scenario

LARGEST = 1e-6
"""Largest probability called negligible in the import risk analysis."""
UNIFORM = Uniform(low=0.0, high=LARGEST)
TRIANGULAR = Triangular(low=0.0, mode=0.0, high=LARGEST)
MEANS = Source(status="verified", citation="Powell 2013, Risk Analysis,"
               " doi 10.1111/j.1539-6924.2012.01895.x (abstract)")
"""The two readings and their means."""
VOLUME, INFESTED = 150e6, 3.9e-2
"""Apples per year (most likely), and mean share of them that carry the pest at the border."""
TRADE = Source(status="unverified", citation="Biosecurity Australia 2006, Final import risk"
               " analysis report for apples from New Zealand, Part B; WT/DS367/R")
"""Where these two are cited from; neither document could be read, so both are from memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of "negligible"."""

    law: Distribution
    mean: float
    exposures: float
    """Mean number of infested units per year that pass the step, with a volume and a share."""


def readings(volume: float = VOLUME, infested: float = INFESTED) -> tuple[Reading, Reading]:
    """The uniform and the triangular reading: mean p, and volume x infested share x mean p.

    Means b/2 and b/3 with b = 1e-6: 5e-7 and 3.33e-7 (Powell 2013, Risk Analysis 33). `volume`
    in units per year, `infested` a share; exposures per year.
    """
    uniform, triangular = (Reading(law, law.mean(), volume * infested * law.mean())
                           for law in (UNIFORM, TRIANGULAR))
    return uniform, triangular


@dataclass(frozen=True, slots=True)
class Swap:
    """Transfer on one pathway called negligible in both readings, everything else as it is."""

    pathway: str
    parameter: str
    rate: Mapping[str, float]
    """Mean foundings per year of the pathway, by kind of distribution, on the same percentiles."""

    @property
    def ratio(self) -> float:
        """Triangular over uniform; 2/3 but for simulation error."""
        return self.rate["triangular"] / self.rate["uniform"]


def swapped(scenario: Scenario, pathway: str, draws: int, seed: int) -> Swap:
    """Mean foundings per year with the transfer of one pathway negligible, in both readings.

    Foundings are proportional to the share of units that pass the step, and its draws are
    independent of the others: the ratio of the means is that of the distributions' means, 2/3.
    Raises PraError unknown_id for a pathway the scenario lacks, missing where its transfer is not
    given by unit.
    """
    found = next((p for p in scenario.pathways if p.id == pathway), None)
    if found is None:
        raise PraError("unknown_id", "pathways", pathway, ", ".join(
            p.id for p in scenario.pathways))
    last = found.steps.transfer.unit
    if last is None:
        raise PraError("missing", f"pathways.{pathway}.steps.transfer", "", "unit")
    rate = {str(law.kind): float(np.mean(assess(with_laws(
        scenario, {last.name: law}), draws, seed).rates[pathway])) for law in (UNIFORM, TRIANGULAR)}
    return Swap(pathway, last.name, rate)
