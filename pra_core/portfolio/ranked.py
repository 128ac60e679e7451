"""What a table of sets in order of restrictiveness says: which comes first, what is undecided."""

from __future__ import annotations

from functools import cached_property

import pandas as pd


class Ranked:
    """A `table` from the least to the most restrictive, with columns measures and verdict."""

    table: pd.DataFrame

    @cached_property
    def least_restrictive(self) -> tuple[str, ...] | None:
        """The first row that meets, unless an earlier one is too close to call."""
        first = self.first_meeting
        return first if first is not None and not self.undecided else None

    @cached_property
    def first_meeting(self) -> tuple[str, ...] | None:
        """The first row in order of restrictiveness whose verdict is `meets`."""
        met = self.table.index[self.table["verdict"] == "meets"]
        return None if met.empty else tuple(self.table["measures"].loc[met[0]])

    @cached_property
    def undecided(self) -> tuple[tuple[str, ...], ...]:
        """Rows before the first that meets on which these draws cannot decide."""
        met = self.table.index[self.table["verdict"] == "meets"]
        before = self.table if met.empty else self.table.loc[: met[0]]
        return tuple(before.loc[before["verdict"] == "too_close", "measures"])
