"""The ALOP as a line on the chart of residual risk that can be dragged or moved by keys.

The page draws what `pra_core.figures.alop_line` prepares; only the limit that was let go of
comes back. The form for the ALOP does the same without a pointer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pages.ui import session

_SCRIPT = """
const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 300, TOP = 26, BOTTOM = 62, SIDE = 14;
function make(tag, attributes, parent, words) {
  const node = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (words !== undefined) node.textContent = words;
  parent.append(node);
  return node;
}
export default function ({data, parentElement, setTriggerValue}) {
  const host = parentElement.querySelector('.pra-alop');
  const words = host.querySelector('output'), c = data.colours;
  let svg = host.querySelector('svg');
  let at = data.now, timer = null, held = false, parts = {};
  const wide = () => Math.max(280, host.clientWidth);
  const px = x => SIDE + x * (wide() - 2 * SIDE);
  const py = y => HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM);
  const path = points => points.map((p, i) =>
    `${i ? 'L' : 'M'}${px(p[0]).toFixed(1)},${py(p[1]).toFixed(1)}`).join('');
  const place = () => {
    const stop = data.stops[at], x = px(stop.x);
    parts.within.setAttribute('width', Math.max(0, x));
    parts.beyond.setAttribute('x', x);
    parts.line.setAttribute('x1', x); parts.line.setAttribute('x2', x);
    parts.grip.setAttribute('transform', `translate(${x},${TOP - 10})`);
    parts.grip.setAttribute('aria-valuenow', at);
    parts.grip.setAttribute('aria-valuetext', stop.words);
    words.textContent = stop.words;
  };
  const send = () => {
    if (at !== data.now) setTriggerValue('limit', data.stops[at].limit);
  };
  const go = to => { at = Math.min(data.stops.length - 1, Math.max(0, to)); place(); };
  const nearest = event => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left - SIDE) / (wide() - 2 * SIDE);
    let best = 0;
    data.stops.forEach((s, i) => {
      if (Math.abs(s.x - x) < Math.abs(data.stops[best].x - x)) best = i;
    });
    go(best);
  };
  const keys = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5,
                PageUp: 5, Home: -1e6, End: 1e6};
  const draw = () => {
    const focused = svg && svg.contains(document.activeElement);
    if (svg) svg.remove();
    svg = make('svg', {width: '100%', height: HEIGHT, style: 'touch-action:pan-y;cursor:ew-resize;'
      + 'display:block;user-select:none'}, host);
    const id = 'pra-alop-' + data.name;
    const defs = make('defs', {}, svg);
    parts.within = make('rect', {x: 0, y: 0, height: HEIGHT},
      make('clipPath', {id: id + '-w'}, defs));
    parts.beyond = make('rect', {y: 0, width: 1e5, height: HEIGHT},
      make('clipPath', {id: id + '-b'}, defs));
    for (const tick of data.ticks) {
      const x = px(tick.x);
      make('line', {x1: x, x2: x, y1: TOP, y2: py(0), stroke: c.line}, svg);
      make('text', {x, y: py(0) + 20, 'text-anchor': 'middle', 'font-size': 14, fill: c.ink},
        svg, tick.words);
    }
    make('text', {x: wide() / 2, y: HEIGHT - 14, 'text-anchor': 'middle', 'font-size': 15,
                  fill: c.ink}, svg, data.title);
    const area = data.shown.length ? path([[data.shown[0][0], 0], ...data.shown,
      [data.shown[data.shown.length - 1][0], 0]]) + 'Z' : '';
    make('path', {d: area, fill: c.within, 'clip-path': `url(#${id}-w)`}, svg);
    make('path', {d: area, fill: c.beyond, 'clip-path': `url(#${id}-b)`}, svg);
    make('path', {d: path(data.before), fill: 'none', stroke: c.reference, 'stroke-width': 2.5},
      svg);
    make('path', {d: path(data.shown), fill: 'none', stroke: c.accent, 'stroke-width': 2.5}, svg);
    make('line', {x1: SIDE, x2: wide() - SIDE, y1: py(0), y2: py(0), stroke: c.line}, svg);
    parts.line = make('line', {y1: TOP - 10, y2: py(0), stroke: c.limit, 'stroke-width': 2.5,
                               'stroke-dasharray': '7 5'}, svg);
    parts.grip = make('g', {tabindex: 0, role: 'slider', 'aria-label': data.label,
      'aria-valuemin': 0, 'aria-valuemax': data.stops.length - 1}, svg);
    make('rect', {x: -16, y: -12, width: 32, height: 24, rx: 6, fill: c.limit}, parts.grip);
    make('path', {d: 'M-3,-7 L-12,0 L-3,7 Z M3,-7 L12,0 L3,7 Z', fill: c.page}, parts.grip);
    place();
    parts.grip.addEventListener('keydown', e => {
      if (e.key === 'Escape') { clearTimeout(timer); go(data.now); return; }
      if (e.key === 'Enter') { clearTimeout(timer); send(); return; }
      if (!(e.key in keys)) return;
      e.preventDefault();
      go(at + keys[e.key]);
      clearTimeout(timer);
      timer = setTimeout(send, 900);
    });
    svg.addEventListener('pointerdown', e => {
      held = true; svg.setPointerCapture(e.pointerId); nearest(e);
      parts.grip.focus({preventScroll: true});
    });
    svg.addEventListener('pointermove', e => { if (held) nearest(e); });
    svg.addEventListener('pointerup', () => { if (held) { held = false; send(); } });
    svg.addEventListener('pointercancel', () => { held = false; go(data.now); });
    if (focused) parts.grip.focus({preventScroll: true});
  };
  draw();
  let last = wide();
  const watch = new ResizeObserver(() => { if (wide() !== last) { last = wide(); draw(); } });
  watch.observe(host);
  return () => { watch.disconnect(); clearTimeout(timer); };
}
"""
_HOST = ("<div class='pra-alop' style='width:100%;min-height:340px'>"
         "<output aria-live='polite' style='display:block;min-height:1.6em;font-weight:600'>"
         "</output></div>")

_line = st.components.v2.component("pra_alop", html=_HOST, js=_SCRIPT, isolate_styles=False)


def draggable_alop(chart: Mapping[str, Any], name: str, *,
                   on_limit: Callable[[float], None]) -> None:
    """The chart of that name; `on_limit` is called with the limit let go of, before the next run.

    `chart` is what `alop_line.line_chart` gives; the limit is in the unit of the ALOP.
    """
    def moved() -> None:
        limit = getattr(session.shown(name), "limit", None)
        if is_limit(limit):
            on_limit(float(limit))

    _line(key=name, data={**chart, "name": name}, on_limit_change=moved)


def is_limit(value: object) -> bool:
    """What a browser sends may be anything."""
    return (isinstance(value, (int, float)) and not isinstance(value, bool)
            and math.isfinite(value) and value > 0)
