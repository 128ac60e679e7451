"""What a scenario already has that is like an entry: its twins, their group, their practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pra_core.measure import Measure, TreatmentEntry
from pra_core.measure_library.entry import Entry
from pra_core.scenario import Scenario

TREATMENT = "kill-treatment"
"""Treatments are told apart by their method, other measures by type, effect and step."""
METHODS = ("cold", "vapour heat", "hot water", "heat treatment", "dielectric", "irradiation",
           "fumigation", "dip", "wash", "atmosphere")
"""Words of section III of the certificate by which treatments are told apart."""
CHEMICAL = ("fumigation", "dip", "wash")
RADIATION = ("irradiation", "辐照")


def twins(entry: Entry, scenario: Scenario) -> tuple[Measure, ...]:
    """Measures of the scenario that do what the entry does in another form, closest first.

    A treatment is like one of the same method, wherever it takes place (cold like cold, not like
    irradiation); any other measure is like one of its type with the same effect at the same step.
    """
    stem, found = entry.id.rpartition(".")[2], []
    for measure in scenario.measures:
        if measure.type != entry.type:
            continue
        if entry.type == TREATMENT:
            alike = bool(methods(entry) & methods(measure))
        else:
            alike = bool(_places(entry) & _places(measure))
        if alike:
            found.append(measure)
    return tuple(sorted(found, key=lambda m: m.id != stem))


def methods(one: Entry | Measure) -> set[tuple[str, str]]:
    """Methods of treatment, with the chemical where it is a fumigation or a dip."""
    return {method for given in _entries(one) for method in _method(given)}


def radiates(one: Entry | Measure) -> bool:
    """Whether it is an irradiation: pests may live on, but do not develop or breed (ISPM 18)."""
    return any(word in text.casefold() for given in _entries(one)
               for text in given.treatment.values() for word in RADIATION)


def likely_group(entry: Entry, scenario: Scenario) -> str | None:
    """The group that most measures of its kind in the scenario fail with; None = none.

    Treatments are of one kind, whatever the step; others have the type and a step in common.
    """
    if entry.per_founding or entry.prohibits:
        return None
    kin = [m for m in scenario.measures if m.type == entry.type and not m.prohibits
           and (entry.type == TREATMENT or _steps(m) & _steps(entry))]
    counted = Counter(m.group for m in kin if m.group is not None)
    if not counted:
        return None
    group, times = counted.most_common(1)[0]
    return group if 2 * times >= len(kin) else None


def practised(entry: Entry, scenario: Scenario) -> tuple[Measure, ...]:
    """Treatments of the scenario that say how many more survive in practice than in the trial.

    Empty where the entry kills nothing, or its evidence on this pest has its own factor.
    """
    code = scenario.pest.eppo_code
    if not any(e.kind == "kill" for e in entry.effects) or any(
            e.survivor_factor is not None for effect in entry.effects
            for e in effect.found(code)):
        return ()
    found = [m for m in scenario.measures if m.type == TREATMENT
             and any(e.survivor_factor is not None for e in m.effects)]
    return tuple(sorted(found, key=lambda m: not methods(m) & methods(entry)))


def _method(given: TreatmentEntry) -> Iterator[tuple[str, str]]:
    text = given.treatment["en"].casefold()
    chemical = _first(given.chemical["en"]) if given.chemical is not None else ""
    known = [word for word in METHODS if word in text] or [_first(text)]
    for word in known:
        # Only a treatment by a chemical is told apart by it; the mark stands for one too.
        yield word, (chemical or text if word in CHEMICAL else "")


def _first(text: str) -> str:
    words = text.casefold().split()
    return words[0] if words else ""


def _entries(one: Entry | Measure) -> Iterator[TreatmentEntry]:
    if one.treatment_entry is not None:
        yield one.treatment_entry
    if isinstance(one, Entry):
        for effect in one.effects:
            for evidence in effect.evidence:
                if evidence.treatment_entry is not None:
                    yield evidence.treatment_entry


def _places(one: Entry | Measure) -> set[tuple[str, str | None]]:
    return {(e.kind, e.step) for e in one.effects}


def _steps(one: Entry | Measure) -> set[str | None]:
    return {step for _, step in _places(one)}
