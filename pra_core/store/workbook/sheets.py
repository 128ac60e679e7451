"""The sheets of a workbook and their columns: names in both languages, what a cell may hold.

A row of a sheet is one entry of a record: `place` says where a column stands in it, so that the
entry is checked by the record's own schema.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pra_core.commodities.schema import TradeFigure
from pra_core.errors import N_
from pra_core.parameter import Status
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.pest_library.record import (
    ORGANISMS,
    HostStatus,
    Presence,
    RegulatoryStatus,
)
from pra_core.step import STEPS

Kind = Literal["text", "code", "number", "whole", "date", "names", "plant", "plants", "area",
               "areas", "choice", "flag"]
"""text and code: as written (a code is no number); names, plants, areas: several with ";"."""


_ENGLISH = {"eppo_code": "EPPO code", "hs": "HS codes", "name": "scientific name", "url": "address",
            "goods": "id of the commodity",
            "kind_id": "id (small letters and dashes)", "carries": "pests it carries",
            "lot_size_law": "lot size, other distribution (JSON)",
            "lot_shape": "lot-to-lot shape κ", "lot_shape_low": "shape κ, lowest",
            "lot_shape_high": "shape κ, highest", "measures": "usual measures (ids)",
            "lot_shape_law": "shape κ, other distribution (JSON)",
            "lot_size_low": "lot size, lowest", "lot_size_high": "lot size, highest",
            "survival_low": "survival, lowest", "survival_high": "survival, highest",
            "survival_law": "survival, other distribution (JSON)", "kind": "kind of pathway",
            "measure_kinds": "kinds of pathway in the measure library", "pest": "pest (EPPO code)",
            "areas": "countries or regions",
            "vector_code": "EPPO code of the vector", "similar_code": "EPPO code of the species",
            "unit_kg": "weight of one unit [kg]", "unit_kg_low": "weight of one unit, lowest [kg]",
            "unit_kg_high": "weight of one unit, highest [kg]",
            "unit_kg_law": "weight of one unit, other distribution (JSON)",
            "field": "what it is", "proxy": "measured on something else",
            "value": "likely", "dated": "listed or dated"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key (its English head), Chinese head, other heads, and what it holds."""

    key: str
    zh: str
    kind: Kind = "text"
    needed: bool = False
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    place: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, ...]:
        """Place of the value in the entry."""
        return self.place or (self.key,)

    def head(self, language: str) -> str:
        """The head in a language."""
        return self.zh if language == "zh_CN" else self.key

    def label(self, language: str) -> str:
        """The head as words for a form."""
        if language == "zh_CN":
            return self.zh
        stem, mark = self.key, ""
        for end, word in (("_en", " (English)"), ("_zh", " (Chinese)")):
            if stem.endswith(end):
                stem, mark = stem.removesuffix(end), word
        words = _ENGLISH.get(stem, stem.replace("_", " "))
        return words[:1].upper() + words[1:] + mark

    @property
    def names(self) -> tuple[str, ...]:
        """Every head that is understood."""
        return (self.key, self.zh, *self.others)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: key (its English name), Chinese name, other names, what it is, its columns."""

    key: str
    zh: str
    about: str
    columns: tuple[Column, ...]
    others: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name of the sheet in a language."""
        return self.zh if language == "zh_CN" else self.key

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(c for c in self.columns if c.key == key)


def _both(key: str, zh: str, needed: bool = False, others: tuple[str, ...] = (),
          inside: tuple[str, ...] = ()) -> tuple[Column, Column]:
    """A text in two languages; either may be left out."""
    return (Column(f"{key}_en", f"{zh}（英文）", "text", needed, (key, *others),
                   place=(*inside, key, "en")),
            Column(f"{key}_zh", f"{zh}（中文）", "text", False, (f"{key}_zh_cn", zh),
                   place=(*inside, key, "zh_CN")))


def _choices(literal: object) -> tuple[str, ...]:
    return tuple(str(v) for v in typing.get_args(literal))


STATUSES = _choices(Status)
PEST = Column("pest", "有害生物", "code", True,
              ("eppo_code", "pest_code", "eppo", "code", "EPPO代码", "有害生物代码"))


def _cited(inside: str = "", zh: str = "", needed: bool = True) -> tuple[Column, ...]:
    """Source, status and note of an entry of a record."""
    at = (inside,) if inside else ()
    prefix = f"{inside.removesuffix('_source')}_" if inside else ""
    return (Column(f"{prefix}source", f"{zh}来源", "text", needed,
                   () if inside else ("citation", "reference", "出处", "引文"),
                   place=(*at, "source")),
            Column(f"{prefix}status", f"{zh}状态", "choice", False, (), STATUSES,
                   (*at, "status")),
            *(Column(f"{prefix}note_{end}", f"{zh}备注（{word}）", "text", False,
                     () if inside or end == "zh" else ("note", "remark", "comment"),
                     place=(*at, "note", language))
              for end, word, language in (("en", "英文", "en"), ("zh", "中文", "zh_CN"))))


def judged(inside: str = "source", prefix: str = "", zh: str = "") -> tuple[Column, ...]:
    """The source of an entry that has no list of sources beside it."""
    at = tuple(inside.split("."))
    return (Column(f"{prefix}status", f"{zh}状态", "choice", False, (), STATUSES, (*at, "status")),
            Column(f"{prefix}citation", f"{zh}引文", "text", False,
                   () if prefix else ("source", "reference", "来源", "出处"),
                   place=(*at, "citation")),
            Column(f"{prefix}assessor", f"{zh}评估人", place=(*at, "assessor")),
            Column(f"{prefix}date", f"{zh}日期", "date", place=(*at, "date")),
            *(Column(f"{prefix}{key}_{end}", f"{zh}{title}（{word}）", "text", False,
                     (key, title) if not prefix and end == "en" else (),
                     place=(*at, key, language))
              for key, title in (("reason", "理由"), ("note", "备注"))
              for end, word, language in (("en", "英文", "en"), ("zh", "中文", "zh_CN"))))


def _range(key: str, zh: str) -> tuple[Column, ...]:
    """A quantity: its value, or low, likely and high; any other distribution as JSON."""
    return (Column(f"{key}_low", f"{zh}下限", "number", place=(key, "low")),
            Column(key, zh, "number", place=(key, "mode"), others=(f"{key}_likely",)),
            Column(f"{key}_high", f"{zh}上限", "number", place=(key, "high")),
            Column(f"{key}_law", f"{zh}分布（JSON）", place=(key, "law")))


USES = ("usual", "suggestion", "cited")
"""A survival at a step: given with its source; a start where nothing is cited; measured once."""
_FACTS = tuple(FACT_FIELDS)
_PART = (PEST,)
GUIDE = {"en": "guide", "zh_CN": "说明"}
"""Name of the sheet that explains the others, by language; it holds no data."""
SHEETS: Mapping[str, Sheet] = {sheet.key: sheet for sheet in (
    Sheet("pests", "有害生物", N_("One pest a row: names, group, taxonomy."), (
        Column("eppo_code", "EPPO代码", "code", True, ("pest", "code", "eppo", "有害生物代码")),
        Column("name", "学名", "text", True,
               ("scientific_name", "latin_name", "拉丁名", "species")),
        Column("authority", "命名人", others=("author",)),
        Column("group", "类群", "choice", True, (), tuple(ORGANISMS)),
        Column("organism", "生物类型", "choice", True, (),
               tuple(o for several in ORGANISMS.values() for o in several)),
        *_both("common_name", "俗名", True, ("english_name", "common_name")),
        Column("other_names", "异名", "names", others=("synonyms", "其他名称", "别名")),
        *_both("description", "描述", True),
        Column("reproduction", "生殖方式", "choice", True, (), ("sexual", "asexual")),
        Column("kingdom", "界", "text", True, place=("taxonomy", "kingdom")),
        Column("phylum", "门", place=("taxonomy", "phylum")),
        Column("order", "目", place=("taxonomy", "order")),
        Column("family", "科", "text", True, place=("taxonomy", "family")),
        *(Column(c.key, c.zh, c.kind, c.needed, c.others, c.choices, ("identity", *c.place))
          for c in _cited()),
        *_cited("taxonomy", "分类", False), *_cited("reproduction_source", "生殖", False)),
        ("pest", "organisms", "species", "有害生物名录")),
    Sheet("hosts", "寄主", N_("One host plant a row, as species, genus or family."), (
        *_PART, Column("plant", "植物", "plant", True,
                       ("host_plant", "寄主植物", "寄主", "host_name")),
        Column("host", "寄主类型", "choice", False, ("host_status", "host_type"),
               _choices(HostStatus)),
        *_cited()), ("host", "host_plants", "寄主植物")),
    Sheet("range", "分布", N_("Where it occurs, or was declared absent."), (
        *_PART, Column("areas", "地区", "areas", True,
                       ("area", "country", "countries", "国家", "国家或地区")),
        Column("presence", "发生状况", "choice", False, ("occurrence",), _choices(Presence)),
        *_cited()), ("distribution", "geographical_range", "地理分布")),
    Sheet("regulation", "法规", N_("Regulatory lists that name the pest, with date."), (
        *_PART, Column("authority", "主管机构", "area", True, ("list_of", "国家", "机构")),
        *_both("listing", "名录", True, ("list",)),
        Column("regulated_as", "管制类别", "choice", False, (), _choices(RegulatoryStatus)),
        Column("dated", "列入时间", "code", others=("year", "date", "日期")), *_cited()),
        ("regulations", "lists", "管制名录")),
    Sheet("pathways", "途径", N_("Kinds of goods it travels on, and the stages carried."), (
        *_PART, Column("kind", "途径种类", "choice", True, ("pathway", "pathway_kind", "途径")),
        Column("plants", "植物", "plants"), *_both("stages", "携带虫态", True, ("stage",)),
        *_cited()), ("pathway", "传播途径")),
    Sheet("facts", "数据",
          N_("Numbers with unit and source; low, likely or high may be left out."), (
        *_PART, Column("field", "字段", "choice", True, ("fact", "quantity", "parameter", "项目"),
                       _FACTS),
        Column("low", "下限", "number", others=("minimum", "min", "lower", "最小值")),
        Column("value", "数值", "number", others=("likely", "mode", "值", "最可能值")),
        Column("high", "上限", "number", others=("maximum", "max", "upper", "最大值")),
        Column("unit", "单位", "text", True, ("units",)), *_both("stage", "虫态"),
        *_both("measured_on", "测定条件", others=("conditions", "measured_in")),
        Column("plant", "植物", "plant"), Column("kind", "途径种类", "choice"),
        Column("proxy", "替代数据", "flag", choices=("yes", "no")), *_cited()),
        ("biology", "values", "生物学数据")),
    Sheet("vectors", "介体", N_("Organisms that carry it from host to host."), (
        *_PART, Column("name", "介体名称", "text", True, ("vector", "介体")),
        Column("vector_code", "介体代码", "code", False, ("vector_eppo_code",),
               place=("eppo_code",)), *_cited()), ("vector",)),
    Sheet("similar", "相似种", N_("Species it is taken for, and how to tell them apart."), (
        *_PART, Column("name", "相似种名称", "text", True, ("similar_species", "species")),
        Column("similar_code", "相似种代码", "code", place=("eppo_code",)),
        *_both("difference", "区别", True), *_cited()), ("similar_species", "近似种")),
    Sheet("gaps", "缺口", N_("What was looked for and not found."), (
        *_PART, *_both("gap", "未查到的内容", True, ("not_found", "text"))),
        ("not_found", "未查到")),
    Sheet("sources", "来源", N_("Publications and judgements; no pest = for all of the file."), (
        Column(PEST.key, PEST.zh, "code", False, PEST.others),
        Column("source", "来源", "text", True, ("key", "id", "source_key", "来源代号")),
        Column("citation", "引文", others=("reference", "publication", "出处")),
        Column("url", "网址", others=("link", "链接")), Column("assessor", "评估人"),
        Column("date", "日期", "date"), *_both("reason", "理由")),
        ("references", "bibliography", "参考文献")),
    Sheet("kinds", "途径种类", N_("Kinds of pathway of your own: what moves, in which units."), (
        Column("kind_id", "途径代号", "code", True, ("kind", "id", "pathway"), place=("id",)),
        *_both("title", "名称", True, ("name",)), *_both("description", "描述", True),
        Column("hs", "海关编码", "names", others=("hs_headings", "HS编码"), place=("hs_headings",)),
        *_both("unit_name", "单位名称", True), Column("carries", "携带范围", "choice", False, (),
                                                  ("hosts", "any")),
        *_both("end_use", "用途", True), *_range("lot_size", "批量"),
        *_range("lot_shape", "批间差异"), Column("measures", "常用措施", "names"),
        Column("measure_kinds", "措施库途径", "names"), *judged()),
        ("pathway_kinds", "kinds_of_pathway")),
    Sheet("steps", "步骤", N_("What happens at each step, and which share survives it."), (
        Column("kind", "途径代号", "code", True, ("pathway",)),
        Column("step", "步骤", "choice", True, (), STEPS), *_both("practice", "通常做法"),
        Column("use", "用法", "choice", False, (), USES),
        Column("acts_on", "作用对象", "choice", False, (), ("unit", "individual")),
        *_range("survival", "存活率"), *_both("measured_on", "测定条件"),
        Column("eppo_codes", "适用有害生物", "names"), *judged()),
        ("step_chain", "pathway_steps")),
    Sheet("goods", "商品", N_("A plant in the form of one kind of pathway, with its HS codes."), (
        Column("goods", "商品代号", "code", True, ("id", "commodity_id"), place=("id",)),
        Column("kind", "途径种类", "choice", True, ("pathway", "pathway_kind", "途径")),
        *_both("title", "名称", True, ("name", "commodity")),
        Column("other_names", "其他名称", "names", others=("synonyms", "别名")),
        Column("plants", "植物", "plants", others=("plant",)),
        Column("hs", "海关编码", "names", others=("hs_code", "hs_codes", "HS编码", "税号")),
        Column("intended_use", "用途", "choice", False, ("use", "end_use", "拟定用途"),
               ("planting", "consumption", "processing")),
        *_both("unit_name", "单位名称"),
        *_range("unit_kg", "单位重量（kg）"),
        *judged("unit_kg.source", "unit_kg_", "单位重量"),
        Column("measure_kinds", "措施库途径", "names"), *judged()),
        ("commodities", "commodity", "商品目录")),
    Sheet("trade", "贸易", N_("A quantity traded in one year, with its source."), (
        Column("goods", "商品代号", "code", True, ("commodity", "goods_id", "商品")),
        Column("origin", "原产地", "area", True, ("from", "exporter", "出口国")),
        Column("destination", "目的地", "area", True, ("to", "importer", "进口国")),
        Column("year", "年份", "whole", True),
        Column("quantity", "数量", "number", True, ("volume",)),
        Column("unit", "单位", "choice", True, ("units",),
               _choices(TradeFigure.model_fields["unit"].annotation)), *judged()),
        ("trade_volumes", "imports", "贸易量")),
)}
"""Every sheet by its key, in the order of the file."""
PARTS: tuple[str, ...] = ("hosts", "range", "regulation", "pathways", "facts", "vectors", "similar")
"""Sheets of entries that rest on a source of their pest."""
