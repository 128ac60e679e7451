"""Made-up reports for the tests of the renderings: every kind of block, in two languages."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from pra_core.report.document import (
    Bullets,
    Callout,
    Cell,
    Document,
    Facts,
    Figure,
    Form,
    PageBreak,
    Paragraph,
    ReloadCode,
    Section,
    Table,
)

CODE = "PRA1-" + base64.b64encode(bytes(range(256)) * 4).decode()
SCENARIO = b'{"title": {"en": "Fruit fly in citrus", "zh_CN": "\xe6\x9f\x91\xe6\xa9\x98"}}'
Say = Callable[[str, str], str]


def document(language: str = "en", *, draft: bool = True, title: str = "") -> Document:
    """A report with every kind of block."""
    say: Say = (lambda en, zh: en) if language == "en" else (lambda en, zh: zh)  # noqa: ARG005
    return Document(
        language=language, title=title or say("Fruit fly in citrus", "柑橘中的实蝇"),
        subtitle=say("Bactrocera dorsalis · citrus", "Bactrocera dorsalis · 柑橘"),
        kind=say("Report of a pest risk analysis", "有害生物风险分析报告"),
        classification=say("Internal", "内部"),
        watermark=(say("DRAFT", "草案") if draft else ""),
        watermark_reasons=(say("Two inputs are missing", "缺少两项输入"),) if draft else (),
        running=say("Scenario 1a2b3c4d · seed 7 · 4,000 simulated futures",
                    "情景 1a2b3c4d · 种子 7 · 4,000 个模拟未来"),
        executive=(
            Paragraph(say("Without measures about **1 outbreak in 3 years**; with them **1 in 210"
                          " years**.",
                          "不采取措施时约 **3 年 1 次疫情**；采取措施后约 **210 年 1 次**。"),
                      "lead"),
            _figure("risk", say, 165.0), _figure("funnel", say, 80.0), _figure("sets", say, 80.0),
            Callout(say("The measures **meet** the ALOP.", "措施**达到**适当保护水平。"),
                    "verdict")),
        sections=(
            Section("purpose", say("Purpose", "目的"), (
                Paragraph(say("Why this was done.", "为何开展分析。")),
                Bullets((say("first", "第一"), say("second", "第二"))),
                Bullets((say("one", "一"), say("two", "二")), numbered=True)),
                sections=(Section("scope", say("Scope", "范围"), (
                    Facts(((say("Seed", "种子"), "7"), (say("Version", "版本"), "3"))),)),)),
            Section("options", say("Options compared", "备选方案比较"),
                    (_options(say), PageBreak())),
            Section("inputs", say("Every input", "全部输入"),
                    (_inputs(say), ReloadCode(CODE, say("Opens this **scenario** again.",
                                                        "可重新打开本**情景**。"), "PRA1-qr")),
                    annex=True)),
        contents_title=say("Contents", "目录"), attachment=("scenario.json", SCENARIO))


def hostile(text: str) -> Document:
    """The report with one text wherever somebody's own words can stand."""
    plain = document()
    cell = Cell(text, 0.5)
    return replace(
        plain, title=text, subtitle=text, kind=text, classification=text, watermark=text,
        watermark_reasons=(text,), running=text, contents_title=text,
        executive=(Paragraph(text), Callout(text), Facts(((text, text),)), Bullets((text,)),
                   replace(_figure("risk", lambda en, _: en, 80.0), title=text, alt=text,
                           note=text)),
        sections=(Section("own", text, (
            Table("own", text, (text, text), ((Cell(text),), (cell, Cell(text))), note=text),
            ReloadCode("PRA1", text, text[:200]))),))


def _options(say: Say) -> Table:
    head = (say("Set", "措施组合"), say("Residual risk", "残余风险"), say("P(meets)", "达标概率"))
    rows = ((Cell(say("Cold treatment", "冷处理"), strong=True),
             Cell(say("1 in 210 years", "每 210 年 1 次"), 1 / 210), Cell("97.2 %", 0.972)),
            (Cell(say("no measures", "无措施"), strong=False),
             Cell(say("1 in 3 years", "每 3 年 1 次"), 1 / 3), Cell("1.25 %", 0.0125)))
    return Table("options", say("Sets of measures", "措施组合"), head, rows, (), (1, 2),
                 say("In order of **restrictiveness**.", "按**贸易限制程度**排列。"))


def _inputs(say: Say) -> Table:
    head = tuple(say(en, zh) for en, zh in (
        ("Input", "输入"), ("Distribution", "分布"), ("Value", "值"), ("90 % range", "90 % 区间"),
        ("Nature", "性质"), ("Source", "来源"), ("Status", "状态")))
    rows: list[tuple[Cell, ...]] = []
    for step in range(4):
        rows.append((Cell(say(f"Step {step + 1}", f"步骤 {step + 1}")),))
        rows += [(Cell(say(f"Infested share {i}", f"侵染率 {i}")), Cell("PERT"),
                  Cell(f"{i + 0.25:,.2f}", i + 0.25), Cell("0.1–0.9"),
                  Cell(say("uncertain", "不确定")),
                  Cell("Couey & Chew 1986, https://doi.org/10.1093/jee/79.4.887"),
                  Cell(say("● verified", "● 已核实"))) for i in range(15)]
    return Table("inputs", say("Inputs", "输入"), head, tuple(rows), right=(2,))


def _figure(key: str, say: Say, width: float) -> Figure:
    return Figure(key, say(f"Drawing {key}", f"图 {key}"), say("A line that falls", "一条下降的线"),
                  _drawn, width, say("Band: **90 %** interval", "带：**90 %** 区间"))


def _drawn(form: Form) -> bytes:
    if form == "svg":
        return (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 330 120" width="330"'
                b' height="120"><path d="M10 10 L320 110" stroke="#0b6e4f" fill="none"/></svg>')
    return _png(33, 12)


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    rows = b"".join(b"\0" + b"\x0b\x6e\x4f" * width for _ in range(height))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size)
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
