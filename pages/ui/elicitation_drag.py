"""The chart of a judgement whose points can be dragged or moved by keys.

The page draws what `pra_core.figures.elicitation_drag` prepares; only the value of the point that
was let go of comes back. The number fields do the same without a pointer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pages.ui import session

_SCRIPT = """
const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 360, TOP = 14, BOTTOM = 58, LEFT = 66, RIGHT = 20;
function make(tag, attributes, parent, words) {
  const node = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (words !== undefined) node.textContent = words;
  parent.append(node);
  return node;
}
function number(x) {
  if (x !== 0 && (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e15)) {
    const [m, p] = x.toExponential(2).split('e');
    const up = String(Number(p)).replace(/./g, c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] || '⁻');
    return `${Number(m)} × 10${up}`;
  }
  return x.toLocaleString('en-US', {maximumSignificantDigits: 3}).replace('-', '−');
}
export default function ({data, parentElement, setTriggerValue}) {
  const host = parentElement.querySelector('.pra-judged');
  const said = host.querySelector('output'), c = data.colours;
  let svg = host.querySelector('svg'), timer = null, held = null, grips = [];
  const wide = () => Math.max(300, host.clientWidth);
  const span = () => wide() - LEFT - RIGHT;
  const px = u => LEFT + u * span();
  const py = y => HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM);
  const place = v => data.log ? Math.log(v / data.low) / Math.log(data.high / data.low)
    : (v - data.low) / (data.high - data.low);
  const value = u => data.log ? data.low * Math.pow(data.high / data.low, u)
    : data.low + u * (data.high - data.low);
  const given = data.handles.map(h => h.value !== null);
  const open = i => {
    let a = i, b = i;
    while (a >= 0 && !given[a]) a -= 1;
    while (b < given.length && !given[b]) b += 1;
    const from = a < 0 ? 0 : place(data.handles[a].value);
    const to = b < given.length ? place(data.handles[b].value) : 1;
    return value(from + (to - from) * (i - a) / (b - a));
  };
  const now = data.handles.map((h, i) => given[i] ? h.value : open(i));
  const path = points => points.map((p, i) =>
    `${i ? 'L' : 'M'}${px(p[0]).toFixed(1)},${py(p[1]).toFixed(1)}`).join('');
  const show = (i, aloud) => {
    const x = px(Math.min(1, Math.max(0, place(now[i])))), y = py(data.handles[i].height);
    const grip = grips[i], words = data.words.replace('{label}', data.handles[i].label)
      .replace('{value}', number(now[i]));
    grip.setAttribute('transform', `translate(${x},${y})`);
    grip.setAttribute('aria-valuenow', now[i]);
    grip.setAttribute('aria-valuetext', words);
    grip.firstChild.setAttribute('fill', given[i] ? c.accent : c.page);
    grip.drop.setAttribute('x1', x); grip.drop.setAttribute('x2', x);
    if (aloud) said.textContent = words;
  };
  const go = (i, to) => {
    let v = to;
    if (i > 0 && given[i - 1] && v <= now[i - 1]) v = now[i - 1] + (now[i] - now[i - 1]) * 0.02;
    if (i + 1 < now.length && given[i + 1] && v >= now[i + 1])
      v = now[i + 1] - (now[i + 1] - now[i]) * 0.02;
    if (data.least !== null) v = Math.max(v, data.least);
    if (data.most !== null) v = Math.min(v, data.most);
    v = Number(v.toPrecision(3));
    if (i > 0 && given[i - 1] && v <= now[i - 1]) return;
    if (i + 1 < now.length && given[i + 1] && v >= now[i + 1]) return;
    now[i] = v; given[i] = true; show(i, true);
  };
  const send = i => {
    if (now[i] !== data.handles[i].value)
      setTriggerValue('moved', {name: data.handles[i].name, value: now[i]});
  };
  const back = i => {
    if (data.handles[i].value !== null) now[i] = data.handles[i].value;
    else given[i] = false;
    show(i, true);
  };
  const steps = {ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01,
                 PageDown: -0.05, PageUp: 0.05};
  const axes = () => {
    for (const tick of data.ticks) {
      make('line', {x1: px(tick.x), x2: px(tick.x), y1: TOP, y2: py(0), stroke: c.line}, svg);
      make('text', {x: px(tick.x), y: py(0) + 21, 'text-anchor': 'middle', 'font-size': 14,
                    fill: c.ink}, svg, tick.words);
    }
    for (const tick of data.heights) {
      make('line', {x1: px(0), x2: px(1), y1: py(tick.y), y2: py(tick.y), stroke: c.line}, svg);
      make('text', {x: LEFT - 14, y: py(tick.y) + 5, 'text-anchor': 'end', 'font-size': 14,
                    fill: c.ink}, svg, tick.words);
    }
    make('line', {x1: px(0), x2: px(1), y1: py(0), y2: py(0), stroke: c.reference}, svg);
    make('text', {x: px(0.5), y: HEIGHT - 12, 'text-anchor': 'middle', 'font-size': 15,
                  fill: c.ink}, svg, data.title);
  };
  const grip = (h, i) => {
    const drop = make('line', {y1: py(h.height), y2: h.height ? py(0) : TOP, stroke: c.accent,
                               'stroke-dasharray': '2 4'}, svg);
    const g = make('g', {tabindex: 0, role: 'slider', 'aria-label': h.label, 'data-name': h.name,
      'aria-valuemin': data.least ?? data.low, 'aria-valuemax': data.most ?? data.high,
      style: 'cursor:ew-resize'}, svg);
    make('circle', {r: 9, stroke: c.accent, 'stroke-width': 3}, g);
    make('circle', {r: 20, fill: 'transparent'}, g);
    g.drop = drop;
    g.addEventListener('focus', () => show(i, true));
    g.addEventListener('keydown', e => {
      if (e.key === 'Escape') { clearTimeout(timer); back(i); return; }
      if (e.key === 'Enter') { clearTimeout(timer); send(i); return; }
      if (!(e.key in steps)) return;
      e.preventDefault();
      go(i, value(place(now[i]) + steps[e.key]));
      clearTimeout(timer);
      timer = setTimeout(() => send(i), 900);
    });
    g.addEventListener('pointerdown', e => {
      held = i; svg.setPointerCapture(e.pointerId); g.focus({preventScroll: true});
    });
    return g;
  };
  const draw = () => {
    const active = svg && svg.contains(document.activeElement)
      ? document.activeElement.getAttribute('data-name') : null;
    if (svg) svg.remove();
    svg = make('svg', {width: '100%', height: HEIGHT, role: 'group', 'aria-label': data.title,
      style: 'touch-action:pan-y;display:block;user-select:none'}, host);
    axes();
    const clip = 'pra-judged-' + data.name;
    make('rect', {x: px(0), y: TOP - 6, width: span(), height: py(0) - TOP + 8},
      make('clipPath', {id: clip}, make('defs', {}, svg)));
    for (const curve of data.curves)
      make('path', {d: path(curve.points), fill: 'none', stroke: curve.colour,
        'stroke-width': curve.width, 'stroke-dasharray': curve.dash,
        'clip-path': `url(#${clip})`}, svg);
    grips = data.handles.map(grip);
    grips.forEach((g, i) => {
      show(i, false);
      if (active && active === g.getAttribute('data-name')) g.focus({preventScroll: true});
    });
    svg.addEventListener('pointermove', e => {
      if (held === null) return;
      const x = e.clientX - svg.getBoundingClientRect().left;
      go(held, value(Math.min(1, Math.max(0, (x - LEFT) / span()))));
    });
    svg.addEventListener('pointerup', () => {
      if (held !== null) { const i = held; held = null; send(i); }
    });
    svg.addEventListener('pointercancel', () => {
      if (held !== null) { back(held); held = null; }
    });
  };
  const legend = host.querySelector('.pra-legend');
  legend.replaceChildren();
  for (const curve of data.curves.filter(one => one.label)) {
    const item = document.createElement('span'), mark = document.createElement('span');
    item.style.cssText = 'display:inline-flex;align-items:center;gap:.45em;margin-right:1.4em';
    mark.style.cssText = `width:28px;border-top:${curve.width}px ${curve.dash ? 'dashed' :
      'solid'} ${curve.colour}`;
    item.append(mark, curve.label);
    legend.append(item);
  }
  said.textContent = data.ask;
  draw();
  let last = wide();
  const watch = new ResizeObserver(() => { if (wide() !== last) { last = wide(); draw(); } });
  watch.observe(host);
  return () => { watch.disconnect(); clearTimeout(timer); };
}
"""
_HOST = ("<style>.pra-judged g[role=slider]:focus {outline: none;} .pra-judged"
         " g[role=slider]:focus circle:first-child {stroke: #1b2a33; stroke-width: 5;}</style>"
         "<div class='pra-judged' style='width:100%;min-height:420px'>"
         "<output aria-live='polite' style='display:block;min-height:1.6em;font-weight:600'>"
         "</output><div class='pra-legend' style='font-size:.9rem;min-height:1.5em'></div></div>")

_chart = st.components.v2.component("pra_judged", html=_HOST, js=_SCRIPT, isolate_styles=False)


def judged_chart(chart: Mapping[str, Any], name: str, *,
                 on_moved: Callable[[str, float], None]) -> None:
    """The chart of that name; `on_moved` is called with the point let go of and its value.

    `chart` is what `elicitation_drag.drag_chart` gives.
    """
    names = {h["name"] for h in chart["handles"]}

    def moved() -> None:
        sent = getattr(session.shown(name), "moved", None)
        if isinstance(sent, Mapping) and sent.get("name") in names and is_value(sent.get("value")):
            on_moved(str(sent["name"]), float(sent["value"]))

    _chart(key=name, data={**chart, "name": name.replace(":", "-").replace(".", "-")},
           on_moved_change=moved)


def is_value(value: object) -> bool:
    """What a browser sends may be anything."""
    return (isinstance(value, (int, float)) and not isinstance(value, bool)
            and math.isfinite(value))
