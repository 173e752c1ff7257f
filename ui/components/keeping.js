// The reader's own list, in the browser: an array of «PLACE|tags|note» as it stands in an address.
const KEPT = "opis-list";

function keptList() {
  try {
    const list = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
  } catch {
    return []; // the browser keeps nothing for this page
  }
}

function keepList(list) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(list));
  } catch {
    // as above: the address still has it
  }
  paintKept();
}

const placeOf = (one) => one.split("|", 1)[0];

// Ticks show what is in the list, and the link to it how much that is.
function paintKept() {
  const places = new Set(keptList().map(placeOf));
  for (const tick of document.querySelectorAll("[data-keep]")) {
    const on = String(places.has(tick.dataset.keep));
    if (tick.getAttribute("aria-pressed") !== on) tick.setAttribute("aria-pressed", on);
  }
  document.documentElement.style.setProperty("--kept", `"${places.size ? ` ${places.size}` : ""}"`);
}
