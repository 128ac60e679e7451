"""What a sensitivity analysis explains, and the sentences about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pra_core import labels, wording
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.figures.sensitivity_labels import row_labels
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.sensitivity import drawn, names_of

SUBJECTS: Mapping[str, str] = {
    "rate": N_("Outbreaks per year"), "loss": N_("Expected loss"),
    "within": N_("ALOP met or not"), "difference": N_("Against another set"),
}
SCALES: Mapping[bool, str] = {True: N_("orders of magnitude"), False: N_("amounts as they are")}
_OUTPUTS = {("rate", True): "log_founding_rate", ("rate", False): "annual_probability",
            ("loss", True): "log_annual_loss", ("loss", False): "annual_loss",
            ("difference", True): "log_ratio", ("difference", False): "difference"}
METRICS: Mapping[str, str] = {
    "annual_probability": N_("chance of an outbreak in a year"),
    "years_between_outbreaks": N_("years between outbreaks"),
    "annual_loss": N_("expected loss per year"),
    "pests_per_lot": N_("live pests per released lot"),
}
FIRST, WIDEST = 5, 1.0
"""Among the first so many indices, half an interval above which they are not shown as bars."""
MOSTLY = 0.95
"""From here on the first orders together count as all of the variation."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is explained: the subject, on which scale, and for a difference the other set."""

    subject: str = "rate"
    log: bool = True
    other: tuple[str, ...] | None = None

    @property
    def output(self) -> str:
        """The key of `sensitivity.OUTPUTS`."""
        return _OUTPUTS.get((self.subject, self.log), "within_alop")

    @property
    def is_log(self) -> bool:
        """Whether the logarithm is explained; yes or no has none."""
        return self.log and self.subject != "within"


def explained(question: Question, found: Assessment, other: Assessment | None) -> FloatArray:
    """What a question explains, draw by draw, not its logarithm, [draws].

    A ratio is infinite or not a number where the other set leaves no risk.
    """
    y = drawn(found, question.output, other)
    return np.exp(y) if question.is_log else y


def subject_words(question: Question, scenario: Scenario, t: Translator) -> str:
    """What is explained with its scale, as the start of a caption."""
    if question.subject == "within":
        return t("Explained: whether a simulated future is within your ALOP")
    if question.subject == "difference":
        measure = t(METRICS[scenario.alop.metric])
        if question.log:
            return t("Explained: {measure} with the selected set ÷ with the other set, in orders of"
                     " magnitude", measure=measure)
        return t("Explained: {measure} with the selected set less that with the other set",
                 measure=measure)
    return t({("rate", True): N_("Explained: outbreaks per year, in orders of magnitude"),
              ("rate", False): N_("Explained: chance of an outbreak in a year, as it is"),
              ("loss", True): N_("Explained: expected loss per year, in orders of magnitude"),
              ("loss", False): N_("Explained: expected loss per year, as it is"),
              }[question.subject, question.log])


def subject_title(question: Question, scenario: Scenario, t: Translator) -> str:
    """What is explained, as the title of an axis."""
    currency, metric = scenario.consequences.currency, t(METRICS[scenario.alop.metric])
    if question.subject == "within":
        return t("Simulated futures within the ALOP, %")
    if question.subject == "loss":
        return t("Expected loss per year, {currency}", currency=currency)
    if question.subject == "rate":
        return (t("Outbreaks per year") if question.log else
                t("Chance of an outbreak in a year, %"))
    if question.log:
        return t("Selected ÷ other: {measure}", measure=metric)
    return t("Selected less other: {measure}", measure=metric)


def is_share(question: Question, scenario: Scenario) -> bool:
    """Whether what is explained is a probability, or a difference of two."""
    return not question.log and (question.subject == "rate" or (
        question.subject == "difference" and scenario.alop.metric == "annual_probability"))


def scale_sentence(question: Question, y: FloatArray, t: Translator) -> str:
    """What the scale means for the answer, and the futures it cannot show.

    `y` [draws]: what is explained, of `explained`.
    """
    if question.subject == "within":
        return t("Each simulated future is within the ALOP or not, so there is no scale to choose;"
                 " {share} are within it.", share=t.percent(float(np.mean(y)), 2))
    if not question.log:
        return t("Amounts as they are: the few simulated futures with the largest values decide"
                 " most of the variation.")
    hidden = float(np.mean((y <= 0) | ~np.isfinite(y)))
    text = t("Orders of magnitude (logarithm): from 1 in 1,000 to 1 in 100 counts as much as from"
             " 1 in 100 to 1 in 10.")
    if hidden == 0:
        return t("{text} Every simulated future has some risk.", text=text)
    return t("{text} {share} of the simulated futures have zero risk, which a logarithm cannot"
             " hold: choose the amounts as they are to explain them too.", text=text,
             share=t.percent(hidden, 2))


def described(frame: pd.DataFrame, scenario: Scenario, t: Translator) -> pd.DataFrame:
    """The rows with label, label on charts, status and unit of their inputs."""
    inputs = [[scenario.sampled[name] for name in names_of(str(row))]
              for row in frame["parameter"]]
    return frame.assign(
        label=[wording.row_label(scenario, str(row), t) for row in frame["parameter"]],
        short=row_labels(scenario, [str(row) for row in frame["parameter"]], t),
        status=[" + ".join(dict.fromkeys(labels.badge(p.source.status, t) for p in some))
                for some in inputs],
        unit=[" + ".join(dict.fromkeys(unit_words(scenario, p.name, t) for p in some))
              for some in inputs])


def unit_words(scenario: Scenario, name: str, t: Translator) -> str:
    """The unit of an input; the climate model stands in the order of its futures."""
    if name == CLIMATE_MODEL:
        return t("from the least (0) to the most suitable future (1)")
    return labels.unit_of(scenario.sampled[name], t)


def range_words(scenario: Scenario, name: str, low: float, high: float, t: Translator) -> str:
    """Two values of an input with their unit; a pure number has none."""
    if scenario.sampled[name].unit == "1":
        return t("{low} to {high}", low=t.number(low, 2), high=t.number(high, 2))
    return t("{low} to {high} {unit}", low=t.number(low, 2), high=t.number(high, 2),
             unit=unit_words(scenario, name, t))


def varying_sentence(scenario: Scenario, t: Translator) -> str:
    """Inputs that differ from year to year: none of them is ranked; empty where there are none."""
    named = [labels.parameter_label(scenario, name, t) for name in scenario.varying]
    if not named:
        return ""
    return t("Differs from year to year, so averaged and not ranked: {inputs}.",
             inputs=wording.escaped(t(", ").join(named)))


def shares_sentence(frame: pd.DataFrame, t: Translator) -> str:
    """How much inputs explain alone and how much is interaction, and how many explain nothing."""
    alone = float(np.clip(frame["S1"].sum(), 0.0, 1.0))
    idle = int(np.count_nonzero(frame["ST"].to_numpy() == 0))
    text = (t("Taken one by one the inputs explain practically all of the variation; they hardly"
              " act together.") if alone > MOSTLY else
            t("Taken one by one the inputs explain {share} of the variation; the rest lies in how"
              " they act together.", share=t.percent(alone, 2)))
    if not idle:
        return text
    return t("{text} {count} of {all} inputs change nothing here: those of measures that"
             " are not selected, for instance.", text=text, count=idle, all=len(frame))


def preview_sentence(label: str, share: float, t: Translator) -> str:
    """The first of the quick estimate, called that."""
    return t("By a quick estimate **{label}** matters most: alone it explains about {share} of the"
             " variation.", label=wording.escaped(label),
             share=t.percent(share, 1))


def is_open(frame: pd.DataFrame) -> bool:
    """Whether an interval of the largest indices is so wide that bars would mean nothing.

    `frame`: rows of `sobol`, largest first.
    """
    return bool((frame.head(FIRST)[["S1_conf", "ST_conf"]] > WIDEST).to_numpy().any())


def open_sentence(frame: pd.DataFrame, named: Sequence[str], n: int, t: Translator) -> str:
    """Why the exact indices rank nothing yet, and what would help; `frame` as in `is_open`."""
    return t("**The exact indices cannot rank the numbers yet:** with a base sample of {n} that of"
             " {label} is {share} ± {error} of the variation. Take a larger one, or explain orders"
             " of magnitude; until then this is the preview.", n=t.number(n, 4),
             label=wording.escaped(named[0]), share=t.percent(float(frame["ST"].iloc[0]), 2),
             error=t.percent(float(frame["ST_conf"].iloc[0]), 2))


def note_words(frame: pd.DataFrame, t: Translator) -> str:
    """Why all indices are zero, where they are; empty otherwise."""
    note = str(frame.attrs.get("note", ""))
    if note == "constant_output":
        return t("**There is nothing to explain:** the result is the same in every simulated"
                 " future, so every index is 0.")
    if note == "no_uncertain_input":
        return t("**There is nothing to explain:** no input is uncertain.")
    return ""


def amount_words(x: float, question: Question, scenario: Scenario, t: Translator) -> str:
    """One value of `explained` in words."""
    metric = scenario.alop.metric
    if question.subject == "rate" and question.log:
        return t.one_in(x)
    if question.subject == "difference" and question.log:
        return t("× {number}", number=t.number(x, 2))
    if question.subject == "rate" or (
            question.subject == "difference" and metric == "annual_probability"):
        return t.percent(x, 2)
    if question.subject == "loss" or metric == "annual_loss":
        return t("{money} per year", money=labels.money(x, scenario.consequences.currency, t))
    return t.number(x, 2)


def agreement_sentence(ranks: pd.DataFrame, named: Mapping[str, str], t: Translator) -> str:
    """Whether the methods name the same input first. `ranks`: rows by parameter, 1 = first."""
    tops = {method: str(ranks[method].idxmin()) for method in ranks.columns
            if ranks[method].notna().any()}
    firsts = list(dict.fromkeys(tops.values()))
    if len(tops) < 2:
        return ""
    if len(firsts) == 1:
        return t("All {count} methods put **{label}** first.", count=len(tops),
                 label=wording.escaped(named[firsts[0]]))
    counted = sorted(firsts, key=lambda one: -sum(top == one for top in tops.values()))
    return t("The methods do not agree on the first: {inputs}. They measure different things;"
             " where their intervals overlap the order is open.", inputs=t("; ").join(
                 t("**{label}** ({count} of {all})", label=wording.escaped(named[one]),
                   count=sum(top == one for top in tops.values()), all=len(tops))
                 for one in counted))


def swing_sentence(frame: pd.DataFrame, label: str, words: Sequence[str], t: Translator) -> str:
    """What the widest swing does.

    `frame`: rows of `steps("tornado")`, widest first; `words`: the result where that input is at
    its 5 % point, where every input is at its median, and where that input is at its 95 % point.
    """
    if frame["low"].iloc[0] == frame["high"].iloc[0]:
        return t("No single input moves the result between its own 5 % and 95 % points.")
    return t("The widest swing: **{label}** alone takes the result from **{low}** to **{high}**;"
             " with every input at its median it is {middle}.", label=wording.escaped(label),
             low=words[0], middle=words[1], high=words[2])


def pairs_sentence(frame: pd.DataFrame, named: Mapping[str, str], t: Translator) -> str:
    """The pair that interacts most, or that none does beyond error. `frame`: rows of S2."""
    sure = frame[frame["S2"] > frame["S2_conf"]]
    if sure.empty:
        return t("No pair explains more together than alone, beyond the error of the estimate.")
    top = sure.sort_values("S2", ascending=False).iloc[0]
    return t("**{first}** and **{second}** act together most: {share} ± {error} of the variation"
             " beyond what each explains alone.", first=wording.escaped(named[str(top["first"])]),
             second=wording.escaped(named[str(top["second"])]),
             share=t.percent(float(top["S2"]), 2), error=t.percent(float(top["S2_conf"]), 1))
