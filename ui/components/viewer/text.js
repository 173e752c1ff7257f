// The text by lines; moving over a word lights it on both sides.

function drawText(columns, data, scan) {
  const pane = region(columns, "text", data.labels.text);
  if (data.notice.length) {
    const note = make("div", pane, "notice");
    data.notice.forEach((sentence, i) => make(i ? "p" : "h2", note, "", sentence));
  }
  const words = new Map();
  const hits = data.hits.map(() => []);
  const lines = data.rows.map((row, i) => {
    const { lang, gap, apart, atoms } = row;
    const line = make("div", pane, `line${gap ? " gap" : ""}${apart ? " apart" : ""}`);
    make("span", line, "number", String(i + 1)).setAttribute("aria-hidden", "true");
    const body = make("span", line, "body");
    if (lang) body.lang = lang;
    let mark = null; // a phrase is one mark, with the spaces between its words
    let marked = -1;
    for (const [text, word, hit] of atoms) {
      if (hit !== marked) {
        mark = hit < 0 ? null : make("mark", body);
        if (mark && data.reasons[hit]) mark.title = data.reasons[hit];
        marked = hit;
        if (mark) hits[hit].push(mark);
      }
      if (word < 0) {
        (mark ?? body).append(text);
        continue;
      }
      const piece = make("span", mark ?? body, `word ${doubtOf(word, data)}`.trim(), text);
      piece.dataset.word = word;
      words.set(word, [...(words.get(word) ?? []), piece]);
    }
    return { row, body };
  });
  if (scan) pair(words, scan);
  return { pane, hits, lines };
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
