// The page viewer: scan, polygons of its words, text by lines. Text goes in through textContent.
const SVG = "http://www.w3.org/2000/svg";
const STEP = 1.25;
const LEAST = 0.25;
const MOST = 5;

const make = (name, parent, css, text) => {
  const element = document.createElement(name);
  if (css) element.className = css;
  if (text != null) element.textContent = text;
  parent?.append(element);
  return element;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".viewer");
  // Streamlit calls again whenever `data` changes, also for a label: zoom and place must stay.
  if (root.dataset.key !== data.key) {
    root.dataset.key = data.key;
    root.replaceChildren();
    root.keys?.abort();
    root.keys = new AbortController();
    draw(root, data, (to) => setTriggerValue("turn", to));
  }
  return () => root.keys?.abort();
}

function draw(root, data, turn) {
  const L = data.labels;
  const bar = make("div", root, "bar");
  const columns = make("div", root, `columns${data.image ? "" : " text-only"}`);
  const scan = data.image ? drawScan(columns, data) : null;
  if (scan) divider(columns, L);
  const text = drawText(columns, data, scan);
  const zoom = scan && zoomer(scan, data);

  if (scan) tabs(bar, root, L);
  const hits = data.position ? hitMover(bar, data, scan, text, turn) : null;
  if (scan) {
    const group = make("div", bar, "zoom");
    button(group, "−", L.smaller, () => zoom.by(1 / STEP));
    zoom.shown = make("span", group, "percent");
    button(group, "+", L.larger, () => zoom.by(STEP));
    button(group, "↔", L.width, () => zoom.to(1));
    button(group, "↕", L.whole, () => zoom.whole());
    zoom.to(1);
  }
  keyboard(root, {
    "+": () => zoom?.by(STEP),
    "=": () => zoom?.by(STEP),
    "-": () => zoom?.by(1 / STEP),
    0: () => zoom?.to(1),
    n: () => hits?.move(1),
    p: () => hits?.move(-1),
  });
  requestAnimationFrame(() => hits?.start());
}

function button(parent, sign, label, act) {
  const b = make("button", parent, "", sign);
  b.type = "button";
  b.title = label;
  if (sign !== label) b.setAttribute("aria-label", label);
  b.onclick = act;
  return b;
}

function tabs(bar, root, L) {
  const group = make("div", bar, "tabs");
  const show = (which) => {
    root.dataset.show = which;
    scan.setAttribute("aria-pressed", which === "scan");
    text.setAttribute("aria-pressed", which === "text");
  };
  const scan = button(group, L.scan, L.scan, () => show("scan"));
  const text = button(group, L.text, L.text, () => show("text"));
  show("scan");
}

function region(parent, css, label) {
  const pane = make("div", parent, css);
  pane.tabIndex = 0;
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", label);
  return pane;
}

function drawScan(columns, data) {
  const pane = region(columns, "pane", data.labels.scan);
  const sheet = make("div", pane, "sheet");
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
  const polygons = data.quads.map((quads, word) => quads.map((q) => polygon(svg, q, word, lit, data)));
  grab(pane);
  const centre = (word) => {
    const quads = data.quads[word];
    if (!quads?.length) return;
    const [x0, y0, , , x2, y2] = quads[0];
    pane.scrollTo({
      left: ((x0 + x2) / 2) * sheet.clientWidth + sheet.offsetLeft - pane.clientWidth / 2,
      top: ((y0 + y2) / 2) * sheet.clientHeight - pane.clientHeight / 2,
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
  return { pane, sheet, polygons, centre, ring };
}

function polygon(svg, quad, word, lit, data) {
  const p = shape(svg, quad, data, lit.has(word) ? "hit" : "");
  p.dataset.word = word;
  return p;
}

function shape(svg, quad, { width, height }, css) {
  const p = document.createElementNS(SVG, "polygon");
  const points = [0, 2, 4, 6].map((i) => `${(quad[i] * width).toFixed(1)},${(quad[i + 1] * height).toFixed(1)}`);
  p.setAttribute("points", points.join(" "));
  if (css) p.classList.add(css);
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

function drawText(columns, data, scan) {
  const pane = region(columns, "text", data.labels.text);
  if (data.notice.length) {
    const note = make("div", pane, "notice");
    data.notice.forEach((sentence, i) => make(i ? "p" : "h2", note, "", sentence));
  }
  const words = new Map();
  const hits = data.hits.map(() => []);
  data.rows.forEach(({ lang, gap, atoms }, i) => {
    const line = make("div", pane, `line${gap ? " gap" : ""}`);
    make("span", line, "number", String(i + 1)).setAttribute("aria-hidden", "true");
    const body = make("span", line, "body");
    if (lang) body.lang = lang;
    let mark = null; // a phrase is one mark, with the spaces between its words
    let marked = -1;
    for (const [text, word, hit] of atoms) {
      if (hit !== marked) {
        mark = hit < 0 ? null : make("mark", body);
        marked = hit;
        if (mark) hits[hit].push(mark);
      }
      if (word < 0) {
        (mark ?? body).append(text);
        continue;
      }
      const piece = make("span", mark ?? body, "word", text);
      piece.dataset.word = word;
      words.set(word, [...(words.get(word) ?? []), piece]);
    }
  });
  if (scan) pair(words, scan);
  return { pane, hits };
}

// One side lights the other: a word of the text and its polygons on the scan.
function pair(words, scan) {
  for (const [word, pieces] of words) {
    const both = [...pieces, ...(scan.polygons[word] ?? [])];
    const light = (on) => () => both.forEach((e) => e.classList.toggle("on", on));
    for (const element of both) {
      element.addEventListener("pointerenter", light(true));
      element.addEventListener("pointerleave", light(false));
    }
    pieces.forEach((p) => p.addEventListener("click", () => scan.centre(word)));
    scan.polygons[word]?.forEach((p) =>
      p.addEventListener("click", () => pieces[0].scrollIntoView({ block: "center", behavior: calm() })),
    );
  }
}

function hitMover(bar, data, scan, text, turn) {
  const L = data.labels;
  const group = make("div", bar, "hits");
  const back = button(group, "‹", L.previous, () => move(-1));
  const status = make("span", group, "position");
  status.setAttribute("role", "status");
  const on = button(group, "›", L.next, () => move(1));
  const n = data.hits.length;
  let at = -1;

  const mark = (i, on) => {
    if (i < 0 || i >= n) return;
    text.hits[i].forEach((e) => e.classList.toggle("current", on));
    data.hits[i].forEach((w) => scan?.polygons[w]?.forEach((e) => e.classList.toggle("current", on)));
    if (on) scan?.ring(data.hits[i]);
  };
  const show = (i) => {
    mark(at, false);
    mark(i, true);
    at = i;
    if (n) {
      const first = data.hits[i][0];
      if (first !== undefined) scan?.centre(first);
      const piece = text.hits[i][0];
      if (piece) text.pane.scrollTo({ top: piece.offsetTop - text.pane.clientHeight / 3, behavior: calm() });
    }
    status.textContent = data.position.replace("{i}", i + 1);
    back.disabled = i <= 0 && !data.previous;
    on.disabled = i >= n - 1 && !data.next;
  };
  const move = (step) => {
    const to = at + step;
    if (to >= 0 && to < n) {
      show(to);
      remember(to);
    } else if (step > 0 && data.next) turn(data.next);
    else if (step < 0 && data.previous) turn(data.previous);
  };
  const start = () => show(n ? Math.min(data.current < 0 ? n - 1 : data.current, n - 1) : -1);
  return { move, start };
}

// The current hit stands in the address too, without a step of its own in the history.
function remember(hit) {
  const url = new URL(location.href);
  if (hit) url.searchParams.set("h", hit + 1);
  else url.searchParams.delete("h");
  history.replaceState(history.state, "", url);
}

function zoomer({ pane, sheet }, { width, height }) {
  let z = 1;
  const zoom = {
    to(value) {
      const before = z;
      z = Math.min(MOST, Math.max(LEAST, value));
      const x = (pane.scrollLeft + pane.clientWidth / 2) / before;
      const y = (pane.scrollTop + pane.clientHeight / 2) / before;
      sheet.style.width = `${z * 100}%`;
      zoom.shown.textContent = `${Math.round(z * 100)} %`;
      pane.scrollTo(x * z - pane.clientWidth / 2, y * z - pane.clientHeight / 2);
    },
    by: (factor) => zoom.to(z * factor),
    whole: () => zoom.to(Math.min(1, (pane.clientHeight / pane.clientWidth) * (width / height))),
  };
  return zoom;
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

function divider(columns, L) {
  const bar = make("div", columns, "divider");
  bar.tabIndex = 0;
  bar.setAttribute("role", "separator");
  bar.setAttribute("aria-orientation", "vertical");
  bar.setAttribute("aria-label", L.divider);
  bar.setAttribute("aria-valuemin", 25);
  bar.setAttribute("aria-valuemax", 75);
  const set = (share) => {
    const s = Math.round(Math.min(75, Math.max(25, share)));
    columns.style.setProperty("--scan", `${s}%`);
    bar.setAttribute("aria-valuenow", s);
  };
  bar.addEventListener("pointerdown", (e) => bar.setPointerCapture(e.pointerId));
  bar.addEventListener("pointermove", (e) => {
    if (!bar.hasPointerCapture(e.pointerId)) return;
    const box = columns.getBoundingClientRect();
    set((100 * (e.clientX - box.left)) / box.width);
  });
  bar.addEventListener("keydown", (e) => {
    const step = { ArrowLeft: -5, ArrowRight: 5 }[e.key];
    if (!step) return;
    e.preventDefault();
    set(Number(bar.getAttribute("aria-valuenow")) + step);
  });
  set(54);
}

// The keys work while the focus is in the viewer or nowhere, never while somebody types.
function keyboard(root, acts) {
  const pressed = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const inside = e.composedPath().includes(root);
    if (!inside && document.activeElement !== document.body) return;
    const act = acts[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  };
  document.addEventListener("keydown", pressed, { signal: root.keys.signal });
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
