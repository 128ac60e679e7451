"""The same seed gives the same draws for ever, and the same results however they are computed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pra_core import separable, set_sweep
from pra_core.assessment import assess, percentiles_used
from pra_core.frozen import FloatArray
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.streams import percentiles
from tests.minimal import rich_data, scenario

SAME = 1e-9
"""Relative difference allowed between machines, threads and orders of declaration."""
DRAWS = 3_000
PINNED = {
    ("prevalence", 10_000, 1):
        "19a3e8ae6a18d9aa8e70adbd8c34eb56ad4f3b700f8c02cdb9b3dfa8202c4e62",
    ("medfly.volume", 4_096, 2026):
        "1e016746bc6a3a81d34fcc458c5a5da0636ccd4c7707fa5a8785ed48c8dd7946",
    ("a", 1, 0):
        "ab7ab64a9f9998399a2be249de4862305c93c393acd06807d861b79bd8497a7e",
}
"""SHA-256 of the little-endian float64 bytes of `percentiles(name, draws, seed)`.

NumPy keeps SeedSequence and the raw output of PCG64 for ever, but does not promise that
`Generator.permutation` and `Generator.random` stay the same in other versions; that is why
requirements.txt pins NumPy. Where one of these breaks after an update, every published result
changes with it: keep the version, or write both functions out here and say so in the change log.
"""


class Pcg64:
    """SeedSequence and PCG64 (XSL-RR) from their publications, with NumPy's way to permute.

    O'Neill 2014, HMC-CS-2014-0905 (PCG); O'Neill 2015 (seed_seq with better mixing).
    """

    def __init__(self, seed: int, spawn_key: bytes) -> None:
        words = _generated(_pool(seed, spawn_key), 8)
        pairs = [words[i] | words[i + 1] << 32 for i in range(0, 8, 2)]
        start, stream = pairs[0] << 64 | pairs[1], pairs[2] << 64 | pairs[3]
        self.increment = (stream << 1 | 1) % 2**128
        self.state = 0
        self._step()
        self.state = (self.state + start) % 2**128
        self._step()
        self.half: int | None = None

    def _step(self) -> None:
        self.state = (self.state * 0x2360ED051FC65DA44385DF649FCCF645 + self.increment) % 2**128

    def word(self) -> int:
        """64 bits."""
        self._step()
        folded, turn = (self.state >> 64 ^ self.state) % 2**64, self.state >> 122
        return (folded >> turn | folded << (64 - turn)) % 2**64

    def half_word(self) -> int:
        """32 bits: the lower half of a word, then its upper half."""
        if self.half is not None:
            found, self.half = self.half, None
            return found
        whole = self.word()
        self.half = whole >> 32
        return whole % 2**32

    def up_to(self, most: int) -> int:
        """One of 0 … most, each equally likely: as many bits as it has, until they are not more."""
        mask = 2**most.bit_length() - 1
        while (found := self.half_word() & mask) > most:
            pass
        return found

    def permutation(self, n: int) -> list[int]:
        """0 … n - 1 in random order (Fisher & Yates, from the end)."""
        found = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.up_to(i)
            found[i], found[j] = found[j], found[i]
        return found

    def uniform(self) -> float:
        """A multiple of 2^-53 in [0, 1)."""
        return (self.word() >> 11) * 2.0**-53


def _pool(seed: int, spawn_key: bytes) -> list[int]:
    """Entropy mixed into four words; the parts of the key stand one to a word."""
    entropy = [seed, 0, 0, 0, *spawn_key]
    constant = 0x43B0D7E5

    def hashed(value: int) -> int:
        nonlocal constant
        value ^= constant
        constant = constant * 0x931E8875 % 2**32
        value = value * constant % 2**32
        return value ^ value >> 16

    def mixed(x: int, y: int) -> int:
        both = (0xCA01F9DD * x - 0x4973F715 * y) % 2**32
        return both ^ both >> 16

    pool = [hashed(word) for word in entropy[:4]]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    for word in entropy[4:]:
        for target in range(4):
            pool[target] = mixed(pool[target], hashed(word))
    return pool


def _generated(pool: list[int], count: int) -> list[int]:
    constant, found = 0x8B51F9DD, []
    for i in range(count):
        value = pool[i % 4] ^ constant
        constant = constant * 0x58F38DED % 2**32
        value = value * constant % 2**32
        found.append(value ^ value >> 16)
    return found


@pytest.mark.parametrize(("name", "draws", "seed"), [("r0", 64, 7), ("prevalence", 1_000, 1),
                                                     ("medfly.volume", 33, 2026)])
def test_streams_are_those_of_the_published_generators(name: str, draws: int, seed: int) -> None:
    source = Pcg64(seed, name.encode())
    order = source.permutation(draws)
    expected = [(place + source.uniform()) / draws for place in order]
    assert percentiles(name, draws, seed).tolist() == expected


@pytest.mark.parametrize(("key", "digest"), PINNED.items(), ids=lambda x: str(x)[:24])
def test_streams_are_bit_identical_for_ever(key: tuple[str, int, int], digest: str) -> None:
    raw = percentiles(*key).astype("<f8").tobytes()
    assert hashlib.sha256(raw).hexdigest() == digest, PINNED.__doc__


def searched(case: Scenario, seed: int = 1) -> pd.DataFrame:
    return portfolios(case, case.alop, DRAWS, seed).table


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Same sets in the same order, same verdicts, numbers equal to `SAME`."""
    for column in one.columns:
        if one[column].dtype.kind == "f":
            np.testing.assert_allclose(other[column], one[column], rtol=SAME, atol=0,
                                       err_msg=column)
        else:
            assert list(other[column]) == list(one[column]), column


def rich(**changes: Any) -> Scenario:
    return Scenario.model_validate(rich_data(**changes))


@pytest.mark.parametrize("threads", [1, 2, 3, 4])
@pytest.mark.parametrize("case", [scenario(), rich()], ids=["simple", "rich"])
def test_sets_are_the_same_whatever_the_number_of_threads(
        case: Scenario, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = searched(case)
    monkeypatch.setattr(set_sweep.os, "cpu_count", lambda: threads)
    assert_same(usual, searched(case))


@pytest.mark.parametrize(("module", "size", "value"), [
    (set_sweep, "STAGE", 50_000), (set_sweep, "AT_ONCE", 4_000), (separable, "BLOCK", 96)],
    ids=["stage", "sets at once", "block"])
def test_sets_are_the_same_whatever_the_size_of_a_chunk(
        module: Any, size: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = (scenario(), rich())
    usual = [searched(case) for case in cases]
    monkeypatch.setattr(module, size, value)
    for case, before in zip(cases, usual, strict=True):
        assert_same(before, searched(case))


def test_sets_are_the_same_in_every_order_of_declaration() -> None:
    data = rich_data()
    turned = rich_data()
    for key in ("pathways", "measures"):
        turned[key] = turned[key][::-1]
    one, other = (Scenario.model_validate(x) for x in (data, turned))
    assert one.fingerprint == other.fingerprint
    assert_same(searched(one), searched(other))
    for a, b in zip(assessed(one), assessed(other), strict=True):
        np.testing.assert_allclose(b, a, rtol=SAME, atol=0)


def assessed(case: Scenario) -> list[FloatArray]:
    found = assess(case, DRAWS, 1)
    return [found.founding_rate, found.annual_loss, found.invaded_area]


def test_draws_of_an_input_hang_on_its_name_alone() -> None:
    one, other = scenario(), rich()
    shared = set(one.uncertain) & set(other.uncertain)
    assert len(shared) >= 3
    first, second = (percentiles_used(case, 500, 3) for case in (one, other))
    for name in shared:
        assert np.array_equal(first[name], second[name])


ALONE = """
import sys
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from tests.minimal import rich_data
case = Scenario.model_validate(rich_data())
portfolios(case, case.alop, {draws}, 1).table.to_pickle(sys.argv[1])
"""


@pytest.mark.slow
def test_sets_are_the_same_in_a_process_of_one_thread(root: Path, tmp_path: Path) -> None:
    case = rich()
    before: Portfolios = portfolios(case, case.alop, DRAWS, 1)
    one = {key: "1" for key in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                                "MKL_NUM_THREADS")}
    file = tmp_path / "table.pickle"
    subprocess.run([sys.executable, "-c", ALONE.format(draws=DRAWS), str(file)], check=True,
                   cwd=root, env={**os.environ, **one})
    assert_same(before.table, pd.read_pickle(file))
