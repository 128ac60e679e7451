"""Looking at another area or pest than those of the assessment, in words."""

from __future__ import annotations

import numpy as np

from pra_core import endangered_area, labels, regions, sheet_library
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES
from pra_core.scenario import Scenario
from pra_core.sheet_library import SheetEntry
from pra_core.wording import escaped


def with_sheet(scenario: Scenario, entry: SheetEntry) -> Scenario:
    """The scenario with a published sheet in place of the pest's climate model; to look at only.

    Raises PraError `missing` for a sheet without the thresholds that every model needs.
    """
    model = sheet_library.ecoclimatic_model(entry, accept_unverified=True)
    pest = scenario.pest.model_copy(update={
        "name": entry.species, "common_name": {"en": entry.species}, "climate_model": model,
        "phenology": None, "present_in": (), "eppo_code": entry.eppo_code})
    return scenario.changed(pest=pest)


def exploration(scenario: Scenario, shown: Scenario, t: Translator) -> str:
    """What is looked at, that it is no part of the assessment, and how much of it is suitable."""
    what = [t("Exploration, **not part of this assessment**: {pest} in {area}.",
              pest=escaped(t.local(shown.pest.common_name)),
              area=escaped(t.local(shown.pra_area.title)))]
    model = shown.pest.climate_model
    if model is not scenario.pest.climate_model:
        what.append(t("The sheet is {badge}: {source}.", badge=labels.badge(model.source.status, t),
                      source=escaped(model.source.citation or "–")))
    low, middle, high = endangered_area.suitable_area(
        shown, np.array(regions.thresholds(shown)))[::-1]
    share = middle / float(endangered_area.suitability(shown).area_km2.sum())
    what.append(t("About **{median} km²** of it ({low} to {high}; {share} of the land) is"
                  " climatically suitable.", median=t.number(middle), low=t.number(low),
                  high=t.number(high), share=t.percent(share, 2)))
    return " ".join(what)


def left_behind(scenario: Scenario, former: Scenario, t: Translator) -> str:
    """After the PRA area was changed: the inputs that still describe the former one."""
    volume = QUANTITIES["volume"].title
    named = [t("{quantity} ({pathway})", quantity=t(volume), pathway=t.local(p.title))
             for p in scenario.pathways]
    named += [t(QUANTITIES[key].title) for key in ("host_area", "host_value")]
    named += [t.local(effect.title) for effect in scenario.consequences.effects
              if effect.basis != "share_of_value"]
    if scenario.hosts is not None:
        named.append(t("Where hosts grow: {title}", title=t.local(scenario.hosts.title)))
    if scenario.landing.by != "population":
        named.append(t("Where units land"))
    said = t("The PRA area is now **{area}**. These inputs still describe {former} and need values"
             " of their own before the result is used: {inputs}.",
             area=escaped(t.local(scenario.pra_area.title)),
             former=escaped(t.local(former.pra_area.title)),
             inputs=escaped(t("; ").join(named)))
    if scenario.hosts is None and former.hosts is not None:
        said = t("{first} None of the mapped hosts grows here: hosts are taken to be spread evenly"
                 " over the suitable area.", first=said)
    return said
