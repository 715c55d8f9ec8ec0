// Adding: files and links, each with what came of it; then the new index, served at once.
import { call, send, stream, Trouble } from "./server.js";
import { refreshFacets } from "./narrow.js";
import { refreshBrowse } from "./browse.js";

const get = (id) => document.getElementById(id);
let busy = false;

function line(name) {
  const item = document.createElement("li");
  const source = document.createElement("bdi");
  source.textContent = name;
  const state = document.createElement("span");
  state.textContent = " reading…";
  item.append(source, state);
  get("received").append(item);
  return (words, kind) => {
    state.textContent = ` ${words}`;
    item.className = kind;
  };
}

async function receive(name, bring) {
  const say = line(name);
  try {
    const came = await bring();
    const read = came.read.map((article) => `read “${article.title}”`);
    const skipped = came.skipped.map((reason) => `skipped: ${reason}`);
    say([...read, ...skipped].join("; "), came.read.length ? "read" : "skipped");
    return came.read.length;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    say(`skipped: ${error.message}`, "skipped");
    return 0;
  }
}

async function add(sources) {
  if (busy) return;
  busy = true;
  get("received").replaceChildren();
  let read = 0;
  for (const [name, bring] of sources) read += await receive(name, bring);
  const status = get("build");
  try {
    if (read) {
      status.textContent = "Bringing the index up to date…";
      const last = await stream("page/build", {}, undefined, ({ done, total }) => {
        if (total) status.textContent = `Bringing the index up to date: ${done} of ${total} passages`;
      });
      status.textContent = `Done: ${last.articles} articles are served.`;
      refreshFacets();
      refreshBrowse();
    } else status.textContent = "Nothing was added.";
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    status.textContent = error.message;
  } finally {
    busy = false;
  }
}

const fromFiles = (files) => [...files].map((file) => [file.name, async () => (await call(`page/uploads?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file })).json()]);

export function startAdding() {
  get("show-add").addEventListener("click", () => get("add-dialog").showModal());
  get("files").addEventListener("change", () => add(fromFiles(get("files").files)).then(() => (get("files").value = "")));
  get("add-links").addEventListener("click", () => {
    const links = get("links").value.split(/\s+/).filter(Boolean);
    if (links.length) add(links.map((url) => [url, () => send("POST", "page/links", { url })]));
  });
  const drop = get("drop");
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add(fromFiles(event.dataTransfer.files));
  });
}
