"""What runs in the browser of an animated map: one canvas, a slider of years, play and pause.

Codes come packed, one byte per cell and year, cell by cell. Words enter the page as text, never as
markup, except the legend, which arrives escaped.
"""

from __future__ import annotations

ANIMATION_STYLE = """<style>
#map {position: absolute; inset: 0;}
.pra-player {width: 232px;}
.pra-player b {font-size: 15px;}
.pra-player div {display: flex; gap: 8px; align-items: center;}
.pra-player input {flex: 1; min-width: 0; accent-color: #0b6e4f; margin: 0;}
.pra-player button {font: inherit; color: #ffffff; background: #0b6e4f; border: 0;
  padding: 3px 12px; border-radius: 3px; cursor: pointer; min-width: 64px;}
.pra-player :focus-visible {outline: 2px solid #1b2a33; outline-offset: 1px;}
</style>"""

ANIMATION = r"""
(function (given) {
  const PAUSE = 450, LAST = 1500;
  const make = (tag, kind, text) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  async function unpack(text, Kind) {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Kind(await new Response(stream).arrayBuffer());
  }
  function points(line) {
    let x = 0, y = 0;
    const made = [];
    for (let i = 0; i < line.length; i += 2) {
      x += line[i]; y += line[i + 1];
      made.push([y / 100, x / 100]);
    }
    return made;
  }
  const map = L.map('map', {attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 0,
    maxZoom: 9, maxBounds: given.around, worldCopyJump: false});
  const bounds = [[given.south, given.west], [given.north, given.east]];
  map.fitBounds(bounds);
  map.setMinZoom(map.getZoom() - 0.5);
  map.fitBounds(given.focus, {paddingTopLeft: [48, 24], paddingBottomRight: [24, 64]});
  for (const [name, z] of [['land', 200], ['cells', 300], ['borders', 350], ['marks', 450]])
    map.createPane(name).style.zIndex = z;
  map.getPane('borders').style.pointerEvents = 'none';
  const plain = pane => L.canvas({pane, padding: 0.3});
  L.polygon(given.outlines.land.map(p => p.map(points)), {renderer: plain('land'), stroke: false,
    fillColor: given.land, fillOpacity: 1, interactive: false}).addTo(map);
  L.polyline(given.outlines.borders.map(points), {renderer: plain('borders'), weight: 1,
    color: given.border, opacity: 0.9, interactive: false}).addTo(map);
  for (const place of given.marks)
    L.circleMarker(place, {pane: 'marks', radius: 5, weight: 2, color: '#1b2a33',
      fillColor: '#ffffff', fillOpacity: 1}).bindTooltip(make('span', '', given.titles.entry))
      .addTo(map);
  L.control.scale({imperial: false}).addTo(map);

  const legend = L.control({position: 'bottomleft'});
  legend.onAdd = () => { const box = make('div', 'pra-box'); box.innerHTML = given.legend;
                         return box; };
  legend.addTo(map);
  const readout = L.control({position: 'bottomright'});
  const said = make('div', 'pra-box pra-readout', given.hint);
  readout.onAdd = () => said;
  readout.addTo(map);

  const canvas = make('canvas', 'pra-cells');
  canvas.width = given.columns;
  canvas.height = given.lines;
  L.svgOverlay(canvas, bounds, {pane: 'cells'}).addTo(map);
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const palette = Uint32Array.from(given.colours, hex => ((255 << 24)
    | (parseInt(hex.slice(5, 7), 16) << 16) | (parseInt(hex.slice(3, 5), 16) << 8)
    | parseInt(hex.slice(1, 3), 16)) >>> 0);
  const [top, bottom] = given.y;
  const at = new Int32Array(given.rows * given.columns).fill(-1);
  const where = new Int32Array(canvas.width * canvas.height).fill(-1);
  let frames, year = given.years, timer = 0, pointed = null;

  function paint() {
    const steps = given.years + 1;
    for (let p = 0; p < pixels.length; p++)
      pixels[p] = where[p] < 0 ? 0 : palette[frames[where[p] * steps + year]];
    pen.putImageData(image, 0, 0);
    canvas.dataset.year = year;
  }
  function say() {
    if (pointed === null) return;
    const r = Math.floor((given.north - pointed.lat) / given.size);
    let c = Math.floor((pointed.lng - given.west) / given.size);
    const inside = r >= 0 && c >= 0 && r < given.rows && c < given.columns;
    const i = inside ? at[r * given.columns + c] : -1;
    said.textContent = i < 0 ? given.hint : given.words[frames[i * (given.years + 1) + year]];
  }
  const slider = make('input'), button = make('button', '', given.titles.play);
  const heading = make('b');
  function show(next) {
    year = next;
    slider.value = year;
    heading.textContent = given.titles.year + ': ' + year;
    paint();
    say();
  }
  function stop() {
    clearTimeout(timer);
    timer = 0;
    button.textContent = given.titles.play;
  }
  function step() {
    show(year < given.years ? year + 1 : 0);
    timer = setTimeout(step, year < given.years ? PAUSE : LAST);
  }
  button.type = 'button';
  button.onclick = () => {
    if (timer) { stop(); return; }
    button.textContent = given.titles.pause;
    show(year < given.years ? year : 0);
    timer = setTimeout(step, PAUSE);
  };
  slider.type = 'range';
  Object.assign(slider, {min: 0, max: given.years, step: 1, value: year});
  slider.setAttribute('aria-label', given.titles.year);
  slider.oninput = () => { stop(); show(Number(slider.value)); };
  const player = L.control({position: 'topright'});
  player.onAdd = () => {
    const box = make('div', 'pra-box pra-player'), line = make('div');
    line.append(button, slider);
    box.append(heading, line);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };

  (async () => {
    const [row, column, codes] = await Promise.all([unpack(given.row, Uint16Array),
      unpack(given.column, Uint16Array), unpack(given.frames, Uint8Array)]);
    frames = codes;
    row.forEach((r, i) => { at[r * given.columns + column[i]] = i; });
    for (let k = 0, p = 0; k < canvas.height; k++) {
      const y = top - (k + 0.5) * (top - bottom) / canvas.height;
      const latitude = Math.atan(Math.sinh(y)) * 180 / Math.PI;
      const r = Math.min(given.rows - 1, Math.max(0,
        Math.floor((given.north - latitude) / given.size)));
      for (let c = 0; c < given.columns; c++, p++) where[p] = at[r * given.columns + c];
    }
    player.addTo(map);
    show(given.years);
    map.on('mousemove click', e => { pointed = e.latlng; say(); });
    document.body.dataset.ready = 'yes';
  })();
})"""
"""A function of what `animation` gives."""
