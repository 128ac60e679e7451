"""Rank dependence between inputs: a Gaussian copula on the named percentiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from pra_core.frozen import FloatArray
from pra_core.streams import percentiles

Pair = tuple[tuple[str, str], float]
SLACK = 1e-10
"""A smallest eigenvalue this far below zero still counts as zero."""
PROJECTIONS = 1000


@dataclass(frozen=True, slots=True)
class Block:
    """Inputs tied together, in alphabetical order, with their rank correlation matrix."""

    names: tuple[str, ...]
    rank: tuple[tuple[float, ...], ...]
    """[k, k] Spearman rank correlations; 1 on the diagonal, 0 for pairs not declared."""


def blocks(pairs: Sequence[Pair]) -> tuple[Block, ...]:
    """Connected groups of the declared pairs ((a, b), rank correlation)."""
    groups: list[set[str]] = []
    for between, _ in pairs:
        touched = [g for g in groups if g & set(between)]
        groups = [g for g in groups if g not in touched] + [set(between).union(*touched)]
    found = []
    for group in sorted(groups, key=min):
        names = tuple(sorted(group))
        matrix = np.eye(len(names))
        for (a, b), rank in pairs:
            if a in group:
                i, j = names.index(a), names.index(b)
                matrix[i, j] = matrix[j, i] = rank
        found.append(Block(names, tuple(tuple(row) for row in matrix.tolist())))
    return tuple(found)


def latent(block: Block) -> FloatArray:
    """Correlations of the normal scores, 2 sin(π r / 6) for rank correlation r, [k, k].

    Pearson 1907 (Drapers' Company Research Memoirs, Biometric Series 4); exact for the Gaussian
    copula.
    """
    return np.asarray(2.0 * np.sin(np.pi * np.asarray(block.rank) / 6.0), np.float64)


def is_possible(block: Block) -> bool:
    """Whether the matrix of the normal scores is positive semi-definite."""
    return bool(np.linalg.eigvalsh(latent(block)).min() >= -SLACK)


def nearest(block: Block) -> Block:
    """The block with the nearest rank correlations that are possible, to three decimals.

    Nearest in the Frobenius norm of the normal scores, by projections in turn with Dykstra's
    correction (Higham 2002, IMA J. Numer. Anal. 22:329), drawn towards independence by the little
    that rounding needs.
    """
    asked = latent(block)
    found, correction = asked.copy(), np.zeros_like(asked)
    for _ in range(PROJECTIONS):
        value, vector = np.linalg.eigh(found - correction)
        closer = (vector * np.maximum(value, 0.0)) @ vector.T
        correction = closer - (found - correction)
        before, found = found, closer.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < SLACK:
            break
    shrink = 1.0
    while True:
        rank = np.round(6.0 / np.pi * np.arcsin(np.clip(shrink * found, -1.0, 1.0) / 2.0), 3)
        np.fill_diagonal(rank, 1.0)
        offered = Block(block.names, tuple(tuple(row) for row in rank.tolist()))
        if is_possible(offered):
            return offered
        shrink -= 0.001


def in_words(block: Block) -> str:
    """Every pair of a block with its rank correlation, as text for a message."""
    k = len(block.names)
    return "; ".join(f"{block.names[i]} ~ {block.names[j]} = {block.rank[i][j]:g}"
                     for i in range(k) for j in range(i + 1, k))


def tied(block: Block, u: FloatArray) -> FloatArray:
    """Dependent percentiles from independent ones, [rows, k] both: Φ(L Φ⁻¹(u)), L L' = latent.

    Each row is mapped by itself and marginals stay uniform; the first name keeps its column.
    """
    z = special.ndtri(u) @ _root(block).T
    found = special.ndtr(z)
    found[:, 0] = u[:, 0]
    return np.asarray(np.clip(found, 2.0**-53, 1.0 - 2.0**-53), np.float64)


@lru_cache(maxsize=16)
def tied_percentiles(block: Block, draws: int, seed: int) -> Mapping[str, FloatArray]:
    """The stratified percentiles of each name of a block, put into dependent order, [draws] each.

    Every column holds exactly the points of `streams.percentiles` for its name, in the order of
    the ranks of `tied` (Iman & Conover 1982, Commun. Stat. B 11:311), so that margins stay
    stratified and only their order changes.
    """
    own = np.stack([percentiles.__wrapped__(name, draws, seed) for name in block.names], axis=1)
    ordered = tied(block, own)
    found = {}
    for i, name in enumerate(block.names):
        column = np.empty(draws)
        column[np.argsort(ordered[:, i], kind="stable")] = np.sort(own[:, i])
        column.setflags(write=False)
        found[name] = column
    return found


def _root(block: Block) -> FloatArray:
    """Lower triangular L with L L' = latent; also where the matrix is only semi-definite."""
    matrix, k = latent(block), len(block.names)
    root = np.zeros((k, k))
    for i in range(k):
        for j in range(i + 1):
            rest = matrix[i, j] - root[i, :j] @ root[j, :j]
            if i == j:
                root[i, i] = np.sqrt(max(rest, 0.0))
            elif root[j, j] > 1e-8:
                root[i, j] = rest / root[j, j]
    return root
