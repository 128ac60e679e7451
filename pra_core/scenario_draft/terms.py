"""The inputs of a draft: what each is, on which step of ISPM 11 it bears, and why it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pra_core.frozen import LocalText
from pra_core.step import Step

Part = Literal["categorization", "entry", "establishment", "spread", "impact", "management"]
PARTS: tuple[Part, ...] = ("categorization", "entry", "establishment", "spread", "impact",
                           "management")
"""Steps of ISPM 11 in order: 2.1, 2.2.1, 2.2.2, 2.2.3, 2.3 and 3."""
Form = Literal["number", "climate", "years", "alop"]
"""How an input is given: a parameter, a climate model, whole years, or the ALOP."""


@dataclass(frozen=True, slots=True)
class Term:
    """One input: its quantity, unit, step and meaning."""

    title: LocalText
    part: Part
    why: LocalText
    quantity: str = ""
    """Key of `parameter.QUANTITIES`; empty for what is no parameter."""
    unit: str = ""
    """`CUR` stands for the currency of the draft."""
    form: Form = "number"


def both(en: str, zh: str) -> LocalText:
    """A text in English and Chinese."""
    return {"en": en, "zh_CN": zh}


STEP_NAMES: Mapping[str, LocalText] = {
    "production": both("Production", "生产"), "packing": both("Packing", "包装"),
    "transport": both("Transport", "运输"), "distribution": both("Distribution", "流通"),
    "transfer": both("Transfer to a host", "转移至寄主")}
LEVELS: Mapping[str, LocalText] = {
    "unit": both("{step}: share of infested units that stay infested and move on",
              "{step}后仍带虫（菌）的货物比例"),
    "individual": both("{step}: share of the pests inside that stay alive",
                    "{step}：货物内有害生物的存活比例")}
STEP_WHY: Mapping[str, LocalText] = {
    "unit": both("What commercial practice leaves, without phytosanitary measures.",
              "无植物检疫措施时，常规商业操作之后所剩的比例。"),
    "individual": both("How many live through this step, without phytosanitary measures.",
                    "无植物检疫措施时，经过该环节后存活的比例。")}
TERMS: Mapping[str, Term] = MappingProxyType({
    "volume": Term(
        both("Volume offered a year", "年输入量"), "entry",
        both("The number of units that may carry the pest each year. It has to be that of this"
             " trade.",
          "每年可能携带有害生物的货物单位数量，必须是本贸易的数量。"), "volume", "units/yr"),
    "prevalence": Term(
        both("Infested units per unit at origin", "原产地货物带虫（菌）率"), "entry",
        both("How often a unit is infested where it comes from, without phytosanitary measures.",
          "无植物检疫措施时，原产地货物单位带有害生物的比例。"),
        "prevalence", "infested units/unit"),
    "pests_per_unit": Term(
        both("Live pests per infested unit", "每个带虫（菌）单位的活虫（菌）数"), "entry",
        both("Mean number of living individuals, or of units of inoculum, in an infested unit.",
          "带有害生物的单位中活体或接种体的平均数量。"),
        "pests_per_unit", "pests/infested unit"),
    "lot_size": Term(
        both("Lot size", "批量"), "entry",
        both("Inspection and treatment are decided lot by lot.", "检疫查验和处理按批次进行。"),
        "lot_size", "units/lot"),
    "lot_shape": Term(
        both("Lot-to-lot shape κ", "批间差异形状参数κ"), "entry",
        both("How much lots differ: small = a few heavily infested lots, large = all lots alike.",
          "批次间差异：数值越小，虫（菌）越集中在少数批次；数值越大，各批越接近。"),
        "lot_shape", "1"),
    "female_share": Term(
        both("Share of females", "雌性比例"), "establishment",
        both("A population of a sexual species needs both sexes.", "两性生殖的物种须雌雄俱在。"),
        "female_share", "1"),
    "r0": Term(
        both("Female offspring per female in favourable climate (R0)",
          "适宜气候下每头雌性的雌性后代数（R0）"), "establishment",
        both("From it follows the chance that the line of one founder survives.",
          "由此得出一个奠基个体后代得以延续的概率。"), "r0", "females/female"),
    "line_survival": Term(
        both("Chance that one founder's line survives", "单个奠基个体后代延续的概率"),
        "establishment",
        both("In a climate that suits the pest, on a host that it reached.",
          "指气候适宜且已到达寄主的情况。"), "line_survival", "1"),
    "climate": Term(
        both("Climate model", "气候模型"), "establishment",
        both("Where in the PRA area the climate lets the pest persist. What is not published is not"
          " invented: choose on what it rests.",
          "PRA地区内何处气候允许该有害生物持续存活。未发表的不编造，请选择依据。"),
        form="climate"),
    "full_suitability": Term(
        both("Index at which climate no longer limits persistence", "气候不再限制定殖时的适生指数"),
        "establishment",
        both("Links the climate index to the chance that founders persist; seldom published.",
          "把气候指数与奠基种群持续存活概率联系起来，很少有发表值。"),
        "full_suitability", "index"),
    "suitable_from": Term(
        both("Index from which a cell counts as suitable", "适生指数下限"), "establishment",
        both("Where the suitable area begins on the map.", "地图上适生区的起点。"),
        "suitable_from", "index"),
    "diurnal_range": Term(
        both("Daily temperature range", "气温日较差"), "establishment",
        both("The climate grid holds means; minima and maxima follow from this range.",
          "气候格点只有平均温，最低、最高温由日较差推出。"), "diurnal_range", "degC"),
    "lag": Term(
        both("Years until noticed or until spread begins", "定殖后至扩散开始（或被发现）的年数"),
        "spread",
        both("A young population is seldom found at once.", "新建立的种群很少立即被发现。"),
        "lag", "yr"),
    "rate": Term(
        both("Radial rate of spread", "径向扩散速率"), "spread",
        both("How fast the invaded area grows once spread has begun, with human help.",
          "开始扩散后（含人为传播）入侵范围扩大的速度。"), "rate", "km/yr"),
    "host_area": Term(
        both("Host area in the PRA area", "PRA地区内寄主面积"), "impact",
        both("Hectares of the hosts whose loss would matter. Without a map of them they are taken"
             " to be spread evenly over the suitable area.",
          "其损失具有经济意义的寄主面积（公顷）。无寄主分布图时，视为均匀分布于适生区。"),
        "host_area", "ha"),
    "host_value": Term(
        both("Value of host production", "寄主产值"), "impact",
        both("Yearly value of what these hosts yield in the PRA area.",
          "PRA地区内这些寄主的年产值。"), "host_value", "CUR/yr"),
    "yield_loss": Term(
        both("Share of the production value lost where present", "发生区产值损失率"), "impact",
        both("With the control that growers would use anyway.", "在种植者通常采取防治的情况下。"),
        "share_of_value", "1"),
    "control_cost": Term(
        both("Cost per invaded hectare of host", "每公顷受害寄主的防治成本"), "impact",
        both("What growers spend in addition once the pest is present.",
          "该有害生物发生后种植者的额外支出。"), "per_hectare", "CUR/ha/yr"),
    "discount": Term(
        both("Discount rate", "贴现率"), "impact",
        both("Turns losses of later years into present value.", "把以后年份的损失折算为现值。"),
        "discount", "1/yr"),
    "horizon": Term(
        both("Years looked ahead", "评估年限"), "impact",
        both("Losses and chances are counted over so many years.", "在这段年限内计算损失和概率。"),
        unit="yr", form="years"),
    "alop": Term(
        both("Appropriate level of protection", "适当保护水平"), "management",
        both("What is limited, at which limit and with which confidence is a decision of the"
             " importing"
          " country; nothing is proposed.",
          "限定指标、限值和置信水平由进口国决定，本系统不作建议。"), form="alop"),
})
"""Every input but the steps of the pathway, in the order of ISPM 11."""
MONEY = ("host_value", "control_cost")
"""Inputs in the currency of the draft."""


def step_term(step: Step, level: Literal["unit", "individual"]) -> Term:
    """The input of one step of the pathway."""
    title = {language: text.replace("{step}", STEP_NAMES[step][language])
             for language, text in LEVELS[level].items()}
    return Term(title, "entry", STEP_WHY[level], "survival", "1")
