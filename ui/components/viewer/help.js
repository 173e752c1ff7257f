// What the keys do, in a dialogue: the labels of the buttons say it as «What it does (key)».
function helper(root, bar, labels) {
  const dialog = make("dialog", root, "help");
  dialog.setAttribute("aria-label", labels.help);
  const list = make("dl", dialog);
  for (const label of Object.values(labels)) {
    const [, says, key] = label.match(/^(.*) \((.)\)$/) ?? [];
    if (!key) continue;
    const row = make("div", list);
    make("kbd", make("dt", row), "", key);
    make("dd", row, "", says);
  }
  const close = button(dialog, labels.close, labels.close, () => dialog.close());
  close.className = "close";
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close());
  const toggle = () => (dialog.open ? dialog.close() : dialog.showModal());
  button(bar, "?", labels.help, toggle).classList.add("keys");
  return toggle;
}
