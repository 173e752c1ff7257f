// The reader's own list: an array of «PLACE|tags|note» as it stands in an address. The browser has
// it; of who has signed in the program has it, and the window what it knows of that:
// {user, token, revision, known, list}, where «known» is what the program had at last.
const KEPT = "opis-list";

function storedIn(store, otherwise) {
  try {
    return JSON.parse(store.getItem(KEPT)) ?? otherwise;
  } catch {
    return otherwise; // the browser keeps nothing for this page
  }
}

function storeIn(where, value) {
  try {
    where.setItem(KEPT, JSON.stringify(value));
  } catch {
    // as above: the address still has it
  }
}

const signedIn = () => storedIn(sessionStorage, null);

// The list of this browser, of whoever has not signed in.
function browserList() {
  const list = storedIn(localStorage, []);
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

const keptList = () => signedIn()?.list ?? browserList();

function keepList(list) {
  const own = signedIn();
  if (own) {
    storeIn(sessionStorage, { ...own, list });
    sendKept();
  } else {
    storeIn(localStorage, list);
  }
  paintKept();
}

const sameList = (one, other) => one.length === other.length && one.every((p, i) => p === other[i]);

// What the program says of the list of whoever has signed in; null where nobody does.
function keptFor(said) {
  if (!said) return sessionStorage.removeItem(KEPT);
  const own = signedIn();
  const mine = own?.user === said.user ? { ...own, token: said.token } : null;
  if (mine && !sameList(mine.list, mine.known)) {
    storeIn(sessionStorage, mine);
    sendKept(); // what could not be sent before
  } else if (mine && mine.revision >= said.revision) {
    storeIn(sessionStorage, mine);
  } else {
    storeIn(sessionStorage, { ...said, known: said.list });
    paintKept();
  }
}

let keptGoes = Promise.resolve();

// Tells the program what was made of the list; what others have changed meanwhile comes back.
function sendKept() {
  keptGoes = keptGoes.then(sentKept).catch(() => {}); // cut off: it goes with the next page
}

async function sentKept() {
  const { known, list, token } = signedIn();
  if (sameList(known, list)) return;
  const answer = await fetch("/list", {
    method: "POST",
    headers: { "X-Opis-Token": token },
    body: JSON.stringify({ known, made: list }),
  });
  if (!answer.ok) return;
  const said = await answer.json();
  const now = signedIn();
  const changed = !sameList(now.list, list); // meanwhile, here
  storeIn(sessionStorage, changed ? { ...now, known: list } : { ...now, ...said, known: said.list });
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
