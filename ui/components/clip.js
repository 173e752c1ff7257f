// Putting text on the clipboard, plain and for word processors, and saying that it was done.
async function clip(plain, html) {
  const kinds = { "text/plain": plain, ...(html && { "text/html": html }) };
  try {
    const blobs = Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], { type: kind })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  } catch {
    clipByCommand(plain, kinds); // pages that come from another machine without encryption
  }
}

function clipByCommand(plain, kinds) {
  const area = document.createElement("textarea"); // some browsers copy only if something is selected
  area.value = plain;
  area.style.cssText = "position:fixed;opacity:0";
  document.body.append(area);
  area.select();
  const put = (e) => {
    for (const [kind, text] of Object.entries(kinds)) e.clipboardData.setData(kind, text);
    e.preventDefault();
  };
  document.addEventListener("copy", put, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", put);
  area.remove();
}

// The button says for a while that its text was copied, and so does a voice.
function copied(button, said) {
  if (button.dataset.was === undefined) button.dataset.was = button.textContent;
  button.textContent = said;
  setTimeout(() => (button.textContent = button.dataset.was), 1600);
  announce(said);
}

function announce(text) {
  let live = document.getElementById("opis-said");
  if (!live) {
    live = document.createElement("div");
    live.id = "opis-said";
    live.className = "unseen";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}
