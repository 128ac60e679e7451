"""The map of the endangered area in a real browser: drawn, switched and read, with nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pra_core.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from playwright.sync_api import Frame

    from tests.browser.conftest import GuardedPage

pytestmark = pytest.mark.browser


def _map_frame(guarded: GuardedPage) -> Frame:
    guarded.page.locator("iframe").first.wait_for()
    frame = next(f for f in guarded.page.frames if f.parent_frame is not None)
    frame.locator(".leaflet-image-layer").first.wait_for()
    frame.locator(".leaflet-interactive, .leaflet-overlay-pane path").first.wait_for(
        state="attached")
    return frame


def _point(frame: Frame, latitude: float, longitude: float) -> None:
    """Move the pointer to a place, by the map's own projection."""
    frame.evaluate(
        """([lat, lng]) => {
          const map = Object.entries(window).find(([name]) => /^map_\\d+$/.test(name))[1];
          map.fire('mousemove', {latlng: L.latLng(lat, lng)});
        }""", [latitude, longitude])


@pytest.mark.parametrize("language", LANGUAGES)
def test_layers_switch_with_their_legend_and_ask_no_other_machine(
    guarded_page: GuardedPage, language: str
) -> None:
    t = translator(language)
    guarded_page.open("/establishment", language)
    frame = _map_frame(guarded_page)
    choices = frame.locator(".leaflet-control-layers-base label")
    assert choices.count() == 5
    legend = frame.locator(".pra-box b").first
    assert legend.inner_text() == t("Suitability index")
    choices.nth(2).click()
    assert legend.inner_text() == t("What limits the pest")
    assert frame.locator(".leaflet-image-layer").count() == 1
    assert frame.get_by_text(t("Too cold in winter")).count() >= 1
    assert guarded_page.outside == []


def test_pointer_reads_the_cell_below(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    readout = frame.locator(".pra-readout")
    _point(frame, 23.1, 113.3)
    assert readout.inner_text().startswith("China")
    index = re.search(r"Suitability index: ([\d.]+)", readout.inner_text())
    assert index is not None
    assert 40 < float(index.group(1)) < 60
    _point(frame, 39.9, 116.4)
    assert "Too cold in winter" in readout.inner_text()
    _point(frame, 30.0, 140.0)
    assert "Point at a coloured cell" in readout.inner_text()


def test_typing_elsewhere_leaves_an_unchanged_map_alone(guarded_page: GuardedPage) -> None:
    guarded_page.open("/establishment", "en")
    frame = _map_frame(guarded_page)
    frame.evaluate("window.kept = true")
    guarded_page.page.get_by_label("Seed", exact=True).fill("7")
    guarded_page.page.get_by_label("Seed", exact=True).press("Enter")
    guarded_page.settle()
    guarded_page.page.get_by_text("seed 7").first.wait_for()
    assert _map_frame(guarded_page).evaluate("window.kept") is True
