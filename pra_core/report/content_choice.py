"""Stage 3 in a report: options compared, measures chosen, why not less (ISPM 11, 3)."""

from __future__ import annotations

from pra_core import labels, wording
from pra_core.errors import N_
from pra_core.figures import choice_words, measure_words, necessity_words, sps_words, theme
from pra_core.figures.measure_library_words import CLASSES
from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import minimal
from pra_core.report.annex import precision_sentences
from pra_core.report.blocks import once, said, table_of, text_rows
from pra_core.report.document import Block, Figure, Table
from pra_core.report.estimates import Estimate, estimates
from pra_core.report.figures_sets import chance_picture, risk_picture, sets_picture
from pra_core.report.results import Results
from pra_core.report.told import selected_measures, telling_sets
from pra_core.sps_test import sps_test
from pra_core.wording import escaped

WIDE = 165.0
MOST_SETS = 12
NO_SETS = N_("The sets of measures were not searched: there is nothing to choose from, or there are"
             " too many.")


def options(found: Results, t: Translator) -> list[Block]:
    """Every set compared, the ones worth naming, and every measure that was considered."""
    sets = found.sets
    if sets is None:
        return [*said(t(NO_SETS)), *_considered(found, t)]
    blocks: list[Block] = [
        *said(choice_words.counts_sentence(sets, minimal(sets), t),
              choice_words.choice_sentence(sets, t)),
        *said(wording.order_words(t), role="note"), sets_figure(found, sets, t, "sets", WIDE)]
    rows = choice_words.choices(sets, t)
    if len(rows):
        blocks.append(table_of("choices", t("Which set to choose"), rows, {
            "what": (t("Choice"), "text"), "words": (t("Measures in the set"), "text"),
            "risk": (t("Risk, median"), "text"), "chance": (t("P(meets) ± error"), "text"),
            "levels": (t("Levels"), "text"), "cost_words": (t("Cost per year"), "text"),
            "remark": (t("Remark"), "text")}, t, widths=(2.5, 6, 2.2, 2.6, 1.4, 2.6, 3)))
        blocks += said(choice_words.cost_remark(sets, t), role="note")
    some = telling_sets(sets, found.scenario.selected, MOST_SETS).reset_index(drop=True)
    mine = [i for i, ids in enumerate(some["measures"]) if ids == found.scenario.selected]
    blocks.append(table_of(
        "sets-in-order", t("Sets in order of trade restrictiveness ({shown} of {count})",
                           shown=len(some), count=len(sets.table)), described(some, sets, t), {
            "rank": (t("Rank"), "count"), "words": (t("Measures in the set"), "text"),
            "levels": (t("Levels"), "text"), "risk": (t("Residual risk, median"), "text"),
            "chance": (t("P(meets) ± error"), "text"), "verdict_words": (t("Verdict"), "text"),
            "cost_words": (t("Cost per year"), "text")}, t,
        widths=(1.1, 6, 1.4, 2.4, 2.6, 2, 2.6), strong=mine,
        note=t("Levels: the highest of the set, and their sum. Bold: the selected set.")))
    return [*blocks, *_considered(found, t)]


def sets_figure(found: Results, sets: Portfolios, t: Translator, key: str, width_mm: float
                ) -> Figure:
    """Restrictiveness against residual risk."""
    height = 74.0 if width_mm > 120 else 58.0
    selected = found.scenario.selected
    return Figure(key, t("Residual risk against trade restrictiveness"),
                  t("Each mark is a set of measures: its mean residual risk against how much it"
                    " restricts trade; the selected set has a ring"),
                  once(lambda form: sets_picture(sets, selected, t, form, width_mm, height)),
                  width_mm)


def _considered(found: Results, t: Translator) -> list[Block]:
    """Every measure of the scenario, chosen or not, with its reasons."""
    scenario = found.scenario
    if not scenario.measures:
        return [*said(t("This scenario has no measures."))]
    rows = []
    for m in scenario.measures:
        does = "; ".join(measure_words.measure_lines(scenario, m, found.before.values, t))
        rows.append((t.local(m.title), t(CLASSES[m.ispm11_class]), does,
                     t("{level}: {reason}", level=m.restrictiveness,
                       reason=t.local(m.restrictiveness_reason)),
                     _cost(m, t), _feasible(m, t),
                     t("selected") if m.id in scenario.selected else "–"))
    return [Table("measures-considered", t("Measures considered"), (
        t("Measure"), t("Class (ISPM 11, 3.4)"), t("Effect when applied"),
        t("Restrictiveness (1–5) and why"), t("Cost"), t("Feasibility"), t("Selected")),
        text_rows(rows), note=measure_words.marks_words(t))]


def _cost(m: Measure, t: Translator) -> str:
    if m.cost is None:
        return t("unknown")
    return t("{value} {unit}", value=labels.value_words(m.cost.distribution, t),
             unit=labels.unit_of(m.cost, t))


def _feasible(m: Measure, t: Translator) -> str:
    words = t.local(m.feasibility)
    return words if m.feasible else t("not feasible: {reason}", reason=words)


def choice(found: Results, t: Translator) -> list[Block]:
    """The measures chosen, what they leave, and why fewer would not do."""
    chosen = selected_measures(found.after, t)
    blocks: list[Block] = []
    if chosen["rows"]:
        blocks.append(Table("selected", chosen["title"], tuple(chosen["head"]),
                            text_rows(chosen["rows"]), (3.5, 6, 3, 2), (3,),
                            measure_words.marks_words(t)))
    else:
        blocks += said(chosen["none"])
    blocks += said(
        wording.result_sentence(found.before, found.after, found.alop, t),
        wording.verdict_sentence(found.judgement, found.after, found.alop, t),
        wording.mean_sentence(found.after, found.judgement, t))
    blocks.append(risk_figure(found, t, "residual-risk"))
    blocks += said(*precision_sentences(found.after, found.sets, t), role="note")
    return [*blocks, *_why_not_less(found, t)]


def risk_figure(found: Results, t: Translator, key: str) -> Figure:
    """Residual risk before and after, and the chance of meeting the ALOP."""
    rows = estimates(found.before, found.after, found.sets, t)
    draw = found.drawings.setdefault("risk", once(lambda form: risk_picture(
        found.before, found.after, rows, t, form, WIDE, 50)))
    return Figure(key, t("Residual risk, and the chance of meeting the ALOP"),
                  t("Residual risk before and after the measures against the ALOP"), draw, WIDE)


def _why_not_less(found: Results, t: Translator) -> list[Block]:
    """The set without each of its measures, and the test of SPS 5.6."""
    sets, frame = found.sets, found.dropped
    ids, mine = found.base
    if sets is None or frame is None:
        return []
    named = escaped(wording.set_words(sets.scenario, ids, t))
    note = [] if mine else said(t("No measures are selected: what follows is about the set"
                                  " **{measures}**.", measures=named), role="note")
    scenario = sets.scenario.with_measures(ids)
    common = choice_words.on_common(frame, sets)
    rows = [Estimate(name, float(p), sets.draws, theme.REFERENCE if i else theme.ACCENT)
            for i, (name, p) in enumerate(zip(
                [t("The whole set"), *(t("Without {measure}", measure=t.local(
                    scenario.measure(out).title)) for out in frame["out"].iloc[1:])],
                common["probability"], strict=True))]
    title = t("Probability of meeting the ALOP when one measure is left out")
    return [
        *note, *said(necessity_words.necessity_sentence(
            scenario, frame["verdict"].tolist(), t, sets),
                     sps_words.sentence(sps_test(sets, ids), sets, t)),
        *said(t(sps_words.TEST), t(sps_words.LEVELS), role="note"),
        Figure("necessary", title, title, once(lambda form: chance_picture(
            rows, found.alop.confidence, t, form, WIDE)), WIDE, _common(found, sets, t)),
        *_neighbours(found, sets, t)]


def _common(found: Results, sets: Portfolios, t: Translator) -> str:
    """On what the comparison rests, and why the whole set has another figure elsewhere."""
    frame = found.dropped
    if frame is None:
        return ""
    text = choice_words.common_words(frame, sets, t)
    here = float(choice_words.on_common(frame, sets)["probability"].iloc[0])
    _, mine = found.base
    if not mine or found.draws <= sets.draws:
        return text
    return t("{first} {second}", first=text, second=t(
        "Of the whole set it is {common} on these and {chance} on the {most} behind the verdict:"
        " only differences are read here.", common=t.percent(here),
        chance=t.percent(found.judgement.probability), most=t.number(found.draws, 8)))


def _neighbours(found: Results, sets: Portfolios, t: Translator) -> list[Block]:
    frame = found.dropped
    if frame is None or len(frame) < 2:
        return []
    return [table_of(
        "dropped", t("The set without each of its measures"),
        choice_words.neighbours(frame, sets, t), {
            "change_words": (t("Change"), "text"), "verdict_words": (t("Verdict"), "text"),
            "chance": (t("P(meets) ± error"), "text"), "points": (t("P(meets), change"), "text"),
            "times": (t("Risk"), "text"), "level_words": (t("Levels"), "text")}, t,
        widths=(6, 2, 2.6, 2.4, 2, 2.4), note=_common(found, sets, t))]


def selected_words(found: Results, t: Translator) -> list[tuple[str, str]]:
    """Measures chosen and ALOP, for the first page."""
    scenario = found.scenario
    return [(t("Measures chosen"), wording.set_words(scenario, scenario.selected, t)),
            (t("ALOP"), wording.alop_words(found.alop, scenario.consequences.currency, t)),
            (t("Verdict"), wording.verdict_words(found.judgement.verdict, t))]

