// The page viewer: its bar and columns, the way from hit to hit, the keys.
const STEP = 1.25;

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
  root.classList.toggle("only-seen", !data.copied);
  if (!data.copied) keepHere(root);
  const bar = make("div", root, "bar");
  const group = (css) => make("div", bar, css);
  if (data.image) tabs(group("tabs"), root, L);
  const moving = data.position && group("hits");
  const citing = group("cite");
  const zooming = data.image && group("zoom");
  const more = group("more");
  const tint = DOUBTS.some((name) => data.doubts[name].length) && tinter(root, more, data);
  const columns = make("div", root, `columns${data.image ? "" : " text-only"}`);
  const scan = data.image ? drawScan(columns, data) : null;
  if (scan) divider(columns, L);
  const text = drawText(columns, data, scan);

  const hits = moving ? hitMover(moving, data, scan, text, turn) : null;
  const quote = quoter(root, citing, data, text);
  const lay = scan && layer(scan, data);
  if (scan) {
    button(zooming, "−", L.smaller, () => lay.by(1 / STEP));
    lay.shown = make("span", zooming, "percent");
    button(zooming, "+", L.larger, () => lay.by(STEP));
    button(zooming, "↔", L.width, () => lay.to(1));
    button(zooming, "↕", L.whole, () => lay.whole());
    sign(more, "turn", L.turn, () => lay.turn(90));
    lay.turned = () => hits?.again();
    lay.to(1);
  }
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  if (document.fullscreenEnabled) sign(more, "full", L.full, full);
  const help = helper(root, more, L);
  keyboard(root, {
    "+": () => lay?.by(STEP),
    "=": () => lay?.by(STEP),
    "-": () => lay?.by(1 / STEP),
    0: () => lay?.to(1),
    w: () => lay?.whole(),
    r: () => lay?.turn(90),
    n: () => hits?.move(1),
    p: () => hits?.move(-1),
    c: quote,
    t: () => tint?.(),
    f: () => document.fullscreenEnabled && full(),
    "?": help,
  });
  requestAnimationFrame(() => hits?.start());
}

// A page that may be read and not copied: nothing of it is selected, dragged or saved.
function keepHere(root) {
  const refuse = (e) => e.preventDefault();
  for (const way of ["copy", "cut", "contextmenu", "dragstart", "selectstart"])
    root.addEventListener(way, refuse, { signal: root.keys.signal });
}

function button(parent, sign, label, act) {
  const b = make("button", parent, "", sign);
  b.type = "button";
  b.title = label;
  if (sign !== label) b.setAttribute("aria-label", label);
  b.onclick = act;
  return b;
}

// A button with a sign of its own instead of a letter.
const SIGNS = {
  turn: "M20 12a8 8 0 1 1-3-6.2M20 3v5h-5",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  tint: "M4 6h10M4 12h5M13 12h7M4 18h12",
};

function sign(parent, name, label, act) {
  const b = button(parent, "", label, act);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SIGNS[name]);
  svg.append(path);
  b.append(svg);
  return b;
}

function tabs(group, root, L) {
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

function hitMover(group, data, scan, text, turn) {
  const L = data.labels;
  const back = button(group, "‹", L.previous, () => move(-1));
  const status = make("span", group, "position");
  status.setAttribute("role", "status");
  const place = make("span", status);
  const why = make("span", status, "why");
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
    place.textContent = data.position.replace("{i}", i + 1);
    why.textContent = data.reasons[i] ?? "";
    back.disabled = i <= 0 && !data.previous;
    on.disabled = i >= n - 1 && !data.next;
    back.title = (i <= 0 && data.previous?.label) || L.previous;
    on.title = (i >= n - 1 && data.next?.label) || L.next;
  };
  const move = (step) => {
    const to = at + step;
    if (to >= 0 && to < n) {
      show(to);
      remember("h", to ? to + 1 : "");
    } else if (step > 0 && data.next) turn(data.next);
    else if (step < 0 && data.previous) turn(data.previous);
  };
  const start = () => show(n ? Math.min(data.current < 0 ? n - 1 : data.current, n - 1) : -1);
  const again = () => at >= 0 && show(at);
  return { move, start, again };
}

// What is shown stands in the address too, without a step of its own in the history. What links on
// the page are to keep is told to Streamlit, which looks at the address only then.
function remember(name, value, told) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
  if (told) window.dispatchEvent(new PopStateEvent("popstate"));
}

// The share of the scan is a habit of the reader, kept by the browser if it keeps anything.
const SHARE = 54;
const KEPT_SHARE = "opis-share-of-scan";

function keep(share) {
  try {
    localStorage.setItem(KEPT_SHARE, share);
  } catch {
    // a browser that keeps nothing
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT_SHARE);
  } catch {
    return null;
  }
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
    const s = Math.round(Math.min(75, Math.max(25, share || SHARE)));
    columns.style.setProperty("--scan", `${s}%`);
    bar.setAttribute("aria-valuenow", s);
  };
  bar.addEventListener("pointerdown", (e) => bar.setPointerCapture(e.pointerId));
  bar.addEventListener("pointermove", (e) => {
    if (!bar.hasPointerCapture(e.pointerId)) return;
    const box = columns.getBoundingClientRect();
    set((100 * (e.clientX - box.left)) / box.width);
  });
  bar.addEventListener("pointerup", () => keep(bar.getAttribute("aria-valuenow")));
  bar.addEventListener("keydown", (e) => {
    const step = { ArrowLeft: -5, ArrowRight: 5 }[e.key];
    if (!step) return;
    e.preventDefault();
    set(Number(bar.getAttribute("aria-valuenow")) + step);
    keep(bar.getAttribute("aria-valuenow"));
  });
  set(Number(kept()));
}

// The keys work while the focus is in the viewer or nowhere, never while somebody types.
function keyboard(root, acts) {
  const pressed = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const inside = e.composedPath().includes(root);
    if (!inside && document.activeElement !== document.body) return;
    const act = acts[keyOf(e)];
    if (!act) return;
    e.preventDefault();
    act();
  };
  document.addEventListener("keydown", pressed, { signal: root.keys.signal });
}

// The letter on the key, also where it types a Cyrillic one.
function keyOf({ key, code }) {
  const other = /^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key);
  return (other ? code[3] : key).toLowerCase();
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
