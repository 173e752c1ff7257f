// Quoting: the selected text as it runs on, words joined over line ends, with where it stands.

function quoter(root, group, data, text) {
  const L = data.labels;
  const button = make("button", group, "", L.cite);
  button.type = "button";
  button.title = L.citing;
  const copy = async () => {
    const words = data.copied ? selectedText(text) : "";
    if (words && !(await noted(data))) return announce(L.barred);
    const parts = [make("blockquote", null, "", words), make("p", null, "", data.citation)];
    if (words) await clip(`${words}\n${data.citation}`, parts.map((part) => part.outerHTML).join(""));
    else await clip(data.citation);
    button.textContent = L.copied;
    announce(L.copied);
    setTimeout(offer, 1600);
  };
  button.addEventListener("pointerdown", (e) => e.preventDefault()); // the selection must stay
  button.addEventListener("click", copy);
  const offer = () => {
    const some = data.copied && Boolean(selectedText(text));
    button.textContent = some ? L.quote : L.cite;
    button.classList.toggle("some", some);
  };
  document.addEventListener("selectionchange", offer, { signal: root.keys.signal });
  text.pane.addEventListener("copy", () => noted(data), { signal: root.keys.signal });
  return copy;
}

// Tells the program, where it wants to know, that text of the page is copied: once in a visit.
// Whether it may be.
const told = new Set();

async function noted({ note }) {
  if (!note || told.has(note.address)) return true;
  const sent = { method: "POST", headers: { "X-Opis-Token": note.token }, keepalive: true };
  const answer = await fetch(note.address, sent).catch(() => null);
  if (answer?.ok) told.add(note.address);
  return Boolean(answer?.ok);
}

// What is selected of the text, in one paragraph for each of the page; empty if nothing is. What
// stands apart from the text is left out, unless it alone is selected.
function selectedText({ pane, lines }) {
  const range = selectedRange(pane);
  if (!range) return "";
  const chosen = lines
    .filter(({ body }) => range.intersectsNode(body))
    .map(({ row, body }) => ({ row, said: partOf(body, range) }))
    .filter(({ said }) => said.trim());
  const running = chosen.filter(({ row }) => !row.apart);
  return (running.length ? running : chosen)
    .map(({ row, said }, i, all) => {
      const next = all[i + 1]?.row;
      if (!next) return said;
      if (row.hyphen) return said.slice(0, -row.hyphen);
      return said + (next.gap ? "\n" : " ");
    })
    .join("")
    .replace(/[^\S\n]+/g, " ")
    .trim();
}

// The selection as far as it lies in the pane, none if neither end does: the standard way to look
// into a shadow root, then those of older browsers.
function selectedRange(pane) {
  const home = pane.getRootNode();
  const selection = document.getSelection();
  const [found] = selection.getComposedRanges?.({ shadowRoots: [home] }) ?? [];
  const own = home.getSelection?.() ?? selection;
  const { startContainer, startOffset, endContainer, endOffset } =
    found ?? (own.rangeCount ? own.getRangeAt(0) : {});
  const [first, last] = [startContainer, endContainer].map((end) => pane.contains(end ?? null));
  if (!first && !last) return null;
  const range = document.createRange();
  range.selectNodeContents(pane);
  if (first) range.setStart(startContainer, startOffset);
  if (last) range.setEnd(endContainer, endOffset);
  return range;
}

function partOf(body, range) {
  const part = document.createRange();
  part.selectNodeContents(body);
  if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
  if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}
