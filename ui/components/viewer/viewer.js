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
  const bar = make("div", root, "bar");
  const columns = make("div", root, `columns${data.image ? "" : " text-only"}`);
  const scan = data.image ? drawScan(columns, data) : null;
  if (scan) divider(columns, L);
  const text = drawText(columns, data, scan);
  const zoom = scan && zoomer(scan, data);

  if (scan) tabs(bar, root, L);
  const hits = data.position ? hitMover(bar, data, scan, text, turn) : null;
  const quote = quoter(bar, data, text);
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
    c: quote,
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

function hitMover(bar, data, scan, text, turn) {
  const L = data.labels;
  const group = make("div", bar, "hits");
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
