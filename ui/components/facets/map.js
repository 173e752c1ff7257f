// Places on a map: circles, camps are squares. Marks that would touch are one mark, which brings
// the reader closer; those of one spot stand side by side. What is set stands in the address; only
// whether the map is open, and how close it is, live here.
const MARK = 24; // pixels that a mark takes, and a finger needs
const LARGEST = 10, SMALLEST = 3.5; // radii in pixels
const RING = 4; // pixels around what is kept
const SPOT = 1; // units within which marks stand at one spot
const TOLD = 4; // names that are told of marks that are one
const CLOSEST = 14; // units that are seen at least
const LENGTHS = [1000, 500, 200, 100, 50, 20, 10]; // kilometres that the scale may show

function map(set, picture, labels, root, change) {
  const details = make("details", set, "map");
  details.open = root.dataset.map ? root.dataset.map === "open" : matchMedia("(width > 640px)").matches;
  make("summary", details, "", labels.map).id = "map";
  const frame = make("div", details, "frame");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", labels.map);
  frame.style.aspectRatio = picture.size.join("/");
  const land = outlines(frame, picture.outlines);
  const marks = make("div", frame);
  const scale = make("span", frame, "scale");
  scale.setAttribute("aria-hidden", "true");
  const whole = make("button", details, "whole", labels.whole);
  whole.type = "button";
  const told = make("p", details, "told");
  told.setAttribute("aria-hidden", "true");
  const tell = (said) => (told.textContent = said ?? picture.note);
  const view = () => (root.dataset.view ? JSON.parse(root.dataset.view) : [0, 0, ...picture.size]);
  if (!picture.spots.some((s) => s.at && isSeen(s.at, view()))) root.dataset.view = "";
  const show = (seen, focus) => {
    root.dataset.view = seen ? JSON.stringify(seen) : "";
    draw();
    focus?.();
  };
  let drawn = 0;
  const draw = () => {
    drawn = frame.clientWidth;
    marks.replaceChildren();
    land.setAttribute("viewBox", view().join(" "));
    measure(scale, drawn / view()[2] / picture.kilometres, drawn, labels.kilometres);
    whole.hidden = !root.dataset.view;
    tell();
    const corner = [scale.offsetLeft, scale.offsetTop, drawn, frame.clientHeight];
    const within = { marks, view: view(), width: drawn, height: frame.clientHeight, corner, labels, tell, change };
    scatter(picture.spots.filter((s) => s.at), within, (spots) =>
      show(around(spots, picture.size), () => marks.querySelector(".mark")?.focus()),
    );
  };
  whole.onclick = () => show(null, () => marks.querySelector(".mark")?.focus());
  const outside = picture.spots.filter((s) => !s.at);
  if (outside.length) {
    const line = make("p", details, "outside", labels.outside);
    for (const spot of outside) {
      const button = pressable(line, spot, "", change);
      button.textContent = `${spot.name} ${spot.number}`;
      button.removeAttribute("aria-label"); // what is read aloud is what stands there
      button.title = spot.says;
    }
  }
  if (details.open) draw();
  details.ontoggle = () => (root.dataset.map = details.open ? "open" : "closed");
  new ResizeObserver(() => frame.clientWidth && frame.clientWidth !== drawn && draw()).observe(frame);
}

function outlines(frame, lines) {
  const space = "http://www.w3.org/2000/svg";
  const land = document.createElementNS(space, "svg");
  land.setAttribute("aria-hidden", "true");
  for (const [kind, path] of lines) {
    const line = document.createElementNS(space, "path");
    line.setAttribute("class", kind);
    line.setAttribute("d", path);
    land.append(line);
  }
  frame.append(land);
  return land;
}

// A stretch of so many kilometres, a round number, of which each takes some pixels.
function measure(scale, each, width, text) {
  const length = LENGTHS.find((n) => n * each < width / 4) ?? LENGTHS.at(-1);
  scale.style.width = `${length * each}px`;
  scale.textContent = text.replace("{n}", length);
}

// The part of the map in which some marks stand, of the map's shape.
function around(spots, [width, height]) {
  const [xs, ys] = [0, 1].map((axis) => spots.map((s) => s.at[axis]));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = Math.max(CLOSEST, 2 * (right - left), (2 * (bottom - top) * width) / height);
  const high = (wide * height) / width;
  return [(left + right - wide) / 2, (top + bottom - high) / 2, wide, high];
}

function isSeen([x, y], [left, top, wide, high]) {
  return x >= left && y >= top && x <= left + wide && y <= top + high;
}

function scatter(spots, within, closer) {
  const { view, width, height } = within;
  const [left, top, wide] = view;
  const scale = width / wide;
  const most = Math.max(1, ...spots.map((s) => s.number));
  const some = spots.some((s) => s.state === "keep");
  const sites = [];
  for (const spot of spots.filter((s) => isSeen(s.at, view)).sort((a, b) => b.number - a.number)) {
    const here = sites.find((site) => Math.hypot(...[0, 1].map((i) => site[0].at[i] - spot.at[i])) < SPOT);
    here ? here.push(spot) : sites.push([spot]);
  }
  const groups = [];
  for (const site of sites) {
    const [x, y] = [(site[0].at[0] - left) * scale, (site[0].at[1] - top) * scale];
    const half = (MARK * site.length) / 2;
    const place = { x: between(x, half, width - half), y: between(y, MARK / 2, height - MARK / 2), half, sites: [site] };
    const near = wide > CLOSEST * 1.01 && groups.find((g) => Math.abs(g.x - place.x) < g.half + half && Math.abs(g.y - place.y) < MARK);
    near ? near.sites.push(site) : groups.push(place);
  }
  const named = [];
  for (const { x, y, half, sites } of groups) {
    const all = sites.flat();
    const { name } = all.find((spot) => spot.facet === "place") ?? all[0];
    if (sites.length > 1) {
      gathered(all, x, y, within, () => closer(all));
      named.push({ x, y, half: LARGEST + 1, high: LARGEST + 1, name: `${name} +${all.length - 1}` });
      continue;
    }
    const radii = all.map((spot) => Math.max(SMALLEST, LARGEST * Math.sqrt(spot.number / most)));
    all.forEach((spot, i) => {
      mark(spot, x - half + MARK * (i + 0.5), y, radii[i], some, within);
    });
    const high = Math.max(...radii) + (all.some((spot) => spot.state === "keep") ? RING : 0);
    named.push({ x, y, half: all.length > 1 ? half : high, high, name });
  }
  names(named, within);
}

function mark(spot, x, y, radius, some, { marks, tell, change }) {
  const button = pressable(marks, spot, `mark ${spot.facet}${some && spot.state !== "keep" ? " dim" : ""}`, change);
  stand(button, x, y);
  const dot = make("span", button, "dot");
  dot.style.width = dot.style.height = `${2 * radius}px`;
  telling(button, spot.says, tell);
}

function pressable(parent, spot, css, change) {
  const button = make(spot.to ? "a" : "button", parent, css);
  button.id = `map:${spot.facet}:${spot.value}`;
  button.setAttribute("aria-label", spot.says);
  if (spot.to) {
    button.href = spot.to;
    button.dataset.go = "";
    return button;
  }
  button.type = "button";
  button.setAttribute("aria-pressed", spot.state === "keep");
  if (spot.state) button.dataset.state = spot.state;
  button.onclick = () => change(spot.facet, spot.value, spot.state === "keep" ? "" : "keep");
  return button;
}

function gathered(spots, x, y, { marks, labels, tell }, closer) {
  const button = make("button", marks, "mark gathered", spots.length);
  button.type = "button";
  const first = spots.slice(0, TOLD).map((s) => s.name).join(", ");
  const says = `${labels.closer} ${first}${spots.length > TOLD ? "…" : ""}`;
  button.id = `map:near:${spots[0].value}`;
  button.setAttribute("aria-label", says);
  if (spots.some((s) => s.state === "keep")) button.dataset.state = "keep";
  stand(button, x, y);
  telling(button, says, tell);
  button.onclick = closer;
}

function stand(button, x, y) {
  button.style.left = `${x - MARK / 2}px`;
  button.style.top = `${y - MARK / 2}px`;
}

function telling(button, says, tell) {
  button.onpointerenter = button.onfocus = () => tell(says);
  button.onpointerleave = button.onblur = () => tell();
}

// Names of the largest marks, each where it covers neither a mark nor another name.
function names(named, { marks, width, height, corner }) {
  const taken = [corner, ...named.map(({ x, y, half, high }) => [x - half, y - high, x + half, y + high])];
  for (const { x, y, half, high, name } of named) {
    const label = make("span", marks, "label", name);
    label.setAttribute("aria-hidden", "true");
    const [w, h] = [label.offsetWidth, label.offsetHeight];
    const beside = [[x + half + 2, y - h / 2], [x - half - 2 - w, y - h / 2]];
    const under = [[x - w / 2, y + high + 1], [x - w / 2, y - high - 1 - h]];
    const free = (half > high + 1 ? [...under, ...beside] : [...beside, ...under]).find(([l, t]) =>
      l >= 0 && t >= 0 && l + w <= width && t + h <= height &&
      !taken.some(([a, b, c, d]) => l < c && a < l + w && t < d && b < t + h),
    );
    if (!free) {
      label.remove();
      continue;
    }
    const [l, t] = free;
    label.style.left = `${l}px`;
    label.style.top = `${t}px`;
    taken.push([l, t, l + w, t + h]);
  }
}

function between(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
