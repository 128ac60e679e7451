"""What if it breaks: the risk of a set of measures when compliance, treatments or inspections fail.

Lots that escape a measure are mixed after the chain, exactly (design 2.6): a treatment that fails
on one lot in 1,000 is a compliance of c (1 - 1/1,000), and a month without a measure is the year
without it on the share of the risk that arrives in that month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pra_core import endangered_area
from pra_core.alop import Alop
from pra_core.back_solve import UNCHANGED, Leaves, Plan, plan
from pra_core.chain import Values
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.measure import Measure
from pra_core.pathway import Pathway
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.summary import Interval, Judgement, interval

StressKind = Literal["plan", "compliance", "all_compliance", "treatment", "prevalence", "volume",
                     "inspection", "group", "worst"]
Ids = tuple[str, ...]
HARDLY = 0.05
"""What is worse than planned on no more draws than this share is no failure."""


@dataclass(frozen=True, slots=True)
class Shocks:
    """How hard it breaks."""

    compliance: float = 0.8
    """Compliance of a measure falls to this share of lots, where it is higher."""
    treatment: float = 1e-3
    """Share of the treated lots on which a treatment fails."""
    prevalence: float = 3.0
    """Times the prevalence of a usual year."""
    volume: float = 2.0
    """Times the volume."""
    months: tuple[int, ...] = ()
    """Months in which inspections, or a group, stop; 1 = January. Empty: the month in which most
    arrives, any one where the months are not known."""


@dataclass(frozen=True, slots=True)
class Stress:
    """The risk of the set under one failure."""

    kind: StressKind
    about: Ids
    """Ids of the measures, of the group (`group`), or of what fails (`worst`)."""
    risk: Interval
    """What the ALOP limits, so that less is safer."""
    factor: Interval | None
    """Times the risk as planned, draw by draw; None where nothing is expected as planned."""
    judgement: Judgement
    held: float
    """Share of the draws on which the prevalence would exceed 1 and is held there."""
    reached: float = 1.0
    """Share of the draws on which what breaks is worse than planned; elsewhere the plan stays."""

    @property
    def counts(self) -> bool:
        """Whether it is a failure at all, not something as bad as planned or better."""
        return self.reached > HARDLY


def stress(scenario: Scenario, alop: Alop, shocks: Shocks, draws: int = 10_000, seed: int = 1
           ) -> list[Stress]:
    """The selected measures as planned, and under each failure in turn, on the same draws.

    The rows: as planned; each measure's compliance, and that of all; each treatment; prevalence;
    volume; all inspections stopped, and each group stopped, in the months of `shocks`; the one
    measure, or group of measures, whose absence all year does most harm.

    Raises PraError out_of_bounds with every problem of `shocks`, draws and seed.
    """
    _check(shocks)
    made = plan(scenario, alop, draws, seed)
    base = made.leaves()
    usual = made.risk(base)
    found = [_row(made, "plan", (), usual, usual)]
    for kind, about, risk, held, reached in _failures(made, base, shocks):
        found.append(_row(made, kind, about, risk, usual, held, reached))
    return found


def stopped_months(scenario: Scenario, shocks: Shocks, values: Values) -> tuple[int, ...]:
    """The months in which inspections or a group stop: as asked for, else that of most arrivals.

    Empty where no months are asked for and none are known; any one month then.
    """
    known = [p for p in scenario.pathways if p.arrival_share is not None]
    if shocks.months or not known:
        return tuple(sorted(set(shocks.months)))
    arriving = np.sum([np.asarray(p.arrival_share) * float(np.mean(values[p.volume.name]))
                       for p in known], axis=0)
    return (int(np.argmax(arriving)) + 1,)


def treatments(scenario: Scenario) -> tuple[Measure, ...]:
    """The selected measures that treat a consignment: they kill, or act at its treatment."""
    return tuple(m for m in _chosen(scenario) if m.compliance is not None and any(
        e.kind == "kill" or e.acts_on == "individual" or e.step == "export_treatment"
        for e in m.effects if e.kind != "inspection"))


def inspections(scenario: Scenario) -> tuple[Measure, ...]:
    """The selected measures that inspect lots."""
    return tuple(m for m in _chosen(scenario) if any(e.kind == "inspection" for e in m.effects))


def _chosen(scenario: Scenario) -> list[Measure]:
    return sorted((m for m in scenario.measures if m.id in scenario.selected),
                  key=lambda m: m.id)


def _check(shocks: Shocks) -> None:
    problems = [
        Problem("out_of_bounds", name, value, "0 … 1")
        for name, value in (("compliance", shocks.compliance), ("treatment", shocks.treatment))
        if not 0.0 <= value <= 1.0]
    problems += [
        Problem("out_of_bounds", name, value, "> 0")
        for name, value in (("prevalence", shocks.prevalence), ("volume", shocks.volume))
        if not 0.0 < value < float("inf")]
    problems += [Problem("out_of_bounds", "months", month, "1 … 12")
                 for month in shocks.months if not 1 <= month <= 12]
    if problems:
        raise PraError.of(problems)


def _row(made: Plan, kind: StressKind, about: Ids, risk: FloatArray, usual: FloatArray,
         held: float = 0.0, reached: float = 1.0) -> Stress:
    some = usual > 0
    factor = interval(risk[some] / usual[some]) if np.any(some) else None
    return Stress(kind, about, interval(risk), factor, made.judge(risk), held, reached)


Failure = tuple[StressKind, Ids, FloatArray, float, float]
"""Kind, ids, risk [draws], and the shares `held` and `reached`."""


def _failures(made: Plan, base: Leaves, shocks: Shocks) -> Iterator[Failure]:
    scenario, applied = made.scenario, {m.id: m.compliance.name for m in _chosen(made.scenario)
                                        if m.compliance is not None}

    def lower(names: Sequence[str], risk: Sequence[FloatArray]) -> FloatArray:
        replaced = dict(zip(names, risk, strict=True))
        return made.risk(made.leaves(replaced), replaced)

    def at_most(name: str) -> FloatArray:
        return np.minimum(made.rows[name], shocks.compliance)

    def lowered(names: Sequence[str]) -> float:
        over = [made.rows[name] > shocks.compliance for name in names]
        return _share(made, np.any(over, axis=0))

    for i, name in applied.items():
        yield "compliance", (i,), lower([name], [at_most(name)]), 0.0, lowered([name])
    if len(applied) > 1:
        every = list(applied.values())
        yield ("all_compliance", tuple(applied), lower(every, [at_most(n) for n in every]), 0.0,
               lowered(every))
    for m in treatments(scenario):
        name = applied[m.id]
        yield ("treatment", (m.id,), lower([name], [made.rows[name] * (1.0 - shocks.treatment)]),
               0.0, float(shocks.treatment > 0))
    yield from _more(made, shocks)
    yield from _stopped(made, base, shocks)
    yield from _worst(made)


def _more(made: Plan, shocks: Shocks) -> Iterator[Failure]:
    """A bad year, and more trade."""
    prevalences, held = _bad_year(made, shocks.prevalence)
    yield ("prevalence", (), made.risk(made.leaves(prevalences), prevalences), held,
           float(shocks.prevalence > 1))
    volumes = {p.volume.name: made.rows[p.volume.name] * shocks.volume
               for p in made.scenario.pathways}
    yield ("volume", (), made.risk(made.leaves(volumes), volumes), 0.0,
           float(shocks.volume > 1))


def _bad_year(made: Plan, factor: float) -> tuple[dict[str, FloatArray], float]:
    """Prevalences times a factor, and the share of draws on which one is held at its largest."""
    found, over = {}, np.zeros(made.draws * made.years.count, np.bool_)
    for p in made.scenario.pathways:
        most = made.occupied(p)
        raised = made.rows[p.prevalence.name] * factor
        over |= raised > most
        found[p.prevalence.name] = np.minimum(raised, most)
    return found, _share(made, over)


def _share(made: Plan, rows: NDArray[np.bool_]) -> float:
    """Share of the draws, and of their years, on which something holds, [rows]."""
    return float(np.mean(made.years.mean(rows.astype(np.float64))))


def _stopped(made: Plan, base: Leaves, shocks: Shocks) -> Iterator[Failure]:
    """Inspections, and each group of measures, that do not work in some months."""
    scenario = made.scenario
    looking = tuple(m.id for m in inspections(scenario))
    groups = {g.id: tuple(m.id for m in _chosen(scenario) if m.group == g.id)
              for g in scenario.groups}
    cases: list[tuple[StressKind, Ids, Ids]] = [("inspection", looking, looking)]
    cases += [("group", (g,), members) for g, members in groups.items()]
    if not any(out for _, _, out in cases):
        return
    months = stopped_months(scenario, shocks, made.values)
    share = {p.id: _share_of_risk(made, p, months) for p in scenario.pathways}
    for kind, about, out in cases:
        if out:
            left = tuple(i for i in scenario.selected if i not in out)
            without = made.leaves(ids=left)
            mixed = {k: (1.0 - share[k]) * base[k] + share[k] * without[k] for k in without}
            yield kind, about, made.risk(mixed), 0.0, 1.0


def _share_of_risk(made: Plan, pathway: Pathway, months: Sequence[int]) -> FloatArray | float:
    """Share of a pathway's foundings (or of its lots) that arrives in some months, [rows].

    The volume of the months times the chance that what arrives then persists, over the same of
    the whole year (`assessment`: p (1 - s) + p_season s). Even months where none are given.
    """
    arrival = pathway.arrival_share
    if arrival is None:
        return max(len(months), 1) / 12.0
    kept = tuple(a if m in months else 0.0 for m, a in enumerate(arrival, start=1))
    climate = made.scenario.pest.climate_model
    hangs = getattr(climate, "season_dependence", None)
    if hangs is None or made.alop.metric == "pests_per_lot":
        return sum(kept)
    s, full = made.values[hangs.name], made.values[climate.full_suitability.name]
    then = endangered_area.persistence(made.scenario, full, made.values.get(CLIMATE_MODEL), kept)
    part = made.fate.place * (1.0 - s) * sum(kept) + then * s
    whole = made.fate.climate[pathway.id]
    return made.years.repeated(np.divide(part, whole, out=np.zeros(made.draws), where=whole > 0))


def _worst(made: Plan) -> Iterator[Failure]:
    """The measure, or group, whose absence leaves the lowest P(meets), then the highest mean."""
    scenario = made.scenario
    alone = [(m.id,) for m in _chosen(scenario)]
    members = [tuple(m.id for m in _chosen(scenario) if m.group == g.id) for g in scenario.groups]
    found = []
    for out in [*alone, *(ids for ids in members if len(ids) > 1)]:
        left = tuple(i for i in scenario.selected if i not in out)
        risk = made.risk(made.leaves(ids=left), UNCHANGED, left)
        found.append((made.judge(risk).probability, -float(np.mean(risk)), out, risk))
    if found:
        _, _, out, risk = min(found, key=lambda one: one[:3])
        yield "worst", out, risk, 0.0, 1.0
