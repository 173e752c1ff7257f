// A line: what of the scan it is, the box with its text, what the machine was not sure of.

function makeRow(desk) {
  const { labels: L } = desk.data;
  const element = make("div", null, "row");
  const row = { element, stood: "", index: -1, below: false };
  row.number = make("span", element, "number");
  row.number.setAttribute("aria-hidden", "true");
  row.strip = make("div", element, "strip");
  if (matchMedia("(max-width: 640px)").matches) row.strip.tabIndex = 0; // there it is moved sideways
  row.strip.setAttribute("role", "group");
  row.strip.setAttribute("aria-label", L.scan);
  row.input = make("input", element);
  row.input.type = "text";
  row.input.spellcheck = false;
  row.input.autocomplete = "off";
  row.foot = make("p", element, "foot");
  row.wrong = make("p", element, "wrong");
  row.wrong.setAttribute("role", "alert");
  row.dirty = () => tidy(row.input.value) !== tidy(row.stood);
  row.input.onfocus = () => attend(desk, row);
  row.input.onblur = () => (row.below && !row.dirty() ? drop(desk, row) : save(desk, row));
  row.input.onkeydown = (e) => pressed(e, desk, row);
  row.input.oninput = () => element.classList.toggle("dirty", row.dirty());
  row.name = (n) => row.input.setAttribute("aria-label", L.line.replace("{n}", n));
  return row;
}

function fill(desk, row, line, index) {
  const typing = row.dirty();
  row.index = index;
  row.number.textContent = index + 1;
  row.name(index + 1);
  if (!typing || row.input.value === line.text) {
    row.input.value = row.stood = line.text;
    settle(row);
  }
  row.input.lang = line.lang;
  row.element.classList.toggle("apart", Boolean(line.apart));
  const same = JSON.stringify([line.box, line.doubts, desk.sheet.askew]);
  if (row.drawn === same) return;
  row.drawn = same;
  row.line = line;
  row.strip.replaceChildren();
  if (line.box) row.strip.append(cutOut(desk, line));
  row.foot.textContent = doubts(desk, line);
}

function doubts(desk, line) {
  const { labels: L } = desk.data;
  if (!line.doubts.length) return "";
  const each = line.doubts.map((doubt) => {
    const other = doubt.other.length ? ` (${L.or.replace("{other}", doubt.other.join(", "))})` : "";
    return `${doubt.word} ${doubt.share} %${other}`;
  });
  return `${L.doubts} ${each.join(" · ")}`;
}

// What stands in a box as the server will write it.
function tidy(text) {
  return text.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
}

function settle(row) {
  row.element.classList.remove("dirty", "refused");
  row.wrong.replaceChildren();
}

function accepted(row, body) {
  row.stood = row.below ? "" : body.new;
  if (row.below) row.input.value = "";
  settle(row);
}

function refused(desk, row, why, ways) {
  row.element.classList.add("refused");
  row.wrong.replaceChildren();
  make("span", row.wrong, "", why);
  for (const [label, act] of ways) key(row.wrong, label, "", act);
}

function save(desk, row) {
  if (!row.dirty() || row.sending) return;
  row.sending = true;
  const asked = () => {
    row.sending = false;
    if (!row.dirty()) return null;
    const text = tidy(row.input.value);
    if (!row.below) return { do: "line", line: row.index, old: row.stood, new: text };
    const { index, stood } = row.after;
    return { do: "line", line: index, old: stood, new: `${stood}\n${text}` };
  };
  act(desk, asked, row);
}

function addBelow(desk, after) {
  save(desk, after);
  const row = makeRow(desk);
  row.below = true;
  row.after = after.below ? after.after : after;
  row.name(desk.data.labels.below);
  row.input.setAttribute("aria-label", desk.data.labels.below);
  row.number.textContent = "+";
  after.element.after(row.element);
  desk.rows.splice(desk.rows.indexOf(after) + 1, 0, row);
  row.input.focus();
}

function drop(desk, row) {
  desk.rows = desk.rows.filter((other) => other !== row);
  row.element.remove();
}

function attend(desk, row) {
  if (desk.current) desk.current.element.classList.remove("current");
  desk.current = row;
  row.element.classList.add("current");
  desk.show?.(row.line);
}

function step(desk, row, by, at) {
  const to = desk.rows[desk.rows.indexOf(row) + by];
  if (!to) return false;
  to.input.focus({ preventScroll: true });
  to.element.scrollIntoView({ block: "nearest" });
  if (at !== undefined) to.input.setSelectionRange(at, at);
  return true;
}

function pressed(e, desk, row) {
  if (e.isComposing) return;
  const { input } = row;
  const acts = {
    Enter: () => {
      if (e.ctrlKey || e.metaKey) confirmRight(desk);
      else if (e.altKey) addBelow(desk, row);
      else if (!step(desk, row, 1, 0)) {
        save(desk, row);
        desk.right.focus();
      }
    },
    ArrowDown: () => step(desk, row, 1, input.selectionStart),
    ArrowUp: () => step(desk, row, -1, input.selectionStart),
    Escape: () => {
      input.value = row.stood;
      settle(row);
    },
    F2: () => otherLetter(input),
  };
  if (!acts[e.key] || (e.key !== "Enter" && (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey))) return;
  e.preventDefault();
  acts[e.key]();
}

function insert(desk, text) {
  const input = desk.current?.input;
  if (!input) return;
  input.focus();
  input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input"));
}

// The letters that a Russian keyboard lacks, each behind the one that it is told from.
const KIN = ["аә", "гғ", "кқ", "нң", "оө", "уұү", "хһ", "иі", "её"];

function otherLetter(input) {
  const at = input.selectionStart;
  const before = input.value[at - 1];
  if (!before) return;
  const ring = KIN.find((kin) => kin.includes(before.toLowerCase()));
  if (!ring) return;
  const next = ring[(ring.indexOf(before.toLowerCase()) + 1) % ring.length];
  input.setRangeText(before === before.toLowerCase() ? next : next.toUpperCase(), at - 1, at, "end");
  input.dispatchEvent(new Event("input"));
}
