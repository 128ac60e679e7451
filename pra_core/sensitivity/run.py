"""One analysis of one output: its model on percentiles, its progress and its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.sensitivity.design import CHUNK, Inputs, inputs_of
from pra_core.sensitivity.outputs import Output, checked, is_constant, output_named

Model = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Step:
    """How much of a run is done, 0 to 1, and its table once all is (None before)."""

    done: float
    frame: pd.DataFrame | None


@dataclass(frozen=True)
class Run:
    """Scenario, base sample, seed, output and the set of measures it is compared with."""

    scenario: Scenario
    n: int
    seed: int
    output: str
    other: tuple[str, ...] | None

    @cached_property
    def inputs(self) -> Inputs:
        """The uncertain inputs."""
        return inputs_of(self.scenario)

    @property
    def chunk(self) -> int:
        """Rows evaluated at once; fewer where each has several years inside."""
        return CHUNK // 8 if self.scenario.varying else CHUNK

    def parts(self, rows: FloatArray) -> Iterator[FloatArray]:
        """The rows in parts of that size."""
        return (rows[i:i + self.chunk] for i in range(0, len(rows), self.chunk))

    @cached_property
    def sides(self) -> tuple[Output, Scenario | None]:
        """The output, and the scenario with the other set where it compares two."""
        output = output_named(self.output, self.other)
        return output, self.scenario.with_measures(self.other or ()) if output.compared else None

    def model(self, u: FloatArray) -> FloatArray:
        """Outputs [rows] at independent percentiles [rows, inputs], tied by the correlations."""
        return self.at(self.inputs.tied(u))

    def at(self, percentiles: FloatArray) -> FloatArray:
        """Outputs [rows] at the percentiles themselves [rows, inputs]."""
        output, other = self.sides
        half = np.full(len(percentiles), 0.5)  # of inputs that don't read theirs
        u = {k: half for k in self.scenario.sampled} | {
            k: percentiles[:, i] for i, k in enumerate(self.inputs.names)}
        return output.combine(output.quantity(self.scenario, u),
                              None if other is None else output.quantity(other, u))

    def evaluated(self, parts: Iterable[FloatArray], rows: int, found: list[FloatArray],
                  start: float, end: float, model: Model | None = None) -> Iterator[Step]:
        """Steps from `start` to `end` while `found` gets the outputs of one part after another."""
        done = 0
        for u in parts:
            found.append((model or self.model)(u))
            done += len(u)
            yield Step(start + (end - start) * done / rows, None)

    def joined(self, parts: Sequence[FloatArray]) -> FloatArray:
        """All outputs, [rows]; PraError where one of them is not finite."""
        return checked(np.concatenate(parts) if parts else np.empty(0), self.output)

    def table(self, columns: Mapping[str, object], largest: FloatArray, y: FloatArray
              ) -> pd.DataFrame:
        """The columns, sorted by `largest` [rows], with a note on what is special."""
        frame = pd.DataFrame(columns).iloc[np.argsort(-largest, kind="stable")]
        frame = frame.reset_index(drop=True)
        flat = self.inputs.without_variance
        frame.attrs["note"] = ("no_uncertain_input" if not self.inputs.names else
                               "constant_output" if is_constant(y) else
                               "input_without_variance" if flat else "")
        frame.attrs["without_variance"] = flat
        return frame
