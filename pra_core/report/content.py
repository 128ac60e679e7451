"""The report as a document tree, structured as ISPM 11, section 4, asks to document a PRA."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from pra_core.access import Classification
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.report.document import Document, Section
from pra_core.report.provenance import Provenance, classification_words

SECTIONS: Mapping[str, str] = {
    "purpose": N_("Purpose of the pest risk analysis"),
    "pathway": N_("Pest, pathway and PRA area"),
    "categorization": N_("Pest categorization"),
    "entry": N_("Probability of entry"),
    "establishment": N_("Probability of establishment and endangered area"),
    "spread": N_("Probability of spread"),
    "consequences": N_("Potential economic consequences"),
    "conclusions": N_("Conclusions of the risk assessment"),
    "options": N_("Risk management: options compared"),
    "choice": N_("Measures chosen and residual risk"),
    "requirements": N_("Phytosanitary import requirements"),
    "uncertainty": N_("Uncertainty and what would change the decision"),
    "references": N_("References"),
    "people": N_("Who and when"),
    "inputs": N_("Annex A: every input with its source"),
    "origin": N_("Annex B: how to make these numbers again"),
}
"""Sections by id, in order. All but `conclusions` and `origin` can be left out of a report."""
ALWAYS = ("conclusions", "origin")


def build(before: Assessment, after: Assessment, sets: Portfolios | None, *, t: Translator,
          seed: int, provenance: Provenance, classification: Classification,
          exact: pd.DataFrame | None = None, requirements: Section | None = None,
          reload_text: str = "", reload_qr: str = "",
          parts: Collection[str] = tuple(SECTIONS)) -> Document:
    """The report in the language of `t`; called once per language it has the same shape.

    `before`: assessment without measures; `after`: with the selected ones; `sets`: None where the
    sets were not searched; `exact`: rows of `sobol` for log Λ, where they are known; `requirements`:
    a section of phytosanitary import requirements, already in words; `reload_text`, `reload_qr`:
    code of the scenario as text and for the square code (empty = none); `parts`: keys of
    `SECTIONS` to print. Nothing is drawn before a rendering asks. No clock is read.
    """
    scenario = after.scenario
    return Document(
        language=t.language, title=t.local(scenario.title), subtitle="",
        kind=t("Report of a pest risk analysis"),
        classification=classification_words(classification, provenance.made, t),
        watermark="", watermark_reasons=(), running="", executive=(), sections=())
