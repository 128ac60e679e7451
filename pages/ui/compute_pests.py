"""What is kept about the library of pests: names ready to be searched, counts, maps.

The shipped library never changes while the server runs. A library with a visitor's own records is
kept in that visitor's session, beside the very data it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.ui import session
from pra_core import reference
from pra_core.i18n import translator
from pra_core.maps.pest_range import range_html
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary, pest_library
from pra_core.pest_library.completeness import by_pest, status_counts
from pra_core.pest_library.record import PRESENT
from pra_core.pest_library.search import NameIndex
from pra_core.reference_places import known_code

KEPT = "pests-known"


@dataclass(frozen=True)
class Offered:
    """What the filters offer: hosts, countries and authorities that some record names."""

    hosts: tuple[str, ...]
    countries: tuple[str, ...]
    authorities: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """The library a visitor sees, with what is derived from it."""

    library: PestLibrary
    index: NameIndex
    pests: pd.DataFrame
    """As `completeness.by_pest`."""
    counts: pd.DataFrame
    """As `completeness.status_counts`."""
    offered: Offered
    made_from: OwnData | None = None


def known() -> Known:
    """The shipped pests with the visitor's own before them."""
    own = session.own_data()
    if not own.pests:
        return _shipped()
    kept = session.shown(KEPT)
    if not isinstance(kept, Known) or kept.made_from is not own:
        kept = _derived(own.pest_library(), own)
        session.show(KEPT, kept)
    return kept


def range_map(library: PestLibrary, code: str, language: str) -> str:
    """The page of HTML with the present range of a pest; those of shipped records are kept."""
    if code in library.own:
        return range_html(library.get(code), translator(language))
    return _range_map(code, language, reference.boundary_set())


@st.cache_resource(max_entries=64, show_spinner=False)
def _range_map(code: str, language: str, boundaries: str) -> str:  # noqa: ARG001 - part of the key
    return range_html(pest_library().get(code), translator(language))


@st.cache_resource(show_spinner=False)
def _shipped() -> Known:
    return _derived(pest_library())


def _derived(library: PestLibrary, own: OwnData | None = None) -> Known:
    records = library.records.values()
    return Known(library, NameIndex(records), by_pest(records), status_counts(records),
                 _offered(library), own)


def _offered(library: PestLibrary) -> Offered:
    """Sorted; countries are those where a pest occurs, organizations stand before countries."""
    hosts, countries, authorities = set[str](), set[str](), set[str]()
    for record in library.records.values():
        hosts |= {one.plant for one in record.hosts}
        countries |= {area for one in record.range if one.presence in PRESENT
                      for area in one.areas}
        authorities |= {one.authority for one in record.regulation}
    codes = {known_code(area).partition("-")[0] for area in countries}
    return Offered(tuple(sorted(hosts)), tuple(sorted(codes)),
                   tuple(sorted(authorities, key=lambda code: (len(code) == 2 and code != "EU",
                                                               code))))


@st.cache_resource(show_spinner=False)
def sources_document() -> str:
    """Origin, licence and accuracy of every file of reference data, as markdown."""
    return (reference.DATA / "SOURCES.md").read_text("utf-8")
