"""What a scenario built from the libraries says of itself: where it comes from, what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pra_core.frozen import LocalText
from pra_core.scenario_draft.found import host_rows
from pra_core.scenario_draft.naming import LANGUAGES, local

if TYPE_CHECKING:
    from pra_core.scenario_draft.draft import Draft

EFFECTS: Mapping[str, tuple[str, LocalText]] = {
    "yield_loss": ("share_of_value", {"en": "Yield and quality loss where present",
                                      "zh_CN": "发生区的产量和质量损失"}),
    "control_cost": ("per_hectare", {"en": "Control by growers", "zh_CN": "种植者防治费用"})}
"""Input -> basis of the effect and its title."""
_LEFT_OUT: LocalText = {
    "en": "Loss of export markets, and environmental and social effects: nothing was entered.",
    "zh_CN": "出口市场损失及环境、社会影响：尚未录入。"}
_EVEN_HOSTS: LocalText = {
    "en": "A map of the hosts: none is shipped that holds all major hosts; they are taken to be"
          " spread evenly over the suitable area.",
    "zh_CN": "寄主分布图：内置表未涵盖全部主要寄主，视为均匀分布于适生区。"}
_ONE_PATHWAY: LocalText = {
    "en": "Other pathways of the pest: only this one is assessed.",
    "zh_CN": "该有害生物的其他传入途径：仅评估本途径。"}
_MONTHS: LocalText = {
    "en": "Months of arrival: the month is taken not to matter.",
    "zh_CN": "到货月份：视为无影响。"}


def counts(draft: Draft) -> dict[str, int]:
    """How many inputs have a source of which status; those without one (ALOP) left out."""
    return dict(Counter(one.source.status for one in draft.inputs if one.source is not None))


def summary(draft: Draft) -> LocalText:
    """Where the numbers come from, and how many of them are assumed."""
    found = counts(draft)
    cited = found.get("verified", 0) + found.get("unverified", 0)
    judged = found.get("assumed", 0) + found.get("elicited", 0)
    said = {k: draft.title[k] for k in LANGUAGES}
    mine = [one.title for one in draft.inputs if one.state == "decided" and one.source is not None
            and one.source.status == "assumed"]
    lower = [local(x, "en")[:1].lower() + local(x, "en")[1:] for x in mine]
    names = {"en": "; ".join(lower) or "none",
             "zh_CN": "；".join(local(x, "zh_CN") for x in mine) or "无"}
    return {
        "en": f"{said['en']}. Built from the library of pests and commodities. Inputs:"
              f" {cited + judged}; resting on citations: {cited} (not checked in the source:"
              f" {found.get('unverified', 0)}); on judgement: {judged}."
              f" Assumed by the user: {names['en']}."
              " Trade without phytosanitary measures is the baseline. The level of protection"
              " was set by the user.",
        "zh_CN": f"{said['zh_CN']}。由有害生物库和货物库生成：{cited + judged}项输入中，"
                 f"{cited}项有文献（其中{found.get('unverified', 0)}项未核对原文），"
                 f"{judged}项为判断。用户假定：{names['zh_CN']}。"
                 "以无植物检疫措施的贸易为基线；适当保护水平由用户设定。"}


def not_covered(draft: Draft) -> list[LocalText]:
    """What was looked for and not found, and what the scenario leaves out."""
    found = list(draft.record.not_found)
    if host_rows(draft.record, draft.area) is None:
        found.append(_EVEN_HOSTS)
    return [*found, _MONTHS, _ONE_PATHWAY, _LEFT_OUT]
