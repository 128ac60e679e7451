"""Which inputs the result depends on: every reported index is SALib's, on the same `evaluate`.

The inputs are the uncertain parameters' percentiles. What varies from year to year is averaged
inside each of them and is no input here. Inputs tied by declared rank correlations stand in one
row under their joined names wherever an index needs independent inputs.
"""

from __future__ import annotations

from pra_core.sensitivity.design import names_of
from pra_core.sensitivity.functions import quick_from_function, sobol_from_function
from pra_core.sensitivity.outputs import OUTPUTS
from pra_core.sensitivity.preview import drawn, preview
from pra_core.sensitivity.run import Step
from pra_core.sensitivity.runs import (
    METHODS,
    delta,
    morris,
    pawn,
    quick,
    second_order,
    sobol,
    steps,
    tornado,
)

__all__ = [
    "METHODS", "OUTPUTS", "Step", "delta", "drawn", "morris", "names_of", "pawn", "preview",
    "quick", "quick_from_function", "second_order", "sobol", "sobol_from_function", "steps",
    "tornado",
]
