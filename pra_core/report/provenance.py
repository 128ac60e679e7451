"""Who stands behind a report and when, and how openly it may be handled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pra_core.access import Classification, Openness
from pra_core.errors import N_
from pra_core.i18n import Translator

_CLASSES: dict[Openness, str] = {"open": N_("Open to the public"), "internal": N_("Internal"),
                                 "confidential": N_("Confidential")}


@dataclass(frozen=True, slots=True)
class Signature:
    """A person and the day on which they stood by the report."""

    name: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """People and dates of a report, and where its scenario stands in the scenario library.

    Names are plain text as typed; what is not known is left empty and printed as not named.
    """

    made: dt.date
    """Day on which the report was made."""
    assessor: Signature = Signature()
    reviewer: Signature = Signature()
    approver: Signature = Signature()
    organisation: str = ""
    entry: str = ""
    """Name in the scenario library; empty where the scenario is not stored."""
    version: int | None = None
    """Number of the stored version; None where it is not stored or was changed since."""
    approved_version: bool = False
    """Whether that version is approved, that is frozen."""
    software: str = ""
    """Version of the workbench, e.g. "0.7.0"."""


def classification_words(classification: Classification, day: dt.date, t: Translator) -> str:
    """The openness that holds on a day, e.g. "Confidential until 2027-01-31"."""
    now = classification.on(day)
    if now == "confidential" and classification.until is not None:
        return t("Confidential until {date}", date=classification.until.isoformat())
    return t(_CLASSES[now])
