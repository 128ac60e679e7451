"""Value of perfect information on one input, on several, and on everything.

Net benefits [draws, options] in, values in their unit with Monte Carlo error out. 0 <= EVPPI <=
EVPI holds by construction: the value is that of a rule of choice tried on draws it was not made on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np
from scipy import special, stats

from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.value_of_information.classes import (
    FOLDS,
    IntArray,
    Options,
    Worth,
    best_of,
    cells_of,
    fold_of,
    gains,
    worth,
)

DEGREES = (3, 2, 1)
TERMS = 200
"""Most terms of a polynomial: degree 3 up to 8 inputs, degree 2 up to 18, then straight lines."""


def evpi(net_benefit: FloatArray) -> Worth:
    """Expected value of perfect information, E[max_d NB_d] - max_d E[NB_d].

    `net_benefit` [draws, options]. Raises PraError wrong_type, not_finite.
    """
    return Options.of(net_benefit).evpi


def evppi(net_benefit: FloatArray, x: FloatArray) -> Worth:
    """Expected value of knowing one input exactly, E[max_d E[NB_d | x]] - max_d E[NB_d].

    `net_benefit` [draws, options], `x` [draws] values of the input on the same draws. Draws are put
    into classes of equal count of x (given-data estimate as in Strong & Oakley 2013, Med. Decis.
    Making 33:755), as many as the draws support (`classes.chosen_classes`); the option of a class
    is chosen on four fifths of the draws and its worth taken from the last fifth, in turn
    (cross-fitting), which takes away the upward bias of a maximum over noisy means.
    Raises PraError wrong_type, not_finite.
    """
    options = Options.of(net_benefit)
    return worth(gains(options, cells_of(_checked(np.asarray(x, np.float64), options.draws))))


def _checked(x: FloatArray, draws: int) -> FloatArray:
    if x.ndim != 1 or x.size != draws:
        raise PraError("wrong_type", "x", x.shape, "[draws]")
    if not np.all(np.isfinite(x)):
        raise PraError("not_finite", "x", "x")
    return x


def evppi_group(net_benefit: FloatArray, xs: FloatArray) -> Worth:
    """Expected value of knowing several inputs at once (a study), by regression.

    `xs` [draws, k]. Net benefits are regressed on Hermite polynomials of the normal scores of the
    inputs (Strong, Oakley & Brennan 2014, Med. Decis. Making 34:311, with polynomials in place of
    splines), fitted without the fifth of the draws on which the choice is then judged; the degree
    (3, 2, 1) is that with the least squared error on those. Terms grow with k: 84 at k = 6,
    so it takes about n x 84² steps for n draws; beyond 8 inputs the degree falls.
    Raises PraError wrong_type, not_finite.
    """
    options = Options.of(net_benefit)
    return worth(group_gains(options, xs))


def group_gains(options: Options, xs: FloatArray) -> FloatArray:
    """As `classes.gains`, the choice following a regression on several inputs, [draws]."""
    taken = best_of(regressed(options.contrast, xs), options.best)
    return np.asarray(options.contrast[np.arange(options.draws), taken], np.float64)


def regressed(columns: FloatArray, xs: FloatArray) -> FloatArray:
    """E[columns | xs] on each draw, fitted without its part of the draws, [draws, columns].

    The mean of the other parts where no polynomial explains more.
    """
    inputs = np.asarray(xs, np.float64)
    if inputs.ndim != 2 or len(inputs) != len(columns) or not inputs.shape[1]:
        raise PraError("wrong_type", "xs", inputs.shape, "[draws, inputs]")
    for x in inputs.T:
        _checked(x, len(columns))
    scores = np.stack([normal_scores(x) for x in inputs.T], axis=1)
    fold, scale = fold_of(len(columns)), np.var(columns, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    best = _cross_fitted(np.ones((len(columns), 1)), columns, fold)
    error = float(np.mean((columns - best) ** 2 / scale))
    for terms in _powers(inputs.shape[1]):
        fitted = _cross_fitted(_basis(scores, terms), columns, fold)
        missed = float(np.mean((columns - fitted) ** 2 / scale))
        if missed < error:
            best, error = fitted, missed
    return best


def normal_scores(x: FloatArray) -> FloatArray:
    """Normal quantiles of the mid-ranks, [draws]; zero throughout for a constant."""
    rank = np.asarray(stats.rankdata(x), np.float64)
    return np.asarray(special.ndtri((rank - 0.5) / x.size), np.float64)


Terms = Sequence[tuple[int, ...]]


def _powers(inputs: int) -> list[Terms]:
    """The factors of every term (input numbers, repeated for powers), by degree."""
    found: list[Terms] = []
    for degree in DEGREES:
        terms = [one for d in range(degree + 1)
                 for one in combinations_with_replacement(range(inputs), d)]
        if len(terms) <= TERMS or degree == 1:
            found.append(terms)
    return found


def _basis(scores: FloatArray, terms: Terms) -> FloatArray:
    """Products of normed Hermite polynomials of each input's normal score, [draws, terms]."""
    z = scores
    hermite = (np.ones_like(z), z, (z**2 - 1.0) / np.sqrt(2.0), (z**3 - 3.0 * z) / np.sqrt(6.0))
    basis = np.ones((len(scores), len(terms)))
    for column, term in enumerate(terms):
        for one in sorted(set(term)):
            basis[:, column] *= hermite[term.count(one)][:, one]
    return basis


def _cross_fitted(basis: FloatArray, columns: FloatArray, fold: IntArray) -> FloatArray:
    """Least squares on all other parts, told at the draws of each part, [draws, columns]."""
    parts = [fold == f for f in range(FOLDS)]
    gram = [basis[p].T @ basis[p] for p in parts]
    moment = [basis[p].T @ columns[p] for p in parts]
    fitted = np.empty(columns.shape)
    ridge = 1e-9 * len(basis) * np.eye(basis.shape[1])
    for f, part in enumerate(parts):
        left = sum(g for i, g in enumerate(gram) if i != f) + ridge
        right = sum(m for i, m in enumerate(moment) if i != f)
        fitted[part] = basis[part] @ np.linalg.solve(left, right)
    return fitted
