"""What the page of expert judgement remembers: the input chosen, what was typed, what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui import compute, display, forms_parameter, session
from pra_core.elicitation import Elicitation, Judgement
from pra_core.errors import N_, PraError
from pra_core.figures import elicitation_words as words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.labels import parameter_label
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.store.edit import elicited_source, with_elicitation, with_nature
from pra_core.wording import escaped

INPUT = "input"
TAKEN_OUT = N_("The judgements of {people} were taken out; the distribution made from them stays.")


def key(name: str) -> str:
    """The key of a widget of this page for the running scenario."""
    return f"{session.generation()}:judgement:{name}"


def choices(scenario: Scenario) -> list[str]:
    """Inputs that can be judged: the uncertain ones, those that move the result most first."""
    alike = scenario
    for name in scenario.varying:  # what is averaged over its years keeps its place in the list
        alike = with_nature(alike, name, "uncertainty")
    known = [name for name in compute.influential(alike) if name in scenario.parameters]
    return known + [name for name, p in scenario.parameters.items() if name not in known
                    and (p.distribution.kind != "fixed" or p.elicitation is not None)]


def chosen(scenario: Scenario) -> str:
    """The input the page is about."""
    wanted = str(session.shown(key(INPUT)))
    return wanted if wanted in scenario.parameters else choices(scenario)[0]


def choose(name: str) -> None:
    """Let the page be about another input; before it is drawn."""
    session.show(key(INPUT), name)


@dataclass(frozen=True, slots=True)
class Draft:
    """A judgement as far as it is typed."""

    asked: str
    probabilities: tuple[float, ...]
    values: tuple[float | None, ...]
    outside: float
    lower: float | None
    upper: float | None

    @property
    def complete(self) -> tuple[float, ...]:
        """The numbers; PraError missing where a field is empty."""
        found = tuple(x for x in self.values if x is not None)
        if len(found) < len(self.values):
            raise PraError("missing", "values", "", "a number")
        return found


def field(name: str, asked: str, part: str) -> str:
    """The key of one number of a judgement."""
    return key(f"{name}:{asked}:{part}")


def parts(asked: str, probabilities: Sequence[float]) -> list[str]:
    """The names of the numbers asked for."""
    if asked == "quantiles":
        return [f"{p:g}" for p in probabilities]
    return list(words.THREE)


def fill(name: str, asked: str, probabilities: Sequence[float],
         values: Sequence[float | None]) -> None:
    """Put numbers into the fields; in a callback or before they are drawn."""
    for part, value in zip(parts(asked, probabilities), values, strict=True):
        session.show(field(name, asked, part), value)


def begin(scenario: Scenario, name: str) -> None:
    """The fields hold what the assessor typed or judged before; for a new one they are empty.

    Nobody sees the numbers and the reason of somebody else. Only what was typed before the name
    was stays with the name.
    """
    who = str(session.shown(key("assessor")) or session.user_name())
    before = session.shown(key(f"{name}:begun"))
    if before == who:
        return
    session.show(key(f"{name}:begun"), who)
    given = scenario.parameters[name].elicitation
    people = {j.assessor: j for j in given.current} if given else {}
    if before == session.user_name() and before not in people and who not in people:
        return
    if before is not None:
        session.show(key(f"{name}:left:{before}"), {k: session.shown(k) for k in _held(name)})
    if who in people:
        load(name, people[who])
        return
    left = session.shown(key(f"{name}:left:{who}"))
    for place in _held(name):
        session.show(place, left.get(place) if isinstance(left, dict) else None)
    if not isinstance(left, dict):
        _empty(scenario, name)


def _held(name: str) -> list[str]:
    """The keys of what one person types."""
    numbers = [field(name, asked, part) for asked in words.METHODS
               for part in parts(asked, words.PROBABILITIES)]
    return [*numbers, *(key(f"{name}:{one}") for one in (
        "asked", "probabilities", "outside", "round", "reason", "picked", "blind"))]


def _empty(scenario: Scenario, name: str) -> None:
    """Nothing said yet, and the value in use hidden."""
    given = scenario.parameters[name].elicitation
    low, high = words.limits_of(scenario, name)
    session.show(key(f"{name}:asked"), "quantiles")
    session.show(key(f"{name}:probabilities"), list(words.USUAL))
    session.show(key(f"{name}:outside"), 0.0)
    session.show(key(f"{name}:reason"), "")
    session.show(key(f"{name}:blind"), True)
    session.show(key(f"{name}:round"), given.last_round if given else 1)
    session.show(key(f"{name}:lower"), _finite(given.lower if given else low))
    session.show(key(f"{name}:upper"), _finite(given.upper if given else high))


def from_use(name: str) -> None:
    """Let every field begin at the value in use, which is shown then."""
    law = session.scenario().parameters[name].distribution
    for asked in words.METHODS:
        chances = words.PROBABILITIES if asked == "quantiles" else ()
        fill(name, asked, chances, words.starting_values(law, asked, chances))
    session.show(key(f"{name}:blind"), False)


def is_blind(name: str) -> bool:
    """Whether the value in use is hidden from who judges."""
    return session.shown(key(f"{name}:blind")) is not False


def _finite(x: float | None) -> float | None:
    return x if x is not None and abs(x) < float("inf") else None


def load(name: str, judgement: Judgement) -> None:
    """Put a kept judgement into the form, to be changed."""
    _empty(session.scenario(), name)
    for asked in words.METHODS:
        chances = words.PROBABILITIES if asked == "quantiles" else ()
        fill(name, asked, chances, [None] * len(parts(asked, chances)))
    session.show(key(f"{name}:begun"), judgement.assessor)
    session.show(key(f"{name}:blind"), False)
    session.show(key(f"{name}:asked"), judgement.asked)
    session.show(key(f"{name}:probabilities"), list(judgement.probabilities) or list(words.USUAL))
    session.show(key(f"{name}:outside"), judgement.outside)
    session.show(key(f"{name}:round"), judgement.round)
    session.show(key(f"{name}:reason"), session.translator().local(judgement.reason))
    session.show(key("assessor"), judgement.assessor)
    session.show(key(f"{name}:picked"), judgement.distribution.kind)
    fill(name, judgement.asked, judgement.probabilities, judgement.values)


def keep(changed: Scenario, name: str, told: str) -> None:
    """Use a changed scenario, let other pages show it, and say what was done."""
    session.keep(changed)
    forms_parameter.refresh(name)
    session.show(key("told"), told)


def tell(told: str | PraError) -> None:
    session.show(key("told"), told)


def report(t: Translator) -> None:
    """What the last button did, or why it did nothing."""
    told = session.shown(key("told"))
    session.show(key("told"), None)
    if isinstance(told, PraError):
        display.refusal(words.plain_problems(told, session.scenario(), t),
                        t("The scenario as it was before stays in use."))
    elif told:
        st.success(escaped(str(told)))


def attempted(act: Callable[[], None]) -> None:
    """Do something; a refusal of the core is told on the next run and changes nothing."""
    try:
        act()
    except PraError as error:
        tell(error)


def take(name: str, elicitation: Elicitation | None, told: str) -> None:
    """Use the judgements for an input; without any, the value in use stays and its source says so.
    """
    running = session.scenario()
    given = running.parameters[name].elicitation
    if elicitation is not None:
        source = elicited_source(elicitation)
    elif given is None:
        return
    else:
        source = Source(status="assumed", assessor=session.user_name(), date=today(),
                        reason=local(TAKEN_OUT, people=", ".join(
                            j.assessor for j in given.counted)))
    keep(with_elicitation(running, name, elicitation, source), name, told)


def changed(name: str) -> bool:
    """Whether the value, source or judgements of an input differ from the scenario opened."""
    began, now = session.original().parameters.get(name), session.scenario().parameters[name]
    return began is not None and began != now.model_copy(update={"nature": began.nature})


def undo(name: str) -> None:
    """The value, source and judgements that the scenario was opened with."""
    t, began = session.translator(), session.original().parameters[name]
    attempted(lambda: keep(forms_parameter.undone(session.scenario(), began), name,
                           t("The value the scenario came with is in use again.")))


def put_back(name: str, before: Parameter, told: str) -> None:
    """What was in use before invented judgements were taken."""
    keep(forms_parameter.undone(session.scenario(), before), name, told)


def local(text: str, **values: object) -> dict[str, str]:
    """A text in both languages."""
    return {one: translator(one)(text, **values) for one in LANGUAGES}


def today() -> dt.date:
    return dt.date.today()


def named(scenario: Scenario, t: Translator, names: Sequence[str]) -> Mapping[str, str]:
    """Plain labels of inputs by name."""
    return {name: parameter_label(scenario, name, t) for name in names}


def draft(name: str) -> Draft:
    """What the form of an input holds."""
    asked = str(session.shown(key(f"{name}:asked")) or "quantiles")
    chances: tuple[float, ...] = ()
    if asked == "quantiles":
        given = session.shown(key(f"{name}:probabilities"))
        chances = tuple(sorted(given)) if isinstance(given, list) else words.USUAL
    values = tuple(_number(field(name, asked, part)) for part in parts(asked, chances))
    outside = _number(key(f"{name}:outside")) or 0.0
    return Draft(asked, chances, values, outside, _number(key(f"{name}:lower")),
                 _number(key(f"{name}:upper")))


def _number(place: str) -> float | None:
    held = session.shown(place)
    return float(held) if isinstance(held, (int, float)) else None


def weight(elicitation: Elicitation | None, assessor: str) -> float:
    """The weight of an assessor who judged before; 1 for a new one."""
    earlier = elicitation.current if elicitation else ()
    return next((j.weight for j in earlier if j.assessor == assessor), 1.0)
