// Words that OCR was not sure of, tinted when asked for, with a legend of what the tints mean.
const DOUBTS = ["unsure", "doubtful"];

function doubtOf(word, data) {
  return DOUBTS.find((name) => data.doubts[name].includes(word)) ?? "";
}

function tinter(root, bar, data) {
  const L = data.labels;
  const button = sign(bar, "tint", L.tint, () => {
    const on = !root.classList.contains("tinted");
    show(on);
    remember("tint", on ? "1" : "", true);
  });
  const legend = make("p", root, "legend");
  for (const name of DOUBTS) {
    const line = make("span", legend);
    make("span", line, `swatch ${name}`, "\u2003");
    line.append(` ${L[name]}: ${data.doubts[name].length}`);
  }
  const show = (on) => {
    root.classList.toggle("tinted", on);
    legend.hidden = !on;
    button.setAttribute("aria-pressed", on);
  };
  show(data.tinted);
  return () => button.click();
}
