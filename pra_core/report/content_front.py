"""First page of a report, and its end: references, people and dates, how to make it again."""

from __future__ import annotations

from pra_core import wording
from pra_core.figures import choice_words
from pra_core.i18n import Translator
from pra_core.report.blocks import said, text_rows
from pra_core.report.citing import References
from pra_core.report.content_choice import risk_figure, selected_words, sets_figure
from pra_core.report.content_doubt import matters
from pra_core.report.content_risk import endangered_map, entry, evidence
from pra_core.report.document import Block, Bullets, Facts, Figure, ReloadCode, Table
from pra_core.report.provenance import Provenance
from pra_core.report.results import Results
from pra_core.wording import escaped

HALF = 77.0
"""Two figures of this width stand side by side [mm]."""


def executive(found: Results, t: Translator) -> tuple[Block, ...]:
    """The one sentence, what is chosen, and three figures."""
    scenario = found.scenario
    lead = [wording.result_sentence(found.before, found.after, found.alop, t),
            wording.verdict_sentence(found.judgement, found.after, found.alop, t)]
    rest = [] if found.sets is None else [choice_words.choice_sentence(found.sets, t)]
    rest += [matters(found, t), evidence(scenario, t)]
    blocks: list[Block] = [*said(wording.joined(lead, t), role="lead"),
                           *said(wording.joined(rest, t))]
    blocks += [Facts(tuple(selected_words(found, t))), risk_figure(found, t, "summary-risk")]
    if found.sets is None:
        funnel = next(one for one in entry(found, t) if isinstance(one, Figure))
        return (*blocks, endangered_map(found, t, "summary-map", HALF), funnel)
    return (*blocks, endangered_map(found, t, "summary-map", HALF),
            sets_figure(found, found.sets, t, "summary-sets", HALF))


def references(cite: References, t: Translator) -> list[Block]:
    """Every source cited, by its number."""
    if not cite.listed:
        return [*said(t("No source is cited."))]
    return [Bullets(tuple(escaped(one) for one in cite.listed), numbered=True)]


def people(provenance: Provenance, classification: str, t: Translator, *, draft: bool = False
           ) -> list[Block]:
    """Who assessed, reviewed and approved, and when, with room to sign."""
    signers = ((t("Assessor"), provenance.assessor), (t("Reviewer"), provenance.reviewer),
               (t("Approved by"), provenance.approver))
    rows = [(role, one.name or t("not named"), one.date.isoformat() if one.date else "–", "")
            for role, one in signers]
    pairs = [(t("Organisation"), provenance.organisation)] if provenance.organisation else []
    pairs += [(t("Date of this report"), provenance.made.isoformat()),
              (t("Openness"), classification),
              (t("In the scenario library"), _stored(provenance, t))]
    notes = []
    if provenance.approver.name and provenance.approver.name in (
            provenance.assessor.name, provenance.reviewer.name):
        notes.append(t("Who approved also assessed or reviewed: no second person stands behind the"
                       " approval."))
    if draft and (provenance.approved_version or provenance.approver.name):
        notes.append(t("Approved while it is a draft: the reasons on the first page remain."))
    return [Table("people", t("Who and when"),
                  (t("Role"), t("Full name"), t("Date"), t("Signature")),
                  text_rows(rows), (2, 3, 1.6, 4)), Facts(tuple(pairs)),
            *said(*notes, role="note")]


def _stored(provenance: Provenance, t: Translator) -> str:
    if not provenance.entry:
        return t("not stored")
    if provenance.version is None:
        return t("{name}, changed since it was stored", name=provenance.entry)
    if provenance.approved_version:
        return t("{name}, version {version}, approved", name=provenance.entry,
                 version=provenance.version)
    return t("{name}, version {version}, not approved", name=provenance.entry,
             version=provenance.version)


def origin(found: Results, seed: int, software: str, reload: tuple[str, str], t: Translator
           ) -> list[Block]:
    """Seed, simulated futures, version and fingerprint, and the code that opens the scenario."""
    text, square = reload
    pairs = [(t("Fingerprint of the scenario"), found.scenario.fingerprint),
             (t("Seed"), str(seed)),
             (t("Simulated futures"), t.number(found.after.draws, 6)),
             (t("Simulated futures behind the verdict"), t.number(found.draws, 8))]
    if software:
        pairs.append((t("Version of the workbench"), software))
    blocks: list[Block] = [
        *said(t("A result of the inputs listed here, not an official position. The scenario with"
                " this fingerprint, the seed and the number of simulated futures give the same"
                " numbers on every machine.")), Facts(tuple(pairs))]
    if text:
        blocks.append(ReloadCode(text, t("From this code, or from the file of this report, the"
                                         " workbench opens exactly this scenario again."), square))
    return blocks
