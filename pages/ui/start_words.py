"""Words of stage 1: starting points, candidates and why each stands where it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.ui.start_state import Selection, place
from pra_core.candidates import Candidate
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.pest_library import PestRecord
from pra_core.wording import escaped

POINT_HELP: Mapping[str, str] = {
    "pathway": N_("New goods, a new origin, a new use: which pests are likely to follow?"
                  " (ISPM 11, 1.1.1)"),
    "pest": N_("A pest was found, intercepted or became known: on which pathways may it come?"
               " (ISPM 11, 1.1.2)"),
    "policy": N_("A decision or measure is to be revised, for example after a dispute or new"
                 " information on a treatment. (ISPM 11, 1.1.3)")}
PLACES: Mapping[str, str] = {
    "shipped": N_("Worked example"), "running": N_("Open now"),
    "opened": N_("Opened in this session"), "aside": N_("Put aside")}
IN_AREA: Mapping[str, str] = {
    "declared_absent": N_("declared absent from {area}"),
    "no_record": N_("no record in {area}"),
    "limited": N_("in part of {area}"),
    "present": N_("present in {area}, how widely is not stated"),
    "widespread": N_("widespread in {area}: not a quarantine pest there")}
HOSTS: Mapping[str, str] = {
    "major": N_("major host: {plant}"), "minor": N_("minor host: {plant}"),
    "wild": N_("wild host: {plant}"), "experimental": N_("host in experiments only: {plant}")}
AT_ORIGIN: Mapping[str, str] = {
    "widespread": N_("widespread at the origin"), "present": N_("present at the origin"),
    "limited": N_("in part of the origin"),
    "transient": N_("transient or under eradication at the origin")}


def name(record: PestRecord, t: Translator) -> str:
    """Common and scientific name, as markdown."""
    return t("{common} (*{scientific}*)", common=escaped(t.local(record.common_name)),
             scientific=escaped(record.name))


def plain_name(record: PestRecord, t: Translator) -> str:
    """Common name, scientific name and code, for lists to choose from."""
    return f"{t.local(record.common_name)} · {record.name} · {record.eppo_code}"


def area(chosen: Selection, t: Translator) -> str:
    """The PRA area by name."""
    return t(", ").join(place(code, t) for code in chosen.chosen)


def origin(chosen: Selection, t: Translator) -> str:
    """The countries of origin by name."""
    return t(", ").join(place(code, t) for code in chosen.origin)


def reasons(one: Candidate, area_name: str, t: Translator) -> str:
    """What puts a candidate in its place, the first reason first."""
    parts = [t(IN_AREA[one.in_area], area=area_name),
             t("named on this pathway: {stages}", stages=t.local(one.carried.stages))
             if one.carried is not None else
             t("travels with this kind of goods; recorded on other plants: {stages}",
               stages=t.local(one.elsewhere.stages)) if one.elsewhere is not None else
             t("a pest of the plant; the pathway is not recorded")]
    if one.host is not None:
        parts.append(t(HOSTS[one.host.host], plant=one.host.plant))
    parts.append(t(AT_ORIGIN[one.at_origin]))
    parts.append(t("listed: {lists}", lists=t("; ").join(dict.fromkeys(
        t.local(entry.listing) for entry in one.regulation[:2]))) if one.regulation else
        t("in no list of {area} that the library holds", area=area_name))
    return t("; ").join(parts)


def evidence(one: Candidate, t: Translator) -> str:
    """How much of what its place rests on was read in the source."""
    count = one.unverified
    if count == 0:
        return t("● all {count} verified", count=len(one.cited))
    return t("△ {count} of {all} not verified", count=count, all=len(one.cited))


def headline(chosen: Selection, found: Sequence[Candidate] | None, t: Translator) -> str:
    """The answer of the view: what is known of the pathway, or what to choose next."""
    if chosen.start != "pathway" and chosen.record is not None and not missing(chosen, t):
        return t("You assess **{pest}** on **{goods}** from **{origin}** to **{area}**.",
                 pest=name(chosen.record, t), goods=escaped(t.local(chosen.goods.title))
                 if chosen.goods is not None else "", origin=escaped(origin(chosen, t)),
                 area=escaped(area(chosen, t)))
    if found is None or chosen.goods is None:
        if chosen.record is not None:
            return t("You assess **{pest}**. Choose goods, origin and PRA area.",
                     pest=name(chosen.record, t))
        return t("**What do you want to assess?** Say it in one sentence, or choose below.")
    where = {"goods": escaped(t.local(chosen.goods.title)), "area": escaped(area(chosen, t)),
             "origin": escaped(origin(chosen, t))}
    if not found:
        return t("The library knows **no pest** of **{goods}** from **{origin}**. That is a gap of"
                 " the library as much as a finding: look further before you conclude.", **where)
    fresh = sum(one.in_area in ("declared_absent", "no_record") for one in found)
    if len(found) == 1:
        return t("**{goods}** from **{origin}** to **{area}**: **1 pest** of the library may follow"
                 " this pathway.", **where)
    return t("**{goods}** from **{origin}** to **{area}**: **{count} pests** of the library may"
             " follow this pathway, {fresh} of them declared absent from {area} or without a record"
             " there.",
             count=len(found), fresh=fresh, **where)


def missing(chosen: Selection, t: Translator, *, pest: bool = True) -> list[str]:
    """What has to be chosen before one can go on."""
    parts = [] if chosen.record is not None or not pest else [t("the pest")]
    parts += [] if chosen.goods is not None else [t("the goods")]
    parts += [] if chosen.origin else [t("the origin")]
    return parts + ([] if chosen.area is not None else [t("the PRA area")])
