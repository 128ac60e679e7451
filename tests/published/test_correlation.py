"""The nearest possible correlation matrix against published ones."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.copula import Block, latent, nearest

ROUNDING = 1.5e-3
"""Rank correlations are offered to three decimals, drawn towards zero by a thousandth at most."""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param([[1, 1, 0], [1, 1, 1], [0, 1, 1]],
                     [[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]],
                     id="Higham-2002-IMA-J-Numer-Anal-22-329-example"),
    ])
def test_nearest_correlation_matrix(asked: list[list[float]], expected: list[list[float]]) -> None:
    """`nearest` works on normal scores, so the matrix is handed over as their rank correlations."""
    rank = 6.0 / np.pi * np.arcsin(np.asarray(asked) / 2.0)
    found = nearest(Block(("a", "b", "c"), tuple(tuple(row) for row in rank.tolist())))
    assert latent(found) == pytest.approx(np.asarray(expected), abs=ROUNDING)
