// Facets: a checkbox keeps a value, the button beside it leaves it out. What is set stands in the
// address; only «more» and the find box live here.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".facets");
  const focus = parentElement.activeElement?.id;
  const opened = new Set([...root.querySelectorAll("[data-all]")].map((f) => f.dataset.key));
  const sought = Object.fromEntries(
    [...root.querySelectorAll("input[type=search]")].map((i) => [i.dataset.key, i.value]),
  );
  const change = (facet, value, state) => setTriggerValue("change", { facet, value, state });
  root.replaceChildren();
  for (const facet of data.facets) {
    draw(root, facet, data, opened.has(facet.key), sought[facet.key] ?? "", change);
  }
  if (focus) parentElement.getElementById?.(focus)?.focus();
}

function draw(root, { key, name, values, picture }, { top, long, labels }, opened, sought, change) {
  const set = make("fieldset", root);
  set.dataset.key = key;
  make("legend", set, "", name);
  if (picture) map(set, picture, labels, root, change);
  const rows = values.map((v, i) => row(set, key, v, i >= top && !v.state && !v.open, labels, change));
  const hidden = rows.filter((r) => r.classList.contains("rest")).length;
  if (!hidden) return;
  if (values.length > long) finder(set, key, rows, sought, labels);
  const more = make("button", set, "more");
  more.type = "button";
  more.id = `${key}:more`;
  const open = (on) => {
    set.toggleAttribute("data-all", on);
    more.setAttribute("aria-expanded", on);
    more.textContent = on ? labels.less : labels.more.replace("{n}", hidden);
  };
  more.onclick = () => open(!set.hasAttribute("data-all"));
  open(opened);
}

function row(set, key, { value, name, documents, state, depth }, rest, labels, change) {
  const line = make("div", set, `row${rest ? " rest" : ""}`);
  if (state) line.dataset.state = state;
  line.style.setProperty("--depth", depth);
  const label = make("label", line);
  const box = make("input", label);
  box.type = "checkbox";
  box.id = `${key}:${value}`;
  box.checked = state === "keep";
  box.onchange = () => change(key, value, box.checked ? "keep" : "");
  make("span", label, "name", name);
  const drop = make("button", line, "drop");
  drop.type = "button";
  drop.id = `${key}:${value}:drop`;
  drop.setAttribute("aria-pressed", state === "drop");
  drop.setAttribute("aria-label", labels.drop.replace("{name}", name));
  drop.title = labels.drop.replace("{name}", name);
  drop.onclick = () => change(key, value, state === "drop" ? "" : "drop");
  const count = make("span", line, "count", documents);
  count.title = labels.documents;
  return line;
}

function finder(set, key, rows, sought, labels) {
  const find = make("input", set, "find");
  find.type = "search";
  find.id = `${key}:find`;
  find.dataset.key = key;
  find.value = sought;
  find.placeholder = labels.find;
  find.setAttribute("aria-label", labels.find);
  const filter = () => {
    const part = find.value.trim().toLocaleLowerCase();
    set.toggleAttribute("data-sought", Boolean(part));
    for (const r of rows) {
      const name = r.querySelector(".name").textContent.toLocaleLowerCase();
      r.classList.toggle("off", Boolean(part) && !name.includes(part));
    }
  };
  find.oninput = filter;
  (set.querySelector(".map") ?? set.querySelector("legend")).after(find);
  filter();
}
