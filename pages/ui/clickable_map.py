"""A map in the page whose clicked cell reaches the script; it is loaded again only if it changed.

Two small components: one holds the page of HTML that `pra_core.maps` makes, the other tells it
which place to mark, so that choosing a place sends a few bytes and no map.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from pages.ui import session

_FRAME = """
export default function ({data, parentElement, setTriggerValue, key}) {
  const host = parentElement.querySelector('.pra-map');
  host.style.height = data.height;
  host.dataset.map = data.name;
  host.send = setTriggerValue;
  if (!host.listens) {
    host.listens = e => {
      if (!host.frame || e.source !== host.frame.contentWindow || !e.data) return;
      if (e.data.praCell) host.send('cell', e.data.praCell);
      if (e.data.praReady) {
        host.querySelectorAll('iframe').forEach(old => { if (old !== host.frame) old.remove(); });
        host.frame.style.visibility = 'visible';
        if (host.place !== undefined) host.frame.contentWindow.postMessage(
          {praPlace: host.place}, '*');
      }
    };
    window.addEventListener('message', host.listens);
  }
  if (host.dataset.code !== data.code) {
    host.dataset.code = data.code;
    // The former map stays until the new one is drawn: no flicker.
    const frame = document.createElement('iframe');
    frame.title = data.alt;
    frame.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0';
    if (host.frame) frame.style.visibility = 'hidden';
    frame.srcdoc = data.html;
    host.frame = frame;
    host.append(frame);
  }
  return () => {
    window.removeEventListener('message', host.listens);
    host.listens = null;
  };
}
"""
_MARK = """
export default function ({data}) {
  const tell = tries => {
    const host = document.querySelector(`.pra-map[data-map="${data.name}"]`);
    if (!host) { if (tries) setTimeout(() => tell(tries - 1), 50); return; }
    host.place = data.place;
    host.frame?.contentWindow.postMessage({praPlace: data.place}, '*');
  };
  tell(100);
}
"""
_HOST = "<div class='pra-map' style='position:relative;width:100%;overflow:hidden'></div>"

_frame = st.components.v2.component("pra_map", html=_HOST, js=_FRAME, isolate_styles=False)
_mark = st.components.v2.component("pra_map_mark", html="<span></span>", js=_MARK,
                                   isolate_styles=False)

Cell = tuple[int, int]
"""Row and column of the climate grid."""


def clickable_map(html: str, name: str, *, height: str, alt: str,
                  on_cell: Callable[[Cell], None]) -> None:
    """The map of that name; `on_cell` is called with a clicked cell before the next run.

    `height` is any CSS length, so that the map can follow the height of the window.
    The same `html` leaves the map, its zoom and its layer alone.
    """
    def clicked() -> None:
        cell = getattr(session.shown(name), "cell", None)
        if _is_cell(cell):
            on_cell((int(cell[0]), int(cell[1])))

    code = hashlib.sha256(html.encode("utf-8")).hexdigest()[:16]
    _frame(key=name, data={"html": html, "code": code, "alt": alt, "name": name,
                           "height": height}, on_cell_change=clicked)


def mark_place(name: str, place: tuple[float, float] | None) -> None:
    """Mark a latitude and longitude on the map of that name, or none."""
    _mark(key=f"{name}-mark", data={"name": name, "place": list(place) if place else None},
          height=1)


def _is_cell(cell: object) -> bool:
    """What a browser sends may be anything."""
    return (isinstance(cell, (list, tuple)) and len(cell) == 2
            and all(isinstance(x, int) and not isinstance(x, bool) for x in cell))
