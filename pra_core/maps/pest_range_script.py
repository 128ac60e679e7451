"""What runs in the browser for the map of a present range: shades areas, reads them out.

Words enter the page as text, never as markup, except the legend, which arrives escaped.
"""

from __future__ import annotations

SCRIPT = r"""
(function (map, given) {
  const $ = (tag, kind, text) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  // Hatching: white lines over the colour of the class.
  const drawn = name => document.createElementNS('http://www.w3.org/2000/svg', name);
  const holder = drawn('svg'), patterns = drawn('defs');
  holder.setAttribute('style', 'position:absolute;width:0;height:0');
  for (const [extent, colour] of Object.entries(given.colours)) {
    const pattern = drawn('pattern'), ground = drawn('rect'), line = drawn('rect');
    const set = (node, values) => Object.entries(values).forEach(([k, v]) =>
      node.setAttribute(k, v));
    set(pattern, {id: 'pra-hatch-' + extent, width: 6, height: 6,
      patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'});
    set(ground, {width: 6, height: 6, fill: colour});
    set(line, {width: 2, height: 6, fill: '#ffffff'});
    pattern.append(ground, line);
    patterns.append(pattern);
  }
  holder.append(patterns);
  document.body.append(holder);

  // Outlines: steps in hundredths of a degree.
  function points(line) {
    let x = 0, y = 0;
    const made = [];
    for (let i = 0; i < line.length; i += 2) {
      x += line[i]; y += line[i + 1];
      made.push([y / 100, x / 100]);
    }
    return made;
  }
  for (const [name, z] of [['plain', 300], ['shaded', 350], ['dots', 400]])
    map.createPane(name).style.zIndex = z;
  const under = L.canvas({pane: 'plain', padding: 0.3});
  const over = L.svg({pane: 'shaded', padding: 0.3}), top = L.svg({pane: 'dots', padding: 0.3});
  const told = words => {
    const made = $('div');
    made.append(...words.map((line, i) => $(i ? 'div' : 'b', '', line)));
    return made;
  };
  const opening = {sticky: true, opacity: 0.95, className: 'pra-said'};
  for (const area of given.areas) {
    const known = Boolean(area.extent);
    const fill = !known ? given.land : area.hatched ? `url(#pra-hatch-${area.extent})`
      : given.colours[area.extent];
    const style = {weight: known ? 0.8 : 0.5, color: given.border, fillColor: fill};
    L.polygon(area.rings.map(part => part.map(points)), {...style, pane: known ? 'shaded' : 'plain',
      renderer: known ? over : under, fillOpacity: area.pale ? 0.35 : 1,
    }).bindTooltip(told(area.words), opening).addTo(map);
    if (known && area.dot) L.circleMarker(area.dot, {...style, pane: 'dots', renderer: top,
      radius: 5, weight: 1.2, fillOpacity: 1}).bindTooltip(told(area.words), opening).addTo(map);
  }
  // The legend stands under the map, in one or two lines: it covers no country.
  const legend = $('div', 'pra-legend'), body = document.body;
  legend.innerHTML = given.legend;
  body.append(legend);
  Object.assign(body.style, {display: 'flex', flexDirection: 'column'});
  Object.assign(map.getContainer().style, {flex: '1 1 auto', height: 'auto', minHeight: '0'});
  const style = $('style', '', '.pra-said {white-space: normal; width: max-content;'
    + ' max-width: 320px; font-size: 12px} .pra-legend {display: flex; flex-wrap: wrap;'
    + ' gap: 3px 14px; padding: 6px 2px 2px; font: 13px/1.4 ' + given.font + '; color: #1b2a33}');
  document.head.append(style);
  map.invalidateSize({animate: false});
  // The whole world fills the window; it is the widest view.
  const fit = () => {
    map.setMinZoom(0);
    map.fitBounds(given.world, {animate: false});
    map.setMinZoom(map.getZoom() - 0.5);
  };
  fit();
  map.setMaxBounds([[-75, -200], [85, 200]]);
  // Leaflet focuses the map when the button goes down; the page must not scroll then.
  const box = map.getContainer(), focus = box.focus.bind(box);
  box.focus = () => focus({preventScroll: true});
  window.parent.postMessage({praReady: true}, '*');
  document.body.dataset.ready = 'yes';
})"""
"""A function of the Leaflet map and of what `pest_range` gives."""
