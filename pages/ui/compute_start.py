"""What is kept at the start of an assessment: candidate pests and earlier assessments.

Both depend on what the visitor added, so they are kept in that visitor's session, beside the very
libraries and scenarios they were made from.
"""

from __future__ import annotations

from pages.ui import compute_pests, session, start_state
from pages.ui.start_state import Selection
from pra_core.candidates import Candidate, NotAtOrigin, candidates, not_at_origin
from pra_core.initiation import Understood, understand

KEPT = "start-candidates"
Found = tuple[Candidate, ...]


def candidates_of(chosen: Selection) -> Found | None:
    """Pests that may follow the pathway, ranked; None where it is not chosen completely."""
    if chosen.goods is None or chosen.kind is None or chosen.area is None or not chosen.origin:
        return None
    library = compute_pests.known().library
    key = (chosen.goods, chosen.kind, chosen.origin, chosen.countries)
    held = session.shown(KEPT)
    if isinstance(held, tuple) and held[0] is library and held[1] == key:
        kept: Found = held[2]
        return kept
    found = candidates(library, chosen.goods, chosen.kind, chosen.origin, chosen.countries)
    session.show(KEPT, (library, key, found))
    return found


def left_out(chosen: Selection) -> tuple[NotAtOrigin, ...]:
    """Pests of the goods that the library does not know from the origin."""
    if chosen.goods is None or chosen.kind is None or not chosen.origin:
        return ()
    return not_at_origin(compute_pests.known().library, chosen.goods, chosen.kind, chosen.origin)


def understood(text: str) -> Understood:
    """What a sentence says, read with the visitor's own goods."""
    return understand(text, start_state.commodities())
