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

async function copy(button, said) {
  await clip(button.dataset.copy);
  copied(button, said);
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
