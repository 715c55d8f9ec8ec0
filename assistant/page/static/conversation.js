// Asking: the question box, the stages of an answer, its turn, and what can be done with it.
import { getJson, send, stream, Trouble } from "./server.js";
import { linkTo, showPlace } from "./place.js";
import { activeFilters, clearFilters } from "./narrow.js";
import { openCitation } from "./reader.js";
import { listPast } from "./past.js";
import { copyText, openExport } from "./takeaway.js";

const STAGES = { understanding: "Understanding the question", searching: "Searching the articles", reading: "Reading what was found" };
const NARROW_PAGE = "(max-width: 860px)";
const get = (id) => document.getElementById(id);

let current = null; // the conversation's id
let asking = null; // what stops the answer that is under way

export const currentConversation = () => current;
export const isAsking = () => asking !== null;
export const stop = () => asking?.abort();

export function startConversation() {
  stop();
  current = null;
  get("turns").replaceChildren();
  show();
  get("question").focus();
}

export async function openConversation(id, turn) {
  stop();
  const found = await getJson(`page/conversations/${encodeURIComponent(id)}`);
  current = found.id;
  get("turns").innerHTML = found.turns.map((item) => item.html).join(""); // escaped by the server
  show();
  const section = turn ? get(`turn-${turn}`) : get("turns").lastElementChild;
  section?.scrollIntoView({ block: "start" });
  section?.focus({ preventScroll: true });
  openFirst(section);
}

function show() {
  const empty = !get("turns").children.length;
  get("welcome").hidden = !empty;
  get("show-export").disabled = !current;
  document.querySelector("#desk").classList.toggle("talking", !empty);
  showPlace(activeFilters(), current);
  listPast();
}

// Asks in a new turn, or in the place of `section`.
export async function ask(question, { section = null, edited = false, understood = null } = {}) {
  if (asking || !question.trim()) return;
  asking = new AbortController();
  setAsking(true);
  const before = section ? section.cloneNode(true) : null;
  const waiting = pending(question);
  if (section) {
    waiting.style.minHeight = `${section.offsetHeight}px`; // nothing below it jumps
    if (edited) while (section.nextElementSibling) section.nextElementSibling.remove();
    section.replaceWith(waiting);
  } else get("turns").append(waiting);
  showStage(waiting, "understanding");
  get("welcome").hidden = true;
  document.querySelector("#desk").classList.add("talking");
  waiting.scrollIntoView({ block: "start" });
  const body = { question, conversation: current, turn: section?.dataset.turn ?? null, edited, understood, filters: activeFilters() };
  try {
    const last = await stream("page/ask", body, asking.signal, (event) => event.stage && showStage(waiting, event.stage));
    if (!last?.html) throw new Trouble("The server ended in the middle of the answer. Ask again.");
    place(waiting, last);
  } catch (error) {
    if (error.name === "AbortError") settle(waiting, question, "Stopped.", before);
    else if (error instanceof Trouble) settle(waiting, question, error.message, before);
    else throw error;
  } finally {
    asking = null;
    setAsking(false);
  }
}

function place(waiting, answered) {
  const holder = document.createElement("template");
  holder.innerHTML = answered.html; // escaped by the server
  const section = holder.content.firstElementChild;
  waiting.replaceWith(section);
  current = answered.conversation;
  show();
  section.scrollIntoView({ block: "start" });
  openFirst(section);
}

function openFirst(section) {
  const cite = section?.querySelector("button.cite");
  if (cite && !matchMedia(NARROW_PAGE).matches) openCitation(cite, false);
}

function pending(question) {
  const section = document.createElement("section");
  section.className = "turn pending";
  section.setAttribute("aria-busy", "true");
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.dir = "auto";
  heading.textContent = question;
  const stages = document.createElement("ol");
  stages.className = "stages";
  for (const [name, words] of Object.entries(STAGES)) {
    const stage = document.createElement("li");
    stage.dataset.stage = name;
    stage.textContent = words;
    stages.append(stage);
  }
  section.append(heading, stages);
  return section;
}

function showStage(section, name) {
  for (const stage of section.querySelectorAll("[data-stage]")) {
    if (stage.classList.contains("now") && stage.dataset.stage !== name) stage.classList.replace("now", "done");
    if (stage.dataset.stage === name) stage.classList.add("now");
  }
}

// What was asked came to nothing: say so, with a way on; an answer that was to be replaced comes back.
function settle(waiting, question, words, before) {
  const section = before ?? pending(question);
  section.querySelectorAll(".stages, .trouble").forEach((old) => old.remove());
  section.classList.remove("pending");
  section.removeAttribute("aria-busy");
  const trouble = document.createElement("p");
  trouble.className = "trouble";
  trouble.setAttribute("role", "alert");
  trouble.textContent = words;
  section.querySelector(".question").after(trouble);
  if (!before) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "quiet";
    again.textContent = "Ask again";
    again.addEventListener("click", () => {
      section.remove();
      ask(question);
    });
    section.append(again);
  }
  waiting.replaceWith(section);
}

function setAsking(busy) {
  get("send").hidden = busy;
  get("stop").hidden = !busy;
}

// An editor in the place of a text: the words, asked again.
function edit(section, anchor, words, asked) {
  section.querySelector(".editor")?.remove();
  const form = document.createElement("form");
  form.className = "editor";
  const box = document.createElement("textarea");
  box.value = words;
  box.dir = "auto";
  box.setAttribute("aria-label", "Question");
  const send = document.createElement("button");
  send.className = "strong";
  send.textContent = section.nextElementSibling ? "Ask again and drop what follows" : "Ask again";
  form.append(box, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked(box.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      form.remove();
    }
  });
  anchor.after(form);
  box.focus();
}

const DO = {
  edit: (section, question) =>
    edit(section, section.querySelector(".question"), question, (words) => ask(words, { section, edited: true })),
  again: (section, question) => ask(question, { section }),
  reword: (section, question) => {
    const line = section.querySelector(".understood");
    edit(section, line, line.querySelector("span").textContent, (words) => ask(question, { section, edited: true, understood: words }));
  },
  widen: (section, question) => {
    clearFilters();
    ask(question, { section });
  },
  link: (section, _, button) => copyText(linkTo(section.dataset.turn), null, button),
  export: (section) => openExport(section.dataset.turn, current),
};

async function giveFeedback(section, button) {
  const thanks = section.querySelector(".thanks");
  try {
    await send("POST", "page/feedback", {
      turn: section.dataset.turn,
      verdict: button.dataset.verdict,
      note: section.querySelector("[data-remark]").value,
    });
    for (const other of section.querySelectorAll("[data-verdict]")) other.setAttribute("aria-pressed", String(other === button));
    thanks.textContent = "Kept on this machine. Thank you.";
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    thanks.textContent = error.message;
  }
}

export function startAsking() {
  const box = get("question");
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  };
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      get("ask").requestSubmit();
    }
  });
  get("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const question = box.value;
    if (asking || !question.trim()) return;
    box.value = "";
    grow();
    ask(question);
  });
  get("stop").addEventListener("click", stop);
  get("new").addEventListener("click", startConversation);
  get("examples").addEventListener("click", (event) => {
    if (event.target.matches("button")) ask(event.target.textContent);
  });
  get("turns").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const section = button?.closest(".turn");
    if (!section) return;
    if (button.dataset.verdict) giveFeedback(section, button);
    DO[button.dataset.do]?.(section, section.querySelector(".question").textContent, button);
  });
  get("turns").addEventListener("change", (event) => {
    const pressed = event.target.closest(".turn")?.querySelector("[data-verdict][aria-pressed=true]");
    if (event.target.matches("[data-remark]") && pressed) giveFeedback(event.target.closest(".turn"), pressed);
  });
}

