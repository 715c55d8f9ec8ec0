// The list of kept conversations: open, rename, search, delete.
import { call, getJson, send, Trouble } from "./server.js";
import { currentConversation, openConversation, startConversation } from "./conversation.js";

const get = (id) => document.getElementById(id);
let asked = 0;

export async function listPast() {
  const number = ++asked;
  let found;
  try {
    found = await getJson(`page/conversations?search=${encodeURIComponent(get("past-search").value)}`);
  } catch (error) {
    if (error instanceof Trouble) return; // the banner says it
    throw error;
  }
  if (number === asked) get("past-list").replaceChildren(...found.map(entry));
}

function entry({ id, title }) {
  const item = document.createElement("li");
  const open = button(title, "title", () => {
    close();
    openConversation(id).catch(sayTrouble);
  });
  open.dir = "auto";
  if (id === currentConversation()) open.setAttribute("aria-current", "true");
  item.append(open, button("✎", "quiet", () => rename(item, id, title), `Rename ${title}`), button("✕", "quiet", () => remove(item, id, title), `Delete ${title}`));
  return item;
}

function button(text, name, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function rename(item, id, title) {
  const box = document.createElement("input");
  box.value = title;
  box.maxLength = 120;
  box.setAttribute("aria-label", "Title");
  let done = false;
  const finish = async (keep) => {
    if (done) return;
    done = true;
    if (keep && box.value.trim() && box.value !== title) await send("POST", `page/conversations/${id}`, { title: box.value }).catch(sayTrouble);
    await listPast();
  };
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") finish(false);
  });
  box.addEventListener("blur", () => finish(true));
  item.replaceChildren(box);
  box.focus();
  box.select();
}

function remove(item, id, title) {
  const question = document.createElement("span");
  question.textContent = "Delete for good?";
  const yes = button("Delete", "strong", async () => {
    await call(`page/conversations/${id}`, { method: "DELETE" }).catch(sayTrouble);
    if (id === currentConversation()) startConversation();
    else listPast();
  }, `Delete ${title} for good`);
  item.replaceChildren(question, yes, button("Keep", "quiet", listPast));
  yes.focus();
}

function sayTrouble(error) {
  if (!(error instanceof Trouble)) throw error;
  const line = document.createElement("p");
  line.className = "trouble";
  line.setAttribute("role", "alert");
  line.textContent = error.message;
  get("turns").replaceChildren(line);
}

export { sayTrouble };

function close() {
  document.getElementById("desk").classList.remove("past-open");
  get("show-past").setAttribute("aria-expanded", "false");
}

export function startPast() {
  get("past-search").addEventListener("input", listPast);
  get("show-past").addEventListener("click", () => {
    const open = document.getElementById("desk").classList.toggle("past-open");
    get("show-past").setAttribute("aria-expanded", String(open));
    if (open) get("past-search").focus();
  });
  document.addEventListener("server-back", listPast);
}
