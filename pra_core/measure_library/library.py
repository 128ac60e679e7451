"""The library read from `data/measures/`, and its entries by what they suit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import yaml

from pra_core import reference
from pra_core.errors import PraError
from pra_core.frozen import LocalText
from pra_core.measure import Effect, Measure
from pra_core.measure_library.entry import EffectTemplate, Entry, Evidence, Package
from pra_core.measure_library.taxonomy import Taxonomy
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.validation import validated

FILES = ("treatments", "origin", "consignment", "importing-country")
ANY = ""
NO_COST: LocalText = {"en": "No figure was found.", "zh_CN": "未查到数据。"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of the library; the default shows everything."""

    kind: str | None = None
    objective: str = ANY
    category: str = ANY
    stage: str = ANY
    ispm11_class: str = ANY
    evidence_for: str = ANY
    """EPPO code of a pest: only entries with evidence on it that gives an efficacy."""
    text: str = ANY
    """Letters that the title or description holds, in either language."""


@dataclass(frozen=True, slots=True)
class Library:
    """Measures to choose from, with the menu they are ordered by."""

    taxonomy: Taxonomy
    entries: tuple[Entry, ...]
    packages: tuple[Package, ...]

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id; PraError unknown_id otherwise."""
        for one in self.entries:
            if one.id == entry_id:
                return one
        raise PraError("unknown_id", "measures", entry_id,
                       ", ".join(sorted(e.id for e in self.entries)))

    def kind_of(self, scenario: Scenario) -> str | None:
        """The kind of pathway of a worked example; None for a scenario of one's own."""
        return next((kind.id for kind in self.taxonomy.pathway_kinds
                     if scenario.id in kind.scenarios), None)

    def for_kind(self, kind: str | None) -> tuple[Entry, ...]:
        """Entries for a kind of pathway, those for any commodity included; None = all."""
        if kind is None:
            return self.entries
        known = [one.id for one in self.taxonomy.pathway_kinds]
        if kind not in known:
            raise PraError("unknown_id", "pathway_kinds", kind, ", ".join(known))
        return tuple(e for e in self.entries if not e.pathway_kinds or kind in e.pathway_kinds)

    def filtered(self, asked: Filter) -> tuple[Entry, ...]:
        """The entries that pass every condition; PraError unknown_id for an unknown kind."""
        return tuple(e for e in self.for_kind(asked.kind) if self._passes(e, asked))

    def _passes(self, entry: Entry, asked: Filter) -> bool:
        menu = self.taxonomy
        one, category = menu.type_of(entry.type), menu.category_of(entry.type)
        words = " ".join((*entry.title.values(), *entry.description.values())).casefold()
        return all((
            asked.objective in (ANY, category.objective if category else None),
            asked.category in (ANY, category.id if category else None),
            asked.stage == ANY or (one is not None and asked.stage in one.stages),
            asked.ispm11_class in (ANY, entry.ispm11_class),
            asked.evidence_for == ANY or entry.is_shown_for(asked.evidence_for),
            asked.text.casefold().strip() in words))

    def for_scenario(self, scenario: Scenario) -> tuple[Entry, ...]:
        """Entries for the pathways of a scenario, without those that come from itself."""
        return tuple(e for e in self.for_kind(self.kind_of(scenario)) if e.origin != scenario.id)

    def with_scenarios(self, scenarios: Iterable[Scenario]) -> Library:
        """The library with the measures of other scenarios as entries, ids `scenario.measure`.

        Prohibitions are left out: the library has its own.
        """
        more = [entry_of(scenario, m, self.kind_of(scenario))
                for scenario in scenarios for m in scenario.measures if not m.prohibits]
        return replace(self, entries=(*self.entries, *more))


@lru_cache(maxsize=1)
def measure_library() -> Library:
    """The shipped library. PraError: `not_found`, `integrity`, and every problem of its files."""
    taxonomy = validated(Taxonomy, _read("taxonomy"))
    entries = [validated(Entry, one) for name in FILES for one in _read(name)["measures"]]
    packages = [validated(Package, one) for one in _read("systems-approaches")["packages"]]
    known, ids = {e.id for e in entries}, [e.id for e in entries]
    wrong = [e.id for e in entries if taxonomy.type_of(e.type) is None]
    wrong += [f"{p.id}: {one}" for p in packages for one in p.entries if one not in known]
    wrong += sorted({one for one in ids if ids.count(one) > 1})
    if wrong:
        raise PraError("unknown_id", "data/measures", ", ".join(wrong), "ids of the taxonomy")
    return Library(taxonomy, tuple(entries), tuple(packages))


def _read(name: str) -> dict[str, Any]:
    text = reference.verified_path(f"measures/{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)  # noqa: S506 - safe loader
    return found


def entry_of(scenario: Scenario, measure: Measure, kind: str | None) -> Entry:
    """A measure of a scenario as an entry; groups, requirements and pathways stay behind."""
    return Entry(
        id=f"{scenario.id}.{measure.id}", title=measure.title, description=measure.description,
        type=measure.type or "other-measure", pathway_kinds=(kind,) if kind else (),
        ispm11_class=measure.ispm11_class,
        effects=tuple(_template(scenario, effect) for effect in measure.effects),
        compliance=measure.compliance, adds=measure.adds, paid_by=measure.paid_by,
        cost=measure.cost, cost_basis=NO_COST, restrictiveness=measure.restrictiveness,
        restrictiveness_reason=measure.restrictiveness_reason, feasible=measure.feasible,
        feasibility=measure.feasibility, standard=measure.standard,
        certificate=measure.certificate, treatment_entry=measure.treatment_entry,
        origin=scenario.id)


def _template(scenario: Scenario, effect: Effect) -> EffectTemplate:
    return EffectTemplate(
        kind=effect.kind, step=effect.step, acts_on=effect.acts_on,
        evidence=tuple(_evidence(scenario, effect, code, shown)
                       for code, shown in effect.efficacy.items()),
        sample_size=effect.sample_size, sensitivity=effect.sensitivity,
        shown_for=scenario.pest.eppo_code, detects=effect.detects,
        detects_source=effect.detects_source)


def _evidence(scenario: Scenario, effect: Effect, code: str, shown: Parameter) -> Evidence:
    pest = scenario.pest
    named = {"en": pest.name, "zh_CN": pest.common_name.get("zh_CN", pest.name)}
    if code != pest.eppo_code:
        named = {"en": code}
    return Evidence(
        id=f"{scenario.id}.{shown.name}", pest=named, eppo_code=code,
        every_pest=shown.distribution.support == (1.0, 1.0) and effect.kind == "volume",
        schedule=effect.trial.conditions if effect.trial else scenario.title, trial=effect.trial,
        distribution=shown.distribution, survivor_factor=effect.survivor_factor,
        source=shown.source)
