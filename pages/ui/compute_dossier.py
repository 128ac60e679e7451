"""Cached calls of the core about dossiers; see `compute` for the rules of keeping."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import session
from pra_core.dossier import Dossier, Packages, packages, residual
from pra_core.store.dossiers import dossier_ids, load_dossier, read_dossier

KEYS = {Dossier: lambda dossier: dossier.fingerprint}


def shipped() -> tuple[str, ...]:
    """Ids of the worked dossiers."""
    return dossier_ids()


def loaded(dossier_id: str) -> Dossier:
    """A worked dossier."""
    return _loaded(dossier_id)


def read(content: bytes, name: str) -> Dossier:
    """An uploaded dossier; PraError with every problem of it."""
    return _read(content, name)


def searched(dossier: Dossier) -> Packages:
    """Every package judged against every pest."""
    return _searched(dossier, session.draws(), session.seed())


def against_alop(dossier: Dossier, package: tuple[str, ...]) -> pd.DataFrame:
    """Residual risk of every pest under a package, as a multiple of its ALOP."""
    return _against_alop(dossier, package, session.draws(), session.seed())


@st.cache_resource(max_entries=4, show_spinner=False)
def _loaded(dossier_id: str) -> Dossier:
    return load_dossier(dossier_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(content: bytes, name: str) -> Dossier:
    return read_dossier(content.decode("utf-8-sig", errors="strict"), name)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=KEYS)
def _searched(dossier: Dossier, draws: int, seed: int) -> Packages:
    return packages(dossier, draws, seed)


@st.cache_data(max_entries=48, show_spinner=False, hash_funcs=KEYS)
def _against_alop(dossier: Dossier, package: tuple[str, ...], draws: int, seed: int
                  ) -> pd.DataFrame:
    return residual(dossier, package, draws, seed)
