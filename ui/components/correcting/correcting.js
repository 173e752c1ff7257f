// The desk: its bar, its lines, the page beside them. What is typed is sent by itself.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".correcting");
  // Streamlit calls again whenever `data` changes: what is being typed must stay.
  if (root.dataset.key !== data.key) {
    root.dataset.key = data.key;
    root.desk?.leave();
    root.replaceChildren();
    root.desk = openDesk(root, data);
  }
  return () => root.desk?.leave();
}

function openDesk(root, data) {
  const L = data.labels;
  const desk = { data, root, rows: [], sheet: data.sheet, current: null, waiting: Promise.resolve(), pending: 0 };
  drawBar(desk, make("div", root, "bar"));
  const columns = make("div", root, `columns${data.image ? "" : " text-only"}`);
  if (data.image) drawPage(desk, columns);
  desk.list = make("div", columns, "lines");
  desk.list.setAttribute("role", "group");
  desk.list.setAttribute("aria-label", L.text);
  const past = make("details", root, "past");
  make("summary", past, "", L.history);
  desk.past = make("ol", past);
  const keys = make("details", root, "keys");
  make("summary", keys, "", L.keys);
  const told = make("dl", keys);
  for (const [key, does] of L.help) {
    make("dt", told, "", key);
    make("dd", told, "", does);
  }
  const left = () => leaveDesk(desk);
  window.addEventListener("pagehide", left);
  const asked = (e) => desk.pending && e.preventDefault(); // the browser asks whether to wait
  window.addEventListener("beforeunload", asked);
  desk.leave = () => {
    window.removeEventListener("pagehide", left);
    window.removeEventListener("beforeunload", asked);
    left();
  };
  take(desk, data.sheet);
  desk.rows[0]?.input.focus({ preventScroll: true });
  return desk;
}

function drawBar(desk, bar) {
  const { labels: L, letters, marks } = desk.data;
  const palette = make("div", bar, "palette");
  palette.setAttribute("role", "group");
  palette.setAttribute("aria-label", L.letters);
  for (const letter of letters) {
    const typed = (e) => insert(desk, e.shiftKey ? letter.toUpperCase() : letter);
    key(palette, letter, "", typed);
  }
  for (const [mark, means] of marks) key(palette, mark, means, () => insert(desk, mark));
  const acts = make("div", bar, "acts");
  desk.undo = key(acts, "↶", L.undo, () => act(desk, { do: "undo" }));
  desk.right = key(acts, `✓ ${L.right}`, "", () => confirmRight(desk));
  desk.right.classList.add("right");
  desk.said = make("p", bar, "said");
  desk.said.setAttribute("role", "status");
}

// A button that leaves the cursor where it is.
function key(parent, sign, label, act) {
  const b = make("button", parent, "", sign);
  b.type = "button";
  if (label) b.title = label;
  if (label) b.setAttribute("aria-label", `${label}: ${sign}`);
  b.onpointerdown = (e) => e.preventDefault();
  b.onclick = act;
  return b;
}

function say(desk, text, wrong) {
  desk.said.classList.toggle("wrong", Boolean(wrong));
  desk.said.textContent = text;
}

// The page as the server has it now: rows that say the same stay, what is being typed stays too.
function take(desk, sheet) {
  const { rows, data } = desk;
  desk.sheet = sheet;
  const lines = sheet.lines.length ? sheet.lines : [{ text: "", lang: "", box: null, doubts: [] }];
  const known = rows.filter((row) => !row.below);
  let front = 0;
  while (front < known.length && front < lines.length && known[front].stood === lines[front].text) front++;
  let back = 0;
  while (
    back < known.length - front &&
    back < lines.length - front &&
    known.at(-1 - back).stood === lines.at(-1 - back).text
  ) {
    back++;
  }
  const middle = known.slice(front, known.length - back);
  const fresh = lines.slice(front, lines.length - back).map((line, i) => middle[i] ?? makeRow(desk));
  // A line that is gone while somebody types in it stays in sight, and is refused when it is sent.
  const orphans = middle.slice(fresh.length).filter((row) => row.dirty());
  const all = [...known.slice(0, front), ...fresh, ...known.slice(known.length - back)];
  all.forEach((row, i) => fill(desk, row, lines[i], i));
  orphans.forEach((row) => (row.index = -1));
  all.splice(front + fresh.length, 0, ...orphans);
  for (const row of rows.filter((row) => row.below && row.dirty())) {
    all.splice(all.indexOf(row.after) + 1, 0, row);
  }
  desk.rows = all;
  for (const row of rows.filter((row) => !all.includes(row))) {
    const focused = row === desk.current && row.element.contains(row.element.getRootNode().activeElement);
    row.input.onblur = null; // taken away, it is not left
    const to = row.below ? all[all.indexOf(row.after) + 1] : null;
    row.element.remove();
    if (focused && to) desk.refocus = to;
  }
  all.forEach((row, i) => {
    if (desk.list.children[i] !== row.element) desk.list.insertBefore(row.element, desk.list.children[i] ?? null);
  });
  desk.refocus?.input.focus({ preventScroll: true });
  desk.refocus = null;
  desk.right.disabled = !sheet.lines.length;
  desk.right.setAttribute("aria-pressed", sheet.checked);
  desk.undo.disabled = !sheet.undo;
  if (!sheet.lines.length) say(desk, data.labels.empty);
  drawPast(desk);
}

function drawPast(desk) {
  const { labels: L } = desk.data;
  desk.past.replaceChildren();
  if (!desk.sheet.history.length) make("li", desk.past, "", L.nothing);
  for (const event of desk.sheet.history) {
    const item = make("li", desk.past, event.undone ? "undone" : "");
    const head = [event.at, event.who || "–", event.deed, event.undone ? L.undone : ""];
    make("span", item, "head", head.filter(Boolean).join(" · "));
    for (const change of event.what) make("span", item, "what", change);
  }
}

// One thing after the other: the number of a line may change with what was written before it.
function act(desk, asked, row) {
  const { labels: L, route, header, token } = desk.data;
  const go = async () => {
    const body = typeof asked === "function" ? asked() : asked;
    if (!body) return;
    say(desk, L.saving);
    let answer;
    let sheet;
    try {
      answer = await fetch(route, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", [header]: token },
        body: JSON.stringify(body),
      });
      sheet = await answer.json();
    } catch {
      say(desk, L.lost, true);
      if (row) refused(desk, row, L.lost, [[L.again, () => save(desk, row)]]);
      return;
    }
    if (answer.ok && row) accepted(row, body);
    take(desk, sheet);
    if (answer.ok) say(desk, sheet.checked && body.do === "right" ? L.isRight : L.kept);
    else {
      const why = `${sheet.what} ${sheet.remedy}`;
      say(desk, why, true);
      if (row) refused(desk, row, why, choices(desk, row, answer.status));
    }
    if (answer.ok && body.do === "right" && desk.data.next) {
      const on = make("a", desk.said, "", L.next);
      on.href = desk.data.next;
      on.dataset.go = "";
      on.focus();
    }
  };
  desk.pending++;
  const done = () => {
    desk.pending--;
    if (!desk.pending && desk.said.textContent === L.kept) follow(desk);
  };
  desk.waiting = desk.waiting.then(go, go).finally(done);
}

// What was written is saved; this says when a search finds it.
async function follow(desk) {
  const { labels: L, header, token } = desk.data;
  const answer = await fetch("/correct/found", { method: "POST", headers: { [header]: token } }).catch(() => null);
  const found = answer?.ok && (await answer.json()).found;
  if (!desk.pending && desk.said.textContent === L.kept) say(desk, found ? L.saved : L.soon);
}

function choices(desk, row, status) {
  const { labels: L } = desk.data;
  const theirs = desk.sheet.lines[row.index]?.text;
  if (status !== 409 || theirs === undefined) return [];
  const mine = () => {
    row.stood = theirs;
    save(desk, row);
  };
  const keep = () => {
    row.stood = row.input.value = theirs;
    settle(row);
  };
  return [[L.mine, mine], [L.theirs, keep]];
}

function confirmRight(desk) {
  desk.rows.forEach((row) => save(desk, row));
  act(desk, () => (desk.rows.some((row) => row.dirty()) ? null : { do: "right", seen: desk.sheet.reading }));
}

// Whoever goes away has what she typed sent after her.
function leaveDesk(desk) {
  desk.rows.forEach((row) => save(desk, row));
}
