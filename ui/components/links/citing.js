// A citation in another style or form: asked of the program, which also checks who may see it.
const WAYS = "opis-cite";

// Of [data-cite] a select has changed.
function chosen(e) {
  const box = e.target.closest?.("[data-cite]");
  if (!box || !e.target.dataset.way) return;
  localStorage.setItem(WAYS, JSON.stringify(ways(box)));
  cite(box);
}

// A citation was unfolded: it is shown as the last one was.
function unfolded(e) {
  const box = e.target.closest?.("[data-cite]");
  if (!box || !e.target.open) return;
  const before = JSON.stringify(ways(box));
  const last = remembered();
  for (const select of box.querySelectorAll("[data-way]")) {
    const value = last[select.dataset.way];
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  if (JSON.stringify(ways(box)) !== before) cite(box);
}

function ways(box) {
  const selects = [...box.querySelectorAll("[data-way]")];
  return Object.fromEntries(selects.map((select) => [select.dataset.way, select.value]));
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(WAYS)) ?? {};
  } catch {
    return {}; // a browser that keeps nothing
  }
}

async function cite(box) {
  const answer = await fetch(`${box.dataset.cite}&${new URLSearchParams(ways(box))}`);
  if (!answer.ok) return;
  const said = await answer.json();
  box.querySelector(".cited").textContent = said.citation;
  box.querySelector(".warned").textContent = said.warnings.join(" ");
  const button = box.querySelector("[data-copy]");
  button.dataset.copy = said.citation;
  button.dataset.copyHtml = said.html;
}
