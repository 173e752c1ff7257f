// Files on their way: one request each, so that whatever breaks off costs one file.
export default function draw({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".dropping");
  root.given = data;
  root.ended = () => setTriggerValue("ended", Date.now());
  if (root.queue) {
    if (root.to !== data.to && !root.busy) clear(root); // what was sent has been ordered
    return label(root);
  }
  const zone = make("div", root, "zone");
  make("p", zone, "drop");
  const choice = make("p", zone, "choice");
  for (const kind of ["files", "folder"]) chooser(root, choice, kind);
  make("p", zone, "kinds");
  make("p", root, "sum").setAttribute("role", "status");
  make("ol", root, "list").tabIndex = 0;
  zone.ondragover = (event) => (event.preventDefault(), zone.classList.add("over"));
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(root, await dropped(event.dataTransfer));
  };
  clear(root);
  label(root);
}

function clear(root) {
  root.to = root.given.to;
  root.queue = [];
  root.sent = root.all = 0;
  root.querySelector(".list").replaceChildren();
  sum(root);
}

function label(root) {
  const { labels } = root.given;
  for (const name of ["drop", "kinds"]) root.querySelector(`.${name}`).textContent = labels[name];
  for (const own of root.querySelectorAll("[data-label]")) own.textContent = labels[own.dataset.label];
  for (const own of root.querySelectorAll("input")) own.setAttribute("aria-label", labels[own.dataset.kind]);
}

function chooser(root, parent, kind) {
  const button = make("button", parent, "button");
  button.type = "button";
  button.dataset.label = kind;
  const input = make("input", parent);
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.dataset.kind = kind;
  if (kind === "folder") input.webkitdirectory = true;
  button.onclick = () => input.click();
  input.onchange = () => {
    take(root, [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    input.value = "";
  };
}

// What was dropped, folders walked; their entries have to be asked for before anything is awaited.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    return new Promise((done) => entry.file((file) => done([{ file, path }]), () => done([])));
  }
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(walk))).flat();
}

const litter = (path) => path.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"));
const ends = (path, endings) => endings.some((ending) => path.toLowerCase().endsWith(ending));

function take(root, given) {
  const { endings, most, labels } = root.given;
  const list = root.querySelector(".list");
  for (const { file, path } of given.filter((one) => !litter(one.path))) {
    const line = make("li", list);
    make("span", line, "name", path);
    const one = { file, path, line, said: make("span", line, "said") };
    if (!ends(path, endings)) say(one, "wrong", labels.kind);
    else if (file.size > most) say(one, "wrong", labels.big);
    else root.queue.push(one), (root.all += 1);
  }
  sum(root);
  if (!root.busy) work(root);
}

async function work(root) {
  root.busy = true;
  for (let one; (one = root.queue.shift()); ) {
    if (await send(root, one)) root.sent += 1;
    sum(root);
  }
  root.busy = false;
  root.to = root.given.to;
  if (root.sent) root.ended();
}

// Resolves to whether the file is on the server's disk.
function send(root, one) {
  const { to, token, language, labels } = root.given;
  const bar = make("progress");
  bar.setAttribute("aria-label", `${labels.progress}: ${one.path}`);
  one.said.replaceChildren(bar);
  const path = one.path.normalize("NFC").split("/").map(encodeURIComponent).join("/");
  const request = new XMLHttpRequest();
  request.open("POST", `${to}${path}?lang=${language}`);
  request.setRequestHeader("X-Opis-Token", token);
  request.upload.onprogress = ({ loaded, total }) => total && ((bar.max = total), (bar.value = loaded));
  return new Promise((done) => {
    request.onloadend = () => {
      if (request.status === 201) return say(one, "safe", `✓ ${labels.safe}`), done(true);
      say(one, "wrong", answered(request) || labels.lost);
      if (request.status !== 422) again(root, one);
      done(false);
    };
    request.send(one.file);
  });
}

function answered(request) {
  try {
    const { what, remedy } = JSON.parse(request.responseText);
    return `${what} ${remedy}`;
  } catch {
    return "";
  }
}

function again(root, one) {
  const button = make("button", one.said, "button", root.given.labels.again);
  button.type = "button";
  button.setAttribute("aria-label", `${root.given.labels.again}: ${one.path}`);
  button.onclick = () => {
    one.said.replaceChildren();
    root.queue.push(one);
    if (!root.busy) work(root);
  };
}

function say(one, css, text) {
  one.said.className = `said ${css}`;
  one.said.textContent = text;
}

function sum(root) {
  const { labels } = root.given;
  root.querySelector(".sum").textContent = root.all
    ? labels.sent.replace("{done}", root.sent).replace("{all}", root.all)
    : "";
}
