"""Stage 1 and pest categorization in a report: purpose, pest, pathway, area (ISPM 11, 1–2.1)."""

from __future__ import annotations

from pra_core import labels, reference
from pra_core.errors import PraError
from pra_core.figures import categorization_words, gate_words, initiation_words
from pra_core.figures.climate_words import caveat
from pra_core.figures.landing_words import BY_TITLES
from pra_core.i18n import Translator
from pra_core.report.blocks import said
from pra_core.report.citing import References
from pra_core.report.document import Block, Bullets, Cell, Facts, Table
from pra_core.report.results import Results
from pra_core.scenario import Scenario
from pra_core.wording import alop_words, escaped


def purpose(found: Results, t: Translator) -> list[Block]:
    """Why the analysis was made, and what it was begun with."""
    scenario = found.scenario
    blocks: list[Block] = [*said(t(
        "This report documents the analysis of the risk of **{pest}** ({name}) on the pathway"
        " **{goods}** for the PRA area **{area}**, as ISPM 11, section 4, asks. The question: is"
        " the risk within the appropriate level of protection (ALOP), that is {alop}, and if not,"
        " which measures bring it there with the least restriction of trade?",
        pest=escaped(t.local(scenario.pest.common_name)), name=escaped(scenario.pest.name),
        goods=escaped(goods_words(scenario, t)), area=escaped(t.local(scenario.pra_area.title)),
        alop=alop_words(scenario.alop, scenario.consequences.currency, t)))]
    begun = scenario.initiation
    if begun is None:
        blocks += said(t("How the assessment began (ISPM 11, stage 1) is not recorded in this"
                         " scenario."), role="note")
    else:
        blocks += said(*initiation_words.sentences(begun, t))
        if lines := initiation_words.lines(begun, t):
            blocks.append(Bullets(tuple(lines)))
    return [*blocks, *said(escaped(t.local(scenario.summary)))]


def goods_words(scenario: Scenario, t: Translator) -> str:
    """Commodities and origins of the pathways, plain."""
    return t("; ").join(t("{commodity} from {origin}", commodity=t.local(p.commodity),
                          origin=t.local(p.origin)) for p in scenario.pathways)


def pathway(found: Results, t: Translator, cite: References) -> list[Block]:
    """The pest, the PRA area and each pathway with what it carries in a year."""
    scenario = found.scenario
    pest, hosts, landing = scenario.pest, scenario.hosts, scenario.landing
    by = t(BY_TITLES[landing.by])
    pairs = [
        (t("Pest"), f"{t.local(pest.common_name)} · {pest.name} · {pest.eppo_code}"),
        (t("PRA area"), _area(scenario, t)),
        (t("Where units land"), f"{by} {cite.mark(landing.source.citation)}"
         if landing.source is not None and landing.source.citation else by),
        (t("Hosts"), t("not mapped: taken to be spread evenly over the suitable area")
         if hosts is None else
         f"{t.local(hosts.title)} {_cited(hosts.source.citation, cite)}".strip())]
    rows = tuple((Cell(t.local(p.title)), Cell(t.local(p.commodity)), Cell(t.local(p.origin)),
                  Cell(t.local(p.unit_name)),
                  Cell(labels.value_words(p.volume.distribution, t),
                       float(p.volume.distribution.ppf(0.5)))) for p in scenario.pathways)
    return [
        *said(escaped(t.local(pest.description))), Facts(tuple(pairs)),
        Table("pathways", t("Pathways assessed"), (
            t("Pathway"), t("Commodity"), t("Origin"), t("One unit is"),
            t("Units offered per year (90 % range)")), rows, (4, 3, 3, 2, 4), (4,))]


def _area(scenario: Scenario, t: Translator) -> str:
    """Title and countries of the area, without repeating a title that is a country's name."""
    title, names = t.local(scenario.pra_area.title), reference.country_names()
    countries = [names.get(code, {}).get(t.language, code)
                 for code in scenario.pra_area.countries]
    if countries == [title]:
        return title
    return t("{title}: {countries}", title=title, countries=t(", ").join(countries))


def _cited(citation: str | None, cite: References) -> str:
    return cite.mark(citation) if citation else ""


def categorization(found: Results, t: Translator, cite: References) -> list[Block]:
    """Whether it is a quarantine pest, by each criterion with its evidence."""
    pest, area = found.scenario.pest, t.local(found.scenario.pra_area.title)
    blocks: list[Block] = [*said(categorization_words.categorized(pest, area, t))]
    if pest.status is not None:
        answers = pest.status.categorization
        blocks += said(escaped(gate_words.why(answers, t)))
        blocks.append(Bullets(tuple(escaped(one) for one in gate_words.rule(answers, t))))
        blocks += said(initiation_words.status_sentence(pest.status, t))
    rows = tuple((Cell(t(categorization_words.ELEMENTS[c.element])),
                  Cell(t(categorization_words.met(pest, c))), Cell(t.local(c.evidence)),
                  Cell(labels.badge(c.source.status, t)), Cell(cite.cited(c.source, t)))
                 for c in pest.categorization)
    if rows:
        blocks.append(Table("categorization", t("Criteria of a quarantine pest"), (
            t("Criterion (ISPM 11, 2.1.1)"), t("Met"), t("Evidence"), t("Status"), t("Source")),
            rows, (3, 1.4, 6, 2, 4)))
    return [*blocks, *said(caveat(found.scenario, t), role="note"), *_facts(found, t, cite)]


def _facts(found: Results, t: Translator, cite: References) -> list[Block]:
    """Facts on the pest that were read in their source, as the page of the pest shows them."""
    try:
        frame = categorization_words.table(found.scenario.pest.eppo_code, False, t)
    except PraError:  # a pest that the table of facts does not hold
        return []
    rows = tuple((Cell(fact), Cell(value), Cell(status), Cell(cite.mark(source)))
                 for fact, value, status, source in zip(
                     frame["fact"], frame["value"], frame["status"], frame["source"],
                     strict=True))
    return [Table("pest-facts", t("Cited facts on the pest"), (
        t("Fact"), t("Value"), t("Status"), t("Source")), rows, (4, 6, 2, 1.4),
        note=t("Values and citations are given as printed, in the language of the source."))]
