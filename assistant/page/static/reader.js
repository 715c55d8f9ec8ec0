// The article beside the answer, at exactly the cited characters; the quote on hover.
import { getJson, getText, call, Trouble } from "./server.js";
import { ask } from "./conversation.js";
import { onlyArticle, refreshFacets } from "./narrow.js";
import { copyQuote } from "./takeaway.js";

const NARROW_PAGE = "(max-width: 860px)";
const get = (id) => document.getElementById(id);
let shown = null; // the button that the open article was opened with
let before = null; // what had the focus before it

export async function openCitation(button, byHand) {
  const { article, sha256, start, end } = button.dataset;
  const turn = button.closest(".turn")?.dataset.turn;
  const query = new URLSearchParams({ id: article });
  if (sha256) for (const [name, value] of Object.entries({ sha256, start, end, turn: turn ?? "" })) query.set(name, value);
  const leaf = get("leaf");
  shown?.classList.remove("shown");
  shown = button;
  button.classList.add("shown");
  showView("article");
  if (byHand) {
    before = button;
    get("desk").classList.add("reading");
  }
  let html;
  try {
    html = await getText(`page/article?${query}`);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    leaf.textContent = `The article cannot be opened. ${error.message}`;
    return;
  }
  if (shown !== button) return; // another one was opened meanwhile
  leaf.innerHTML = html; // escaped by the server
  const reader = get("reader");
  const mark = leaf.querySelector("mark");
  reader.scrollTop = mark ? reader.scrollTop + mark.getBoundingClientRect().top - reader.getBoundingClientRect().top - reader.clientHeight / 3 : 0;
  if (byHand && matchMedia(NARROW_PAGE).matches) get("close-reader").focus();
}

const cites = () => [...(shown?.closest(".turn")?.querySelectorAll("button.cite") ?? [])];

function showSteps() {
  const all = cites();
  const at = all.indexOf(shown);
  get("steps").hidden = at < 0;
  get("step").textContent = at < 0 ? "" : `${at + 1} of ${all.length}`;
  get("previous").disabled = get("next").disabled = all.length < 2;
}

export function step(by) {
  const all = cites();
  const at = all.indexOf(shown);
  if (at >= 0) openCitation(all[(at + by + all.length) % all.length], true);
}

export function copyShown() {
  const button = shown?.closest("li, .side div, .turn")?.querySelector(".copy") ?? null;
  const own = [...(shown?.closest(".turn")?.querySelectorAll(".copy") ?? [])].find((copy) => copy.dataset.quote === shown.dataset.quote);
  if (own ?? button) copyQuote(own ?? button, get("copy-shown"));
}

export function showView(view) {
  const desk = get("desk");
  desk.dataset.view = view;
  for (const button of document.querySelectorAll("#shelf-bar [data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  get("reader").hidden = view !== "article";
  get("browse").hidden = view === "article";
  if (view !== "article") get("steps").hidden = true;
  else showSteps();
}

export function closeReader() {
  if (!get("desk").classList.contains("reading")) return;
  get("desk").classList.remove("reading");
  before?.focus();
}

function showCard(button) {
  const card = get("card");
  const facts = document.createElement("p");
  facts.className = "facts";
  facts.textContent = button.dataset.facts;
  const title = document.createElement("p");
  title.className = "title";
  title.textContent = button.dataset.title;
  const quote = document.createElement("q");
  quote.textContent = button.dataset.quote;
  for (const part of [facts, title, quote]) part.dir = "auto";
  card.replaceChildren(title, facts, quote);
  card.hidden = false;
  const at = button.getBoundingClientRect();
  const width = card.offsetWidth;
  card.style.left = `${Math.max(8, Math.min(at.left - 20, innerWidth - width - 8))}px`;
  const below = at.bottom + 8 + card.offsetHeight < innerHeight;
  card.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - card.offsetHeight - 8)}px`;
  button.setAttribute("aria-describedby", "card");
}

export function hideCard() {
  get("card").hidden = true;
  document.querySelector("[aria-describedby=card]")?.removeAttribute("aria-describedby");
}

const DO = {
  only: ({ id, title }) => {
    onlyArticle(id, title);
    get("desk").classList.remove("reading");
    get("question").focus();
  },
  questions: async ({ id }, place) => {
    place.textContent = "Looking for questions that this article answers…";
    const found = await getJson(`page/questions?id=${encodeURIComponent(id)}`);
    place.replaceChildren(
      ...found.map((question) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "suggested";
        button.dir = "auto";
        button.textContent = question;
        button.addEventListener("click", () => {
          get("desk").classList.remove("reading");
          ask(question);
        });
        return button;
      }),
    );
    if (!found.length) place.textContent = "None was found.";
  },
  remove: async ({ id }, place, button) => {
    if (button.dataset.sure !== "yes") {
      button.dataset.sure = "yes";
      button.textContent = "Remove for good?";
      place.textContent = "It leaves the index. A later build of the folder it came from brings it back.";
      return;
    }
    place.textContent = "Removing…";
    const left = await (await call(`page/article?id=${encodeURIComponent(id)}`, { method: "DELETE" })).json();
    get("leaf").textContent = "";
    const line = document.createElement("p");
    line.className = "empty";
    line.setAttribute("role", "status");
    line.textContent = `Removed. ${left.articles} articles are left.`;
    get("leaf").append(line);
    refreshFacets();
  },
};

export function startReader() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-article]");
    if (opener) {
      hideCard();
      openCitation(opener, true);
    }
    const button = event.target.closest(".about [data-do]");
    if (button) {
      const about = button.closest(".about");
      const place = about.querySelector(".questions");
      Promise.resolve(DO[button.dataset.do](about.dataset, place, button)).catch((error) => {
        if (!(error instanceof Trouble)) throw error;
        place.textContent = error.message;
      });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      const point = event.target.closest?.("g[data-article]");
      if (point) {
        event.preventDefault();
        openCitation(point, true);
      }
    }
  });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const cite = event.target.closest?.("button.cite");
      if (cite && (kind === "mouseover" || cite.matches(":focus-visible"))) showCard(cite);
      else if (!event.target.closest?.("#card")) hideCard();
    });
  }
  get("conversation").addEventListener("scroll", hideCard);
  get("previous").addEventListener("click", () => step(-1));
  get("next").addEventListener("click", () => step(1));
  get("copy-shown").addEventListener("click", copyShown);
  get("close-reader").addEventListener("click", closeReader);
}

