// A bar chart whose bars are buttons; heights are shares of the highest bar.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".years");
  const focus = parentElement.activeElement?.id;
  root.replaceChildren();
  const chart = make("div", root, "chart");
  chart.setAttribute("role", "group");
  chart.setAttribute("aria-label", data.label);
  chart.title = data.note;
  const highest = Math.max(1, ...data.bars.map((b) => b.documents));
  const some = data.bars.some((b) => b.on);
  for (const { decade, name, title, documents, on } of data.bars) {
    const bar = make("button", chart, `bar${decade === null ? " undated" : ""}${some && !on ? " dim" : ""}`);
    bar.type = "button";
    bar.id = `decade-${decade}`;
    bar.title = title;
    bar.setAttribute("aria-label", title);
    bar.setAttribute("aria-pressed", on);
    const column = make("span", bar, "column");
    make("span", column, "fill").style.height = documents
      ? `${Math.max(5, (100 * documents) / highest)}%`
      : "0";
    make("span", bar, "name", name);
    bar.onclick = (e) => setTriggerValue("press", { decade, extend: e.shiftKey });
  }
  make("p", root, "unseen", data.note);
  if (focus) parentElement.getElementById?.(focus)?.focus();
}
