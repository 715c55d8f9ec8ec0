// Browsing: the collection as a table and as a map.
import { getText, Trouble } from "./server.js";
import { filterQuery } from "./place.js";
import { activeFilters, chooseArticle } from "./narrow.js";
import { showView } from "./reader.js";

const get = (id) => document.getElementById(id);
const order = { sort: "date", descending: "true" };
let asked = 0;
let shownView = null;

export async function refreshBrowse() {
  const view = get("desk").dataset.view;
  if (view === "article") return;
  const more = view === "table" ? { ...order, search: get("table-search").value } : { by: get("colour").value };
  const number = ++asked;
  if (shownView !== view) get("listing").textContent = "";
  shownView = view;
  let html;
  try {
    html = await getText(`page/${view}?${filterQuery(activeFilters(), more)}`);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    get("listing").textContent = error.message;
    return;
  }
  if (number !== asked) return;
  const focused = document.activeElement?.dataset?.choose;
  const scrolled = get("listing").querySelector(".scroll")?.scrollTop ?? 0;
  get("listing").innerHTML = html; // escaped by the server
  if (focused) get("listing").querySelector(`[data-choose="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const scroll = get("listing").querySelector(".scroll");
  if (scroll) scroll.scrollTop = scrolled;
}

export function browse(view = "table") {
  showView(view);
  get("desk").classList.add("reading");
  get("table-search").hidden = view !== "table";
  get("map-by").hidden = view !== "map";
  return refreshBrowse();
}

export function startBrowsing() {
  get("show-browse").addEventListener("click", () => browse("table").then(() => get("table-search").focus()));
  for (const button of document.querySelectorAll("#shelf-bar [data-view]")) {
    button.addEventListener("click", () => (button.dataset.view === "article" ? showView("article") : browse(button.dataset.view)));
  }
  get("table-search").addEventListener("input", refreshBrowse);
  get("colour").addEventListener("change", refreshBrowse);
  get("listing").addEventListener("click", (event) => {
    const head = event.target.closest("[data-sort]");
    if (!head) return;
    order.descending = String(order.sort === head.dataset.sort ? order.descending !== "true" : head.dataset.sort === "date");
    order.sort = head.dataset.sort;
    refreshBrowse().then(() => get("listing").querySelector(`[data-sort=${order.sort}]`)?.focus());
  });
  get("listing").addEventListener("change", (event) => {
    const box = event.target.closest("[data-choose]");
    if (box) chooseArticle(box.dataset.choose, box.closest("tr").querySelector(".open").textContent, box.checked);
  });
}
