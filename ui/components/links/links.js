// Soft links, copying, ticks and the key «/». Streamlit calls this again whenever `data` changes.
let listening = null;

export default function ({ data }) {
  document.documentElement.lang = data.language;
  keptFor(data.own);
  listening?.abort();
  listening = new AbortController();
  const signal = listening.signal;
  document.addEventListener("click", (e) => clicked(e, data), { signal });
  document.addEventListener("keydown", slash, { signal });
  window.addEventListener("storage", paintKept, { signal }); // changed in another window
  watch(data.names, signal);
  document.addEventListener("change", chosen, { signal });
  document.addEventListener("toggle", unfolded, { signal, capture: true });
  return () => listening.abort();
}

function clicked(e, { copied, kept, dropped, sure }) {
  if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  const target = e.composedPath()[0].closest?.("[data-go],[data-copy],[data-keep]");
  if (!target) return;
  e.preventDefault();
  if (target.dataset.copy !== undefined) return copy(target, copied);
  if (target.dataset.keep !== undefined) return tick(target.dataset.keep, kept, dropped, sure);
  history.pushState({}, "", aim(target));
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

// Where a link leads. One that ticks a value, «c=d12», starts from what is ticked in the address by
// now: somebody may tick faster than the page is drawn.
function aim(target) {
  if (!target.dataset.tick) return target.getAttribute("href");
  const to = new URL(target.href);
  const [name, value] = target.dataset.tick.split("=");
  const ticked = new URL(location.href).searchParams.getAll(name);
  const others = ticked.filter((one) => one !== value);
  to.searchParams.delete(name);
  for (const one of others.length < ticked.length ? others : [...ticked, value]) {
    to.searchParams.append(name, one);
  }
  return to;
}

async function copy(button, said) {
  await clip(button.dataset.copy, button.dataset.copyHtml);
  copied(button, said);
}

function tick(place, kept, dropped, sure) {
  const list = keptList();
  const own = list.find((one) => placeOf(one) === place);
  if (own && own !== place && !confirm(sure)) return;
  keepList(own ? list.filter((one) => one !== own) : [...list, place]);
  announce(own ? dropped : kept);
}

// Ticks and names are drawn anew with every answer: they are painted once it stands.
function watch(names, signal) {
  let waiting = 0;
  const seen = new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      paint();
    });
  });
  const paint = () => {
    paintKept();
    plainNavigation();
    trulyThere();
    nameAnew(names);
  };
  seen.observe(document.body, { childList: true, subtree: true, attributeFilter: NAMING });
  signal.addEventListener("abort", () => seen.disconnect());
  paint();
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
