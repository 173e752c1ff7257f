// One's own list as it was changed here last, until the answer to that comes: an answer to an earlier
// change, which may come before it, is not drawn.
let ahead = [];

const samePlaces = (list, other) => sameList(list.map(placeOf), other.map(placeOf));

// The list of an address. It can be changed where it is the reader's own.
export default function draw({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kept");
  const at = parentElement.activeElement;
  const tag = root.dataset.tag ?? "";
  const { rows, labels } = data;
  keptFor(data.own);
  const written = rows.map((row) => row.written);
  const open = (list) => setTriggerValue("change", { list });
  const mine = keptList();
  const same = (list) => sameList(list, written);
  if (at) at.onchange = null; // what goes while it is written in is not left yet
  root.replaceChildren();
  if (signedIn() && browserList().length) before(root, labels);
  if (!rows.length) {
    if (mine.length) return reopened(mine);
    make("p", root, "empty", labels.empty);
    make("a", make("p", root), "", labels.search).href = data.search;
    return;
  }
  if (same(ahead)) ahead = [];
  else if (root.children.length && sameList(ahead, mine) && samePlaces(mine, written)) return;
  const own = same(mine);
  const change = (list) => {
    keepList(list);
    if (!same(list)) return open((ahead = list));
    draw({ data, parentElement, setTriggerValue }); // it stands in the address already
  };
  if (!own) foreign(root, written, mine, labels, change);
  tags(root, rows, tag, labels);
  const list = make("ol", root);
  rows.forEach((row, i) => list.append(passage(row, i, written, own, labels, change)));
  shown(root, tag);
  writeOn(parentElement.getElementById?.(at?.id), at);
}

// In the box that was written in when the list was drawn anew, with letters that were not left yet.
function writeOn(box, before) {
  if (!box) return;
  if (box.value !== before.value) {
    box.value = before.value;
    box.addEventListener("blur", box.onchange, { once: true });
  }
  box.focus();
  box.setSelectionRange(before.selectionStart, before.selectionEnd);
}

// The browser's own list takes the place of an address without one: no step in the history.
function reopened(list) {
  const to = new URL(location.href);
  to.searchParams.delete("i");
  for (const one of list) to.searchParams.append("i", one);
  history.replaceState({}, "", to);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

// What was gathered in this browser without signing in is taken over, if he wants.
function before(root, labels) {
  note(root, labels.before, labels.take, () => {
    const list = browserList();
    localStorage.removeItem(KEPT);
    const mine = joined(keptList(), list);
    keepList(mine);
    reopened(mine);
  });
}

const joined = (list, other) => {
  const places = new Set(list.map(placeOf));
  return [...list, ...other.filter((one) => !places.has(placeOf(one)))];
};

function note(root, said, does, done) {
  const line = make("p", root, "foreign", said);
  const take = make("button", line, "button", does);
  take.type = "button";
  take.onclick = done;
}

function foreign(root, written, mine, labels, change) {
  note(root, labels.foreign, labels.take, () => change(joined(mine, written)));
}

const split = (tags) => tags.split(",").map((tag) => tag.trim()).filter(Boolean);

function tags(root, rows, tag, labels) {
  const every = [...new Set(rows.flatMap((row) => split(row.tags)))].sort();
  if (!every.length) return;
  const bar = make("div", root, "tags");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", labels.shown);
  for (const one of ["", ...every]) {
    const button = make("button", bar, "tag", one || labels.every);
    button.type = "button";
    button.dataset.tag = one;
    button.onclick = () => shown(root, one);
  }
  if (!every.includes(tag)) root.dataset.tag = "";
}

// Only what bears the tag is shown.
function shown(root, tag) {
  root.dataset.tag = tag;
  for (const button of root.querySelectorAll(".tag")) {
    button.setAttribute("aria-pressed", button.dataset.tag === tag);
  }
  for (const row of root.querySelectorAll("li")) {
    row.hidden = Boolean(tag) && !row.dataset.tags.split("\n").includes(tag);
  }
}

function passage(row, i, written, own, labels, change) {
  const line = make("li");
  line.dataset.tags = split(row.tags).join("\n");
  if (row.head) make("p", line, "head", row.head);
  if (row.title) make("h2", line, "", row.title).lang = row.language;
  if (row.remark) make("p", line, "remark", row.remark);
  if (row.href) {
    const said = make("p", line, "said");
    const leaf = make("a", said, "leaf", row.leaf);
    leaf.href = row.href;
    leaf.dataset.go = "";
    make("span", said, "", row.text).lang = row.language;
  }
  const put = (tags, note) => {
    const whole = [row.place, split(tags).join(","), note.trim()].join("|").replace(/\|+$/, "");
    const list = keptList();
    if (list[i] !== whole && placeOf(list[i] ?? "") === row.place) change(list.with(i, whole));
  };
  if (own) edited(line, row, i, labels, put);
  else for (const text of [row.tags, row.note]) if (text) make("p", line, "told", text);
  const foot = make("p", line, "foot");
  if (row.citation) button(foot, labels.cite, row).dataset.copy = row.citation;
  if (!own) return line;
  if (i) {
    const before = [...written.slice(0, i - 1), row.written, written[i - 1], ...written.slice(i + 1)];
    button(foot, labels.up, row).onclick = () => change(before);
  }
  button(foot, labels.remove, row).onclick = () => change(written.toSpliced(i, 1));
  return line;
}

function edited(line, row, i, labels, put) {
  const fields = make("div", line, "fields");
  const tags = field(fields, "input", `${row.place}:tags`, labels.tags, row.tags, 200);
  const note = field(fields, "textarea", `${row.place}:note`, labels.note, row.note, 2000);
  note.rows = Math.min(6, 1 + Math.floor(row.note.length / 90));
  tags.onchange = note.onchange = () => put(tags.value.replaceAll("|", " "), note.value);
}

function field(parent, kind, id, name, value, most) {
  const label = make("label", parent, "", name);
  const input = make(kind, label);
  input.id = id;
  input.value = value;
  input.maxLength = most;
  return input;
}

function button(parent, text, row) {
  const own = make("button", parent, "button", text);
  own.type = "button";
  own.setAttribute("aria-label", `${text}: ${[row.head, row.leaf].filter(Boolean).join(" ")}`);
  return own;
}
