"""Which inputs may be the one that the result hangs on most."""

from __future__ import annotations

import pandas as pd


def contenders(exact: pd.DataFrame) -> list[tuple[str, float, float]]:
    """The rows of `sobol` that may be the largest: name, total order, half its interval.

    Empty where even the largest cannot be told from zero.
    """
    rows = [(str(name), float(total), float(error)) for name, total, error in zip(
        exact["parameter"], exact["ST"], exact["ST_conf"], strict=True)]
    if not rows or rows[0][1] <= rows[0][2]:
        return []
    least = rows[0][1] - rows[0][2]
    return [rows[0], *(row for row in rows[1:] if row[1] + row[2] >= least)]
