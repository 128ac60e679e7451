"""The draft: scope, conditions in the order of the pathway, certificate, verification, review.

After ISPM 11, 3.5 (certificates and compliance), ISPM 12 (certificate: section II additional
declaration, kept short and never repeating section III, treatment), ISPM 13 (notification),
ISPM 20 and 23 (action on non-compliance, inspection) and ISPM 24 (equivalence). The words are the
workbench's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.import_requirements.conditions import conditions, selected
from pra_core.import_requirements.parties import goods, goods_of, origin, parties
from pra_core.import_requirements.parts import Part, Requirements
from pra_core.measure import Measure
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.wording import alop_words

FIELDS: Mapping[str, str] = {
    "treatment": N_("Treatment"), "chemical": N_("Chemical (active ingredient)"),
    "duration_temperature": N_("Duration and temperature"), "concentration": N_("Concentration"),
    "additional": N_("Additional information")}
"""Fields of section III of the phytosanitary certificate (ISPM 12) after its date."""
MET: Mapping[str, str] = {
    "meets": N_("By this analysis the measures together meet the appropriate level of protection"
                " ({alop})."),
    "fails": N_("By this analysis the measures together do not meet the appropriate level of"
                " protection ({alop}): they are not enough."),
    "too_close": N_("By this analysis it is too close to call whether the measures together meet"
                    " the appropriate level of protection ({alop})."),
}
"""What the analysis finds of the selected measures, by verdict."""
BARE: Mapping[str, str] = {
    "meets": N_("By this analysis the risk without measures is within the appropriate level of"
                " protection ({alop})."),
    "fails": N_("By this analysis the risk without measures is not within the appropriate level of"
                " protection ({alop}): measures are needed."),
    "too_close": N_("By this analysis it is too close to call whether the risk without measures is"
                    " within the appropriate level of protection ({alop})."),
}
"""The same where none is selected."""


def drafted(scenario: Scenario, t: Translator, verdict: str = "") -> Requirements:
    """The requirements that the selected measures of a scenario amount to.

    `verdict`: meets, fails or too_close, as the selected measures were judged against the ALOP;
    empty = not told.
    """
    chosen = selected(scenario)
    title = t("Phytosanitary import requirements: {goods} from {origin}",
              goods=t("; ").join(goods(scenario, t)), origin=origin(scenario, t))
    parts = [_scope(scenario, t)]
    if not chosen:
        parts.append(Part("none", t("Conditions"), "", (t(
            "No measure is selected, so this text requires nothing against this pest."),)))
    parts += conditions(scenario, t)
    if chosen and not any(m.prohibits for m in chosen):
        parts += [_certificate(scenario, chosen, t), *_declarations(scenario, chosen, t),
                  *_entries(chosen, t), _verification(scenario, chosen, t)]
    return Requirements(t.language, title, (*parts, _review(scenario, chosen, verdict, t)))


def _scope(scenario: Scenario, t: Translator) -> Part:
    area = t.local(scenario.pra_area.title)
    imported = dict.fromkeys(
        t("Goods: {goods}. Origin: {origin}. Imported into: {area}.", area=area,
          goods=goods_of(p, t), origin=t.local(p.origin)) for p in scenario.pathways)
    pest = t("Pest: {common} ({scientific}). Requirements against other pests are set separately.",
             common=t.local(scenario.pest.common_name), scientific=scenario.pest.name)
    return Part("scope", t("Scope"), "", (
        *imported, pest, t("NPPO stands for national plant protection organization.")))


def _certificate(scenario: Scenario, chosen: list[Measure], t: Translator) -> Part:
    if _marked(chosen):
        said = t("Wood packaging material bears the mark of ISPM 15; a phytosanitary certificate is"
                 " not required for it as a rule.")
    else:
        said = t("Each consignment must be accompanied by a phytosanitary certificate issued by"
                 " {exporter} in accordance with ISPM 12.", **parties(scenario, t))
    return Part("certificate", t("Phytosanitary certificate"), "", (said,))


def _declarations(scenario: Scenario, chosen: list[Measure], t: Translator) -> list[Part]:
    """What the certificate declares of the pest; treatments stand in section III alone."""
    texts = [t.local(m.certificate).replace("{pest}", scenario.pest.name)
             for m in chosen if m.certificate is not None and m.treatment_entry is None]
    if not texts:
        return []
    lead = (t("Where a certificate is issued all the same, its additional declaration reads:")
            if _marked(chosen) else t("The additional declaration reads:"))
    return [Part("declarations", t("Additional declaration (section II of the certificate)"), lead,
                 tuple(dict.fromkeys(texts)), "quoted")]


def _entries(chosen: list[Measure], t: Translator) -> list[Part]:
    lines: list[str] = []
    for entry in (m.treatment_entry for m in chosen if m.treatment_entry is not None):
        lines.append(t("{field}: {entry}", field=t("Date"), entry=t("[date of the treatment]")))
        lines += [t("{field}: {entry}", field=t(title), entry=t.local(said))
                  for field, title in FIELDS.items()
                  if (said := getattr(entry, field)) is not None]
    lead = t("What was done is entered; where a schedule has alternatives, the one that was"
             " applied:")
    return [Part("entries", t("Treatment (section III of the certificate)"), lead, tuple(lines),
                 "fields")] if lines else []


def _verification(scenario: Scenario, chosen: list[Measure], t: Translator) -> Part:
    clauses = [
        t("On arrival the documents, the identity and the integrity of the consignment are checked"
          " by {importer} (ISPM 23).", **parties(scenario, t)),
        t("A consignment that does not meet these requirements may be treated, sorted, sent"
          " elsewhere, returned or destroyed, as the case requires (ISPM 20)."),
        t("Significant instances of non-compliance are notified to {exporter} (ISPM 13).",
          **parties(scenario, t))]
    if any(e.kind == "inspection" for m in chosen for e in m.effects):
        clauses.append(t("The analysis counts on a lot in which an inspection finds the pest not"
                         " being released with it."))
    if any("ISPM 18" in m.standard for m in chosen):
        clauses.append(t("Living pests in irradiated goods do not by themselves show that the"
                         " treatment failed (ISPM 18)."))
    return Part("verification", t("Verification on arrival and non-compliance"), "",
                tuple(clauses))


def _review(scenario: Scenario, chosen: list[Measure], verdict: str, t: Translator) -> Part:
    clauses = [t("These requirements rest on a pest risk analysis in accordance with ISPM 11"
                 " (scenario {code}).", code=scenario.fingerprint)]
    if verdict:
        clauses.append(t((MET if chosen else BARE)[verdict], alop=alop_words(
            scenario.alop, scenario.consequences.currency, t)))
    applied = [t("{measure} {share}", measure=t.local(m.title), share=_share(m.compliance, t))
               for m in chosen if m.compliance is not None]
    if applied:
        clauses.append(t("The analysis counts on these measures being applied to the following"
                         " shares of lots (90 % range): {shares}. An audit that finds less calls"
                         " for a review.", shares=t("; ").join(applied)))
    if chosen:
        clauses.append(t("Other measures that achieve the appropriate level of protection may be"
                         " proposed (ISPM 24; SPS Agreement, Article 4)."))
    clauses.append(t("The requirements are reviewed when there is new information on the pest, the"
                     " trade or the performance of the measures (ISPM 11, 3.6.1)."))
    return Part("review", t("Basis and review"), "", tuple(clauses))


def _share(parameter: Parameter, t: Translator) -> str:
    low, high = (t.percent(float(parameter.distribution.ppf(u))) for u in (0.05, 0.95))
    return low if low == high else t("{low} to {high}", low=low, high=high)


def _marked(chosen: list[Measure]) -> bool:
    """Whether the goods are wood packaging, whose mark takes the place of a certificate."""
    return any("ISPM 15" in m.standard for m in chosen)
