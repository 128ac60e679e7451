"""What changed between two versions of a scenario, in words: history and comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from pra_core import labels
from pra_core.alop import Alop
from pra_core.distribution import Distribution
from pra_core.errors import N_
from pra_core.figures.change_names import FIELDS, PARTS, READABLE
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES
from pra_core.scenario_changes import Change
from pra_core.wording import alop_words

_LAW: TypeAdapter[Distribution] = TypeAdapter(Distribution)
SHORT = 80
"""Characters of a text that is told as a whole; of a longer one only that it changed."""
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Told:
    """One change: what it is of, what it was and what it is; plain text, not markdown."""

    what: str
    before: str = ""
    after: str = ""
    sentence: str = ""
    """How it is told in a line, where not by its three parts."""

    def line(self, t: Translator) -> str:
        """All of it in one line."""
        if self.sentence or not (self.before or self.after):
            return self.sentence or self.what
        return t("{what}: {before} → {after}", what=self.what, before=self.before or NOTHING,
                 after=self.after or NOTHING)


def told(changes: Iterable[Change], t: Translator, currency: str = "") -> list[Told]:
    """Every change in words.

    A measure that took the place of a like one is one change, and so is a value with its source.
    `currency`: of amounts that the level of protection limits.
    """
    found = list(changes)
    pairs, rest = _replaced(found)
    lines = [_replacement(out, new, t) for out, new in pairs]
    for one in _with_sources(rest):
        if isinstance(one, Change):
            lines.append(_one(one, t, currency))
        else:
            value, source = _one(one[0], t, currency), _source(one[1], t)
            lines.append(replace(
                value, before=t("{value}; {source}", value=value.before, source=source.before),
                after=t("{value}; {source}", value=value.after, source=source.after)))
    return lines


def lines(changes: Iterable[Change], t: Translator, currency: str = "") -> list[str]:
    """Every change as one line of plain text."""
    return [one.line(t) for one in told(changes, t, currency)]


def table(changes: Iterable[Change], t: Translator, currency: str = "") -> pd.DataFrame:
    """One row per change: what, before, after."""
    rows = [{"what": one.what, "before": one.before or NOTHING, "after": one.after or NOTHING}
            for one in told(changes, t, currency)]
    return pd.DataFrame(rows, columns=["what", "before", "after"])


def _replaced(changes: Sequence[Change]) -> tuple[list[tuple[Change, Change]], list[Change]]:
    """Measures that took the place of a like one, and everything else."""
    new = [one for one in changes if one.kind == "selected"]
    pairs: list[tuple[Change, Change]] = []
    for out in (one for one in changes if one.kind == "unselected"):
        like = next((one for one in new if _first_word(one) == _first_word(out)), None)
        if like is not None:
            new.remove(like)
            pairs.append((out, like))
    used = {id(one) for pair in pairs for one in pair}
    return pairs, [one for one in changes if id(one) not in used]


def _first_word(change: Change) -> str:
    return str(change.place[-1]).partition("-")[0]


def _replacement(out: Change, new: Change, t: Translator) -> Told:
    old, now = (t.local(one.title_before or one.title_after or one.owner) for one in (out, new))
    what = t("Selected measure")
    short = Told(what, old, _without_common_start(old, now))
    return Told(what, old, now, short.line(t))


def _without_common_start(old: str, now: str) -> str:
    """The second text without the words with which both begin, as long as any are left."""
    first, second = old.split(" "), now.split(" ")
    same = 0
    while same < min(len(first), len(second)) - 1 and first[same] == second[same]:
        same += 1
    return " ".join(second[same:])


def _with_sources(changes: Sequence[Change]) -> list[Change | tuple[Change, Change]]:
    """A value and the source of the same value stand together."""
    sources = {one.place[:-1]: one for one in changes if one.kind == "source"}
    joined: list[Change | tuple[Change, Change]] = []
    for one in changes:
        source = sources.get(one.place) if one.kind == "parameter" else None
        joined.append(one if source is None else (one, source))
    used = {id(one[1]) for one in joined if not isinstance(one, Change)}
    return [one for one in joined if id(one) not in used]


def _one(change: Change, t: Translator, currency: str) -> Told:
    if change.kind in _SIMPLE:
        what, sentence, comes = _SIMPLE[change.kind]
        title = _title(change, t)
        return Told(t(what), "" if comes else title, title if comes else "",
                    t(sentence, title=title))
    if change.kind in _WHOLE:
        return _whole(change, t)
    if change.kind in ("added", "removed"):
        return _came_or_went(change, t)
    if change.kind == "alop":
        return Told(t("Level of protection"), *(
            "" if one is None else alop_words(Alop.model_validate(one), currency, t)
            for one in (change.before, change.after)))
    if change.kind == "parameter":
        return Told(_label(change, t), _value(change.before, t), _value(change.after, t))
    if change.kind == "source":
        return replace(_source(change, t), what=t("Source of {what}", what=_label(change, t)))
    if change.kind == "text":
        return _text(change, t)
    return Told(_label(change, t), _plain(change.before, change, t),
                _plain(change.after, change, t))


_SIMPLE: Mapping[str, tuple[str, str, bool]] = {
    "selected": (N_("Selected measure"), N_("Now selected: {title}"), True),
    "unselected": (N_("Selected measure"), N_("No longer selected: {title}"), False),
    "measure_added": (N_("Measure to choose from"), N_("Measure added: {title}"), True),
    "measure_removed": (N_("Measure to choose from"), N_("Measure taken out: {title}"), False),
}
"""What it is of, how it is told in a line, and whether it came or went."""
_WHOLE = ("restored", "copied", "imported")
"""What happened to the stored scenario as a whole."""


def _whole(change: Change, t: Translator) -> Told:
    if change.kind == "restored":
        return Told(t("Version {number} brought back", number=change.after))
    if change.kind == "copied":
        return Told(t("Copied from “{name}”, version {number}", name=change.before,
                      number=change.after))
    return Told(t("Taken in from a library file"))


def _title(change: Change, t: Translator) -> str:
    for title in (change.title_after, change.title_before, change.owner):
        if "en" in title:
            return t.local(title)
    return str(change.place[-1])


def _came_or_went(change: Change, t: Translator) -> Told:
    part = _part(change, t)
    title = t.local(change.owner) if change.owner else ""
    what = t("{part}: {owner}", part=part, owner=title) if title else part
    if change.kind == "added":
        return Told(what, "", t("there"), t("Added: {what}", what=what))
    return Told(what, t("there"), "", t("Taken out: {what}", what=what))


def _label(change: Change, t: Translator) -> str:
    """What the change is of, with whose it is."""
    what = _quantity(change, t) or _part(change, t)
    if not change.owner:
        return what
    return t("{quantity} — {owner}", quantity=what, owner=t.local(change.owner))


def _quantity(change: Change, t: Translator) -> str:
    if change.quantity.startswith("step."):
        _, step, level = change.quantity.split(".")
        title = labels.step_title(step, t) if step in labels.STEP_TITLES else step
        if level == "unit":
            return t("{step}: share of infested units that stay infested and move on", step=title)
        return t("{step}: share of the pests inside that stay alive", step=title)
    if change.quantity in QUANTITIES:
        return t(QUANTITIES[change.quantity].title)
    return t("Amount") if change.quantity == "amount" else ""


def _part(change: Change, t: Translator) -> str:
    """The part of the scenario, and the field in it where that has a name."""
    names = [key for key in change.place if isinstance(key, str)]
    part = PARTS.get(names[0] if names else change.kind, "")
    field = next((FIELDS[key] for key in reversed(names[1:]) if key in FIELDS), "")
    if part and field:
        return t("{part}: {field}", part=t(part), field=t(field))
    return t(part or field or N_("The scenario"))


def _value(piece: Any, t: Translator) -> str:
    """Median and 90 % interval with unit."""
    if piece is None:
        return ""
    law = _LAW.validate_python(piece["distribution"])
    value = labels.value_words(law, t)
    if piece["unit"] == "1":
        return value
    return t("{value} {unit}", value=value, unit=labels.unit_words(str(piece["unit"]), t))


def _source(change: Change, t: Translator) -> Told:
    """Status before and after; where that is the same, who or what it rests on."""
    old, new = change.before or {}, change.after or {}
    if old.get("status") != new.get("status") or not (old and new):
        return Told("", *(labels.badge(one["status"], t) if one else "" for one in (old, new)))
    return Told("", _rests_on(old, t), _rests_on(new, t))


def _rests_on(source: Mapping[str, Any], t: Translator) -> str:
    mark, text = labels.STATUS_MARKS[source["status"]], source.get("citation") or ""
    if not text and source.get("assessor"):
        text = t("{assessor}, {date}", assessor=source["assessor"], date=source.get("date") or "")
    return f"{mark} {_cut(text)}"


def _text(change: Change, t: Translator) -> Told:
    old, new = (t.local(one) if one else "" for one in (change.before, change.after))
    if old == new:  # only the other language changed
        return Told(t("{what} (in the other language)", what=_label(change, t)))
    return Told(_label(change, t), _cut(old), _cut(new))


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT - 1].rstrip()}…"


def _plain(value: Any, change: Change, t: Translator) -> str:
    """A number, a yes or no, or a text that means something to a reader; else nothing."""
    if value is None or value in ([], {}, ""):
        return NOTHING if value is None or value == [] else ""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, int | float):
        return str(value) if "price_year" in change.place else t.number(float(value), 6)
    readable = any(key in READABLE for key in change.place if isinstance(key, str))
    if isinstance(value, list | tuple) and all(isinstance(one, str | int | float)
                                               for one in value):
        if readable or not any(isinstance(one, str) for one in value):
            return _cut(t(", ").join(_plain(one, change, t) for one in value))
        return ""
    return _cut(str(value)) if isinstance(value, str) and readable else ""
