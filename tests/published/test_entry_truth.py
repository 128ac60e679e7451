"""Entry against what really happens to lots, units and pests, simulated or counted by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pra_core.assessment import Assessment, assess
from tests.minimal import inspection, parameter, pathway, scenario, share, treatment

Floats = NDArray[np.float64]
LINE = 0.3
"""Chance that one female's line lasts, where a test does not use R0."""


def fixed_pathway(f0: float, m0: float, lot: int, kappa: float | None = 1.0, volume: float = 1e6,
                  steps: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    found = pathway(
        volume=parameter("fruit.volume", "units/yr", value=volume),
        prevalence=parameter("fruit.prevalence", "infested units/unit", value=f0),
        pests_per_unit=parameter("fruit.pests_per_unit", "pests/infested unit", value=m0),
        lot_size=parameter("fruit.lot_size", "units/lot", value=lot),
        lot_shape=parameter("fruit.lot_shape", "1", value=kappa or 1.0),
        steps=steps or {"transfer": {"unit": share("fruit.transfer", 1.0)}}, **changes)
    if kappa is None:
        del found["lot_shape"]
    return found


def asexual(**changes: Any) -> dict[str, Any]:
    from tests.minimal import scenario_data

    pest = scenario_data()["pest"] | {"reproduction": "asexual",
                                      "line_survival": share("line", LINE)}
    del pest["female_share"], pest["r0"]
    return pest | changes


def run(measures: list[dict[str, Any]], path: dict[str, Any], **changes: Any) -> Assessment:
    """Everything fixed, all measures selected: one draw is all there is."""
    found = scenario(measures=measures, pathways=[path], **{"pest": asexual()} | changes)
    return assess(found.with_measures([m["id"] for m in measures]), draws=1)


@dataclass(frozen=True)
class Inspected:
    """One inspection of the simulated chain, and what it sees."""

    units: int
    sensitivity: float
    signs: bool


@dataclass(frozen=True)
class Consignments:
    """Lots with the chain export inspection, transport, import inspection."""

    prevalence: float
    shape: float
    lot: int
    pests: float
    export: Inspected
    arrive_unit: float
    arrive_pest: float
    entry: Inspected


CASES = [
    pytest.param(Consignments(0.005, 1.0, 2_000, 3.0, Inspected(300, 0.5, signs=False), 0.7, 0.4,
                              Inspected(200, 0.8, signs=False)), id="ISPM-31-two-inspections-live"),
    pytest.param(Consignments(0.01, 0.6, 1_000, 1.5, Inspected(200, 0.4, signs=True), 0.9, 0.2,
                              Inspected(150, 0.6, signs=False)),
                 id="ISPM-31-signs-abroad-live-at-entry"),
    pytest.param(Consignments(0.004, 2.0, 800, 0.7, Inspected(400, 0.7, signs=True), 0.8, 0.5,
                              Inspected(400, 0.7, signs=True)),
                 id="ISPM-31-half-of-each-finite-lot-signs-twice"),
]


def _looked_at(rng: np.random.Generator, lots: NDArray[np.int64], here: NDArray[np.bool_],
               size: int, n: int) -> NDArray[np.bool_]:
    """Which infested units are among `n` units drawn without replacement from each lot."""
    count = np.bincount(lots[here], minlength=int(lots[-1]) + 1)
    drawn = rng.hypergeometric(count, size - count, n)
    order = np.lexsort((rng.random(lots.size), ~here, lots))  # those still here first, shuffled
    start = np.searchsorted(lots, np.arange(count.size))
    place = np.empty(lots.size, np.int64)
    place[order] = np.arange(lots.size) - start[lots[order]]
    return here & (place < drawn[lots])


def simulate(c: Consignments, lots: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Per lot: founding chance of released units, living pests released, 1 if released."""
    rng = np.random.default_rng(seed)
    prevalence = rng.gamma(c.shape, c.prevalence / c.shape, lots)
    infested = rng.binomial(c.lot, np.minimum(prevalence, 1.0))
    unit = np.repeat(np.arange(lots), infested)
    pests = rng.poisson(c.pests, unit.size)
    here, rejected = np.ones(unit.size, bool), np.zeros(lots, bool)
    for stage, at in enumerate((c.export, c.entry)):
        if stage == 1:
            here &= rng.random(unit.size) < c.arrive_unit
            pests = rng.binomial(pests, c.arrive_pest)
        seen = _looked_at(rng, unit, here, c.lot, at.units)
        visible = seen & (at.signs | (pests > 0)) & (rng.random(unit.size) < at.sensitivity)
        rejected |= np.bincount(unit[visible], minlength=lots) > 0
    moving = here & ~rejected[unit]
    founds = -np.expm1(pests * math.log1p(-LINE)) * moving
    return (np.bincount(unit, founds, lots), np.bincount(unit, pests * moving, lots),
            (~rejected).astype(float))


@pytest.mark.parametrize("case", CASES)
def test_release_of_gamma_lots_against_lot_by_lot_simulation(case: Consignments) -> None:
    lots = 120_000
    founded, pests, released = simulate(case, lots, seed=11)
    result = run(
        [inspection(key, at.units, at.sensitivity, step, "signs" if at.signs else "live")
         for key, step, at in (("export", "export_inspection", case.export),
                               ("entry", "import_inspection", case.entry))],
        fixed_pathway(case.prevalence, case.pests, case.lot, case.shape, volume=lots * case.lot,
                      steps={"transport": {"unit": share("unit", case.arrive_unit),
                                           "individual": share("pest", case.arrive_pest)},
                             "transfer": {}}))
    _agree(result.founding_rate[0], founded)
    per_lot = result.metric("pests_per_lot")[0]
    # The error of a ratio of means: that of pests - ratio x released.
    _agree(per_lot * float(np.sum(released)), pests, pests - per_lot * released)
    assert result.founding_rate[0] < 0.8 * run([], fixed_pathway(
        case.prevalence, case.pests, case.lot, case.shape, volume=lots * case.lot,
        steps={"transport": {"unit": share("unit", case.arrive_unit),
                             "individual": share("pest", case.arrive_pest)},
               "transfer": {}})).founding_rate[0]


def _agree(computed: float, simulated: Floats, spread: Floats | None = None) -> None:
    """Within four standard errors plus the 0.5 % the closed form may differ by in these cases."""
    error = float(np.std(simulated if spread is None else spread)) * math.sqrt(simulated.size)
    total = float(np.sum(simulated))
    assert error < 0.02 * total, "the simulation is too small to test anything"
    assert abs(computed - total) < 4 * error + 0.005 * total


@pytest.mark.parametrize("detects", ["live", "signs"])
@pytest.mark.parametrize("kappa", [0.5, 3.0, None])
def test_inspecting_every_unit_with_certainty_passes_nothing(detects: str, kappa: float | None
                                                             ) -> None:
    path = fixed_pathway(0.01, 3.0, 600, kappa)
    every = run([inspection(n=600, q=1.0, detects=detects)], path)
    assert every.founding_rate[0] == 0.0
    assert every.annual_probability[0] == 0.0
    almost = run([inspection(n=600, q=0.99, detects=detects)], path)
    assert 0.0 < almost.founding_rate[0] < run([], path).founding_rate[0]


def test_equal_lots_are_the_limit_of_gamma_lots() -> None:
    equal = run([inspection()], fixed_pathway(0.002, 3.0, 20_000, None)).founding_rate[0]
    nearly = run([inspection()], fixed_pathway(0.002, 3.0, 20_000, 1e7)).founding_rate[0]
    assert nearly == pytest.approx(equal, rel=1e-6)
    seen = 300 * 0.002 * -math.expm1(-3.0)
    found = 1e6 * 0.002 * (1 - 300 / 20_000) * math.exp(-seen) * -math.expm1(-3 * LINE)
    assert equal == pytest.approx(found, rel=1e-12)


def test_cleaner_lots_are_rejected_less_often() -> None:
    """f0 0.05, 600 units, sensitivity 0.5, κ 1: field control raises what gets through."""
    path = fixed_pathway(0.05, 3.0, 10_000, volume=10_000)
    look = inspection(detects="signs")
    control = treatment("control", 0.9, "production", "prevalence", "unit")
    inspected = run([look], path).funnel[-1, 0]
    both = run([look, control], path).funnel[-1, 0]
    assert inspected == pytest.approx(500 / 16**2 * 0.97, rel=1e-12)
    assert both == pytest.approx(50 / 2.5**2 * 0.97, rel=1e-12)
    assert (round(inspected, 1), round(both, 1)) == (1.9, 7.8)
    assert run([control], path).funnel[-1, 0] == pytest.approx(50.0)


def test_compliance_and_outage_by_hand() -> None:
    """Two unit-level treatments of one operator: five kinds of lots."""
    a = treatment("a", 0.9, acts_on="unit", kind="survival", group="plant",
                  compliance=share("a.compliance", 0.8))
    b = treatment("b", 0.6, "packing", "survival", "unit", group="plant",
                  compliance=share("b.compliance", 0.7))
    groups = [{"id": "plant", "title": {"en": "plant"}, "outage": share("outage", 0.05)}]
    path = fixed_pathway(0.01, 3.0, 1000)
    bare = run([], path).funnel[-1, 0]
    assert bare == pytest.approx(1e4)
    both = run([a, b], path, groups=groups).funnel[-1, 0] / bare
    kinds = {0.95 * 0.8 * 0.7: 0.1 * 0.4, 0.95 * 0.8 * 0.3: 0.1, 0.95 * 0.2 * 0.7: 0.4,
             0.95 * 0.2 * 0.3: 1.0, 0.05: 1.0}
    assert math.fsum(kinds) == pytest.approx(1.0)
    assert both == pytest.approx(math.fsum(p * left for p, left in kinds.items()), rel=1e-12)
    # Outage is charged to a single member too.
    alone = run([a], path, groups=groups).funnel[-1, 0] / bare
    assert alone == pytest.approx(0.95 * (0.8 * 0.1 + 0.2) + 0.05, rel=1e-12)


def test_requirements_are_judged_on_what_works_on_a_lot() -> None:
    """b needs a: where a fails on a lot, b fails too; a mutual pair fails together."""
    path = fixed_pathway(0.01, 3.0, 1000)
    a = treatment("a", 0.9, "packing", "survival", "unit", compliance=share("a.compliance", 0.8))
    b = treatment("b", 0.6, acts_on="unit", kind="survival", requires=["a"],
                  compliance=share("b.compliance", 0.7))
    bare = run([], path).funnel[-1, 0]
    both = run([a, b], path).funnel[-1, 0] / bare
    assert both == pytest.approx(0.8 * 0.7 * 0.04 + 0.8 * 0.3 * 0.1 + 0.2, rel=1e-12)
    pair = run([a | {"requires": ["b"]}, b], path).funnel[-1, 0] / bare
    assert pair == pytest.approx(0.8 * 0.7 * 0.04 + (1 - 0.8 * 0.7), rel=1e-12)
    found = scenario(measures=[a, b], pathways=[path], pest=asexual())
    without = assess(found.with_measures(["b"]), draws=1).funnel[-1, 0]
    assert without == bare


def test_a_group_fails_together_even_where_each_member_always_complies() -> None:
    path = fixed_pathway(0.01, 3.0, 1000)
    groups = [{"id": "plant", "title": {"en": "plant"}, "outage": share("outage", 0.2)}]
    measures = [treatment(key, 0.9, step, "survival", "unit", group="plant")
                for key, step in (("a", "packing"), ("b", "transport"))]
    found = run(measures, path, groups=groups).funnel[-1, 0]
    assert found == pytest.approx(1e4 * (0.8 * 0.01 + 0.2), rel=1e-12)


def test_a_requirement_that_acts_on_another_pathway_must_still_work() -> None:
    a = treatment("a", 0.9, acts_on="unit", kind="survival", compliance=share("c", 0.6))
    a["effects"][0]["pathways"] = ["other"]
    b = treatment("b", 0.9, acts_on="unit", kind="survival", requires=["a"])
    b["effects"][0]["pathways"] = ["fruit"]
    found = scenario(pathways=[fixed_pathway(0.01, 3.0, 1000), pathway("other")],
                     measures=[a, b], pest=asexual())
    rows = assess(found.with_measures(["a", "b"]), draws=1).funnels["fruit"][:, 0]
    assert rows[-1] == pytest.approx(1e4 * (0.6 * 0.1 + 0.4), rel=1e-12)


def test_a_chain_of_requirements_and_a_group_against_enumeration() -> None:
    """c needs b needs a; a and c share an operator; three inspections at three steps."""
    path = fixed_pathway(0.02, 2.0, 2_000, 0.7)
    steps = ("export_inspection", "transport", "import_inspection")
    measures = [
        inspection(key, 100, q, step, compliance=share(f"{key}.compliance", c),
                   requires=[before] if before else [],
                   group="plant" if key in "ac" else None)
        for key, q, step, c, before in zip("abc", (0.3, 0.5, 0.9), steps, (0.9, 0.8, 0.7),
                                           ("", "a", "b"), strict=True)]
    groups = [{"id": "plant", "title": {"en": "plant"}, "outage": share("outage", 0.15)}]
    total = 0.0
    for fails in itertools.product((False, True), repeat=4):
        weight = math.prod(
            (1 - c if f else c) for c, f in zip((0.9, 0.8, 0.7, 0.85), fails, strict=True))
        up = [not f for f in fails]
        a = up[0] and up[3]
        b = up[1] and a
        c = up[2] and up[3] and b
        s, t = 1.0, 0.0
        for works, q in zip((a, b, c), (0.3, 0.5, 0.9), strict=True):
            if works:
                t += 100 * q * s * -math.expm1(-2.0)
                s *= 1 - 100 * q / 2_000
        total += weight * 1e6 * 0.02 * s * (1 + 0.02 * t / 0.7) ** -1.7
    found = run(measures, path, groups=groups).funnel[-1, 0]
    assert found == pytest.approx(total, rel=1e-12)


def test_of_inspections_at_one_step_the_largest_counts() -> None:
    path = fixed_pathway(0.01, 0.5, 2_000)
    live, signs = inspection("live", 400, 0.5), inspection("signs", 100, 0.9, detects="signs")
    seen = {"live": 200 * -math.expm1(-0.5), "signs": 90.0}
    assert seen["signs"] > seen["live"]
    alone = run([signs], path).founding_rate[0]
    assert run([live, signs], path).founding_rate[0] == alone
    assert alone != run([live], path).founding_rate[0]
    # With more pests in a unit the live inspection sees more, and its own thinning is used.
    many = fixed_pathway(0.01, 3.0, 2_000)
    assert (run([live, signs], many).founding_rate[0] == run([live], many).founding_rate[0]
            != run([signs], many).founding_rate[0])


def test_the_largest_is_chosen_on_each_lot_by_what_works_there() -> None:
    path = fixed_pathway(0.01, 5.0, 2_000)
    large = inspection("large", 400, 0.5, detects="signs", compliance=share("c1", 0.6))
    small = inspection("small", 100, 0.5, detects="signs", compliance=share("c2", 0.9))

    def left(nq: float) -> float:
        return 1e4 * (1 - nq / 2_000) * (1 + 0.01 * nq) ** -2

    expected = 0.6 * left(200) + 0.4 * 0.9 * left(50) + 0.4 * 0.1 * left(0)
    assert run([large, small], path).funnel[-1, 0] == pytest.approx(expected, rel=1e-12)


def test_inspections_that_add_follow_the_largest_on_what_is_left() -> None:
    path = fixed_pathway(0.01, 5.0, 2_000)
    main = inspection("main", 400, 0.5, detects="signs")
    covered = inspection("covered", 300, 0.5, detects="signs")
    more = inspection("more", 200, 0.5, detects="signs", adds=True)
    exposure = 200 + 100 * (1 - 200 / 2_000)
    left = (1 - 200 / 2_000) * (1 - 100 / 2_000)
    expected = 1e4 * left * (1 + 0.01 * exposure) ** -2
    for chosen in ([main, more], [more, main], [main, covered, more]):
        assert run(chosen, path).funnel[-1, 0] == pytest.approx(expected, rel=1e-12)


def test_founding_by_both_sexes_against_simulated_units() -> None:
    """Poisson counts per unit, each pest female with chance φ, mated females' lines last p1."""
    rng = np.random.default_rng(5)
    m, phi, units, p1 = 1.6, 0.6, 400_000, LINE
    pests = rng.poisson(m, units)
    females = rng.binomial(pests, phi)
    lasting = rng.binomial(females, p1) * (pests > females)
    observed = float(np.mean(lasting > 0))
    pest = asexual(reproduction="sexual", female_share=share("phi", phi))
    found = run([], fixed_pathway(0.01, m, 1000), pest=pest).founding_rate[0] / 1e4
    assert abs(found - observed) < 4 * math.sqrt(observed / units)
    # The exact generating function: E[(1 - (1 - p1)^F) 1(M > 0)] with independent Poisson sexes.
    f, g = np.arange(40)[:, None], np.arange(40)[None, :]
    def pmf(mean: float, k: NDArray[np.int64]) -> Floats:
        logs = np.array([math.lgamma(i + 1) for i in k.ravel()]).reshape(k.shape)
        return np.asarray(np.exp(k * math.log(mean) - mean - logs))
    exact = np.sum(pmf(phi * m, f) * pmf((1 - phi) * m, g) * (1 - (1 - p1) ** f) * (g > 0))
    assert found == pytest.approx(float(exact), rel=1e-10)


@pytest.mark.parametrize("together", [2, 5])
def test_infested_units_discarded_together_let_pests_meet(together: int) -> None:
    """Simulated heaps of g infested units each: sexes can meet across units."""
    rng = np.random.default_rng(6)
    m, heaps = 0.4, 300_000
    females = rng.poisson(0.5 * m, (heaps, together)).sum(axis=1)
    males = rng.poisson(0.5 * m, (heaps, together)).sum(axis=1)
    founds = (rng.binomial(females, LINE) > 0) & (males > 0)
    observed = float(np.mean(founds))
    pest = asexual(reproduction="sexual", female_share=share("phi", 0.5))
    path = fixed_pathway(0.01, m, 1000, units_together={
        "number": parameter("together", "units", value=together), "counts": "infested"})
    found = run([], path, pest=pest).founding_rate[0] / (1e4 / together)
    assert abs(found - observed) < 4 * math.sqrt(observed / heaps)
    apart = run([], fixed_pathway(0.01, m, 1000), pest=pest).founding_rate[0] / 1e4 * together
    assert found > 1.2 * apart


def test_a_source_that_counted_occupied_units_only() -> None:
    """m0 and f0 are put in the Poisson sense: the same pests per unit offered."""
    path = fixed_pathway(0.01, 2.0, 1000, counts="occupied")
    result = run([], path)
    infested = result.funnel[0, 0]
    poisson = 2.0 * 1e4 / infested  # pests are conserved
    assert poisson / -math.expm1(-poisson) == pytest.approx(2.0)
    assert result.founding_rate[0] == pytest.approx(infested * -math.expm1(-poisson * LINE))


def test_kill_acts_on_pests_and_survival_on_units() -> None:
    path = fixed_pathway(0.01, 2.0, 1000)
    unit = run([treatment("t", 0.9, kind="survival", acts_on="unit")], path)
    pests = run([treatment("t", 0.9)], path)
    assert unit.funnel[-1, 0] == pytest.approx(1e3)
    assert pests.funnel[-1, 0] == 1e4
    assert unit.founding_rate[0] == pytest.approx(1e3 * -math.expm1(-2 * LINE))
    assert pests.founding_rate[0] == pytest.approx(1e4 * -math.expm1(-0.2 * LINE))


def test_survivors_in_practice_per_survivor_in_the_trial() -> None:
    path = fixed_pathway(0.01, 2.0, 1000)
    effect = treatment("t", 0.9)["effects"][0]
    for factor, left in ((3.0, 0.3), (30.0, 1.0)):
        commercial = effect | {"survivor_factor": parameter("factor", "1", value=factor)}
        found = run([treatment("t", effects=[commercial])], path).founding_rate[0]
        assert found == pytest.approx(1e4 * -math.expm1(-2 * left * LINE))


def test_prohibition_leaves_exactly_nothing_of_its_pathway() -> None:
    ban = treatment("ban", 1.0, "distribution", "volume", "unit")
    ban["effects"][0]["pathways"] = ["fruit"]
    del ban["compliance"]
    other = pathway("other")
    found = scenario(measures=[ban, inspection()], pathways=[pathway(), other])
    banned = assess(found.with_measures(["ban", "inspection"]), draws=50)
    free = assess(found.with_measures(["inspection"]), draws=50)
    assert np.all(banned.rates["fruit"] == 0.0)
    assert np.array_equal(banned.founding_rate, free.rates["other"])
    assert np.all(free.rates["fruit"] > 0)


def test_the_funnel_counts_units_and_not_what_founds() -> None:
    """A measure against establishment acts per founding: no fewer units arrive."""
    watch = treatment("watch", 0.4, kind="establishment", acts_on="unit")
    del watch["effects"][0]["step"], watch["compliance"]
    path = fixed_pathway(0.01, 2.0, 1000)
    bare, watched = run([], path), run([watch], path)
    assert watched.funnel.tolist() == bare.funnel.tolist()
    assert watched.founding_rate[0] == pytest.approx(0.6 * bare.founding_rate[0])
    total = treatment("watch", 1.0, kind="establishment", acts_on="unit")
    del total["effects"][0]["step"], total["compliance"]
    assert run([total], path).metric("pests_per_lot")[0] == bare.metric("pests_per_lot")[0] > 0


def test_the_funnel_shows_a_required_measure_at_its_own_step() -> None:
    first = treatment("first", 0.9, "production", "survival", "unit", requires=["second"])
    second = treatment("second", 0.5, "packing", "survival", "unit")
    found = run([first, second], fixed_pathway(0.01, 2.0, 1000)).funnel[:, 0]
    assert found[:3].tolist() == pytest.approx([1e4, 1e3, 5e2])


def test_every_step_of_the_funnel_is_the_chain_up_to_there() -> None:
    steps = {"production": {"unit": share("s1", 0.9)}, "packing": {"unit": share("s2", 0.8)},
             "transport": {"unit": share("s3", 0.7), "individual": share("s4", 0.5)},
             "distribution": {"unit": share("s5", 0.6)}, "transfer": {"unit": share("s6", 0.1)}}
    look = inspection(n=100, q=0.5, step="export_inspection", detects="signs")
    found = run([look], fixed_pathway(0.01, 2.0, 1000, steps=steps)).funnel[:, 0]
    passed = 0.95 * (1 + 0.01 * 50 * 0.72) ** -2
    expected = 1e4 * np.array([1, 0.9, 0.72, 0.72, 0.72 * passed, 0.504 * passed, 0.504 * passed,
                               0.3024 * passed, 0.03024 * passed])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


