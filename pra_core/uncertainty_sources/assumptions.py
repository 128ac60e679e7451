"""What the model takes for granted and no number carries, by step of ISPM 11."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pra_core.errors import N_
from pra_core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: section of ISPM 11, the text, and the page that discusses it."""

    step: str
    text: str
    discussed: str
    """method, entry, establishment, spread, consequences or measures."""
    applies: Callable[[Scenario], bool] = lambda scenario: True  # noqa: ARG005
    """Whether a scenario uses the part of the model the assumption is about."""


def _mates(scenario: Scenario) -> bool:
    return scenario.pest.reproduction == "sexual"


def _clustered(scenario: Scenario) -> bool:
    return any(p.lot_shape is not None for p in scenario.pathways)


def _inspects(scenario: Scenario) -> bool:
    return any(e.kind == "inspection" for m in scenario.measures for e in m.effects)


def _has_measures(scenario: Scenario) -> bool:
    return bool(scenario.measures)


def _by_population(scenario: Scenario) -> bool:
    return scenario.landing.by == "population"


def _gridded(scenario: Scenario) -> bool:
    return scenario.pest.climate_model.kind != "cited_table"


def _daily_range(scenario: Scenario) -> bool:
    return hasattr(scenario.pest.climate_model, "diurnal_range")


def _scored(scenario: Scenario) -> bool:
    return bool(scenario.consequences.scored)


ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption("2.2.1.2", N_(
        "Pests are spread over infested units at random (Poisson), so some infested units arrive"
        " without a live pest."), "method"),
    Assumption("2.2.1.2", N_(
        "Infested units are spread over lots by a Gamma distribution: some lots hold many, most"
        " hold few."), "entry", _clustered),
    Assumption("2.2.1.4", N_("Rejected lots leave the pathway and are not replaced."), "entry",
               _inspects),
    Assumption("2.2.2", N_(
        "Finding a mate limits only the first generation; afterwards a line grows or dies out by"
        " itself."), "method", _mates),
    Assumption("2.2.2", N_(
        "Units are eaten and thrown away where people live: arrivals land by city population."),
        "method", _by_population),
    Assumption("2.2.2", N_(
        "The daily temperature range is the same everywhere and all year, because the climate grid"
        " holds monthly means only."), "method", _daily_range),
    Assumption("2.2.2", N_(
        "The climate grid describes cells of 0.25°: in steep mountains it is a mean over the"
        " terrain. At Lhasa the station has 9.2 °C and the grid 4.2 °C; in China the mean absolute"
        " error of monthly temperature is 1.2 °C over 169 stations."), "method", _gridded),
    Assumption("2.2.2", N_(
        "One kind of climate model decides where the pest can persist; another kind could draw"
        " another map."), "method", _gridded),
    Assumption("2.2.3", N_(
        "The population spreads as a disc from one founding and stops at the endangered area."),
        "spread"),
    Assumption("2.3", N_(
        "Only the first founding is counted, so the loss is a lower bound."), "consequences"),
    Assumption("2.3", N_(
        "Hosts are taken to be spread evenly over the endangered area."), "consequences"),
    Assumption("2.3", N_("Effects that are scored never enter the loss in money."),
               "consequences", _scored),
    Assumption("2.4", N_(
        "Inputs vary independently of each other unless a rank correlation is declared, and every"
        " input is something we do not know unless it is declared to differ from year to year."),
        "method"),
    Assumption("3.4", N_(
        "Whether a measure is applied to a lot does not depend on how infested the lot is. Poor"
        " growers may comply less, which would make the residual risk higher than shown."),
        "method", _has_measures),
    Assumption("3.4", N_(
        "Measures fail independently of each other unless they stand in a group that fails"
        " together."), "measures", _has_measures),
    Assumption("3.4", N_(
        "A lot of prevalence p is released by an inspection with probability e^(−p·t), slightly"
        " more often than exact counting gives: the risk is not understated."), "method",
        _inspects),
)
