"""The map of the endangered area in a real browser: drawn, switched and read, with nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pra_core import endangered_area, maps
from pra_core.i18n import LANGUAGES, translator
from pra_core.store import load_scenario

if TYPE_CHECKING:
    from playwright.sync_api import Frame

    from tests.browser.conftest import GuardedPage

pytestmark = pytest.mark.browser


def _map_frame(guarded: GuardedPage) -> Frame:
    """The frame of the map, once its cells are painted."""
    guarded.page.locator(".pra-map iframe").first.wait_for()
    for _ in range(600):
        for frame in guarded.page.frames:
            if frame.parent_frame is not None and frame.locator(
                    "body[data-ready] .pra-cells[data-layer]").count():
                return frame
        guarded.page.wait_for_timeout(50)
    raise AssertionError("no map was painted within 30 s")


def _place(frame: Frame, latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place is inside the frame [px], by the map's own projection."""
    x, y = frame.evaluate(
        """([lat, lng]) => {
          const map = Object.entries(window).find(([name]) => /^map_\\d+$/.test(name))[1];
          const point = map.latLngToContainerPoint([lat, lng]);
          return [point.x, point.y];
        }""", [latitude, longitude])
    return x, y


def _point(frame: Frame, latitude: float, longitude: float) -> None:
    x, y = _place(frame, latitude, longitude)
    frame.locator("body").hover(position={"x": x, "y": y})


def _click(frame: Frame, latitude: float, longitude: float) -> None:
    x, y = _place(frame, latitude, longitude)
    frame.locator("body").click(position={"x": x, "y": y})


@pytest.mark.parametrize("language", LANGUAGES)
def test_layers_switch_with_their_legend_and_ask_no_other_machine(
    guarded_page: GuardedPage, language: str
) -> None:
    t = translator(language)
    guarded_page.open("/establishment", language)
    frame = _map_frame(guarded_page)
    choices = frame.locator(".pra-switch select")
    drawn = maps.layers(load_scenario("medfly-citrus-china"), t)
    assert choices.locator("option").all_inner_texts() == [layer.title for layer in drawn]
    assert choices.locator("optgroup").count() == len({layer.group for layer in drawn})
    legend = frame.locator(".pra-legend b").first
    for layer in drawn:
        choices.select_option(layer.key)
        frame.locator(f".pra-cells[data-layer={layer.key}]").wait_for()
        assert legend.inner_text() == layer.title
    choices.select_option("limiting")
    assert frame.locator(".pra-legend").get_by_text(t("Too cold in winter")).count() == 1
    assert guarded_page.outside == []


def test_pointer_reads_the_cell_below(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    readout = frame.locator(".pra-readout")
    _point(frame, 24.0, 113.25)
    assert readout.inner_text().startswith("Guangdong, China")
    index = re.search(r"Suitability index: ([\d.]+)", readout.inner_text())
    assert index is not None
    found = endangered_area.suitability(load_scenario("medfly-citrus-china"))
    nearest = np.hypot(found.latitude - 24.0, found.longitude - 113.25).argmin()
    assert float(index.group(1)) == pytest.approx(found.index[nearest], abs=1)
    _point(frame, 39.9, 116.4)
    assert "Too cold in winter" in readout.inner_text()
    _point(frame, 20.0, 122.0)
    assert "Point at a coloured cell" in readout.inner_text()


def test_colours_are_those_of_the_cells(guarded_page: GuardedPage) -> None:
    """The pixel under a place has the colour that the layer gives to its cell."""
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    scenario = load_scenario("medfly-citrus-china")
    found = endangered_area.suitability(scenario)
    layer = maps.layers(scenario, translator("en"))[0]
    for latitude, longitude in ((23.0, 113.25), (40.0, 116.5), (26.0, 102.0)):
        (cell,) = np.flatnonzero((found.latitude == latitude) & (found.longitude == longitude))
        pixel = frame.evaluate(
            """([lat, lng]) => {
              const map = Object.entries(window).find(([name]) => /^map_\\d+$/.test(name))[1];
              const canvas = document.querySelector('.pra-cells');
              const box = canvas.getBoundingClientRect();
              const frame = map.getContainer().getBoundingClientRect();
              const at = map.latLngToContainerPoint([lat, lng]);
              const x = (at.x + frame.x - box.x) / box.width * canvas.width;
              const y = (at.y + frame.y - box.y) / box.height * canvas.height;
              return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
            }""", [latitude, longitude])
        assert bytes(pixel[:3]).hex() == layer.colours[layer.codes[cell]][1:]
        assert pixel[3] == 255


def test_click_on_the_map_shows_the_year_of_the_cell_and_leaves_the_map(
    guarded_page: GuardedPage
) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    frame.locator(".pra-switch select").select_option("limiting")
    frame.evaluate("window.kept = true")
    _click(frame, 23.0, 113.25)
    page = guarded_page.page
    page.get_by_role("heading", name="Guangzhou, China").wait_for()
    page.locator(".js-plotly-plot").first.wait_for()
    first = page.locator(".js-plotly-plot .scatterlayer path.js-line").evaluate_all(
        "lines => lines.map(line => line.getAttribute('d'))")
    _click(frame, 40.0, 116.5)
    page.get_by_role("heading", name="Beijing, China").wait_for()
    page.wait_for_function(
        """before => {
          const lines = [...document.querySelectorAll(
            '.js-plotly-plot .scatterlayer path.js-line')].map(line => line.getAttribute('d'));
          return lines.length && lines.join() !== before;
        }""", arg=",".join(first))
    frame = _map_frame(guarded_page)
    assert frame.evaluate("window.kept") is True
    assert frame.locator(".pra-cells").get_attribute("data-layer") == "limiting"
    assert guarded_page.outside == []


def test_a_city_found_by_name_is_marked_on_the_map(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    frame.evaluate("window.kept = true")
    assert frame.locator(".leaflet-marks-pane path").count() == 0
    page = guarded_page.page
    page.get_by_role("radio", name="A place").click()
    search = page.get_by_role("combobox", name="Find a city")
    search.wait_for()
    guarded_page.settle()
    search.fill("Beijing, China")
    page.get_by_role("option", name="Beijing, China").first.wait_for()
    search.press("Enter")
    page.get_by_role("heading", name="Beijing, China").wait_for()
    frame.locator(".leaflet-marks-pane path").first.wait_for(state="attached")
    assert frame.evaluate("window.kept") is True


def test_another_area_is_shown_in_the_layer_chosen_before(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    frame.evaluate("window.kept = true")
    frame.locator(".pra-switch select").select_option("cold")
    page = guarded_page.page
    page.get_by_role("button", name="Another area or pest").click()
    search = page.get_by_role("combobox", name="Area shown")
    search.fill("Australia")
    page.get_by_role("option", name="Australia").first.click()
    page.get_by_text("not part of this assessment").wait_for()
    page.wait_for_function(
        """() => {
          const maps = document.querySelectorAll('.pra-map iframe');
          return maps.length === 1 && !maps[0].contentWindow.kept;
        }""")
    frame = _map_frame(guarded_page)
    assert frame.locator(".pra-cells").get_attribute("data-layer") == "cold"
    x, y = _place(frame, -25.0, 134.0)
    assert 0 < x < 1366
    assert 0 < y < 600


def test_typing_elsewhere_leaves_an_unchanged_map_alone(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    frame.evaluate("window.kept = true")
    guarded_page.page.get_by_label("Seed", exact=True).fill("7")
    guarded_page.page.get_by_label("Seed", exact=True).press("Enter")
    guarded_page.settle()
    guarded_page.page.get_by_text("seed 7").first.wait_for()
    assert _map_frame(guarded_page).evaluate("window.kept") is True


def test_an_input_typed_below_the_map_moves_the_answer_above_it(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    page = guarded_page.page
    answer = page.locator(".st-key-answer")
    before = answer.inner_text()
    page.get_by_role("radio", name="Inputs").click()
    field = page.locator(".st-key-inputs-establishment input").nth(4)
    field.wait_for()
    field.fill("12")
    field.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.st-key-answer').innerText.trim() !== before.trim()",
        arg=before)
    assert "km²" in answer.inner_text()
