// Years as bars: press or drag over them, or press a stretch below. The table has every number.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".years");
  const focus = parentElement.activeElement?.id;
  const press = (years, extend) => setTriggerValue("press", { years, extend });
  root.replaceChildren();
  if (!(root.dataset.measure in data.measures)) root.dataset.measure = Object.keys(data.measures)[0];
  const select = chooser(root, data);
  const chart = make("div", root, "chart");
  chart.setAttribute("role", "group");
  chart.setAttribute("aria-label", data.labels.years);
  const some = data.bars.some((b) => b.on) || Boolean(data.undated?.on);
  const dated = make("div", chart, "dated");
  const plot = make("div", dated, "plot");
  plot.setAttribute("aria-hidden", "true");
  const span = [data.stretches[0].first, data.stretches.at(-1).last];
  const fills = new Map(data.bars.map((b) => [b, bar(plot, b, span, some)]));
  stretches(dated, data, press);
  if (data.undated) fills.set(data.undated, undated(chart, data.undated, some, press));
  const told = make("p", root, "told");
  told.setAttribute("aria-hidden", "true");
  told.title = data.note;
  const draw = () => show(fills, root.dataset.measure, told, data.labels.most);
  select.onchange = () => {
    root.dataset.measure = select.value;
    draw();
  };
  draw();
  dragging(plot, data.bars, span, told, draw, press);
  table(root, data);
  if (focus) parentElement.getElementById?.(focus)?.focus();
}

function chooser(root, { measures, labels }) {
  const select = make("select", root, "measure");
  select.id = "years-measure";
  select.setAttribute("aria-label", labels.show);
  for (const [key, name] of Object.entries(measures)) {
    const option = make("option", select, "", name);
    option.value = key;
    option.selected = key === root.dataset.measure;
  }
  select.hidden = Object.keys(measures).length < 2;
  return select;
}

function bar(plot, { year, on }, span, some) {
  const column = make("span", plot, `year${some && !on ? " dim" : ""}`);
  place(column, span, year, year);
  return make("span", column, "fill");
}

// Years lie side by side, each as wide as the next.
function place(element, [first, last], from, to) {
  const width = 100 / (last - first + 1);
  element.style.left = `${width * (from - first)}%`;
  element.style.width = `${width * (to - from + 1)}%`;
}

function stretches(dated, { stretches }, press) {
  const row = make("div", dated, "stretches");
  for (const { first, last, name, title, on } of stretches) {
    const button = make("button", row, "stretch");
    button.type = "button";
    button.id = `years-${first}`;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.setAttribute("aria-pressed", on);
    button.style.flexGrow = last - first + 1;
    make("span", button, "name", name);
    button.onclick = (e) => press([first, last], e.shiftKey);
  }
}

function undated(chart, { says, cells, on }, some, press) {
  const button = make("button", chart, `undated${some && !on ? " dim" : ""}`);
  button.type = "button";
  button.id = "years-undated";
  button.title = says;
  button.setAttribute("aria-label", says);
  button.setAttribute("aria-pressed", on);
  const fill = make("span", make("span", button, "column"), "fill");
  make("span", button, "name", cells[0]);
  button.onclick = (e) => press(null, e.shiftKey);
  return fill;
}

function show(fills, measure, told, most) {
  const value = (b) => b.heights[measure];
  const highest = Math.max(0, ...[...fills.keys()].map(value));
  for (const [b, fill] of fills) {
    fill.style.height = value(b) ? `${Math.max(4, (100 * value(b)) / highest)}%` : "0";
  }
  const top = [...fills.keys()].find((b) => value(b) === highest);
  told.textContent = highest && top.year !== null ? `${most} ${top.says}` : highest ? top.says : "";
}

// The year under the pointer is told; from where it went down to where it comes up is taken.
function dragging(plot, bars, span, told, draw, press) {
  const over = make("span", plot, "over");
  const says = new Map(bars.map((b) => [b.year, b.says]));
  let from = null;
  const at = (e) => {
    const box = plot.getBoundingClientRect();
    const year = span[0] + Math.floor(((span[1] - span[0] + 1) * (e.clientX - box.left)) / box.width);
    return Math.min(span[1], Math.max(span[0], year));
  };
  const mark = (year) => {
    const [first, last] = [Math.min(from ?? year, year), Math.max(from ?? year, year)];
    place(over, span, first, last);
    over.hidden = false;
    told.textContent = first === last ? (says.get(year) ?? year) : `${first}–${last}`;
    return [first, last];
  };
  const leave = () => {
    from = null;
    over.hidden = true;
    draw();
  };
  over.hidden = true;
  plot.onpointerdown = (e) => {
    if (e.button) return;
    from = at(e);
    plot.setPointerCapture(e.pointerId);
    mark(from);
  };
  plot.onpointermove = (e) => mark(at(e));
  plot.onpointerup = (e) => {
    if (from !== null) press(mark(at(e)), e.shiftKey);
    leave();
  };
  plot.onpointercancel = leave;
  plot.onpointerleave = () => from === null && leave();
}

function table(root, { bars, undated, head, note }) {
  const unseen = make("div", root, "unseen");
  const shown = make("table", unseen);
  make("caption", shown, "", note);
  const names = make("tr", make("thead", shown));
  for (const name of head) make("th", names, "", name).scope = "col";
  const body = make("tbody", shown);
  for (const { cells } of [...bars, ...(undated ? [undated] : [])]) {
    const row = make("tr", body);
    cells.forEach((cell, i) => make(i ? "td" : "th", row, "", cell).setAttribute("scope", "row"));
  }
}
