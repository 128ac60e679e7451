"""The report as a document tree, structured as ISPM 11, section 4, asks to document a PRA."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from pra_core.access import Classification
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.report import (
    content_choice,
    content_doubt,
    content_front,
    content_inputs,
    content_risk,
    content_start,
)
from pra_core.report.citing import References
from pra_core.report.document import Block, Document, Section
from pra_core.report.drafting import reasons
from pra_core.report.provenance import Provenance, classification_words
from pra_core.report.results import Results
from pra_core.report.told import subtitle
from pra_core.store.scenario_code import attachment
from pra_core.value_of_information import StudyTable

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
    "choice": N_("Measures chosen, residual risk, and why not less"),
    "requirements": N_("Phytosanitary import requirements"),
    "uncertainty": N_("Uncertainty and what would change the decision"),
    "references": N_("References"),
    "people": N_("Who and when"),
    "inputs": N_("Every input with its source"),
    "origin": N_("How to make these numbers again"),
}
"""Sections by id, in order. All but `ALWAYS` can be left out of a report."""
ALWAYS = ("conclusions", "origin")
ANNEXES = ("inputs", "origin")


def build(before: Assessment, after: Assessment, sets: Portfolios | None, *, t: Translator,
          seed: int, provenance: Provenance, classification: Classification,
          exact: pd.DataFrame | None = None, study: StudyTable | None = None,
          requirements: Section | None = None, reload_text: str = "", reload_qr: str = "",
          incomplete: bool = False, parts: Collection[str] = tuple(SECTIONS)) -> Document:
    """The report in the language of `t`; called once per language it has the same shape.

    `before`: assessment without measures; `after`: with the selected ones; `sets`: None where the
    sets were not searched; `exact`: rows of `sobol` for log Λ, where they are known; `study`: what
    it would change to know each input, where that was asked; `requirements`: a section of
    phytosanitary import requirements, already in words; `reload_text`, `reload_qr`: code of the
    scenario as text and for the square code (empty = none); `incomplete`: inputs of the
    assessment are still missing; `parts`: keys of `SECTIONS` to print. When a report is a draft:
    `drafting`. Nothing is drawn before a rendering asks. No clock is read.
    """
    found, scenario = Results(before, after, sets, exact, study), after.scenario
    openness = classification_words(classification, provenance.made, t)
    why, cite = reasons(found, incomplete, t), References()
    content = _content(found, cite, t) | {
        "people": content_front.people(provenance, openness, t, draft=bool(why)),
        "origin": content_front.origin(found, seed, provenance.software,
                                       (reload_text, reload_qr), t)}
    content["references"] = content_front.references(cite, t)
    return Document(
        language=t.language, title=t.local(scenario.title), subtitle=subtitle(after, t),
        kind=t("Report of a pest risk analysis"), classification=openness,
        watermark=t("DRAFT") if why else "", watermark_reasons=why,
        running=t("Scenario {code} · seed {seed} · {draws} simulated futures",
                  code=scenario.fingerprint, seed=seed, draws=t.number(after.draws, 6)),
        executive=content_front.executive(found, t),
        sections=_sections(content, requirements, {*parts, *ALWAYS}, t),
        contents_title=t("Contents"),
        attachment=attachment(scenario, seed, after.draws, classification))


def _content(found: Results, cite: References, t: Translator) -> dict[str, list[Block]]:
    """What stands under each heading; sources get their numbers in this order."""
    return {
        "purpose": content_start.purpose(found, t),
        "pathway": content_start.pathway(found, t, cite),
        "categorization": content_start.categorization(found, t, cite),
        "entry": content_risk.entry(found, t),
        "establishment": content_risk.establishment(found, t),
        "spread": content_risk.spread(found, t),
        "consequences": content_risk.consequences(found, t, cite),
        "conclusions": content_risk.conclusions(found, t),
        "options": content_choice.options(found, t),
        "choice": content_choice.choice(found, t),
        "uncertainty": content_doubt.uncertainty(found, t, cite),
        "inputs": content_inputs.inputs(found, t, cite)}


def _sections(content: Mapping[str, list[Block]], requirements: Section | None,
              wanted: Collection[str], t: Translator) -> tuple[Section, ...]:
    sections = []
    for key, title in SECTIONS.items():
        if key not in wanted:
            continue
        if key == "requirements":
            sections += [requirements] if requirements is not None else []
            continue
        sections.append(Section(key, t(title), tuple(content[key]), annex=key in ANNEXES))
    return tuple(sections)
