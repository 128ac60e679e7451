"""Command line: `python -m pra_core assess|portfolios|sobol SCENARIO [options] [--json]`.

`python -m pra_core sensitivity METHOD SCENARIO` gives the table of any method of sensitivity,
`python -m pra_core library` counts what is known of the shipped pests.

The same functions as in the workbench, on a worked scenario (by id) or a scenario file (by path).
A wrong input is named on standard error and ends with exit code 2.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pra_core.assessment import Assessment, assess
from pra_core.errors import N_, PraError
from pra_core.figures.pest_known_words import library_lines
from pra_core.figures.text_table import aligned
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.pest_library import pest_library
from pra_core.pest_library.completeness import by_pest, status_counts
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario
from pra_core.sensitivity import METHODS, OUTPUTS, steps
from pra_core.step import STEPS
from pra_core.store import load_scenario, read_scenario
from pra_core.store.codec import dump_json
from pra_core.summary import Interval, interval, meets, predictive, years_between
from pra_core.top_up import decided

Record = dict[str, Any]
WRONG_INPUT = 2
"""Exit code for an input that is refused; argparse uses the same."""
SHOWN = 20
"""Rows of a readable table; `--json` gives them all."""
EXPLAINING = ("sobol", "sensitivity")
QUANTITIES = ("low_value", "high_value", "low", "high", "middle", "mu", "mu_star",
              "mu_star_conf", "sigma")
NOTES: Mapping[str, str] = {
    "constant_output": N_("The output does not vary: no input has any influence on it."),
    "no_uncertain_input": N_("The scenario has no uncertain input."),
    "input_without_variance": N_("An input has a distribution of a single value: it has no"
                                 " influence."),
}
VERDICTS: Mapping[str, str] = {
    "meets": N_("meets the ALOP"), "fails": N_("does not meet the ALOP"),
    "too_close": N_("too close to call: add draws"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, or 2 for a wrong input."""
    options = _parser().parse_args(arguments)
    t = translator(options.language)
    try:
        record = (_library() if options.command == "library" else
                  COMMANDS[options.command](_scenario(options), options))
    except PraError as error:
        print("\n".join(t.error(p) for p in error.problems), file=sys.stderr)
        return WRONG_INPUT
    if options.json:
        print(json.dumps(_plain(record), ensure_ascii=False, allow_nan=False, indent=2))
    else:
        print("\n".join(TABLES[options.command](record, t)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pra_core", description="Pest risk analysis")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("assess", "risk with the selected measures"),
                        ("portfolios", "every set of feasible measures against the ALOP"),
                        ("sobol", "which inputs matter most"),
                        ("sensitivity", "which inputs matter most, by a method of your choice")):
        one = commands.add_parser(name, help=words, description=words)
        if name == "sensitivity":
            one.add_argument("method", metavar="METHOD", help=", ".join(METHODS))
        one.add_argument("scenario", metavar="SCENARIO", help="id of a worked scenario, or a file")
        one.add_argument("--seed", type=int, default=1)
        one.add_argument("--measures", metavar="A,B", help="ids of the selected measures;"
                         " an empty text selects none; left out: as in the scenario")
        if name in EXPLAINING:
            one.add_argument("--n", type=int, default=1024, help="base sample, a power of two"
                             " (morris: trajectories; delta, pawn: simulated futures)")
            one.add_argument("--output", default="log_founding_rate", help=", ".join(OUTPUTS))
            one.add_argument("--other", metavar="A,B", help="ids of the set of measures that the"
                             " outputs difference and log_ratio compare with")
        else:
            one.add_argument("--draws", type=int, default=10_000)
            one.add_argument("--alop-metric", help="annual_probability, years_between_outbreaks,"
                             " annual_loss or pests_per_lot")
            one.add_argument("--alop-limit", type=float)
            one.add_argument("--confidence", type=float)
        if name == "portfolios":
            one.add_argument("--decide", action="store_true", help="judge sets that are too close"
                             " to call on more draws")
    commands.add_parser("library", help="what is known of the shipped pests")
    for one in commands.choices.values():
        one.add_argument("--language", choices=LANGUAGES, default="en")
        one.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _scenario(options: argparse.Namespace) -> Scenario:
    """The scenario with the measures and the ALOP of the command line."""
    scenario = load_scenario(options.scenario)
    if options.measures is not None:
        scenario = scenario.with_measures(_listed(options.measures))
    if options.command in EXPLAINING:
        return scenario
    given = {"metric": options.alop_metric, "limit": options.alop_limit,
             "confidence": options.confidence}
    changes = {key: value for key, value in given.items() if value is not None}
    if not changes:
        return scenario
    if changes.get("metric", scenario.alop.metric) != scenario.alop.metric and (
            options.alop_limit is None):
        raise PraError("missing", "--alop-limit", "", "a limit in the unit of the new metric")
    data = json.loads(dump_json(scenario))
    data["alop"] |= changes
    return read_scenario(json.dumps(data, ensure_ascii=False), scenario.id)


def _listed(text: str) -> list[str]:
    return [i.strip() for i in text.split(",") if i.strip()]


def _head(scenario: Scenario, options: argparse.Namespace) -> Record:
    return {"scenario": scenario.id, "fingerprint": scenario.fingerprint, "seed": options.seed,
            "measures": list(scenario.selected)}


def _assess(scenario: Scenario, options: argparse.Namespace) -> Record:
    result = assess(scenario, options.draws, options.seed)
    judged = meets(result, scenario.alop)
    expected, error = predictive(result.annual_probability)
    note = result.inspection_note
    return _head(scenario, options) | {
        "draws": result.draws,
        "alop": scenario.alop.model_dump(),
        "probability": {"value": judged.probability, "standard_error": judged.standard_error,
                        "verdict": judged.verdict},
        "expected_annual_probability": {"value": expected, "standard_error": error},
        "quantiles": _quantiles(result),
        "pathways": {k: _interval(interval(r)) for k, r in result.rates.items()},
        "funnel": [{"step": step} | _interval(interval(row))
                   for step, row in zip(("offered", *STEPS), result.funnel, strict=True)],
        "inspection_understated": None if note is None else {"by": note.by,
                                                             "above_one": note.above_one},
    }


def _quantiles(result: Assessment) -> Record:
    return {
        "founding_rate": _interval(interval(result.founding_rate)),
        "annual_probability": _interval(interval(result.annual_probability)),
        "horizon_probability": _interval(interval(result.horizon_probability)),
        "years_between_outbreaks": _interval(years_between(result.founding_rate)),
        "annual_loss": _interval(interval(result.annual_loss)),
    }


def _interval(found: Interval) -> Record:
    return {"p05": found.low, "p50": found.median, "p95": found.high, "mean": found.mean}


def _portfolios(scenario: Scenario, options: argparse.Namespace) -> Record:
    sets = portfolios(scenario, scenario.alop, options.draws, options.seed)
    sets = decided(sets) if options.decide else sets
    return _head(scenario, options) | {
        "draws": options.draws,
        "alop": scenario.alop.model_dump(),
        "least_restrictive": _ids(sets.least_restrictive),
        "first_meeting": _ids(sets.first_meeting),
        "undecided": [list(ids) for ids in sets.undecided],
        "sets": _rows(sets),
    }


def _ids(ids: tuple[str, ...] | None) -> list[str] | None:
    return None if ids is None else list(ids)


def _rows(sets: Portfolios) -> list[Record]:
    rows: list[Record] = [{str(key): value for key, value in row.items()}
                          for row in sets.table.to_dict("records")]
    return [row | {"measures": list(row["measures"])} for row in rows]


def _sensitivity(scenario: Scenario, options: argparse.Namespace) -> Record:
    method = getattr(options, "method", "sobol")
    other = None if options.other is None else _listed(options.other)
    *_, last = steps(method, scenario, n=options.n, seed=options.seed, output=options.output,
                     other=other)
    assert last.frame is not None  # the last step carries the table
    return _head(scenario, options) | {
        "method": method, "n": options.n, "output": options.output, "other": other,
        "note": last.frame.attrs["note"], "indices": last.frame.to_dict("records")}


def _plain(value: Any) -> Any:
    """JSON has no infinity and no NaN: both become null."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _run_line(record: Record, t: Translator) -> str:
    chosen = ", ".join(record["measures"]) or t("none")
    return t("{scenario} (fingerprint {fingerprint}), seed {seed}, measures: {measures}",
             scenario=record["scenario"], fingerprint=record["fingerprint"], seed=record["seed"],
             measures=chosen)


def _assess_table(record: Record, t: Translator) -> list[str]:
    titles = {"founding_rate": t("Founding rate, per year"),
              "annual_probability": t("Annual probability"),
              "horizon_probability": t("Probability over the horizon"),
              "years_between_outbreaks": t("Years between outbreaks"),
              "annual_loss": t("Annual loss")}
    rows: list[tuple[str, ...]] = [("", t("Median"), t("5 %"), t("95 %"),
                                    t("Mean"))]
    rows += [(titles[key], *(t.number(row[k]) for k in ("p50", "p05", "p95", "mean")))
             for key, row in record["quantiles"].items()]
    found = record["probability"]
    verdict = VERDICTS[found["verdict"]]
    return [_run_line(record, t), "", *aligned(rows), "",
            t("Probability that the risk is within the ALOP: {share} (standard error {error});"
              " {verdict}", share=t.percent(found["value"]),
              error=t.percent(found["standard_error"]), verdict=t(verdict))]


def _portfolios_table(record: Record, t: Translator) -> list[str]:
    rows: list[tuple[str, ...]] = [(t("Measures"), t("Within the ALOP"), t("Standard error"),
                                    t("Verdict"), t("Highest level"), t("Median"), t("Mean"))]
    for row in record["sets"][:SHOWN]:
        verdict = VERDICTS[row["verdict"]]
        rows.append((", ".join(row["measures"]) or t("none"), t.percent(row["probability"]),
                     t.percent(row["standard_error"]), t(verdict), str(row["restrictiveness"]),
                     t.number(row["median"]), t.number(row["mean"])))
    lines = [_run_line(record, t), "", *aligned(rows), ""]
    if len(record["sets"]) > SHOWN:
        lines.append(t("{shown} of {all} sets are shown.", shown=SHOWN, all=len(record["sets"])))
    return [*lines, _least_restrictive(record, t)]


def _least_restrictive(record: Record, t: Translator) -> str:
    if record["first_meeting"] is None:
        return t("No set is sure to meet the ALOP.")
    first = ", ".join(record["first_meeting"]) or t("none")
    if record["undecided"]:
        return t("The first set that meets the ALOP: {measures}. {count} sets before it are too"
                 " close to call; add draws.", measures=first, count=len(record["undecided"]))
    return t("The least restrictive set that meets the ALOP: {measures}", measures=first)


def _index_table(record: Record, t: Translator) -> list[str]:
    """The columns as they are called; half widths, named `…_conf`, as ±."""
    found = record["indices"]
    names = {"parameter": t("Input")}
    rows = [tuple("±" if k.endswith("_conf") else names.get(k, k) for k in row)
            for row in found[:1]]
    rows += [tuple(v if isinstance(v, str) else _short(v, k, t) for k, v in row.items())
             for row in found[:SHOWN]]
    lines = [_run_line(record, t), "", *(aligned(rows) if rows else [])]
    note = NOTES.get(str(record["note"]), "")
    return [*lines, "", t(note)] if note else lines


def _short(value: float, column: str, t: Translator) -> str:
    """Three decimals of an index, three digits of a quantity."""
    shown = t.number(value) if column in QUANTITIES else f"{value:.3f}"
    return "–" if math.isnan(value) else shown


def _library() -> Record:
    """What is known of the shipped pests: entries by group of fields, and pest by pest."""
    records = pest_library().records.values()
    pests = by_pest(records)
    return {"pests": len(pests), "ready": int(pests["ready"].sum()),
            "groups": status_counts(records).to_dict("records"),
            "by_pest": pests.to_dict("records")}


COMMANDS = {"assess": _assess, "portfolios": _portfolios, "sobol": _sensitivity,
            "sensitivity": _sensitivity}
TABLES = {"assess": _assess_table, "portfolios": _portfolios_table, "sobol": _index_table,
          "sensitivity": _index_table, "library": library_lines}

if __name__ == "__main__":
    sys.exit(main())
