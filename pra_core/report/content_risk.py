"""Stage 2 in a report: entry, establishment, spread, consequences, conclusion (ISPM 11, 2)."""

from __future__ import annotations

from pra_core import paragraphs, region_ranks, wording
from pra_core.figures import climate_words, course_words, entry_inputs, region_words
from pra_core.figures.band_words import years_caption
from pra_core.i18n import Translator
from pra_core.report.blocks import once, paragraphs_of, said, table_of
from pra_core.report.citing import References
from pra_core.report.document import Block, Cell, Figure, Paragraph, Table
from pra_core.report.figures_map import chosen_layer, map_picture
from pra_core.report.figures_pathway import course_picture, funnel_picture
from pra_core.report.results import Results
from pra_core.scenario import Scenario
from pra_core.summary import meets

WIDE = 165.0
MOST_REGIONS = 15


def entry(found: Results, t: Translator) -> list[Block]:
    """Infested units that reach a host, and what each step leaves."""
    base, chosen = found.before, found.chosen
    funnel = chosen.funnel if chosen else None
    blocks: list[Block] = [
        *said(entry_inputs.answer(base.funnel, funnel, t)),
        *said(t("Without measures means ordinary commercial practice, without phytosanitary"
                " measures."), years_caption(found.scenario, t), role="note"),
        Figure("entry-funnel", t("Infested units per year left after each step"),
               t("Infested units per year left after each step, median and 90 % interval"),
               once(lambda form: funnel_picture(base.funnel, funnel, t, form, WIDE, 66)), WIDE),
        *said(entry_inputs.killed_sentence(entry_inputs.killed_inside(chosen or base), t)),
        table_of("entry-steps", t("Entry, step by step"),
                 entry_inputs.stage_table(base.funnel, funnel, t), {
            "step": (t("Step"), "text"),
            "median": (t("Infested units per year, median"), "number"),
            "low": (t("5 %"), "number"), "high": (t("95 %"), "number"),
            "removed": (t("Removed by the step"), "percent"),
            **({"selected": (t("With the selected measures, median"), "number")}
               if chosen else {})}, t)]
    note = chosen.inspection_note if chosen else None
    if note is not None:
        blocks += said(t("Inspection is understated here: released infested units are overstated"
                         " by up to {by}, and up to {above} of lots would be infested throughout.",
                         by=t.percent(note.by, 2), above=t.percent(note.above_one, 2)),
                       role="note")
    return [*blocks, *_behind(paragraphs.entry_paragraph(base, chosen, t))]


def endangered_map(found: Results, t: Translator, key: str, width_mm: float) -> Figure:
    """The map of the endangered area."""
    layer = chosen_layer(found.scenario, t)
    return Figure(
        key, layer.title, t("Map of the PRA area: {layer}; its values stand in the tables",
                            layer=layer.title),
        once(lambda form: map_picture(found.scenario, t, form, width_mm)), width_mm,
        t("Boundaries and names do not imply any opinion on the legal status of a territory."))


def establishment(found: Results, t: Translator) -> list[Block]:
    """Where the pest can persist, the endangered area with its map, and the regions."""
    base, scenario = found.before, found.before.scenario
    blocks: list[Block] = [
        *said(climate_words.answer(base, climate_words.left_out(base), t)),
        endangered_map(found, t, "endangered-map", WIDE),
        table_of("suitable", t("Suitable and endangered area"), climate_words.totals(base, t), {
            "quantity": (t("Quantity"), "text"), "unit": (t("Unit"), "text"),
            "median": (t("Median"), "number"), "low": (t("5 %"), "number"),
            "high": (t("95 %"), "number")}, t, widths=(7, 1.5, 2, 2, 2))]
    frame = region_ranks.region_table(scenario)
    measure = region_words.measures(frame)[0]
    rows = region_words.by_measure(region_words.table(scenario, frame, t), measure)
    blocks += said(region_words.answer(scenario, rows, measure, t))
    columns = {key: told for key, told in region_words.columns(scenario, frame, t).items()
               if key not in ("arrivals", "suitable_low", "suitable_high")}
    first = region_words.charted(rows, measure).head(MOST_REGIONS)
    if len(first):
        blocks.append(table_of("regions", t("Regions ({shown} of {count})", shown=len(first),
                                            count=len(rows)), first, columns, t,
                               note=" ".join((t(region_words.METHOD), t(region_words.COARSE)))))
    return [*blocks, *_behind(paragraphs.establishment_paragraph(base, t))]


def spread(found: Results, t: Translator) -> list[Block]:
    """How much of the endangered area a founded population invades, and when."""
    slowed = found.after if found.slowed else None
    course, currency = found.course, found.scenario.consequences.currency
    blocks: list[Block] = [*said(course_words.spread_answer(found.before, slowed, t))]
    if course.cap[2] > 0:
        blocks.append(Figure(
            "course", t("Invaded area and loss per year after a founding"),
            t("Invaded area and loss per year by years since founding, median and 90 % interval"),
            once(lambda form: course_picture(course, found.slowed, currency, t, form, WIDE, 62)),
            WIDE))
        years = course.by_year()
        blocks.append(table_of(
            "spread-years", t("Invaded area by year"), years[_told(len(years))], {
                "year": (t("Years since founding"), "count"),
                "low": (t("Invaded, 5 % (km²)"), "number"),
                "median": (t("Invaded, median (km²)"), "number"),
                "high": (t("Invaded, 95 % (km²)"), "number")}, t))
    return [*blocks, *_behind(paragraphs.spread_paragraph(found.before, slowed, t))]


def _told(years: int, most: int = 10) -> list[bool]:
    """Which years of the horizon are printed: about ten, always the last."""
    step = max(1, years // most)
    return [k == years - 1 or (k + 1) % step == 0 for k in range(years)]


def consequences(found: Results, t: Translator, cite: References) -> list[Block]:
    """Loss per year, by effect, and what is not counted in money."""
    impact, base = found.scenario.consequences, found.before
    named = {e.id: t.local(e.title) for e in impact.effects}
    kinds = {e.id: t(course_words.CATEGORIES[e.category]) for e in impact.effects}
    blocks: list[Block] = [
        *said(course_words.loss_answer(base, found.chosen, t)),
        *said(course_words.lower_bound(base, t), role="note"),
        table_of("effects", t("Effects"), found.course.effect_table(named, kinds), {
            "effect": (t("Effect"), "text"), "category": (t("Kind"), "text"),
            "median": (t("{currency} per year, median", currency=impact.currency), "number"),
            "low": (t("5 %"), "number"), "high": (t("95 %"), "number")}, t,
            note=t("Mean loss per year over {years} years after founding; median and 90 %"
                   " interval", years=impact.horizon_years))]
    frame = course_words.scored(found.scenario, t)
    if len(frame):
        sources = [cite.cited(s.source, t) for s in impact.scored]
        rows = tuple(tuple(Cell(str(x)) for x in (*row[:5], source)) for row, source in zip(
            frame.itertuples(index=False, name=None), sources, strict=True))
        blocks.append(Table("scored", t("Effects that are not counted in money"), (
            t("Effect"), t("Kind"), t("Score, 0 to 4"), t("Evidence"), t("Status"), t("Source")),
            rows, (3, 2, 1.3, 5, 1.8, 3)))
    else:
        blocks += said(t("This scenario describes no effect that is not counted in money."))
    return [*blocks, *_behind(paragraphs.consequences_paragraph(base, found.chosen, t))]


def _behind(words: str) -> list[Paragraph]:
    """What stands behind a result: main driver, what is left out, evidence.

    The first paragraph is left out: its numbers stand in the answer and the table above.
    """
    driver, *rest = paragraphs_of(words)[1:]
    return [driver, *(Paragraph(one.text, "note") for one in rest)]


def conclusions(found: Results, t: Translator) -> list[Block]:
    """The risk without measures against the ALOP: whether measures are justified (2.5)."""
    base, alop = found.before, found.alop
    judgement = meets(base, alop)
    reason = {
        "meets": t("Without phytosanitary measures the risk is within the ALOP: by this"
                   " assessment no measure is technically justified."),
        "fails": t("Without phytosanitary measures the risk is not within the ALOP: measures are"
                   " justified, and the options are compared below (ISPM 11, 2.5 and 3)."),
        "too_close": t("Without phytosanitary measures it is too close to call whether the risk is"
                       " within the ALOP."),
    }[judgement.verdict]
    return [*said(wording.result_sentence(base, base, alop, t),
                  wording.verdict_sentence(judgement, base, alop, t), reason),
            *said(evidence(base.scenario, t), role="note")]


def evidence(scenario: Scenario, t: Translator) -> str:
    """How many inputs are verified: of the measures only those that are selected are in use."""
    said = wording.evidence_sentence(scenario, t)
    return (t("With the selected measures: {sentence}", sentence=said) if scenario.selected else
            t("Without measures: {sentence}", sentence=said))
