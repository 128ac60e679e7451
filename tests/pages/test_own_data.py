"""Your own data on the data page: forms, files, and what they change."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from pages.ui import own_open, own_pests
from pages.ui.own_state import TABLES, PestForm, Tables
from pra_core.i18n import LANGUAGES, translator
from pra_core.own_data import OwnData
from pra_core.pest_library import pest_library
from pra_core.store.own_files import dump_own
from pra_core.store.workbook import SHEETS
from pra_core.store.workbook.writing import Line, lines_of

OpenPage = Callable[..., AppTest]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["pests", "goods", "kinds", "trade", "open", "save"])
def test_every_part_opens(open_page: OpenPage, part: str, language: str) -> None:
    test = open_page("data", language, {"data-view": "own", "own-view": part})
    assert not test.exception
    assert not test.error
    assert test.session_state["own-view"] == part


OWN = {"data-view": "own"}
CODE = "ABCDEF"
FIELDS = {"eppo_code": CODE, "name": "Fictus exemplaris", "common_name_en": "example beetle",
          "kingdom": "Animalia", "family": "Chrysomelidae", "source": "Smith 2020, J. Ent. 1:1"}
CHOICES = {"group": "insects_mites", "organism": "insect", "reproduction": "sexual"}


def _form() -> PestForm:
    tables: dict[str, list[Line]] = {part: [] for part in TABLES}
    tables["hosts"] = [["Vitis vinifera", "major", "Smith 2020, J. Ent. 1:1", "verified", None,
                        None]]
    return PestForm([], Tables(tables))


def _filled(test: AppTest, code: str = "new") -> AppTest:
    for key, value in FIELDS.items():
        test.text_input(key=f"own:{code}:0:{key}").set_value(value)
    for key, value in CHOICES.items():
        test.selectbox(key=f"own:{code}:0:{key}").set_value(value)
    return test


def test_a_new_pest_is_refused_by_field_then_saved_and_deleted(open_page: OpenPage) -> None:
    test = _filled(open_page("data", state={**OWN, "own-form::0": _form()}))
    test.button(key="own-pest-save").click().run()
    assert "not saved" in test.error[0].value
    assert test.text_input(key="own:new:0:name").value == "Fictus exemplaris"
    assert any("description" in str(row) for row in test.table[-1].value.to_numpy())
    test.text_area(key="own:new:0:description_zh").set_value("示例。")
    test.button(key="own-pest-save").click().run()
    assert not test.exception
    assert not test.error
    record = test.session_state["own-data"].pests[CODE]
    assert record.description == {"en": "示例。", "zh_CN": "示例。"}
    assert [h.plant for h in record.hosts] == ["Vitis vinifera"]
    assert record.hosts[0].status == "verified"
    assert test.session_state["own-pest"] == CODE
    test.button(key="own-pest-drop").click().run()
    assert test.session_state["own-data"].pests == {}


def test_a_shipped_pest_becomes_your_version_and_is_put_back(open_page: OpenPage) -> None:
    shipped = pest_library().get("POPIJA")
    test = open_page("data", "zh_CN", state={**OWN, "own-pest": "POPIJA"})
    test.text_input(key="own:POPIJA:0:authority").set_value("N.")
    test.button(key="own-pest-save").click().run()
    assert not test.exception
    assert not test.error
    own = test.session_state["own-data"]
    assert own.pests["POPIJA"].authority == "N."
    assert own.pests["POPIJA"].model_dump(exclude={"authority"}) == shipped.model_dump(
        exclude={"authority"})
    assert own.pest_library().shipped("POPIJA") == shipped
    test.button(key="own-pest-drop").click().run()
    assert test.session_state["own-data"].pest_library().get("POPIJA") == shipped


def test_every_shipped_pest_and_commodity_passes_its_own_form() -> None:
    library = pest_library()
    t = translator("en")
    for code, record in library.records.items():
        own = OwnData({code: record})
        form = PestForm(next(lines_of(own, "pests")), Tables(
            {part: [line[1:] for line in lines_of(own, part)] for part in TABLES}))
        found, _, faults = own_pests.checked(library, code, form, t)
        assert faults == [], code
        assert found == record


def test_goods_are_added_and_put_back(open_page: OpenPage) -> None:
    test = open_page("data", state={**OWN, "own-view": "goods"})
    test.text_input(key="own-goods:new:0:goods").set_value("own-figs")
    test.selectbox(key="own-goods:new:0:kind").set_value("fresh-fruit")
    test.text_input(key="own-goods:new:0:title_en").set_value("Fresh figs")
    test.text_input(key="own-goods:new:0:hs").set_value("figs")
    test.button(key="own-goods-save").click().run()
    assert "not saved" in test.error[0].value
    test.text_input(key="own-goods:new:0:hs").set_value("0804.20")
    test.text_input(key="own-goods:new:0:citation").set_value("WCO 2022")
    test.number_input(key="own-goods:new:0:unit_kg").set_value(0.05)
    test.button(key="own-goods-save").click().run()
    assert not test.exception
    assert not test.error
    goods = test.session_state["own-data"].goods["own-figs"]
    assert goods.source.status == "unverified"
    assert goods.unit_kg.distribution.value == 0.05
    test.button(key="own-goods-drop").click().run()
    assert test.session_state["own-data"].goods == {}


def _workbook() -> bytes:
    book = Workbook()
    page = book.active
    page.title = "寄主"
    for line in (["EPPO代码", "植物名", "来源"], ["POPIJA", "Malus domestica", "张三 2020 调查"],
                 ["POPIJA", "=A1", "张三 2020 调查"]):
        page.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_shows_its_problems_and_valid_lines_are_kept(open_page: OpenPage, language: str
                                                                ) -> None:
    test = open_page("data", language, state={**OWN, "own-view": "open"})
    test.file_uploader[0].set_value(("own.xlsx", _workbook(), "application/zip")).run()
    assert not test.exception
    cells = [str(cell) for table in test.table for cell in table.value.to_numpy().ravel()]
    assert any("植物名 → " in cell for cell in cells)
    assert any("=A1" in cell for cell in cells)
    before = len(pest_library().get("POPIJA").hosts)
    assert any(f"{before} → 1" in w.value for w in test.warning)
    test.radio(key="own-open-add").set_value(True).run()
    test.button(key="own-open-take").click().run()
    assert not test.exception
    hosts = test.session_state["own-data"].pests["POPIJA"].hosts
    assert len(hosts) == before + 1
    assert hosts[-1].plant == "Malus domestica"
    assert test.session_state["own-view"] == "pests"


def test_a_long_file_is_checked_when_asked_and_its_start_can_be_taken_back(
        open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_open, "MANY", 2)
    test = open_page("data", state={**OWN, "own-view": "open"})
    test.file_uploader[0].set_value(("own.xlsx", _workbook(), "application/zip")).run()
    assert not any(b.key == "own-open-take" for b in test.button)
    assert test.button(key="own-open-stop").disabled
    test.button(key="own-open-check").click().run()
    assert not test.exception
    assert not any(b.key in ("own-open-check", "own-open-stop") for b in test.button)
    assert test.button(key="own-open-take")
    assert test.session_state[own_open.RUNNING] is False


def test_columns_of_a_file_can_be_given_another_meaning(open_page: OpenPage) -> None:
    content = b"a,b,c\nPOPIJA,Malus domestica,Own survey 2025\n"
    test = open_page("data", state={**OWN, "own-view": "open"})
    test.file_uploader[0].set_value(("some.csv", content, "text/csv")).run()
    key = "own-columns:0:some.csv:1:0"
    test.selectbox(key=f"{key}:sheet").set_value("hosts").run()
    for index, column in enumerate(("pest", "plant", "source")):
        test.selectbox(key=f"{key}:hosts:{index}:").set_value(column).run()
    assert not test.exception
    test.button(key="own-open-take").click().run()
    assert [h.plant for h in test.session_state["own-data"].pests["POPIJA"].hosts] == [
        "Malus domestica"]


def test_a_yaml_file_is_taken_over(open_page: OpenPage) -> None:
    text = dump_own(OwnData({"POPIJA": pest_library().get("POPIJA")}))
    test = open_page("data", state={**OWN, "own-view": "open"})
    test.file_uploader[0].set_value(("own.yaml", text.encode(), "application/yaml")).run()
    test.button(key="own-yaml-take:own.yaml").click().run()
    assert not test.exception
    assert set(test.session_state["own-data"].pests) == {"POPIJA"}


@pytest.mark.parametrize(("name", "content", "told"), [
    ("own.xlsm", b"PK\x03\x04", "macros"), ("own.csv", b"\x89PNG picture\0", "text file"),
    ("own.yaml", b"pests: [", "YAML")])
def test_files_that_cannot_be_read_say_why(open_page: OpenPage, name: str, content: bytes,
                                           told: str) -> None:
    test = open_page("data", state={**OWN, "own-view": "open"})
    test.file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    assert not test.exception
    assert told in test.error[0].value


def test_a_kind_of_pathway_of_ones_own_is_saved_used_and_taken_away(open_page: OpenPage) -> None:
    tables = Tables({"steps": [
        ["packing", "Sorted by hand.", None, "usual", "unit", 0.1, None, 0.5, None, None, None,
         None, "unverified", "Smith 2020", *[None] * 6],
        ["transfer", "Fed to animals.", *[None] * 18]]})
    tables.lines["steps"] = [line[:len(SHEETS["steps"].columns) - 1]
                             for line in tables.lines["steps"]]
    test = open_page("data", state={**OWN, "own-view": "kinds", "own-kind-form::0": tables})
    for key, value in {"kind_id": "hay", "title_en": "Hay", "description_zh": "干草。",
                       "unit_name_en": "one bale", "end_use_en": "feed"}.items():
        widget = test.text_area if key.startswith("description") else test.text_input
        widget(key=f"own-kind:new:0:{key}").set_value(value)
    test.button(key="own-kind-save").click().run()
    assert "not saved" in test.error[0].value  # no source
    test.text_input(key="own-kind:new:0:citation").set_value("Smith 2020")
    test.button(key="own-kind-save").click().run()
    assert not test.exception
    assert not test.error
    kind = test.session_state["own-data"].commodities().kinds["hay"]
    assert [s.step for s in kind.steps] == ["packing", "transfer"]
    assert kind.steps[0].usual.unit.distribution.high == 0.5
    assert kind.steps[0].usual.unit.source.citation == "Smith 2020"
    test.button(key="own-kind-drop").click().run()
    assert test.session_state["own-data"].kinds == {}
