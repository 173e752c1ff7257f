// Soft links, copying and the key «/». Streamlit calls this again whenever `data` changes.
let listening = null;

export default function ({ data }) {
  document.documentElement.lang = data.language;
  listening?.abort();
  listening = new AbortController();
  const signal = listening.signal;
  document.addEventListener("click", (e) => clicked(e, data.copied), { signal });
  document.addEventListener("keydown", slash, { signal });
  return () => listening.abort();
}

function clicked(e, copied) {
  if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  const target = e.target.closest?.("[data-go],[data-copy]");
  if (!target) return;
  e.preventDefault();
  if (target.dataset.copy !== undefined) return copy(target, copied);
  history.pushState({}, "", target.getAttribute("href"));
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

async function copy(button, copied) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text); // pages that come from another machine without encryption
  }
  if (button.dataset.was === undefined) button.dataset.was = button.textContent;
  button.textContent = copied;
  setTimeout(() => (button.textContent = button.dataset.was), 1600);
  announce(copied);
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
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

function slash(e) {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey) return;
  const at = e.composedPath()[0];
  if (at.closest?.("input, textarea, select") || at.isContentEditable) return;
  const box = document.querySelector(".st-key-ask input");
  if (!box) return;
  e.preventDefault();
  box.focus();
  box.select();
}
