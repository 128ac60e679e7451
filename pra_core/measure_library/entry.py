"""One entry of the library: a measure without the numbers that only a scenario can give."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pra_core.distribution import Beta, Distribution
from pra_core.frozen import Frozen, LocalText, problem
from pra_core.measure import EffectKind, Ispm11Class, PaidBy, TreatmentEntry, Trial
from pra_core.measure_library.taxonomy import Key
from pra_core.parameter import Parameter, Source, quantity
from pra_core.step import Step
from pra_core.treatment import insects_to_test, trial_posterior

Share = Annotated[float, Field(gt=0, lt=1)]


class Statement(Frozen):
    """A stated efficacy, such as "ED99.9972 at the 95 % confidence level" (ISPM 28)."""

    efficacy: Share
    confidence: Share


class Evidence(Frozen):
    """What is known of the efficacy of one schedule against one pest."""

    id: Key
    pest: LocalText
    """As the source names it."""
    eppo_code: str | None = None
    """None = a group of pests: shown, but taken for no pest of a scenario."""
    every_pest: bool = False
    """True by definition for whatever pest."""
    schedule: LocalText
    trial: Trial | None = None
    statement: Statement | None = None
    distribution: Distribution | None = None
    """Given where neither a trial nor a statement is what the efficacy rests on."""
    survivor_factor: Annotated[Parameter, quantity("survivor_factor")] | None = None
    treatment_entry: TreatmentEntry | None = None
    """Section III of the certificate for this schedule."""
    source: Source

    @model_validator(mode="after")
    def _one_basis(self) -> Evidence:
        if self.distribution is None and self.trial is not None and self.statement is not None:
            raise problem("conflict", self.id, "a trial or a statement")
        return self

    @property
    def law(self) -> Distribution | None:
        """Efficacy when applied; None where only the schedule is known.

        Jeffreys posterior of a trial; a statement "at least E with confidence C" is read as the
        smallest trial without survivor that shows it, n = ln(1 - C)/ln E (Couey & Chew 1986).
        """
        if self.distribution is not None:
            return self.distribution
        if self.trial is not None:
            survival = trial_posterior(self.trial.treated, self.trial.survivors,
                                       self.trial.control_mortality)
        elif self.statement is not None:
            n = insects_to_test(self.statement.efficacy, self.statement.confidence)
            survival = trial_posterior(n, 0)
        else:
            return None
        return Beta(a=survival.b, b=survival.a)

    def fits(self, eppo_code: str) -> bool:
        """Whether it is evidence on this pest."""
        return self.every_pest or self.eppo_code == eppo_code


class EffectTemplate(Frozen):
    """What a measure does at which step; see `measure.Effect`."""

    kind: EffectKind
    step: Step | None = None
    acts_on: Literal["unit", "individual"] = "unit"
    evidence: tuple[Evidence, ...] = ()
    sample_size: Annotated[Parameter, quantity("sample_size")] | None = None
    sensitivity: Annotated[Parameter, quantity("sensitivity")] | None = None
    shown_for: str | None = None
    """EPPO code of the pest that the sensitivity was stated for; None = not for one pest."""
    detects: Literal["live", "signs"] = "live"
    detects_source: Source | None = None

    def recognised(self, eppo_code: str) -> Parameter | None:
        """The sensitivity of an inspection for this pest; None where it was stated for another."""
        return self.sensitivity if self.shown_for in (None, eppo_code) else None

    def found(self, eppo_code: str) -> tuple[Evidence, ...]:
        """Evidence on this pest that gives an efficacy."""
        return tuple(e for e in self.evidence if e.fits(eppo_code) and e.law is not None)


class Entry(Frozen):
    """A measure of the library. What it leaves out, the user decides before use."""

    id: Key
    title: LocalText
    description: LocalText
    type: Key
    pathway_kinds: tuple[Key, ...] = ()
    """Empty = any commodity."""
    ispm11_class: Ispm11Class
    effects: Annotated[tuple[EffectTemplate, ...], Field(min_length=1)]
    compliance: Annotated[Parameter, quantity("compliance")] | None = None
    adds: bool = False
    paid_by: PaidBy | None = None
    cost: Annotated[Parameter, quantity("cost")] | None = None
    cost_basis: LocalText
    """What the cost is made of, where no figure is given."""
    restrictiveness: Annotated[int, Field(ge=1, le=5)]
    restrictiveness_reason: LocalText
    feasible: bool = True
    feasibility: LocalText
    standard: str
    certificate: LocalText | None = None
    """Additional declaration; {pest} stands for the name of the pest."""
    treatment_entry: TreatmentEntry | None = None
    origin: str | None = None
    """The worked example it comes from."""

    @property
    def per_founding(self) -> bool:
        """Whether it acts on foundings, not on lots."""
        return all(e.kind in ("establishment", "spread") for e in self.effects)

    @property
    def prohibits(self) -> bool:
        """Whether it ends the trade by definition."""
        return any(e.kind == "volume" and any(
            one.every_pest and one.law is not None and one.law.support == (1.0, 1.0)
            for one in e.evidence) for e in self.effects)

    def has_evidence(self, eppo_code: str) -> bool:
        """Whether an efficacy, or an inspection's sensitivity, is known for this pest."""
        return all(e.found(eppo_code) if e.kind != "inspection"
                   else e.recognised(eppo_code) is not None
                   for e in self.effects)

    def is_shown_for(self, eppo_code: str) -> bool:
        """Whether evidence on this pest shows what it does; a prohibition works by definition."""
        return self.has_evidence(eppo_code) and not self.prohibits

    @property
    def inspects(self) -> bool:
        """Whether it is an inspection: a sample size and a sensitivity, no efficacy."""
        return any(e.kind == "inspection" for e in self.effects)


class Package(Frozen):
    """A systems approach: measures of the library that are meant to work together (ISPM 14)."""

    id: Key
    title: LocalText
    description: LocalText
    entries: Annotated[tuple[Key, ...], Field(min_length=2)]
    standard: str
