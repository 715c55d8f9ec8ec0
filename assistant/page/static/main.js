// Starts the page once Gradio has put it into the document.
import { getJson, getText } from "./server.js";
import { readPlace } from "./place.js";
import { ask, currentConversation, isAsking, openConversation, startAsking, startConversation, stop } from "./conversation.js";
import { startNarrowing } from "./narrow.js";
import { browse, startBrowsing } from "./browse.js";
import { closeReader, copyShown, hideCard, startReader, step } from "./reader.js";
import { listPast, sayTrouble, startPast } from "./past.js";
import { startTakingAway } from "./takeaway.js";
import { startAdding } from "./add.js";

const get = (id) => document.getElementById(id);

function startKeys() {
  const keys = {
    "/": () => get("question").focus(),
    "?": () => get("keys-dialog").showModal(),
    "[": () => step(-1),
    "]": () => step(1),
    c: copyShown,
    n: startConversation,
    b: () => browse("table").then(() => get("table-search").focus()),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideCard();
      if (isAsking()) stop();
      else closeReader();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  get("show-keys").addEventListener("click", keys["?"]);
}

function startTheme() {
  const kept = localStorage.getItem("theme");
  const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.classList.toggle("dark", dark);
  get("theme").addEventListener("click", () => {
    const now = document.body.classList.toggle("dark");
    localStorage.setItem("theme", now ? "dark" : "light");
  });
}

async function start() {
  startTheme();
  startKeys();
  startReader();
  startBrowsing();
  startPast();
  startTakingAway(currentConversation);
  startAdding();
  startAsking();
  get("desk").classList.add("ready");
  get("question").focus();
  await startNarrowing();
  const { conversation, turn, question } = readPlace();
  try {
    if (turn) await openConversation((await getJson(`page/turns/${encodeURIComponent(turn)}`)).conversation, turn);
    else if (conversation) await openConversation(conversation);
    else listPast();
  } catch (error) {
    sayTrouble(error);
  }
  if (question && !conversation && !turn) ask(question);
}

// Gradio renders its block when it is ready; what goes into it is on its way meanwhile.
const shell = getText("page/shell");
const waiting = new MutationObserver(begin);
async function begin() {
  const block = get("shell");
  if (!block) return;
  waiting.disconnect();
  block.innerHTML = await shell; // a file of ours
  start();
}
waiting.observe(document.documentElement, { childList: true, subtree: true });
begin();
