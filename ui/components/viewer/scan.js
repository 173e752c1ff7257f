// The scan: its image, a polygon for every word over it, the ring of the current hit.
const SVG = "http://www.w3.org/2000/svg";

function drawScan(columns, data) {
  const pane = region(columns, "pane", data.labels.scan);
  const leaf = make("div", pane, "leaf");
  const sheet = make("div", leaf, "sheet");
  const image = make("img", sheet);
  image.src = data.image;
  image.alt = data.alt;
  image.width = Math.round(data.width);
  image.height = Math.round(data.height);
  image.draggable = false;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${data.width} ${data.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  sheet.append(svg);
  const lit = new Set(data.hits.flat());
  const css = (word) => [lit.has(word) ? "hit" : "", doubtOf(word, data)].join(" ").trim();
  const polygons = data.quads.map((quads, word) => quads.map((quad) => polygon(svg, quad, word, css(word), data)));
  grab(pane);
  image.decode().then(() => fetchAhead(data.ahead), () => {});
  const centre = (word) => {
    const [first] = polygons[word] ?? [];
    if (!first) return;
    const at = first.getBoundingClientRect();
    const seen = pane.getBoundingClientRect();
    pane.scrollBy({
      left: at.x + at.width / 2 - seen.x - seen.width / 2,
      top: at.y + at.height / 2 - seen.y - seen.height / 2,
      behavior: calm(),
    });
  };
  // The ring of the current hit stands around its words, not over their letters.
  const rings = [];
  const ring = (words) => {
    rings.splice(0).forEach((r) => r.remove());
    for (const quad of words.flatMap((word) => data.quads[word] ?? [])) {
      rings.push(shape(svg, wider(quad, data), data, "ring"));
    }
  };
  return { pane, leaf, sheet, polygons, centre, ring };
}

// The scans that are likely to be wanted next: held, so that the browser has them when they are.
const held = new Map();

function fetchAhead(addresses) {
  for (const address of held.keys()) if (!addresses.includes(address)) held.delete(address);
  for (const address of addresses) {
    if (held.has(address)) continue;
    held.set(address, new Image());
    held.get(address).src = address;
  }
}

function polygon(svg, quad, word, css, data) {
  const p = shape(svg, quad, data, css);
  p.dataset.word = word;
  return p;
}

function shape(svg, quad, { width, height }, css) {
  const p = document.createElementNS(SVG, "polygon");
  const points = [0, 2, 4, 6].map((i) => `${(quad[i] * width).toFixed(1)},${(quad[i + 1] * height).toFixed(1)}`);
  p.setAttribute("points", points.join(" "));
  if (css) p.setAttribute("class", css);
  svg.append(p);
  return p;
}

// The quad moved outwards on all sides, along its own edges.
function wider([x0, y0, x1, y1, x2, y2, x3, y3], { width, height }) {
  const margin = width * 0.0045;
  const along = unit((x1 - x0) * width, (y1 - y0) * height, margin);
  const down = unit((x3 - x0) * width, (y3 - y0) * height, margin);
  const moved = (x, y, right, below) => [
    x + (right * along[0] + below * down[0]) / width,
    y + (right * along[1] + below * down[1]) / height,
  ];
  return [...moved(x0, y0, -1, -1), ...moved(x1, y1, 1, -1), ...moved(x2, y2, 1, 1), ...moved(x3, y3, -1, 1)];
}

function unit(x, y, length) {
  const k = length / (Math.hypot(x, y) || 1);
  return [x * k, y * k];
}

function grab(pane) {
  let from = null;
  pane.addEventListener("pointerdown", (e) => {
    if (e.pointerType !== "mouse" || e.button) return;
    from = { x: e.clientX + pane.scrollLeft, y: e.clientY + pane.scrollTop };
  });
  pane.addEventListener("pointermove", (e) => {
    if (!from) return;
    if (!(e.buttons & 1)) from = null;
    else pane.scrollTo(from.x - e.clientX, from.y - e.clientY);
  });
  pane.addEventListener("pointerup", () => (from = null));
}
