// The scan: what a line is cut out of, and the whole page with the current line in a ring.
const SVG = "http://www.w3.org/2000/svg";

function part(name, parent, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

// The page turned back by what it lies askew, with the words tinted that are doubtful.
function turnedPage(desk, svg, lines) {
  const { width, height, image } = desk.data;
  const turned = part("g", svg, { transform: `rotate(${-desk.sheet.askew} ${width / 2} ${height / 2})` });
  part("image", turned, { href: image, width, height, preserveAspectRatio: "none" });
  for (const doubt of lines.flatMap((line) => line.doubts)) {
    for (const quad of doubt.quads) {
      part("polygon", turned, { points: quad.join(" "), class: doubt.doubtful ? "doubtful" : "unsure" });
    }
  }
  return turned;
}

function cutOut(desk, line) {
  const [, , width, height] = line.box;
  const svg = part("svg", null, { viewBox: line.box.join(" "), "aria-hidden": "true" });
  // A short line is not drawn larger than a long one.
  svg.style.aspectRatio = `${width} / ${height}`;
  svg.style.setProperty("--share", Math.min(1, width / widest(desk)));
  turnedPage(desk, svg, [line]);
  return svg;
}

function widest(desk) {
  return Math.max(...desk.sheet.lines.map((line) => line.box?.[2] ?? 0));
}

function drawPage(desk, columns) {
  const { labels: L, alt, width, height } = desk.data;
  const side = make("div", columns, "side");
  const zoom = make("div", side, "zoom");
  const pane = make("div", side, "pane");
  pane.tabIndex = 0;
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", L.scan);
  const svg = part("svg", pane, { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": alt });
  const turned = turnedPage(desk, svg, []);
  const ring = part("rect", svg, { class: "ring", width: 0, height: 0 });
  let share = 100;
  const larger = (by) => {
    share = Math.min(400, Math.max(100, share * by));
    svg.style.width = `${share}%`;
    desk.show(desk.current?.line);
  };
  key(zoom, "−", L.smaller, () => larger(1 / 1.25));
  key(zoom, "+", L.larger, () => larger(1.25));
  desk.show = (line) => {
    ring.toggleAttribute("hidden", !line?.box);
    if (!line?.box) return;
    const [x, y, w, h] = line.box;
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) ring.setAttribute(name, value);
    const scale = svg.getBoundingClientRect().width / width;
    pane.scrollTo({ left: (x + w / 2) * scale - pane.clientWidth / 2, top: (y + h / 2) * scale - pane.clientHeight / 2 });
  };
  svg.onclick = (e) => {
    const at = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const far = ({ line }) => (line?.box ? Math.abs(line.box[1] + line.box[3] / 2 - at.y) : Infinity);
    const nearest = desk.rows.reduce((best, row) => (far(row) < far(best) ? row : best), desk.rows[0]);
    nearest?.input.focus({ preventScroll: true });
    nearest?.element.scrollIntoView({ block: "nearest" });
  };
  return turned;
}
