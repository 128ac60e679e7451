"""What runs in the browser: paints the cells, switches layers, reads the cell under the pointer.

Cells come packed, one byte per cell and layer, and are painted on a canvas whose lines are even in
Mercator y. Words enter the page as text, never as markup, except legends, which arrive escaped.
"""

from __future__ import annotations

FONT = "system-ui, 'Segoe UI', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
SEA, LAND, BORDER, REGION = "#eef3f5", "#e4e8e6", "#4a5a61", "#7d8a90"

STYLE = f"""<style>
html, body {{margin: 0; height: 100%;}}
.folium-map.leaflet-container {{background: {SEA}; font: 13px/1.4 {FONT}; color: #1b2a33;}}
.pra-cells, .pra-hatch {{image-rendering: pixelated; image-rendering: crisp-edges;
  image-rendering: pixelated; pointer-events: none;}}
.pra-box {{background: rgba(255,255,255,.95); border: 1px solid #d9dfdc; border-radius: 4px;
  padding: 7px 10px; max-width: 250px;}}
.pra-box b {{display: block; margin-bottom: 3px;}}
.pra-row {{display: flex; align-items: center; gap: 6px;}}
.pra-key {{width: 16px; height: 12px; border: 1px solid #8a949b; flex: none;}}
.pra-ramp {{height: 12px; min-width: 190px; border: 1px solid #8a949b;}}
.pra-ticks {{display: flex; justify-content: space-between; gap: 8px; margin-bottom: 3px;}}
.pra-hatched {{background: repeating-linear-gradient(135deg, #5a666d 0 1px, #e3e6e5 1px 4px);}}
.pra-note {{color: #4a5a61; font-size: 12px; margin-top: 3px;}}
.pra-readout {{min-width: 170px;}}
.pra-switch {{width: 232px; max-width: 232px;}}
.pra-switch label {{display: block; font-size: 12px; color: #4a5a61;}}
.pra-switch select {{width: 100%; font: 13px/1.4 {FONT}; color: #1b2a33; padding: 3px;
  border: 1px solid #8a949b; border-radius: 3px; background: #ffffff; margin-bottom: 5px;}}
.pra-switch input[type=range] {{width: 100%; accent-color: #0b6e4f; margin: 0;}}
.pra-switch label.pra-tick {{display: flex; gap: 6px; align-items: baseline; color: #1b2a33;}}
.pra-switch input[type=checkbox] {{accent-color: #0b6e4f; margin: 0;}}
.pra-switch input:focus-visible, .pra-switch select:focus-visible {{outline: 2px solid #0b6e4f;}}
</style>"""

SCRIPT = r"""
(function (map, given) {
  const $ = (tag, kind, text) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const memory = {
    read: () => { try { return JSON.parse(sessionStorage.getItem('pra-map')) || {}; }
                  catch { return {}; } },
    keep: (more) => { try { sessionStorage.setItem('pra-map',
                        JSON.stringify({...memory.read(), ...more})); } catch { } },
  };
  const kept = memory.read();
  async function unpack(text, Kind) {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Kind(await new Response(stream).arrayBuffer());
  }

  // Land, borders and regions: steps in hundredths of a degree.
  function points(line) {
    let x = 0, y = 0;
    const made = [];
    for (let i = 0; i < line.length; i += 2) {
      x += line[i]; y += line[i + 1];
      made.push([y / 100, x / 100]);
    }
    return made;
  }
  for (const [name, z] of [['land', 200], ['cells', 300], ['borders', 350], ['marks', 450]])
    map.createPane(name).style.zIndex = z;
  map.getPane('borders').style.pointerEvents = 'none';
  const plain = pane => L.canvas({pane, padding: 0.3});
  L.polygon(given.land.map(p => p.map(points)), {renderer: plain('land'), stroke: false,
    fillColor: given.colours.land, fillOpacity: 1, interactive: false}).addTo(map);
  const ink = plain('borders');
  const regions = L.polyline(given.regions.map(points), {renderer: ink, weight: 0.7,
    color: given.colours.region, opacity: 0.9, interactive: false});
  L.polyline(given.borders.map(points), {renderer: ink, weight: 1, color: given.colours.border,
    opacity: 0.9, interactive: false}).addTo(map);
  const dots = plain('marks');
  const ports = L.layerGroup(given.ports.map(([lat, lon, sea, name]) => L.circleMarker([lat, lon], {
    renderer: dots, pane: 'marks', radius: sea ? 3 : 2.5, weight: 0.9, fillOpacity: 1,
    color: '#1b2a33', fillColor: sea ? '#0072b2' : '#ffffff',
  }).bindTooltip($('span', '', name))));

  const top = given.y[0], bottom = given.y[1], high = given.lines;
  const rowOf = new Int32Array(high);
  for (let k = 0; k < high; k++) {
    const y = top - (k + 0.5) * (top - bottom) / high;
    const latitude = Math.atan(Math.sinh(y)) * 180 / Math.PI;
    rowOf[k] = Math.min(given.rows - 1, Math.max(0,
      Math.floor((given.north - latitude) / given.size)));
  }
  const bounds = [[given.south, given.west], [given.north, given.east]];
  function picture(fine, kind) {
    const canvas = $('canvas', kind);
    canvas.width = given.columns * fine;
    canvas.height = high;
    return canvas;
  }
  const abgr = (hex, alpha) => ((alpha << 24) | (parseInt(hex.slice(5, 7), 16) << 16)
    | (parseInt(hex.slice(3, 5), 16) << 8) | parseInt(hex.slice(1, 3), 16)) >>> 0;
  function paint(canvas, fine, colour) {
    const pen = canvas.getContext('2d');
    const image = pen.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0, p = 0; k < high; k++)
      for (let c = 0, from = rowOf[k] * given.columns; c < given.columns; c++)
        for (let f = 0, i = at[from + c]; f < fine; f++, p++)
          if (i >= 0) pixels[p] = colour(i, c * fine + f, k);
    pen.putImageData(image, 0, 0);
  }

  const at = new Int32Array(given.rows * given.columns).fill(-1);
  const codes = {};
  const layers = Object.fromEntries(given.layers.map(layer => [layer.key, layer]));
  const load = async key => codes[key] ??= await unpack(layers[key].data, Uint8Array);
  const cells = picture(1, 'pra-cells'), hatch = picture(given.fine, 'pra-hatch');
  const shown = L.svgOverlay(cells, bounds, {pane: 'cells', opacity: kept.opacity ?? 1}).addTo(map);
  const hatched = L.svgOverlay(hatch, bounds, {pane: 'cells'});
  let current = layers[kept.layer] ? kept.layer : given.layers[0].key;

  const legend = L.control({position: 'bottomleft'});
  legend.onAdd = () => $('div', 'pra-box pra-legend');
  legend.addTo(map);
  L.control.scale({imperial: false}).addTo(map);
  async function choose(key) {
    current = key;
    memory.keep({layer: key});
    const layer = layers[key], data = await load(key);
    if (current !== key) return;
    const palette = Uint32Array.from(layer.colours, colour => abgr(colour, 255));
    paint(cells, 1, i => palette[data[i]] || 0);
    cells.dataset.layer = key;
    legend.getContainer().innerHTML = layer.legend + (unsure.checked ? given.unsure : '');
    say(last);
  }

  const box = L.control({position: 'bottomright'});
  box.onAdd = () => $('div', 'pra-box pra-readout');
  box.addTo(map);
  let last = -1;
  function say(i) {
    last = i;
    const lines = [];
    if (i < 0) lines.push($('div', '', given.hint));
    else {
      lines.push($('b', '', given.areas[owner[i]]));
      for (const key of new Set([current, ...given.read])) {
        const code = codes[key]?.[i], words = layers[key].words[code];
        if (words !== undefined) lines.push($('div', '', given.says
          .replace('{title}', () => layers[key].title).replace('{words}', () => words)));
      }
    }
    box.getContainer().replaceChildren(...lines);
  }
  function cellAt(place) {
    const r = Math.floor((given.north - place.lat) / given.size);
    const c = Math.floor((place.lng - given.west) / given.size);
    const inside = r >= 0 && c >= 0 && r < given.rows && c < given.columns;
    return inside ? {r, c, i: at[r * given.columns + c]} : {r, c, i: -1};
  }

  // The chosen place: a ring around its cell.
  const ring = L.layerGroup().addTo(map);
  function mark(place) {
    ring.clearLayers();
    if (!place) return;
    const [lat, lon] = place, half = given.size / 2;
    const turn = lon < given.west ? 360 : lon > given.east ? -360 : 0;
    const around = [[lat - half, lon + turn - half], [lat + half, lon + turn + half]];
    L.rectangle(around, {pane: 'marks', weight: 5, color: '#ffffff', fill: false,
      interactive: false}).addTo(ring);
    L.rectangle(around, {pane: 'marks', weight: 2, color: '#b3005e', fill: false,
      interactive: false}).addTo(ring);
    L.circleMarker([lat, lon + turn], {pane: 'marks', radius: 9, weight: 2, color: '#b3005e',
      fill: false, interactive: false}).addTo(ring);
  }
  window.addEventListener('message', e => {
    if (e.source === window.parent && e.data && 'praPlace' in e.data) mark(e.data.praPlace);
  });

  // The switch: layer, opacity, what lies on top.
  const panel = L.control({position: 'topright'});
  const unsure = $('input');
  panel.onAdd = () => {
    const made = $('div', 'pra-box pra-switch');
    const named = (words, widget) => {
      const label = $('label', '', words);
      label.append(widget);
      made.append(label);
    };
    const tick = (input, words, on, act) => {
      input.type = 'checkbox';
      input.checked = on;
      const label = $('label', 'pra-tick');
      label.append(input, $('span', '', words));
      input.addEventListener('change', () => act(input.checked));
      made.append(label);
      act(on);
    };
    const select = $('select');
    for (const group of given.groups) {
      const heading = $('optgroup');
      heading.label = group;
      for (const layer of given.layers) if (layer.group === group) {
        const option = $('option', '', layer.title);
        option.value = layer.key;
        heading.append(option);
      }
      select.append(heading);
    }
    select.value = current;
    select.addEventListener('change', () => choose(select.value));
    named(given.titles.layer, select);
    const slider = $('input');
    Object.assign(slider, {type: 'range', min: 20, max: 100, step: 5,
      value: 100 * (kept.opacity ?? 1)});
    slider.addEventListener('input', () => {
      shown.setOpacity(slider.value / 100);
      memory.keep({opacity: slider.value / 100});
    });
    named(given.titles.opacity, slider);
    const over = (name, layer) => on => {
      if (on) layer.addTo(map); else layer.remove();
      memory.keep({[name]: on});
    };
    if (given.unknown) tick(unsure, given.titles.unknown, kept.unknown ?? false, on => {
      over('unknown', hatched)(on);
      choose(current);
    });
    if (given.regions.length)
      tick($('input'), given.titles.regions, kept.regions ?? true, over('regions', regions));
    if (given.ports.length)
      tick($('input'), given.titles.ports, kept.ports ?? false, over('ports', ports));
    L.DomEvent.disableClickPropagation(made);
    L.DomEvent.disableScrollPropagation(made);
    return made;
  };

  let owner;
  (async () => {
    const [row, column, areas, unknown] = await Promise.all([
      unpack(given.row, Uint16Array), unpack(given.column, Uint16Array),
      unpack(given.area, Uint16Array), given.unknown ? unpack(given.unknown, Uint8Array) : null]);
    row.forEach((r, i) => { at[r * given.columns + column[i]] = i; });
    owner = areas;
    await Promise.all([current, ...given.read].map(load));
    if (unknown) paint(hatch, given.fine, (i, x, k) => !unknown[i] ? 0
      : (x + k) % 5 ? 0xb3e3e6e3 : 0xff6d665a);
    panel.addTo(map);
    await choose(current);
    map.on('mousemove', e => say(cellAt(e.latlng).i));
    map.on('click', e => {
      const {r, c, i} = cellAt(e.latlng);
      say(i);
      if (i < 0) return;
      const lat = given.north - (r + 0.5) * given.size, lon = given.west + (c + 0.5) * given.size;
      mark([lat, lon]);
      window.parent.postMessage({praCell: [given.top + r, (given.first + c) % given.around]}, '*');
    });
    window.parent.postMessage({praReady: true}, '*');
    document.body.dataset.ready = 'yes';
  })();

  // Leaflet focuses the map when the button goes down; a page that then scrolls moves the click.
  const holder = map.getContainer(), focus = holder.focus.bind(holder);
  holder.focus = () => focus({preventScroll: true});
  // Widest zoom is the whole area; another map of the same area opens where this one was left.
  map.setMinZoom(map.getZoom() - 0.5);
  if (kept.area === given.key && kept.view) map.setView(kept.view[0], kept.view[1]);
  map.on('moveend', () => memory.keep({area: given.key,
    view: [[map.getCenter().lat, map.getCenter().lng], map.getZoom()]}));
})"""
"""A function of the Leaflet map and of what `interactive` gives."""
