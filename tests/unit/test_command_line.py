"""The command line: the same numbers as the functions, wrong input in words and exit code 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pra_core.__main__ import main
from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.sensitivity import sobol, steps
from pra_core.store import dump_scenario
from pra_core.summary import meets
from tests.minimal import climate, scenario, scenario_data

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "minimal.yaml"
    path.write_text(dump_scenario(scenario()), encoding="utf-8")
    return str(path)


def record(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return dict(json.loads(out, parse_constant=pytest.fail))


def test_assess_prints_what_the_function_gives(file: str, capsys: Capture) -> None:
    found = record(capsys, "assess", file, "--draws", "500", "--seed", "7", "--measures",
                   "inspection, cold")
    chosen = scenario().with_measures(["cold", "inspection"])
    result = assess(chosen, draws=500, seed=7)
    judged = meets(result, chosen.alop)
    assert found["probability"] == {"value": judged.probability, "verdict": judged.verdict,
                                    "standard_error": judged.standard_error}
    assert (found["fingerprint"], found["seed"], found["draws"]) == (chosen.fingerprint, 7, 500)
    assert found["measures"] == ["cold", "inspection"]
    rates = found["quantiles"]["founding_rate"]
    assert rates["mean"] == float(np.mean(result.founding_rate))
    assert rates["p05"] < rates["p50"] < rates["p95"]
    assert rates["p50"] == np.sort(result.founding_rate)[249]
    assert [row["step"] for row in found["funnel"]][:2] == ["offered", "production"]
    assert found["funnel"][0]["mean"] == float(np.mean(result.funnel[0]))
    assert found["expected_annual_probability"]["value"] == float(
        np.mean(result.annual_probability))
    assert set(found["pathways"]) == {"fruit"}


def test_another_alop_is_judged(file: str, capsys: Capture) -> None:
    found = record(capsys, "assess", file, "--draws", "300", "--alop-metric", "annual_loss",
                   "--alop-limit", "1e5", "--confidence", "0.5")
    alop = Alop(metric="annual_loss", limit=1e5, confidence=0.5)
    assert found["alop"] == alop.model_dump()
    judged = meets(assess(scenario(), draws=300), alop)
    assert 0 < judged.probability < 1
    assert found["probability"]["value"] == judged.probability
    assert found["fingerprint"] == scenario().with_alop(alop).fingerprint


def test_portfolios_prints_every_set(file: str, capsys: Capture) -> None:
    found = record(capsys, "portfolios", file, "--draws", "400")
    sets = portfolios(scenario(), scenario().alop, draws=400)
    assert [row["measures"] for row in found["sets"]] == [list(m) for m in sets.table["measures"]]
    assert [row["probability"] for row in found["sets"]] == sets.table["probability"].tolist()
    assert sets.first_meeting == ("cold",)
    assert found["first_meeting"] == ["cold"]
    expected = None if sets.least_restrictive is None else list(sets.least_restrictive)
    assert found["least_restrictive"] == expected


def test_sobol_prints_the_indices(file: str, capsys: Capture) -> None:
    found = record(capsys, "sobol", file, "--n", "64", "--seed", "3", "--output",
                   "annual_probability")
    expected = sobol(scenario(), n=64, seed=3, output="annual_probability")
    assert found["indices"] == expected.to_dict("records")
    assert (found["n"], found["output"]) == (64, "annual_probability")


def test_json_has_no_infinity_and_no_nan(tmp_path: Path, capsys: Capture) -> None:
    """No suitable cell: years between outbreaks are infinite, their mean is not defined."""
    data = scenario_data(pest=scenario_data()["pest"] | {"climate_model": climate(0.0)})
    path = tmp_path / "none.yaml"
    path.write_text(dump_scenario(Scenario.model_validate(data)), encoding="utf-8")
    found = record(capsys, "assess", str(path), "--draws", "50")
    assert found["quantiles"]["years_between_outbreaks"] == {
        "p05": None, "p50": None, "p95": None, "mean": None}
    assert found["quantiles"]["annual_loss"]["p95"] == 0.0
    assert main(["assess", str(path), "--draws", "50"]) == 0
    out, _ = capsys.readouterr()
    assert "∞" in out
    assert "nan" not in out.lower()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_readable_tables(file: str, capsys: Capture, language: str) -> None:
    texts = []
    for command in (["assess", "--draws", "200"], ["portfolios", "--draws", "200"],
                    ["sobol", "--n", "64"]):
        assert main([command[0], file, *command[1:], "--language", language]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert scenario().fingerprint in out
        texts.append(out)
    assert "0.5 " in texts[0] or "%" in texts[0]
    assert "cold" in texts[1]
    assert "fruit.transfer" in texts[2]
    assert [len(t.splitlines()) for t in texts] == [10, 9, 8]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["assess", "no-such-scenario"], ["no-such-scenario", "medfly-citrus-china"]),
        (["assess", "FILE", "--measures", "cold,ghost"], ["ghost", "cold, inspection"]),
        (["assess", "FILE", "--draws", "0"], ["draws", "0", "200,000"]),
        (["assess", "FILE", "--seed", "-1"], ["seed", "-1"]),
        (["assess", "FILE", "--alop-limit", "-1", "--confidence", "2"],
         ["alop.limit", ">= 0", "alop.confidence", "< 1"]),
        (["portfolios", "FILE", "--alop-limit", "nan"], ["alop.limit", "finite"]),
        (["portfolios", "FILE", "--alop-metric", "pests_per_lot"], ["--alop-limit"]),
        (["portfolios", "FILE", "--alop-metric", "luck", "--alop-limit", "1"],
         ["luck", "annual_loss"]),
        (["sobol", "FILE", "--n", "100"], ["100", "power of two", "64 | 128"]),
        (["sobol", "FILE", "--output", "luck"], ["luck", "log_founding_rate"]),
        (["sensitivity", "guess", "FILE"], ["guess", "tornado"]),
    ])
def test_wrong_input_is_named_on_standard_error(file: str, capsys: Capture, arguments: list[str],
                                                named: list[str]) -> None:
    assert main([file if a == "FILE" else a for a in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    for words in named:
        assert words in err
    assert "Traceback" not in err


def test_every_problem_of_a_file_is_listed(tmp_path: Path, capsys: Capture) -> None:
    data = scenario_data()
    data["pathways"][0]["prevalence"]["unit"] = "percent"
    data["alop"]["confidence"] = 7
    data["measures"][0]["effects"][0]["step"] = "harvest"
    path = tmp_path / "broken.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert main(["portfolios", str(path)]) == 2
    _, err = capsys.readouterr()
    assert len(err.splitlines()) == 3
    for words in ("broken.yaml: pathways[0].prevalence.unit", "'percent'", "alop.confidence",
                  "'harvest'", "export_treatment"):
        assert words in err


@pytest.mark.parametrize("arguments", [[], ["guess", "x"], ["assess"], ["assess", "x", "--draws",
                                                                        "many"]])
def test_wrong_options_end_with_the_same_code(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_it_runs_as_a_module(root: Path, file: str) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "pra_core", *arguments], cwd=root,
                              capture_output=True, text=True, check=False, encoding="utf-8")

    good = run("assess", file, "--draws", "100", "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["draws"] == 100
    bad = run("assess", "no-such-scenario")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "Traceback" not in bad.stderr


@pytest.mark.parametrize("method", ["tornado", "morris", "pawn"])
def test_sensitivity_by_any_method(file: str, capsys: Capture, method: str) -> None:
    options = ("--n", "256", "--seed", "2", "--measures", "cold", "--other", "", "--output",
               "log_ratio")
    found = record(capsys, "sensitivity", method, file, *options)
    *_, last = steps(method, scenario().with_measures(["cold"]), n=256, seed=2,
                     output="log_ratio", other=())
    assert last.frame is not None
    assert [row["parameter"] for row in found["indices"]] == last.frame["parameter"].tolist()
    assert (found["method"], found["other"]) == (method, [])
    assert found["note"] == last.frame.attrs["note"]
    assert main(["sensitivity", method, file, *options]) == 0
    assert last.frame["parameter"].iloc[0] in capsys.readouterr().out
